"""`signalen:`: where a record may say something about an accident."""

from collections.abc import Callable, Mapping
from dataclasses import field

from mappings import tables
from mappings.canonical import STEUN, Soort, Veld
from mappings.codetabellen import met_tabel
from mappings.document import Blok, Lijst, Node, Tekst
from mappings.fields import Lezer
from mappings.geheugen import cel_van, lezer_van
from mappings.notitie import Notitiekeuze, compile_keuze
from mappings.sources import BIJ_BRON, BRONNEN, TEKSTBRONNEN, Bron, compile_bron
from mappings.workbench import Werkbank
from regres import Fields, Indicatie, JaNee, Misfit, Signal, SignalKind
from regres.berichten import zin
from regres.waarde import dataclass
from regres.words import OngevalSoort

_VLAG: dict[str, object] = {"ja": Indicatie.J, "nee": Indicatie.N, "onbekend": Indicatie.O}
_DERDE: dict[str, object] = {"ja": JaNee.JA, "nee": JaNee.NEE, "onbekend": JaNee.ONBEKEND}
_LEEG = ("niets", "onbekend")
_SOORTEN = ("vlag", "derde", "code", "steun", "notitie")


@dataclass(frozen=True, slots=True)
class Code:
    """What a code list says: is it an accident, and of what kind."""

    ongeval: Indicatie
    soort: OngevalSoort | None


@dataclass(frozen=True, slots=True)
class SignaalLezer:
    """Reads one signal; a text that its value table does not know is a Misfit.

    lezer  what problems about it name
    """

    kind: SignalKind
    lezer: Lezer
    lees: Callable[[Fields], Signal | Misfit]


@dataclass(frozen=True, slots=True)
class SignaalPlan:
    """All signals of a mapping, in its order."""

    lezers: tuple[SignaalLezer, ...]
    leeg_betekent_onbekend: bool
    notitie: Notitiekeuze = field(default_factory=Notitiekeuze)

    @property
    def leest_notities(self) -> bool:
        """Tell whether there is a note to read at all."""
        return any(lezer.kind is SignalKind.NOTITIE for lezer in self.lezers)


def compile_signalen(node: Node | None, werk: Werkbank, velden: Mapping[str, Lezer]) -> SignaalPlan:
    """Compile `signalen:`; `velden` are the compiled fields that `steun:` may name."""
    blok = werk.blok(node, "`signalen:`") if node is not None else None
    if blok is None:
        return SignaalPlan((), leeg_betekent_onbekend=False)
    werk.bekend(blok, _SOORTEN, "`signalen:`")
    if not set(_SOORTEN) & set(blok.delen):
        werk.meld("M-0006", blok.plek, "signalen")
    found: list[SignaalLezer | None] = []
    for kind, compile_one in _COMPILERS.items():
        if kind in blok.delen:
            found += [compile_one(part, werk) for part in _parts(blok.delen[kind])]
    for part in _parts(blok.delen.get("steun")):
        found.append(_steun(part, werk, velden))
    lezers = tuple(lezer for lezer in found if lezer is not None)
    notities = (part for part in _parts(blok.delen.get("notitie")) if isinstance(part, Blok))
    return SignaalPlan(lezers, _leeg_onbekend(blok, werk), compile_keuze(notities, werk))


def _parts(node: Node | None) -> tuple[Node, ...]:
    """Take one block or a list of blocks."""
    if node is None:
        return ()
    return node.delen if isinstance(node, Lijst) else (node,)


def _vlag(node: Node, werk: Werkbank) -> SignaalLezer | None:
    return _table(SignalKind.VLAG, node, werk, _with_ja_nee("vlag", _VLAG), ("leeg_betekent",))


def _derde(node: Node, werk: Werkbank) -> SignaalLezer | None:
    return _table(SignalKind.DERDE, node, werk, _with_ja_nee("derde", _DERDE))


