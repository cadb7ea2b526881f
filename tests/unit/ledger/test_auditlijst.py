"""Asking for entries of the trail: each question narrows it, newest first."""

from typing import Any

import pytest

from ledger import AuditVraag, Ledger
from regres import Handelend
from tests.tools.ledgers import House, after, note, referentie, staged

WHO = Handelend("B. Beheer", "beheer", "toets")


@pytest.fixture
def trail(house: House, ledger: Ledger) -> Ledger:
    """Give what two municipalities left, and three entries of our own."""
    other = House(ledger, "9902")
    for one in (house, other):
        one.run([staged(1)], [note(2)])
        ledger.pauzeer(one.gemeente, WHO, after(days=1))
    ledger.note_audit("een", "goed", "A. Eerste", after(days=2))
    ledger.note_audit("twee", "goed", "B. Tweede", after(days=3), oorsprong="gemeente:9901")
    ledger.note_audit("drie", "fout", "A. Eerste", after(days=4), oorsprong="rol:fg")
    return ledger


def numbers(trail: Ledger, **asked: Any) -> list[int]:
    return [one.volgnummer for one in trail.audit_regels(AuditVraag(**asked))]


def actions(trail: Ledger, **asked: Any) -> list[str]:
    return [one.actie for one in trail.audit_regels(AuditVraag(**asked))]


def test_the_newest_comes_first_and_no_more_than_was_asked(trail: Ledger) -> None:
    everything = numbers(trail)

    assert everything == list(range(everything[0], 0, -1))
    assert numbers(trail, aantal=2) == everything[:2]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"actie": "een"}, ["een"]),
        ({"actor": "A. Eerste"}, ["drie", "een"]),
        ({"oorsprong": "rol:fg"}, ["drie"]),
        ({"van": after(days=3)}, ["drie", "twee"]),
        ({"van": after(days=2), "tot": after(days=3)}, ["een"]),
        ({"actor": "A. Eerste", "actie": "drie"}, ["drie"]),
        ({"actie": "vier"}, []),
        ({"referentie": referentie(9)}, []),
    ],
)
def test_every_part_of_a_question_narrows_it(
    trail: Ledger, asked: dict[str, Any], found: list[str]
) -> None:
    assert actions(trail, **asked) == found


def test_one_entry_is_found_by_its_number(trail: Ledger) -> None:
    assert numbers(trail, volgnummer=2) == [2]


def test_of_a_municipality_come_its_runs_its_decisions_and_what_names_it(trail: Ledger) -> None:
    mine, theirs = (set(numbers(trail, gemeente=gemeente)) for gemeente in ("9901", "9902"))

    assert mine & theirs == set()
    assert len(mine) == len(theirs) + 1
    assert set(numbers(trail)) - mine - theirs == set(numbers(trail, actie="een")) | set(
        numbers(trail, actie="drie")
    )
