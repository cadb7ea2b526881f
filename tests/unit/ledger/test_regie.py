"""Pausing and the order to catch up: one row while it holds, and a named decision for each."""

from datetime import date, timedelta

import pytest

from ledger import Closing, Ledger, Resultaat, RunStart, Standbesluit, Termijnen, audit
from regres import Handelend, SoortMelding
from tests.tools.ledgers import (
    DAY,
    FREE,
    GEMEENTE,
    NOW,
    House,
    after,
    always,
    staged,
    telling_of,
)

WIE = Handelend("B. Beheer", "beheer", "bron levert onzin")
FG = Handelend("F. Functionaris", "fg", "geschiedenis mag mee")


def decided(ledger: Ledger) -> list[str]:
    return [one.soort for one in ledger.decisions(GEMEENTE)]


def test_a_pause_holds_until_it_is_taken_back_and_tells_who_and_why(ledger: Ledger) -> None:
    assert ledger.pauze(GEMEENTE) is None

    ledger.pauzeer(GEMEENTE, WIE, NOW)
    pauze = ledger.pauze(GEMEENTE)

    assert pauze is not None
    assert Handelend(pauze.wie, pauze.rol, pauze.reden) == WIE
    assert pauze.sinds == NOW
    assert ledger.pauze("9902") is None
    ledger.hervat(GEMEENTE, WIE, after(hours=1))
    assert ledger.pauze(GEMEENTE) is None
    assert decided(ledger) == ["pauze", "hervat"]


def test_pausing_twice_and_going_on_twice_decide_nothing_new(ledger: Ledger) -> None:
    assert ledger.hervat(GEMEENTE, WIE, NOW) is None
    assert ledger.pauzeer(GEMEENTE, WIE, NOW) == 1
    assert ledger.pauzeer(GEMEENTE, Handelend("Een ander", "beheer", "ook"), after(hours=1)) is None

    pauze = ledger.pauze(GEMEENTE)
    assert pauze is not None
    assert (pauze.wie, pauze.sinds) == (WIE.wie, NOW)
    assert decided(ledger) == ["pauze"]


def test_who_paused_and_let_go_on_stands_in_the_audit_trail(ledger: Ledger) -> None:
    before = ledger.anchor().volgnummer
    ledger.pauzeer(GEMEENTE, WIE, NOW)
    ledger.hervat(GEMEENTE, Handelend("C. Collega", "fg", "hersteld"), after(hours=1))

    assert ledger.anchor().volgnummer == before + 2
    assert ledger.audit_verify() == []


def test_a_later_order_to_catch_up_takes_the_place_of_an_earlier_one(ledger: Ledger) -> None:
    ledger.haal_in(GEMEENTE, date(2024, 1, 1), 50, FG, NOW)
    ledger.haal_in(GEMEENTE, date(2023, 1, 1), 10, FG, after(days=1))

    order = ledger.inhaalopdracht(GEMEENTE)

    assert order is not None
    assert (order.vanaf, order.per_nacht, order.wie) == (date(2023, 1, 1), 10, FG.wie)
    assert ledger.stop_inhalen(GEMEENTE, WIE, after(days=2)) == 3
    assert ledger.inhaalopdracht(GEMEENTE) is None
    assert ledger.stop_inhalen(GEMEENTE, WIE, after(days=2)) is None
    assert decided(ledger) == ["inhalen", "inhalen", "inhalen_gestopt"]


def test_catching_up_by_nothing_is_no_order(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="less than one"):
        ledger.haal_in(GEMEENTE, date(2024, 1, 1), 0, FG, NOW)


def test_what_still_holds_outlives_the_term_of_the_log(ledger: Ledger) -> None:
    ledger.pauzeer(GEMEENTE, WIE, NOW)
    ledger.haal_in(GEMEENTE, date(2024, 1, 1), 50, FG, NOW)
    terms = Termijnen(besluiten=timedelta(days=30))

    ledger.bewaar(terms, after(days=400), Handelend("F. Functionaris", "fg"))

    assert ledger.pauze(GEMEENTE) is not None
    assert ledger.inhaalopdracht(GEMEENTE) is not None


def test_in_proef_the_ledger_itself_keeps_no_row_and_frees_nothing(house: House) -> None:
    start = RunStart(
        bronset="csv", dag=DAY, slot="nacht", mapping_merk="m", regelversie="1", stand="proef"
    )
    run = house.ledger.begin(house.lease, start, NOW)

    with pytest.raises(ValueError, match="nothing is staged"):
        house.ledger.stage(house.lease, run, [staged(1)])
    telling = telling_of([staged(1)])
    with pytest.raises(ValueError, match="cannot be closed as vrij"):
        house.ledger.close_run(house.lease, run, Closing(telling=telling), FREE, NOW)
    ended = house.ledger.close_run(
        house.lease, run, Closing(telling=telling), always(Resultaat.PROEF), NOW
    )
    assert (ended.resultaat, ended.telling.soorten[SoortMelding.NIEUW]) == (Resultaat.PROEF, 1)


def test_what_the_configuration_says_of_sending_is_noted_when_it_changes(
    house: House, ledger: Ledger
) -> None:
    first = Standbesluit(DAY, "F. Baas", "fg", "proef geslaagd")
    later = Standbesluit(DAY + timedelta(1), "F. Baas", "fg", "proef geslaagd")

    def noted() -> list[tuple[str, str, str]]:
        found = ledger.decisions(house.gemeente)
        return [(one.soort, one.wie, one.reden) for one in found]

    for told in (None, first, first, later, None, None):
        ledger.noteer_stand(house.lease, told, NOW)

    begun, second, proef = noted()
    assert (begun, second) == (("actief", "F. Baas", "proef geslaagd"),) * 2
    assert proef == ("proef", audit.SELF, "stand: proef in de configuratie")
    assert ledger.decisions("9902") == []
