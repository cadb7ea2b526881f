"""A line of the Logboek dataverwerkingen, under the names of the standard, whole on disk."""

import json
import os
import stat
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regres.spoor import Spoor
from regres.verwerking import (
    Betrokkene,
    Status,
    Verwerkingsregel,
    controleer,
    is_uri,
    schrijf_bij,
)
from tests.tools.schijf import gesynct

WANNEER = datetime(2026, 11, 22, 4, 0, 0, 123_456, tzinfo=UTC)
ACTIVITEIT = "https://register.duinrand.example/wmo-regres"


def regel(naam: str = "bron lezen", **anders: object) -> Verwerkingsregel:
    fields = {
        "spoor": Spoor("a" * 32, "b" * 16),
        "naam": naam,
        "activiteit": ACTIVITEIT,
        "begin": WANNEER,
        "einde": WANNEER + timedelta(seconds=2),
        "systeem": "regresbrug",
    }
    return Verwerkingsregel(**fields | anders)  # type: ignore[arg-type]  # by name, in one dict


def test_a_line_has_the_fields_of_the_standard_and_no_others() -> None:
    whole = regel(
        ouder="c" * 16,
        betrokkene=Betrokkene("d" * 64, "clientmerk-1"),
        verwerker="https://l.example",
    )

    assert json.loads(whole.tekst()) == {
        "trace_id": "a" * 32,
        "span_id": "b" * 16,
        "parent_span_id": "c" * 16,
        "status": "Unset",
        "name": "bron lezen",
        "start_time": "2026-11-22T04:00:00.123Z",
        "end_time": "2026-11-22T04:00:02.123Z",
        "resource": {"attributes": {"service.name": "regresbrug"}},
        "attributes": {
            "dpl.core.processing_activity_id": ACTIVITEIT,
            "dpl.core.data_subject_id": "d" * 64,
            "dpl.core.data_subject_id_type": "clientmerk-1",
            "dpl.core.foreign_operation.processor": "https://l.example",
        },
    }


def test_what_is_not_known_is_left_out_and_not_empty() -> None:
    line = json.loads(regel(status=Status.ERROR).tekst())

    assert "parent_span_id" not in line
    assert set(line["attributes"]) == {"dpl.core.processing_activity_id"}
    assert line["status"] == "Error"


@given(st.lists(st.text(), min_size=8, max_size=8), st.booleans())
def test_a_line_is_written_as_json_does(texts: list[str], met: bool) -> None:
    one, two, naam, activiteit, ouder, who, soort, other = texts
    line = regel(
        naam,
        spoor=Spoor(one, two),
        activiteit=activiteit,
        ouder=ouder,
        betrokkene=Betrokkene(who, soort) if met else None,
        verwerker=other,
        systeem=soort,
    ).tekst()

    whole = json.loads(line)
    assert json.dumps(whole, ensure_ascii=True) == line
    told = whole["attributes"]
    assert (whole["trace_id"], whole["span_id"], whole["name"]) == (one, two, naam)
    assert whole.get("parent_span_id", "") == ouder
    assert told["dpl.core.processing_activity_id"] == activiteit
    assert told.get("dpl.core.foreign_operation.processor", "") == other
    assert ("dpl.core.data_subject_id" in told) == met


def test_moments_are_written_in_utc() -> None:
    summer = WANNEER.astimezone(timezone(timedelta(hours=2)))

    assert json.loads(regel(begin=summer).tekst())["start_time"] == "2026-11-22T04:00:00.123Z"


def test_lines_are_on_the_disk_when_writing_them_returns(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"

    with gesynct() as synced:
        schrijf_bij(file, [regel("een"), regel("twee")])

    assert synced == [("log.jsonl", file.read_bytes())]


def test_lines_are_added_and_only_the_owner_reads_them(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    schrijf_bij(file, [regel("een"), regel("twee")])
    schrijf_bij(file, [])
    schrijf_bij(file, [regel("drie")])

    assert [json.loads(line)["name"] for line in file.read_text().splitlines()] == [
        "een",
        "twee",
        "drie",
    ]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_line_that_was_cut_off_does_not_spoil_the_next(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text('{"name": "half')
    schrijf_bij(file, [regel("heel")])

    assert json.loads(file.read_text().splitlines()[1])["name"] == "heel"


def test_a_file_that_was_rotated_away_is_begun_anew(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    schrijf_bij(file, [regel("oud")])
    file.rename(tmp_path / "log.jsonl.1")
    schrijf_bij(file, [regel("nieuw")])

    assert json.loads(file.read_text())["name"] == "nieuw"


def test_nothing_in_a_name_can_forge_a_line(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    schrijf_bij(file, [regel('x\n{"name": "vals"}\r\n\x1b[2J\u2028')])

    assert len(file.read_bytes().splitlines()) == 1
    assert file.read_text().isascii()


def test_two_writers_at_once_keep_each_line_whole(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"

    def write(naam: str) -> None:
        for _ in range(50):
            schrijf_bij(file, [regel(naam * 100)] * 3)

    threads = [threading.Thread(target=write, args=(naam,)) for naam in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    names = [json.loads(line)["name"] for line in file.read_text().splitlines()]
    assert len(names) == 4 * 50 * 3
    assert {len(set(name)) for name in names} == {1}


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a disk that is always full")
def test_a_full_disk_is_told() -> None:
    with pytest.raises(OSError, match="space"):
        schrijf_bij(Path("/dev/full"), [regel()])


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        controleer(tmp_path / "weg" / "log.jsonl")


@pytest.mark.parametrize(
    ("text", "good"),
    [
        (ACTIVITEIT, True),
        ("http://intern/1", True),
        ("urn:uuid:0b2a", True),
        ("urn:x", False),
        ("wmo-regres", False),
        ("https://", False),
        ("https://naam@register.example/1", False),
        ("https://register.example/met spatie", False),
        ("ftp://register.example/1", False),
        ("", False),
    ],
)
def test_an_activity_is_named_by_a_uri(text: str, good: bool) -> None:
    assert is_uri(text) is good
