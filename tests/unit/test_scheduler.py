"""When things run: turns from config, in Dutch time, caught up once, and stopped in time."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time as clock
from collections.abc import Callable, Iterator
from contextlib import closing
from copy import deepcopy
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import structlog
import trustme
from apscheduler.schedulers.background import BackgroundScheduler
from hypothesis import example, given
from hypothesis import strategies as st
from joserfc.jwk import OKPKey

import scheduler
from console.nachtdienst import Nachtdienst
from ledger import Ledger, OutboxStatus, Resultaat, RunExists
from pipeline import SlotSoort
from regres import AlreadyRunning
from scheduler import Beurt
from settings import aansluiten
from settings.shapes import DAGEN
from tests.tools.gemeente import GEMEENTE, ROOT, Gemeente, publieke_jwk, rij
from tests.tools.ledgers import House, note, staged, zoeksleutel
from tests.tools.stuf import certificaten

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
STUF = {
    "soort": "stuf_zkn",
    "mapping": "duinrand-stuf",
    "adres": "https://zaken.example/vraag",
    "zender": {"applicatie": "Regresbrug"},
    "ontvanger": {"applicatie": "Wmo"},
    "zaaktypen": ["WMO-VOORZ"],
    "ca": "x",
    "clientcertificaat": "x",
    "clientsleutel": "x",
    "vanaf": date(2026, 9, 1),
    "rondgang": {"dag": "woensdag", "tijd": "05:30"},
}


def nacht(gemeente: str = "9901", at: time = time(4, 0)) -> Beurt:
    return Beurt(gemeente, "export", SlotSoort.NACHT, at)


def fires(beurt: Beurt, start: datetime, end: datetime) -> list[datetime]:
    """Give every moment at which a turn is due, as the scheduler computes it."""
    return scheduler.vorige(beurt, start, end)[::-1]


def amsterdam(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM)  # type: ignore[arg-type,misc]  # numbers of a date


# -- which turns -----------------------------------------------------------------------------------


def test_every_source_gets_its_turns_from_the_configuration(tmp_path: Path) -> None:
    gemeente = Gemeente(tmp_path)
    gemeente.gemeente["bronnen"] = {
        "zaken": STUF,
        "export": GEMEENTE["bronnen"]["export"] | {"tijd": "03:15"},
    }
    gemeente.dienst["uitgaand"] = ["zaken.example:443"]
    gemeente.schrijf()

    turns = list(scheduler.beurten(gemeente.settings()))

    assert turns == [
        Beurt("9901", "zaken", SlotSoort.VENSTER, time(4, 0)),
        Beurt("9901", "zaken", SlotSoort.RONDGANG, time(5, 30), "wed"),
        Beurt("9901", "export", SlotSoort.NACHT, time(3, 15)),
    ]
    assert [turn.id for turn in turns] == [
        "9901/zaken/venster",
        "9901/zaken/rondgang",
        "9901/export/nacht",
    ]


# -- when ------------------------------------------------------------------------------------------


def test_a_turn_comes_every_night_at_its_dutch_time_and_its_own_minutes() -> None:
    found = fires(nacht(), amsterdam(2026, 10, 23), amsterdam(2026, 10, 27))

    # 9901 * 7 % 20 = 7 minutes; on the 25th the clock went back.
    assert found == [amsterdam(2026, 10, day, 4, 7) for day in (23, 24, 25, 26)]
    assert [moment.astimezone(UTC).hour for moment in found] == [2, 2, 3, 3]


def test_municipalities_with_the_same_time_are_spread_over_twenty_minutes() -> None:
    day = amsterdam(2026, 11, 1), amsterdam(2026, 11, 2)
    minutes = {fires(nacht(f"99{number:02}"), *day)[0].minute for number in range(40)}

    assert len(minutes) == 20
    assert max(minutes) < 20


def test_minutes_of_ones_own_may_pass_midnight() -> None:
    (late,) = fires(nacht(at=time(23, 58)), amsterdam(2026, 11, 1), amsterdam(2026, 11, 2))

    assert (late.hour, late.minute) == (0, 5)


@pytest.mark.parametrize("at", [time(2, 0), time(2, 30), time(1, 55)])
def test_in_the_night_that_skips_an_hour_the_turn_still_comes_once(at: time) -> None:
    found = fires(nacht(at=at), amsterdam(2027, 3, 27, 12), amsterdam(2027, 3, 28, 12))

    assert len(found) == 1
    assert found[0].astimezone(UTC) >= datetime(2027, 3, 28, 0, 55, tzinfo=UTC)


@pytest.mark.parametrize("at", [time(2, 0), time(2, 30)])
def test_in_the_night_with_an_hour_twice_the_turn_comes_once(at: time) -> None:
    found = fires(nacht(at=at), amsterdam(2026, 10, 24, 12), amsterdam(2026, 10, 25, 12))

    assert len(found) == 1


@example(time(2, 30), date(2026, 10, 24))
@example(time(2, 30), date(2027, 3, 27))
@example(time(3, 0), date(2027, 3, 27))
@given(
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.dates(date(2026, 1, 1), date(2030, 12, 31)),
)
def test_on_any_day_any_turn_comes_exactly_once(at: time, day: date) -> None:
    start = datetime.combine(day, time(12), AMSTERDAM)
    end = datetime.combine(day + timedelta(days=1), time(11, 59, 59), AMSTERDAM)

    assert len(fires(nacht(at=at), start, end)) == 1


def test_a_late_trigger_may_still_fire_once_and_never_beside_itself() -> None:
    made = scheduler.plan(
        [nacht(), nacht("9902")], lambda turn: None, lambda: None, BackgroundScheduler()
    )
    made.start(paused=True)
    jobs = {job.id: job for job in made.get_jobs()}
    made.shutdown(wait=False)

    assert set(jobs) == {"9901/export/nacht", "9902/export/nacht", "bezorgen"}
    for job in jobs.values():
        assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (7 * 24 * 3600, True, 1)


def test_nothing_that_the_service_does_is_dropped_for_being_late(huis: "Huis") -> None:
    clock = huis.dienst._clock
    clock.start(paused=True)
    jobs = {job.id: job.misfire_grace_time for job in clock.get_jobs()}
    clock.shutdown(wait=False)

    assert {"9901/export/nacht", "bezorgen", "bewaren", "toezicht", "hartslag"} == set(jobs)
    assert set(jobs.values()) == {scheduler.MISFIRE_GRACE_SECONDS}


# -- catching up, with a real ledger ---------------------------------------------------------------


class Huis:
    """One or two municipalities, their ledger and their service."""

    def __init__(self, folder: Path, *, twee: bool = False) -> None:
        self.gemeente = Gemeente(folder)
        self.gemeente.gemeente = deepcopy(GEMEENTE)
        if twee:
            other = deepcopy(GEMEENTE) | {"gemeentecode": "9902", "naam": "Elders"}
            other["sleutels"] = {1: "secret://file/./geheim/elders.key"}
            self.ander = other
            self.gemeente.gemeente, mine = other, self.gemeente.gemeente
            self.gemeente.schrijf()
            self.gemeente.gemeente = mine
            self.gemeente.schrijf()
        self.settings = self.gemeente.settings()
        self.ledger = self.settings.open_grootboek(scheduler.utc_now())
        self.dienst = Nachtdienst(self.settings, self.ledger)

    def nacht(self, now: datetime, gemeente: str = "9901") -> None:
        """Take the nightly turn as it would be taken at a moment."""
        scheduler.werk(self.settings, self.ledger, nacht(gemeente), lambda: now)

    def gemist(self, now: datetime) -> list[str]:
        return [turn.id for turn in self.dienst.gemist(now)]

    def dagen(self, resultaat: Resultaat | None = None) -> list[str]:
        rows = self.ledger.runs("9901")
        return [row.dag.isoformat() for row in rows if resultaat in (None, row.resultaat)]


@pytest.fixture
def huis(tmp_path: Path) -> Iterator[Huis]:
    made = Huis(tmp_path)
    yield made
    made.ledger.close()


def test_a_turn_that_came_is_not_caught_up(huis: Huis) -> None:
    huis.gemeente.levering([rij(1)])
    huis.nacht(amsterdam(2026, 11, 21, 4, 7))

    assert huis.gemist(amsterdam(2026, 11, 21, 9)) == []
    assert huis.gemist(amsterdam(2026, 11, 22, 4, 6)) == []
    assert huis.gemist(amsterdam(2026, 11, 22, 4, 8)) == ["9901/export/nacht"]


def test_a_turn_of_a_clock_that_ran_ahead_keeps_none_of_now_from_coming(huis: Huis) -> None:
    huis.gemeente.levering([rij(1)])
    huis.nacht(amsterdam(2037, 1, 1, 4, 7))

    assert huis.gemist(amsterdam(2026, 11, 21, 9)) == ["9901/export/nacht"]
    huis.nacht(amsterdam(2026, 11, 21, 9))
    assert huis.gemist(amsterdam(2026, 11, 21, 10)) == []


def test_a_new_municipality_takes_the_turn_of_the_day_it_starts_on(huis: Huis) -> None:
    assert huis.gemist(amsterdam(2026, 11, 21, 9)) == ["9901/export/nacht"]


def test_of_a_week_of_missed_turns_one_is_taken_and_the_others_are_written_down(
    huis: Huis,
) -> None:
    huis.gemeente.levering([rij(1)])
    huis.nacht(amsterdam(2026, 11, 16, 4, 7))
    now = amsterdam(2026, 11, 20, 9)

    assert huis.gemist(now) == ["9901/export/nacht"]
    assert scheduler.noteer_gemist(huis.settings, huis.ledger, nacht(), lambda: now) == 3
    huis.nacht(now)

    assert sorted(huis.dagen(Resultaat.GEMIST)) == ["2026-11-17", "2026-11-18", "2026-11-19"]
    assert huis.dagen()[0] == "2026-11-20"
    assert huis.gemist(now) == []


def test_catching_up_does_not_use_up_the_turn_of_the_coming_night(huis: Huis) -> None:
    """Down since yesterday, back at two in the night: yesterday's turn now, today's at four."""
    huis.gemeente.levering([rij(1)])
    huis.nacht(amsterdam(2026, 11, 21, 2))
    huis.gemeente.levering([rij(1), rij(2)])
    huis.nacht(amsterdam(2026, 11, 21, 4, 7))

    assert huis.dagen() == ["2026-11-21", "2026-11-20"]


def test_a_turn_that_fires_after_midnight_belongs_to_the_day_it_was_due(huis: Huis) -> None:
    late = Beurt("9901", "export", SlotSoort.NACHT, time(23, 30))
    for day in (22, 23):
        huis.gemeente.levering([rij(day)])
        at = amsterdam(2026, 11, day, 0, 20)
        scheduler.werk(huis.settings, huis.ledger, late, lambda at=at: at)  # type: ignore[misc]

    assert huis.dagen() == ["2026-11-22", "2026-11-21"]


def test_a_turn_that_was_stopped_halfway_is_taken_again(huis: Huis) -> None:
    huis.gemeente.levering([rij(1)])
    now = amsterdam(2026, 11, 21, 4, 7)

    def stop() -> None:
        raise scheduler.Gestopt

    with pytest.raises(scheduler.Gestopt):
        scheduler.werk(huis.settings, huis.ledger, nacht(), lambda: now, stop)

    assert huis.gemist(now) == ["9901/export/nacht"]
    huis.nacht(now + timedelta(minutes=1))
    assert huis.dagen(Resultaat.VRIJ) == ["2026-11-21"]
    assert huis.gemist(now + timedelta(minutes=2)) == []


def test_a_trigger_that_comes_twice_in_the_hour_that_comes_twice_runs_once(huis: Huis) -> None:
    turn = Beurt("9901", "export", SlotSoort.NACHT, time(2, 30))
    first = datetime(2026, 10, 25, 0, 37, tzinfo=UTC)
    huis.gemeente.levering([rij(1)])
    scheduler.werk(huis.settings, huis.ledger, turn, lambda: first)

    with pytest.raises(RunExists):
        again = first + timedelta(hours=1)
        scheduler.werk(huis.settings, huis.ledger, turn, lambda: again)

    assert huis.dagen() == ["2026-10-25"]


def test_the_second_of_two_processes_takes_the_same_turn_no_second_time(huis: Huis) -> None:
    huis.gemeente.levering([rij(1)])
    huis.nacht(amsterdam(2026, 11, 21, 4, 7))

    with pytest.raises(AlreadyRunning, match="L-0103"):
        huis.nacht(amsterdam(2026, 11, 21, 4, 8))


# -- a delivery that is not there yet --------------------------------------------------------------


def test_a_delivery_that_is_not_there_is_looked_for_again_until_its_window_ends() -> None:
    turn = nacht()
    due = amsterdam(2026, 11, 21, 4, 7)

    assert scheduler.kijk_weer(turn, due) == due + timedelta(minutes=15)
    last = due + timedelta(hours=3, minutes=45)
    assert scheduler.kijk_weer(turn, last) == due + timedelta(hours=4)
    assert scheduler.kijk_weer(turn, last + timedelta(minutes=1)) is None


def test_a_source_may_say_how_long_it_is_waited_for(tmp_path: Path) -> None:
    gemeente = Gemeente(tmp_path)
    gemeente.gemeente["bronnen"]["export"] |= {"wacht_uren": 0}
    gemeente.schrijf()

    (turn,) = scheduler.beurten(gemeente.settings())

    assert scheduler.kijk_weer(turn, amsterdam(2026, 11, 21, 4, 7)) is None


def test_a_delivery_that_comes_late_is_read_in_the_slot_of_its_night(huis: Huis) -> None:
    huis.nacht(amsterdam(2026, 11, 21, 4, 7))
    assert huis.dagen(Resultaat.GEEN_LEVERING) == ["2026-11-21"]

    huis.gemeente.levering([rij(1)])
    huis.nacht(amsterdam(2026, 11, 21, 5, 7))

    (row,) = huis.ledger.runs("9901")
    assert (row.dag.isoformat(), row.pogingen) == ("2026-11-21", 2)
    assert row.resultaat is not Resultaat.GEEN_LEVERING


def test_the_service_plans_the_next_look_and_a_restart_in_the_window_does_too(huis: Huis) -> None:
    hour_ago = scheduler.utc_now().astimezone(AMSTERDAM) - timedelta(hours=1)
    at = time(hour_ago.hour, hour_ago.minute)
    turn = Beurt("9901", "export", SlotSoort.NACHT, at, wacht=timedelta(hours=20))

    with structlog.testing.capture_logs() as told:
        huis.dienst.neem(turn)

    assert [line["event"] for line in told] == ["run_klaar", "geen_levering"]
    when = huis.dienst.wacht_op("9901/export/nacht")
    assert when is not None
    assert when > scheduler.utc_now() + timedelta(minutes=14)

    huis.nacht(amsterdam(2026, 11, 21, 4, 7))
    assert huis.gemist(amsterdam(2026, 11, 21, 5)) == ["9901/export/nacht"]
    assert huis.gemist(amsterdam(2026, 11, 21, 9)) == []


def due_an_hour_ago(wacht: int) -> Beurt:
    hour_ago = scheduler.utc_now().astimezone(AMSTERDAM) - timedelta(hours=1)
    at = time(hour_ago.hour, hour_ago.minute)
    return Beurt("9901", "export", SlotSoort.NACHT, at, wacht=timedelta(hours=wacht))


def test_a_source_that_fails_is_tried_again_later_each_time(huis: Huis) -> None:
    huis.gemeente.levering([rij(1)]).write_bytes(b"geen;export\r\n")
    turn, waits = due_an_hour_ago(20), list[float]()

    with structlog.testing.capture_logs() as told:
        for _ in range(3):
            now = scheduler.utc_now()
            huis.dienst.neem(turn)
            again = told[-1]["opnieuw"] if told[-1]["event"] == "beurt_opnieuw" else ""
            waits.append((datetime.fromisoformat(again) - now).total_seconds() / 60)

    assert [round(one) for one in waits] == [15, 30, 60]
    (row,) = huis.ledger.runs("9901")
    assert (row.resultaat, row.pogingen) == (Resultaat.MISLUKT, 3)
    # The first of them is waited for: nobody took it meanwhile.
    when = huis.dienst.wacht_op(turn.id)
    assert when is not None
    assert when < scheduler.utc_now() + timedelta(minutes=15)


def test_a_source_that_fails_is_left_alone_when_its_window_has_ended(huis: Huis) -> None:
    huis.gemeente.levering([rij(1)]).write_bytes(b"geen;export\r\n")
    turn = due_an_hour_ago(1)

    huis.dienst.neem(turn)

    assert huis.dienst.wacht_op(turn.id) is None


def test_a_restart_in_the_window_tries_a_source_that_failed_and_not_sooner_than_it_would_have(
    huis: Huis,
) -> None:
    huis.gemeente.levering([rij(1)]).write_bytes(b"geen;export\r\n")
    turn = due_an_hour_ago(20)
    huis.dienst._turns = [turn]
    now = scheduler.utc_now()
    huis.dienst.neem(turn)
    again = Nachtdienst(huis.settings, huis.ledger)
    again._turns = [turn]

    assert [one.id for one in again.gemist(now)] == [turn.id]
    when = again.niet_voor(turn)
    assert when is not None
    assert timedelta(minutes=14) < when - now < timedelta(minutes=16)
    assert list(again.gemist(now + timedelta(hours=20))) == []


def test_a_ledger_that_takes_nothing_costs_a_try_and_not_the_night(huis: Huis) -> None:
    huis.gemeente.levering([rij(1)])
    with closing(sqlite3.connect(huis.settings.grootboekbestand)) as conn:
        conn.execute(
            "CREATE TRIGGER dicht BEFORE INSERT ON run"
            " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    turn = due_an_hour_ago(20)

    huis.dienst.neem(turn)

    assert huis.ledger.runs("9901") == []
    when = huis.dienst.wacht_op(turn.id)
    assert when is not None
    assert when < scheduler.utc_now() + timedelta(minutes=16)


# -- a read that takes too long --------------------------------------------------------------------


class Traag:
    """A clock that goes on by so much each time someone looks."""

    def __init__(self, stap: timedelta) -> None:
        self.nu, self.stap = amsterdam(2026, 11, 21, 4, 7).astimezone(UTC), stap

    def __call__(self) -> datetime:
        self.nu += self.stap
        return self.nu


def test_a_read_past_its_time_ends_as_one_that_failed_and_keeps_what_was_known(huis: Huis) -> None:
    huis.gemeente.levering([rij(number, "J") for number in range(3)])
    huis.nacht(amsterdam(2026, 11, 20, 4, 7))
    before = huis.ledger.checkpoint("9901", "export", "bestand")
    huis.gemeente.levering([rij(number) for number in range(3000)])

    done = scheduler.werk(
        huis.settings,
        huis.ledger,
        nacht(),
        Traag(timedelta(seconds=9)),
        hoogstens=timedelta(minutes=1),
    )

    assert [one.code for one in done.runs[0].oorzaken] == ["R-0304"]
    assert done.runs[0].resultaat is Resultaat.MISLUKT
    assert huis.dagen(Resultaat.MISLUKT) == ["2026-11-21"]
    assert huis.ledger.checkpoint("9901", "export", "bestand") == before


def test_a_read_that_answers_says_so_once_it_has_its_first_record(huis: Huis) -> None:
    huis.gemeente.levering([rij(1), rij(2)])
    told = list[str]()
    now = amsterdam(2026, 11, 21, 4, 7)

    scheduler.werk(
        *(huis.settings, huis.ledger, nacht(), lambda: now, lambda: told.append("vraag")),
        antwoord=lambda: told.append("antwoord"),
        bezorgen=False,
    )

    assert told == ["vraag", "antwoord"]
    assert huis.gemeente.bezorgd == []


# -- a long walk -----------------------------------------------------------------------------------


def test_between_the_months_of_a_rondgang_another_turn_may_go(tmp_path: Path) -> None:
    gemeente = Gemeente(tmp_path)
    gemeente.gemeente["bronnen"] = {"zaken": STUF}
    gemeente.dienst["uitgaand"] = ["zaken.example:443"]
    gemeente.schrijf()
    settings, now = gemeente.settings(), amsterdam(2026, 11, 25, 5, 30)
    (een,) = settings.gemeenten
    gaps: list[object] = []

    with settings.open_grootboek(now) as ledger:
        line = aansluiten(settings, een, lambda: now)

        def tussen() -> bool:
            # Nothing is held: this very moment another process could take the lease.
            ledger.release(ledger.take_lease("9901", "venster:1", now), now)
            gaps.append(len(ledger.runs("9901")))
            return wijkt

        def loop() -> scheduler.Ronde:
            walk, gehad = (
                [("zaken", SlotSoort.RONDGANG)],
                pieces[-1].gehad if pieces else frozenset(),
            )
            return scheduler.ronde(
                line, ledger, walk, lambda: now, tussen=tussen, bezorgen=False, gehad=gehad
            )

        pieces = list[scheduler.Ronde]()
        wijkt = True
        for _ in range(3):
            pieces.append(loop())

    # Each month once, although each of them failed: a failed slot may be tried again, but not by
    # the same walk, which would never end.
    assert gaps == [1, 2]
    assert [(len(one.runs), one.gewijkt) for one in pieces] == [(1, True), (1, True), (1, False)]


# -- the service -----------------------------------------------------------------------------------


def test_what_a_dead_process_left_waiting_goes_out_before_any_turn(huis: Huis) -> None:
    House(huis.ledger).run([staged(1)])
    threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGTERM)).start()

    assert huis.dienst.start()

    assert huis.ledger.outbox_counts("9901")[OutboxStatus.ONTVANGEN] == 1


def test_a_municipality_that_fails_does_not_stop_the_other(tmp_path: Path) -> None:
    huis = Huis(tmp_path, twee=True)
    huis.gemeente.levering([rij(1, "J")])

    with structlog.testing.capture_logs() as told:
        for gemeente in ("9902", "9901"):
            huis.dienst.neem(nacht(gemeente))

    assert [(line["event"], line["beurt"][:4]) for line in told] == [
        ("beurt_mislukt", "9902"),
        ("run_klaar", "9901"),
    ]
    assert (told[0]["codes"], told[0]["exit"]) == (["K-0504"], 6)
    assert huis.dienst.wacht_op("bezorgen/9901") is not None
    assert huis.dienst.wacht_op("bezorgen/9902") is None
    huis.ledger.close()


def test_a_municipality_whose_deliveries_fail_does_not_stop_the_other(tmp_path: Path) -> None:
    huis = Huis(tmp_path, twee=True)
    for gemeente in ("9901", "9902"):
        House(huis.ledger, gemeente).run([staged(1)])
    naar_een_loket_dat_weg_is(huis)

    with structlog.testing.capture_logs() as told:
        for een in huis.settings.gemeenten:
            huis.dienst.bezorg_een(een)

    assert [(line["event"], line.get("gemeente")) for line in told] == [
        ("bezorgd", "9901"),
        ("bezorgen_mislukt", "9902"),
    ]
    assert (told[0]["wacht"], told[1]["codes"]) == ("<5", ["K-0504"])
    huis.ledger.close()


def naar_een_loket_dat_weg_is(huis: Huis) -> None:
    """Deliver to a port where nobody is; the second municipality lacks its secret for it."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        at = f"127.0.0.1:{free.getsockname()[1]}"
    trustme.CA().cert_pem.write_to_path(huis.gemeente.config / "ca.pem")
    huis.gemeente.dienst |= {
        "bestemming": {"soort": "regresloket", "adres": f"https://{at}", "ca": "ca.pem"},
        "uitgaand": [*huis.gemeente.dienst["uitgaand"], at],
        "eigen_computer": "toets",
    }
    huis.gemeente.geheim("loket.secret", "g" * 40)
    mine = huis.gemeente.gemeente
    for file in ("loket.secret", "weg.secret"):
        access = {"client": "x", "geheim": f"secret://file/./geheim/{file}"}
        huis.gemeente.gemeente = (mine if file == "loket.secret" else huis.ander) | {
            "regresloket": access
        }
        huis.gemeente.schrijf()
    huis.settings = huis.gemeente.settings()
    huis.dienst = Nachtdienst(huis.settings, huis.ledger)


