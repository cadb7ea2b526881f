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
        werk.meld("M-0025", node.plek, f"Een voorwaarde noemt hoogstens {MEESTE} vergelijkingen")
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
        what = "meer dan een" if named else "geen"
        bouw.werk.meld("M-0025", blok.plek, f"Deze voorwaarde noemt {what} van {ways}")
        return None
    (key,) = named
    return _samen(key, blok, bouw, diep) if key in SAMEN else _vergelijking(key, blok, bouw)


def _unknown(blok: Blok, werk: Werkbank) -> bool:
    """Complain about words that are no comparison, and so are the likely fault."""
    known = (*PLAATSEN, *VERGELIJKINGEN, *SAMEN)
    werk.bekend(blok, known, "Een voorwaarde")
    return not set(blok.delen) <= set(known)


def _samen(key: str, blok: Blok, bouw: _Bouw, diep: int) -> Voorwaarde | None:
    bouw.werk.bekend(blok, SAMEN, "Een voorwaarde met `en:` of `of:`")
    node = blok.delen[key]
    if not isinstance(node, Lijst) or len(node.delen) < 2:
        wat = f"Achter `{key}:` hoort een lijst van twee of meer voorwaarden"
        bouw.werk.meld("M-0008", node.plek, wat)
        return None
    if not diep:
        doe = f"`en:` en `of:` staan hoogstens {DIEPST} diep in elkaar. Maak er twee velden van"
        bouw.werk.meld("M-0025", node.plek, "Deze voorwaarde is te diep", doe)
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
        wat = "Achter `is:` hoort een tekst"
        bouw.werk.meld("M-0025", blok.delen[key].plek, wat, "Gebruik `in:` voor een lijst")
        return None
    texts = tuple(fold(text) for text, _ in bouw.werk.teksten(blok.delen[key], f"`{key}:`"))
    if read is None or not texts:
        return None
    if "" in texts:
        doe = "Schrijf `leeg: ja` of `leeg: nee`"
        bouw.werk.meld("M-0025", blok.delen[key].plek, "Een lege tekst is hier niet te zien", doe)
        return None
    return _met(key, texts, read)


def _met(key: str, texts: tuple[str, ...], read: Lezen) -> Voorwaarde:
    known = frozenset(texts)
    if key == "begint_met":
        return lambda fields: fold(read(fields)).startswith(texts)
    if key == "niet":
        return lambda fields: fold(read(fields)) not in known
    return lambda fields: fold(read(fields)) in known
