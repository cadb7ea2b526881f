"""Retiring a root key lets go of what it made, in its own municipality and in no other."""

from ledger import Ledger
from regres import Handelend
from tests.tools.ledgers import NOW, House, after, note, staged, zoeksleutel

WHO = Handelend("B. Beheer", "beheer", "toets")


def test_a_key_that_is_retired_takes_nothing_from_another_municipality(
    house: House, ledger: Ledger
) -> None:
    other = House(ledger, "9902")
    for one in (house, other):
        one.run([staged(1)], [note(2)])
        one.deliver_all()
    before = (ledger.standen("9902"), ledger.open_stubs("9902"), ledger.gedragen("9902"))

    let_go = ledger.stop_sleutel(house.lease, 1, WHO, after(days=1), toch=True)

    assert (let_go.meldingen, let_go.wachtend) == (1, 1)
    assert (ledger.standen("9902"), ledger.open_stubs("9902"), ledger.gedragen("9902")) == before
    assert before[0][zoeksleutel(1)].inhoudsmerk
    assert ledger.standen(house.gemeente)[zoeksleutel(1)].inhoudsmerk == ""
    assert ledger.open_stubs(house.gemeente) == {}
    assert ledger.gedragen(house.gemeente) == {}


def test_what_was_retired_is_known_by_its_municipality_alone(house: House, ledger: Ledger) -> None:
    other = House(ledger, "9902")
    for one in (house, other):
        assert ledger.herken_sleutels(one.lease, {1: "a" * 32}, NOW) == ()

    ledger.noteer_kopie("9901", [1], "fg-2026", WHO, NOW)
    ledger.stop_sleutel(house.lease, 1, WHO, NOW)

    (mine,), (theirs,) = ledger.sleutels("9901"), ledger.sleutels("9902")
    assert (mine.gestopt, mine.kopie_kid) == (NOW, "fg-2026")
    assert (theirs.gestopt, theirs.kopie_kid) != (NOW, "fg-2026")
    assert theirs.gestopt is None
