"""The loket as it is started: accounts by the command line, a login over TLS, codes back home."""

import io
import json
import re
import secrets
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pyotp
import pytest
import requests

from loket import LoketSleutel, Stap, spoorboek
from loket.database import Archief
from sinks import Regresloket
from tests.tools import mailserver as mail
from tests.tools.keten import codes, omgeving, opdracht
from tests.tools.loket import CLIENT, SECRET, Huis, kop, make_tls, settings
from tests.tools.loketzaken import WIE, zet_vol

WACHTWOORD = "stoel paard batterij niet\n"


@pytest.fixture
def instellingen(tmp_path: Path) -> Path:
    make_tls(tmp_path)
    (tmp_path / "data.key").write_text(secrets.token_hex(32))
    (tmp_path / "loket.jwk").write_text(json.dumps(LoketSleutel.maak("loket-2026").jwk))
    path = tmp_path / "loket.yaml"
    path.write_text(f"""\
database: loket.sqlite
port: 0
tls: {{certificaat: server.pem, sleutel: server.key}}
paginas: {{accounts: accounts.db}}
datasleutel: secret://file/./data.key
sleutels: [{{kid: loket-2026, jwk: secret://file/./loket.jwk}}]
gemeenten:
  - code: "9901"
    naam: Duinrand
    client_id: {CLIENT}
    geheim_sha256: {sha256(SECRET.encode()).hexdigest()}
    behandelaar: {WIE}
""")
    return path


@contextmanager
def loket(instellingen: Path, *woorden: str) -> Iterator[str]:
    """Run the loket; gives its address."""
    command = [sys.executable, "-P", "-m", "console.cli", "loket", *woorden]
    with subprocess.Popen(
        [*command, "--instellingen", str(instellingen)],
        stderr=subprocess.PIPE,
        text=True,
        env=omgeving(),
    ) as process:
        assert process.stderr is not None
        try:
            for line in process.stderr:
                if found := re.search(r"Regresloket staat op (\S+)", line):
                    break
            else:
                raise AssertionError("the loket says no address")
            yield found[1]
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(15)


def lever(instellingen: Path, adres: str) -> tuple[Regresloket, str]:
    """Deliver one melding as the municipality does; gives its sink and the case."""
    folder = instellingen.parent
    key = LoketSleutel("loket-2026", json.loads((folder / "loket.jwk").read_text()))
    elsewhere = SimpleNamespace(url=adres)
    chosen = settings(folder, sleutels=(key,))
    house = Huis(elsewhere, chosen, folder / "ca.pem", key)  # type: ignore[arg-type]  # its address is all that is asked
    sink = Regresloket(house.sink_settings())
    return sink, str(sink.deliver(house.seal(kop())).zaaknummer)  # type: ignore[union-attr]


def test_a_handler_logs_in_judges_and_the_municipality_reads_the_codes(
    instellingen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(WACHTWOORD))
    role = ("--rol", "behandelaar@9901", "--loket", instellingen)
    made = opdracht("accounts", "maak", WIE, *role)
    assert (made.code, made.fout) == (0, "")
    factor = pyotp.parse_uri(made.uit.strip())
    assert isinstance(factor, pyotp.TOTP)

    with loket(instellingen) as adres, requests.Session() as http:
        sink, nummer = lever(instellingen, adres)
        http.verify = str(instellingen.parent / "ca.pem")
        form = {"naam": WIE, "wachtwoord": WACHTWOORD.strip(), "naar": "/"}
        code = factor.at(datetime.now(UTC))
        page = http.post(f"{adres}/aanmelden", form | {"code": code}, timeout=20)
        cookie = next(c for c in http.cookies if c.name == "regres_sessie")
        assert cookie.secure
        assert nummer in page.text

        case = f"{adres}/zaken/9901/{nummer}"
        key = re.search(r'name="sleutel" value="([^"]+)"', http.get(case, timeout=20).text)
        assert key is not None
        answers = dict.fromkeys(("derde", "verband", "open", "op_tijd"), "ja")
        verdict = answers | {"advies": "niet_verder", "redencode": "bewijs", "sleutel": key[1]}
        done = http.post(f"{case}/quickscan", verdict, timeout=20)
        assert "Vastgelegd: NIET VERDER. De gemeente leest dit bij 1 melding." in done.text
        assert http.post(f"{case}/quickscan", answers, timeout=20).status_code == 403

        with closing(sink):
            (told,) = [blad.regels for blad in sink.terugkoppelingen("") if blad.regels]
    assert [(one.stap, one.advies, one.redencode) for one in told] == [
        ("ontvangen", "", ""),
        ("quickscan", "niet_verder", "bewijs"),
    ]


