"""The whole chain for tests: config on disk, real servers, and the command line over it.

The command line has the clock of the machine, so every date here counts from today.
"""

import contextlib
import io
import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncssh

from console.cli import main
from demo.sftp_server import Account, SftpServer
from demo.stuf_server import Quirks, StufServer
from demo.stuf_zaak import Zaak
from ledger import Ledger
from loket import LoketSleutel
from loket.database import melding as meldingen
from regres import Datum
from regres.dag import lokale_dag
from tests.tools import loket
from tests.tools.gemeente import DIENST, GEMEENTE, ROOT, Gemeente, publieke_jwk, rij
from tests.tools.loket import CLIENT, SECRET, Huis
from tests.tools.stuf import certificaten, zaak

HOST_KEY = asyncssh.generate_private_key("ssh-ed25519")
OTHER_HOST_KEY = asyncssh.generate_private_key("ssh-ed25519")
LOGIN = asyncssh.generate_private_key("ssh-ed25519")


def nu() -> datetime:
    """Give the present moment."""
    return datetime.now(UTC)


def vandaag() -> date:
    """Give today's date where the municipality is: by UTC it is another one for an hour or two."""
    return lokale_dag(nu())


def geleden(dagen: int) -> str:
    """Give a day in the past as the export writes it."""
    return f"{vandaag() - timedelta(days=dagen):%d-%m-%Y}"


def vers(nummer: int, vlag: str = "N", **anders: str) -> dict[str, str]:
    """Make a row of the export; with flag J an accident of this year, that is sent."""
    recent = {"Datum beschikking": geleden(60), "Ingangsdatum": geleden(50)}
    if vlag == "J":
        recent |= {"Datum ongeval": geleden(200), "Bekend op": geleden(180)}
    return rij(nummer, vlag, **recent | anders)


def verse_zaak(nummer: int, vlag: str = "N", **anders: Any) -> Zaak:
    """Make a provision of the StUF server, started in the last weeks."""
    start = vandaag() - timedelta(days=10 + nummer % 20)
    accident = Datum.lees((start - timedelta(days=100)).isoformat()) if vlag == "J" else Datum()
    made = zaak(
        nummer,
        startdatum=start,
        datum_beslissing=start,
        ingangsdatum=start,
        indicatie_ongeval=vlag,
        datum_ongeval=accident,
        soort_ongeval="verkeer" if vlag == "J" else "",
        derde_aansprakelijk="J" if vlag == "J" else "",
        bekend_op=start - timedelta(days=90) if vlag == "J" else None,
        bedrag_soort="eenmalig",
        status="toegekend",
    )
    return replace(made, **anders)


# -- the command line ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Uitkomst:
    """What a command gave: exit code, data and messages."""

    code: int
    uit: str = field(repr=False)
    fout: str = field(repr=False)

    @property
    def regels(self) -> list[Any]:
        """Give the JSON value on each line of the data."""
        return [json.loads(line) for line in self.uit.splitlines()]

    @property
    def json(self) -> Any:
        """Give the data as one JSON value."""
        return json.loads(self.uit)


def codes(fout: str) -> list[str]:
    """Give the code of each problem that was told."""
    return re.findall(r"^([A-Z]-[0-9]{4})  ", fout, re.MULTILINE)


