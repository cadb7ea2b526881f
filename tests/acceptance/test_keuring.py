"""The conformance kit: each step of `check` is broken for real, and exactly that step is named."""

import json
import os
import re
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import trustme
from joserfc.jwk import OKPKey

from demo import configuring, keys, world
from demo.certificaten import maak
from demo.clock import DemoKlok
from demo.servers import servers
from demo.stuf_server import Antwoord, Quirks, StufServer
from demo.world import Mappen
from loket import Tls
from regres import Step
from settings import load
from settings.keuring import Deel, Stap, Uitkomst, Wereld, keur
from settings.keuring.advies import advies
from settings.keuring.tijdslot import Verstreken, begrensd
from tests.faults.test_stuf_revocation import Authority
from tests.tools import sftp, sshd
from tests.tools.gemeente import publieke_jwk
from tests.tools.keten import (
    HOST_KEY,
    LOGIN,
    OTHER_HOST_KEY,
    Keten,
    dag,
    loket_draait,
    nieuwe_sleutel,
    nu,
    opdracht,
    sftp_draait,
    stuf_draait,
    vers,
    verse_zaak,
)
from tests.tools.liegende_server import Leugenaar, answer, requires_client
from tests.tools.loket import Huis
from tests.tools.needs import missing
from tests.tools.stuf import certificaten

HOST = "localhost"
GOED = (Uitkomst.GELUKT, Uitkomst.LET_OP)


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    made = Keten(tmp_path)
    made.gemeente.levering([vers(1, "J"), vers(2)])
    return made


@pytest.fixture
def ends() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def gekeurd(keten: Keten, *delen: Deel, **wereld: Any) -> list[Stap]:
    """Walk the one municipality, with the patience of a test."""
    settings = keten.gemeente.settings()
    known: dict[str, Any] = {"klok": nu, "omgeving": {}, "geduld": 1.0}
    around = Wereld(**known | {"gelijkgezet": lambda: True} | wereld)
    return list(keur(settings, settings.gemeenten[0], around, delen or tuple(Deel)))


def enige_fout(steps: Collection[Stap], plek: str, naam: str, code: str) -> Stap:
    """Prove that one step failed, and what that means for the steps around it."""
    failed = [stap for stap in steps if stap.uitkomst is Uitkomst.FOUT]
    assert [(stap.plek, stap.naam, stap.code) for stap in failed] == [(plek, naam, code)]
    (stap,) = failed
    beside = [one for one in steps if (one.plek, one.deel) == (plek, stap.deel)]
    place = beside.index(stap)
    assert all(one.uitkomst in GOED for one in beside[:place])
    assert stap.exit_code in {3, 4, 5, 6}
    assert all(problem.wat and problem.waar and problem.doe for problem in stap.problemen)
    return stap


def rest_wacht(steps: Collection[Stap], stap: Stap) -> None:
    """Prove that what comes behind a step of a connection was not tried, and says on what."""
    beside = [one for one in steps if (one.plek, one.deel) == (stap.plek, stap.deel)]
    after = beside[beside.index(stap) + 1 :]
    assert {one.uitkomst for one in after} <= {Uitkomst.NIET_GEPROBEERD}
    assert {one.toelichting for one in after} <= {f"wacht op: {stap.naam}"}


# -- the zaaksysteem -------------------------------------------------------------------------------


def stuf_fout(keten: Keten, naam: str, code: str, **wereld: Any) -> Stap:
    """Walk the source `zaken`, and prove that it ends there; with whom to call."""
    steps = gekeurd(keten, Deel.BRON, **wereld)
    stap = enige_fout(steps, "Duinrand/zaken", naam, code)
    rest_wacht(steps, stap)
    assert stap.exit_code == 4
    assert stap.advies.bel
    return stap


def met_antwoord(keten: Keten, ends: ExitStack, quirks: Quirks, **anders: Any) -> None:
    """Read from a zaaksysteem that answers like this."""
    server = ends.enter_context(stuf_draait([verse_zaak(1, "J")], quirks))
    keten.met_stuf(server.url, **anders)


def altijd(status: int, headers: dict[str, str], body: bytes = b"") -> Quirks:
    return lambda number, good, code: (status, headers, body or good)


HTML = {"Content-Type": "text/html"}
XML = {"Content-Type": "text/xml; charset=utf-8"}


@pytest.mark.parametrize(
    ("naam", "code", "quirks"),
    [
        ("toegang", "B-0321", altijd(401, HTML, b"<html>")),
        ("toegang", "B-0321", altijd(403, HTML, b"<html>")),
        ("adres", "B-0322", altijd(404, HTML, b"<html>")),
        ("adres", "B-0324", altijd(200, HTML, b"<html>Log in</html>")),
        ("adres", "B-0320", altijd(302, {"Location": "https://elders.example/"})),
        ("adres", "B-0323", altijd(503, HTML, b"<html>")),
        ("codering", "B-0328", altijd(200, {"Content-Type": "text/xml; charset=iso-8859-1"})),
        ("bericht", "B-0330", altijd(200, XML, b"<a><b></a>")),
        ("bericht", "B-0332", altijd(200, XML, b"<html/>")),
    ],
)
def test_an_answer_that_is_wrong_is_told_at_its_own_step(
    keten: Keten, ends: ExitStack, naam: str, code: str, quirks: Quirks
) -> None:
    met_antwoord(keten, ends, quirks)

    stap = stuf_fout(keten, naam, code)

    assert "leverancier" in stap.advies.bel
    assert HOST in stap.advies.zeg


