"""Erasing: everything that a row leads to goes with it, and the audit trail points at no one.

What is erased is named by a fingerprint, SHA-256 over the ledger's id and the row's own key.
Whoever does not hold that key already can do nothing with it, so it may stand in the journal.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from typing import Any, Self, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    and_,
    delete,
    literal,
    select,
    update,
)

from ledger import binding, words
from ledger.tables import (
    besluit,
    blokkade,
    envelop,
    outbox,
    overname,
    staand_besluit,
    stand,
    stub,
    terugkoppeling,
    zout,
)
from ledger.tables import run as runs
from regres.waarde import dataclass

_SOME = 500
Item = TypeVar("Item")
_Key = tuple[str, str]

#: What is erased, in the order in which it is told.
SOORTEN = ("voorzieningen", "stubs", "beslissingen", "blokkades", "besluiten", "runs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wissing:
    """What is to go.

    voorzieningen, stubs, beslissingen  fingerprints: of a referentie, of the lookup key of a closed
                                        stub, of that of a decided record
    besluiten, runs, blokkades          numbers of rows that say nothing of one record
    """

    voorzieningen: frozenset[str] = frozenset()
    stubs: frozenset[str] = frozenset()
    beslissingen: frozenset[str] = frozenset()
    besluiten: frozenset[int] = frozenset()
    runs: frozenset[int] = frozenset()
    blokkades: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        """Tell whether there is anything to erase."""
        return any(asdict(self).values())

    def as_json(self) -> dict[str, list[Any]]:
        """Give it as the journal keeps it."""
        return {name: sorted(values) for name, values in asdict(self).items() if values}

    @classmethod
    def van_json(cls, kept: dict[str, Any]) -> Self:
        """Read it back."""
        names = cls.__dataclass_fields__
        return cls(**{name: frozenset(kept[name]) for name in names if name in kept})


def vingerafdruk(ledger_id: str, key: str) -> str:
    """Name a row that is erased."""
    return hashlib.sha256(f"regresbrug/wissen/v1:{ledger_id}:{key}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Gewist:
    """What there was of each kind; ontkoppeld: of the rows that the audit trail answered for."""

    aantallen: dict[str, int]
    ontkoppeld: dict[str, int]


def erase(conn: Connection, ledger_id: str, what: Wissing) -> Gewist:
    """Erase, and count; what is gone already does not count."""
    gone = _provisions(conn, ledger_id, what.voorzieningen)
    closed = _keys(conn, ledger_id, stub, what.stubs)
    decided = _keys(conn, ledger_id, staand_besluit, what.beslissingen)
    of_gone = {(row.gemeente, row.zoeksleutel) for row in gone}
    emptied = _forget_reasons(conn, of_gone | decided, {row.referentie for row in gone})
    undecided = _drop_keys(conn, staand_besluit, of_gone | decided)
    _drop_keys(conn, stub, of_gone | closed)
    salts = _drop_provisions(conn, sorted({row.referentie for row in gone}))
    empty = _empty(conn, what.besluiten)
    counts = (
        len({row.referentie for row in gone}),
        len(closed),
        len(decided),
        _drop(conn, blokkade, blokkade.c.besluit, what.blokkades),
        _drop(conn, besluit, besluit.c.id, what.besluiten),
        _drop(conn, runs, runs.c.id, what.runs),
    )
    told = {name: count for name, count in zip(SOORTEN, counts, strict=True) if count}
    unbound = {
        binding.ZOUT: salts,
        binding.LEEG: emptied - empty,
        binding.STAAND.naam: undecided,
        binding.BLOKKADE.naam: told.get("blokkades", 0),
        binding.BESLUIT.naam: told.get("besluiten", 0),
    }
    return Gewist(told, unbound)


def _provisions(conn: Connection, ledger_id: str, wanted: Collection[str]) -> list[Row[Any]]:
    """Give referentie and lookup key of what these fingerprints name; "" for what never had one."""
    if not wanted:
        return []
    nameless = literal("").label("zoeksleutel")
    tables = ((stand, stand.c.zoeksleutel), (outbox, outbox.c.zoeksleutel), (overname, nameless))
    found: list[Row[Any]] = []
    for table, key in tables:
        columns: tuple[Any, ...] = (table.c.gemeente, table.c.referentie, key)
        rows = conn.execute(select(*columns).distinct())
        found += [row for row in rows if vingerafdruk(ledger_id, row.referentie) in wanted]
    return found


def _keys(conn: Connection, ledger_id: str, table: Table, wanted: Collection[str]) -> set[_Key]:
    if not wanted:
        return set()
    found = conn.execute(select(table.c.gemeente, table.c.zoeksleutel).distinct())
    return {(row[0], row[1]) for row in found if vingerafdruk(ledger_id, row[1]) in wanted}


def _forget_reasons(conn: Connection, keys: set[_Key], referenties: set[str]) -> int:
    """Leave of a decision about an erased record who decided what, and when; gives how many.

    By its key, and by the decision that stands: a key may have been written anew since. Without
    its salt the digest in the audit trail tells nothing of what was erased.
    """
    if not keys and not referenties:
        return 0
    emptied = 0
    hidden = {key for _, key in keys} | referenties
    standing = _numbers(conn, keys)
    full = select(besluit.c.id, besluit.c.gegevens).where(besluit.c.zout.is_not(None))
    for row in conn.execute(full).all():
        if row.id in standing or hidden & set(_texts(words.load(row.gegevens))):
            cleared = update(besluit).where(besluit.c.id == row.id)
            conn.execute(cleared.values(gegevens="{}", reden="", zout=None))
            emptied += 1
    return emptied


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (key, *_texts(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _numbers(conn: Connection, keys: set[_Key]) -> set[int]:
    columns = (staand_besluit.c.gemeente, staand_besluit.c.zoeksleutel, staand_besluit.c.besluit)
    return {row[2] for row in conn.execute(select(*columns)) if (row[0], row[1]) in keys}


def _drop_keys(conn: Connection, table: Table, keys: set[_Key]) -> int:
    gone = 0
    for gemeente, key in sorted(keys):
        which = and_(table.c.gemeente == gemeente, table.c.zoeksleutel == key)
        gone += conn.execute(delete(table).where(which)).rowcount
    return gone


def _empty(conn: Connection, numbers: Iterable[int]) -> int:
    """Count the decisions among these of which the content was erased before."""
    empty = set(conn.scalars(select(besluit.c.id).where(besluit.c.zout.is_(None))))
    return len(empty & set(numbers))


def _drop_provisions(conn: Connection, referenties: list[str]) -> int:
    """Drop all of them; gives how many had a salt."""
    salts = 0
    for some in _batches(referenties):
        rows = select(outbox.c.id).where(outbox.c.referentie.in_(some))
        conn.execute(delete(envelop).where(envelop.c.outbox.in_(rows)))
        for table in (outbox, stand, overname, terugkoppeling):
            conn.execute(delete(table).where(table.c.referentie.in_(some)))
        salts += conn.execute(delete(zout).where(zout.c.referentie.in_(some))).rowcount
    return salts


def _drop(
    conn: Connection, table: Table, column: ColumnElement[int], numbers: Iterable[int]
) -> int:
    wanted = sorted(numbers)
    return sum(
        conn.execute(delete(table).where(column.in_(some))).rowcount for some in _batches(wanted)
    )


def _batches(items: list[Item]) -> Iterator[list[Item]]:
    for start in range(0, len(items), _SOME):
        yield items[start : start + _SOME]
