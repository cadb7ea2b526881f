"""What a check asks of the world outside config/: time, environment, disk, patience."""

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipeline import Klok
from regres.dag import lokale_dag
from regres.shapes import GEDULD

#: What adjtimex(2) answers when nothing keeps the clock right.
_TIME_ERROR = 5
#: Bytes, more than struct timex holds on any machine; all zero asks and changes nothing.
_TIMEX = 512


def gelijkgezet() -> bool | None:
    """Tell whether the operating system says that its clock is kept right; None = it cannot say.

    On Linux the kernel knows, whichever of chrony, ntpd or timesyncd keeps it. A virtual machine
    whose host sets the clock may say no all the same.
    """
    if not sys.platform.startswith("linux"):
        return None
    try:
        state: int = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX))
    except (OSError, AttributeError):
        return None
    return None if state < 0 else state != _TIME_ERROR


def vrij(folder: Path) -> int:
    """Give the bytes that are free where this folder lies."""
    return shutil.disk_usage(folder).free


@dataclass(frozen=True, slots=True)
class Wereld:
    """The world as a check sees it; tests put in another.

    klok         the present moment
    omgeving     environment, for secrets
    geduld       seconds for each answer
    offline      nothing is connected
    tijdstip     municipality -> source -> what gives its next StUF tijdstipBericht
    gelijkgezet  does the system say that its clock is kept right; None = it cannot say
    vrij         free bytes on the disk of a folder
    """

    klok: Klok
    omgeving: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    geduld: float = GEDULD
    offline: bool = False
    tijdstip: Callable[[str], Callable[[str], Callable[[], str]] | None] = lambda gemeente: None
    gelijkgezet: Callable[[], bool | None] = gelijkgezet
    vrij: Callable[[Path], int] = vrij

    @property
    def vandaag(self) -> date:
        """Give the local date in the Netherlands."""
        return lokale_dag(self.klok())
