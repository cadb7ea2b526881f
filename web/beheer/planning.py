"""The turns of a municipality, and when each comes next: asked of the scheduler that fires them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import scheduler
from pipeline import SlotSoort
from scheduler import Beurt, Komend
from settings import Settings
from web.woorden import WEEKDAGEN

_DAG = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WAT = {
    SlotSoort.VENSTER: "de laatste dagen",
    SlotSoort.RONDGANG: "alle maanden, één voor één",
    SlotSoort.NACHT: "het bestand",
}


@dataclass(frozen=True, slots=True)
class Planregel:
    """One turn: what it reads, when in words, as it is set, and the next moments."""

    bron: str
    beurt: str
    leest: str
    wanneer: str
    ingesteld: str
    komend: tuple[Komend, ...]


def planning(settings: Settings, gemeente: str, now: datetime) -> Iterator[Planregel]:
    """Give every turn of a municipality."""
    for turn in scheduler.beurten(settings):
        if turn.gemeente == gemeente:
            coming = tuple(scheduler.komende(turn, now))
            yield Planregel(
                bron=turn.bron,
                beurt=turn.soort.value,
                leest=_WAT[turn.soort],
                wanneer=_wanneer(turn, coming),
                ingesteld=f"{turn.tijd:%H:%M}",
                komend=coming,
            )


def _wanneer(turn: Beurt, coming: tuple[Komend, ...]) -> str:
    """Say when it comes on an ordinary day: the first to come whose clock is not set."""
    plain = next((one.op for one in coming if not one.opmerking), None)
    at = f"{plain:%H:%M}" if plain else f"{turn.tijd:%H:%M}"
    day = "nacht" if turn.dag is None else WEEKDAGEN[_DAG.index(turn.dag)]
    return f"elke {day} om {at}"
