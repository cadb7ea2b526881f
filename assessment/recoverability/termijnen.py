"""Deadlines: the last safe day, inclusive, and how near it is (decisions D1 to D9)."""

from collections.abc import Iterator
from datetime import date

from assessment.recoverability.tabellen import Nabijheid, Termijn, Termijnen
from assessment.recoverability.zaak import Zaakfeiten
from regres.maken import maker
from regres.melding import UiterlijkeDatum
from regres.termijn import plus_maanden
from regres.words import DatumSoort

# Several of every accident, and twice as many to see which sides it has.
_uiterlijk = maker(UiterlijkeDatum)


def vanaf_bekendheid(
    zaak: Zaakfeiten, peildatum: date, termijn: Termijn
) -> tuple[UiterlijkeDatum, ...]:
    """Give relatief5, carried on by each interruption in time; none without a day of knowledge.

    Of a day of knowledge known to the month the first day counts.
    """
    begin, basis = zaak.bekendOp.eerste, termijn.basis
    if begin is None:
        return ()
    eind = plus_maanden(begin, 12 * termijn.jaren)
    for stuiting in sorted(zaak.stuitingen):
        nieuw = plus_maanden(stuiting, 12 * termijn.jaren)
        # A late interruption has no effect, and none ends a period earlier than it would have (D7).
        if stuiting <= min(eind, peildatum) and nieuw > eind:
            begin, eind, basis = stuiting, nieuw, termijn.basis_stuiting
    return (_uiterlijk(soort=DatumSoort.RELATIEF5, datum=eind, basis=basis, begin=begin),)


def vanaf_ongeval(
    zaak: Zaakfeiten, ongeval: date | None, tabel: Termijnen
) -> Iterator[UiterlijkeDatum]:
    """Give the deadlines that count from the accident, in the order of D10; none without a day."""
    if ongeval is None:
        return
    for soort, termijn in (
        (DatumSoort.ABSOLUUT20, tabel.absoluut20),
        (DatumSoort.WAM3, tabel.wam3),
    ):
        if not termijn.soorten or zaak.soort in termijn.soorten:
            eind = plus_maanden(ongeval, 12 * termijn.jaren)
            yield _uiterlijk(soort=soort, datum=eind, basis=termijn.basis, begin=ongeval)


def nabijheid(datums: tuple[UiterlijkeDatum, ...], peildatum: date, tabel: Termijnen) -> Nabijheid:
    """Tell how near the deadlines are: past (V11), within six months (V12), or neither.

    A warning (wam3) may be near, never past; V12 is not given where V11 holds (D5, D6).
    """
    gevonden: Nabijheid = "ruim"
    for een in datums:
        voorbij, nabij = ligging(een, peildatum, tabel)
        if voorbij and not getattr(tabel, een.soort).alleen_waarschuwing:
            return "voorbij"
        if nabij and not voorbij:
            gevonden = "nabij"
    return gevonden


def ligging(een: UiterlijkeDatum, peildatum: date, tabel: Termijnen) -> tuple[bool, bool]:
    """Tell whether a deadline has passed, and whether its last months have begun."""
    if peildatum > een.datum:
        return True, True
    return False, plus_maanden(een.datum, -tabel.spoed_maanden) <= peildatum
