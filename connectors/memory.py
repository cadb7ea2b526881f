"""A source that holds its records itself: for tests, and for trying a mapping on rows at hand."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from connectors.base import FileMark, Proof, ReadRequest
from connectors.once import Once, counted
from connectors.steps import walk
from regres import Plaats, Row, SourceError, SourceRecord, Step
from regres.shapes import GEDULD


@dataclass(frozen=True, slots=True)
class Storing:
    """A scripted failure: after `na` records this error is raised, at every read."""

    na: int
    fout: SourceError


@dataclass(frozen=True, slots=True)
class Memory:
    """Gives the same records at every read.

    bestand         the file it plays; with it `overslaan` works as for real files
    storing         breaks off every read; see Storing
    geen_levering   plays a source without a file
    """

    records: Sequence[SourceRecord]
    bestand: FileMark | None = None
    storing: Storing | None = None
    geen_levering: bool = False

    @classmethod
    def van_rijen(
        cls,
        gemeentecode: str,
        kolommen: Sequence[str],
        rijen: Iterable[Sequence[str]],
        *,
        bestand: FileMark | None = None,
        storing: Storing | None = None,
    ) -> Self:
        """Make the records of rows; places count lines as in a file with a header."""
        index = {name: place for place, name in enumerate(kolommen)}
        naam = bestand.naam if bestand else "geheugen"
        records = tuple(
            SourceRecord(gemeentecode, Plaats(naam, line), Row(tuple(cells), index))
            for line, cells in enumerate(rijen, 2)
        )
        return cls(records, bestand, storing)

    @contextmanager
    def read(self, request: ReadRequest) -> Iterator["MemoryReading"]:
        """Open it for one read."""
        reading = MemoryReading(self, request)
        try:
            yield reading
        finally:
            reading.close()

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the one step of `check`."""
        return ("records",)

    def check(self, geduld: float = GEDULD) -> Iterator[Step]:
        """Try to read one record."""
        yield from walk([("records", self._first)])

    def _first(self) -> str:
        if self.storing and self.storing.na == 0:
            raise self.storing.fout
        return f"{len(self.records)} records"


class MemoryReading(Once):
    """One read of a Memory."""

    def __init__(self, memory: Memory, request: ReadRequest) -> None:
        super().__init__()
        self._memory = memory
        self._request = request

    def _records(self) -> Generator[SourceRecord, None, None]:
        self._request.doorgaan()
        source = self._memory
        if source.geen_levering:
            self._proven = Proof(0, geen_levering=True)
        elif source.bestand and source.bestand == self._request.overslaan:
            self._proven = Proof(0, overgeslagen=True, bestand=source.bestand)
        else:
            yield from counted(self._all(source), self._request.doorgaan)
            self._proven = Proof(len(source.records), bestand=source.bestand)

    def _all(self, source: Memory) -> Iterator[SourceRecord]:
        if source.storing is None:
            yield from source.records
        else:
            yield from source.records[: source.storing.na]
            raise source.storing.fout
