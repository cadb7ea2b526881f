"""The pages of the rules and of privacy: what rules did, a sentence tried, and who saw what."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from assessment.notities import classify_rows
from ledger import Keuze, StubSoort
from regres import Handelend
from regres.telling import klein
from settings.avg.register import register
from tests.acceptance.test_paginas_wachten import PERSOON, lees, lever, stuur
from tests.tools.gemeente import rij
from tests.tools.paginawereld import Paginawereld, paginawereld
from tests.tools.routes import kop
from web.regels.proef import gemarkeerd

BEHEER, FG = "beheer@9901", "fg@9901"
ZIN = "Mevrouw Kanarie is aangereden door een auto."


@pytest.fixture(scope="module")
def wereld(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paginawereld]:
    """Give a world in which a consulent judged six records of one kind, and opened one."""
    with paginawereld(tmp_path_factory.mktemp("regels")) as made:
        lever(made, [rij(n, "O") for n in range(1, 7)] + [rij(8)])
        made.nacht()
        who = Handelend("K. Consulent", "consulent", "dossier zoeken")
        keys = [row.zoeksleutel for row in made.ledger.stubs("9901", StubSoort.BEOORDELEN)]
        for at, key in enumerate(keys):
            choice = Keuze.JA if at % 3 else Keuze.NEE
            made.ledger.decide("9901", key, choice, who, made.now)
        made.ledger.note_decision(
            "9901", "herkenning_geopend", who, made.now, {"zoeksleutel": keys[0]}
        )
        yield made


def regel(page: Any, naam: str) -> Any:
    (found,) = [one for one in page["regels"] if one["regel"] == naam]
    return found


def test_a_rule_has_its_hits_and_what_people_said_of_them(wereld: Paginawereld) -> None:
    own = regel(lees(wereld, "/ongevalsregels"), "onbekend_opgegeven")
    every = regel(lees(wereld, "/ongevalsregels", "beheer@*"), "onbekend_opgegeven")

    assert (own["geteld"], own["ja"], own["nee"], own["precisie"]) == (6, 4, 2, 67)
    assert (every["geteld"], every["ja"]) == (6, "<5")
    assert regel(lees(wereld, "/ongevalsregels"), "vlag_n")["precisie"] is None
    assert regel(lees(wereld, "/ongevalsregels", "beheer@9902"), "onbekend_opgegeven")["ja"] == 0


def test_hits_of_long_ago_do_not_count(wereld: Paginawereld) -> None:
    before, wereld.now = wereld.now, wereld.now + timedelta(days=40)
    try:
        assert regel(lees(wereld, "/ongevalsregels"), "onbekend_opgegeven")["geteld"] == 0
    finally:
        wereld.now = before


def test_a_sentence_is_judged_as_assess_does_and_stays_nowhere(wereld: Paginawereld) -> None:
    (wanted,) = classify_rows([(1, ZIN)])
    data = stuur(wereld, "/ongevalsregels/proef?formaat=json", {"tekst": ZIN}).text
    html = stuur(wereld, "/ongevalsregels/proef", {"tekst": ZIN}).text

    got = json.loads(data)["uitkomst"]
    assert (got["indicatie"], got["soort"]) == (wanted["indicatie"], wanted["soort"])
    assert [one["regel"] for one in got["redenen"]] == [one["regel"] for one in wanted["redenen"]]
    assert "Kanarie" not in data
    assert "<mark>aangereden</mark>" in html
    assert "Kanarie" not in str(wereld.client.cookies)
    assert "Kanarie" not in json.dumps(lees(wereld, "/ongevalsregels"))
    assert stuur(wereld, "/ongevalsregels/proef", {"tekst": " "}).status_code == 422


def test_markup_in_a_sentence_stays_text() -> None:
    found = gemarkeerd("<b>val</b> val", [{"term": "val", "positie": 3}])
    assert str(found) == "&lt;b&gt;<mark>val</mark>&lt;/b&gt; val"


def test_privacy_shows_the_register_of_the_report_and_nobody(wereld: Paginawereld) -> None:
    page = lees(wereld, "/gemeenten/9901/privacy", FG)
    settings = wereld.settings()
    (een,) = settings.kies(["9901"])

    assert page["register"] == register(settings, een)
    assert [key["stand"] for key in page["sleutels"]["wortels"]] == ["huidig"]
    shown = [
        wereld.client.get(place, headers=kop(BEHEER, wereld.now)).text
        for place in ("/privacy", "/gemeenten/9901/privacy", "/ongevalsregels")
    ]
    assert not [value for text in shown for value in PERSOON[:-1] if value in text]


def test_the_calendar_counts_what_is_past_its_term_by_then(wereld: Paginawereld) -> None:
    page = lees(wereld, "/privacy?kalender=tel", FG)
    rows = {row["soort"]: row for row in page["bewaren"]}
    plan = wereld.ledger.bewaarplan(wereld.settings().termijnen, wereld.now)

    told = {name: klein(count) for name, count in plan.totaal.items()}
    assert {name: row["aanwezig"] for name, row in rows.items()} == told
    assert [len(row["te_wissen"]) for row in rows.values()] == [3] * len(rows)


def test_the_fg_sees_who_saw_what_by_person_and_period_and_takes_it_along(
    wereld: Paginawereld,
) -> None:
    page = lees(wereld, "/gemeenten/9901/inzage", FG)
    (row,) = page["regels"]
    assert (row["wie"], row["wat"], row["rol"], row["reden"]) == (
        "K. Consulent",
        "record geopend",
        "consulent",
        "dossier zoeken",
    )
    assert lees(wereld, "/gemeenten/9901/inzage?wie=N.+Iemand", FG)["regels"] == []
    before = "/gemeenten/9901/inzage?van=2026-01-01&tot=2026-01-31"
    assert lees(wereld, before, FG)["regels"] == []

    head = kop(FG, wereld.now)
    answer = wereld.client.get("/gemeenten/9901/inzage.csv", headers=head)
    (told,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert (told["wie"], told["hash"]) == ("K. Consulent", row["hash"])
    wrong = wereld.client.get("/gemeenten/9901/inzage?van=gisteren", headers=head)
    assert wrong.status_code == 422
