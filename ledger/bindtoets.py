"""Whether the ledger still holds what the audit trail answers for, row by row.

Nothing is held in memory but a batch: the rows come as a stream, and what the trail says of each is
looked up. What is missing is found by counting: the names that the trail knows, less what it says
has left, must be as many as there are.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Select, select

from ledger import audit, binding, dialect, problems, regietoets
from ledger.binding import Soort
from ledger.tables import audit as entries
from ledger.tables import zout
from regres import Problem

_SOME = 500


class Boekhouding:
    """What a walk over the trail hears of rows; `toets` then looks at the rows themselves."""

    def __init__(self) -> None:
        self.vanaf: int | None = None
        self._gebonden = False
        self._los = False
        self._weg: Counter[str] = Counter()

    def lees(self, number: int, entry: audit.Entry) -> None:
        """Hear one entry, in the order of the trail."""
        if entry.inhoud:
            self._gebonden = True
        elif entry.actie == binding.BESLUIT.naam:
            self._los = True
        if entry.actie == binding.OVERGENOMEN and self.vanaf is None:
            self.vanaf = number
        if entry.actie == binding.ONTKOPPELD:
            name, _, count = entry.resultaat.rpartition(" ")
            self._weg[name] += int(count) if count.lstrip("-").isdecimal() else 0

    @property
    def gedekt_vanaf(self) -> int | None:
        """Give from which entry on rows are answered for; None: not yet at all."""
        if self._los and not self._gebonden:
            return None
        return self.vanaf or 1

    def toets(self, conn: Connection) -> Iterator[Problem]:
        """Compare every row with what the trail says of it."""
        if not dialect.index_fits(conn, entries.name):
            # Whatever is looked up through it would prove nothing.
            yield problems.trail_index_broken()
            return
        if self.gedekt_vanaf is None:
            return
        named = binding.namen(conn)
        for soort in binding.SOORTEN:
            yield from self._rows(conn, soort, named[soort.naam])
        yield from self._salts(conn, named[binding.ZOUT])
        yield from regietoets.toets(conn)

    def _rows(self, conn: Connection, soort: Soort, named: int) -> Iterator[Problem]:
        known = empty = 0
        for rows in _batches(conn, select(soort.tabel)):
            said = binding.laatste(conn, [soort.object(row) for row in rows])
            for row in rows:
                inhoud = said.get(soort.object(row))
                if inhoud is None:
                    yield problems.row_unknown(soort.naam, soort.besluit(row))
                    continue
                known += 1
                empty += soort is binding.BESLUIT and row["zout"] is None
                if not _fits(soort, row, inhoud):
                    yield problems.row_changed(soort.naam, soort.besluit(row))
        yield from self._missing(soort.naam, named, known)
        if soort is binding.BESLUIT and empty != self._weg[binding.LEEG]:
            yield problems.rows_emptied(empty - self._weg[binding.LEEG])

    def _salts(self, conn: Connection, named: int) -> Iterator[Problem]:
        known = unknown = 0
        for rows in _batches(conn, select(zout)):
            hidden = [audit.hidden(row["zout"], row["referentie"]) for row in rows]
            wanted = select(entries.c.object).where(entries.c.object.in_(hidden)).distinct()
            found = len(conn.scalars(wanted).all())
            known, unknown = known + found, unknown + len(rows) - found
        if unknown:
            yield problems.salts_unknown(unknown)
        yield from self._missing(binding.ZOUT, named, known)

    def _missing(self, name: str, named: int, known: int) -> Iterator[Problem]:
        expected = named - self._weg[name]
        if known < expected:
            yield problems.rows_missing(name, expected - known)
        elif known > expected:
            yield problems.rows_back(name, known - expected)


def _fits(soort: Soort, row: Mapping[str, Any], inhoud: str) -> bool:
    if soort is binding.BESLUIT:
        return binding.besluit_klopt(row, inhoud)
    return soort.inhoud(row) == inhoud


def _batches(conn: Connection, wanted: Select[Any]) -> Iterator[list[Mapping[str, Any]]]:
    for rows in conn.execute(wanted).yield_per(_SOME).partitions():
        yield [dict(row._mapping) for row in rows]
