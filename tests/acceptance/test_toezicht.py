"""What is wrong is one row of the ledger: opened and closed by what really happens."""

import json
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import structlog

from console.toestand import toestand
from console.toezicht import kijk, kijk_gemeente, kijk_installatie
from console.toezicht.lopen import antwoorden
from ledger import Gemeld, OpenProbleem, Resultaat, RunStart
from regres import Handelend
from regres.berichten import bericht
from tests.tools.gemeente import NU, publieke_jwk, rij
from tests.tools.keten import Keten
from tests.tools.straat import CODE, Straat

#: Half past seven, in the Netherlands in winter.
OCHTEND = timedelta(hours=2, minutes=30)


@pytest.fixture
def straat(tmp_path: Path) -> Straat:
    return Straat(tmp_path)


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    return Keten(tmp_path)


def kijken(straat: Straat, now: datetime | None = None) -> dict[str, OpenProbleem]:
    """Look, and give what is open by its code."""
    settings, moment = straat.gemeente.settings(), now or straat.now + OCHTEND
    kijk(settings, straat.ledger, moment)
    return {one.problem.code: one for one in straat.ledger.openstaand()}


def exports(straat: Straat, aantal: int, vlag: str = "N") -> None:
    straat.gemeente.levering([rij(number, vlag) for number in range(1, aantal + 1)])


# -- runs -----------------------------------------------------------------------------------------


def test_a_run_that_fails_is_open_until_one_succeeds(straat: Straat) -> None:
    path = straat.gemeente.levering([rij(1)])
    good = path.read_bytes()
    path.write_bytes(good[:-140])
    for _ in range(3):
        assert straat.nacht().resultaat is Resultaat.MISLUKT
        assert len(kijken(straat)) == 1
    (found,) = kijken(straat).values()
    assert (found.bron, found.onderwerp, found.nachten) == ("export", "nacht", 3)

    path.write_bytes(good)
    assert straat.nacht().resultaat is Resultaat.VRIJ
    assert kijken(straat) == {}


def test_a_run_that_waits_for_release_is_open_until_someone_released_it(straat: Straat) -> None:
    exports(straat, 30, "J")
    verslag = straat.nacht()
    assert verslag.resultaat is Resultaat.WACHT_OP_VRIJGAVE
    assert "R-0101" in kijken(straat)

    assert verslag.run is not None
    straat.ledger.release_run(
        verslag.run, Handelend("T. Consulent", "consulent", "gezien"), straat.now
    )
    # The share of accidents is told of a run that was freed too: it says what was seen.
    assert "R-0101" in kijken(straat)
    exports(straat, 30, "J")
    straat.nacht()
    assert "R-0101" not in kijken(straat)


def test_a_run_that_stopped_halfway_is_told_when_its_process_is_gone(straat: Straat) -> None:
    lease = straat.ledger.take_lease(CODE, "weg", straat.now)
    start = RunStart(
        bronset="export",
        dag=straat.now.date(),
        slot="nacht",
        mapping_merk="m",
        regelversie="1",
        stand="actief",
    )
    straat.ledger.begin(lease, start, straat.now)

    assert "R-0608" not in kijken(straat, straat.now + timedelta(hours=11))
    assert "R-0608" in kijken(straat, straat.now + timedelta(hours=13))
    straat.ledger.recover(lease, straat.now)
    straat.ledger.release(lease, straat.now)
    assert "R-0608" in kijken(straat)


def test_what_changed_in_a_source_is_told_for_a_week(straat: Straat) -> None:
    straat.gemeente.levering([rij(number) for number in range(1, 61)])
    straat.nacht()
    other = [rij(number, Ingangsdatum="2024-02-05") for number in range(1, 61)]
    straat.gemeente.levering(other)
    straat.nacht()
    assert "R-0503" in kijken(straat)

    for number in range(6):
        straat.gemeente.levering([*other, *(rij(100 + n) for n in range(number + 1))])
        straat.nacht()
    assert "R-0503" in kijken(straat)
    straat.gemeente.levering([*other, *(rij(100 + n) for n in range(7))])
    straat.nacht()
    assert "R-0503" not in kijken(straat)


# -- turns ----------------------------------------------------------------------------------------


def test_a_turn_that_nobody_took_and_a_file_that_did_not_come_are_two_things(
    straat: Straat,
) -> None:
    exports(straat, 3)
    straat.nacht()
    tomorrow = straat.now + timedelta(days=1) + OCHTEND
    assert sorted(kijken(straat, tomorrow)) == ["R-0601"]

    for file in (straat.gemeente.folder / "export").iterdir():
        file.unlink()
    straat.nacht()
    assert sorted(kijken(straat, straat.now + timedelta(hours=6))) == ["R-0602"]
    exports(straat, 4)
    straat.nacht()
    assert kijken(straat) == {}


