"""The door to what people decided."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from ledger import besluiten, marks
from ledger.boeken.boek import Boek
from ledger.shapes.besluiten import BeslotenRow, Decision, Keuze, StaandBesluit
from ledger.shapes.stubs import StubSoort
from regres import Handelend


class Besluitboek(Boek):
    """What people decided: the log of all of it, and of records what reads must act on."""

    def decide(
        self,
        gemeente: str,
        zoeksleutel: str,
        keuze: Keuze,
        door: Handelend,
        now: datetime,
        *,
        houd: bool = False,
    ) -> int:
        """Decide about a waiting record, or anew about a decided one; gives the number in the log.

        Bound to what the record said when it was last read; the next read acts on it. An open stub
        closes at once, and `later` keeps it, or puts it back. houd: it stays until its kept record
        was carried on.

        Raises:
            UsageProblem: nothing waits or was decided under this key, or for another kind of
                decision.

        """
        return self._database.write(
            lambda c: besluiten.decide(c, gemeente, zoeksleutel, keuze, door, now, houd=houd)
        )

    def toch_geen_ongeval(
        self, gemeente: str, referentie: str, door: Handelend, now: datetime
    ) -> int:
        """Decide that a melding that stands was no accident; gives the number in the log.

        The next read of its record withdraws it, and goes on doing so while its signals stay.

        Raises:
            UsageProblem: no melding stands under this referentie.

        """
        return self._database.write(
            lambda c: besluiten.toch_geen_ongeval(c, gemeente, referentie, door, now)
        )

    def besluiten(self, gemeente: str) -> tuple[StaandBesluit, ...]:
        """Give every decision that stands, of all sources."""
        return self._database.read(lambda c: besluiten.standing(c, gemeente))

    def decided(self, gemeente: str, soort: StubSoort) -> list[BeslotenRow]:
        """Give decided records, newest decision first; what was put off is among the stubs."""
        return self._database.read(lambda c: besluiten.decided(c, gemeente, soort))

    def decided_per(
        self, gemeenten: Collection[str], soort: StubSoort, most: int
    ) -> list[tuple[str, BeslotenRow]]:
        """Give the last decided records of several municipalities, in one question."""
        return self._database.read(lambda c: besluiten.decided_per(c, gemeenten, soort, most))

    def note_decision(
        self,
        gemeente: str,
        soort: str,
        door: Handelend,
        now: datetime,
        gegevens: Mapping[str, Any],
    ) -> int:
        """Keep what a named person decided; `gegevens` is JSON without personal values."""
        return self._database.write(
            lambda c: marks.note_decision(c, gemeente, soort, door, now, gegevens)
        )

    def decisions(self, gemeente: str, soort: str | None = None) -> list[Decision]:
        """Give decisions, oldest first."""
        return self._database.read(lambda c: marks.decisions(c, gemeente, soort))
