"""The opened melding: is it one, and what of it may stand in the clear.

Own checks only: a validation library would repeat in its errors what it refuses. A fault names the
field by its path, never the value.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from loket.kop import OPEN_VELDEN
from loket.problems import Weigering, fout
from regres import values
from regres.termijn import eerste_datum
from regres.values import Misfit
from regres.words import (
    Besluitstatus,
    DatumSoort,
    Frequentie,
    Indicatie,
    IntrekkingReden,
    KostenSoort,
    SoortMelding,
    Uitkomst,
    Wet,
)

Fouten = Iterator[dict[str, str]]

_DAY = re.compile(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
_AMOUNT = re.compile(r"\A[0-9]{1,10}\.[0-9]{2}\Z", re.ASCII)
_REGEL = re.compile(r"\A[A-Z][A-Za-z0-9_-]{0,15}\Z", re.ASCII)
_CATEGORIE = re.compile(r"\A(?:0[1-9]|1[0-8])\Z", re.ASCII)
_PER_JAAR = {
    Frequentie.WEEK: 52,
    Frequentie.VIER_WEKEN: 13,
    Frequentie.MAAND: 12,
    Frequentie.JAAR: 1,
}
#: Upper bound in euro -> what the list of cases shows.
_KLASSEN = ((1_000, "tot 1.000"), (10_000, "1.000 tot 10.000"), (50_000, "10.000 tot 50.000"))
HOOGSTE_KLASSE = "50.000 of meer"
#: From low to high, for the highest of a case; "" = no amount known.
BEDRAGKLASSEN = ("", *(name for _, name in _KLASSEN), HOOGSTE_KLASSE)
# A list: what is looked up in it comes from outside and need not be hashable.
_VERSTUURD = [
    uitkomst.value
    for uitkomst in Uitkomst
    if uitkomst not in (Uitkomst.REEDS_GEMELD, Uitkomst.STOP)
]


@dataclass(frozen=True, slots=True)
class Uittreksel:
    """What of a melding stands in the clear: all that lists sort and count by."""

    categorie: str = ""
    uitkomst: str = ""
    redencodes: tuple[str, ...] = ()
    uiterlijke_datum: date | None = None
    bedragklasse: str = ""


def bekijk(inhoud: Mapping[str, Any], soort: SoortMelding) -> Uittreksel:
    """Check an opened melding and give its extract.

    Raises Weigering `melding-ongeldig` with every fault found.
    """
    wrong = list(_intrekking(inhoud) if soort is SoortMelding.INTREKKING else _melding(inhoud))
    if wrong:
        raise Weigering("melding-ongeldig", extra={"fouten": wrong})
    if soort is SoortMelding.INTREKKING:
        return Uittreksel()
    advies, voorziening = inhoud["verhaalbaarheid"], inhoud["voorziening"]
    days = [
        (DatumSoort(item["soort"]), date.fromisoformat(item["datum"]))
        for item in advies["uiterlijkeDatum"]
    ]
    return Uittreksel(
        categorie=voorziening.get("productcategorie") or "",
        uitkomst=advies["uitkomst"],
        redencodes=tuple(advies["redencodes"]),
        uiterlijke_datum=eerste_datum(days, date.fromisoformat(advies["peildatum"])),
        bedragklasse=bedragklasse(voorziening["kosten"]),
    )


def bedragklasse(kosten: list[dict[str, Any]]) -> str:
    """Give the band of what is paid once plus one year of what is paid again; "" without costs."""
    if not kosten:
        return ""
    total = sum((_in_a_year(line) for line in kosten), Decimal(0))
    return next((name for bound, name in _KLASSEN if total < bound), HOOGSTE_KLASSE)


def _in_a_year(line: Mapping[str, Any]) -> Decimal:
    again = line.get("frequentie")
    times = _PER_JAAR[Frequentie(again)] if again else 1
    return Decimal(line["bedrag"]) * times


def _intrekking(inhoud: Mapping[str, Any]) -> Fouten:
    yield from _one_of(inhoud, "reden", IntrekkingReden)
    yield from _day(inhoud, "datum")
    if set(inhoud) - {*OPEN_VELDEN, "reden", "datum"}:
        yield fout("", "een intrekking heeft alleen een reden en een datum")


def _melding(inhoud: Mapping[str, Any]) -> Fouten:
    for name, check in _PARTS.items():
        part = inhoud.get(name)
        if isinstance(part, dict):
            yield from check(part)
        else:
            yield fout(name, "ontbreekt of is geen object")


def _client(client: Mapping[str, Any]) -> Fouten:
    number = client.get("burgerservicenummer")
    if number is not None and not (isinstance(number, str) and values.bsn(number) == number):
        yield fout("client.burgerservicenummer", "is geen geldig burgerservicenummer")
    if client.get("geheim") is True and client.get("adres") is not None:
        yield fout("client.adres", "mag er niet zijn: het adres is geheim")


def _ongeval(ongeval: Mapping[str, Any]) -> Fouten:
    if ongeval.get("indicatie") not in (Indicatie.J.value, Indicatie.O.value):
        yield fout("ongeval.indicatie", "moet J of O zijn")


def _voorziening(voorziening: Mapping[str, Any]) -> Fouten:
    where = "voorziening."
    yield from _one_of(voorziening, "wet", Wet, where)
    yield from _one_of(voorziening, "besluitstatus", Besluitstatus, where)
    if not any(_is_text(voorziening.get(name)) for name in ("productcode", "omschrijving")):
        yield fout("voorziening.productcode", "of omschrijving moet er zijn")
    days = [name for name in ("datumToekenning", "ingangsdatum") if voorziening.get(name)]
    if not days:
        yield fout("voorziening.datumToekenning", "of ingangsdatum moet er zijn")
    for name in days:
        yield from _day(voorziening, name, where)
    category = voorziening.get("productcategorie")
    if category is not None and not _fits(_CATEGORIE, category):
        yield fout("voorziening.productcategorie", "moet 01 tot en met 18 zijn (WMO020)")
    yield from _list(voorziening, "kosten", _kosten, where)


def _kosten(line: Mapping[str, Any], where: str) -> Fouten:
    yield from _one_of(line, "soort", KostenSoort, where)
    if not _fits(_AMOUNT, line.get("bedrag")):
        yield fout(f"{where}bedrag", "moet een bedrag met twee decimalen zijn, als tekst")
    if line.get("soort") == KostenSoort.PERIODIEK or line.get("frequentie") is not None:
        yield from _one_of(line, "frequentie", Frequentie, where)


def _verhaalbaarheid(advies: Mapping[str, Any]) -> Fouten:
    where = "verhaalbaarheid."
    if advies.get("uitkomst") not in _VERSTUURD:
        yield fout(f"{where}uitkomst", "is geen uitkomst die verstuurd mag worden")
    codes = advies.get("redencodes")
    good = isinstance(codes, list) and codes and all(_fits(_REGEL, code) for code in codes)
    if not good or len(str(codes)) > 200:
        yield fout(f"{where}redencodes", "moet een of meer regelcodes zijn")
    yield from _day(advies, "peildatum", where)
    yield from _list(advies, "uiterlijkeDatum", _uiterlijke_datum, where)


def _uiterlijke_datum(item: Mapping[str, Any], where: str) -> Fouten:
    yield from _one_of(item, "soort", DatumSoort, where)
    yield from _day(item, "datum", where)


def _contactpersoon(contact: Mapping[str, Any]) -> Fouten:
    if not _is_text(contact.get("naam")):
        yield fout("contactpersoon.naam", "ontbreekt")


def _verwerking(verwerking: Mapping[str, Any]) -> Fouten:
    for name in ("doel", "grondslag", "verwerkingsactiviteitId"):
        if not _is_text(verwerking.get(name)):
            yield fout(f"verwerking.{name}", "ontbreekt")


_PARTS: dict[str, Callable[[Mapping[str, Any]], Fouten]] = {
    "client": _client,
    "ongeval": _ongeval,
    "voorziening": _voorziening,
    "verhaalbaarheid": _verhaalbaarheid,
    "contactpersoon": _contactpersoon,
    "verwerking": _verwerking,
}


def _list(
    part: Mapping[str, Any],
    name: str,
    check: Callable[[Mapping[str, Any], str], Fouten],
    where: str,
) -> Fouten:
    items = part.get(name)
    if not isinstance(items, list) or len(items) > 200:
        yield fout(where + name, "moet een lijst zijn")
        return
    for number, item in enumerate(items):
        place = f"{where}{name}[{number}]."
        if isinstance(item, dict):
            yield from check(item, place)
        else:
            yield fout(place.rstrip("."), "moet een object zijn")


def _one_of(part: Mapping[str, Any], name: str, words: Any, where: str = "") -> Fouten:
    known = [word.value for word in words]
    if part.get(name) not in known:
        yield fout(where + name, f"moet een van deze zijn: {', '.join(known)}")


def _day(part: Mapping[str, Any], name: str, where: str = "") -> Fouten:
    text = part.get(name)
    if not isinstance(text, str) or not _DAY.match(text) or not _exists(text):
        yield fout(where + name, "moet een bestaande dag zijn (jjjj-mm-dd)")


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _fits(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.match(value) is not None


def _is_text(value: object) -> bool:
    if not isinstance(value, str) or not value.strip():
        return False
    return not isinstance(values.tekst(value), Misfit)
