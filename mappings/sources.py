"""Where a value comes from: a place, several joined, or tick columns; and what is done to its text.

The order is fixed, whatever the order of the keys: `alleen_als` (does it count at all), the text
itself (NFC, trimmed), `leeg` (words that mean empty), and then the changes of bewerkingen.py.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

from mappings.adressen import BIJ_KOLOM, compile_adres, wegen
from mappings.bewerkingen import BEWERKINGEN, Stap, compile_bewerkingen
from mappings.document import Blok, Lijst, Node, Tekst
from mappings.tables import fold
from mappings.voorwaarden import SAMEN, VERGELIJKINGEN, Voorwaarde, compile_voorwaarde
from mappings.workbench import Werkbank
from regres import Fields
from regres.berichten import een_van, zin
from regres.spelling import near
from regres.waarde import dataclass

#: Keys that name a source; a field has exactly one of these, or `vast`.
BRONNEN = ("kolom", "xpath", "extra", "samenvoegen", "vinkjes")
#: Those that give text as it came.
TEKSTBRONNEN = tuple(key for key in BRONNEN if key != "vinkjes")
#: Keys that go with them.
BIJ_BRON = (*BIJ_KOLOM, "met", "leeg", *BEWERKINGEN, "alleen_als")
_VINKJES = ("ja", "nee", "onbekend")
#: What tick columns say when a cell holds neither of the words for ticked and not ticked.
_VREEMD = "vinkje?"

Lezen = Callable[[Fields], str]


@dataclass(frozen=True, slots=True)
class Bron:
    """A place to read text from.

    adres     column or address; of a joined source its first; it names the place in messages
    tekst     reads it: NFC, trimmed, "" when absent or one of the words that mean empty
    vinkjes   its text is `ja`, `nee`, `onbekend` or "": tick columns, already understood
    cel       makes of the cell at `adres`, as it came, what `tekst` reads; None when `tekst` looks
              at more than that one cell
    """

    adres: str
    tekst: Lezen
    alle: tuple[str, ...]
    vinkjes: bool = False
    cel: Stap | None = None


def compile_bron(blok: Blok, werk: Werkbank) -> Bron | None:
    """Compile the source of a block; None after a complaint."""
    named = [key for key in BRONNEN if key in blok.delen]
    if not named and any(near(key, BRONNEN) for key in blok.delen):
        return None  # a source with a typing error, of which the unknown key is told already
    if len(named) != 1:
        ways = ", ".join(f"`{key}:`" for key in (*wegen(werk), "samenvoegen", "vinkjes"))
        werk.meld("M-0011", blok.plek, "meer" if named else "geen", wegen=ways)
        return None
    bron = _COMPILERS.get(named[0], _one)(blok, werk)
    when = compile_alleen_als(blok, werk)
    if bron is None or when is None:
        return bron
    return replace(bron, tekst=_gated(bron.tekst, when), cel=None)


def compile_alleen_als(blok: Blok, werk: Werkbank) -> Voorwaarde | None:
    """Compile `alleen_als:`; None when there is none, or after a complaint."""
    node = blok.delen.get("alleen_als")
    return None if node is None else compile_voorwaarde(node, werk, lambda part: _look(part, werk))


def _look(blok: Blok, werk: Werkbank) -> Lezen | None:
    """Compile the place that one condition looks at; no changes are made to its text."""
    werk.bekend(blok, (*wegen(werk), *BIJ_KOLOM, *VERGELIJKINGEN, *SAMEN), zin("een_voorwaarde"))
    named = [key for key in ("kolom", "xpath", "extra") if key in blok.delen]
    if len(named) != 1:
        ways = een_van([f"`{key}:`" for key in wegen(werk)])
        werk.meld("M-0011", blok.plek, "voorwaarde", wegen=ways)
        return None
    adres = compile_adres(named[0], blok, werk)
    if adres is None:
        return None
    werk.bekeken.add(adres)
    return _van(adres, schoon)


def _one(blok: Blok, werk: Werkbank) -> Bron | None:
    (way,) = (key for key in BRONNEN if key in blok.delen)
    adres = compile_adres(way, blok, werk)
    change = _changes(blok, werk)
    if adres is None:
        return None
    cel = schoon if change is None else lambda text: change(schoon(text))
    return Bron(adres, _van(adres, cel), (adres,), cel=cel)


def _joined(blok: Blok, werk: Werkbank) -> Bron | None:
    node = blok.delen["samenvoegen"]
    if not isinstance(node, Lijst) or len(node.delen) < 2:
        werk.meld("M-0008", node.plek, "samenvoegen")
        return None
    parts = [_part(part, "samenvoegen", werk) for part in node.delen]
    glue = _glue(blok.delen.get("met"), werk)
    found = [part for part in parts if part is not None]
    if len(found) < len(parts):
        return None
    reads = tuple(part.tekst for part in found)

    def raw(fields: Fields) -> str:
        return glue.join(text for read in reads if (text := read(fields)))

    alle = tuple(adres for part in found for adres in part.alle)
    change = _changes(blok, werk)
    whole = raw if change is None else lambda fields: change(raw(fields))
    return Bron(found[0].adres, whole, alle)


def _glue(node: Node | None, werk: Werkbank) -> str:
    if isinstance(node, Tekst):
        return node.waarde
    if node is not None:
        werk.meld("M-0008", node.plek, "tekst", wat="`met:`")
    return " "


def _part(node: Node, name: str, werk: Werkbank) -> Bron | None:
    """Compile one of several places; it is no join itself, so joins cannot be nested."""
    blok = werk.blok(node, zin("deel_van", blok=name))
    if blok is None:
        return None
    keys = [key for key in BIJ_BRON if key != "met"]
    werk.bekend(blok, (*wegen(werk), *keys), zin("deel_van", blok=name))
    if {"samenvoegen", "vinkjes"} & set(blok.delen):
        return None
    return compile_bron(blok, werk)


# -- tick columns -----------------------------------------------------------------------------


def _ticks(blok: Blok, werk: Werkbank) -> Bron | None:
    """Compile `vinkjes:`; two different answers ticked is `onbekend`: a person must look."""
    for key in ("leeg", "met", *BEWERKINGEN):
        if key in blok.delen:
            werk.meld("M-0012", blok.sleutels[key], "bij_kolom", sleutel=key)
    own = werk.blok(blok.delen["vinkjes"], "`vinkjes:`")
    if own is None:
        return None
    werk.bekend(own, (*_VINKJES, "aangevinkt", "leeg"), "`vinkjes:`")
    werk.verplicht(own, ("aangevinkt",), "`vinkjes:`")
    if not {"ja", "nee"} & set(own.delen):
        werk.meld("M-0006", own.plek, "ja_of_nee", blok="`vinkjes:`")
    words = [word for word in _VINKJES if word in own.delen]
    parts = [_part(own.delen[word], "vinkjes", werk) for word in words]
    found = tuple(part for part in parts if part is not None)
    if len(found) < len(parts) or not found:
        return None
    ticked = frozenset(_words(own, "aangevinkt", werk))
    empty = frozenset(_words(own, "leeg", werk))
    answers = tuple(zip(words, (part.tekst for part in found), strict=True))
    alle = tuple(adres for part in found for adres in part.alle)
    return Bron(found[0].adres, _answer(answers, ticked, empty), alle, vinkjes=True)


def _answer(
    answers: tuple[tuple[str, Lezen], ...], ticked: frozenset[str], empty: frozenset[str]
) -> Lezen:
    def answer(fields: Fields) -> str:
        found = ""
        for word, read in answers:
            text = fold(read(fields))
            if text in ticked:
                found = "onbekend" if found else word
            elif text and text not in empty:
                return _VREEMD
        return found

    return answer


def _words(blok: Blok, key: str, werk: Werkbank) -> list[str]:
    node = blok.delen.get(key)
    found = [] if node is None else [text for text, _ in werk.teksten(node, f"`{key}:`")]
    if key == "aangevinkt" and node is not None and "" in found:
        werk.meld("M-0020", node.plek, "aangevinkt")
    return [fold(text) for text in found]


# -- texts --------------------------------------------------------------------------------------


def schoon(text: str) -> str:
    """Give a text of the source as it is compared: NFC and trimmed."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.strip()


def schone_kolom(cells: Sequence[str]) -> Sequence[str]:
    """Give what `schoon` gives of each of many."""
    if not all(map(str.isascii, cells)):
        cells = [cell if cell.isascii() else unicodedata.normalize("NFC", cell) for cell in cells]
    return list(map(str.strip, cells))


def _van(adres: str, cel: Stap) -> Lezen:
    return lambda fields: cel(fields.text(adres))


def _changes(blok: Blok, werk: Werkbank) -> Stap | None:
    """Compile `leeg:` and the changes that follow it; None when there are none."""
    node = blok.delen.get("leeg", werk.standaard.get("leeg"))
    texts = () if node is None else werk.teksten(node, "`leeg:`")
    empty = frozenset(fold(text) for text, _ in texts)
    change = compile_bewerkingen(blok, werk)
    if not empty:
        return change

    def changed(text: str) -> str:
        if fold(text) in empty:
            return ""
        return text if change is None else change(text)

    return changed


def _gated(read: Lezen, when: Voorwaarde) -> Lezen:
    return lambda fields: read(fields) if when(fields) else ""


_COMPILERS: dict[str, Callable[[Blok, Werkbank], Bron | None]] = {
    "samenvoegen": _joined,
    "vinkjes": _ticks,
}
