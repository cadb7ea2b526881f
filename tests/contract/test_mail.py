"""Handing a mail over to a real server with TLS; what it refuses, and what lies."""

import socket
import ssl
import time
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP as REGELS
from pathlib import Path
from typing import Any

import pytest
import trustme

from regres import SinkDown, SinkError, SinkStopped
from sinks.mail import Beveiliging, Mailserver, Post
from tests.tools.liegende_server import spreekt
from tests.tools.mailserver import (
    GEBRUIKER,
    HOST,
    WACHTWOORD,
    Mailhuis,
    Praat,
    certificaten,
    druppelt,
    groet,
    leugenaar,
    mailserver,
    vrije_poort,
    zwijgt,
)

AAN = ("beheer@duinrand.example", "fg@duinrand.example")


def brief(subject: str = "Regresbrug: overzicht") -> EmailMessage:
    made = EmailMessage(policy=REGELS)
    made["Subject"], made["From"], made["To"] = subject, "regresbrug@duinrand.example", AAN[0]
    made.set_content("Er is niets mis.\n.punt\nCliënten: geen.\n", cte="quoted-printable")
    return made


def post(poort: int, ca: Path, **anders: Any) -> Post:
    fields: dict[str, Any] = {
        "host": HOST,
        "poort": poort,
        "beveiliging": Beveiliging.STARTTLS,
        "ca": ca,
        "uitgaand": (f"{HOST}:{poort}",),
        "van": "regresbrug@duinrand.example",
        "gebruiker": GEBRUIKER,
        "wachtwoord": lambda: WACHTWOORD,
        "loopback": True,
        "verbindtijd": 10.0,
        "totaaltijd": 30.0,
    }
    return Post(Mailserver(**fields | anders), AAN)


@pytest.fixture
def huis(tmp_path: Path) -> Iterator[Mailhuis]:
    """Give a server with STARTTLS and a login."""
    with mailserver(tmp_path) as running:
        yield running


def code_of(wrong: pytest.ExceptionInfo[SinkError]) -> tuple[str, str]:
    (problem,) = wrong.value.problems
    return problem.code, dict(problem.woorden).get("geval", "")


def refused(sender: Post, kind: type[SinkError] = SinkStopped) -> tuple[str, str]:
    """Send, and give the code and case of what goes wrong."""
    with pytest.raises(kind) as wrong:
        sender.verstuur(brief(), AAN)
    assert WACHTWOORD not in "".join(traceback.format_exception(wrong.value))
    return code_of(wrong)


def test_a_mail_arrives_encrypted_under_our_login_at_every_address(huis: Mailhuis) -> None:
    assert post(huis.poort, huis.ca).verstuur(brief(), AAN) == ()

    (found,) = huis.bus.brieven
    assert found["Subject"] == "Regresbrug: overzicht"
    assert found.get_content().replace("\r\n", "\n") == brief().get_content()
    assert (huis.bus.naar, huis.bus.versleuteld, huis.bus.aangemeld) == ([[*AAN]], [True], [True])


def test_tls_from_the_first_byte_is_as_good(tmp_path: Path) -> None:
    with mailserver(tmp_path, tls=True) as huis:
        direct = post(huis.poort, huis.ca, beveiliging=Beveiliging.TLS, gebruiker="")
        direct.verstuur(brief(), AAN)

        assert huis.bus.naar == [[*AAN]]


def test_a_server_that_asks_no_login_gets_none(tmp_path: Path) -> None:
    with mailserver(tmp_path, inlog=False) as huis:
        post(huis.poort, huis.ca, gebruiker="").verstuur(brief(), AAN)
        assert huis.bus.aangemeld == [False]

        assert refused(post(huis.poort, huis.ca)) == ("S-0115", "geen")
        assert len(huis.bus.brieven) == 1


# -- TLS ------------------------------------------------------------------------------------------


def test_nothing_is_said_to_a_server_without_tls(tmp_path: Path) -> None:
    with mailserver(tmp_path, starttls=False, inlog=False) as huis:
        assert refused(post(huis.poort, huis.ca)) == ("S-0112", "")
        assert refused(post(huis.poort, huis.ca, beveiliging=Beveiliging.TLS)) == ("S-0112", "")
        assert huis.bus.brieven == []


@pytest.mark.parametrize(
    ("names", "ends", "case"),
    [
        (["elders.example"], None, "naam"),
        ([HOST], datetime.now(UTC) - timedelta(days=1), "verlopen"),
    ],
)
def test_a_certificate_that_is_not_right_gets_no_mail(
    tmp_path: Path, names: list[str], ends: datetime | None, case: str
) -> None:
    authority = trustme.CA(organization_name="Proef-CA")
    also = {"not_after": ends, "not_before": ends - timedelta(days=9)} if ends else {}
    (tmp_path / "ander").mkdir()
    context, ca = certificaten(tmp_path / "ander", *names, ca=authority, **also)
    with mailserver(tmp_path, context=context) as huis:
        assert refused(post(huis.poort, ca)) == ("S-0113", case)
        assert huis.bus.brieven == []


