"""`basis: <preset>`: a mapping that only writes down what differs."""

import re
from pathlib import Path

from mappings.adressen import BIJ_KOLOM
from mappings.complaints import Klachten
from mappings.document import Blok, Node, Tekst, read
from mappings.sources import BRONNEN

#: Presets that come with the program.
PRESETS = Path(__file__).parent / "presets"
_NAAM = re.compile(r"\A[a-z0-9][a-z0-9-]{0,60}\Z", re.ASCII)
_EEN_BRON = (*BRONNEN, "vast", "waarom")
#: What goes with a source and goes away with it.
_BIJ_EEN_BRON = (*_EEN_BRON, *BIJ_KOLOM)
#: Blocks that are one thing, not a set of things: the mapping's own comes in place of the base's.
_GEHEEL = ("alleen_als", "trailer", "aanloop", "splitsen", "opvullen")


def with_basis(blok: Blok, presets: Path, klachten: Klachten) -> Blok:
    """Merge the preset a mapping names under it; every key keeps the place it was written in."""
    node = blok.delen.get("basis")
    if node is None:
        return blok
    name = node.waarde if isinstance(node, Tekst) else ""
    path = presets / f"{name}.yaml"
    if not _NAAM.match(name) or not path.is_file():
        known = (
            ", ".join(sorted(found.stem for found in presets.glob("*.yaml"))) or "(er zijn er geen)"
        )
        klachten.meld("M-0019", node.plek, "Deze basis bestaat niet", f"Kies uit: {known}")
        return blok
    base = read(path, klachten)
    if base is None:
        return blok
    if "basis" in base.delen:
        klachten.meld("M-0019", base.sleutels["basis"], "Een basis heeft zelf geen basis")
        return blok
    # The tests of a preset are about the preset: they name columns that a mapping may change.
    base.delen.pop("toetsen", None)
    return merge(base, blok)


def merge(base: Blok, own: Blok) -> Blok:
    """Lay a mapping over its base: blocks key by key, all else as a whole, the mapping wins.

    A field that names a source of its own drops the base's source, or it would have two; one with
    a fixed value drops all of the base.
    """
    kept = {key: node for key, node in base.delen.items() if not _replaced(key, own)}
    parts: dict[str, Node] = dict(kept)
    for key, node in own.delen.items():
        below = kept.get(key)
        both = isinstance(below, Blok) and isinstance(node, Blok) and key not in _GEHEEL
        parts[key] = merge(below, node) if both else node  # type: ignore[arg-type]  # both says so
    places = {key: place for key, place in base.sleutels.items() if key in kept}
    return Blok(parts, places | own.sleutels, own.plek)


def _replaced(key: str, own: Blok) -> bool:
    if "vast" in own.delen:
        return True
    return key in _BIJ_EEN_BRON and any(source in own.delen for source in _EEN_BRON)
