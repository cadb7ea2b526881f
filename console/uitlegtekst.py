"""An explanation as a person reads it: what happens, was there an accident, can it be recovered."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from console.options import Format
from console.tell import put, put_json, table
from pipeline.explanation import vergrof, volledig
from pipeline.zinnen import zin_van

_CODE = re.compile(r"\A[A-Z]-[0-9]{4}\Z", re.ASCII)
#: Who may see whole dates and amounts.
_HEEL = ("consulent", "fg")
_INDICATIE = {"J": "ja", "N": "nee", "O": "niet zeker"}
_BUCKET = {
    "geen_ongeval": "geen ongeval; er wordt niets verstuurd of bewaard",
    "buiten_bereik": "valt er buiten; er wordt niets verstuurd",
    "beoordelen": "wacht op het oordeel van een mens",
    "vastgehouden": "wordt vastgehouden; er wordt niets verstuurd",
    "quarantaine": "in quarantaine: er klopt iets niet aan het record",
    "reeds_gemeld": "de gemeente heeft dit al gemeld; er wordt niets verstuurd",
    "ongewijzigd": "al verstuurd, en er is niets veranderd",
    "dubbel": "hetzelfde record stond al eerder in deze levering",
    "klaargezet": "klaar om te versturen",
}
_FEITEN = {
    "indicatie": "ongeval",
    "ongeval": "dag van het ongeval",
    "soort": "soort ongeval",
    "derde": "aansprakelijke derde",
    "hoedanigheid": "wie dat is",
    "andereDerde": "nog een andere derde",
    "schuldGesteld": "schuld gesteld",
    "veroorzakerBekend": "veroorzaker bekend",
    "verzekeraarNeemtDeel": "verzekeraar deed mee",
    "afgewikkeld": "schade afgewikkeld",
    "reedsVergoed": "al vergoed",
    "eerderGemeld": "eerder gemeld",
    "bekendOp": "bekend sinds",
    "stuitingen": "stuitingen",
    "geboren_na_ongeval": "geboren na het ongeval",
    "wet": "wet",
    "leveringsvorm": "leveringsvorm",
    "besluitstatus": "status van het besluit",
    "toekenning": "toegekend op",
    "ingangsdatum": "ingang",
    "gemeente": "gemeente",
    "gemeenteOpOngeval": "gemeente bij het ongeval",
    "deelname": "gemeente deed mee met de afkoop",
    "band": "periode van het ongeval",
    "termijn": "termijnen",
    "volgorde": "volgorde van de datums",
}
_BAND = {
    "meer": "nog meer dan 12 maanden",
    "12": "binnen 12 maanden",
    "6": "binnen 6 maanden",
    "3": "binnen 3 maanden",
    "1": "binnen 1 maand",
    "voorbij": "voorbij",
}


def toon(uitleg: dict[str, Any], rol: str, format: Format) -> None:
    """Show an explanation as this role may see it."""
    shown = volledig(uitleg, rol) if rol in _HEEL else vergrof(uitleg, rol)
    if format is not Format.TEXT:
        put_json(shown)
        return
    for line in regels(shown):
        put(line)


def regels(uitleg: Mapping[str, Any]) -> Iterator[str]:
    """Give the explanation line by line."""
    yield from _kop(uitleg)
    yield from _lot(uitleg)
    yield from _ongeval(uitleg)
    yield from _verhaal(uitleg)
    yield from _geld(uitleg)
    yield from _problemen(uitleg)
    if uitleg["weergave"]["datums"] == "jaar":
        yield ""
        yield "Van datums van dit record staat hier alleen het jaar, en er staan geen bedragen."
        yield "Een consulent of de FG ziet ze heel: --rol consulent --wie NAAM."


def _kop(uitleg: Mapping[str, Any]) -> Iterator[str]:
    where = ":".join(str(part) for part in uitleg["bron"]["plaats"].values() if part)
    yield f"Referentie {uitleg['referentie'] or 'onbekend: de sleutel is niet te lezen'}"
    yield f"{uitleg['gemeente']['naam']} · {uitleg['bron']['naam']} · {where}"
    rules = uitleg["versies"]
    names = [rules["signaalregels"], rules["notitieregels"], rules["verhaalregels"]]
    used = ", ".join([*filter(None, names), f"mapping {rules['mapping']}"])
    yield f"Beoordeeld op {_dag(uitleg['peildatum'])} met {used}"


def _lot(uitleg: Mapping[str, Any]) -> Iterator[str]:
    landing, mens = uitleg["landing"], uitleg["mens"]
    kind = f" ({landing['soortMelding']})" if landing["soortMelding"] else ""
    yield ""
    yield f"Wat ermee gebeurt: {landing['bucket']}{kind}: {_BUCKET[landing['bucket']]}"
    advice = (uitleg["verhaal"] or {"redencodes": []})["redencodes"]
    signs = {uitleg["beslissing"]["regel"]} if uitleg["beslissing"] else set()
    for code in landing["codes"]:
        # Reasons of signals, of the advice and of problems stand below, with their fields.
        below = code in signs or code in advice or _CODE.match(code)
        if not below and not _is_teken(uitleg, code):
            # What the fields say together asks for a person; after a no that is answered.
            decided = mens["besluit"] == "besluit_nee"
            yield f"  Zonder besluit gold: {code}" if decided else f"  {code}: {zin_van(code)}"
    if mens["heropend"]:
        yield "  Er was een besluit, maar over andere gegevens dan nu. Het telt niet meer."
    for other in uitleg["zelfde_sleutel"]["andere"]:
        place = ":".join(str(part) for part in other["plaats"].values())
        same = "dezelfde" if other["zelfde_inhoud"] else "andere"
        yield f"  {place} heeft dezelfde sleutel en {same} inhoud"
    if not uitleg["zelfde_sleutel"]["heel_gelezen"]:
        yield "  Na dit record is niet verder gelezen: een dubbele sleutel daarna is niet gezien."
    yield from _grootboek(uitleg)


def _is_teken(uitleg: Mapping[str, Any], code: str) -> bool:
    kinds = {sign["soort"] for sign in uitleg["signalen"]}
    found = {one["regel"] for sign in uitleg["signalen"] for one in sign.get("bevindingen", ())}
    return code in found or code.partition("_")[0] in {*kinds, "tekst"}


def _grootboek(uitleg: Mapping[str, Any]) -> Iterator[str]:
    known = uitleg["grootboek"]
    if known is None:
        if uitleg["bekend"]["stand"] == "nieuw":
            yield "  Er is nog nooit iets van verstuurd."
        return
    sent = known["laatst_ontvangen"]
    when = f"laatst ontvangen op {_dag(sent[:10])}" if sent else "nog niet ontvangen"
    case = f", zaak {known['zaaknummer']}" if known["zaaknummer"] else ""
    yield f"  Grootboek: versie {known['versie']}, {known['staat']}, {when}{case}"


# -- was there an accident ------------------------------------------------------------------------


def _ongeval(uitleg: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    if uitleg["vlag"] is None:
        yield "Was er een ongeval? Dat is niet te lezen."
        return
    decided = uitleg["beslissing"]
    yield f"Was er een ongeval? {_antwoord(uitleg)}"
    yield f"  {decided['regel']}: {decided['uitleg']}"
    yield from table(("  veld", "teken", "zegt"), map(_teken, uitleg["signalen"]))
    for sign in uitleg["signalen"]:
        yield from _bevindingen(sign)


def _antwoord(uitleg: Mapping[str, Any]) -> str:
    """Give yes, no or unsure; a yes that waits for a person is not one yet."""
    said = _INDICATIE[uitleg["vlag"]["indicatie"]]
    alone = uitleg["beslissing"]["regel"] == "tekst_j"
    return f"{said}, volgens alleen een notitie" if alone else said


def _bevindingen(sign: Mapping[str, Any]) -> Iterator[str]:
    """Give each word that was found once, with all the rules that found it there."""
    found: dict[tuple[str, int, str], list[str]] = {}
    for one in sign.get("bevindingen", ()):
        key = (one["term"], one["positie"], zin_van(one["regel"]))
        found.setdefault(key, []).append(one["regel"])
    for (term, positie, zin), rules in found.items():
        names = ", ".join(dict.fromkeys(rules))
        yield f"  {sign['veld']}, «{term}» op plaats {positie}: {names}: {zin}"


def _teken(sign: Mapping[str, Any]) -> tuple[str, str, str]:
    kind = f"{sign['soort']} {sign['steun']}" if "steun" in sign else sign["soort"]
    said = _INDICATIE.get(sign["zegt"], sign["zegt"])
    term = f" («{sign['term']}»)" if sign.get("term") else ""
    return f"  {sign['veld']}", kind, said + term


# -- can it be recovered --------------------------------------------------------------------------


def _verhaal(uitleg: Mapping[str, Any]) -> Iterator[str]:
    law = uitleg["verhaal"]
    if law is None:
        return
    yield ""
    points = f" ({', '.join(law['aandachtspunten'])})" if law["aandachtspunten"] else ""
    yield f"Zijn de kosten te verhalen? {law['uitkomst']}{points}"
    for rule in law["regels"]:
        yield f"  {rule['code']}  {rule['uitleg']}"
        for reasons in rule["omdat"]:
            yield f"       want {' en '.join(map(_want, reasons))}"
    yield from _zijden(law["zijden"])
    yield from _feiten(uitleg["feiten"])
    yield from _termijnen(law)


def _want(one: Mapping[str, Any]) -> str:
    fields = f" ({', '.join(one['velden'])})" if one["velden"] else ""
    return f"{_FEITEN.get(one['feit'], one['feit'])} = {one['waarde']}{fields}"


def _zijden(sides: list[dict[str, Any]]) -> Iterator[str]:
    """Tell the sides of what is not known; one side is no choice and stands in the facts."""
    if len(sides) < 2:
        return
    yield "  Niet alles is precies bekend. Elke mogelijkheid is beoordeeld:"
    head = ("    ongeval van", "tot en met", "periode", "deelname", "andere derde", "uitkomst")
    yield from table(head, (_zijde(side) for side in sides))


def _zijde(side: Mapping[str, Any]) -> tuple[str, ...]:
    days = (f"    {_dag(side['van']) or '?'}", _dag(side["tot"]) or "?")
    codes = f"{side['uitkomst']} ({', '.join(side['redencodes'])})"
    return (*days, side["band"], side["deelname"], side["andereDerde"], codes)


def _feiten(facts: Mapping[str, Any]) -> Iterator[str]:
    known = {name: fact for name, fact in facts.items() if fact["uit"] != "niet_gesteld"}
    yield from table(("  feit", "waarde", "uit"), (_feit(*one) for one in known.items()))
    # Whether the municipality took part comes out of a table; no source says it.
    silent = [_FEITEN[name] for name in facts if name not in known and name != "deelname"]
    if silent:
        yield f"  Niets gezegd over: {', '.join(silent)}"


def _feit(name: str, fact: Mapping[str, Any]) -> tuple[str, str, str]:
    source = {"vast": "vaste waarde in de mapping", "instelling": "configuratie"}
    return (
        f"  {_FEITEN.get(name, name)}",
        _waarde(fact["waarde"]),
        fact["veld"] or source.get(fact["uit"], fact["uit"]),
    )


def _termijnen(law: Mapping[str, Any]) -> Iterator[str]:
    if law["termijnen"]:
        rows = (
            (f"  {one['soort']}", _dag(one["begin"]), _dag(one["datum"]), _over(one), one["basis"])
            for one in law["termijnen"]
        )
        yield from table(("  termijn", "begin", "laatste dag", "over", "grond"), rows)
    if law["bekendheid_voorstel"]:
        day = _dag(law["bekendheid_voorstel"])
        yield f"  Sinds wanneer dit bekend is, staat er niet. Voorstel: {day}; bevestig dat."


def _over(one: Mapping[str, Any]) -> str:
    return _BAND[one["band"]] if one["band"] else "-"


def _geld(uitleg: Mapping[str, Any]) -> Iterator[str]:
    policy, costs = uitleg["beleid"], uitleg["kosten"]
    if policy is not None:
        own = "keuze van de gemeente" if policy["eigen_keuze"] else "standaard"
        yield f"  Beleid bij deze uitkomst: {policy['handeling']} ({own})"
    if costs is None:
        return
    if costs["tot_nu"] is not None:
        guess = ", geschat" if costs["geschat"] else ""
        now, yearly = _euro(costs["tot_nu"]), _euro(costs["per_jaar"])
        yield f"  Kosten: tot nu {now} euro, per jaar {yearly} euro{guess}"
    for one in costs["waarschuwingen"]:
        yield f"  {one['code']}: {one['wat'] or 'let op een bedrag'}"


def _problemen(uitleg: Mapping[str, Any]) -> Iterator[str]:
    if uitleg["problemen"]:
        yield ""
    for one in uitleg["problemen"]:
        place = f" ({one['mapping']})" if one["mapping"] else ""
        yield f"{one['code']}  {one['wat']}{place}"


def _waarde(value: Any) -> str:
    if isinstance(value, dict):
        return _dag(value["datum"]) or "onbekend"
    if isinstance(value, list):
        return ", ".join(map(_dag, value))
    return _dag(value) if value[:1].isdigit() else _INDICATIE.get(value, value)


def _dag(text: str | None) -> str:
    """Write "2023-10-14" as 14-10-2023, "2023-10" as 10-2023 and "2023" as 2023."""
    return "-".join(reversed((text or "").split("-")))


def _euro(text: str) -> str:
    return f"{Decimal(text):,.2f}".translate(str.maketrans(",.", ".,"))
