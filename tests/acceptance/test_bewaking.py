"""What a monitoring system sees of the real `serve`, and what a timer gets from `--once-due`."""

import http.client
import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from prometheus_client.parser import text_string_to_metric_families

from ledger import Ledger, OutboxStatus, Resultaat, StubSoort
from pipeline.slots import SlotSoort
from regres import SoortMelding
from regres.telling import Bucket
from tests.tools.gemeente import Gemeente, publieke_jwk, rij
from tests.tools.keten import omgeving


@dataclass(frozen=True)
class Pagina:
    status: int
    inhoud: str
    kop: dict[str, str]

    @property
    def json(self) -> dict[str, object]:
        found = json.loads(self.inhoud)
        assert isinstance(found, dict)
        return found


def vraag(poort: int, pad: str, methode: str = "GET", host: str = "127.0.0.1") -> Pagina:
    line = http.client.HTTPConnection("127.0.0.1", poort, timeout=10)
    try:
        line.request(methode, pad, headers={"Host": host})
        answer = line.getresponse()
        body = answer.read().decode("utf-8")
        return Pagina(answer.status, body, {k.lower(): v for k, v in answer.getheaders()})
    finally:
        line.close()


@contextmanager
def dienst(gemeente: Gemeente, einde: int = 0) -> Iterator[int]:
    """Run the service, give the port it answers on, and stop it."""
    command = [sys.executable, "-P", "-m", "console.cli", "serve", "--config", str(gemeente.config)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=omgeving()) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(r"Bewaking: poort (\d+)", line):
                break
        else:
            raise AssertionError("the service says no port")
        try:
            yield int(found[1])
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(15) == einde


def maak(folder: Path) -> Gemeente:
    made = Gemeente(folder)
    made.dienst |= {"bewaking": {"poort": 0}}
    # Yesterday's turn is open, and no new one comes while a test looks.
    later = datetime.now(ZoneInfo("Europe/Amsterdam")) + timedelta(hours=6)
    made.gemeente["bronnen"]["export"]["tijd"] = f"{later:%H}:00"
    made.schrijf()
    return made


@pytest.fixture
def gemeente(tmp_path: Path) -> Gemeente:
    return maak(tmp_path)


@dataclass(frozen=True)
class Draaiend:
    gemeente: Gemeente
    poort: int


@pytest.fixture(scope="module")
def draaiend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Draaiend]:
    """A service after one turn: 7 sent, 22 without accident."""
    made = maak(tmp_path_factory.mktemp("draaiend"))
    made.levering([rij(n, "J") for n in range(1, 8)] + [rij(n) for n in range(8, 30)])
    assert beurt(made).returncode == 0
    with dienst(made) as poort:
        yield Draaiend(made, poort)


def beurt(gemeente: Gemeente) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-P", "-m", "console.cli", "serve", "--once-due"]
    return subprocess.run(
        [*command, "--config", str(gemeente.config)],
        capture_output=True,
        text=True,
        env=omgeving(),
        timeout=60,
    )


