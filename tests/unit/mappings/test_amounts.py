"""Amounts: the notation is declared by an example, and nothing else is taken."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.amounts import CENTEN, NOTATIES, reader
from regres import Misfit

AMOUNTS = st.decimals(0, 9_999_999, places=2, allow_nan=False, allow_infinity=False)


def write(amount: Decimal, notatie: str, *, grouped: bool) -> str:
    thousands, decimal = NOTATIES[notatie]
    whole, cents = f"{amount:.2f}".split(".")
    if grouped and thousands:
        whole = f"{int(whole):,}".replace(",", thousands)
    return whole + decimal + cents


@given(AMOUNTS, st.sampled_from(sorted(NOTATIES)), st.booleans())
def test_an_amount_written_in_a_notation_is_read_back(
    amount: Decimal, notatie: str, grouped: bool
) -> None:
    assert reader(notatie)(write(amount, notatie, grouped=grouped)) == amount


@given(st.text(max_size=20), st.sampled_from(sorted(NOTATIES)))
def test_every_text_gives_an_amount_or_a_misfit(text: str, notatie: str) -> None:
    found = reader(notatie)(text)
    assert isinstance(found, Misfit) or (isinstance(found, Decimal) and found >= 0)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("7.215,00", "7215.00"),
        ("7215,00", "7215.00"),
        ("89,25", "89.25"),
        ("89", "89.00"),
        ("89,5", "89.50"),
        ("€ 1.250,-", "1250.00"),
        ("€\u00a01.250,--", "1250.00"),
        ("EUR 12,00", "12.00"),
    ],
)
def test_what_dutch_systems_write(text: str, amount: str) -> None:
    assert reader("1.234,56")(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    ["89.25", "7215.00", "1.23,45", "12.34.567,00", "-5,00", "1e3", "nan", "٣,00", "1_000", ","],
)
def test_a_point_that_is_no_thousands_separator_is_not_skipped(text: str) -> None:
    assert isinstance(reader("1.234,56")(text), Misfit)


def test_an_amount_is_never_a_float() -> None:
    assert isinstance(reader("1234.56")("0.10"), Decimal)


@pytest.mark.parametrize(
    ("text", "amount"), [("123456", "1234.56"), ("5", "0.05"), ("0", "0.00"), ("000100", "1.00")]
)
def test_whole_cents(text: str, amount: str) -> None:
    assert reader(CENTEN)(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["12,34", "12.34", "-1", "\uff11", "1" * 13, "€ 5"])
def test_what_is_not_whole_cents(text: str) -> None:
    assert isinstance(reader(CENTEN)(text), Misfit)


@pytest.mark.parametrize("text", ["1.234,56 €", "1.234,56EUR", "1234,56 EUR"])
def test_a_euro_sign_may_stand_behind(text: str) -> None:
    assert reader("1.234,56")(text) == Decimal("1234.56")


def test_a_narrow_space_stands_between_thousands_too() -> None:
    assert reader("1 234,56")("1\u202f234,56") == Decimal("1234.56")


def test_a_number_without_end_is_no_amount() -> None:
    assert isinstance(reader("1.234,56")("1" + ".000" * 5), Misfit)
