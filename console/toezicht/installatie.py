"""The reporters of the installation: what concerns every municipality at once."""

from collections.abc import Iterator
from datetime import date

from ledger import Gemeld, Ledger
from pipeline.aandacht import teruggezet
from regres import KeyProblem
from settings import Settings, looptijden, ontvangers_van


def ontvanger(settings: Settings, vandaag: date) -> Iterator[Gemeld]:
    """Tell when nothing can be sealed any more, or soon."""
    try:
        keys = ontvangers_van(settings)
    except KeyProblem as wrong:
        yield from (Gemeld(one, onderwerp=one.waar) for one in wrong.problems)
        return
    try:
        keys.kies(vandaag)
    except KeyProblem as wrong:
        yield from map(Gemeld, wrong.problems)
    yield from map(Gemeld, keys.waarschuwingen(vandaag))


def looptijd(settings: Settings, vandaag: date) -> Iterator[Gemeld]:
    """Tell what runs out of the way to the Regresloket."""
    yield from looptijden.gemeld(looptijden.van_de_dienst(settings), vandaag)


def grootboek(ledger: Ledger) -> Iterator[Gemeld]:
    """Tell that a backup was put back, or anchors or journal are gone, until a person says so."""
    yield from map(Gemeld, teruggezet(ledger))
