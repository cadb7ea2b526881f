"""Each step of `check` to a zaaksysteem is broken for real, and exactly that step is named."""

import re
import threading
import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import trustme

from demo.certificaten import maak
from demo.stuf_server import Antwoord, Quirks, StufServer
from settings.keuring import Deel, Stap, Uitkomst
from tests.tools import sshd
from tests.tools.certificaat import ANDER_OIN, OIN, uitgegeven
from tests.tools.crl import Authority
from tests.tools.keten import (
    Keten,
    nu,
    stuf_draait,
    verse_zaak,
)
from tests.tools.keuring import (
    GOED,
    HOST,
    HTML,
    XML,
    altijd,
    enige_fout,
    gekeurd,
    met_antwoord,
    rest_wacht,
    zwijgt,
)

# -- the zaaksysteem -------------------------------------------------------------------------------


def stuf_fout(keten: Keten, naam: str, code: str, *, exit_code: int = 4, **wereld: Any) -> Stap:
    """Walk the source `zaken`, and prove that it ends there; with whom to call."""
    steps = gekeurd(keten, Deel.BRON, **wereld)
    stap = enige_fout(steps, "Duinrand/zaken", naam, code)
    rest_wacht(steps, stap)
    assert stap.exit_code == exit_code
    assert stap.advies.bel()
    return stap


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

    assert "leverancier" in stap.advies.bel()
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

    assert "netwerkbeheer" in stap.advies.bel()


def test_a_port_where_nobody_listens(keten: Keten) -> None:
    keten.met_stuf(f"https://localhost:{sshd.free_port()}/x")

    assert "firewall" in stuf_fout(keten, "verbinding", "B-0301").advies.zeg


@pytest.mark.parametrize(("says", "code"), [(b"", "B-0303"), (b"HTTP/1.1 400 X\r\n\r\n", "B-0317")])
def test_a_port_that_does_not_speak_tls(
    keten: Keten, ends: ExitStack, says: bytes, code: str
) -> None:
    keten.met_stuf(f"https://localhost:{ends.enter_context(zwijgt(says))}/x")

    stuf_fout(keten, "TLS", code, geduld=0.5)


def test_files_for_tls_that_are_not_there_are_told_first(keten: Keten) -> None:
    keten.met_stuf("https://localhost:1/x", ca="tls/weg.pem")

    stap = stuf_fout(keten, "TLS-bestanden", "B-0318", exit_code=3)

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
        stuf_fout(keten, "intrekking", code, exit_code=8)


def test_a_client_certificate_that_the_server_does_not_take(
    keten: Keten, ends: ExitStack, tmp_path: Path
) -> None:
    other = maak(tmp_path / "vreemd")
    server = ends.enter_context(stuf_draait([]))
    keten.met_stuf(server.url, clientcertificaat=str(other.client))
    keten.gemeente.geheim("tls.key", other.client_sleutel.read_text())

    assert "geregistreerd" in stuf_fout(keten, "clientcertificaat", "B-0313").advies.zeg


def test_a_certificate_of_another_organisation(
    keten: Keten, ends: ExitStack, tmp_path: Path
) -> None:
    ca = trustme.CA()
    for number, passes in ((OIN, True), (ANDER_OIN, False)):
        folder = tmp_path / number
        certs = maak(folder, ca=ca)
        own = uitgegeven(folder, ca, number, host="localhost")
        certs = replace(certs, server=own.certificaat, server_sleutel=own.sleutel)
        server = ends.enter_context(StufServer([verse_zaak(1)], certs))
        mine = str(certs.client)
        keten.met_stuf(server.url, ca=str(certs.ca), clientcertificaat=mine, oin=OIN)
        keten.gemeente.geheim("tls.key", certs.client_sleutel.read_text())
        if passes:
            steps = {step.naam: step for step in gekeurd(keten, Deel.BRON)}
            assert OIN in steps["OIN"].toelichting
            assert {step.uitkomst for step in steps.values()} <= {Uitkomst.GELUKT, Uitkomst.LET_OP}
        else:
            assert "welk OIN" in stuf_fout(keten, "OIN", "B-0306").advies.zeg
