"""The console as it is started: who may in, where it listens, and what the first page shows."""

import json
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.tools.gemeente import Gemeente, rij
from tests.tools.keten import Uitkomst, codes, omgeving, proces

WACHTWOORD = "stoel paard batterij niet\n"
GEHEIM = "een-lang-geheim-van-de-proxy"
KOP = {"Regres-Naam": "s.proef", "Regres-Rollen": "beheer@9901", "Regres-Geheim": GEHEIM}


@pytest.fixture
def gemeente(tmp_path: Path) -> Gemeente:
    made = Gemeente(tmp_path)
    made.geheim("console.key", secrets.token_hex(32))
    made.geheim("proxy.txt", GEHEIM)
    made.dienst |= {"console": paginas()}
    made.schrijf()
    return made


def paginas(**anders: Any) -> dict[str, Any]:
    block = {
        "accounts": "../accounts.db",
        "sleutel": "secret://file/./geheim/console.key",
        "rollen_geheim": "secret://file/./geheim/proxy.txt",
        "poort": 0,
    }
    return block | anders


def accounts(gemeente: Gemeente, *woorden: str, invoer: str = "") -> Uitkomst:
    command = [sys.executable, "-P", "-m", "console.cli", "accounts", *woorden]
    done = subprocess.run(
        [*command, "--config", str(gemeente.config)],
        input=invoer,
        capture_output=True,
        text=True,
        env=omgeving(),
        timeout=60,
    )
    return Uitkomst(done.returncode, done.stdout, done.stderr)


@contextmanager
def console(gemeente: Gemeente, *woorden: str) -> Iterator[str]:
    """Run the pages; gives their address."""
    command = [sys.executable, "-P", "-m", "console.cli", "console", *woorden]
    with subprocess.Popen(
        [*command, "--config", str(gemeente.config)],
        stderr=subprocess.PIPE,
        text=True,
        env=omgeving(),
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(r"Console: (\S+)", line):
                break
        else:
            raise AssertionError("the console says no address")
        try:
            yield found[1]
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(15)


def pagina(adres: str, pad: str = "", **kop: str) -> Any:
    asked = urllib.request.Request(f"{adres}{pad}?formaat=json", headers=KOP | kop)  # noqa: S310 - our own address
    with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310 - our own address
        return json.load(answer)


# -- accounts --------------------------------------------------------------------------------------


def test_an_account_is_made_changed_and_closed(gemeente: Gemeente) -> None:
    made = accounts(gemeente, "maak", "s.proef", "--rol", "beheer@9901", invoer=WACHTWOORD)
    assert made.code == 0
    assert made.uit.startswith("otpauth://totp/Regresbrug:s.proef?secret=")
    assert accounts(gemeente, "rollen", "s.proef", "--rol", "fg@*").code == 0
    assert accounts(gemeente, "wachtwoord", "s.proef", invoer=WACHTWOORD * 2).code == 0
    assert accounts(gemeente, "factor", "s.proef").uit.startswith("otpauth://")
    assert accounts(gemeente, "blokkeer", "s.proef").code == 0

    (row,) = accounts(gemeente, "list", "--format", "json").json
    assert row == {"naam": "s.proef", "rollen": {"fg": ["*"]}, "actief": False}
    assert "fg@*" in accounts(gemeente, "list").uit


@pytest.mark.parametrize(
    ("woorden", "invoer", "code"),
    [
        (("maak", "s.proef", "--rol", "beheer@9901"), "kort\n", "C-0711"),
        (("maak", "s.proef", "--rol", "beheer"), WACHTWOORD, "C-0713"),
        (("blokkeer", "niemand"), "", "C-0712"),
    ],
)
def test_what_cannot_be_is_refused_and_makes_nobody(
    gemeente: Gemeente, woorden: tuple[str, ...], invoer: str, code: str
) -> None:
    done = accounts(gemeente, *woorden, invoer=invoer)
    assert (done.code, codes(done.fout)) == (2, [code])
    assert accounts(gemeente, "list", "--format", "json").json == []


# -- starting --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("blok", "woorden", "code"),
    [
        (None, (), "C-0701"),
        (paginas(adres="10.1.2.3"), (), "C-0702"),
        (paginas(adres="console.example"), (), "C-0702"),
        (paginas(sleutel="secret://file/./geheim/proxy.txt"), (), "C-0703"),
        (paginas(accounts="../bestaat/niet/accounts.db"), (), "C-0704"),
        (paginas(rollen_geheim=None), ("--role-header",), "C-0705"),
        (
            paginas(tls={"certificaat": "x.pem", "sleutel": "secret://env/TLS_SLEUTEL"}),
            (),
            "C-0706",
        ),
        (
            paginas(tls={"certificaat": "x.pem", "sleutel": "secret://file/./geheim/console.key"}),
            ("--role-header",),
            "C-0707",
        ),
    ],
)
def test_pages_that_are_not_safe_are_not_started(
    gemeente: Gemeente, blok: dict[str, Any] | None, woorden: tuple[str, ...], code: str
) -> None:
    gemeente.dienst["console"] = blok
    if blok is None:
        del gemeente.dienst["console"]
    elif blok.get("rollen_geheim") is None:
        del gemeente.dienst["console"]["rollen_geheim"]
    gemeente.schrijf()
    done = proces("console", *woorden, "--config", gemeente.config)
    assert (done.code, codes(done.fout)) == (3, [code])


