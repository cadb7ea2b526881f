"""What holds for every case: totality, monotony, agreement with a second judge written apart."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment import Regels, Zaakfeiten
from assessment.recoverability.oordeel import blijft
from regres import Datum, Indicatie, JaNee, Uitkomst, Verhaalbaarheid
from regres.words import Besluitstatus, Hoedanigheid, Leveringsvorm, OngevalSoort, Wet
from tests.unit.assessment.law import (
    PEILDATUM,
    PLAIN,
    advice,
    any_datum,
    days,
    deadlines,
    lopende_zaken,
    months,
    near_edges,
    whole_dates,
    years,
    zaken,
)

# The second judge goes day by day; on a busy machine that takes long, which is no fault of a rule.
FAIR = settings(deadline=None)
HARDNESS = ["kansrijk", "onderzoek", "mogelijk_verjaard", "waarschijnlijk_niet", "stop"]


def judge(zaak: Zaakfeiten, day: date, *, eerder_geleverd: bool = False) -> Verhaalbaarheid:
    return Regels.laad().oordeel(zaak, day, eerder_geleverd=eerder_geleverd)


@settings(FAIR)
@given(zaken, days, st.booleans())
def test_every_case_has_an_outcome_with_a_reason(
    zaak: Zaakfeiten, day: date, eerder_geleverd: bool
) -> None:
    verdict = judge(zaak, day, eerder_geleverd=eerder_geleverd)

    assert verdict.redencodes == tuple(sorted(set(verdict.redencodes)))
    assert verdict.redencodes != ()
    assert (verdict.uitkomst is Uitkomst.STOP) <= (verdict.uiterlijkeDatum == ())
    assert (verdict.uitkomst is Uitkomst.STOP) == (
        verdict.redencodes in (("V01",), ("V02",), ("V17",))
    )


@settings(FAIR)
@given(st.dates(), st.dates(), st.lists(st.dates(), max_size=2))
def test_no_date_a_calendar_knows_is_too_early_or_too_late(
    accident: date, known: date, interruptions: list[date]
) -> None:
    zaak = Zaakfeiten(
        indicatie=Indicatie.J,
        ongeval=Datum.van(accident),
        soort=OngevalSoort.VERKEER,
        bekendOp=Datum.van(known),
        stuitingen=tuple(interruptions),
        leveringsvorm=Leveringsvorm.ZIN,
    )

    assert judge(zaak, date.max).redencodes
    assert judge(zaak, date.min).redencodes


@settings(FAIR)
@given(lopende_zaken, st.integers(0, 4000), st.integers(1, 4000))
def test_a_later_evaluation_never_shortens_a_deadline(
    zaak: Zaakfeiten, wait: int, longer: int
) -> None:
    # In the order that life has, or most cases would be stopped and show no deadline.
    happened, known = sorted((zaak.ongeval, zaak.bekendOp), key=lambda datum: datum.iso() or "")
    ordered = replace(zaak, ongeval=happened, bekendOp=known)
    one = (known.laatste or date(2015, 1, 1)) + timedelta(days=wait)
    other = one + timedelta(days=longer)

    early, late = (deadlines(judge(ordered, day)) for day in (one, other))

    # A later day never brings dates into an impossible order, which alone has no deadlines.
    assert early.keys() == late.keys()
    assert all(early[kind] <= late[kind] for kind in early)


@settings(FAIR)
@given(st.data(), st.dates(date(2005, 1, 1), date(2020, 12, 31)))
def test_a_letter_that_came_since_never_shortens_a_deadline(
    data: st.DataObject, known: date
) -> None:
    """Letters and days of judging lie around the period, or hardly any letter would count."""
    after = st.integers(0, 12 * 365).map(lambda number: known + timedelta(days=number))
    zaak = replace(
        PLAIN,
        ongeval=Datum.van(known - timedelta(days=data.draw(st.integers(0, 400)))),
        bekendOp=Datum.van(known),
        stuitingen=tuple(data.draw(st.lists(after, min_size=1, max_size=4))),
    )
    one, other = sorted(data.draw(st.tuples(after, after)))

    early, late = deadlines(judge(zaak, one)), deadlines(judge(zaak, other))

    assert early["relatief5"] <= late["relatief5"]
    assert early.keys() == late.keys()


UNKNOWNS: dict[str, tuple[Any, list[Any]]] = {
    "derde": (JaNee.ONBEKEND, [JaNee.JA, JaNee.NEE]),
    "andereDerde": (JaNee.ONBEKEND, [JaNee.JA, JaNee.NEE]),
    "schuldGesteld": (JaNee.ONBEKEND, [JaNee.JA, JaNee.NEE]),
    "veroorzakerBekend": (JaNee.ONBEKEND, [JaNee.JA, JaNee.NEE]),
    "verzekeraarNeemtDeel": (JaNee.ONBEKEND, [JaNee.JA, JaNee.NEE]),
    "afgewikkeld": (JaNee.ONBEKEND, [JaNee.JA, JaNee.NEE]),
    "deelname": (JaNee.ONBEKEND, [JaNee.JA, JaNee.NEE]),
    "reedsVergoed": (Indicatie.O, [Indicatie.J, Indicatie.N]),
    "indicatie": (Indicatie.O, [Indicatie.J, Indicatie.N]),
    "hoedanigheid": (
        Hoedanigheid.ONBEKEND,
        [who for who in Hoedanigheid if who is not Hoedanigheid.ONBEKEND],
    ),
    "soort": (
        OngevalSoort.ONBEKEND,
        [kind for kind in OngevalSoort if kind is not OngevalSoort.ONBEKEND],
    ),
    "leveringsvorm": (
        Leveringsvorm.ONBEKEND,
        [Leveringsvorm.ZIN, Leveringsvorm.PGB, Leveringsvorm.ALGEMEEN],
    ),
    "wet": (Wet.ONBEKEND, [law for law in Wet if law is not Wet.ONBEKEND]),
    "besluitstatus": (
        Besluitstatus.ONBEKEND,
        [state for state in Besluitstatus if state is not Besluitstatus.ONBEKEND],
    ),
    "gemeenteOpOngeval": ("onbekend", ["9901", "0576"]),
}


@pytest.mark.parametrize("fact", UNKNOWNS)
@settings(FAIR, max_examples=30)  # for each fact, and each example judges up to eleven cases
@given(zaak=lopende_zaken, day=days)
def test_an_unknown_is_never_harder_than_the_hardest_of_what_it_may_be(
    fact: str, zaak: Zaakfeiten, day: date
) -> None:
    unknown, known = UNKNOWNS[fact]
    base = replace(zaak, eerderGemeld=None)

    assert hardness(judge(replace(base, **{fact: unknown}), day)) <= max(
        hardness(judge(replace(base, **{fact: value}), day)) for value in known
    )


@settings(FAIR)
@given(lopende_zaken, any_datum, days)
def test_an_unknown_accident_date_is_never_harder_than_some_date(
    zaak: Zaakfeiten, known: Datum, day: date
) -> None:
    base = replace(zaak, eerderGemeld=None, bekendOp=known)
    # Before the right existed: the hardest a date can be.
    before = replace(base, ongeval=Datum(1990, 1, 1))

    assert hardness(judge(replace(base, ongeval=Datum()), day)) <= hardness(judge(before, day))


def hardness(verdict: Verhaalbaarheid) -> int:
    return HARDNESS.index(verdict.uitkomst.value)


@settings(FAIR, max_examples=60)  # each example judges up to 366 days one by one
@given(lopende_zaken, months | years, near_edges)
def test_a_month_or_year_is_judged_as_all_its_days_together(
    zaak: Zaakfeiten, coarse: Datum, around: date
) -> None:
    # Nothing before or after it, so that no single day is impossible (V17) where the whole is not.
    base = replace(zaak, ongeval=coarse, bekendOp=Datum())
    day = max(around, date(2027, 1, 1))
    per_day = [judge(replace(base, ongeval=Datum.van(one)), day) for one in days_of(coarse)]

    whole = judge(base, day)

    outcomes = {verdict.uitkomst for verdict in per_day}
    assert whole.uitkomst is (outcomes.pop() if len(outcomes) == 1 else Uitkomst.ONDERZOEK)
    assert set(whole.redencodes) == {code for one in per_day for code in one.redencodes}
    assert whole.uiterlijkeDatum == per_day[0].uiterlijkeDatum


def days_of(coarse: Datum) -> list[date]:
    first, last = coarse.eerste, coarse.laatste
    assert first is not None
    assert last is not None
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@settings(FAIR)
@given(zaken, whole_dates | st.just(Datum()), days, st.booleans())
def test_a_second_judge_written_apart_agrees(
    zaak: Zaakfeiten, accident: Datum, day: date, eerder_geleverd: bool
) -> None:
    plain = replace(
        zaak,
        ongeval=accident,
        gemeente="9901",
        gemeenteOpOngeval=None,
        bekendOp=Datum.van(zaak.bekendOp.eerste) if zaak.bekendOp.eerste else Datum(),
        geboren=Datum(),
    )
    expected = SecondJudge(plain, day, eerder_geleverd).verdict()

    verdict = judge(plain, day, eerder_geleverd=eerder_geleverd)

    assert (verdict.uitkomst.value, set(verdict.redencodes)) == expected


class SecondJudge:
    """The same law in plain Python, for whole days; shares no code or data with the first."""

    def __init__(self, zaak: Zaakfeiten, day: date, delivered: bool) -> None:
        self.z, self.day, self.delivered = zaak, day, delivered
        self.accident = zaak.ongeval.eerste
        self.known = zaak.bekendOp.eerste

    def verdict(self) -> tuple[str, set[str]]:
        if self.z.indicatie == "N":
            return "stop", {"V01"}
        if self.out_of_scope():
            return "stop", {"V02"}
        if self.impossible():
            return "stop", {"V17"}
        sides = [
            self.side(took_part, other)
            for took_part in self.both(self.z.deelname or JaNee.JA)
            for other in self.both(self.z.andereDerde)
        ]
        outcomes = {outcome for outcome, _ in sides}
        outcome = outcomes.pop() if len(outcomes) == 1 else "onderzoek"
        return outcome, set().union(*(codes for _, codes in sides))

    def both(self, answer: JaNee | None) -> list[JaNee | None]:
        return [JaNee.JA, JaNee.NEE] if answer is JaNee.ONBEKEND else [answer]

    def out_of_scope(self) -> bool:
        return (
            self.z.wet not in ("Wmo", "onbekend")
            or self.z.leveringsvorm == "algemeen"
            or self.z.besluitstatus not in ("toegekend", "beeindigd", "onbekend")
        )

    def impossible(self) -> bool:
        late = self.accident or date.min
        limits = [self.day, self.z.toekenning or date.max, self.known or date.max]
        return any(late > limit for limit in limits) or (self.known or date.min) > self.day

    def side(self, took_part: JaNee | None, other: JaNee | None) -> tuple[str, set[str]]:
        codes = self.band(took_part) | self.parties() | self.attention() | self.terms()
        return self.outcome(codes, other), codes

    def band(self, took_part: JaNee | None) -> set[str]:
        if self.accident is None:
            return {"V03"}
        if self.accident < date(2015, 1, 1):
            return {"V08"}
        if self.accident < date(2019, 1, 1):
            return {"V06"} if took_part is JaNee.JA else {"V07"}
        return {"ja": {"V04"}, "onbekend": {"V05"}, "nee": set()}[self.z.derde.value]

    def parties(self) -> set[str]:
        codes = set()
        if self.z.hoedanigheid in ("werkgever", "collega"):
            codes.add("V09")
        if self.z.derde == "nee":
            codes.add("V10")
        driver = self.z.soort == "verkeer" or self.z.hoedanigheid == "bestuurder"
        if self.z.veroorzakerBekend == "nee" and driver:
            codes.add("V14")
        risky = ("dierbezitter", "wegbeheerder", "opstalbezitter", "producent")
        at_risk = self.z.derde == "ja" and self.z.hoedanigheid in risky
        if at_risk and self.z.schuldGesteld != "ja":
            codes.add("V15")
        return codes

    def attention(self) -> set[str]:
        codes = set()
        if self.z.afgewikkeld == "ja" or self.z.reedsVergoed == "J":
            codes.add("V13")
        if self.z.eerderGemeld == "J" and not self.delivered:
            codes.add("V16")
        if self.z.indicatie == "O":
            codes.add("V18")
        if "onbekend" in (self.z.wet, self.z.leveringsvorm, self.z.besluitstatus):
            codes.add("V02")
        return codes

    def terms(self) -> set[str]:
        hard, soft = [], []
        if self.known:
            hard.append(self.relative(later(self.known, 5)))
        if self.accident:
            hard.append(later(self.accident, 20))
        if self.accident and self.z.soort == "verkeer":
            soft.append(later(self.accident, 3))
        if any(self.day > last for last in hard):
            return {"V11"}
        near = any(half_year_before(last) <= self.day <= last for last in hard + soft)
        return {"V12"} if near else set()

    def relative(self, last: date) -> date:
        for interruption in sorted(self.z.stuitingen):
            if interruption <= last and interruption <= self.day:
                last = max(last, later(interruption, 5))
        return last

    def outcome(self, codes: set[str], other: JaNee | None) -> str:
        before_any_right = self.accident is not None and self.accident < date(2014, 7, 19)
        lost: list[Callable[[], bool]] = [
            lambda: "V06" in codes and self.z.verzekeraarNeemtDeel != "nee" and "V14" not in codes,
            lambda: before_any_right,
            lambda: "V09" in codes and other is not JaNee.JA,
            lambda: "V10" in codes,
        ]
        if "V16" in codes:
            return "reeds_gemeld"
        if any(reason() for reason in lost):
            return "waarschijnlijk_niet"
        if "V11" in codes:
            return "mogelijk_verjaard"
        return "kansrijk" if codes <= {"V04", "V09", "V12"} else "onderzoek"


def later(day: date, number: int) -> date:
    try:
        return day.replace(year=day.year + number)
    except ValueError:
        return day.replace(year=day.year + number, day=28)


def half_year_before(day: date) -> date:
    year, month = (day.year, day.month - 6) if day.month > 6 else (day.year - 1, day.month + 6)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, day.day)


@settings(FAIR)
@given(zaken | lopende_zaken, days, st.integers(0, 12), st.booleans())
def test_what_is_said_to_stay_is_judged_alike_on_every_day_until_then(
    zaak: Zaakfeiten, first: date, length: int, delivered: bool
) -> None:
    rules = Regels.laad()
    every = [first + timedelta(days=number) for number in range(length + 1)]
    if blijft(zaak, first, every[-1], rules.tabellen):
        found = {advice(judge(zaak, day, eerder_geleverd=delivered)) for day in every}
        assert found == {advice(judge(zaak, first))}


@pytest.mark.parametrize(
    "anders",
    [
        {"ongeval": Datum(2022, 9, 5)},  # wam3: its last months begin
        {"bekendOp": Datum(2020, 9, 5)},
        {"bekendOp": Datum(2020, 3, 5)},
        {"ongeval": Datum(2022, 9)},
        {"stuitingen": (date(2025, 3, 5),)},
        {"ongeval": Datum(2025, 3, 4), "bekendOp": Datum()},
        {"eerderGemeld": Indicatie.J},
    ],
)
def test_what_may_change_within_a_week_is_not_said_to_stay(anders: dict[str, Any]) -> None:
    rules, until = Regels.laad(), PEILDATUM + timedelta(days=7)

    assert blijft(PLAIN, PEILDATUM, until, rules.tabellen)
    assert not blijft(replace(PLAIN, **anders), PEILDATUM, until, rules.tabellen)
