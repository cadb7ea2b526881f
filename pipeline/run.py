"""One run of one source, from slot to freed rows; it reads like docs/architecture.md section 3."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog

from pipeline.aandacht import aandacht
from pipeline.afsluiting import geef_retour, geef_werklijst, mislukt, niets_gelezen, sluit
from pipeline.huur import huur
from pipeline.inlezen import lees
from pipeline.lopend import Lopend, begin, start_van
from pipeline.opdracht import Opdracht
from pipeline.pauze import ga_door
from pipeline.report import Exit, RunVerslag
from pipeline.route import Klok, Route
from pipeline.slots import Slot
from regres import RegresbrugError

if TYPE_CHECKING:
    from ledger import Ledger


def run(route: Route, ledger: "Ledger", opdracht: Opdracht, klok: Klok) -> RunVerslag:
    """Read one source once and free what may go; delivering is the next step (`deliver`).

    Raises AlreadyRunning when another process has the municipality, or the slot was run before;
    LeaseLost when this one was overtaken; Paused, without a run, while the municipality stands
    still. A source or key that fails, and a pause that begins while it reads, is a report and not
    an exception: the run row then says so, and nothing of the read is kept.
    """
    ga_door(ledger, route.gemeente.identiteit)
    with huur(ledger, route, klok) as lease:
        ledger.recover(lease, klok())
        this = begin(route, ledger, lease, opdracht, klok)
        # What libraries log on the way carries the run as well.
        with structlog.contextvars.bound_contextvars(
            gemeente=route.gemeente.identiteit, bron=route.bronset, run=this.number
        ):
            return _from_begin_to_end(this, opdracht)


def _from_begin_to_end(this: Lopend, opdracht: Opdracht) -> RunVerslag:
    try:
        proof = lees(this, opdracht)
    except RegresbrugError as wrong:
        if wrong.exit_code == Exit.AL_BEZIG:
            raise
        return _noteer(mislukt(this, wrong), this, opdracht)
    if proof.geen_levering or proof.overgeslagen:
        verslag = niets_gelezen(this, proof)
    else:
        verslag = sluit(this, proof, volume_klopt=opdracht.volume_klopt)
        geef_werklijst(this)
        geef_retour(this, opdracht.vandaag)
    verslag.wacht_op_mens = wacht_op_mens(this.ledger, this.route.gemeente.identiteit)
    return _noteer(verslag, this, opdracht)


def _noteer(verslag: RunVerslag, this: Lopend, opdracht: Opdracht) -> RunVerslag:
    """Tell with the run what a person must look at besides: in the report and in its row."""
    this.bij(aandacht(this.route, this.ledger, opdracht.vandaag))
    return verslag


def wacht_op_mens(ledger: "Ledger", gemeente: str) -> int:
    """Count what waits for a person; what is being caught up on waits for its night."""
    counts = ledger.stub_counts(gemeente)
    ordered = ledger.inhaalopdracht(gemeente) is not None
    return sum(counts.values()) - (ledger.wacht_op_inhalen(gemeente) if ordered else 0)


def gemist(route: Route, ledger: "Ledger", slots: Sequence[Slot], klok: Klok) -> int:
    """Write slots down that were never run and will not be; gives how many really were not."""
    with huur(ledger, route, klok) as lease:
        noted = [ledger.note_missed(lease, start_van(route, slot), klok()) for slot in slots]
    return sum(number is not None for number in noted)
