"""What waits for a person and did not change: it waits on, as reading in full would leave it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger import Blokkades, StubKort, StubSoort
from pipeline import Route
from pipeline.vertrouwd import tijdvak
from tests.tools.gemeente import NU, VANDAAG, rij
from tests.tools.merknachten import STRAKS, VERHAAL, Onthoudt, besluit, lees


def twee_wachten(
    route: Route,
    tweede: Mapping[str, str] | None = None,
    verander: Callable[[StubKort], StubKort] = lambda stub: stub,
    bezwaar: Blokkades | None = None,
) -> tuple[int, dict[str, Any], Onthoudt]:
    """Read two that wait, and then again; tell how many were read in full, and what came of it."""
    one, two = (rij(n, Toelichting=VERHAAL) for n in (1, 2))
    known = lees(route, [one, two], Onthoudt()).daarna
    assert len(known.wacht) == 2
    waits = {key: verander(stub) for key, stub in known.wacht.items()}
    known = replace(known, wacht=waits, bezwaar=bezwaar or Blokkades())
    again = lees(route, [one, tweede or two], known, NU + STRAKS)
    return again.vol, again.verteld, again.daarna


def test_what_waits_and_did_not_change_waits_on_without_being_judged(route: Route) -> None:
    read, told, after = twee_wachten(route)

    assert (read, told["beoordelen"], len(after.wacht)) == (0, 2, 2)
    assert all(stub.bronmerk for stub in after.wacht.values())


def test_what_waits_and_changed_is_read_in_full(route: Route) -> None:
    read, told, _ = twee_wachten(route, rij(2, Toelichting="Huisbezoek afgesproken."))

    assert (read, told["beoordelen"], told["geen_ongeval"]) == (1, 1, 1)


@pytest.mark.parametrize(
    "anders",
    [
        {"bronmerk": ""},
        {"merk": "0" * 64},
        {"merkversie": 0},
        {"codes": ("heropend",)},
        {"redenen": "[]"},
        {"uiterlijk": date(2026, 12, 1)},
        {"bronset": "andere"},
        {"soort": StubSoort.VASTGEHOUDEN},
    ],
)
def test_a_stub_that_is_not_as_it_was_left_is_made_anew(
    route: Route, anders: dict[str, Any]
) -> None:
    assert twee_wachten(route, verander=lambda stub: replace(stub, **anders))[0] == 2


def test_what_waits_of_who_objects_since_is_passed_by(route: Route) -> None:
    who = route.pseudoniemen.clientmerk("bsn", "999900006").waarde

    read, told, _ = twee_wachten(route, bezwaar=Blokkades(frozenset({who}), 1))

    assert (read, told["beoordelen"], told["buiten_bereik"]) == (2, 0, 2)


def test_what_only_a_note_says_counts_as_pointed_at_when_it_waits_on(route: Route) -> None:
    some = [rij(n, "", Toelichting=VERHAAL) for n in (1, 2)]
    first = lees(route, some, Onthoudt())

    again = lees(route, some, first.daarna, NU + STRAKS)

    assert again.verteld["j"] == first.verteld["j"] == 2
    assert again.vol == (1 if route.gemeente.tekst_versturen else 0)


def test_under_other_rules_what_waits_is_judged_again(route: Route) -> None:
    some = [rij(n, Toelichting=VERHAAL) for n in (1, 2)]
    known = lees(route, some, Onthoudt()).daarna

    assert lees(replace(route, beleidsmerk="anders"), some, known, NU + STRAKS).vol == 2


def test_what_was_decided_about_something_that_waits_is_heard(route: Route) -> None:
    some = [rij(n, Toelichting=VERHAAL) for n in (1, 2)]
    known = lees(route, some, Onthoudt()).daarna
    decided = replace(known, besloten=tuple(map(besluit, known.wacht)))

    assert lees(route, some, decided, NU + STRAKS).vol == 2


def test_what_waits_with_a_deadline_that_comes_near_gets_no_mark(route: Route) -> None:
    near = {"Bekend op": "24-05-2022", "Datum ongeval": "01-03-2022", "Toelichting": VERHAAL}
    made = lees(route, [rij(n, **near) for n in range(1, 81)], Onthoudt()).daarna.wacht

    days = {key: tijdvak(key, VANDAAG.toordinal())[1] for key in made}
    assert {key for key, stub in made.items() if stub.bronmerk} == {
        key for key, (_, last) in days.items() if last < date(2026, 11, 24)
    }
