"""Reading again on request: attempts are counted per stub, of this municipality alone."""

from ledger import Ledger, StubSoort
from regres import Handelend
from tests.tools.ledgers import GEMEENTE, NOW, House, after, note, zoeksleutel

WHO = Handelend("A. de Vries", "consulent", "gemeente belde")


def test_an_attempt_is_counted_for_the_stub_that_was_asked_for_and_no_other(house: House) -> None:
    house.run(stubs=[note(1, StubSoort.QUARANTAINE), note(2)])

    house.ledger.note_replay(GEMEENTE, [zoeksleutel(1)], WHO, NOW)
    house.ledger.note_replay(GEMEENTE, [zoeksleutel(1)], WHO, after(hours=1))

    found = house.ledger.stub_aflopen(GEMEENTE, [zoeksleutel(1), zoeksleutel(2), zoeksleutel(3)])
    assert {key: (one.soort, one.pogingen) for key, one in found.items()} == {
        zoeksleutel(1): (StubSoort.QUARANTAINE, 2),
        zoeksleutel(2): (StubSoort.BEOORDELEN, 0),
    }
    assert found[zoeksleutel(1)].codes == ("A-0001",)
    assert (found[zoeksleutel(1)].reden, found[zoeksleutel(1)].laatst_gezien) == ("", NOW)
    assert set(house.ledger.stub_aflopen(GEMEENTE, [zoeksleutel(2)])) == {zoeksleutel(2)}


def test_a_stub_that_was_closed_tells_why(house: House) -> None:
    house.run(stubs=[note(1)])
    house.run(gesloten_stubs=[(zoeksleutel(1), "geen_ongeval")], now=after(days=1))

    (found,) = house.ledger.stub_aflopen(GEMEENTE, [zoeksleutel(1)]).values()

    assert (found.soort, found.reden) == (None, "geen_ongeval")


def test_the_same_key_of_another_municipality_is_left_alone(house: House, ledger: Ledger) -> None:
    other = House(ledger, "9902")
    for one in (house, other):
        one.run(stubs=[note(1)])

    ledger.note_replay("9902", [zoeksleutel(1)], WHO, NOW)

    assert ledger.stub_aflopen(GEMEENTE, [zoeksleutel(1)])[zoeksleutel(1)].pogingen == 0
    assert ledger.stub_aflopen("9902", [zoeksleutel(1)])[zoeksleutel(1)].pogingen == 1
    assert ledger.stub_aflopen("9903", [zoeksleutel(1)]) == {}


def test_who_asked_it_is_kept_with_the_key(house: House) -> None:
    house.run(stubs=[note(1)])
    house.ledger.note_replay(GEMEENTE, [zoeksleutel(1)], WHO, NOW)

    (decision,) = house.ledger.decisions(GEMEENTE, "replay")
    assert Handelend(decision.wie, decision.rol, decision.reden) == WHO
    assert decision.gegevens == {"zoeksleutel": zoeksleutel(1)}
