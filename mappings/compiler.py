"""From the tree of a mapping file to a Plan: the keys at its top, one after another."""

import hashlib
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from mappings.canonical import GROEPEN, KOSTEN, VELDEN, Soort, Veld
from mappings.complaints import Klachten, suggest
from mappings.csv_file import compile_csv
from mappings.document import Blok, Lijst, Node, Tekst
from mappings.fields import Lezer, compile_lezer
from mappings.plan import Delen, Plan, status_van
from mappings.problems import Plekken
from mappings.signals import compile_signalen
from mappings.sources import BIJ_BRON, BRONNEN, compile_bron
from mappings.workbench import Werkbank
from regres import CsvLayout, Levering, XmlLayout
from regres.canonical import canonical_bytes

#: Goes up when the same mapping file comes to mean something else; it is part of the merk.
TAAL = 1

BRON_SOORTEN = ("csv", "xml")
STANDAARD = ("datum", "bedrag", "ja_nee", "leeg")
#: Prefixes that every XML mapping knows, unless it says otherwise.
NAMESPACES = {
    "StUF": "http://www.egem.nl/StUF/StUF0301",
    "ZKN": "http://www.egem.nl/StUF/sector/zkn/0310",
    "BG": "http://www.egem.nl/StUF/sector/bg/0310",
}
_ALTIJD = ("bron", "levering", "sleutelruimte", "sleutel", "signalen", "velden")
_VOOR = {"csv": ("bestand",), "xml": ("namespaces",)}
_OVERIG = ("naam", "basis", "standaard", "kosten")
_BESLIST = ("besluitstatus", "toegekend")
_EEN_VAN = (("productcode", "omschrijving"), ("datumToekenning", "ingangsdatum"), _BESLIST)
_NODIG = {
    "client.belangenbehartiger": "naam",
    "reedsVergoed": "indicatie",
    "eerderGemeld": "indicatie",
}


def compile_plan(blok: Blok, naam: str, klachten: Klachten) -> Plan | None:
    """Compile a mapping; what is wrong is noted, and None means that something is."""
    werk = Werkbank(klachten)
    werk.soort = _soort(blok, werk)
    werk.bekend(blok, (*_ALTIJD, *_OVERIG, *_VOOR[werk.soort]), "Een mapping")
    werk.verplicht(blok, _ALTIJD, "de mapping")
    _standaard(blok, werk)
    layout = _layout(blok, werk)
    velden, stuitingen = _velden(blok, werk)
    kosten = _kosten(blok, werk)
    signalen = compile_signalen(blok.delen.get("signalen"), werk, velden)
    sleutel = _sleutel(blok, werk, velden)
    levering = _levering(blok, werk)
    ruimte = _tekst(blok, "sleutelruimte", werk)
    name = _tekst(blok, "naam", werk) if "naam" in blok.delen else naam
    if klachten.gevonden:
        return None
    delen = Delen(sleutel, signalen, velden, stuitingen, kosten, Plekken(werk.adressen))
    return Plan(
        naam=name,
        merk=merk(blok),
        soort=werk.soort,
        layout=_with_addresses(layout, werk),
        sleutelruimte=ruimte,
        levering=levering,
        gevoelig=MappingProxyType(werk.gevoelig),
        delen=delen,
    )


def merk(blok: Blok) -> str:
    """Hash what a mapping means; names and reasons are left out."""
    plain = {key: _plain(node) for key, node in blok.delen.items() if key not in ("naam", "basis")}
    return hashlib.sha256(canonical_bytes({"taal": str(TAAL), "mapping": plain})).hexdigest()


def _plain(node: Node) -> Any:
    match node:
        case Tekst():
            return node.waarde
        case Lijst():
            return [_plain(part) for part in node.delen]
    reasoned = "vast" in node.delen or "fragment" in node.delen
    return {
        key: _plain(part) for key, part in node.delen.items() if not (key == "waarom" and reasoned)
    }


def _soort(blok: Blok, werk: Werkbank) -> str:
    node = blok.delen.get("bron")
    return (werk.keuze(node, "`bron:`", BRON_SOORTEN) if node else None) or "csv"


