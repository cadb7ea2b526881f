"""Puts down what is measured: the data, a whole configuration, and the doors that are asked."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.snel import deuren, gegevens
from bench.snel.gegevens import Vorm
from bench.snel.omgevingen import ROOT
from demo.certificaten import maak

EXPORT = "wmo_voorzieningen.csv"


@dataclass(frozen=True, slots=True)
class Opstelling:
    """One place on disk with everything; `poort` is that of the doors."""

    plaats: Path
    poort: int

    @property
    def tls(self) -> Path:
        """Give the folder of the certificates."""
        return self.plaats / "tls"

    def url(self, vorm: Vorm) -> str:
        """Give the address of a zaaksysteem that holds this data."""
        return f"https://localhost:{self.poort}{deuren.PAD}/{naam(vorm)}"


def naam(vorm: Vorm) -> str:
    """Name a data set."""
    return f"{vorm.aantal}-{vorm.aandeel:g}-{vorm.seed}"


@contextmanager
def opgesteld(plaats: Path) -> Iterator[Opstelling]:
    """Make certificates and open the doors."""
    maak(plaats / "tls")
    command = [sys.executable, "-P", "-m", "bench.snel.deuren", str(plaats), str(plaats / "tls")]
    doors = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with doors:
        port = (doors.stdout.readline() if doors.stdout else "").strip()
        yield Opstelling(plaats, int(port))


def stuf_data(plaats: Path, vorm: Vorm, vandaag: date, per_pagina: int) -> Path:
    """Write the pages of a data set once; gives their folder."""
    folder = plaats / naam(vorm)
    if not (folder / "paginas.json").exists():
        folder.mkdir(exist_ok=True)
        gegevens.schrijf_paginas(folder, vorm, vandaag, per_pagina, deuren.kop)
    return folder


def csv_data(plaats: Path, vorm: Vorm, vandaag: date) -> Path:
    """Write the export of a data set once; gives the file, alone in its folder."""
    file = plaats / f"csv-{naam(vorm)}" / EXPORT
    if not file.exists():
        file.parent.mkdir()
        gegevens.schrijf_export(file, vorm, vandaag)
    return file


def configuratie(folder: Path, opstelling: Opstelling, bron: dict[str, Any]) -> Path:
    """Write a whole configuration with an empty ledger, one source, and the backend at our door."""
    from tests.tools.gemeente import Gemeente

    tls, address = opstelling.tls, f"localhost:{opstelling.poort}"
    made = Gemeente(folder)
    made.dienst["log"] = "WARNING"
    made.dienst["eigen_computer"] = "meting"
    made.dienst["uitgaand"] = [address]
    made.dienst["bestemming"] = {
        "soort": "regresloket",
        "adres": f"https://{address}",
        "ca": str(tls / "ca.pem"),
        "clientcertificaat": str(tls / "client.pem"),
        "clientsleutel": str(tls / "client.key"),
    }
    made.gemeente["rem"] = {"nieuw": 10**9, "aandeel": 1.0, "waarom": "meting"}
    made.gemeente["bronnen"] = {"bron": bron}
    made.schrijf()
    return made.config


def stuf_bron(opstelling: Opstelling, vorm: Vorm, per_pagina: int) -> dict[str, Any]:
    """Describe the zaaksysteem as a source."""
    tls = opstelling.tls
    return {
        "soort": "stuf_zkn",
        "mapping": "duinrand-stuf",
        "adres": opstelling.url(vorm),
        "zender": {"organisatie": "Regresloket", "applicatie": "Regresbrug"},
        "ontvanger": {"organisatie": "9901", "applicatie": "WmoRegistratie"},
        "zaaktypen": ["WMO-VOORZ"],
        "ca": str(tls / "ca.pem"),
        "clientcertificaat": str(tls / "client.pem"),
        "clientsleutel": str(tls / "client.key"),
        "per_pagina": per_pagina,
        "vanaf": date(2019, 1, 1),
    }


def csv_bron(file: Path) -> dict[str, Any]:
    """Describe the folder of an export as a source."""
    folder = str(file.parent)
    return {"soort": "map", "mapping": "duinrand-csv", "map": folder, "patroon": "*.csv"}
