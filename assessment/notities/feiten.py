"""What kind of accident, who may be liable, and when: read around the hits that counted."""

from datetime import date
from functools import reduce
from operator import or_

from assessment.notities.context import Context
from assessment.notities.datums import Gevonden, datums
from assessment.notities.lezing import Lezing, Treffer
from assessment.notities.vorm import Aard, Vorm
from assessment.notities.weging import Bevinding, Weging
from regres import Datum, Indicatie, JaNee, Precisie
from regres.words import Hoedanigheid, OngevalSoort

_RANG = {Precisie.DAG: 0, Precisie.MAAND: 1, Precisie.JAAR: 2, Precisie.ONBEKEND: 3}
_HOEDANIGHEID = {
    OngevalSoort.VERKEER: Hoedanigheid.BESTUURDER,
    OngevalSoort.BEDRIJFSONGEVAL: Hoedanigheid.WERKGEVER,
    OngevalSoort.DIER: Hoedanigheid.DIERBEZITTER,
    OngevalSoort.MEDISCH: Hoedanigheid.ZORGVERLENER,
    OngevalSoort.PRODUCT: Hoedanigheid.PRODUCENT,
    OngevalSoort.OPENBARE_RUIMTE: Hoedanigheid.WEGBEHEERDER,
}
_GEBOUW = frozenset(
    [
        "winkel",
        "supermarkt",
        "restaurant",
        "winkelcentrum",
        "verhuurder",
        "vve",
        "hotel",
        "portiek",
    ]
)
# Who did it, behind "door", when no class says so.
_DADER = frozenset(["onbekende", "onbekenden", "iemand", "ander"])
_MET_DADER = (
    OngevalSoort.MEDISCH,
    OngevalSoort.PRODUCT,
    OngevalSoort.GEWELD,
    OngevalSoort.DIER,
)
_ALGEMEEN = (OngevalSoort.VAL_PRIVE, OngevalSoort.OVERIG, OngevalSoort.ONBEKEND)
# What a scene speaks for: a class, and its weight in a sentence that carries the verdict and
# elsewhere in the note. The most telling hit weighs as much as a scene in its own sentence.
_TONEEL = (
    ("rijdt", OngevalSoort.VERKEER, 4, 2),
    ("verkeersplek", OngevalSoort.VERKEER, 1, 0),
    ("werkteken", OngevalSoort.BEDRIJFSONGEVAL, 4, 2),
    ("machine", OngevalSoort.BEDRIJFSONGEVAL, 1, 0),
    ("sport", OngevalSoort.SPORT, 4, 1),
    ("dier", OngevalSoort.DIER, 4, 2),
    ("openbaarteken", OngevalSoort.OPENBARE_RUIMTE, 4, 2),
    ("medisch", OngevalSoort.MEDISCH, 3, 2),
    ("ingreep", OngevalSoort.MEDISCH, 1, 0),
    ("foutwoord", OngevalSoort.MEDISCH, 1, 0),
    ("productteken", OngevalSoort.PRODUCT, 2, 2),
    ("hulpding", OngevalSoort.PRODUCT, 1, 1),
    ("geweldtoneel", OngevalSoort.GEWELD, 1, 0),
    ("vuur", OngevalSoort.OVERIG, 1, 1),
    ("voorwerp", OngevalSoort.OVERIG, 1, 1),
)
_TONEELKLASSEN = tuple(klasse for klasse, _, _, _ in _TONEEL)
_EERSTE, _VERDER, _VAL = 4, 2, 1
_VAKJE = {
    "verkeer": OngevalSoort.VERKEER,
    "verkeersongeval": OngevalSoort.VERKEER,
    "aanrijding": OngevalSoort.VERKEER,
    "werk": OngevalSoort.BEDRIJFSONGEVAL,
    "bedrijfsongeval": OngevalSoort.BEDRIJFSONGEVAL,
    "arbeidsongeval": OngevalSoort.BEDRIJFSONGEVAL,
    "geweld": OngevalSoort.GEWELD,
    "mishandeling": OngevalSoort.GEWELD,
    "misdrijf": OngevalSoort.GEWELD,
    "sport": OngevalSoort.SPORT,
    "dier": OngevalSoort.DIER,
    "val": OngevalSoort.VAL_PRIVE,
    "medische fout": OngevalSoort.MEDISCH,
}
_THUIS = {"partner", "ex", "ex-partner", "man", "vader", "zoon", "ex-man", "echtgenoot"}


