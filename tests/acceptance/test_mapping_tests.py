"""`regresbrug test`, and what a mapping that fails its tests does to `check` and to a run."""

import json
import re
from pathlib import Path

import pytest
from lxml import etree

from tests.tools.gemeente import ROOT
from tests.tools.keten import Keten, opdracht, vers

CSV, STUF = (ROOT / "config" / "mappings" / f"duinrand-{kind}.yaml" for kind in ("csv", "stuf"))


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    return Keten(tmp_path)


@pytest.fixture
def mis(tmp_path: Path) -> Path:
    """A mapping of which two expectations do not hold."""
    path = tmp_path / "mis.yaml"
    text = CSV.read_text("utf-8").replace("soort: verkeer}", "soort: dier}", 1)
    path.write_text(text.replace("wet: Wmo\n", "wet: Wlz\n", 1), encoding="utf-8")
    return path


def line_of(path: Path, part: str) -> int:
    lines = path.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if part in line)


def test_our_own_mappings_pass(tmp_path: Path) -> None:
    done = opdracht("test", "--config", str(ROOT / "config"))

    assert (done.code, done.fout) == (0, "")
    assert re.findall(r"toetsen: (\d+), mislukt: (\d+)", done.uit) == [("3", "0"), ("2", "0")]


def test_a_mapping_is_named_by_its_name_or_its_path() -> None:
    by_name = opdracht("test", "duinrand-csv", "--config", str(ROOT / "config"))
    by_path = opdracht("test", str(CSV))

    assert by_name.code == by_path.code == 0
    assert "traplift" in by_name.uit
    assert "scootmobiel" not in by_path.uit


def test_1_and_the_place_of_every_expectation_that_fails(mis: Path) -> None:
    done = opdracht("test", str(mis))

    assert done.code == 1
    assert f"{mis}:{line_of(mis, 'soort: dier}')}:" in done.uit
    assert "velden.ongeval.soort: verwacht dier, gekregen verkeer" in done.uit
    assert f"{mis}:{line_of(mis, 'wet: Wlz')}:" in done.uit
    assert done.uit.count("FOUT") == 1


def test_3_when_a_mapping_cannot_be_read_and_the_others_are_tried(tmp_path: Path) -> None:
    broken = tmp_path / "stuk.yaml"
    broken.write_text("bron: csv\n", encoding="utf-8")

    done = opdracht("test", str(broken), str(CSV), "--format", "jsonl")

    assert done.code == 3
    first, second = (json.loads(line) for line in done.uit.splitlines())
    assert {problem["code"] for problem in first["problemen"]} == {"M-0006"}
    assert (second["exit"], len(second["toetsen"])) == (0, 3)


def test_3_when_a_mapping_names_a_rule_for_notes_that_no_run_would_accept(tmp_path: Path) -> None:
    path = tmp_path / "notitie.yaml"
    own = "kolom: Toelichting\n    uit: [{regel: gewoont, waarom: toets}]\n"
    path.write_text(CSV.read_text("utf-8").replace("kolom: Toelichting", own, 1), encoding="utf-8")

    done = opdracht("test", str(path))

    assert (done.code, "A-0004" in done.fout, "`gewoonte`" in done.fout) == (3, True, True)
    assert f"notitie.yaml:{line_of(path, 'gewoont')}:" in done.fout


def test_a_mapping_without_tests_passes_and_is_told_how(tmp_path: Path) -> None:
    bare = tmp_path / "kaal.yaml"
    bare.write_text(CSV.read_text("utf-8").partition("\ntoetsen:")[0], encoding="utf-8")

    done = opdracht("test", str(bare))

    assert done.code == 0
    assert "toetsen: 0" in done.uit
    assert "`toetsen:`" in done.fout


def test_a_folder_without_mappings_is_a_mistake_in_the_configuration(tmp_path: Path) -> None:
    done = opdracht("test", "--config", str(tmp_path))

    assert (done.code, done.fout[:6]) == (3, "C-0012")


def test_json_holds_what_was_expected_and_what_came(mis: Path) -> None:
    done = opdracht("test", str(mis), "--format", "json")

    (mapping,) = json.loads(done.uit)["mappings"]
    told = mapping["toetsen"][0]["verschillen"][0]
    assert (told["veld"], told["verwacht"], told["gekregen"]) == (
        "velden.ongeval.soort",
        "dier",
        "verkeer",
    )


