"""The 28 sample exports of four suppliers read by the layout that their index declares."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from regres import CsvLayout, SourceRefused
from tests.unit.connectors.exports import cells, records

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples" / "csv"
INDEX = SAMPLES / "index.json"
KNOWN: list[dict[str, Any]] = json.loads(INDEX.read_text("utf-8")) if INDEX.exists() else []

pytestmark = pytest.mark.skipif(not KNOWN, reason="the sample exports are not beside the checkout")


def layout(sample: dict[str, Any], **changed: Any) -> CsvLayout:
    known: dict[str, Any] = {
        "kolommen": tuple(sample["map"].values()),
        "alle_kolommen": tuple(sample["header"]),
        "codering": sample["encoding"],
        "scheidingsteken": sample["delimiter"],
        "escapeteken": "\\" if sample["supplier"].startswith("D_") else "",
    }
    return CsvLayout(**(known | changed))


def naive_rows(text: str, quote: str = '"') -> int:
    """Count rows without a CSV parser: line ends outside quotes, less the header."""
    unescaped = re.sub(r"\\.", "", text)
    outside = unescaped.split(quote)[::2]
    return sum(part.count("\n") for part in outside) - 1


@pytest.mark.parametrize("sample", KNOWN, ids=lambda sample: sample["file"])
def test_a_sample_reads_by_its_declared_layout(sample: dict[str, Any]) -> None:
    data = (SAMPLES / sample["file"]).read_bytes()
    found = records(data, layout(sample))

    assert len(found) == naive_rows(data.decode(sample["encoding"]))
    assert [len(row) for row in cells(found, sample["header"])] == [15] * len(found)
    bsn = sample["map"]["bsn"]
    assert all(re.fullmatch(r"[0-9]{9,10}", record.fields.text(bsn)) for record in found)


@pytest.mark.parametrize("sample", KNOWN, ids=lambda sample: sample["file"])
def test_a_line_number_points_at_the_line_with_the_key(sample: dict[str, Any]) -> None:
    data = (SAMPLES / sample["file"]).read_bytes()
    lines = data.decode(sample["encoding"]).replace("\r\n", "\n").split("\n")
    key = sample["map"]["clientnummer"]

    for record in records(data, layout(sample)):
        assert record.fields.text(key) in lines[record.plaats.regel - 1]


def test_backslash_quotes_come_out_as_quotes() -> None:
    texts = [
        cell
        for sample in KNOWN
        if sample["supplier"].startswith("D_")
        for row in cells(
            records((SAMPLES / sample["file"]).read_bytes(), layout(sample)), sample["header"]
        )
        for cell in row
    ]

    assert sum('"AVP"' in text for text in texts) == 5
    assert not any("\\" in text for text in texts)


def test_every_sample_read_by_its_neighbours_layout_is_refused() -> None:
    for sample, other in zip(KNOWN, KNOWN[8:] + KNOWN[:8], strict=True):
        data = (SAMPLES / sample["file"]).read_bytes()
        with pytest.raises(SourceRefused, match=r"B-01\d\d"):
            records(data, layout(other, alle_kolommen=()))
