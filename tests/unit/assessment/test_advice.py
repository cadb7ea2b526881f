"""The advice on the facts of a melding, as the pipeline asks for it."""

from dataclasses import replace
from datetime import date

import pytest

from assessment import Handeling, Instelling, Regels, bekendheid_voorstel, beleid
from regres import Datum, Feiten, Indicatie, JaNee, Uitkomst
from regres.melding import (
    Aansprakelijkheid,
    Bekendheid,
    Client,
    EerderGemeld,
    Ongeval,
    Vergoed,
    Voorziening,
)
from regres.words import (
    Aandachtspunt,
    Besluitstatus,
    Hoedanigheid,
    IndicatieBron,
    Leveringsvorm,
    OngevalSoort,
    Wet,
)

DAY = date(2025, 3, 3)
FACTS = Feiten(
    client=Client(geslachtsnaam="Verzonnen", geboortedatum=Datum(1961, 5)),
    ongeval=Ongeval(
        indicatie=Indicatie.J,
        indicatieBron=IndicatieBron.EXPLICIET,
        datum=Datum(2023, 4, 12),
        soort=OngevalSoort.VERKEER,
    ),
    aansprakelijkheid=Aansprakelijkheid(derde=JaNee.JA, hoedanigheid=Hoedanigheid.BESTUURDER),
    datumBekendheid=Bekendheid(datum=Datum(2023, 6, 20), herkomst="Bekend op"),
    datumAanvraag=date(2023, 5, 2),
    voorziening=Voorziening(
        datumToekenning=date(2023, 6, 15),
        omschrijving="Traplift",
        leveringsvorm=Leveringsvorm.ZIN,
        wet=Wet.WMO,
        besluitstatus=Besluitstatus.TOEGEKEND,
    ),
)


def codes(feiten: Feiten, gemeentecode: str = "9901") -> tuple[str, ...]:
    return Regels.laad().verhaalbaarheid(feiten, gemeentecode, DAY).redencodes


def test_the_facts_of_a_melding_are_judged() -> None:
    verdict = Regels.laad().verhaalbaarheid(FACTS, "9901", DAY)

    assert (verdict.uitkomst, verdict.redencodes) == (Uitkomst.KANSRIJK, ("V04",))
    assert [d.datum for d in verdict.uiterlijkeDatum] == [
        date(2028, 6, 20),
        date(2043, 4, 12),
        date(2026, 4, 12),
    ]
    assert (verdict.peildatum, verdict.regelversie) == (DAY, Regels.laad().versie)


def with_party(**facts: object) -> Feiten:
    return replace(FACTS, aansprakelijkheid=replace(FACTS.aansprakelijkheid, **facts))  # type: ignore[arg-type]  # a mixed bag of facts


def with_accident(**facts: object) -> Feiten:
    return replace(FACTS, ongeval=replace(FACTS.ongeval, **facts))  # type: ignore[arg-type]  # a mixed bag of facts


def with_provision(**facts: object) -> Feiten:
    return replace(FACTS, voorziening=replace(FACTS.voorziening, **facts))  # type: ignore[arg-type]  # a mixed bag of facts


OLD = with_accident(datum=Datum(2016, 1, 1))


@pytest.mark.parametrize(
    ("feiten", "expected"),
    [
        (with_accident(indicatie=Indicatie.N), ("V01",)),
        (with_accident(indicatie=Indicatie.O), ("V04", "V18")),
        (with_accident(datum=Datum()), ("V03",)),
        (with_accident(datum=Datum(2016, 1, 1)), ("V06",)),
        (with_party(derde=JaNee.ONBEKEND), ("V05",)),
        (with_party(derde=JaNee.NEE), ("V10",)),
        (with_party(hoedanigheid=Hoedanigheid.COLLEGA), ("V04", "V09")),
        (with_party(veroorzakerBekend=JaNee.NEE), ("V04", "V14")),
        (with_party(hoedanigheid=Hoedanigheid.DIERBEZITTER), ("V04", "V15")),
        (
            with_party(hoedanigheid=Hoedanigheid.DIERBEZITTER, schuldGesteld=JaNee.JA),
            ("V04",),
        ),
        (with_provision(wet=Wet.WLZ), ("V02",)),
        (with_provision(leveringsvorm=Leveringsvorm.ALGEMEEN), ("V02",)),
        (with_provision(besluitstatus=Besluitstatus.INGETROKKEN), ("V02",)),
        (with_provision(wet=Wet.ONBEKEND), ("V02", "V04")),
        (with_provision(besluitstatus=Besluitstatus.ONBEKEND), ("V02", "V04")),
        (with_provision(datumToekenning=date(2023, 4, 1)), ("V17",)),
        (with_provision(datumToekenning=None), ("V04",)),
        (replace(FACTS, client=Client(geboortedatum=Datum(2024))), ("V17",)),
        (replace(FACTS, afgewikkeld=JaNee.JA), ("V04", "V13")),
        (replace(FACTS, reedsVergoed=Vergoed(indicatie=Indicatie.J)), ("V04", "V13")),
        (replace(FACTS, eerderGemeld=EerderGemeld(indicatie=Indicatie.J)), ("V04", "V16")),
        (replace(FACTS, datumBekendheid=None), ("V04",)),
        (replace(OLD, gemeenteOpOngevalsdatum="0576"), ("V06", "V07")),
    ],
)
def test_each_fact_of_a_melding_reaches_its_rule(feiten: Feiten, expected: tuple[str, ...]) -> None:
    assert codes(feiten) == expected


