"""Of nobody whose record was not sent is anything left, and of nobody at all in the clear (P1).

Here in short; the whole of it is `python -P -m tests.canary`.
"""

import json
import random
import resource
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.canary.gemeenten import scheid, vertel_gescheiden
from tests.canary.huis import Huis, Prooi, huis
from tests.canary.mensen import RIJEN, persoon, speurder
from tests.canary.paden import FOUTPADEN
from tests.canary.proef import speel, vertel
from tests.tools.loket import make_tls
from tests.tools.needs import missing
from tests.tools.speurder import Speurder
from tests.unit.privacy.recipient import private_jwk

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is watched is Linux's")

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

#: Where a leak may be: how a program of the test puts `lek` there, or one part of it at a time.
LEKKEN = {
    "stdout": "sys.stdout.buffer.write(lek)",
    "stderr en log": "sys.stderr.buffer.write(lek)",
    "argumenten": "for t in tekst: subprocess.run(['sh', '-c', 'sleep 0.4; true', t], check=True)",
    "omgeving": "for t in tekst: subprocess.run(['sleep', '.4'], env={'X': t, 'PATH': os.defpath})",
    "open bestanden": "f = tempfile.TemporaryFile(); f.write(lek); f.flush(); time.sleep(0.3)",
    "namen": "for t in tekst: pathlib.Path(tempfile.gettempdir(), t.replace('/', '_')).touch()",
    "bestanden": "pathlib.Path(home, 'cache.bin').write_bytes(lek)",
    "log": "pathlib.Path(home, 'dienst.log').write_bytes(lek)",
    "metrieken": "pathlib.Path(home, 'run.prom').write_bytes(lek)",
    "http": "dien(lek)",
    "database": "sql('delete', 'pragma secure_delete=off', 'delete from t')",
    "cellen": "sql('delete')",
    "wal": "sql('wal'); os._exit(0)",
    "journaal": "sql('persist', 'pragma secure_delete=off', 'delete from t')",
    "core": "os.abort()",
}
#: The ways of the issue, each for a person of its own, so that one leak shows every way.
VORMEN = (
    *("kaal", "utf-16-le", "utf-16-be", "base64", "base64 na 1", "base64 na 2", "hex", "procent"),
    *("json", "html", "gzip", "zlib", "md5", "sha1", "sha256", "sha512", "sha256 kaal"),
)
#: Those that are no text: they cannot stand in an argument, a variable or a name of a file.
NIET_IN_TEKST = {"utf-16-le", "utf-16-be", "gzip", "zlib", "sha256 kaal"}
_BEGIN = """
import base64, gzip, hashlib, http.server, json, os, pathlib, sqlite3, subprocess, sys, tempfile
import threading, time, urllib.parse, zlib
naam = lambda n: "Zwaluwst" + chr(233) + "rtje" + "%03d" % n
home = os.environ["HOME"]
vorm = {
    "kaal": lambda t: t.encode(),
    "utf-16-le": lambda t: t.encode("utf-16-le"),
    "utf-16-be": lambda t: t.encode("utf-16-be"),
    "base64": lambda t: base64.b64encode(t.encode()),
    "base64 na 1": lambda t: base64.b64encode(b"x" + t.encode()),
    "base64 na 2": lambda t: base64.b64encode(b"xx" + t.encode()),
    "hex": lambda t: t.encode().hex().encode(),
    "procent": lambda t: urllib.parse.quote(t, safe="").encode(),
    "json": lambda t: json.dumps(t).strip(chr(34)).encode(),
    "html": lambda t: t.encode("ascii", "xmlcharrefreplace"),
    "gzip": lambda t: gzip.compress(t.encode()),
    "zlib": lambda t: zlib.compress(t.encode()),
    "sha256 kaal": lambda t: hashlib.sha256(t.encode()).digest(),
}
for kind in ("md5", "sha1", "sha256", "sha512"):
    vorm[kind] = lambda t, kind=kind: hashlib.new(kind, t.encode()).hexdigest().encode()
delen = {v: vorm[v](naam(n + 1)) for n, v in enumerate(VORMEN)}
tekst = [part.decode() for v, part in delen.items() if v not in NIET_IN_TEKST]
lek = b" | ".join(delen.values())
open_ = []
def sql(mode, *more):
    c = sqlite3.connect(home + "/x.db"); open_.append(c)
    c.execute("pragma journal_mode=" + mode)
    c.execute("create table t (a)")
    c.executemany("insert into t values (?)", [(part,) for part in delen.values()]); c.commit()
    for one in more: c.execute(one)
    c.commit()
def dien(body):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200); self.end_headers()
            self.wfile.write(body if self.path == "/metrics" else b"ok")
        def log_message(self, *_): pass
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    time.sleep(1.5)
"""


def _programma(code: str) -> str:
    return f"VORMEN = {VORMEN!r}\nNIET_IN_TEKST = {NIET_IN_TEKST!r}\n{_BEGIN}{code}"


def _gevonden(made: Huis, medium: str) -> set[str]:
    """Give the ways in which something was found there, by whose name it was."""
    hits = {value for value, _ in made.gevonden.get(medium, ())}
    return {form for number, form in enumerate(VORMEN, 1) if persoon(number)["Achternaam"] in hits}


