"""What a handler reads for the codes of a case."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from loket.paginas.wereld import hier, vandaag
from regres.terug import AFGESLOTEN
from web.look.tekening import Icoon, dag

#: WMO020: the categories of provisions.
CATEGORIEEN: Final[Mapping[str, str]] = {
    "01": "hulp bij het huishouden",
    "02": "begeleiding",
    "03": "persoonlijke verzorging",
    "04": "kortdurend verblijf",
    "05": "woondiensten",
    "06": "overige dienst",
    "07": "dagbesteding",
    "08": "vervoersdienst",
    "09": "overige dienst",
    "10": "overige maatwerkdienst",
    "11": "rolstoel",
    "12": "vervoersvoorziening",
    "13": "woonvoorziening",
    "14": "overig hulpmiddel",
    "15": "beschermd wonen",
    "16": "opvang",
    "17": "spoedopvang",
    "18": "overige voorziening",
}
UITKOMSTEN: Final[Mapping[str, str]] = {
    "kansrijk": "kansrijk",
    "onderzoek": "onderzoek nodig",
    "mogelijk_verjaard": "mogelijk verjaard",
    "waarschijnlijk_niet": "waarschijnlijk niet",
}
#: Class of the badge, and its icon, beside the word of an outcome.
UITKOMST_MERK: Final[Mapping[str, tuple[str, Icoon]]] = {
    "kansrijk": ("goed", Icoon.GOED),
    "onderzoek": ("let", Icoon.LET),
    "mogelijk_verjaard": ("fout", Icoon.FOUT),
    "waarschijnlijk_niet": ("", Icoon.STIL),
}
STAPPEN: Final[Mapping[str, str]] = {
    "": "quickscan te doen",
    "ontvangen": "ontvangen",
    "ingetrokken": "ingetrokken",
    "quickscan": "quickscan gedaan",
    "vraag": "vraag gesteld",
    "aansprakelijk_gesteld": "aansprakelijk gesteld",
    "vordering_ingediend": "vordering ingediend",
    "deelbetaling": "deelbetaling ontvangen",
    "betaling": "betaling ontvangen",
    AFGESLOTEN: "afgesloten",
}
ADVIEZEN: Final[Mapping[str, str]] = {"verder": "VERDER", "niet_verder": "NIET VERDER"}


def voorzieningen(categorieen: str) -> str:
    """Write the categories of a case: "rolstoel, woonvoorziening"."""
    names = dict.fromkeys(CATEGORIEEN.get(code, code) for code in categorieen.split())
    return ", ".join(names) or "niet bekend"


def resterend(uiterlijk: date | None, nu: date) -> str:
    """Write how long is left: "2 jaar en 113 dagen", "nog vandaag", "12 dagen voorbij"."""
    if uiterlijk is None:
        return "niet bekend"
    days = (uiterlijk - nu).days
    if days < 0:
        return f"{_dagen(-days)} voorbij"
    if days == 0:
        return "alleen vandaag nog"
    years, rest = _jaren(nu, uiterlijk)
    return " en ".join([*([f"{years} jaar"] if years else []), *([_dagen(rest)] if rest else [])])


def _dagen(count: int) -> str:
    return "1 dag" if count == 1 else f"{count} dagen"


def _jaren(van: date, tot: date) -> tuple[int, int]:
    """Give whole years and the days that remain; 29 February begins on 28 in other years."""
    years = tot.year - van.year
    while (begin := _over(van, years)) > tot:
        years -= 1
    return years, (tot - begin).days


def _over(van: date, jaren: int) -> date:
    day = 28 if (van.month, van.day) == (2, 29) else van.day
    return van.replace(year=van.year + jaren, day=day)


def euro(bedrag: Decimal) -> str:
    """Write an amount: "€ 1.284,50"."""
    whole = f"{bedrag:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"€ {whole}"


def moment(stored: datetime | None, now: datetime) -> str:
    """Write a moment of the database (UTC without a zone): "vandaag 02:04", "28 aug 2026"."""
    if stored is None:
        return "-"
    local = hier(stored.replace(tzinfo=UTC))
    match (local.date() - vandaag(now)).days:
        case 0:
            return f"{'vannacht' if local.hour < 7 else 'vandaag'} {local:%H:%M}"
        case -1:
            return f"gisteren {local:%H:%M}"
    return dag(local.date())


def opgeslagen(text: str) -> datetime:
    """Read "2026-11-21T04:00:00Z" of the trail as the database keeps moments elsewhere."""
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


def datum(iso: str) -> str:
    """Write a date of which the day or month may be unknown: "14 mrt 2024", "mrt 2024", "2024"."""
    parts = iso.split("-")
    if len(parts) == 3:
        return dag(date.fromisoformat(iso))
    return dag(date.fromisoformat(f"{iso}-01")).partition(" ")[2] if len(parts) == 2 else iso
