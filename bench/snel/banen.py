"""The lanes: who runs on which data, by which command, and with whom each is compared."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from bench.snel.gegevens import Vorm
from bench.snel.omgevingen import PEERS, omgeving
from bench.snel.opstelling import (
    Opstelling,
    configuratie,
    csv_bron,
    csv_data,
    stuf_bron,
    stuf_data,
)

#: Peer -> its environment; "" = ours (standard library only).
STUF_PEERS: Final = {"zeep": "zeep", "xsdata": "xsdata"}
CSV_PEERS: Final = {
    "dictreader": "",
    "pandas": "pandas",
    "polars": "polars",
    "duckdb": "duckdb",
    "dlt": "dlt",
    "singer": "singer",
}
_SCRIPT = {"dictreader": "script_dictreader", "zeep": "zeep_stuf", "xsdata": "xsdata_stuf"}

Command = list[str]


@dataclass(frozen=True, slots=True)
class Baan:
    """One lane of one table; `begin` makes the command of a round, in a folder of its own."""

    naam: str
    uitleg: str
    begin: Callable[[Path], Command]


@dataclass(frozen=True, slots=True)
class Tafel:
    """The lanes that run in turns on one data set.

    vloer    the lane everything is divided by, and by which it is told whether the machine is quiet
    grootte  bytes of the data
    """

    soort: str
    vorm: Vorm
    vloer: str
    grootte: int
    banen: tuple[Baan, ...]


def peers_van(soort: str) -> dict[str, str]:
    """Give the peers of one kind of source."""
    return STUF_PEERS if soort == "stuf" else CSV_PEERS


def stuf_tafel(where: Opstelling, vorm: Vorm, vandaag: date, per_pagina: int) -> Tafel:
    """Make the lanes that ask a zaaksysteem."""
    folder = stuf_data(where.plaats, vorm, vandaag, per_pagina)
    url, tls = where.url(vorm), str(where.tls)
    floors = (
        Baan("https", "vloer: de bladzijden halen", _vloer("https", url, tls)),
        Baan("lxml", "vloer: halen en tokeniseren (lxml)", _vloer("lxml", url, tls)),
    )
    ours = _product(where, f"stuf-{folder.name}", stuf_bron(where, vorm, per_pagina))
    peers = tuple(_peer(name, where.plaats, url, tls) for name in STUF_PEERS)
    size = (folder / "objecten.xml").stat().st_size
    return Tafel("stuf", vorm, "lxml", size, (*floors, *ours, *peers))


def csv_tafel(where: Opstelling, vorm: Vorm, vandaag: date) -> Tafel:
    """Make the lanes that read an export."""
    file = csv_data(where.plaats, vorm, vandaag)
    floors = (
        Baan("bytes", "vloer: de bytes lezen", _vloer("bytes", str(file))),
        Baan("csv", "vloer: csv.reader", _vloer("csv", str(file))),
    )
    ours = _product(where, file.parent.name, csv_bron(file))
    peers = tuple(_peer(name, where.plaats, str(file)) for name in CSV_PEERS)
    return Tafel("csv", vorm, "csv", file.stat().st_size, (*floors, *ours, *peers))


def _vloer(*words: str) -> Callable[[Path], Command]:
    script = str(Path(__file__).with_name("vloeren.py"))
    return lambda _: [sys.executable, "-P", script, *words]


def _product(where: Opstelling, name: str, bron: dict[str, Any]) -> tuple[Baan, ...]:
    """Make our lanes: reading alone, a first run on an empty ledger, and the run after it.

    The second run goes on in what the first one left, so it must come after it in every round.
    """

    def config(folder: Path) -> Path:
        made = folder / name / "config"
        return made if made.exists() else configuratie(folder / name, where, bron)

    def lane(what: str) -> Callable[[Path], Command]:
        return lambda folder: [*_ONS, what, str(config(folder))]

    return (
        Baan("start", "regresbrug: starten alleen", lambda _: [*_ONS, "start"]),
        Baan("lees", "regresbrug: lezen, sleutels en signalen van elk record", lane("lees")),
        Baan("run", "regresbrug: het hele werk", lane("run")),
        Baan("weer", "regresbrug: nog eens, niets veranderd", lane("weer")),
    )


_ONS = [sys.executable, "-P", "-m", "bench.snel.product"]


def _peer(name: str, plaats: Path, *words: str) -> Baan:
    own = (STUF_PEERS | CSV_PEERS)[name]
    python = str(omgeving(own)) if own else sys.executable
    script = str(PEERS / f"{_SCRIPT.get(name, f'{name}_csv')}.py")
    told = f"{name}: filteren, afbeelden, JSON-regels"
    return Baan(name, told, lambda folder: [python, script, *words, str(folder / f"uit-{name}")])
