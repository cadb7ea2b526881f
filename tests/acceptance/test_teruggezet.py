"""Yesterday's ledger is put back: nothing goes twice, nothing is lost, nothing erased comes back.

The loket serves over TLS; every command opens the ledger anew, and in the first tests it is a
process of its own.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.gemeente import ROOT
from tests.tools.keten import codes, omgeving
from tests.tools.teruggezet import DB, HERSTEL, Stad, stad_draait, twee_dagen


@pytest.fixture
def stad(tmp_path: Path) -> Iterator[Stad]:
    with stad_draait(tmp_path) as made:
        yield made


def test_a_ledger_that_was_put_back_reads_and_sends_nothing_until_it_was_compared(
    stad: Stad,
) -> None:
    twee_dagen(stad)
    stad.echt = True
    before = stad.aangeboden()
    stad.lever(B1="J", B7="J")

    run = stad.geef("run")
    looked = stad.geef("reconcile")
    status = stad.geef("status")

    assert (run.code, looked.code, status.code) == (8, 8, 1)
    assert "R-0702" in codes(run.uit.replace("  R-", "R-") + run.fout)
    assert codes(looked.fout) == ["R-0702"]
    assert {"L-0606", "R-0702"} <= set(codes(status.fout))
    assert stad.aangeboden() == before


def test_after_comparing_nothing_goes_twice_and_nothing_is_lost(stad: Stad) -> None:
    twee_dagen(stad)
    stad.echt = True
    there, offered, cases = stad.bij_het_loket(), stad.aangeboden(), stad.zaken()

    done = stad.geef(*HERSTEL)
    again = stad.geef("run", "--volume-klopt")

    assert (done.code, again.code) == (0, 0)
    assert stad.bij_het_loket() == there
    assert (stad.aangeboden(), stad.zaken()) == (offered, cases)
    assert json.loads(stad.geef("reconcile", "--format", "json").uit)[0]["bevindingen"] == []
    assert stad.geef("audit", "verify").code == 0


def test_what_changes_after_comparing_goes_on_above_the_versions_of_the_lost_nights(
    stad: Stad,
) -> None:
    twee_dagen(stad)
    before, cases = stad.bij_het_loket(), stad.zaken()
    stad.geef(*HERSTEL)
    # 1 changes, 2 is as the lost night had it, 5 is withdrawn, 6 changes, 7 is new.
    stad.lever(B1="J2", B2="J2", B3="N", B5="N", B6="J2", B7="J")

    done = stad.geef("run", "--volume-klopt")

    after = stad.bij_het_loket()
    new = {name: kinds[len(before.get(name, [])) :] for name, kinds in after.items()}
    told = sorted(kinds for kinds in new.values() if kinds)
    assert done.code == 0
    assert told == [
        [(1, "nieuw")],
        [(2, "intrekking")],
        [(2, "wijziging")],
        [(2, "wijziging")],
    ]
    assert stad.zaken() == cases + 1
    assert stad.aangeboden()["botsing"] == stad.aangeboden()["herhaald"] == 0


def test_each_step_is_told_once_over_all_return_files(stad: Stad) -> None:
    twee_dagen(stad)
    before = stad.teruggegeven("terug")

    stad.geef(*HERSTEL)
    stad.geef("run", "--volume-klopt")
    stad.stap("afgesloten")
    stad.geef("run")

    lines = stad.teruggegeven("terug")
    steps = Counter((one["referentie"], one["stap"]) for one in lines)
    assert len(before) >= 8
    assert all(line in lines for line in before)
    assert {count for (_, stap), count in steps.items() if stap != "ontvangen"} == {1}
    assert sum(stap == "afgesloten" for _, stap in steps) == 6
    # A version each: those that changed have two.
    received = [one for one in stad.bij_het_loket().values() for _, kind in one if kind]
    arrivals = sum(one["stap"] in ("ontvangen", "ingetrokken") for one in lines)
    assert arrivals == len([kind for one in stad.bij_het_loket().values() for kind in one])
    assert received


def test_no_return_file_takes_the_name_of_another(stad: Stad) -> None:
    twee_dagen(stad)
    folder = stad.keten.folder / "retour"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    stad.geef(*HERSTEL)
    stad.lever(B1="J2", B8="J")
    stad.geef("run", "--volume-klopt")

    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert after.items() >= before.items()
    assert len(after) > len(before)


def test_an_objection_of_the_lost_nights_still_holds(stad: Stad) -> None:
    stad.lever(B1="J", B2="J")
    stad.geef("run")
    stad.kopie()
    bezwaar = ("subject", "bezwaar", "-g", "9901", "--wie", "F. Functionaris", "--rol", "fg")
    asked = proces_met(stad, "999900006", *bezwaar, "--reden", "verzoek 12")
    stad.geef("run")
    there = stad.bij_het_loket()
    stad.zet_terug()

    stad.geef(*HERSTEL)
    done = stad.geef("run")

    assert asked == 0
    assert {kinds[-1][1] for kinds in there.values()} == {"intrekking"}
    assert stad.bij_het_loket() == there
    assert done.code == 0


def proces_met(stad: Stad, stdin: str, *woorden: str) -> int:
    """Give a command that reads whom it is about."""
    command = [sys.executable, "-P", "-m", "console.cli", *woorden, "--config", stad.keten.config]
    done = subprocess.run(
        [str(word) for word in command], input=stdin, text=True, env=omgeving(), capture_output=True
    )
    return done.returncode


def test_merken_of_a_root_key_that_came_in_the_lost_nights_are_known_again(stad: Stad) -> None:
    stad.lever(B1="J", B2="J")
    stad.geef("run")
    stad.kopie()
    stad.keten.gemeente.wissel()
    stad.lever(B1="J", B2="J2", B3="J")
    assert stad.geef("run").code == 0
    there, offered = stad.bij_het_loket(), stad.aangeboden()
    stad.zet_terug()

    stad.geef(*HERSTEL)
    done = stad.geef("run")

    assert done.code == 0
    assert (stad.bij_het_loket(), stad.aangeboden()) == (there, offered)


def test_a_ledger_that_is_gone_altogether_is_made_anew_from_the_list(stad: Stad) -> None:
    stad.lever(B1="J", B2="J", B3="J")
    stad.geef("run")
    stad.lever(B1="J", B2="J2", B3="N")
    stad.geef("run")
    there, offered = stad.bij_het_loket(), stad.aangeboden()
    for end in ("", "-wal", "-shm"):
        (stad.keten.folder / f"{DB}{end}").unlink(missing_ok=True)
    refused = stad.geef("run")

    done = stad.geef(*HERSTEL)
    run = stad.geef("run")

    assert (refused.code, done.code, run.code) == (8, 0, 0)
    assert (stad.bij_het_loket(), stad.aangeboden()) == (there, offered)


def test_what_was_withdrawn_in_the_lost_nights_and_is_yes_again_asks_a_person_first(
    stad: Stad,
) -> None:
    twee_dagen(stad)
    there = stad.bij_het_loket()
    stad.geef(*HERSTEL)
    stad.lever(B1="J", B2="J2", B3="J", B5="J", B6="J")

    run = stad.geef("run", "--volume-klopt")
    listed = stad.geef("review", "list", "--format", "jsonl").regels

    assert run.code == 1
    assert stad.bij_het_loket() == there
    assert [one["codes"][0] for one in listed] == ["ingetrokken_voor_herstel"]
    consulent = ("--wie", "C. Consulent", "--rol", "consulent", "--reden", "nagekeken")
    stad.geef("review", "decide", listed[0]["kenmerk"], "ja", *consulent)
    stad.geef("run", "--volume-klopt")
    back = [kinds for kinds in stad.bij_het_loket().values() if len(kinds) == 3]
    assert back == [[(1, "nieuw"), (2, "intrekking"), (3, "wijziging")]]


def test_a_municipality_whose_loket_does_not_answer_goes_on_waiting(stad: Stad) -> None:
    twee_dagen(stad)
    target = stad.keten.gemeente.dienst["bestemming"]
    here = target["adres"]
    target["adres"] = here.rpartition(":")[0] + ":9"
    stad.keten.mag_naar("127.0.0.1:9")
    stad.keten.schrijf()

    done, run = stad.geef(*HERSTEL), stad.geef("run")
    target["adres"] = here
    stad.keten.schrijf()
    mended = stad.geef(*HERSTEL)

    assert (done.code, run.code, mended.code) == (5, 8, 0)
    assert stad.geef("run", "--volume-klopt").code == 0


def test_the_handbook_followed_to_the_letter(stad: Stad) -> None:
    page = (ROOT / "docs" / "handboek" / "beheren.md").read_text("utf-8")
    section = page.partition("## Een reservekopie terugzetten")[2].partition("\n## ")[0]
    steps = re.findall(r"^ +regresbrug (.+?) +# exit ([0-9])", section, re.MULTILINE)
    stad.lever(B1="J", B2="J", B3="N")
    stad.geef("run")
    stad.kopie()
    stad.lever(B1="J", B2="J2", B3="J")
    stad.geef("run")
    there, offered = stad.bij_het_loket(), stad.aangeboden()
    stad.zet_terug()

    ends = [stad.geef(*words.split()).code for words, _ in steps]

    assert len(steps) == 7
    assert ends == [int(code) for _, code in steps]
    assert (stad.bij_het_loket(), stad.aangeboden()) == (there, offered)
