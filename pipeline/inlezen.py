"""Reading a source to its end: every record is taken in and counted, and the batch handed over."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from connectors.base import FileMark, Gelezen, Proof, Reading, ReadRequest
from ledger.shapes.runs import DELTA
from pipeline.afgestemd import eis_afgestemd
from pipeline.huur import VERNIEUW_NA, heartbeat
from pipeline.lopend import Lopend
from pipeline.opdracht import Opdracht, Voortgang
from pipeline.pauze import ga_door
from pipeline.sleutelproef import bewijs_sleutels
from regres import Bucket, Rijblok, SourceRecord, Telling

#: A file that did not change is still read in full when the last full read is this old.
VOLLEDIG_NA = timedelta(days=7)
_TELL_EVERY = 500


def lees(this: Lopend, opdracht: Opdracht) -> Proof:
    """Read the source, and give what proves that it was read whole.

    Raises RegresbrugError when it was not: the source, a key, or a person who stops it. Nothing of
    the read is kept then.
    """
    eis_afgestemd(this.route.gemeente, this.ledger)
    # A mapping that is not what its own tests say reads nothing.
    this.route.plan.bewijs()
    bewijs_sleutels(this.route, this.ledger, this.lease, this.klok())
    # Asked for before reading: a key that is missing must not first cost an hour of the source.
    this.route.sealer(opdracht.vandaag)
    if this.route.werklijst is not None:
        this.route.werklijst.proef()
        this.route.werklijst.ruim_op(this.klok())
    beat = heartbeat(this.ledger, this.lease, this.klok, opdracht.doorgaan)
    with this.lezing:
        with this.route.connector.read(_request(this, opdracht, beat)) as reading:
            _take_all(_gehoord(reading, opdracht.antwoord), this, opdracht.voortgang, beat)
            proof = reading.proof()
        this.take.flush()
    _count_outside(this.take.telling, proof)
    ga_door(this.ledger, this.lease.gemeente)
    return proof


def _request(this: Lopend, opdracht: Opdracht, beat: Callable[[], None]) -> ReadRequest:
    gemeente, bronset = this.route.gemeente.identiteit, this.route.bronset
    return ReadRequest(
        van=this.slot.van,
        tot=this.slot.tot,
        overslaan=None if opdracht.toch_lezen else _skippable(this),
        tijdstip=this.ledger.tijdstippen(gemeente, bronset, this.klok),
        doorgaan=beat,
        eerder=_eerder(this),
    )


def _eerder(this: Lopend) -> Gelezen:
    """Give how far a source was read that gives each change once; it goes on from there."""
    kept = this.ledger.checkpoint(this.lease.gemeente, this.route.bronset, DELTA)
    if not kept or not this.delta:
        return Gelezen()
    marks = tuple(FileMark(**mark) for mark in kept["gelezen"]["bestanden"])
    return Gelezen(marks, kept["gelezen"]["tijdstip"])


def _gehoord(reading: Reading, antwoord: Callable[[], None]) -> Iterator[Rijblok | SourceRecord]:
    """Pass on what is read, and say it when the first comes, or when there is none."""
    parts = reading.stukken()
    first = next(parts, None)
    antwoord()
    if first is not None:
        yield first
    yield from parts


def _take_all(
    parts: Iterator[Rijblok | SourceRecord],
    this: Lopend,
    voortgang: Voortgang,
    beat: Callable[[], None],
) -> None:
    klok, telling = this.klok, this.take.telling
    last, told = klok(), 0
    for part in parts:
        _neem(part, this)
        # A source that drips gives no thousandth record in time, and the lease runs on.
        if klok() - last >= VERNIEUW_NA:
            beat()
            last = klok()
        if telling.gelezen - told >= _TELL_EVERY:
            told = telling.gelezen
            voortgang(telling)
    voortgang(telling)


def _neem(part: Rijblok | SourceRecord, this: Lopend) -> None:
    if isinstance(part, Rijblok):
        this.take.neem_blok(part)
        this.teller.zie_blok(part)
        return
    this.take.neem(part)
    if not part.verwijderd:
        this.teller.zie(part.fields)


def _count_outside(telling: Telling, proof: Proof) -> None:
    """Count what the source gave although it was not asked for; it was never looked at."""
    outside = int(proof.details.get("buiten_vraag", 0))
    if outside:
        telling.gelezen += outside
        telling.buckets[Bucket.BUITEN_BEREIK] += outside
        telling.codes["buiten_vraag"] += outside


def _skippable(this: Lopend) -> FileMark | None:
    """Give the file that need not be read again.

    Same mapping and rules, no decision since, nothing to give back, and read under 7 days ago.
    While a batch of this source waits for release nothing is skipped: it may hold what this file
    no longer says.
    """
    route = this.route
    if this.delta:
        return None
    if this.ledger.wachtende_runs(route.gemeente.identiteit, route.bronset):
        return None
    kept = this.ledger.checkpoint(route.gemeente.identiteit, route.bronset, this.slot.snede)
    if not kept or not kept.get("bestand"):
        return None
    same = (kept["mapping_merk"], kept["beleidsmerk"]) == (route.plan.merk, route.beleidsmerk)
    heard = this.take.besluiten_tot <= kept.get("besluiten_tot", 0)
    fresh = this.klok() - datetime.fromisoformat(kept["volledig_gelezen"]) < VOLLEDIG_NA
    told = route.retour is None or not this.ledger.terug.wacht(this.lease.gemeente, route.bronset)
    return FileMark(**kept["bestand"]) if same and heard and fresh and told else None