def test_a_municipality_that_another_process_holds_is_tried_again_later(huis: Huis) -> None:
    huis.gemeente.levering([rij(1)])
    huis.ledger.take_lease("9901", "elders:1", scheduler.utc_now())

    with structlog.testing.capture_logs() as told:
        huis.dienst.neem(nacht())

    assert [line["event"] for line in told] == ["beurt_wacht_op_ander_proces"]
    waits = [huis.dienst.wacht_op("9901/export/nacht")]
    assert waits[0] is not None
    assert waits[0] < scheduler.utc_now() + timedelta(minutes=3)


def test_what_a_turn_read_and_delivered_is_logged_as_it_may_leave_the_municipality(
    huis: Huis,
) -> None:
    huis.gemeente.levering([*(rij(number) for number in range(10, 40)), rij(1, "J"), rij(2, "O")])

    with structlog.testing.capture_logs() as told:
        huis.dienst.neem(nacht())
    (read,) = (line for line in told if line["event"] == "run_klaar")
    counts = read["telling"]
    assert (counts["gelezen"], counts["geen_ongeval"]) == (32, 30)
    assert (counts["klaargezet"], counts["beoordelen"]) == ("<5", "<5")
    assert counts["soorten"]["nieuw"] == "<5"


def test_what_is_delivered_between_turns_is_logged_without_small_numbers(huis: Huis) -> None:
    house = House(huis.ledger, bronset="export")
    house.run([staged(1)])
    huis.ledger.release(house.lease, scheduler.utc_now())

    with structlog.testing.capture_logs() as told:
        huis.dienst.bezorg_een(huis.settings.gemeenten[0])
    (sent,) = (line for line in told if line["event"] == "bezorgd")
    assert sent["ontvangen"] == "<5"