def test_a_port_that_is_taken_is_told(gemeente: Gemeente) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        gemeente.dienst["console"] = paginas(poort=taken.getsockname()[1])
        gemeente.schrijf()
        done = proces("console", "--role-header", "--config", gemeente.config)
    assert (done.code, codes(done.fout)) == (3, ["C-0309"])


# -- the first page --------------------------------------------------------------------------------


def test_the_overview_has_the_numbers_of_the_ledger(gemeente: Gemeente) -> None:
    gemeente.levering([rij(n, "J") for n in range(1, 8)] + [rij(n) for n in range(8, 30)])
    assert proces("serve", "--once-due", "--config", gemeente.config).code == 0
    (run,) = proces("runs", "--format", "json", "--config", gemeente.config).json

    with console(gemeente, "--role-header") as adres:
        page = pagina(adres)
        elsewhere = pagina(adres, **{"Regres-Rollen": "beheer@9902"})

    (row,) = page["gemeenten"]
    assert (row["code"], row["naam"], row["staat"]) == ("9901", "Duinrand", "gelukt")
    assert row["gelezen"] == run["telling"]["gelezen"]
    assert row["aangewezen"] == run["telling"]["j"]
    nights = [night for night in row["nachten"] if night["run"]]
    assert [(night["dag"], night["run"]) for night in nights] == [(run["dag"], run["run"])]
    assert len(row["nachten"]) == 14
    assert elsewhere["gemeenten"] == []


def stuur(adres: str, pad: str, velden: dict[str, str], **kop: str) -> int:
    """Open a page, take the key of its form along, and send what was filled in."""
    page = urllib.request.Request(f"{adres}{pad}", headers=KOP | kop)  # noqa: S310 - our own address
    with urllib.request.urlopen(page, timeout=20) as answer:  # noqa: S310 - our own address
        found = re.search(r'name="sleutel" value="([^"]+)"', answer.read().decode())
    assert found is not None
    body = urllib.parse.urlencode(velden | {"sleutel": found[1]}).encode()
    sent = urllib.request.Request(f"{adres}{pad}/besluit", body, KOP | kop)  # noqa: S310 - idem
    try:
        with urllib.request.urlopen(sent, timeout=20) as answer:  # noqa: S310 - idem
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def test_a_waiting_run_is_released_by_consulent_or_fg_and_never_by_beheer(
    gemeente: Gemeente,
) -> None:
    gemeente.gemeente["rem"] = {"nieuw": 3, "waarom": "toets"}
    gemeente.schrijf()
    gemeente.levering([rij(n, "J") for n in range(1, 8)])
    assert proces("run", "--config", gemeente.config).code == 8
    pad, besluit = "gemeenten/9901/runs/1", {"besluit": "vrij", "reden": "gezien en goed"}
    fg = {"Regres-Rollen": "fg@9901"}

    with console(gemeente, "--role-header") as adres:
        before = pagina(adres, pad)
        assert stuur(adres, pad, besluit) == 404
        assert stuur(adres, pad, besluit, **{"Regres-Rollen": "fg@9902,beheer@9901"}) == 404
        assert stuur(adres, pad, besluit | {"reden": " "}, **fg) == 422
        assert pagina(adres, pad)["resultaat"] == "wacht_op_vrijgave"
        assert stuur(adres, pad, besluit, **fg) == 200
        after = pagina(adres, pad)
        assert stuur(adres, pad, besluit, **fg) == 422

    (shown,) = proces("runs", "--format", "json", "--config", gemeente.config).json
    assert before["telling"] == shown["telling"]
    assert (before["mag_vrijgeven"], before["resultaat"]) == (False, "wacht_op_vrijgave")
    assert (after["resultaat"], after["besloten_door"]) == ("vrij", "s.proef")


