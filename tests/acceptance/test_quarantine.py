"""`quarantine` and `replay`: what they show, and what reading again makes of a record."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.tools.keten import Keten, codes, nu, opdracht, stuf_draait, vers, verse_zaak
from tests.tools.ledgers import House, note

WIE = ("--wie", "B. Beheer", "--reden", "mapping hersteld")
FOUT = {"Ongeval J/N": "misschien"}


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    """Give a municipality of which one record of three could not be read."""
    chain = Keten(tmp_path)
    chain.gemeente.levering([vers(1, "J"), vers(2, "J") | FOUT, vers(3)])
    chain.run()
    return chain


def lijst(keten: Keten, *woorden: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = keten.geef(
        "quarantine", "list", "--format", "jsonl", *woorden
    ).regels
    return found


def lot(keten: Keten, *woorden: str) -> list[tuple[str, int]]:
    """Give what became of each record, and how often it was tried."""
    done = keten.geef("replay", *woorden, "--format", "jsonl")
    return [(line["uitkomst"], line["pogingen"]) for line in done.regels]


@pytest.mark.parametrize("woorden", [("quarantine",), ("quarantine", "list"), ("replay",)])
def test_every_word_explains_itself(woorden: tuple[str, ...]) -> None:
    done = opdracht(*woorden, "--help")

    assert (done.code, done.fout) == (0, "")


def test_the_list_shows_code_and_place_and_nobody(keten: Keten) -> None:
    done = keten.geef("quarantine", "list")
    (one,) = lijst(keten)
    shown = keten.geef("quarantine", "show", one["kenmerk"])

    assert (done.code, shown.code) == (1, 0)
    assert one["codes"] and one["codes"][0] in done.uit and one["codes"][0] in shown.uit
    assert one["plaats"] in done.uit and one["plaats"] in shown.uit
    for text in (done.uit, done.fout, shown.uit, shown.fout, json.dumps(one)):
        assert not any(value in text for value in ("999900006", "Proefpersoon", "B000002"))


def test_status_names_the_command_that_shows_the_list(keten: Keten) -> None:
    assert "regresbrug quarantine list -g 9901" in keten.geef("status").uit

    assert keten.geef("quarantine", "list", "-g", "9901").code == 1


def test_every_filter_narrows_the_list(keten: Keten) -> None:
    (one,) = lijst(keten)
    (run,) = keten.geef("runs", "--format", "json").json

    for words in (
        ("--bron", "export"),
        ("--code", one["codes"][0].lower()),
        ("--run", str(run["run"])),
        ("--since", one["sinds"]),
        ("-g", "Duinrand"),
    ):
        assert lijst(keten, *words) == [one]
    for words in (("--bron", "anders"), ("--code", "M-9999"), ("--since", "2099-01-01")):
        assert lijst(keten, *words) == []
    keten.gemeente.levering([vers(1, "J"), vers(2, "J") | FOUT])
    keten.run()
    assert lijst(keten, "--run", str(run["run"])) == []


def test_a_preview_says_what_would_come_of_it_and_changes_nothing(keten: Keten) -> None:
    assert lot(keten, "--preview") == [("quarantaine", 0)]
    keten.gemeente.levering([vers(1, "J"), vers(2, "J"), vers(3)])
    before = lijst(keten)

    done = keten.geef("replay", "--preview")

    assert (done.code, "klaargezet" in done.uit) == (0, True)
    assert lijst(keten) == before
    assert len(keten.gemeente.bezorgd) == 1


@pytest.mark.parametrize(
    ("rij", "uitkomst", "nog"),
    [
        (vers(2, "J"), "klaargezet", 0),
        (vers(2, "J") | {"Datum ongeval": "01-03-2016"}, "vastgehouden", 0),
        (vers(2, "J") | {"Ongeval J/N": "O"}, "beoordelen", 0),
        (vers(2, "N"), "geen_ongeval", 0),
        (vers(2, "J") | {"Ongeval J/N": "vast"}, "quarantaine", 1),
    ],
)
def test_what_was_mended_goes_its_way(
    keten: Keten, rij: dict[str, str], uitkomst: str, nog: int
) -> None:
    keten.gemeente.levering([vers(1, "J"), rij, vers(3)])

    assert lot(keten, "--preview") == [(uitkomst, 0)]
    assert lot(keten, *WIE) == [(uitkomst, 1)]
    assert len(lijst(keten)) == nog
    assert len(keten.gemeente.bezorgd) == (2 if uitkomst == "klaargezet" else 1)


def test_what_is_taken_away_leaves_the_list_and_comes_back_when_it_is_still_unreadable(
    keten: Keten,
) -> None:
    (one,) = lijst(keten)
    assert one["plekken"][0]["code"] == one["codes"][0]
    assert "duinrand-csv.yaml:" in one["plekken"][0]["mapping"]

    assert keten.geef("quarantine", "weg", one["kenmerk"], *WIE).code == 0
    assert lijst(keten) == []
    twice = keten.geef("quarantine", "weg", one["kenmerk"], *WIE)
    assert (twice.code, codes(twice.fout)) == (2, ["C-0022"])
    (noted,) = keten.geef("audit", "list", "--wie", "B. Beheer", "--format", "json").json
    assert noted["resultaat"] == "stub_gesloten"
    assert keten.geef("audit", "verify").code == 0

    keten.gemeente.levering([vers(1, "J"), vers(2, "J") | FOUT])
    keten.run()
    assert [again["kenmerk"] for again in lijst(keten)] == [one["kenmerk"]]


def test_only_what_is_in_quarantine_is_taken_away(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J"), vers(2, "J") | {"Ongeval J/N": "O"}])
    keten.run()
    (one,) = keten.geef("review", "list", "--format", "jsonl").regels

    done = keten.geef("quarantine", "weg", one["kenmerk"], *WIE)

    assert (done.code, codes(done.fout)) == (2, ["L-0404"])


def test_attempts_are_counted_and_stand_in_the_audit_trail(keten: Keten) -> None:
    (one,) = lijst(keten)

    assert lot(keten, one["kenmerk"], *WIE) == [("quarantaine", 1)]
    assert lot(keten, *WIE) == [("quarantaine", 2)]
    (again,) = lijst(keten)
    assert (again["pogingen"], again["sinds"]) == (2, one["sinds"])
    found = keten.geef("audit", "list", "--wie", "B. Beheer", "--format", "json").json
    assert [entry["resultaat"] for entry in found] == ["replay", "replay"]
    with keten.ledger() as ledger:
        noted = ledger.decisions("9901", "replay")
    assert [(one.rol, one.reden) for one in noted] == [("beheer", "mapping hersteld")] * 2
    assert keten.geef("audit", "verify").code == 0


def test_what_left_the_source_is_told(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J"), vers(3), vers(4)])

    assert lot(keten, "--preview") == [("niet_in_bron", 0)]
    done = keten.geef("replay", *WIE)

    assert (done.code, "niet meer in de bron" in done.uit) == (1, True)
    assert len(lijst(keten)) == 1


def test_a_source_that_cannot_be_read_changes_nothing(keten: Keten) -> None:
    for file in (keten.folder / "export").iterdir():
        file.write_bytes(b"stuk")

    done = keten.geef("replay", *WIE, "--format", "jsonl")

    assert (done.code, done.regels[0]["uitkomst"]) == (4, "niet_gelezen")
    assert len(lijst(keten)) == 1


def test_a_source_that_left_the_configuration_is_told(keten: Keten) -> None:
    sources = keten.gemeente.gemeente["bronnen"]
    sources["ander"] = sources.pop("export")
    keten.schrijf()

    assert lot(keten, "--preview") == [("bron_weg", 0)]
    assert lot(keten, *WIE) == [("bron_weg", 0)]


def test_it_needs_a_name_and_a_reason(keten: Keten) -> None:
    done = keten.geef("replay")

    assert (done.code, codes(done.fout)) == (2, ["C-0008"])


@pytest.mark.parametrize(("kenmerk", "code"), [("zzz", "C-0021"), ("0" * 64, "C-0022")])
def test_a_wrong_kenmerk_is_told(keten: Keten, kenmerk: str, code: str) -> None:
    for words in (("quarantine", "show", kenmerk), ("replay", kenmerk, *WIE)):
        assert codes(keten.geef(*words).fout) == [code]


def test_nothing_in_quarantine_reads_nothing(keten: Keten) -> None:
    runs = keten.geef("runs", "--format", "jsonl").uit

    done = keten.geef("replay", *WIE, "--code", "M-9999")

    assert (done.code, "niets in quarantaine" in done.fout) == (0, True)
    assert keten.geef("runs", "--format", "jsonl").uit == runs


def test_a_delivered_record_that_goes_soon_is_told_by_status(keten: Keten) -> None:
    with keten.ledger() as ledger:
        house = House(ledger, since=nu())
        old = nu() - timedelta(days=28)
        house.run(stubs=[note(7, record="eyJ.verzegeld")], now=old)

    told = keten.geef("status")

    assert (told.code, codes(told.fout)[-1]) == (1, "L-0607")
    assert "binnen 3 dagen" in told.fout


def test_of_a_stuf_source_only_the_month_of_the_record_is_read_again(tmp_path: Path) -> None:
    chain = Keten(tmp_path)
    wrong = verse_zaak(2, "J", indicatie_ongeval="misschien")
    with stuf_draait([verse_zaak(1), wrong]) as server:
        chain.met_stuf(server.url)
        chain.geef("run", "--rondgang")
        (one,) = lijst(chain)
        before = len(chain.geef("runs", "--format", "json").json)
    with stuf_draait([verse_zaak(1), verse_zaak(2, "J")]) as server:
        chain.met_stuf(server.url)

        assert lot(chain, "--preview") == [("klaargezet", 0)]
        assert lot(chain, *WIE) == [("klaargezet", 1)]

    assert lijst(chain) == []
    after = chain.geef("runs", "--format", "json").json
    assert len(after) == before + 1
    assert (one["bron"], len(chain.gemeente.bezorgd)) == ("zaken", 1)


def test_a_read_that_waits_for_release_says_no_more_than_that(keten: Keten) -> None:
    keten.gemeente.gemeente["rem"] = {"nieuw": 0, "waarom": "toets"}
    keten.schrijf()
    keten.gemeente.levering([vers(1, "J"), vers(2, "J"), vers(3)])

    done = keten.geef("replay", *WIE, "--format", "jsonl")

    assert (done.code, done.regels[0]["uitkomst"]) == (8, "wacht_op_vrijgave")
    assert len(lijst(keten)) == 1
