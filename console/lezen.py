"""When a record is read again: that is when a decision takes effect."""

from datetime import datetime

import scheduler
from pipeline import SlotSoort
from settings import GemeenteInstelling, Settings


def volgende_lezing(
    settings: Settings, een: GemeenteInstelling, bron: str, now: datetime
) -> list[str]:
    """Say when this source is read next, one line a turn; [] for one that is no longer there."""
    return [
        f"{_WAT[turn.soort]}: {when.astimezone(scheduler.AMSTERDAM):%d-%m-%Y %H:%M}"
        for turn in scheduler.beurten(settings)
        if (turn.gemeente, turn.bron) == (een.identiteit, bron)
        and (when := scheduler.trigger(turn).get_next_fire_time(None, now))
    ]


_WAT = {
    SlotSoort.NACHT: "de volgende nachtrun",
    SlotSoort.VENSTER: "het nachtelijke venster, als het record daarin valt",
    SlotSoort.RONDGANG: "de rondgang",
}