def test_junit_has_a_case_for_every_test(mis: Path, tmp_path: Path) -> None:
    report = tmp_path / "toets.xml"
    broken = tmp_path / "stuk.yaml"
    broken.write_text("bron: <csv>&\n", encoding="utf-8")

    done = opdracht("test", str(mis), str(STUF), str(broken), "--junit", str(report))

    assert done.code == 3
    suites = etree.parse(report).getroot()
    assert [suite.get("tests") for suite in suites] == ["3", "2", "1"]
    assert [suite.get("failures") for suite in suites] == ["1", "0", "0"]
    assert [suite.get("errors") for suite in suites] == ["0", "0", "1"]
    (failed,) = suites.iter("failure")
    assert "verwacht dier, gekregen verkeer" in (failed.text or "")
    (error,) = suites.iter("error")
    assert "<csv>&" in (error.text or "")


#: What the JUnit schema of Jenkins asks of each kind of element.
_ATTRIBUTEN = {
    "testsuites": {"name", "tests", "failures", "errors", "time"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
    "testcase": {"name", "classname", "file", "line"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
}


def test_junit_has_what_build_servers_ask_for(mis: Path, tmp_path: Path) -> None:
    report, broken = tmp_path / "toets.xml", tmp_path / "stuk.yaml"
    broken.write_text("bron: csv\nmerkop: 1\n", encoding="utf-8")

    opdracht("test", str(mis), str(broken), "--junit", str(report))

    root = etree.parse(report).getroot()
    for element in root.iter("*"):
        assert _ATTRIBUTEN[element.tag] <= set(element.keys()), element.tag
        assert all(element.attrib.values())
    assert [root.get(name) for name in ("tests", "failures", "errors")] == ["4", "1", "1"]
    assert [failed.get("type") for failed in root.iter("failure", "error")] == ["M-0030", "M-0006"]
    assert len(list(root.iter("testcase"))) == 4
    for case in root.iter("testcase"):
        # A server links to the line: it is that of the test, or the first of a broken file.
        line = Path(str(case.get("file"))).read_text().splitlines()[int(str(case.get("line"))) - 1]
        assert line.startswith(("  - naam:", "bron:"))


def test_junit_shows_no_value_of_a_person(tmp_path: Path) -> None:
    path, report = tmp_path / "persoon.yaml", tmp_path / "toets.xml"
    text = CSV.read_text("utf-8")
    path.write_text(
        text[: text.index("\ntoetsen:")]
        + "\ntoetsen:\n  - naam: een persoon\n    als: {BSN: '999990019', Cliëntnr: K-12345}\n"
        "    verwacht: {velden: {client: {burgerservicenummer: '999993653', "
        "clientnummer: K-54321}}, problemen: []}\n",
        encoding="utf-8",
    )

    done = opdracht("test", str(path), "--junit", str(report))
    as_json = opdracht("test", str(path), "--format", "json")

    assert done.code == 1
    for shown in (report.read_text(), done.uit, done.fout, as_json.uit):
        assert not re.search("999990019|999993653|12345|54321", shown)


def test_the_tests_are_told_in_english(mis: Path, tmp_path: Path) -> None:
    report = tmp_path / "toets.xml"

    done = opdracht("--lang", "en", "test", str(mis), "--junit", str(report))

    assert "FAIL  een traplift" in done.uit
    assert "velden.ongeval.soort: expected dier, got verkeer" in done.uit
    assert "expected dier, got verkeer" in report.read_text()
    assert "verwacht dier" not in done.uit + report.read_text()


def test_a_report_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    done = opdracht("test", str(CSV), "--junit", str(tmp_path / "niet" / "hier.xml"))

    assert (done.code, done.fout[:6]) == (2, "C-0013")


def spoil(keten: Keten) -> None:
    path = keten.gemeente.config / "mappings" / "duinrand-csv.yaml"
    text = path.read_text("utf-8")
    assert "soort: verkeer}" in text
    path.write_text(text.replace("soort: verkeer}", "soort: dier}", 1), encoding="utf-8")


def test_a_run_reads_nothing_by_a_mapping_that_fails_its_tests(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J"), vers(2)])
    spoil(keten)

    done, run = keten.run()

    assert (done.code, run["resultaat"], run["telling"]["gelezen"]) == (3, "mislukt", 0)
    assert [problem["code"] for problem in run["oorzaken"]] == ["M-0030"]


def test_check_names_the_test_that_fails(keten: Keten) -> None:
    assert keten.geef("check", "--only", "mapping").code == 0
    spoil(keten)

    done = keten.geef("check", "--only", "mapping", "--format", "jsonl")

    assert done.code == 3
    steps = [json.loads(line) for line in done.uit.splitlines()]
    (failed,) = [step for step in steps if step["problemen"]]
    assert (failed["stap"], failed["problemen"][0]["code"]) == ("toetsen", "M-0030")
