"""The demo's folder: what lies in it, and which day of which world it is at.

demo.json           seed, first day, how far it was played
gemeente/export/    what the municipality's SFTP server offers
gemeente-terug/     where the municipality finds its return files
systemen/ config/ loket/ regresbrug.db     see demo.keys and demo.configuring
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from demo.data import DAGEN, World, maak
from regres import AlreadyRunning, Problem, UsageProblem
from regres.berichten import bericht

if os.name == "posix":
    import fcntl

#: Raised whenever the same seed gives other data: an older folder is then made anew.
VERSIE: Final = 2
AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
_NACHT = time(4, 0)
_ONS = ("config", "gemeente", "gemeente-terug", "systemen", "loket")
_LEDGER = ("regresbrug.db", "regresbrug.db-wal", "regresbrug.db-shm")


@dataclass(frozen=True, slots=True)
class Mappen:
    """Where everything lies."""

    basis: Path

    @property
    def stand(self) -> Path:
        """Give the file that says how far this demo is."""
        return self.basis / "demo.json"

    @property
    def config(self) -> Path:
        """Give the folder of Regresbrug."""
        return self.basis / "config"

    @property
    def sftp(self) -> Path:
        """Give what the SFTP server shows."""
        return self.basis / "gemeente"

    @property
    def retour(self) -> Path:
        """Give where the municipality finds its return files."""
        return self.basis / "gemeente-terug"

    @property
    def systemen(self) -> Path:
        """Give the folder of the municipality's systems."""
        return self.basis / "systemen"

    @property
    def loket(self) -> Path:
        """Give the folder of the Regresloket."""
        return self.basis / "loket"


@dataclass(frozen=True, slots=True)
class Stand:
    """Which world, and how far it was played.

    dag      the day the systems are at
    gespeeld the days that were played to the end
    laatst   the last moment on the demo's clock; None before the first
    """

    seed: int
    start: date
    dag: int = 1
    gespeeld: int = 0
    laatst: datetime | None = None

    @property
    def vandaag(self) -> date:
        """Give the date in this world."""
        return self.start + timedelta(days=self.dag - 1)

    def moment(self) -> datetime:
        """Give when the clock of this play starts: the night of its day, but never back in time."""
        night = datetime.combine(self.vandaag, _NACHT, AMSTERDAM).astimezone(UTC)
        return night if self.laatst is None else max(night, self.laatst + timedelta(minutes=1))


@contextmanager
def alleen(mappen: Mappen) -> Iterator[None]:
    """Hold the folder; it is made when it is not there.

    Raises UsageProblem (D-0001) for a folder with something else in it, AlreadyRunning (D-0002)
    when another demo holds it. Nothing is written into it then.
    """
    mappen.basis.mkdir(parents=True, exist_ok=True)
    _weiger_andermans(mappen)
    if os.name != "posix":
        yield
        return
    with mappen.basis.joinpath("demo.slot").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunning(_draait_al(mappen.basis)) from None
        yield


def open_stand(mappen: Mappen, seed: int, vandaag: date, say: Callable[[str], None]) -> Stand:
    """Give where this folder is at; make a new world when there is none, or when it is another."""
    if not mappen.stand.exists():
        return _nieuw(mappen, seed, vandaag)
    found = _lees(mappen.stand)
    if found is None or found.seed != seed:
        was = "van een andere versie" if found is None else f"gemaakt met --seed {found.seed}"
        say(f"Deze demo was {was}. Alles wat hij onthield is weggegooid; hij begint opnieuw.")
        _ruim_op(mappen)
        return _nieuw(mappen, seed, vandaag)
    if found.start != vandaag:
        say(
            f"Deze demo begon op {found.start:%d-%m-%Y} en gaat daar verder. Wilt u gegevens van "
            f"vandaag, gooi dan de map {mappen.basis} weg."
        )
    return found


def bewaar(mappen: Mappen, stand: Stand) -> None:
    """Write down where this folder is at, whole or not at all."""
    told: dict[str, Any] = {
        "versie": VERSIE,
        "seed": stand.seed,
        "start": stand.start.isoformat(),
        "dag": stand.dag,
        "gespeeld": stand.gespeeld,
        "laatst": stand.laatst.isoformat() if stand.laatst else None,
    }
    fresh = mappen.stand.with_suffix(".nieuw")
    fresh.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    fresh.replace(mappen.stand)


def leg_export_klaar(mappen: Mappen, world: World) -> Path:
    """Write the export of a day, once; its time is two in the night of that day."""
    folder = mappen.sftp / "export"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"wmo_voorzieningen_{world.vandaag:%Y%m%d}.csv"
    if file.exists():
        return file
    unfinished = folder / "bezig.tmp"
    with unfinished.open("wb") as out:
        out.writelines(world.export())
    written = datetime.combine(world.vandaag, time(2, 0), AMSTERDAM).timestamp()
    os.utime(unfinished, (written, written))
    unfinished.replace(file)
    return file


def wereld(stand: Stand) -> World:
    """Make the world of the day this folder is at."""
    return maak(stand.seed, stand.start, stand.dag)


def op_dag(stand: Stand, dag: int) -> Stand:
    """Move to a day; a world that is further stays where it is, for nights do not come back."""
    return replace(stand, dag=max(stand.dag, min(dag, DAGEN)))


def _nieuw(mappen: Mappen, seed: int, vandaag: date) -> Stand:
    stand = Stand(seed, vandaag)
    bewaar(mappen, stand)
    return stand


def _lees(file: Path) -> Stand | None:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        if told["versie"] != VERSIE:
            return None
        latest = datetime.fromisoformat(told["laatst"]) if told["laatst"] else None
        start = date.fromisoformat(told["start"])
        return Stand(int(told["seed"]), start, int(told["dag"]), int(told["gespeeld"]), latest)
    except (ValueError, KeyError, TypeError):
        return None


def _ruim_op(mappen: Mappen) -> None:
    for name in _ONS:
        shutil.rmtree(mappen.basis / name, ignore_errors=True)
    for name in (*_LEDGER, mappen.stand.name):
        (mappen.basis / name).unlink(missing_ok=True)


def _weiger_andermans(mappen: Mappen) -> None:
    """Refuse a folder that the demo did not make: it writes a config and a ledger into it."""
    others = {entry.name for entry in mappen.basis.iterdir()} - {"demo.slot"}
    if others and not mappen.stand.exists():
        raise UsageProblem(bericht("D-0001", waar=str(mappen.basis)))


def _draait_al(folder: Path) -> Problem:
    return bericht("D-0002", waar=str(folder))
