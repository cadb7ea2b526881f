"""Reading one file from a place: chosen, perhaps skipped, hashed while it is parsed, and proven."""

from collections.abc import Generator, Iterable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol

from connectors.base import FileMark, Proof, ReadRequest
from connectors.csv_ongelezen import Ongelezen
from connectors.once import Once, counted
from connectors.picking import Bestand, Vondst, Vondsten
from connectors.steps import Attempt
from regres import Rijblok, SourceRecord, SourceRefused
from regres.berichten import bericht

if TYPE_CHECKING:
    from connectors.csv_export import CsvExport

#: Bytes between two looks at `doorgaan`, in a pass that only hashes.
_EVERY_BYTES = 8 * 1024 * 1024


class Place(Protocol):
    """An opened folder, here or on a server; only ever read."""

    def find(self) -> Vondst:
        """Look which file is to be read now."""
        ...

    def alle(self) -> Vondsten:
        """Give every file that fits and is finished."""
        ...

    def chunks(self, bestand: Bestand) -> Iterator[bytes]:
        """Yield the whole file; SourceRefused when it is not the same before and after."""
        ...


class Formaat(Protocol):
    """How the files of a place are written, and so how a read of it goes."""

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the steps of `check` that look at a file."""
        ...

    def lees(self, place: Place, request: ReadRequest) -> Once:
        """Give one read of what lies in a place."""
        ...

    def proeven(self, place: Place, found: list[Bestand], patroon: str) -> Iterator[Attempt]:
        """Give the steps that look at a file; the file that is found comes into `found`."""
        ...


class FileReading(Once):
    """One read of one file source."""

    def __init__(self, place: Place, export: "CsvExport", request: ReadRequest) -> None:
        super().__init__()
        self._place = place
        self._export = export
        self._request = request

    def stukken(self) -> Iterator[Rijblok]:
        """Yield the rows in blocks; RuntimeError when they were asked for before."""
        return self._eenmaal(self._blokken())

    def _records(self) -> Generator[SourceRecord, None, None]:
        for blok in self._blokken():
            yield from blok

    def _blokken(self) -> Generator[Rijblok, None, None]:
        self._request.doorgaan()
        found = self._place.find()
        warned = found.waarschuwingen
        if found.bestand is None:
            self._proven = Proof(0, geen_levering=True, waarschuwingen=warned)
        elif mark := self._unchanged(found.bestand):
            self._proven = Proof(0, overgeslagen=True, bestand=mark, waarschuwingen=warned)
        else:
            yield from self._read(found.bestand, found)

    def _unchanged(self, bestand: Bestand) -> FileMark | None:
        """Hash the file when it looks like the one to skip: size and time alone prove nothing."""
        mark = self._request.overslaan
        if mark is None or (mark.naam, mark.grootte, mark.mtime) != _looks(bestand):
            return None
        hashed = Hashed(self._place.chunks(bestand))
        told = 0
        for _ in hashed:
            if hashed.size - told >= _EVERY_BYTES:
                told = hashed.size
                self._request.doorgaan()
        return mark if hashed.hexdigest() == mark.sha256 else None

    def _read(self, bestand: Bestand, found: Vondst) -> Generator[Rijblok, None, None]:
        hashed = Hashed(self._place.chunks(bestand))
        left: list[Ongelezen] = []
        blokken = self._export.blokken(bestand.naam, hashed, left.append)
        count = yield from counted(blokken, self._request.doorgaan, len)
        self._proven = Proof(
            count,
            bestand=FileMark(*_looks(bestand), hashed.hexdigest()),
            details={"bytes": hashed.size, **_told(left)},
            waarschuwingen=found.waarschuwingen,
        )


def _told(left: Iterable[Ongelezen]) -> dict[str, Any]:
    return next(({"ongelezen": one.as_json()} for one in left if one.aantal), {})


class Hashed:
    """Passes chunks on and remembers their sha256 and number of bytes."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.size = 0
        self._chunks = chunks
        self._hash = sha256()

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self.size += len(chunk)
            self._hash.update(chunk)
            yield chunk

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


def _looks(bestand: Bestand) -> tuple[str, int, int]:
    return (bestand.naam, bestand.grootte, bestand.mtime)


def complete(read: int, bestand: Bestand) -> None:
    """Refuse a file of which not every byte, or a byte too many, was read."""
    if read != bestand.grootte:
        raise changed(bestand, "deel", gelezen=read, grootte=bestand.grootte)


def unchanged(now: Bestand | None, bestand: Bestand) -> None:
    """Refuse a file that is not what it was when it was chosen."""
    if now is None:
        raise SourceRefused(bericht("B-0135", waar=bestand.naam))
    if now.grootte != bestand.grootte:
        raise changed(bestand, "grootte", van=bestand.grootte, naar=now.grootte)
    if now != bestand:
        raise changed(bestand)


def changed(bestand: Bestand, geval: str = "", **words: Any) -> SourceRefused:
    """Say that the file changed under our hands."""
    return SourceRefused(bericht("B-0134", geval, waar=bestand.naam, **words))


def gevonden(place: Place, found: list[Bestand], patroon: str) -> Attempt:
    """Give the step that looks for a file; it comes into `found`."""

    def find() -> str:
        bestand = place.find().bestand
        if bestand is None:
            raise SourceRefused(bericht("B-0141", patroon=patroon))
        found.append(bestand)
        return f"{bestand.naam}, {bestand.grootte} bytes"

    return "bestand", find
