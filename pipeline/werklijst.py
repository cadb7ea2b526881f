"""The werklijst of one read: gathered in memory, and given to the municipality at its end.

Only a read that is whole gives one. Every record on it is accounted for in the Logboek
dataverwerkingen first, and the audit trail knows how many there were.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.route import Route
from pipeline.verantwoording import WERKLIJST
from privacy import betrokkene
from sinks.werklijst import Regel

if TYPE_CHECKING:
    from ledger import Ledger, StubNote

#: As many digits as lists show; `review show` takes them.
_KENMERK = 8


class Wachtenden:
    """What waits of this read, by lookup key; keeps nothing when nobody asked for a list."""

    def __init__(self, *, aan: bool) -> None:
        self._aan = aan
        self._kept: dict[str, tuple[StubNote, tuple[str, ...]]] = {}

    def zet(self, stub: "StubNote", sleutel: tuple[str, ...]) -> None:
        """Put a record on the list; what stood there under its lookup key is replaced."""
        if self._aan:
            self._kept[stub.zoeksleutel] = stub, sleutel

    def weg(self, zoeksleutel: str) -> None:
        """Take a record off the list, if it is there."""
        self._kept.pop(zoeksleutel, None)

    @property
    def stubs(self) -> "list[StubNote]":
        """Give the stubs of what is listed."""
        return [stub for stub, _ in self._kept.values()]

    @property
    def regels(self) -> list[Regel]:
        """Give the list, nearest deadline first."""
        made = [_regel(stub, sleutel) for stub, sleutel in self._kept.values()]
        return sorted(made, key=lambda one: (one.uiterlijk or "9999", one.plaats, one.kenmerk))


def geef(
    route: Route, ledger: "Ledger", wachtenden: Wachtenden, snede: str, run: int, now: datetime
) -> None:
    """Write the list of a read that is whole; nothing without a place for it.

    Raises SinkStopped (S-0080) when it cannot be written, ProtectionStop (K-0801) when it cannot
    be accounted for.
    """
    if route.werklijst is None:
        return
    lines = wachtenden.regels
    _verantwoord(route, wachtenden.stubs, now)
    route.werklijst.schrijf(_naam(route.bronset, snede), route.sleutelkoppen, lines, now)
    origin = f"gemeente:{route.gemeente.identiteit}"
    told = f"{len(lines)} records"
    ledger.note_audit("werklijst", told, "regresbrug", now, f"run:{run}", origin)


def _verantwoord(route: Route, stubs: "Sequence[StubNote]", now: datetime) -> None:
    """Write a line per person who is known; of an unreadable record nobody may be."""
    people = (betrokkene(stub.clientmerk, stub.clientversie) for stub in stubs)
    route.logboek.schrijf(
        route.logboek.begin(WERKLIJST, now, who).klaar(now) for who in people if who
    )


def _naam(bronset: str, snede: str) -> str:
    """Name a list after what was read: a source, or one month of it; a file is read whole."""
    return bronset if snede in ("", "bestand") else f"{bronset}.{snede}"


def _regel(stub: "StubNote", sleutel: tuple[str, ...]) -> Regel:
    return Regel(
        kenmerk=stub.zoeksleutel[:_KENMERK],
        soort=stub.soort.value,
        codes=tuple(stub.codes),
        uiterlijk=stub.uiterlijk.isoformat() if stub.uiterlijk else "",
        plaats=stub.plaats,
        sleutel=sleutel,
    )
