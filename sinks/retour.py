"""The return place: where a municipality finds which meldingen were sent, and how they go on.

Two steps, so that a file is told once whatever is killed when: it is written aside first, and gets
its name by a rename after the ledger has promised its lines.
"""

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from regres import SinkStopped, Step
from regres.shapes import GEDULD
from sinks import neerleggen
from sinks.problems import problem

#: How a file is called while it is written; other programs pass such names by.
_APART = (".", ".deel")
#: The municipality's own program may be another user of a group that the folder belongs to.
_MODE = 0o640
_ANDEREN = 0o007


class Plek(Protocol):
    """The place while it is open."""

    def zet_klaar(self, naam: str, inhoud: bytes) -> None:
        """Write a file aside, whole; what lay aside under this name is replaced."""
        ...

    def plaats(self, naam: str) -> None:
        """Give a file that lies aside its name; one that does not has it already."""
        ...

    def ruim_op(self, houd: Collection[str]) -> None:
        """Remove what lies aside, but for these names."""
        ...


class Retour(Protocol):
    """A return place; what cannot be done is a RegresbrugError of its line."""

    def open(self) -> AbstractContextManager[Plek]:
        """Go there for a while; nothing connects before this."""
        ...

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the steps of `check`."""
        ...

    def check(self, geduld: float = GEDULD) -> Iterator[Step]:
        """Walk up to writing a file and taking it away again."""
        ...


class Retourmap:
    """A folder of this machine; a group may read it, everyone may not."""

    def __init__(self, map_: Path) -> None:
        self._map = map_

    @contextmanager
    def open(self) -> Iterator[Plek]:
        """Look whether the folder is there and closed to others; raises SinkStopped."""
        try:
            open_to_all = self._map.stat().st_mode & _ANDEREN
        except OSError as fault:
            raise self._stop(fault) from None
        if open_to_all:
            raise SinkStopped(problem("S-0083", str(self._map)))
        yield self

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the one step of `check`."""
        return ("schrijven",)

    def check(self, geduld: float = GEDULD) -> Iterator[Step]:
        """Write a file and take it away."""
        try:
            with self.open():
                self.zet_klaar("retour-proef.csv", b"")
                self._apart("retour-proef.csv").unlink()
        except SinkStopped as wrong:
            yield Step("schrijven", False, problems=wrong.problems)
            return
        yield Step("schrijven", True, "de map is te beschrijven en niet voor iedereen open")

    def zet_klaar(self, naam: str, inhoud: bytes) -> None:
        """Write a file aside; see Plek."""
        try:
            neerleggen.leg_neer(self._apart(naam), inhoud, _MODE)
        except OSError as fault:
            raise self._stop(fault) from None

    def plaats(self, naam: str) -> None:
        """Give a file its name; see Plek."""
        try:
            self._apart(naam).replace(self._map / naam)
            neerleggen.sync_map(self._map)
        except FileNotFoundError:
            return
        except OSError as fault:
            raise self._stop(fault) from None

    def ruim_op(self, houd: Collection[str]) -> None:
        """Remove what lies aside; see Plek."""
        begin, end = _APART
        kept = {self._apart(naam) for naam in houd}
        try:
            for kind in ("verzonden", "terug", "retour"):
                for path in self._map.glob(f"{begin}{kind}-*{end}"):
                    if path not in kept:
                        path.unlink()
        except OSError as fault:
            raise self._stop(fault) from None

    def _apart(self, naam: str) -> Path:
        begin, end = _APART
        return self._map / f"{begin}{naam}{end}"

    def _stop(self, fault: OSError) -> SinkStopped:
        return SinkStopped(problem("S-0082", str(self._map), fault.strerror or ""))
