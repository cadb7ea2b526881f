"""`toetsen:`: examples inside a mapping, each a record and what the mapping must make of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field

from mappings.canonical import GROEPEN, KOSTEN, VELDEN
from mappings.complaints import Plek, suggest
from mappings.document import Blok, Lijst, Node
from mappings.veldnamen import onbekend_veld
from mappings.workbench import Werkbank
from regres import Misfit, values
from regres.berichten import zin
from regres.layouts import kolomnaam
from regres.waarde import dataclass

TOETS = ("naam", "zoals", "als", "verwacht")
VERWACHT = ("sleutel", "signalen", "velden", "kosten", "problemen")
#: What a test may expect of the signals.
SIGNALEN = ("vlag", "derde", "code", "soort", "steun", "notitie")

_CODE = re.compile(r"\AM-0[0-9]{3}\Z", re.ASCII)
_BSN = "client.burgerservicenummer"


@dataclass(frozen=True, slots=True)
class Verwachting:
    """One thing that is expected.

    pad      what of: "sleutel", "signalen.vlag", "velden.client.geslachtsnaam", "kosten[0].bedrag"
             or "problemen"
    teksten  the canonical words, in order; "" = nothing
    """

    pad: str
    teksten: tuple[str, ...] = field(repr=False)
    plek: Plek


@dataclass(frozen=True, slots=True)
class Toets:
    """One test. cellen: column or address -> (text, indOnvolledigeDatum); others are empty."""

    naam: str
    plek: Plek
    cellen: Mapping[str, tuple[str, str]] = field(repr=False)
    verwacht: tuple[Verwachting, ...]


@dataclass(frozen=True, slots=True)
class Gekend:
    """What the mapping has compiled, by which the words of its tests are checked.

    adressen  what a test may fill: column or address, and each alias -> the address
    velden    canonical paths that are mapped
    kosten    for every line the names of its fields
    bsn       addresses of the BSN
    """

    adressen: Mapping[str, str]
    velden: frozenset[str]
    kosten: tuple[frozenset[str], ...]
    bsn: frozenset[str]


def compile_toetsen(node: Node | None, werk: Werkbank, gekend: Gekend) -> tuple[Toets, ...]:
    """Compile `toetsen:`; what a test names must be in the mapping."""
    if node is None:
        return ()
    found: dict[str, Toets] = {}
    for part in node.delen if isinstance(node, Lijst) else (node,):
        blok = werk.blok(part, zin("toets"))
        if blok is None:
            continue
        werk.bekend(blok, TOETS, zin("toets"))
        werk.verplicht(blok, ("naam", "als", "verwacht"), zin("een_toets"))
        toets = _toets(blok, werk, gekend, found) if {*TOETS} - {"zoals"} <= {*blok.delen} else None
        if toets is not None:
            found[toets.naam] = toets
    return tuple(found.values())


def _toets(blok: Blok, werk: Werkbank, gekend: Gekend, eerder: Mapping[str, Toets]) -> Toets | None:
    name = werk.tekst(blok.delen["naam"], "`naam:`")
    if name in eerder:
        werk.meld("M-0029", blok.delen["naam"].plek, "naam")
    cells: dict[str, tuple[str, str]] = {}
    if "zoals" in blok.delen:
        like = werk.keuze(blok.delen["zoals"], "`zoals:`", tuple(eerder))
        cells |= eerder[like].cellen if like in eerder and like else {}
    given = werk.blok(blok.delen["als"], "`als:`")
    expected = werk.blok(blok.delen["verwacht"], "`verwacht:`")
    if name is None or given is None or expected is None:
        return None
    cells |= _cellen(given, werk, gekend)
    return Toets(name, blok.plek, cells, tuple(_verwacht(expected, werk, gekend)))


def _cellen(blok: Blok, werk: Werkbank, gekend: Gekend) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for name, node in blok.delen.items():
        adres = gekend.adressen.get(name, gekend.adressen.get(kolomnaam(name)))
        cell = _cel(node, werk)
        if adres is None:
            place, meant = blok.sleutels[name], suggest(name, gekend.adressen)
            werk.meld("M-0029", place, "leest_niet", naam=name, voorstel=meant)
        elif adres in gekend.bsn and _echt(cell[0]):
            werk.meld("M-0029", node.plek, "bsn")
        else:
            found[adres] = cell
    return found


def _echt(text: str) -> bool:
    """Tell whether this may be somebody's: numbers that begin with a 9 are not given out."""
    return not isinstance(values.bsn(text), Misfit) and not text.strip().startswith("9")


