"""Facts written once: the same bytes as by way of JSON values, and which facts change what."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regres import Datum, Feiten, Melding, Reden
from regres.canonical import canonical_bytes, melding_json, to_json
from regres.feitenschrift import Feitenschrift, facts_bytes
from regres.melding import Pseudoniem
from regres.schrift import als_bytes, tekst
from regres.words import Groep, IndicatieBron, JaNee
from tests.unit.regres.strategies import feiten, meldingen

SLOW = settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
OMSLAG = [one.name for one in fields(Melding) if one.name not in {"kop", "feiten"}]
#: Without half a surrogate pair.
HEEL = st.text(st.characters(codec="utf-8"))
#: What no mark of the facts is made of.
GEEN_FEIT = {"client": {"pseudoniem"}, "ongeval": {"redenen", "indicatieBron"}}


class Kleur(Enum):
    ROOD = "rood"


def groepen(facts: Feiten) -> dict[Groep, Any]:
    return {groep: json.loads(part) for groep, part in Feitenschrift(facts).groepen().items()}


@SLOW
@given(meldingen)
def test_a_melding_has_the_bytes_of_its_json(melding: Melding) -> None:
    omslag = {name: tekst(getattr(melding, name)) for name in OMSLAG}
    person = melding.feiten.client.pseudoniem

    found = Feitenschrift(melding.feiten).melding(melding.kop, person, omslag)

    assert found == canonical_bytes(melding_json(melding))


@SLOW
@given(feiten)
def test_the_mark_is_made_of_all_facts_and_nothing_else(facts: Feiten) -> None:
    whole = to_json(facts)
    for name, skipped in GEEN_FEIT.items():
        whole[name] = {key: item for key, item in whole[name].items() if key not in skipped}
    costs = whole["voorziening"].pop("kosten")

    parts = [part.items() for part in groepen(facts).values()]

    assert dict(pair for part in parts for pair in part) == {**whole, "kosten": costs}
    assert all(
        part == canonical_bytes(json.loads(part))
        for part in [*Feitenschrift(facts).groepen().values(), facts_bytes(facts)]
    )


@SLOW
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**53) + 1, 2**53 - 1)
        | HEEL
        | st.dates()
        | st.datetimes(timezones=st.just(UTC))
        | st.decimals(-999, 999, places=2)
        | st.sampled_from(JaNee)
        | st.sampled_from([Datum(), Datum(2023), Datum(2023, 4, 5)]),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.lists(inner, max_size=4).map(tuple)
            | st.dictionaries(HEEL, inner, max_size=4)
        ),
        max_leaves=9,
    )
)
def test_any_value_is_written_as_by_way_of_json_values(value: object) -> None:
    assert als_bytes(tekst(value)) == canonical_bytes(to_json(value))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Kleur.ROOD, '"rood"'),
        (Decimal("7215"), '"7215.00"'),
        (date(24, 1, 5), '"0024-01-05"'),
        (datetime(2026, 7, 1, 6, tzinfo=timezone(timedelta(hours=2))), '"2026-07-01T04:00:00Z"'),
        (
            Pseudoniem(waarde="0" * 64, sleutelVersie=1),
            '{"sleutelVersie":1,"waarde":"' + "0" * 64 + '"}',
        ),
    ],
)
def test_each_kind_of_value_has_one_way_to_be_written(value: object, written: str) -> None:
    assert tekst(value) == written


@pytest.mark.parametrize("value", [1.5, b"x", object(), {1, 2}])
def test_a_float_or_anything_unknown_never_enters_a_melding(value: object) -> None:
    with pytest.raises(TypeError, match="no place"):
        tekst(value)


@pytest.mark.parametrize("value", ["999990019\ud800", {"\udc00": 1}, 2**60])
def test_what_has_no_canonical_form_is_refused_without_showing_it(value: object) -> None:
    with pytest.raises(ValueError, match="canonical") as refused:
        als_bytes(tekst(value))

    assert refused.value.__context__ is None
    assert "999990019" not in repr(refused.value)


@SLOW
@given(feiten)
def test_every_fact_lies_in_exactly_one_group(facts: Feiten) -> None:
    found = groepen(facts)
    names = [name for part in found.values() for name in part]

    assert set(found) == set(Groep)
    assert sorted(names) == sorted([*(part.name for part in fields(Feiten)), "kosten"])
    assert "kosten" not in found[Groep.VOORZIENING]["voorziening"]


@SLOW
@given(feiten)
def test_pseudonym_and_reasons_are_no_facts(facts: Feiten) -> None:
    other = replace(
        facts,
        client=replace(facts.client, pseudoniem=Pseudoniem(waarde="0" * 64, sleutelVersie=99)),
        ongeval=replace(
            facts.ongeval,
            redenen=(Reden(regel="anders"),),
            indicatieBron=IndicatieBron.HANDMATIG,
        ),
    )

    assert facts_bytes(other) == facts_bytes(facts)


@SLOW
@given(feiten)
def test_a_changed_fact_changes_its_own_group_only(facts: Feiten) -> None:
    plaats = "elders" if facts.ongeval.plaats != "elders" else "thuis"
    other = replace(facts, ongeval=replace(facts.ongeval, plaats=plaats))
    was, now = groepen(facts), groepen(other)

    assert [groep for groep in Groep if was[groep] != now[groep]] == [Groep.ONGEVAL]
    assert facts_bytes(other) != facts_bytes(facts)


@SLOW
@given(feiten)
def test_a_changed_amount_is_a_change_of_costs_not_of_the_provision(facts: Feiten) -> None:
    other = replace(facts, voorziening=replace(facts.voorziening, kosten=()))
    was, now = groepen(facts), groepen(other)
    changed = [groep for groep in Groep if was[groep] != now[groep]]

    assert changed == ([Groep.KOSTEN] if facts.voorziening.kosten else [])
