"""Counting with terms: calendar months, and the deadline to go by where there is more than one."""

import calendar
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


def plus_maanden(dag: date, maanden: int) -> date:
    """Add (or take away) calendar months; a day that does not exist becomes the last of its month.

    29 February plus a year is 28 February (D2). Stays within what a date can hold.
    """
    jaar, maand = divmod(dag.year * 12 + dag.month - 1 + maanden, 12)
    if not date.min.year <= jaar <= date.max.year:
        return date.max if maanden > 0 else date.min
    # Most days exist in every month; the calendar is asked only for the last three.
    laatste = 28 if dag.day <= 28 else calendar.monthrange(jaar, maand + 1)[1]
    return date(jaar, maand + 1, min(dag.day, laatste))
