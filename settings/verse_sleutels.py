"""The root keys a municipality has now, for a service that read its configuration long ago.

Only the keys: everything else stays as it was at the start, so that a night never runs by half of a
change. A file that did not change is not read again.
"""

from dataclasses import replace
from pathlib import Path

from settings.agreement import GemeenteInstelling
from settings.files import read_block
from settings.load import Settings
from settings.shapes import GemeenteBlok

#: Which file it is and whether it was written since: inode, size, time in nanoseconds.
_Blik = tuple[int, int, int]


class VerseSleutels:
    """Gives a configuration with the root keys that the municipality's file names at this moment.

    May be asked by several threads: at worst a file is read twice.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._gelezen: dict[str, tuple[_Blik, GemeenteInstelling]] = {}

    def van(self, identiteit: str) -> Settings:
        """Read the keys of one municipality anew.

        Raises ConfigProblem when its file is gone, or is not one that could be loaded.
        """
        known = self._settings.gemeenten
        fresh = (self._een(one) if one.identiteit == identiteit else one for one in known)
        return replace(self._settings, gemeenten=tuple(fresh))

    def _een(self, een: GemeenteInstelling) -> GemeenteInstelling:
        file = self._settings.config / een.bestand
        seen = _blik(file)
        kept = self._gelezen.get(een.identiteit)
        if kept is not None and kept[0] == seen:
            return kept[1]
        found = self._lees(file, een)
        if seen is not None:
            self._gelezen[een.identiteit] = seen, found
        return found

    def _lees(self, file: Path, een: GemeenteInstelling) -> GemeenteInstelling:
        blok, boom = read_block(file, GemeenteBlok, een.bestand)
        keys = {"sleutels": blok.sleutels, "blijvende_sleutel": blok.blijvende_sleutel}
        return replace(een, blok=een.blok.model_copy(update=keys), boom=boom)


def _blik(file: Path) -> _Blik | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
