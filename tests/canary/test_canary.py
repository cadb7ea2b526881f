"""Of nobody whose record was not sent is anything left, and of nobody at all in the clear (P1).

Here in short; the whole of it is `python -P -m tests.canary`.
"""

import json
import random
import resource
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.canary.huis import Huis, Prooi, huis
from tests.canary.mensen import RIJEN, persoon, speurder
from tests.canary.paden import FOUTPADEN
from tests.canary.proef import speel, vertel
from tests.tools.loket import make_tls
from tests.tools.needs import missing
from tests.tools.speurder import Speurder
from tests.unit.privacy.recipient import private_jwk

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is watched is Linux's")

NAAM = persoon(7)["Achternaam"]
ZAAD = 1
#: Paths that are tried in every test run; the others by the whole proof.
VAAK = ("export: nulbyte", "zaken: stuurteken", "loket: 422 text/html")


@pytest.fixture(scope="module")
def speurt() -> Speurder:
    return speurder()


@pytest.fixture
def kaal(tmp_path: Path, speurt: Speurder) -> Iterator[Huis]:
    with huis(tmp_path / "huis", speurt) as made:
        yield made


# -- the watch can fail: a leak in each place is found ---------------------------------------------

LEKKEN = {
    "stdout": "print(naam)",
    "stderr en log": "print(naam, file=sys.stderr)",
    "argumenten": "subprocess.run(['sh', '-c', 'sleep 0.3; true', naam], check=True)",
    "omgeving": "subprocess.run(['sleep', '0.3'], env={'X': naam, 'PATH': os.defpath}, check=True)",
    "open bestanden": "f = tempfile.TemporaryFile(); f.write(b); f.flush(); time.sleep(0.3)",
    "namen": "pathlib.Path(tempfile.gettempdir(), naam).touch()",
    "bestanden": "pathlib.Path(home, 'cache.bin').write_bytes(zlib.compress(b))",
    "log": "pathlib.Path(home, 'dienst.log').write_bytes(b)",
    "metrieken": "pathlib.Path(home, 'run.prom').write_text(f'x{{naam=\"{naam}\"}} 1')",
    "database": "sql('delete', 'pragma secure_delete=off', 'delete from t')",
    "cellen": "sql('delete')",
    "wal": "sql('wal'); os._exit(0)",
    "journaal": "sql('persist', 'pragma secure_delete=off', 'delete from t')",
}
_BEGIN = """
import os, pathlib, sqlite3, subprocess, sys, tempfile, time, zlib
naam = "Zwaluwst" + chr(233) + "rtje" + "007"; b = naam.encode()
home = os.environ["HOME"]
open_ = []
def sql(mode, *more):
    c = sqlite3.connect(home + "/x.db"); open_.append(c)
    c.execute("pragma journal_mode=" + mode)
    c.execute("create table t (a)")
    c.execute("insert into t values (?)", [naam * 3]); c.commit()
    for one in more: c.execute(one)
    c.commit()
"""


@pytest.mark.parametrize("medium", LEKKEN)
def test_a_leak_is_found_where_it_was_planted(kaal: Huis, medium: str) -> None:
    kaal.vreemd("-c", _BEGIN + LEKKEN[medium])

    assert NAAM in {value for value, _ in kaal.gevonden.get(medium, ())}, kaal.gevonden.keys()


def test_a_file_that_came_and_went_is_noticed(kaal: Huis) -> None:
    code = "import tempfile\nfor _ in range(3):\n  with tempfile.NamedTemporaryFile(): pass"
    kaal.vreemd("-c", code)

    assert len(kaal.onverwacht) >= 3


def test_what_is_shown_to_who_asked_with_his_own_key_is_the_one_exception(kaal: Huis) -> None:
    """The consulent who holds the private key sees which record waits; it is nowhere else."""
    FOUTPADEN["inzage"](kaal)

    assert kaal.speurder.in_bytes(kaal.voor_mens)
    assert (kaal.gevonden, kaal.onverwacht) == ({}, [])


def test_the_werklijst_of_a_municipality_is_the_one_file_and_holds_key_fields_only(
    kaal: Huis,
) -> None:
    """Whom a person looks for stands in that file, under its own key; it is nowhere else."""
    FOUTPADEN["werklijst"](kaal)
    (lijst,) = (kaal.keten.folder / "werklijst").iterdir()

    found = {value for value, _ in kaal.speurder.in_bytes(lijst.read_bytes())}
    keys = {row["Beschikkingnr"] for row in RIJEN} | {row["Ingangsdatum"] for row in RIJEN}

    assert found
    assert found <= keys
    assert (kaal.gevonden, kaal.onverwacht) == ({}, [])


