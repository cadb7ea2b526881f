"""Times a night of a whole country in one process: `serve --once-due` over 342 municipalities.

    .venv/bin/python -P bench/schaal.py                    # sizes of 1k to 60k provisions: hours
    .venv/bin/python -P bench/schaal.py --deel 0.05        # a twentieth of each

Each municipality is a StUF source over mutual TLS, with pages that come after 20 to 200 ms. Of
every ten one takes the connection and says nothing, and one answers 500. The others must have
delivered within the window. CPU and memory are those of the service alone; open files are counted
every half second.
"""

import argparse
import os
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ruamel.yaml import YAML  # noqa: E402 - the path comes first

from bench.snel.gegevens import Vorm  # noqa: E402
from bench.snel.opstelling import (  # noqa: E402
    Opstelling,
    configuratie,
    naam,
    opgesteld,
    stuf_bron,
    stuf_data,
)
from regres.dag import NEDERLAND  # noqa: E402
from tests.tools.veel import NAMEN, code  # noqa: E402

PER_PAGINA: Final = 500
#: Provisions of a municipality: most are small, a few very large.
KLEINST, GROOTST = 1_000, 60_000
#: Data sets; municipalities of about one size share one, under keys of their own.
SOORTEN: Final = 8
_DAGEN: Final = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


@dataclass(frozen=True, slots=True)
class Deelnemer:
    """One municipality: what its source holds, and how that behaves."""

    nummer: int
    vorm: Vorm
    gedrag: str
    wacht_ms: int


def main() -> int:
    """Read the arguments, let the night pass, and tell; 1 when a healthy one was late."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gemeenten", type=int, default=342)
    parser.add_argument("--deel", type=float, default=1.0, help="of the provisions of each")
    parser.add_argument("--venster", type=float, default=15.0, help="minutes")
    given = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its byte code
    everyone = list(_deelnemers(given.gemeenten, given.deel))
    with tempfile.TemporaryDirectory(prefix="regresbrug-schaal-") as name:
        folder = Path(name)
        with opgesteld(folder) as where, _zwijger() as silent:
            config = _schrijf(folder / "dienst", where, everyone, silent)
            return _nacht(config, everyone, given.venster * 60)


def _deelnemers(count: int, part: float) -> Iterator[Deelnemer]:
    dice = random.Random(1)
    step = (GROOTST / KLEINST) ** (1 / (SOORTEN - 1))
    sizes = [round(part * KLEINST * step**n) for n in range(SOORTEN)]
    for number in range(count):
        size = dice.choices(sizes, [2.0**-n for n in range(SOORTEN)])[0]
        behaviour = {3: "hangt", 7: "weigert"}.get(number % 10, "gezond")
        yield Deelnemer(number, Vorm(size, 0.01, 1), behaviour, dice.randrange(20, 200))


# -- what stands ready --------------------------------------------------------------------------


def _schrijf(folder: Path, where: Opstelling, everyone: list[Deelnemer], silent: int) -> Path:
    """Write data and configuration; gives config/."""
    today, now = datetime.now(UTC).date(), datetime.now(NEDERLAND)
    for vorm in {one.vorm for one in everyone}:
        stuf_data(where.plaats, vorm, today, PER_PAGINA)
    config = configuratie(folder, where, stuf_bron(where, everyone[0].vorm, PER_PAGINA))
    service = config / "regresbrug.yaml"
    settings = _lees(service)
    _dump(service, dict(settings, uitgaand=[*settings["uitgaand"], f"localhost:{silent}"]))
    (first,) = (config / "gemeenten").iterdir()
    block = _lees(first)
    first.unlink()
    due = f"{now - timedelta(minutes=5):%H:%M}"
    for one in everyone:
        _schrijf_gemeente(config, block, one, where, silent, due)
    return config


def _schrijf_gemeente(
    config: Path, block: dict[str, Any], one: Deelnemer, where: Opstelling, silent: int, due: str
) -> None:
    number = one.nummer
    name = NAMEN[number % len(NAMEN)] + (f" {number // len(NAMEN)}" if number >= len(NAMEN) else "")
    port = silent if one.gedrag == "hangt" else where.poort
    way = "weigert" if one.gedrag == "weigert" else f"wacht-{one.wacht_ms}"
    source = dict(
        block["bronnen"]["bron"],
        adres=f"https://localhost:{port}/StUF/BeantwoordVraag/{way}/{naam(one.vorm)}",
        vanaf=datetime.now(UTC).date() - timedelta(days=90),
        venster={"tijd": due, "dagen": 90},
        # The round of all months is of another night: our zaaksysteem would give all each time.
        rondgang={"dag": _over_drie_dagen(), "tijd": due},
        omgang={"tegelijk": 16},
    )
    own = dict(block, gemeentecode=code(number), naam=name, bronnen={"bron": source})
    _dump(config / "gemeenten" / f"{code(number)}-proef.yaml", own)


def _over_drie_dagen() -> str:
    return _DAGEN[(datetime.now(NEDERLAND).weekday() + 3) % 7]


def _lees(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    return found


def _dump(file: Path, content: dict[str, Any]) -> None:
    with file.open("w", encoding="utf-8") as out:
        YAML().dump(content, out)


@contextmanager
def _zwijger() -> Iterator[int]:
    """Open a port that takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as door:
        yield door.getsockname()[1]


