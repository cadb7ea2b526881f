"""One municipality as the reporters look at it, read once for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Self

import scheduler
from ledger import Ledger, RunRow
from settings import GemeenteInstelling, Settings

#: Runs are fetched back to here: a rondgang is weekly, and what changed is told for a week.
_TERUG: Final = timedelta(days=15)
HAND: Final = "hand"


@dataclass(frozen=True, slots=True)
class Blik:
    """A municipality at one moment.

    laatste   the newest run of each (source, kind of slot), of sources that are still there
    recent    all runs of the last two weeks, oldest first, manual ones too
    """

    settings: Settings
    ledger: Ledger
    een: GemeenteInstelling
    now: datetime
    laatste: tuple[RunRow, ...]
    recent: tuple[RunRow, ...]

    @classmethod
    def op(cls, settings: Settings, ledger: Ledger, een: GemeenteInstelling, now: datetime) -> Self:
        """Read what all reporters need."""
        day = _vandaag(now)
        last = ledger.last_run_per_slot(een.identiteit)
        recent = ledger.runs_since(een.identiteit, day - _TERUG)
        known = een.blok.bronnen
        return cls(
            *(settings, ledger, een, now),
            tuple(last[key] for key in sorted(last) if key[0] in known),
            tuple(one for one in recent if one.bronset in known),
        )

    @property
    def code(self) -> str:
        """Give the ledger's name of the municipality."""
        return self.een.identiteit

    @property
    def vandaag(self) -> date:
        """Give the local date in the Netherlands."""
        return _vandaag(self.now)

    def ronde(self, row: RunRow) -> Sequence[RunRow]:
        """Give a run with those of the same turn: a rondgang is one for each month."""
        kind = slotnaam(row)
        same = [
            one
            for one in self.recent
            if (one.bronset, one.dag, slotnaam(one)) == (row.bronset, row.dag, kind)
        ]
        return same or [row]


def slotnaam(row: RunRow) -> str:
    """Give the kind of slot of a run."""
    return HAND if row.slot.startswith(f"{HAND}-") else row.slot.partition(":")[0]


def _vandaag(now: datetime) -> date:
    return scheduler.vandaag(lambda: now)
