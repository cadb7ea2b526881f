"""What was sent and how far it is, as somebody follows it: last sent first, steps in order."""

from datetime import date

import pytest

from ledger import Ledger, Meldingvraag, OutboxStatus, StandStaat, Stap
from regres import SoortMelding
from regres.terug import Terugblad, Terugkoppeling
from tests.tools.ledgers import NOW, House, after, referentie, staged

DAG = date(2026, 12, 1)


@pytest.fixture
def sent(house: House) -> House:
    """Give three meldingen: of two a step came back, and one has a second version on its way."""
    house.run([staged(1), staged(2), staged(3)])
    house.deliver_all(after(hours=1))
    house.run([staged(1, 2, SoortMelding.WIJZIGING, "b")], now=after(days=1))
    quick, letter = step(1, 1, "quickscan", "verder"), step(2, 1, "brief")
    house.ledger.terug.neem(
        house.gemeente, Terugblad((quick, letter, step(3, 2, "quickscan")), "c"), NOW
    )
    return house


def step(number: int, provision: int, stap: str, advies: str = "") -> Terugkoppeling:
    return Terugkoppeling(number, referentie(provision), 1, "RL-1", stap, DAG, advies=advies)


def asked(ledger: Ledger, *gemeenten: str, **also: object) -> list[int]:
    """Give which provisions are listed; as many are counted."""
    vraag = Meldingvraag(gemeenten or ("9901",), **also)  # type: ignore[arg-type]  # passed on
    count, found = ledger.meldingen(vraag)
    numbers = {referentie(n): n for n in range(10)}
    if vraag.hoogstens >= 100:
        assert count == len(found)
    return [numbers[one.referentie] for one in found]


def test_the_newest_version_is_told_with_its_steps_in_order(sent: House) -> None:
    _, (first, *_) = sent.ledger.meldingen(Meldingvraag(("9901",)))

    assert (first.gemeente, first.referentie, first.versie) == ("9901", referentie(1), 2)
    assert (first.staat, first.status) == (StandStaat.STAAND, OutboxStatus.VRIJ)
    assert (first.verstuurd, first.ontvangen) == (NOW, None)
    assert first.zaaknummer == f"Z-{referentie(1)[-4:]}"
    assert first.stappen == (Stap("quickscan", DAG, "verder"), Stap("brief", DAG))


def test_what_was_sent_last_comes_first(sent: House) -> None:
    assert asked(sent.ledger) == [1, 3, 2]
    assert asked(sent.ledger, hoogstens=2) == [1, 3]


def test_what_has_arrived_is_told_with_its_moment(sent: House) -> None:
    _, found = sent.ledger.meldingen(Meldingvraag(("9901",)))

    assert [one.ontvangen for one in found] == [None, after(hours=1), after(hours=1)]
    assert [one.status for one in found[1:]] == [OutboxStatus.ONTVANGEN] * 2


def test_it_is_found_by_the_beginning_of_its_reference_or_case(sent: House) -> None:
    assert asked(sent.ledger, zoek=referentie(2)) == [2]
    assert asked(sent.ledger, zoek=referentie(2)[:20]) == [1, 3, 2]
    assert asked(sent.ledger, zoek=f"Z-{referentie(3)[-4:]}") == [3]
    assert asked(sent.ledger, zoek=referentie(2)[1:]) == []
    # No word of a search: as it is written.
    assert asked(sent.ledger, zoek="%") == asked(sent.ledger, zoek="_" * 64) == []


def test_it_is_found_by_its_last_step_and_not_by_an_earlier_one(sent: House) -> None:
    assert asked(sent.ledger, stap="quickscan") == [2]
    assert asked(sent.ledger, stap="brief") == [1]
    assert asked(sent.ledger, stap="brief", zoek=referentie(2)) == []


def test_of_another_municipality_nothing_is_listed(sent: House) -> None:
    other = House(sent.ledger, "9902")
    other.run([staged(1), staged(4)])
    sent.ledger.terug.neem("9902", Terugblad((step(1, 4, "brief"), step(9, 1, "slot")), "c"), NOW)

    assert asked(sent.ledger) == [1, 3, 2]
    assert sorted(asked(sent.ledger, "9902")) == [1, 4]
    assert sorted(asked(sent.ledger, "9901", "9902")) == [1, 1, 2, 3, 4]
    assert asked(sent.ledger, stap="brief") == [1]
    assert asked(sent.ledger, "9902", stap="slot") == [1]
    _, (first, *_) = sent.ledger.meldingen(Meldingvraag(("9901",)))
    assert [one.naam for one in first.stappen] == ["quickscan", "brief"]
