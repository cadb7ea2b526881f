"""The note as a whole: doubt elsewhere, another cause, nothing that goes with a hit."""

from collections.abc import Sequence

from assessment.notities.context import Context
from assessment.notities.eenmaal import Eenmaal
from assessment.notities.lezing import Lezing, Treffer
from assessment.notities.vorm import Aard

# A sign and what it is about stand at most so far apart.
_BEREIK = 12
# So far behind a hit something may be said of it.
_VER = 45
#: Without one of these nothing is quoted.
AANHALING = frozenset("'\"")
_LIJF = ("letsel", "lijfschade", "lichaamsdeel", "gewond", "brandwoord")
_TONEEL = ("voertuig", "verkeersplek", "hoogte", "grond", "machine", "dier", "werkplek", "groot")
_OM_TE_DUIDEN = ("ziekte", "klacht", "val", "valnaam", "ongeval", "letsel", "val_breed", "flauwte")
_SCHULD = (
    "schuldteken",
    "derde_ja",
    "derde_nee",
    "verzekeraar",
    "uitkeer",
    "tegenpartij",
    "schuldwoord",
)


class Geheel:
    """Asks about signs that need not stand in the sentence of a hit."""

    def __init__(self, lezing: Lezing, context: Context) -> None:
        self._l, self._c = lezing, context
        self._w = lezing.woorden

    # --- doubt --------------------------------------------------------------------------------

    @Eenmaal
    def twijfel(self) -> int | None:
        """Give the token at which the note itself leaves open what the cause is.

        Plain doubt ("spreekt zichzelf tegen") decides alone; "onduidelijk" and the like only
        beside a word for cause, and never when the doubt is about fault.
        """
        for i in self._c.alle("twijfel_vast"):
            if not self.over_schuld(i):
                return i
        beiden = self._volgens_beiden()
        if beiden is not None:
            return beiden
        for i in self._c.alle("onzeker", "onzeker_na", "weetniet"):
            if self._w[i] != "?" and self._over_oorzaak(i) and not self.over_schuld(i):
                return i
        return None

    def _volgens_beiden(self) -> int | None:
        """Give the second "volgens" of a sentence: two people tell it differently."""
        vorig = None
        for i in self._c.alle("volgens"):
            zelfde = vorig is not None and self._l.zin(vorig) == self._l.zin(i)
            if zelfde and not self.over_schuld(i):
                return i
            vorig = i
        return None

    def _over_oorzaak(self, i: int) -> bool:
        lo, hi = self._stuk(i)
        if self._c.zoek_een(lo, hi, "oorzaakvraag"):
            return True
        return self._c.zoek_een(lo, hi, "of") and self._c.zoek_een(lo, hi, *_OM_TE_DUIDEN)

    def _stuk(self, i: int) -> tuple[int, int]:
        """Give the part of a sentence around a token, from one semicolon to the next."""
        lo, hi = self._l.zin(i)
        lo, hi = max(lo, i - _BEREIK), min(hi, i + _BEREIK)
        voor = [j for j in range(lo, i) if self._w[j] == ";"]
        na = [j for j in range(i, hi) if self._w[j] == ";"]
        return voor[-1] if voor else lo, na[0] if na else hi

    def over_schuld(self, i: int) -> bool:
        """Tell whether what is open at token i is whose fault it was."""
        lo, hi = self._stuk(i)
        return self._c.zoek_een(max(lo, i - 8), min(hi, i + 9), "schuldwoord")

    # --- another cause ------------------------------------------------------------------------

    def anders(self, t: Treffer) -> int | None:
        """Give the token that ties the need to an illness instead, when nothing ties it to the hit.

        "De aanvraag gaat over reuma", "nu: dialyse". An effect that lasts ("sindsdien") wins, and
        so does an injury that is named, unless it is told as of long ago.
        """
        if not self._c.heeft("ziekte") or self._c.heeft("sindsdien_vast"):
            return None
        oud = self._oud(t)
        if not oud and self._c.heeft("letsel", "lijfschade"):
            return None
        for i in self._c.alle("nu_om", *(("nu_zwak",) if oud else ())):
            lo, hi = self._l.zin(i)
            ziek = self._c.zoek(i + 1, min(hi, i + 10), "ziekte")
            if ziek is not None and not lo <= t.k < i and not self._in_gevolg(t, i):
                return i
        return None

    def _oud(self, t: Treffer) -> bool:
        """Tell whether the hit is told as of years ago."""
        lo, hi = self._c.venster(t)
        return self._c.zoek_een(lo, hi, "oud", "datumwoord")

    def _in_gevolg(self, t: Treffer, i: int) -> bool:
        """Tell whether the hit itself stands in what the need is tied to."""
        return i < t.k <= i + 10

    def los_ver(self, t: Treffer) -> int | None:
        """Give the token that says, further on, that nothing came of it or that it plays no part.

        Only what can hardly be about anything else ("mankeerde niets", "heeft niets met deze
        aanvraag te maken"); an effect that lasts wins (poort.py).
        """
        for i in self._c.alle("los_vast"):
            if -_BEREIK < i - t.k < _VER and not self._c.is_(i, "niet_hersteld"):
                if self._c.van_ander(i, max(0, i - 3)):
                    continue
                return i
        for i in self._c.alle("niets"):
            rest = self._w[i + 1 : i + 9]
            if -_BEREIK < i - t.k < _VER and "te" in rest and {"maken", "doen"} & set(rest):
                return i
        return None

    # --- only spoken of -----------------------------------------------------------------------

    def citaat(self, t: Treffer) -> bool:
        """Tell whether a hit is quoted from a record: "in veld 14 staat 'val van paard'".

        Asked only of a note with quotes that names a record (bezwaren.py).
        """
        if self.wordt_iets():
            return False
        lo, hi = self._c.venster(t)
        voor = [i for i in range(lo, t.a) if self._w[i] in AANHALING]
        na = [i for i in range(t.b + 1, hi) if self._w[i] in AANHALING]
        if len(voor) % 2 == 0 or not na or na[0] - voor[-1] > _BEREIK:
            return False
        return self._c.zoek_een(lo, hi, "stuk")

    def wordt_iets(self) -> bool:
        """Tell whether a correction names what it should be: "moet zijn: aanrijding in 2015"."""
        for i in self._c.alle("moet_zijn"):
            for t in self._l.treffers:
                tussen = range(i, t.k)
                if i < t.k <= i + _BEREIK and not any(
                    self._c.is_(j, "ontkenning", "antwoord_nee", "ziekte") for j in tussen
                ):
                    return True
        return False

    def herroepen(self, t: Treffer, ontkend: Sequence[int]) -> int | None:
        """Give where a later sentence of a corrected note denies what stood there before."""
        if not self._c.heeft("herziening"):
            return None
        _, hi = self._l.zin(t.k)
        kaal = (i for i in self._c.alle("ontkenning") if self._geen_gebeurtenis(i))
        return next((i for i in (*ontkend, *kaal) if i >= hi), None)

    def _geen_gebeurtenis(self, i: int) -> bool:
        return self._c.zoek_een(i + 1, i + 3, "iets_gebeurd", "dubbelzinnig")

    def gevraagd(self, t: Treffer) -> int | None:
        """Give the token that makes the hit a question: "gevraagd of er een ongeluk was"."""
        lo, _ = self._l.zin(t.k)
        for i in range(t.k - 1, max(lo, t.k - _BEREIK) - 1, -1):
            if self._w[i] in ";:." or self._c.is_(i, "tegenstelling"):
                return None
            if self._w[i] in ("of", "naar", "waarom") and i > lo:
                vraag = range(max(lo, i - 5), i)
                return next((j for j in vraag if self._c.is_(j, "vraagwerk")), None)
        return None

    # --- told of another ----------------------------------------------------------------------

    def overkwam_ander(self, t: Treffer) -> int | None:
        """Give the token of "dit is haar man overkomen" behind a hit."""
        for i in self._c.alle("overkomen"):
            lo, hi = self._l.zin(i)
            if (
                i > t.b
                and self._c.zoek(max(lo, i - 6), min(hi, i + 5), "iemand_anders") is not None
            ):
                return i
        return None

    # --- nothing to go with it ----------------------------------------------------------------

    def kaal(self, t: Treffer) -> bool:
        """Tell whether nothing in the note goes with the hit.

        What goes with an accident: a body, a cause word before it, fault, a date, a scene, or that
        somebody "had" it. A word alone may be a manner of speaking that nobody has listed. A word
        that can hardly mean anything else goes bare only beside an illness.
        """
        if t.steun:
            return False
        if t.groep.aard is Aard.CLAIM:
            return self._c.heeft("zaak") and not self._c.heeft(*_LIJF)
        if self._c.is_(t.k, "dubbelzinnig"):
            return not self._past_erbij(t)
        if self._c.heeft(*_LIJF):
            return False
        if not self._c.is_(t.k, "iets_gebeurd") and not self._c.heeft("ziekte"):
            return False
        lo, hi = self._c.venster(t)
        if self._c.zoek_een(t.k - 5, t.k, "oorzaakwoord", "aanleiding"):
            return False
        if self._c.heeft("sindsdien_vast", "schuldwoord", *_SCHULD):
            return False
        erbij = ("datumwoord", *_TONEEL, "gehad", "sport", "thuis")
        return not self._c.zoek_een(lo, hi, *erbij)

    def _past_erbij(self, t: Treffer) -> bool:
        """Tell whether something close by goes with a word that is also said of other things."""
        lo, hi = self._l.zin(t.k)
        na = self._l.zin(hi)[1] if hi < len(self._w) else hi
        voor = self._l.zin(lo - 1)[0] if lo else lo
        if self._c.zoek_een(voor, na, *_LIJF, "klacht_lijf", "schuldteken", "uitkeer"):
            return True
        if self._c.zoek_een(t.k - 4, t.k, "oorzaakvoor", "aanleiding") or t.k == 0:
            return True
        if self._c.heeft("sindsdien_vast"):
            return True
        scene: tuple[str, ...] = ("datumwoord", "groot", "voertuig", "verkeersplek", "ernst")
        if t.groep.aard is Aard.VAL:
            scene = (*scene, "hoogte", "grond", "thuis", "sport", "gladwoord", "fietswoord")
        return self._c.zoek_een(lo, hi, *scene)