def opdracht(*woorden: str | Path) -> Uitkomst:
    """Give a command, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(word) for word in woorden])
    return Uitkomst(code, out.getvalue(), err.getvalue())


def omgeving(**anders: str) -> dict[str, str]:
    """Give the environment of a process of ours."""
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | anders


def proces(*woorden: str | Path, **anders: str) -> Uitkomst:
    """Give a command in a process of its own, as it is started when installed."""
    command = [sys.executable, "-P", "-m", "console.cli", *map(str, woorden)]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=60, env=omgeving(**anders)
    )
    return Uitkomst(done.returncode, done.stdout, done.stderr)


# -- the chain -------------------------------------------------------------------------------------


class Keten:
    """One municipality of which each part can be made real; `schrijf` after every change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.gemeente = Gemeente(folder, deepcopy(DIENST) | {"log": "WARNING"}, deepcopy(GEMEENTE))
        days = {"geldig_van": "2026-01-01", "geldig_tot": dag(700)}
        self.ontvanger(publieke_jwk(**days))

    @property
    def config(self) -> Path:
        """Give the config folder."""
        return self.gemeente.config

    def schrijf(self) -> None:
        """Write the configuration."""
        self.gemeente.schrijf()

    def ontvanger(self, jwk: dict[str, Any], name: str = "loket.jwk") -> None:
        """Put a public key of the recipient in its folder."""
        (self.config / "ontvanger" / name).write_text(json.dumps(jwk))

    def mag_naar(self, address: str) -> None:
        """Add an address on this machine that may be reached."""
        dienst = self.gemeente.dienst
        dienst["uitgaand"] = sorted({*dienst["uitgaand"], address})
        dienst["eigen_computer"] = "toets"

    # -- parts

    def met_loket(self, huis: Huis) -> None:
        """Deliver to a loket, over TLS, sealed for its key."""
        self.mag_naar(huis.server.url.removeprefix("https://"))
        self.gemeente.dienst["bestemming"] = {
            "soort": "regresloket",
            "adres": huis.server.url,
            "ca": str(huis.ca),
        }
        self.gemeente.geheim("loket.secret", SECRET)
        access = {"client": CLIENT, "geheim": "secret://file/./geheim/loket.secret"}
        self.gemeente.gemeente["regresloket"] = access
        self.sleutel_van(huis.sleutel)
        self.schrijf()

    def sleutel_van(self, sleutel: LoketSleutel, tot: int = 700) -> None:
        """Seal for this key of a loket, until so many days from now."""
        days = {"geldig_van": "2026-01-01", "geldig_tot": dag(tot)}
        self.ontvanger(sleutel.publiek | days)

    def met_sftp(self, server: SftpServer) -> None:
        """Read the export from an SFTP server."""
        self.gemeente.geheim("sftp", LOGIN.export_private_key().decode())
        self.mag_naar(f"127.0.0.1:{server.port}")
        self.gemeente.gemeente["bronnen"]["export"] = {
            "soort": "sftp",
            "mapping": "duinrand-csv",
            "host": "127.0.0.1",
            "poort": server.port,
            "gebruiker": "regresbrug",
            "hostsleutel": HOST_KEY.export_public_key().decode().strip(),
            "sleutel": "secret://file/./geheim/sftp",
            "patroon": "*.csv",
        }
        self.schrijf()

    def met_stuf(self, url: str, ook: bool = False, **anders: Any) -> None:
        """Read from a StUF server over mutual TLS; with `ook` beside the export."""
        certs = certificaten()
        self.gemeente.geheim("tls.key", certs.client_sleutel.read_text())
        self.mag_naar(url.removeprefix("https://").partition("/")[0])
        source = {
            "soort": "stuf_zkn",
            "mapping": "duinrand-stuf",
            "adres": url,
            "zender": {"applicatie": "Regresbrug", "organisatie": "Regresloket"},
            "ontvanger": {"applicatie": "WmoRegistratie", "organisatie": "9901"},
            "zaaktypen": ["WMO-VOORZ"],
            "ca": str(certs.ca),
            "clientcertificaat": str(certs.client),
            "clientsleutel": "geheim/tls.key",
            "vanaf": vandaag() - timedelta(days=40),
        }
        known = self.gemeente.gemeente["bronnen"] if ook else {}
        self.gemeente.gemeente["bronnen"] = known | {"zaken": source | anders}
        self.schrijf()

    # -- what it does

    def geef(self, woord: str, *woorden: str | Path) -> Uitkomst:
        """Give a command with this configuration."""
        return opdracht(woord, *woorden, "--config", self.config)

    def run(self, *woorden: str) -> tuple[Uitkomst, dict[str, Any]]:
        """Run once; give what came of it, and the last run's report."""
        done = self.geef("run", "--format", "jsonl", *woorden)
        runs = [line for line in done.regels if line["schema"] == "regresbrug/run/1"]
        return done, (runs or [{}])[-1]

    @contextlib.contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """Open the ledger."""
        with self.gemeente.settings().open_grootboek(nu()) as opened:
            yield opened


def dag(over: int) -> str:
    """Give a day from now on, as keys carry it."""
    return (vandaag() + timedelta(days=over)).isoformat()


@contextlib.contextmanager
def loket_draait(folder: Path, **anders: Any) -> Iterator[Huis]:
    """Run a loket with the machine's clock."""
    folder.mkdir(parents=True, exist_ok=True)
    with loket.running(folder, **{"klok": nu} | anders) as huis:
        yield huis


@contextlib.contextmanager
def sftp_draait(root: Path, host_key: asyncssh.SSHKey = HOST_KEY) -> Iterator[SftpServer]:
    """Show a folder over SFTP."""
    account = Account("regresbrug", LOGIN.export_public_key().decode().strip())
    with SftpServer(root, host_key.export_private_key(), account) as server:
        yield server


@contextlib.contextmanager
def stuf_draait(zaken: list[Zaak], quirks: Quirks | None = None) -> Iterator[StufServer]:
    """Answer zakLv01 about these provisions, over mutual TLS."""
    with StufServer(zaken, certificaten(), quirks=quirks) as server:
        yield server


def bij_het_loket(huis: Huis) -> list[tuple[str, int, str]]:
    """Give referentie, version and kind of every melding that a loket has."""
    with huis.server.app.state.loket.archief.lezen() as tx:
        rows = tx.execute(meldingen.select().order_by(meldingen.c.id))
        return [(row.referentie, row.versie, row.soort) for row in rows]


def nieuwe_sleutel() -> LoketSleutel:
    """Make a key that no loket knows."""
    return LoketSleutel.maak(f"loket-{secrets.token_hex(3)}")
