"""What takes a hit back: the rules of context in their order, each asked only when it may hold."""

from collections.abc import Iterator

from assessment.notities.context import Context
from assessment.notities.geheel import Geheel
from assessment.notities.lexicon import Woordenboek
from assessment.notities.lezing import Lezing, Treffer
from assessment.notities.sjabloon import Sjablonen
from assessment.notities.vorm import Aard
from assessment.notities.wie import Ervaarder, Wie
from regres import Indicatie

ZWAAR = (Aard.ONGEVAL, Aard.VAL, Aard.CLAIM)

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
        woorden = context.woordenschat
        self._bij = "bij" in woorden
        self._of_zou = not woorden.isdisjoint(("of", "zou", "zouden"))
        self._oorzaak_open = context.heeft("oorzaak_onbekend")

    def van_plek(self, t: Treffer) -> Iterator[Bezwaar]:
        """Give what takes back any hit that stands here."""
        c, p, alles = self._c, self._poort, self._alles
        zin = self._l.sommen[self._l.zin(t.k)[0]]
        if zin & p.bijna and c.bijna(t) is not None:
            yield "bijna", None
        if self._sjablonen.vakje(t.k) is False:
            yield "vakje_uit", None
        if alles & p.stuk and self._geheel.citaat(t):
            open_ = self._geheel.twijfel is not None
            yield ("onzeker", Indicatie.O) if open_ else ("citaat", None)
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
        p, alles = self._poort, self._alles
        kan = zin & p.ontkenning or alles & p.niets_gebeurd
        if kan and self._c.ontkend(t) is not None:
            return True
        return bool(alles & p.antwoord_nee) and self._sjablonen.nee_erachter(t.b) is not None

    def van_soort(self, t: Treffer) -> Iterator[Bezwaar]:
        """Give what takes back a hit of this nature and form that stands here."""
        p, alles, aard = self._poort, self._alles, t.groep.aard
        zin = self._l.sommen[self._l.zin(t.k)[0]]
        wie = self._wie.wie(t) if zin & p.wie else Wie.CLIENT
        if wie is not Wie.CLIENT:
            yield wie.value, Indicatie.N if wie is Wie.ANDER else None
        if alles & p.overkomen and self._geheel.overkwam_ander(t) is not None:
            yield "ander", Indicatie.N
        if aard in (Aard.ONGEVAL, Aard.VAL) and self._geheel.twijfel is not None:
            yield "onzeker", Indicatie.O
        if aard is not Aard.CLAIM and alles & p.los and self._c.los(t) is not None:
            yield "los", Indicatie.N
        if alles & p.los_ver and self._geheel.los_ver(t) is not None:
            yield "los", Indicatie.N
        yield from self._zwakker(t, zin)

    def open(self, t: Treffer) -> Iterator[Bezwaar]:
        """Give what says that an open cause plays no part, or is open only as to whose fault."""
        if self._geheel.over_schuld(t.k):
            yield "gevraagd", None
        if self._c.los(t) is not None or self._geheel.los_ver(t) is not None:
            yield "los", Indicatie.N

    def _zwakker(self, t: Treffer, zin: int) -> Iterator[Bezwaar]:
        c, aard, p, alles = self._c, t.groep.aard, self._poort, self._alles
        if alles & p.nu_anders and alles & p.ziekte and c.oud(t):
            yield "oud", Indicatie.N
        if alles & p.gewoonte and self._als_gewoonte(t):
            yield "gewoonte", None
        if aard in ZWAAR:
            if (zin & p.onzeker or self._of_zou) and c.onzeker(t) is not None:
                yield "onzeker", Indicatie.O
            if aard is Aard.VAL:
                yield from self._van_val(t)
            yield from self._in_geheel(t)
        elif aard in (Aard.LETSEL, Aard.VAAG) and self._is_ziek(t):
            yield "ziekte", None

    def _van_val(self, t: Treffer) -> Iterator[Bezwaar]:
        c, p, alles = self._c, self._poort, self._alles
        if alles & p.ziekte and c.rond(t, "ziekte") and not c.heeft("letsel", "lijfschade"):
            yield "ziekte", None
        if alles & p.licht and c.licht(t) is not None:
            yield "licht", Indicatie.N

    def _als_gewoonte(self, t: Treffer) -> bool:
        """Tell whether it happens again and again: a complaint, unless it left an injury."""
        vaak = t.groep.aard is Aard.VAL or bool(t.steun) or self._c.is_(t.k, "tegenwoordig")
        if not vaak:
            return False
        return not self._c.rond(t, "letsel") and self._c.gewoonte(t) is not None

    def _is_ziek(self, t: Treffer) -> bool:
        """Tell whether an illness goes with an injury: beside it, or one that breaks bones."""
        p, alles = self._poort, self._alles
        if not alles & (p.ziekte | p.botziekte):
            return False
        if self._oorzaak_open or self._geheel.twijfel is not None:
            return False
        return self._c.rond(t, "ziekte") or bool(alles & p.botziekte)

    def _in_geheel(self, t: Treffer) -> Iterator[Bezwaar]:
        """Give what the rest of the note takes away from a hit that stands in its sentence."""
        ziek = bool(self._alles & self._poort.ziekte)
        if ziek and t.groep.aard is not Aard.CLAIM and self._geheel.anders(t) is not None:
            yield "anders", Indicatie.N
        if self._geheel.kaal(t):
            yield "kaal", None if ziek or self._c.is_(t.k, "dubbelzinnig") else Indicatie.O
