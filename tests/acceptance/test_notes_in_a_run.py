"""Notes in a run: from config/ and a folder source to the bucket, and what stays of a note."""

import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from assessment import Regelset
from ledger import Keuze, Resultaat
from pipeline import RunVerslag
from tests.tools.gemeente import rij
from tests.tools.keten import opdracht
from tests.tools.straat import Straat, buckets

ACCIDENT = "Geheimpje: vorig jaar door een auto aangereden, sindsdien slecht ter been."
BESLUIT = {"wie": "A. Proef", "rol": "fg", "datum": "2026-11-01", "waarom": "toets"}


@pytest.fixture
def straat(tmp_path: Path) -> Any:
    street = Straat(tmp_path)
    yield street
    street.ledger.close()


def noted(number: int, text: str = ACCIDENT, vlag: str = "", **cells: str) -> dict[str, str]:
    return rij(number, vlag, **({"Toelichting": text} | cells))


def sent_on_text(straat: Straat) -> None:
    decision = BESLUIT | {"datum": YAML(typ="safe").load("2026-11-01")}
    straat.gemeente.gemeente |= {"tekst_alleen": "versturen", "tekst_besluit": decision}
    straat.gemeente.schrijf()


def in_mapping(straat: Straat, words: str) -> None:
    path = straat.gemeente.config / "mappings" / "duinrand-csv.yaml"
    text = path.read_text(encoding="utf-8")
    old = "    kolom: Toelichting "
    assert text.count(old) == 1
    path.write_text(text.replace(old, f"    {words}\n{old}"), encoding="utf-8")


def codes(verslag: RunVerslag) -> set[str]:
    return set(verslag.telling.codes)


def test_an_accident_that_only_a_note_tells_waits_for_a_person(straat: Straat) -> None:
    straat.gemeente.levering([noted(1), rij(2, "")])

    verslag = straat.nacht()

    assert buckets(verslag) == {"geen_ongeval": 1, "beoordelen": 1}
    assert {"tekst_j", "aangereden"} <= codes(verslag)
    assert straat.gemeente.bezorgd == []


def test_a_note_never_overrules_an_explicit_no(straat: Straat) -> None:
    straat.gemeente.levering([noted(1, vlag="N"), rij(2, "N")])

    verslag = straat.nacht()

    assert buckets(verslag) == {"geen_ongeval": 1, "beoordelen": 1}
    assert "tegenstrijdig" in codes(verslag)


def test_a_note_that_denies_an_explicit_yes_goes_to_a_person(straat: Straat) -> None:
    note = "Vinkje ongeval is abusievelijk gezet; er is geen ongeval geweest."
    straat.gemeente.levering([noted(1, note, "J"), rij(2, "J")])

    assert buckets(straat.nacht()) == {"beoordelen": 1, "klaargezet": 1}


def test_with_a_named_decision_text_alone_is_sent_and_says_that_it_is_text(straat: Straat) -> None:
    key = straat.gemeente.eigen_ontvanger()
    sent_on_text(straat)
    straat.gemeente.levering([noted(1), noted(2, vlag="N")])

    verslag = straat.nacht()

    assert buckets(verslag) == {"beoordelen": 1, "klaargezet": 1}
    (melding,) = straat.gemeente.geopend(key)
    assert melding["ongeval"]["indicatieBron"] == "tekst"
    assert "Geheimpje" not in json.dumps(melding)


def test_a_person_who_said_no_is_not_passed_over_by_that_decision(straat: Straat) -> None:
    straat.gemeente.levering([noted(1)])
    straat.nacht()
    straat.besluit(Keuze.NEE)
    sent_on_text(straat)

    assert buckets(straat.nacht()) == {"geen_ongeval": 1}
    # What was decided on has changed: then it is a person's again, and still not sent.
    straat.gemeente.levering([noted(1, ACCIDENT + " Tweede notitie.")])
    assert buckets(straat.nacht()) == {"beoordelen": 1}
    assert straat.gemeente.bezorgd == []


