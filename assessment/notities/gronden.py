"""Certain enough? What speaks for the event of a note and what against it, weighed in points.

A hit that stands is a word that nothing takes back. Whether it makes J or O depends on what goes
with it: a body, a scene, a day, fault. The grounds and their points are data (notitieregels.yaml).
"""

from collections.abc import Sequence

from assessment.notities.context import Context
from assessment.notities.geheel import Geheel
from assessment.notities.lezing import Lezing, Treffer
from assessment.notities.vorm import Aard, Grond, Teken, Vorm
from assessment.notities.wie import Ervaarder
from regres.words import OngevalSoort

# So far before a hit a word of cause ties it to what is asked: "sinds een ongeval".
_VERBAND = 5
# So far before an illness a word says that it came of the event, and so far behind it that
# something else came of the illness.
_GEVOLG_VER, _GEVOLG_NA = 6, 8
_TELWOORD = frozenset(["twee", "drie", "vier", "vijf", "zes", "acht", "tien", "twaalf", "twintig"])
# Grounds that no class of words tells.
_ZONDER_WOORD = (Teken.FORMULIER, Teken.DAG, Teken.CLAIM, Teken.WOORD)


class Gronden:
    """Adds up the grounds of one note for the hits that carry its J."""

    def __init__(self, lezing: Lezing, context: Context, wie: Ervaarder, geheel: Geheel) -> None:
        self._l, self._c, self._wie, self._geheel = lezing, context, wie, geheel

    def genoeg(
        self, gronden: Sequence[tuple[Grond, int]], treffers: Sequence[Treffer], *, formulier: bool
    ) -> bool:
        """Tell whether what speaks for an event outweighs what speaks against it.

        gronden    each with its classes as bits
        treffers   the hits that carry the J; none when only a form says yes
        formulier  a form says yes
        """
        alles, punten = self._l.alles, 0
        for grond, som in gronden:
            # Most need a word that the note does not have, and many need no more than that.
            if grond.teken in _ZONDER_WOORD:
                geldt = self._teken(grond.teken, treffers, formulier)
            elif not alles & som:
                continue
            else:
                los = grond.teken is None and not grond.zin
                geldt = los or self._geldt(grond, som, treffers)
            punten += grond.punten if geldt else 0
        return punten >= 0

    def _geldt(self, grond: Grond, som: int, treffers: Sequence[Treffer]) -> bool:
        if grond.teken is Teken.OPEN:
            return self._open(som, treffers)
        if grond.teken is Teken.ANDER:
            return any(self._wie.noemt_ander(*self._c.venster(t)) for t in treffers)
        if grond.teken is Teken.ZIEK:
            medisch = any(t.groep.soort is OngevalSoort.MEDISCH for t in treffers)
            return not medisch and not self._gevolg(som)
        return any(self._staat_in_zin(t, som) for t in treffers)

    def _staat_in_zin(self, t: Treffer, som: int) -> bool:
        """Tell whether the sentence of a hit has such a word; "een meter of tien" is no choice."""
        lo, hi = self._c.venster(t)
        plekken = [i for i, bits in enumerate(self._l.bits[lo:hi], lo) if bits & som]
        return any("".join(self._l.woorden[i + 1 : i + 2]) not in _TELWOORD for i in plekken)

    def _gevolg(self, som: int) -> bool:
        """Tell whether every illness is told as what came of it: "kreeg daardoor epilepsie"."""
        plekken = [i for i, bits in enumerate(self._l.bits) if bits & som]
        return all(
            self._c.zoek_een(i - _GEVOLG_VER, i, "sindsdien_vast", "werd_ziek")
            and not self._c.zoek_een(i + 1, i + _GEVOLG_NA, "sindsdien_vast")
            for i in plekken
        )

    def _teken(self, teken: Teken | None, treffers: Sequence[Treffer], formulier: bool) -> bool:
        if teken is Teken.DAG:
            return self._c.heeft("datumwoord")
        if teken is Teken.FORMULIER or not treffers:
            return formulier and teken is Teken.FORMULIER
        if teken is Teken.CLAIM:
            return all([t.groep.aard is Aard.CLAIM for t in treffers])  # noqa: C419 - few
        return all(map(self._los_woord, treffers))

    def _los_woord(self, t: Treffer) -> bool:
        """Tell whether a hit is no more than a noun ("val", "ongeval") that no cause leads to."""
        c = self._c
        if not c.is_(t.k, "dubbelzinnig") and (
            t.groep.vorm is not Vorm.NAAMWOORD or not c.is_(t.k, "iets_gebeurd")
        ):
            return False
        return not c.zoek_een(t.k - _VERBAND, t.k, "oorzaakvoor", "oorzaakwoord")

    def _open(self, som: int, treffers: Sequence[Treffer]) -> bool:
        """Tell whether anything is left open but who is at fault or what exactly went wrong."""
        plekken = (i for i, bits in enumerate(self._l.bits) if bits & som)
        return any(not self._c.over_schuld(i, treffers) for i in plekken)
