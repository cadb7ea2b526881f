"""The handlers' lists: what is on them, in which order, for whom, and how fast."""

import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from loket.database import zaak
from loket.lijsten import BLAD
from tests.tools.loket import KANARIE, merk
from tests.tools.loketzaken import Balie, balie, dag_later, kop, zet_vol


@pytest.fixture
def loket(tmp_path: Path) -> Iterator[Balie]:
    with balie(tmp_path) as made:
        yield made


def nummers(page: Any) -> list[str]:
    return [row["zaaknummer"] for row in page["zaken"]]


def zet(loket: Balie, nummer: str, **waarden: Any) -> None:
    with loket.archief.schrijven() as tx:
        tx.execute(zaak.update().where(zaak.c.zaaknummer == nummer).values(**waarden))


def test_a_new_case_stands_under_new_and_with_its_handler_and_shows_no_person(
    loket: Balie,
) -> None:
    nummer = loket.lever(kop("a"))

    for pad in ("/", "/mijn", "/zaken"):
        page = loket.json(pad)
        (row,) = page["zaken"]
        assert (row["zaaknummer"], row["gemeente"]) == (nummer, "Duinrand")
        assert (row["voorzieningen"], row["bedrag"]) == ("woondiensten", "1.000 tot 10.000")
        html = loket.client.get(pad, headers=loket.kop()).text
        assert nummer in html
        for word in KANARIE:
            assert word not in html + str(page)


def test_what_is_caught_up_has_a_list_of_its_own(loket: Balie) -> None:
    now = loket.lever(kop("a"))
    before = loket.lever(kop("b"), inhaalslag=True)

    assert nummers(loket.json("/")) == [now]
    assert nummers(loket.json("/ingehaald")) == [before]
    assert loket.json("/")["tellingen"] == {"nieuw": 1, "inhaal": 1, "mijn": 2, "aandacht": 0}
    assert (
        '<a href="/ingehaald">En 1 ingehaald</a>' in loket.client.get("/", headers=loket.kop()).text
    )


def test_nobody_sees_cases_of_another_municipality(loket: Balie) -> None:
    own = loket.lever(kop("a"))
    predecessor = loket.lever(kop("b", gemeenteCode="9902"))
    other = loket.lever(kop("c", gemeenteCode="9903"))

    for pad in ("/", "/zaken", "/zaken?gemeente=9903"):
        page = loket.json(pad, **{"Regres-Rollen": "behandelaar@9901"})
        assert set(nummers(page)) == (set() if "9903" in pad else {own, predecessor})
    assert nummers(loket.json("/", **{"Regres-Rollen": "behandelaar@9903"})) == [other]


def test_what_may_be_lost_soonest_for_most_money_comes_first(loket: Balie) -> None:
    names = [loket.lever(kop(name)) for name in "abcde"]
    for nummer, band, days in zip(
        names,
        ("tot 1.000", "50.000 of meer", "1.000 tot 10.000", "50.000 of meer", ""),
        (400, 400, 30, -10, None),
        strict=True,
    ):
        day = date.fromisoformat(dag_later(days)) if days is not None else None
        zet(loket, nummer, bedragklasse=band, termijn_op=day)

    # 75.000 over a year (passed), 75.000 over 400 days, 5.500 over 30, 500 over 400, unknown.
    a, b, c, d, e = names
    assert nummers(loket.json("/")) == [d, b, c, a, e]
    assert nummers(loket.json("/?volgorde=termijn"))[:2] == [d, c]


def test_filters_stand_in_the_address_and_a_wrong_one_is_told(loket: Balie) -> None:
    soon, late = loket.lever(kop("a")), loket.lever(kop("b"))
    zet(loket, soon, termijn_op=date.fromisoformat(dag_later(20)), uitkomst="onderzoek")
    zet(loket, late, behandelaar="J. Bos")

    assert nummers(loket.json("/?binnen=30")) == [soon]
    assert nummers(loket.json("/?uitkomst=onderzoek")) == [soon]
    assert nummers(loket.json("/?wie=mij")) == [soon]
    assert nummers(loket.json("/mijn")) == [soon]
    for wrong in ("binnen=7", "binnen=x", "uitkomst=x", "volgorde=x", "blad=0", "blad=x"):
        answer = loket.client.get(f"/?{wrong}", headers=loket.kop())
        assert answer.status_code == 422
        assert "Kies een filter uit de lijst" in answer.text


@pytest.mark.parametrize(
    ("pad", "zin"),
    [
        ("/", "Er is niets nieuws."),
        ("/mijn", "Er staat geen lopende zaak op uw naam."),
        ("/ingehaald", "Er zijn geen ingehaalde zaken zonder quickscan."),
        ("/zaken", "Er zijn geen zaken."),
        ("/?uitkomst=onderzoek", "Geen zaak past bij dit filter."),
    ],
)
def test_an_empty_list_says_so(loket: Balie, pad: str, zin: str) -> None:
    assert zin in loket.client.get(pad, headers=loket.kop()).text


def test_ten_thousand_cases_are_shown_a_page_at_a_time_within_150_ms(loket: Balie) -> None:
    zet_vol(loket.archief, 10_000, ("9901", "9902", "9903"))
    asked: list[str] = []
    engine = loket.archief.engine
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    for pad in ("/", "/mijn", "/ingehaald", "/zaken?blad=150", "/zaken?volgorde=gemeente"):
        loket.json(pad)
        asked.clear()
        took = min(_seconds(loket, pad) for _ in range(3))
        page = loket.json(pad)

        assert took < 0.15, (pad, took)
        assert len(page["zaken"]) == BLAD
        # One for the list, one for the counts of the lists beside it.
        assert len([text for text in asked if "from zaak" in text.lower()]) == 2 * 4


def _seconds(loket: Balie, pad: str) -> float:
    # Not the clock on the wall: other tests run on this machine too.
    begin = time.process_time()
    loket.client.get(pad, headers=loket.kop())
    return time.process_time() - begin


def test_pages_lead_on_and_back_and_keep_the_filter(loket: Balie) -> None:
    zet_vol(loket.archief, 120)
    html = loket.client.get("/zaken?volgorde=binnen&blad=2", headers=loket.kop()).text

    assert 'href="/zaken?volgorde=binnen&amp;blad=1" rel="prev"' in html
    assert 'href="/zaken?volgorde=binnen&amp;blad=3" rel="next"' in html
    assert "bladzijde 2 van 3" in html
    first = re.findall(r'href="(/zaken/9901/RL-2025-\d+\?[^"]+)">RL', html)
    assert len(first) == BLAD
    assert first[0].endswith("?lijst=alle&amp;volgorde=binnen")


def test_a_database_of_before_gets_the_new_columns(tmp_path: Path) -> None:
    new = ("termijn_op", "termijn_zeker", "begin_op", "inhaalslag", "stap", "advies", "aandacht")
    more = ("bekend_op", "voorstel_op", "inhaalslag", "persoonmerk", "clientmerk")
    with balie(tmp_path) as loket:
        nummer = loket.lever(kop("a"))
        with loket.archief.schrijven() as tx:
            for name in (*new, "samengevoegd_in"):
                tx.exec_driver_sql(f"alter table zaak drop column {name}")
            for name in (*more, "zaak_bij_ontvangst"):
                tx.exec_driver_sql(f"alter table melding drop column {name}")

    with balie(tmp_path) as loket:
        (row,) = loket.json("/")["zaken"]
        assert (row["zaaknummer"], row["termijn"]) == (nummer, "2031-09-30")
        assert loket.lever(kop("b", dossiersleutel=merk("dossier a"))) == nummer