def test_a_turn_reminds_of_what_waits_for_two_weeks(huis: Huis) -> None:
    long_ago = scheduler.utc_now() - timedelta(days=14)
    house = House(huis.ledger, bronset="export", since=long_ago)
    house.run(stubs=[note(1)], now=long_ago)
    huis.ledger.release(house.lease, long_ago)
    huis.gemeente.levering([rij(1)])

    with structlog.testing.capture_logs() as told:
        huis.dienst.neem(nacht())

    (line,) = (line for line in told if line["event"] == "herinnering_beoordelen")
    assert (line["gemeente"], line["wachten"], line["vandaag"]) == ("9901", "<5", "<5")
    assert line["log_level"] == "warning"


def test_the_service_keeps_to_the_terms_every_day(huis: Huis) -> None:
    (job,) = (one for one in huis.dienst._clock.get_jobs() if one.id == "bewaren")
    noon = amsterdam(2026, 11, 21, 12)
    assert job.trigger.get_next_fire_time(None, noon) == amsterdam(2026, 11, 22, 11, 30)

    long_ago = scheduler.utc_now() - timedelta(days=100)
    house = House(huis.ledger, bronset="export", since=long_ago)
    house.run(stubs=[note(1)], now=long_ago)
    house.run(gesloten_stubs=((zoeksleutel(1), "geen_ongeval"),), now=long_ago)
    with structlog.testing.capture_logs() as told:
        huis.dienst.bewaar()
        huis.dienst.bewaar()
    assert [(one["event"], one["eerste"], one.get("stubs")) for one in told] == [
        ("bewaard", True, None),
        ("bewaard", False, "<5"),
    ]


