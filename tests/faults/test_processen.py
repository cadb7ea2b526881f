"""Real processes beside each other: one that slept, one that was killed, two services at once."""

import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import scheduler
from pipeline import SlotSoort
from regres import AlreadyRunning
from settings import aansluiten, load
from tests.faults.proefbank import Geval, Proefbank
from tests.tools.checker import klaar
from tests.tools.kweker import Plek

#: Where a process falls asleep, and whether it still has work that only its lease or claim allows.
SLAAP = (
    Plek("pipeline/take_in.py", "take", "voor", 10, signal.SIGSTOP),
    Plek("ledger/boeken/runboek.py", "stage", "voor", 1, signal.SIGSTOP),
    Plek("ledger/boeken/runboek.py", "close_run", "voor", 1, signal.SIGSTOP),
    # The first goes alone; with more on their way it might fall asleep inside a transaction.
    Plek("sinks/regresloket.py", "_oordeel", "na", 1, signal.SIGSTOP),
)


def ander(geval: Geval, later: timedelta) -> scheduler.Ronde:
    """Do the same work here, in another process with a clock so much later."""
    settings = load(geval.map / "config")

    def klok() -> datetime:
        return scheduler.utc_now() + later

    with settings.open_grootboek(klok()) as ledger:
        line = aansluiten(settings, settings.gemeenten[0], klok)
        try:
            return scheduler.ronde(line, ledger, [("export", SlotSoort.NACHT)], klok, meteen=True)
        finally:
            line.close()


@pytest.mark.parametrize("plek", SLAAP, ids=str)
def test_a_process_that_slept_through_its_lease_can_bring_nothing_back(
    bank: Proefbank, plek: Plek
) -> None:
    geval = bank.geval("eerste")
    asleep = bank.kweker.begin(geval.woorden, geval.map / "log", plek)
    asleep.slaapt()
    delivering = plek.functie == "_oordeel"
    if not delivering:
        # It lives, so its lease holds until the clock says otherwise.
        with pytest.raises(AlreadyRunning):
            ander(geval, timedelta(0))

    done = ander(geval, timedelta(minutes=3))
    asleep.sein(signal.SIGCONT)
    ended = asleep.klaar()

    assert done.bezorging.wacht == 0
    assert ended.code == (1 if delivering else 7)
    assert geval.gebroken() == []
    history, truth = bank.server.achterkant.geschiedenis, geval.stand.waarheid()
    assert klaar(geval.ledger, history, truth) == []
    assert "L-0102" in (geval.map / "log").read_text() or delivering
    bank.klaar_met(geval)


def until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something is so."""
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.02)


def taken(bank: Proefbank) -> int:
    return len(bank.server.achterkant.geschiedenis)


def test_two_services_on_one_ledger_take_every_turn_once_and_send_nothing_twice(
    bank: Proefbank,
) -> None:
    geval = bank.geval("eerste")
    words: list[str | Path] = ["serve", "--config", geval.map / "config"]
    both = [bank.kweker.begin(words, geval.map / f"log-{number}") for number in (1, 2)]

    until(lambda: taken(bank) >= 12, 20)
    for one in both:
        one.sein(signal.SIGTERM)

    assert [one.klaar().code for one in both] == [0, 0]
    assert taken(bank) == 12
    assert klaar(geval.ledger, bank.server.achterkant.geschiedenis, geval.stand.waarheid()) == []
    with closing(sqlite3.connect(geval.ledger)) as conn:
        assert conn.execute("SELECT resultaat FROM run").fetchall() == [("vrij",)]
    bank.klaar_met(geval)


def test_a_service_that_was_killed_while_delivering_goes_on_at_once_when_it_is_started_again(
    bank: Proefbank,
) -> None:
    geval = bank.geval("achterstand")
    words: list[str | Path] = ["serve", "--config", geval.map / "config"]
    place = Plek("sinks/regresloket.py", "_oordeel", "na", 3)
    killed = bank.kweker.begin(words, geval.map / "log", place)
    assert killed.klaar().gedood
    before = taken(bank)

    again = bank.kweker.begin(words, geval.map / "log")
    began = time.monotonic()
    until(lambda: taken(bank) > before, 20)
    waited = time.monotonic() - began
    until(lambda: len({row.sleutel for row in bank.server.achterkant.geschiedenis}) == 16)
    again.sein(signal.SIGTERM)

    assert again.klaar().code == 0
    # Its claims had a minute to go, its lease two.
    assert waited < 30
    assert geval.gebroken() == []
    bank.klaar_met(geval)
