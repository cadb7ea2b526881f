"""Which fields of a melding a source fills, and which of those the municipality lets go along."""

from mappings import Plan
from settings.shapes import GemeenteBlok

PSEUDONIEM = "client.pseudoniem"
_BSN, _TOEDRACHT = "client.burgerservicenummer", "ongeval.toedracht"
#: What signals fill where no field does: a note may tell what it was, when, and by whom.
_UIT_SIGNALEN = (
    "aansprakelijkheid.derde",
    "aansprakelijkheid.hoedanigheid",
    "ongeval.datum",
    "ongeval.indicatie",
    "ongeval.indicatieBron",
    "ongeval.redenen",
    "ongeval.soort",
)
_ADVIES = "verhaalbaarheid"


def meegestuurd(blok: GemeenteBlok, plan: Plan) -> list[str]:
    """Give the canonical paths that go to the Regresloket when this source fills them, sorted.

    A person who asks for access is told these: a field that goes and is not named here is kept
    from him.
    """
    parts = plan.delen
    filled = {*parts.velden, *_UIT_SIGNALEN, PSEUDONIEM, _ADVIES}
    if parts.stuitingen:
        filled.add("stuitingen")
    for line in parts.kosten:
        filled |= {f"voorziening.kosten.{name}" for name in (*line, "soort")}
    kept = {_BSN} if blok.bsn_meesturen is None else set()
    kept |= {_TOEDRACHT} if blok.toedracht == "geen" else set()
    return sorted(filled - kept)