def test_a_clock_that_jumped_is_told_by_the_service_and_erases_nothing(huis: Huis) -> None:
    ahead = scheduler.utc_now() + timedelta(days=400)
    huis.ledger.bewaar(huis.settings.termijnen, ahead)
    with structlog.testing.capture_logs() as told:
        huis.dienst.bewaar()
    assert [(one["event"], one["codes"]) for one in told] == [("bewaren_mislukt", ["L-0802"])]


def test_each_turn_notes_the_end_of_the_audit_trail_outside_the_ledger(huis: Huis) -> None:
    huis.gemeente.levering([rij(1)])
    huis.dienst.neem(nacht())
    assert huis.ledger.ankers() == [huis.ledger.anchor()]


def test_the_list_of_turns_says_when_each_comes(huis: Huis) -> None:
    (line,) = huis.dienst.komende()

    assert line.startswith("9901/export/nacht")
    assert line.endswith("04:07")


# -- a real process --------------------------------------------------------------------------------


def serve(gemeente: Gemeente) -> "subprocess.Popen[str]":
    """Start the service as systemd would, and wait until its clock runs."""
    command = [sys.executable, "-P", "-m", "console.cli", "serve", "--config", str(gemeente.config)]
    process = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "dienst_begint" in line:
            return process
    raise AssertionError("the service did not start")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_service_stops_within_ten_seconds_of_being_told(
    tmp_path: Path, number: signal.Signals
) -> None:
    with serve(Gemeente(tmp_path)) as process:
        told = clock.monotonic()
        process.send_signal(number)

        assert process.wait(10) == 0
        assert clock.monotonic() - told < 10


