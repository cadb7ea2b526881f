"""The first and last bytes of a file, to see how it is written before anything is read by it."""

from dataclasses import dataclass, field
from pathlib import Path

from regres import SourceDown, SourceRefused
from regres.berichten import bericht

#: Bytes of the end: enough for one last line.
_STAART = 8 * 1024


@dataclass(frozen=True, slots=True)
class Randen:
    """The edges of a file.

    heel    `hoofd` is all of it
    staart  its last bytes; b"" when `hoofd` holds them too
    """

    hoofd: bytes = field(repr=False)
    heel: bool
    staart: bytes = field(repr=False)


def randen(file: Path, hoogstens: int) -> Randen:
    """Give the first bytes of a file and its end.

    Raises SourceRefused (B-0142, B-0136) or SourceDown (B-0137) when it cannot be read.
    """
    try:
        with file.open("rb") as opened:
            head = opened.read(hoogstens)
            size = opened.seek(0, 2)
            if size <= len(head):
                return Randen(head, heel=True, staart=b"")
            opened.seek(max(len(head), size - _STAART))
            return Randen(head, heel=False, staart=opened.read(_STAART))
    except (FileNotFoundError, IsADirectoryError) as exc:
        raise SourceRefused(bericht("B-0142", waar=str(file))) from exc
    except PermissionError as exc:
        raise SourceRefused(bericht("B-0136", waar=str(file))) from exc
    except OSError as exc:
        raise SourceDown(bericht("B-0137", waar=str(file), fout=type(exc).__name__)) from exc