def dragend(weging: Weging) -> list[Bevinding]:
    """Give the findings of hits that carry the verdict."""
    stem = weging.indicatie
    return [b for b in weging.bevindingen if b.stem is stem and b.treffer is not None]


def dragende_treffers(weging: Weging) -> list[Treffer]:
    """Give the hits that carry the verdict."""
    stem = weging.indicatie
    return [b.treffer for b in weging.bevindingen if b.stem is stem and b.treffer is not None]


def soort(lezing: Lezing, context: Context, weging: Weging) -> OngevalSoort:
    """Name the kind: what the hits say themselves and the scene around them, weighed together."""
    gevonden = dragende_treffers(weging)
    if not gevonden:
        return _gekozen(lezing, weging)
    punten = _van_treffers(gevonden)
    if context.heeft(*_TONEELKLASSEN):
        rond = 0
        for lo, hi in {context.venster(t) for t in gevonden}:
            rond = reduce(or_, lezing.bits[lo:hi], rond)
        alles, bit = lezing.alles, context.bit
        for klasse, kind, dichtbij, elders in _TONEEL:
            if alles & bit[klasse]:
                telt = dichtbij if rond & bit[klasse] else elders
                punten[kind] = punten.get(kind, 0) + telt
    return max(punten, key=punten.__getitem__)


def _gekozen(lezing: Lezing, weging: Weging) -> OngevalSoort:
    """Give the kind that a ticked box of a form names."""
    for b in weging.bevindingen:
        if b.regel == "vakje_aan":
            return _VAKJE.get(lezing.tekst.tekst[b.van : b.tot], OngevalSoort.ONBEKEND)
    return OngevalSoort.ONBEKEND


def _van_treffers(gevonden: list[Treffer]) -> dict[OngevalSoort, int]:
    """Weigh what the hits say: the first kind most, a fall at home least."""
    kinds = list(dict.fromkeys([t.groep.soort for t in gevonden]))
    vast = [kind for kind in kinds if kind not in _ALGEMEEN]
    punten = dict.fromkeys(vast[1:], _VERDER) | dict.fromkeys(vast[:1], _EERSTE)
    # The first of equals wins, so what says least comes last.
    val = (Aard.VAL in [t.groep.aard for t in gevonden]) + (OngevalSoort.VAL_PRIVE in kinds)
    if val:
        punten[OngevalSoort.VAL_PRIVE] = punten.get(OngevalSoort.VAL_PRIVE, 0) + val * _VAL
    punten.setdefault(OngevalSoort.OVERIG, 0)
    return punten


def derde(lezing: Lezing, context: Context, weging: Weging, kind: OngevalSoort) -> JaNee:
    """Say whether another party is at fault, as far as the note itself says so.

    kind  what `soort` gives; it counts only where something happened or may have
    """
    antwoord = [b.derde for b in weging.bevindingen if b.derde]
    if antwoord:
        return JaNee(antwoord[0])
    zwak = weging.besluit is not None and weging.besluit.regel == "zwak"
    if weging.indicatie is not Indicatie.J and not zwak:
        return JaNee.ONBEKEND
    if context.heeft("derde_twijfel"):
        return JaNee.ONBEKEND
    ja = context.heeft("derde_ja")
    if not ja and context.heeft("derde_nee"):
        return JaNee.NEE
    gevonden = dragende_treffers(weging)
    if ja or any(_door_ander(lezing, context, t) for t in gevonden):
        return JaNee.JA
    return _van_soort(context, gevonden, kind)


def _door_ander(lezing: Lezing, context: Context, t: Treffer) -> bool:
    """Tell whether somebody did it: "door een auto", "zijn vrouw gaf gas"."""
    lo, hi = context.venster(t)
    if "door" in context.woordenschat:
        som = context.som("voertuig", "ander_m", "ander_v", "ander_o", "dier")
        for i, woord in enumerate(lezing.woorden[lo : hi - 1], lo + 1):
            if woord == "door" and (
                context.zoek_som(i, min(hi, i + 4), som) is not None
                or not _DADER.isdisjoint(lezing.woorden[i : min(hi, i + 4)])
            ):
                return True
    if t.groep.vorm is not Vorm.BEDRIJVEND:
        return False
    return context.zoek_een(max(lo, t.k - 8), t.k, "ander_m", "ander_v", "ander_o", "ander_stuurt")


