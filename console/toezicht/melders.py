"""The reporters of a municipality: each gives all that is wrong now in what it looks after."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import scheduler
from console.toezicht.blik import HAND, Blik, slotnaam
from ledger import Gemeld, Resultaat, RunRow, StubSoort
from ledger.shapes.regie import ACTIEF
from pipeline.aandacht import CODES as AANDACHT
from pipeline.aandacht import aflopend
from pipeline.doorgang import bezorgvragen
from pipeline.drift import CODES
from pipeline.pauze import gepauzeerd
from pipeline.stilte import Stilte, Verwacht, oordeel
from pipeline.stilte.oordeel import TERUG
from regres import Problem
from regres.berichten import bericht
from regres.dag import lokale_dag
from settings import bestemming_van, looptijden

#: What changed in a source is told in the run that first saw it; here it stays this long.
_VERANDERD: Final = timedelta(days=7)
#: A run that has not ended after so long hangs, or its process is gone.
_HANGT: Final = timedelta(hours=12)
#: Longer than any source takes to be read in full, with its rondgang.
_ONGELEZEN: Final = timedelta(days=9)
#: Feedback that could not be read for so long is told.
_LANG: Final = timedelta(days=1)
#: Keys, ledger, certificates and return files have reporters of their own; a run tells of them as
#: it was then.
_ELDERS: Final = CODES | AANDACHT | {"B-0319", "S-0084"}


def runs(blik: Blik) -> Iterator[Gemeld]:
    """Tell what the newest run of each turn ended with, and every run that waits for release.

    A manual run counts as long as nothing of its source was run after it.
    """
    newest = {row.bronset: row.id for row in sorted(blik.laatste, key=lambda row: row.id)}
    shown: set[int] = set()
    for last in blik.laatste:
        if slotnaam(last) == HAND and newest[last.bronset] != last.id:
            continue
        for row in blik.ronde(last) if slotnaam(last) != HAND else [last]:
            shown.add(row.id)
            yield from _run(blik, row)
    for row in blik.ledger.wachtende_runs(blik.code):
        if row.id not in shown:
            yield from _gemeld(row, *row.problems)


def _run(blik: Blik, row: RunRow) -> Iterator[Gemeld]:
    if row.resultaat is None and blik.now - row.begonnen < _HANGT:
        return
    if row.resultaat in (None, Resultaat.AFGEBROKEN):
        if blik.ledger.pauze(blik.code) is None:
            where = f"{blik.code}/{row.bronset}"
            yield from _gemeld(row, bericht("R-0608", waar=where, run=row.id, bron=row.bronset))
        return
    yield from _gemeld(row, *(one for one in row.problems if one.code not in _ELDERS))


def _gemeld(row: RunRow, *problems: Problem) -> Iterator[Gemeld]:
    yield from (Gemeld(one, row.bronset, slotnaam(row)) for one in problems)


def verandering(blik: Blik) -> Iterator[Gemeld]:
    """Tell what changed in a source lately: only the run that first met it says so."""
    since = blik.vandaag - _VERANDERD
    for row in blik.recent:
        if row.dag > since and slotnaam(row) != HAND:
            yield from _gemeld(row, *(one for one in row.problems if one.code in CODES))


def stiltes(blik: Blik) -> list[Stilte]:
    """Compare each turn with what is usual; of a municipality that stands still nothing."""
    if blik.ledger.pauze(blik.code) is not None:
        return []
    known = blik.ledger.maten(blik.code, blik.vandaag - TERUG)
    # A night that is still to come was read while the clock was wrong: it is no newest night.
    measures = [one for one in known if one.dag <= blik.vandaag]
    turns = [one for one in scheduler.beurten(blik.settings) if one.gemeente == blik.code]
    return [oordeel(blik.code, _verwacht(one, blik), measures, blik.now) for one in turns]


def _verwacht(turn: scheduler.Beurt, blik: Blik) -> Verwacht:
    due = scheduler.laatste(turn, blik.now)
    return Verwacht(turn.bron, turn.soort, due.time() if due else turn.tijd, due)


def stilte(blik: Blik) -> Iterator[Gemeld]:
    """Tell what no error tells."""
    for found in stiltes(blik):
        yield from found.gemeld


def wachtenden(blik: Blik) -> Iterator[Gemeld]:
    """Tell that records wait for a person, and which wait long."""
    counts = blik.ledger.stub_counts(blik.code)
    if waits := counts.get(StubSoort.QUARANTAINE, 0):
        yield Gemeld(bericht("L-0901", waar=blik.code, aantal=waits))
    if waits := counts.get(StubSoort.BEOORDELEN, 0):
        yield Gemeld(bericht("L-0902", waar=blik.code, aantal=waits))
    if late := blik.ledger.herinneringen(blik.code, blik.vandaag).wachten:
        yield Gemeld(bericht("L-0903", waar=blik.code, aantal=late))
    for told in aflopend(blik.ledger, blik.code, blik.vandaag):
        yield Gemeld(told, onderwerp=dict(told.woorden)["dagen"])


def bezorgen(blik: Blik) -> Iterator[Gemeld]:
    """Tell that nothing arrives while something waits."""
    where = bestemming_van(blik.settings)
    yield from map(Gemeld, bezorgvragen(blik.ledger, where, blik.code, blik.now))


def afstemming(blik: Blik) -> Iterator[Gemeld]:
    """Tell what comparing with the backend asks for: to be done, repaired, or read."""
    where, boek = blik.een.blok.naam, blik.ledger.afstemming
    if blik.een.blok.stand != ACTIEF:
        return
    if boek.moet(blik.code):
        yield Gemeld(bericht("R-0702", waar=where, code=blik.code))
        return
    last = boek.uitslag(blik.code)
    if last is not None and last.verschillen:
        yield Gemeld(bericht("R-0703", waar=where, aantal=last.verschillen, code=blik.code))
    since = last.hersteld_op if last is not None else None
    if since is not None and blik.now - since > _ONGELEZEN and (waits := boek.wacht(blik.code)):
        day = f"{lokale_dag(since):%d-%m-%Y}"
        yield Gemeld(bericht("R-0705", waar=where, aantal=waits, code=blik.code, sinds=day))


def terug(blik: Blik) -> Iterator[Gemeld]:
    """Tell of the way back what lasts: one night without an answer is nothing to act on."""
    back = blik.ledger.terug.stand(blik.code)
    if back.sinds is not None and blik.now - back.sinds >= _LANG:
        since = lokale_dag(back.sinds).isoformat()
        yield Gemeld(bericht("R-0701", waar=blik.een.blok.naam, sinds=since, code=back.code))
    for bron in back.retour if blik.een.blok.retour is not None else ():
        yield Gemeld(bericht("S-0084", waar=f"{blik.een.blok.naam}/{bron}"), bron)


def looptijd(blik: Blik) -> Iterator[Gemeld]:
    """Tell what runs out."""
    keys = blik.ledger.sleutels(blik.code)
    items = looptijden.van_de_gemeente(blik.settings, blik.een, keys, blik.laatste)
    yield from looptijden.gemeld(items, blik.vandaag)


def pauze(blik: Blik) -> Iterator[Gemeld]:
    """Tell that a person let it stand still: that is easily forgotten."""
    if (found := blik.ledger.pauze(blik.code)) is not None:
        yield Gemeld(gepauzeerd(found))
