"""What a person must look at although a run went on stands in the row of that run too."""

from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.test_review import onduidelijk
from tests.tools.gemeente import publieke_jwk
from tests.tools.keten import Keten, codes, dag, vers


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    made = Keten(tmp_path)
    made.gemeente.levering([vers(1, "J"), vers(2)])
    return made


def rij(keten: Keten) -> dict[str, Any]:
    """Give the row of the newest run, as `runs` tells it to machines."""
    found: dict[str, Any] = keten.geef("runs", "--format", "json").json[0]
    return found


def in_de_rij(keten: Keten) -> list[str]:
    return [problem["code"] for problem in rij(keten)["problemen"]]


@pytest.mark.parametrize(("dagen", "code"), [(50, "K-0221"), (20, "K-0222"), (5, "K-0223")])
def test_a_key_of_the_recipient_whose_end_is_near_is_in_the_row_of_the_run(
    keten: Keten, dagen: int, code: str
) -> None:
    keten.ontvanger(publieke_jwk(geldig_tot=dag(dagen)))

    done, run = keten.run()

    assert (done.code, run["resultaat"], in_de_rij(keten)) == (1, "vrij", [code])
    assert [one["code"] for one in run["oorzaken"]] == [code]
    shown = keten.geef("runs", "--run", str(run["run"]))
    assert codes(shown.fout) == [code]


@pytest.mark.parametrize("how", [{"geldig_tot": dag(-1)}, {"ingetrokken_op": dag(-1)}])
def test_a_key_that_is_retired_or_past_its_days_ends_the_run_and_stands_in_its_row(
    keten: Keten, how: dict[str, str]
) -> None:
    keten.ontvanger(publieke_jwk(**{"geldig_tot": dag(9)} | how))

    done, run = keten.run()

    assert (done.code, run["resultaat"]) == (6, "mislukt")
    told = in_de_rij(keten)
    assert told and all(code.startswith("K-02") for code in told)


def test_anchors_that_are_gone_are_in_the_row_of_every_run_until_someone_says_so(
    keten: Keten,
) -> None:
    keten.run()
    (keten.folder / "regresbrug-bewijs" / "anker.jsonl").unlink()

    for _ in range(2):
        assert keten.run()[0].code == 1
        assert in_de_rij(keten) == ["L-0609"]

    keten.geef("audit", "hersteld", "--wie", "F. Functionaris", "--rol", "fg")
    assert keten.run()[0].code == 0
    assert in_de_rij(keten) == []


def test_a_backup_that_was_put_back_is_in_the_row_of_the_run(keten: Keten) -> None:
    keten.run()
    ledger = keten.folder / "regresbrug.db"
    yesterday = ledger.read_bytes()
    keten.gemeente.levering([vers(1, "J"), vers(2), vers(3, "J")])
    keten.run()
    for name in ("regresbrug.db-wal", "regresbrug.db-shm"):
        (keten.folder / name).unlink(missing_ok=True)
    ledger.write_bytes(yesterday)

    assert keten.run()[0].code == 8

    assert in_de_rij(keten) == ["R-0702", "L-0606"]


def test_a_werklijst_that_was_not_written_is_in_the_row_and_in_status(keten: Keten) -> None:
    (keten.folder / "werklijst").mkdir(mode=0o700)
    keten.gemeente.gemeente["werklijst"] = "../werklijst"
    keten.schrijf()
    keten.gemeente.levering([vers(1, "J"), onduidelijk(7)])
    (keten.folder / "werklijst" / "werklijst-export.csv").mkdir()

    done, run = keten.run()

    assert (done.code, run["resultaat"], in_de_rij(keten)) == (1, "vrij", ["S-0080"])
    assert "S-0080" in codes(keten.geef("status").fout)


def test_a_run_that_brings_nothing_tells_it_too(keten: Keten) -> None:
    keten.run()
    keten.ontvanger(publieke_jwk(geldig_tot=dag(5)))

    done, run = keten.run()

    assert (run["resultaat"], in_de_rij(keten)) == ("ongewijzigd", ["K-0223"])
    assert done.code == 1