def stuffout(code: str) -> bytes:
    """Write the fault of a zaaksysteem with a StUF code."""
    stuf = "http://www.egem.nl/StUF/StUF0301"
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>'
        "<faultcode>s:Client</faultcode><faultstring>x</faultstring><detail>"
        f'<Fo02Bericht xmlns="{stuf}"><stuurgegevens><berichtcode>Fo02</berichtcode>'
        f"</stuurgegevens><body><code>{code}</code><plek>server</plek><omschrijving>x"
        "</omschrijving></body></Fo02Bericht></detail></s:Fault></s:Body></s:Envelope>"
    ).encode()


@pytest.mark.parametrize(
    ("stuf", "naam", "code"),
    [
        ("StUF010", "rechten", "B-0342"),
        ("StUF019", "klok", "B-0345"),
        ("StUF055", "vraag", "B-0343"),
        ("StUF058", "vraag", "B-0340"),
    ],
)
def test_a_fault_of_the_zaaksysteem_is_told_at_the_step_it_speaks_of(
    keten: Keten, ends: ExitStack, stuf: str, naam: str, code: str
) -> None:
    met_antwoord(keten, ends, altijd(500, XML, stuffout(stuf)))

    stuf_fout(keten, naam, code)


def test_a_sender_that_the_zaaksysteem_does_not_know_has_no_rights(
    keten: Keten, ends: ExitStack
) -> None:
    server = ends.enter_context(stuf_draait([verse_zaak(1, "J")]))
    keten.met_stuf(server.url, ontvanger={"applicatie": "AnderSysteem"})

    assert "zender en ontvanger" in stuf_fout(keten, "rechten", "B-0342").advies.zeg


def test_a_field_that_is_refused_is_told_at_the_first_zaak(keten: Keten, ends: ExitStack) -> None:
    def refuse(number: int, body: bytes, status: int) -> Antwoord:
        pattern = rb"<ZKN:omschrijving>[^<]*</ZKN:omschrijving>"
        gone = (
            b'<ZKN:omschrijving xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            b'xsi:nil="true" StUF:noValue="nietGeautoriseerd"/>'
        )
        return status, XML, re.sub(pattern, gone, body)

    met_antwoord(keten, ends, refuse)
    stap = stuf_fout(keten, "eerste zaak", "B-0350")

    assert "mapping" in stap.advies.zeg


def test_a_clock_that_is_two_hours_off_is_told_and_reading_goes_on(
    keten: Keten, ends: ExitStack
) -> None:
    def late(number: int, body: bytes, status: int) -> Antwoord:
        then = nu().astimezone(ZoneInfo("Europe/Amsterdam")) - timedelta(hours=2, seconds=9)
        told = f"<StUF:tijdstipBericht>{then:%Y%m%d%H%M%S}000<".encode()
        return status, XML, re.sub(rb"<StUF:tijdstipBericht>[0-9]+<", told, body)

    met_antwoord(keten, ends, late)
    steps = gekeurd(keten, Deel.BRON)

    (warned,) = [stap for stap in steps if stap.uitkomst is Uitkomst.LET_OP]
    assert (warned.naam, warned.code, warned.exit_code) == ("klok", "B-0357", 1)
    assert "2 uur achter" in warned.problemen[0].wat
    assert {stap.uitkomst for stap in steps} == set(GOED)


def test_a_zaaksysteem_that_hangs_is_told_as_such_and_in_time(
    keten: Keten, ends: ExitStack
) -> None:
    enough = threading.Event()
    ends.callback(enough.set)

    def hang(number: int, body: bytes, status: int) -> Antwoord:
        enough.wait(20)
        return status, XML, body

    met_antwoord(keten, ends, hang)
    begun = time.monotonic()

    stap = stuf_fout(keten, "adres", "B-0303", geduld=0.4)

    assert "niet op tijd" in stap.problemen[0].wat
    assert time.monotonic() - begun < 6


# -- the line to the zaaksysteem -------------------------------------------------------------------


def test_a_name_that_is_not_in_dns(keten: Keten) -> None:
    keten.met_stuf("https://bestaat-niet.invalid:8443/x")

    stap = stuf_fout(keten, "naam in DNS", "B-0003")

    assert "netwerkbeheer" in stap.advies.bel


def test_a_port_where_nobody_listens(keten: Keten) -> None:
    keten.met_stuf(f"https://localhost:{sshd.free_port()}/x")

    assert "firewall" in stuf_fout(keten, "verbinding", "B-0301").advies.zeg


