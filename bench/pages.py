"""How quick the console's pages are: server time and questions to the ledger, of every page.

    python -P -m bench.pages [--gemeenten 342] [--runs 400] [--rounds 15] [--folder DIR]

Makes a ledger of that size, asks every page of the table in tests/acceptance/test_routes.py as
somebody who may have it everywhere, as HTML and in this process: what is measured is the time from
request to answer without a network. Writes per page the median of CPU and wall in milliseconds,
questions to the ledger, and KiB. Ends with 1 when the CPU of a page is over 150 ms: wall time also
counts what else the machine does. Pages that connect to something (a POST), show a person, or
work on a source are not among them.
"""

import argparse
import secrets
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from starlette.testclient import TestClient

from settings import Settings
from tests.acceptance.test_routes import TABEL
from tests.tools.gemeente import Gemeente
from tests.tools.paginawereld import CONSOLE, HUIS
from tests.tools.routes import GEHEIM, Rij, kop
from tests.tools.veel import Veel, code, instellingen, vul
from tests.tools.vragen import geteld
from web.look.aanmelden.toelating import AchterProxy
from web.server import app_van
from web.wereld import Wereld

NOW = datetime(2026, 11, 22, 7, 41, tzinfo=UTC)
MOST = 0.150
#: The workbench reads a sample of the source; it has a bound of its own.
_NIET = ("werkbank",)


def world(folder: Path, veel: Veel) -> Settings:
    """Write the configuration and the ledger."""
    gemeente = Gemeente(folder)
    gemeente.geheim("console.key", secrets.token_hex(32))
    gemeente.dienst |= {"console": CONSOLE}
    gemeente.schrijf()
    settings = instellingen(gemeente.settings(), veel)
    settings.open_grootboek(NOW).close()
    vul(settings, veel)
    return settings


def pages() -> list[Rij]:
    """Give the pages that are measured: those that are got, and hold for this ledger."""
    return [
        rij
        for rij in TABEL
        if rij.methode == "GET" and not rij.vers and not any(part in rij.pad for part in _NIET)
    ]


@dataclass(frozen=True)
class Gemeten:
    """What one page takes, in seconds, questions and bytes."""

    cpu: float
    wall: float
    vragen: int
    bytes: int

    def __str__(self) -> str:
        """Give the cells of a table."""
        times = f"{1000 * self.cpu:.0f} | {1000 * self.wall:.0f}"
        return f"{times} | {self.vragen} | {self.bytes // 1024}"


def measure(client: TestClient, rij: Rij, address: str, rounds: int) -> Gemeten:
    """Ask a page so many times; the first one fills caches, and its questions are counted."""
    headers = kop(",".join(f"{rol}@*" for rol in rij.rollen.split()), NOW)
    cpu, wall, size = [], [], 0
    with geteld() as asked:
        answer = client.get(address, headers=headers)
    for _ in range(rounds):
        begun, used = time.perf_counter(), time.process_time()
        answer = client.get(address, headers=headers)
        wall.append(time.perf_counter() - begun)
        cpu.append(time.process_time() - used)
        size = len(answer.content)
    if answer.status_code != rij.geeft:
        raise SystemExit(f"{address}: {answer.status_code}")
    return Gemeten(statistics.median(cpu), statistics.median(wall), len(asked), size)


def main() -> int:
    """Make the world, ask every page, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gemeenten", type=int, default=342)
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    veel = Veel(given.gemeenten, given.runs, date(2026, 11, 22))
    with tempfile.TemporaryDirectory(dir=given.folder) as made:
        begun = time.perf_counter()
        settings = world(Path(made), veel)
        print(f"world in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
        return _tell(settings, given.rounds)


def _tell(settings: Settings, rounds: int) -> int:
    slow = False
    with settings.open_grootboek(NOW) as ledger:
        app = app_van(Wereld(settings, ledger, lambda: NOW), AchterProxy(GEHEIM), veilig=True)
        with TestClient(app, HUIS, follow_redirects=False) as client:
            for rij in pages():
                if rij.plek and set(rij.plek) != {"run"}:
                    continue
                address = rij.adres(code(0))
                found = measure(client, rij, address, rounds)
                slow = slow or found.cpu > MOST
                print(f"| {rij.pad} | {found} |", flush=True)
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