def test_a_certificate_of_another_authority_gets_no_mail(tmp_path: Path) -> None:
    (tmp_path / "ander").mkdir()
    _, other = certificaten(tmp_path / "ander")
    with mailserver(tmp_path) as huis:
        assert refused(post(huis.poort, other)) == ("S-0113", "")


def test_old_tls_is_refused(tmp_path: Path) -> None:
    context, ca = certificaten(tmp_path)
    spreekt(context, ssl.TLSVersion.TLSv1_1)
    with mailserver(tmp_path, context=context) as huis:
        assert refused(post(huis.poort, ca)) == ("S-0112", "")
        assert huis.bus.brieven == []


def test_what_stands_before_the_handshake_is_not_believed(tmp_path: Path) -> None:
    """Whoever is in between may put an answer behind that to STARTTLS: it is thrown away."""

    def praat(sock: socket.socket) -> None:
        sock.sendall(b"220 hallo\r\n")
        sock.recv(1000)
        sock.sendall(b"250-hallo\r\n250 STARTTLS\r\n")
        sock.recv(1000)
        sock.sendall(b"220 begin\r\n250-hallo\r\n250 AUTH PLAIN\r\n")
        zwijgt(sock)

    _, ca = certificaten(tmp_path)
    with leugenaar(praat) as poort:
        assert refused(post(poort, ca, verbindtijd=0.5), SinkDown)[0] == "S-0110"


def test_a_ca_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.pem").write_text("geen certificaat")

    for file in ("x.pem", "weg.pem"):
        assert refused(post(1, tmp_path / file)) == ("S-0114", "")


# -- where it may go ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "anders", [{"uitgaand": ()}, {"uitgaand": (f"{HOST}:1",)}, {"loopback": False}]
)
def test_only_listed_servers_are_reached(huis: Mailhuis, anders: dict[str, Any]) -> None:
    assert refused(post(huis.poort, huis.ca, **anders)) == ("S-0111", "")
    assert huis.bus.brieven == []


def test_a_name_that_does_not_exist_and_a_port_without_server(tmp_path: Path) -> None:
    _, ca = certificaten(tmp_path)
    nobody = vrije_poort()

    assert refused(post(nobody, ca), SinkDown) == ("S-0110", "dicht")
    away = post(25, ca, host="bestaat-niet.invalid", uitgaand=("bestaat-niet.invalid:25",))
    assert refused(away, SinkDown) == ("S-0110", "dns")


# -- what the server says -------------------------------------------------------------------------


def test_a_wrong_password_is_told_without_it(huis: Mailhuis) -> None:
    wrong = post(huis.poort, huis.ca, wachtwoord=lambda: "anders")

    assert refused(wrong) == ("S-0115", "")


@pytest.mark.parametrize(
    ("word", "answer", "kind", "code"),
    [
        ("MAIL", "550 nee", SinkStopped, "S-0116"),
        ("MAIL", "451 straks", SinkDown, "S-0119"),
        ("RCPT", "550 onbekend", SinkStopped, "S-0117"),
        ("RCPT", "500 wat", SinkStopped, "S-0117"),
        ("RCPT", "450 grijze lijst", SinkDown, "S-0119"),
        ("DATA", "554 spam", SinkStopped, "S-0118"),
        ("DATA", "452 vol", SinkDown, "S-0119"),
    ],
)
def test_a_no_for_ever_and_a_no_for_now(
    huis: Mailhuis, word: str, answer: str, kind: type[SinkError], code: str
) -> None:
    huis.bus.weiger[word] = f"{answer} 999900006"

    with pytest.raises(kind) as wrong:
        post(huis.poort, huis.ca).verstuur(brief(), AAN)
    assert code_of(wrong)[0] == code
    assert "999900006" not in str(wrong.value)


def test_one_address_that_is_refused_does_not_keep_the_others_from_it(huis: Mailhuis) -> None:
    huis.bus.adressen[AAN[0]] = "550 weg"

    assert post(huis.poort, huis.ca).verstuur(brief(), AAN) == (0,)
    assert huis.bus.naar == [[AAN[1]]]


def test_addresses_that_are_all_refused_for_now_are_tried_again(huis: Mailhuis) -> None:
    huis.bus.adressen |= {AAN[0]: "450 straks", AAN[1]: "550 weg"}

    assert refused(post(huis.poort, huis.ca)) == ("S-0117", "")


# -- servers that lie -----------------------------------------------------------------------------


@pytest.mark.parametrize("praat", [zwijgt, druppelt, groet(), groet(b"250-hallo\r\n")])
def test_a_server_that_hangs_drips_or_hangs_up_costs_no_more_than_its_time(
    tmp_path: Path, praat: Praat
) -> None:
    _, ca = certificaten(tmp_path)
    with leugenaar(praat) as poort:
        begun = time.monotonic()
        code, _ = refused(post(poort, ca, verbindtijd=0.8, totaaltijd=1.5), SinkDown)

    assert code == "S-0110"
    assert time.monotonic() - begun < 5


