"""The sources of a municipality: where each is, and until when it was seen whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from ledger import Leesstand
from pipeline.slots import rondgang
from settings import GemeenteInstelling
from settings.shapes import MapBron, Rondes, SftpBron, SoapDeur

_SOORT = {
    "stuf_zkn": "StUF-ZKN",
    "soap_template": "SOAP",
    "sftp": "CSV over SFTP",
    "map": "CSV in een map",
}


@dataclass(frozen=True, slots=True)
class Gezien:
    """Until when a source was seen whole.

    op           when the last read began that reached its end; None = never
    bestand_van  when the file of that read was last written
    tot          last month up to which every month was read; "" = not a single one yet
    maanden, gelezen   how many months there are, and how many of them were read
    ontbreekt    months that were not read, or must be read once more
    opnieuw      the next run reads it from the beginning
    """

    op: datetime | None = None
    bestand_van: datetime | None = None
    tot: str = ""
    maanden: int = 0
    gelezen: int = 0
    ontbreekt: tuple[str, ...] = ()
    opnieuw: bool = False


@dataclass(frozen=True, slots=True)
class Bronstand:
    """One source, as its page shows it; venster = when the nightly window was last read."""

    naam: str
    soort: str
    waar: str
    mapping: str
    gezien: Gezien
    venster: datetime | None = None


def bronnen(
    een: GemeenteInstelling, standen: Iterable[Leesstand], vandaag: date
) -> Iterator[Bronstand]:
    """Give every source, with how far it was read."""
    kept = list(standen)
    for naam, bron in een.blok.bronnen.items():
        mine = [one for one in kept if one.bronset == naam]
        window = next((one.gelezen_op for one in mine if one.snede == ""), None)
        seen = _maanden(mine, bron.rondes, vandaag) if bron.rondes else _bestand(mine)
        yield Bronstand(naam, _SOORT[bron.soort], _waar(bron), bron.mapping, seen, window)


def _waar(bron: SoapDeur | SftpBron | MapBron) -> str:
    match bron:
        case SoapDeur():
            return bron.adres
        case SftpBron():
            return f"{bron.host}:{bron.poort}, {bron.map}/{bron.patroon}"
        case MapBron():
            return f"{bron.map}/{bron.patroon}"


def _bestand(mine: Iterable[Leesstand]) -> Gezien:
    found = next((one for one in mine if one.snede == "bestand"), None)
    if found is None:
        return Gezien()
    if found.opnieuw:
        # Of a mark that was forgotten the moment is that of forgetting, not of a read.
        return Gezien(opnieuw=True)
    return Gezien(op=found.gelezen_op, bestand_van=found.bestand_van)


def _maanden(mine: Iterable[Leesstand], rondes: Rondes, vandaag: date) -> Gezien:
    """Go through the months that a rondgang walks, in order."""
    read = {one.snede: one.gelezen_op for one in mine if one.snede and not one.opnieuw}
    months = [slot.snede for slot in rondgang(vandaag, rondes.vanaf)]
    lacking = tuple(month for month in months if month not in read)
    until = ""
    for month in months:
        if month not in read:
            break
        until = month
    done = [read[month] for month in months if month in read]
    return Gezien(
        op=min(done, default=None),
        tot=until,
        maanden=len(months),
        gelezen=len(done),
        ontbreekt=lacking,
    )
