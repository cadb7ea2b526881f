"""Problems in English: of a command, of a run, and of a run as the ledger kept it."""

import re
from pathlib import Path

import pytest

from tests.tools.keten import Keten, Uitkomst, opdracht, vers

#: Words that stand only in a Dutch sentence; domain words (melding, gemeente, run) are in both.
DUTCH = re.compile(r"\b(het|een|niet|wordt|kijk|zijn|deze|gevolg|doe|waar)\b", re.IGNORECASE)
#: What check tells to say on the telephone stays Dutch: the supplier is.
ZEG = re.compile(r"^ +say \(nl\):.*$", re.MULTILINE)
PROBLEM = re.compile(r"^ *[0-9]* *x? ?[A-Z]-[0-9]{4}  .*(?:\n    .*)*", re.MULTILINE)


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    return Keten(tmp_path)


def english(done: Uitkomst, code: str) -> str:
    """Give the problem of a code as it was told; no word of it is Dutch."""
    whole: list[str] = PROBLEM.findall(ZEG.sub("", done.uit + done.fout))
    told = [found for found in whole if code in found]
    assert told, done
    for problem in told:
        plain = re.sub(r"`[^`]*`|\S*/\S*|[a-z.]+:[0-9]\S*|--[a-z]+", "", problem)
        assert DUTCH.findall(plain) == [], problem
    return told[0]


def test_a_run_that_stops_is_told_in_english_also_when_it_is_looked_up_later(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J"), vers(2)], trailer=9)

    run = keten.geef("--lang", "en", "run")

    assert "it says 9 rows, 2 were read" in english(run, "B-0116")
    later = keten.geef("--lang", "en", "runs", "--run", "1")
    assert "it says 9 rows, 2 were read" in english(later, "B-0116")
    assert "effect:" in english(later, "B-0116")
    dutch = keten.geef("runs", "--run", "1")
    assert "zij noemt 9 rijen, gelezen zijn er 2" in dutch.fout


def test_the_kinds_of_problems_of_records_are_told_in_english(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J", Bedrag="veel"), vers(2, "J", Bedrag="12.50")])

    for woorden in (("preview",), ("run",)):
        done = keten.geef("--lang", "en", *woorden)
        told = english(done, "M-0113")
        assert re.match(r" +1 x M-0113  bedrag: no amount of 0 or more .*\(shape: ", told)
        assert "\n         at " in done.uit
        assert re.search(
            "Nothing was sent and nothing was kept|What was ready is released", done.uit + done.fout
        )
        assert "Er is niets" not in done.fout + done.uit


@pytest.mark.parametrize(
    ("woorden", "code"),
    [
        (("assess", "--file", "/niet/hier.csv", "--column", "x"), "A-0111"),
        (("assess",), "A-0114"),
        (("loket",), "C-0006"),
        (("runn",), "C-0005"),
        (("run", "--formt", "x"), "C-0005"),
        (("init", "/niet/hier", "--code", "9955", "--naam", "X", "--leverancier", "x"), "C-0306"),
        (("check", "--config", "/niet/hier"), "C-0100"),
    ],
)
def test_a_command_that_cannot_be_done_says_why_in_english(
    woorden: tuple[str, ...], code: str
) -> None:
    done = opdracht("--lang", "en", *woorden)

    assert done.code in {2, 3}
    english(done, code)


def test_what_check_and_status_find_is_told_in_english(keten: Keten) -> None:
    (keten.folder / "export" / "wmo_voorzieningen.csv").unlink(missing_ok=True)

    done = keten.geef("--lang", "en", "check")

    assert "matches the pattern" in english(done, "B-0141")
    assert "    call:    the supplier of the export\n" in done.fout
    assert "First failure: Duinrand/export, bestand (B-0141)" in done.uit
    assert re.search(r"^FAIL +Duinrand/export +bestand ", done.uit, re.MULTILINE)
    assert "Mend the first failure and check again" in done.fout
    assert not re.search(r"^(FOUT|let op|niet geprobeerd)| bel:| zeg:", done.uit + done.fout)


def test_the_report_of_a_check_is_english_too(keten: Keten, tmp_path: Path) -> None:
    (keten.folder / "export" / "wmo_voorzieningen.csv").unlink(missing_ok=True)
    page = tmp_path / "check.html"

    keten.geef("--lang", "en", "check", "--rapport", page)

    text = page.read_text("utf-8")
    assert '<html lang="en">' in text
    assert "matches the pattern" in text
    assert "<dt>call</dt><dd>the supplier of the export</dd>" in text
    plain = re.sub(r'<style>.*?</style>|<dd lang="nl">.*?</dd>|<td>.*?</td>', "", text, flags=re.S)
    words = re.sub(r"<[^>]*>|`[^`]*`|\S*/\S*", " ", plain)
    assert re.findall(r"\b(het|niet|wordt|doe|waar|gevolg|Eerste|Keuring)\b", words) == []


def test_a_first_configuration_says_in_english_what_comes_next(tmp_path: Path) -> None:
    who = ("--code", "9955", "--naam", "Proefdorp")

    done = opdracht("--lang", "en", "init", tmp_path / "config", *who)

    assert "Now fill in: addresses in regresbrug.yaml" in done.fout
    assert "Make a backup of the root key" in done.fout
    assert "Bewaar" not in done.fout
