"""Files of StUF messages, wherever their bytes come from: a folder here, or an SFTP server."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from lxml import etree

from connectors.base import ReadRequest
from connectors.file_reading import Place, gevonden
from connectors.once import Once
from connectors.picking import Bestand
from connectors.steps import Attempt
from connectors.stuf_file.lezen import Opdracht, StufFileReading
from connectors.stuf_file.ontleding import LK01, SET, Ontleding
from connectors.stuf_file.record import maak
from connectors.stuf_file.stuurgegevens import Partijen
from connectors.stuf_zkn.bron import Systeem
from connectors.stuf_zkn.velden import Paden, compileer
from regres import Plaats, SourceRecord, SourceRefused, XmlLayout
from regres.berichten import bericht


def _nu() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class StufBestand:
    """A StUF-berichtenSet with zakLk01 of one sender.

    zender, ontvanger   as the supplier prescribes them; only what is filled in is compared
    layout              the addresses of the mapping, the same as those of connectors.stuf_zkn
    zaaktypen           codes of the zaaktypen that hold provisions; () = all. A zaak that does not
                        say its zaaktype, as in a withdrawal, is read too
    weggelaten_is_leeg  a change brings the whole zaak and leaves out what is empty; else a change
                        that lacks a field of the mapping goes to quarantine
    klok                gives the present moment, aware: a message of days to come is refused

    Raises ConfigProblem (B-0363) for addresses that are no XPath.
    """

    gemeentecode: str
    zender: Systeem
    ontvanger: Systeem
    layout: XmlLayout
    zaaktypen: tuple[str, ...] = ()
    weggelaten_is_leeg: bool = False
    klok: Callable[[], datetime] = field(default=_nu, repr=False)
    _paden: Paden = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compile the addresses once."""
        object.__setattr__(self, "_paden", compileer(self.layout))

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the steps of `check` that look at a file."""
        return ("bestand", "bericht", "eerste zaak")

    def lees(self, place: Place, request: ReadRequest) -> Once:
        """Give one read of every set that was not read before."""
        return StufFileReading(place, self._opdracht(), request)

    def herlees(self, heel: bytes, plaats: str) -> SourceRecord:
        """Read one kept message again.

        Raises SourceRefused when it is no message any more of this sender or this format.
        """
        for message in Ontleding(plaats, LK01).berichten([heel]):
            self._partijen.lees(message, plaats)
            return maak(message, self._opdracht(), Plaats(bestand=plaats))
        raise SourceRefused(bericht("B-0605", waar=plaats))

    def proeven(self, place: Place, found: list[Bestand], patroon: str) -> Iterator[Attempt]:
        """Look for a file, at its first message, and whether every address of it can be read."""
        first: list[etree._Element] = []
        yield gevonden(place, found, patroon)
        yield "bericht", lambda: self._eerste(place, found[0], first)
        yield "eerste zaak", lambda: self._waarden(found[0], first)

    def _eerste(self, place: Place, bestand: Bestand, first: list[etree._Element]) -> str:
        for message in Ontleding(bestand.naam, SET).berichten(place.chunks(bestand)):
            self._partijen.lees(message, bestand.naam)
            first.append(message)
            return "een zakLk01 van de afgesproken zender"
        return "het bestand is leeg"

    def _waarden(self, bestand: Bestand, first: list[etree._Element]) -> str:
        """Read every address once: one that is refused stops here, and no value is shown."""
        if not first:
            return "geen zaken"
        record = maak(first[0], self._opdracht(), Plaats(bestand=bestand.naam))
        filled = sum(bool(record.fields.text(adres)) for adres in self.layout.adressen)
        return f"{filled} van {len(self.layout.adressen)} adressen zijn gevuld"

    @property
    def _partijen(self) -> Partijen:
        return Partijen(self.zender, self.ontvanger)

    def _opdracht(self) -> Opdracht:
        return Opdracht(
            gemeentecode=self.gemeentecode,
            partijen=self._partijen,
            paden=self._paden,
            zaaktypen=frozenset(self.zaaktypen),
            weggelaten_is_leeg=self.weggelaten_is_leeg,
            klok=self.klok,
        )
