"""Nieuw binnen, Mijn zaken, Ingehaald and Alle zaken: one list in four choices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from loket import lijsten
from loket.aandacht import REDENEN
from loket.lijsten import BLAD, Keuze, Rij, Soort, Volgorde
from loket.paginas import woorden
from loket.paginas.wereld import Wereld, vandaag
from loket.settings import Gemeente
from web.look.blad import Mis, Toon, Uitkomst, Verzoek
from web.look.tekening import dag, icoon

#: Days -> what the filter calls it.
_BINNEN: Final[Mapping[int, str]] = {30: "30 dagen", 182: "6 maanden", 365: "een jaar"}
_VOLGORDES: Final[Mapping[Volgorde, str]] = {
    Volgorde.WAARDE: "meeste te verliezen",
    Volgorde.TERMIJN: "eerste termijn",
    Volgorde.BINNEN: "laatst binnen",
    Volgorde.GEMEENTE: "gemeente",
}
_HOOGSTE_BLAD = 100_000


@dataclass(frozen=True, slots=True)
class _Kop:
    """What one of the four lists is called, where it is, and what it says when it is empty."""

    titel: str
    pad: str
    uitleg: str
    leeg: str


_KOPPEN: Final[Mapping[Soort, _Kop]] = {
    Soort.NIEUW: _Kop(
        "Nieuw binnen",
        "/",
        "Zaken zonder quickscan.",
        "Er is niets nieuws. Elke zaak die binnenkwam, heeft een quickscan.",
    ),
    Soort.MIJN: _Kop(
        "Mijn zaken",
        "/mijn",
        "Lopende zaken die op uw naam staan.",
        "Er staat geen lopende zaak op uw naam.",
    ),
    Soort.INHAAL: _Kop(
        "Ingehaald",
        "/ingehaald",
        "Zaken zonder quickscan, van voor de gemeente begon met melden.",
        "Er zijn geen ingehaalde zaken zonder quickscan.",
    ),
    Soort.ALLE: _Kop(
        "Alle zaken",
        "/zaken",
        "Ook zaken die zijn afgesloten, ingetrokken of samengevoegd.",
        "Er zijn geen zaken.",
    ),
}


def nieuw(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Show what has no verdict yet; caught-up cases have a list of their own."""
    return _toon(wereld, vraag, Soort.NIEUW)