@pytest.mark.parametrize("medium", LEKKEN)
def test_a_leak_is_found_where_it_was_planted_in_every_way(kaal: Huis, medium: str) -> None:
    if medium == "core" and not _mag_dumpen():
        missing("core", "this machine lets no process leave a core dump where it stands")

    kaal.vreemd("-c", _programma(LEKKEN[medium]))

    only_text = medium in ("argumenten", "omgeving", "namen")
    assert _gevonden(kaal, medium) == set(VORMEN) - (NIET_IN_TEKST if only_text else set())


def test_mail_is_searched_as_it_went_over_the_line(kaal: Huis) -> None:
    name = persoon(1)["Achternaam"]
    for coding in ("base64", "quoted-printable", "8bit"):
        letter = EmailMessage()
        letter["Subject"] = f"Run van {name}" if coding == "8bit" else "Run"
        letter.set_content(f"Beste lezer,\n\n{name}\n", cte=coding if coding != "8bit" else None)
        kaal.gevonden.clear()
        kaal.noteer("mail", letter.as_bytes())

        assert name in {value for value, _ in kaal.gevonden["mail"]}, coding


def test_what_is_sent_and_what_a_backend_keeps_is_searched_too(kaal: Huis) -> None:
    """Between the adapter and its backend a leak would be in the clear fields or in a header."""
    name = persoon(1)["Achternaam"]
    kaal.noteer("verzoeken", f"POST / HTTP/1.1\r\nX-Naam: {quote(name)}\r\n\r\n".encode())
    kept = kaal.keten.folder / "loket.sqlite"
    with closing(sqlite3.connect(kept)) as backend:
        backend.execute("create table zaak (naam)")
        backend.execute("insert into zaak values (?)", [name])
        backend.commit()
    kaal.doorzoek_bestanden()

    assert {"verzoeken", "cellen", "database"} <= kaal.gevonden.keys()


def test_a_service_that_listens_is_asked_and_an_honest_one_is_clean(kaal: Huis) -> None:
    done = kaal.vreemd("-c", _programma("dien(b'regresbrug_runs_total 3')"))

    assert len(done.gezien.poorten) == 1
    assert any(answer.endswith(b"regresbrug_runs_total 3") for answer in done.gezien.http)
    assert (kaal.gevonden, kaal.onverwacht) == ({}, [])


def test_all_that_the_service_answers_while_it_takes_a_night_is_searched(kaal: Huis) -> None:
    _, done, _ = FOUTPADEN["opdracht: dienst"](kaal)

    asked = b"".join(done.gezien.http)
    assert b"regresbrug_run_records{" in asked
    assert (kaal.gevonden, kaal.onverwacht) == ({}, [])


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

    done = kaal.vreemd("-c", _programma("os.abort()"))

    assert (done.gedumpt, done.gezien.limieten <= {"unlimited unlimited"}) == (True, True)
    assert kaal.gevonden["core"]


@pytest.mark.parametrize("doodt", [signal.SIGSEGV, signal.SIGABRT])
@pytest.mark.parametrize("opdracht", ["run", "serve", "loket"])
def test_no_process_of_ours_leaves_a_core_dump(
    kaal: Huis, opdracht: str, doodt: signal.Signals
) -> None:
    words = ("loket", "--instellingen", _loket(kaal)) if opdracht == "loket" else (opdracht,)
    prey = _halverwege(kaal, doodt) if opdracht == "run" else Prooi(1, doodt)

    done = kaal.geef(*words, prooi=prey)

    assert done.code == -doodt
    assert "0 0" in done.gezien.limieten
    assert not done.gedumpt
    assert (kaal.gevonden, kaal.onverwacht) == ({}, [])
    assert not [path for path in kaal.keten.folder.parent.rglob("core*") if path.is_file()]


def _halverwege(made: Huis, doodt: signal.Signals) -> Prooi:
    """Give a death halfway the time that a run takes here: it says nothing before its end.

    Of the second one: the first has more to do than what comes after it.
    """
    made.geef("run")
    made.keten.gemeente.levering(RIJEN[:-1])
    begun = time.monotonic()
    made.geef("run")
    took = time.monotonic() - begun
    made.keten.gemeente.levering(RIJEN[:-2])
    return Prooi(0, doodt, took / 2)


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


@pytest.mark.timeout(200)
def test_municipalities_in_one_installation_share_nothing(tmp_path: Path) -> None:
    done = scheid(tmp_path, 8)

    assert (done.overtredingen, done.gevonden) == ([], {})
    assert (done.bezorgd, done.stukken["mail"]) == (16, (8, 8))
    assert done.stukken["pseudoniem"] == (16, 16)
    # What waits, and then the two that have a key of another.
    assert done.exits == [1, 6]
    assert "geen" in vertel_gescheiden(done)


def test_the_moments_of_death_are_those_of_the_seed() -> None:
    first, again = random.Random(ZAAD), random.Random(ZAAD)

    assert [first.randint(1, 500) for _ in range(9)] == [again.randint(1, 500) for _ in range(9)]


def test_every_path_has_a_name_of_its_own_and_covers_each_kind() -> None:
    kinds = {name.partition(":")[0] for name in FOUTPADEN}

    assert kinds >= {"export", "zaken", "zaaksysteem", "loket", "sleutels", "tls", "hostsleutel"}
    assert set(VAAK) <= set(FOUTPADEN)
