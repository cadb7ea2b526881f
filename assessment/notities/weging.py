"""What each hit comes to, and what all of them say together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from assessment.notities.bezwaren import ZWAAR, Bezwaar, Bezwaren
from assessment.notities.context import Context
from assessment.notities.geheel import Geheel
from assessment.notities.gronden import Gronden
from assessment.notities.lexicon import Woordenboek
from assessment.notities.lezing import Lezing, Treffer
from assessment.notities.sjabloon import Antwoord, Sjablonen
from assessment.notities.treffers import steunt_anders
from assessment.notities.vorm import Aard, Vorm
from assessment.notities.wie import Ervaarder
from regres import Indicatie

# More hits than this in one note decide nothing that the first ones did not.
MAX_TREFFERS = 60
_ANTWOORD = ("antwoord_ja", "antwoord_nee", "antwoord_onbekend")
# What says something in a note in which nothing is found: questions, boxes and corrections.
_ZONDER_TREFFER = ("vraagwoord", "ongeval", "keuze", "correctie", "correctie_ja")
_LIJDT = frozenset(["is", "werd", "wordt", "was", "zijn", "werden"])
_GEVOLG = frozenset(["letsel", "schade"])
# "Het ongeluk", "die val": one that was told of before.
_VERWIJST = frozenset(["het", "de", "dit", "deze", "die", "dat"])
_GEDEELD = frozenset(["ontkend", "voorwaarde", "ander", "los", "citaat"])
_TERUG = frozenset(["bijna", "ontkend", "voorwaarde", "vrees", "ander", "los", "ziekte"])
_SJABLOON = {
    "J": "sjabloon_ja",
    "N": "sjabloon_nee",
    "O": "sjabloon_onbekend",
    "leeg": "sjabloon_leeg",
}


class Bevinding(NamedTuple):
    """One hit or answer with the rule that decided over it; van, tot are offsets in folded text.

    stem  J: it happened to the client; O: perhaps; N: the note says no; None: it says nothing
    """

    regel: str
    stem: Indicatie | None
    van: int
    tot: int
    treffer: Treffer | None = None
    derde: str = ""

    @property
    def bezwaar(self) -> Bezwaar:
        """The rule, and what the hit says by it."""
        return self.regel, self.stem


@dataclass(slots=True)
class Weging:
    """All findings of one note, and what they say together."""

    indicatie: Indicatie | None
    besluit: Bevinding | None
    bevindingen: list[Bevinding] = field(default_factory=list)


def stil(lezing: Lezing, boek: Woordenboek) -> Weging | None:
    """Weigh a note without a hit, a question, a box or a correction: it says nothing.

    Half of all candidates are such notes, so they are seen to before anything else is made.
    """
    if lezing.treffers or lezing.alles & boek.sommen[_ZONDER_TREFFER]:
        return None
    return Weging(None, None, _beeldspraak(lezing))


def _beeldspraak(lezing: Lezing) -> list[Bevinding]:
    """Give the hits that mean something else here."""
    if not lezing.gemaskeerd:
        return []
    gemaskeerd = lezing.gemaskeerd[:MAX_TREFFERS]
    return [Bevinding("beeldspraak", None, t.van, t.tot, t) for t in gemaskeerd]


class Weger:
    """Weighs one note."""

    def __init__(self, lezing: Lezing, boek: Woordenboek) -> None:
        self._l, self._boek = lezing, boek
        self._c = Context(lezing, boek)
        self._wie = Ervaarder(lezing, self._c)
        self._geheel = Geheel(lezing, self._c)
        self._sjablonen = Sjablonen(lezing, self._c)
        self._bezwaren = Bezwaren(lezing, boek, self._c, self._wie, self._geheel, self._sjablonen)
        # Of the hits of a note two in three share their word with another: what the words around
        # them say is asked once for each place.
        self._vooraf: dict[tuple[int, int, int], Bezwaar | None] = {}
        self._daarna: dict[tuple[int, int, int, Aard, Vorm, bool], Bezwaar | None] = {}
        # By its word, what took back the last hit on it.
        self._weg: dict[int, Bevinding] = {}

    @property
    def context(self) -> Context:
        """The context of the note, for who reads facts from it."""
        return self._c

    def weeg(self) -> Weging:
        """Judge every hit, then the note; of one that `stil` knows it gives the same."""
        bevindingen = _beeldspraak(self._l)
        antwoorden = self._antwoorden()
        bevindingen.extend(map(self._van_antwoord, antwoorden))
        if self._sjablonen.heeft_vakjes:
            bevindingen.extend(self._vakjes())
        eerder: list[Bevinding] = []
        for treffer in self._over(antwoorden):
            eerder.append(self._oordeel(treffer, eerder))
        bevindingen.extend(self._zelfde_lot(eerder))
        if self._l.alles & self._boek.correctie:
            bevindingen.extend(self._correcties())
        return self._zeker(_samen(bevindingen))

    def _over(self, antwoorden: Sequence[Antwoord]) -> list[Treffer]:
        """Give the hits that no answer speaks of; what leans on others comes after them."""
        over = sorted(self._l.treffers[: 4 * MAX_TREFFERS], key=attrgetter("k"))
        if antwoorden:
            beantwoord = {i for een in antwoorden for i in range(een.a, een.b + 1)}
            over = [t for t in over if t.k not in beantwoord]
        return sorted(over[:MAX_TREFFERS], key=_leunt)

    def _zeker(self, weging: Weging) -> Weging:
        """Make a J for which too little speaks an O; its hits then tell what may have happened."""
        if weging.indicatie is not Indicatie.J or "zwak" not in self._boek.regels:
            return weging
        dragend = [b for b in weging.bevindingen if b.stem is Indicatie.J]
        treffers = [b.treffer for b in dragend if b.treffer is not None]
        formulier = len(treffers) < len(dragend)
        if weging.besluit is None:
            return weging
        gronden = Gronden(self._l, self._c, self._wie, self._geheel)
        if gronden.genoeg(self._boek.gronden, treffers, formulier=formulier):
            return weging
        zwak = weging.besluit._replace(regel="zwak", stem=Indicatie.O)
        anders = [
            b._replace(stem=Indicatie.O) if b.stem is Indicatie.J else b for b in weging.bevindingen
        ]
        return Weging(Indicatie.O, zwak, anders)

    def _zelfde_lot(self, bevindingen: Sequence[Bevinding]) -> list[Bevinding]:
        """Let hits on the same word share what was taken back: one of them saw who it was about."""
        weg = {
            b.treffer.k: b
            for b in bevindingen
            if b.regel in _GEDEELD and b.treffer is not None and self._deelt(b)
        }
        if not weg and not self._c.heeft("herziening"):
            return list(bevindingen)
        samen = []
        ontkend = [b.treffer.k for b in bevindingen if b.treffer and b.regel == "ontkend"]
        for b in bevindingen:
            if self._is_herroepen(b, ontkend):
                samen.append(Bevinding("ontkend", Indicatie.N, b.van, b.tot, b.treffer))
                continue
            ander = weg.get(b.treffer.k) if b.treffer is not None and b.stem is not None else None
            if ander is not None and b.regel not in _GEDEELD:
                samen.append(Bevinding(ander.regel, ander.stem, b.van, b.tot, b.treffer))
            else:
                samen.append(b)
        return samen

    def _is_herroepen(self, b: Bevinding, ontkend: Sequence[int]) -> bool:
        if b.treffer is None or b.stem is not Indicatie.J:
            return False
        return self._geheel.herroepen(b.treffer, ontkend) is not None

    def _deelt(self, b: Bevinding) -> bool:
        """Tell whether a finding holds for all hits on its word.

        Of "ander" only where nobody is acted upon: "haar broer sloeg haar" is the client.
        """
        t = b.treffer
        if t is None:
            return False
        if b.regel != "ander":
            return True
        if t.groep.vorm not in (Vorm.ONOVERGANKELIJK, Vorm.DEELWOORD):
            return False
        rond = self._l.woorden[max(0, t.k - 4) : t.k + 4]
        if t.groep.vorm is Vorm.DEELWOORD and not _LIJDT.isdisjoint(rond):
            return True
        return not self._c.zoek_een(t.k - 6, t.k + 4, "lijdend_vw")

    # --- questions and corrections ------------------------------------------------------------

    def _antwoorden(self) -> list[Antwoord]:
        if not self._c.heeft("vraagwoord", "ongeval"):
            return []
        gevonden = self._sjablonen.antwoorden()
        return [a for a in gevonden if _SJABLOON[a.zegt] in self._boek.regels][:MAX_TREFFERS]

    def _vakjes(self) -> Iterator[Bevinding]:
        """Give the ticked choices that name a kind of accident: "[x] verkeer"."""
        if "vakje_aan" in self._boek.regels:
            for i in self._c.alle("keuze"):
                if self._sjablonen.vakje(i):
                    begin, eind = self._l.begin(i), self._l.eind(i)
                    yield Bevinding("vakje_aan", Indicatie.J, begin, eind)

    def _van_antwoord(self, antwoord: Antwoord) -> Bevinding:
        stem = Indicatie(antwoord.zegt) if antwoord.zegt in "JNO" else None
        regel, derde = _SJABLOON[antwoord.zegt], ""
        if antwoord.over_derde and stem in (Indicatie.J, Indicatie.N):
            derde = "ja" if stem is Indicatie.J else "nee"
            regel = f"sjabloon_derde_{derde}"
            stem = stem if stem is Indicatie.J else None
        if stem is Indicatie.J and self._vraagt_gevolg(antwoord):
            regel, stem, derde = "letsel_zonder_oorzaak", Indicatie.O, ""
        begin, eind = self._l.begin(antwoord.a), self._l.eind(self._toonbaar(antwoord))
        return Bevinding(regel, stem, begin, eind, derde=derde)

    def _vraagt_gevolg(self, antwoord: Antwoord) -> bool:
        """Tell whether a question is only about an injury or damage: a yes to it names no event."""
        plekken = range(antwoord.a, antwoord.b + 1)
        vragen = {self._l.woorden[i] for i in plekken if self._c.is_(i, "vraagwoord")}
        return bool(vragen) and vragen <= _GEVOLG

    def _toonbaar(self, antwoord: Antwoord) -> int:
        """Give the last token of an answer that may be shown: behind free text only the question.

        Between question and answer somebody's name may stand: "ja, door Jansen [x] nee".
        """
        for i in range(antwoord.a, antwoord.b):
            vorm = self._c.is_(i, "formulier", "vraagwoord", "ongevalvraag", "client")
            if self._l.woorden[i][0].isalnum() and not vorm and not self._c.is_(i, *_ANTWOORD):
                return max(antwoord.a, i - 1)
        return antwoord.b

    def _correcties(self) -> Iterator[Bevinding]:
        """A registration that was wrong; "moet zijn ja" turns it the other way."""
        if "correctie" not in self._boek.regels:
            return
        for naam, stem in (("correctie_ja", Indicatie.J), ("correctie", Indicatie.N)):
            i = self._c.overal(naam)
            if i is not None and self._over_registratie(i) and not self._van_een_nee(i, stem):
                yield Bevinding("correctie", stem, self._l.begin(i), self._l.eind(i))
                return

    def _over_registratie(self, i: int) -> bool:
        lo, hi = self._l.zin(i)
        lo, hi = max(lo, i - 25), min(hi, i + 25)
        over = any(
            self._c.zoek(lo, hi, naam) is not None for naam in ("registratie", "registratiefout")
        )
        return over and self._c.overal("vraagwoord") is not None

    def _van_een_nee(self, i: int, stem: Indicatie) -> bool:
        """Tell whether what is corrected was itself a no: "het vinkje 'geen derde' klopt niet"."""
        if stem is not Indicatie.N:
            return False
        lo, _ = self._l.zin(i)
        return self._c.zoek_een(max(lo, i - 10), i, "ontkenning") or self._geheel.wordt_iets()

    # --- one hit ------------------------------------------------------------------------------

    def _oordeel(self, t: Treffer, eerder: Sequence[Bevinding]) -> Bevinding:
        bezwaar = self._bezwaar(t, eerder)
        if bezwaar is not None:
            een = Bevinding(*bezwaar, t.van, t.tot, t)
            if een.regel in _TERUG:
                self._weg[t.k] = een
            return een
        if t.groep.aard in ZWAAR:
            return Bevinding(t.groep.id, Indicatie.J, t.van, t.tot, t)
        regel = "letsel_zonder_oorzaak" if t.groep.aard is Aard.LETSEL else t.groep.id
        return Bevinding(regel, Indicatie.O, t.van, t.tot, t)

    def _bezwaar(self, t: Treffer, eerder: Sequence[Bevinding]) -> Bezwaar | None:
        """Give what takes a hit back: the first of these that there is."""
        aard = t.groep.aard
        plek = (t.a, t.b, t.k)
        if aard is not Aard.OPEN:
            if plek not in self._vooraf:
                self._vooraf[plek] = self._eerste(self._bezwaren.van_plek(t))
            vooraf = self._vooraf[plek] or (self._valt_om(t) if t.steun and self._weg else None)
            if vooraf is not None:
                return vooraf
        vorm = t.groep.vorm
        zelfde = (*plek, aard, vorm, t.steun != ())
        if zelfde not in self._daarna:
            geeft = self._bezwaren.open if aard is Aard.OPEN else self._bezwaren.van_soort
            self._daarna[zelfde] = self._eerste(geeft(t))
        erft = vorm is Vorm.NAAMWOORD and t.a and self._l.woorden[t.a - 1] in _VERWIJST
        return self._daarna[zelfde] or (self._erft(t, eerder) if erft else None)

    def _eerste(self, bezwaren: Iterable[Bezwaar]) -> Bezwaar | None:
        """Give the first rule that is switched on: it decides."""
        regels = self._boek.regels
        for een in bezwaren:
            if een[0] in regels:
                return een
        return None

    def _valt_om(self, t: Treffer) -> Bezwaar | None:
        """Give what took back what a combination leans on, when nothing else will do."""
        weg = self._weg
        eerste = next((i for i in t.steun if i in weg), None)
        if eerste is None:
            return None
        samen = self._boek.samen_van[t.groep.id]
        return None if steunt_anders(self._l, samen, t.k, weg.keys()) else weg[eerste].bezwaar

    def _erft(self, t: Treffer, eerder: Sequence[Bevinding]) -> Bezwaar | None:
        """Give what took back what a noun behind one of _VERWIJST goes back to."""
        if t.groep.aard in (Aard.CLAIM, Aard.OPEN):
            return None
        zelfde = [
            b for b in eerder if b.treffer and b.treffer.groep.aard in (Aard.ONGEVAL, Aard.VAL)
        ]
        if (
            zelfde
            and zelfde[-1].stem is not Indicatie.J
            and zelfde[-1].regel in ("ander", "los", "ontkend")
        ):
            return zelfde[-1].bezwaar
        return None


def _leunt(treffer: Treffer) -> bool:
    return treffer.steun != ()


def _samen(bevindingen: list[Bevinding]) -> Weging:
    """Combine: a yes and a no of the note itself are a contradiction; else yes, perhaps, no."""
    regels = [b.regel for b in bevindingen]
    if "correctie" in regels:
        correctie = bevindingen[regels.index("correctie")]
        return Weging(correctie.stem, correctie, bevindingen)
    ja = _sterkst([b for b in bevindingen if b.stem is Indicatie.J])
    nee = bevindingen[regels.index("sjabloon_nee")] if "sjabloon_nee" in regels else None
    if ja is not None and nee is not None:
        strijd = Bevinding("tegenspraak", Indicatie.O, nee.van, nee.tot)
        return Weging(Indicatie.O, strijd, bevindingen)
    besluit = ja or _eerste_van(bevindingen, Indicatie.O)
    besluit = besluit or nee or _eerste_van(bevindingen, Indicatie.N)
    return Weging(besluit.stem if besluit else None, besluit, bevindingen)


def _eerste_van(bevindingen: Sequence[Bevinding], stem: Indicatie) -> Bevinding | None:
    for b in bevindingen:
        if b.stem is stem:
            return b
    return None


def _sterkst(ja: Sequence[Bevinding]) -> Bevinding | None:
    """Take an accident before a fall, and a fall before a claim: it says more of what happened."""
    if not ja:
        return None
    aarden = [b.treffer.groep.aard if b.treffer is not None else None for b in ja]
    for aard in ZWAAR:
        if aard in aarden:
            return ja[aarden.index(aard)]
    return next((b for b in ja if b.treffer is not None), ja[0])
