"""A service that runs for months uses the keys of today: over the real process."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import scheduler
from pipeline.slots import SlotSoort
from tests.tools.keten import Keten, omgeving, vers

#: So long a start, a run and two commands may take before the second turn is due.
VOORAF = timedelta(seconds=35)
WIE = ("--wie", "B. Heer", "--reden", "toets")


def volgende_beurt(keten: Keten) -> datetime:
    """Let the source be due at a whole minute that is near; the stagger counts along."""
    source = keten.gemeente.gemeente["bronnen"]["export"]
    due = datetime.now(ZoneInfo("Europe/Amsterdam")) + VOORAF + timedelta(minutes=1)
    turn = scheduler.Beurt("9901", "export", SlotSoort.NACHT, due.time())
    late = scheduler.trigger(turn).get_next_fire_time(None, datetime(2026, 1, 5, tzinfo=due.tzinfo))
    assert late is not None
    stagger = (late.hour * 60 + late.minute) - (due.hour * 60 + due.minute)
    written = due - timedelta(minutes=stagger % (24 * 60))
    source["tijd"] = f"{written:%H:%M}"
    keten.schrijf()
    return due


@contextmanager
def dienst(keten: Keten) -> Iterator[Callable[[str], dict[str, object]]]:
    """Run the service; gives what waits for an event in its log."""
    command = [sys.executable, "-P", "-m", "console.cli", "serve", "--config", str(keten.config)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=omgeving()) as process:

        def tot(gebeurtenis: str) -> dict[str, object]:
            assert process.stderr is not None
            told = []
            for line in process.stderr:
                told.append(line)
                found = json.loads(line) if line.startswith("{") else {}
                if found.get("gebeurtenis") == gebeurtenis:
                    return dict(found)
            raise AssertionError(f"no {gebeurtenis}, ended with {process.wait(15)}: {told}")

        try:
            yield tot
        finally:
            process.terminate()
            process.wait(15)


def test_a_new_root_key_is_used_at_the_next_turn_without_a_restart(tmp_path: Path) -> None:
    keten = Keten(tmp_path)
    keten.gemeente.dienst["log"] = "INFO"
    keten.gemeente.levering([vers(1, "J"), vers(2)])
    due = volgende_beurt(keten)

    with dienst(keten) as tot:
        assert tot("run_klaar")["resultaat"] == "vrij"
        done = keten.geef("keys", "rotate", *WIE)
        assert (done.code, "volgende beurt" in done.fout) == (0, True)
        assert datetime.now(due.tzinfo) < due
        keten.gemeente.levering([vers(1, "J"), vers(2), vers(3, "J")])
        assert tot("run_klaar")["resultaat"] == "vrij"
        # Delivering comes after the turn, with a worker of its own.
        until = time.monotonic() + 15
        while len(keten.gemeente.bezorgd) < 2 and time.monotonic() < until:
            time.sleep(0.05)

    with keten.ledger() as ledger:
        assert {stand.zoekversie for stand in ledger.standen("9901").values()} == {2}
        assert max(row.versie for row in ledger.sleutels("9901")) == 2
    assert len(keten.gemeente.bezorgd) == 2
