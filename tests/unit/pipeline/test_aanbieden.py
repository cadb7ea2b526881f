"""Eight at a time: which rows go together, and what becomes of them when something stops."""

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from ledger import OutboxStatus, Outgoing
from pipeline import Bezorging, deliver
from pipeline.aanbieden import GROEP, Aanbod, Handen
from pipeline.deliver import CLAIM_SECONDS
from privacy import Logboek
from regres import Receipt, SealedMelding, SinkDown
from regres.berichten import bericht
from sinks.base import Delivery, Meteen, Onderweg
from tests.tools.ledgers import GEMEENTE, NOW, staged
from tests.unit.pipeline.test_deliver import LOKET, Kamer, Loket

TEGELIJK = 8
#: Nothing of these tests ever takes longer.
GEDULD = 10.0


@dataclass
class Druk(Loket):
    """A destination that counts what is on its way to it.

    plat_na    so many rows are answered; the others find nobody
    log_na     at this row the logbook can no longer be written
    stuk       at these rows something breaks of which nobody thought
    plaatsen   so many places there are for who does not wait
    """

    tegelijk = TEGELIJK
    plat_na: int = 10**6
    log_na: int = 10**6
    stuk: frozenset[int] = frozenset()
    plaatsen: int = TEGELIJK
    meest: int = 0
    binnen: int = 0
    geteld: int = 0

    def begin(
        self, sealed: SealedMelding, traceparent: str = "", *, wacht: bool = True
    ) -> Onderweg | None:
        if self.binnen >= self.plaatsen and not wacht:
            return None
        self.geteld += 1
        self.binnen += 1
        self.meest = max(self.meest, self.binnen)
        number = self.geteld
        return Meteen(lambda: self._antwoord(number, sealed))

    def _antwoord(self, number: int, sealed: SealedMelding) -> Delivery:
        self.binnen -= 1
        if number == self.log_na:
            logboek = self.kamer.folder / "logboek.jsonl"
            logboek.unlink()
            logboek.mkdir()
        if number in self.stuk:
            raise ZeroDivisionError
        if number > self.plat_na:
            raise SinkDown(bericht("S-0031"))
        return super().deliver(sealed)


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

    done = kamer.bezorg()

    assert (done.ontvangen, kamer.loket.meest) == (1 + 2 * TEGELIJK, TEGELIJK)
    assert kamer.statussen() == {OutboxStatus.ONTVANGEN: 1 + 2 * TEGELIJK}


def test_whoever_finds_no_place_goes_on_when_an_answer_came(kamer: Drukke) -> None:
    kamer.house.run([staged(number) for number in range(20)])
    kamer.loket.plaatsen = 3

    assert (kamer.bezorg().ontvangen, kamer.loket.meest) == (20, 3)


def test_no_more_than_a_group_is_ever_offered_and_not_written_down(kamer: Drukke) -> None:
    kamer.house.run([staged(number) for number in range(1 + 3 * GROEP)])
    seen: list[int] = []

    def look(done: Bezorging) -> None:
        seen.append(done.ontvangen)

    deliver(kamer.uitgang(), kamer.ledger, lambda: kamer.nu, voortgang=look)

    assert seen[-1] == 1 + 3 * GROEP
    assert max(later - now for now, later in pairwise(seen)) <= GROEP


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
    kamer.loket.plat_na = 1 + TEGELIJK

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
    assert found[OutboxStatus.ONTVANGEN] == kamer.loket.geteld <= 1 + GROEP
    # Nothing is held: the rest can go at once, by whoever comes next.
    assert OutboxStatus.VERSTUURD not in found
    assert len(kamer.ledger.due(GEMEENTE, kamer.nu, 100, "x", 60)) == found[OutboxStatus.VRIJ]


def test_when_two_calls_break_the_answers_of_the_others_are_written_down_all_the_same(
    kamer: Drukke,
) -> None:
    kamer.house.run([staged(number) for number in range(40)])
    kamer.loket.stuk = frozenset({3, 4})

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
    kamer.loket.log_na = 2

    done = kamer.bezorg()

    found = kamer.statussen()
    assert (done.ontvangen, done.exit_code) == (1, 8)
    assert [problem.code for problem in done.problemen] == ["K-0801"]
    # All of these were taken by the backend, and will be offered again under the same key.
    offered = kamer.loket.geteld
    assert TEGELIJK < offered <= 1 + GROEP
    assert found == {
        OutboxStatus.ONTVANGEN: 1,
        OutboxStatus.VERSTUURD: offered - 1,
        OutboxStatus.VRIJ: 40 - offered,
    }


