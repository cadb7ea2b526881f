"""Costs: net, to date and per year, with warnings that decide nothing."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment import Kostenoverzicht, kostenoverzicht
from regres.melding import Kosten, Voorziening
from regres.words import Besluitstatus, Frequentie, KostenSoort, Wet

START = date(2024, 1, 1)


def once(bedrag: str, **facts: Any) -> Kosten:
    return Kosten(soort=KostenSoort.EENMALIG, bedrag=Decimal(bedrag), **facts)


def every(frequentie: Frequentie | None, bedrag: str, **facts: Any) -> Kosten:
    return Kosten(
        soort=KostenSoort.PERIODIEK, bedrag=Decimal(bedrag), frequentie=frequentie, **facts
    )


def totals(today: date, *lines: Kosten, **facts: Any) -> Kostenoverzicht:
    provision = {"ingangsdatum": START, "omschrijving": "Rolstoel", **facts}
    return kostenoverzicht(
        Voorziening(wet=Wet.WMO, besluitstatus=Besluitstatus.TOEGEKEND, kosten=lines, **provision),
        today,
    )


def amounts(overview: Kostenoverzicht) -> tuple[str, str]:
    return str(overview.totNu), str(overview.perJaar)


def warned(overview: Kostenoverzicht) -> list[str]:
    return [problem.code for problem in overview.waarschuwingen]


def test_nothing_costs_nothing() -> None:
    assert totals(START) == Kostenoverzicht(Decimal("0.00"), Decimal("0.00"), geschat=False)


def test_a_single_amount_counts_from_its_first_day_and_never_per_year() -> None:
    line = once("6500.00", eigenBijdrage=Decimal("21.00"))

    assert amounts(totals(START - timedelta(days=1), line)) == ("0.00", "0.00")
    assert amounts(totals(START, line)) == ("6479.00", "0.00")
    assert amounts(totals(date(2030, 1, 1), line)) == ("6479.00", "0.00")


@pytest.mark.parametrize(
    ("frequentie", "today", "to_date", "per_year"),
    [
        (Frequentie.WEEK, date(2024, 1, 7), "70.00", "3640.00"),
        (Frequentie.WEEK, date(2024, 1, 8), "80.00", "3640.00"),
        (Frequentie.VIER_WEKEN, date(2024, 1, 28), "70.00", "910.00"),
        (Frequentie.VIER_WEKEN, date(2024, 1, 14), "35.00", "910.00"),
        (Frequentie.MAAND, date(2024, 1, 31), "70.00", "840.00"),
        (Frequentie.MAAND, date(2024, 3, 31), "210.00", "840.00"),
        (Frequentie.MAAND, date(2024, 4, 15), "245.00", "840.00"),
        (Frequentie.JAAR, date(2024, 12, 31), "70.00", "70.00"),
        (Frequentie.JAAR, date(2025, 12, 31), "140.00", "70.00"),
        (Frequentie.JAAR, date(2024, 6, 30), "34.81", "70.00"),
    ],
)
def test_a_periodic_amount_counts_whole_periods_and_a_share_of_the_last(
    frequentie: Frequentie, today: date, to_date: str, per_year: str
) -> None:
    assert amounts(totals(today, every(frequentie, "70.00"))) == (to_date, per_year)


def test_the_own_contribution_is_taken_off_every_period() -> None:
    line = every(Frequentie.MAAND, "100.00", eigenBijdrage=Decimal("20.60"))

    assert amounts(totals(date(2024, 12, 31), line)) == ("952.80", "952.80")


def test_a_month_that_began_on_its_last_day_is_whole_at_the_end_of_the_next() -> None:
    line = every(Frequentie.MAAND, "70.00", periodeVan=date(2024, 1, 31))

    assert amounts(totals(date(2024, 2, 28), line))[0] == "70.00"


def test_what_ended_costs_nothing_per_year_and_no_more_after_its_end() -> None:
    line = every(Frequentie.WEEK, "10.00", periodeTot=date(2024, 1, 14))

    assert amounts(totals(date(2024, 1, 14), line)) == ("20.00", "520.00")
    assert amounts(totals(date(2024, 1, 15), line)) == ("20.00", "0.00")


def test_the_end_of_the_provision_ends_its_costs() -> None:
    line = every(Frequentie.WEEK, "10.00", periodeTot=date(2030, 1, 1))
    overview = totals(date(2025, 1, 1), line, einddatum=date(2024, 1, 7))

    assert amounts(overview) == ("10.00", "0.00")


def test_a_line_that_starts_later_counts_later() -> None:
    line = every(Frequentie.WEEK, "10.00", periodeVan=date(2024, 6, 1))

    assert amounts(totals(date(2024, 5, 31), line)) == ("0.00", "0.00")


def test_lines_add_up_and_are_rounded_once() -> None:
    third = every(Frequentie.WEEK, "1.00", periodeTot=START)
    overview = totals(date(2025, 1, 1), third, third, third)

    # Three times 14.2857 cents is 43 cents; rounded line by line it would be 42.
    assert str(overview.totNu) == "0.43"


def test_one_estimate_makes_the_total_an_estimate() -> None:
    assert totals(START, once("1.00"), once("1.00", geschat=True)).geschat
    assert not totals(START, once("1.00"), once("1.00")).geschat


def test_a_single_amount_without_a_day_counts_from_the_grant() -> None:
    overview = totals(
        date(2024, 6, 1), once("1.00"), ingangsdatum=None, datumToekenning=date(2024, 5, 1)
    )

    assert (str(overview.totNu), warned(overview)) == ("1.00", [])


def test_an_amount_that_cannot_be_counted_is_told() -> None:
    no_period = totals(date(2025, 1, 1), every(None, "10.00"))
    no_day = totals(date(2025, 1, 1), every(Frequentie.WEEK, "10.00"), ingangsdatum=None)

    assert (amounts(no_period), warned(no_period)) == (("0.00", "0.00"), ["A-0201"])
    assert (amounts(no_day), warned(no_day)) == (("0.00", "0.00"), ["A-0202"])


def test_an_own_contribution_above_the_amount_costs_nothing_and_is_told() -> None:
    overview = totals(START, once("10.00", eigenBijdrage=Decimal("12.00")))

    assert (str(overview.totNu), warned(overview)) == ("0.00", ["A-0203"])


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2014, 12, 31), date(2014, 12, 31), []),
        (date(2014, 12, 31), date(2015, 1, 1), ["A-0204"]),
        (date(2017, 2, 14), None, ["A-0204"]),
        (date(2017, 2, 15), None, []),
    ],
)
def test_an_own_contribution_in_the_free_years_is_told(
    start: date, end: date | None, expected: list[str]
) -> None:
    line = every(
        Frequentie.WEEK, "10.00", eigenBijdrage=Decimal("1.00"), periodeVan=start, periodeTot=end
    )

    assert warned(totals(date(2025, 1, 1), line)) == expected
    free = every(Frequentie.WEEK, "10.00", eigenBijdrage=Decimal(0), periodeVan=start)
    assert warned(totals(date(2025, 1, 1), free)) == []


def test_a_single_own_contribution_is_looked_at_on_its_own_day() -> None:
    own = {"eigenBijdrage": Decimal("1.00")}

    assert warned(totals(START, once("10.00", periodeVan=date(2016, 1, 1), **own))) == ["A-0204"]
    assert warned(totals(START, once("10.00", periodeVan=date(2014, 1, 1), **own))) == []


@pytest.mark.parametrize(
    ("what", "amount", "expected"),
    [
        ("Traplift (recht)", "4999.99", ["A-0206"]),
        ("TRAPLIFT", "5000.00", []),
        ("traplift", "8000.00", []),
        ("traplift", "8000.01", ["A-0206"]),
        ("Aanbouw slaapkamer", "14999.99", ["A-0206"]),
        ("Aanbouw slaapkamer", "15000.00", []),
        ("Aanbouw slaapkamer", "20000.00", []),
        ("Aanbouw slaapkamer", "20000.01", ["A-0206"]),
        ("Rolstoel", "1.00", []),
        ("Rolstoel", "250000.00", []),
        ("Rolstoel", "250000.01", ["A-0205"]),
    ],
)
def test_an_unusual_amount_is_told(what: str, amount: str, expected: list[str]) -> None:
    assert warned(totals(START, once(amount), omschrijving=what)) == expected


def test_usual_amounts_are_about_single_payments() -> None:
    line = every(Frequentie.MAAND, "60.00")

    assert warned(totals(START, line, omschrijving="Traplift (huur)")) == []
    assert warned(totals(START, once("60.00"), omschrijving=None)) == []


def test_an_overview_does_not_print_its_amounts() -> None:
    assert "6500" not in repr(totals(START, once("6500.00")))


@given(
    st.sampled_from(Frequentie),
    st.decimals(0, 10000, places=2),
    st.dates(date(2015, 1, 1), date(2026, 1, 1)),
    st.integers(0, 3000),
    st.integers(0, 400),
)
def test_costs_only_grow_and_by_no_more_than_their_days(
    frequentie: Frequentie, amount: Decimal, start: date, after: int, more: int
) -> None:
    line = Kosten(
        soort=KostenSoort.PERIODIEK, bedrag=amount, frequentie=frequentie, periodeVan=start
    )
    first, later = (totals(start + timedelta(days=n), line) for n in (after, after + more))

    shortest = {"week": 7, "4weken": 28, "maand": 28, "jaar": 365}[frequentie.value]
    assert first.totNu <= later.totNu <= first.totNu + amount * (more + 1) / shortest + 1
