"""What each run measured, as nights are compared with each other."""

from datetime import UTC, datetime, timedelta

from ledger import Ledger, Resultaat
from tests.tools.ledgers import DAY, GEMEENTE, NOW, House, always, staged

BESTAND = {"naam": "x.csv", "grootte": 10, "mtime": 1_795_000_000, "sha256": "0" * 64}


def test_a_run_tells_its_counts_its_moments_and_how_old_its_file_is(
    ledger: Ledger, house: House
) -> None:
    house.run([staged(1)], slot="nacht", proof={"bestand": BESTAND})
    (one,) = ledger.maten(GEMEENTE, DAY)

    assert (one.bronset, one.slotnaam, one.slot, one.dag) == ("csv", "nacht", "nacht", DAY)
    assert (one.gelezen, one.j, one.resultaat) == (1, 0, Resultaat.VRIJ)
    assert one.bestand_van == datetime.fromtimestamp(1_795_000_000, UTC)
    assert (one.begonnen, one.geeindigd, one.codes) == (NOW, NOW, frozenset())


def test_manual_and_older_runs_are_left_out_and_a_month_keeps_its_name(
    ledger: Ledger, house: House
) -> None:
    house.run(slot="hand")
    house.run(slot="rondgang:2026-01", dag=DAY - timedelta(days=1))
    house.run(slot="rondgang:2026-02", decide=always(Resultaat.PROEF))

    found = [(one.slotnaam, one.slot) for one in ledger.maten(GEMEENTE, DAY)]
    assert found == [("rondgang", "rondgang:2026-02")]
    assert len(ledger.maten(GEMEENTE, DAY - timedelta(days=1))) == 2


def test_a_run_that_goes_on_has_no_counts_yet(ledger: Ledger, house: House) -> None:
    house.start("nacht")
    (one,) = ledger.maten(GEMEENTE, DAY)

    assert (one.resultaat, one.gelezen, one.j, one.geeindigd) == (None, None, None, None)
