"""How a night or a run went, in one mark and one word; every page uses the same."""

from collections.abc import Iterable, Mapping
from typing import Final

from ledger import Resultaat
from regres.berichten import zeg, zin
from web.look.tekening import Teken

_TEKEN: Final[Mapping[Resultaat | None, Teken]] = {
    Resultaat.VRIJ: Teken.GELUKT,
    Resultaat.PROEF: Teken.GELUKT,
    Resultaat.ONGEWIJZIGD: Teken.GELUKT,
    Resultaat.VERVANGEN: Teken.GELUKT,
    Resultaat.WACHT_OP_VRIJGAVE: Teken.GEDEELTELIJK,
    Resultaat.VERWORPEN: Teken.GEDEELTELIJK,
    Resultaat.MISLUKT: Teken.MISLUKT,
    Resultaat.AFGEBROKEN: Teken.MISLUKT,
    Resultaat.GEEN_LEVERING: Teken.GEEN_LEVERING,
    Resultaat.GEMIST: Teken.NIET_GEDRAAID,
    None: Teken.BEZIG,
}
#: The worst of several sources of one night is the night's.
_ERNST: Final = (
    *(Teken.GEPLAND, Teken.GELUKT, Teken.BEZIG, Teken.GEDEELTELIJK),
    *(Teken.GEEN_LEVERING, Teken.MISLUKT, Teken.NIET_GEDRAAID),
)
#: The badge of a night: its class in the style sheet, and its word.
MERKJE: Final[Mapping[Teken, tuple[str, str]]] = {
    Teken.GELUKT: ("goed", "Gelukt"),
    Teken.GEDEELTELIJK: ("let", "Gedeeltelijk"),
    Teken.MISLUKT: ("fout", "Mislukt"),
    Teken.GEEN_LEVERING: ("let", "Geen levering"),
    Teken.NIET_GEDRAAID: ("fout", "Niet gedraaid"),
    Teken.BEZIG: ("info", "Bezig"),
    Teken.GEPLAND: ("stil", "Nog geen run"),
}
#: The badge of one run.
UITKOMST: Final[Mapping[Resultaat | None, tuple[str, str]]] = {
    Resultaat.VRIJ: ("goed", "Gelukt"),
    Resultaat.PROEF: ("info", "Proef"),
    Resultaat.ONGEWIJZIGD: ("goed", "Ongewijzigd"),
    Resultaat.WACHT_OP_VRIJGAVE: ("let", "Wacht op vrijgave"),
    Resultaat.GEEN_LEVERING: ("let", "Geen levering"),
    Resultaat.MISLUKT: ("fout", "Mislukt"),
    Resultaat.AFGEBROKEN: ("fout", "Afgebroken"),
    Resultaat.VERVANGEN: ("stil", "Vervangen"),
    Resultaat.VERWORPEN: ("stil", "Verworpen"),
    Resultaat.GEMIST: ("fout", "Niet gedraaid"),
    None: ("info", "Bezig"),
}


def teken(resultaat: Resultaat | None, quarantaine: int | None) -> Teken:
    """Give the mark of one run; one that freed what it could, but not all, went partly."""
    found = _TEKEN[resultaat]
    return Teken.GEDEELTELIJK if found is Teken.GELUKT and quarantaine else found


def ergste(tekens: Iterable[Teken]) -> Teken:
    """Give the mark of a night with several sources."""
    return max(tekens, key=_ERNST.index, default=Teken.GEPLAND)


def merkje(resultaat: Resultaat | None, quarantaine: int | None) -> tuple[str, str]:
    """Give the badge of one run."""
    if _TEKEN[resultaat] is Teken.GELUKT and quarantaine:
        return MERKJE[Teken.GEDEELTELIJK]
    return UITKOMST[resultaat]


def zin_van(resultaat: Resultaat | None) -> str:
    """Say how a run ended, in the words of the command line."""
    return zeg("C", zin(f"uitkomst_{resultaat.value if resultaat else 'bezig'}"))
