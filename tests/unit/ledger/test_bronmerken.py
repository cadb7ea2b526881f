"""Marks of records as they came: from a version to what stands, and gone when that may change."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from ledger import Hermerk, Ledger
from ledger.shapes.standen import Stand
from ledger.tables import outbox
from ledger.words import load_reasons
from regres import Handelend, RegresbrugError
from regres.melding import Reden
from tests.tools.ledgers import (
    House,
    after,
    hmac_of,
    inhoudsmerk,
    note,
    referentie,
    staged,
    zoeksleutel,
)

WHO = Handelend("B. Beheerder", "beheerder", "proef")
MERK, ANDER = "1" * 32, "2" * 32


def stand(ledger: Ledger, house: House, number: int) -> Stand:
    return ledger.standen(house.gemeente)[zoeksleutel(number)]


def test_what_is_freed_brings_its_mark_and_takes_the_one_before(
    house: House, ledger: Ledger
) -> None:
    house.run([replace(staged(1), bronmerk=MERK), staged(2)])
    assert (stand(ledger, house, 1).bronmerk, stand(ledger, house, 2).bronmerk) == (MERK, "")

    house.run([staged(1, 2, content="b"), replace(staged(2, 2, content="b"), bronmerk=ANDER)])

    assert (stand(ledger, house, 1).bronmerk, stand(ledger, house, 2).bronmerk) == ("", ANDER)


def test_a_mark_is_written_and_taken_away_of_one_municipality(house: House, ledger: Ledger) -> None:
    house.run([replace(staged(1), bronmerk=MERK), staged(2)])

    ledger.noteer_bronmerken(house.lease, {referentie(1): "", referentie(2): ANDER})

    assert (stand(ledger, house, 1).bronmerk, stand(ledger, house, 2).bronmerk) == ("", ANDER)


def test_who_lost_the_lease_writes_no_mark(house: House, ledger: Ledger) -> None:
    house.run([staged(1)])
    late = replace(house.lease, token=house.lease.token - 1)

    with pytest.raises(RegresbrugError):
        ledger.noteer_bronmerken(late, {referentie(1): MERK})

    assert stand(ledger, house, 1).bronmerk == ""


def test_under_a_new_key_no_mark_of_the_old_one_stays(house: House, ledger: Ledger) -> None:
    house.run([replace(staged(1), bronmerk=MERK)])
    one = Hermerk(
        referentie=referentie(1),
        was_merk=inhoudsmerk("a"),
        was_clientmerk=hmac_of("cli", 1),
        inhoudsmerk=hmac_of("nieuw", 1),
        merkversie=2,
        groepmerken={},
        clientmerk=hmac_of("cli", 1),
        clientversie=2,
    )

    ledger.zet_over(house.lease, (), [one], now=after(days=1))

    assert stand(ledger, house, 1).bronmerk == ""


def test_with_a_key_that_is_retired_its_marks_go(house: House, ledger: Ledger) -> None:
    house.run([replace(staged(1), bronmerk=MERK)])
    for row in house.due():
        ledger.refused(row, "S-0020", after(days=1))

    ledger.stop_sleutel(house.lease, 1, WHO, after(days=1), toch=True)

    assert stand(ledger, house, 1).bronmerk == ""
    left = ledger._database.read(lambda conn: conn.scalars(select(outbox.c.bronmerk)).all())
    assert left == [None]


def test_what_waits_keeps_its_mark_until_it_is_closed(house: House, ledger: Ledger) -> None:
    reasons = (Reden(regel="tekst_j", veld="Toelichting", term="aangereden"),)
    house.run(stubs=[replace(note(1), bronmerk=MERK, redenen=reasons), note(2)])

    one, two = (ledger.open_stubs(house.gemeente)[zoeksleutel(n)] for n in (1, 2))
    assert (one.bronmerk, load_reasons(one.redenen), two.bronmerk) == (MERK, reasons, "")

    house.run(stubs=[note(1), note(2)])

    assert ledger.open_stubs(house.gemeente)[zoeksleutel(1)].bronmerk == ""
