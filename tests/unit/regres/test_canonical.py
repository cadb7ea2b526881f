"""Canonical JSON: stable bytes, and which facts make a provision another one."""

import json
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regres import Datum, Feiten, Intrekking, Melding
from regres.canonical import (
    canonical_bytes,
    intrekking_json,
    kop_json,
    melding_json,
    timestamp,
    to_json,
)
from regres.melding import Adres, Client, Kop
from regres.words import JaNee
from tests.unit.regres.strategies import intrekkingen, meldingen

SLOW = settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def in_utf16(value: object) -> object:
    """Sort keys as RFC 8785 3.2.3 says, without its library."""
    if isinstance(value, dict):
        order = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return {key: in_utf16(value[key]) for key in order}
    return [in_utf16(item) for item in value] if isinstance(value, list) else value


@given(JSON)
def test_the_bytes_are_those_of_rfc_8785(value: object) -> None:
    independent = json.dumps(in_utf16(value), ensure_ascii=False, separators=(",", ":"))

    assert canonical_bytes(value) == independent.encode()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner, max_size=5)
        ),
        max_leaves=12,
    )
)
def test_what_is_written_the_quick_way_is_what_the_library_writes(value: object) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)  # type: ignore[arg-type]  # any JSON


def test_the_example_of_the_standard_sorts_by_utf_16() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]

    found = json.loads(canonical_bytes(dict.fromkeys(keys, 0)))

    assert list(found) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@pytest.mark.parametrize("value", ["999990019\ud800", {"\udc00": 1}, 2**60, float("nan")])
def test_what_has_no_canonical_form_is_refused_without_showing_it(value: object) -> None:
    with pytest.raises(ValueError, match="canonical") as refused:
        canonical_bytes(value)

    assert refused.value.__context__ is None
    assert "999990019" not in repr(refused.value)


def test_each_kind_of_value_has_one_way_to_be_written() -> None:
    assert to_json(Decimal("7215")) == "7215.00"
    assert to_json(Datum(2023, 10)) == {"datum": "2023-10", "precisie": "maand"}
    assert to_json(Datum()) == {"datum": None, "precisie": "onbekend"}
    assert to_json(date(2024, 1, 5)) == "2024-01-05"
    assert to_json((JaNee.JA, None, True, 3)) == ["ja", None, True, 3]
    assert to_json({"a": Decimal("0.5")}) == {"a": "0.50"}


@pytest.mark.parametrize("value", [1.5, b"x", object(), {1, 2}])
def test_a_float_or_anything_unknown_never_enters_a_melding(value: object) -> None:
    with pytest.raises(TypeError, match="no place"):
        to_json(value)


def test_a_moment_is_written_in_utc_whatever_its_zone() -> None:
    summer = timezone(timedelta(hours=2))

    assert timestamp(datetime(2026, 7, 1, 6, tzinfo=summer)) == "2026-07-01T04:00:00Z"
    assert timestamp(datetime(2026, 7, 1, 4, tzinfo=UTC)) == "2026-07-01T04:00:00Z"
    with pytest.raises(ValueError, match="time zone"):
        timestamp(datetime(2026, 7, 1, 4))  # noqa: DTZ001 - naive on purpose


@SLOW
@given(meldingen)
def test_a_melding_is_flat_and_loses_nothing(melding: Melding) -> None:
    flat = melding_json(melding)

    assert flat.items() >= kop_json(melding.kop).items()
    assert flat.keys() >= {part.name for part in fields(Feiten)}
    assert {"kop", "feiten"}.isdisjoint(flat)
    assert json.loads(canonical_bytes(flat)) == flat


@SLOW
@given(intrekkingen)
def test_a_withdrawal_holds_the_clear_fields_a_reason_and_a_day(intrekking: Intrekking) -> None:
    flat = intrekking_json(intrekking)

    assert set(flat) == {part.name for part in fields(Kop)} | {"reden", "datum"}


def test_a_secret_address_cannot_enter_a_melding() -> None:
    with pytest.raises(ValueError, match="secret") as refused:
        Client(geheim=True, adres=Adres(plaats="Duinrand"))

    assert "Duinrand" not in str(refused.value)
    assert Client(geheim=True).adres is None


@SLOW
@given(meldingen)
def test_the_clear_fields_are_written_out_as_any_other_value(melding: Melding) -> None:
    assert list(kop_json(melding.kop).items()) == list(to_json(melding.kop).items())
