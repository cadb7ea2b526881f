"""No more calls a second than a destination asked for, from however many threads."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sinks.tempo import Tempo, tempo_van


@dataclass
class Klok:
    """A clock that only sleeping moves."""

    nu: float = 100.0

    def slaap(self, seconden: float) -> None:
        self.nu += seconden


def moments(tempo: Tempo, klok: Klok, times: int) -> list[float]:
    found = []
    for _ in range(times):
        tempo.wacht(4.0, lambda: klok.nu, klok.slaap)
        found.append(klok.nu - 100.0)
    return found


def test_calls_are_spaced_evenly_and_the_first_waits_for_nothing() -> None:
    assert moments(Tempo(), Klok(), 4) == [0.0, 0.25, 0.5, 0.75]


def test_a_pause_is_not_made_up_for_by_a_burst() -> None:
    tempo, klok = Tempo(), Klok()
    moments(tempo, klok, 2)
    klok.nu += 60
    assert moments(tempo, klok, 3) == [60.25, 60.5, 60.75]


def test_whoever_does_not_wait_gets_a_turn_only_when_it_is_there() -> None:
    tempo, klok = Tempo(), Klok()

    def turns(after: float) -> bool:
        klok.nu += after
        return tempo.beurt(4.0, lambda: klok.nu)

    assert [turns(0.0), turns(0.0), turns(0.25), turns(60.0), turns(0.0)] == [
        *(True, False, True),
        *(True, False),
    ]
    tempo.wacht(4.0, lambda: klok.nu, klok.slaap)
    assert not turns(0.0)


def test_threads_share_one_row() -> None:
    tempo = Tempo()
    started = time.monotonic()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: tempo.wacht(100.0), range(21)))
    assert time.monotonic() - started >= 0.2


def test_every_municipality_stands_in_the_row_of_the_same_destination() -> None:
    assert tempo_van("https://a.example") is tempo_van("https://a.example")
    assert tempo_van("https://a.example") is not tempo_van("https://b.example")