def test_the_service_stops_in_time_in_the_middle_of_a_long_read(tmp_path: Path) -> None:
    gemeente = Gemeente(tmp_path)
    gemeente.levering([rij(1)] * 120_000)

    with Ledger.open(gemeente.settings().grootboek) as ledger, serve(gemeente) as process:
        until(lambda: bool(ledger.runs("9901")))
        told = clock.monotonic()
        process.send_signal(signal.SIGTERM)

        assert process.wait(10) == 0
        assert clock.monotonic() - told < 10
        (row,) = ledger.runs("9901")
        assert row.resultaat is None
        ledger.take_lease("9901", "daarna:1", scheduler.utc_now())


def test_the_service_stops_in_time_while_it_waits_for_a_server_that_says_nothing(
    tmp_path: Path,
) -> None:
    gemeente = Gemeente(tmp_path)
    certs = certificaten()
    gemeente.geheim("tls.key", certs.client_sleutel.read_text())
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"localhost:{silent.getsockname()[1]}"
        source = STUF | {"adres": f"https://{address}/vraag", "ca": str(certs.ca)}
        source |= {"clientcertificaat": str(certs.client), "clientsleutel": "geheim/tls.key"}
        source |= {"rondgang": {"dag": DAGEN[(scheduler.utc_now().weekday() + 3) % 7]}}
        gemeente.gemeente = GEMEENTE | {"bronnen": {"zaken": source}}
        gemeente.dienst |= {"uitgaand": [address], "eigen_computer": "toets"}
        gemeente.schrijf()
        with serve(gemeente) as process:
            silent.settimeout(10)
            visit, _ = silent.accept()
            told = clock.monotonic()
            process.send_signal(signal.SIGTERM)

            assert process.wait(10) == 0
            assert clock.monotonic() - told < 10
            visit.close()


