"""Each step of `check` that needs no connection is broken for real, and exactly that is named."""

import json
from contextlib import ExitStack

import pytest
from joserfc.jwk import OKPKey

from settings.keuring import Deel, Uitkomst
from tests.tools.gemeente import publieke_jwk
from tests.tools.keten import (
    Keten,
    dag,
    loket_draait,
)
from tests.tools.keuring import (
    bron,
    enige_fout,
    gekeurd,
)

# -- keys ------------------------------------------------------------------------------------------


def test_each_key_and_secret_is_named_when_it_lacks(keten: Keten) -> None:
    (keten.config / "geheim" / "wortel-1.key").unlink()
    steps = gekeurd(keten)
    stap = enige_fout(steps, "Duinrand", "geheimen", "K-0504")
    (waits,) = [one for one in steps if one.naam == "wortelsleutel"]

    assert (stap.exit_code, waits.toelichting) == (6, "wacht op: geheimen")
    # A key that lacks says nothing of the source: that one is walked all the same.
    assert [one.uitkomst for one in steps if one.naam == "eerste rij"] == [Uitkomst.GELUKT]


def test_a_root_key_that_is_no_key(keten: Keten) -> None:
    keten.gemeente.geheim("wortel-1.key", "geheim123")

    enige_fout(gekeurd(keten, Deel.SLEUTELS), "Duinrand", "wortelsleutel", "K-0101")


@pytest.mark.parametrize(
    ("days", "how", "code"),
    [
        ({"geldig_tot": dag(-1)}, Uitkomst.FOUT, "K-0212"),
        ({"geldig_van": dag(3), "geldig_tot": dag(9)}, Uitkomst.FOUT, "K-0213"),
        ({"geldig_tot": dag(5)}, Uitkomst.LET_OP, "K-0223"),
        ({"geldig_tot": dag(20)}, Uitkomst.LET_OP, "K-0222"),
        ({"geldig_tot": dag(50)}, Uitkomst.LET_OP, "K-0221"),
    ],
)
def test_the_days_of_the_recipients_key(
    keten: Keten, days: dict[str, str], how: Uitkomst, code: str
) -> None:
    keten.ontvanger(publieke_jwk(**days))

    steps = gekeurd(keten, Deel.SLEUTELS)

    told = [(s.naam, s.uitkomst, s.code) for s in steps if s.uitkomst is not Uitkomst.GELUKT]
    assert told == [("ontvangersleutels", how, code)]


def test_a_key_of_the_recipient_that_is_none(keten: Keten) -> None:
    keten.ontvanger({"kty": "OKP"})

    steps = gekeurd(keten, Deel.SLEUTELS)

    (failed,) = [stap for stap in steps if stap.uitkomst is Uitkomst.FOUT]
    assert failed.naam == "ontvangersleutels"
    assert [s.naam for s in steps if s.uitkomst is Uitkomst.NIET_GEPROBEERD] == ["geheime helft"]
    assert all(problem.waar.startswith("ontvanger/") for problem in failed.problemen)


def test_the_other_half_of_the_recipients_key_may_not_be_here(keten: Keten) -> None:
    private = OKPKey.generate_key("X25519").as_dict(private=True)
    keten.ontvanger(publieke_jwk(x=str(private["x"]), geldig_tot=dag(700)))
    (keten.config / "prive.jwk").write_text(json.dumps(private))

    stap = enige_fout(gekeurd(keten, Deel.SLEUTELS), "Duinrand", "geheime helft", "K-0401")

    assert "beveiligingsfunctionaris" in stap.advies.bel()
    assert str(private["d"]) not in json.dumps(stap.as_json())


def test_a_key_of_our_own_that_is_not_there(keten: Keten) -> None:
    keten.gemeente.gemeente["inzagesleutel"] = "inzage/weg.jwk"
    keten.schrijf()

    enige_fout(gekeurd(keten, Deel.SLEUTELS), "Duinrand", "inzagesleutel", "K-0901")


@pytest.mark.parametrize(
    ("stand", "how", "exit_code"), [("actief", Uitkomst.FOUT, 6), ("proef", Uitkomst.LET_OP, 1)]
)
def test_the_secret_for_the_regresloket_is_needed_for_sending_only(
    keten: Keten, ends: ExitStack, stand: str, how: Uitkomst, exit_code: int
) -> None:
    keten.met_loket(ends.enter_context(loket_draait(keten.folder / "loket")))
    (keten.config / "geheim" / "loket.secret").unlink()
    keten.gemeente.gemeente["stand"] = stand
    keten.schrijf()

    steps = gekeurd(keten, Deel.SLEUTELS, Deel.BRON)

    told = [(s.naam, s.uitkomst, s.exit_code) for s in steps if s.uitkomst is not Uitkomst.GELUKT]
    assert told == [("geheim van het Regresloket", how, exit_code)]


def test_a_folder_asks_for_no_secret(keten: Keten) -> None:
    access = {"client": "gemeente-9901", "geheim": "secret://file/./geheim/weg"}
    keten.gemeente.gemeente |= {"stand": "actief", "regresloket": access}
    keten.schrijf()

    steps = gekeurd(keten, Deel.SLEUTELS)

    assert {one.uitkomst for one in steps} == {Uitkomst.GELUKT}


