"""`alleen_als:`: a condition on columns; where it does not hold, a field counts as empty.

Five comparisons and two levels of `en` and `of`: enough to point at rows, too little to write a
program in. Texts are compared as in value tables: upper and lower case are alike.
"""

from collections.abc import Callable
from dataclasses import dataclass

from mappings.adressen import PLAATSEN
from mappings.document import Blok, Lijst, Node
from mappings.tables import fold
from mappings.workbench import Werkbank
from regres import Fields
from regres.berichten import zin

Voorwaarde = Callable[[Fields], bool]
Lezen = Callable[[Fields], str]

#: Comparisons of a text with texts.
VERGELIJKINGEN = ("is", "niet", "in", "begint_met", "leeg")
SAMEN = ("en", "of")
#: Levels of `en` and `of` that may stand in one another, and conditions in one `alleen_als:`.
DIEPST = 2
MEESTE = 20


@dataclass(slots=True)
class _Bouw:
    """One `alleen_als:` being compiled; `lees` compiles the place a condition looks at."""

    werk: Werkbank
    lees: Callable[[Blok], Lezen | None]
    aantal: int = 0


def compile_voorwaarde(
    node: Node, werk: Werkbank, lees: Callable[[Blok], Lezen | None]
) -> Voorwaarde | None:
    """Compile a condition; None after a complaint."""
    bouw = _Bouw(werk, lees)
    found = _node(node, bouw, DIEPST)
    if bouw.aantal > MEESTE:
        werk.meld("M-0025", node.plek, "veel", meeste=MEESTE)
    return found


def _node(node: Node, bouw: _Bouw, diep: int) -> Voorwaarde | None:
    blok = bouw.werk.blok(node, "`alleen_als:`")
    if blok is None:
        return None
    named = [key for key in (*SAMEN, *VERGELIJKINGEN) if key in blok.delen]
    if len(named) != 1:
        if not named and _unknown(blok, bouw.werk):
            return None
        ways = ", ".join(f"`{key}:`" for key in (*VERGELIJKINGEN, *SAMEN))
        bouw.werk.meld("M-0025", blok.plek, "meer" if named else "geen", wegen=ways)
        return None
    (key,) = named
    return _samen(key, blok, bouw, diep) if key in SAMEN else _vergelijking(key, blok, bouw)


def _unknown(blok: Blok, werk: Werkbank) -> bool:
    """Complain about words that are no comparison, and so are the likely fault."""
    known = (*PLAATSEN, *VERGELIJKINGEN, *SAMEN)
    werk.bekend(blok, known, zin("een_voorwaarde"))
    return not set(blok.delen) <= set(known)


def _samen(key: str, blok: Blok, bouw: _Bouw, diep: int) -> Voorwaarde | None:
    bouw.werk.bekend(blok, SAMEN, zin("voorwaarde_samen"))
    node = blok.delen[key]
    if not isinstance(node, Lijst) or len(node.delen) < 2:
        bouw.werk.meld("M-0008", node.plek, "voorwaarden", sleutel=key)
        return None
    if not diep:
        bouw.werk.meld("M-0025", node.plek, "diep", diepst=DIEPST)
        return None
    parts = [_node(part, bouw, diep - 1) for part in node.delen]
    found = tuple(part for part in parts if part is not None)
    if len(found) < len(parts):
        return None
    join = all if key == "en" else any
    return lambda fields: join(part(fields) for part in found)


def _vergelijking(key: str, blok: Blok, bouw: _Bouw) -> Voorwaarde | None:
    bouw.aantal += 1
    read = bouw.lees(blok)
    if key == "leeg":
        word = bouw.werk.keuze(blok.delen[key], "`leeg:`", ("ja", "nee"))
        if read is None or word is None:
            return None
        empty = word == "ja"
        return lambda fields: (not read(fields)) is empty
    if key == "is" and isinstance(blok.delen[key], Lijst):
        bouw.werk.meld("M-0025", blok.delen[key].plek, "is")
        return None
    texts = tuple(fold(text) for text, _ in bouw.werk.teksten(blok.delen[key], f"`{key}:`"))
    if read is None or not texts:
        return None
    if "" in texts:
        bouw.werk.meld("M-0025", blok.delen[key].plek, "leeg")
        return None
    return _met(key, texts, read)


def _met(key: str, texts: tuple[str, ...], read: Lezen) -> Voorwaarde:
    known = frozenset(texts)
    if key == "begint_met":
        return lambda fields: fold(read(fields)).startswith(texts)
    if key == "niet":
        return lambda fields: fold(read(fields)) not in known
    return lambda fields: fold(read(fields)) in known