def _tekst(blok: Blok, key: str, werk: Werkbank) -> str:
    node = blok.delen.get(key)
    return (werk.tekst(node, f"`{key}:`") if node else None) or ""


def _levering(blok: Blok, werk: Werkbank) -> Levering:
    node = blok.delen.get("levering")
    words = [levering.value for levering in Levering]
    word = werk.keuze(node, "`levering:`", words) if node else None
    return Levering(word) if word else Levering.VOLLEDIG


def _standaard(blok: Blok, werk: Werkbank) -> None:
    if "standaard" not in blok.delen:
        return
    defaults = werk.blok(blok.delen["standaard"], "`standaard:`")
    if defaults is not None:
        werk.bekend(defaults, STANDAARD, "`standaard:`")
        werk.standaard = {key: node for key, node in defaults.delen.items() if key in STANDAARD}


def _layout(blok: Blok, werk: Werkbank) -> CsvLayout | XmlLayout:
    if werk.soort == "csv":
        return compile_csv(blok, werk)
    werk.namespaces = dict(NAMESPACES)
    own = (
        werk.blok(blok.delen["namespaces"], "`namespaces:`") if "namespaces" in blok.delen else None
    )
    for prefix, node in own.delen.items() if own else ():
        werk.namespaces[prefix] = werk.tekst(node, f"`{prefix}:`") or ""
    return XmlLayout()


def _with_addresses(layout: CsvLayout | XmlLayout, werk: Werkbank) -> CsvLayout | XmlLayout:
    if isinstance(layout, CsvLayout):
        return replace(layout, kolommen=tuple(werk.adressen))
    return XmlLayout(MappingProxyType(werk.namespaces), MappingProxyType(werk.adressen))


# -- velden ---------------------------------------------------------------------------------


def _velden(blok: Blok, werk: Werkbank) -> tuple[dict[str, Lezer], tuple[Lezer, ...]]:
    node = blok.delen.get("velden")
    top = werk.blok(node, "`velden:`") if node else None
    if top is None:
        return {}, ()
    found: dict[str, Lezer] = {}
    _groep(top, "", found, werk)
    _eis(top, found, werk)
    status = found.pop("voorziening.toegekend", None)
    if status is not None:
        found["voorziening.besluitstatus"] = replace(status, waarde=status_van(status))
    return found, _lijst(VELDEN["stuitingen"], top.delen.get("stuitingen"), werk)


def _groep(blok: Blok, groep: str, found: dict[str, Lezer], werk: Werkbank) -> None:
    for name, node in blok.delen.items():
        pad = f"{groep}.{name}".lstrip(".")
        if name not in GROEPEN[groep]:
            _unknown(blok, name, groep, werk)
        elif pad in GROEPEN:
            below = werk.blok(node, f"`{name}:`")
            if below is not None:
                _groep(below, pad, found, werk)
        elif pad != "stuitingen":
            lezer = compile_lezer(VELDEN[pad], node, werk)
            if lezer is not None:
                found[pad] = lezer
    needed = _NODIG.get(groep)
    if needed and blok.delen and needed not in blok.delen:
        werk.meld("M-0006", blok.plek, f"In `{groep}:` ontbreekt `{needed}:`")


def _unknown(blok: Blok, name: str, groep: str, werk: Werkbank) -> None:
    """Complain about an unknown field; a field of another group gets told which."""
    where = f"`{groep}:`" if groep else "`velden:`"
    elsewhere = [veld.groep for veld in VELDEN.values() if veld.naam == name]
    doe = f"Zet hem onder `{elsewhere[0]}:`" if elsewhere and elsewhere[0] else ""
    doe = doe or suggest(name, GROEPEN[groep])
    werk.meld("M-0005", blok.sleutels[name], f"{where} kent `{name}` niet", doe)