@contextmanager
def zwijgt(first: bytes = b"") -> Iterator[int]:
    """Take connections and say nothing, or one thing that is no TLS; gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken: list[socket.socket] = []

        def serve() -> None:
            while True:
                try:
                    connection = listener.accept()[0]
                except OSError:
                    return
                taken.append(connection)
                if first:
                    connection.sendall(first)

        threading.Thread(target=serve, daemon=True).start()
        yield int(listener.getsockname()[1])
        listener.shutdown(socket.SHUT_RDWR)
        for connection in taken:
            connection.close()


@pytest.mark.parametrize(("says", "code"), [(b"", "B-0303"), (b"HTTP/1.1 400 X\r\n\r\n", "B-0317")])
def test_a_port_that_does_not_speak_tls(
    keten: Keten, ends: ExitStack, says: bytes, code: str
) -> None:
    keten.met_stuf(f"https://localhost:{ends.enter_context(zwijgt(says))}/x")

    stuf_fout(keten, "TLS", code, geduld=0.5)


def test_files_for_tls_that_are_not_there_are_told_first(keten: Keten) -> None:
    keten.met_stuf("https://localhost:1/x", ca="tls/weg.pem")

    stap = stuf_fout(keten, "TLS-bestanden", "B-0318")

    assert stap.problemen[0].waar == "ca: tls/weg.pem"


def test_a_certificate_of_another_authority_says_who_issued_it(
    keten: Keten, ends: ExitStack, tmp_path: Path
) -> None:
    server = ends.enter_context(stuf_draait([]))
    keten.met_stuf(server.url, ca=str(maak(tmp_path / "anders").ca))

    stap = stuf_fout(keten, "certificaatketen", "B-0312")

    assert "Regresbrug demo" in stap.toelichting
    assert "CA" in stap.advies.zeg


def test_a_certificate_for_another_name_says_for_which(
    keten: Keten, ends: ExitStack, tmp_path: Path
) -> None:
    certs = maak(tmp_path / "naam", host="zaak.voorbeeld.example")
    server = ends.enter_context(StufServer([], certs))
    keten.met_stuf(server.url, ca=str(certs.ca))

    stap = stuf_fout(keten, "certificaatnaam", "B-0311")

    assert stap.toelichting == (
        "het certificaat is voor zaak.voorbeeld.example; het adres is localhost"
    )


def test_a_certificate_that_has_expired_says_when(
    keten: Keten, ends: ExitStack, tmp_path: Path
) -> None:
    past = datetime.now(UTC) - timedelta(days=3)
    certs = maak(tmp_path / "oud", tot=past)
    server = ends.enter_context(StufServer([], certs))
    keten.met_stuf(server.url, ca=str(certs.ca))

    stap = stuf_fout(keten, "geldigheid", "B-0310")

    assert f"tot en met {past:%d-%m-%Y}" in stap.toelichting


def test_a_certificate_that_runs_out_soon_is_told_and_reading_goes_on(
    keten: Keten, ends: ExitStack, tmp_path: Path
) -> None:
    certs = maak(tmp_path / "bijna", tot=datetime.now(UTC) + timedelta(days=20))
    server = ends.enter_context(StufServer([verse_zaak(1)], certs))
    keten.met_stuf(server.url, ca=str(certs.ca), clientcertificaat=str(certs.client))
    keten.gemeente.geheim("tls.key", certs.client_sleutel.read_text())

    steps = gekeurd(keten, Deel.BRON)

    warned = [stap for stap in steps if stap.uitkomst is Uitkomst.LET_OP]
    assert [(stap.naam, stap.code) for stap in warned] == [("geldigheid", "B-0319")]
    assert "19 dagen" in warned[0].toelichting


def test_a_certificate_that_was_revoked_or_of_which_nobody_can_tell(
    keten: Keten, ends: ExitStack, tmp_path: Path
) -> None:
    ca = trustme.CA()
    certs = maak(tmp_path / "crl", ca=ca)
    server = ends.enter_context(StufServer([verse_zaak(1)], certs))
    house = Authority(ca, certs, server.url)
    for revoked, days, code in ((True, 1, "B-0315"), (False, -1, "B-0316")):
        crl = house.crl(tmp_path, revoked=revoked, until=nu() + timedelta(days=days))
        keten.met_stuf(server.url, ca=str(certs.ca), crl=str(crl))
        stuf_fout(keten, "intrekking", code)


def test_a_client_certificate_that_the_server_does_not_take(
    keten: Keten, ends: ExitStack, tmp_path: Path
) -> None:
    other = maak(tmp_path / "vreemd")
    server = ends.enter_context(stuf_draait([]))
    keten.met_stuf(server.url, clientcertificaat=str(other.client))
    keten.gemeente.geheim("tls.key", other.client_sleutel.read_text())

    assert "geregistreerd" in stuf_fout(keten, "clientcertificaat", "B-0313").advies.zeg


# -- the SFTP server -------------------------------------------------------------------------------


def sftp_fout(keten: Keten, naam: str, code: str, **wereld: Any) -> Stap:
    steps = gekeurd(keten, Deel.BRON, **wereld)
    stap = enige_fout(steps, "Duinrand/export", naam, code)
    rest_wacht(steps, stap)
    assert stap.exit_code == 4
    assert stap.advies.bel
    return stap


@pytest.fixture
def met_sftp(keten: Keten, ends: ExitStack) -> Keten:
    keten.met_sftp(ends.enter_context(sftp_draait(keten.folder / "export")))
    return keten


def bron(keten: Keten, **anders: Any) -> Keten:
    """Change the source `export`."""
    keten.gemeente.gemeente["bronnen"]["export"] |= anders
    keten.schrijf()
    return keten


def verkeerd_wachtwoord(keten: Keten) -> None:
    keten.gemeente.geheim("pw", "verkeerd")
    del keten.gemeente.gemeente["bronnen"]["export"]["sleutel"]
    bron(keten, wachtwoord="secret://file/./geheim/pw")


def levering(keten: Keten, text: bytes) -> None:
    (keten.folder / "export" / "wmo_voorzieningen.csv").write_bytes(text)


def kop_weg(keten: Keten) -> None:
    file = keten.folder / "export" / "wmo_voorzieningen.csv"
    levering(keten, file.read_bytes().replace(b"Productcode", b"Prodcode", 1))


def rij_stuk(keten: Keten) -> None:
    file = keten.folder / "export" / "wmo_voorzieningen.csv"
    head, _, _ = file.read_bytes().partition(b"\r\n")
    levering(keten, head + b"\r\n1;2;3\r\n")


def toekomst(keten: Keten) -> None:
    later = time.time() + 7200
    os.utime(keten.folder / "export" / "wmo_voorzieningen.csv", (later, later))


SFTP_BREUKEN: dict[str, tuple[str, str, Callable[[Keten], object]]] = {
    "closed": ("verbinding", "B-0201", lambda keten: andere_poort(keten, sshd.free_port())),
    "host key": (
        *("hostsleutel", "B-0206"),
        lambda keten: bron(keten, hostsleutel=sftp.public(OTHER_HOST_KEY)),
    ),
    "password": ("aanmelden", "B-0208", verkeerd_wachtwoord),
    "account": ("aanmelden", "B-0208", lambda keten: bron(keten, gebruiker="ander")),
    "folder": ("map", "B-0211", lambda keten: bron(keten, map="nergens")),
    "file": ("bestand", "B-0141", lambda keten: bron(keten, patroon="nee*.csv")),
    "encoding": ("codering", "B-0107", lambda keten: levering(keten, b"\xef\xbb\xbfa;b\r\n")),
    "header": ("kopregel", "B-0103", kop_weg),
    "row": ("eerste rij", "B-0113", rij_stuk),
}


def andere_poort(keten: Keten, port: int) -> None:
    keten.mag_naar(f"127.0.0.1:{port}")
    bron(keten, poort=port)


@pytest.mark.parametrize("breuk", SFTP_BREUKEN)
def test_each_step_to_an_sftp_server_is_named_when_it_breaks(met_sftp: Keten, breuk: str) -> None:
    naam, code, act = SFTP_BREUKEN[breuk]
    act(met_sftp)

    sftp_fout(met_sftp, naam, code)


def test_an_sftp_server_that_is_not_in_dns(met_sftp: Keten) -> None:
    met_sftp.mag_naar("bestaat-niet.invalid:22")
    bron(met_sftp, host="bestaat-niet.invalid", poort=22)

    sftp_fout(met_sftp, "naam in DNS", "B-0003")


def test_an_sftp_server_that_says_nothing_is_told_as_such(met_sftp: Keten, ends: ExitStack) -> None:
    andere_poort(met_sftp, ends.enter_context(zwijgt()))

    stap = sftp_fout(met_sftp, "hostsleutel", "B-0214", geduld=0.4)

    assert "antwoordt niet" in stap.problemen[0].wat


def test_a_file_of_the_future_shows_that_a_clock_is_wrong(met_sftp: Keten) -> None:
    toekomst(met_sftp)

    steps = gekeurd(met_sftp, Deel.BRON)

    warned = [stap for stap in steps if stap.uitkomst is not Uitkomst.GELUKT]
    assert [(stap.naam, stap.code, stap.exit_code) for stap in warned] == [("klok", "B-0219", 1)]


@contextmanager
def openssh(keten: Keten, *options: str) -> Iterator[None]:
    """Read from a real OpenSSH server."""
    program = sshd.find()
    if isinstance(program, sshd.Missing):
        missing("sshd", program.reason)
    files = keten.folder / "sshd"
    files.mkdir()
    (files / "host").write_text(HOST_KEY.export_private_key().decode())
    (files / "login.pub").write_text(sftp.public(LOGIN) + "\n")
    port = sshd.free_port()
    server = sshd.OpenSsh(
        *(port, files / "host", files / "login.pub", keten.folder / "export"),
        options=options,
        sshd=program,
    )
    with server, sftp_draait(keten.folder / "export") as other:
        keten.met_sftp(other)
        andere_poort(keten, port)
        bron(keten, gebruiker=server.user)
        yield


def test_a_real_openssh_server_passes_and_each_of_its_refusals_is_named(keten: Keten) -> None:
    with openssh(keten):
        good = gekeurd(keten, Deel.BRON)
        bron(keten, hostsleutel=sftp.public(OTHER_HOST_KEY))
        sftp_fout(keten, "hostsleutel", "B-0206")
        bron(keten, hostsleutel=sftp.public(HOST_KEY), map="nergens")
        sftp_fout(keten, "map", "B-0211")
        bron(keten, map=".")
        verkeerd_wachtwoord(keten)
        sftp_fout(keten, "aanmelden", "B-0208")

    assert {stap.uitkomst for stap in good} == {Uitkomst.GELUKT}


def test_a_real_openssh_server_without_sftp_is_named_at_the_folder(keten: Keten) -> None:
    with openssh(keten, "ForceCommand /bin/false"):
        steps = gekeurd(keten, Deel.BRON)

    (failed,) = [stap for stap in steps if stap.uitkomst is Uitkomst.FOUT]
    assert failed.naam == "map"


# -- a folder --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("naam", "code", "act"),
    [
        ("map", "B-0131", lambda keten: bron(keten, map="../nergens")),
        ("bestand", "B-0141", lambda keten: bron(keten, patroon="nee*.csv")),
        ("codering", "B-0107", SFTP_BREUKEN["encoding"][2]),
        ("kopregel", "B-0103", kop_weg),
        ("eerste rij", "B-0113", rij_stuk),
        ("instellingen", "B-0140", lambda keten: bron(keten, patroon="../*.csv")),
    ],
)
def test_each_step_to_a_folder_is_named_when_it_breaks(
    keten: Keten, naam: str, code: str, act: Callable[[Keten], object]
) -> None:
    act(keten)

    steps = gekeurd(keten, Deel.BRON)

    failed = [stap for stap in steps if stap.uitkomst is Uitkomst.FOUT]
    assert [(stap.naam, stap.code) for stap in failed] == [(naam, code)]
    rest_wacht(steps, failed[0])


def test_every_column_that_lacks_is_told_and_unknown_names_only_when_most_are_there(
    keten: Keten,
) -> None:
    kop_weg(keten)
    (one,) = [s for s in gekeurd(keten, Deel.BRON) if s.uitkomst is Uitkomst.FOUT]
    levering(keten, b"Kanarievogel;999990019\r\n")
    (other,) = [s for s in gekeurd(keten, Deel.BRON) if s.uitkomst is Uitkomst.FOUT]

    assert "'Prodcode' lijkt erop" in one.problemen[0].wat
    assert len(other.problemen) > 20
    assert not re.search("Kanarie|99999", json.dumps(other.as_json()))


# -- the Regresloket -------------------------------------------------------------------------------


def loket_fout(keten: Keten, naam: str, code: str, **wereld: Any) -> Stap:
    steps = gekeurd(keten, Deel.SINK, **wereld)
    stap = enige_fout(steps, "Duinrand/loket", naam, code)
    rest_wacht(steps, stap)
    assert stap.exit_code == 5
    assert stap.advies.bel
    return stap


@pytest.fixture
def huis(keten: Keten, ends: ExitStack) -> Huis:
    made = ends.enter_context(loket_draait(keten.folder / "loket"))
    keten.met_loket(made)
    return made


def bestemming(keten: Keten, **anders: Any) -> None:
    keten.gemeente.dienst["bestemming"] |= anders
    address = keten.gemeente.dienst["bestemming"]["adres"].removeprefix("https://")
    keten.mag_naar(address)
    keten.schrijf()


def test_a_regresloket_that_knows_us_passes(keten: Keten, huis: Huis) -> None:
    steps = gekeurd(keten, Deel.SINK)

    assert {stap.uitkomst for stap in steps} == {Uitkomst.GELUKT}
    assert [stap.naam for stap in steps][-4:] == ["token", "toegang", "sleutels", "klok"]


def test_a_regresloket_behind_a_file_that_is_not_there(keten: Keten, huis: Huis) -> None:
    bestemming(keten, ca="tls/weg.pem")

    loket_fout(keten, "TLS-bestanden", "S-0009")


def test_a_regresloket_that_is_not_in_dns(keten: Keten, huis: Huis) -> None:
    bestemming(keten, adres="https://bestaat-niet.invalid:8443")

    loket_fout(keten, "naam in DNS", "S-0003")


def test_a_regresloket_that_does_not_listen(keten: Keten, huis: Huis) -> None:
    bestemming(keten, adres=f"https://127.0.0.1:{sshd.free_port()}")

    loket_fout(keten, "verbinding", "S-0004")


def test_a_regresloket_that_hangs_is_told_as_such(
    keten: Keten, huis: Huis, ends: ExitStack
) -> None:
    bestemming(keten, adres=f"https://127.0.0.1:{ends.enter_context(zwijgt())}")

    stap = loket_fout(keten, "TLS", "S-0005", geduld=0.4)

    assert "niet op tijd" in stap.problemen[0].wat


def test_a_regresloket_that_does_not_speak_tls(keten: Keten, huis: Huis, ends: ExitStack) -> None:
    port = ends.enter_context(zwijgt(b"HTTP/1.1 400 X\r\n\r\n"))
    bestemming(keten, adres=f"https://127.0.0.1:{port}")

    loket_fout(keten, "TLS", "S-0007")


def test_a_regresloket_of_another_authority(keten: Keten, huis: Huis, tmp_path: Path) -> None:
    bestemming(keten, ca=str(maak(tmp_path / "anders").ca))

    assert "uitgegeven door" in loket_fout(keten, "certificaatketen", "S-0006").toelichting


@contextmanager
def leugenaar(
    keten: Keten, *gedrag: bytes, host: str = "127.0.0.1", klant: bool = False, **cert: Any
) -> Iterator[Leugenaar]:
    """Deliver to a server with this certificate that answers so."""
    folder = keten.folder / "leugen"
    folder.mkdir(exist_ok=True)
    authority = trustme.CA()
    issued = authority.issue_cert(host, **cert)
    issued.cert_chain_pems[0].write_to_path(folder / "server.pem")
    issued.private_key_pem.write_to_path(folder / "server.key")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    tls = Tls(folder / "server.pem", folder / "server.key")
    tls = requires_client(tls, folder / "ca.pem") if klant else tls
    with Leugenaar(tls, gedrag or (b"",)) as server:
        bestemming(keten, adres=server.url, ca=str(folder / "ca.pem"))
        yield server


def test_a_regresloket_with_a_certificate_for_another_name(keten: Keten, huis: Huis) -> None:
    with leugenaar(keten, host="127.0.0.2"):
        stap = loket_fout(keten, "certificaatnaam", "S-0072")

    assert "127.0.0.2; het adres is 127.0.0.1" in stap.toelichting


def test_a_regresloket_with_a_certificate_that_has_expired(keten: Keten, huis: Huis) -> None:
    begun, ended = nu() - timedelta(days=9), nu() - timedelta(days=2)
    with leugenaar(keten, not_before=begun, not_after=ended):
        loket_fout(keten, "geldigheid", "S-0070")


def test_a_regresloket_whose_certificate_runs_out_soon(keten: Keten, huis: Huis) -> None:
    with leugenaar(keten, answer(503), not_after=nu() + timedelta(days=9)):
        steps = gekeurd(keten, Deel.SINK)

    warned = [stap for stap in steps if stap.uitkomst is Uitkomst.LET_OP]
    assert [(stap.naam, stap.code) for stap in warned] == [("geldigheid", "S-0075")]


def test_a_regresloket_that_wants_a_client_certificate(keten: Keten, huis: Huis) -> None:
    with leugenaar(keten, klant=True):
        loket_fout(keten, "clientcertificaat", "S-0008")


def token(**headers: str) -> bytes:
    return answer(200, b'{"access_token": "t", "token_type": "Bearer", "expires_in": 60}')


def niemand(when: datetime) -> bytes:
    """Answer that there is no such melding, at this moment by the backend's clock."""
    body = b'{"type": "urn:regresloket:probleem:niet-gevonden", "title": "x"}'
    head = f"Date: {format_datetime(when)}\r\n"
    return answer(404, body, "application/problem+json", headers=head)


