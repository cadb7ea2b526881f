"""`problemen`: what a code means, without a network; and the pages of all codes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.tell import put, taal, table, tell, woord

if TYPE_CHECKING:
    from regres import UsageProblem


def problemen(
    code: Annotated[
        str | None,
        typer.Argument(metavar="CODE", help="De code, zoals M-0107, of het begin ervan."),
    ] = None,
    naar: Annotated[
        Path | None,
        typer.Option("--naar", metavar="MAP", help="Schrijf van elke code een pagina in deze map."),
    ] = None,
) -> int:
    """Leg een code uit: wat er is, wat het gevolg is en wat u kunt doen. Zonder code: de lijst."""
    from console.codepagina import lijst, pagina, schrijf
    from regres.berichten import Taal, catalogus

    if naar is not None:
        tell(woord("bladzijden", aantal=schrijf(naar), map=naar))
        return 0
    asked = (code or "").strip().upper()
    if asked in catalogus().teksten:
        put(pagina(asked, [Taal.EN] if taal() is Taal.EN else Taal))
        return 0
    if not (rows := [*lijst(taal(), asked)]):
        raise _onbekend(asked)
    for line in table(("code", "wat" if taal() is Taal.NL else "what"), rows):
        put(line)
    return 0


def _onbekend(code: str) -> "UsageProblem":
    from regres import UsageProblem
    from regres.berichten import bericht

    return UsageProblem(bericht("C-0009", code=code[:20]))
