"""`init`: a new configuration, from the example that is shipped."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.tell import put, tell

if TYPE_CHECKING:
    from settings.example import Transport


def init(
    map_: Annotated[Path, typer.Argument(metavar="MAP", help="Waar de configuratie komt.")] = Path(
        "config"
    ),
    code: Annotated[
        str,
        typer.Option("--code", metavar="CODE", prompt="Gemeentecode", help="CBS-code, 4 cijfers."),
    ] = "",
    naam: Annotated[
        str, typer.Option("--naam", metavar="NAAM", prompt="Naam", help="Naam van de gemeente.")
    ] = "",
    transport: Annotated[
        str,
        typer.Option(
            "--transport", metavar="SOORT", help="stuf, sftp of map: hoe de gegevens komen."
        ),
    ] = "sftp",
) -> int:
    """Maak een configuratie voor een nieuwe gemeente (stand proef), met een wortelsleutel."""
    from settings.example import Nieuw, maak

    for file in maak(map_, Nieuw(code, naam, _transport(transport))):
        put(str(file))
    tell("Vul nu in: adressen in regresbrug.yaml en gemeenten/, kolommen in mappings/,")
    tell("de openbare sleutel van het Regresloket in ontvanger/, geheimen in geheim/.")
    tell(f"Daarna: regresbrug check --config {map_}")
    tell("Bewaar een kopie van de wortelsleutel op een veilige plek: zonder die sleutel")
    tell("herkent Regresbrug zijn eigen meldingen niet meer.")
    return 0


def _transport(given: str) -> "Transport":
    from regres import Problem, UsageProblem
    from settings.example import Transport

    try:
        return Transport(given)
    except ValueError:
        doe = f"Kies uit: {', '.join(Transport)}."
        raise UsageProblem(Problem("C-0303", "Dit transport bestaat niet.", doe=doe)) from None
