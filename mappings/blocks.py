"""`velden:` and `kosten:`: every canonical field that a mapping fills."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mappings.canonical import GROEPEN, KOSTEN, VELDEN, Veld
from mappings.document import Blok, Lijst, Node
from mappings.fields import Lezer, compile_lezer
from mappings.veldnamen import onbekend_veld
from mappings.workbench import Werkbank
from regres.berichten import een_van, zin
from regres.words import Besluitstatus

#: Exactly one of these answers whether a provision was granted.
BESLIST = ("besluitstatus", "toegekend")
#: Of each of these at least one must be mapped (architecture.md 2).
EEN_VAN = (("productcode", "omschrijving"), ("datumToekenning", "ingangsdatum"), BESLIST)
#: Groups that mean nothing without one of their fields.
NODIG = {
    "client.belangenbehartiger": "naam",
    "reedsVergoed": "indicatie",
    "eerderGemeld": "indicatie",
}


def compile_velden(blok: Blok, werk: Werkbank) -> tuple[dict[str, Lezer], tuple[Lezer, ...]]:
    """Compile `velden:` into readers by path, and apart from these the list of stuitingen.

    Whether `besluitstatus:` or `toegekend:` was written, the status is read under its own path.
    """
    node = blok.delen.get("velden")
    top = werk.blok(node, "`velden:`") if node else None
    if top is None:
        return {}, ()
    found: dict[str, Lezer] = {}
    _groep(top, "", found, werk)
    _eis(top, found, werk)
    status = found.pop("voorziening.toegekend", None)
    if status is not None:
        found["voorziening.besluitstatus"] = replace(status, waarde=_status(status), cel=None)
    return found, _lijst(VELDEN["stuitingen"], top.delen.get("stuitingen"), werk)


def _groep(blok: Blok, groep: str, found: dict[str, Lezer], werk: Werkbank) -> None:
    for name, node in blok.delen.items():
        pad = f"{groep}.{name}".lstrip(".")
        if name not in GROEPEN[groep]:
            onbekend_veld(werk, blok.sleutels[name], name, groep, f"`{groep or 'velden'}:`")
        elif pad in GROEPEN:
            below = werk.blok(node, f"`{name}:`")
            if below is not None:
                _groep(below, pad, found, werk)
        elif pad != "stuitingen":
            lezer = compile_lezer(VELDEN[pad], node, werk)
            if lezer is None:
                werk.mislukt.add(pad)
            else:
                found[pad] = lezer
    needed = NODIG.get(groep)
    if needed and blok.delen and needed not in blok.delen:
        werk.meld("M-0006", blok.plek, blok=f"`{groep}:`", sleutel=needed)


def _eis(top: Blok, found: dict[str, Lezer], werk: Werkbank) -> None:
    node = top.delen.get("voorziening")
    provision = node if isinstance(node, Blok) else None
    present = set(provision.delen) if provision else set()
    place = provision.plek if provision else top.plek
    for names in EEN_VAN:
        if not present & set(names):
            ways = een_van([f"`{name}:`" for name in names])
            werk.meld("M-0006", place, "een_van", blok="`voorziening:`", wegen=ways)
    if present >= set(BESLIST):
        werk.meld("M-0011", place, "besluit")
    for name in ("wet", "leveringsvorm"):
        if name not in present:
            werk.meld("M-0006", place, "vast", blok="`voorziening:`", sleutel=name)


def _lijst(veld: Veld, node: Node | None, werk: Werkbank) -> tuple[Lezer, ...]:
    if node is None:
        return ()
    parts = node.delen if isinstance(node, Lijst) else (node,)
    readers = (compile_lezer(veld, part, werk) for part in parts)
    return tuple(reader for reader in readers if reader is not None)


def compile_kosten(blok: Blok, werk: Werkbank) -> tuple[dict[str, Lezer], ...]:
    """Compile `kosten:` into one table of readers for every line."""
    node = blok.delen.get("kosten")
    if node is None:
        return ()
    parts = node.delen if isinstance(node, Lijst) else (node,)
    lines = [_kostenregel(part, number, werk) for number, part in enumerate(parts)]
    return tuple(lines)


def _kostenregel(node: Node, number: int, werk: Werkbank) -> dict[str, Lezer]:
    blok = werk.blok(node, zin("regel_van", blok="kosten"))
    if blok is None:
        return {}
    werk.bekend(blok, KOSTEN, "`kosten:`")
    werk.verplicht(blok, ("bedrag",), zin("een_regel_van", blok="kosten"))
    if not {"soort", "frequentie"} & set(blok.delen):
        werk.meld("M-0006", blok.plek, "kosten")
    found = {}
    for name, veld in KOSTEN.items():
        if name in blok.delen:
            pad = f"voorziening.kosten[{number}].{name}"
            lezer = compile_lezer(veld, blok.delen[name], werk, pad)
            if lezer is not None:
                found[name] = lezer
    return found


def _status(lezer: Lezer) -> Callable[[Any], object]:
    """Make of a yes-or-no reader (`toegekend:`) a reader of the status."""
    toegekend = lezer.waarde

    def waarde(fields: Any) -> object:
        value = toegekend(fields)
        if value is None:
            return None if lezer.verplicht else Besluitstatus.ONBEKEND
        if value is True:
            return Besluitstatus.TOEGEKEND
        return Besluitstatus.AFGEWEZEN if value is False else value

    return waarde
