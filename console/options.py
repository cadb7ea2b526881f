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
FormatOption = Annotated[Format, typer.Option("--format", help="Hoe de uitvoer eruitziet.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Geen voortgang of uitleg.")]
CONFIG = Path("config")
