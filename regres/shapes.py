"""What is carried: a record changes shape on its way and never goes back.

SourceRecord -> Signals -> Flag -> Melding -> SealedMelding -> Receipt
as it came      what the   J/N/O   canonical   no one here     what the backend answered
                mapping    + why               can read it
                points at
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from regres.datum import Datum
from regres.errors import Problem
from regres.melding import Kop, Reden
from regres.vlak import Vlak
from regres.waarde import dataclass
from regres.words import Hoedanigheid, Indicatie, IndicatieBron, JaNee, OngevalSoort


@dataclass(frozen=True, slots=True)
class Plaats:
    """Where a record stands in its source; fit to be shown, for it holds no value.

    CSV: bestand (the file's name, no folder) and regel (physical line, from 1, also after quoted
    line breaks). XML: bericht ("2" = second page or message), regel (the element's line), xpath;
    of a file of messages bestand too.
    """

    bestand: str = ""
    regel: int = 0
    bericht: str = ""
    xpath: str = ""

    def __str__(self) -> str:
        """Give "export.csv:4812" or "bericht 2:118 /…/object[3]"; of both "set.xml:118 /…[3]"."""
        if self.bestand:
            return f"{self.bestand}:{self.regel} {self.xpath}".rstrip()
        return f"bericht {self.bericht}:{self.regel} {self.xpath}"


class Fields(Protocol):
    """The fields of one record, as text, read only when asked for."""

    def text(self, adres: str) -> str:
        """Give the text at a column or address; "" when it is absent or empty.

        Raises SourceRefused when the source says it may not or cannot give this field.
        """
        ...

    def onvolledig(self, adres: str) -> str:
        """Give StUF's indOnvolledigeDatum of this field: "J", "M", "D", "V", or "" (none)."""
        ...

    def geheel(self, adressen: Sequence[str]) -> bytes | None:
        """Give bytes of all that can be read at these addresses: the same only when all of it is.

        None when that cannot be told.
        """
        ...


#: Between the cells of a row; no export that a person can read holds it.
_TUSSEN = "\0"


class Row:
    """The fields of one CSV row.

    index  shared by all rows of a file; None = a column that may be absent, and is
    cells  for who takes many cells at once, by their positions in the index
    """

    __slots__ = ("cells", "index")

    def __init__(self, cells: Sequence[str], index: Mapping[str, int | None]) -> None:
        self.cells = cells
        self.index = index

    def text(self, adres: str) -> str:
        """Give the cell of a column; the caller has checked the header."""
        place = self.index[adres]
        return "" if place is None else self.cells[place]

    def nummer(self, adres: str) -> int:
        """Give the number of a column, from 1; 0 when the file has no such column."""
        place = self.index.get(adres)
        return 0 if place is None else place + 1

    def adressen(self) -> tuple[str, ...]:
        """Name every column of the file in order, also those that no mapping uses."""
        return _adressen(self.index)

    def onvolledig(self, adres: str) -> str:
        """Give "": a CSV has no such mark."""
        return ""

    def geheel(self, adressen: Sequence[str]) -> bytes | None:
        """Give the cells of these columns as they came; None when one holds what parts them."""
        cells, index = self.cells, self.index
        found = ["" if (at := index[adres]) is None else cells[at] for adres in adressen]
        text = _TUSSEN.join(found)
        if text.count(_TUSSEN) >= max(len(found), 1):
            return None
        return text.encode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One row or object as a municipality's system gave it; nothing is interpreted yet.

    Valid until the next record is asked for: an XML element is freed after that.

    verwijderd  the source says that it is gone; only its key can be read
    gebrek      why the source gave it in a way that cannot be carried on; a person must look
    heel        gives all of it as it was delivered, to be read again later; only of a source that
                gives each change once
    aanvulling  gives its fields completed from elsewhere, as from a register of persons
    """

    gemeentecode: str
    plaats: Plaats
    fields: Fields = field(repr=False)
    verwijderd: bool = False
    gebrek: Problem | None = None
    heel: Callable[[], bytes] | None = field(default=None, repr=False)
    aanvulling: Callable[[], Fields] | None = field(default=None, repr=False)

    def aangevuld(self) -> "SourceRecord":
        """Give the record as it is once its source is asked for more of this person.

        Only for a record that is on its way to be sent: of all others nothing more is asked.
        """
        if self.aanvulling is None:
            return self
        return replace(self, fields=self.aanvulling(), aanvulling=None)


class Rijblok:
    """Rows of one table that follow each other: of most of them no record is ever made.

    regels  per row its first physical line, from 1
    cellen  per row its cells, all as many
    index   as of `Row`
    """

    __slots__ = ("_gemeentecode", "_kolommen", "_naam", "cellen", "index", "regels")

    def __init__(
        self,
        gemeentecode: str,
        naam: str,
        regels: Sequence[int],
        cellen: Sequence[Sequence[str]],
        index: Mapping[str, int | None],
    ) -> None:
        self._gemeentecode, self._naam = gemeentecode, naam
        self.regels, self.cellen, self.index = regels, cellen, index
        self._kolommen: tuple[Sequence[str], ...] = ()

    def __len__(self) -> int:
        """Give the number of rows."""
        return len(self.cellen)

    def __iter__(self) -> Iterator["SourceRecord"]:
        """Yield every row as a record."""
        return map(self.record, range(len(self.cellen)))

    def record(self, plaats: int) -> "SourceRecord":
        """Make a record of one row, counted from 0."""
        where = Plaats(self._naam, self.regels[plaats])
        return SourceRecord(self._gemeentecode, where, Row(self.cellen[plaats], self.index))

    def adressen(self) -> tuple[str, ...]:
        """Name every column of the file, as `Row.adressen`."""
        return _adressen(self.index)

    def kolom(self, adres: str) -> Sequence[str]:
        """Give the cells of one column in the order of the rows; all "" when it is absent."""
        place = self.index[adres]
        if place is None:
            return ("",) * len(self.cellen)
        if not self._kolommen:
            # All at once, for a mapping reads most of them, and they are counted besides.
            cells = self.cellen
            if isinstance(cells, Vlak):
                self._kolommen = cells.kolommen()
            else:
                self._kolommen = tuple(zip(*cells, strict=True))
        return self._kolommen[place] if self._kolommen else ()


def _adressen(index: Mapping[str, int | None]) -> tuple[str, ...]:
    places = {place: adres for adres, place in index.items() if place is not None}
    return tuple(places[place] for place in sorted(places))


class SignalKind(StrEnum):
    """What a mapping can point at."""

    VLAG = "vlag"
    DERDE = "derde"
    CODE = "code"
    STEUN = "steun"
    NOTITIE = "notitie"


@dataclass(frozen=True, slots=True)
class Signal:
    """One field that may say something about an accident.

    veld     the source field, in the administrator's words (column, or alias of an XPath)
    tekst    as it came, trimmed; empty when the field is empty
    waarde   vlag and code: what the mapping's value table makes of it (None: empty)
    derde    derde: likewise
    soort    code: the kind of accident its table names
    steun    steun: "datum", "verzekeraar", "schadenummer" or "kenteken"
    """

    kind: SignalKind
    veld: str
    tekst: str = field(repr=False)
    waarde: Indicatie | None = None
    derde: JaNee | None = None
    soort: OngevalSoort | None = None
    steun: str = ""

    def met_tekst(self, tekst: str) -> "Signal":
        """Give the same signal of another text."""
        return Signal(self.kind, self.veld, tekst, self.waarde, self.derde, self.soort, self.steun)


@dataclass(frozen=True, slots=True)
class Signals:
    """All that the mapping points at in one record.

    leeg_betekent_onbekend  the municipality says an empty flag means O, not N
    peildag                 the record's own day (request or decision), for relative dates in notes
    """

    items: tuple[Signal, ...]
    leeg_betekent_onbekend: bool = False
    peildag: date | None = None

    def met(self, items: tuple[Signal, ...], peildag: date | None) -> "Signals":
        """Give the same for a record with these signals and this day."""
        return Signals(items, self.leeg_betekent_onbekend, peildag)


@dataclass(frozen=True, slots=True)
class Flag:
    """The verdict on the indication, with every reason.

    alleen_tekst       J rests on free text alone: goes to review unless the municipality decided
    datum              accident date read from text, when no field gave one
    """

    indicatie: Indicatie
    bron: IndicatieBron
    redenen: tuple[Reden, ...]
    derde: JaNee = JaNee.ONBEKEND
    hoedanigheid: Hoedanigheid = Hoedanigheid.ONBEKEND
    soort: OngevalSoort = OngevalSoort.ONBEKEND
    datum: Datum = field(default_factory=Datum)
    alleen_tekst: bool = False


@dataclass(frozen=True, slots=True)
class SealedMelding:
    """A melding that no one on this side can read again; the protected header repeats the kop."""

    kop: Kop
    inhoud: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the backend answered: the case this version landed in. ontvangenOp is in UTC."""

    referentie: str
    versie: int
    zaaknummer: str
    ontvangenOp: datetime


#: Seconds that a connection test waits for each answer.
GEDULD = 10.0


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a connection test: its name, whether it held, and what was wrong.

    A step that held may have problems too: then it works, and a person must look all the same.
    exit_code is that of the error that ended the walk here; 0 when there was none.
    """

    naam: str
    gelukt: bool
    toelichting: str = ""
    problems: tuple[Problem, ...] = ()
    exit_code: int = 0

    @property
    def problem(self) -> Problem | None:
        """Give the first problem."""
        return self.problems[0] if self.problems else None
