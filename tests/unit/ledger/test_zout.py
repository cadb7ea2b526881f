"""How a melding is named in the audit trail: by its salt, which it shares with nobody."""

import hashlib
import hmac
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ledger import Ledger
from tests.tools.ledgers import House, referentie, staged, url_of

NUMMERS = range(1, 41)


@pytest.fixture
def vrij(house: House, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Give the file of a ledger that freed forty meldingen at once."""
    house.run([staged(number) for number in NUMMERS])
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as conn:
        yield conn


def zouten(conn: sqlite3.Connection) -> dict[str, bytes]:
    return dict(conn.execute("SELECT referentie, zout FROM zout").fetchall())


def namen(conn: sqlite3.Connection) -> list[str]:
    rows = conn.execute("SELECT object FROM audit WHERE actie = 'melding_nieuw' ORDER BY 1")
    return [row[0] for row in rows]


def test_a_name_is_the_hmac_of_the_referentie_under_its_salt(vrij: sqlite3.Connection) -> None:
    salts = zouten(vrij)

    assert salts.keys() == {referentie(number) for number in NUMMERS}
    assert namen(vrij) == sorted(
        hmac.new(salt, name.encode(), hashlib.sha256).hexdigest() for name, salt in salts.items()
    )


def test_each_melding_has_thirty_two_random_bytes_of_its_own(vrij: sqlite3.Connection) -> None:
    salts = zouten(vrij).values()

    assert {len(salt) for salt in salts} == {32}
    assert len(set(salts)) == len(NUMMERS)
    # Random bytes: at every place they differ.
    assert all(len({salt[at] for salt in salts}) > 10 for at in range(32))


def test_another_ledger_names_the_same_melding_otherwise(
    vrij: sqlite3.Connection, tmp_path: Path
) -> None:
    with Ledger.open(url_of(tmp_path / "ander")) as other:
        House(other).run([staged(number) for number in NUMMERS])
    with closing(sqlite3.connect(tmp_path / "ander" / "ledger.sqlite")) as conn:
        assert not set(namen(conn)) & set(namen(vrij))
