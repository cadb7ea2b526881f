"""How long a case may wait: five years from the day the municipality knew, and what that rests on.

Where that day is not known, the first known day of request and grant is proposed, and nothing is
certain until a handler confirms it (docs/verhaalregels.md). The date of the note itself is not in
a melding, so it takes no part.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from loket.lezing import Inhoud, dag, dagen, lijst, tekst
from regres.termijn import plus_maanden

_MAANDEN = 60


class Basis(StrEnum):
    """What the beginning of the five years rests on."""

    BEKEND = "dag van bekendheid"
    STUITING = "stuiting"
    AANVRAAG = "aanvraag"
    TOEKENNING = "toekenning"
    GECORRIGEERD = "begin van de behandelaar"


@dataclass(frozen=True, slots=True)
class Verjaring:
    """The five years. uiterlijk is the last safe day, inclusive; not zeker = to be confirmed."""

    begin: date
    uiterlijk: date
    basis: Basis
    zeker: bool

    def dagen(self, vandaag: date) -> int:
        """Give how many days are left; below nought it has passed."""
        return (self.uiterlijk - vandaag).days


def verjaring(inhouden: Sequence[Inhoud], begin_op: date | None, vandaag: date) -> Verjaring | None:
    """Give the term of a case by its meldingen; None when no day at all is known.

    The day a handler gave goes before the source; then the earliest day of knowledge; then the
    earliest day of request or grant.
    """
    breaks = sorted({day for one in inhouden for day in dagen(one, "stuitingen")})
    if begin_op is not None:
        return _gestuit(begin_op, Basis.GECORRIGEERD, breaks, vandaag)
    known = [day for one in inhouden if (day := bekend(one))]
    if known:
        return _gestuit(min(known), Basis.BEKEND, breaks, vandaag)
    proposed = [found for one in inhouden if (found := voorstel(one))]
    if not proposed:
        return None
    day, basis = min(proposed, key=lambda found: found[0])
    return Verjaring(day, vijf_jaar(day), basis, zeker=False)


def bekend(inhoud: Inhoud) -> date | None:
    """Give the first day on which the municipality can have known."""
    return dag(inhoud, "datumBekendheid.datum")


def voorstel(inhoud: Inhoud) -> tuple[date, Basis] | None:
    """Give the earliest of request and grant, with which it is."""
    days = {
        Basis.AANVRAAG: dag(inhoud, "datumAanvraag"),
        Basis.TOEKENNING: dag(inhoud, "voorziening.datumToekenning"),
    }
    found = [(day, basis) for basis, day in days.items() if day is not None]
    return min(found, key=lambda pair: pair[0], default=None)


def vijf_jaar(begin: date) -> date:
    """Give the last safe day of five years."""
    return plus_maanden(begin, _MAANDEN)


def andere_termijnen(inhouden: Iterable[Inhoud]) -> list[tuple[str, date]]:
    """Give the terms that run from the accident, as the municipality's rules gave them."""
    found = {
        (tekst(item, "soort"), day)
        for one in inhouden
        for item in lijst(one, "verhaalbaarheid.uiterlijkeDatum")
        if (day := dag(item, "datum")) and tekst(item, "soort") != "relatief5"
    }
    return sorted(found, key=lambda pair: pair[1])


def _gestuit(begin: date, basis: Basis, breaks: Iterable[date], vandaag: date) -> Verjaring:
    """Carry a term on by each interruption in time; a late one has no effect (D7)."""
    end = vijf_jaar(begin)
    for day in breaks:
        if day <= min(end, vandaag) and vijf_jaar(day) > end:
            begin, end, basis = day, vijf_jaar(day), Basis.STUITING
    return Verjaring(begin, end, basis, zeker=True)