def test_a_proxy_needs_a_secret_and_without_pages_there_are_no_accounts(
    instellingen: Path,
) -> None:
    refused = opdracht("loket", "--role-header", "--instellingen", instellingen)
    assert (refused.code, codes(refused.fout)) == (3, ["Z-0008"])
    text = instellingen.read_text().replace("paginas: {accounts: accounts.db}\n", "")
    instellingen.write_text(text)
    nobody = opdracht("accounts", "list", "--loket", instellingen)
    assert (nobody.code, codes(nobody.fout)) == (3, ["Z-0023"])
    unsent = opdracht("loket", "--post", "--instellingen", instellingen)
    assert (unsent.code, codes(unsent.fout)) == (2, ["Z-0040"])


@pytest.mark.parametrize("beveiliging", ["starttls", "tls"])
def test_the_morning_mail_goes_over_a_real_server_once_a_day(
    instellingen: Path, tmp_path: Path, beveiliging: str
) -> None:
    (tmp_path / "post").mkdir()
    (tmp_path / "post.txt").write_text(mail.WACHTWOORD)
    (tmp_path / "post.txt").chmod(0o600)
    with closing(Archief(tmp_path / "loket.sqlite")) as archief:
        zet_vol(archief, 3)
    direct = beveiliging == "tls"
    with mail.mailserver(tmp_path / "post", tls=direct, inlog=not direct) as huis:
        login = f"gebruiker: {mail.GEBRUIKER}, wachtwoord: 'secret://file/./post.txt', "
        instellingen.write_text(
            f"{instellingen.read_text()}\n"
            f"post: {{host: {mail.HOST}, poort: {huis.poort}, beveiliging: {beveiliging}, "
            f"ca: {huis.ca}, {'' if direct else login}van: loket@example.nl, "
            f"link: 'https://loket.example', adressen: {{{WIE}: vos@example.nl}}}}\n"
        )
        first, again = (opdracht("loket", "--post", "--instellingen", instellingen) for _ in "ab")
    assert (first.code, again.code) == (0, 0), first.fout
    assert ("Gestuurd: 1." in first.fout, "Gestuurd: 0." in again.fout) == (True, True)
    (brief,) = huis.bus.brieven
    assert huis.bus.naar == [["vos@example.nl"]]
    # Of TLS from the first byte the library keeps no mark: without it there was no mail at all.
    assert (huis.bus.versleuteld, huis.bus.aangemeld) == ([not direct], [not direct])
    assert "https://loket.example" in brief.get_content()
    assert "RL-2025" not in brief.get_content()


def test_a_trail_that_was_changed_is_told_with_its_line(instellingen: Path) -> None:
    database = instellingen.parent / "loket.sqlite"
    with closing(Archief(database)) as archief, archief.schrijven() as tx:
        for step in ("aansprakelijk_gesteld", "afgesloten"):
            spoorboek.noteer_stap(tx, "RL-2026-000001", Stap(step), datetime.now(UTC))
    good = opdracht("loket", "--spoor", "--instellingen", instellingen)
    assert (good.code, "2 regels in het logboek, 0 daarvan" in good.fout) == (0, True)
    with closing(sqlite3.connect(database)) as raw:
        raw.execute("drop trigger spoor_update")
        raw.execute("update spoor set wie = 'iemand anders' where volgnummer = 1")
        raw.commit()
    broken = opdracht("loket", "--spoor", "--instellingen", instellingen)
    assert broken.code == 1
    assert "regel 1 volgt niet" in broken.uit
