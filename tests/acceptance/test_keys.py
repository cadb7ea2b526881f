"""`regresbrug keys`: what an administrator does with keys, from config/ to the ledger and back."""

import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from console.cli import main
from ledger import Ledger
from tests.tools.gemeente import publieke_jwk
from tests.tools.keten import (
    Keten,
    Uitkomst,
    dag,
    nu,
    opdracht,
    stuf_draait,
    vers,
    verse_zaak,
)

WIE = ("--wie", "B. Beheer", "--reden", "jaarlijkse wissel")
CODE = "9901"


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    made = Keten(tmp_path)
    made.schrijf()
    return made


@pytest.fixture
def gelopen(keten: Keten) -> Keten:
    keten.gemeente.levering([vers(1, "J"), vers(2, "O"), vers(3)])
    assert keten.run()[0].code in (0, 1)
    return keten


def keys(keten: Keten, *woorden: str | Path) -> Uitkomst:
    return opdracht("keys", *woorden, "--config", keten.config)


def listed(keten: Keten) -> dict[int, str]:
    (one,) = keys(keten, "list", "--format", "json").json["gemeenten"]
    return {key["versie"]: key["stand"] for key in one["wortelsleutels"]}


def secrets_of(keten: Keten) -> list[str]:
    return [path.read_text().strip() for path in (keten.config / "geheim").glob("*.key")]


def officer(folder: Path) -> tuple[Path, Path]:
    """Make the security officer's pair, as he does it himself."""
    done = opdracht("keys", "generate", "--kopiesleutel", folder, "--kid", "fg-2026")
    assert done.code == 0
    return folder / "fg-2026.jwk", folder / "fg-2026.geheim.jwk"


def backup(keten: Keten, folder: Path, name: str = "kopie.jwe") -> tuple[Path, Path]:
    """Make a backup; gives it, and the private key that opens it."""
    place = folder / "fg"
    public, private = place / "fg-2026.jwk", place / "fg-2026.geheim.jwk"
    if not public.exists():
        officer(place)
    done = keys(keten, "backup", "--voor", public, "--naar", folder / name, *WIE)
    assert done.code == 0, done.fout
    return folder / name, private


# -- rotating and retiring ------------------------------------------------------------------------


def test_a_key_is_rotated_finished_and_retired(gelopen: Keten) -> None:
    keten = gelopen
    with keten.ledger() as ledger:
        before = {s.referentie: s.dossiersleutel for s in ledger.standen(CODE).values()}
    assert keys(keten, "rotate", *WIE).code == 0
    assert listed(keten) == {2: "huidig", 1: "oud"}
    assert " cliënten" in keten.geef("keys", "list").uit
    assert "sleutels:" in (keten.config / "gemeenten" / "9901-duinrand.yaml").read_text()

    refused = keys(keten, "retire", "1", *WIE)
    assert refused.code == 2
    assert "L-0701" in refused.fout
    assert "1  meldingen" in refused.fout
    early = keys(keten, "rotate", *WIE)
    assert (early.code, "K-0716" in early.fout) == (6, True)

    finished = keys(keten, "rotate", "--afmaken")
    assert (finished.code, "Alles staat onder" in finished.fout) == (0, True)
    assert listed(keten) == {2: "huidig", 1: "klaar"}

    assert keys(keten, "retire", "1", *WIE).code == 0
    assert listed(keten) == {2: "huidig", 1: "gestopt", 0: "huidig"}
    (keten.config / "geheim" / "wortel-1.key").unlink()
    keten.gemeente.levering([vers(1, "J"), vers(2, "O"), vers(4)])
    verslag = opdracht("run", "--format", "jsonl", "--config", keten.config).regels[0]
    assert verslag["resultaat"] == "vrij"
    assert not any(verslag["telling"]["soorten"].values())
    with keten.ledger() as ledger:
        after = {s.referentie: s.dossiersleutel for s in ledger.standen(CODE).values()}
    assert after == before


def test_a_rotation_is_told_in_the_audit_trail_and_no_key_anywhere(gelopen: Keten) -> None:
    done = keys(gelopen, "rotate", *WIE)
    shown = done.uit + done.fout + keys(gelopen, "list").uit + keys(gelopen, "verify").uit

    assert not any(key in shown for key in secrets_of(gelopen))
    with gelopen.ledger() as ledger:
        (said,) = ledger.decisions(CODE, "sleutel_gewisseld")
    assert (said.wie, said.rol, said.gegevens) == ("B. Beheer", "beheer", {"versie": 2})
    database = (gelopen.folder / "regresbrug.db").read_bytes()
    for key in secrets_of(gelopen):
        assert key.encode() not in database
        assert bytes.fromhex(key) not in database


