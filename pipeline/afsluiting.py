"""How a run ends: whole or not, freed or held, skipped or failed; and what it gives back."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from connectors.base import Proof
from ledger import Closing, History, Resultaat, Verdict
from ledger.shapes.regie import PROEF
from pipeline.brake import te_veel
from pipeline.completeness import gewoonlijk, onvolledig
from pipeline.drift import veranderd
from pipeline.lopend import Lopend
from pipeline.report import RunVerslag
from pipeline.retour import Teruggave
from pipeline.route import Route
from pipeline.werklijst import geef
from regres import Paused, Problem, RegresbrugError, SinkStopped, Telling


def sluit(this: Lopend, proof: Proof, *, volume_klopt: bool) -> RunVerslag:
    """Close the run in one transaction: completeness, accounting, brake; then free or hold."""
    telling, verslag = this.take.telling, this.verslag

    def decide(history: History) -> Verdict:
        # How much changed in a day says nothing about what is missing.
        usual = 0.0 if volume_klopt or this.delta else gewoonlijk(this.slot.dag, history.maten)
        return oordeel(this.route, telling, history, proof, usual)

    result = this.ledger.close_run(
        this.lease, this.number, _closing(this, proof), decide, this.klok()
    )
    verslag.details = proof.details
    verslag.resultaat, verslag.telling = result.resultaat, result.telling
    verslag.oorzaken = result.problems
    return verslag


def geef_werklijst(this: Lopend) -> None:
    """Give the municipality its list; one that cannot be written keeps nothing from being sent."""
    read = this.verslag.resultaat in (Resultaat.VRIJ, Resultaat.WACHT_OP_VRIJGAVE)
    # Of a read that catches up the list would hold only what was chosen.
    if not read or this.inhaalslag is not None:
        return
    take, slot, now = this.take, this.slot, this.klok()
    try:
        geef(this.route, this.ledger, take.wachtenden, slot.snede, this.number, now)
    except SinkStopped as wrong:
        this.bij(wrong.problems)


def geef_retour(this: Lopend, vandaag: date) -> None:
    """Give the municipality its return files; what fails there keeps nothing from being sent."""
    if this.verslag.resultaat in (Resultaat.VRIJ, Resultaat.WACHT_OP_VRIJGAVE):
        giving = Teruggave(this.route, this.ledger, this.lease, this.number, vandaag, this.klok)
        this.bij(giving.geef(this.take.ontmoetingen))


def _closing(this: Lopend, proof: Proof) -> Closing:
    if this.inhaalslag is not None:
        return _closing_gekozen(this, proof, sorted(this.inhaalslag.keys))
    if this.geleverd_op is not None:
        return _closing_gekozen(this, proof, ())
    return Closing(
        telling=this.take.telling,
        proof=_proof_json(this, proof),
        checkpoint=_checkpoint(this, proof),
        snede=this.slot.snede,
        sneden=(this.slot.snede,) if this.slot.snede else (),
        gesloten_stubs=tuple(this.take.gesloten.items()),
        besluiten_tot=this.take.besluiten_tot,
        besluitlezingen=this.take.besluitlezingen,
        gezien=sorted(this.take.ontmoet.standen),
        overgenomen=sorted(this.take.ontmoet.overgenomen),
        besluiten_gezien=sorted(this.take.ontmoet.besluiten),
        problems=(*proof.waarschuwingen, *_drift(this)),
    )


def _closing_gekozen(this: Lopend, proof: Proof, gezocht: Sequence[str]) -> Closing:
    """Close a run that looked at chosen records only: of all others it says nothing."""
    return Closing(
        telling=this.take.telling,
        proof=_proof_json(this, proof),
        gesloten_stubs=tuple(this.take.gesloten.items()),
        besluiten_tot=this.take.besluiten_tot,
        besluitlezingen=this.take.besluitlezingen,
        gezocht=gezocht,
        problems=proof.waarschuwingen,
        geleverd_op=this.geleverd_op,
    )


def _drift(this: Lopend) -> tuple[Problem, ...]:
    """Tell what changed since the last good run of this source and kind of slot."""
    before = this.ledger.last_good(
        this.route.gemeente.identiteit, this.route.bronset, this.slot.naam
    )
    then = before.proof.get("kolommen", {}) if before else {}
    return veranderd(this.teller, then, this.route.bronset)


def oordeel(
    route: Route, telling: Telling, history: History, proof: Proof, gewoon: float
) -> Verdict:
    """Decide about a run, inside its closing transaction: whole? proef? too much at once?

    gewoon  how many records such a read usually has; 0 = not known, or a person said it is right
    """
    gaps = onvolledig(telling, proof, gewoon)
    if gaps:
        return Verdict(Resultaat.MISLUKT, gaps)
    if route.gemeente.stand == PROEF:
        return Verdict(Resultaat.PROEF)
    changed = history.mapping_merk != route.plan.merk
    waits = te_veel(route.gemeente.rem, telling, history.nieuw[::-1], mapping_nieuw=changed)
    return Verdict(Resultaat.WACHT_OP_VRIJGAVE if waits else Resultaat.VRIJ, waits)


def niets_gelezen(this: Lopend, proof: Proof) -> RunVerslag:
    """End a run of which the source was not there, or did not change."""
    verslag = this.verslag
    verslag.details, verslag.oorzaken = proof.details, proof.waarschuwingen
    absent = proof.geen_levering
    verslag.resultaat = Resultaat.GEEN_LEVERING if absent else Resultaat.ONGEWIJZIGD
    told = _proof_json(this, proof)
    problems = proof.waarschuwingen
    this.ledger.fail_run(this.lease, this.number, verslag.resultaat, problems, told, this.klok())
    return verslag


def mislukt(this: Lopend, wrong: RegresbrugError) -> RunVerslag:
    """End a run that broke off; nothing of what it read is kept."""
    verslag, ended = this.verslag, this.klok()
    # Nothing failed when a person stopped it: its turn may come again.
    verslag.resultaat = Resultaat.AFGEBROKEN if isinstance(wrong, Paused) else Resultaat.MISLUKT
    verslag.oorzaken, verslag.fout_exit = wrong.problems, wrong.exit_code
    told = {"exit": wrong.exit_code}
    result = verslag.resultaat
    this.ledger.fail_run(this.lease, this.number, result, wrong.problems, told, ended)
    return verslag


def _proof_json(this: Lopend, proof: Proof) -> dict[str, Any]:
    return {
        "bestand": asdict(proof.bestand) if proof.bestand else None,
        "details": proof.details,
        "problemen": this.take.problemen.as_json(),
        "kolommen": this.teller.as_json(),
    }


def _checkpoint(this: Lopend, proof: Proof) -> dict[str, Any]:
    return {
        "gelezen": asdict(proof.gelezen_tot) if proof.gelezen_tot else None,
        "bestand": asdict(proof.bestand) if proof.bestand else None,
        "mapping_merk": this.route.plan.merk,
        "beleidsmerk": this.route.beleidsmerk,
        "besluiten_tot": this.take.besluiten_tot,
        "volledig_gelezen": this.klok().isoformat(),
    }
