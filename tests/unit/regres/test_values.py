"""Checks of single values: what is taken, what is refused, and that nothing is repeated."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regres import values
from regres.values import Misfit
from tests.unit.regres.strategies import bsns

FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}


def passes_elfproef(digits: str) -> bool:
    """Judge a BSN in the words of the rule: nine times the first, eight times the second, ..."""
    a, b, c, d, e, f, g, h, i = (int(digit) for digit in digits)
    total = 9 * a + 8 * b + 7 * c + 6 * d + 5 * e + 4 * f + 3 * g + 2 * h - i
    return total % 11 == 0 and digits != "000000000"


def refused(found: object) -> str:
    assert isinstance(found, Misfit)
    return found.code


@given(bsns())
def test_a_bsn_that_passes_the_elfproef_is_taken(bsn: str) -> None:
    assert passes_elfproef(bsn)
    assert values.bsn(bsn) == bsn


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_the_elfproef_agrees_with_one_that_is_written_out(digits: str) -> None:
    assert (values.bsn(digits) == digits) is passes_elfproef(digits)


@given(bsns(), st.integers(0, 8), st.integers(1, 9))
def test_one_mistyped_digit_is_always_refused(bsn: str, at: int, by: int) -> None:
    wrong = bsn[:at] + str((int(bsn[at]) + by) % 10) + bsn[at + 1 :]

    assert refused(values.bsn(wrong)) == "bsn_elfproef"


def test_eight_digits_get_their_zero_back() -> None:
    assert passes_elfproef("012345672")
    assert values.bsn("12345672") == "012345672"


def test_ten_digits_are_an_a_nummer_and_never_a_bsn() -> None:
    assert refused(values.bsn("9999900190")) == "bsn_a_nummer"


@pytest.mark.parametrize(
    "text",
    ["", "0", "1234567", "999.990.019", "999990019 ", "999990019\n", "99999001\uff19", "999990O19"],
)
def test_what_is_not_eight_or_nine_plain_digits_is_no_bsn(text: str) -> None:
    assert refused(values.bsn(text)) == "bsn_vorm"


@given(bsns())
def test_full_width_digits_are_refused(bsn: str) -> None:
    assert refused(values.bsn(bsn.translate(FULL_WIDTH))) == "bsn_vorm"


def test_nine_zeros_are_no_bsn() -> None:
    assert refused(values.bsn("000000000")) == "bsn_elfproef"
    assert refused(values.bsn("00000000")) == "bsn_elfproef"


CHECKS = (
    values.bsn,
    values.postcode,
    values.gemeentecode,
    values.oin,
    values.email,
    values.bedrag,
    values.productcategorie,
    values.tekst,
)
SAID = {
    found
    for bad in ("", "1234567890", "999990018", "x\ny", "x" * 201)
    for found in (check(bad) for check in CHECKS)
    if isinstance(found, Misfit)
}


@given(st.text(max_size=30) | bsns() | st.text("0123456789", max_size=12))
def test_no_check_repeats_what_it_refuses(text: str) -> None:
    refusals = {found for found in (check(text) for check in CHECKS) if isinstance(found, Misfit)}

    assert refusals <= SAID


@pytest.mark.parametrize(
    ("text", "taken"),
    [("9901ZZ", "9901ZZ"), ("9901 zz", "9901ZZ"), ("1000AA", "1000AA")],
)
def test_a_postcode_comes_out_in_one_form(text: str, taken: str) -> None:
    assert values.postcode(text) == taken


@pytest.mark.parametrize(
    "text",
    [
        "0901ZZ",
        "9901SA",
        "9901SD",
        "9901SS",
        "9901  ZZ",
        "9901Z",
        "99011ZZ",
        "9901\u0131\u0131",
        "9901\u017fb",
        "\u0669\u0669\u0660\u0661ZZ",
    ],
)
def test_what_no_street_has_is_no_postcode(text: str) -> None:
    assert refused(values.postcode(text)) == "postcode_vorm"


@pytest.mark.parametrize(
    ("text", "taken"),
    [("0", "0.00"), ("7215.5", "7215.50"), ("89.25", "89.25"), ("9999999999.99", "9999999999.99")],
)
def test_an_amount_is_a_decimal_with_two_decimals(text: str, taken: str) -> None:
    found = values.bedrag(text)

    assert isinstance(found, Decimal)
    assert str(found) == taken


@pytest.mark.parametrize(
    "text",
    ["", "-1", "1.234", "1,50", "1_000", "nan", "1e3", "inf", "\u0663", "1 000", ".5", "5.", "1\n"],
)
def test_what_float_would_swallow_is_no_amount(text: str) -> None:
    assert refused(values.bedrag(text)) == "bedrag_vorm"


@pytest.mark.parametrize(("text", "taken"), [("1", "01"), ("01", "01"), ("18", "18")])
def test_a_category_gets_its_zero_back(text: str, taken: str) -> None:
    assert values.productcategorie(text) == taken


@pytest.mark.parametrize("text", ["0", "00", "19", "001", "", "1a", "\uff11"])
def test_a_category_outside_the_list_is_refused(text: str) -> None:
    assert refused(values.productcategorie(text)) == "productcategorie_onbekend"


def test_a_gemeentecode_keeps_its_zeros_and_has_four_digits() -> None:
    assert values.gemeentecode("0999") == "0999"
    assert refused(values.gemeentecode("999")) == "gemeentecode_vorm"
    assert refused(values.gemeentecode("9901\n")) == "gemeentecode_vorm"


def test_an_oin_has_twenty_digits() -> None:
    assert values.oin("00000099010000000000") == "00000099010000000000"
    assert refused(values.oin("0" * 19)) == "oin_vorm"


@pytest.mark.parametrize("text", ["wmo@duinrand.test", "a.b+c@x-y.example.test"])
def test_a_mail_address_is_taken(text: str) -> None:
    assert values.email(text) == text


@pytest.mark.parametrize(
    "text", ["wmo", "a@b", "a b@c.test", "a@b.test\nBcc: x@y.test", "a@@b.test"]
)
def test_what_cannot_be_mailed_to_is_refused(text: str) -> None:
    assert refused(values.email(text)) == "email_vorm"


def test_a_text_is_trimmed_and_composed() -> None:
    assert values.tekst("  Cafe\u0301 ") == "Caf\u00e9"


def test_a_text_that_is_too_long_or_hides_signs_is_refused() -> None:
    assert refused(values.tekst("x" * 201)) == "tekst_te_lang"
    assert values.tekst("x" * 200) == "x" * 200
    assert refused(values.tekst("a\u202eb")) == "tekst_stuurtekens"
    assert refused(values.tekst("a\nb")) == "tekst_stuurtekens"