def test_a_night_of_a_clock_that_ran_ahead_silences_no_alarm(straat: Straat) -> None:
    exports(straat, 3)
    straat.nacht()
    before = straat.now
    straat.now += timedelta(days=3650)
    straat.nacht()

    assert "R-0601" in kijken(straat, before + timedelta(days=1) + OCHTEND)


def test_a_municipality_that_stands_still_is_told_as_such_and_not_as_silent(
    straat: Straat,
) -> None:
    exports(straat, 3)
    straat.nacht()
    straat.ledger.pauzeer(CODE, Handelend("T. Beheer", "beheer", "verhuizing"), straat.now)

    assert sorted(kijken(straat, straat.now + timedelta(days=3))) == ["R-0104"]


def test_a_new_municipality_without_runs_has_missed_nothing(straat: Straat) -> None:
    assert kijken(straat) == {}


# -- what waits, and the installation -------------------------------------------------------------


def test_records_that_wait_are_one_problem_each_and_their_number_may_change(
    straat: Straat,
) -> None:
    straat.gemeente.levering([rij(1, "O"), rij(2, "vast")])
    straat.nacht()
    found = kijken(straat)
    assert sorted(found) == ["L-0901", "L-0902"]
    assert found["L-0902"].problem.wat.endswith("records: 1.")

    straat.gemeente.levering([rij(1, "O"), rij(2), rij(3, "O")])
    straat.nacht()
    again = kijken(straat)
    assert sorted(again) == ["L-0902"]
    assert (again["L-0902"].id, again["L-0902"].nachten) == (found["L-0902"].id, 2)

    late = kijken(straat, straat.now + timedelta(days=15))
    assert "L-0903" in late


def test_a_key_that_runs_out_gets_worse_under_another_code(straat: Straat) -> None:
    folder = straat.gemeente.config / "ontvanger"
    seen = []
    for days in (50, 20, 3, -1):
        last = straat.now.date() + timedelta(days=days)
        (folder / "loket.jwk").write_text(json.dumps(publieke_jwk(geldig_tot=last.isoformat())))
        kijk_installatie(straat.gemeente.settings(), straat.ledger, straat.now)
        seen.append([one.problem.code for one in straat.ledger.openstaand("")])

    assert seen == [["K-0221"], ["K-0222"], ["K-0223"], ["K-0212"]]


def test_a_ledger_that_was_put_back_is_a_problem_of_the_installation(straat: Straat) -> None:
    straat.ledger.note_audit("x", "y", "z", straat.now)
    straat.ledger.veranker()
    anchors = straat.gemeente.settings().bewijsmap / "anker.jsonl"
    line = json.loads(anchors.read_text().splitlines()[-1])
    anchors.write_text(json.dumps(line | {"volgnummer": 999}) + "\n")

    # The second is of the municipality: it sends nothing until it was compared.
    assert list(kijken(straat)) == ["L-0606", "R-0702"]


def test_a_reporter_that_breaks_is_told_and_silences_nobody(straat: Straat) -> None:
    def breaks() -> list[Gemeld]:
        raise ZeroDivisionError("999900006")

    with structlog.testing.capture_logs() as logged:
        told = antwoorden({"a": breaks, "b": lambda: [Gemeld(bericht("L-0606"))]})

    assert [one.problem.code for one in told["b"]] == ["L-0606"]
    assert "a" not in told
    assert [one.problem.code for one in told["toezicht"]] == ["R-0609"]
    assert "999900006" not in f"{told}{logged}"


def test_what_a_broken_reporter_told_before_stays_open(straat: Straat) -> None:
    straat.ledger.meld(CODE, {"runs": [Gemeld(bericht("L-0606"))]}, NU)
    straat.ledger.meld(CODE, {"toezicht": []}, NU)

    assert [one.problem.code for one in straat.ledger.openstaand(CODE)] == ["L-0606"]


# -- status ---------------------------------------------------------------------------------------


def test_status_tells_what_is_wrong_and_since_when(straat: Straat) -> None:
    straat.gemeente.levering([rij(1)]).write_bytes(b"kapot")
    straat.nacht()
    first = straat.now + OCHTEND
    settings = straat.gemeente.settings()
    kijk_gemeente(settings, straat.ledger, settings.gemeenten[0], first)

    straat.nacht()
    now = toestand(settings, straat.ledger, settings.gemeenten[0], straat.now + OCHTEND)
    (found,) = now.as_json()["problemen"]
    assert (found["gemeente"], found["bron"], found["nachten"]) == (CODE, "export", 2)
    assert found["sinds"] == first.isoformat()
    assert now.exit_code == 1
    assert now.as_json()["stilte"] == [
        {"bron": "export", "slot": "nacht", "nachten": 0, "genoeg": False}
    ]


