"""Which file of a folder is read: by pattern, the newest or the only one, when it is finished."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from regres import ConfigProblem, Problem, SourceRefused
from regres.berichten import bericht


class Kies(StrEnum):
    """What to do when several files match."""

    NIEUWSTE = "nieuwste"
    ENIGE = "enige"


@dataclass(frozen=True, slots=True)
class Bestand:
    """One name in a folder.

    mtime    whole seconds UTC
    gewoon   False for a symlink, folder or device: these are never read
    stand    all that may not change while it is read: size, time, and on a disk which file it is
    """

    naam: str
    grootte: int
    mtime: int
    gewoon: bool
    stand: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Vondst:
    """What was found: the file to read, or none yet, and what an administrator should know."""

    bestand: Bestand | None
    waarschuwingen: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Vondsten:
    """Every file that fits and is finished, by name, and what an administrator should know."""

    bestanden: tuple[Bestand, ...]
    waarschuwingen: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Keuze:
    """How a file is chosen.

    patroon        shell pattern on the whole name, case counts: "wmo_*.csv"
    kies           nieuwste: by modification time, then by name. enige: several are refused
    klaar_bestand  "" = none. "*.ok": the `*` stands for the file's name with or without its last
                   suffix. Without `*` it is a fixed name. A marker counts when it is a regular file
                   and not older than the data; until then the file is not delivered yet.

    Raises ConfigProblem (B-0140) for a pattern that can match no name.
    """

    patroon: str
    kies: Kies = Kies.NIEUWSTE
    klaar_bestand: str = ""

    def __post_init__(self) -> None:
        """Refuse paths: a pattern chooses among the names of one folder and never leaves it."""
        if not self.patroon or any(sign in self.patroon + self.klaar_bestand for sign in "/\\\0"):
            raise ConfigProblem(bericht("B-0140"))

    def past(self, naam: str) -> bool:
        """Tell whether this name may be the export; a marker never is."""
        if naam in {".", ".."} or "/" in naam or not fnmatchcase(naam, self.patroon):
            return False
        return not (self.klaar_bestand and fnmatchcase(naam, self.klaar_bestand))

    def markers(self, naam: str) -> tuple[str, ...]:
        """Give the names that may mark this file as finished; () when none is asked for."""
        if not self.klaar_bestand:
            return ()
        stem = naam.rpartition(".")[0] or naam
        return tuple(self.klaar_bestand.replace("*", part) for part in (stem, naam))


def pick(entries: Iterable[Bestand], kies: Kies, waar: str) -> Vondst:
    """Choose among the entries whose name fits; holds one at a time, however many there are.

    `waar` is how problems call the folder. Raises SourceRefused: B-0132, B-0133, B-0139.
    """
    newest: Bestand | None = None
    regular = odd = 0
    for entry in entries:
        if not entry.gewoon:
            odd += 1
            continue
        regular += 1
        if newest is None or (entry.mtime, entry.naam) > (newest.mtime, newest.naam):
            newest = entry
    warned = (bericht("B-0133", waar=waar, aantal=odd),) if odd else ()
    if newest is None and warned:
        raise SourceRefused(*warned)
    if kies is Kies.ENIGE and regular > 1:
        raise SourceRefused(bericht("B-0132", waar=waar, aantal=regular))
    if newest and not newest.naam.isprintable():
        raise SourceRefused(bericht("B-0139", waar=waar))
    return Vondst(newest, warned)


def pick_all(entries: Iterable[Bestand], waar: str) -> Vondsten:
    """Take every entry whose name fits; raises SourceRefused (B-0133, B-0139)."""
    found = list(entries)
    regular = sorted((one for one in found if one.gewoon), key=lambda one: one.naam)
    odd = len(found) - len(regular)
    warned = (bericht("B-0133", waar=waar, aantal=odd),) if odd else ()
    if not regular and warned:
        raise SourceRefused(*warned)
    if not all(one.naam.isprintable() for one in regular):
        raise SourceRefused(bericht("B-0139", waar=waar))
    return Vondsten(tuple(regular), warned)


def klaar(found: Vondsten, each: Iterable[Vondst]) -> Vondsten:
    """Put together what `finished` said of every file."""
    ready = list(each)
    warned = (problem for one in ready for problem in one.waarschuwingen)
    files = tuple(one.bestand for one in ready if one.bestand is not None)
    return Vondsten(files, (*found.waarschuwingen, *warned))


def finished(found: Vondst, markers: Iterable[Bestand | None]) -> Vondst:
    """Give the find back when a marker shows that its file is finished, else none with B-0138."""
    if found.bestand is None:
        return found
    written = found.bestand.mtime
    if any(mark and mark.gewoon and mark.mtime >= written for mark in markers):
        return found
    waiting = bericht("B-0138", waar=found.bestand.naam)
    return Vondst(None, (*found.waarschuwingen, waiting))
