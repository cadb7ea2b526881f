"""`kolomnamen:`: columns of the basis that are called differently in this municipality's export.

The commonest difference between two exports of one supplier. Done on the tree, before the merge, so
that each name is written once whatever it feeds: fields, signals, conditions, costs, the header.
"""

from collections.abc import Mapping

from mappings.complaints import Klachten, Plek, suggest
from mappings.document import Blok, Lijst, Node, Tekst
from regres.layouts import kolomnaam

#: Keys whose text is the name of a column, or a list of them.
_NAMEN = ("kolom", "kopregel", "aantal")
#: Tables of words of the source: a `kolom` in them is a word, not a key.
_WOORDEN = ("waarden", "vervangen", "ja_nee", "termen")


def hernoemd(base: Blok, own: Blok, klachten: Klachten) -> Blok:
    """Give the basis with its columns called as `kolomnamen:` of the mapping on top of it says."""
    node = own.delen.get("kolomnamen")
    if node is None:
        return base
    if not isinstance(node, Blok):
        klachten.meld("M-0008", node.plek, "kolomnamen")
        return base
    known = _namen(base)
    names: dict[str, Tekst] = {}
    for key, name in node.delen.items():
        if kolomnaam(key) not in known:
            _onbekend(key, name, node.sleutels[key], known, klachten)
        elif not isinstance(name, Tekst) or not name.waarde:
            klachten.meld("M-0008", name.plek, "rechts")
        else:
            names[kolomnaam(key)] = name
    return _blok(base, names)


def _onbekend(key: str, name: Node, place: Plek, known: set[str], klachten: Klachten) -> None:
    if isinstance(name, Tekst) and kolomnaam(name.waarde) in known:
        klachten.meld("M-0031", place, "verwisseld", kolom=key, naam=name.waarde)
    else:
        klachten.meld("M-0031", place, kolom=key, voorstel=suggest(key, known))


def _blok(blok: Blok, names: Mapping[str, Tekst]) -> Blok:
    parts = {
        key: _noem(node, names) if key in _NAMEN else _diep(key, node, names)
        for key, node in blok.delen.items()
    }
    return Blok(parts, blok.sleutels, blok.plek)


def _diep(key: str, node: Node, names: Mapping[str, Tekst]) -> Node:
    match node:
        case Blok() if key not in _WOORDEN:
            return _blok(node, names)
        case Lijst():
            return Lijst(tuple(_diep("", part, names) for part in node.delen), node.plek)
    return node


def _noem(node: Node, names: Mapping[str, Tekst]) -> Node:
    match node:
        case Tekst():
            return names.get(kolomnaam(node.waarde), node)
        case Lijst():
            return Lijst(tuple(_noem(part, names) for part in node.delen), node.plek)
    return node


def _namen(node: Node, key: str = "") -> set[str]:
    """Give every column name that stands in a tree."""
    match node:
        case Blok() if key not in _WOORDEN:
            return set().union(*(_namen(part, name) for name, part in node.delen.items()))
        case Lijst():
            return set().union(*(_namen(part, key) for part in node.delen))
        case Tekst() if key in _NAMEN and node.waarde:
            return {kolomnaam(node.waarde)}
    return set()
