"""The werklijst: what a municipality without inzagesleutel gets to find whom to look at."""

import csv
import io
import json
import stat
from collections import Counter
from pathlib import Path

import pytest

from tests.acceptance.test_review import CONSULENT, WIE, lijst, onduidelijk
from tests.tools.keten import Keten, codes, geleden, stuf_draait, vers, verse_zaak

LOGREGEL = "sleutelvelden van een record op de werklijst van de gemeente zetten"


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    made = Keten(tmp_path)
    map_(made).mkdir(mode=0o700)
    made.gemeente.gemeente["werklijst"] = "../werklijst"
    made.schrijf()
    return made


def map_(keten: Keten) -> Path:
    return keten.folder / "werklijst"


def op_de_lijst(keten: Keten) -> list[dict[str, str]]:
    """Give the lines of all lists, by column."""
    found: list[dict[str, str]] = []
    for path in sorted(map_(keten).iterdir()):
        text = io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")
        found += csv.DictReader(text, delimiter=";", strict=True)
    return found


def in_grootboek(keten: Keten, value: str) -> bool:
    return any(value.encode() in path.read_bytes() for path in keten.folder.glob("regresbrug.db*"))


def test_what_waits_stands_on_the_list_of_the_municipality_and_nowhere_else(keten: Keten) -> None:
    held = vers(8, "J") | {"Datum ongeval": "01-03-2016"}
    broken = vers(9) | {"Ongeval J/N": "misschien"}
    keten.gemeente.levering([vers(1, "J"), vers(2), onduidelijk(7), held, broken])

    done, report = keten.run()
    lines = op_de_lijst(keten)

    assert report["resultaat"] == "vrij"
    assert {one["Beschikkingnr"]: one["soort"] for one in lines} == {
        "B000007": "beoordelen",
        "B000008": "vastgehouden",
        "B000009": "quarantaine",
    }
    assert stat.S_IMODE(next(map_(keten).iterdir()).stat().st_mode) == 0o600
    assert not in_grootboek(keten, "B000007")
    assert "B000007" not in done.uit + done.fout
    text = next(map_(keten).iterdir()).read_text("utf-8-sig")
    assert not any(word in text for word in ("999900006", "Proefpersoon", "C00007", "01-02-1950"))


def test_a_line_leads_to_the_record_and_its_decision_takes_it_off(keten: Keten) -> None:
    keten.gemeente.levering([onduidelijk(7)])
    keten.run()
    (line,) = op_de_lijst(keten)
    (waits,) = lijst(keten)
    assert (line["kenmerk"], line["uiterlijk"]) == (waits["kenmerk"], waits["uiterlijk"])
    assert line["plaats"] == waits["plaats"]

    keten.geef("review", "decide", line["kenmerk"], "nee", *CONSULENT)
    keten.run()

    assert list(map_(keten).iterdir()) == []


def test_there_is_a_line_in_the_logbook_per_person_and_one_in_the_audit_trail(
    keten: Keten,
) -> None:
    keten.gemeente.levering([onduidelijk(7), onduidelijk(8), vers(1)])
    keten.run()

    book = (keten.folder / "dataverwerkingen.jsonl").read_text()
    names = Counter(json.loads(line)["name"] for line in book.splitlines())
    trail = keten.geef("audit", "list", "--format", "json", "--actie", "werklijst").uit

    assert names[LOGREGEL] == 2
    assert "2 records" in trail and "gemeente:9901" in trail
    assert "B000007" not in book + trail
    assert keten.geef("audit", "verify").code == 0


def test_a_read_that_is_not_whole_or_a_trial_gives_no_list(keten: Keten) -> None:
    keten.gemeente.levering([onduidelijk(7)], trailer=9)
    keten.run()
    assert list(map_(keten).iterdir()) == []

    keten.gemeente.gemeente["stand"] = "proef"
    keten.schrijf()
    keten.gemeente.levering([onduidelijk(7)])
    keten.run("--volume-klopt")

    assert list(map_(keten).iterdir()) == []


def test_a_formula_in_a_key_field_is_text_on_the_list(keten: Keten) -> None:
    keten.gemeente.levering([onduidelijk(7, Beschikkingnr='=HYPERLINK("http://x")')])
    keten.run()

    assert [one["Beschikkingnr"] for one in op_de_lijst(keten)] == ['\'=HYPERLINK("http://x")']


