"""The published schema, judged by an independent validator."""

import copy
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from regres import Intrekking, Melding
from regres.canonical import intrekking_json, melding_json
from regres.melding import Adres, Feiten, Kop
from regres.schema import BESTANDEN, schema, schema_text
from tests.unit.regres.strategies import intrekkingen, meldingen

PUBLISHED = Path(__file__).parents[3] / "docs" / "schema"
SLOW = settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)


def judge(soort: str) -> Draft202012Validator:
    return Draft202012Validator(schema(soort), format_checker=FormatChecker())


MELDING, INTREKKING = judge("melding"), judge("intrekking")


@pytest.mark.parametrize("soort", BESTANDEN)
def test_the_schema_is_itself_valid(soort: str) -> None:
    Draft202012Validator.check_schema(schema(soort))


@pytest.mark.parametrize("soort", BESTANDEN)
def test_what_is_published_is_current(soort: str) -> None:
    assert (PUBLISHED / BESTANDEN[soort]).read_text(encoding="utf-8") == schema_text(soort)


def test_there_is_no_schema_of_anything_else() -> None:
    with pytest.raises(ValueError, match="melding"):
        schema("receipt")


@SLOW
@given(melding=meldingen)
def test_every_melding_that_can_be_made_is_valid(melding: Melding) -> None:
    assert list(MELDING.iter_errors(melding_json(melding))) == []


@SLOW
@given(intrekking=intrekkingen)
def test_every_withdrawal_that_can_be_made_is_valid(intrekking: Intrekking) -> None:
    assert list(INTREKKING.iter_errors(intrekking_json(intrekking))) == []


@SLOW
@given(melding=meldingen, data=st.data())
def test_a_melding_without_one_of_its_keys_is_not_valid(
    melding: Melding, data: st.DataObject
) -> None:
    whole = melding_json(melding)
    owner = data.draw(st.sampled_from(list(_objects(whole))))
    del owner[data.draw(st.sampled_from(sorted(owner)))]

    assert not MELDING.is_valid(whole)


@SLOW
@given(melding=meldingen, data=st.data())
def test_a_melding_with_a_key_too_many_is_not_valid(melding: Melding, data: st.DataObject) -> None:
    whole = melding_json(melding)
    data.draw(st.sampled_from(list(_objects(whole))))["diagnose"] = None

    assert not MELDING.is_valid(whole)


def _objects(value: Any) -> Any:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from _objects(item)
    if isinstance(value, list):
        for item in value:
            yield from _objects(item)


BROKEN: dict[str, Any] = {
    "schemaVersie": "2.0.0",
    "referentie": "A" * 64,
    "versie": 0,
    "soortMelding": "intrekking",
    "gemeenteCode": "363",
    "aangemaaktOp": "2026-03-01T04:30:00Z",
    "ongeval.indicatie": "N",
    "ongeval.datum": {"datum": "2023-10", "precisie": "dag"},
    "ongeval.soort": "brand",
    "client.burgerservicenummer": "1234567890",
    "client.geboortedatum": {"datum": "31-12-1960", "precisie": "dag"},
    "client.geheim": "nee",
    "datumAanvraag": "2024-02-30",
    "voorziening.wet": None,
    "voorziening.productcategorie": "19",
    "voorziening.omschrijving": "x" * 201,
    "stuitingen": ["gisteren"],
    "verhaalbaarheid.uitkomst": "stop",
    "verhaalbaarheid.redencodes": [],
    "oorzaak": "anders",
    "reedsVergoed": {"indicatie": "J", "bedrag": 12.5},
    "gewijzigd": ["naam"],
}


@pytest.mark.parametrize("place", BROKEN)
@settings(SLOW, max_examples=3)
@given(melding=meldingen)
def test_a_melding_with_one_wrong_value_is_not_valid(place: str, melding: Melding) -> None:
    whole = melding_json(melding)
    owner = whole
    *way, last = place.split(".")
    for step in way:
        owner = owner[step]
    owner[last] = copy.deepcopy(BROKEN[place])

    assert not MELDING.is_valid(whole)


@SLOW
@given(melding=meldingen)
def test_a_secret_address_may_not_be_there(melding: Melding) -> None:
    whole = melding_json(melding)
    whole["client"]["geheim"] = True
    whole["client"]["adres"] = {part.name: None for part in fields(Adres)}

    assert not MELDING.is_valid(whole)


@SLOW
@given(melding=meldingen)
def test_a_periodic_amount_needs_its_period(melding: Melding) -> None:
    whole = melding_json(melding)
    line = {
        "soort": "periodiek",
        "bedrag": "1.00",
        "frequentie": None,
        "geschat": False,
        "eigenBijdrage": None,
        "periodeVan": None,
        "periodeTot": None,
    }
    whole["voorziening"]["kosten"] = [line]
    without = MELDING.is_valid(whole)
    line["frequentie"] = "maand"

    assert (without, MELDING.is_valid(whole)) == (False, True)


def test_the_top_level_is_flat_and_every_field_says_how_sensitive_it_is() -> None:
    top = schema("melding")["properties"]
    flat = {part.name for kind in (Kop, Feiten, Melding) for part in fields(kind)}

    assert set(top) == flat - {"kop", "feiten"}
    assert all(part["x-klasse"] in {"G", "B", "N", "S", "-"} for part in top.values())
    assert (
        schema("melding")["$defs"]["Client"]["properties"]["burgerservicenummer"]["x-klasse"] == "N"
    )


def test_a_withdrawal_has_no_room_for_a_person_an_accident_or_a_provision() -> None:
    names = set(schema("intrekking")["properties"])

    assert names == {part.name for part in fields(Kop)} | {"reden", "datum"}
    assert json.loads(schema_text("intrekking"))["additionalProperties"] is False