class Pijp:
    """A row of which the answer comes when a test says so."""

    def __init__(self, row: Outgoing, tot: float = GEDULD) -> None:
        self.row, self.tot = row, time.monotonic() + tot
        self.weg = False
        self._hier, self._daar = socket.socketpair()

    def kom(self, wat: bytes = b"x") -> None:
        self._daar.send(wat)

    def fileno(self) -> int:
        return self._hier.fileno()

    def is_er(self) -> bool:
        return self._hier.recv(1) == b"x"

    def klaar(self) -> Aanbod:
        self.laat()
        return aanbod(self.row)

    def laat(self) -> None:
        self.weg = True
        self._hier.close()
        self._daar.close()


@dataclass
class Pijpen:
    """Sends rows into pipes."""

    tot: float = GEDULD
    gestuurd: list[Pijp] = field(default_factory=list)

    def __call__(self, row: Outgoing, wacht: bool) -> Pijp:
        self.gestuurd.append(Pijp(row, self.tot))
        return self.gestuurd[-1]


@pytest.mark.parametrize(("samen", "first"), [(0.1, {0, 1, 2}), (0.0, {0})])
def test_an_answer_waits_a_moment_for_those_that_left_with_it(
    samen: float, first: set[int]
) -> None:
    pijpen = Pijpen()
    with Handen(pijpen, 3, samen) as handen:
        for number in range(3):
            assert handen.begin(rij(number), breed=True)
        pijpen.gestuurd[0].kom()
        if samen:
            pijpen.gestuurd[1].kom()
            pijpen.gestuurd[2].kom()
        assert {one.rij.id for one in handen.klaar()} == first


def test_whoever_answers_fast_is_offered_more_until_the_group_is_full() -> None:
    pijpen = Pijpen()
    with Handen(pijpen, 2, GEDULD, groep=5) as handen:
        number = 0
        while handen.vrij(breed=True):
            assert handen.begin(rij(number), breed=True)
            pijpen.gestuurd[-1].kom()
            number += 1
        assert handen.onderweg == 5
        assert [one.rij.id for one in handen.klaar()] == [0, 1, 2, 3, 4]
        assert handen.vrij(breed=True)


def test_an_answer_is_not_kept_waiting_by_a_slow_neighbour() -> None:
    pijpen = Pijpen()
    with Handen(pijpen, 2, 0.1) as handen:
        for number in range(2):
            handen.begin(rij(number), breed=True)
        pijpen.gestuurd[0].kom()

        # Another goes in the place of the one that was answered, and then nobody answers any more.
        assert handen.vrij(breed=True)
        handen.begin(rij(2), breed=True)
        assert not handen.vrij(breed=True)
        assert [one.rij.id for one in handen.klaar()] == [0]
        assert handen.onderweg == 2


def test_half_an_answer_keeps_nobody_waiting() -> None:
    pijpen = Pijpen()
    with Handen(pijpen, 2, 0.0) as handen:
        for number in range(2):
            handen.begin(rij(number), breed=True)
        pijpen.gestuurd[0].kom(b"?")
        pijpen.gestuurd[1].kom()
        assert [one.rij.id for one in handen.klaar()] == [1]


def test_no_row_leaves_when_most_of_its_claim_went_by_with_waiting(kamer: Drukke) -> None:
    kamer.house.run([staged(number) for number in range(40)])
    before, begun = kamer.nu, list[datetime]()

    class Traag(Druk):
        def _antwoord(self, number: int, sealed: SealedMelding) -> Delivery:
            if number == 2:
                kamer.nu = before + timedelta(seconds=CLAIM_SECONDS / 2 + 1)
            return super()._antwoord(number, sealed)

        def begin(
            self, sealed: SealedMelding, traceparent: str = "", *, wacht: bool = True
        ) -> Onderweg | None:
            begun.append(kamer.nu)
            return super().begin(sealed, traceparent, wacht=wacht)

    kamer.loket = Traag(kamer)
    assert deliver(kamer.uitgang(), kamer.ledger, lambda: kamer.nu).ontvangen == 40
    assert begun.count(before) == 1 + TEGELIJK


def test_what_was_awaited_long_enough_is_asked_for_its_answer() -> None:
    pijpen = Pijpen(tot=0.05)
    with Handen(pijpen, 2) as handen:
        assert handen.begin(rij(1), breed=True)
        assert [one.rij.id for one in handen.klaar()] == [1]


def test_what_nobody_asked_the_answer_of_is_let_go() -> None:
    pijpen = Pijpen()
    with Handen(pijpen, 2) as handen:
        handen.begin(rij(1), breed=True)
        assert not pijpen.gestuurd[0].weg

    assert pijpen.gestuurd[0].weg


def test_what_breaks_on_the_way_comes_to_whoever_asks() -> None:
    class Stuk(Pijp):
        def klaar(self) -> Aanbod:
            self.laat()
            raise LookupError

    with Handen(lambda row, _: Stuk(row, tot=0.0), 2) as handen:
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
