"""What Duinrand's two systems hold on a day: the same for the same seed and date, byte for byte.

    world = maak(seed=1, start=date(2026, 11, 20), dag=1)
    world.export(), world.zaken()           what the systems give
    truth(world)                            what a run should make of it

Day 2 is the same world one night later: `demo.tomorrow` says what happened in between.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Final

from demo import tomorrow
from demo.accidents import KLARE, SOORTEN, Werkplaats, tweede
from demo.provisions import Voorziening, stroom
from demo.stuf_zaak import Zaak
from demo.tally import Teller, Verwacht
from demo.writing import csv_van, zaak_van

#: Data rows of the export on day 1.
RIJEN: Final = 5_000
#: Ordinary zaken that began in the last VENSTER days, and older ones, on day 1.
ZAKEN_VENSTER: Final = 410
ZAKEN_OUDER: Final = 140
#: The nightly window of config/gemeenten/9901-duinrand.yaml.
VENSTER: Final = 90
#: So many months back the oldest zaak lies; the demo's rondgang walks these and the present one.
MAANDEN: Final = 36
DAGEN: Final = 2

# Numbers of people and decisions: one stretch for each system and kind.
_RIJ, _ONGEVAL, _ZAAK, _ZAAK_ONGEVAL = 0, 6_000, 7_000, 8_000


@dataclass(frozen=True, slots=True, repr=False)
class World:
    """Both registrations on one day.

    start    day 1: all dates count back from it
    rijen    the rows of the export, in order
    lopend   the provisions behind the zaken, in no order that matters
    """

    seed: int
    start: date
    dag: int
    rijen: tuple[Voorziening, ...]
    lopend: tuple[Voorziening, ...]

    @property
    def vandaag(self) -> date:
        """Give the date of this day."""
        return self.start + timedelta(days=self.dag - 1)

    def export(self) -> Iterator[bytes]:
        """Write the CSV export, piece by piece."""
        return csv_van(self.rijen)

    def zaken(self) -> tuple[Zaak, ...]:
        """Give the zaken; a few of another zaaktype are among them, which nobody asked for."""
        own = tuple(zaak_van(wat) for wat in self.lopend)
        others = (replace(zaak, sleutel=f"X{zaak.sleutel}", zaaktype="KLACHT") for zaak in own[:12])
        return (*own, *others)

    def persoonlijk(self) -> frozenset[str]:
        """Give every surname and BSN there is: what must be found nowhere else."""
        people = [wat.persoon for wat in (*self.rijen, *self.lopend)]
        names = {wie.achternaam for wie in people}
        return frozenset(names | {wie.bsn for wie in people if wie.bsn})


@lru_cache(maxsize=4)
def maak(seed: int, start: date, dag: int = 1) -> World:
    """Make the world of a day; start from 2025 on, for no accident may lie before 2019 unmeant."""
    if not 1 <= dag <= DAGEN:
        raise ValueError(f"this world has {DAGEN} days")
    world = World(seed, start, 1, _rijen(seed, start), _lopend(seed, start))
    if dag == 1:
        return world
    rows = tomorrow.export(world.rijen, seed, start + timedelta(days=1))
    running = tomorrow.zaaksysteem(world.lopend, seed, start + timedelta(days=1), VENSTER)
    return replace(world, dag=dag, rijen=rows, lopend=running)


def truth(world: World) -> dict[str, dict[str, Verwacht]]:
    """Tell what the runs of this day should count: bronset -> slot -> buckets.

    Slots: "venster", "rondgang:2026-10" and so on, and "nacht". It is worked out from how each
    record was made, with the days before played first, in the order venster, rondgang, export.
    """
    teller = Teller()
    found: dict[str, dict[str, Verwacht]] = {}
    for dag in range(1, world.dag + 1):
        found = _dag_geteld(teller, maak(world.seed, world.start, dag))
    return found


def maanden(vandaag: date) -> list[tuple[date, date]]:
    """Give the first and last day of each month of the rondgang, oldest first."""
    found: list[tuple[date, date]] = []
    last = vandaag
    for _ in range(MAANDEN + 1):
        first = last.replace(day=1)
        found.insert(0, (first, last))
        last = first - timedelta(days=1)
    return found


def csv_bytes(aantal: int, seed: int, vandaag: date, *, aandeel: float = 0.01) -> Iterator[bytes]:
    """Write an export of any size without holding it; `aandeel` of its rows is a clear accident."""
    return csv_van(_gemengd(aantal, seed, vandaag, aandeel, (1, 1_095)))


def zaken(
    aantal: int, seed: int, vandaag: date, *, aandeel: float = 0.01, dagen: int = VENSTER
) -> Iterator[Zaak]:
    """Make any number of zaken that began in the last `dagen` days."""
    return map(zaak_van, _gemengd(aantal, seed, vandaag, aandeel, (0, dagen)))


def _gemengd(
    aantal: int, seed: int, vandaag: date, aandeel: float, dagen: tuple[int, int]
) -> Iterator[Voorziening]:
    rng = Random(f"{seed}:stroom")
    plek = Werkplaats(rng, seed, vandaag, aantal, dagen)
    every = round(1 / aandeel) if aandeel else aantal + 1
    for place, ordinary in enumerate(stroom(rng, aantal, seed, vandaag, dagen, 0), 1):
        yield KLARE[place // every % len(KLARE)](plek) if place % every == 0 else ordinary


def _dag_geteld(teller: Teller, world: World) -> dict[str, dict[str, Verwacht]]:
    since, until = world.vandaag - timedelta(days=VENSTER), world.vandaag
    found = {"venster": teller.lees(world.lopend, since, until)}
    for first, last in maanden(world.vandaag):
        found[f"rondgang:{first:%Y-%m}"] = teller.lees(world.lopend, first, last)
    return {"zaaksysteem": found, "export": {"nacht": teller.lees(world.rijen)}}


# -- day 1 --------------------------------------------------------------------------------------


def _rijen(seed: int, start: date) -> tuple[Voorziening, ...]:
    rng = Random(f"{seed}:export")
    special = _bijzondere(Werkplaats(rng, seed, start, _ONGEVAL), 0)
    special += _dubbele(special)
    rows = list(stroom(rng, RIJEN - len(special), seed, start, (1, 1_095), _RIJ + 1))
    return _verspreid(rng, rows, special)


def _lopend(seed: int, start: date) -> tuple[Voorziening, ...]:
    rng = Random(f"{seed}:zaken")
    new, old = (0, VENSTER - 2), (VENSTER + 2, MAANDEN * 30)
    plek = Werkplaats(rng, seed, start, _ZAAK_ONGEVAL, new)
    special = _bijzondere(plek, 1)
    plek.dagen = old
    special += _bijzondere(plek, 2)
    rows = [
        *stroom(rng, ZAKEN_VENSTER, seed, start, new, _ZAAK),
        *stroom(rng, ZAKEN_OUDER, seed, start, old, _ZAAK + ZAKEN_VENSTER),
    ]
    return _verspreid(rng, rows, special)


def _bijzondere(plek: Werkplaats, kolom: int) -> list[Voorziening]:
    """Make what the table of kinds asks for; of four people a second provision follows."""
    found = [
        make(plek) for *counts, make in SOORTEN.values() for _ in range(int(str(counts[kolom])))
    ]
    if kolom == 0:
        found += [tweede(plek, case) for case in found if case.soort == "verkeer"][:4]
    return found


def _dubbele(special: Sequence[Voorziening]) -> list[Voorziening]:
    """Repeat two rows as they are, and one key with another amount."""
    same = [case for case in special if case.soort in ("derde_onbekend", "beeindigd")][-2:]
    torn = next(case for case in special if case.soort == "zonder_datum")
    return [*same, replace(torn, bedrag=torn.product.prijs + 1)]


def _verspreid(
    rng: Random, rows: list[Voorziening], special: list[Voorziening]
) -> tuple[Voorziening, ...]:
    for case in special:
        rows.insert(rng.randrange(len(rows)), case)
    return tuple(rows)
