"""Where a value comes from: a column, an XPath, an extraElement, or several of these joined."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from mappings import xpath
from mappings.complaints import Plek, near, suggest
from mappings.document import Blok, Lijst, Node, Tekst
from mappings.tables import fold
from mappings.workbench import Werkbank
from regres import Fields

#: Keys that name a source; a field has exactly one of these, or `vast`.
BRONNEN = ("kolom", "xpath", "extra", "samenvoegen")
#: Keys that go with them.
BIJ_BRON = ("met", "leeg")


@dataclass(frozen=True, slots=True)
class Bron:
    """A place to read text from.

    adres   column or address; of a joined source its first; it names the place in messages
    tekst   reads it: NFC, trimmed, "" when absent or one of the words that mean empty
    """

    adres: str
    tekst: Callable[[Fields], str]
    alle: tuple[str, ...]


def compile_bron(blok: Blok, werk: Werkbank) -> Bron | None:
    """Compile the source of a block; None after a complaint."""
    named = [key for key in BRONNEN if key in blok.delen]
    if not named and any(near(key, BRONNEN) for key in blok.delen):
        return None  # a source with a typing error, of which the unknown key is told already
    if len(named) != 1:
        what = "meer dan een bron" if named else "geen bron"
        doe = "Kies er een: " + ", ".join(f"`{key}:`" for key in (*_ways(werk), "samenvoegen"))
        werk.meld("M-0011", blok.plek, f"Dit veld noemt {what}", doe)
        return None
    if named[0] == "samenvoegen":
        return _joined(blok, werk)
    adres = _adres(named[0], blok.delen[named[0]], werk)
    if adres is None:
        return None
    return Bron(adres, _of_empty(_one(adres), _leeg(blok, werk)), (adres,))


def _ways(werk: Werkbank) -> tuple[str, ...]:
    return ("kolom",) if werk.soort == "csv" else ("xpath", "extra")


def _adres(way: str, node: Node, werk: Werkbank) -> str | None:
    if way not in _ways(werk):
        doe = " of ".join(f"`{key}:`" for key in _ways(werk))
        werk.meld("M-0011", node.plek, f"`{way}:` past niet bij `bron: {werk.soort}`", doe)
        return None
    if way == "kolom":
        return _kolom(node, werk)
    names = werk.teksten(node, f"`{way}:`")
    to_path = _xpath if way == "xpath" else _extra
    paths = tuple(to_path(name, place, werk) for name, place in names)
    if not names or None in paths:
        return None
    adres = " | ".join(name for name, _ in names)
    werk.adressen[adres] = tuple(path for path in paths if path)
    return adres


def _kolom(node: Node, werk: Werkbank) -> str | None:
    name = werk.tekst(node, "`kolom:`")
    if name and werk.kopregel and name not in werk.kopregel:
        doe = suggest(name, werk.kopregel)
        werk.meld("M-0018", node.plek, f"De kolom `{name}` staat niet in `kopregel:`", doe)
        return None
    if name:
        werk.adressen[name] = ()
    return name


def _xpath(path: str, place: Plek, werk: Werkbank) -> str | None:
    wrong = xpath.check(path, werk.namespaces)
    if wrong is not None:
        werk.meld(wrong.code, place, wrong.wat, wrong.doe)
        return None
    return path


def _extra(name: str, place: Plek, werk: Werkbank) -> str | None:
    # A quote or bracket in the name would end the predicate and let a mapping write its own XPath.
    if not name or set(name) & set("'\"[]"):
        werk.meld("M-0015", place, "Deze naam van een extraElement kan niet", "Haal ' \" [ ] weg")
        return None
    return f"StUF:extraElementen/StUF:extraElement[@naam='{name}']"


def _joined(blok: Blok, werk: Werkbank) -> Bron | None:
    node = blok.delen["samenvoegen"]
    if not isinstance(node, Lijst) or len(node.delen) < 2:
        doe = "Schrijf: samenvoegen: [{kolom: A}, {kolom: B}]"
        werk.meld(
            "M-0008", node.plek, "`samenvoegen:` hoort een lijst van twee of meer te zijn", doe
        )
        return None
    parts = [_part(part, werk) for part in node.delen]
    glue = _glue(blok.delen.get("met"), werk)
    found = [part for part in parts if part is not None]
    if len(found) < len(parts):
        return None
    reads = tuple(part.tekst for part in found)

    def raw(fields: Fields) -> str:
        return glue.join(text for read in reads if (text := read(fields)))

    return Bron(found[0].adres, _of_empty(raw, _leeg(blok, werk)), tuple(p.adres for p in found))


def _glue(node: Node | None, werk: Werkbank) -> str:
    if isinstance(node, Tekst):
        return node.waarde
    if node is not None:
        werk.meld("M-0008", node.plek, "`met:` hoort een tekst te zijn")
    return " "


def _part(node: Node, werk: Werkbank) -> Bron | None:
    blok = werk.blok(node, "Een deel van `samenvoegen:`")
    if blok is None:
        return None
    werk.bekend(blok, (*_ways(werk), "leeg"), "een deel van `samenvoegen:`")
    return compile_bron(blok, werk)


def _leeg(blok: Blok, werk: Werkbank) -> frozenset[str]:
    node = blok.delen.get("leeg", werk.standaard.get("leeg"))
    if node is None:
        return frozenset()
    return frozenset(fold(text) for text, _ in werk.teksten(node, "`leeg:`"))


def _one(adres: str) -> Callable[[Fields], str]:
    def clean(fields: Fields) -> str:
        text = fields.text(adres)
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        return text.strip()

    return clean


def _of_empty(clean: Callable[[Fields], str], empty: frozenset[str]) -> Callable[[Fields], str]:
    if not empty:
        return clean

    def clean_or_empty(fields: Fields) -> str:
        text = clean(fields)
        return "" if fold(text) in empty else text

    return clean_or_empty