def test_that_decision_has_an_unchanged_file_read_again(straat: Straat) -> None:
    straat.gemeente.levering([noted(1)])
    straat.nacht()
    assert straat.nacht().resultaat is Resultaat.ONGEWIJZIGD
    sent_on_text(straat)

    verslag = straat.nacht()

    assert buckets(verslag) == {"klaargezet": 1}


def test_other_rules_have_an_unchanged_file_read_again(straat: Straat, tmp_path: Path) -> None:
    rules = tmp_path / "regels"
    rules.mkdir()
    ours = Regelset.laad().bestanden["signaalregels.yaml"].read_text(encoding="utf-8")
    assert ours.count("    alleen_tekst: true\n") == 1
    changed = ours.replace("    alleen_tekst: true\n", "")
    (rules / "signaalregels.yaml").write_text(changed, encoding="utf-8")
    straat.gemeente.levering([noted(1)])
    straat.nacht()

    verslag = straat.nacht(regels=Regelset.laad(rules))

    assert buckets(verslag) == {"klaargezet": 1}


def test_a_term_of_the_municipality_changes_the_outcome(straat: Straat) -> None:
    straat.gemeente.levering([noted(1, "Mw. kan niet meer lopen na een flurk in mei.")])
    assert buckets(straat.nacht()) == {"geen_ongeval": 1}
    in_mapping(straat, "termen: {ongeval: [flurk]}")

    assert buckets(straat.nacht()) == {"beoordelen": 1}


def test_a_rule_switched_off_by_the_municipality_changes_the_outcome(straat: Straat) -> None:
    straat.gemeente.levering([noted(1, "Mw. heeft een ongeval gehad, daarvan volledig hersteld.")])
    assert buckets(straat.nacht()) == {"geen_ongeval": 1}
    in_mapping(straat, "uit: [{regel: los, waarom: toets}]")

    assert buckets(straat.nacht()) == {"beoordelen": 1}


def test_check_tells_every_unknown_name_at_its_place(straat: Straat) -> None:
    in_mapping(straat, "termen: {ongval: [flurk]}\n    uit: [{regel: gewonte, waarom: toets}]")

    done = opdracht("check", "--offline", "--format", "jsonl", "--config", straat.gemeente.config)

    found = [problem for line in done.regels for problem in line["problemen"]]
    told = [problem for problem in found if problem["code"][0] == "A"]
    assert done.code == 3
    assert [problem["code"] for problem in told] == ["A-0004", "A-0004"]
    assert all("duinrand-csv.yaml:" in problem["waar"] for problem in told)


def test_preview_says_that_text_alone_is_sent_here(straat: Straat) -> None:
    straat.gemeente.levering([noted(1)])
    before = opdracht("preview", "--format", "jsonl", "--config", straat.gemeente.config)
    sent_on_text(straat)

    after = opdracht("preview", "--format", "jsonl", "--config", straat.gemeente.config)

    assert [before.regels[0]["uitkomst"], after.regels[0]["uitkomst"]] == ["beoordelen", "nieuw"]
    assert "tekst_versturen" in [reden["regel"] for reden in after.regels[0]["redenen"]]
    assert "tekst alleen" in after.fout
    assert "tekst alleen" not in before.fout


def test_nothing_of_a_note_is_shown_but_the_term(straat: Straat) -> None:
    straat.gemeente.levering([noted(1), noted(2, vlag="N"), noted(3, vlag="J")])
    config = straat.gemeente.config

    shown = [opdracht("preview", "--format", how, "--config", config) for how in ("text", "jsonl")]
    ran = opdracht("run", "-g", "Duinrand", "--config", config)

    for done in (*shown, ran):
        for word in ("Geheimpje", "slecht ter been", "vorig jaar"):
            assert word not in done.uit + done.fout
    assert '"aangereden"' in shown[1].uit