def _cel(node: Node, werk: Werkbank) -> tuple[str, str]:
    """Read a text, or {tekst:, onvolledig:} for a StUF date."""
    if not isinstance(node, Blok):
        return werk.tekst_of_leeg(node, zin("een_cel")) or "", ""
    werk.bekend(node, ("tekst", "onvolledig"), zin("een_cel"))
    text, mark = (node.delen.get(key) for key in ("tekst", "onvolledig"))
    read = werk.tekst_of_leeg(text, "`tekst:`") if text else ""
    known = werk.keuze(mark, "`onvolledig:`", ("J", "M", "D", "V")) if mark else ""
    return read or "", known or ""


# -- what is expected -------------------------------------------------------------------------


def _verwacht(blok: Blok, werk: Werkbank, gekend: Gekend) -> Iterator[Verwachting]:
    werk.bekend(blok, VERWACHT, "`verwacht:`")
    if not {*VERWACHT} & {*blok.delen}:
        werk.meld("M-0029", blok.plek, "niets")
    if "sleutel" in blok.delen:
        yield _teksten("sleutel", blok.delen["sleutel"], werk)
    yield from _signalen(blok.delen.get("signalen"), werk)
    yield from _velden(blok.delen.get("velden"), "", werk, gekend)
    yield from _kosten(blok.delen.get("kosten"), werk, gekend)
    yield _problemen(blok, werk)


def _teksten(pad: str, node: Node, werk: Werkbank) -> Verwachting:
    none = isinstance(node, Lijst) and not node.delen
    texts = () if none else tuple(text for text, _ in werk.teksten(node, f"`{pad}:`"))
    return Verwachting(pad, texts, node.plek)


def _signalen(node: Node | None, werk: Werkbank) -> Iterator[Verwachting]:
    blok = werk.blok(node, "`signalen:`") if node else None
    if blok is None:
        return
    werk.bekend(blok, SIGNALEN, zin("van_toets", blok="signalen"))
    for kind in SIGNALEN:
        if kind in blok.delen:
            yield _teksten(f"signalen.{kind}", blok.delen[kind], werk)


def _velden(node: Node | None, groep: str, werk: Werkbank, gekend: Gekend) -> Iterator[Verwachting]:
    blok = werk.blok(node, f"`{groep or 'velden'}:`") if node else None
    for name, part in blok.delen.items() if blok else ():
        pad = f"{groep}.{name}".lstrip(".")
        place = blok.sleutels[name] if blok else part.plek
        if pad in GROEPEN:
            yield from _velden(part, pad, werk, gekend)
        elif pad not in VELDEN:
            onbekend_veld(werk, place, name, groep, zin("toets"))
        elif pad not in gekend.velden:
            case = "toegekend" if pad == "voorziening.toegekend" else "toets"
            werk.meld("M-0017", place, case, veldnaam=pad)
        else:
            yield _teksten(f"velden.{pad}", part, werk)


def _kosten(node: Node | None, werk: Werkbank, gekend: Gekend) -> Iterator[Verwachting]:
    if node is None:
        return
    lines = node.delen if isinstance(node, Lijst) else (node,)
    for number, line in enumerate(lines):
        blok = werk.blok(line, zin("regel_van", blok="kosten"))
        if blok is None:
            continue
        werk.bekend(blok, KOSTEN, zin("van_toets", blok="kosten"))
        if number >= len(gekend.kosten):
            werk.meld("M-0029", line.plek, "kosten")
            return
        for name, part in blok.delen.items():
            if name in KOSTEN and name not in gekend.kosten[number]:
                werk.meld("M-0017", blok.sleutels[name], veldnaam=name)
            elif name in KOSTEN:
                yield _teksten(f"kosten[{number}].{name}", part, werk)


def _problemen(blok: Blok, werk: Werkbank) -> Verwachting:
    """Expect exactly these codes; a test that names none expects none."""
    node = blok.delen.get("problemen")
    if node is None:
        return Verwachting("problemen", (), blok.plek)
    if isinstance(node, Lijst) and not node.delen:
        return Verwachting("problemen", (), node.plek)
    codes = werk.teksten(node, "`problemen:`")
    for code, place in codes:
        if not _CODE.match(code):
            werk.meld("M-0029", place, "code")
    return Verwachting("problemen", tuple(sorted({code for code, _ in codes})), node.plek)