# -- clock, configuration, mapping -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("kept", "how", "code"),
    [
        (True, Uitkomst.GELUKT, ""),
        (None, Uitkomst.GELUKT, ""),
        (False, Uitkomst.LET_OP, "C-0401"),
    ],
)
def test_whether_the_system_keeps_its_clock(
    keten: Keten, kept: bool | None, how: Uitkomst, code: str
) -> None:
    (stap,) = gekeurd(keten, Deel.KLOK, gelijkgezet=lambda: kept)

    assert (stap.naam, stap.uitkomst, stap.code, stap.exit_code) == ("gelijkzetten", how, code, 0)


def test_a_ledger_that_cannot_lie_where_it_should(keten: Keten) -> None:
    keten.gemeente.dienst["grootboek"] = "sqlite:///../nergens/regresbrug.db"
    keten.schrijf()

    enige_fout(gekeurd(keten, Deel.CONFIG), "Duinrand", "grootboek", "C-0403")


def test_a_disk_that_is_nearly_full(keten: Keten) -> None:
    steps = gekeurd(keten, Deel.CONFIG, vrij=lambda folder: 1024)

    told = [(s.naam, s.code, s.exit_code) for s in steps if s.uitkomst is Uitkomst.LET_OP]
    assert told == [("grootboek", "C-0404", 1)]


def test_a_mapping_with_mistakes_keeps_its_source_from_being_tried(keten: Keten) -> None:
    file = keten.config / "mappings" / "duinrand-csv.yaml"
    file.write_text(file.read_text().replace("levering: volledig", "levering: soms"))

    steps = gekeurd(keten)

    stap = enige_fout(steps, "Duinrand/export", "mapping", "M-0010")
    assert stap.exit_code == 3
    assert stap.problemen[0].waar.startswith("mappings/duinrand-csv.yaml:")
    waits = [s.naam for s in steps if s.uitkomst is Uitkomst.NIET_GEPROBEERD]
    assert waits == [
        *("soort", "notitieregels", "toetsen", "instellingen", "verbinden en lezen"),
        "een run kan beginnen",
    ]


def test_a_mapping_that_switches_a_rule_off_that_is_not_there(keten: Keten) -> None:
    file = keten.config / "mappings" / "duinrand-csv.yaml"
    off = "uit:\n      - {regel: verzonnen, waarom: bestaat niet}\n"
    file.write_text(file.read_text().replace("  notitie:\n", f"  notitie:\n    {off}", 1))

    enige_fout(gekeurd(keten), "Duinrand/export", "notitieregels", "A-0004")


def test_what_no_step_thought_of_shows_when_a_run_would_begin(keten: Keten) -> None:
    """Two versions of the root key that are equal, each of them a good key."""
    same = (keten.config / "geheim" / "wortel-1.key").read_text()
    keten.gemeente.geheim("wortel-2.key", same)
    secret = "secret://file/./geheim/wortel-"
    keten.gemeente.gemeente["sleutels"] = {1: f"{secret}1.key", 2: f"{secret}2.key"}
    keten.schrijf()

    steps = gekeurd(keten)

    enige_fout(steps, "Duinrand", "wortelsleutel", "K-0105")
    assert (steps[-1].naam, steps[-1].uitkomst) == (
        "een run kan beginnen",
        Uitkomst.NIET_GEPROBEERD,
    )


def test_a_mapping_whose_own_tests_fail_keeps_its_source_from_being_tried(keten: Keten) -> None:
    file = keten.config / "mappings" / "duinrand-csv.yaml"
    file.write_text(file.read_text().replace("Geb.datum: 01-02-1950", "Geb.datum: 01-02-1951"))

    steps = gekeurd(keten)

    stap = enige_fout(steps, "Duinrand/export", "toetsen", "M-0030")
    assert stap.exit_code == 3
    waits = [s.naam for s in steps if s.uitkomst is Uitkomst.NIET_GEPROBEERD]
    assert waits == ["instellingen", "verbinden en lezen", "een run kan beginnen"]


def test_a_mapping_of_the_wrong_kind(keten: Keten) -> None:
    bron(keten, mapping="duinrand-stuf")

    enige_fout(gekeurd(keten, Deel.MAPPING), "Duinrand/export", "soort", "C-0210")


def test_a_logbook_that_cannot_be_written_is_a_stop_of_data_protection(keten: Keten) -> None:
    keten.gemeente.dienst["logboek"] = "../nergens/log.jsonl"
    keten.schrijf()
    stap = enige_fout(gekeurd(keten, Deel.CONFIG), "Duinrand", "logboek", "K-0801")
    assert stap.exit_code == 8

    keten.gemeente.dienst["logboek"] = "../uit"
    keten.schrijf()
    enige_fout(gekeurd(keten, Deel.CONFIG), "Duinrand", "logboek", "K-0801")


def test_a_check_makes_no_logbook(keten: Keten) -> None:
    (stap,) = (one for one in gekeurd(keten, Deel.CONFIG) if one.naam == "logboek")

    assert stap.uitkomst is Uitkomst.GELUKT
    assert not (keten.folder / "dataverwerkingen.jsonl").exists()
