"""What an export holds and nobody reads is named, wherever a person looks at the source."""

import csv
import io
from pathlib import Path

from tests.tools.gemeente import HEADER
from tests.tools.keten import Keten, vers

EXTRA = ("Telefoon", "Huisarts", "0612345678")


def levering(keten: Keten) -> None:
    """Put an export down with three columns more than are read."""
    path = keten.gemeente.levering([vers(1, "J"), vers(2)])
    rows = list(csv.reader(io.StringIO(path.read_text("cp1252")), delimiter=";"))
    assert rows[0] == list(HEADER)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([rows[0] + list(EXTRA), *([*row, "06", "Dr. X", "y"] for row in rows[1:])])
    path.write_bytes(out.getvalue().encode("cp1252"))


def los(keten: Keten) -> None:
    """Let the mapping not mind other columns."""
    path = keten.config / "mappings" / "duinrand-csv.yaml"
    lines = path.read_text("utf-8").replace("kolommen: streng", "kolommen: los").splitlines(True)
    path.write_text("".join(line for line in lines if not line.startswith("  kopregel:")), "utf-8")


def test_columns_that_nobody_reads_are_named_by_check_preview_run_and_runs(
    tmp_path: Path,
) -> None:
    keten = Keten(tmp_path)
    los(keten)
    levering(keten)
    names = "'Telefoon', 'Huisarts', nr. 32"

    checked = keten.geef("check", "--only", "bron")
    seen = keten.geef("preview")
    done, run = keten.run()
    shown = keten.geef("runs", "--run", str(run["run"]))

    for one in (checked, seen, shown):
        assert f"kolommen die niemand leest: {names}" in one.uit, one.uit + one.fout
        assert "0612345678" not in one.uit + one.fout
    assert run["details"]["ongelezen"]["aantal"] == 3
    assert "0612345678" not in done.uit