def ingehaald(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Show what has no verdict yet of what was caught up."""
    return _toon(wereld, vraag, Soort.INHAAL)


def mijn(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Show the asker's own open cases."""
    return _toon(wereld, vraag, Soort.MIJN)


def alle(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Show every case of the asker's municipalities."""
    return _toon(wereld, vraag, Soort.ALLE)


def keuze_van(vraag: Verzoek, soort: Soort, mijn: list[Gemeente]) -> Keuze:
    """Read the filters of an address; raises Mis for what is none of the choices."""
    asked = vraag.vraag
    chosen = [g for g in mijn if g.code == asked["gemeente"]] if asked.get("gemeente") else mijn
    try:
        return Keuze(
            soort=soort,
            codes=frozenset().union(*(g.codes for g in chosen)),
            behandelaar=vraag.bezoeker.naam if _van_mij(soort, asked) else "",
            uitkomst=_een_van(asked.get("uitkomst", ""), woorden.UITKOMSTEN),
            binnen=_binnen(asked.get("binnen", "")),
            aandacht=asked.get("aandacht", "") == "ja",
            volgorde=Volgorde(asked.get("volgorde") or Volgorde.WAARDE),
            blad=_blad(asked.get("blad") or "1"),
        )
    except ValueError:
        raise Mis("Deze keuze is er niet. Kies een filter uit de lijst.") from None


def _van_mij(soort: Soort, asked: Mapping[str, str]) -> bool:
    return soort is Soort.MIJN or asked.get("wie") == "mij"


def _een_van(word: str, known: Mapping[str, str]) -> str:
    if word and word not in known:
        raise ValueError
    return word


def _binnen(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or int(text[:6]) not in _BINNEN:
        raise ValueError
    return int(text)


def _blad(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:9]) <= _HOOGSTE_BLAD:
        raise ValueError
    return int(text)


def _toon(wereld: Wereld, vraag: Verzoek, soort: Soort) -> Uitkomst:
    mine, today = wereld.mijn(vraag), vandaag(vraag.now)
    keuze = keuze_van(vraag, soort, mine)
    codes = frozenset().union(*(g.codes for g in mine))
    with wereld.archief.lezen() as tx:
        rows, total = lijsten.zoek(tx, keuze, today)
        counts = lijsten.tellingen(tx, codes, vraag.bezoeker.naam)
    by_code = {code: g for g in mine for code in g.codes}
    kop = _KOPPEN[soort]
    gegevens = {
        "lijst": soort,
        "totaal": total,
        "blad": keuze.blad,
        "tellingen": counts,
        "zaken": [rij_van(row, by_code[row.gemeente], today, vraag) for row in rows],
    }
    return Toon("lijst.html", kop.titel, gegevens, _html(vraag, kop, keuze, mine, total))


def rij_van(row: Rij, gemeente: Gemeente, today: date, vraag: Verzoek) -> dict[str, Any]:
    """Give what a list says of a case: codes and words, and nothing of a person."""
    return {
        "zaaknummer": row.zaaknummer,
        "gemeente": gemeente.naam,
        "naar": f"/zaken/{gemeente.code}/{row.zaaknummer}",
        "voorzieningen": woorden.voorzieningen(row.categorieen),
        "meldingen": row.aantal,
        "voorstel": row.uitkomst,
        "termijn": row.termijn_op,
        "termijn_zeker": row.termijn_zeker,
        "rest": woorden.resterend(row.termijn_op, today),
        "spoed": row.termijn_op is not None and (row.termijn_op - today).days <= 182,
        "bedrag": row.bedragklasse,
        "binnen": woorden.moment(row.geopend_op, vraag.now),
        "behandelaar": row.behandelaar,
        "status": row.status,
        "stap": row.stap,
        "advies": row.advies,
        "aandacht": [REDENEN[code] for code in row.aandacht.split() if code in REDENEN],
    }


def _html(
    vraag: Verzoek, kop: _Kop, keuze: Keuze, mine: list[Gemeente], total: int
) -> dict[str, Any]:
    pages = max(1, -(-total // BLAD))
    return {
        "kop": kop,
        "gekozen": {name: vraag.vraag.get(name, "") for name in (*_FILTERS, "volgorde")},
        "gefilterd": any(vraag.vraag.get(name) for name in _FILTERS),
        "gemeenten": mine,
        "uitkomsten": woorden.UITKOMSTEN,
        "uitkomst_merk": {
            code: (klass, icoon(sign)) for code, (klass, sign) in woorden.UITKOMST_MERK.items()
        },
        "stappen": woorden.STAPPEN,
        "adviezen": woorden.ADVIEZEN,
        "binnen": _BINNEN,
        "volgordes": _VOLGORDES,
        "bladen": pages,
        "vorige": _adres(kop, vraag, keuze.blad - 1) if keuze.blad > 1 else "",
        "volgende": _adres(kop, vraag, keuze.blad + 1) if keuze.blad < pages else "",
        "terug": adres_van(vraag, keuze.soort).vraag,
        "dag": dag,
    }


_FILTERS = ("gemeente", "uitkomst", "binnen", "wie", "aandacht")


def _filters(vraag: Verzoek) -> dict[str, str]:
    """Give the filters of an address, so that a case can lead back to its list."""
    names = (*_FILTERS, "volgorde")
    return {name: vraag.vraag[name] for name in names if vraag.vraag.get(name)}


@dataclass(frozen=True, slots=True)
class Terug:
    """The way back to a list: its address, its name, and the question its links carry."""

    lijst: str
    naam: str
    vraag: str


def adres_van(vraag: Verzoek, soort: Soort) -> Terug:
    """Give the way back to the list that a case was opened from."""
    kop, kept = _KOPPEN[soort], _filters(vraag)
    back = f"{kop.pad}?{urlencode(kept)}" if kept else kop.pad
    return Terug(back, kop.titel, urlencode({"lijst": soort.value} | kept))


def _adres(kop: _Kop, vraag: Verzoek, blad: int) -> str:
    return f"{kop.pad}?{urlencode({**_filters(vraag), 'blad': blad})}"