def until(true: Callable[[], bool]) -> None:
    end = clock.monotonic() + 10
    while not true():
        assert clock.monotonic() < end
        clock.sleep(0.01)


def test_the_service_does_not_start_where_it_could_open_what_it_seals(tmp_path: Path) -> None:
    gemeente = Gemeente(tmp_path)
    private = OKPKey.generate_key("X25519").as_dict(private=True)
    public = publieke_jwk() | {"x": str(private["x"])}
    (gemeente.config / "ontvanger" / "loket.jwk").write_text(json.dumps(public))
    (tmp_path / "prive.jwk").write_text(json.dumps(private))
    command = [sys.executable, "-P", "-m", "console.cli", "serve", "--config", str(gemeente.config)]

    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=30,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )

    assert done.returncode == 6
    assert "K-0401" in done.stderr


# -- what is to come -------------------------------------------------------------------------------


def test_the_next_five_turns_are_those_at_which_the_trigger_fires() -> None:
    now = amsterdam(2026, 11, 22, 8, 41)
    coming = scheduler.komende(nacht(), now)

    assert [one.op for one in coming] == [amsterdam(2026, 11, day, 4, 7) for day in range(23, 28)]
    assert {one.opmerking for one in coming} == {""}
    assert [one.op for one in coming] == fires(nacht(), now, coming[-1].op)