def test_a_secret_that_the_regresloket_does_not_know(keten: Keten, huis: Huis) -> None:
    keten.gemeente.geheim("loket.secret", "verkeerd")

    assert "nieuw geheim" in loket_fout(keten, "token", "S-0021").advies.zeg


def test_a_secret_that_is_not_there_stops_sending_at_the_token(keten: Keten, huis: Huis) -> None:
    (keten.config / "geheim" / "loket.secret").unlink()

    loket_fout(keten, "token", "K-0504")


@pytest.mark.parametrize(("status", "code"), [(403, "S-0020"), (500, "S-0031"), (200, "S-0011")])
def test_a_regresloket_that_does_not_let_us_ask(
    keten: Keten, huis: Huis, status: int, code: str
) -> None:
    with leugenaar(keten, token(), answer(status, b"{}")):
        loket_fout(keten, "toegang", code)


def test_a_regresloket_that_knows_none_of_our_keys(keten: Keten, huis: Huis) -> None:
    keten.sleutel_van(nieuwe_sleutel())

    assert "kid" in loket_fout(keten, "sleutels", "S-0060").advies.zeg


def test_a_regresloket_whose_clock_is_off(keten: Keten, huis: Huis) -> None:
    keys_ = answer(200, json.dumps({"keys": [{"kid": huis.sleutel.kid}]}).encode())
    with leugenaar(keten, token(), niemand(nu() + timedelta(minutes=10)), keys_):
        steps = gekeurd(keten, Deel.SINK)

    warned = [stap for stap in steps if stap.uitkomst is not Uitkomst.GELUKT]
    assert [(stap.naam, stap.code, stap.exit_code) for stap in warned] == [("klok", "S-0076", 1)]


