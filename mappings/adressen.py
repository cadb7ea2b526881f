"""The places of a source that a mapping names: a column, an XPath, an extraElement."""

import re

from mappings import xpath
from mappings.complaints import Plek
from mappings.document import Blok, Node, Tekst
from mappings.workbench import Werkbank
from regres.berichten import een_van
from regres.layouts import kolomnaam
from regres.spelling import near

#: Keys that go with `kolom:` and say which column is meant.
BIJ_KOLOM = ("nummer", "optioneel")
#: Every key that says which place is meant.
PLAATSEN = ("kolom", "xpath", "extra", *BIJ_KOLOM)
_NUMMER = re.compile(r"\A[1-9][0-9]?\Z", re.ASCII)
#: Not the whole list of columns: a new file misses many at once, and each would repeat it.


def wegen(werk: Werkbank) -> tuple[str, ...]:
    """Give the keys that point at a place in this kind of source."""
    return ("kolom",) if werk.soort == "csv" else ("xpath", "extra")


def compile_adres(way: str, blok: Blok, werk: Werkbank) -> str | None:
    """Compile the place that `way:` names in a block; None after a complaint."""
    node = blok.delen[way]
    if way not in wegen(werk):
        ways = een_van([f"`{key}:`" for key in wegen(werk)])
        werk.meld("M-0011", node.plek, "bron", weg=way, soort=werk.soort, wegen=ways)
        return None
    if way == "kolom":
        return _kolom(node, blok, werk)
    for key in BIJ_KOLOM:
        if key in blok.delen:
            werk.meld("M-0012", blok.sleutels[key], "kolom", sleutel=key)
    names = werk.teksten(node, f"`{way}:`")
    to_path = _xpath if way == "xpath" else _extra
    paths = tuple(to_path(name, place, werk) for name, place in names)
    if not names or None in paths:
        return None
    adres = " | ".join(name for name, _ in names)
    werk.adressen[adres] = tuple(path for path in paths if path)
    return adres


def _kolom(node: Node, blok: Blok, werk: Werkbank) -> str | None:
    written = werk.tekst(node, "`kolom:`")
    if written is None:
        return None
    name = kolomnaam(written)
    if werk.kopregel and name not in werk.kopregel:
        meant = near(name, werk.kopregel)
        case, words = ("lijkt", {"bedoeld": meant}) if meant else ("anders", {})
        werk.meld("M-0018", node.plek, case, kolom=name, **words)
        return None
    adres = _genummerd(name, node, blok, werk)
    if adres is None or not name:
        return None
    werk.adressen[adres] = ()
    optional = blok.delen.get("optioneel")
    if optional is None or werk.keuze(optional, "`optioneel:`", ("ja", "nee")) != "ja":
        werk.nodig.add(adres)
    return adres


def _genummerd(name: str, node: Node, blok: Blok, werk: Werkbank) -> str | None:
    """Give a column of which the name stands there more than once an address of its own."""
    here = werk.kopregel.count(name)
    number = blok.delen.get("nummer")
    if number is None:
        if here > 1:
            werk.meld("M-0018", node.plek, "dubbel", kolom=name, keer=here)
        return _vrij(name, (name, 0), node, werk)
    text = number.waarde if isinstance(number, Tekst) else ""
    if not _NUMMER.match(text):
        werk.meld("M-0028", number.plek, "nummer")
        return None
    if here and int(text) > here:
        werk.meld("M-0018", number.plek, "maar", kolom=name, keer=here)
        return None
    adres = f"{name} ({text})"
    werk.nummers[adres] = (name, int(text))
    return _vrij(adres, (name, int(text)), node, werk)


def _vrij(adres: str, column: tuple[str, int], node: Node, werk: Werkbank) -> str | None:
    if werk.kolommen.setdefault(adres, column) != column:
        werk.meld("M-0018", node.plek, "bezet", kolom=adres)
        return None
    return adres


def _xpath(path: str, place: Plek, werk: Werkbank) -> str | None:
    wrong = xpath.check(path, werk.namespaces)
    if wrong is not None:
        werk.meld(wrong.code, place, wrong.geval, **wrong.woorden)
        return None
    return xpath.met_voorvoegsel(path, werk.namespaces)


def _extra(name: str, place: Plek, werk: Werkbank) -> str | None:
    # A quote or bracket in the name would end the predicate and let a mapping write its own XPath.
    if not name or set(name) & set("'\"[]"):
        werk.meld("M-0015", place, "extra")
        return None
    return f"StUF:extraElementen/StUF:extraElement[@naam='{name}']"
