"""Which way a record goes, by what it says and by what is known of its provision."""

from dataclasses import replace

from ledger import Stand
from pipeline.besluiten import Besluiten
from pipeline.bezwaren import GEBLOKKEERD, Bezwaren
from pipeline.landing import (
    INGETROKKEN_TOEN,
    TEKST,
    VERVALLEN,
    VERWIJDERD,
    Kandidaat,
    Landing,
    rules_of,
)
from pipeline.ongevallen import Ongevallen
from pipeline.partij import Partij
from pipeline.route import Route
from pipeline.woord import ANDERE_BRON, Woord
from regres import Bucket, Indicatie
from regres.words import Besluitstatus, IntrekkingReden

#: Grants that go on, and silence, which is no sign; any other status takes a melding back.
_TOEGEKEND = (Besluitstatus.TOEGEKEND, Besluitstatus.BEEINDIGD, Besluitstatus.ONBEKEND)


class Weging:
    """Weighs the records of one read."""

    def __init__(
        self,
        route: Route,
        ongevallen: Ongevallen,
        partij: Partij,
        besluiten: Besluiten,
        bezwaren: Bezwaren,
        woord: Woord,
    ) -> None:
        self._route, self._ongevallen, self._partij = route, ongevallen, partij
        self._besluiten, self._bezwaren, self._woord = besluiten, bezwaren, woord

    def weeg(self, case: Kandidaat) -> Landing:
        """Give where a record lands."""
        if case.record.verwijderd:
            return self._verwijderd(case)
        indicatie = case.flag.indicatie
        if indicatie is Indicatie.N and not self._bekend(case):
            return self._geen_ongeval(case)
        if self._bezwaren.geldt(case.stand, case.peek.client):
            return self._geblokkeerd(case)
        if case.staand and self._woord.elders(case.staand) and self._zwijgt(case, case.staand):
            return self._naast(case)
        if case.staand and case.peek.besluitstatus not in _TOEGEKEND:
            return self._ongevallen.intrekken(case, case.staand, IntrekkingReden.STATUS_INGETROKKEN)
        if indicatie is Indicatie.N:
            return self._niet_meer(case)
        if indicatie is Indicatie.O and case.peek.besluitstatus not in _TOEGEKEND:
            # Nothing was granted, so there is nothing to recover and nothing to ask a person.
            return self._partij.tel(case, "V02", Bucket.BUITEN_BEREIK, ("V02",))
        if case.ingetrokken_toen and not case.besluit:
            return self._beoordelen(case, (INGETROKKEN_TOEN,))
        if indicatie is Indicatie.O or (case.flag.alleen_tekst and self._eerst_kijken(case)):
            return self._beoordelen(case, rules_of(case.flag))
        landing = self._ongevallen.neem(case)
        if case.flag.alleen_tekst:
            return replace(landing, codes=(*landing.codes, TEKST))
        return landing

    def _verwijderd(self, case: Kandidaat) -> Landing:
        """Take back what stands of a provision that the source took away."""
        stand = case.staand
        if stand is None:
            return self._partij.tel(case, VERWIJDERD, Bucket.BUITEN_BEREIK, (VERWIJDERD,))
        if self._woord.elders(stand) and self._zwijgt(case, stand):
            return self._naast(case)
        return self._ongevallen.intrekken(case, stand, IntrekkingReden.SOORT_V)

    def _geblokkeerd(self, case: Kandidaat) -> Landing:
        """Pass by the record of a client who objects, and take back what was sent of it."""
        if case.staand:
            return self._ongevallen.intrekken(case, case.staand, IntrekkingReden.BEZWAAR)
        return self._partij.tel(case, GEBLOKKEERD, Bucket.BUITEN_BEREIK, (GEBLOKKEERD,))

    def _zwijgt(self, case: Kandidaat, stand: Stand) -> bool:
        """Tell whether this source has no say about what stands by the word of another.

        Where that other is gone a J takes its place, and a person may decide; an N changed nothing.
        """
        denies = case.flag.indicatie is Indicatie.N and not case.besluit
        return self._woord.geldt(stand) or denies or case.peek.besluitstatus not in _TOEGEKEND

    def _naast(self, case: Kandidaat) -> Landing:
        """Count what stands by the word of another source: this one changes nothing about it."""
        if case.flag.indicatie is Indicatie.N:
            codes = (*rules_of(case.flag), ANDERE_BRON)
            return self._partij.tel(case, "N", Bucket.GEEN_ONGEVAL, codes)
        merk = self._route.pseudoniemen.signaalmerk(case.peek.signals)
        return self._partij.tel(case, merk.waarde, Bucket.ONGEWIJZIGD, (ANDERE_BRON,))

    def _bekend(self, case: Kandidaat) -> bool:
        """Tell whether it was sent or decided about before: then its twins are looked at."""
        return case.stand is not None or self._besluiten.kent(case.zoek.waarde)

    def _eerst_kijken(self, case: Kandidaat) -> bool:
        """Tell whether a person looks at what only a note says.

        Also where that is sent, what a person decided on and then changed is theirs again.
        """
        return case.heropend or not self._route.gemeente.tekst_versturen

    # -- without accident -------------------------------------------------------------------

    def _geen_ongeval(self, case: Kandidaat) -> Landing:
        if self._partij.doubles.eerder(case.zoek.waarde) is None:
            self._partij.sluit_stub(case, "geen_ongeval")
        return Landing(Bucket.GEEN_ONGEVAL, rules_of(case.flag))

    def _niet_meer(self, case: Kandidaat) -> Landing:
        """Handle N for a provision that was sent before, or that a person judged."""
        if case.staand is None:
            return self._partij.tel(case, "N", Bucket.GEEN_ONGEVAL, rules_of(case.flag))
        if case.vervallen:
            return self._beoordelen(case, (VERVALLEN,))
        # A decision travels as `vlag_n` too: the wire has no word for who said no.
        return self._ongevallen.intrekken(case, case.staand, IntrekkingReden.VLAG_N)

    # -- waiting for a person ---------------------------------------------------------------

    def _beoordelen(self, case: Kandidaat, codes: tuple[str, ...]) -> Landing:
        until, feiten = self._ongevallen.termijn(case)
        landing = self._partij.wacht(case, Bucket.BEOORDELEN, codes, until)
        return replace(landing, als_ongeval=feiten)
