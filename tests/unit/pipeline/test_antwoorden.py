"""What becomes of a row by what the destination says of it, and of those that may not go at all."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from ledger import Opgehaald, OutboxStatus
from pipeline import Bezorging, Uitgang, deliver, haal_op
from pipeline.leesgrens import Leesgrens
from regres import (
    Handelend,
    Paused,
    SealedMelding,
    SinkDown,
    SinkError,
    SinkStopped,
    SourceDown,
)
from regres.berichten import bericht
from regres.terug import Terugblad, Terugkoppeling
from sinks.base import Conflict, Delivery, KeyUnknown, Refused
from tests.tools.ledgers import DAY, GEMEENTE, NOW, after, hmac_of, referentie, staged
from tests.unit.pipeline.test_deliver import LOKET, Kamer, Loket, codes, down


@pytest.fixture
def kamer(tmp_path: Path) -> Iterator[Kamer]:
    made = Kamer(tmp_path)
    yield made
    made.ledger.close()


def bezorg(kamer: Kamer, **anders: object) -> Bezorging:
    """Deliver with another way out."""
    uitgang = replace(kamer.uitgang(), **anders)  # type: ignore[arg-type] # a field each
    return deliver(uitgang, kamer.ledger, lambda: kamer.nu, toeval=lambda: 1.0)


def proef(uitgang: Uitgang) -> dict[str, object]:
    return {"gemeente": replace(uitgang.gemeente, actief_sinds=None)}


def logregels(kamer: Kamer) -> list[dict[str, object]]:
    lines = (kamer.folder / "logboek.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize(
    ("answer", "code", "ended", "counted"),
    [
        (Conflict(7, "m"), "S-0409", OutboxStatus.VERVALLEN, (0, 0, 1)),
        (KeyUnknown(), "S-0422", OutboxStatus.VERVALLEN, (0, 0, 1)),
        (Refused(bericht("S-0040")), "S-0040", OutboxStatus.GEWEIGERD, (0, 1, 0)),
    ],
)
def test_a_clear_answer_ends_the_row_and_asks_for_a_person(
    kamer: Kamer, answer: Delivery, code: str, ended: OutboxStatus, counted: tuple[int, ...]
) -> None:
    kamer.house.run([staged(0)])
    kamer.loket.straks(answer)

    done = kamer.bezorg()

    assert (codes(done), done.exit_code, done.wacht) == ([code], 1, 0)
    assert (done.ontvangen, done.geweigerd, done.vervallen) == counted
    assert (kamer.statussen(), done.uitgesteld) == ({ended: 1}, 0)
    (row,) = kamer.ledger.outbox(GEMEENTE)
    assert row.code == code


@pytest.mark.parametrize(("answer", "next_one"), [(Conflict(7, "m"), 8), (KeyUnknown(), 1)])
def test_after_a_conflict_the_number_goes_above_that_of_the_backend_else_it_is_used_again(
    kamer: Kamer, answer: Delivery, next_one: int
) -> None:
    kamer.house.run([staged(0)])
    kamer.loket.straks(answer)
    kamer.bezorg()
    stand = kamer.ledger.standen(GEMEENTE).get(staged(0).zoeksleutel)
    assert (stand.versie + 1 if stand else 1) == next_one


def test_where_a_lapsed_row_must_be_mended_is_said_with_it(kamer: Kamer) -> None:
    kamer.house.run([staged(0), staged(1)])
    kamer.loket.straks(Conflict(7, "m"), KeyUnknown())
    assert [one.waar for one in kamer.bezorg().problemen] == ["Regresloket", "ontvanger/"]


def test_the_same_no_to_many_is_told_once(kamer: Kamer) -> None:
    kamer.house.run([staged(number) for number in range(4)])
    kamer.loket.straks(*[Refused(bericht("S-0040"))] * 3)
    done = kamer.bezorg()
    assert (codes(done), done.geweigerd, done.ontvangen) == (["S-0040"], 3, 1)


def test_what_was_received_is_counted_by_case_and_by_melding(kamer: Kamer) -> None:
    kamer.house.run([staged(0, dossier=1), staged(1, dossier=1), staged(2, dossier=2)])
    told: list[int] = []
    done = deliver(
        kamer.uitgang(),
        kamer.ledger,
        lambda: kamer.nu,
        voortgang=lambda so_far: told.append(so_far.ontvangen),
    )
    assert (done.ontvangen, len(done.zaken), done.exit_code, told[-1]) == (3, 2, 0, 3)


# -- what may not go at all ------------------------------------------------------------------------


def test_in_the_stand_proef_nothing_is_offered_and_what_waits_is_counted(kamer: Kamer) -> None:
    kamer.house.run([staged(0), staged(1)])

    done = bezorg(kamer, **proef(kamer.uitgang()))

    (problem,) = done.problemen
    assert (problem.code, problem.waar, "2" in problem.wat) == ("R-0105", GEMEENTE, True)
    assert (done.exit_code, done.wacht, kamer.loket.gevraagd) == (1, 2, [])
    assert kamer.statussen() == {OutboxStatus.VRIJ: 2}


def test_in_the_stand_proef_nothing_is_said_when_nothing_waits(kamer: Kamer) -> None:
    done = bezorg(kamer, **proef(kamer.uitgang()))
    assert (codes(done), done.exit_code, done.wacht) == ([], 0, 0)


def test_without_a_logboek_nothing_is_offered(kamer: Kamer) -> None:
    kamer.house.run([staged(0)])
    (kamer.folder / "logboek.jsonl").mkdir()

    done = kamer.bezorg()

    assert (codes(done), done.exit_code, kamer.loket.gevraagd) == (["K-0801"], 8, [])
    assert (done.wacht, done.uitgesteld, kamer.statussen()) == (1, 1, {OutboxStatus.VRIJ: 1})


def test_a_logboek_that_breaks_stops_and_the_row_goes_again_when_it_is_mended(
    kamer: Kamer,
) -> None:
    @dataclass
    class Vol(Loket):
        def deliver(self, sealed: SealedMelding, traceparent: str = "") -> Delivery:
            answer = super().deliver(sealed, traceparent)
            book = self.kamer.folder / "logboek.jsonl"
            book.unlink(missing_ok=True)
            book.mkdir()
            return answer

    kamer.house.run([staged(0), staged(1)])
    kamer.loket = Vol(kamer)
    done = kamer.bezorg()
    assert (codes(done), done.exit_code, done.ontvangen) == (["K-0801"], 8, 0)

    (kamer.folder / "logboek.jsonl").rmdir()
    kamer.loket = Loket(kamer)
    assert (kamer.bezorg().ontvangen, kamer.loket.gevraagd[0]) == (
        2,
        staged(0).sealed.kop.referentie,
    )


def test_a_pause_that_begins_while_it_delivers_stops_before_the_next_row(kamer: Kamer) -> None:
    who = Handelend("B. Beheer", "beheer", "zomaar")

    @dataclass
    class Pauzerend(Loket):
        def deliver(self, sealed: SealedMelding, traceparent: str = "") -> Delivery:
            answer = super().deliver(sealed, traceparent)
            self.kamer.ledger.pauzeer(GEMEENTE, who, NOW)
            return answer

    kamer.house.run([staged(number) for number in range(3)])
    kamer.loket = Pauzerend(kamer)
    done = kamer.bezorg()

    assert (codes(done), done.exit_code, done.ontvangen, done.wacht) == (["R-0104"], 1, 1, 2)
    assert kamer.statussen() == {OutboxStatus.ONTVANGEN: 1, OutboxStatus.VRIJ: 2}


def test_who_is_shut_out_is_told_when_it_may_try_again(kamer: Kamer) -> None:
    kamer.house.run([staged(0), staged(1)])
    kamer.loket.plat = SinkStopped(bericht("S-0020"))
    first, second = kamer.bezorg(), kamer.bezorg()

    assert (codes(first), first.exit_code, first.uitgesteld) == (["S-0020"], 5, 1)
    assert (codes(second), second.opnieuw_op) == (["S-0061"], after(minutes=20))
    assert (second.uitgesteld, second.wacht, len(kamer.loket.gevraagd)) == (0, 2, 1)


def test_a_row_without_an_answer_is_offered_again_at_its_own_time(kamer: Kamer) -> None:
    kamer.house.run([staged(0)])
    kamer.loket.plat = down(retry_after=None)
    kamer.bezorg()
    (row,) = kamer.ledger.outbox(GEMEENTE)
    assert (row.code, row.pogingen, row.volgende_poging) == ("S-0031", 1, after(seconds=1))


@pytest.mark.parametrize(
    "said",
    [down(), SinkStopped(bericht("S-0020")), Refused(bericht("S-0040")), Conflict(7, "m")],
    ids=lambda one: type(one).__name__,
)
def test_what_is_said_too_late_is_left_to_whoever_took_over(
    kamer: Kamer, said: Delivery | SinkError
) -> None:
    @dataclass
    class Traag(Loket):
        def deliver(self, sealed: SealedMelding, traceparent: str = "") -> Delivery:
            self.kamer.nu += timedelta(seconds=61)
            self.overgenomen = self.kamer.ledger.due(GEMEENTE, self.kamer.nu, 9, "other")
            self.straks(said)
            return super().deliver(sealed, traceparent)

    kamer.house.run([staged(0)])
    kamer.loket = slow = Traag(kamer)
    kamer.bezorg()

    (row,) = kamer.ledger.outbox(GEMEENTE)
    assert (row.status, row.code) == (OutboxStatus.VERSTUURD, "")
    assert [one.id for one in slow.overgenomen] == [row.id]


# -- what is written down of it --------------------------------------------------------------------


def test_of_each_row_that_was_offered_the_logboek_says_to_whom_and_how_it_ended(
    kamer: Kamer,
) -> None:
    kamer.house.run([staged(0)])
    kamer.loket.plat = down()
    kamer.bezorg()
    kamer.loket.plat = None
    kamer.nu = after(minutes=5)
    kamer.bezorg()

    lines = logregels(kamer)
    text = json.dumps(lines)
    assert len(lines) == 2
    assert text.count(hmac_of("cli", 0)) == 2
    assert text.count("melding verzenden") == 2
    assert text.count(LOKET) == 2
    assert ["Error" in json.dumps(line) for line in lines] == [True, False]


def test_each_call_carries_the_trace_that_its_line_in_the_logboek_has(kamer: Kamer) -> None:
    traces: list[str] = []

    @dataclass
    class Sporend(Loket):
        def deliver(self, sealed: SealedMelding, traceparent: str = "") -> Delivery:
            traces.append(traceparent)
            return super().deliver(sealed, traceparent)

    kamer.house.run([staged(0), staged(1)])
    kamer.loket = Sporend(kamer)
    kamer.bezorg()

    assert len({trace.split("-")[1] for trace in traces}) == 2
    for trace, line in zip(traces, logregels(kamer), strict=True):
        assert trace.split("-")[1] in json.dumps(line)


# -- what comes back -------------------------------------------------------------------------------


def terug(kamer: Kamer, **anders: object) -> Opgehaald:
    return haal_op(replace(kamer.uitgang(), **anders), kamer.ledger, lambda: kamer.nu)  # type: ignore[arg-type] # a field each


def stap(nummer: int, rij: int) -> Terugkoppeling:
    return Terugkoppeling(nummer, referentie(rij), 1, "RL-1", "quickscan", DAY)


def test_each_step_is_taken_once_and_those_of_nobody_here_are_counted_apart(kamer: Kamer) -> None:
    kamer.house.run([staged(0)])
    kamer.bezorg()
    kamer.loket.terug = [stap(1, 0), stap(2, 77)]

    first, second = terug(kamer), terug(kamer)

    assert (first.nieuw, first.onbekend, second.nieuw) == (1, 1, 0)
    assert kamer.ledger.terug.cursor(GEMEENTE) == "2"
    assert "stappen in" in json.dumps(logregels(kamer)[-1])


def test_nothing_is_asked_in_the_stand_proef_nor_in_a_pause_nor_without_a_logboek(
    kamer: Kamer,
) -> None:
    kamer.loket.terug = [stap(1, 77)]
    assert terug(kamer, **proef(kamer.uitgang())) == Opgehaald()
    kamer.ledger.pauzeer(GEMEENTE, Handelend("B. Beheer", "beheer", "zomaar"), NOW)
    assert terug(kamer) == Opgehaald()
    kamer.ledger.hervat(GEMEENTE, Handelend("B. Beheer", "beheer", "zomaar"), NOW)
    (kamer.folder / "logboek.jsonl").mkdir()
    assert terug(kamer) == Opgehaald()
    (kamer.folder / "logboek.jsonl").rmdir()
    assert terug(kamer).onbekend == 1


def test_what_fails_half_way_is_noted_and_what_came_before_it_stays(kamer: Kamer) -> None:
    class Half(Loket):
        def terugkoppelingen(self, cursor: str) -> Iterator[Terugblad]:
            yield Terugblad((stap(1, 0),), "1")
            raise SinkDown(bericht("S-0031"))

    kamer.house.run([staged(0)])
    kamer.bezorg()
    kamer.loket = Half(kamer)

    assert terug(kamer) == Opgehaald()

    stand = kamer.ledger.terug.stand(GEMEENTE)
    assert "S-0031" in repr(stand)
    assert kamer.ledger.terug.cursor(GEMEENTE) == "1"
    assert "Error" in json.dumps(logregels(kamer)[-1])


# -- how long a read may take ----------------------------------------------------------------------


class Bron:
    """What a read asks at each page."""

    def __init__(self, mag_door: Callable[[], None] = lambda: None) -> None:
        self.nu = NOW
        self.gehoord = 0
        self.grens = Leesgrens(
            "9901/export", lambda: self.nu, mag_door, self.antwoord, timedelta(minutes=90)
        )

    def antwoord(self) -> None:
        self.gehoord += 1


def test_a_source_answered_when_a_second_page_is_asked_for() -> None:
    bron = Bron()
    bron.grens.doorgaan()
    assert bron.gehoord == 0
    bron.grens.doorgaan()
    bron.grens.doorgaan()
    assert bron.gehoord == 2


def test_a_read_may_take_its_time_to_the_last_second_and_then_fails() -> None:
    bron = Bron()
    bron.nu = NOW + timedelta(minutes=90)
    bron.grens.doorgaan()
    bron.nu += timedelta(seconds=1)
    with pytest.raises(SourceDown) as told:
        bron.grens.doorgaan()
    (problem,) = told.value.problems
    assert (problem.code, problem.waar) == ("R-0304", "9901/export")
    assert "90 minuten" in problem.wat


def test_a_read_that_may_not_go_on_stops_before_anything_else() -> None:
    def stop() -> None:
        raise Paused(bericht("R-0104", waar="x", gemeente="x", sinds="x"))

    bron = Bron(stop)
    bron.nu += timedelta(days=1)
    with pytest.raises(Paused):
        bron.grens.doorgaan()
    assert bron.gehoord == 0
