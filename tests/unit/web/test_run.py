"""The page of a run in its parts: the funnel, the sentence, the groups and the course in time."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import OutboxStatus, Resultaat, Runloop, RunRow
from regres import Bucket, Problem, Telling
from regres.berichten import bericht
from web.beheer.fouten import drift, groepen
from web.beheer.nacht import merkje, teken
from web.beheer.trechter import trappen
from web.beheer.uitkomst import zinnen
from web.beheer.verloop import geplaatst, verloop
from web.look.tekening import Teken
from web.woorden import duur

NU = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
BEGONNEN = datetime(2026, 11, 21, 3, 7, tzinfo=UTC)
LEEG = Runloop(None, {})


def row(resultaat: Resultaat | None = Resultaat.VRIJ, **anders: Any) -> RunRow:
    made = RunRow(
        id=12,
        gemeente="9901",
        bronset="export",
        dag=date(2026, 11, 21),
        slot="nacht",
        pogingen=1,
        stand="actief",
        mapping_merk="a",
        regelversie="1",
        begonnen=BEGONNEN,
        geeindigd=BEGONNEN + timedelta(seconds=40),
        resultaat=resultaat,
        telling=None,
        proof={},
        problems=(),
        wacht_sinds=None,
        besloten_door="",
    )
    return replace(made, **anders)


def telling(**parts: int) -> Telling:
    buckets = Counter({Bucket(name): count for name, count in parts.items()})
    return Telling(gelezen=sum(buckets.values()), buckets=buckets)


def groep(code: str, aantal: int, mapping: str, *plekken: str, vorm: str = "") -> dict[str, Any]:
    shown = [Problem(code, "Wat er is.", plek, mapping=mapping).as_json() for plek in plekken]
    return {"aantal": aantal, "vorm": vorm, "voorbeelden": shown}


@given(st.dictionaries(st.sampled_from([b.value for b in Bucket]), st.integers(0, 10**6)))
def test_what_leaves_the_funnel_and_what_is_left_is_all_that_was_read(
    parts: dict[str, int],
) -> None:
    counted = telling(**parts)
    steps = list(trappen(counted, None))
    gone = Counter({one.groep: one.aantal for step in steps for one in step.eruit})
    assert sum(gone.values()) + steps[-1].aantal == counted.gelezen
    assert steps[-1].aantal == counted.buckets[Bucket.KLAARGEZET]
    assert gone == {
        b.value: n for b, n in counted.buckets.items() if n and b is not Bucket.KLAARGEZET
    }


@given(st.dictionaries(st.sampled_from(list(OutboxStatus)), st.integers(1, 1000), min_size=1))
def test_the_last_step_is_what_arrived_and_names_all_that_did_not(
    statussen: dict[OutboxStatus, int],
) -> None:
    last = list(trappen(telling(klaargezet=3), Runloop(NU, statussen)))[-1]
    assert last.naam == "ontvangen"
    assert last.aantal + sum(one.aantal for one in last.eruit) == sum(statussen.values())


def test_of_what_never_went_no_arrival_is_drawn() -> None:
    assert [step.naam for step in trappen(telling(klaargezet=3), LEEG)][-1] == "klaargezet"


@pytest.mark.parametrize("resultaat", [*Resultaat, None])
def test_every_end_says_that_nothing_is_lost_or_what_a_person_decides(
    resultaat: Resultaat | None,
) -> None:
    told = zinnen(row(resultaat, telling=telling(klaargezet=1)), LEEG)
    words = ("niets verloren", "leest alles opnieuw", "beslist", "niets verstuurd", "nog bezig")
    assert any(word in told for word in words)


def test_the_sentence_counts_what_arrived_and_what_waits() -> None:
    told = telling(klaargezet=6, quarantaine=1, beoordelen=2)
    loop = Runloop(NU, {OutboxStatus.ONTVANGEN: 5, OutboxStatus.VERSTUURD: 1})
    assert zinnen(row(telling=told), loop) == (
        "Wat klaarstond is vrijgegeven. 1 record staat in quarantaine. "
        "2 records staan klaar voor een oordeel. 5 van 6 meldingen aangekomen. "
        "1 wacht nog op antwoord. Er is niets verloren, en een dubbele zaak kan niet ontstaan."
    )
    all_of_it = Runloop(NU, {OutboxStatus.ONTVANGEN: 1})
    assert zinnen(row(telling=telling(klaargezet=1)), all_of_it).endswith(
        "1 melding is aangekomen. Er is niets verloren en niets dubbel."
    )


def test_a_refusal_is_told_as_what_it_became() -> None:
    loop = Runloop(NU, {OutboxStatus.GEWEIGERD: 2, OutboxStatus.ONTVANGEN: 1})
    assert "2 geweigerd: die staan in quarantaine." in zinnen(row(telling=telling()), loop)


def test_problems_have_both_places_and_say_whether_they_are_new() -> None:
    known = groep("M-0107", 3, "mappings/x.yaml:38:9", "a.csv:2", vorm="9")
    fresh = groep("M-0105", 7, "mappings/x.yaml:12:5", "a.csv:4", "a.csv:9", "a.csv:4")
    before = row(proof={"problemen": [known]})
    now = row(proof={"problemen": [fresh, known]}, problems=(bericht("R-0103", aantal=9, rem=3),))
    brake, first, second = groepen(now, before)
    assert (brake.code, brake.aantal) == ("R-0103", 0)
    assert (first.aantal, first.plaatsen, first.eerder) == (7, ("a.csv:4", "a.csv:9"), False)
    assert (second.mapping, second.vorm, second.eerder) == ("mappings/x.yaml:38:9", "9", True)


def test_a_code_that_was_only_counted_is_not_left_out() -> None:
    counted = telling(quarantaine=4)
    counted.codes.update({"R-0201": 4, "geen_signaal": 9})
    (only,) = groepen(row(telling=counted), None)
    assert (only.code, only.aantal, only.wat) == ("R-0201", 4, "")


def test_columns_that_changed_stand_apart_from_what_is_wrong() -> None:
    changed = bericht("R-0504", waar="export", nieuw="'A'", weg="'B'", verplaatst="-")
    now = row(problems=(changed,))
    assert drift(now) == [changed]
    assert groepen(now, None) == []


def test_the_course_goes_from_reading_to_the_last_receipt() -> None:
    loop = Runloop(
        BEGONNEN + timedelta(minutes=1),
        {OutboxStatus.ONTVANGEN: 5, OutboxStatus.VERSTUURD: 1},
        laatste_ontvangst=BEGONNEN + timedelta(minutes=3),
        pogingen=2,
        volgende=NU,
    )
    phases = list(verloop(row(), loop))
    assert [one.naam for one in phases] == [
        "Lezen, oordelen en verzegelen",
        "Bezorgen",
        "Wachten op antwoord",
    ]
    assert phases[-1].tot is None
    for start, length, _ in geplaatst(phases, NU):
        assert 0 <= start <= start + length <= 1.000001


def test_a_run_that_waits_for_release_goes_on_waiting() -> None:
    waits = row(Resultaat.WACHT_OP_VRIJGAVE, wacht_sinds=BEGONNEN + timedelta(seconds=40))
    phases = list(verloop(waits, LEEG))
    assert [(one.naam, one.tot) for one in phases[1:]] == [("Wachten op vrijgave", None)]
    assert geplaatst(phases, NU)[-1][2].startswith("nu 5 u")


def test_a_turn_that_never_came_has_no_course() -> None:
    assert list(verloop(row(Resultaat.GEMIST), LEEG)) == []
    assert geplaatst([], NU) == []


def test_what_freed_but_left_records_behind_went_partly() -> None:
    assert teken(Resultaat.VRIJ, 0) is Teken.GELUKT
    assert teken(Resultaat.VRIJ, 2) is Teken.GEDEELTELIJK
    assert teken(Resultaat.MISLUKT, 2) is Teken.MISLUKT
    assert merkje(Resultaat.VRIJ, 2) == ("let", "Gedeeltelijk")
    assert merkje(Resultaat.WACHT_OP_VRIJGAVE, 2) == ("let", "Wacht op vrijgave")


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "0 s"), (59, "59 s"), (168, "2 m 48 s"), (16_440, "4 u 34 m"), (266_400, "3 d 2 u")],
)
def test_how_long_is_told_in_two_units(seconds: int, told: str) -> None:
    assert duur(timedelta(seconds=seconds)) == told
