"""Why a case was judged as it was: the same verdict, each rule with the facts that made it hold."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment import Regels, Toelichting, Zaakfeiten
from regres import Datum, JaNee
from regres.words import Hoedanigheid
from tests.unit.assessment.law import PEILDATUM, PLAIN, days, zaken

FAIR = settings(deadline=None)


def why(peildatum: date = PEILDATUM, **facts: object) -> Toelichting:
    return Regels.laad().toelichting(replace(PLAIN, **facts), peildatum)  # type: ignore[arg-type]  # a mixed bag of facts


def because(told: Toelichting) -> dict[str, list[dict[str, str]]]:
    return {one.regel.id: [dict(facts) for facts in one.omdat] for one in told.regels}


def test_a_rule_is_told_with_the_facts_that_made_it_hold() -> None:
    told = why(hoedanigheid=Hoedanigheid.COLLEGA, veroorzakerBekend=JaNee.NEE)

    assert because(told) == {
        "V04": [{"band": "open", "derde": "ja"}],
        "V09": [{"hoedanigheid": "collega"}],
        "V14": [{"veroorzakerBekend": "nee", "soort": "verkeer"}],
    }


def test_a_rule_with_two_ways_tells_each_way_that_held() -> None:
    told = why(veroorzakerBekend=JaNee.NEE, hoedanigheid=Hoedanigheid.BESTUURDER)

    assert because(told)["V14"] == [
        {"veroorzakerBekend": "nee", "soort": "verkeer"},
        {"veroorzakerBekend": "nee", "hoedanigheid": "bestuurder"},
    ]


def test_each_side_of_a_coarse_date_has_its_days_and_its_verdict() -> None:
    told = why(ongeval=Datum(2014, 7))

    assert [(side.kant.band, side.van, side.tot) for side in told.zijden] == [
        ("voor_regres", date(2014, 7, 1), date(2014, 7, 18)),
        ("tussen", date(2014, 7, 19), date(2014, 7, 31)),
    ]
    assert [(side.oordeel.uitkomst.value, side.oordeel.lijn) for side in told.zijden] == [
        ("waarschijnlijk_niet", "P5"),
        ("onderzoek", "P7"),
    ]
    assert told.oordeel.uitkomst.value == "onderzoek"


def test_both_answers_to_an_open_question_are_sides() -> None:
    told = why(ongeval=Datum(2016, 3, 1), deelname=JaNee.ONBEKEND, andereDerde=JaNee.ONBEKEND)

    assert [(side.kant.deelname, side.kant.andereDerde) for side in told.zijden] == [
        ("ja", "ja"),
        ("ja", "nee"),
        ("nee", "ja"),
        ("nee", "nee"),
    ]


@settings(FAIR, max_examples=60)  # a year is judged day by day, twice
@given(zaken, days, st.booleans())
def test_what_is_told_adds_up_to_the_verdict(zaak: Zaakfeiten, day: date, delivered: bool) -> None:
    rules = Regels.laad()

    told = rules.toelichting(zaak, day, eerder_geleverd=delivered)

    assert told.oordeel == rules.oordeel(zaak, day, eerder_geleverd=delivered)
    assert tuple(one.regel.id for one in told.regels) == told.oordeel.redencodes
    assert {code for side in told.zijden for code in side.oordeel.codes} == set(
        told.oordeel.redencodes
    )
    assert all(one.omdat for one in told.regels)
    outcomes = {side.oordeel.uitkomst for side in told.zijden}
    assert len(outcomes) > 1 or outcomes == {told.oordeel.uitkomst}