@pytest.mark.parametrize(
    ("dag", "opmerking"),
    [((2027, 3, 28), "klok gaat vooruit"), ((2026, 10, 25), "klok gaat achteruit")],
)
@pytest.mark.parametrize("uur", [0, 2, 3, 4, 23])
def test_a_day_whose_clock_is_set_is_named_and_has_one_turn(
    dag: tuple[int, int, int], opmerking: str, uur: int
) -> None:
    turn = nacht(at=time(uur, 30))
    coming = scheduler.komende(turn, amsterdam(*dag) - timedelta(days=2, minutes=1))

    told = {one.op.date(): one.opmerking for one in coming}
    assert len(told) == len(coming) == 5
    assert [day for day, words in told.items() if words] == [date(*dag)]
    assert told[date(*dag)] == opmerking


def test_a_weekly_turn_comes_once_a_week() -> None:
    turn = Beurt("9901", "zaken", SlotSoort.RONDGANG, time(5, 0), "sun")
    coming = scheduler.komende(turn, amsterdam(2026, 11, 22, 8, 41), 3)
    assert [one.op.date() for one in coming] == [
        date(2026, 11, 29),
        date(2026, 12, 6),
        date(2026, 12, 13),
    ]


def test_the_time_of_a_turn_is_that_of_its_trigger() -> None:
    for number in range(40):
        turn = nacht(f"99{number:02}", time(23, 55))
        (due, *_) = fires(turn, amsterdam(2026, 11, 2), amsterdam(2026, 11, 3, 23, 59))
        assert scheduler.tijd(turn) == due.time()


def test_a_damaged_run_of_one_municipality_costs_no_other_its_turn(tmp_path: Path) -> None:
    huis = Huis(tmp_path, twee=True)
    huis.gemeente.levering([rij(1)])
    huis.nacht(amsterdam(2026, 11, 20, 4, 7))
    with closing(sqlite3.connect(huis.gemeente.settings().grootboekbestand)) as conn:
        conn.execute("UPDATE run SET telling = '{kapot' WHERE gemeente = '9901'")
        conn.commit()

    with structlog.testing.capture_logs() as told:
        missed = huis.gemist(amsterdam(2026, 11, 22, 4, 30))

    assert [turn.partition("/")[0] for turn in missed] == ["9902"]
    assert [(line["beurt"], line["codes"]) for line in told] == [("9901/export/nacht", ["L-0617"])]
    assert huis.dienst.ergste == 70
    huis.ledger.close()