def test_a_way_out_that_cannot_be_written(keten: Keten) -> None:
    keten.gemeente.dienst["bestemming"]["map"] = "../nergens"
    keten.schrijf()

    stap = enige_fout(gekeurd(keten), "Duinrand/uitmap", "map", "S-0050")

    assert "schrijfrecht" in stap.advies.zeg


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

    assert "beveiligingsfunctionaris" in stap.advies.bel
    assert str(private["d"]) not in json.dumps(stap.as_json())


def test_a_key_of_our_own_that_is_not_there(keten: Keten) -> None:
    keten.gemeente.gemeente["inzagesleutel"] = "inzage/weg.jwk"
    keten.schrijf()

    enige_fout(gekeurd(keten, Deel.SLEUTELS), "Duinrand", "inzagesleutel", "K-0901")


@pytest.mark.parametrize(
    ("stand", "how", "exit_code"), [("actief", Uitkomst.FOUT, 6), ("proef", Uitkomst.LET_OP, 1)]
)
def test_the_secret_for_the_regresloket_is_needed_for_sending_only(
    keten: Keten, huis: Huis, stand: str, how: Uitkomst, exit_code: int
) -> None:
    (keten.config / "geheim" / "loket.secret").unlink()
    keten.gemeente.gemeente["stand"] = stand
    keten.schrijf()

    steps = gekeurd(keten, Deel.SLEUTELS, Deel.BRON)

    told = [(s.naam, s.uitkomst, s.exit_code) for s in steps if s.uitkomst is not Uitkomst.GELUKT]
    assert told == [("geheim van het Regresloket", how, exit_code)]


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
    assert waits == ["soort", "toetsen", "instellingen", "verbinden en lezen"]


