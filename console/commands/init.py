"""`init`: a new configuration, from the example that is shipped."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.tell import put, tell, woord

if TYPE_CHECKING:
    from settings.preset import Keuze, Transport

# Named here, not looked up: explaining a command opens no file. A test keeps it true.
_LEVERANCIER = (
    "Begin met de preset van een leverancier: burgerdesk, legacy-tab, sociaalwerk-suite, "
    "stuf-wmo of zorgvenster. Een andere indeling zo: zorgvenster-v3."
)

#: Records of a sample that are looked at: seldom words of a list must be among them.
_RIJEN = 5_000


def init(
    map_: Annotated[Path, typer.Argument(metavar="MAP", help="Waar de configuratie komt.")] = Path(
        "config"
    ),
    code: Annotated[
        str,
        typer.Option(
            "--code",
            metavar="CODE",
            prompt="Gemeentecode (4 cijfers)",
            help="CBS-code, 4 cijfers.",
            show_default=False,
        ),
    ] = "",
    naam: Annotated[
        str,
        typer.Option(
            "--naam",
            metavar="NAAM",
            prompt="Naam van de gemeente",
            help="Naam van de gemeente.",
            show_default=False,
        ),
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
    voorbeeld: Annotated[
        Path | None,
        typer.Option(
            "--voorbeeld",
            metavar="BESTAND",
            help="Een export van de leverancier (CSV): doe er een voorstel voor de mapping van.",
        ),
    ] = None,
) -> int:
    """Maak een configuratie voor een nieuwe gemeente (stand proef), met een wortelsleutel."""
    from settings.example import Nieuw, maak
    from settings.preset import kies

    preset = kies(leverancier, _transport(transport))
    text = _voorstel(voorbeeld, preset) if voorbeeld else ""
    sample = voorbeeld.name if voorbeeld else ""
    for file in maak(map_, Nieuw(code, naam, preset.transport, preset.naam, text, sample)):
        put(str(file))
    tell(woord("init_vul_in"))
    if voorbeeld:
        _zeg_voorstel(text, voorbeeld)
    if preset.naam:
        tell(woord("init_preset", bestand=preset.bestand))
    tell(woord("init_daarna", map=map_))
    tell(woord("init_kopie"))
    return 0


def _voorstel(file: Path, preset: "Keuze") -> str:
    """Look at a sample and write the mapping that it seems to need."""
    from mappings.verkenning import schrijf, stel_voor
    from pipeline.verkenning import verken_bestand
    from regres import UsageProblem
    from regres.berichten import bericht
    from settings.preset import Transport

    for wat, wrong in (
        ("`--leverancier`", preset.naam),
        ("`--transport stuf`", preset.transport is Transport.STUF),
    ):
        if wrong:
            raise UsageProblem(bericht("C-0308", waar="--voorbeeld", wat=wat))
    seen = verken_bestand(file, _RIJEN)
    if seen.dialect is None:
        raise AssertionError("a file without a mapping was read without a dialect")
    return schrijf(stel_voor(seen.dialect, seen.profiel.kolommen))


def _zeg_voorstel(text: str, file: Path) -> None:
    """Say how much of a proposal is certain, and which preset the sample is an export of."""
    from settings.preset import passend

    sure, look, todo = text.count("# zeker"), text.count("# nakijken"), text.count("# TODO")
    tell(woord("init_voorstel", zeker=sure, nakijken=look, todo=todo))
    for name in passend(file):
        tell(woord("init_is_preset", naam=name))


def _transport(given: str | None) -> "Transport | None":
    from regres import UsageProblem
    from regres.berichten import bericht
    from settings.preset import Transport

    if given is None:
        return None
    try:
        return Transport(given)
    except ValueError:
        raise UsageProblem(bericht("C-0303", namen=", ".join(Transport))) from None
