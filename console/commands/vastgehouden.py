"""`vastgehouden`: meldingen that the policy holds back; a person may let one go."""

from typing import Annotated

import typer

from console.commands.review import KenmerkArgument, besluit
from console.nederlands import Opdracht, opdrachten
from console.options import CONFIG, ConfigOption, Format, FormatOption, GemeenteOption
from console.personen import InzageOption, RedenOption, RolOption, WieOption, handelend

app = opdrachten("Bekijk meldingen die worden vastgehouden, en laat ze los.")


@app.command("list", cls=Opdracht, options_metavar="[OPTIES]", short_help="Toon wat wacht.")
def lijst(
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    besloten: Annotated[
        bool, typer.Option("--besloten", help="Toon wat al is losgelaten.")
    ] = False,
    format: FormatOption = Format.TEXT,
) -> int:
    """Toon vastgehouden meldingen met hun uitkomst, redenen en uiterste datum."""
    from console.wachttabel import toon_lijst
    from ledger import StubSoort

    return toon_lijst(config, gemeente, StubSoort.VASTGEHOUDEN, format, besloten=besloten)


@app.command("laat-los", cls=Opdracht, options_metavar="[OPTIES]", short_help="Laat er een los.")
def laat_los(
    kenmerk: KenmerkArgument,
    wie: WieOption,
    reden: RedenOption,
    rol: RolOption,
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    inzagesleutel: InzageOption = None,
) -> int:
    """Laat een vastgehouden melding los. Zij gaat met haar advies mee bij de volgende lezing.

    Een record uit een bron met `levering: delta` gaat met uw inzagesleutel meteen.
    """
    from ledger import Keuze

    door = handelend(wie, rol, reden)
    return besluit(config, gemeente, kenmerk, Keuze.LAAT_LOS, door, inzagesleutel)