def test_an_interruption_of_a_melding_counts() -> None:
    facts = replace(FACTS, stuitingen=(date(2024, 9, 1),))
    verdict = Regels.laad().verhaalbaarheid(facts, "9901", DAY)

    assert verdict.uiterlijkeDatum[0].datum == date(2029, 9, 1)


def test_the_sending_municipality_counts() -> None:
    assert codes(with_accident(datum=Datum(2017, 6, 1)), "0277") == ("V07",)


def test_the_insurer_of_a_melding_counts() -> None:
    facts = replace(OLD, aansprakelijkheid=Aansprakelijkheid(verzekeraarNeemtDeel=JaNee.NEE))

    assert Regels.laad().verhaalbaarheid(facts, "9901", DAY).uitkomst is Uitkomst.ONDERZOEK


def test_what_we_delivered_ourselves_is_never_taken_for_reported_before() -> None:
    facts = replace(FACTS, eerderGemeld=EerderGemeld(indicatie=Indicatie.J))
    rules = Regels.laad()

    first = rules.verhaalbaarheid(facts, "9901", DAY)
    second = rules.verhaalbaarheid(facts, "9901", DAY, eerder_geleverd=True)

    assert (first.uitkomst, second.uitkomst) == (Uitkomst.REEDS_GEMELD, Uitkomst.KANSRIJK)


def test_points_of_attention_stand_in_a_fixed_order() -> None:
    facts = replace(with_party(hoedanigheid=Hoedanigheid.WEGBEHEERDER), afgewikkeld=JaNee.JA)
    verdict = Regels.laad().verhaalbaarheid(facts, "9901", date(2028, 6, 1))

    assert verdict.aandachtspunten == (
        Aandachtspunt.SPOED,
        Aandachtspunt.AFGEWIKKELD,
        Aandachtspunt.RISICO_6_197,
    )


def test_every_code_has_a_sentence() -> None:
    rules = Regels.laad()

    assert all(rules.uitleg(f"V{n:02}").endswith(".") for n in range(1, 19))


def test_without_a_day_of_knowledge_the_earliest_sign_is_offered() -> None:
    silent = replace(FACTS, datumBekendheid=None)

    assert bekendheid_voorstel(FACTS) is None
    assert bekendheid_voorstel(silent) == date(2023, 5, 2)
    assert bekendheid_voorstel(replace(silent, datumAanvraag=None)) == date(2023, 6, 15)
    bare = replace(with_provision(datumToekenning=None), datumBekendheid=None, datumAanvraag=None)
    assert bekendheid_voorstel(bare) is None


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2024, 6, 19), None),
        (date(2024, 6, 20), 12),
        (date(2024, 12, 20), 6),
        (date(2025, 3, 20), 3),
        (date(2025, 5, 20), 1),
        (date(2025, 6, 20), 1),
        (date(2025, 6, 21), 0),
    ],
)
def test_a_deadline_lies_in_a_band_of_months(today: date, left: int | None) -> None:
    assert Regels.laad().maanden_over(date(2025, 6, 20), today) == left


# --- policy


@pytest.mark.parametrize(
    ("outcome", "act"),
    [
        (Uitkomst.KANSRIJK, "sturen"),
        (Uitkomst.ONDERZOEK, "sturen"),
        (Uitkomst.MOGELIJK_VERJAARD, "sturen"),
        (Uitkomst.WAARSCHIJNLIJK_NIET, "vasthouden"),
        (Uitkomst.REEDS_GEMELD, "vasthouden"),
        (Uitkomst.STOP, "vasthouden"),
    ],
)
def test_by_default_only_what_is_probably_lost_is_held(outcome: Uitkomst, act: str) -> None:
    assert beleid(outcome) == act


def test_the_policy_knows_every_outcome() -> None:
    assert all(beleid(outcome) in Handeling for outcome in Uitkomst)


@pytest.mark.parametrize(
    "outcome",
    [
        Uitkomst.KANSRIJK,
        Uitkomst.ONDERZOEK,
        Uitkomst.MOGELIJK_VERJAARD,
        Uitkomst.WAARSCHIJNLIJK_NIET,
    ],
)
def test_a_municipality_may_choose_otherwise_per_outcome(outcome: Uitkomst) -> None:
    for act in Handeling:
        choice = Instelling(**{outcome.value: act})

        assert beleid(outcome, choice) is act
        others = [other for other in Uitkomst if other is not outcome]
        assert all(beleid(other, choice) is beleid(other) for other in others)


def test_no_municipality_can_choose_to_send_what_is_no_melding() -> None:
    everything = Instelling(
        kansrijk=Handeling.STUREN,
        onderzoek=Handeling.STUREN,
        mogelijk_verjaard=Handeling.STUREN,
        waarschijnlijk_niet=Handeling.STUREN,
    )

    assert beleid(Uitkomst.STOP, everything) is Handeling.VASTHOUDEN
    assert beleid(Uitkomst.REEDS_GEMELD, everything) is Handeling.VASTHOUDEN
