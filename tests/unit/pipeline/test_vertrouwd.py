"""What stands and did not change: nothing may come of it that reading in full would not give."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Blokkades, StandStaat, StubKort, StubSoort
from pipeline import Route
from pipeline.vertrouwd import TIJDVAK, tijdvak
from regres import Problem, Row
from tests.tools.gemeente import HEADER, NU, VANDAAG, rij
from tests.tools.merknachten import (
    INDEX,
    STRAKS,
    VERHAAL,
    VREEMD,
    Onthoudt,
    Telt,
    besluit,
    blok,
    lees,
    ongemerkt,
)

_CELLEN = {
    "Ongeval J/N": ("J", "J", "J", "N", "", "?"),
    "Aansprakelijke derde (J/N)": ("J", "J", "", "N", "x"),
    "Status": ("Toegekend", "Toegekend", "Afgewezen", "Onzin"),
    "Datum ongeval": ("01-03-2025", "01-03-2025", "", "2025", "23-05-2024", "01-03-2030"),
    "Bekend op": ("01-05-2025", "", "27-05-2022", "01-12-2021"),
    "BSN": ("999900006", "999900006", "999900018", "", "1234"),
    "Beschikkingnr": ("B1", "B2", "B3", "B4", ""),
    "Bedrag": ("7.215,00", "80,00", "veel"),
    "Toelichting": (
        "",
        "",
        "Huisbezoek.",
        VERHAAL,
        "Is aangereden.",
        "Mogelijk een ongeval; navragen.",
    ),
}


def weer_gemerkt(memory: Onthoudt, was: Onthoudt) -> Onthoudt:
    """Give a memory in which what that read did not meet has the mark that it had."""
    stands = {
        key: replace(one, bronmerk=was.bekend[key].bronmerk) if one.bronmerk == VREEMD else one
        for key, one in memory.bekend.items()
    }
    return replace(memory, bekend=stands)


def rows() -> st.SearchStrategy[list[dict[str, str]]]:
    cells = st.fixed_dictionaries({name: st.sampled_from(some) for name, some in _CELLEN.items()})
    return st.lists(cells.map(lambda some: rij(1, "J") | some), min_size=1, max_size=8)


@given(
    nights=st.lists(rows(), min_size=1, max_size=2),
    wait=st.sampled_from((0, 1, 7, 30, 90)),
    objects=st.booleans(),
    hoe=st.sampled_from(("blok", "los")),
)
def test_what_did_not_change_lands_where_reading_in_full_lands_it(
    route: Route, nights: list[list[dict[str, str]]], wait: int, objects: bool, hoe: str
) -> None:
    """Nights of rows of every kind: the first, the same, what changed in them, and the first."""
    who = [route.pseudoniemen.clientmerk("bsn", "999900018").waarde] * objects
    known, now = Onthoudt(bezwaar=Blokkades(frozenset(who), 1)), NU
    first, last = nights[0], nights[-1]
    for some in (first, first, [*first[:2], *last, *first[3:]], first, first):
        plain = lees(route, some, ongemerkt(known), now, "geheel")
        quick = lees(route, some, known, now, hoe)

        assert quick.verteld == plain.verteld
        assert quick.daarna == weer_gemerkt(plain.daarna, known)
        known, now = quick.daarna, now + timedelta(days=wait)


def twee_nachten(
    route: Route,
    tweede: Mapping[str, str] | None = None,
    verander: Callable[[Onthoudt], Onthoudt] = lambda known: known,
    now: datetime = NU + STRAKS,
) -> tuple[int, dict[str, Any]]:
    """Read two accidents and then again, the second as it is now; tell how many were in full."""
    one, two = rij(1, "J"), rij(2, "J")
    known = lees(route, [one, two], Onthoudt()).daarna
    again = lees(route, [one, two if tweede is None else tweede], verander(known), now)
    return again.vol, again.verteld


def test_one_of_each_combination_of_reasons_is_read_and_the_others_are_counted(
    route: Route,
) -> None:
    known = lees(route, [rij(n, "J") for n in range(1, 21)], Onthoudt()).daarna

    again = lees(route, [rij(n, "J") for n in range(20, 0, -1)], known, NU + STRAKS)

    assert (again.vol, again.verteld["ongewijzigd"], again.verteld["gekregen"]) == (1, 20, {})


def stand_zonder(**anders: Any) -> Callable[[Onthoudt], Onthoudt]:
    def verander(known: Onthoudt) -> Onthoudt:
        stands = {key: replace(one, **anders) for key, one in known.bekend.items()}
        return replace(known, bekend=stands)

    return verander


@pytest.mark.parametrize(
    "anders",
    [
        {"bronmerk": ""},
        {"inhoudsmerk": ""},
        {"inhoudsmerk": "0" * 64},
        {"clientmerk": "0" * 64},
        {"merkversie": 0},
        {"staat": StandStaat.INGETROKKEN},
        {"bronset": "andere"},
    ],
)
def test_what_does_not_stand_as_it_was_left_is_read_in_full(
    route: Route, anders: dict[str, Any]
) -> None:
    assert twee_nachten(route)[0] == 1
    assert twee_nachten(route, verander=stand_zonder(**anders))[0] == 2


@pytest.mark.parametrize("kolom", [name for name in HEADER if name != "Beschikkingnr"])
def test_every_column_that_is_read_is_in_the_mark(route: Route, kolom: str) -> None:
    used = kolom in getattr(route.plan.layout, "kolommen", ())

    read, _ = twee_nachten(route, rij(2, "J") | {kolom: "iets anders"})

    assert read == 1 + used


def test_what_waits_or_was_decided_is_read_in_full(route: Route) -> None:
    def waits(known: Onthoudt) -> Onthoudt:
        stub = StubKort(StubSoort.BEOORDELEN, "export", "", 1, ())
        return replace(known, wacht=dict.fromkeys(known.bekend, stub))

    def decided(known: Onthoudt) -> Onthoudt:
        stood = [besluit(key) for key in known.bekend]
        return replace(known, besloten=tuple(stood))

    assert twee_nachten(route, verander=waits)[0] == 2
    assert twee_nachten(route, verander=decided)[0] == 2


def test_under_other_rules_policy_or_mapping_everything_is_read_in_full(route: Route) -> None:
    known = lees(route, [rij(1, "J"), rij(2, "J")], Onthoudt()).daarna
    others = (
        replace(route, beleidsmerk="anders"),
        replace(route, plan=replace(route.plan, merk="anders")),
        replace(route, gemeente=replace(route.gemeente, gemeentecode="9902")),
        replace(route, beleidsmerk=""),
    )

    assert [lees(one, [rij(1, "J"), rij(2, "J")], known, NU + STRAKS).vol for one in others] == [
        2
    ] * len(others)


def test_a_day_that_changes_the_reasons_is_met_by_a_reading_in_full(route: Route) -> None:
    """The months in which a period ends begin between two nights: V12 is told from then on."""
    row = rij(1, "J", **{"Bekend op": "24-05-2022", "Datum ongeval": "01-03-2022"})
    known = lees(route, [row], Onthoudt()).daarna

    told = [
        lees(route, [row], known, NU + timedelta(days=days)).verteld["codes"].get("V12", 0)
        for days in (1, 2, 3, 4)
    ]

    assert told == [0, 0, 1, 1]


def test_who_objects_since_is_found_in_what_did_not_change(route: Route) -> None:
    def bezwaar(known: Onthoudt) -> Onthoudt:
        who = route.pseudoniemen.clientmerk("bsn", "999900006").waarde
        return replace(known, bezwaar=Blokkades(frozenset({who}), 1))

    read, told = twee_nachten(route, verander=bezwaar)

    assert (read, told["ongewijzigd"], len(told["gekregen"])) == (2, 0, 2)


def test_a_record_whose_source_says_more_of_it_is_read_in_full(route: Route) -> None:
    known = lees(route, [rij(1, "J"), rij(2, "J")], Onthoudt()).daarna
    odd: list[dict[str, Any]] = [
        {"gebrek": Problem("B-0001", "x")},
        {"verwijderd": True},
        {"heel": lambda: b"alles"},
        {"aanvulling": lambda: Row([rij(2, "J")[name] for name in HEADER], INDEX)},
    ]
    for change in odd:
        first, second = blok([rij(1, "J"), rij(2, "J")])
        take = Telt(route, known, "dag", NU + STRAKS, VANDAAG)
        take.neem(first)
        take.neem(replace(second, **change))
        assert take.vol == 2


def test_twice_the_same_key_is_told_as_ever(route: Route) -> None:
    known = lees(route, [rij(1, "J"), rij(2, "J")], Onthoudt()).daarna
    some = [rij(1, "J"), rij(2, "J"), rij(2, "J"), rij(1, "J", Bedrag="80,00")]

    plain = lees(route, some, ongemerkt(known), NU + STRAKS)
    quick = lees(route, some, known, NU + STRAKS)

    assert quick.verteld == plain.verteld
    assert (quick.verteld["dubbel"], quick.verteld["quarantaine"]) == (1, 2)
    assert quick.vol < plain.vol


def test_a_mark_does_not_outlive_a_reading_that_found_otherwise(route: Route) -> None:
    """What went to a person and came back is read in full, whatever was marked before."""
    known = lees(route, [rij(1, "J"), rij(2, "J")], Onthoudt()).daarna
    odd = lees(route, [rij(1, "J"), rij(2, "?")], known, NU + STRAKS)

    assert sorted(bool(one.bronmerk) for one in odd.daarna.bekend.values()) == [False, True]


def test_a_mark_is_made_only_where_no_deadline_comes_near_in_its_days(route: Route) -> None:
    near = {"Bekend op": "24-05-2022", "Datum ongeval": "01-03-2022"}
    nears = date(2026, 11, 24)

    made = lees(route, [rij(n, "J", **near) for n in range(1, 81)], Onthoudt()).verteld["gekregen"]

    days = {key: tijdvak(key, VANDAAG.toordinal())[1] for key in made}
    assert {key for key, (_, _, mark) in made.items() if mark} == {
        key for key, (_, last) in days.items() if last < nears
    }
    assert any(last < nears for _, last in days.values())


def test_what_had_a_warning_gets_no_mark(route: Route) -> None:
    rows = [rij(1, "J", Bedrag="veel"), rij(2, "J")]

    made = lees(route, rows, Onthoudt()).verteld["gekregen"]

    assert sorted(bool(mark) for _, _, mark in made.values()) == [False, True]


def test_a_mark_is_believed_for_its_own_days_and_not_after(route: Route) -> None:
    some = [rij(n, "J") for n in range(1, 41)]
    known = lees(route, some, Onthoudt()).daarna

    read = [lees(route, some, known, NU + timedelta(days=n)).vol for n in range(TIJDVAK + 1)]

    assert read == sorted(read)
    assert (read[0], read[-1]) == (1, 40)
    assert read[0] < read[TIJDVAK // 2] < 40


@pytest.mark.parametrize("key", ["0" * 64, "ffffffff" + "0" * 56, "0000001b" + "f" * 56])
def test_every_day_lies_in_the_days_that_it_is_given(key: str) -> None:
    days = [VANDAAG + timedelta(days=n) for n in range(2 * TIJDVAK)]

    found = [tijdvak(key, day.toordinal()) for day in days]

    assert all(first <= day <= last for day, (_, (first, last)) in zip(days, found, strict=True))
    assert all(last - first == timedelta(days=TIJDVAK - 1) for _, (first, last) in found)
    assert len(set(found)) == len({number for number, _ in found}) in (2, 3)
