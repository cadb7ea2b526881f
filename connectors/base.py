"""What the pipeline asks of a connector.

    request = ReadRequest(...)
    with connector.read(request) as reading:
        for record in reading:      # each record is valid until the next one is asked for
            ...
        proof = reading.proof()     # only after the last record

Leaving the `with` early closes the connection. An unfinished read has no proof.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import field
from datetime import date
from typing import Any, Protocol

from regres import Problem, Rijblok, SourceRecord, Step
from regres.shapes import GEDULD
from regres.waarde import dataclass


@dataclass(frozen=True, slots=True)
class FileMark:
    """What identified the file that was last read to the end; mtime in whole seconds UTC."""

    naam: str
    grootte: int
    mtime: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Gelezen:
    """How far a source that gives each change once was read.

    bestanden   the files that were applied, as far as they still lie there
    tijdstip    of the last message, 17 digits as StUF writes it; "" = none, or a source without
    """

    bestanden: tuple[FileMark, ...] = ()
    tijdstip: str = ""


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """What to read.

    van, tot     for polling sources: start dates from and up to and including, both whole days
    overslaan    the file that may be skipped when it is still the same, byte for byte; None = read
                 (given only when mapping, rules, policy and decisions are unchanged too)
    tijdstip     gives the next StUF tijdstipBericht, always later than every earlier one
    doorgaan     called before every page and every 1,000 records; raises to stop
    eerder       how far a source that gives each change once was read; it goes on from there
    """

    van: date | None = None
    tot: date | None = None
    overslaan: FileMark | None = None
    tijdstip: Callable[[], str] | None = None
    doorgaan: Callable[[], None] = field(default=lambda: None)
    eerder: Gelezen = field(default_factory=Gelezen)


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that a read was whole.

    gelezen        records handed over
    overgeslagen   the file was the one named by `overslaan`, and was not read
    geen_levering  there was no file
    bestand        for file sources
    gelezen_tot    for sources that give each change once: where the next read goes on
    details        numbers and codes for the run's page: pages, bytes, certificate expiry, names of
                   columns that may be shown; no values
    waarschuwingen problems that do not stop the run
    """

    gelezen: int
    overgeslagen: bool = False
    geen_levering: bool = False
    bestand: FileMark | None = None
    gelezen_tot: Gelezen | None = None
    details: dict[str, Any] = field(default_factory=dict)
    waarschuwingen: tuple[Problem, ...] = ()


class Reading(Protocol):
    """One read of one source, in order, once."""

    def __iter__(self) -> Iterator[SourceRecord]:
        """Yield the records.

        Raises:
            SourceDown: no answer; the next slot tries again.
            SourceRefused: what came is not what was agreed; nothing of this read may be used.

        """
        ...

    def stukken(self) -> Iterator[Rijblok | SourceRecord]:
        """Yield the same, rows of a table in blocks: for who need not see each by itself.

        Either this or the records, once. Raises as those do, after what came before it was given.
        """
        ...

    def proof(self) -> Proof:
        """Give the proof of completeness; RuntimeError before the last record was read."""
        ...


class Connector(Protocol):
    """One source of one municipality."""

    def read(self, request: ReadRequest) -> AbstractContextManager[Reading]:
        """Open the source for one read; nothing connects before this."""
        ...

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the steps of `check` in order, also those that a failing one would keep from us."""
        ...

    def check(self, geduld: float = GEDULD) -> Iterator[Step]:
        """Walk the connection step by step; stops after the first step that fails.

        geduld  seconds for each wait; a server that lets us wait longer is told as such
        """
        ...
