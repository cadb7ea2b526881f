"""From the text of a source to a canonical value: the closed list of typed transforms.

A transform takes text that is not empty and gives a value, None (the text says nothing), or a
Misfit. It never raises and never repeats the text.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum

from mappings import amounts, dates, tables
from mappings.canonical import Soort, Veld
from mappings.codetabellen import met_tabel
from mappings.complaints import Plek
from mappings.document import Blok, Node, Tekst
from mappings.workbench import Werkbank
from regres import Indicatie, JaNee, Misfit, values
from regres.berichten import een_van, zin
from regres.words import Erkend

Maak = Callable[[str], object]

#: Keys of a field that name a transform.
TRANSFORMS = ("datum", "bedrag", "waarden", "tabel", "ja_nee", "tekst")

#: Closed lists in which ja, nee and onbekend are words, so that `ja_nee:` fits.
JA_NEE: Mapping[type[StrEnum], Mapping[str, object]] = {
    JaNee: {"ja": JaNee.JA, "nee": JaNee.NEE, "onbekend": JaNee.ONBEKEND},
    Erkend: {"ja": Erkend.JA, "nee": Erkend.NEE, "onbekend": Erkend.ONBEKEND},
    Indicatie: {"ja": Indicatie.J, "nee": Indicatie.N, "onbekend": Indicatie.O},
}

_PASSEND: Mapping[Soort, tuple[str, ...]] = {
    Soort.TEKST: ("waarden", "tekst"),
    Soort.DATUM: ("datum",),
    Soort.DAG: ("datum",),
    Soort.BEDRAG: ("bedrag",),
    Soort.KEUZE: ("waarden", "ja_nee"),
    Soort.VINK: ("ja_nee",),
    Soort.PRODUCTCATEGORIE: ("waarden",),
    Soort.GEMEENTECODE: ("waarden",),
}
_ZONDER = frozenset({Soort.TEKST, Soort.PRODUCTCATEGORIE, Soort.GEMEENTECODE})
_KENTEKEN = re.compile(r"\A(?=[A-Z0-9]*[0-9])(?=[A-Z0-9]*[A-Z])[A-Z0-9]{6}\Z", re.ASCII)
#: Letters for day, month and year elsewhere, and ours.
_ONS = {
    "yyyy": "jjjj",
    "jjjj": "jjjj",
    "%y": "jjjj",
    "mm": "mm",
    "%m": "mm",
    "dd": "dd",
    "%d": "dd",
}
_VREEMD = re.compile("|".join(_ONS), re.IGNORECASE)
_VORMEN = (
    "dd-mm-jjjj, d-m-jjjj, jjjj-mm-dd, jjjjmmdd, dd-mm-jjjj tijd, jjjj-mm-ddTtijdzone, mm-jjjj, "
    "jjjj, stuf"
)


def passend(veld: Veld) -> tuple[str, ...]:
    """Give the transforms a field can have; the field's own kind does the rest."""
    if veld.soort is Soort.KEUZE and veld.keuze not in JA_NEE:
        return ("waarden",)
    return _PASSEND.get(veld.soort, ())


def woorden(veld: Veld) -> Mapping[str, object]:
    """Give what ja, nee and onbekend mean for a field.

    Whether an address is secret and not known counts as secret.
    """
    if veld.soort is Soort.VINK:
        return {"ja": True, "nee": False, "onbekend": True if veld.pad == "client.geheim" else None}
    return {} if veld.keuze is None else JA_NEE.get(veld.keuze, {})


def compile_maak(veld: Veld, blok: Blok, werk: Werkbank) -> Maak | None:
    """Compile the transform of a field; None after a complaint. StUF dates are made elsewhere."""
    name = _name(veld, blok, werk)
    if name is None:
        return None
    if name == "waarden":
        node = met_tabel(blok.delen.get("waarden"), blok.delen.get("tabel"), werk)
        return None if node is None else _waarden(veld, node, werk)
    node = blok.delen.get(name) or werk.standaard.get(name)
    return direct(veld) if node is None else _TO_MAAK[name](veld, node, werk)


def direct(veld: Veld) -> Maak:
    """Give the check that a field's own kind asks for; closed lists in canonical words."""
    if veld.keuze is not None:
        return tables.reader({tables.fold(word.value): word for word in veld.keuze})
    match veld.soort:
        case Soort.VINK:
            return tables.reader({"ja": True, "nee": False})
        case Soort.BSN:
            return values.bsn
        case Soort.POSTCODE:
            return values.postcode
        case Soort.PRODUCTCATEGORIE:
            return values.productcategorie
        case Soort.GEMEENTECODE:
            return values.gemeentecode
        case Soort.KENTEKEN:
            return kenteken
        case Soort.TOEDRACHT:
            return str
    return _kort(veld.langst)


def _kort(longest: int) -> Maak:
    def maak(text: str) -> object:
        # The texts of nearly every cell, which need no closer look.
        if text.isascii() and len(text) <= longest and text.isprintable():
            return text
        return values.tekst(text, longest)

    return maak