def _code(node: Node, werk: Werkbank) -> SignaalLezer | None:
    def table(blok: Blok, werk: Werkbank) -> dict[str, object] | None:
        written = blok.delen.get("waarden"), blok.delen.get("tabel")
        if written == (None, None):
            werk.meld("M-0006", blok.plek, "code")
        whole = met_tabel(*written, werk)
        return None if whole is None else tables.waarden(whole, werk, _code_doel)

    return _table(SignalKind.CODE, node, werk, table, ("waarden", "tabel"))


def _notitie(node: Node, werk: Werkbank) -> SignaalLezer | None:
    blok = _block("notitie", node, werk, ("termen", "uit"))
    bron = None if blok is None else compile_bron(blok, werk)
    if blok is None or bron is None:
        return None
    werk.gevoelig.update(dict.fromkeys(bron.alle, "notitie"))
    adres, tekst = bron.adres, bron.tekst
    return SignaalLezer(
        SignalKind.NOTITIE,
        _lezer("notitie", blok, bron, tekst),
        lambda fields: Signal(SignalKind.NOTITIE, adres, tekst(fields)),
    )


def _steun(node: Node, werk: Werkbank, velden: Mapping[str, Lezer]) -> SignaalLezer | None:
    if isinstance(node, Tekst):
        name = werk.keuze(node, "`steun:`", STEUN)
        if name is None:
            return None
        if STEUN[name] in werk.mislukt:
            return None
        if STEUN[name] not in velden:
            werk.meld("M-0017", node.plek, "steun", veldnaam=STEUN[name], soort=name)
            return None
        return _teken(name, velden[STEUN[name]])
    blok = _block("steun", node, werk, ("soort",))
    if blok is None or "soort" not in blok.delen:
        if blok is not None:
            werk.verplicht(blok, ("soort",), "`steun:`")
        return None
    name = werk.keuze(blok.delen["soort"], "`soort:`", STEUN)
    bron = compile_bron(blok, werk)
    if name is None or bron is None:
        return None
    if name != "datum":
        werk.gevoelig.update(dict.fromkeys(bron.alle, STEUN[name]))
    return _teken(name, _lezer(name, blok, bron, bron.tekst))


def _teken(name: str, lezer: Lezer) -> SignaalLezer:
    """Make the reader of a supporting signal.

    A date that says nothing (00-00-0000, year unknown) is no sign; a date that cannot be read is
    one, because somebody filled something in.
    """
    tekst, waarde = lezer.tekst, lezer.waarde
    nothing = Signal(SignalKind.STEUN, lezer.adres, "", steun=name)

    def lees(fields: Fields) -> Signal:
        if waarde(fields) is None or not (text := tekst(fields)):
            return nothing
        return Signal(SignalKind.STEUN, lezer.adres, text, steun=name)

    return SignaalLezer(SignalKind.STEUN, lezer, lees)


_COMPILERS = {"vlag": _vlag, "derde": _derde, "code": _code, "notitie": _notitie}

_MaakTabel = Callable[[Blok, Werkbank], dict[str, object] | None]


def _with_ja_nee(name: str, words: Mapping[str, object]) -> _MaakTabel:
    def table(blok: Blok, werk: Werkbank) -> dict[str, object] | None:
        node = blok.delen.get("ja_nee") or werk.standaard.get("ja_nee")
        if node is None:
            werk.meld("M-0006", blok.plek, "ja_nee", veldnaam=name)
            return None
        return tables.ja_nee(node, werk, words)

    return table


