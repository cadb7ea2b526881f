"""The list of municipalities in its parts: a missed turn, what is usual, cards, the address."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Nachtreeks, Nachtrij, OpenProbleem, Resultaat
from pipeline import SlotSoort
from regres.berichten import bericht
from scheduler import Beurt
from web.beheer.gemeenterij import NACHTEN, afwijking, stand_uit, stand_van
from web.beheer.kaarten import kaarten
from web.beheer.overzicht import Vraag
from web.look.tekening import Teken
from web.woorden import straks

NU = datetime(2026, 11, 22, 7, 41, tzinfo=UTC)
VANDAAG = date(2026, 11, 22)
BEURT = Beurt("9901", "export", SlotSoort.NACHT, time(4, 0))


def nacht(
    terug: int,
    resultaat: Resultaat | None = Resultaat.VRIJ,
    *,
    bron: str = "export",
    quarantaine: int = 0,
    gelezen: int | None = 100,
) -> Nachtrij:
    day = VANDAAG - timedelta(days=terug)
    begun = datetime(day.year, day.month, day.day, 3, 7, tzinfo=UTC)
    number = 1000 - terug
    return Nachtrij(number, "9901", bron, day, resultaat, begun, gelezen, 7, quarantaine)


def alle(*zonder: int) -> list[Nachtrij]:
    """Give a run for each of the last nights but these."""
    return [nacht(back) for back in range(NACHTEN, -1, -1) if back not in zonder]


def tekens(rows: list[Nachtrij], now: datetime = NU, *, pauze: bool = False) -> list[Teken]:
    return [one.teken for one in stand_van(rows, [BEURT], now, pauze=pauze).nachten]


def test_a_turn_that_left_no_trace_was_missed_and_is_the_state() -> None:
    found = stand_van(alle(0, 5), [BEURT], NU, pauze=False)
    assert [one.teken for one in found.nachten].count(Teken.NIET_GEDRAAID) == 2
    assert found.staat is Teken.NIET_GEDRAAID


def test_a_turn_is_not_missed_before_it_is_really_late() -> None:
    due = datetime(2026, 11, 22, 3, 7, tzinfo=UTC)
    assert tekens(alle(0), due + timedelta(hours=1, minutes=59))[-1] is Teken.GEPLAND
    assert tekens(alle(0), due + timedelta(hours=2, minutes=1))[-1] is Teken.NIET_GEDRAAID


def test_nothing_was_missed_before_the_first_run_or_on_pause() -> None:
    new = [nacht(2), nacht(1), nacht(0)]
    assert tekens(new) == [Teken.GEPLAND] * (NACHTEN - 3) + [Teken.GELUKT] * 3
    assert tekens([]) == [Teken.GEPLAND] * NACHTEN
    assert Teken.NIET_GEDRAAID not in tekens(alle(0, 1), pauze=True)


def test_no_delivery_and_a_missed_turn_are_states_of_their_own() -> None:
    rows = [*alle(0, 1), nacht(1, Resultaat.GEEN_LEVERING), nacht(0, Resultaat.GEMIST)]
    assert tekens(rows)[-2:] == [Teken.GEEN_LEVERING, Teken.NIET_GEDRAAID]


def test_the_worst_source_is_the_night_and_counts_are_of_all_sources() -> None:
    rows = [*alle(), nacht(0, Resultaat.MISLUKT, bron="stuf", gelezen=None)]
    found = stand_van(rows, [BEURT], NU, pauze=False)
    assert (found.staat, found.nachten[-1].gelezen) == (Teken.MISLUKT, 100)
    assert found.aangewezen == 14


@given(st.lists(st.sampled_from([*Resultaat, None]), max_size=NACHTEN))
def test_every_night_gets_one_mark_and_the_state_is_one_of_them(
    ends: list[Resultaat | None],
) -> None:
    rows = [nacht(back, end) for back, end in enumerate(ends)]
    found = stand_van(rows, [BEURT], NU, pauze=False)
    assert len(found.nachten) == NACHTEN
    assert found.staat in {one.teken for one in found.nachten}


@pytest.mark.parametrize(
    ("gelezen", "usual", "percent"),
    [(130, 100, 30), (68, 100, -32), (100, None, None), (None, 100, None), (5, 0, None)],
)
def test_how_far_from_usual(gelezen: int | None, usual: int | None, percent: int | None) -> None:
    assert afwijking(gelezen, usual) == percent


# -- cards -----------------------------------------------------------------------------------------


def open_(code: str, gemeente: str, dagen: int, **woorden: Any) -> OpenProbleem:
    since = NU - timedelta(days=dagen)
    problem = bericht(code, waar="export", **woorden)
    return OpenProbleem(*(1, gemeente, "runs", "export", "nacht", problem, since, NU, dagen + 1, 1))


NAMEN = {"9901": "Duinrand", "9902": "Zandmeer", "9903": "Kruisbeek"}


def test_what_stops_something_comes_first_then_what_is_there_longest() -> None:
    rows = [
        open_("L-0901", "9901", 9, aantal=2),
        open_("B-0201", "9902", 1),
        open_("B-0202", "9903", 3, seconden=10),
    ]
    found = kaarten(rows, NAMEN)
    assert [(one.code, one.ernst) for one in found] == [
        ("B-0202", "fout"),
        ("B-0201", "fout"),
        ("L-0901", "let"),
    ]
    assert found[-1].naar == "/quarantaine?gemeente=9901"


def test_one_fault_at_many_municipalities_is_one_card_that_names_them() -> None:
    rows = [open_("B-0201", code, 3 - at) for at, code in enumerate(NAMEN)]
    (only,) = kaarten(rows, NAMEN)
    assert (only.naam, only.ook) == ("Duinrand", (("9902", "Zandmeer"), ("9903", "Kruisbeek")))
    assert (only.knop, only.naar) == ("Verbinding testen", "/gemeenten/9901#bronnen")


def test_what_concerns_the_installation_has_no_municipality_to_go_to() -> None:
    (only,) = kaarten([open_("L-0606", "", 1)], NAMEN)
    assert (only.naam, only.naar) == ("Hele installatie", "")


# -- the address -----------------------------------------------------------------------------------


@given(
    st.dictionaries(st.sampled_from(["staat", "zoek", "volgorde", "pagina", "kaarten"]), st.text())
)
def test_whatever_stands_in_the_address_is_read_and_can_be_written_again(
    given_: dict[str, str],
) -> None:
    asked = Vraag.van(given_)
    assert 1 <= asked.pagina <= 9999
    assert asked.volgorde in ("ernst", "naam", "gelezen", "quarantaine")
    assert asked.adres().startswith("/?")
    assert asked.adres().isascii()


def test_an_address_keeps_the_choices_and_goes_back_to_the_first_page() -> None:
    asked = Vraag.van({"staat": "aandacht", "zoek": "a&b", "volgorde": "naam", "pagina": "3"})
    assert asked.adres() == "/?staat=aandacht&zoek=a%26b&volgorde=naam"
    assert asked.adres(pagina=2) == "/?staat=aandacht&zoek=a%26b&volgorde=naam&pagina=2"
    assert asked.adres(staat="") == "/?zoek=a%26b&volgorde=naam"


def test_what_is_to_come_is_never_called_the_night_that_was() -> None:
    assert straks(NU + timedelta(hours=20), NU) == "ma 04:41"
    assert straks(NU + timedelta(hours=4), NU) == "vandaag 12:41"
    assert straks(NU + timedelta(days=14), NU) == "zo 6 dec 2026 08:41"
    assert straks(None, NU) == "-"


# -- what is remembered of nights ------------------------------------------------------------------


def reeks(rows: list[Nachtrij]) -> Nachtreeks:
    """Write rows as the ledger hands them over."""
    lines = (
        (row.run, row.bronset, row.dag, row.resultaat, row.begonnen.isoformat(), row.gelezen, 7, 0)
        for row in rows
    )
    texts = ("\x1f".join("" if cell is None else str(cell) for cell in line) for line in lines)
    return Nachtreeks("9901", "\x1e".join(texts))


MIDDERNACHT = Beurt("9901", "export", SlotSoort.NACHT, time(23, 30))


@given(
    st.sets(st.integers(0, NACHTEN)),
    st.timedeltas(timedelta(days=-2), timedelta(days=2)),
    st.sampled_from([(BEURT,), (MIDDERNACHT,), (BEURT, MIDDERNACHT), ()]),
    st.booleans(),
)
def test_what_is_remembered_is_what_would_be_found_now(
    zonder: set[int], later: timedelta, turns: tuple[Beurt, ...], pauze: bool
) -> None:
    rows, now = alle(*zonder), NU + later
    fresh = stand_van(rows, turns, now, pauze=pauze)
    assert stand_uit(reeks(rows), turns, now, pauze=pauze) == fresh


def test_a_turn_that_becomes_late_is_not_kept_from_sight_by_what_is_remembered() -> None:
    rows = reeks(alle(0))
    at = datetime(2026, 11, 22, 5, 7, tzinfo=UTC)
    found = [
        stand_uit(rows, [BEURT], at + timedelta(minutes=minutes), pauze=False).staat
        for minutes in (-60, 0, 1, 60)
    ]
    assert found == [Teken.GELUKT, Teken.GELUKT, Teken.NIET_GEDRAAID, Teken.NIET_GEDRAAID]


def test_a_run_that_ends_shows_at_once() -> None:
    busy, done = (reeks([*alle(0), nacht(0, how)]) for how in (None, Resultaat.MISLUKT))
    states = [stand_uit(one, [BEURT], NU, pauze=False).staat for one in (busy, done, busy)]
    assert states == [Teken.BEZIG, Teken.MISLUKT, Teken.BEZIG]
