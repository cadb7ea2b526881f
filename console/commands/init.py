"""`init`: a new configuration, from the example that is shipped."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.tell import put, tell

if TYPE_CHECKING:
    from settings.preset import Transport

# Named here, not looked up: explaining a command opens no file. A test keeps it true.
_LEVERANCIER = (
    "Begin met de preset van een leverancier: burgerdesk, legacy-tab, sociaalwerk-suite, "
    "stuf-wmo of zorgvenster. Een andere indeling zo: zorgvenster-v3."
)


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
        str | None,
        typer.Option(
            "--transport",
            metavar="SOORT",
            help="stuf, sftp of map: hoe de gegevens komen. Anders: wat bij de leverancier past.",
        ),
    ] = None,
    leverancier: Annotated[
        str | None, typer.Option("--leverancier", metavar="NAAM", help=_LEVERANCIER)
    ] = None,
) -> int:
    """Maak een configuratie voor een nieuwe gemeente (stand proef), met een wortelsleutel."""
    from settings.example import Nieuw, maak
    from settings.preset import kies

    preset = kies(leverancier, _transport(transport))
    for file in maak(map_, Nieuw(code, naam, preset.transport, preset.naam)):
        put(str(file))
    tell("Vul nu in: adressen in regresbrug.yaml en gemeenten/, kolommen in mappings/,")
    tell("de openbare sleutel van het Regresloket in ontvanger/, geheimen in geheim/.")
    if preset.naam:
        tell("Bij mappings/ staat wat u bij uw leverancier moet nagaan. De preset zelf leest u in")
        tell(str(preset.bestand))
    tell(f"Daarna: regresbrug check --config {map_}")
    tell("Bewaar een kopie van de wortelsleutel op een veilige plek: zonder die sleutel")
    tell("herkent Regresbrug zijn eigen meldingen niet meer.")
    return 0


def _transport(given: str | None) -> "Transport | None":
    from regres import Problem, UsageProblem
    from settings.preset import Transport

    if given is None:
        return None
    try:
        return Transport(given)
    except ValueError:
        doe = f"Kies uit: {', '.join(Transport)}."
        raise UsageProblem(Problem("C-0303", "Dit transport bestaat niet.", doe=doe)) from None