def test_a_handshake_that_drips_is_cut_off_too(tmp_path: Path) -> None:
    _, ca = certificaten(tmp_path)
    with leugenaar(lambda sock: [sock.sendall(b"\x16"), druppelt(sock)][1]) as poort:  # type: ignore[func-returns-value]  # two things in a row
        begun = time.monotonic()
        sender = post(poort, ca, beveiliging=Beveiliging.TLS, verbindtijd=0.8, totaaltijd=1.5)
        with pytest.raises(SinkError):
            sender.verstuur(brief(), AAN)

    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("praat", "kind", "code"),
    [
        (groet(b"500 wat\r\n", b"500 wat\r\n"), SinkStopped, "S-0112"),
        (lambda sock: sock.sendall(b"554 ga weg\r\n"), SinkStopped, "S-0118"),
        (lambda sock: sock.sendall(b"421 te druk\r\n"), SinkDown, "S-0119"),
        (lambda sock: sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n"), SinkDown, "S-0110"),
        (lambda sock: sock.sendall(b"\xff\xfe" * 9000), SinkStopped, "S-0118"),
    ],
)
def test_an_answer_that_is_no_mail_server_s(
    tmp_path: Path, praat: Praat, kind: type[SinkError], code: str
) -> None:
    _, ca = certificaten(tmp_path)
    with leugenaar(praat) as poort, pytest.raises(kind) as wrong:
        post(poort, ca, verbindtijd=1.0).verstuur(brief(), AAN)

    assert code_of(wrong)[0] == code


# -- walking it for check -------------------------------------------------------------------------


def test_a_check_walks_every_step_and_sends_nothing(huis: Mailhuis) -> None:
    sender = post(huis.poort, huis.ca)
    steps = list(sender.check(10.0))

    assert tuple(step.naam for step in steps) == sender.stappen
    assert [step.naam for step in steps] == [
        *("TLS-bestanden", "naam in DNS", "verbinding", "TLS", "aanmelden", "adressen")
    ]
    assert sender.van == brief()["From"]
    assert all(step.gelukt and not step.problems for step in steps)
    assert steps[3].toelichting.startswith("TLSv1.")
    assert steps[-1].toelichting == "2 van de 2 adressen aangenomen"
    assert huis.bus.brieven == []


def test_a_check_names_the_step_that_fails_and_stops_there(huis: Mailhuis, tmp_path: Path) -> None:
    def ends(sender: Post) -> tuple[str, str]:
        *held, last = sender.check(10.0)
        assert all(step.gelukt and step.toelichting for step in held)
        assert not last.gelukt
        return last.naam, last.problems[0].code

    (tmp_path / "ander").mkdir()
    _, other = certificaten(tmp_path / "ander")
    assert ends(post(huis.poort, tmp_path / "weg")) == ("TLS-bestanden", "S-0114")
    assert ends(post(huis.poort, huis.ca, loopback=False)) == ("naam in DNS", "S-0111")
    assert ends(post(vrije_poort(), huis.ca, uitgaand=())) == ("naam in DNS", "S-0111")
    assert ends(post(huis.poort, other)) == ("TLS", "S-0113")
    assert ends(post(huis.poort, huis.ca, wachtwoord=lambda: "x")) == ("aanmelden", "S-0115")
    huis.bus.weiger["RCPT"] = "550 nee"
    assert ends(post(huis.poort, huis.ca)) == ("adressen", "S-0117")


def test_a_check_warns_of_an_address_that_is_refused(huis: Mailhuis) -> None:
    huis.bus.adressen[AAN[1]] = "550 weg"
    last = list(post(huis.poort, huis.ca).check(10.0))[-1]

    assert (last.gelukt, last.toelichting) == (True, "1 van de 2 adressen aangenomen")
    assert (last.problems[0].code, dict(last.problems[0].woorden)["geval"]) == ("S-0117", "deel")


def test_a_server_does_not_print_its_password() -> None:
    server = Mailserver(
        host="h",
        poort=1,
        beveiliging=Beveiliging.TLS,
        ca=Path("x"),
        uitgaand=(),
        van="a@b.example",
        wachtwoord=lambda: WACHTWOORD,
    )

    assert WACHTWOORD not in repr(server)
    assert "wachtwoord" not in repr(replace(server, gebruiker="x"))


def test_a_server_is_asked_for_tls_by_one_of_two_words_and_is_elsewhere_unless_it_was_said(
    tmp_path: Path,
) -> None:
    server = Mailserver(
        host="mail.example",
        poort=465,
        beveiliging=Beveiliging("tls"),
        ca=tmp_path,
        uitgaand=(),
        van="regresbrug@duinrand.example",
    )

    assert Beveiliging("starttls") is Beveiliging.STARTTLS
    assert (server.beveiliging, server.loopback) == (Beveiliging.TLS, False)
    assert (server.gebruiker, server.wachtwoord()) == ("", "")
    assert (server.verbindtijd, server.totaaltijd) == (10.0, 60.0)
