"""The report of a check: per municipality every step, the first that failed, and how it ends."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from settings.keuring.stap import Stap, Uitkomst

SCHEMA = "regresbrug/keuring/1"


@dataclass(frozen=True, slots=True)
class GemeenteKeuring:
    """One municipality: what it is called, and its steps in the order in which they were walked."""

    naam: str
    code: str
    stand: str
    stappen: tuple[Stap, ...]

    @property
    def eerste_fout(self) -> Stap | None:
        """Give the first step that failed; None when every step that was tried held."""
        return next((stap for stap in self.stappen if stap.uitkomst is Uitkomst.FOUT), None)

    @property
    def exit_code(self) -> int:
        """Give what the command ends with: the highest of its steps."""
        return max((stap.exit_code for stap in self.stappen), default=0)

    def tel(self, uitkomst: Uitkomst) -> int:
        """Count the steps that went so."""
        return sum(stap.uitkomst is uitkomst for stap in self.stappen)

    def as_json(self) -> dict[str, Any]:
        """Give it for machines."""
        first = self.eerste_fout
        return {
            "gemeente": self.naam,
            "code": self.code,
            "stand": self.stand,
            "exit": self.exit_code,
            "telling": {one.value: self.tel(one) for one in Uitkomst},
            "eerste_fout": first.as_json() if first else None,
            "stappen": [stap.as_json() for stap in self.stappen],
        }


@dataclass(frozen=True, slots=True)
class Keuring:
    """A whole check.

    config   the folder that paths in messages count from
    delen    what was asked for, in words; "alles" when nothing was left out
    """

    gemaakt: datetime
    versie: str
    config: str
    delen: str
    offline: bool
    gemeenten: tuple[GemeenteKeuring, ...]

    @property
    def exit_code(self) -> int:
        """Give what the command ends with."""
        return max((een.exit_code for een in self.gemeenten), default=0)

    def as_json(self) -> dict[str, Any]:
        """Give it for machines; the shape never varies."""
        return {
            "schema": SCHEMA,
            "gemaakt": self.gemaakt.isoformat(timespec="seconds"),
            "versie": self.versie,
            "config": self.config,
            "delen": self.delen,
            "offline": self.offline,
            "exit": self.exit_code,
            "ok": self.exit_code == 0,
            "gemeenten": [een.as_json() for een in self.gemeenten],
        }
