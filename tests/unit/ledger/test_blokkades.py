"""A client who objects: what had not arrived stops, and of nobody else."""

import shutil
from pathlib import Path

import pytest

from ledger import AuditVraag, Ledger, Merk, OutboxStatus, Vernieuwd
from regres import Handelend, SoortMelding
from tests.tools.ledgers import (
    NOW,
    WAIT,
    House,
    after,
    hmac_of,
    note,
    referentie,
    staged,
    url_of,
    zoeksleutel,
)

WHO = Handelend("F. Functionaris", "fg", "brief van vandaag")


def merk(number: int) -> Merk:
    return Merk(hmac_of("cli", number), 1)


@pytest.fixture
def other(ledger: Ledger) -> House:
    return House(ledger, "9902")


def test_what_had_not_arrived_stops_and_what_is_of_another_goes_on(
    house: House, other: House, ledger: Ledger
) -> None:
    for one in (house, other):
        one.run([staged(1), staged(2)], [note(n, clientmerk=hmac_of("cli", n)) for n in (1, 2)])

    ledger.blokkeer(house.gemeente, [merk(1)], WHO, NOW)

    assert [row.sealed.kop.referentie for row in house.due()] == [referentie(2)]
    assert len(other.due()) == 2
    assert len(ledger.open_stubs(house.gemeente)) == 1
    assert len(ledger.open_stubs("9902")) == 2
    assert ledger.blokkades("9902").merken == frozenset()
    (melding,) = ledger.dossier(house.gemeente, [merk(1)], WHO, NOW).meldingen
    assert [one.status for one in melding.versies] == [OutboxStatus.VERVALLEN]


def test_a_withdrawal_that_is_on_its_way_goes_on(house: House, ledger: Ledger) -> None:
    house.run([staged(1)])
    house.deliver_all()
    house.run([staged(1, 2, SoortMelding.INTREKKING)])

    ledger.blokkeer(house.gemeente, [merk(1)], WHO, NOW)

    assert [row.sealed.kop.versie for row in house.due()] == [2]


def test_an_objection_and_its_end_are_told_of_each_melding_with_who_said_so(
    house: House, ledger: Ledger
) -> None:
    house.run([staged(1), staged(2)])
    house.deliver_all()
    number = ledger.blokkeer(house.gemeente, [merk(1)], WHO, NOW)
    lifted = ledger.hef_op(house.gemeente, [merk(1)], WHO, after(days=1))

    told = ledger.audit_regels(AuditVraag(actie="bezwaar"))
    assert [(one.resultaat, one.oorsprong, one.actor) for one in told] == [
        ("opgeheven", f"besluit:{lifted}", WHO.wie),
        ("geblokkeerd", f"besluit:{number}", WHO.wie),
    ]
    assert ledger.audit_regels(AuditVraag(referentie=referentie(1), actie="bezwaar")) == told


def test_what_does_not_stand_cannot_be_lifted_and_leaves_no_decision(
    house: House, ledger: Ledger
) -> None:
    ledger.blokkeer(house.gemeente, [merk(1)], WHO, NOW)
    before = ledger.blokkades(house.gemeente)

    assert ledger.hef_op(house.gemeente, [merk(2)], WHO, NOW) is None
    assert ledger.hef_op("9902", [merk(1)], WHO, NOW) is None
    assert ledger.blokkades(house.gemeente) == before


def test_an_objection_is_lifted_under_every_mark_that_it_was_made_with(
    house: House, ledger: Ledger
) -> None:
    under_two = [merk(1), Merk(hmac_of("nieuw", 1), 2)]
    made = ledger.blokkeer(house.gemeente, under_two, WHO, NOW)
    assert ledger.blokkades(house.gemeente).tot == made

    lifted = ledger.hef_op(house.gemeente, under_two[:1], WHO, NOW)

    found = ledger.blokkades(house.gemeente)
    assert (found.merken, found.tot) == (frozenset(), lifted)
    again = ledger.blokkeer(house.gemeente, under_two, WHO, NOW)
    assert ledger.blokkades(house.gemeente).tot == again
    assert len(ledger.blokkades(house.gemeente).merken) == 2


def test_an_objection_that_is_met_under_an_old_key_is_known_under_the_present_one_too(
    house: House, other: House, ledger: Ledger
) -> None:
    for one in (house, other):
        ledger.blokkeer(one.gemeente, [merk(1)], WHO, NOW)
    fresh = Vernieuwd(merk(1).waarde, hmac_of("nieuw", 1), 2)

    for _ in range(2):
        ledger.vernieuw(house.lease, [fresh], after(days=1))

    assert ledger.blokkades(house.gemeente).merken == {fresh.oud, fresh.nieuw}
    assert ledger.blokkades("9902").merken == {fresh.oud}
    ledger.hef_op(house.gemeente, [Merk(fresh.nieuw, 2)], WHO, after(days=2))
    assert ledger.blokkades(house.gemeente).merken == frozenset()


def test_a_run_that_waited_is_released_without_the_client_who_objected_meanwhile(
    house: House, ledger: Ledger
) -> None:
    rows = [staged(1), staged(2)]
    waiting = [note(n + 10, clientmerk=hmac_of("cli", n)) for n in (1, 2)]
    held = house.run(rows, waiting, decide=WAIT)
    ledger.blokkeer(house.gemeente, [merk(1)], WHO, NOW)

    ledger.release_run(held.run, WHO, after(days=1))

    assert [row.sealed.kop.referentie for row in house.due()] == [referentie(2)]
    assert list(ledger.open_stubs(house.gemeente)) == [zoeksleutel(12)]


def test_what_a_restored_ledger_forgot_of_objections_is_done_again(tmp_path: Path) -> None:
    def opened() -> Ledger:
        return Ledger.open(url_of(tmp_path), tmp_path / "bewijs")

    fresh = Vernieuwd(merk(1).waarde, hmac_of("nieuw", 1), 2)
    with opened() as ledger:
        ledger.blokkeer("9901", [merk(1)], WHO, NOW)
        ledger.blokkeer("9901", [merk(2)], WHO, NOW)
    shutil.copy(tmp_path / "ledger.sqlite", tmp_path / "reservekopie")
    with opened() as ledger:
        ledger.vernieuw(House(ledger).lease, [fresh], NOW)
        ledger.hef_op("9901", [merk(2)], WHO, NOW)
        ledger.blokkeer("9902", [merk(3)], WHO, NOW)
        known = [ledger.blokkades(one).merken for one in ("9901", "9902")]
    shutil.copy(tmp_path / "reservekopie", tmp_path / "ledger.sqlite")

    with opened() as ledger:
        ledger.herhaal_wissingen(after(days=1))

        assert [ledger.blokkades(one).merken for one in ("9901", "9902")] == known
        assert known == [{fresh.oud, fresh.nieuw}, {merk(3).waarde}]
        last = ledger.decisions("9902")[-1]
        assert (last.wie, last.rol) == (WHO.wie, WHO.rol)
