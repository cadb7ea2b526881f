"""Bytes are decoded strictly in the encoding that is declared, and in no other."""

import codecs

import pytest

from connectors import CsvExport
from connectors.csv_lines import CODERINGEN
from regres import ConfigProblem
from tests.unit.connectors.exports import (
    RIJEN,
    cells,
    layout,
    records,
    refusal,
    refused,
    written,
)

UTF8 = layout(codering="utf-8")


@pytest.mark.parametrize("codering", ["utf-8", "cp1252", "cp850", "cp858", "iso8859-15"])
def test_dutch_names_come_through_in_every_encoding(codering: str) -> None:
    found = records(written(codering=codering), layout(codering=codering))

    assert cells(found) == [list(row) for row in RIJEN]


def test_a_wrong_byte_is_told_by_line_and_offset_and_not_shown() -> None:
    data = b"naam\r\nProef\r\nT\xe9st\r\n"
    (problem,) = refusal(data, layout(codering="utf-8", kolommen=("naam",)))

    assert (problem.code, problem.waar) == ("B-0106", "export.csv:3:1:naam")
    assert f"Byte {data.index(0xE9)} " in problem.wat
    assert "T" not in problem.waar + problem.wat.replace("utf-8", "")


def test_the_offset_counts_bytes_from_the_start_of_the_file() -> None:
    data = codecs.BOM_UTF8 + written(codering="utf-8") + b'"C9";"\xff";""\r\n'
    (problem,) = refusal(data, UTF8)

    assert problem.waar == "export.csv:5:2:Achternaam"
    assert f"Byte {data.index(0xFF)} " in problem.wat


def test_a_character_cut_off_at_the_end_is_refused() -> None:
    data = written(codering="utf-8") + "é".encode()[:1]
    (problem,) = refusal(data, UTF8)

    assert (problem.code, problem.waar) == ("B-0106", "export.csv:5:1:Cliëntnr")
    assert f"Byte {len(data) - 1} " in problem.wat


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_a_byte_that_cp1252_does_not_know_is_refused(byte: int) -> None:
    data = written().replace(b"7.215", bytes([byte]))

    assert refused(data) == ("B-0106", "export.csv:3:3:Bedrag")


def test_a_bom_is_taken_off_for_utf8_only() -> None:
    data = written(codering="utf-8")

    assert cells(records(codecs.BOM_UTF8 + data, UTF8)) == [list(row) for row in RIJEN]
    assert refused(codecs.BOM_UTF8 + data) == ("B-0107", "export.csv:1")
    assert "UTF-8" in refusal(codecs.BOM_UTF8 + data)[0].wat


@pytest.mark.parametrize("bom", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_utf16_is_recognised_and_refused(bom: bytes) -> None:
    data = bom + "a;b".encode("utf-16-le")

    assert refused(data) == ("B-0107", "export.csv:1")
    assert refused(data, UTF8) == ("B-0107", "export.csv:1")


def test_a_bom_in_three_chunks_is_still_a_bom() -> None:
    data = codecs.BOM_UTF8 + written(codering="utf-8")
    chunks = [data[:1], data[1:2], data[2:]]

    assert len(records(chunks, UTF8)) == len(RIJEN)
    assert refused(chunks) == ("B-0107", "export.csv:1")


def test_a_second_bom_is_text() -> None:
    data = codecs.BOM_UTF8 * 2 + written(codering="utf-8")

    assert refused(data, UTF8) == ("B-0103", "export.csv:1")


@pytest.mark.parametrize("sign", ["\0", "\x01", "\b", "\x0e", "\x1a", "\x1b", "\x1c", "\x7f"])
@pytest.mark.parametrize("codering", ["cp1252", "utf-8"])
def test_control_characters_are_refused(sign: str, codering: str) -> None:
    data = written([("C1", "x", "1"), ("C2", f"é{sign}", "2")], codering=codering)
    (problem,) = refusal(data, layout(codering=codering))

    assert (problem.code, problem.waar) == ("B-0108", "export.csv:3:2:Achternaam")
    assert f"U+{ord(sign):04X} op byte {data.index(sign.encode())}" in problem.wat


@pytest.mark.parametrize("sign", ["\t", "\r", "\n", "\v", "\f"])
def test_tabs_and_breaks_inside_a_cell_are_text(sign: str) -> None:
    assert cells(records(written([("C1", f"a{sign}b", "")]))) == [["C1", f"a{sign}b", ""]]


def test_a_windows_file_declared_as_iso_is_refused_by_its_quotes_and_euros() -> None:
    data = written([("C1", "\u2018t Proef", "€ 5")])

    assert refused(data, layout(codering="iso8859-15")) == ("B-0108", "export.csv:2:2:Achternaam")


def test_a_c1_control_in_utf8_is_refused_also_when_a_chunk_cuts_it() -> None:
    data = written([("C1", "\x92", "")], codering="utf-8")
    cut = data.index(b"\xc2\x92") + 1

    assert refused(data, UTF8) == ("B-0108", "export.csv:2:2:Achternaam")
    assert refused([data[:cut], data[cut:]], UTF8) == ("B-0108", "export.csv:2:2:Achternaam")


def test_what_is_wrong_first_is_what_is_told() -> None:
    data = written() + b'"te kort"\r\n' + b"\x81"

    assert refused(data) == ("B-0113", "export.csv:5")
    assert refused(b"".join([written(), b"\x81\r\n", b'"te kort"\r\n'])) == (
        "B-0106",
        "export.csv:5:1:Cliëntnr",
    )


@pytest.mark.parametrize("ending", [b"\r", b"\n", b"\r\n"])
def test_a_flaw_right_after_a_line_ending_is_on_the_next_line(ending: bytes) -> None:
    data = ending.join([b"a;b", b"1;2", b"\x81"])

    assert refused(data, layout(kolommen=("a", "b"))) == ("B-0106", "export.csv:3:1:a")


@pytest.mark.parametrize("codering", ["utf-16", "utf-7", "rot13", "idna", "geen", "base64", ""])
def test_an_encoding_off_the_list_is_a_mistake_in_the_mapping(codering: str) -> None:
    with pytest.raises(ConfigProblem) as caught:
        CsvExport("9901", layout(codering=codering))

    assert [problem.code for problem in caught.value.problems] == ["B-0101"]


@pytest.mark.parametrize("codering", ["UTF8", "utf_8", "windows-1252", "latin-1", "IBM850"])
def test_an_encoding_may_go_by_another_name(codering: str) -> None:
    assert codecs.lookup(codering).name in CODERINGEN
    assert records(written([], ("a",), codering), layout(codering=codering, kolommen=("a",))) == []


@pytest.mark.parametrize(
    "signs",
    [
        {"scheidingsteken": ""},
        {"scheidingsteken": ";;"},
        {"scheidingsteken": '"'},
        {"scheidingsteken": "\n"},
        {"escapeteken": '"'},
        {"aanhalingsteken": "''"},
        {"kolommen": ()},
    ],
)
def test_a_layout_that_cannot_be_read_by_is_a_mistake_in_the_mapping(
    signs: dict[str, str],
) -> None:
    with pytest.raises(ConfigProblem):
        CsvExport("9901", layout(**signs))


def test_an_empty_file_says_so_whatever_the_encoding() -> None:
    assert refused(b"") == ("B-0102", "export.csv:1")
    assert refused(codecs.BOM_UTF8, UTF8) == ("B-0102", "export.csv:1")
