"""A sign that nobody sees, in a header, a cell or a mapping, is written out wherever shown."""

import json
from pathlib import Path

import pytest
from jinja2 import DictLoader
from lxml import etree
from ruamel.yaml import YAML

from tests.tools.gemeente import ROOT
from tests.tools.keten import Keten, Uitkomst, opdracht, vers
from web.look import toon

#: A bidi override, a zero-width space, an escape sequence, and a letter that leaves no mark.
ONZICHTBAAR = ("\u202e", "\u200b", "\x1b[2J", "\u3164", "\ufeff", "\x07")
NAAM = r'"\u202eslecht\u001b[2J\r\nok"'
CSV = ROOT / "config" / "mappings" / "duinrand-csv.yaml"


def gezien(*texts: str) -> bool:
    """Tell whether no text holds such a sign."""
    return not [sign for text in texts for sign in (*ONZICHTBAAR, "\x1b") if sign in text]


@pytest.fixture
def vreemd(tmp_path: Path) -> Path:
    """An export of which one column has a name that turns the rest of a line around."""
    rows = ["Cliëntnr;Achternaam;Ongeval\u202eN/J;Soort\u200bhulp;Datum besluit"]
    rows += [f"C{number};Proef;N;rol\u202estoel;0{number}-02-2024" for number in range(1, 9)]
    file = tmp_path / "vreemd.csv"
    file.write_text("\r\n".join([*rows, ""]), encoding="utf-8")
    return file


def test_a_profile_writes_them_out(tmp_path: Path, vreemd: Path) -> None:
    page, facts = tmp_path / "profiel.html", tmp_path / "profiel.json"

    done = opdracht("profile", "--file", vreemd, "--out", page, "--out", facts)
    as_json = opdracht("profile", "--file", vreemd, "--format", "json")

    assert done.code == as_json.code == 0, done.fout
    assert gezien(done.uit, done.fout, as_json.uit, page.read_text(), facts.read_text())
    assert "Ongeval\\u202eN/J" in done.uit
    assert "Ongeval\\u202eN/J" in page.read_text()
    names = [column["naam"] for column in json.loads(facts.read_text())["kolommen"]]
    assert "Ongeval\u202eN/J" in names  # for a machine it is the same name


def test_a_proposed_mapping_writes_them_out_and_still_fits(tmp_path: Path, vreemd: Path) -> None:
    folder = tmp_path / "config"
    who = ("--code", "9955", "--naam", "Proefdorp")

    done = opdracht("init", folder, *who, "--voorbeeld", vreemd)

    assert done.code == 0, done.fout
    written = [path.read_text("utf-8") for path in folder.rglob("*.yaml")]
    assert gezien(done.uit, done.fout, *written)
    assert any("Ongeval\\u202eN/J" in text for text in written)
    for text in written:
        YAML(typ="safe").load(text)


def test_a_header_that_drifted_writes_them_out(tmp_path: Path) -> None:
    keten = Keten(tmp_path)
    keten.gemeente.levering([vers(1, "J"), vers(2)])
    (file,) = (keten.folder / "export").glob("*.csv")
    raw = file.read_bytes()
    file.write_bytes(raw.replace(b"Bedrag", "Be\u00addrag".encode("cp1252"), 1))

    done = keten.geef("preview")
    lines = keten.geef("preview", "--format", "jsonl")

    assert "\u00ad" not in done.uit + done.fout + lines.uit
    assert "Be\\u00addrag" in done.uit + done.fout


def bedorven(tmp_path: Path) -> Path:
    """A mapping of which a test that fails has such signs in its name."""
    text = CSV.read_text("utf-8").replace("soort: verkeer}", "soort: dier}", 1)
    name = "een traplift na een aanrijding"
    assert name in text
    path = tmp_path / "vreemd.yaml"
    path.write_text(text.replace(name, NAAM), encoding="utf-8")
    return path


def test_the_name_of_a_test_is_written_out_in_every_report(tmp_path: Path) -> None:
    path, report = bedorven(tmp_path), tmp_path / "toets.xml"

    told = opdracht("test", path, "--junit", report)
    as_json = opdracht("test", path, "--format", "json")

    assert told.code == as_json.code == 1, told.fout
    assert gezien(told.uit, told.fout, as_json.uit, report.read_text())
    assert "\\u202eslecht\\u001b[2J\\r\\nok" in told.uit
    etree.parse(report)


@pytest.mark.parametrize(
    ("was", "wordt"),
    [
        ("levering: ", 'levering: "\\u202ev" #'),
        ("bron: csv", 'bron: csv\n"vel\\u200bden": 1'),
        ("bron: csv", "bron: csv\nvel\u202eden: 1"),
        ("kolom: Bedrag", 'kolom: "Be\\u0007drag\\u202e"'),
    ],
)
def test_a_fault_in_a_mapping_writes_them_out(tmp_path: Path, was: str, wordt: str) -> None:
    path = tmp_path / "vreemd.yaml"
    text = CSV.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, wordt, 1), encoding="utf-8")

    done: list[Uitkomst] = [
        opdracht("test", path),
        opdracht("test", path, "--format", "json"),
        opdracht("--lang", "en", "test", path),
    ]

    assert [one.code for one in done] == [3, 3, 3]
    assert gezien(*(text for one in done for text in (one.uit, one.fout)))
    assert "\\u" in done[0].fout


def test_a_page_writes_out_what_it_shows_and_leaves_its_own_markup() -> None:
    pages = DictLoader({"x.html": "<p title='{{ naam }}'>{{ naam }}|{{ stijl | safe }}|\u200b</p>"})

    shown = toon("x.html", pages, naam="a\u202e<b>\x1b\n", stijl="\u200c")

    assert (
        shown
        == "<p title='a\\u202e&lt;b&gt;\\u001b\n'>a\\u202e&lt;b&gt;\\u001b\n|\u200c|\u200b</p>"
    )