# -- the night ----------------------------------------------------------------------------------


def _nacht(config: Path, everyone: list[Deelnemer], window: float) -> int:
    words = [sys.executable, "-P", "-m", "console.cli", "serve", "--once-due", "--config"]
    began = datetime.now(UTC)
    with (config.parent / "log").open("wb") as out:
        service = subprocess.Popen([*words, str(config)], cwd=ROOT, stdout=out, stderr=out)
        print(_kijk(service, began), flush=True)
    database = config.parent / "regresbrug.db"
    if not database.exists():
        raise SystemExit((config.parent / "log").read_text(encoding="utf-8"))
    ends = _geeindigd(database, began)
    for behaviour in ("gezond", "hangt", "weigert"):
        some = [one for one in everyone if one.gedrag == behaviour]
        free = sorted(ends[code(one.nummer)] for one in some if code(one.nummer) in ends)
        last = f", de laatste na {free[-1]:.0f} s" if free else ""
        records = sum(one.vorm.aantal for one in some)
        told = f"{len(some):>4} gemeenten, {records:>9,} records, {len(free)} klaar{last}"
        print(f"{behaviour:<8} {told}")
    healthy = [ends.get(code(one.nummer)) for one in everyone if one.gedrag == "gezond"]
    return int(any(end is None or end > window for end in healthy))


def _kijk(service: "subprocess.Popen[bytes]", began: datetime) -> str:
    """Wait for the service; gives what it cost, and the most that it held."""
    most, proc = {"bestanden": 0, "draden": 0, "kib": 0}, Path(f"/proc/{service.pid}")
    while True:
        ended, status, used = os.wait4(service.pid, os.WNOHANG)
        if ended:
            service.returncode = os.waitstatus_to_exitcode(status)
            break
        with suppress(FileNotFoundError, ProcessLookupError):
            lines = (proc / "status").read_text(encoding="ascii").splitlines()
            told = dict(line.split(":", 1) for line in lines)
            now = {
                "bestanden": len(list((proc / "fd").iterdir())),
                "draden": int(told["Threads"]),
                "kib": int(told.get("VmHWM", "0 kB").split()[0]),
            }
            most = {name: max(count, now[name]) for name, count in most.items()}
        time.sleep(0.5)
    wall = (datetime.now(UTC) - began).total_seconds()
    return (
        f"einde {service.returncode}, wand {wall:.0f} s,"
        f" cpu {used.ru_utime + used.ru_stime:.0f} s, piek {most['kib'] / 1024:.0f} MiB,"
        f" {most['bestanden']} bestanden, {most['draden']} draden"
    )


def _geeindigd(database: Path, began: datetime) -> dict[str, float]:
    """Give by municipality how many seconds after the start all it had was read and delivered."""
    left = "SELECT DISTINCT gemeente FROM outbox WHERE status = 'klaargezet'"
    query = f"""SELECT gemeente, max(geeindigd) FROM run GROUP BY gemeente
                HAVING min(resultaat = 'vrij') AND gemeente NOT IN ({left})"""  # noqa: S608 - ours
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as ledger:
        rows = ledger.execute(query).fetchall()
    return {gemeente: (_moment(text) - began).total_seconds() for gemeente, text in rows}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


if __name__ == "__main__":
    sys.exit(main())
