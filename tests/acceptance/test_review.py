"""`review` and `vastgehouden`: what they show, who may decide, and what is logged."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.test_console import ENGELS
from tests.tools.keten import Keten, Uitkomst, geleden, nu, opdracht, vers
from tests.tools.ledgers import House, note
from tests.unit.privacy.recipient import private_jwk, public_half

WIE = ("--wie", "Toets Persoon", "--reden", "dossier gezien")
CONSULENT = (*WIE, "--rol", "consulent")
FG = (*WIE, "--rol", "fg")


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    return Keten(tmp_path)


def onduidelijk(nummer: int, **anders: str) -> dict[str, str]:
    return vers(nummer, "J") | {"Ongeval J/N": "O"} | anders


def kansloos(nummer: int) -> dict[str, str]:
    return vers(nummer, "J") | {"Datum ongeval": "01-03-2016"}


def codes(fout: str) -> list[str]:
    return re.findall(r"^([A-Z]-[0-9]{4})  ", fout, re.MULTILINE)


def lijst(keten: Keten, *woorden: str, naam: str = "review") -> list[dict[str, Any]]:
    """Give the records on a list."""
    found: list[dict[str, Any]] = keten.geef(naam, "list", "--format", "jsonl", *woorden).regels
    return found


def gelezen(keten: Keten, *rows: dict[str, str]) -> None:
    keten.gemeente.levering(rows)
    keten.run()


# -- review ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "woorden",
    [
        ("review",),
        ("review", "list"),
        ("review", "show"),
        ("review", "decide"),
        ("vastgehouden",),
        ("vastgehouden", "list"),
        ("vastgehouden", "laat-los"),
    ],
)
def test_every_word_explains_itself_in_dutch(woorden: tuple[str, ...]) -> None:
    done = opdracht(*woorden, "--help")

    assert (done.code, done.fout) == (0, "")
    words = re.sub(r"--?[a-z-]+|`[^`]*`|[A-Z_]{4,}|^  (list|show)", "", done.uit, flags=re.M)
    assert ENGELS.findall(re.sub(r"review (list|show|decide)", "", words)) == []


def test_the_list_tells_why_and_until_when(keten: Keten) -> None:
    gelezen(keten, vers(1), onduidelijk(2))

    done = keten.geef("review", "list")
    (one,) = lijst(keten)

    assert done.code == 1
    assert re.fullmatch("[0-9a-f]{8}", one["kenmerk"]) and one["kenmerk"] in done.uit
    assert one["codes"][0] == "onbekend_opgegeven" and "onbekend_opgegeven" in done.uit
    assert one["uiterlijk"] is not None and one["uiterlijk"] in done.uit
    assert (one["dagen"], one["herinnering"]) == (0, 0)
    assert one["redenen"][0]["uitleg"].startswith("Iemand heeft ingevuld")


def test_an_empty_list_asks_nothing_of_anyone(keten: Keten) -> None:
    gelezen(keten, vers(1))

    done = keten.geef("review", "list")

    assert (done.code, "Niets." in done.uit) == (0, True)
    assert lijst(keten) == []


def test_a_list_in_the_stand_proef_says_why_it_is_empty(keten: Keten) -> None:
    keten.gemeente.gemeente["stand"] = "proef"
    keten.schrijf()
    gelezen(keten, onduidelijk(1))

    done = keten.geef("review", "list")

    assert (done.code, "Niets." in done.uit) == (0, True)
    assert "stand proef" in done.fout and "regresbrug preview -g" in done.fout


def test_what_only_a_note_says_is_explained_as_no_more_than_that(keten: Keten) -> None:
    alone = {"Ongeval J/N": "", "Toelichting": "Is op straat door een auto aangereden."}
    file = keten.gemeente.levering([vers(1) | alone])

    done = keten.geef("preview", "--file", file, "--record", "2")

    assert "Was er een ongeval? ja, volgens alleen een notitie" in done.uit
    # One line a word, however many rules found it there.
    assert done.uit.count("«aangereden»") == 1


def test_yes_is_sent_at_the_next_run_and_no_takes_it_back(keten: Keten) -> None:
    gelezen(keten, onduidelijk(1))
    (one,) = lijst(keten)

    done = keten.geef("review", "decide", one["kenmerk"][:6], "ja", *CONSULENT)

    assert done.code == 0
    assert "wacht op de volgende lezing" in done.fout and "nachtrun" in done.fout
    assert lijst(keten) == []
    (waits,) = lijst(keten, "--besloten")
    assert (waits["keuze"], waits["uitwerking"]) == ("ja", "wacht_op_lezing")
    _, verslag = keten.run()
    assert verslag["telling"]["soorten"]["nieuw"] == 1
    assert verslag["telling"]["codes"]["besluit_ja"] == 1
    assert len(keten.gemeente.bezorgd) == 1
    (applied,) = lijst(keten, "--besloten")
    assert (applied["uitwerking"], applied["wie"]) == ("toegepast", "Toets Persoon")
    keten.geef("review", "decide", one["kenmerk"], "nee", *CONSULENT)
    _, verslag = keten.run()
    assert verslag["telling"]["soorten"]["intrekking"] == 1


def test_later_stays_on_the_list(keten: Keten) -> None:
    gelezen(keten, onduidelijk(1))
    (one,) = lijst(keten)

    done = keten.geef("review", "decide", one["kenmerk"], "later", *CONSULENT)

    assert "14 dagen" in done.fout
    assert [row["kenmerk"] for row in lijst(keten)] == [one["kenmerk"]]


def test_a_preview_after_a_decision_shows_its_effect(keten: Keten) -> None:
    gelezen(keten, onduidelijk(1))
    (one,) = lijst(keten)
    keten.geef("review", "decide", one["kenmerk"], "nee", *CONSULENT)

    (line,) = keten.geef("preview", "--format", "jsonl").regels

    assert (line["uitkomst"], line["redenen"][0]["regel"]) == ("geen_ongeval", "besluit_nee")


@pytest.mark.parametrize("rol", ["fg", "beheer", ""])
def test_only_a_consulent_judges(keten: Keten, rol: str) -> None:
    gelezen(keten, onduidelijk(1))
    (one,) = lijst(keten)
    for words in (("decide", one["kenmerk"], "ja", *WIE), ("show", one["kenmerk"])):
        done = keten.geef("review", *words, "--rol", rol)
        assert (done.code, codes(done.fout)) == (2, ["C-0005"])
    assert len(lijst(keten)) == 1


def test_a_decision_needs_a_name_and_a_reason(keten: Keten) -> None:
    gelezen(keten, onduidelijk(1))
    (one,) = lijst(keten)
    words = ("--wie", " ", "--reden", "x", "--rol", "consulent")

    done = keten.geef("review", "decide", one["kenmerk"], "ja", *words)

    assert (done.code, codes(done.fout)) == (2, ["C-0008"])


@pytest.mark.parametrize(
    ("wie", "reden", "code"),
    [
        ("A. Jansen\nfg", "gezien", "C-0037"),
        ("A. Jansen", "gezien \x1b[31m", "C-0037"),
        ("A. Jansen", "\u202egezien", "C-0037"),
        ("\u200b", "gezien", "C-0037"),
        ("...", "gezien", "C-0037"),
        ("A" * 201, "gezien", "C-0037"),
        ("A. Jansen", "x" * 1001, "C-0037"),
        ("A. Jansen", "cliënt 999900006", "C-0038"),
        ("A. Jansen", "cliënt 9999.00.006", "C-0038"),
        ("999900006", "gezien", "C-0038"),
        # Of a BSN that begins with a zero a spreadsheet leaves eight digits.
        ("A. Jansen", "cliënt 12345672", "C-0038"),
    ],
)
def test_what_stays_in_the_log_is_plain_words_and_no_bsn(
    keten: Keten, wie: str, reden: str, code: str
) -> None:
    gelezen(keten, onduidelijk(1))
    (one,) = lijst(keten)
    words = ("--wie", wie, "--reden", reden, "--rol", "consulent")

    done = keten.geef("review", "decide", one["kenmerk"], "ja", *words)

    assert (done.code, codes(done.fout)) == (2, [code])
    assert reden not in done.fout


def test_a_name_in_any_script_and_the_number_of_a_case_are_kept(keten: Keten) -> None:
    gelezen(keten, onduidelijk(1))
    (one,) = lijst(keten)
    words = (
        "--wie",
        "Zoë Çelik-مريم",
        "--reden",
        "zie zaak Z/2026/123456789",
        "--rol",
        "consulent",
    )

    assert keten.geef("review", "decide", one["kenmerk"], "ja", *words).code == 0


@pytest.mark.parametrize(
    ("kenmerk", "code"), [("zzz", "C-0021"), ("abc12", "C-0021"), ("0" * 64, "C-0022")]
)
def test_a_wrong_kenmerk_is_told(keten: Keten, kenmerk: str, code: str) -> None:
    gelezen(keten, onduidelijk(1))

    done = keten.geef("review", "decide", kenmerk, "ja", *CONSULENT)

    assert (done.code, codes(done.fout)) == (2, [code])


def test_what_is_in_quarantine_or_held_is_not_judged(keten: Keten) -> None:
    gelezen(keten, kansloos(1))
    (one,) = lijst(keten, naam="vastgehouden")

    done = keten.geef("review", "decide", one["kenmerk"], "ja", *CONSULENT)

    assert (done.code, codes(done.fout)) == (2, ["L-0404"])
    assert "laat-los" in done.fout


# -- looking at one --------------------------------------------------------------------------------


def met_inzage(keten: Keten) -> Path:
    """Give the municipality an inzagesleutel; gives where its private half lies."""
    private = private_jwk(kid="inzage-9901")
    (keten.config / "inzage.jwk").write_text(json.dumps(public_half(private)))
    keten.gemeente.gemeente["inzagesleutel"] = "inzage.jwk"
    keten.schrijf()
    own = keten.folder.parent / f"{keten.folder.name}-consulent" / "inzage-geheim.jwk"
    own.parent.mkdir()
    own.write_text(json.dumps(private))
    own.chmod(0o600)
    return own


def toon(keten: Keten, *woorden: str | Path) -> Uitkomst:
    (one,) = lijst(keten)
    return keten.geef("review", "show", one["kenmerk"], *woorden)


def test_without_the_key_a_record_shows_its_reasons_and_no_person(keten: Keten) -> None:
    met_inzage(keten)
    gelezen(keten, onduidelijk(7))

    done = toon(keten)

    assert done.code == 0
    assert "vlag_o in Ongeval J/N" in done.uit
    assert "steun_datum in Datum ongeval: Er is een datum van een ongeval ingevuld." in done.uit
    assert geleden(200) not in done.uit
    assert "B000007" not in done.uit + done.fout
    assert "--inzagesleutel" in done.fout


def test_the_key_opens_which_record_it_is_and_the_log_knows(keten: Keten) -> None:
    own = met_inzage(keten)
    gelezen(keten, onduidelijk(7))

    done = toon(keten, "--inzagesleutel", own, *WIE)
    asjson = toon(keten, "--inzagesleutel", own, *WIE, "--format", "json").json

    assert "  Beschikkingnr: B000007\n" in done.uit
    assert asjson["herkenning"]["Beschikkingnr"] == "B000007"
    with keten.ledger() as ledger:
        opened = ledger.decisions("9901", "herkenning_geopend")
        assert [(one.wie, one.rol) for one in opened] == [("Toets Persoon", "consulent")] * 2
        assert ledger.audit_verify() == []
        assert "B000007" not in str(opened)


@pytest.mark.parametrize(
    "rows",
    [
        [vers(7, "J"), vers(7, "J", Bedrag="8.000,00")],
        [vers(7, "onbekend woord")],
        [vers(7, "J", **{"Datum beschikking": "31-02-2026", "Ingangsdatum": "31-02-2026"})],
    ],
    ids=["the same key twice", "a flag that is no word", "a field that cannot be read"],
)
def test_the_key_opens_which_record_is_in_quarantine(
    keten: Keten, rows: list[dict[str, str]]
) -> None:
    own = met_inzage(keten)
    gelezen(keten, *rows)
    (record,) = lijst(keten, naam="quarantine")

    show = ("review", "show", record["kenmerk"], "--inzagesleutel", own, *CONSULENT)
    found = keten.geef(*show, "--format", "json").json["herkenning"]
    assert found["Beschikkingnr"] == "B000007"


def test_nobody_opens_without_a_name(keten: Keten) -> None:
    own = met_inzage(keten)
    gelezen(keten, onduidelijk(7))

    done = toon(keten, "--inzagesleutel", own)

    assert (done.code, codes(done.fout), "B000007" in done.uit) == (2, ["C-0008"], False)


def test_another_key_opens_nothing(keten: Keten, tmp_path: Path) -> None:
    own = met_inzage(keten)
    gelezen(keten, onduidelijk(7))
    own.write_text(json.dumps(private_jwk(kid="inzage-9901")))

    done = toon(keten, "--inzagesleutel", own, *WIE)

    assert (done.code, codes(done.fout), "B000007" in done.uit) == (6, ["K-0602"], False)


def test_without_an_inzagesleutel_there_is_nothing_to_open(keten: Keten) -> None:
    gelezen(keten, onduidelijk(7))
    own = met_inzage(keten)

    done = toon(keten, "--inzagesleutel", own, *WIE)

    assert (done.code, codes(done.fout)) == (2, ["C-0024"])


def test_a_key_that_others_may_read_is_refused(keten: Keten) -> None:
    own = met_inzage(keten)
    gelezen(keten, onduidelijk(7))
    own.chmod(0o644)

    assert toon(keten, "--inzagesleutel", own, *WIE).code == 6


def test_a_mapping_with_another_key_numbers_the_parts(keten: Keten) -> None:
    own = met_inzage(keten)
    gelezen(keten, onduidelijk(7))
    mapping = keten.config / "mappings" / "duinrand-csv.yaml"
    before = "sleutel: [beschikkingnummer, productcode, ingangsdatum]"
    assert before in mapping.read_text()
    mapping.write_text(mapping.read_text().replace(before, "sleutel: [beschikkingnummer]"))

    assert "  sleutel 1: B000007\n" in toon(keten, "--inzagesleutel", own, *WIE).uit


# -- held ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rol", [CONSULENT, FG])
def test_a_held_melding_is_let_go_by_name(keten: Keten, rol: tuple[str, ...]) -> None:
    gelezen(keten, kansloos(1))
    shown = keten.geef("vastgehouden", "list")
    (one,) = lijst(keten, naam="vastgehouden")
    assert shown.code == 1 and one["kenmerk"] in shown.uit and "waarschijnlijk_niet" in shown.uit

    done = keten.geef("vastgehouden", "laat-los", one["kenmerk"], *rol)

    assert (done.code, lijst(keten, naam="vastgehouden")) == (0, [])
    assert lijst(keten, "--besloten", naam="vastgehouden")[0]["keuze"] == "laat_los"
    _, verslag = keten.run()
    assert verslag["telling"]["soorten"]["nieuw"] == 1
    assert verslag["telling"]["codes"]["besluit_laat_los"] == 1


def test_the_administrator_lets_nothing_go(keten: Keten) -> None:
    gelezen(keten, kansloos(1))
    (one,) = lijst(keten, naam="vastgehouden")

    done = keten.geef("vastgehouden", "laat-los", one["kenmerk"], *WIE, "--rol", "beheer")

    assert (done.code, codes(done.fout)) == (2, ["C-0005"])


# -- reminders -------------------------------------------------------------------------------------


def wacht_sinds(keten: Keten, *waarop: tuple[str, int]) -> None:
    """Let records wait: each a key and how many days ago it was first seen."""
    with keten.ledger() as ledger:
        for key, days in waarop:
            since = nu() - timedelta(days=days)
            house = House(ledger, bronset="export", since=since)
            house.run(stubs=[note(1, zoeksleutel=key, codes=("vlag_o",))], now=since)
            ledger.release(house.lease, nu())


def test_a_record_that_waits_for_two_weeks_is_reminded_of(keten: Keten) -> None:
    wacht_sinds(keten, ("a" * 64, 33), ("b" * 64, 14), ("c" * 64, 13))

    told = {one["kenmerk"]: one["herinnering"] for one in lijst(keten)}
    (one,) = keten.geef("status", "--format", "json").json

    assert told == {"a" * 8: 2, "b" * 8: 1, "c" * 8: 0}
    assert one["herinneringen"] == {"wachten": 2, "vandaag": 1}
    assert "herinnering: 2 wachten 14 dagen of langer" in keten.geef("status").uit
    assert "2e herinnering" in keten.geef("review", "list").uit


def test_without_anyone_late_nothing_reminds(keten: Keten) -> None:
    gelezen(keten, onduidelijk(1))

    assert "herinnering" not in keten.geef("status").uit


def test_a_prefix_of_two_records_is_no_kenmerk(keten: Keten) -> None:
    wacht_sinds(keten, ("abcdef00" + "1" * 56, 1), ("abcdef00" + "2" * 56, 1))

    done = keten.geef("review", "show", "abcdef")

    assert (done.code, codes(done.fout)) == (2, ["C-0023"])
    assert {one["kenmerk"] for one in lijst(keten)} == {"abcdef001", "abcdef002"}
    shown = keten.geef("review", "show", "abcdef002")
    assert shown.code == 0 and shown.uit.startswith("abcdef002 ")
