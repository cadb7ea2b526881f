"""The second opinion on the accounting: one small case for each of its rules."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from demo.accidents import Werkplaats, zonder_ongeval
from demo.provisions import Lot, Voorziening
from demo.tally import Teller

DAG = date(2026, 11, 20)


@pytest.fixture
def melding() -> Voorziening:
    return Werkplaats(Random("tel"), 1, DAG, 100).ongeval("verkeer")


def test_a_melding_is_new_once_and_then_unchanged(melding: Voorziening) -> None:
    teller = Teller()

    assert teller.lees([melding]) == {"gelezen": 1, "klaargezet": 1, "nieuw": 1}
    assert teller.lees([melding]) == {"gelezen": 1, "ongewijzigd": 1}


def test_another_amount_is_a_change(melding: Voorziening) -> None:
    teller = Teller()
    teller.lees([melding])

    found = teller.lees([replace(melding, bedrag=Decimal(1))])

    assert found == {"gelezen": 1, "klaargezet": 1, "wijziging": 1}


def test_a_no_takes_back_what_stands_and_counts_as_no_accident_after_that(
    melding: Voorziening,
) -> None:
    teller, no = Teller(), zonder_ongeval(melding, "N", Lot.GEEN_ONGEVAL)
    teller.lees([melding])

    assert teller.lees([no]) == {"gelezen": 1, "klaargezet": 1, "intrekking": 1}
    assert teller.lees([no]) == {"gelezen": 1, "geen_ongeval": 1}


def test_yes_after_no_goes_on_with_the_version_chain(melding: Voorziening) -> None:
    teller, no = Teller(), zonder_ongeval(melding, "N", Lot.GEEN_ONGEVAL)
    teller.lees([melding])
    teller.lees([no])

    assert teller.lees([melding]) == {"gelezen": 1, "klaargezet": 1, "wijziging": 1}


def test_an_emptied_flag_waits_only_when_a_melding_stands(melding: Voorziening) -> None:
    teller, empty = Teller(), zonder_ongeval(melding, "", Lot.LEEG)

    assert teller.lees([empty]) == {"gelezen": 1, "geen_ongeval": 1}
    teller.lees([melding])
    assert teller.lees([empty]) == {"gelezen": 1, "beoordelen": 1}


def test_the_same_row_twice_counts_once_and_once_as_double(melding: Voorziening) -> None:
    found = Teller().lees([melding, melding])

    assert found == {"gelezen": 2, "klaargezet": 1, "nieuw": 1, "dubbel": 1}


def test_one_key_with_two_contents_goes_to_quarantine_whole(melding: Voorziening) -> None:
    found = Teller().lees([melding, replace(melding, bedrag=Decimal(1))])

    assert found == {"gelezen": 2, "quarantaine": 2}


def test_rows_without_accident_are_not_compared(melding: Voorziening) -> None:
    no = zonder_ongeval(melding, "N", Lot.GEEN_ONGEVAL)

    assert Teller().lees([no, replace(no, bedrag=Decimal(1))]) == {"gelezen": 2, "geen_ongeval": 2}


def test_only_what_began_in_the_asked_days_is_read(melding: Voorziening) -> None:
    assert Teller().lees([melding], DAG, DAG) == {"gelezen": 0}
