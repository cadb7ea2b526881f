"""The deadline to go by."""

from datetime import date

from regres.termijn import eerste_datum
from regres.words import DatumSoort

VANDAAG = date(2026, 3, 1)
RELATIEF = (DatumSoort.RELATIEF5, date(2028, 5, 1))


def test_the_first_last_safe_day_counts() -> None:
    wam = (DatumSoort.WAM3, date(2026, 5, 1))
    assert eerste_datum([RELATIEF, wam], VANDAAG) == date(2026, 5, 1)


def test_the_day_itself_still_counts() -> None:
    assert eerste_datum([RELATIEF, (DatumSoort.WAM3, VANDAAG)], VANDAAG) == VANDAAG


def test_a_warning_that_has_passed_is_no_deadline() -> None:
    wam = (DatumSoort.WAM3, date(2026, 2, 28))
    assert eerste_datum([RELATIEF, wam], VANDAAG) == date(2028, 5, 1)
    assert eerste_datum([wam], VANDAAG) is None


def test_a_term_that_ends_the_claim_counts_also_when_it_has_passed() -> None:
    assert eerste_datum([(DatumSoort.RELATIEF5, date(2020, 1, 1))], VANDAAG) == date(2020, 1, 1)


def test_without_terms_there_is_no_deadline() -> None:
    assert eerste_datum([], VANDAAG) is None
