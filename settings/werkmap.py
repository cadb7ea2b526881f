"""Whether a folder that we write lists into is for that alone: paths only, no disk."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from settings.shapes import Dienst, GemeenteBlok, MapBron, RetourMap, Uitmap

_SQLITE = "sqlite:///"


def gedeeld(
    config: Path,
    dienst: Dienst | None,
    map_: str,
    blok: GemeenteBlok,
    ander: Iterable[GemeenteBlok],
) -> bool:
    """Tell whether a folder of this municipality is one that the configuration uses for more.

    map_   its werklijst or its return place
    ander  the other municipalities
    """
    own = (config / map_).resolve()
    others = list(ander)
    mine = list(_lijsten(blok))
    mine.remove(map_)
    theirs = [name for one in others for name in _lijsten(one)]
    taken = [*_van(dienst), *_bronnen([blok, *others]), *mine, *theirs]
    return own == _bij_grootboek(config, dienst) or any(
        _samen(own, path.resolve()) for path in (config, *(config / name for name in taken))
    )


def _lijsten(blok: GemeenteBlok) -> Iterator[str]:
    if blok.werklijst is not None:
        yield blok.werklijst
    if isinstance(blok.retour, RetourMap):
        yield blok.retour.map


def _van(dienst: Dienst | None) -> Iterator[str]:
    if dienst is not None:
        target = dienst.bestemming
        yield dienst.ontvangersleutels
        if dienst.bewijsmap is not None:
            yield dienst.bewijsmap
        if isinstance(target, Uitmap):
            yield target.map


def _bronnen(blokken: Iterable[GemeenteBlok]) -> Iterator[str]:
    sources = (bron for blok in blokken for bron in blok.bronnen.values())
    return (bron.map for bron in sources if isinstance(bron, MapBron))


def _bij_grootboek(config: Path, dienst: Dienst | None) -> Path | None:
    """Give the ledger's folder: a list may lie below it, for folders of ours often do."""
    if dienst is None:
        return None
    return (config / dienst.grootboek.removeprefix(_SQLITE)).resolve().parent


def _samen(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)
