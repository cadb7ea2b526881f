"""What happens in Duinrand in one night: granted, corrected, ended, taken back. The rest stays."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Final

from demo.accidents import SOORTEN, Werkplaats, zonder_ongeval
from demo.provisions import Lot, Voorziening, stroom
from regres import Datum

Wissel = Callable[[Voorziening], Voorziening]
#: New provisions of a day: ordinary ones, and with an accident.
_NIEUW_EXPORT, _NIEUW_ZAKEN = (17, 3), (8, 2)
_LAAT = "laat"


def _duurder(case: Voorziening) -> Voorziening:
    return replace(case, bedrag=case.product.prijs * 2)


def _beeindigd(case: Voorziening) -> Voorziening:
    begins = case.ingang or case.aanvraag
    return replace(case, einde=begins + timedelta(days=364))


def _verzekeraar_bekend(case: Voorziening) -> Voorziening:
    return replace(case, verzekeraar="Fictie Schade N.V.")


def _toch_niet(case: Voorziening) -> Voorziening:
    return zonder_ongeval(case, "N", Lot.GEEN_ONGEVAL)


def _leeggemaakt(case: Voorziening) -> Voorziening:
    return zonder_ongeval(case, "", Lot.LEEG)


def _ingetrokken(case: Voorziening) -> Voorziening:
    return replace(case, status="Ingetrokken", lot=Lot.BUITEN_BEREIK)


def _hersteld(case: Voorziening) -> Voorziening:
    return replace(case, ongeval=Datum.van(case.aanvraag - timedelta(days=60)), lot=Lot.MELDING)


def _te_laat_gezegd(case: Voorziening) -> Voorziening:
    """Fill in the flag that nobody had filled in when the request came."""
    happened = case.aanvraag - timedelta(days=45)
    return replace(
        case,
        soort=_LAAT,
        lot=Lot.MELDING,
        vlag="J",
        ongeval=Datum.van(happened),
        ongeval_soort="verkeer",
        derde="J",
        verzekeraar="",
        bekend=happened + timedelta(days=4),
        gemeld="",
        notitie="Bij herindicatie bleek: aangereden op de fiets.",
    )


#: Of each kind in the export: how many of the first change, and how.
_EXPORT: Final[dict[str, tuple[int, Wissel]]] = {
    "verkeer": (2, _duurder),
    "medisch": (1, _beeindigd),
    "zonder_verzekeraar": (1, _verzekeraar_bekend),
    "dier": (1, _toch_niet),
    "openbaar": (1, _ingetrokken),
    "product": (1, _leeggemaakt),
    "na_toekenning": (1, _hersteld),
}
_ZAKEN: Final[dict[str, tuple[int, Wissel]]] = {
    "verkeer": (1, _duurder),
    "op_de_maand": (1, _beeindigd),
    "dier": (1, _toch_niet),
    "openbaar": (1, _ingetrokken),
}


def export(rijen: Sequence[Voorziening], seed: int, vandaag: date) -> tuple[Voorziening, ...]:
    """Give the export of the next day: some rows changed, new ones at the end."""
    late = _gewone_indexen(rijen, vandaag - timedelta(days=200))
    changed = _veranderd(rijen, _EXPORT, dict.fromkeys(late[:2], _te_laat_gezegd))
    plek = Werkplaats(Random(f"{seed}:export:2"), seed, vandaag, 6_500, (15, 40))
    return (*changed, *_nieuwe(plek, _NIEUW_EXPORT, 5_500))


def zaaksysteem(
    lopend: Sequence[Voorziening], seed: int, vandaag: date, venster: int
) -> tuple[Voorziening, ...]:
    """Give the zaken of the next day; the late flag is on a zaak that only a rondgang sees."""
    late = _gewone_indexen(lopend, vandaag - timedelta(days=venster + 30))
    changed = _veranderd(lopend, _ZAKEN, dict.fromkeys(late[:1], _te_laat_gezegd))
    plek = Werkplaats(Random(f"{seed}:zaken:2"), seed, vandaag, 8_500, (0, 1))
    return (*changed, *_nieuwe(plek, _NIEUW_ZAKEN, 7_700))


def _veranderd(
    cases: Sequence[Voorziening], table: dict[str, tuple[int, Wissel]], ook: dict[int, Wissel]
) -> Iterator[Voorziening]:
    left = {soort: count for soort, (count, _) in table.items()}
    for place, case in enumerate(cases):
        if place in ook:
            yield ook[place](case)
        elif left.get(case.soort):
            left[case.soort] -= 1
            yield table[case.soort][1](case)
        else:
            yield case


def _gewone_indexen(cases: Sequence[Voorziening], voor: date) -> list[int]:
    """Find ordinary provisions that were granted in kind before a day."""
    return [
        place
        for place, case in enumerate(cases)
        if case.soort == "gewoon"
        and case.status == "Toegekend"
        and case.vorm == "ZIN"
        and case.aanvraag < voor
    ]


def _nieuwe(plek: Werkplaats, aantallen: tuple[int, int], eerste: int) -> Iterator[Voorziening]:
    ordinary, accidents = aantallen
    yield from stroom(plek.rng, ordinary, plek.seed, plek.vandaag, plek.dagen, eerste)
    for _ in range(accidents):
        yield SOORTEN["verkeer"][3](plek)
