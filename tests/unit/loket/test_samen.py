"""Merging, splitting, and cases that may be of one person; terms per month; counts of a report."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from loket.database import melding, spoor, zaak
from loket.rapporten import NAMEN, alle_samen
from regres.canonical import kop_json
from tests.tools.loket import CLIENT, SECRET, merk, plaintext, sealer
from tests.tools.loketzaken import Balie, balie, dag_later, kop, zet_vol

GEBOREN = {"datum": "1951-02-03", "precisie": "dag"}


@pytest.fixture
def loket(tmp_path: Path) -> Iterator[Balie]:
    with balie(tmp_path) as made:
        yield made


def zet(loket: Balie, nummer: str, **waarden: Any) -> None:
    with loket.archief.schrijven() as tx:
        tx.execute(zaak.update().where(zaak.c.zaaknummer == nummer).values(**waarden))


def pad(nummer: str, *rest: str) -> str:
    return "/".join(("/zaken/9901", nummer, *rest))


def iemand(loket: Balie, naam: str, geslachtsnaam: str, ongeval: str, **meer: Any) -> str:
    head = kop(naam, gemeenteCode=meer.pop("gemeente", "9901"))
    facts = {
        "client.geslachtsnaam": geslachtsnaam,
        "client.geboortedatum": GEBOREN,
        "ongeval.datum": {"datum": ongeval or None, "precisie": "dag"},
    }
    return loket.lever(head, **facts | meer)


# -- mogelijk dezelfde ---------------------------------------------------------------------------


def test_the_same_birth_date_and_folded_name_near_one_day_is_proposed_and_not_done(
    loket: Balie,
) -> None:
    one = iemand(loket, "a", "Özdemir-Vink", "2024-03-14")
    near = iemand(loket, "b", "OZDEMIR VINK", "2024-04-14")
    unknown = iemand(loket, "c", "Ozdemirvink", "")
    iemand(loket, "d", "Özdemir-Vink", "2024-04-15")
    iemand(loket, "e", "Vink", "2024-03-14")
    iemand(loket, "f", "Özdemir-Vink", "2024-03-14", gemeente="9903")

    page = loket.json(pad(one, "samen"))
    assert [row["zaaknummer"] for row in page["gelijken"]] == [near, unknown]
    assert loket.json(pad(one))["gelijken"] == [near, unknown]
    assert {row["waarom"] for row in page["gelijken"]} == {"zelfde geboortedatum en achternaam"}
    assert loket.json("/zaken")["totaal"] == 6


def test_the_same_pseudonym_is_proposed_too_and_no_mark_is_the_pseudonym_itself(
    loket: Balie,
) -> None:
    pseudoniem = {"waarde": merk("client"), "sleutelVersie": 1}
    one = loket.lever(kop("a"), **{"client.pseudoniem": pseudoniem, "client.geslachtsnaam": "A"})
    two = loket.lever(kop("b"), **{"client.pseudoniem": pseudoniem, "client.geslachtsnaam": "B"})

    (row,) = loket.json(pad(one, "samen"))["gelijken"]
    assert (row["zaaknummer"], row["waarom"]) == (two, "zelfde cliënt volgens de gemeente")
    with loket.archief.lezen() as tx:
        marks = set(tx.scalars(select(melding.c.clientmerk)))
    assert len(marks) == 1
    assert merk("client") not in marks


def test_what_a_handler_denies_is_not_proposed_again_from_either_side(loket: Balie) -> None:
    one = iemand(loket, "a", "Vink", "2024-03-14")
    two = iemand(loket, "b", "Vink", "2024-03-14")

    for _ in range(2):
        assert loket.stuur(pad(one, "niet-dezelfde"), {"ander": two}).status_code == 303
    for number in (one, two):
        assert loket.json(pad(number, "samen"))["gelijken"] == []


# -- samenvoegen ---------------------------------------------------------------------------------


def bewijs(loket: Balie, naam: str, versie: int = 1) -> Any:
    """Deliver over the wire as the municipality does; gives the receipt."""
    token = loket.client.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        auth=(CLIENT, SECRET),
    ).json()["access_token"]
    head = kop(naam, versie)
    sealed = sealer(loket.settings.sleutels[0]).seal(head, plaintext(head))
    return loket.client.post(
        "/v1/regresmeldingen",
        content=json.dumps({**kop_json(head), "inhoud": sealed.inhoud}),
        headers={
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"{head.referentie}:{versie}",
        },
    )


def test_a_merged_case_leads_to_the_other_and_its_receipts_stay_what_they_were(
    loket: Balie,
) -> None:
    first = bewijs(loket, "b").json()
    into, gone = loket.lever(kop("a")), first["zaaknummer"]

    assert loket.stuur(pad(into, "samenvoegen"), {"ander": gone}).status_code == 303

    page = loket.json(pad(gone))
    assert (page["status"], page["samengevoegd_in"]) == ("samengevoegd", into)
    assert loket.json(pad(into))["meldingen"] == 2
    again = bewijs(loket, "b")
    assert (again.status_code, again.json()) == (200, first)
    later = bewijs(loket, "b", 2)
    assert (later.status_code, later.json()["zaaknummer"]) == (201, into)
    # A new melding of the dossier that went into the other case follows it.
    assert loket.lever(kop("c", dossiersleutel=merk("dossier b"))) == into
    with loket.archief.lezen() as tx:
        lines = [(r.zaaknummer, r.code) for r in tx.execute(select(spoor))]
    assert lines == [(gone, f"in {into}"), (into, f"met {gone}")]


def test_a_judged_case_that_others_came_into_asks_for_a_second_look(loket: Balie) -> None:
    into, gone = loket.lever(kop("a")), loket.lever(kop("b"))
    zet(loket, into, advies="verder", status="afgesloten")

    loket.stuur(pad(into, "samenvoegen"), {"ander": gone})

    page = loket.json(pad(into))
    assert (page["status"], page["aandacht"]) == ("open", ["Er kwam een voorziening bij"])


def test_only_two_cases_of_one_municipality_that_stand_are_merged(loket: Balie) -> None:
    one, two = loket.lever(kop("a")), loket.lever(kop("b"))
    other = loket.lever(kop("c", gemeenteCode="9903"))
    loket.stuur(pad(one, "samenvoegen"), {"ander": two})

    for into, from_ in ((one, other), (one, one), (one, two), (two, one), (one, ""), (one, "x")):
        answer = loket.stuur(pad(into, "samenvoegen"), {"ander": from_})
        assert answer.status_code == 422, (into, from_)


# -- splitsen ------------------------------------------------------------------------------------


def test_split_meldingen_get_a_case_of_their_own_and_later_versions_follow(loket: Balie) -> None:
    old = loket.lever(kop("a"))
    loket.lever(kop("b", dossiersleutel=merk("dossier a")))
    chosen = {f"melding-{merk('b')}": "ja"}

    assert loket.stuur(pad(old, "splitsen"), chosen).status_code == 303

    (new,) = {row["zaaknummer"] for row in loket.json("/zaken")["zaken"]} - {old}
    assert [loket.json(pad(number))["meldingen"] for number in (old, new)] == [1, 1]
    assert loket.lever(kop("b", 2, dossiersleutel=merk("dossier a"))) == new
    assert loket.lever(kop("c", dossiersleutel=merk("dossier a"))) == old


def test_something_must_stay_and_only_own_meldingen_go(loket: Balie) -> None:
    old = loket.lever(kop("a"))
    loket.lever(kop("x"))

    for form, status in (
        ({}, 422),
        ({f"melding-{merk('a')}": "ja"}, 422),
        ({f"melding-{merk('x')}": "ja"}, 404),
    ):
        assert loket.stuur(pad(old, "splitsen"), form).status_code == status
    with loket.archief.lezen() as tx:
        assert tx.execute(select(spoor)).all() == []


def test_meldingen_of_two_people_in_one_case_are_proposed_to_be_split(loket: Balie) -> None:
    old = iemand(loket, "a", "Vink", "2024-03-14")
    assert loket.json(pad(old, "samen"))["verdeeld"] is False
    head = kop("b", dossiersleutel=merk("dossier a"))
    loket.lever(head, **{"client.geslachtsnaam": "Mees", "client.geboortedatum": GEBOREN})

    assert loket.json(pad(old, "samen"))["verdeeld"] is True


# -- termijnen -----------------------------------------------------------------------------------


def test_terms_are_counted_in_the_month_in_which_they_end(loket: Balie) -> None:
    names = [loket.lever(kop(name)) for name in "abcdef"]
    days = (date(2026, 11, 21), date(2026, 11, 30), date(2027, 10, 31), date(2027, 11, 1))
    for number, day in zip(names, (*days, date(2026, 11, 20), None), strict=True):
        zet(loket, number, termijn_op=day)

    page = loket.json("/termijnen")
    counts = {month["maand"]: month["aantal"] for month in page["maanden"]}
    assert list(counts)[0::11] == ["2026-11", "2027-10"]
    assert {month: count for month, count in counts.items() if count} == {
        "2026-11": 2,
        "2027-10": 1,
    }
    assert (page["binnen_jaar"], page["verstreken"], page["onbekend"]) == (3, 1, 1)
    assert [row["zaaknummer"] for row in page["zaken"]] == names[:3]
    html = loket.client.get("/termijnen", headers=loket.kop()).text
    assert html.count("<circle") == 3
    assert '<th scope="row">nov 2026</th><td class="getal">2</td>' in html


def test_terms_of_another_handler_or_municipality_or_a_closed_case_do_not_count(
    loket: Balie,
) -> None:
    mine, his = loket.lever(kop("a")), loket.lever(kop("b"))
    closed, other = loket.lever(kop("c")), loket.lever(kop("d", gemeenteCode="9903"))
    for number in (mine, his, closed, other):
        zet(loket, number, termijn_op=date.fromisoformat(dag_later(30)))
    zet(loket, his, behandelaar="J. Bos")
    zet(loket, closed, status="afgesloten")
    only = {"Regres-Rollen": "behandelaar@9901"}

    assert loket.json("/termijnen", **only)["binnen_jaar"] == 2
    assert loket.json("/termijnen?wie=mij", **only)["binnen_jaar"] == 1
    empty = loket.client.get("/termijnen", headers=loket.kop("behandelaar@9999")).text
    assert "Er loopt de komende twaalf maanden niets af" in empty


def test_terms_go_into_a_calendar_all_of_them_and_without_a_person(loket: Balie) -> None:
    zet_vol(loket.archief, 300, ("9901",))
    zet(loket, "RL-2025-000299", behandelaar="J. Bos")
    page = loket.json("/termijnen")
    answer = loket.client.get("/termijnen.ics", headers=loket.kop())
    days = {row["zaaknummer"]: row["termijn"].replace("-", "") for row in page["zaken"]}

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"].endswith("termijnen-2026-11-21.ics")
    events = answer.text.split("BEGIN:VEVENT")[1:]
    assert len(events) == page["binnen_jaar"] > len(days) == 50
    for number, day in days.items():
        (event,) = [one for one in events if f"UID:{number}@9901" in one]
        assert f"DTSTART;VALUE=DATE:{day}" in event
    mine = loket.client.get("/termijnen.ics?wie=mij", headers=loket.kop()).text
    assert mine.count("BEGIN:VEVENT") == len(events) - 1


def test_terms_and_report_of_ten_thousand_cases_ask_little(loket: Balie) -> None:
    zet_vol(loket.archief, 10_000, ("9901", "9902", "9903"))
    asked: list[str] = []
    event.listen(loket.archief.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    for where in ("/termijnen", "/rapport"):
        asked.clear()
        loket.json(where)
        assert len([text for text in asked if text.lower().startswith("select")]) == 2


# -- rapport -------------------------------------------------------------------------------------


def test_a_report_counts_per_municipality_with_its_predecessors(loket: Balie) -> None:
    loket.lever(kop("a"))
    judged = loket.lever(kop("b", gemeenteCode="9902"))
    zet(loket, judged, advies="verder")
    loket.stuur(pad(judged, "stap"), {"stap": "aansprakelijk_gesteld"})

    page = loket.json("/rapport")
    duinrand, zandmeer = page["gemeenten"]
    assert (duinrand["zaken"], duinrand["verder"], duinrand["zonder_quickscan"]) == (2, 1, 1)
    assert duinrand["aansprakelijk_gesteld"] == 1
    assert {zandmeer[name] for name in NAMEN} == {0}


@pytest.mark.parametrize(
    ("alles", "eigen", "getoond"),
    [(0, 0, 0), (4, 0, None), (5, 0, 5), (9, 5, None), (10, 5, 10), (5, 5, 5), (3, 3, None)],
)
def test_everybodys_counts_are_shown_only_when_they_show_no_few_of_others(
    alles: int, eigen: int, getoond: int | None
) -> None:
    found = alle_samen(dict.fromkeys(NAMEN, alles), dict.fromkeys(NAMEN, eigen))
    assert found == dict.fromkeys(NAMEN, getoond)


def test_who_sees_one_municipality_sees_no_small_number_of_the_others(loket: Balie) -> None:
    loket.lever(kop("a"))
    for name in "bcd":
        loket.lever(kop(name, gemeenteCode="9903"))
    only = {"Regres-Rollen": "behandelaar@9901"}

    page = loket.json("/rapport", **only)
    assert [row["gemeente"] for row in page["gemeenten"]] == ["Duinrand"]
    assert page["hele_loket"]["zaken"] is None
    assert page["hele_loket"]["afgesloten"] == 0
    for name in "ef":
        loket.lever(kop(name, gemeenteCode="9903"))
    assert loket.json("/rapport", **only)["hele_loket"]["zaken"] == 6


# -- gemeld per telefoon of formulier ------------------------------------------------------------

GEBELD = {
    "gemeente": "9901",
    "langs": "telefoon",
    "achternaam": "Vínk",
    "geboren": "1951-02-03",
    "ongeval": "2024-03-20",
}


def test_a_case_that_was_told_by_telephone_is_proposed_when_its_melding_comes(
    loket: Balie,
) -> None:
    done = loket.stuur("/invoeren", GEBELD)
    told = done.headers["location"].rpartition("/")[2]
    later = iemand(loket, "a", "Vink", "2024-03-14")
    iemand(loket, "b", "Vink", "2024-05-14")

    assert (done.status_code, loket.json(pad(told))["langs"]) == (303, "telefoon")
    assert loket.json(pad(later, "samen"))["gelijken"][0]["zaaknummer"] == told
    assert [row["zaaknummer"] for row in loket.json(pad(told, "samen"))["gelijken"]] == [later]
    assert loket.stuur(pad(told, "samenvoegen"), {"ander": later}).status_code == 303
    page = loket.json(pad(told))
    assert (page["meldingen"], page["status"]) == (1, "open")


def test_who_was_told_of_is_sealed_and_shown_only_by_a_look(loket: Balie, tmp_path: Path) -> None:
    done = loket.stuur("/invoeren", GEBELD | {"achternaam": "Zilverreiger"})
    where = done.headers["location"]

    assert "Zilverreiger" not in loket.client.get(where, headers=loket.kop()).text
    for path in tmp_path.iterdir():
        assert b"Zilverreiger" not in path.read_bytes(), path.name
    shown = loket.stuur(f"{where}/inzien", {"reden": "gegevens_nakijken"}, loket.vers())
    assert "Zilverreiger" in shown.text
    with loket.archief.lezen() as tx:
        assert [(r.actie, r.code) for r in tx.execute(select(spoor))] == [
            ("ingevoerd", "per telefoon"),
            ("inzage", "gegevens_nakijken"),
        ]


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"gemeente": "9999"}, "Kies een gemeente."),
        ({"langs": "duif"}, "Kies hoe de zaak is gemeld."),
        ({"achternaam": " - "}, "Vul de achternaam in."),
        ({"geboren": "1951"}, "Vul de geboortedatum in."),
        ({"geboren": dag_later(1)}, "Vul de geboortedatum in."),
        ({"ongeval": dag_later(1)}, "Geef de dag van het ongeval"),
    ],
)
def test_what_cannot_be_is_told_and_opens_nothing(
    loket: Balie, anders: dict[str, str], zin: str
) -> None:
    answer = loket.stuur("/invoeren", GEBELD | anders)

    assert (answer.status_code, zin in answer.text) == (422, True)
    assert loket.json("/zaken")["totaal"] == 0


def test_a_case_is_told_only_of_an_own_municipality(loket: Balie) -> None:
    other = loket.kop("behandelaar@9903")

    assert loket.stuur("/invoeren", GEBELD, other).status_code == 422