def test_new_key_files_are_for_their_owner_only(gelopen: Keten) -> None:
    keys(gelopen, "rotate", *WIE)

    for path in (gelopen.config / "geheim").iterdir():
        assert path.stat().st_mode & 0o077 == 0


def test_the_comments_in_the_file_stay(gelopen: Keten) -> None:
    path = gelopen.config / "gemeenten" / "9901-duinrand.yaml"
    old = path.read_text().replace("sleutels:\n", "# De eerste blijft nodig.\nsleutels:\n")
    path.write_text(old)
    keys(gelopen, "rotate", *WIE)
    new = path.read_text()

    added = [line for line in new.splitlines() if line not in old.splitlines()]
    assert added == ["  2: secret://file/./geheim/wortel-2.key"]
    assert "# De eerste blijft nodig." in new


def test_a_line_that_cannot_be_changed_is_told_and_the_key_lies_ready(gelopen: Keten) -> None:
    path = gelopen.config / "gemeenten" / "9901-duinrand.yaml"
    old = "sleutels:\n  1: secret://file/./geheim/wortel-1.key\n"
    assert old in path.read_text()
    flow = "sleutels: {1: secret://file/./geheim/wortel-1.key}\n"
    path.write_text(path.read_text().replace(old, flow))

    done = keys(gelopen, "rotate", *WIE)

    assert (done.code, "K-0713" in done.fout) == (6, True)
    assert (gelopen.config / "geheim" / "wortel-2.key").exists()
    assert flow in path.read_text()


def test_a_key_that_is_a_credential_is_put_there_by_the_administrator(
    gelopen: Keten, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = gelopen.folder / "run-credentials"
    folder.mkdir(mode=0o700)
    first = gelopen.config / "geheim" / "wortel-1.key"
    shutil.copy(first, folder / "wortel-1")
    (folder / "wortel-2").write_text(os.urandom(32).hex())
    for path in folder.iterdir():
        path.chmod(0o440)  # as systemd shows it: the access list's mask stands in the group's place
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    gelopen.gemeente.gemeente["sleutels"] = {1: "secret://credential/wortel-1"}
    gelopen.schrijf()
    refused = keys(gelopen, "rotate", *WIE)
    assert (refused.code, "K-0717" in refused.fout) == (6, True)

    done = keys(gelopen, "rotate", *WIE, "--verwijzing", "secret://credential/wortel-2")

    assert done.code == 0
    assert listed(gelopen) == {2: "huidig", 1: "oud"}


def test_letting_go_of_decisions_is_not_for_an_administrator_alone(gelopen: Keten) -> None:
    keys(gelopen, "rotate", *WIE)
    refused = keys(gelopen, "retire", "1", *WIE, "--toch")
    assert (refused.code, "C-0502" in refused.fout) == (2, True)

    done = keys(gelopen, "retire", "1", *WIE, "--toch", "--rol", "fg")

    assert done.code == 0
    assert "nog een keer verzegeld" in done.fout
    assert listed(gelopen) == {2: "huidig", 1: "gestopt", 0: "huidig"}


def test_the_present_key_is_not_retired(gelopen: Keten) -> None:
    done = keys(gelopen, "retire", "1", *WIE)

    assert (done.code, "K-0718" in done.fout) == (6, True)
    assert keys(gelopen, "retire", "7", *WIE).code == 6
    assert "C-0502" in keys(gelopen, "retire", *WIE).fout


# -- a rotation that is killed --------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked copy of itself")
@pytest.mark.parametrize("what", ["rotate", "retire"])
def test_killed_at_any_moment_a_rotation_can_be_given_again(gelopen: Keten, what: str) -> None:
    words = ["rotate", *WIE]
    if what == "retire":
        assert keys(gelopen, "rotate", *WIE).code == 0
        assert keys(gelopen, "rotate", "--afmaken").code == 0
        words = ["retire", "1", *WIE]
    base = gelopen.folder
    moment, died = 0, True
    while died:
        moment += 1
        copy = base.parent / f"{base.name}-{moment}"
        shutil.copytree(base, copy)
        died = _dies(copy, words, moment)
        _mend(copy, words, retired=what == "retire")
        shutil.rmtree(copy)

    assert moment > 5


def _dies(folder: Path, words: list[str], moment: int) -> bool:
    """Give the command in a copy of this process that kills itself at the n-th touch of a file."""
    child = os.fork()
    if child == 0:
        _kill_at(moment, str(folder))
        sys.stderr = sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - until this process ends
        os._exit(main(["keys", *words, "--config", str(folder / "config")]))
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status):
        assert os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def _kill_at(moment: int, below: str) -> None:
    left = moment

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal left
        writes = event in ("os.rename", "os.link", "os.remove") or (
            event == "open" and len(args) > 2 and bool(args[2] & (os.O_WRONLY | os.O_RDWR))
        )
        if (writes and below in str(args[0])) or event == "sqlite3.connect":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def _mend(folder: Path, words: list[str], *, retired: bool) -> None:
    """Give the command again after a kill: it ends well, and leaves exactly what it should."""
    config = folder / "config"
    with Ledger.open(f"sqlite:///{folder / 'regresbrug.db'}") as ledger:
        # The lease of the dead process runs out.
        lease = ledger.take_lease(CODE, "toets", nu() + timedelta(minutes=10))
        ledger.release(lease, nu())
        finished = bool(ledger.decisions(CODE, "sleutel_gewisseld" if not retired else "klaar"))
    assert opdracht("keys", "verify", "--config", config).code == 0
    if not finished and not (retired and _versions(config) == [2]):
        assert opdracht("keys", *words, "--config", config).code == 0
    assert opdracht("keys", "verify", "--config", config).code == 0
    assert _versions(config) == ([2] if retired else [1, 2])
    assert not list(folder.rglob("*.tmp"))
    assert opdracht("run", "--config", config, "-q").code in (0, 1)