# -- dying -----------------------------------------------------------------------------------------


def _mag_dumpen() -> bool:
    """Tell whether a process of this machine can leave a file with its memory where it stands."""
    pattern = Path("/proc/sys/kernel/core_pattern").read_text().strip()
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    return hard == resource.RLIM_INFINITY and not pattern.startswith(("|", "/"))


def test_a_core_dump_of_another_process_holds_what_it_knew_and_is_found(kaal: Huis) -> None:
    if not _mag_dumpen():
        missing("core", "this machine lets no process leave a core dump where it stands")

    done = kaal.vreemd("-c", _BEGIN + "os.abort()")

    assert (done.gedumpt, done.gezien.limieten <= {"unlimited unlimited"}) == (True, True)
    assert NAAM in {value for value, _ in kaal.gevonden["core"]}


@pytest.mark.parametrize("doodt", [signal.SIGSEGV, signal.SIGABRT])
@pytest.mark.parametrize("opdracht", ["run", "serve", "loket"])
def test_no_process_of_ours_leaves_a_core_dump(
    kaal: Huis, opdracht: str, doodt: signal.Signals
) -> None:
    words = ("loket", "--instellingen", _loket(kaal)) if opdracht == "loket" else (opdracht,)

    done = kaal.geef(*words, prooi=Prooi(5 if opdracht == "run" else 1, doodt))

    assert done.code == -doodt
    assert "0 0" in done.gezien.limieten
    assert not done.gedumpt
    assert (kaal.gevonden, kaal.onverwacht) == ({}, [])
    assert not [path for path in kaal.keten.folder.parent.rglob("core*") if path.is_file()]


def _loket(made: Huis) -> Path:
    folder = made.keten.folder / "loket"
    folder.mkdir()
    tls, _, _ = make_tls(folder)
    for name, data in (
        ("data.key", bytes(range(32))),
        ("geheim.jwk", json.dumps(private_jwk(kid="loket-1")).encode()),
    ):
        (folder / name).write_bytes(data)
        (folder / name).chmod(0o600)
    tls.sleutel.chmod(0o600)
    settings = folder / "loket.yaml"
    settings.write_text(
        f"database: loket.db\nport: 0\n"
        f"tls: {{certificaat: {tls.certificaat.name}, sleutel: {tls.sleutel.name}}}\n"
        "datasleutel: secret://file/./data.key\n"
        "sleutels:\n  - {kid: loket-1, jwk: secret://file/./geheim.jwk}\n"
        f'gemeenten:\n  - {{code: "9901", naam: Duinrand, client_id: x, behandelaar: M. de Wit,'
        f' geheim_sha256: "{"ab" * 32}"}}\n'
    )
    return settings


# -- the proof -------------------------------------------------------------------------------------


@pytest.mark.timeout(400)
def test_a_night_runs_that_die_and_paths_that_fail_leave_nothing_of_anybody(
    tmp_path: Path, speurt: Speurder
) -> None:
    done = speel(tmp_path, speurt, zaad=ZAAD, doden=3, paden=VAAK, gewoon=["nacht"])
    told = done.als_json(speurt)

    assert (done.gevonden, done.onverwacht, done.gedumpt) == ({}, [], 0)
    assert done.bezorgd >= 7 and sum(done.gedood.values()) >= 2
    # What was meant to fail did: the export, the zaken, and what is done with a backend's no.
    assert done.codes.keys() >= {"B-0108", "B-0330", "S-0032"}
    # Every run that had died let the next one work: the last one of all ended well.
    assert 7 not in done.exits
    assert "gevonden        niets" in vertel(told)


def test_the_moments_of_death_are_those_of_the_seed() -> None:
    first, again = random.Random(ZAAD), random.Random(ZAAD)

    assert [first.randint(1, 500) for _ in range(9)] == [again.randint(1, 500) for _ in range(9)]


def test_every_path_has_a_name_of_its_own_and_covers_each_kind() -> None:
    kinds = {name.partition(":")[0] for name in FOUTPADEN}

    assert kinds >= {"export", "zaken", "zaaksysteem", "loket", "sleutels", "tls", "hostsleutel"}
    assert set(VAAK) <= set(FOUTPADEN)
