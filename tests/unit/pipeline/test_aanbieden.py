"""Eight at a time: which rows go together, and what becomes of them when something stops."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ledger import OutboxStatus, Outgoing
from pipeline import Bezorging, deliver
from pipeline.aanbieden import Aanbod, Handen
from privacy import Logboek
from regres import Receipt, SealedMelding, SinkDown
from regres.berichten import bericht
from sinks.base import Delivery
from tests.tools.ledgers import GEMEENTE, NOW, staged
from tests.unit.pipeline.test_deliver import LOKET, Kamer, Loket

TEGELIJK = 8
#: No thread of these tests ever waits longer for another.
GEDULD = 10.0


@dataclass
class Druk(Loket):
    """A destination that counts who is with it, and lets them wait for each other.

    samen      from the second row on each waits until so many are there
    plat_na    so many rows are answered; the others find nobody
    log_na     at this row the logbook can no longer be written
    stuk       at these rows something breaks of which nobody thought
    """

    tegelijk = TEGELIJK
    samen: threading.Barrier | None = None
    plat_na: int = 10**6
    log_na: int = 10**6
    stuk: frozenset[int] = frozenset()
    meest: int = 0
    binnen: int = 0
    geteld: int = 0
    _slot: threading.Lock = field(default_factory=threading.Lock)

    def deliver(self, sealed: SealedMelding, traceparent: str = "") -> Delivery:
        with self._erbij() as number:
            if number == self.log_na:
                logboek = self.kamer.folder / "logboek.jsonl"
                logboek.unlink()
                logboek.mkdir()
            if self.samen is not None and number > 1:
                with suppress(threading.BrokenBarrierError):
                    self.samen.wait(GEDULD)
            if number in self.stuk:
                raise ZeroDivisionError
            if number > self.plat_na:
                raise SinkDown(bericht("S-0031"))
            with self._slot:
                return super().deliver(sealed, traceparent)

    @contextmanager
    def _erbij(self) -> Iterator[int]:
        with self._slot:
            self.geteld += 1
            number = self.geteld
            self.binnen += 1
            self.meest = max(self.meest, self.binnen)
        try:
            yield number
        finally:
            with self._slot:
                self.binnen -= 1


class Drukke(Kamer):
    """A municipality whose destination takes eight at a time."""

    loket: Druk

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.loket = Druk(self)


@pytest.fixture
def kamer(tmp_path: Path) -> Iterator[Drukke]:
    made = Drukke(tmp_path)
    yield made
    made.ledger.close()


def test_the_first_goes_alone_and_the_others_eight_at_a_time(kamer: Drukke) -> None:
    kamer.house.run([staged(number) for number in range(1 + 2 * TEGELIJK)])
    kamer.loket.samen = threading.Barrier(TEGELIJK)

    done = kamer.bezorg()

    # Eight really were there together, or the barrier would have been broken.
    assert not kamer.loket.samen.broken
    assert (done.ontvangen, kamer.loket.meest) == (1 + 2 * TEGELIJK, TEGELIJK)
    assert kamer.statussen() == {OutboxStatus.ONTVANGEN: 1 + 2 * TEGELIJK}


def test_a_destination_that_is_away_hears_one_call_at_a_time(kamer: Drukke) -> None:
    kamer.house.run([staged(number) for number in range(30)])
    kamer.loket.plat_na = 0

    done = kamer.bezorg()

    assert (kamer.loket.geteld, kamer.loket.meest, done.uitgesteld) == (3, 1, 3)
    assert kamer.statussen() == {OutboxStatus.VRIJ: 27, OutboxStatus.VERSTUURD: 3}


def test_when_it_goes_away_halfway_what_is_on_its_way_is_put_off_and_the_rest_given_back(
    kamer: Drukke,
) -> None:
    kamer.house.run([staged(number) for number in range(60)])
    kamer.loket.samen, kamer.loket.plat_na = threading.Barrier(TEGELIJK), 1 + TEGELIJK

    done = kamer.bezorg()

    found = kamer.statussen()
    assert done.ontvangen == found[OutboxStatus.ONTVANGEN] == 1 + TEGELIJK
    assert found[OutboxStatus.VERSTUURD] == done.uitgesteld == TEGELIJK
    assert found[OutboxStatus.VRIJ] == 60 - 1 - 2 * TEGELIJK
    assert kamer.ledger.zekering(LOKET).mislukt == TEGELIJK
    assert OutboxStatus.GEWEIGERD not in found


def test_whoever_stops_it_finds_every_answer_written_down(kamer: Drukke) -> None:
    class Genoeg(Exception):
        pass

    def stop(done: Bezorging) -> None:
        if done.ontvangen >= 3:
            raise Genoeg

    kamer.house.run([staged(number) for number in range(60)])
    with pytest.raises(Genoeg):
        deliver(kamer.uitgang(), kamer.ledger, lambda: kamer.nu, voortgang=stop)

    found = kamer.statussen()
    assert found[OutboxStatus.ONTVANGEN] == kamer.loket.geteld < 3 + 3 * TEGELIJK
    # Nothing is held: the rest can go at once, by whoever comes next.
    assert OutboxStatus.VERSTUURD not in found
    assert len(kamer.ledger.due(GEMEENTE, kamer.nu, 100, "x", 60)) == found[OutboxStatus.VRIJ]


def test_when_two_hands_break_the_answers_of_the_others_are_written_down_all_the_same(
    kamer: Drukke,
) -> None:
    kamer.house.run([staged(number) for number in range(40)])
    kamer.loket.samen, kamer.loket.stuk = threading.Barrier(TEGELIJK), frozenset({3, 4})

    with pytest.raises(ZeroDivisionError):
        kamer.bezorg()

    # Of the two nobody knows whether they arrived: they stay claimed, and are offered again later.
    assert kamer.statussen() == {
        OutboxStatus.ONTVANGEN: 1 + TEGELIJK - 2,
        OutboxStatus.VERSTUURD: 2,
        OutboxStatus.VRIJ: 40 - 1 - TEGELIJK,
    }
    free = kamer.ledger.due(GEMEENTE, kamer.nu, 100, "x", 60)
    assert len(free) == 40 - 1 - TEGELIJK


def test_without_the_lines_that_account_for_them_no_row_is_marked(kamer: Drukke) -> None:
    kamer.house.run([staged(number) for number in range(40)])
    kamer.loket.samen, kamer.loket.log_na = threading.Barrier(TEGELIJK), 2

    done = kamer.bezorg()

    found = kamer.statussen()
    assert (done.ontvangen, done.exit_code) == (1, 8)
    assert [problem.code for problem in done.problemen] == ["K-0801"]
    # All eight were taken by the backend, and will be offered again under the same key.
    assert found == {
        OutboxStatus.ONTVANGEN: 1,
        OutboxStatus.VERSTUURD: TEGELIJK,
        OutboxStatus.VRIJ: 40 - 1 - TEGELIJK,
    }
    assert kamer.loket.geteld == 1 + TEGELIJK


@pytest.mark.parametrize(("samen", "first"), [(GEDULD, {0, 1, 2}), (0.0, {0})])
def test_an_answer_waits_a_moment_for_those_that_left_with_it(
    samen: float, first: set[int]
) -> None:
    turns = [threading.Event() for _ in range(3)]
    turns[0].set()

    def roep(row: Outgoing) -> Aanbod:
        assert turns[row.id].wait(GEDULD)
        if samen and row.id < 2:
            turns[row.id + 1].set()
        return aanbod(row)

    with Handen(roep, 3, samen) as handen:
        for number in range(3):
            handen.begin(rij(number), breed=True)
        assert {one.rij.id for one in handen.klaar()} == first
        for turn in turns:
            turn.set()
        while handen.bezig:
            handen.klaar()


def test_what_breaks_in_a_hand_comes_back_to_whoever_asks() -> None:
    def roep(row: Outgoing) -> Aanbod:
        raise LookupError

    with Handen(roep, 2) as handen:
        handen.begin(rij(1), breed=True)
        with pytest.raises(LookupError):
            handen.klaar()
        assert not handen.bezig


def rij(number: int) -> Outgoing:
    return Outgoing(
        id=number, sealed=staged(number).sealed, pogingen=1, claim=1, clientmerk="", clientversie=0
    )


def aanbod(row: Outgoing) -> Aanbod:
    kop = row.sealed.kop
    sending = Logboek(None, "urn:duinrand:wmo").begin("toets", NOW)
    return Aanbod(row, Receipt(kop.referentie, kop.versie, "Z-1", NOW), sending.klaar(NOW))
