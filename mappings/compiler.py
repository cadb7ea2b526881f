"""From the tree of a mapping file to a Plan: the keys at its top, one after another."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from mappings import xpath
from mappings.beproeving import Toetsing
from mappings.blocks import compile_kosten, compile_velden
from mappings.complaints import Klachten
from mappings.csv_file import compile_csv
from mappings.document import Blok, Lijst, Node, Tekst
from mappings.fields import Lezer
from mappings.key import compile_sleutel
from mappings.kolomkennis import Kolomkennis, kolomkennis
from mappings.plan import Plan
from mappings.problems import Plekken
from mappings.reading import Delen
from mappings.signals import compile_signalen
from mappings.toetsen import Gekend, Toets, compile_toetsen
from mappings.veldnamen import onbekend_boven
from mappings.workbench import Werkbank
from regres import CsvLayout, Levering, XmlLayout
from regres.berichten import zin
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
#: What a rule that is switched off is written with.
_UIT = {"regel", "waarom"}
#: Keys beside which `waarom:` is a reason, and means nothing.
_MET_REDEN = {"vast", "fragment", "standaard"}
_ZONDER_BETEKENIS = ("naam", "basis", "toetsen")
_OVERIG = ("naam", "basis", "standaard", "kosten", "toetsen")


def compile_plan(blok: Blok, naam: str, klachten: Klachten) -> Plan | None:
    """Compile a mapping; what is wrong is noted, and None means that something is."""
    werk = Werkbank(klachten)
    werk.soort = _soort(blok, werk)
    known = (*_ALTIJD, *_OVERIG, *_VOOR[werk.soort])
    onbekend_boven(werk, blok, known, zin("een_mapping"))
    werk.verplicht(blok, _ALTIJD, zin("de_mapping"))
    _standaard(blok, werk)
    layout = _layout(blok, werk)
    velden, stuitingen = compile_velden(blok, werk)
    kosten = compile_kosten(blok, werk)
    signalen = compile_signalen(blok.delen.get("signalen"), werk, velden)
    sleutel = compile_sleutel(blok, werk, velden)
    levering = _levering(blok, werk)
    ruimte = _tekst(blok, "sleutelruimte", werk)
    name = _tekst(blok, "naam", werk) if "naam" in blok.delen else naam
    # By a mapping that is wrong a test would be wrong too.
    toetsen = () if klachten.gevonden else _toetsen(blok, werk, velden, kosten)
    if klachten.gevonden:
        return None
    # What only a condition looks at is mapped to nothing that may be shown.
    for adres in werk.bekeken - werk.gewoon:
        werk.gevoelig.setdefault(adres, "alleen_als")
    delen = Delen.van(sleutel, signalen, velden, stuitingen, kosten, Plekken(werk.adressen))
    return Plan(
        naam=name,
        merk=merk(blok, werk.tabellen),
        soort=werk.soort,
        layout=_met_kennis(
            _with_addresses(layout, werk), kolomkennis(blok, delen, klachten.bron), delen
        ),
        sleutelruimte=ruimte,
        levering=levering,
        gevoelig=MappingProxyType(werk.gevoelig),
        delen=delen,
        toetsing=Toetsing(toetsen),
    )


def _met_kennis(
    layout: CsvLayout | XmlLayout, kennis: Kolomkennis, delen: Delen
) -> CsvLayout | XmlLayout:
    if isinstance(layout, CsvLayout):
        return replace(layout, kennis=kennis)
    return replace(layout, altijd=delen.altijd())


def merk(blok: Blok, tabellen: Mapping[str, str]) -> str:
    """Hash what a mapping means; names, reasons and tests are left out.

    tabellen  file name -> sha256 of the value tables it takes from files
    """
    plain = {key: _plain(node) for key, node in blok.delen.items() if key not in _ZONDER_BETEKENIS}
    whole: dict[str, Any] = {"taal": str(TAAL), "mapping": plain}
    if tabellen:
        whole["tabellen"] = dict(tabellen)
    return hashlib.sha256(canonical_bytes(whole)).hexdigest()


def _plain(node: Node) -> Any:
    match node:
        case Tekst():
            return node.waarde
        case Lijst():
            return [_plain(part) for part in node.delen]
    reasoned = set(node.delen) & _MET_REDEN or set(node.delen) == _UIT
    return {
        key: _plain(part) for key, part in node.delen.items() if not (key == "waarom" and reasoned)
    }


def _toetsen(
    blok: Blok, werk: Werkbank, velden: Mapping[str, Lezer], kosten: Sequence[Mapping[str, Lezer]]
) -> tuple[Toets, ...]:
    addresses = dict.fromkeys(werk.kopregel, "") | {name: name for name in werk.adressen}
    if werk.soort == "xml":
        for adres in werk.adressen:
            addresses |= dict.fromkeys(adres.split(" | "), adres) | {adres: adres}
    bsn = velden.get("client.burgerservicenummer")
    known = Gekend(
        addresses,
        frozenset(velden) | ({"stuitingen"} if "stuitingen" in _velden(blok) else set()),
        tuple(frozenset(line) for line in kosten),
        frozenset({bsn.adres} if bsn else ()),
    )
    return compile_toetsen(blok.delen.get("toetsen"), werk, known)


def _velden(blok: Blok) -> Mapping[str, Node]:
    node = blok.delen.get("velden")
    return node.delen if isinstance(node, Blok) else {}


def _soort(blok: Blok, werk: Werkbank) -> str:
    node = blok.delen.get("bron")
    word = werk.keuze(node, "`bron:`", BRON_SOORTEN) if node else None
    # Without a good answer the rest is read as what it looks like, to tell no false complaints.
    return word or ("xml" if "namespaces" in blok.delen else "csv")


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
        return replace(
            layout,
            kolommen=tuple(werk.adressen),
            nummers=MappingProxyType(werk.nummers),
            optioneel=frozenset(werk.adressen) - werk.nodig,
        )
    known = {
        prefix: uri
        for prefix, uri in werk.namespaces.items()
        if (prefix, uri) != (xpath.ZONDER, xpath.GEEN)
    }
    return XmlLayout(MappingProxyType(known), MappingProxyType(werk.adressen))
