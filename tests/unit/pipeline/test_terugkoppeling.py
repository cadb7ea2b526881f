"""Asking for feedback: of a destination that is to be left alone nothing is asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from ledger import Opgehaald
from pipeline import haal_op
from regres import SinkDown, SinkError, SinkStopped
from regres.berichten import bericht
from regres.terug import Terugblad
from tests.tools.ledgers import NOW, after, staged
from tests.unit.pipeline.test_deliver import LOKET, Kamer, Loket


@dataclass
class Terug(Loket):
    """A destination that counts who asks for feedback, and may be away for them."""

    gevraagd_terug: int = 0
    weg: SinkError | None = field(default=None)

    def terugkoppelingen(self, cursor: str) -> Iterator[Terugblad]:
        self.gevraagd_terug += 1
        if self.weg is not None:
            raise self.weg
        return super().terugkoppelingen(cursor)


@dataclass
class Vragen:
    """One municipality that asks at its turn."""

    kamer: Kamer
    loket: Terug

    def haal(self) -> Opgehaald:
        return haal_op(self.kamer.uitgang(), self.kamer.ledger, lambda: self.kamer.nu)


@pytest.fixture
def vragen(tmp_path: Path) -> Iterator[Vragen]:
    kamer = Kamer(tmp_path)
    kamer.loket = loket = Terug(kamer)
    yield Vragen(kamer, loket)
    kamer.ledger.close()


def weg(retry_after: float | None) -> SinkDown:
    return SinkDown(bericht("S-0030", wat="503"), retry_after=retry_after)


def test_a_backend_that_asks_to_come_back_later_is_not_asked_sooner(vragen: Vragen) -> None:
    vragen.loket.weg = weg(600)
    vragen.haal()
    vragen.loket.weg = None

    vragen.kamer.nu = after(seconds=599)
    vragen.haal()
    assert vragen.loket.gevraagd_terug == 1
    vragen.kamer.nu = after(seconds=600)
    vragen.haal()
    assert vragen.loket.gevraagd_terug == 2


def test_what_it_asks_of_who_asks_holds_for_deliveries_too(vragen: Vragen) -> None:
    vragen.kamer.house.run([staged(1)])
    vragen.loket.weg = weg(600)
    vragen.haal()

    assert vragen.kamer.bezorg().ontvangen == 0
    assert vragen.loket.gevraagd == []
    vragen.kamer.nu = after(seconds=600)
    assert vragen.kamer.bezorg().ontvangen == 1
    assert vragen.kamer.ledger.zekering(LOKET).open_tot is None


def test_nothing_is_asked_of_a_destination_that_takes_no_deliveries(vragen: Vragen) -> None:
    vragen.kamer.house.run([staged(1)])
    vragen.loket.plat = weg(3600)
    vragen.kamer.bezorg()

    vragen.haal()

    assert vragen.loket.gevraagd_terug == 0


@pytest.mark.parametrize("fout", [weg(None), weg(0.0), SinkStopped(bericht("S-0001"))])
def test_any_other_failure_of_asking_keeps_no_delivery(vragen: Vragen, fout: SinkError) -> None:
    vragen.kamer.house.run([staged(1)])
    vragen.loket.weg = fout
    vragen.haal()

    assert vragen.kamer.bezorg().ontvangen == 1


def test_a_moment_that_a_wrong_clock_wrote_down_keeps_nobody_from_asking(vragen: Vragen) -> None:
    vragen.kamer.nu = NOW + timedelta(days=400)
    vragen.loket.weg = weg(600)
    vragen.haal()
    vragen.kamer.nu = NOW

    vragen.haal()

    assert vragen.loket.gevraagd_terug == 2
