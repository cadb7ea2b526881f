"""One field of the mapping, compiled: a reader of one canonical value.

text of the source (sources.py) -> empty? `leeg_betekent` or `standaard` -> transform -> value
"""

from collections.abc import Callable

from mappings import dates, tables
from mappings.bewerkingen import Stap
from mappings.canonical import Soort, Veld
from mappings.document import Blok, Node, Tekst
from mappings.geheugen import Cel, cel_van, lezer_van
from mappings.sources import BIJ_BRON, BRONNEN, Bron, compile_alleen_als, compile_bron
from mappings.transforms import TRANSFORMS, Maak, compile_maak, doel, is_stuf, woorden
from mappings.workbench import Werkbank
from regres import Fields
from regres.berichten import zin
from regres.waarde import dataclass

_VAST = ("vast", "waarom", "alleen_als")
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
    verplicht  without a value the record cannot be carried on
    cel      reads the same from the one cell it needs; None when `waarde` needs more than that
    kaal     makes of the one cell at `adres`, as it came, what `tekst` reads; None when `tekst`
             looks at more than that cell
    """

    veld: Veld
    pad: str
    waarde: Callable[[Fields], object]
    tekst: Callable[[Fields], str]
    adres: str
    mapping: str
    verplicht: bool = False
    cel: Cel[object] | None = None
    kaal: Stap | None = None


#: What reads a field, and what understands its cell when it reads no more than that.
_Gelezen = tuple[Callable[[Fields], object], Cel[object] | None]


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
    read = None if bron is None else _waarde(veld, blok, bron, werk)
    required = _verplicht(blok, werk)
    if bron is None or read is None:
        return None
    if veld.persoonlijk:
        werk.gevoelig.update(dict.fromkeys(bron.alle, veld.pad))
    else:
        werk.gewoon.update(bron.alle)
    place = blok.plek.kort
    waarde, cel = read
    return Lezer(
        *(veld, pad or veld.pad, waarde, bron.tekst, bron.adres, place, required, cel), bron.cel
    )


def _keys(veld: Veld) -> tuple[str, ...]:
    keys: tuple[str, ...] = (*BRONNEN, *BIJ_BRON, *TRANSFORMS, "vast", "verplicht")
    if veld.soort in _MET_LEEG:
        keys += ("leeg_betekent",)
    if may_be_fixed(veld):
        keys += ("standaard", "waarom")
    return (*keys, "fragment", "waarom") if veld.soort is Soort.TOEDRACHT else keys


def may_be_fixed(veld: Veld) -> bool:
    """Tell whether a mapping may fill a field in itself: never a person, a date or an amount."""
    return veld.soort in VAST_KAN and not veld.persoonlijk


def _verplicht(blok: Blok, werk: Werkbank) -> bool:
    node = blok.delen.get("verplicht")
    return node is not None and werk.keuze(node, "`verplicht:`", ("ja", "nee")) == "ja"


def _reden(key: str, blok: Blok, werk: Werkbank) -> None:
    if "waarom" not in blok.delen:
        werk.meld("M-0014", blok.sleutels[key])
    else:
        werk.tekst(blok.delen["waarom"], "`waarom:`")


def _fixed(veld: Veld, blok: Blok, werk: Werkbank, pad: str) -> Lezer | None:
    werk.bekend(blok, _VAST, zin("met_vast", veldnaam=veld.naam))
    _reden("vast", blok, werk)
    if not may_be_fixed(veld):
        werk.meld("M-0023", blok.sleutels["vast"], veldnaam=veld.naam)
        return None
    value = doel(veld)(blok.delen["vast"], werk)
    when = compile_alleen_als(blok, werk)
    if value is None:
        return None

    def waarde(fields: Fields) -> object:
        return value if when is None or when(fields) else veld.leeg

    return Lezer(veld, pad, waarde, lambda _: "", "", blok.plek.kort)


def _waarde(veld: Veld, blok: Blok, bron: Bron, werk: Werkbank) -> _Gelezen | None:
    if bron.vinkjes:
        return _met_leeg(veld, blok, bron, _ticked(veld, blok, werk), werk)
    if is_stuf(veld, blok, werk):
        return _stuf(bron, heel=veld.soort is Soort.DAG), None
    return _met_leeg(veld, blok, bron, compile_maak(veld, blok, werk), werk)


def _met_leeg(
    veld: Veld, blok: Blok, bron: Bron, maak: Maak | None, werk: Werkbank
) -> _Gelezen | None:
    empty = _leeg(veld, blok, werk)
    if maak is None:
        return None
    cel = cel_van(bron, maak, empty, onthouden=not veld.persoonlijk)
    return lezer_van(bron, maak, empty, cel), cel


def _leeg(veld: Veld, blok: Blok, werk: Werkbank) -> object:
    """Give what an empty field is: what the mapping says, else what the field itself says."""
    said = [key for key in ("leeg_betekent", "standaard") if key in blok.delen]
    if len(said) > 1:
        werk.meld("M-0012", blok.sleutels["standaard"], "leeg")
    elif said == ["standaard"]:
        _reden("standaard", blok, werk)
    if said and (said[0] == "standaard" or veld.soort in _MET_LEEG):
        return doel(veld)(blok.delen[said[0]], werk)
    required = isinstance(node := blok.delen.get("verplicht"), Tekst) and node.waarde == "ja"
    return None if required else veld.leeg


def _ticked(veld: Veld, blok: Blok, werk: Werkbank) -> Maak | None:
    """Make the transform of tick columns, which are understood already."""
    words = woorden(veld)
    for key in TRANSFORMS:
        if key in blok.delen:
            werk.meld("M-0012", blok.sleutels[key], "vinkjes", sleutel=key)
    if not words:
        werk.meld("M-0012", blok.sleutels["vinkjes"], "geen_vinkjes", veldnaam=veld.naam)
        return None
    return tables.reader(words)


def _stuf(bron: Bron, *, heel: bool) -> Callable[[Fields], object]:
    tekst, adres = bron.tekst, bron.adres

    def waarde(fields: Fields) -> object:
        return dates.stuf(tekst(fields), fields.onvolledig(adres), heel=heel)

    return waarde


def _fragment(blok: Blok, werk: Werkbank) -> bool:
    """Demand the two words without which no note text ever leaves."""
    for key in ("fragment", "waarom"):
        if key not in blok.delen:
            werk.meld("M-0006", blok.plek, "fragment", sleutel=key)
            return False
    return werk.keuze(blok.delen["fragment"], "`fragment:`", ("ja",)) is not None
