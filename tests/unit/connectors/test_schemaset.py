"""An official set: read only as it was pinned, and only from its own folder."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from connectors.schemaset import bereken, lees_lijst, schrijf_lijst
from connectors.schemaset.verwijzingen import ontleed
from connectors.schemaset.wsdl import operaties
from connectors.schemaset.zeep_mend import mend, nodig
from regres import ConfigProblem
from tests.tools import schemasets
from tests.tools.schemasets import NS, VRAAG, VRAAG_XSD, gepind, schrijf


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return schrijf(tmp_path)


def problems(act: Callable[[], object]) -> list[tuple[str, str]]:
    """Give code and place of everything that is told."""
    with pytest.raises(ConfigProblem) as caught:
        act()
    return [(problem.code, problem.waar) for problem in caught.value.problems]


# --- the pins ---


def test_a_set_as_it_was_pinned_is_read(folder: Path) -> None:
    found = gepind(folder).open()

    assert set(found.bestanden) == set(schemasets.BESTANDEN)
    assert found.operatie(VRAAG).soapaction == "urn:vraag"


def test_everything_that_differs_is_told_at_once(folder: Path) -> None:
    source = gepind(folder)
    (folder / "berichten/antwoord.xsd").unlink()
    (folder / "berichten/vraag.xsd").write_text(VRAAG_XSD + " ", encoding="utf-8")
    (folder / "lees.mij").write_text("hallo", encoding="utf-8")

    assert problems(source.open) == [
        ("B-0370", "wsdl/proef/berichten/antwoord.xsd"),
        ("B-0370", "wsdl/proef/berichten/vraag.xsd"),
        ("B-0370", "wsdl/proef/lees.mij"),
    ]


def test_each_difference_is_called_by_its_name(folder: Path) -> None:
    source = gepind(folder)
    (folder / "berichten/antwoord.xsd").unlink()
    (folder / "lees.mij").write_text("hallo", encoding="utf-8")

    with pytest.raises(ConfigProblem) as caught:
        source.open()
    missing, extra = (problem.wat for problem in caught.value.problems)
    assert "ontbreekt" in missing
    assert "hoort niet bij" in extra


def test_a_list_that_was_renewed_with_the_files_does_not_fit_the_configuration(
    folder: Path,
) -> None:
    source = gepind(folder)
    (folder / "berichten/vraag.xsd").write_text(VRAAG_XSD + " ", encoding="utf-8")
    gepind(folder)

    assert problems(source.open) == [("B-0371", "wsdl/proef.sha256")]


def test_without_a_list_nothing_is_read(folder: Path) -> None:
    source = gepind(folder)
    source.lijst.unlink()

    assert problems(source.open) == [("B-0371", "wsdl/proef.sha256")]


def test_a_link_is_no_file_of_a_set(folder: Path, tmp_path: Path) -> None:
    source = gepind(folder)
    elsewhere = tmp_path / "elders.xsd"
    elsewhere.write_text(VRAAG_XSD, encoding="utf-8")
    (folder / "berichten/vraag.xsd").unlink()
    (folder / "berichten/vraag.xsd").symlink_to(elsewhere)

    assert problems(source.open) == [("B-0370", "wsdl/proef/berichten/vraag.xsd")]


def test_a_pipe_is_no_file_of_a_set_and_nobody_waits_for_it(folder: Path) -> None:
    source = gepind(folder)
    os.mkfifo(folder / "pijp.xsd")

    assert problems(source.open) == [("B-0370", "wsdl/proef/pijp.xsd")]


def test_a_file_that_may_not_be_read_is_told(folder: Path) -> None:
    source = gepind(folder)
    (folder / "berichten/vraag.xsd").chmod(0)
    if os.access(folder / "berichten/vraag.xsd", os.R_OK):
        pytest.skip("whoever runs this may read every file")

    assert problems(source.open) == [("B-0370", "wsdl/proef/berichten/vraag.xsd")]


def test_a_folder_that_is_not_there_is_told(folder: Path) -> None:
    source = gepind(folder)
    folder.rename(folder.with_name("weg"))

    assert problems(source.open) == [("B-0370", "wsdl/proef")]


@pytest.mark.parametrize("line", ["", "abc  naam.xsd", "0" * 64, "0" * 63 + "G  naam.xsd"])
def test_a_line_that_is_none_of_a_list_is_told_with_its_number(line: str) -> None:
    good = b"0" * 64 + b"  goed.xsd\n"

    assert problems(lambda: lees_lijst(good + line.encode() + b"\n", "x.sha256")) == [
        ("B-0371", "x.sha256:2:1")
    ]


_NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1)


@given(st.dictionaries(_NAMES, st.binary(max_size=5), min_size=1, max_size=5))
def test_a_list_is_read_back_as_it_was_written(files: dict[str, bytes]) -> None:
    listed = bereken(files)

    assert lees_lijst(schrijf_lijst(listed), "x") == listed


# --- what a set refers to ---


def verwijst(location: str) -> str:
    return VRAAG_XSD.replace(
        "<xs:element", f'<xs:include schemaLocation="{location}"/><xs:element', 1
    )


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("http://www.w3.org/2001/xml.xsd", "netwerk"),
        ("https://127.0.0.1/xml.xsd", "netwerk"),
        ("ftp://example.nl/x.xsd", "netwerk"),
        ("//example.nl/x.xsd", "netwerk"),
        ("file://example.nl/x.xsd", "netwerk"),
        ("file:///etc/passwd", "buiten de map"),
        ("/etc/passwd", "buiten de map"),
        ("../../../etc/passwd", "buiten de map"),
        ("..%2F..%2F..%2Fetc/passwd", "buiten de map"),
        ("..\\..\\..\\etc\\passwd", "buiten de map"),
        ("niet-hier.xsd", "berichten/niet-hier.xsd"),
        ("ANTWOORD.xsd", "andere hoofdletters"),
    ],
)
def test_what_leads_nowhere_or_out_of_the_set_is_refused(
    tmp_path: Path, location: str, told: str
) -> None:
    found = gepind(schrijf(tmp_path, vraag=verwijst(location))).open()

    with pytest.raises(ConfigProblem) as caught:
        found.operaties("diensten/proef.wsdl")
    (problem,) = caught.value.problems
    assert problem.code == "B-0372"
    assert problem.waar == "wsdl/proef/berichten/vraag.xsd:3"
    assert told in problem.wat


def test_a_name_in_the_wrong_letter_case_is_told_in_both_spellings(tmp_path: Path) -> None:
    found = gepind(schrijf(tmp_path, vraag=verwijst("ANTWOORD.xsd"))).open()

    with pytest.raises(ConfigProblem, match=r"berichten/ANTWOORD\.xsd.*berichten/antwoord\.xsd"):
        found.toets(VRAAG)


@pytest.mark.parametrize("text", ["<xs:schema", "", "geen xml", VRAAG_XSD[:-20]])
def test_what_is_no_xml_is_told(tmp_path: Path, text: str) -> None:
    found = gepind(schrijf(tmp_path, vraag=text)).open()

    assert problems(lambda: found.operaties("diensten/proef.wsdl"))[0][0] == "B-0373"


def test_a_dtd_in_a_schema_is_refused(tmp_path: Path) -> None:
    spoiled = '<!DOCTYPE xs:schema [<!ENTITY a "b">]>' + VRAAG_XSD
    found = gepind(schrijf(tmp_path, vraag=spoiled)).open()

    assert problems(lambda: found.operaties("diensten/proef.wsdl")) == [
        ("B-0373", "wsdl/proef/berichten/vraag.xsd:1")
    ]


def test_a_wsdl_that_zeep_cannot_make_sense_of_is_told(tmp_path: Path) -> None:
    spoiled = VRAAG_XSD.replace("xs:integer", "p:bestaatNiet")
    found = gepind(schrijf(tmp_path, vraag=spoiled)).open()

    assert problems(lambda: found.operaties("diensten/proef.wsdl")) == [
        ("B-0374", "wsdl/proef/diensten/proef.wsdl")
    ]
    assert problems(lambda: found.toets(VRAAG)) == [("B-0374", "wsdl/proef/diensten/proef.wsdl")]


def test_a_question_that_no_wsdl_asks_is_told(folder: Path) -> None:
    assert problems(lambda: gepind(folder).open().operatie(f"{{{NS}}}antwoord")) == [
        ("B-0374", "wsdl/proef")
    ]


# --- testing messages ---


def test_a_message_that_fits_passes_and_one_that_does_not_is_told_without_its_value(
    folder: Path,
) -> None:
    toets = gepind(folder).open().toets(VRAAG)
    good = etree.fromstring(f'<v:vraag xmlns:v="{NS}"><v:nummer>7</v:nummer></v:vraag>')
    wrong = etree.fromstring(f'<v:vraag xmlns:v="{NS}"><v:nummer>999900006a</v:nummer></v:vraag>')

    assert toets.bezwaren(good) == ()
    assert toets.bezwaren(wrong) == ("/v:vraag/v:nummer",)


# --- the network ---


@pytest.fixture
def luisteraar() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        yield listening


def gezien(luisteraar: socket.socket) -> bool:
    try:
        luisteraar.accept()
    except TimeoutError:
        return False
    return True


def test_nothing_is_fetched_for_a_set_that_names_an_address(
    tmp_path: Path, luisteraar: socket.socket
) -> None:
    port = luisteraar.getsockname()[1]
    spoiled = verwijst(f"http://127.0.0.1:{port}/x.xsd")
    found = gepind(schrijf(tmp_path, vraag=spoiled)).open()

    assert problems(lambda: found.operaties("diensten/proef.wsdl"))[0][0] == "B-0372"
    assert problems(lambda: found.toets(VRAAG))[0][0] == "B-0372"
    assert not gezien(luisteraar)


def test_zeep_itself_fetches_nothing_also_when_nobody_looked_before(
    luisteraar: socket.socket,
) -> None:
    port = luisteraar.getsockname()[1]
    files = {name: text.encode() for name, text in schemasets.BESTANDEN.items()}
    files["berichten/vraag.xsd"] = verwijst(f"http://127.0.0.1:{port}/x.xsd").encode()

    assert problems(lambda: operaties(files, "diensten/proef.wsdl", "x"))[0][0] == "B-0374"
    assert not gezien(luisteraar)


@given(st.binary(max_size=200))
def test_whatever_a_file_holds_it_is_parsed_or_told(content: bytes) -> None:
    try:
        ontleed({"a.xsd": content}, "a.xsd", "x")
    except ConfigProblem as told:
        assert {problem.code for problem in told.problems} <= {"B-0372", "B-0373"}


# --- the mend of zeep ---


def test_after_mending_zeep_needs_no_mend_and_gets_none() -> None:
    mend()

    assert not nodig()
    assert not mend()
