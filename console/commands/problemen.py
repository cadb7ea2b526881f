"""`problemen`: what a code means, without a network; and the pages of all codes."""

from pathlib import Path
from typing import Annotated

import typer

from console.tell import put, table, tell


def problemen(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="De code, zoals M-0107.")
    ] = None,
    naar: Annotated[
        Path | None,
        typer.Option("--naar", metavar="MAP", help="Schrijf van elke code een pagina in deze map."),
    ] = None,
) -> int:
    """Leg een code uit: wat er is, wat het gevolg is en wat u kunt doen. Zonder code: de lijst."""
    from console.codepagina import lijst, pagina, schrijf
    from regres.berichten import catalogus

    if naar is not None:
        tell(f"{schrijf(naar)} bladzijden geschreven in {naar}.")
        return 0
    if code is None:
        for line in table(("code", "wat"), lijst()):
            put(line)
        return 0
    if code.upper() not in catalogus().teksten:
        raise _onbekend(code)
    put(pagina(code.upper()))
    return 0


def _onbekend(code: str) -> Exception:
    from regres import UsageProblem
    from regres.berichten import bericht

    return UsageProblem(bericht("C-0009", code=code[:20]))