def test_a_mapping_whose_own_tests_fail_keeps_its_source_from_being_tried(keten: Keten) -> None:
    file = keten.config / "mappings" / "duinrand-csv.yaml"
    file.write_text(file.read_text().replace("Geb.datum: 01-02-1950", "Geb.datum: 01-02-1951"))

    steps = gekeurd(keten)

    stap = enige_fout(steps, "Duinrand/export", "toetsen", "M-0030")
    assert stap.exit_code == 3
    waits = [s.naam for s in steps if s.uitkomst is Uitkomst.NIET_GEPROBEERD]
    assert waits == ["instellingen", "verbinden en lezen"]


def test_a_mapping_of_the_wrong_kind(keten: Keten) -> None:
    bron(keten, mapping="duinrand-stuf")

    enige_fout(gekeurd(keten, Deel.MAPPING), "Duinrand/export", "soort", "C-0210")


# -- what hangs where nobody can bound it ----------------------------------------------------------


def test_a_walk_that_hangs_is_given_up() -> None:
    enough = threading.Event()

    def walk() -> Iterator[Step]:
        yield Step("een", True)
        enough.wait(20)
        yield Step("twee", True)

    steps = begrensd(walk(), 0.05)

    assert next(steps).naam == "een"
    with pytest.raises(Verstreken):
        next(steps)
    enough.set()


