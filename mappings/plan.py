"""A mapping, compiled once: what to read of a record, and what it means."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from mappings.beproeving import Toetsing, Uitslag
from mappings.canonical import Soort
from mappings.facts import OOK_UIT_SIGNALEN, bouw
from mappings.notitie import Notitiekeuze
from mappings.oogopslag import Aanblik, Blik
from mappings.outcome import Mapped, Peek, Unmappable
from mappings.reading import Delen, Lezing
from regres import (
    ConfigProblem,
    CsvLayout,
    Flag,
    Levering,
    Misfit,
    Rijblok,
    Row,
    SourceRecord,
    XmlLayout,
)
from regres.waarde import dataclass

#: Kinds of fields that hold words or codes; of dates and amounts every value is somebody's.
_GESLOTEN = frozenset(
    {Soort.KEUZE, Soort.VINK, Soort.TEKST, Soort.PRODUCTCATEGORIE, Soort.GEMEENTECODE}
)


@dataclass(frozen=True, slots=True)
class Plan:
    """One municipality's mapping.

    merk      sha256 in hex of the effective mapping: comments, order of keys and the words of
              `naam` and `waarom` do not change it
    soort     "csv" or "xml"
    gevoelig  column or address -> the personal field it feeds; no message or page shows its values
    """

    naam: str
    merk: str
    soort: str
    layout: CsvLayout | XmlLayout
    sleutelruimte: str
    levering: Levering
    gevoelig: Mapping[str, str]
    delen: Delen = field(repr=False, compare=False)
    toetsing: Toetsing = field(default_factory=Toetsing, repr=False, compare=False)

    def toets(self) -> tuple[Uitslag, ...]:
        """Try the tests that stand in the mapping; they are tried once."""
        return self.toetsing.uitslagen(self.delen)

    def bewijs(self) -> None:
        """Raise ConfigProblem (M-0030) with every expectation that the mapping does not meet."""
        failed = [problem for uitslag in self.toets() for problem in uitslag.problems()]
        if failed:
            raise ConfigProblem(*failed)

    @property
    def leest_notities(self) -> bool:
        """Tell whether this mapping points at a note."""
        return self.delen.signalen.leest_notities

    @property
    def notitie(self) -> Notitiekeuze:
        """Give what it adds to the rules of notes; its names are not checked yet."""
        return self.delen.signalen.notitie

    @property
    def sleutelnamen(self) -> tuple[str, ...]:
        """Give the columns or addresses of the key, in the order of its parts."""
        return tuple(lezer.adres for lezer in self.delen.sleutel)

    def bestemmingen(self) -> dict[str, tuple[str, ...]]:
        """Give the fields and signals that each column or address feeds, by its name."""
        found: dict[str, list[str]] = {}
        for pad, lezer in self.delen.lezers():
            if lezer.adres and pad not in found.setdefault(lezer.adres, []):
                found[lezer.adres].append(pad)
        return {adres: tuple(pads) for adres, pads in found.items()}

    def openbaar(self) -> frozenset[str]:
        """Name the columns whose values say nothing of a person: no personal field, note or key."""
        plain = {
            lezer.adres
            for pad, lezer in self.delen.lezers()
            if lezer.veld.soort in _GESLOTEN and not lezer.veld.persoonlijk and pad != "steun"
        }
        return frozenset(plain - self.gevoelig.keys() - set(self.sleutelnamen))

    def oogopslag(self, record: SourceRecord) -> Aanblik | None:
        """Look at the few cells that tell most records apart; None when it must be read in full.

        Raises SourceRefused as `peek` does.
        """
        found = self.delen.oogopslag.zie(record.fields)
        if found is not None and not isinstance(record.fields, Row):
            # A source that may not give the client stops the read at once, whatever a record says.
            Lezing(self.delen, record).client()
        return found

    def oogopslag_blok(self, blok: Rijblok) -> Blik | None:
        """Look at many records as `oogopslag` does at one; None when each must be looked at."""
        return self.delen.oogopslag.zie_blok(blok)

    def peek(self, record: SourceRecord) -> Peek | Unmappable:
        """Read key, signals, status and client only.

        Raises SourceRefused when the source says it may not give one of these fields.
        """
        reading = Lezing(self.delen, record)
        key, signals = reading.sleutel(), reading.signalen()
        status = reading.status()
        if reading.fataal:
            return Unmappable(tuple(reading.fataal), key)
        return Peek(key or (), signals, status, reading.client())

    def sleutel(self, record: SourceRecord) -> tuple[str, ...] | None:
        """Read the key only; None when a part of it is empty. Raises as `peek` does."""
        return Lezing(self.delen, record).sleutel()

    def peildag(self, record: SourceRecord) -> date | None:
        """Read the day that the signals of `peek` have when a note is filled; raises as it does."""
        return Lezing(self.delen, record).peildag()

    def clienten(self, record: SourceRecord) -> tuple[tuple[str, str], ...]:
        """Read everything that the client is known by; what `peek` gave is the first."""
        return tuple(Lezing(self.delen, record).clienten())

    def feiten(
        self,
        record: SourceRecord,
        flag: Flag,
        vandaag: date,
        *,
        bsn: bool = False,
        toedracht: bool = False,
    ) -> Mapped | Unmappable:
        """Read everything. Facts that peek gave (flag) are not read again.

        vandaag  the day of reading in the Netherlands
        bsn      put the BSN into the facts: only with a legal ground in the configuration
        toedracht  put a redacted fragment of the note into them: only if the configuration says so
        """
        reading = Lezing(self.delen, record)
        harvest = reading.oogst()
        if reading.fataal:
            problems = (*reading.fataal, *reading.waarschuwingen)
            return Unmappable(problems, reading.sleutel())
        facts = bouw(harvest, flag, bsn=bsn, toedracht=toedracht)
        reading.opvallend(facts, vandaag)
        return Mapped(facts, tuple(reading.waarschuwingen))

    def herkomst(self, record: SourceRecord) -> dict[str, str]:
        """Tell where each canonical field that says something came from: path -> column or address.

        "" is a fixed value of the mapping. Only what is stated counts: absent are an empty field,
        one that cannot be read, and an `onbekend` that gives way to the signals. The status stands
        under besluitstatus however it is read.
        """
        delen, fields = self.delen, record.fields
        lezers = [*delen.velden.items(), *(("stuitingen", lezer) for lezer in delen.stuitingen)]
        found: dict[str, list[str]] = {}
        for pad, lezer in lezers:
            value = lezer.waarde(fields)
            silent = value is None or value is OOK_UIT_SIGNALEN.get(pad)
            if not silent and not isinstance(value, Misfit):
                found.setdefault(pad, []).append(lezer.adres)
        return {pad: ", ".join(adressen) for pad, adressen in found.items()}
