"""Times and weighs one whole run: read, assess, map, seal, remember, free, deliver to a folder.

    .venv/bin/python -P bench/whole_run.py          # 10k, 100k CSV rows; 1k, 10k StUF objects
    .venv/bin/python -P bench/whole_run.py csv 1000000

Each size runs in a process of its own, with the source in another, so that the figures are those of
the product alone. CPU is user + system of that process after its imports; memory is its peak, with
the peak after imports beside it.
"""

import json
import multiprocessing
import resource
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

VANDAAG = date(2026, 11, 21)
NU = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
SIZES = {"csv": (10_000, 100_000), "stuf": (1_000, 10_000)}


@dataclass(frozen=True)
class Meting:
    """What one run cost."""

    soort: str
    records: int
    klaargezet: int
    cpu: float
    wall: float
    peak_mib: float
    imports_mib: float

    def line(self) -> str:
        """Give one row of the table."""
        return (
            f"{self.soort:<5}{self.records:>9}{self.klaargezet:>8}{self.cpu:>9.2f}{self.wall:>9.2f}"
            f"{self.records / self.cpu:>11.0f}{self.peak_mib:>9.1f}{self.imports_mib:>9.1f}"
        )


def main(argv: list[str]) -> None:
    """Measure what is named, or everything."""
    jobs = [(argv[0], int(argv[1]))] if argv else [(k, n) for k in SIZES for n in SIZES[k]]
    print("soort  records sealed   cpu s   wall s  records/s  peak MiB  imports MiB")
    for kind, count in jobs:
        with tempfile.TemporaryDirectory() as folder:
            print(_in_a_process(kind, count, Path(folder)).line(), flush=True)


def _in_a_process(kind: str, count: int, folder: Path) -> Meting:
    spawn = multiprocessing.get_context("spawn")
    mine, theirs = spawn.Pipe()
    with _source(kind, count, folder):
        child = spawn.Process(target=_measure, args=(kind, folder, theirs))
        child.start()
        found: dict[str, Any] = mine.recv()
        child.join()
    return Meting(**found)


@contextmanager
def _source(kind: str, count: int, folder: Path) -> Any:
    """Put a source down for the child: a file, or a server in this process."""
    from tests.tools.gemeente import Gemeente

    gemeente = Gemeente(folder / "gemeente")
    gemeente.dienst["log"] = "WARNING"
    gemeente.gemeente["rem"] = {"nieuw": 10**9, "aandeel": 1.0, "waarom": "meting"}
    if kind == "csv":
        _export(gemeente.folder / "export" / "wmo.csv", count)
        gemeente.schrijf()
        yield
        return
    from demo.certificaten import maak
    from demo.data import zaken
    from demo.stuf_server import StufServer

    tls = maak(folder / "tls")
    with StufServer(zaken(count, 1, VANDAAG), tls) as server:
        gemeente.dienst["eigen_computer"] = "meting"
        gemeente.dienst["uitgaand"] = [server.url.removeprefix("https://").split("/")[0]]
        gemeente.gemeente["bronnen"] = {"zaaksysteem": _stuf(server.url, tls)}
        gemeente.schrijf()
        yield


def _export(path: Path, count: int) -> None:
    from demo.data import csv_bytes

    with path.open("wb") as out:
        out.writelines(csv_bytes(count, 1, VANDAAG))


def _stuf(url: str, tls: Any) -> dict[str, Any]:
    return {
        "soort": "stuf_zkn",
        "mapping": "duinrand-stuf",
        "adres": url,
        "zender": {"organisatie": "Regresloket", "applicatie": "Regresbrug"},
        "ontvanger": {"organisatie": "9901", "applicatie": "WmoRegistratie"},
        "zaaktypen": ["WMO-VOORZ"],
        "ca": str(tls.ca),
        "clientcertificaat": str(tls.client),
        "clientsleutel": str(tls.client_sleutel),
        "vanaf": date(2026, 1, 1),
    }


def _measure(kind: str, folder: Path, pipe: Connection) -> None:
    import scheduler
    from ledger import Ledger
    from pipeline import SlotSoort
    from settings import aansluiten, load

    settings = load(folder / "gemeente" / "config")
    line = aansluiten(settings, settings.gemeenten[0], lambda: NU, {})
    (naam,) = line.bronnen
    ledger = Ledger.open(settings.grootboek)
    _warm(kind)
    imports, cpu, wall = _peak(), time.process_time(), time.perf_counter()
    done = scheduler.ronde(line, ledger, [(naam, SlotSoort.NACHT)], lambda: NU)
    (verslag,) = done.runs
    counts = json.loads(json.dumps(verslag.telling.as_json()))
    ledger.close()
    pipe.send(
        {
            "soort": kind,
            "records": counts["gelezen"],
            "klaargezet": counts["klaargezet"],
            "cpu": time.process_time() - cpu,
            "wall": time.perf_counter() - wall,
            "peak_mib": _peak(),
            "imports_mib": imports,
        }
    )


def _warm(kind: str) -> None:
    if kind == "stuf":
        import zeep  # noqa: F401 - counted as an import, not as work


def _peak() -> float:
    """Give the peak of this process alone; ru_maxrss also counts what the parent held."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
