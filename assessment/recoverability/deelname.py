"""Did the municipality take part in the buy-off? The table, mergers, and what is not known."""

from collections.abc import Iterable, Iterator
from datetime import date

from assessment.recoverability.tabellen import Deelname, Verhaaltabellen
from assessment.recoverability.zaak import ONBEKENDE_VOORGANGER, Zaakfeiten
from regres import JaNee

_BEIDE = frozenset({JaNee.JA, JaNee.NEE})


def deelname(zaak: Zaakfeiten, ongeval: date, tabellen: Verhaaltabellen) -> frozenset[JaNee]:
    """Give JA, NEE or both: for an accident in the years of the buy-off.

    Taking part in the accident year OR in any later agreement year buys the accident off.
    """
    if zaak.deelname is not None:
        return _kanten(zaak.deelname)
    if zaak.gemeenteOpOngeval == ONBEKENDE_VOORGANGER:
        return _BEIDE
    jaren = [j for afkoop in tabellen.afkoopjaren for j in afkoop.jaren if j >= ongeval.year]
    gevonden = (
        _kanten(_samen(_per_jaar(gemeente, jaren, tabellen.deelname)))
        for gemeente in _gemeenten(zaak, ongeval, tabellen)
    )
    return frozenset().union(*gevonden)


def _kanten(antwoord: JaNee) -> frozenset[JaNee]:
    return _BEIDE if antwoord is JaNee.ONBEKEND else frozenset({antwoord})


def _samen(antwoorden: Iterable[JaNee]) -> JaNee:
    gegeven = set(antwoorden)
    return next(a for a in (JaNee.JA, JaNee.ONBEKEND, JaNee.NEE) if a in gegeven)


def _per_jaar(gemeente: str, jaren: Iterable[int], tabel: Deelname) -> Iterator[JaNee]:
    for uitzondering in tabel.uitzonderingen:
        if gemeente in (uitzondering.naam, uitzondering.code):
            yield from (uitzondering.jaren.get(jaar, tabel.standaard) for jaar in jaren)
            return
    yield tabel.standaard


def _gemeenten(zaak: Zaakfeiten, ongeval: date, tabellen: Verhaaltabellen) -> tuple[str, ...]:
    """Name the municipalities it may have been on the day of the accident."""
    if zaak.gemeenteOpOngeval is not None:
        return (zaak.gemeenteOpOngeval,)
    for opvolger in tabellen.rechtsopvolgers:
        if zaak.gemeente in (opvolger.naam, opvolger.code) and ongeval < opvolger.per:
            return (zaak.gemeente, *opvolger.voorgangers)
    return (zaak.gemeente,)