def test_what_hangs_is_told_at_the_step_that_waits(keten: Keten, ends: ExitStack) -> None:
    """What hangs here is the clock, asked after a handshake; a share or resolver does the same."""
    enough = threading.Event()
    ends.callback(enough.set)

    def slow() -> datetime:
        enough.wait(20)
        return nu()

    with stuf_draait([verse_zaak(1)]) as server:
        keten.met_stuf(server.url)
        stap = stuf_fout(keten, "TLS", "C-0402", klok=slow, geduld=0.3)

    assert "opgegeven" in stap.problemen[0].wat


# -- a healthy municipality, over the demo's own servers -------------------------------------------


@dataclass(frozen=True)
class Demo:
    """The demo while its servers run."""

    mappen: Mappen
    sftp: Path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    mappen = Mappen(tmp_path_factory.mktemp("demo") / "var")
    with world.alleen(mappen):
        stand = world.open_stand(mappen, 1, date.today(), lambda line: None)  # noqa: DTZ011 - the machine's own day
        here = world.wereld(stand)
        export = world.leg_export_klaar(mappen, here)
        export.touch()
        made = keys.maak(mappen.config, mappen.systemen, mappen.loket, stand.start)
        with servers(mappen, made, here, DemoKlok(nu())) as running:
            configuring.schrijf(mappen.config, running.adressen)
            yield Demo(mappen, export)


def test_a_healthy_municipality_passes_every_step(demo: Demo) -> None:
    settings = load(demo.mappen.config)
    around = Wereld(klok=nu, omgeving={}, gelijkgezet=lambda: True)

    steps = list(keur(settings, settings.gemeenten[0], around))

    odd = [stap for stap in steps if stap.uitkomst is not Uitkomst.GELUKT]
    assert [(stap.naam, stap.exit_code) for stap in odd] == [("eigen computer", 0)]
    assert {stap.plek for stap in steps} == {
        *("Duinrand", "Duinrand/zaaksysteem", "Duinrand/export", "Duinrand/loket")
    }
    assert len(steps) > 55


