"""Feedback of the Regresloket: the steps of its cases, read on from where reading stopped."""

from typing import TYPE_CHECKING

from ledger import Opgehaald
from pipeline.doorgang import Lijn
from pipeline.pauze import staat_stil
from pipeline.route import Klok, Uitgang
from pipeline.verantwoording import OPHALEN
from regres import ProtectionStop, SinkDown, SinkError
from regres.verwerking import Status

if TYPE_CHECKING:
    from ledger import Ledger


def haal_op(uitgang: Uitgang, ledger: "Ledger", klok: Klok) -> Opgehaald:
    """Read every step since the last time; what fails is noted, and asked again the next time.

    Nothing is asked for a municipality that sends nothing yet, or that stands still, nor of a
    destination that is to be left alone: that is the same for who delivers and who asks, and one
    that says so to us here (Retry-After) is left alone by both. A page is kept with its cursor
    before the next one is asked for, so a kill costs no step and repeats none.

    Without a Logboek dataverwerkingen that can be written nothing is asked; the run says so.
    """
    gemeente = uitgang.gemeente.identiteit
    lijn = Lijn(ledger, uitgang, klok)
    if uitgang.gemeente.stand != "actief" or staat_stil(ledger, gemeente) or lijn.met_rust():
        return Opgehaald()
    if _dicht(uitgang):
        return Opgehaald()
    try:
        return lees_alles(uitgang, ledger, klok)
    except SinkError as wrong:
        ledger.terug.lezen_mislukt(gemeente, wrong.problems[0].code, klok())
        if isinstance(wrong, SinkDown) and wrong.retry_after:
            lijn.mislukt(wrong)
        return Opgehaald()


def lees_alles(uitgang: Uitgang, ledger: "Ledger", klok: Klok) -> Opgehaald:
    """Read every step since the last time; raises SinkError, and then what came before it stays."""
    gemeente = uitgang.gemeente.identiteit
    reading, status = uitgang.logboek.begin(OPHALEN, klok()), Status.ERROR
    kept: list[Opgehaald] = []
    try:
        for page in uitgang.sink.terugkoppelingen(ledger.terug.cursor(gemeente)):
            kept.append(ledger.terug.neem(gemeente, page, klok()))
        status = Status.UNSET
    finally:
        if kept or status is Status.ERROR:
            uitgang.logboek.schrijf([reading.klaar(klok(), status)])
    return Opgehaald(sum(one.nieuw for one in kept), sum(one.onbekend for one in kept))


def _dicht(uitgang: Uitgang) -> bool:
    try:
        uitgang.logboek.proef()
    except ProtectionStop:
        return True
    return False
