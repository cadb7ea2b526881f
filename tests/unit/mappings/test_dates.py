"""Dates: declared forms only, whole or incomplete, and StUF's own."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings import dates
from regres import Datum, Misfit

FORMS = ("dd-mm-jjjj", "jjjj-mm-dd", "jjjjmmdd", "ddmmjjjj", "d-m-jjjj", "dd/mm/jjjj", "jjjj.mm.dd")


def reader(*forms: str, heel: bool = False) -> object:
    compiled = tuple(dates.compile_vorm(form) for form in forms)
    assert all(compiled)
    return dates.reader(tuple(form for form in compiled if form), heel=heel)


def read(text: str, *forms: str, heel: bool = False) -> object:
    lees = reader(*forms, heel=heel)
    assert callable(lees)
    return lees(text)


def write(day: date, form: str) -> str:
    parts = {
        "dd": f"{day.day:02}",
        "d": str(day.day),
        "mm": f"{day.month:02}",
        "m": str(day.month),
        "jjjj": f"{day.year:04}",
    }
    text = form
    for token in ("dd", "mm", "jjjj"):
        text = text.replace(token, "{" + token + "}")
    text = text.replace("d-m-", "{d}-{m}-") if form.startswith("d-m") else text
    return text.format(**parts)


@given(st.dates(date(1900, 1, 1), date(9999, 12, 31)), st.sampled_from(FORMS))
def test_a_date_written_in_a_form_is_read_back(day: date, form: str) -> None:
    assert read(write(day, form), form) == Datum.van(day)
    assert read(write(day, form), form, heel=True) == day


@given(st.text(max_size=24), st.sampled_from(FORMS), st.booleans())
def test_every_text_gives_a_date_or_a_misfit(text: str, form: str, heel: bool) -> None:
    found = read(text, form, heel=heel)
    assert found is None or isinstance(found, (date if heel else Datum, Misfit))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2024111", "jjjjmmdd"),
        ("1-2-2024", "dd-mm-jjjj"),
        ("01-02-24", "dd-mm-jjjj"),
        ("2024-W01-1", "jjjj-mm-dd"),
        ("\uff101-02-2024", "dd-mm-jjjj"),
        ("01-02-2024\n", "dd-mm-jjjj"),
        ("01-02-2024 extra", "dd-mm-jjjj"),
        ("01/02/2024", "dd-mm-jjjj"),
    ],
)
def test_what_a_lenient_reader_would_take_is_a_misfit(text: str, form: str) -> None:
    assert read(text, form) == Misfit("datum_vorm")


def test_a_date_that_does_not_exist_is_told_apart() -> None:
    found = read("31-02-2024", "dd-mm-jjjj")
    assert isinstance(found, Misfit)
    assert found.code == "datum_bestaat_niet"


def test_the_first_form_that_fits_counts() -> None:
    assert read("2024-02-01", "dd-mm-jjjj", "jjjj-mm-dd") == Datum(2024, 2, 1)


def test_zeros_are_unknown_as_in_the_brp() -> None:
    assert read("00-05-1950", "dd-mm-jjjj") == Datum(1950, 5)
    assert read("00-00-1950", "dd-mm-jjjj") == Datum(1950)
    assert read("00-00-0000", "dd-mm-jjjj") is None


def test_a_whole_date_is_asked_for_where_a_day_decides() -> None:
    found = read("00-05-2023", "dd-mm-jjjj", heel=True)
    assert isinstance(found, Misfit)
    assert found.code == "datum_onvolledig"


def test_a_known_day_in_an_unknown_month_does_not_exist() -> None:
    assert isinstance(read("12-00-1950", "dd-mm-jjjj"), Misfit)


def test_a_time_behind_the_date_is_dropped_when_the_form_says_so() -> None:
    assert read("01-02-2024 00:00:00", "dd-mm-jjjj tijd") == Datum(2024, 2, 1)
    assert read("2024-02-01T23:59", "jjjj-mm-ddTtijd") == Datum(2024, 2, 1)
    assert isinstance(read("01-02-2024 00:00:00", "dd-mm-jjjj"), Misfit)


def test_months_and_years_alone_are_forms_too() -> None:
    assert read("05-2023", "mm-jjjj") == Datum(2023, 5)
    assert read("2023", "jjjj") == Datum(2023)


def test_before_1900_is_a_misfit() -> None:
    found = read("01-01-1899", "dd-mm-jjjj")
    assert isinstance(found, Misfit)
    assert found.code == "datum_te_oud"


@pytest.mark.parametrize(
    "form",
    ["", "dd-mm", "dd-mm-jj", "dd-jjjj", "djjjj", "dmjjjj", "dd-mm-jjjj-dd", "%d-%m-%Y", "tijd"],
)
def test_a_form_that_is_none_is_refused(form: str) -> None:
    assert dates.compile_vorm(form) is None


@pytest.mark.parametrize("form", ["tijd dd-mm-jjjj", "dd_mm_jjjj", "dd--mm-jjjj", "jjjj tijd"])
def test_a_form_that_could_be_misread_is_no_form(form: str) -> None:
    assert dates.compile_vorm(form) is None


def test_forms_that_take_the_same_texts_have_the_same_shape() -> None:
    one, other = dates.compile_vorm("dd-mm-jjjj"), dates.compile_vorm("mm-dd-jjjj")
    assert one and other
    assert one.gestalte == other.gestalte


@pytest.mark.parametrize(
    ("text", "onvolledig", "expected"),
    [
        ("20260227", "", Datum(2026, 2, 27)),
        ("20260227", "V", Datum(2026, 2, 27)),
        ("20251100", "D", Datum(2025, 11)),
        ("20251117", "D", Datum(2025, 11)),
        ("19600701", "M", Datum(1960)),
        ("19600701", "J", None),
        ("", "", None),
        ("20260228101530", "", Datum(2026, 2, 28)),
    ],
)
def test_the_indication_tells_what_of_a_stuf_date_is_known(
    text: str, onvolledig: str, expected: object
) -> None:
    assert dates.stuf(text, onvolledig, heel=False) == expected


@pytest.mark.parametrize(
    ("text", "onvolledig", "code"),
    [
        ("20251100", "", "datum_bestaat_niet"),
        ("20250000", "D", "datum_bestaat_niet"),
        ("00000000", "", "datum_bestaat_niet"),
        ("2025-11-01", "", "datum_vorm"),
        ("2025110", "", "datum_vorm"),
        ("20251101", "X", "datum_indicatie"),
        ("20251101", "d", "datum_indicatie"),
    ],
)
def test_digits_without_an_indication_are_not_trusted(
    text: str, onvolledig: str, code: str
) -> None:
    found = dates.stuf(text, onvolledig, heel=False)
    assert isinstance(found, Misfit)
    assert found.code == code


def test_an_incomplete_stuf_date_does_not_fill_a_field_that_asks_a_day() -> None:
    found = dates.stuf("20251101", "D", heel=True)
    assert isinstance(found, Misfit)
    assert found.code == "datum_onvolledig"


@given(st.text(max_size=20), st.text(max_size=2), st.booleans())
def test_every_stuf_text_gives_a_date_or_a_misfit(text: str, ind: str, heel: bool) -> None:
    found = dates.stuf(text, ind, heel=heel)
    assert found is None or isinstance(found, (date if heel else Datum, Misfit))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-01T23:30:00Z", "2024-05-02"),
        ("2024-04-30T22:00:00.000Z", "2024-05-01"),
        ("2024-01-01T23:30Z", "2024-01-02"),
        ("2024-01-01T22:30:00+00:00", "2024-01-01"),
        ("2024-05-01T00:00:00+02:00", "2024-05-01"),
        ("2024-05-01T00:30:00-0500", "2024-05-01"),
        ("2024-05-01T01:00:00+0900", "2024-04-30"),
    ],
)
def test_a_moment_with_a_zone_is_the_day_it_was_here(text: str, day: str) -> None:
    vorm = dates.compile_vorm("jjjj-mm-ddTtijdzone")
    assert vorm is not None

    assert dates.reader((vorm,), heel=True)(text) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2024-05-01T24:00:00Z", "datum_bestaat_niet"),
        ("2024-02-30T12:00:00Z", "datum_bestaat_niet"),
        ("2024-05-01T12:61:00Z", "datum_bestaat_niet"),
        ("2024-05-01T12:00:00+99:00", "datum_bestaat_niet"),
        ("9999-12-31T23:59:00-10:00", "datum_bestaat_niet"),
        ("2024-05-01T12:00:00", "datum_vorm"),
        ("2024-05-01T12:00:00 Z", "datum_vorm"),
        ("2024-05-01T12:00:00\uff3a", "datum_vorm"),
        ("1899-12-31T12:00:00Z", "datum_te_oud"),
    ],
)
def test_a_moment_that_cannot_be_is_no_day(text: str, code: str) -> None:
    vorm = dates.compile_vorm("jjjj-mm-ddTtijdzone")
    assert vorm is not None

    found = dates.reader((vorm,), heel=True)(text)

    assert isinstance(found, Misfit)
    assert found.code == code


@pytest.mark.parametrize("form", ["jjjj-mm-ddzone", "zone", "jjjj-mmTtijdzone", "zone jjjj-mm-dd"])
def test_a_zone_belongs_to_a_time(form: str) -> None:
    assert dates.compile_vorm(form) is None


def test_one_digit_forms_may_have_a_zone() -> None:
    assert dates.compile_vorm("d-m-jjjj tijd zone") is not None
    assert dates.compile_vorm("d-m-jjjjtijdzone") is None


MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{4})"


@given(st.one_of(st.text(max_size=30), st.from_regex(MOMENT, fullmatch=True)))
def test_no_text_breaks_a_moment_with_a_zone(text: str) -> None:
    vorm = dates.compile_vorm("jjjj-mm-ddTtijdzone")
    assert vorm is not None

    found = dates.reader((vorm,), heel=False)(text)

    assert found is None or isinstance(found, Datum | Misfit)