def kenteken(text: str) -> str | Misfit:
    """Check a Dutch number plate: six letters and digits, both present; hyphens are dropped."""
    bare = text.upper().replace("-", "").replace(" ", "")
    return bare if _KENTEKEN.match(bare) else Misfit("kenteken_vorm")


def is_stuf(veld: Veld, blok: Blok, werk: Werkbank) -> bool:
    """Tell whether a date field is read as a StUF date (`datum: stuf`)."""
    if veld.soort not in (Soort.DATUM, Soort.DAG):
        return False
    node = blok.delen.get("datum") or werk.standaard.get("datum")
    if not (isinstance(node, Tekst) and node.waarde == "stuf"):
        return False
    if werk.soort != "xml":
        werk.meld("M-0013", node.plek, "stuf")
    return True


def doel(veld: Veld) -> Callable[[Node, Werkbank], object]:
    """Make the reader of a canonical word on the right of a value table, or behind `vast:`."""
    check = direct(veld)

    def lees(node: Node, werk: Werkbank) -> object:
        if veld.keuze is not None:
            word = werk.keuze(node, f"`{veld.naam}`", [word.value for word in veld.keuze])
            return None if word is None else veld.keuze(word)
        text = werk.tekst(node, zin("waarde_van", veldnaam=veld.naam))
        value = None if text is None else check(text)
        if isinstance(value, Misfit):
            wrong = zin(value.code, **dict(value.woorden))
            werk.meld("M-0021", node.plek, veldnaam=veld.naam, wat=wrong)
            return None
        return value

    return lees


def _name(veld: Veld, blok: Blok, werk: Werkbank) -> str | None:
    """Choose the transform: the field's own, else the default of the mapping, else none ("")."""
    fitting = passend(veld)
    ways = een_van([f"`{name}:`" for name in fitting])
    # A table in a file is a value table: both may stand there, and then `waarden:` wins.
    as_name = {key: "waarden" if key == "tabel" else key for key in TRANSFORMS}
    written = [key for key in TRANSFORMS if key in blok.delen]
    named = list(dict.fromkeys(as_name[key] for key in written))
    wrong = [key for key in written if as_name[key] not in fitting] or [
        key for key in written if as_name[key] in named[1:]
    ]
    for key in wrong:
        case, words = ("veld", {"wegen": ways}) if ways else ("geen", {})
        werk.meld("M-0012", blok.sleutels[key], case, sleutel=key, veldnaam=veld.naam, **words)
    if wrong:
        return None
    chosen = named or [key for key in fitting if key in werk.standaard]
    if chosen:
        return chosen[0]
    if fitting and veld.soort not in _ZONDER:
        werk.meld("M-0012", blok.plek, "ontbreekt", veldnaam=veld.naam, wegen=ways)
        return None
    return ""


def _datum(veld: Veld, node: Node, werk: Werkbank) -> Maak | None:
    whole = veld.soort is Soort.DAG
    forms: list[dates.Vorm] = []
    for text, place in werk.teksten(node, "`datum:`"):
        form = dates.compile_vorm(text)
        if form is None:
            _geen_vorm(text, place, werk)
        elif whole and not form.heeft_dag:
            werk.meld("M-0013", place, "heel", veldnaam=veld.naam)
        elif form.gestalte in {known.gestalte for known in forms}:
            werk.meld("M-0013", place, "dubbel")
        else:
            forms.append(form)
    return dates.reader(tuple(forms), heel=whole) if forms else None


def _geen_vorm(text: str, place: Plek, werk: Werkbank) -> None:
    """Refuse a form; one in the letters of a spreadsheet or a program is translated."""
    meant = _VREEMD.sub(lambda found: _ONS[found[0].lower()], text)
    if meant != text and dates.compile_vorm(meant):
        werk.meld("M-0013", place, "bedoelt", tekst=text, vorm=meant)
    else:
        werk.meld("M-0013", place, tekst=text, vormen=_VORMEN)


def _bedrag(_: Veld, node: Node, werk: Werkbank) -> Maak | None:
    notatie = werk.keuze(node, "`bedrag:`", (*amounts.NOTATIES, amounts.CENTEN))
    return None if notatie is None else amounts.reader(notatie)


def _waarden(veld: Veld, node: Node, werk: Werkbank) -> Maak | None:
    table = tables.waarden(node, werk, doel(veld))
    return None if table is None else tables.reader(table)


def _ja_nee(veld: Veld, node: Node, werk: Werkbank) -> Maak | None:
    table = tables.ja_nee(node, werk, woorden(veld))
    return None if table is None else tables.reader(table)


def _tekst(veld: Veld, node: Node, werk: Werkbank) -> Maak | None:
    if werk.keuze(node, "`tekst:`", ("afkappen",)) is None:
        return None
    longest = veld.langst
    return lambda text: values.tekst(text[:longest].rstrip(), longest)


_TO_MAAK: Mapping[str, Callable[[Veld, Node, Werkbank], Maak | None]] = {
    "datum": _datum,
    "bedrag": _bedrag,
    "waarden": _waarden,
    "ja_nee": _ja_nee,
    "tekst": _tekst,
}
