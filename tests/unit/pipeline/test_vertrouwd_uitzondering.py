"""What did not change and is read in full all the same, and what stands and gets no mark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from ledger import Aansluiting, Blokkades, Overname
from pipeline import Route
from pipeline.landing import Inhaalslag
from pipeline.route import Gemeente
from pipeline.take_in import BATCH
from privacy import Keys, Pseudoniemen
from regres import Levering, SoortMelding
from sinks.retour import Retourmap
from tests.tools.gemeente import NU, VANDAAG, rij
from tests.tools.merknachten import (
    STRAKS,
    VERHAAL,
    Onthoudt,
    Telt,
    besluit,
    blok,
    lees,
    ongemerkt,
)


@pytest.fixture
def bekend(route: Route) -> Onthoudt:
    """Give what is known after a first read of two accidents, each with its mark."""
    known = lees(route, [rij(1, "J"), rij(2, "J")], Onthoudt()).daarna
    assert all(stand.bronmerk for stand in known.bekend.values())
    return known


def anders(known: Onthoudt, **velden: Any) -> Onthoudt:
    """Give the same memory with other stands."""
    stands = {key: replace(one, **velden) for key, one in known.bekend.items()}
    return replace(known, bekend=stands)


def weer(route: Route, known: Onthoudt, gezocht: Sequence[str] = ()) -> Telt:
    """Read the two accidents once more."""
    take = Telt(route, known, "dag", NU + STRAKS, VANDAAG, gezocht=gezocht)
    take.neem_blok(blok([rij(1, "J"), rij(2, "J")]))
    take.flush()
    return take


# -- recognised no more -----------------------------------------------------------------------


def test_a_return_file_finds_the_key_of_what_did_not_change(
    route: Route, bekend: Onthoudt, tmp_path: Path
) -> None:
    names = [stand.referentie for stand in bekend.bekend.values()]
    returns = replace(route, retour=Retourmap(tmp_path))

    asked = weer(returns, bekend, gezocht=names)

    found = [asked.ontmoetingen.van(name) for name in names]
    assert [one and one.sleutel[0] for one in found] == ["B000001", "B000002"]
    assert asked.telling.as_json()["ongewijzigd"] == 2


def test_what_no_return_file_asks_for_is_not_read_in_full_for_it(
    route: Route, bekend: Onthoudt, tmp_path: Path
) -> None:
    returns = replace(route, retour=Retourmap(tmp_path))

    assert weer(returns, bekend, gezocht=["een andere"]).vol == 1
    assert weer(route, bekend, gezocht=[one.referentie for one in bekend.bekend.values()]).vol == 1


def test_an_objection_by_number_counts_for_the_bsn_of_what_did_not_change(
    route: Route, bekend: Onthoudt
) -> None:
    """The stand knows the client by BSN; only the record tells that the number is of the same."""
    who = route.pseudoniemen.clientmerk("nummer", "C00002").waarde

    again = weer(route, replace(bekend, bezwaar=Blokkades(frozenset({who}), 1)))

    # Both have the same BSN: the second record tells it, and the first was met before that.
    assert dict(again.telling.soorten) == {SoortMelding.INTREKKING: 1}


def test_an_objection_by_number_counts_for_the_bsn_of_what_waits(route: Route) -> None:
    some = [rij(n, Toelichting=VERHAAL) for n in (1, 2)]
    known = lees(replace(route, gemeente=_kijkt(route)), some, Onthoudt()).daarna
    who = route.pseudoniemen.clientmerk("nummer", "C00001").waarde
    known = replace(known, bezwaar=Blokkades(frozenset({who}), 1))

    told = lees(replace(route, gemeente=_kijkt(route)), some, known, NU + STRAKS).verteld

    assert (len(known.wacht), told["beoordelen"], told["buiten_bereik"]) == (2, 0, 2)


def _kijkt(route: Route) -> Gemeente:
    """Give the municipality as one where a person looks at what only a note says."""
    return replace(route.gemeente, tekst_versturen=False)


def test_the_mark_that_another_source_left_says_nothing_here(route: Route) -> None:
    """Two sources with one mapping: what passed from the one to the other is judged once more."""
    other = replace(route, bronset="andere")
    stands, waits = [rij(n, "J") for n in (1, 2)], [rij(n, Toelichting=VERHAAL) for n in (3, 4)]
    known = lees(other, [*stands, *waits], Onthoudt()).daarna  # and now by the word of "export"

    assert lees(other, [*stands, *waits], known, NU + STRAKS).vol == 4
    assert lees(route, [*stands, *waits], known, NU + STRAKS).vol == 4


# -- marked no more ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "velden", [{"merkversie": 0}, {"bronset": "andere"}, {"bronset": ""}, {"clientmerk": ""}]
)
def test_what_is_unchanged_but_not_of_this_source_and_key_gets_no_mark(
    route: Route, bekend: Onthoudt, velden: dict[str, Any]
) -> None:
    """Its marks are yet to be moved, or the word about it yet to pass: that may still fail."""
    again = lees(route, [rij(1, "J"), rij(2, "J")], anders(bekend, **velden), NU + STRAKS)

    assert [one.bronmerk for one in again.daarna.bekend.values()] == ["", ""]


def test_what_was_decided_about_gets_no_mark_while_it_stands(
    route: Route, bekend: Onthoudt
) -> None:
    decided = replace(bekend, besloten=tuple(map(besluit, bekend.bekend)))

    again = lees(route, [rij(1, "J"), rij(2, "J")], decided, NU + STRAKS)

    assert [one.bronmerk for one in again.daarna.bekend.values()] == ["", ""]


def test_a_source_whose_rules_have_no_mark_marks_nothing(route: Route) -> None:
    nameless = replace(route, beleidsmerk="", gemeente=_kijkt(route))

    made = lees(nameless, [rij(1, "J"), rij(2, Toelichting=VERHAAL)], Onthoudt()).daarna

    assert [one.bronmerk for one in made.bekend.values()] == [""]
    assert [one.bronmerk for one in made.wacht.values()] == [""]


def test_a_read_that_catches_up_reads_what_it_chose_in_full(route: Route, bekend: Onthoudt) -> None:
    chosen = Inhaalslag(frozenset(bekend.bekend), VANDAAG)
    take = Telt(route, bekend, "dag", NU + STRAKS, VANDAAG, inhaalslag=chosen)
    take.neem_blok(blok([rij(1, "J"), rij(2, "J"), rij(3, "J")]))

    assert (take.vol, take.telling.as_json()["buiten_bereik"]) == (3, 1)


def test_a_source_that_gives_each_change_once_is_read_in_full(
    route: Route, bekend: Onthoudt
) -> None:
    """A later message takes the place of an earlier one, so each must have been landed."""
    once = replace(route, plan=replace(route.plan, levering=Levering.DELTA))

    assert weer(once, bekend).vol == 2


def test_a_read_without_any_mark_of_before_makes_them(route: Route, bekend: Onthoudt) -> None:
    again = lees(route, [rij(1, "J"), rij(2, "J")], anders(bekend, bronmerk=""), NU + STRAKS)

    assert again.verteld["ongewijzigd"] == 2
    assert again.daarna.bekend.keys() == bekend.bekend.keys()
    assert {key: one.bronmerk for key, one in again.daarna.bekend.items()} == {
        key: one.bronmerk for key, one in bekend.bekend.items()
    }


@dataclass(frozen=True)
class Happen(Onthoudt):
    """A memory that tells by how many marks at a time it was handed them."""

    happen: list[int] = field(default_factory=list)

    def noteer_bronmerken(self, merken: Mapping[str, str]) -> None:
        self.happen.append(len(merken))


def test_marks_alone_are_handed_over_by_the_batch_too(route: Route) -> None:
    """Nothing is sealed and nothing waits in that night: no more of it may stay in memory."""
    some = [rij(n, "J") for n in range(1, BATCH + 51)]
    known = ongemerkt(lees(route, some, Onthoudt()).daarna)
    memory = Happen(bekend=known.bekend)

    told = lees(route, some, memory, NU + STRAKS).verteld

    assert (told["ongewijzigd"], memory.happen) == (BATCH + 50, [BATCH, 50])


# -- met in full, though others like it need no look ------------------------------------------


@dataclass(frozen=True)
class Teruggezet(Onthoudt):
    """A memory of a ledger that was put back: what it lost waits to be met."""

    over: dict[str, Overname] = field(default_factory=dict)
    aangesloten: list[Aansluiting] = field(default_factory=list)

    def overnames(self) -> dict[str, Overname]:
        return self.over

    def sluit_aan(self, met: Sequence[Aansluiting]) -> None:
        self.aangesloten.extend(met)


def test_what_was_taken_over_is_met_in_a_row_like_any_other_without_accident(
    route: Route,
) -> None:
    """That row is known at a glance once another like it was read; the melding must go back."""
    key = route.plan.sleutel(next(iter(blok([rij(3)]))))
    assert key
    name = route.pseudoniemen.referentie(route.plan.sleutelruimte, key)
    lost = Overname(name, 1, SoortMelding.NIEUW, "0" * 64, "Z1")
    memory = Teruggezet(over={name: lost})

    told = lees(route, [rij(1), rij(2), rij(3), rij(4)], memory).verteld

    assert [one.overname for one in memory.aangesloten] == [lost]
    assert (told["soorten"]["intrekking"], told["geen_ongeval"]) == (1, 3)


def test_what_is_known_under_an_older_key_is_met_in_a_row_without_accident_too(
    route: Route,
) -> None:
    old, new = {1: bytes(32)}, {1: bytes(32), 2: bytes([7]) * 32}
    before, after = (
        replace(route, pseudoniemen=Pseudoniemen(Keys(some), "9901")) for some in (old, new)
    )
    known = lees(before, [rij(3, "J")], Onthoudt()).daarna

    told = lees(after, [rij(1), rij(2), rij(3), rij(4)], known, NU + STRAKS).verteld

    assert (told["soorten"]["intrekking"], told["geen_ongeval"]) == (1, 3)
