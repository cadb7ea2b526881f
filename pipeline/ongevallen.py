"""What is done with a record that tells of an accident: its facts, the advice, and what is sent.

The melding that stands at the backend must stay true; what is new is sent, held, or stopped by the
advice and by the policy of the municipality.
"""

from dataclasses import replace
from datetime import date

from assessment import Handeling, beleid
from ledger import Stand
from mappings import Unmappable
from pipeline.besluiten import LAAT_LOS, Besluiten
from pipeline.landing import (
    INHAALSLAG,
    INHALEN,
    Inhaalslag,
    Kandidaat,
    Landing,
    codes_of,
    onmogelijke_datums,
    plekken_van,
    toegekend_op,
)
from pipeline.ontmoet import Ontmoet
from pipeline.partij import Partij
from pipeline.route import Route
from pipeline.sealing import Verzegeling
from pipeline.woord import Woord
from regres import Bucket, Feiten, Indicatie, Uitkomst, Verhaalbaarheid
from regres.termijn import eerste_datum
from regres.words import IntrekkingReden


class Ongevallen:
    """Leads the accidents of one read to their bucket."""

    def __init__(
        self,
        route: Route,
        vandaag: date,
        verzegeling: Verzegeling,
        partij: Partij,
        besluiten: Besluiten,
        woord: Woord,
        ontmoet: Ontmoet,
        inhaalslag: Inhaalslag | None,
    ) -> None:
        self._route = route
        self._vandaag = vandaag
        self._verzegeling = verzegeling
        self._partij = partij
        self._besluiten = besluiten
        self._woord = woord
        self._ontmoet = ontmoet
        self._inhaalslag = inhaalslag

    def neem(self, case: Kandidaat) -> Landing:
        """Read the facts, and lead the record on by what is advised; else quarantine."""
        gemeente = self._route.gemeente
        outcome = self._route.plan.feiten(
            case.record.aangevuld(),
            case.flag,
            self._vandaag,
            bsn=gemeente.bsn_meesturen,
            toedracht=gemeente.toedracht_fragment,
        )
        if isinstance(outcome, Unmappable):
            codes, where = codes_of(outcome.problems), plekken_van(outcome.problems)
            landing = self._partij.wacht(case, Bucket.QUARANTAINE, codes, redenen=where)
            return replace(landing, problems=outcome.problems)
        advies = self._adviseer(case, outcome.feiten)
        landing = self._volg(case, outcome.feiten, advies)
        told = (*outcome.waarschuwingen, *landing.problems)
        return replace(landing, advies=advies, feiten=outcome.feiten, problems=told)

    def termijn(self, case: Kandidaat) -> tuple[date | None, Feiten | None]:
        """Give the nearest deadline, were it an accident, and the facts that it would have.

        The list shows first what is urgent.
        """
        as_if = replace(case.flag, indicatie=Indicatie.J)
        outcome = self._route.plan.feiten(case.record, as_if, self._vandaag)
        if isinstance(outcome, Unmappable):
            return None, None
        code = self._route.gemeente.gemeentecode
        advies = self._route.regels.verhaalbaarheid(outcome.feiten, code, self._vandaag)
        return uiterlijk(advies), outcome.feiten

    def _adviseer(self, case: Kandidaat, feiten: Feiten) -> Verhaalbaarheid:
        delivered = case.stand is not None and case.stand.afgeleverd
        code = self._route.gemeente.gemeentecode
        return self._route.regels.verhaalbaarheid(
            feiten, code, self._vandaag, eerder_geleverd=delivered
        )

    def _volg(self, case: Kandidaat, feiten: Feiten, advies: Verhaalbaarheid) -> Landing:
        codes = advies.redencodes
        match advies.uitkomst:
            case Uitkomst.STOP if "V17" in codes:
                landing = self._partij.wacht(case, Bucket.QUARANTAINE, codes)
                wrong = onmogelijke_datums(case.record)
                return replace(landing, problems=(wrong, *landing.problems))
            case Uitkomst.STOP if case.staand:
                reden = IntrekkingReden.STATUS_INGETROKKEN
                return self.intrekken(case, case.staand, reden)
            case Uitkomst.STOP:
                return self._partij.tel(case, "V02", Bucket.BUITEN_BEREIK, codes)
            case Uitkomst.REEDS_GEMELD:
                return self._partij.tel(case, "V16", Bucket.REEDS_GEMELD, codes)
        hold = "" if case.stand else self._houd_vast(feiten, advies)
        if hold:
            return self._vastgehouden(case, feiten, advies, (hold, *codes))
        # A melding that stands must stay true: its changes go on whatever the advice has become.
        return self._versie(case, feiten, advies)

    def _vastgehouden(
        self, case: Kandidaat, feiten: Feiten, advies: Verhaalbaarheid, codes: tuple[str, ...]
    ) -> Landing:
        """Hold a melding, unless a person let it go for exactly these reasons."""
        let_go = self._besluiten.losgelaten(case, codes)
        if let_go:
            landing = self._versie(case, feiten, advies)
            return replace(landing, codes=(LAAT_LOS, *landing.codes))
        case = replace(case, heropend=let_go is False)
        granted = toegekend_op(feiten) if INHALEN in codes else None
        return self._partij.wacht(case, Bucket.VASTGEHOUDEN, codes, uiterlijk(advies), granted)

    def _houd_vast(self, feiten: Feiten, advies: Verhaalbaarheid) -> str:
        if beleid(advies.uitkomst, self._route.gemeente.beleid) is Handeling.VASTHOUDEN:
            return advies.uitkomst.value
        return INHALEN if self._van_vroeger(feiten) and not self._haalt_in(feiten) else ""

    def _versie(self, case: Kandidaat, feiten: Feiten, advies: Verhaalbaarheid) -> Landing:
        """Send a new or changed provision; count an unchanged one."""
        beside = self._verzegeling.vergelijk(case, feiten)
        merk = beside.merk
        twice = self._partij.dubbel(case, merk)
        if twice:
            return twice
        if beside.ongewijzigd:
            if case.stand is not None and self._woord.elders(case.stand):
                self._ontmoet.overgenomen.add(case.stand.referentie)
            self._partij.sluit_stub(case, Bucket.ONGEWIJZIGD.value)
            return self._partij.tel(case, merk, Bucket.ONGEWIJZIGD, advies.redencodes)
        ingehaald = case.stand is None and self._van_vroeger(feiten) and self._haalt_in(feiten)
        staged = self._verzegeling.melding(
            case, feiten, beside.merken, advies, inhaalslag=ingehaald
        )
        codes = (INHAALSLAG, *advies.redencodes) if ingehaald else advies.redencodes
        return self._partij.zet_klaar(case, staged, merk, codes)

    def intrekken(self, case: Kandidaat, stand: Stand, reden: IntrekkingReden) -> Landing:
        """Take back what stands."""
        twice = self._partij.dubbel(case, reden.value)
        if twice:
            return twice
        staged = self._verzegeling.intrekking(case, stand, reden)
        return self._partij.zet_klaar(case, staged, reden.value, (reden.value,))

    def _van_vroeger(self, feiten: Feiten) -> bool:
        since, granted = self._route.gemeente.actief_sinds, toegekend_op(feiten)
        return since is not None and granted is not None and granted < since

    def _haalt_in(self, feiten: Feiten) -> bool:
        """Tell whether this read may take a grant of the past; its day may have changed."""
        granted = toegekend_op(feiten)
        return (
            self._inhaalslag is not None
            and granted is not None
            and granted >= self._inhaalslag.vanaf
        )


def uiterlijk(advies: Verhaalbaarheid) -> date | None:
    """Give the deadline to go by."""
    termijnen = ((item.soort, item.datum) for item in advies.uiterlijkeDatum)
    return eerste_datum(termijnen, advies.peildatum)