def _table(
    kind: SignalKind, node: Node, werk: Werkbank, table_of: _MaakTabel, keys: tuple[str, ...] = ()
) -> SignaalLezer | None:
    own = keys if kind is SignalKind.CODE else ("ja_nee", *keys)
    blok = _block(kind.value, node, werk, own)
    if blok is None:
        return None
    bron = compile_bron(blok, werk)
    ticks = bron is not None and bron.vinkjes
    table = _ticked(kind, blok, werk) if ticks else table_of(blok, werk)
    if bron is None or table is None:
        return None
    werk.gewoon.update(bron.alle)
    look_up = tables.reader(table)

    def signal(text: str) -> Signal | Misfit:
        return _signal(kind, bron.adres, text, look_up(text))

    nothing = _signal(kind, bron.adres, "", None)
    cel = cel_van(bron, signal, nothing, onthouden=True)
    lezer = _lezer(kind.value, blok, bron, lezer_van(bron, look_up, None, None))
    return SignaalLezer(kind, lezer, lezer_van(bron, signal, nothing, cel))


def _signal(kind: SignalKind, adres: str, text: str, value: object) -> Signal | Misfit:
    if isinstance(value, Misfit):
        return value
    return Signal(
        kind,
        adres,
        text,
        waarde=value if isinstance(value, Indicatie) else _of_code(value),
        derde=value if isinstance(value, JaNee) else None,
        soort=value.soort if isinstance(value, Code) else None,
    )


def _ticked(kind: SignalKind, blok: Blok, werk: Werkbank) -> dict[str, object] | None:
    """Give what tick columns mean; they are understood already."""
    words = {SignalKind.VLAG: _VLAG, SignalKind.DERDE: _DERDE}.get(kind)
    beside = [str(key) for key in ("ja_nee", "waarden", "tabel") if key in blok.delen]
    for key in beside or ([] if words else ["vinkjes"]):
        werk.meld("M-0012", blok.sleutels[key], "signaal", sleutel=key, soort=kind.value)
    return None if beside else words


def _block(name: str, node: Node, werk: Werkbank, keys: tuple[str, ...]) -> Blok | None:
    blok = werk.blok(node, f"`{name}:`")
    if blok is not None:
        ways = TEKSTBRONNEN if name in ("steun", "notitie") else BRONNEN
        werk.bekend(blok, (*ways, *BIJ_BRON, *keys), f"`{name}:`")
    return blok


def _lezer(name: str, blok: Blok, bron: Bron, waarde: Callable[[Fields], object]) -> Lezer:
    veld = Veld(name, Soort.TEKST, persoonlijk=name not in ("vlag", "derde", "code", "datum"))
    pad, place = f"signalen.{name}", blok.plek.kort
    return Lezer(veld, pad, waarde, bron.tekst, bron.adres, place, kaal=bron.cel)


def _code_doel(node: Node, werk: Werkbank) -> Code | None:
    """Read `J`, or `{ongeval: J, soort: verkeer}`."""
    words = [word.value for word in Indicatie]
    if isinstance(node, Tekst):
        word = werk.keuze(node, zin("een_code"), words)
        return None if word is None else Code(Indicatie(word), None)
    blok = werk.blok(node, zin("een_code"))
    if blok is None:
        return None
    werk.bekend(blok, ("ongeval", "soort"), zin("een_code"))
    werk.verplicht(blok, ("ongeval",), zin("een_code"))
    word = (
        werk.keuze(blok.delen["ongeval"], "`ongeval:`", words) if "ongeval" in blok.delen else None
    )
    kind = None
    if "soort" in blok.delen:
        kind = werk.keuze(blok.delen["soort"], "`soort:`", [soort.value for soort in OngevalSoort])
    return None if word is None else Code(Indicatie(word), OngevalSoort(kind) if kind else None)


def _of_code(value: object) -> Indicatie | None:
    return value.ongeval if isinstance(value, Code) else None


def _leeg_onbekend(blok: Blok, werk: Werkbank) -> bool:
    found = False
    for part in _parts(blok.delen.get("vlag")):
        if isinstance(part, Blok) and "leeg_betekent" in part.delen:
            word = werk.keuze(part.delen["leeg_betekent"], "`leeg_betekent:`", _LEEG)
            found = found or word == "onbekend"
    return found
