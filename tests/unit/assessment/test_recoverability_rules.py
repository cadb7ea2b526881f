"""Each reason code, each line of precedence and each decision on dates, induced one by one."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assessment import Regels
from assessment.rulefile import DATA
from regres import Datum, Indicatie, JaNee
from regres.words import Besluitstatus, Hoedanigheid, Leveringsvorm, OngevalSoort, Wet
from tests.unit.assessment.law import PEILDATUM, PLAIN, advice, deadlines, judged

JA, NEE, ONBEKEND = JaNee.JA, JaNee.NEE, JaNee.ONBEKEND
AFKOOP = Datum(2016, 5, 1)
NIET, ONDERZOEK, KANSRIJK = "waarschijnlijk_niet", "onderzoek", "kansrijk"


def test_the_plain_case_is_kansrijk() -> None:
    assert advice(judged()) == (KANSRIJK, ("V04",))


# --- codes


def test_v01_no_accident_stops_alone_and_without_deadlines() -> None:
    verdict = judged(indicatie=Indicatie.N, wet=Wet.WLZ, eerderGemeld=Indicatie.J)

    assert advice(verdict) == ("stop", ("V01",))
    assert verdict.uiterlijkeDatum == ()


@pytest.mark.parametrize(
    "facts",
    [
        *({"wet": wet} for wet in (Wet.WMO2007, Wet.WLZ, Wet.JEUGDWET, Wet.ZVW)),
        {"leveringsvorm": Leveringsvorm.ALGEMEEN},
        {"besluitstatus": Besluitstatus.AANGEVRAAGD},
        {"besluitstatus": Besluitstatus.AFGEWEZEN},
        {"besluitstatus": Besluitstatus.INGETROKKEN},
    ],
)
def test_v02_what_the_wmo_does_not_cover_stops(facts: dict[str, Any]) -> None:
    verdict = judged(**facts)

    assert advice(verdict) == ("stop", ("V02",))
    assert verdict.uiterlijkeDatum == ()


@pytest.mark.parametrize(
    "facts", [{"besluitstatus": Besluitstatus.BEEINDIGD}, {"leveringsvorm": Leveringsvorm.PGB}]
)
def test_an_ended_provision_and_a_pgb_go_on(facts: dict[str, Any]) -> None:
    assert advice(judged(**facts)) == (KANSRIJK, ("V04",))


@pytest.mark.parametrize(
    "facts",
    [
        {"wet": Wet.ONBEKEND},
        {"leveringsvorm": Leveringsvorm.ONBEKEND},
        {"besluitstatus": Besluitstatus.ONBEKEND},
    ],
)
def test_an_unknown_wet_leveringsvorm_or_status_is_a_doubt_and_stops_nothing(
    facts: dict[str, Any],
) -> None:
    assert advice(judged(**facts)) == (ONDERZOEK, ("V02", "V04"))
    assert advice(judged(**facts, derde=NEE))[0] == NIET


def test_an_unknown_status_rescues_nothing_that_the_wmo_does_not_cover() -> None:
    verdict = judged(besluitstatus=Besluitstatus.ONBEKEND, wet=Wet.WLZ)

    assert advice(verdict) == ("stop", ("V02",))


def test_v03_an_unknown_date_asks_for_the_date() -> None:
    verdict = judged(ongeval=Datum())

    assert advice(verdict) == (ONDERZOEK, ("V03",))
    assert list(deadlines(verdict)) == ["relatief5"]


def test_v05_an_unknown_third_party_is_to_be_looked_into() -> None:
    assert advice(judged(derde=ONBEKEND)) == (ONDERZOEK, ("V05",))


def test_v06_what_was_bought_off_is_probably_lost() -> None:
    assert advice(judged(ongeval=AFKOOP)) == (NIET, ("V06",))


@pytest.mark.parametrize("insurer", [JA, ONBEKEND, None])
def test_v06_holds_unless_the_insurer_surely_did_not_take_part(insurer: JaNee | None) -> None:
    assert advice(judged(ongeval=AFKOOP, verzekeraarNeemtDeel=insurer)) == (NIET, ("V06",))


def test_v06_with_an_insurer_that_did_not_take_part_is_to_be_looked_into() -> None:
    assert advice(judged(ongeval=AFKOOP, verzekeraarNeemtDeel=NEE)) == (ONDERZOEK, ("V06",))


def test_v06_with_an_unknown_driver_is_to_be_looked_into() -> None:
    assert advice(judged(ongeval=AFKOOP, veroorzakerBekend=NEE)) == (ONDERZOEK, ("V06", "V14"))


def test_v07_a_municipality_that_did_not_take_part_may_claim() -> None:
    assert advice(judged(ongeval=AFKOOP, deelname=NEE)) == (ONDERZOEK, ("V07",))


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (Datum(2014, 7, 18), NIET),
        (Datum(2014, 7, 19), ONDERZOEK),
        (Datum(2014, 12, 31), ONDERZOEK),
        (Datum(1998, 1, 1), "waarschijnlijk_niet"),
    ],
)
def test_v08_before_2015_there_was_no_right_or_a_doubtful_one(day: Datum, outcome: str) -> None:
    verdict = judged(ongeval=day, soort=OngevalSoort.MEDISCH, bekendOp=Datum(2024, 1, 1))

    assert advice(verdict)[0] == outcome
    assert "V08" in verdict.redencodes
    assert "V06" not in verdict.redencodes


@pytest.mark.parametrize("who", [Hoedanigheid.WERKGEVER, Hoedanigheid.COLLEGA])
def test_v09_an_employer_or_colleague_is_excluded(who: Hoedanigheid) -> None:
    assert advice(judged(hoedanigheid=who)) == (NIET, ("V04", "V09"))
    assert advice(judged(hoedanigheid=who, andereDerde=NEE)) == (NIET, ("V04", "V09"))


def test_v09_does_not_decide_when_someone_else_is_liable_too() -> None:
    facts: dict[str, Any] = {
        "hoedanigheid": Hoedanigheid.WERKGEVER,
        "soort": OngevalSoort.BEDRIJFSONGEVAL,
    }

    assert advice(judged(**facts, andereDerde=JA)) == (KANSRIJK, ("V04", "V09"))
    assert advice(judged(**facts, andereDerde=ONBEKEND)) == (ONDERZOEK, ("V04", "V09"))


def test_v09_with_perhaps_another_one_liable_stays_lost_when_both_sides_are_lost() -> None:
    facts: dict[str, Any] = {
        "hoedanigheid": Hoedanigheid.WERKGEVER,
        "andereDerde": ONBEKEND,
        "derde": NEE,
    }

    assert advice(judged(**facts)) == (NIET, ("V09", "V10"))


def test_v10_nobody_to_blame() -> None:
    assert advice(judged(derde=NEE)) == (NIET, ("V10",))
    assert advice(judged(derde=NEE, ongeval=AFKOOP)) == (NIET, ("V06", "V10"))


def test_v11_one_day_after_the_five_years() -> None:
    facts: dict[str, Any] = {"bekendOp": Datum(2020, 3, 2), "ongeval": Datum(2019, 8, 19)}

    assert advice(judged(date(2025, 3, 2), **facts)) == (KANSRIJK, ("V04", "V12"))
    assert advice(judged(date(2025, 3, 3), **facts)) == ("mogelijk_verjaard", ("V04", "V11"))


def test_v11_one_day_after_the_twenty_years() -> None:
    facts: dict[str, Any] = {"ongeval": Datum(2019, 5, 6), "bekendOp": Datum(2038, 1, 1)}
    facts["soort"] = OngevalSoort.MEDISCH

    assert advice(judged(date(2039, 5, 6), **facts)) == (KANSRIJK, ("V04", "V12"))
    assert advice(judged(date(2039, 5, 7), **facts)) == ("mogelijk_verjaard", ("V04", "V11"))


def test_v12_the_six_months_before_a_deadline() -> None:
    facts: dict[str, Any] = {"soort": OngevalSoort.MEDISCH, "bekendOp": Datum(2023, 6, 20)}

    assert "V12" not in judged(date(2027, 12, 19), **facts).redencodes
    verdict = judged(date(2027, 12, 20), **facts)
    assert advice(verdict) == (KANSRIJK, ("V04", "V12"))
    assert [point.value for point in verdict.aandachtspunten] == ["spoed"]


def test_v12_a_warning_date_counts_but_never_expires() -> None:
    assert "V12" in judged(date(2026, 4, 12)).redencodes
    verdict = judged(date(2026, 4, 13))
    assert advice(verdict) == (KANSRIJK, ("V04",))
    assert deadlines(verdict)["wam3"] == date(2026, 4, 12)


def test_v12_is_not_given_beside_v11() -> None:
    near_twenty_past_five = judged(date(2039, 5, 1), ongeval=Datum(2019, 5, 6))

    assert advice(near_twenty_past_five) == ("mogelijk_verjaard", ("V04", "V11"))


@pytest.mark.parametrize("facts", [{"afgewikkeld": JA}, {"reedsVergoed": Indicatie.J}])
def test_v13_a_settled_claim_asks_attention(facts: dict[str, Any]) -> None:
    verdict = judged(**facts)

    assert advice(verdict) == (ONDERZOEK, ("V04", "V13"))
    assert [point.value for point in verdict.aandachtspunten] == ["afgewikkeld"]


@pytest.mark.parametrize(
    "facts",
    [
        *({"afgewikkeld": said} for said in (NEE, ONBEKEND, None)),
        *({"reedsVergoed": said} for said in (Indicatie.N, Indicatie.O, None)),
    ],
)
def test_v13_needs_a_stated_yes(facts: dict[str, Any]) -> None:
    assert advice(judged(**facts)) == (KANSRIJK, ("V04",))


@pytest.mark.parametrize(
    "facts",
    [
        {"soort": OngevalSoort.VERKEER, "hoedanigheid": Hoedanigheid.ONBEKEND},
        {"soort": OngevalSoort.ONBEKEND, "hoedanigheid": Hoedanigheid.BESTUURDER},
    ],
)
def test_v14_an_unknown_driver(facts: dict[str, Any]) -> None:
    assert advice(judged(veroorzakerBekend=NEE, **facts)) == (ONDERZOEK, ("V04", "V14"))


def test_v14_is_about_drivers_only() -> None:
    facts: dict[str, Any] = {"soort": OngevalSoort.GEWELD, "hoedanigheid": Hoedanigheid.OVERIG}

    assert advice(judged(veroorzakerBekend=NEE, **facts)) == (KANSRIJK, ("V04",))


@pytest.mark.parametrize("fault", [NEE, ONBEKEND, None])
@pytest.mark.parametrize(
    "who",
    [
        Hoedanigheid.DIERBEZITTER,
        Hoedanigheid.WEGBEHEERDER,
        Hoedanigheid.OPSTALBEZITTER,
        Hoedanigheid.PRODUCENT,
    ],
)
def test_v15_liability_by_risk_alone(who: Hoedanigheid, fault: JaNee | None) -> None:
    verdict = judged(hoedanigheid=who, schuldGesteld=fault)

    assert advice(verdict) == (ONDERZOEK, ("V04", "V15"))
    assert [point.value for point in verdict.aandachtspunten] == ["risico_6_197"]


def test_v15_is_lifted_by_stated_fault_only_and_never_given_by_the_kind_of_accident() -> None:
    assert advice(judged(hoedanigheid=Hoedanigheid.PRODUCENT, schuldGesteld=JA))[0] == KANSRIJK
    animal = judged(soort=OngevalSoort.DIER, hoedanigheid=Hoedanigheid.ONBEKEND)
    assert advice(animal) == (KANSRIJK, ("V04",))
    unknown = judged(hoedanigheid=Hoedanigheid.DIERBEZITTER, derde=ONBEKEND)
    assert advice(unknown) == (ONDERZOEK, ("V05",))


def test_v16_what_was_reported_by_telephone_is_not_sent_again() -> None:
    verdict = judged(eerderGemeld=Indicatie.J, derde=NEE)

    assert advice(verdict) == ("reeds_gemeld", ("V10", "V16"))
    assert deadlines(verdict) != {}


def test_v16_never_holds_for_what_we_delivered_ourselves() -> None:
    verdict = judged(eerderGemeld=Indicatie.J, eerder_geleverd=True)

    assert advice(verdict) == (KANSRIJK, ("V04",))


@pytest.mark.parametrize("said", [Indicatie.N, Indicatie.O, None])
def test_v16_needs_a_stated_yes(said: Indicatie | None) -> None:
    assert advice(judged(eerderGemeld=said)) == (KANSRIJK, ("V04",))


@pytest.mark.parametrize(
    "facts",
    [
        {"toekenning": date(2023, 4, 11)},
        {"ongeval": Datum(2025, 3, 4), "bekendOp": Datum()},
        {"geboren": Datum(2023, 4, 13)},
        {"bekendOp": Datum(2023, 4, 11)},
        {"bekendOp": Datum(2025, 3, 4)},
    ],
    ids=["after the grant", "in the future", "before birth", "known before", "known in the future"],
)
def test_v17_dates_in_an_impossible_order_go_to_quarantine(facts: dict[str, Any]) -> None:
    verdict = judged(**facts, eerderGemeld=Indicatie.J)

    assert advice(verdict) == ("stop", ("V17",))
    assert verdict.uiterlijkeDatum == ()


@pytest.mark.parametrize(
    "facts",
    [
        {"toekenning": date(2023, 4, 12)},
        {"ongeval": Datum(2023, 4), "toekenning": date(2023, 4, 1)},
        {"ongeval": Datum(2023), "toekenning": date(2023, 1, 1)},
        {"geboren": Datum(2023), "ongeval": Datum(2023, 4, 12)},
        {"bekendOp": Datum(2023, 4)},
        {"ongeval": Datum(2025), "bekendOp": Datum()},
    ],
)
def test_v17_compares_on_the_coarser_unit(facts: dict[str, Any]) -> None:
    assert advice(judged(**facts))[0] != "stop"


def test_v18_an_uncertain_accident_is_never_better_than_onderzoek() -> None:
    assert advice(judged(indicatie=Indicatie.O)) == (ONDERZOEK, ("V04", "V18"))
    assert advice(judged(indicatie=Indicatie.O, derde=NEE)) == (NIET, ("V10", "V18"))


@pytest.mark.parametrize("known", [JA, ONBEKEND, None])
def test_v14_needs_a_stated_no(known: JaNee | None) -> None:
    assert advice(judged(veroorzakerBekend=known)) == (KANSRIJK, ("V04",))


def test_v15_is_not_given_where_nobody_is_liable() -> None:
    verdict = judged(hoedanigheid=Hoedanigheid.DIERBEZITTER, derde=NEE)

    assert advice(verdict) == (NIET, ("V10",))


def test_a_family_driver_has_no_code() -> None:
    assert advice(judged(hoedanigheid=Hoedanigheid.GEZINSLID)) == (KANSRIJK, ("V04",))


# --- precedence


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        # P1 before P2 before P3 before P4 before P5
        ({"indicatie": Indicatie.N, "wet": Wet.WLZ}, ("stop", ("V01",))),
        ({"wet": Wet.WLZ, "toekenning": date(2020, 1, 1)}, ("stop", ("V02",))),
        ({"toekenning": date(2020, 1, 1), "eerderGemeld": Indicatie.J}, ("stop", ("V17",))),
        ({"eerderGemeld": Indicatie.J, "derde": NEE}, ("reeds_gemeld", ("V10", "V16"))),
        # P5 before P6: an excluded claim is not rescued by being possibly expired
        ({"derde": NEE, "bekendOp": Datum(2023, 5, 1), "peildatum": date(2029, 1, 1)},
         (NIET, ("V10", "V11"))),
        # P6 before P7
        ({"derde": ONBEKEND, "peildatum": date(2029, 1, 1)}, ("mogelijk_verjaard", ("V05", "V11"))),
        # P7 before P8
        ({"afgewikkeld": JA}, (ONDERZOEK, ("V04", "V13"))),
    ],
)  # fmt: skip
def test_the_first_line_that_applies_decides(
    facts: dict[str, Any], expected: tuple[str, tuple[str, ...]]
) -> None:
    assert advice(judged(**facts)) == expected


def test_v12_never_decides() -> None:
    assert advice(judged(date(2028, 6, 1)))[0] == KANSRIJK


def test_p9_a_month_on_both_sides_of_a_boundary_is_to_be_looked_into() -> None:
    facts: dict[str, Any] = {"ongeval": Datum(2014, 7), "bekendOp": Datum(2023, 10, 2)}

    assert advice(judged(**facts)) == (ONDERZOEK, ("V08",))


def test_p9_a_year_on_one_side_keeps_its_outcome() -> None:
    assert advice(judged(ongeval=Datum(2018), bekendOp=Datum(2023))) == (NIET, ("V06",))
    assert advice(judged(ongeval=Datum(2019), bekendOp=Datum(2023))) == (KANSRIJK, ("V04",))


def test_p9_unknown_participation_gives_both_codes() -> None:
    assert advice(judged(ongeval=AFKOOP, deelname=ONBEKEND)) == (ONDERZOEK, ("V06", "V07"))
    no_insurer = judged(ongeval=AFKOOP, deelname=ONBEKEND, derde=NEE)
    assert advice(no_insurer) == (NIET, ("V06", "V07", "V10"))


# --- participation and mergers


@pytest.mark.parametrize("place", ["Noordwijkerhout", "0576", "Rozendaal", "0277"])
@pytest.mark.parametrize(
    ("year", "codes"),
    [(2015, ("V06", "V07")), (2016, ("V06", "V07")), (2017, ("V07",)), (2018, ("V07",))],
)
def test_two_municipalities_did_not_take_part(
    place: str, year: int, codes: tuple[str, ...]
) -> None:
    verdict = judged(ongeval=Datum(year, 6, 1), gemeente=place, soort=OngevalSoort.MEDISCH)

    assert advice(verdict) == (ONDERZOEK, codes)


@pytest.mark.parametrize("place", ["0575", "Noordwijk"])
def test_a_successor_of_which_the_predecessor_is_not_stated_may_be_either(place: str) -> None:
    facts: dict[str, Any] = {"ongeval": Datum(2018, 6, 9), "gemeente": place}

    assert advice(judged(**facts)) == (ONDERZOEK, ("V06", "V07"))
    assert advice(judged(**facts, gemeenteOpOngeval="0575")) == (NIET, ("V06",))
    assert advice(judged(**facts, gemeenteOpOngeval="0576")) == (ONDERZOEK, ("V07",))


def test_the_last_day_before_a_merger_still_asks_for_the_predecessor() -> None:
    verdict = judged(ongeval=Datum(2018, 12, 31), gemeente="0575")

    assert advice(verdict) == (ONDERZOEK, ("V06", "V07"))


def test_a_predecessor_that_is_known_to_be_unknown_gives_both_sides() -> None:
    verdict = judged(ongeval=AFKOOP, gemeenteOpOngeval="onbekend")

    assert advice(verdict) == (ONDERZOEK, ("V06", "V07"))


@pytest.mark.parametrize(
    ("years", "codes"),
    [
        ('2015: "nee", 2016: "nee", 2017: "nee", 2018: "ja"', ("V06",)),
        ('2015: "ja", 2016: "nee", 2017: "nee", 2018: "nee"', ("V07",)),
        ('2015: "nee", 2016: "ja", 2017: "nee", 2018: "nee"', ("V06",)),
        ('2015: "nee", 2016: "nee", 2017: onbekend, 2018: "nee"', ("V06", "V07")),
    ],
)
def test_taking_part_in_the_accident_year_or_later_buys_off(
    tmp_path: Path, years: str, codes: tuple[str, ...]
) -> None:
    law = (DATA / "verhaal.yaml").read_text(encoding="utf-8")
    listed = '2015: onbekend, 2016: onbekend, 2017: "nee", 2018: "nee"'
    path = tmp_path / "verhaal.yaml"
    path.write_text(law.replace(listed, years, 1), encoding="utf-8")
    zaak = replace(PLAIN, ongeval=AFKOOP, gemeente="0576")

    assert Regels.laad(path).oordeel(zaak, PEILDATUM).redencodes == codes


def test_leaving_later_does_not_revive_the_right() -> None:
    # Unknown in 2016 would be both sides; a stated yes for the accident year settles it.
    assert advice(judged(ongeval=AFKOOP, gemeente="0576", deelname=JA)) == (NIET, ("V06",))


# --- dates


def test_d1_the_last_safe_day_is_inclusive() -> None:
    assert deadlines(judged())["relatief5"] == date(2028, 6, 20)


@pytest.mark.parametrize(
    ("known", "last"),
    [
        (Datum(2024, 2, 29), date(2029, 2, 28)),
        (Datum(2023, 6), date(2028, 6, 1)),
        (Datum(2024), date(2029, 1, 1)),
    ],
)
def test_d2_d8_a_leap_day_clamps_and_a_coarse_day_of_knowledge_is_its_first(
    known: Datum, last: date
) -> None:
    verdict = judged(ongeval=Datum(2022, 1, 1), bekendOp=known)

    assert deadlines(verdict)["relatief5"] == last


def test_d2_months_clamp_too() -> None:
    facts: dict[str, Any] = {"soort": OngevalSoort.MEDISCH, "bekendOp": Datum(2023, 8, 31)}

    assert "V12" not in judged(date(2028, 2, 28), **facts).redencodes
    assert "V12" in judged(date(2028, 2, 29), **facts).redencodes


def test_d4_d5_twenty_years_and_three_from_the_accident() -> None:
    assert deadlines(judged(ongeval=Datum(2020, 2, 29))) == {
        "relatief5": date(2028, 6, 20),
        "absoluut20": date(2040, 2, 29),
        "wam3": date(2023, 2, 28),
    }


@pytest.mark.parametrize("kind", OngevalSoort)
def test_d5_only_traffic_has_the_three_years(kind: OngevalSoort) -> None:
    assert ("wam3" in deadlines(judged(soort=kind))) == (kind is OngevalSoort.VERKEER)


@pytest.mark.parametrize(
    ("interruptions", "last"),
    [
        ((date(2024, 5, 5),), date(2029, 5, 5)),
        ((date(2028, 6, 20),), date(2033, 6, 20)),
        ((date(2028, 6, 21),), date(2028, 6, 20)),
        ((date(2032, 1, 1), date(2028, 6, 20)), date(2037, 1, 1)),
        ((date(2022, 1, 1),), date(2028, 6, 20)),
        ((date(2034, 1, 1),), date(2028, 6, 20)),
    ],
    ids=["in time", "last day", "a day late", "one carries the next", "never earlier", "future"],
)
def test_d7_an_interruption_in_time_starts_five_new_years(
    interruptions: tuple[date, ...], last: date
) -> None:
    verdict = judged(date(2033, 1, 1), stuitingen=interruptions)

    assert deadlines(verdict)["relatief5"] == last
    assert deadlines(verdict)["absoluut20"] == date(2043, 4, 12)


def test_d7_an_interruption_after_the_evaluation_does_not_count_yet() -> None:
    facts: dict[str, Any] = {"stuitingen": (date(2026, 1, 1),)}

    assert deadlines(judged(date(2025, 12, 31), **facts))["relatief5"] == date(2028, 6, 20)
    assert deadlines(judged(date(2026, 1, 1), **facts))["relatief5"] == date(2031, 1, 1)


def test_each_deadline_tells_its_ground_and_its_beginning() -> None:
    plain, interrupted = judged(), judged(stuitingen=(date(2024, 5, 5),))

    assert [(d.basis, d.begin) for d in plain.uiterlijkeDatum] == [
        ("art. 3:310 lid 1 BW, vanaf bekendheid", date(2023, 6, 20)),
        ("art. 3:310 lid 1 BW, vanaf het ongeval", date(2023, 4, 12)),
        ("art. 10 WAM, vanaf het ongeval; alleen een waarschuwing", date(2023, 4, 12)),
    ]
    first = interrupted.uiterlijkeDatum[0]
    assert (first.basis, first.begin) == ("art. 3:319 BW, na stuiting", date(2024, 5, 5))


def test_d8_the_listed_deadlines_are_those_of_the_first_day() -> None:
    assert deadlines(judged(ongeval=Datum(2023, 4)))["absoluut20"] == date(2043, 4, 1)
    assert deadlines(judged(ongeval=Datum(2023)))["absoluut20"] == date(2043, 1, 1)


def test_d8_each_day_is_judged_by_its_own_deadlines() -> None:
    facts: dict[str, Any] = {"ongeval": Datum(2019, 5), "bekendOp": Datum(2038, 6, 1)}
    facts["soort"] = OngevalSoort.MEDISCH

    verdict = judged(date(2039, 5, 10), **facts)

    assert advice(verdict) == (ONDERZOEK, ("V04", "V11", "V12"))


def test_no_day_of_knowledge_gives_no_relative_deadline() -> None:
    assert list(deadlines(judged(bekendOp=Datum()))) == ["absoluut20", "wam3"]


def test_d11_the_last_day_of_the_buy_off_and_the_first_after_it() -> None:
    assert advice(judged(ongeval=Datum(2018, 12, 31)))[1] == ("V06",)
    assert advice(judged(ongeval=Datum(2019, 1, 1)))[1] == ("V04",)


def test_the_verdict_names_the_version_of_the_rules_and_the_day() -> None:
    verdict = judged()

    assert (verdict.regelversie, verdict.peildatum) == ("verhaal-1", PEILDATUM)
