"""Whether the folder of a werklijst is for one municipality's list alone: paths only, no disk."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from settings.shapes import Dienst, GemeenteBlok, MapBron, Uitmap

_SQLITE = "sqlite:///"


def gedeeld(
    config: Path, dienst: Dienst | None, blok: GemeenteBlok, ander: Iterable[GemeenteBlok]
) -> bool:
    """Tell whether this municipality's folder is one that the configuration uses for more.

    ander  the other municipalities
    """
    if blok.werklijst is None:
        return False
    own = (config / blok.werklijst).resolve()
    others = list(ander)
    named = [*_van(dienst), *_bronnen([blok, *others]), *(one.werklijst for one in others)]
    taken = [config, *(config / name for name in named if name is not None)]
    return own == _bij_grootboek(config, dienst) or any(
        _samen(own, path.resolve()) for path in taken
    )


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