def _versions(config: Path) -> list[int]:
    from settings import load

    (een,) = load(config).gemeenten
    return sorted(een.blok.sleutels)


# -- escrow ---------------------------------------------------------------------------------------


def test_a_backup_is_proven_without_showing_a_key(gelopen: Keten, tmp_path: Path) -> None:
    assert listed(gelopen) == {1: "huidig"}
    assert "K-0723" in keys(gelopen, "list").fout
    copy, private = backup(gelopen, tmp_path)

    done = keys(gelopen, "verify", "--kopie", copy, "--sleutel", private)

    assert done.code == 0, done.fout
    assert done.uit.count("gelijk") == 4  # key 1 and what stays of it; configuration and ledger
    assert not any(key in done.uit + done.fout + copy.read_text() for key in secrets_of(gelopen))
    assert copy.stat().st_mode & 0o077 == 0
    assert "K-0723" not in keys(gelopen, "list").fout
    with gelopen.ledger() as ledger:
        assert [one.rol for one in ledger.decisions(CODE, "sleutelkopie")] == ["beheer"]


def test_the_officer_proves_a_backup_on_a_computer_of_his_own(
    gelopen: Keten, tmp_path: Path
) -> None:
    copy, private = backup(gelopen, tmp_path)
    nothing = tmp_path / "leeg"

    shown = opdracht(
        *("keys", "verify", "--kopie", copy, "--sleutel", private, "--config", nothing)
    )

    assert shown.code == 0, shown.fout
    (one,) = keys(gelopen, "list", "--format", "json").json["gemeenten"]
    (proof,) = [key["proef"] for key in one["wortelsleutels"] if key["versie"] == 1]
    assert f"1              {proof}" in shown.uit
    assert not any(key in shown.uit + shown.fout for key in secrets_of(gelopen))
    assert not nothing.exists()


def test_a_source_that_is_asked_is_moved_month_by_month(keten: Keten) -> None:
    with stuf_draait([verse_zaak(1, "J"), verse_zaak(2, "J"), verse_zaak(3)]) as server:
        keten.met_stuf(server.url)
        assert keten.run("--rondgang")[0].code in (0, 1)
        assert keys(keten, "rotate", *WIE).code == 0
        done = keys(keten, "rotate", "--afmaken")
        assert done.code == 0, done.fout
        assert "rondgang:" in done.fout
        assert listed(keten) == {2: "huidig", 1: "klaar"}
        again, run = keten.run()
        assert (again.code, run["telling"]["klaargezet"]) == (0, 0)


def test_a_swapped_key_is_found_by_check_and_verify_before_a_run(gelopen: Keten) -> None:
    assert keys(gelopen, "verify").code == 0
    gelopen.gemeente.geheim("wortel-1.key", os.urandom(32).hex())

    for told in (keys(gelopen, "verify"), gelopen.geef("check", "--only", "sleutels")):
        assert told.code == 6
        assert "K-0701" in told.fout + told.uit


def test_an_old_backup_does_not_pass_for_a_new_one(gelopen: Keten, tmp_path: Path) -> None:
    copy, private = backup(gelopen, tmp_path)
    keys(gelopen, "rotate", *WIE)

    done = keys(gelopen, "verify", "--kopie", copy, "--sleutel", private)

    assert (done.code, "K-0720" in done.fout, "ontbreekt" in done.uit) == (6, True, True)


