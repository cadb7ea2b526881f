"""Two municipalities that had a night, and the console over them in this process."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from starlette.testclient import TestClient

import scheduler
from ledger import Ledger
from pipeline import RunVerslag, SlotSoort
from settings import Settings, aansluiten
from tests.tools.gemeente import NU, Gemeente, csv_bytes, rij
from tests.tools.routes import ANDERE, EIGEN, GEHEIM
from web.look.aanmelden.toelating import AchterProxy
from web.server import app_van
from web.wereld import Wereld

HUIS = "https://console.example"
NAMEN = {EIGEN: "Duinrand", ANDERE: "Zandmeer"}
CONSOLE: dict[str, Any] = {
    "accounts": "../accounts.db",
    "sleutel": "secret://file/./geheim/console.key",
    "poort": 0,
}


@dataclass
class Paginawereld:
    """The console, and what stands behind it; `now` is its clock."""

    gemeente: Gemeente
    ledger: Ledger
    client: TestClient
    now: datetime = NU

    def klok(self) -> datetime:
        return self.now

    def nacht(self, code: str = EIGEN, dagen: int = 1) -> RunVerslag:
        """Let a municipality's next night come, and read what lies there."""
        self.now += timedelta(days=dagen)
        settings = self.settings()
        (een,) = settings.kies([code])
        line = aansluiten(settings, een, self.klok, {})
        done = scheduler.ronde(line, self.ledger, [("export", SlotSoort.NACHT)], self.klok)
        return done.runs[0]

    def settings(self) -> Settings:
        return self.gemeente.settings()

    @contextmanager
    def herstart(self) -> Iterator[None]:
        """Start the console anew, by the configuration as it is now."""
        wereld = Wereld(self.settings(), self.ledger, self.klok)
        app = app_van(wereld, AchterProxy(GEHEIM), veilig=True)
        with TestClient(app, HUIS, follow_redirects=False) as self.client:
            yield


def tweede(gemeente: Gemeente) -> None:
    """Write a second municipality beside the first, with a key and an export of its own."""
    key = secrets.token_hex(32)
    gemeente.geheim("wortel-9902.key", key)
    (gemeente.folder / "export2").mkdir()
    source = gemeente.gemeente["bronnen"]["export"] | {"map": "../export2"}
    other = gemeente.gemeente | {
        "gemeentecode": ANDERE,
        "naam": NAMEN[ANDERE],
        "sleutels": {1: "secret://file/./geheim/wortel-9902.key"},
        "bronnen": {"export": source},
    }
    with (gemeente.config / "gemeenten" / "9902-zandmeer.yaml").open("w") as out:
        YAML().dump(other, out)


def levering(gemeente: Gemeente, code: str, records: int = 30, ongevallen: int = 7) -> None:
    """Put an export down, of which the first so many follow from an accident."""
    rows = [rij(n, "J" if n <= ongevallen else "N") for n in range(1, records + 1)]
    folder = {EIGEN: "export", ANDERE: "export2"}[code]
    (gemeente.folder / folder / "wmo_voorzieningen.csv").write_bytes(csv_bytes(rows))


@contextmanager
def paginawereld(folder: Path, **console: Any) -> Iterator[Paginawereld]:
    """Make the console with two municipalities, each with one night behind it.

    console  keys of the block `console:`

    Run 1 is of 9901 and waits for a person; run 2 is of 9902 and went.
    """
    gemeente = Gemeente(folder)
    gemeente.geheim("console.key", secrets.token_hex(32))
    gemeente.dienst |= {"console": CONSOLE | console}
    gemeente.gemeente["rem"] = {"nieuw": 3, "waarom": "toets"}
    gemeente.schrijf()
    del gemeente.gemeente["rem"]
    tweede(gemeente)
    gemeente.gemeente["rem"] = {"nieuw": 3, "waarom": "toets"}
    for code in NAMEN:
        levering(gemeente, code)
    settings = gemeente.settings()
    with settings.open_grootboek(NU) as ledger:
        made = Paginawereld(gemeente, ledger, _geen())
        wereld = Wereld(settings, ledger, made.klok)
        app = app_van(wereld, AchterProxy(GEHEIM), veilig=True)
        with TestClient(app, HUIS, follow_redirects=False) as client:
            made.client = client
            made.nacht(EIGEN)
            made.nacht(ANDERE, dagen=0)
            yield made


def _geen() -> TestClient:
    async def nothing(scope: Any, receive: Any, send: Any) -> None: ...

    return TestClient(nothing)