def _van_soort(context: Context, gevonden: list[Treffer], kind: OngevalSoort) -> JaNee:
    """Take what the kind of accident mostly is: treatment and violence have a doer, a fall has not.

    In the street and at work it depends on what somebody left undone, as far as the note says so.
    """
    if kind in _MET_DADER:
        return JaNee.JA
    if any(t.groep.derde is JaNee.JA for t in gevonden):
        return JaNee.JA
    if kind is OngevalSoort.VERKEER and context.heeft("ander_stuurt"):
        return JaNee.JA
    naast = any(context.rond(t, "ander_m", "ander_v", "ander_o") for t in gevonden)
    if naast and kind in (OngevalSoort.VERKEER, OngevalSoort.OVERIG):
        return JaNee.JA
    if kind in (OngevalSoort.OPENBARE_RUIMTE, OngevalSoort.BEDRIJFSONGEVAL):
        return JaNee.JA if context.heeft("nagelaten") else JaNee.ONBEKEND
    if any(t.groep.derde is JaNee.NEE for t in gevonden):
        return JaNee.NEE
    return JaNee.ONBEKEND


def hoedanigheid(lezing: Lezing, kind: OngevalSoort, wie: JaNee) -> Hoedanigheid:
    """Name the capacity in which somebody may be liable; of nobody it is unknown."""
    if wie is not JaNee.JA:
        return Hoedanigheid.ONBEKEND
    if kind is OngevalSoort.BEDRIJFSONGEVAL and "collega" in lezing.woorden:
        return Hoedanigheid.COLLEGA
    if kind is OngevalSoort.OPENBARE_RUIMTE and not _GEBOUW.isdisjoint(lezing.woorden):
        return Hoedanigheid.OPSTALBEZITTER
    if kind is OngevalSoort.GEWELD:
        thuis = not _THUIS.isdisjoint(lezing.woorden)
        return Hoedanigheid.GEZINSLID if thuis else Hoedanigheid.OVERIG
    return _HOEDANIGHEID.get(kind, Hoedanigheid.OVERIG)


def datum(lezing: Lezing, context: Context, weging: Weging, peildag: date | None) -> Datum:
    """Give the accident's date: of the sentences that carry the verdict, else of the whole note.

    Two that differ and stand equally well give none: a wrong date is worse than no date.
    """
    if weging.indicatie not in (Indicatie.J, Indicatie.O):
        return Datum()
    gevonden = list(datums(lezing.tekst.tekst, peildag, lezing.datumplekken()))
    if gevonden and context.heeft("datumvreemd"):
        gevonden = [d for d in gevonden if not _vreemd(lezing, context, d)]
    if len(gevonden) < 2:
        return gevonden[0].datum if gevonden else Datum()
    dragers = dragend(weging)
    zinnen = {_zin(lezing, b.treffer.k) for b in dragers if b.treffer is not None}
    dichtbij = [d for d in gevonden if any([lo <= d.begin < hi for lo, hi in zinnen])]  # noqa: C419 - few
    return _beste(dichtbij or gevonden, [b.van for b in dragers])


def _zin(lezing: Lezing, i: int) -> tuple[int, int]:
    """Give the sentence of token i as offsets in the folded text."""
    lo, hi = lezing.zin(i)
    return lezing.begin(lo), lezing.eind(hi - 1)


def _vreemd(lezing: Lezing, context: Context, d: Gevonden) -> bool:
    """Tell whether a date belongs to something else: a birth, a request, an operation."""
    eerste = lezing.plaatsen.vanaf(d.begin)
    if eerste == len(lezing.woorden):
        return False
    for i in range(eerste - 1, max(0, eerste - 5) - 1, -1):
        if lezing.woorden[i] in ".;,(" and i != eerste - 1:
            return False
        if context.is_(i, "datumvreemd"):
            return True
    return False


def _beste(gevonden: list[Gevonden], plaatsen: list[int]) -> Datum:
    def afstand(d: Gevonden) -> int:
        return min((abs(d.begin - plaats) for plaats in plaatsen), default=0)

    if len(gevonden) == 1:
        return gevonden[0].datum
    precies = min(_RANG[d.datum.precisie] for d in gevonden)
    beste = [d for d in gevonden if _RANG[d.datum.precisie] == precies]
    jaren = {d.datum.jaar for d in beste}
    if len({d.datum for d in beste}) == 1:
        return beste[0].datum
    if len(beste) == 2 and len(jaren) <= 2 and plaatsen:
        een, twee = sorted(beste, key=afstand)
        return een.datum if afstand(twee) > 2 * afstand(een) + 8 else Datum()
    return Datum()