def test_a_backup_of_another_municipality_is_refused(gelopen: Keten, tmp_path: Path) -> None:
    other = Keten(tmp_path / "ander")
    other.gemeente.gemeente["identiteit"] = "9902"
    other.schrijf()
    copy, private = backup(other, tmp_path)

    done = keys(gelopen, "verify", "--kopie", copy, "--sleutel", private)
    assert (done.code, "K-0719" in done.fout) == (6, True)

    back = keys(gelopen, "backup", "--terug", copy, "--sleutel", private, *WIE)
    assert (back.code, "K-0719" in back.fout, "K-0720" in back.fout) == (6, True, True)


def test_what_is_no_backup_is_not_put_back(gelopen: Keten, tmp_path: Path) -> None:
    copy, private = backup(gelopen, tmp_path)
    (tmp_path / "x.jwe").write_text(copy.read_text()[:-9])

    done = keys(gelopen, "verify", "--kopie", tmp_path / "x.jwe", "--sleutel", private)

    assert (done.code, "K-0602" in done.fout) == (6, True)
    assert "C-0503" in keys(gelopen, "verify", "--kopie", copy).fout
    assert "C-0503" in keys(gelopen, "backup", *WIE).fout
    assert "C-0503" in keys(gelopen, "backup", "--terug", copy, *WIE).fout


def test_the_root_key_is_lost_and_comes_back_from_the_backup(
    gelopen: Keten, tmp_path: Path
) -> None:
    """The rehearsal of docs/handboek/sleutels.md, step by step."""
    copy, private = backup(gelopen, tmp_path)
    with gelopen.ledger() as ledger:
        before = {s.referentie: s.versie for s in ledger.standen(CODE).values()}
    shutil.rmtree(gelopen.config / "geheim")

    lost = gelopen.geef("run")
    assert (lost.code, "K-0504" in lost.fout) == (6, True)
    assert "regresbrug keys backup -g NAAM --terug KOPIE" in lost.fout
    # A new key in the place of the lost one is refused: it would send everything once more.
    tempted = keys(gelopen, "generate")
    assert (tempted.code, "K-0722" in tempted.fout) == (6, True)
    shown = keys(gelopen, "verify", "--kopie", copy, "--sleutel", private)
    assert (shown.code, shown.uit.count("gelijk")) == (0, 2)  # the ledger tells that it fits
    back = keys(gelopen, "backup", "--terug", copy, "--sleutel", private, *WIE)
    assert back.code == 0, back.fout
    assert keys(gelopen, "verify").code == 0

    gelopen.gemeente.levering([vers(1, "J"), vers(2, "O"), vers(9)])
    done = gelopen.geef("run", "--format", "jsonl")
    assert not any(done.regels[0]["telling"]["soorten"].values())
    with gelopen.ledger() as ledger:
        assert {s.referentie: s.versie for s in ledger.standen(CODE).values()} == before


def test_putting_back_never_overwrites(gelopen: Keten, tmp_path: Path) -> None:
    copy, private = backup(gelopen, tmp_path)
    before = secrets_of(gelopen)

    done = keys(gelopen, "backup", "--terug", copy, "--sleutel", private, *WIE)

    assert (done.code, done.uit, secrets_of(gelopen)) == (0, "", before)
    again = keys(
        gelopen, "backup", "--voor", private.with_name("fg-2026.jwk"), "--naar", copy, *WIE
    )
    assert (again.code, "K-0711" in again.fout) == (6, True)


# -- making ---------------------------------------------------------------------------------------


def test_missing_root_keys_are_made_and_present_ones_stay(keten: Keten) -> None:
    keten.gemeente.gemeente["sleutels"][2] = "secret://file/./geheim/wortel-2.key"
    keten.schrijf()
    first = (keten.config / "geheim" / "wortel-1.key").read_text()

    done = keys(keten, "generate")

    assert done.uit.strip().endswith("wortel-2.key")
    assert (keten.config / "geheim" / "wortel-1.key").read_text() == first
    assert len((keten.config / "geheim" / "wortel-2.key").read_text().strip()) == 64
    assert keys(keten, "generate").uit == ""