def test_a_ledger_that_takes_nothing_is_shown_all_the_same(keten: Keten) -> None:
    keten.gemeente.levering([rij(1)]).write_bytes(b"kapot")
    keten.geef("run")
    file = keten.gemeente.settings().grootboekbestand
    with closing(sqlite3.connect(file)) as conn:
        conn.execute(
            "CREATE TRIGGER vol BEFORE INSERT ON openstaand BEGIN SELECT RAISE(ABORT, 'vol'); END"
        )
    text, as_json = keten.geef("status"), keten.geef("status", "--format", "json")

    assert (text.code, as_json.code) == (1, 1)
    assert "mislukt" in text.uit
    assert "L-0206" in text.fout
    assert [one["code"] for one in as_json.json[0]["problemen"]] == ["L-0206"]


def test_the_command_gives_them_as_one_list_in_every_format(keten: Keten) -> None:
    keten.gemeente.levering([rij(1)]).write_bytes(b"kapot")
    keten.geef("run")

    text = keten.geef("status", "--problemen")
    as_json = keten.geef("status", "--problemen", "--format", "json").json
    lines = keten.geef("status", "--problemen", "--format", "jsonl").regels

    assert (text.code, as_json["schema"]) == (1, "regresbrug/problemen/1")
    codes = [one["code"] for one in as_json["problemen"]]
    assert codes == [one["code"] for one in lines]
    assert len(codes) == 1
    assert codes[0] in text.uit
    assert "9901" in text.uit


def test_when_nothing_is_wrong_that_is_said(keten: Keten) -> None:
    found = keten.geef("status", "--problemen")

    assert (found.code, found.uit) == (0, "")
    assert "Er is niets mis." in found.fout
    assert keten.geef("status", "--problemen", "--format", "json").json["problemen"] == []


def test_a_source_that_left_the_configuration_takes_its_problems_along(straat: Straat) -> None:
    straat.gemeente.levering([rij(1)]).write_bytes(b"kapot")
    straat.nacht()
    assert kijken(straat)

    bronnen = straat.gemeente.gemeente["bronnen"]
    bronnen["ander"] = bronnen.pop("export")
    straat.gemeente.schrijf()
    assert kijken(straat) == {}


def test_a_look_leaves_the_ledger_as_it_was_when_nothing_changed(straat: Straat) -> None:
    exports(straat, 3)
    straat.nacht()
    kijken(straat)
    before = straat.gemeente.settings().grootboekbestand.with_name("regresbrug.db-wal").stat()

    kijken(straat, straat.now + OCHTEND + timedelta(minutes=5))

    after = straat.gemeente.settings().grootboekbestand.with_name("regresbrug.db-wal").stat()
    assert (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)


def test_an_ordinary_sunday_without_a_file_is_no_alarm_in_the_whole_chain(straat: Straat) -> None:
    """Four weeks of real runs: six nights a file, on Sundays none."""
    settings = straat.gemeente.settings()
    folder = straat.gemeente.folder / "export"
    alarms = []
    for night in range(28):
        for file in folder.iterdir():
            file.unlink()
        if (straat.now + timedelta(days=1)).weekday() != 6:
            straat.gemeente.levering([rij(n) for n in range(1, 4 + night)])
        straat.nacht()
        kijk_gemeente(settings, straat.ledger, settings.gemeenten[0], straat.now + OCHTEND * 2)
        alarms.append([one.problem.code for one in straat.ledger.openstaand(CODE)])

    sundays = [found for found in alarms if found]
    assert sundays == [["R-0602"]] * 3


# -- delivering ------------------------------------------------------------------------------------


def test_what_waits_for_an_hour_while_nothing_arrives_is_open_until_something_does(
    straat: Straat,
) -> None:
    exports(straat, 3, "J")
    (straat.gemeente.folder / "uit").rmdir()
    assert straat.nacht().bezorging.ontvangen == 0
    assert "S-0062" not in kijken(straat, straat.now + timedelta(minutes=59))
    assert kijken(straat, straat.now + timedelta(hours=1))["S-0062"].problem.waar == "map"

    (straat.gemeente.folder / "uit").mkdir()
    assert straat.nacht().bezorging.ontvangen == 3
    assert "S-0062" not in kijken(straat)