def _eis(top: Blok, found: dict[str, Lezer], werk: Werkbank) -> None:
    node = top.delen.get("voorziening")
    provision = node if isinstance(node, Blok) else None
    present = set(provision.delen) if provision else set()
    place = provision.plek if provision else top.plek
    for names in _EEN_VAN:
        if not present & set(names):
            ways = " of ".join(f"`{name}:`" for name in names)
            werk.meld("M-0006", place, f"In `voorziening:` ontbreekt {ways}")
    if present >= set(_BESLIST):
        werk.meld("M-0011", place, "Kies `besluitstatus:` of `toegekend:`, niet allebei")
    for name in ("wet", "leveringsvorm"):
        if name not in present:
            doe = f"Wijs een veld aan, of schrijf: {name}: {{vast: ..., waarom: ...}}"
            werk.meld("M-0006", place, f"In `voorziening:` ontbreekt `{name}:`", doe)


def _lijst(veld: Veld, node: Node | None, werk: Werkbank) -> tuple[Lezer, ...]:
    if node is None:
        return ()
    parts = node.delen if isinstance(node, Lijst) else (node,)
    readers = (compile_lezer(veld, part, werk) for part in parts)
    return tuple(reader for reader in readers if reader is not None)


# -- kosten and sleutel ------------------------------------------------------------------------


def _kosten(blok: Blok, werk: Werkbank) -> tuple[dict[str, Lezer], ...]:
    node = blok.delen.get("kosten")
    if node is None:
        return ()
    parts = node.delen if isinstance(node, Lijst) else (node,)
    lines = [_kostenregel(part, number, werk) for number, part in enumerate(parts)]
    return tuple(lines)


def _kostenregel(node: Node, number: int, werk: Werkbank) -> dict[str, Lezer]:
    blok = werk.blok(node, "Een regel van `kosten:`")
    if blok is None:
        return {}
    werk.bekend(blok, KOSTEN, "`kosten:`")
    werk.verplicht(blok, ("bedrag",), "een regel van `kosten:`")
    if not {"soort", "frequentie"} & set(blok.delen):
        doe = "Zonder een van beide is niet bekend of een bedrag eenmalig is"
        werk.meld("M-0006", blok.plek, "Bij `kosten:` ontbreekt `frequentie:` of `soort:`", doe)
    found = {}
    for name, veld in KOSTEN.items():
        if name in blok.delen:
            pad = f"voorziening.kosten[{number}].{name}"
            lezer = compile_lezer(veld, blok.delen[name], werk, pad)
            if lezer is not None:
                found[name] = lezer
    return found


def _sleutel(blok: Blok, werk: Werkbank, velden: dict[str, Lezer]) -> tuple[Lezer, ...]:
    node = blok.delen.get("sleutel")
    if node is None:
        return ()
    parts = node.delen if isinstance(node, Lijst) else (node,)
    if not parts:
        werk.meld("M-0006", node.plek, "`sleutel:` noemt geen enkel veld")
    readers = tuple(
        reader for part in parts if (reader := _sleuteldeel(part, werk, velden)) is not None
    )
    for reader in readers:
        werk.gevoelig.setdefault(reader.adres, "sleutel")
    return readers


def _sleuteldeel(node: Node, werk: Werkbank, velden: dict[str, Lezer]) -> Lezer | None:
    if isinstance(node, Blok):
        werk.bekend(node, (*BRONNEN, *BIJ_BRON), "`sleutel:`")
        bron = compile_bron(node, werk)
        if bron is None:
            return None
        veld = Veld("sleutel", Soort.TEKST, persoonlijk=True)
        return Lezer(veld, "sleutel", bron.tekst, bron.tekst, bron.adres, str(node.plek))
    name = werk.tekst(node, "Een deel van `sleutel:`")
    if name is None:
        return None
    named = [pad for pad in velden if pad == name or pad.rpartition(".")[2] == name]
    if len(named) != 1:
        what = "kan meer velden bedoelen" if named else "staat niet bij `velden:`"
        doe = suggest(name, named or [pad.rpartition(".")[2] for pad in velden])
        werk.meld("M-0017", node.plek, f"`{name}` {what}", doe)
        return None
    if not velden[named[0]].adres:
        werk.meld("M-0017", node.plek, f"`{name}` heeft een vaste waarde en onderscheidt niets")
        return None
    return velden[named[0]]