def test_the_private_half_of_the_inzagesleutel_never_comes_where_the_service_looks(
    gelopen: Keten, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for inside in (gelopen.config / "geheim", gelopen.folder / "bij-het-grootboek"):
        refused = keys(gelopen, "generate", "--inzage", inside)
        assert (refused.code, "K-0715" in refused.fout) == (6, True)
    desk = tmp_path_factory.mktemp("consulent")
    made = keys(gelopen, "generate", "--inzage", desk, "--kid", "inzage-2026")
    assert made.code == 0, made.fout
    gelopen.gemeente.levering([vers(2, "O"), vers(5)])

    assert gelopen.geef("run").code == 1
    private = desk / "inzage-2026.geheim.jwk"
    assert json.loads(private.read_text())["d"]
    assert "d" not in json.loads((gelopen.config / "inzage" / "inzage-2026.jwk").read_text())
    shutil.copy(private, gelopen.config / "geheim" / "per-ongeluk.jwk")
    caught = gelopen.geef("run")
    assert (caught.code, "K-0403" in caught.fout) == (6, True)


def test_a_loket_makes_its_own_pair(keten: Keten, tmp_path: Path) -> None:
    folder = tmp_path / "loket"
    asked = ("generate", "--ontvanger", folder, "--kid", "loket-2027", "--dagen", "30")
    made = opdracht("keys", *asked)
    assert made.code == 0, made.fout
    shutil.copy(folder / "loket-2027.jwk", keten.config / "ontvanger" / "nieuw.jwk")

    told = keys(keten, "list", "--format", "json").json["ontvanger"]

    assert {one["kid"]: one["stand"] for one in told} == {
        "loket-2027": "gebruikt",
        "loket-1": "geldig",
    }
    assert opdracht("keys", *asked).code == 6  # nothing is overwritten
    assert opdracht("keys", "generate", "--ontvanger", folder).code == 2
    assert "C-0501" in opdracht("keys", "generate", "--kopiesleutel", folder).fout


# -- the recipient's keys -------------------------------------------------------------------------


def test_a_retired_key_of_the_recipient_is_never_sealed_for(keten: Keten) -> None:
    keten.ontvanger(publieke_jwk("oud", geldig_van="2026-01-01", geldig_tot=dag(90)), "oud.jwk")
    keten.ontvanger(publieke_jwk("nieuw", geldig_van="2026-02-01", geldig_tot=dag(90)), "nieuw.jwk")
    (keten.config / "ontvanger" / "loket.jwk").unlink()
    keten.gemeente.gemeente["rem"] = {"nieuw": 0, "waarom": "toets"}
    keten.schrijf()
    keten.gemeente.levering([vers(1, "J"), *(vers(n) for n in range(10, 40))])
    assert keten.geef("run").code == 8  # sealed for `nieuw`, and waiting

    done = keys(keten, "retire", "--ontvanger", "nieuw", *WIE)

    assert done.code == 0
    assert "1 meldingen zijn er al voor verzegeld" in done.fout
    told = keys(keten, "list", "--format", "json").json["ontvanger"]
    assert {one["kid"]: (one["stand"], one["niet_bezorgd"]) for one in told} == {
        "nieuw": ("ingetrokken", 1),
        "oud": ("gebruikt", 0),
    }
    keten.gemeente.levering([vers(1, "J"), *(vers(n) for n in range(10, 41))])
    assert keten.geef("run").code == 8
    told = keys(keten, "list", "--format", "json").json["ontvanger"]
    assert {one["kid"]: one["niet_bezorgd"] for one in told} == {"nieuw": 0, "oud": 1}


def test_without_a_key_that_may_be_used_nothing_is_sealed(keten: Keten) -> None:
    done = keys(keten, "retire", "--ontvanger", "loket-1", *WIE)
    assert (done.code, "K-0211" in done.fout) == (6, True)
    keten.gemeente.levering([vers(1, "J")])

    verslag = keten.run()[1]

    assert verslag["resultaat"] == "mislukt"
    assert keten.gemeente.bezorgd == []
    unknown = keys(keten, "retire", "--ontvanger", "raar", *WIE)
    assert (unknown.code, "K-0721" in unknown.fout) == (6, True)


@pytest.fixture(autouse=True)
def _no_umask() -> Iterator[None]:
    """Rights must come from the code, not from a careful umask."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_a_folder_that_cannot_be_written_is_told_and_nothing_changes(
    gelopen: Keten, tmp_path: Path
) -> None:
    (tmp_path / "bestand").write_text("geen map")
    before = (gelopen.config / "gemeenten" / "9901-duinrand.yaml").read_bytes()

    asked = ("generate", "--kopiesleutel", tmp_path / "bestand", "--kid", "fg")
    assert "K-0712" in opdracht("keys", *asked).fout
    assert (gelopen.config / "gemeenten" / "9901-duinrand.yaml").read_bytes() == before