def test_twice_the_same_key_stands_there_once_as_quarantine(keten: Keten) -> None:
    keten.gemeente.levering([onduidelijk(7), onduidelijk(7) | {"Datum ongeval": geleden(150)}])
    keten.run()

    assert [one["soort"] for one in op_de_lijst(keten)] == ["quarantaine"]


def test_without_an_open_place_nothing_is_read_and_check_says_so(keten: Keten) -> None:
    keten.gemeente.levering([onduidelijk(7)])
    map_(keten).chmod(0o755)

    done, report = keten.run()
    checked = keten.geef("check")

    assert (done.code, report["resultaat"]) == (5, "mislukt")
    assert [one["code"] for one in report["oorzaken"]] == ["S-0081"]
    assert report["telling"]["gelezen"] == 0
    assert checked.code == 5
    assert "S-0081" in codes(checked.fout + checked.uit)


def test_check_says_that_the_place_is_good_and_leaves_nothing_there(keten: Keten) -> None:
    keten.gemeente.levering([vers(1)])

    done = keten.geef("check")

    assert done.code in (0, 1)
    assert "werklijst" in done.uit
    assert list(map_(keten).iterdir()) == []


def test_a_list_that_cannot_be_replaced_keeps_nothing_from_being_sent(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J"), onduidelijk(7)])
    (map_(keten) / "werklijst-export.csv").mkdir()

    done, report = keten.run()

    assert (done.code, report["resultaat"], done.regels[-1]["ontvangen"]) == (1, "vrij", 1)
    assert [one["code"] for one in report["oorzaken"]] == ["S-0080"]


def test_a_municipality_that_turns_it_on_gets_a_list_of_an_unchanged_file(tmp_path: Path) -> None:
    keten = Keten(tmp_path)
    keten.gemeente.levering([onduidelijk(7)])
    keten.run()
    assert keten.run()[1]["resultaat"] == "ongewijzigd"
    map_(keten).mkdir(mode=0o700)
    keten.gemeente.gemeente["werklijst"] = "../werklijst"
    keten.schrijf()

    keten.run()

    assert [one["Beschikkingnr"] for one in op_de_lijst(keten)] == ["B000007"]


def test_a_list_is_not_touched_by_a_night_in_which_nothing_changed(keten: Keten) -> None:
    keten.gemeente.levering([onduidelijk(7)])
    keten.run()
    keten.run()

    assert [one["Beschikkingnr"] for one in op_de_lijst(keten)] == ["B000007"]


def test_the_zaken_of_a_stuf_source_get_a_list_of_their_own(keten: Keten) -> None:
    with stuf_draait([verse_zaak(1, "O"), verse_zaak(2)]) as server:
        keten.met_stuf(server.url, True)
        keten.gemeente.levering([onduidelijk(7)])
        keten.run()

    names = {path.name for path in map_(keten).iterdir()}
    assert names == {"werklijst-export.csv", "werklijst-zaken.csv"}


def test_nobody_opens_with_a_key_what_stands_on_the_list(keten: Keten) -> None:
    keten.gemeente.levering([onduidelijk(7)])
    keten.run()
    (waits,) = lijst(keten)

    done = keten.geef("review", "show", waits["kenmerk"], "--inzagesleutel", "weg.jwk", *WIE)

    assert done.code in (2, 6)
    assert "B000007" not in done.uit + done.fout


@pytest.mark.parametrize("part", ["burgerservicenummer", "{kolom: Achternaam}", "geboortedatum"])
def test_a_key_that_says_who_somebody_is_makes_no_list(keten: Keten, part: str) -> None:
    mapping = keten.config / "mappings" / "duinrand-csv.yaml"
    before = "sleutel: [beschikkingnummer, productcode, ingangsdatum]"
    after = f"sleutel: [beschikkingnummer, {part}]"
    mapping.write_text(mapping.read_text().replace(before, after))
    keten.gemeente.levering([onduidelijk(7)])

    done = keten.geef("run")

    assert (done.code, codes(done.fout)) == (3, ["C-0220"])
    assert list(map_(keten).iterdir()) == []