def test_a_run_that_is_not_there_is_not_there(gemeente: Gemeente) -> None:
    with console(gemeente, "--role-header") as adres:
        for run in ("2", "x", "-1", "9" * 11):
            with pytest.raises(urllib.error.HTTPError) as refused:
                pagina(adres, f"gemeenten/9901/runs/{run}")
            with refused.value:
                assert refused.value.code == 404


def test_over_a_unix_socket_the_proxy_needs_no_secret(gemeente: Gemeente) -> None:
    del gemeente.dienst["console"]["rollen_geheim"]
    gemeente.schrijf()
    path = gemeente.folder / "c.sock"
    with (
        console(gemeente, "--role-header", "--socket", str(path)),
        socket.socket(socket.AF_UNIX) as line,
    ):
        line.settimeout(20)
        tot_bereikbaar(line, path)
        line.sendall(
            b"GET /?formaat=json HTTP/1.1\r\nHost: console\r\nConnection: close\r\n"
            b"Regres-Naam: s.proef\r\nRegres-Rollen: beheer@9901\r\n\r\n"
        )
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200")


def tot_bereikbaar(line: socket.socket, path: Path) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            line.connect(str(path))
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.05)
        else:
            return


# -- the same numbers as the command line ----------------------------------------------------------


def test_what_waits_is_the_same_on_the_pages_as_on_the_command_line(gemeente: Gemeente) -> None:
    gemeente.levering([rij(1, "misschien"), rij(2, "misschien"), rij(3, "O"), rij(4, "J"), rij(5)])
    assert proces("run", "--config", gemeente.config).code == 1

    def told(*woorden: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = proces(
            *woorden, "--format", "jsonl", "--config", gemeente.config
        ).regels
        return sorted(found, key=lambda one: str(one["kenmerk"]))

    consulent = {"Regres-Rollen": "consulent@9901"}
    with console(gemeente, "--role-header") as adres:
        groups = pagina(adres, "quarantaine")["groepen"]
        waiting = pagina(adres, "beoordelen", **consulent)["records"]
        sent = pagina(adres, "meldingen", **consulent)
        plan = pagina(adres, "privacy", **{"Regres-Rollen": "fg@9901"})["bewaren"]

    shown = [one for group in groups for one in group["records"]]
    kept = ("plaats", "codes", "sinds", "dagen", "pogingen")
    assert [tuple(one[name] for name in kept) for one in told("quarantine", "list")] == [
        tuple(one[name] for name in kept) for one in sorted(shown, key=lambda one: one["kenmerk"])
    ]
    ((one, other),) = zip(told("review", "list"), waiting, strict=True)
    for name in ("plaats", "termen", "sinds", "uiterlijk", "maanden_over", "herinnering"):
        assert one[name] == other[name], name
    assert sent["aantal"] == 1
    kinds = proces("retention", "plan", "--format", "json", "--config", gemeente.config).json
    assert {row["soort"]: row["aanwezig"] for row in plan} == {
        name: kind["aanwezig"] for name, kind in kinds["soorten"].items()
    }
