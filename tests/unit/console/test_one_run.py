"""`runs --run N`: all that was kept of one run."""

from datetime import UTC, date, datetime

import pytest

from console.commands.status import _tell_run
from ledger import Resultaat, RunRow
from regres import Bucket, Problem, Telling

TOEN = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def row(resultaat: Resultaat | None, telling: Telling | None, *problems: Problem) -> RunRow:
    return RunRow(
        id=12,
        gemeente="9901",
        bronset="export",
        dag=date(2026, 3, 2),
        slot="nacht",
        pogingen=1,
        stand="actief",
        mapping_merk="m",
        regelversie="1",
        begonnen=TOEN,
        geeindigd=TOEN if resultaat else None,
        resultaat=resultaat,
        telling=telling,
        proof={},
        problems=problems,
        wacht_sinds=None,
        besloten_door="",
    )


def test_one_run_is_told_with_its_accounting_codes_and_problems(
    capsys: pytest.CaptureFixture[str],
) -> None:
    telling = Telling()
    for code in ("M-0107", "M-0107", "V02"):
        telling.gelezen += 1
        telling.tel(Bucket.QUARANTAINE, code)
    problem = Problem("R-0101", "Te veel nieuwe.", gevolg="Niets verstuurd.", doe="Kijk mee.")

    _tell_run(row(Resultaat.WACHT_OP_VRIJGAVE, telling, problem))

    told = capsys.readouterr()
    assert "Wacht op vrijgave" in told.out
    for bucket in Bucket:
        assert f"  {bucket.value} " in told.out
    assert "2 x M-0107" in told.out
    assert "R-0101" in told.err and "Kijk mee." in told.err


@pytest.mark.parametrize("resultaat", [*Resultaat, None])
def test_every_way_a_run_ends_is_a_sentence(
    resultaat: Resultaat | None, capsys: pytest.CaptureFixture[str]
) -> None:
    _tell_run(row(resultaat, None))

    assert capsys.readouterr().out.splitlines()[1].endswith(".")
