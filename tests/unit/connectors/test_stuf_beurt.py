"""Manners: so many questions at once and a minute at one host, whoever asks; and who asks again."""

import threading
from collections.abc import Callable

import pytest

from connectors.stuf_zkn.beurt import Beurten, Tempo
from connectors.stuf_zkn.herhaling import retry_after


class Klok:
    """A clock that sleeping moves on."""

    def __init__(self) -> None:
        self.nu = 0.0

    def __call__(self) -> float:
        return self.nu

    def slaap(self, seconden: float) -> None:
        self.nu += seconden


def test_questions_begin_no_faster_than_agreed() -> None:
    klok = Klok()
    beurten = Beurten(klok)
    begun = []
    for _ in range(4):
        with beurten.beurt("host", Tempo(per_minuut=30), klok.slaap):
            begun.append(klok.nu)

    assert begun == [0.0, 2.0, 4.0, 6.0]


def test_time_that_went_by_is_not_saved_up() -> None:
    klok = Klok()
    beurten = Beurten(klok)
    tempo = Tempo(per_minuut=60)
    with beurten.beurt("host", tempo, klok.slaap):
        klok.nu += 100
    for expected in (100.0, 101.0):
        with beurten.beurt("host", tempo, klok.slaap):
            assert klok.nu == expected


def test_another_host_has_turns_of_its_own() -> None:
    klok = Klok()
    beurten = Beurten(klok)
    for host in ("een", "twee"):
        with beurten.beurt(host, Tempo(per_minuut=1), klok.slaap):
            assert klok.nu == 0.0


@pytest.mark.parametrize("tegelijk", [1, 2])
def test_no_more_questions_are_out_than_agreed(tegelijk: int) -> None:
    beurten, free, out, most = Beurten(), threading.Event(), [0], [0]
    lock, started = threading.Lock(), threading.Semaphore(0)

    def ask() -> None:
        with beurten.beurt("HOST" if out[0] else "host", Tempo(tegelijk), _geen_slaap):
            with lock:
                out[0] += 1
                most[0] = max(most[0], out[0])
            started.release()
            assert free.wait(10)
            with lock:
                out[0] -= 1

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for _ in range(tegelijk):
        assert started.acquire(timeout=10)
    assert not started.acquire(timeout=0.1)
    free.set()
    for thread in threads:
        thread.join(10)

    assert (most[0], out[0]) == (tegelijk, 0)


def test_a_turn_that_ended_in_an_error_is_given_back() -> None:
    beurten, klok = Beurten(), Klok()
    for _ in range(3):
        with (
            pytest.raises(ValueError, match="mis"),
            beurten.beurt("host", Tempo(tegelijk=1), klok.slaap),
        ):
            raise ValueError("mis")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("", 0.0),
        (" 7 ", 7.0),
        ("-1", float("inf")),
        ("\u0667", float("inf")),
        ("Wed, 21 Oct 2026 07:28:00 GMT", float("inf")),
    ],
)
def test_who_asks_to_be_left_alone_is(header: str, seconds: float) -> None:
    assert retry_after(header) == seconds


_geen_slaap: Callable[[float], None] = lambda _: None  # noqa: E731 - a stand-in with a type
