"""`basis: <preset>`: a mapping that only writes down what differs."""

import re
from pathlib import Path

from mappings.adressen import BIJ_KOLOM
from mappings.complaints import Klachten
from mappings.document import Blok, Lijst, Node, Tekst, read
from mappings.kolomnamen import hernoemd
from mappings.sources import BRONNEN

#: Presets that come with the program.
PRESETS = Path(__file__).parent / "presets"
#: A preset may stand on another: a layout on its supplier's. Deeper, nobody sees what is meant.
DIEPST = 3
_NAAM = re.compile(r"\A[a-z0-9][a-z0-9-]{0,60}\Z", re.ASCII)
_EEN_BRON = (*BRONNEN, "vast", "waarom")
#: What goes with a source and goes away with it.
_BIJ_EEN_BRON = (*_EEN_BRON, *BIJ_KOLOM)
#: Blocks that are one thing, not a set of things: the mapping's own comes in place of the base's.
_GEHEEL = ("alleen_als", "trailer", "aanloop", "splitsen", "opvullen")
#: Lists that can be left out as a whole, as a block can.
_LIJSTEN = ("vlag", "derde", "code", "steun", "notitie", "kosten")


def with_basis(blok: Blok, presets: Path, klachten: Klachten, diepte: int = 1) -> Blok:
    """Merge the preset a mapping names under it; every key keeps the place it was written in.

    diepte  how many mappings stand above this one, itself included
    """
    node = blok.delen.get("basis")
    if node is None:
        return _zonder_basis(blok, klachten)
    path = _gekozen(node, presets, klachten)
    base = None if path is None else read(path, klachten)
    if base is None:
        return _zonder(blok, "kolomnamen")
    if diepte == DIEPST and "basis" in base.delen:
        klachten.meld("M-0019", base.sleutels["basis"], "diep")
        return blok
    base = with_basis(base, presets, klachten, diepte + 1)
    # The tests of a preset are about the preset: they name columns that a mapping may change.
    base = hernoemd(_zonder(base, "toetsen"), blok, klachten)
    return merge(base, _zonder(blok, "kolomnamen"))


def _gekozen(node: Node, presets: Path, klachten: Klachten) -> Path | None:
    name = node.waarde if isinstance(node, Tekst) else ""
    path = presets / f"{name}.yaml"
    if _NAAM.match(name) and path.is_file():
        return path
    known = sorted(found.stem for found in presets.glob("*.yaml"))
    if known:
        klachten.meld("M-0019", node.plek, bekend=", ".join(known))
    else:
        klachten.meld("M-0019", node.plek, "geen")
    return None


def _zonder_basis(blok: Blok, klachten: Klachten) -> Blok:
    if "kolomnamen" in blok.delen:
        klachten.meld("M-0031", blok.sleutels["kolomnamen"], "zonder_basis")
    return _zonder(blok, "kolomnamen")


def _zonder(blok: Blok, key: str) -> Blok:
    parts = {name: node for name, node in blok.delen.items() if name != key}
    return Blok(parts, {name: blok.sleutels[name] for name in parts}, blok.plek)


def merge(base: Blok, own: Blok) -> Blok:
    """Lay a mapping over its base: blocks key by key, all else as a whole, the mapping wins.

    A field that names a source of its own drops the base's source, or it would have two; one with
    a fixed value drops all of the base. `geen` drops a field, signal or group of the base. A header
    that need not be whole (`kolommen: los`) is not the base's: it would refuse every added column.
    """
    kept = {key: node for key, node in base.delen.items() if not _replaced(key, own)}
    parts: dict[str, Node] = dict(kept)
    for key, node in own.delen.items():
        below = kept.get(key)
        if below is not None and _dropped(key, below, node):
            del parts[key]
            continue
        both = isinstance(below, Blok) and isinstance(node, Blok) and key not in _GEHEEL
        parts[key] = merge(below, node) if both else node  # type: ignore[arg-type]  # both says so
    places = base.sleutels | own.sleutels
    return Blok(parts, {key: places[key] for key in parts}, own.plek)


def _dropped(key: str, below: Node, own: Node) -> bool:
    whole = isinstance(below, Blok) and key not in _GEHEEL
    listed = isinstance(below, Lijst) and key in _LIJSTEN
    return isinstance(own, Tekst) and own.waarde == "geen" and (whole or listed)


def _replaced(key: str, own: Blok) -> bool:
    if "vast" in own.delen:
        return True
    if key == "kopregel" and isinstance(node := own.delen.get("kolommen"), Tekst):
        return node.waarde == "los"
    return key in _BIJ_EEN_BRON and any(source in own.delen for source in _EEN_BRON)
