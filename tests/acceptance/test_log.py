"""The log of a process of ours: JSON, one event a line, clean at DEBUG, and nothing forged."""

import io
import json
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from loket import LoketSleutel
from privacy import configure
from sinks import Regresloket
from tests.tools.keten import Keten, loket_draait, omgeving, proces, stuf_draait, vandaag, vers
from tests.tools.loket import KANARIE, kop, merk
from tests.tools.speurder import Speurder
from tests.tools.stuf import zaak

PLAIN = {"Achternaam": "Zwaluwstaartje", "Toelichting": "Mevrouw is aangereden door een goudvink"}
ROW = {"Achternaam": "Zwaluwstaartje", "Toelichting": 'Aangereden\r\n\x1b[31m{"niveau":"info"}'}


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    keten = Keten(tmp_path)
    keten.gemeente.dienst["log"] = "DEBUG"
    keten.schrijf()
    return keten


def regels(fout: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in fout.splitlines() if line.startswith("{")]


def test_at_debug_libraries_say_their_name_and_level_and_nothing_of_anyone(keten: Keten) -> None:
    day = vandaag() - timedelta(days=20)
    told = {"geslachtsnaam": PLAIN["Achternaam"], "toelichting": PLAIN["Toelichting"]}
    found = [zaak(n, startdatum=day, datum_beslissing=day, **told) for n in (10, 11)]
    with stuf_draait(found) as server:
        keten.met_stuf(server.url)
        done = proces("run", "--config", keten.config)

    assert server.vragen
    lines = regels(done.fout)
    libraries = [line for line in lines if line["gebeurtenis"] == "bibliotheek"]
    assert done.code in (0, 1)
    assert libraries
    known = {"tijd", "niveau", "gebeurtenis", "logger", "fout", "gemeente", "bron", "run"}
    assert all(set(line) <= known for line in libraries)
    values = {value for one in found for value in (one.identificatie, one.besluit, one.bsn)}
    assert Speurder((*values, *PLAIN.values())).in_tekst(done.fout) == set()


def test_what_a_source_holds_cannot_forge_a_line_or_a_colour(keten: Keten) -> None:
    wrong = {"Status": "Toegekend\x1b[2J", "Datum beschikking": 'x{"niveau":"critical"}'}
    keten.gemeente.levering([vers(1, "J", **ROW | wrong)])
    done = proces("run", "--config", keten.config)

    assert "\x1b" not in done.fout
    assert "critical" not in done.fout
    assert {line["niveau"] for line in regels(done.fout)} <= {"debug", "info", "warning", "error"}


def test_the_loket_logs_events_with_the_beginning_of_a_referentie_only(tmp_path: Path) -> None:
    stream = io.StringIO()
    restore = configure("DEBUG", stream)
    try:
        with loket_draait(tmp_path) as huis, closing(Regresloket(huis.sink_settings())) as sink:
            sink.deliver(huis.seal(kop()))
            answer = requests.get(
                f"{huis.server.url}/v1/terugkoppelingen?cursor={KANARIE[1]}{'x' * 100}",
                verify=str(huis.ca),
                timeout=5,
            )
    finally:
        restore()

    (line,) = (one for one in regels(stream.getvalue()) if one["gebeurtenis"] == "loket.ontvangen")
    assert (line["referentie"], line["versie"], line["nieuw"]) == (merk("r1")[:8], 1, True)
    assert merk("r1")[:9] not in stream.getvalue()
    assert answer.headers["content-type"] == "application/problem+json"
    assert KANARIE[1] not in answer.text
    assert Speurder(KANARIE).in_tekst(stream.getvalue()) == set()


LOKET = """\
database: loket.sqlite
host: 127.0.0.1
port: 0
datasleutel: secret://env/DATA
sleutels:
  - {kid: loket-2026, jwk: secret://env/JWK}
gemeenten:
  - {code: "9901", naam: Duinrand, client_id: g, geheim_sha256: %s, behandelaar: M. de Wit}
"""


def test_a_loket_that_is_started_writes_the_same_kind_of_lines(tmp_path: Path) -> None:
    file = tmp_path / "loket.yaml"
    file.write_text(LOKET % ("ab" * 32), encoding="utf-8")
    secrets = {"DATA": "cd" * 32, "JWK": json.dumps(dict(LoketSleutel.maak("loket-2026").jwk))}
    command = [sys.executable, "-P", "-m", "console.cli", "loket", "--instellingen", str(file)]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, encoding="utf-8", env=omgeving(**secrets)
    ) as started:
        assert started.stderr is not None
        lines: list[str] = []
        while not lines or "staat op" not in lines[-1]:
            lines.append(started.stderr.readline())
            assert lines[-1], lines
        url = lines.pop().rpartition(" ")[2].strip()
        answer = requests.get(f"{url}/v1/{KANARIE[1]}?naam={KANARIE[0]}", timeout=10)
        started.terminate()
        lines += started.stderr.read().splitlines()

    assert answer.status_code == 404
    # Not who asked for which address: that is a library's habit, and an address may hold a name.
    told = [json.loads(line) for line in lines]
    assert "uvicorn.access" not in {one.get("logger") for one in told}
    assert {one["gebeurtenis"] for one in told} <= {"bibliotheek"}
    assert Speurder(KANARIE).in_tekst("\n".join(lines)) == set()


def test_a_fault_of_ours_shows_no_values_and_no_locals(keten: Keten) -> None:
    program = (
        "import sys; from console import cli, commands;"
        "app = cli.app;"
        "app.command('kapot')(lambda: [][int('1' + zwaluw)] if (zwaluw := '9') else None);"
        "sys.exit(cli.main(['kapot']))"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], capture_output=True, text=True, env=omgeving()
    )

    assert done.returncode == 70
    assert "R-0001" in done.stderr
    assert "zwaluw" not in done.stderr
