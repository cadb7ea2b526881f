"""The audit trail through the command line: whole, read, and seen to be tampered with."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.tools.keten import Keten, Uitkomst, codes, nu, vers


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    """Give a municipality that has run once: two meldingen went out."""
    chain = Keten(tmp_path)
    chain.gemeente.levering([vers(1, "J"), vers(2, "J"), vers(3), vers(4, "O")])
    assert chain.geef("run").code == 1
    return chain


@contextmanager
def indringer(keten: Keten) -> Iterator[sqlite3.Connection]:
    """Change the ledger with other tools; the guards are put back afterwards."""
    with closing(sqlite3.connect(keten.folder / "regresbrug.db")) as conn:
        wanted = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        guards = dict(conn.execute(wanted).fetchall())
        for name in guards:
            conn.execute(f"DROP TRIGGER {name}")
        yield conn
        for sql in guards.values():
            conn.execute(sql)
        conn.commit()


def verify(keten: Keten, *woorden: str | Path) -> tuple[int, list[str]]:
    done = keten.geef("audit", "verify", *woorden)
    return done.code, codes(done.fout)


def test_a_trail_is_whole_after_every_command(keten: Keten) -> None:
    for words in (("status",), ("run",), ("review", "list")):
        keten.geef(*words)
    done = keten.geef("audit", "verify")

    assert (done.code, done.fout) == (0, "")
    assert done.uit.startswith("Het auditlogboek is heel. ")
    shown = keten.geef("audit", "verify", "--format", "json").json
    assert shown["heel"]
    assert shown["ankers"] >= 1


def test_the_anchor_lies_outside_the_ledger_where_the_config_says(keten: Keten) -> None:
    elsewhere = keten.folder / "kluis"
    keten.gemeente.dienst["bewijsmap"] = "../kluis"
    keten.schrijf()
    # What was kept moves along: without it, anchors and the journal of erasures are missed.
    assert verify(keten) == (8, ["L-0609"])
    elsewhere.rmdir()
    (keten.folder / "regresbrug-bewijs").rename(elsewhere)
    keten.geef("status")

    line = (elsewhere / "anker.jsonl").read_text().splitlines()[-1]
    assert json.loads(line)["volgnummer"] > 0
    assert (elsewhere.stat().st_mode & 0o777, verify(keten)) == (0o700, (0, []))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE audit SET resultaat = 'vrij ' WHERE volgnummer = 2", "L-0601"),
        ("DELETE FROM audit WHERE volgnummer = 2", "L-0602"),
        ("UPDATE audit SET volgnummer = 3 - volgnummer + 90 WHERE volgnummer < 3", "L-0602"),
        ("DELETE FROM audit WHERE volgnummer > 2", "L-0603"),
        ("DELETE FROM audit", "L-0603"),
        ("DELETE FROM zout WHERE rowid = 1", "L-0611"),
        ("UPDATE zout SET zout = randomblob(32)", "L-0612"),
    ],
    ids=["changed", "removed", "reordered", "tail cut off", "emptied", "salt gone", "salt changed"],
)
def test_what_was_done_to_the_trail_is_told_and_stops(keten: Keten, change: str, code: str) -> None:
    with indringer(keten) as conn:
        conn.execute(change)
    exit_code, told = verify(keten)

    assert (exit_code, told[0]) == (8, code)
    assert not keten.geef("audit", "verify", "--format", "json").json["heel"]


def test_times_are_those_of_a_dutch_clock_and_carry_their_zone(keten: Keten) -> None:
    first, *_ = keten.geef("audit", "list", "--format", "json").json
    one = keten.geef("audit", "show", str(first["regel"]), "--format", "json").json

    moment = datetime.fromisoformat(first["tijd"])
    assert moment.utcoffset() == moment.astimezone(ZoneInfo("Europe/Amsterdam")).utcoffset()
    assert abs((nu() - moment).total_seconds()) < 600
    assert one["tijd"] == first["tijd"]
    for words in (("list",), ("show", str(first["regel"]))):
        assert first["tijd"] in keten.geef("audit", *words).uit


def test_a_guard_that_is_gone_is_told(keten: Keten) -> None:
    with closing(sqlite3.connect(keten.folder / "regresbrug.db")) as conn:
        conn.execute("DROP TRIGGER audit_geen_update")

    assert verify(keten) == (8, ["L-0604"])


def test_an_anchor_that_was_mailed_finds_what_the_folder_no_longer_can(keten: Keten) -> None:
    mailed = keten.folder / "mail.txt"
    mailed.write_text(f"Anker van vannacht:\n\n{keten.geef('audit', 'anker').uit}\n-- \n")
    assert verify(keten, "--anker", mailed) == (0, [])
    for file in (keten.folder / "regresbrug-bewijs").iterdir():
        file.unlink()
    with indringer(keten) as conn:
        # Of these entries no row is left that would tell of them.
        conn.execute("DELETE FROM audit WHERE actie IN ('run', 'aflevering')")

    # The ledger knows how far it was anchored, and makes no new anchor that would hide it.
    assert verify(keten) == (8, ["L-0609"])
    assert verify(keten) == (8, ["L-0609"])
    assert verify(keten, "--anker", mailed) == (8, ["L-0603"])


def test_anchors_that_were_taken_away_are_missed_until_a_person_says_he_knows(keten: Keten) -> None:
    anchors = keten.folder / "regresbrug-bewijs" / "anker.jsonl"
    kept = anchors.read_text()
    anchors.unlink()
    for _ in range(2):
        keten.geef("run")
        assert verify(keten) == (8, ["L-0609"])
    assert "L-0609" in codes(keten.geef("status").fout)
    anchors.write_text(kept)
    assert verify(keten) == (0, [])
    anchors.write_text("")

    assert keten.geef("audit", "hersteld", "--wie", "F. Functionaris", "--rol", "fg").code == 0
    assert verify(keten) == (0, [])
    assert anchors.read_text()
    (said,) = keten.geef("audit", "list", "--actie", "ankers_weg", "--format", "json").json
    assert said["actor"] == "F. Functionaris"


@pytest.mark.parametrize("text", ["geen anker", '{"half'])
def test_a_file_without_an_anchor_is_told(keten: Keten, text: str) -> None:
    file = keten.folder / "mail.txt"
    file.write_text(text)

    assert verify(keten, "--anker", file) == (2, ["C-0601"])
    file.unlink()
    assert verify(keten, "--anker", file) == (2, ["C-0601"])


def regels(done: Uitkomst) -> list[tuple[str, str]]:
    return [(one["actie"], one["resultaat"]) for one in done.json]


def test_the_trail_is_read_by_action_person_day_and_municipality(keten: Keten) -> None:
    def read(*woorden: str) -> list[tuple[str, str]]:
        found = regels(keten.geef("audit", "list", "--format", "json", *woorden))
        return [one for one in found if not one[0].startswith("sleutel")]

    own = [("aflevering", "ontvangen")] * 2 + [("run", "vrij")] + [("melding_nieuw", "vrij")] * 2
    every = [*own, ("besluit", "actief")]
    assert read() == every
    assert read("--actie", "run") == [("run", "vrij")]
    assert read("--wie", "regresbrug") == own
    assert read("--wie", "iemand") == []
    assert read("--van", "2020-01-01", "--tot", "2020-12-31") == []
    assert read("--van", "2020-01-01", "-g", "Duinrand") == every
    assert read("--aantal", "1") == every[:1]
    assert keten.geef("audit", "list", "--wie", "iemand").fout == "Geen regels gevonden.\n"


def test_what_happened_to_one_melding_is_found_by_its_referentie(keten: Keten) -> None:
    with keten.ledger() as ledger:
        referentie = next(iter(ledger.standen("9901").values())).referentie
    done = keten.geef("audit", "list", "--format", "json", "--referentie", referentie[:12])

    assert regels(done) == [("aflevering", "ontvangen"), ("melding_nieuw", "vrij")]
    assert referentie not in done.uit
    assert codes(keten.geef("audit", "list", "--referentie", "ffff0000").fout) == ["C-0022"]


def test_one_entry_is_shown_whole(keten: Keten) -> None:
    (run,) = keten.geef("audit", "list", "--actie", "run", "--format", "json").json
    done = keten.geef("audit", "show", str(run["regel"]))

    assert done.code == 0
    assert "actie      run\n" in done.uit
    assert codes(keten.geef("audit", "show", "999").fout) == ["C-0602"]
    assert codes(keten.geef("audit", "list", "-g", "9901", "-g", "Duinrand").fout) == []


def test_the_list_is_of_one_municipality_at_a_time(keten: Keten) -> None:
    other = keten.config / "gemeenten" / "9902-elders.yaml"
    own = (keten.config / "gemeenten").glob("9901-*.yaml")
    other.write_text(next(own).read_text().replace("9901", "9902").replace("Duinrand", "Elders"))

    listed = keten.geef("audit", "list", "-g", "9901", "-g", "9902")
    assert (listed.code, codes(listed.fout)) == (2, ["C-0603"])
    assert keten.geef("audit", "list", "--format", "json", "-g", "9902").json == []
