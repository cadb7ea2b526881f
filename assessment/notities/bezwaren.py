"""What takes a hit back: the rules of context in their order, each asked only when it may hold."""

from collections.abc import Iterator

from assessment.notities.context import Context
from assessment.notities.geheel import AANHALING, Geheel
from assessment.notities.lexicon import Woordenboek
from assessment.notities.lezing import Lezing, Treffer
from assessment.notities.sjabloon import Sjablonen
from assessment.notities.vorm import Aard
from assessment.notities.wie import Ervaarder, Wie
from regres import Indicatie

ZWAAR = (Aard.ONGEVAL, Aard.VAL, Aard.CLAIM)

_OF_ZOU = frozenset(["of", "zou", "zouden"])

#: A rule that takes a hit back, and what the hit says then.
Bezwaar = tuple[str, Indicatie | None]


class Bezwaren:
    """Gives what takes back the hits of one note."""

    def __init__(
        self,
        lezing: Lezing,
        boek: Woordenboek,
        context: Context,
        wie: Ervaarder,
        geheel: Geheel,
        sjablonen: Sjablonen,
    ) -> None:
        self._l, self._c, self._wie = lezing, context, wie
        self._geheel, self._sjablonen = geheel, sjablonen
        self._poort, self._alles = boek.poort, lezing.alles
        self._zet_noot(context.woordenschat)

    def _zet_noot(self, woorden: frozenset[str]) -> None:
        """Tell once a note which rules may say something of any of its hits."""
        p, alles = self._poort, self._alles
        self._bij = "bij" in woorden
        self._of_zou = not woorden.isdisjoint(_OF_ZOU)
        self._nee = bool(alles & p.antwoord_nee) and self._sjablonen.vraagt
        self._citaat = bool(alles & p.stuk) and not AANHALING.isdisjoint(woorden)
        self._vakjes = self._sjablonen.heeft_vakjes
        self._twijfel = bool(alles & p.twijfel) and self._geheel.twijfel is not None
        self._los_ver = bool(alles & p.los_ver) and not alles & p.sindsdien
        self._oud = bool(alles & p.nu_anders and alles & p.ziekte)
        self._ziek = bool(alles & p.ziekte)
        self._letselziek = bool(alles & (p.ziekte | p.botziekte)) and not (
            alles & p.oorzaak_onbekend
        )

    def van_plek(self, t: Treffer) -> Iterator[Bezwaar]:
        """Give what takes back any hit that stands here."""
        c, p, alles = self._c, self._poort, self._alles
        zin = self._l.sommen[self._l.zin(t.k)[0]]
        if zin & p.bijna and c.bijna(t) is not None:
            yield "bijna", None
        if self._vakjes and self._sjablonen.vakje(t.k) is False:
            yield "vakje_uit", None
        if self._citaat and self._geheel.citaat(t):
            yield ("onzeker", Indicatie.O) if self._twijfel else ("citaat", None)
        if self._ontkend(t, zin):
            yield "ontkend", Indicatie.N
        if (zin & p.voorwaarde or self._bij) and c.voorwaarde(t) is not None:
            yield "voorwaarde", None
        if alles & p.vraagwerk and self._geheel.gevraagd(t) is not None:
            yield "gevraagd", None
        if zin & p.vrees and c.vrees(t) is not None:
            yield "vrees", None
        if alles & p.getuige and c.rond(t, "getuige"):
            yield "getuige", Indicatie.O

    def _ontkend(self, t: Treffer, zin: int) -> bool:
        if self._alles & self._poort.niets_gebeurd:
            return True
        if zin & self._poort.ontkenning and self._c.ontkend(t) is not None:
            return True
        return self._nee and self._sjablonen.nee_erachter(t.b) is not None

    def van_soort(self, t: Treffer) -> Iterator[Bezwaar]:
        """Give what takes back a hit of this nature and form that stands here."""
        p, alles, aard = self._poort, self._alles, t.groep.aard
        zin = self._l.sommen[self._l.zin(t.k)[0]]
        wie = self._wie.wie(t) if zin & p.wie else Wie.CLIENT
        if wie is not Wie.CLIENT:
            yield wie.value, Indicatie.N if wie is Wie.ANDER else None
        if alles & p.overkomen and self._geheel.overkwam_ander(t) is not None:
            yield "ander", Indicatie.N
        if self._twijfel and aard in (Aard.ONGEVAL, Aard.VAL):
            yield "onzeker", Indicatie.O
        if aard is not Aard.CLAIM and alles & p.los and self._c.los(t) is not None:
            yield "los", Indicatie.N
        if self._los_ver and self._geheel.los_ver(t) is not None:
            yield "los", Indicatie.N
        if self._oud and self._c.oud(t):
            yield "oud", Indicatie.N
        if alles & p.gewoonte and self._als_gewoonte(t):
            yield "gewoonte", None
        if aard in ZWAAR:
            yield from self._zwaar(t, zin)
        elif self._letselziek and aard in (Aard.LETSEL, Aard.VAAG) and self._is_ziek(t):
            yield "ziekte", None

    def open(self, t: Treffer) -> Iterator[Bezwaar]:
        """Give what says that an open cause plays no part, or is open only as to whose fault."""
        if self._geheel.over_schuld(t.k):
            yield "gevraagd", None
        los = self._alles & self._poort.los and self._c.los(t) is not None
        if los or (self._los_ver and self._geheel.los_ver(t) is not None):
            yield "los", Indicatie.N

    def _zwaar(self, t: Treffer, zin: int) -> Iterator[Bezwaar]:
        """Give what takes back an accident, a fall or a claim, after all else."""
        ziek, aard = self._ziek, t.groep.aard
        if (zin & self._poort.onzeker or self._of_zou) and self._c.onzeker(t) is not None:
            yield "onzeker", Indicatie.O
        if aard is Aard.VAL:
            yield from self._van_val(t)
        if ziek and aard is not Aard.CLAIM and self._geheel.anders(t) is not None:
            yield "anders", Indicatie.N
        if not t.steun and self._geheel.kaal(t):
            yield "kaal", None if ziek or self._c.is_(t.k, "dubbelzinnig") else Indicatie.O

    def _van_val(self, t: Treffer) -> Iterator[Bezwaar]:
        c = self._c
        if self._ziek and c.rond(t, "ziekte") and not c.heeft("letsel", "lijfschade"):
            yield "ziekte", None
        if self._alles & self._poort.licht and c.licht(t) is not None:
            yield "licht", Indicatie.N

    def _als_gewoonte(self, t: Treffer) -> bool:
        """Tell whether it happens again and again: a complaint, unless it left an injury."""
        vaak = t.groep.aard is Aard.VAL or bool(t.steun) or self._c.is_(t.k, "tegenwoordig")
        if not vaak:
            return False
        return not self._c.rond(t, "letsel") and self._c.gewoonte(t) is not None

    def _is_ziek(self, t: Treffer) -> bool:
        """Tell whether an illness goes with an injury: beside it, or one that breaks bones."""
        if self._twijfel:
            return False
        return self._c.rond(t, "ziekte") or bool(self._alles & self._poort.botziekte)
