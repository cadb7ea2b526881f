"""Options that many commands share, each with its help once."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How data comes out."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


ConfigOption = Annotated[
    Path,
    typer.Option(
        "--config", metavar="MAP", help="De map met de configuratie.", envvar="REGRESBRUG_CONFIG"
    ),
]
GemeenteOption = Annotated[
    list[str] | None,
    typer.Option(
        "--gemeente",
        "-g",
        metavar="NAAM",
        help="Naam of code van een gemeente; mag vaker. Anders: alle.",
    ),
]
EneGemeenteOption = Annotated[
    str | None,
    typer.Option("--gemeente", "-g", metavar="NAAM", help="Naam of code van de gemeente."),
]
EneBronOption = Annotated[
    str | None, typer.Option("--bron", metavar="NAAM", help="Welke bron van de gemeente.")
]
InPlaatsVanOption = Annotated[
    Path | None,
    typer.Option("--file", metavar="BESTAND", help="Lees dit bestand in plaats van de bron."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="Hoe de uitvoer eruitziet.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Geen voortgang of uitleg.")]
CONFIG = Path("config")
