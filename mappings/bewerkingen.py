"""Small changes to a text before it is understood: splitsen, deel, vervangen, opvullen.

They stand in this order, whatever the order in the mapping file: the order of keys in YAML means
nothing. Each takes a text that is not empty; when one leaves nothing, the field is empty.
"""

import re
from collections.abc import Callable

from mappings.document import Blok, Node
from mappings.workbench import Werkbank
from regres.berichten import zin

Stap = Callable[[str], str]

#: Keys of the changes, in the order in which they are made.
BEWERKINGEN = ("splitsen", "deel", "vervangen", "opvullen")

#: Longest text a field may be filled up to, and longest replacement.
_LANGST_OPGEVULD = 50
_LANGST_NIEUW = 200
_GETAL = re.compile(r"\A[1-9][0-9]{0,2}\Z", re.ASCII)
_BEREIK = re.compile(
    r"\A(?:(?P<van>[1-9][0-9]{0,2})(?P<tot>-(?:[1-9][0-9]{0,2})?)?"
    r"|laatste(?: (?P<laatste>[1-9][0-9]{0,2}))?)\Z",
    re.ASCII,
)


def compile_bewerkingen(blok: Blok, werk: Werkbank) -> Stap | None:
    """Compile the changes that a source asks for; None when it asks for none."""
    steps = [_COMPILERS[key](blok.delen[key], werk) for key in BEWERKINGEN if key in blok.delen]
    if not steps:
        return None
    if len(steps) == 1:
        (one,) = steps
        return lambda text: one(text).strip() if text else text

    def change(text: str) -> str:
        for step in steps:
            if text:
                text = step(text).strip()
        return text

    return change


def bereik(node: Node, wat: str, werk: Werkbank) -> slice | None:
    """Read `3`, `1-2`, `2-`, `laatste` or `laatste 4` into a slice; counting starts at 1."""
    text = werk.tekst(node, wat)
    found = _BEREIK.match(text) if text is not None else None
    if found is None:
        if text is not None:
            werk.meld("M-0028", node.plek, "bereik", wat=wat)
        return None
    if found["van"] is None:
        return slice(-int(found["laatste"] or 1), None)
    start, rest = int(found["van"]), found["tot"]
    end = start if rest is None else int(rest[1:] or 0) or None
    if end is not None and end < start:
        werk.meld("M-0028", node.plek, "omgekeerd", wat=wat)
        return None
    return slice(start - 1, end)


def _splitsen(node: Node, werk: Werkbank) -> Stap:
    blok = werk.blok(node, "`splitsen:`")
    if blok is None:
        return str
    werk.bekend(blok, ("op", "deel"), "`splitsen:`")
    werk.verplicht(blok, ("op", "deel"), "`splitsen:`")
    sign = werk.tekst(blok.delen["op"], "`op:`") if "op" in blok.delen else None
    part = bereik(blok.delen["deel"], "`deel:`", werk) if "deel" in blok.delen else None
    if sign is None or part is None:
        return str
    # Several spaces are one place to cut: nobody sees how many there are.
    on = None if sign == " " else sign

    def split(text: str) -> str:
        return sign.join(text.split(on)[part])

    return split


def _deel(node: Node, werk: Werkbank) -> Stap:
    part = bereik(node, "`deel:`", werk)
    return str if part is None else lambda text: text[part]


def _vervangen(node: Node, werk: Werkbank) -> Stap:
    """Make one pass over the text: what was put in is not looked at again."""
    blok = werk.blok(node, "`vervangen:`")
    table: dict[str, str] = {}
    for old, target in blok.delen.items() if blok else ():
        new = werk.tekst_of_leeg(target, zin("nieuwe_tekst"))
        if not old:
            werk.meld("M-0020", target.plek, "lege_tekst")
        elif new is not None and len(new) > _LANGST_NIEUW:
            werk.meld("M-0028", target.plek, "lang", langst=_LANGST_NIEUW)
        elif new is not None:
            table[old] = new
    if blok is not None and not blok.delen:
        werk.meld("M-0020", blok.plek, "lege_lijst")
    if not table:
        return str
    # Literal texts only, the longest first: nothing to go back over, whatever the source holds.
    longest = sorted(table, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest)))
    return lambda text: pattern.sub(lambda found: table[found[0]], text)


def _opvullen(node: Node, werk: Werkbank) -> Stap:
    blok = werk.blok(node, "`opvullen:`")
    if blok is None:
        return str
    werk.bekend(blok, ("tot", "met"), "`opvullen:`")
    werk.verplicht(blok, ("tot",), "`opvullen:`")
    width = _lengte(blok.delen["tot"], werk) if "tot" in blok.delen else None
    sign = werk.tekst(blok.delen["met"], "`met:`") if "met" in blok.delen else "0"
    if width is None or sign is None:
        return str
    if len(sign) != 1:
        werk.meld("M-0022", blok.delen["met"].plek, "met")
        return str
    return lambda text: text.rjust(width, sign)


def _lengte(node: Node, werk: Werkbank) -> int | None:
    """Read a length from 1 on: not a range, and not so long that a cell fills the memory."""
    text = werk.tekst(node, "`tot:`")
    if text is None:
        return None
    if _GETAL.match(text) and int(text) <= _LANGST_OPGEVULD:
        return int(text)
    werk.meld("M-0028", node.plek, "tot", langst=_LANGST_OPGEVULD)
    return None


_COMPILERS: dict[str, Callable[[Node, Werkbank], Stap]] = {
    "splitsen": _splitsen,
    "deel": _deel,
    "vervangen": _vervangen,
    "opvullen": _opvullen,
}
