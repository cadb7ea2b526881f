"""`profile`: what the columns of a source hold, without a value of a person."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.options import (
    CONFIG,
    ConfigOption,
    EneBronOption,
    EneGemeenteOption,
    Format,
    FormatOption,
)
from console.tell import put, put_json, tell, woord

if TYPE_CHECKING:
    from pipeline.verkenning import Verkenning


def profile(
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="BESTAND", help="Een export waar nog niets van bekend is."),
    ] = None,
    config: ConfigOption = CONFIG,
    gemeente: EneGemeenteOption = None,
    bron: EneBronOption = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", metavar="BESTAND", help="Lees --file zoals deze mapping zegt."),
    ] = None,
    rows: Annotated[
        int, typer.Option("--rows", metavar="N", min=1, help="Kijk naar zoveel records.")
    ] = 500,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "--out", metavar="BESTAND", help="Schrijf ook naar .html of .json; mag vaker."
        ),
    ] = None,
    format: FormatOption = Format.TEXT,
) -> int:
    """Toon per kolom: hoeveel gevuld, hoeveel verschillend, patronen, lengtes, wat het lijkt.

    Waarden van personen worden nooit getoond. Met alleen `--file` stelt dit ook voor hoe het
    bestand geschreven is. Er wordt niets verstuurd en niets bewaard.
    """
    from console.profielrapport import als_json, mag_heten, regels, schrijf

    mag_heten(out or ())
    seen, name = _kijk(file, config, gemeente, bron, mapping, rows)
    for target in out or ():
        schrijf(seen, name, target)
        tell(woord("geschreven", bestand=target))
    if format is not Format.TEXT:
        put_json(als_json(seen, name))
        return 0
    if strange := seen.profiel.past_niet:
        tell(woord("past_niet", kolommen=", ".join(strange)))
    for line in regels(seen):
        put(line)
    if seen.dialect is not None and file is not None:
        tell(
            "Dit is een voorstel. Een mapping ernaar maken: regresbrug init --voorbeeld "
            + str(file)
        )
    return 0


def _kijk(
    file: Path | None,
    config: Path,
    gemeente: str | None,
    bron: str | None,
    mapping: Path | None,
    rows: int,
) -> tuple["Verkenning", str]:
    import scheduler
    from console.kijkroute import kijkroute
    from pipeline.verantwoording import Lezing
    from pipeline.verkenning import verken_bestand, verken_bron

    if file is not None and gemeente is None and mapping is None:
        return verken_bestand(file, rows), file.name
    route, slot, *_ = kijkroute(config, gemeente, bron, file, mapping)
    name = file.name if file else f"{route.gemeente.naam}/{route.bronset}"
    with Lezing(route.logboek, scheduler.utc_now):
        return verken_bron(route.connector, route.plan, slot, rows), name
