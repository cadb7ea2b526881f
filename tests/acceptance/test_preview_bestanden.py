"""`preview --file` of StUF: a set of messages, and an answer that somebody saved."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from demo.stuf_server import Antwoord
from tests.acceptance.test_review import met_inzage
from tests.acceptance.test_stuf_bestanden import Drop, met_bestanden
from tests.tools.keten import Keten, Uitkomst, codes, opdracht, stuf_draait, verse_zaak

ZAKEN = [verse_zaak(1, "J"), verse_zaak(2, "N"), verse_zaak(3, "O")]
Verander = Callable[[bytes], bytes]


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    return Keten(tmp_path / "regresbrug")


def stuf(keten: Keten) -> Path:
    return keten.config / "mappings" / "duinrand-stuf.yaml"


def zonder_plaats(done: Uitkomst) -> list[dict[str, Any]]:
    """Give the lines but for where each record stood, and its key: another at every call."""
    return [{**line, "bron": None, "sleutel": None} for line in done.regels]


# -- a saved answer --------------------------------------------------------------------------------


@pytest.fixture
def bewaard(keten: Keten) -> tuple[Uitkomst, Path]:
    """Look at a source on the line, and save what it answered."""
    file = keten.folder / "antwoord.xml"

    def save(number: int, body: bytes, status: int) -> Antwoord:
        file.write_bytes(body)
        return status, {}, body

    with stuf_draait(ZAKEN, quirks=save) as server:
        keten.met_stuf(server.url)
        return keten.geef("preview", "--format", "jsonl"), file


@pytest.mark.parametrize("met_gemeente", [True, False])
def test_a_saved_answer_is_seen_as_it_was_on_the_line(
    keten: Keten, bewaard: tuple[Uitkomst, Path], met_gemeente: bool
) -> None:
    live, file = bewaard
    how = () if met_gemeente else ("--mapping", stuf(keten))
    look = keten.geef if met_gemeente else opdracht
    done = look("preview", *how, "--file", file, "--format", "jsonl")

    assert done.code == live.code, done.fout
    assert zonder_plaats(done) == zonder_plaats(live)
    assert len(done.regels) == len(ZAKEN)
    assert {line["bron"]["bestand"] for line in done.regels} == {"antwoord.xml"}
    assert all(line["bron"]["regel"] > 0 for line in done.regels)


def test_a_look_at_a_saved_answer_keeps_nothing(
    keten: Keten, bewaard: tuple[Uitkomst, Path]
) -> None:
    _, file = bewaard
    before = {path: path.read_bytes() for path in keten.folder.rglob("*") if path.is_file()}

    keten.geef("preview", "--file", file)

    after = {path: path.read_bytes() for path in keten.folder.rglob("*") if path.is_file()}
    written = {path.name for path in after if after[path] != before.get(path)}
    assert written <= {"dataverwerkingen.jsonl"}


def _zender(body: bytes) -> bytes:
    return body.replace(b">WmoRegistratie<", b">EenAnder<")


_FOUT: list[tuple[Verander, str]] = [
    (lambda body: body[:-30], "B-0305"),
    (lambda body: body[: len(body) // 2], "B-0305"),
    (lambda body: body.replace(b"<soapenv:Env", b"<!DOCTYPE x><soapenv:Env", 1), "B-0331"),
    (lambda body: body.replace(b"zakLa01", b"zakLa99"), "B-0332"),
    (lambda body: body.replace(b">La01<", b">La07<"), "B-0333"),
    (lambda body: body.replace(b"UTF-8", b"ISO-8859-1").replace(b"utf-8", b"latin-1"), "B-0328"),
    (_zender, "B-0335"),
]


@pytest.mark.parametrize(("verander", "code"), _FOUT, ids=[code for _, code in _FOUT])
def test_a_saved_answer_is_judged_as_strictly_as_one_on_the_line(
    keten: Keten, bewaard: tuple[Uitkomst, Path], verander: Verander, code: str
) -> None:
    _, file = bewaard
    good = file.read_bytes()
    file.write_bytes(verander(good))
    assert file.read_bytes() != good

    done = keten.geef("preview", "--file", file, "--format", "jsonl")

    assert done.code == 4
    assert done.regels[-1]["geweigerd"]["code"] == code


def test_of_a_sender_that_nobody_named_nothing_is_compared(
    keten: Keten, bewaard: tuple[Uitkomst, Path]
) -> None:
    _, file = bewaard
    file.write_bytes(_zender(file.read_bytes()))

    done = opdracht("preview", "--mapping", stuf(keten), "--file", file, "--format", "jsonl")

    assert len(done.regels) == len(ZAKEN)


# -- a set of messages -----------------------------------------------------------------------------


def _delta(keten: Keten) -> Drop:
    mapping = stuf(keten)
    mapping.write_text(mapping.read_text("utf-8").replace("volledig", "delta", 1), "utf-8")
    met_bestanden(keten, {"soort": "map", "map": "../export"})
    met_inzage(keten)
    return Drop(keten.folder / "export")


@pytest.mark.parametrize("met_gemeente", [True, False])
def test_a_set_of_messages_is_seen_as_a_run_would_read_it(
    keten: Keten, tmp_path: Path, met_gemeente: bool
) -> None:
    drop = _delta(keten)
    drop.folder = tmp_path
    known = [replace(zaak, zaaktype="WMO-VOORZ") for zaak in ZAKEN]
    file = drop.lever(*(("T", zaak) for zaak in known), ("V", known[0]))
    how = () if met_gemeente else ("--mapping", stuf(keten))
    look = keten.geef if met_gemeente else opdracht

    done = look("preview", *how, "--file", file, "--format", "jsonl")

    assert [line["bron"]["bestand"] for line in done.regels] == [file.name] * 4
    assert [line["indicatie"] for line in done.regels[:3]] == ["J", "N", "O"]


def test_a_set_of_another_sender_is_refused_where_the_sender_is_agreed(
    keten: Keten, tmp_path: Path
) -> None:
    drop = _delta(keten)
    drop.folder = tmp_path
    file = drop.lever(("T", ZAKEN[0]))
    file.write_bytes(_zender(file.read_bytes()))

    done = keten.geef("preview", "--file", file, "--format", "jsonl")

    assert done.code == 4
    assert done.regels[-1]["geweigerd"]["code"] == "B-0607"


@pytest.mark.parametrize("data", [b"", b"a;b\r\n1;2\r\n", b"PK\x03\x04", b"\xef\xbb\xbf  "])
def test_what_is_no_xml_is_usage(keten: Keten, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "iets.xml"
    file.write_bytes(data)

    done = opdracht("preview", "--mapping", stuf(keten), "--file", file)

    assert (done.code, codes(done.fout)) == (2, ["C-0003"])


def test_one_record_of_a_set_can_be_explained(keten: Keten, tmp_path: Path) -> None:
    drop = _delta(keten)
    drop.folder = tmp_path
    file = drop.lever(("T", ZAKEN[1]), ("T", ZAKEN[0]))
    lines = keten.geef("preview", "--file", file, "--format", "jsonl").regels

    place = lines[1]["bron"]["regel"]
    told = keten.geef("preview", "--file", file, "--record", place)

    assert told.code == 0, told.fout
    assert "vlag_j" in told.uit
