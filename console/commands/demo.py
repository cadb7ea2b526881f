"""`demo`: the whole chain on this machine, with a municipality that does not exist."""

from pathlib import Path
from typing import Annotated

import typer


def demo(
    once: Annotated[bool, typer.Option("--once", help="Stop als de run klaar is.")] = False,
    dag: Annotated[
        int,
        typer.Option(
            "--dag", metavar="1|2", min=1, max=2, help="1: de eerste nacht; 2: de nacht erna."
        ),
    ] = 1,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Begin van het toeval.")] = 1,
    map_: Annotated[
        Path, typer.Option("--map", metavar="MAP", help="Waar de demo zijn bestanden zet.")
    ] = Path("var/demo"),
) -> int:
    """Speel de hele keten na op deze computer: zaaksysteem, SFTP, Regresbrug en Regresloket."""
    from demo import play

    return play.start(map_, once=once, dag=dag, seed=seed)
