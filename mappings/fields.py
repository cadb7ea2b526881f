"""One field of the mapping, compiled: a reader of one canonical value."""

from collections.abc import Callable
from dataclasses import dataclass

from mappings import dates
from mappings.canonical import Soort, Veld
from mappings.document import Blok, Node
from mappings.sources import BIJ_BRON, BRONNEN, Bron, compile_bron
from mappings.transforms import TRANSFORMS, compile_maak, doel, is_stuf
from mappings.workbench import Werkbank
from regres import Fields

_VAST = frozenset({"vast", "waarom"})
_MET_LEEG = frozenset({Soort.KEUZE, Soort.VINK})
VAST_KAN = frozenset(
    {Soort.KEUZE, Soort.VINK, Soort.TEKST, Soort.PRODUCTCATEGORIE, Soort.GEMEENTECODE}
)


@dataclass(frozen=True, slots=True)
class Lezer:
    """Reads one canonical value of a record.

    pad      the canonical path as messages show it
    waarde   a value, None (nothing stated) or a Misfit
    tekst    the text of the source; "" for a fixed value
    adres    the column or address that messages name; "" for a fixed value
    mapping  file:line:column of the field in the mapping
    """

    veld: Veld
    pad: str
    waarde: Callable[[Fields], object]
    tekst: Callable[[Fields], str]
    adres: str
    mapping: str


def compile_lezer(veld: Veld, node: Node, werk: Werkbank, pad: str = "") -> Lezer | None:
    """Compile the block of a field; None after a complaint."""
    blok = werk.blok(node, f"`{veld.naam}:`")
    if blok is None:
        return None
    if "vast" in blok.delen:
        return _fixed(veld, blok, werk, pad or veld.pad)
    werk.bekend(blok, _keys(veld), f"`{veld.naam}:`")
    if veld.soort is Soort.TOEDRACHT and not _fragment(blok, werk):
        return None
    bron = compile_bron(blok, werk)
    waarde = None if bron is None else _waarde(veld, blok, bron, werk)
    if bron is None or waarde is None:
        return None
    if veld.persoonlijk:
        werk.gevoelig.update(dict.fromkeys(bron.alle, veld.pad))
    return Lezer(veld, pad or veld.pad, waarde, bron.tekst, bron.adres, blok.plek.kort)


def _keys(veld: Veld) -> tuple[str, ...]:
    keys: tuple[str, ...] = (*BRONNEN, *BIJ_BRON, *TRANSFORMS, "vast")
    if veld.soort in _MET_LEEG:
        keys += ("leeg_betekent",)
    return (*keys, "fragment", "waarom") if veld.soort is Soort.TOEDRACHT else keys


def _fixed(veld: Veld, blok: Blok, werk: Werkbank, pad: str) -> Lezer | None:
    werk.bekend(blok, _VAST, f"`{veld.naam}:` met een vaste waarde")
    if "waarom" not in blok.delen:
        doe = "Schrijf erbij waarom dit altijd geldt, bijvoorbeeld: waarom: besluit van ..."
        werk.meld("M-0014", blok.sleutels["vast"], "Een vaste waarde heeft een reden nodig", doe)
    else:
        werk.tekst(blok.delen["waarom"], "`waarom:`")
    if veld.persoonlijk or veld.soort not in VAST_KAN:
        werk.meld(
            "M-0023", blok.sleutels["vast"], f"`{veld.naam}` kan niet voor iedereen vast zijn"
        )
        return None
    value = doel(veld)(blok.delen["vast"], werk)
    if value is None:
        return None
    return Lezer(veld, pad, lambda _: value, lambda _: "", "", blok.plek.kort)


def _waarde(
    veld: Veld, blok: Blok, bron: Bron, werk: Werkbank
) -> Callable[[Fields], object] | None:
    if is_stuf(veld, blok, werk):
        return _stuf(bron, heel=veld.soort is Soort.DAG)
    maak = compile_maak(veld, blok, werk)
    node = blok.delen.get("leeg_betekent")
    empty = doel(veld)(node, werk) if node is not None and veld.soort in _MET_LEEG else veld.leeg
    if maak is None:
        return None
    tekst = bron.tekst

    def waarde(fields: Fields) -> object:
        text = tekst(fields)
        return maak(text) if text else empty

    return waarde


def _stuf(bron: Bron, *, heel: bool) -> Callable[[Fields], object]:
    tekst, adres = bron.tekst, bron.adres

    def waarde(fields: Fields) -> object:
        return dates.stuf(tekst(fields), fields.onvolledig(adres), heel=heel)

    return waarde


def _fragment(blok: Blok, werk: Werkbank) -> bool:
    """Demand the two words without which no note text ever leaves."""
    for key in ("fragment", "waarom"):
        if key not in blok.delen:
            doe = "Zonder `fragment: ja` en `waarom:` gaat geen tekst van een notitie mee"
            werk.meld("M-0006", blok.plek, f"Bij `toedracht:` ontbreekt `{key}:`", doe)
            return False
    return werk.keuze(blok.delen["fragment"], "`fragment:`", ("ja",)) is not None
