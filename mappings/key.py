"""`sleutel:`: which fields together point at exactly one provision."""

from mappings.canonical import Soort, Veld
from mappings.complaints import suggest
from mappings.document import Blok, Lijst, Node
from mappings.fields import Lezer
from mappings.sources import BIJ_BRON, TEKSTBRONNEN, compile_bron
from mappings.workbench import Werkbank
from regres.berichten import zin


def compile_sleutel(blok: Blok, werk: Werkbank, velden: dict[str, Lezer]) -> tuple[Lezer, ...]:
    """Compile the key; its parts are names of mapped fields, or sources of their own."""
    node = blok.delen.get("sleutel")
    if node is None:
        return ()
    parts = node.delen if isinstance(node, Lijst) else (node,)
    if not parts:
        werk.meld("M-0006", node.plek, "geen_veld")
    readers = tuple(
        reader for part in parts if (reader := _sleuteldeel(part, werk, velden)) is not None
    )
    for reader in readers:
        werk.gevoelig.setdefault(reader.adres, "sleutel")
    return readers


def _sleuteldeel(node: Node, werk: Werkbank, velden: dict[str, Lezer]) -> Lezer | None:
    if isinstance(node, Blok):
        werk.bekend(node, (*TEKSTBRONNEN, *BIJ_BRON), "`sleutel:`")
        bron = compile_bron(node, werk)
        if bron is None:
            return None
        veld = Veld("sleutel", Soort.TEKST, persoonlijk=True)
        place = node.plek.kort
        return Lezer(veld, "sleutel", bron.tekst, bron.tekst, bron.adres, place, kaal=bron.cel)
    name = werk.tekst(node, zin("deel_van", blok="sleutel"))
    if name is None:
        return None
    named = [pad for pad in velden if pad == name or pad.rpartition(".")[2] == name]
    if not named and any(pad.rpartition(".")[2] == name for pad in werk.mislukt):
        return None
    if len(named) != 1:
        case = "meer" if named else "onbekend"
        meant = suggest(name, named or [pad.rpartition(".")[2] for pad in velden])
        werk.meld("M-0017", node.plek, case, naam=name, voorstel=meant)
        return None
    if not velden[named[0]].adres:
        werk.meld("M-0017", node.plek, "vast", naam=name)
        return None
    return velden[named[0]]
