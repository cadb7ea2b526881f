"""An export in a folder of this machine, or on a share that is mounted here."""

import errno
import os
import stat
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from typing import Self

from connectors.base import ReadRequest
from connectors.file_reading import Formaat, changed, complete, unchanged
from connectors.once import Once
from connectors.picking import Bestand, Keuze, Vondst, Vondsten, finished, klaar, pick, pick_all
from connectors.steps import Attempt, walk
from regres import SourceDown, SourceRefused, Step
from regres.berichten import bericht
from regres.shapes import GEDULD

_CHUNK = 64 * 1024
# Windows has no O_NOFOLLOW: there the comparison with lstat must do. O_NONBLOCK, because a pipe
# that takes the file's place would hang the open.
_FLAGS = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC"):
    _FLAGS |= getattr(os, _name, 0)


@dataclass(frozen=True, slots=True)
class Folder:
    """Reads the file that `keuze` points at; never writes, renames or follows a symlink.

    verplicht   a file that is not there is a refusal (B-0142), not a delivery still to come
    """

    export: Formaat
    map: Path
    keuze: Keuze
    verplicht: bool = False

    @classmethod
    def van_bestand(cls, export: Formaat, bestand: Path) -> Self:
        """Read this one file, as `preview --file` does; here a symlink is what the caller named."""
        real = bestand.resolve()
        return cls(export, real.parent, Keuze(escape(real.name)), verplicht=True)

    @contextmanager
    def read(self, request: ReadRequest) -> Iterator[Once]:
        """Open the folder for one read."""
        with ExitStack() as ends:
            reading = self.export.lees(OpenFolder(self, ends), request)
            ends.callback(reading.close)
            yield reading

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the steps of `check`."""
        return ("map", *self.export.stappen)

    def check(self, geduld: float = GEDULD) -> Iterator[Step]:
        """Try folder, file, encoding, header and one row; a disk is not told how long to take."""
        with ExitStack() as ends:
            yield from walk(OpenFolder(self, ends).attempts())


class OpenFolder:
    """A folder while it is read; whatever is open closes with `ends`."""

    def __init__(self, source: Folder, ends: ExitStack) -> None:
        self._source = source
        self._folder = source.map
        self._keuze = source.keuze
        self._ends = ends

    def attempts(self) -> Iterator[Attempt]:
        yield "map", self._listed
        yield from self._source.export.proeven(self, [], self._keuze.patroon)

    def _listed(self) -> str:
        with _folder_errors(self._folder):
            return f"{len(os.listdir(self._folder))} namen"

    def find(self) -> Vondst:
        with _folder_errors(self._folder):
            found = pick(self._entries(), self._keuze.kies, str(self._folder))
            if found.bestand is None and self._source.verplicht:
                raise SourceRefused(bericht("B-0142", waar=str(self._folder / self._keuze.patroon)))
            if found.bestand is None or not self._keuze.klaar_bestand:
                return found
            return finished(found, map(self._stat, self._keuze.markers(found.bestand.naam)))

    def alle(self) -> Vondsten:
        with _folder_errors(self._folder):
            found = pick_all(self._entries(), str(self._folder))
            if not found.bestanden and self._source.verplicht:
                raise SourceRefused(bericht("B-0142", waar=str(self._folder / self._keuze.patroon)))
            if not self._keuze.klaar_bestand:
                return found
            markers = self._keuze.markers
            ready = [
                finished(Vondst(one), map(self._stat, markers(one.naam))) for one in found.bestanden
            ]
        return klaar(found, ready)

    def _entries(self) -> Iterator[Bestand]:
        with os.scandir(self._folder) as entries:
            for entry in entries:
                if self._keuze.past(entry.name) and (found := self._stat(entry.name)):
                    yield found

    def _stat(self, naam: str) -> Bestand | None:
        with suppress(FileNotFoundError):
            return _bestand(naam, os.lstat(self._folder / naam))
        return None

    def chunks(self, bestand: Bestand) -> Iterator[bytes]:
        chunks = self._chunks(bestand)
        self._ends.callback(chunks.close)
        return chunks

    def _chunks(self, bestand: Bestand) -> Generator[bytes, None, None]:
        size = 0
        with _file_errors(bestand), os.fdopen(self._open(bestand), "rb", buffering=0) as file:
            unchanged(_bestand(bestand.naam, os.fstat(file.fileno())), bestand)
            while size <= bestand.grootte and (chunk := file.read(_CHUNK)):
                size += len(chunk)
                yield chunk
            unchanged(_bestand(bestand.naam, os.fstat(file.fileno())), bestand)
            unchanged(self._stat(bestand.naam), bestand)
        complete(size, bestand)

    def _open(self, bestand: Bestand) -> int:
        return os.open(self._folder / bestand.naam, _FLAGS)


def _bestand(naam: str, found: os.stat_result) -> Bestand:
    return Bestand(
        naam,
        found.st_size,
        found.st_mtime_ns // 1_000_000_000,
        stat.S_ISREG(found.st_mode),
        (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns),
    )


@contextmanager
def _folder_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as exc:
        raise SourceRefused(bericht("B-0131", waar=str(folder))) from exc
    except PermissionError as exc:
        raise SourceRefused(bericht("B-0136", waar=str(folder))) from exc
    except OSError as exc:
        raise _broken(exc, str(folder)) from exc


@contextmanager
def _file_errors(bestand: Bestand) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as exc:
        raise SourceRefused(bericht("B-0135", waar=bestand.naam)) from exc
    except PermissionError as exc:
        raise SourceRefused(bericht("B-0136", waar=bestand.naam)) from exc
    except OSError as exc:
        if exc.errno == errno.ELOOP:
            raise changed(bestand, "koppeling") from exc
        raise _broken(exc, bestand.naam) from exc


def _broken(exc: OSError, waar: str) -> SourceDown:
    name = errno.errorcode.get(exc.errno or 0, "onbekend")
    return SourceDown(bericht("B-0137", waar=waar, fout=name))
