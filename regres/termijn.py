"""The deadline to go by, where a melding has more than one."""

from collections.abc import Iterable
from datetime import date

from regres.words import DatumSoort


def eerste_datum(termijnen: Iterable[tuple[DatumSoort, date]], peildatum: date) -> date | None:
    """Give the first last safe day; None without any.

    The three years of art. 10 WAM only warn: once they have passed, nothing has ended by it
    (D5 in docs/verhaalregels.md: a warning, never V11).
    """
    return min(
        (dag for soort, dag in termijnen if soort is not DatumSoort.WAM3 or dag >= peildatum),
        default=None,
    )
