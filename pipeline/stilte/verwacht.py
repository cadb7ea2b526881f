"""The turns that should come, as the scheduler has them."""

from datetime import date, datetime, time, timedelta

from pipeline.slots import SlotSoort
from regres.dag import NEDERLAND
from regres.waarde import dataclass


@dataclass(frozen=True, slots=True)
class Verwacht:
    """One recurring turn of a source.

    tijd     when on its day, stagger included
    laatst   when it was last due; None = not in the last week
    wacht    how long a file that is not there yet is waited for
    """

    bron: str
    soort: SlotSoort
    tijd: time
    laatst: datetime | None
    wacht: timedelta = timedelta(0)

    def op(self, dag: date) -> datetime:
        """Give the moment of this turn on a day."""
        return datetime.combine(dag, self.tijd, NEDERLAND)
