"""How quick the pages of console and loket are: server time and questions, of every page.

    python -P -m bench.pages [--gemeenten 342] [--runs 400] [--zaken 10000] [--rounds 15]
                             [--folder DIR]

Makes a ledger and a loket of that size, asks every page of the tables in test_routes.py and
test_loketroutes.py as somebody who may have it everywhere, as HTML and in this process: what is
measured is the time from request to answer without a network. Writes per page the median of CPU and
wall in milliseconds, questions to the database, and KiB. Ends with 1 when the CPU of a page is over
150 ms (the workbench, which reads 500 records: 500 ms): wall time also counts what else the machine
does. Pages that connect to something (a POST) or show a person are not among them.
"""

import argparse
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from pathlib import Path

from starlette.testclient import TestClient

from ledger import Ledger, Meldingvraag, StubSoort
from settings import Settings
from tests.acceptance.test_loketroutes import TABEL as LOKET_TABEL
from tests.acceptance.test_routes import TABEL as CONSOLE_TABEL
from tests.tools import loketkijk
from tests.tools.gemeente import Gemeente, csv_bytes
from tests.tools.gemeente import rij as bronrij
from tests.tools.loketzaken import balie, zet_vol
from tests.tools.paginawereld import CONSOLE, HUIS
from tests.tools.routes import GEHEIM, Rij, kop
from tests.tools.veel import Veel, code, instellingen, vul
from tests.tools.vragen import geteld
from web.look.aanmelden.toelating import AchterProxy
from web.server import app_van
from web.wereld import Wereld

NOW = datetime(2026, 11, 22, 7, 41, tzinfo=UTC)
MOST = 0.150
#: The workbench reads a sample of the source: a bound of its own.
MOST_WERKBANK = 0.500
#: Which records a page shows one of, by the word in its path.
_SOORT = {
    "quarantaine": StubSoort.QUARANTAINE,
    "vastgehouden": StubSoort.VASTGEHOUDEN,
    "beoordelen": StubSoort.BEOORDELEN,
}


def world(folder: Path, veel: Veel) -> Settings:
    """Write the configuration and the ledger."""
    gemeente = Gemeente(folder)
    gemeente.geheim("console.key", secrets.token_hex(32))
    gemeente.dienst |= {"console": CONSOLE}
    gemeente.schrijf()
    settings = instellingen(gemeente.settings(), veel)
    settings.open_grootboek(NOW).close()
    vul(settings, veel)
    rows = [bronrij(n, "N" if n % 5 else "J") for n in range(500)]
    (gemeente.folder / "export" / "wmo_voorzieningen.csv").write_bytes(csv_bytes(rows))
    return settings


def pages(ledger: Ledger) -> Iterator[tuple[str, str, str]]:
    """Give name, address and roles of the pages that are measured: those that are got."""
    for rij in CONSOLE_TABEL:
        if rij.methode != "GET" or rij.vers:
            continue
        if address := _adres(ledger, rij):
            yield rij.pad, address, ",".join(f"{rol}@*" for rol in rij.rollen.split())


def _adres(ledger: Ledger, rij: Rij) -> str:
    """Give the address of a page; "" when this ledger has no record of that kind."""
    if "referentie" in rij.plek:
        _, found = ledger.meldingen(Meldingvraag([code(0)], "", "", 1))
        return rij.pad.format(gemeente=code(0), referentie=found[0].referentie)
    if "kenmerk" in rij.plek:
        soort = next(one for word, one in _SOORT.items() if word in rij.pad)
        for number in range(20):
            for row in ledger.stubs(code(number), soort):
                return rij.pad.format(gemeente=code(number), kenmerk=row.zoeksleutel)
        return ""
    return rij.adres(code(0))


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


def measure(client: TestClient, address: str, headers: Mapping[str, str], rounds: int) -> Gemeten:
    """Ask a page so many times; the first one fills caches, and its questions are counted."""
    cpu, wall, size = [], [], 0
    with geteld() as asked:
        answer = client.get(address, headers=headers)
    for _ in range(rounds):
        begun, used = time.perf_counter(), time.process_time()
        answer = client.get(address, headers=headers)
        wall.append(time.perf_counter() - begun)
        cpu.append(time.process_time() - used)
        size = len(answer.content)
    if answer.status_code != HTTPStatus.OK:
        raise SystemExit(f"{address}: {answer.status_code}")
    return Gemeten(statistics.median(cpu), statistics.median(wall), len(asked), size)


def main() -> int:
    """Make the world, ask every page, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gemeenten", type=int, default=342)
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--zaken", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    veel = Veel(given.gemeenten, given.runs, date(2026, 11, 22))
    with tempfile.TemporaryDirectory(dir=given.folder) as made:
        begun = time.perf_counter()
        settings = world(Path(made), veel)
        print(f"world in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
        slow = [*_console(settings, given.rounds), *_loket(Path(made), given.zaken, given.rounds)]
    print("over the bound:", ", ".join(slow) or "none", file=sys.stderr)
    return int(bool(slow))


def _console(settings: Settings, rounds: int) -> Iterator[str]:
    """Tell of every page of the console; gives the slow ones."""
    with settings.open_grootboek(NOW) as ledger:
        app = app_van(Wereld(settings, ledger, lambda: NOW), AchterProxy(GEHEIM), veilig=True)
        with TestClient(app, HUIS, follow_redirects=False) as client:
            for name, address, roles in pages(ledger):
                found = measure(client, address, kop(roles, NOW), rounds)
                print(f"| {name} | {found} |", flush=True)
                if found.cpu > (MOST_WERKBANK if "werkbank" in name else MOST):
                    yield name


def _loket(folder: Path, cases: int, rounds: int) -> Iterator[str]:
    """Tell of every page of a loket with so many cases; gives the slow ones."""
    (folder / "loket").mkdir()
    with balie(folder / "loket") as here:
        zet_vol(here.archief, cases, ("9901", "9902", "9903"))
        rich = loketkijk.vul(here)["zaak"]
        for rij in LOKET_TABEL:
            if rij.methode != "GET" or rij.vers:
                continue
            address = rij.pad.replace("/zaken/{gemeente}/{nummer}", rich)
            found = measure(here.client, address, here.kop(), rounds)
            print(f"| loket {rij.pad} | {found} |", flush=True)
            if found.cpu > MOST:
                yield f"loket {rij.pad}"


if __name__ == "__main__":
    sys.exit(main())
