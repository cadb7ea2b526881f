"""Retiring a root key lets go of what it made, in its own municipality and in no other."""

import pytest

from ledger import AuditVraag, Gedragen, Keuze, Ledger, Merk
from regres import Handelend, UsageProblem
from tests.tools.ledgers import NOW, House, after, hmac_of, note, staged, zoeksleutel

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


def test_another_key_under_a_known_number_is_told_and_nothing_is_kept(
    house: House, ledger: Ledger
) -> None:
    first = {1: "a" * 32, 2: "b" * 32}
    assert ledger.herken_sleutels(house.lease, first, NOW) == ()

    told = ledger.herken_sleutels(
        house.lease, {3: "c" * 32, 2: "x" * 32, 1: "y" * 32}, after(days=1)
    )

    assert told == (1, 2)
    kept = [(one.versie, one.proef, one.sinds) for one in ledger.sleutels(house.gemeente)]
    assert kept == [(1, "a" * 32, NOW), (2, "b" * 32, NOW)]


def test_a_new_key_is_kept_beside_the_old_and_noted_once(house: House, ledger: Ledger) -> None:
    for later, proofs in enumerate(({1: "a" * 32}, {2: "b" * 32, 1: "a" * 32}, {1: "a" * 32})):
        assert ledger.herken_sleutels(house.lease, proofs, after(days=later)) == ()

    one, two = ledger.sleutels(house.gemeente)
    assert (one.versie, one.sinds, one.gestopt, one.kopie_op, one.kopie_kid) == (
        *(1, NOW),
        *(None, None, ""),
    )
    assert (two.versie, two.proef, two.sinds) == (2, "b" * 32, after(days=1))
    noted = ledger.audit_regels(AuditVraag(actie="sleutel_in_gebruik"))
    assert [(line.resultaat, line.oorsprong) for line in noted] == [
        ("versie 2", "gemeente:9901"),
        ("versie 1", "gemeente:9901"),
    ]


def test_what_leans_on_each_key_is_counted_and_a_key_that_nothing_leans_on_is_not_told(
    house: House, ledger: Ledger
) -> None:
    old = note(3, merkversie=2, clientmerk=hmac_of("cli", 3), clientversie=2)
    house.run([staged(1), staged(2)], [note(4), old])
    house.deliver_all()
    house.run([staged(5, zoekversie=2)])
    ledger.decide(house.gemeente, zoeksleutel(4), Keuze.JA, WHO, NOW)

    found = ledger.gedragen(house.gemeente)

    assert found == {
        1: Gedragen(meldingen=3, clienten=3, wachtend=1, besluiten=1, onderweg=1),
        2: Gedragen(clienten=1, wachtend=1, onderweg=1),
    }
    assert not found[2].leeg
    assert Gedragen().leeg


def test_a_key_under_which_rows_are_on_their_way_cannot_be_retired(
    house: House, ledger: Ledger
) -> None:
    house.run([staged(1)])

    with pytest.raises(UsageProblem) as refused:
        ledger.stop_sleutel(house.lease, 1, WHO, NOW, toch=True)

    assert [one.code for one in refused.value.problems] == ["L-0702"]
    assert ledger.standen(house.gemeente)[zoeksleutel(1)].inhoudsmerk


def test_a_key_that_something_leans_on_is_only_retired_when_it_is_said_twice(
    house: House, ledger: Ledger
) -> None:
    house.run(stubs=[note(1)])

    with pytest.raises(UsageProblem) as refused:
        ledger.stop_sleutel(house.lease, 1, WHO, NOW)
    assert [one.code for one in refused.value.problems] == ["L-0701"]
    assert list(ledger.open_stubs(house.gemeente)) == [zoeksleutel(1)]

    assert ledger.stop_sleutel(house.lease, 1, WHO, NOW, toch=True) == Gedragen(wachtend=1)
    assert ledger.open_stubs(house.gemeente) == {}


def test_a_key_by_which_alone_an_objection_is_known_cannot_be_retired(
    house: House, ledger: Ledger
) -> None:
    one, two = Merk(hmac_of("cli", 1), 1), Merk(hmac_of("nieuw", 1), 2)
    ledger.blokkeer(house.gemeente, [one], WHO, NOW)
    with pytest.raises(UsageProblem) as refused:
        ledger.stop_sleutel(house.lease, 1, WHO, NOW, toch=True)
    assert [one.code for one in refused.value.problems] == ["L-0703"]

    ledger.blokkeer(house.gemeente, [one, two], WHO, NOW)
    assert ledger.gedragen(house.gemeente) == {}
    ledger.stop_sleutel(house.lease, 1, WHO, NOW)

    assert ledger.blokkades(house.gemeente).merken == {two.waarde}


def test_a_backup_is_noted_of_the_keys_it_holds_and_of_no_other(
    house: House, ledger: Ledger
) -> None:
    ledger.herken_sleutels(house.lease, {1: "a" * 32, 2: "b" * 32, 3: "c" * 32}, NOW)

    ledger.noteer_kopie(house.gemeente, [1, 3], "fg-2026", WHO, after(days=1))

    rows = ledger.sleutels(house.gemeente)
    moment = after(days=1)
    assert [one.kopie_op for one in rows] == [moment, None, moment]
    assert [one.kopie_kid for one in rows] == ["fg-2026", "", "fg-2026"]
