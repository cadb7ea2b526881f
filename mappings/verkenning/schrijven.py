"""A proposal as a mapping file: every line is marked certain or to be looked at, with the reason.

Column names are written as they stand. Of values only words of our own lists are written; a code
list with other words is left to the administrator, who sees the patterns.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from mappings.verkenning.kolom import Kolomblik
from mappings.verkenning.oordeel import Oordeel, Zekerheid
from mappings.verkenning.regels import BEDRAG, BIJDRAGE, CODE, DERDE, NOTITIE, REGELS, VLAG
from mappings.verkenning.soorten import Kind
from mappings.verkenning.voorstel import Toewijzing, Voorstel, ontkent
from mappings.verkenning.waardentabel import derde_van, oorzaken_van, ritmes_van, tabel_van
from regres.layouts import yaml_tekst
from regres.tonen import toonbare_regels
from regres.values import PRODUCTCATEGORIEEN

_KOP: Final = """\
# Een voorstel, gemaakt van een voorbeeldbestand. Het is nog geen mapping om mee te versturen.
#
#   zeker      de naam en de waarden van de kolom passen
#   nakijken   kijk dit na bij uw leverancier; erachter staat waarom
#   TODO       dit is niet gevonden en wel nodig; `regresbrug check` noemt het ook
#
# Kijk daarna met: regresbrug preview --mapping DIT_BESTAND --file EXPORT
"""
_GROEPEN: Final = ("client", "ongeval", "aansprakelijkheid", "tegenpartij", "voorziening")
_BLIND: Final = {
    "besluitstatus": "het bestand zegt niet of dit is toegekend",
    "wet": "het bestand zegt niet welke wet het is",
    "leveringsvorm": "het bestand zegt niet of het natura of een pgb is",
}
_BESCHIKKING: Final = "voorziening.beschikkingnummer"
_SLEUTEL: Final = (_BESCHIKKING, "voorziening.productcode", "voorziening.ingangsdatum")
_VAST: Final = (("maand", "maand"), ("week", "week"), ("jaar", "jaar"), ("aanschaf", "eenmalig"))
_CATEGORIE = re.compile(r"\A(?P<cat>[0-9]{2})[A-Za-z]")
_RITME: Final = '{"01": week, "11": eenmalig, "12": eenmalig, "13": eenmalig, "14": eenmalig}'
_REGEL: Final = 110


def schrijf(voorstel: Voorstel) -> str:
    """Give the text of the mapping file."""
    parts = (_top, _bestand, _standaard, _signalen, _velden, _kosten, _over)
    blocks = ["\n".join(part(voorstel)) for part in parts]
    # What YAML reads is escaped where it is written; a comment may name any column.
    return toonbare_regels(_KOP + "\n" + "\n\n".join(block for block in blocks if block) + "\n")


def _met(line: str, oordeel: Oordeel) -> str:
    """Put the mark behind a line, or above it when it does not fit."""
    if len(line) + len(oordeel.merk) + 4 <= _REGEL:
        return f"{line}  # {oordeel.merk}"
    indent = line[: len(line) - len(line.lstrip())]
    return f"{indent}# {oordeel.merk}\n{line}"


def _kijk(line: str, reden: str) -> str:
    return _met(line, Oordeel("", Zekerheid.NAKIJKEN, reden))


# -- the top, the file, what holds for all ------------------------------------------------------


def _top(voorstel: Voorstel) -> Iterator[str]:
    yield "bron: csv"
    yield _kijk("levering: volledig", "bevat elk bestand alles, of alleen wat veranderde (delta)?")
    yield _kijk("sleutelruimte: wmo-voorzieningen", "leest u dezelfde ook uit een andere bron?")
    if voorstel.uniek is not None:
        reden = "hier is elke waarde anders; houdt een voorziening altijd hetzelfde nummer?"
        yield _kijk(f"sleutel: [{{kolom: {_adres(voorstel.uniek)}}}]", reden)
        return
    found = [pad.rpartition(".")[2] for pad in _SLEUTEL if pad in voorstel.gevonden]
    # A product and a day alone are those of many people.
    if _BESCHIKKING not in voorstel.gevonden:
        client = "client.clientnummer" in voorstel.gevonden
        found = ["clientnummer", *found] if client and found else []
    if not found:
        yield "# TODO sleutel: [welke kolommen wijzen samen precies één voorziening aan?]"
        return
    reden = "wijzen deze samen precies één voorziening aan?"
    yield _kijk(f"sleutel: [{', '.join(found)}]", reden)


def _bestand(voorstel: Voorstel) -> Iterator[str]:
    yield "bestand:"
    for key, judged in voorstel.dialect.delen().items():
        value = judged.waarde
        if key == "trailer" and not voorstel.dialect.geteld:
            first = yaml_tekst(voorstel.dialect.kopregel[0])
            yield _met(f"  trailer: {{woord: {yaml_tekst(value)}, kolom: {first}}}", judged)
        elif key == "escapeteken":
            yield _met('  escapeteken: "\\\\"', judged)
        else:
            shown = value if value.isalnum() or "-" in value else f"'{value}'"
            yield _met(f"  {key}: {shown}", judged)
    yield _kijk("  kolommen: los", "streng laat een run stoppen bij elke andere kopregel")


def _standaard(voorstel: Voorstel) -> Iterator[str]:
    blind = "in dit voorbeeld is de schrijfwijze niet te zien"
    yield "standaard:"
    if form := _gewoonst(voorstel, Kind.DATUM):
        yield _met(f"  datum: {form}", _vorm(form, voorstel))
    else:
        yield _kijk("  datum: dd-mm-jjjj", blind)
    if notation := _gewoonst(voorstel, Kind.BEDRAG):
        yield f'  bedrag: "{notation}"  # zeker'
    else:
        yield _kijk('  bedrag: "1.234,56"', blind)


def _vorm(form: str, voorstel: Voorstel) -> Oordeel:
    """Judge a form of dates: certain when one column can be read in no other way."""
    seen = [one.gezien for one in voorstel.gevonden.values() if one.gezien.vorm == form]
    if any(one.gemengd for one in seen):
        return Oordeel(form, Zekerheid.NAKIJKEN, "er staan twee schrijfwijzen door elkaar")
    others = [one.andere[0] for one in seen if one.andere]
    if len(others) < len(seen):
        return Oordeel(form, Zekerheid.ZEKER, "zo staan de datums er")
    return Oordeel(form, Zekerheid.NAKIJKEN, f"het kan ook {others[0]} zijn")


def _gewoonst(voorstel: Voorstel, kind: Kind) -> str:
    """Give the way of writing that most columns of a kind have."""
    forms = [one.gezien.vorm for one in voorstel.gevonden.values() if one.gezien.kind is kind]
    return max(forms, key=forms.count, default="")


# -- signals ------------------------------------------------------------------------------------


def _signalen(voorstel: Voorstel) -> Iterator[str]:
    found = voorstel.gevonden
    yield "signalen:"
    if not {VLAG, DERDE, CODE, NOTITIE} & found.keys():
        yield "  # TODO vlag: {kolom: ...}   waaraan is een ongeval te zien?"
    for pad in (VLAG, DERDE):
        if pad in found and found[pad].nee is not None:
            yield from _vinkjes(pad, found[pad])
        elif pad in found:
            yield _met(
                f"  {pad}: {{kolom: {_kolom(found[pad])}{_ja_nee(found[pad])}}}", found[pad].oordeel
            )
    if CODE in found:
        yield from _code(found[CODE])
    steun = [word for word, pad in _STEUN.items() if pad in found]
    if steun:
        yield f"  steun: [{', '.join(steun)}]  # zeker"
    if NOTITIE in found:
        yield _met(f"  notitie: {{kolom: {_kolom(found[NOTITIE])}}}", found[NOTITIE].oordeel)


_STEUN: Final = {
    "datum": "ongeval.datum",
    "verzekeraar": "tegenpartij.verzekeraar",
    "schadenummer": "tegenpartij.schadenummer",
    "kenteken": "tegenpartij.kenteken",
}


def _vinkjes(pad: str, one: Toewijzing) -> Iterator[str]:
    """Write two tick columns; what is a tick is one of the words for yes that were seen."""
    no = one.nee or one.kolom
    seen = {text for column in (one.kolom, no) for text in column.waarden}
    empty = sorted(text for text in seen if text.casefold() in _GEEN_VINK)
    ticks = sorted(seen - set(empty)) or ["X"]
    yield _met(f"  {pad}:", one.oordeel)
    yield "    vinkjes:"
    yield f"      ja: {{kolom: {yaml_tekst(one.kolom.naam)}}}"
    yield f"      nee: {{kolom: {yaml_tekst(no.naam)}}}"
    yield f"      aangevinkt: [{', '.join(map(yaml_woord, ticks))}]"
    if empty:
        yield f"      leeg: [{', '.join(map(yaml_woord, empty))}]"


_GEEN_VINK: Final = frozenset({"0", "n", "nee", "no", "false", "onwaar"})


def _ja_nee(one: Toewijzing) -> str:
    """Write the words of yes and no, and those for unknown that were seen."""
    yes, _, no = (one.gezien.vorm or "J/N").partition("/")
    unknown = [text for text in one.kolom.waarden if text.casefold() in _ONBEKEND]
    words = [f"ja: {yaml_woord(yes)}", *([f"nee: {yaml_woord(no)}"] if no else [])]
    if unknown:
        words.append(f"onbekend: [{', '.join(map(yaml_woord, unknown))}]")
    return f", ja_nee: {{{', '.join(words)}}}"


_ONBEKEND: Final = frozenset({"o", "onbekend", "?", "unknown", "weet niet", "onb"})


def yaml_woord(text: str) -> str:
    """Write a word of a value table."""
    return text if text.isascii() and text.isalpha() else f"'{text}'"


def _code(one: Toewijzing) -> Iterator[str]:
    table = oorzaken_van(one.kolom.waarden)
    yield "  code:"
    yield _met(f"    kolom: {_kolom(one)}", one.oordeel)
    if not table:
        shapes = ", ".join(shape for shape, _ in one.kolom.patronen.most_common(5))
        yield f"    # TODO waarden: {{...}}   welke woorden staan hier? Gezien: {shapes}"
        return
    yield "    waarden:  # nakijken: staan alle woorden van uw lijst hierin? J is een ongeval"
    for text, verdict in table.items():
        yield f"      {yaml_tekst(text) if not text[0].isdigit() else repr_yaml(text)}: {verdict}"


def repr_yaml(text: str) -> str:
    """Write a text that begins with a digit: never as a number."""
    written = yaml_tekst(text)
    return f"'{text}'" if written == text else written


# -- fields -------------------------------------------------------------------------------------


def _velden(voorstel: Voorstel) -> Iterator[str]:
    yield "velden:"
    found = voorstel.gevonden
    for pad in ("datumAanvraag", "datumBekendheid"):
        if pad in found:
            yield _veld(pad, 1, voorstel)
    for group in _GROEPEN:
        lines = [*_groep(group, voorstel)]
        if lines:
            yield f"  {group}:"
            yield from lines


def _groep(group: str, voorstel: Voorstel) -> Iterator[str]:
    order = [regel.pad for regel in REGELS if regel.pad in voorstel.gevonden]
    pads = [pad for pad in order if pad.startswith(f"{group}.")]
    yield from (
        _veld(pad, 2, voorstel) for pad in pads if pad.count(".") == 1 and pad not in _LIJST
    )
    adres = [pad for pad in pads if pad.count(".") == 2]
    if adres:
        yield "    adres:"
        yield from (_veld(pad, 3, voorstel) for pad in adres)
    if group == "aansprakelijkheid":
        yield from _derde(voorstel)
    if group == "voorziening":
        yield from _voorziening(voorstel)


_LIJST: Final = frozenset(f"voorziening.{name}" for name in _BLIND)


def _veld(pad: str, depth: int, voorstel: Voorstel) -> str:
    one = voorstel.gevonden[pad]
    name = pad.rpartition(".")[2]
    parts = [f"kolom: {_kolom(one)}"]
    form = one.gezien.vorm if one.gezien.kind is Kind.DATUM else ""
    if form and form != _gewoonst(voorstel, Kind.DATUM):
        parts.append(f"datum: {form}")
    if name == "omschrijving":
        parts.append("tekst: afkappen")
    return _met(f"{'  ' * depth}{name}: {{{', '.join(parts)}}}", one.oordeel)


def _kolom(one: Toewijzing) -> str:
    """Write the column; of one whose name comes twice, which of them."""
    return _adres(one.kolom)


def _adres(kolom: Kolomblik) -> str:
    base, _, rest = kolom.naam.rpartition(" (")
    if base and rest.removesuffix(")").isdecimal() and kolom.naam != kolom.kop:
        return f"{yaml_tekst(kolom.kop)}, nummer: {rest.removesuffix(')')}"
    return yaml_tekst(kolom.naam)


def _derde(voorstel: Voorstel) -> Iterator[str]:
    one = voorstel.gevonden.get(CODE)
    table = derde_van(one.kolom.waarden) if one else {}
    if one is None or not table:
        return
    yield "    # nakijken: dezelfde lijst zegt ook of een ander schuld heeft"
    yield "    derde:"
    yield f"      kolom: {_kolom(one)}"
    yield "      waarden:"
    for text, verdict in table.items():
        yield f"        {repr_yaml(text)}: {verdict}"


def _voorziening(voorstel: Voorstel) -> Iterator[str]:
    found = voorstel.gevonden
    if not {"voorziening.productcode", "voorziening.omschrijving"} & found.keys():
        yield "    # TODO productcode: {kolom: ...}   of omschrijving: wat is er toegekend?"
    if not {"voorziening.datumToekenning", "voorziening.ingangsdatum"} & found.keys():
        yield "    # TODO datumToekenning: {kolom: ...}   of ingangsdatum"
    code = found.get("voorziening.productcode")
    if code and "voorziening.productcategorie" not in found and _heeft_categorie(code):
        reden = "de code begint met de productcategorie van iWmo"
        yield _kijk(f"    productcategorie: {{kolom: {_kolom(code)}, deel: 1-2}}", reden)
    for name, reden in _BLIND.items():
        yield from _keuze(name, reden, voorstel)


def _keuze(name: str, reden: str, voorstel: Voorstel) -> Iterator[str]:
    """Write a field of a closed list: by its column, else as not known."""
    one = voorstel.gevonden.get(f"voorziening.{name}")
    table = tabel_van(name, one.kolom.waarden) if one else {}
    if one and table:
        words = ", ".join(f"{repr_yaml(text)}: {word}" for text, word in table.items())
        yield _kijk(
            f"    {name}: {{kolom: {_kolom(one)}, waarden: {{{words}}}}}", "klopt de tabel?"
        )
        return
    if one:
        where = f"{{kolom: {_kolom(one)}, waarden: {{...}}}}"
        yield f"    # TODO {name}: {where}   welke woorden staan er?"
    yield _kijk(f"    {name}: {{vast: onbekend, waarom: {reden}}}", "weet u het wel?")


def _heeft_categorie(code: Toewijzing) -> bool:
    found = [_CATEGORIE.match(text) for text in code.kolom.waarden]
    return bool(found) and all(one and one["cat"] in PRODUCTCATEGORIEEN for one in found)


# -- costs, and what is left ---------------------------------------------------------------------


def _kosten(voorstel: Voorstel) -> Iterator[str]:
    one = voorstel.gevonden.get(BEDRAG)
    if one is None:
        return
    rhythm = _per(voorstel.over) or _ritme(one, voorstel.gevonden)
    if not rhythm:
        yield "# TODO kosten: per welke periode is een bedrag? Zonder dat gaat het niet mee."
        yield f"# kosten: {{bedrag: {{kolom: {_kolom(one)}}}, frequentie: ...}}"
        return
    yield "kosten:"
    yield _met(f"  bedrag: {{kolom: {_kolom(one)}}}", one.oordeel)
    yield _kijk(f"  frequentie: {rhythm}", "per welke periode is een bedrag?")
    if BIJDRAGE in voorstel.gevonden:
        share = voorstel.gevonden[BIJDRAGE]
        yield _met(f"  eigenBijdrage: {{kolom: {_kolom(share)}}}", share.oordeel)


def _ritme(one: Toewijzing, found: Mapping[str, Toewijzing]) -> str:
    name = one.kolom.naam.casefold()
    for word, rhythm in _VAST:
        if word in name:
            return f"{{vast: {rhythm}, waarom: dat zegt de naam van de kolom}}"
    code = found.get("voorziening.productcode")
    if code and _heeft_categorie(code):
        return f"{{kolom: {_kolom(code)}, deel: 1-2, waarden: {_RITME}}}"
    return ""


def _per(over: Iterable[Kolomblik]) -> str:
    """Write the table of a column in which only words for a period stand."""
    for kolom in over:
        table = ritmes_van(kolom.waarden)
        if table:
            words = ", ".join(f"{repr_yaml(text)}: {rhythm}" for text, rhythm in table.items())
            return f"{{kolom: {_adres(kolom)}, waarden: {{{words}}}}}"
    return ""


def _over(voorstel: Voorstel) -> Iterator[str]:
    used = BEDRAG in voorstel.gevonden and _per(voorstel.over)
    left = [one for one in voorstel.over if one is not voorstel.uniek]
    left = [one for one in left if not (used and ritmes_van(one.waarden))]
    if left:
        yield "# Niet gebruikt, want er is geen veld bij gevonden:"
    for kolom in left:
        filled = int(kolom.aandeel_gevuld * 100)
        turned = "; de naam ontkent: betekent ja hier nee?" if ontkent(kolom.naam) else ""
        yield f"#   {kolom.getoond}  ({kolom.soort().kind.value}, {filled}% gevuld{turned})"
