"""Zaak: why it is a case, how long it may wait, how much it is about, and what to do."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from markupsafe import Markup, escape

from loket import lijsten
from loket.aandacht import REDENEN as AANDACHT
from loket.dossier import Dossier, lees
from loket.kosten import Rekening, rekening
from loket.lezing import datum, tekst, woord
from loket.paginas import woorden
from loket.paginas.lijst import adres_van, keuze_van
from loket.paginas.wereld import Wereld, vandaag
from loket.quickscan import (
    ANTWOORDEN,
    REDENEN,
    VRAGEN,
    codes_van,
    onbekend,
    tekens,
    voorstellen,
)
from loket.regelzinnen import zin
from loket.samenvoegen import gelijken
from loket.stappen import STAPPEN
from loket.verjaring import Verjaring, andere_termijnen, verjaring
from loket.zaken import OPEN, een
from regres import SoortMelding
from regres.terug import AFGESLOTEN
from web.look.blad import Toon, Uitkomst, Verzoek, Weg
from web.look.tekening import Icoon, balk, dag, icoon

#: The codes that say a doubt or an obstacle: shown with a warning, the others with a tick.
_GOED: Final = {"V04", "V07"}
_FREQUENTIES: Final[Mapping[str, str]] = {
    "week": "per week",
    "4weken": "per 4 weken",
    "maand": "per maand",
    "jaar": "per jaar",
    "": "eenmalig",
}
_TERMIJNEN: Final[Mapping[str, str]] = {
    "absoluut20": "20 jaar na het ongeval (art. 3:310 BW)",
    "wam3": "3 jaar na het ongeval (art. 10 WAM), als waarschuwing",
}
_SOORTEN: Final[Mapping[str, str]] = {
    "verkeer": "een verkeersongeval",
    "bedrijfsongeval": "een bedrijfsongeval",
    "medisch": "een medische fout",
    "dier": "een ongeval met een dier",
    "geweld": "geweld",
    "product": "een ongeval met een product",
    "openbareRuimte": "een ongeval in de openbare ruimte",
    "valPrive": "een val",
    "sport": "een sportongeval",
}


def toon(wereld: Wereld, vraag: Verzoek) -> Uitkomst:
    """Show a case."""
    return blad(wereld, vraag)


def blad(
    wereld: Wereld, vraag: Verzoek, fouten: tuple[str, ...] = (), status: int = 200
) -> Uitkomst:
    """Show a case; with faults, what was filled in stands there still."""
    today = vandaag(vraag.now)
    gemeente = wereld.gemeente(vraag)
    with wereld.archief.lezen() as tx:
        found = lees(tx, wereld.data, gemeente.codes, vraag.pad["nummer"])
        if found is None:
            raise Weg
        beside = _buren(tx, wereld, vraag, today)
        same = gelijken(tx, wereld.data, gemeente.codes, found.zaak["id"])
        into = _in_welke(tx, found)
    term = verjaring(found.inhouden, found.zaak["begin_op"], today)
    costs = rekening(found.staand, found.verbanden, today)
    gegevens = {
        "zaaknummer": found.zaak["zaaknummer"],
        "gemeente": gemeente.naam,
        "status": found.zaak["status"],
        "stap": found.zaak["stap"],
        "advies": found.zaak["advies"],
        "behandelaar": found.zaak["behandelaar"],
        "aandacht": [AANDACHT[c] for c in found.zaak["aandacht"].split() if c in AANDACHT],
        "binnen": woorden.moment(found.zaak["geopend_op"], vraag.now),
        **_waarom(found),
        "verjaring": _verjaring(found, term, today),
        "kosten": _kosten(costs),
        "voorstellen": voorstellen(found.inhouden, term, today),
        "oordelen": [_oordeel(wereld, row, vraag) for row in found.oordelen],
        "verloop": _verloop(found, vraag),
        "contact": _contact(found),
        "onbekend": onbekend(found.inhouden),
        "meldingen": len(found.staand),
        "langs": found.langs,
        "gelijken": [one.zaaknummer for one in same],
        "samengevoegd_in": into,
        "fouten": fouten,
    }
    html = _html(vraag, found, term, today, beside, gemeente.code)
    names = [gemeente.behandelaar, gemeente.vervanger, vraag.bezoeker.naam]
    html["namen"] = list(dict.fromkeys(name for name in names if name))
    return Toon("zaak.html", str(found.zaak["zaaknummer"]), gegevens, html, status)


def _in_welke(tx: Any, found: Dossier) -> str:
    """Give the case that this one went into; "" for one that stands by itself."""
    into = found.zaak["samengevoegd_in"]
    return str(een(tx, into)["zaaknummer"]) if into is not None else ""


def _buren(tx: Any, wereld: Wereld, vraag: Verzoek, today: date) -> dict[str, str]:
    """Give the cases beside this one in the list that it was opened from."""
    try:
        soort = lijsten.Soort(vraag.vraag.get("lijst", ""))
    except ValueError:
        return {}
    mine = wereld.mijn(vraag)
    keuze = keuze_van(vraag, soort, mine)
    found = lijsten.buren(tx, keuze, vraag.pad["nummer"], today)
    by_code = {code: g.code for g in mine for code in g.codes}
    back = adres_van(vraag, soort)
    ways = {
        name: f"/zaken/{by_code[one.gemeente]}/{one.zaaknummer}?{back.vraag}"
        for name, one in zip(("vorige", "volgende"), found, strict=True)
        if one is not None
    }
    return ways | {"terug": back.lijst, "lijst": back.naam, "vraag": back.vraag}


def _waarom(found: Dossier) -> dict[str, Any]:
    """Give the evidence: the fragment when the municipality sends it, and a sentence per rule."""
    quotes = [str(one["ongeval"]["toedracht"]) for one in found.inhouden if _fragment(one)]
    return {
        "fragmenten": list(dict.fromkeys(quotes)),
        "tekens": [
            {"zin": zin(regel), "veld": veld, "term": term, "regel": regel}
            for regel, veld, term in tekens(found.inhouden)
        ],
        "redencodes": [
            {"code": code, "zin": zin(code), "goed": code in _GOED}
            for code in codes_van(found.inhouden)
        ],
        "voorstel": found.zaak["uitkomst"],
        "ongeval": _ongeval(found),
    }


def _fragment(inhoud: Mapping[str, Any]) -> bool:
    told = inhoud.get("ongeval")
    return isinstance(told, Mapping) and isinstance(told.get("toedracht"), str)


def _ongeval(found: Dossier) -> dict[str, str]:
    days = [datum(one, "ongeval.datum").iso() for one in found.inhouden]
    kinds = [woord(one, "ongeval.soort") for one in found.inhouden]
    return {
        "datum": next((day for day in days if day), ""),
        "soort": next((_SOORTEN[kind] for kind in kinds if kind in _SOORTEN), ""),
    }


def _verjaring(found: Dossier, term: Verjaring | None, today: date) -> dict[str, Any] | None:
    if term is None:
        return None
    return {
        "begin": term.begin,
        "uiterlijk": term.uiterlijk,
        "basis": term.basis,
        "zeker": term.zeker,
        "rest": woorden.resterend(term.uiterlijk, today),
        "dagen": term.dagen(today),
        "andere": [
            {"soort": _TERMIJNEN.get(soort, soort), "datum": day}
            for soort, day in andere_termijnen(found.inhouden)
        ],
    }


def _kosten(costs: Rekening) -> dict[str, Any]:
    return {
        "posten": [
            {
                "referentie": one.referentie,
                "omschrijving": one.omschrijving or woorden.voorzieningen(one.categorie),
                "kenmerk": one.kenmerk,
                "van": one.van,
                "tot": one.tot,
                "bedragen": one.bedragen,
                "verband": one.verband,
                "voorstel": one.voorstel,
                "tot_nu": one.tot_nu,
                "telt": one.telt,
                "volledig": one.volledig,
            }
            for one in costs.posten
        ],
        "tot_nu": costs.tot_nu,
        "telt_niet": costs.telt_niet,
        "per_jaar": costs.per_jaar,
        "geschat": costs.geschat,
    }


def _oordeel(wereld: Wereld, row: Any, vraag: Verzoek) -> dict[str, Any]:
    sealed = row["toelichting"]
    words = wereld.data.open(sealed, "oordeel", row["zaak_id"]).decode() if sealed else ""
    return {
        "wanneer": woorden.moment(row["tijdstip"], vraag.now),
        "wie": row["wie"],
        "advies": row["advies"],
        "reden": REDENEN.get(row["redencode"], row["redencode"]),
        "antwoorden": dict(pair.split("=") for pair in row["antwoorden"].split()),
        "toelichting": words,
    }


def _contact(found: Dossier) -> dict[str, str]:
    for one in reversed(found.versies):
        if tekst(one.inhoud, "contactpersoon.naam"):
            names = ("naam", "telefoon", "email")
            return {name: tekst(one.inhoud, f"contactpersoon.{name}") for name in names}
    return {"naam": "", "telefoon": "", "email": ""}


def _verloop(found: Dossier, vraag: Verzoek) -> list[dict[str, Any]]:
    """Tell what happened, newest first: versions with what changed, and what people did."""
    told = [
        (one.ontvangen_op, _versiezin(one.soort, one.versie, one.inhoud)) for one in found.versies
    ]
    told += [(woorden.opgeslagen(row["tijdstip"]), _daadzin(row)) for row in found.spoor]
    told.sort(key=lambda pair: pair[0], reverse=True)
    return [{"wanneer": woorden.moment(when, vraag.now), "wat": what} for when, what in told]


def _versiezin(soort: str, versie: int, inhoud: Mapping[str, Any]) -> str:
    if soort == SoortMelding.INTREKKING:
        return "De gemeente trok een melding in"
    what = tekst(inhoud, "voorziening.omschrijving") or tekst(inhoud, "voorziening.productcode")
    if versie == 1:
        return f"Melding ontvangen: {what}"
    changed = inhoud.get("gewijzigd")
    groups = ", ".join(str(name) for name in changed) if isinstance(changed, list) else ""
    cause = " door een andere mapping" if inhoud.get("oorzaak") == "mapping" else ""
    return f"{what} gewijzigd{cause}: {groups or 'niet gezegd wat'} (versie {versie})"


def _daadzin(row: Any) -> str:
    words = {
        "ingevoerd": "Zaak ingevoerd",
        "quickscan": "Quickscan",
        "stap": "Stap",
        "inzage": "Persoonsgegevens bekeken",
        "begin_verjaring": "Begin van de verjaring aangepast",
        "verband": "Verband met het ongeval",
        "gezien": "Wijzigingen bekeken",
        "toegewezen": "Behandelaar",
        "samengevoegd": "Samengevoegd",
        "gesplitst": "Gesplitst",
        "niet_dezelfde": "Niet dezelfde als",
    }
    said = " ".join(_woord(part) for part in row["code"].split())
    return f"{words.get(row['actie'], row['actie'])}{': ' if said else ''}{said}, door {row['wie']}"


def _woord(part: str) -> str:
    return woorden.STAPPEN.get(part) or woorden.ADVIEZEN.get(part) or part.replace("_", " ")


def _html(
    vraag: Verzoek,
    found: Dossier,
    term: Verjaring | None,
    today: date,
    beside: Mapping[str, str],
    code: str,
) -> dict[str, Any]:
    sort, sign = woorden.UITKOMST_MERK.get(found.zaak["uitkomst"], ("", Icoon.STIL))
    terms = [term for _, _, term in tekens(found.inhouden) if term]
    return {
        "hier": f"/zaken/{code}/{found.zaak['zaaknummer']}",
        "basis": f"/zaken/{code}",
        "naar_samen": found.zaak["samengevoegd_in"] is None,
        "met": f"?{beside['vraag']}" if beside else "",
        "buren": beside,
        "balk": _balk(term, today),
        "merk": (sort, icoon(sign)),
        "uitkomsten": woorden.UITKOMSTEN,
        "goed": icoon(Icoon.GOED),
        "let": icoon(Icoon.LET),
        "slot": icoon(Icoon.SLOT),
        "gemerkt": lambda text: _gemerkt(text, terms),
        "vragen": VRAGEN,
        "antwoorden": ANTWOORDEN,
        "redenen": REDENEN,
        "stappen": woorden.STAPPEN,
        "adviezen": woorden.ADVIEZEN,
        "verder_stappen": [s for s in STAPPEN if s not in ("quickscan", "vraag")],
        "frequenties": _FREQUENTIES,
        "ingevuld": {**_LEEG, **vraag.formulier},
        "open_zaak": found.zaak["status"] in (OPEN, AFGESLOTEN),
        "voorzieningen": woorden.voorzieningen(found.zaak["categorieen"]),
        "euro": woorden.euro,
        "dag": dag,
        "datum": woorden.datum,
    }


_LEEG = {**dict.fromkeys(VRAGEN, ""), "advies": "", "redencode": "", "toelichting": ""}


def _balk(term: Verjaring | None, today: date) -> Markup:
    if term is None:
        return Markup("")
    names = (term.basis.value, "verjaart")
    return balk(term.begin, term.uiterlijk, today, zeker=term.zeker, namen=names)


def _gemerkt(text: str, terms: list[str]) -> Markup:
    """Mark the matched terms in a fragment; each where it is first found."""
    found = (re.search(re.escape(term), text, re.IGNORECASE) for term in terms)
    spots: list[tuple[int, int]] = []
    for low, high in sorted(hit.span() for hit in found if hit):
        if not spots or spots[-1][1] <= low:
            spots.append((low, high))
    parts: list[Markup] = []
    last = 0
    for low, high in spots:
        parts += [escape(text[last:low]), Markup("<mark>{}</mark>").format(text[low:high])]
        last = high
    return Markup("").join([*parts, escape(text[last:])])
