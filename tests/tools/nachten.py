"""Nights that never were: what sources of many kinds measure, week after week, from a seed.

Each kind is a habit that real sources have. A night gives the measures of one run, as the ledger
would; `bederf` then spoils the last one.
"""

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from ledger import Resultaat, RunMaat
from pipeline import SlotSoort
from pipeline.stilte import Verwacht

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
#: A Monday.
BEGIN = date(2026, 8, 31)
BRON = "bron"
TIJD = time(4, 0)
VENSTER = 90


class Fout(StrEnum):
    """What can go wrong with a night, without any error."""

    LEEG = "leeg"
    HALF = "half"
    LAAT = "laat"
    VLAG_NUL = "vlag nul"


@dataclass(frozen=True)
class Nacht:
    """What a source has on one night: records, accidents, hours that its file is old."""

    gelezen: int
    j: int
    oud: float | None = None
    uren: float = 0.3
    resultaat: Resultaat = Resultaat.VRIJ


Nachten = Callable[[random.Random], Iterator[tuple[date, Nacht]]]


@dataclass(frozen=True)
class Bronsoort:
    """A kind of source: its nights, from a random generator, first night first."""

    naam: str
    nachten: Nachten
    soort: SlotSoort = SlotSoort.NACHT


def toeval(rng: random.Random, mean: float, spread: float = 1.0) -> int:
    """Draw a count with this mean, and `spread` times the variance that chance alone gives."""
    rate = mean if spread <= 1.0 else rng.gammavariate(mean / (spread - 1), spread - 1)
    if rate > 500:
        return max(0, round(rng.gauss(rate, math.sqrt(rate))))
    limit, count, product = math.exp(-rate), 0, rng.random()
    while product > limit:
        count, product = count + 1, product * rng.random()
    return count


def dagen() -> Iterator[date]:
    """Give days without end."""
    day = BEGIN
    while True:
        yield day
        day += timedelta(days=1)


def _vol(rng: random.Random) -> Iterator[tuple[date, Nacht]]:
    """Every night all there is: it grows on working days."""
    stock, flags = 8000 + rng.randrange(2000), 40
    for day in dagen():
        if day.weekday() < 5:
            stock += rng.randrange(12) - 2
            flags += rng.random() < 0.15
        yield day, Nacht(stock, flags, 1.9 + rng.random() / 5)


def _dagelijks(week: tuple[float, ...], share: float, spread: float) -> Nachten:
    def nights(rng: random.Random) -> Iterator[tuple[date, Nacht]]:
        for day in dagen():
            read = toeval(rng, week[day.weekday()], spread)
            yield day, Nacht(read, toeval(rng, share * read), 1.9 + rng.random() / 5)

    return nights


def _venster(per_dag: float, share: float) -> Nachten:
    """The last 90 days each night: the same records again but for a day's worth."""

    def nights(rng: random.Random) -> Iterator[tuple[date, Nacht]]:
        def fresh(day: date) -> tuple[int, int]:
            read = toeval(rng, per_dag if day.weekday() < 5 else per_dag / 20)
            return read, toeval(rng, share * read)

        window = [fresh(BEGIN - timedelta(days=n)) for n in range(VENSTER, 0, -1)]
        for day in dagen():
            window = [*window[1:], fresh(day)]
            read, flags = sum(one[0] for one in window), sum(one[1] for one in window)
            yield day, Nacht(read, flags, None, 0.2 + rng.random() / 5)

    return nights


def _niet_op(stil: frozenset[int], blijft: bool) -> Nachten:
    """No file on some weekdays: it is absent, or yesterday's stays."""

    def nights(rng: random.Random) -> Iterator[tuple[date, Nacht]]:
        old = 0.0
        for day in dagen():
            old = old + 24 if day.weekday() in stil else 2.0
            if day.weekday() not in stil:
                read = toeval(rng, 900, 2.0)
                yield day, Nacht(read, toeval(rng, 0.01 * read), 2.0)
            elif blijft:
                yield day, Nacht(0, 0, old, resultaat=Resultaat.ONGEWIJZIGD)
            else:
                yield day, Nacht(0, 0, resultaat=Resultaat.GEEN_LEVERING)

    return nights


_GEWOON = (400, 380, 390, 400, 300, 60, 15)
_KLEIN = (14, 12, 13, 12, 10, 1, 0.5)
SOORTEN = (
    Bronsoort("hele export", _vol),
    Bronsoort("dagexport, gewone stad", _dagelijks(_GEWOON, 0.02, 3.0)),
    Bronsoort("dagexport, klein dorp", _dagelijks(_KLEIN, 0.02, 1.0)),
    Bronsoort("venster, stad", _venster(20, 0.02), SlotSoort.VENSTER),
    Bronsoort("venster, dorp", _venster(0.8, 0.02), SlotSoort.VENSTER),
    Bronsoort("geen bestand op zondag", _niet_op(frozenset({6}), False)),
    Bronsoort("weekend: oud bestand", _niet_op(frozenset({5, 6}), True)),
)


def metingen(soort: Bronsoort, seed: int, aantal: int) -> list[RunMaat]:
    """Give the measures of the first nights of a source."""
    source = soort.nachten(random.Random(f"{soort.naam}/{seed}"))
    return [maat(soort, *night) for night, _ in zip(source, range(aantal), strict=False)]


def maat(soort: Bronsoort, day: date, night: Nacht) -> RunMaat:
    """Give what the ledger would keep of a night."""
    begun = datetime.combine(day, TIJD, AMSTERDAM).astimezone(UTC)
    counted = night.resultaat is Resultaat.VRIJ
    return RunMaat(
        bronset=BRON,
        slotnaam=soort.soort.value,
        slot=soort.soort.value,
        dag=day,
        resultaat=night.resultaat,
        begonnen=begun,
        geeindigd=begun + timedelta(hours=night.uren),
        gelezen=night.gelezen if counted else None,
        j=night.j if counted else None,
        bestand_van=None if night.oud is None else begun - timedelta(hours=night.oud),
        codes=frozenset(),
    )


def bederf(night: RunMaat, fout: Fout) -> RunMaat:
    """Give the same night with one thing wrong."""
    read, flags = night.gelezen or 0, night.j or 0
    match fout:
        case Fout.LEEG:
            return replace(night, gelezen=0, j=0)
        case Fout.HALF:
            return replace(night, gelezen=read // 2, j=flags // 2)
        case Fout.VLAG_NUL:
            return replace(night, j=0)
        case Fout.LAAT if night.bestand_van is not None:
            # The export no longer ran: last night's file lies there still.
            return replace(night, bestand_van=night.bestand_van - timedelta(days=1))
        case _:
            return replace(night, geeindigd=night.begonnen + timedelta(hours=5))


def beurt(soort: Bronsoort, day: date) -> Verwacht:
    """Give the turn of a source as the scheduler would."""
    return Verwacht(BRON, soort.soort, TIJD, datetime.combine(day, TIJD, AMSTERDAM))


def na(day: date) -> datetime:
    """Give the moment at which the mail of a morning looks."""
    return datetime.combine(day, time(7, 30), AMSTERDAM).astimezone(UTC)