def metingen(poort: int) -> dict[tuple[str, frozenset[str]], float]:
    """Give every sample by its name and the values of its labels, whatever their order."""
    page = vraag(poort, "/metrics")
    assert page.status == 200
    return {
        (sample.name, frozenset(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(page.inhoud)
        for sample in family.samples
    }


def meting(name: str, *labels: str) -> tuple[str, frozenset[str]]:
    return (f"regresbrug_{name}", frozenset(labels))


# -- the service -----------------------------------------------------------------------------------


def test_a_service_that_is_well_says_so(draaiend: Draaiend) -> None:
    poort = draaiend.poort
    assert vraag(poort, "/healthz").json == {"status": "goed"}
    ready = vraag(poort, "/readyz")
    assert (ready.status, ready.json) == (200, {"status": "goed"})
    assert ready.kop["cache-control"] == "no-store"
    assert "python" not in ready.kop["server"].lower()
    head = vraag(poort, "/readyz", "HEAD")
    assert (head.status, head.inhoud) == (200, "")


def test_without_a_key_to_seal_for_it_lives_but_is_not_ready(gemeente: Gemeente) -> None:
    with dienst(gemeente) as poort:
        (jwk,) = (gemeente.config / "ontvanger").glob("*.jwk")
        jwk.unlink()
        assert vraag(poort, "/healthz").status == 200
        ready = vraag(poort, "/readyz")
        assert ready.status == 503
        assert ready.json == {"status": "fout", "redenen": {"sleutels": "K-0211"}}
        old = publieke_jwk(geldig_van="2020-01-01", geldig_tot="2021-01-01")
        jwk.write_text(json.dumps(old), encoding="utf-8")
        assert vraag(poort, "/readyz").status == 503


def log(file: Path, kind: str) -> Path:
    """Give a file that SQLite keeps beside a database."""
    return file.with_name(f"{file.name}-{kind}")


def test_with_a_ledger_that_is_broken_it_is_not_ready_and_gives_no_figures(
    gemeente: Gemeente,
) -> None:
    with dienst(gemeente, einde=70) as poort:
        file = gemeente.settings().grootboekbestand
        # Over the pages that are read, and the log that would mend them. Of the index of that log,
        # which processes share as memory and die of when it lies, only the head: it is made anew.
        for old, lie in ((file, b"geen grootboek" * 1000), (log(file, "wal"), b"geen log" * 500)):
            old.write_bytes(lie)
        with log(file, "shm").open("r+b") as index:
            index.write(bytes(136))
        ready = vraag(poort, "/readyz")
        assert ready.status == 503
        assert str(dict(ready.json["redenen"])["grootboek"]).startswith("L-")  # type: ignore[call-overload]  # what JSON gives
        assert vraag(poort, "/metrics").status == 503


def test_only_the_three_pages_exist_and_only_under_the_name_of_this_computer(
    draaiend: Draaiend,
) -> None:
    poort = draaiend.poort
    assert vraag(poort, "/").status == 404
    assert vraag(poort, "/metrics", "POST").status == 501
    assert vraag(poort, "/metrics", host="kwaad.example").status == 421
    assert vraag(poort, "/metrics", host="[").status == 421
    assert vraag(poort, "/metrics", host="localhost:1").status == 200


def test_a_port_that_is_taken_stops_the_start_and_says_what_to_do(gemeente: Gemeente) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        gemeente.dienst["bewaking"] = {"poort": taken.getsockname()[1]}
        gemeente.schrijf()
        command = [sys.executable, "-P", "-m", "console.cli", "serve"]
        done = subprocess.run(
            [*command, "--config", str(gemeente.config)],
            capture_output=True,
            text=True,
            env=omgeving(),
            timeout=30,
        )
    assert done.returncode == 2
    assert "C-0309" in done.stderr


# -- figures ---------------------------------------------------------------------------------------


def test_the_figures_are_those_of_the_ledger(draaiend: Draaiend) -> None:
    found = metingen(draaiend.poort)
    with Ledger.open(draaiend.gemeente.settings().grootboek) as ledger:
        (row,) = ledger.runs("9901")
    run = ("9901", "export", "nacht")
    assert row.geeindigd is not None
    assert found[meting("run_records", *run, "gelezen")] == 29
    assert found[meting("run_records", *run, "geen_ongeval")] == 22
    assert found[meting("run_records", *run, "klaargezet")] == 7
    ended = found[meting("run_geeindigd_seconds", *run)]
    assert ended == pytest.approx(row.geeindigd.timestamp())
    assert found[meting("run_resultaat", *run, "vrij")] == 1
    assert found[meting("uitgaand", "9901", "ontvangen")] == 7
    assert found[meting("uitgaand_oudste_seconds", "9901")] == 0
    assert found[meting("beurt_seconds", "9901", "export", "nacht")] > time.time()
    assert found[meting("sleutel_tot_seconds", "loket-1")] > time.time()
    assert found[meting("grootboek_bytes", "db")] > 0
    assert found[meting("grootboek_teruggezet")] == 0
    assert abs(found[meting("dienst_tik_seconds")] - time.time()) < 60


def test_a_count_under_five_is_not_told(gemeente: Gemeente) -> None:
    gemeente.levering([rij(1, "J"), rij(2, "J"), *[rij(n) for n in range(3, 30)]])
    assert beurt(gemeente).returncode == 0
    with dienst(gemeente) as poort:
        found = metingen(poort)
    run = ("9901", "export", "nacht")
    assert found[meting("run_records", *run, "gelezen")] == 29
    # The two that were sent, and the 27 that would give them away.
    assert meting("run_records", *run, "klaargezet") not in found
    assert meting("run_records", *run, "geen_ongeval") not in found
    assert meting("uitgaand", "9901", "ontvangen") not in found


def test_a_key_that_cannot_be_read_takes_no_other_figure_away(gemeente: Gemeente) -> None:
    with dienst(gemeente) as poort:
        (gemeente.config / "ontvanger" / "loket-1.jwk").write_text("{", encoding="utf-8")
        found = metingen(poort)
    assert meting("sleutel_tot_seconds", "loket-1") not in found
    assert meting("uitgaand_oudste_seconds", "9901") in found


#: Every label there is, and how its values look: of the configuration, or a word of ours.
LABELS = {
    "gemeente": {"9901"},
    "bron": {"export"},
    "slot": {*SlotSoort},
    "groep": {"gelezen", *Bucket, *SoortMelding},
    "resultaat": {*Resultaat, "bezig"},
    "stap": {*OutboxStatus},
    "soort": {*StubSoort},
    "bestand": {"db", "wal"},
    "kid": {"loket-1"},
    "versie": {version("regresbrug")},
}


def test_a_label_is_a_word_of_ours_and_never_of_a_record(draaiend: Draaiend) -> None:
    """A new label must be named above, with all the values it can have."""
    page = vraag(draaiend.poort, "/metrics").inhoud
    samples = [one for family in text_string_to_metric_families(page) for one in family.samples]
    pairs = {pair for sample in samples for pair in sample.labels.items()}

    assert {name for name, _ in pairs} >= {"gemeente", "bron", "groep", "stap"}
    assert [(name, value) for name, value in pairs if value not in LABELS[name]] == []


def test_figures_hold_no_reference_and_no_file(draaiend: Draaiend) -> None:
    text = vraag(draaiend.poort, "/metrics").inhoud
    with Ledger.open(draaiend.gemeente.settings().grootboek) as ledger:
        names = [row.referentie for row in ledger.outbox("9901")]
    assert len(names) == 7
    assert not any(name[:8] in text for name in names)
    assert ".csv" not in text


# -- a timer in place of the service ---------------------------------------------------------------


def test_a_turn_that_is_due_is_taken_once(gemeente: Gemeente) -> None:
    gemeente.levering([rij(1, "J"), rij(2)])

    first, second = beurt(gemeente), beurt(gemeente)

    assert (first.returncode, second.returncode) == (0, 0)
    with Ledger.open(gemeente.settings().grootboek) as ledger:
        (row,) = ledger.runs("9901")
        assert (row.slot, row.resultaat) == ("nacht", Resultaat.VRIJ)
        assert len(ledger.outbox("9901")) == 1


def test_a_turn_that_fails_ends_with_the_exit_code_of_what_went_wrong(gemeente: Gemeente) -> None:
    (gemeente.folder / "export" / "fout.csv").write_bytes(b"\xff\xfe\x00kapot")

    assert beurt(gemeente).returncode == 4


@pytest.mark.parametrize("stuk", ["telling = '{kapot'", "resultaat = 'kapot'"])
def test_a_fault_in_the_program_is_told_to_the_timer_too(gemeente: Gemeente, stuk: str) -> None:
    gemeente.levering([rij(1)])
    assert beurt(gemeente).returncode == 0
    with closing(sqlite3.connect(gemeente.settings().grootboekbestand)) as conn:
        conn.execute(f"UPDATE run SET {stuk}")  # noqa: S608  # words of this test
        conn.commit()

    assert beurt(gemeente).returncode == 70