def test_the_report_of_a_healthy_municipality_holds_no_person_and_no_secret(
    demo: Demo, tmp_path: Path
) -> None:
    page, data = tmp_path / "keuring.html", tmp_path / "keuring.json"

    done = opdracht(
        *("check", "--config", demo.mappen.config, "--rapport", page, "--rapport", data),
        *("--format", "json"),
    )

    assert done.code == 0
    report = json.loads(data.read_text())
    assert report["schema"] == "regresbrug/keuring/1"
    assert report["gemeenten"][0]["eerste_fout"] is None
    secrets = [file.read_text().strip() for file in (demo.mappen.config / "geheim").iterdir()]
    rows = demo.sftp.read_text("cp1252").splitlines()[1:40]
    cells = {cell for row in rows for cell in row.split(";")[:3] if len(cell) > 5}
    for text in (done.uit, done.fout, page.read_text(), data.read_text()):
        assert [one for one in (*secrets, *cells) if one in text] == []


def test_the_report_stands_on_its_own(demo: Demo, tmp_path: Path) -> None:
    page = tmp_path / "keuring.html"
    opdracht("check", "--offline", "--config", demo.mappen.config, "--rapport", page)
    text = page.read_text()

    assert text.startswith("<!doctype html>")
    assert '<html lang="nl">' in text
    assert not re.search(r"<script|src=|href=|@import|url\(", text)
    assert "@media print" in text
    assert "Duinrand/zaaksysteem" in text


# -- the command -----------------------------------------------------------------------------------


def test_offline_connects_to_nothing_and_says_what_was_not_tried(
    keten: Keten, ends: ExitStack
) -> None:
    met_antwoord(keten, ends, altijd(500, XML))

    done = keten.geef("check", "--offline", "--format", "jsonl")

    assert done.code == 0
    waits = [one for one in done.regels if one["uitkomst"] == "niet_geprobeerd"]
    assert {one["toelichting"] for one in waits} == {"--offline"}
    assert {one["deel"] for one in waits} == {"bron", "sink"}


@pytest.mark.parametrize("deel", ["bron", "sink", "mapping", "sleutels"])
def test_one_part_can_be_checked_on_its_own(keten: Keten, deel: str) -> None:
    done = keten.geef("check", "--only", deel, "--format", "jsonl")

    assert {one["deel"] for one in done.regels} == {deel}
    assert done.code == 0


def test_a_sentence_is_said_once(keten: Keten) -> None:
    kop_weg(keten)

    done = keten.geef("check")

    said = (done.uit + done.fout).count("ontbreekt in de kopregel")
    assert (done.code, said) == (4, 1)
    assert "Eerste fout: Duinrand/export, kopregel (B-0103)" in done.uit
    assert "    bel:     de leverancier van de export" in done.fout


@pytest.mark.parametrize(
    ("name", "code"), [("rapport.pdf", "C-0405"), ("nergens/rapport.html", "C-0406")]
)
def test_a_report_that_cannot_be_made(keten: Keten, name: str, code: str) -> None:
    done = keten.geef("check", "--rapport", keten.folder / name)

    assert done.code == 2
    assert code in done.fout


def test_a_configuration_that_cannot_be_read_has_a_report_too(keten: Keten) -> None:
    keten.gemeente.gemeente["bronnen"]["export"]["pad"] = "x"
    keten.schrijf()
    file = keten.folder / "keuring.json"

    done = keten.geef("check", "--rapport", file)

    (een,) = json.loads(file.read_text())["gemeenten"]
    assert done.code == 3
    assert een["eerste_fout"]["problemen"][0]["code"] == "C-0104"


def test_the_report_of_a_failure_says_whom_to_call_and_what_to_say(keten: Keten) -> None:
    kop_weg(keten)
    file = keten.folder / "keuring.html"

    done = keten.geef("check", "--rapport", file)
    text = file.read_text()

    assert done.code == 4
    assert "Eerste fout: Duinrand/export, kopregel (B-0103)" in text
    assert "Welke kolommen zijn hernoemd" in text


def test_every_step_of_every_door_says_whom_to_call(keten: Keten, ends: ExitStack) -> None:
    server = ends.enter_context(sftp_draait(keten.folder / "export"))
    keten.met_sftp(server)
    met_antwoord(keten, ends, altijd(200, XML), ook=True, crl=str(certificaten().ca))
    huis = ends.enter_context(loket_draait(keten.folder / "loket"))
    keten.met_loket(huis)
    soorten = {
        "Duinrand/zaken": "stuf_zkn",
        "Duinrand/export": "sftp",
        "Duinrand/loket": "regresloket",
    }

    steps = gekeurd(keten, Deel.BRON, Deel.SINK, offline=True)
    doors = [stap for stap in steps if stap.uitkomst is Uitkomst.NIET_GEPROBEERD]

    assert len(doors) > 35
    assert [s.naam for s in doors if not advies(soorten[s.plek], s.naam, "x").bel] == []
