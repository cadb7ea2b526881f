"""What waits for a person and did not change: it waits on, as reading in full would leave it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from ledger import Blokkades, Staged, StubKort, StubNote, StubSoort
from pipeline import Route
from pipeline.take_in import BATCH
from pipeline.vertrouwd import tijdvak
from tests.tools.gemeente import NU, VANDAAG, rij
from tests.tools.merknachten import STRAKS, VERHAAL, Onthoudt, besluit, lees, ongemerkt


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


def gemerkt(route: Route, aantal: int = 2) -> tuple[list[dict[str, str]], Onthoudt]:
    """Give rows that wait, and what is known after a first read of them."""
    some = [rij(n, Toelichting=VERHAAL) for n in range(1, aantal + 1)]
    gemeente = replace(route.gemeente, tekst_versturen=False)
    return some, lees(replace(route, gemeente=gemeente), some, Onthoudt()).daarna


def test_what_stands_and_waits_is_judged_again_and_its_waiting_gets_no_mark(route: Route) -> None:
    """A melding that stands may have to change or go back, whatever a person is asked."""
    route = replace(route, gemeente=replace(route.gemeente, tekst_versturen=False))
    some, known = gemerkt(route)
    stood = lees(route, [rij(9, "J")], Onthoudt()).daarna.bekend.values()
    stands = {key: replace(one, zoeksleutel=key) for key in known.wacht for one in stood}

    again = lees(route, some, replace(known, bekend=stands), NU + STRAKS)

    assert (again.vol, again.verteld["beoordelen"]) == (2, 2)
    assert [stub.bronmerk for stub in again.daarna.wacht.values()] == ["", ""]


def test_what_was_decided_about_gets_no_mark_while_it_waits(route: Route) -> None:
    route = replace(route, gemeente=replace(route.gemeente, tekst_versturen=False))
    some, known = gemerkt(route)
    decided = replace(known, besloten=tuple(map(besluit, known.wacht)))

    after = lees(route, some, decided, NU + STRAKS).daarna

    assert [stub.bronmerk for stub in after.wacht.values()] == ["", ""]


def test_what_waits_twice_under_one_key_is_told_as_ever(route: Route) -> None:
    some, known = gemerkt(route)
    twice = [some[0] | {"Toelichting": VERHAAL.replace("maart", "april")}, *some, some[1]]

    plain = lees(route, twice, ongemerkt(known), NU + STRAKS)
    quick = lees(route, twice, known, NU + STRAKS)

    assert quick.verteld == plain.verteld
    assert (quick.verteld["quarantaine"], quick.verteld["dubbel"]) == (2, 1)


@dataclass(frozen=True)
class Happen(Onthoudt):
    """A memory that tells by how many stubs at a time it was handed them."""

    happen: list[int] = field(default_factory=list)

    def stage(self, rows: Sequence[Staged], stubs: Sequence[StubNote]) -> None:
        self.happen.append(len(stubs))


def test_what_waits_on_is_handed_over_by_the_batch(route: Route) -> None:
    route = replace(route, gemeente=replace(route.gemeente, tekst_versturen=False))
    some, known = gemerkt(route, BATCH + 20)
    memory = Happen(wacht=known.wacht)

    assert lees(route, some, memory, NU + STRAKS).vol == 0
    assert memory.happen == [BATCH, 20]
