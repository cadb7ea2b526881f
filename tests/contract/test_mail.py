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


# -- what is said to whom -------------------------------------------------------------------------


def gesprek(context: ssl.SSLContext, heard: list[bytes], *answers: bytes) -> Praat:
    """Speak TLS at once, greet, give these answers one by one, and write down what is heard."""

    def praat(sock: socket.socket) -> None:
        with context.wrap_socket(sock, server_side=True) as safe:
            safe.sendall(b"220 hallo\r\n")
            for told in (*answers, b""):
                heard.append(safe.recv(10_000))
                if not heard[-1]:
                    return
                safe.sendall(told)

    return praat


OK, EHLO, INLOG = b"250 goed\r\n", b"250 hallo\r\n", b"250-hallo\r\n250 AUTH PLAIN\r\n"


def praatjes(
    tmp_path: Path, *answers: bytes, **anders: Any
) -> tuple[SinkError | None, list[bytes]]:
    """Send a mail in such a talk; gives what went wrong and what the server heard."""
    context, ca = certificaten(tmp_path)
    heard: list[bytes] = []
    wrong = None
    with leugenaar(gesprek(context, heard, *answers)) as poort:
        try:
            fields = {"beveiliging": Beveiliging.TLS, "gebruiker": "", "verbindtijd": 2.0} | anders
            post(poort, ca, **fields).verstuur(brief(), AAN)
        except SinkError as error:
            wrong = error
    return wrong, [one for one in heard if one]


def told_of(wrong: SinkError | None) -> tuple[str, str, str]:
    assert wrong is not None
    (problem,) = wrong.problems
    words = dict(problem.woorden)
    assert problem.waar.startswith(f"{HOST}:")
    assert words["host"] == HOST
    return problem.code, str(words.get("geval", "")), str(words.get("antwoord", ""))


def test_a_talk_names_sender_and_recipients_and_ends_with_a_goodbye(tmp_path: Path) -> None:
    ends = (OK, OK, OK, b"354 kom maar\r\n", OK, b"221 dag\r\n")

    wrong, heard = praatjes(tmp_path, EHLO, *ends)

    assert wrong is None
    # Under the name of the sender: that of this machine would be asked of DNS.
    assert heard[0] == b"ehlo duinrand.example\r\n"
    assert heard[1].lower().startswith(b"mail from:<regresbrug@duinrand.example>")
    assert [one.lower().strip() for one in heard[2:4]] == [
        f"rcpt to:<{address}>".encode() for address in AAN
    ]
    assert heard[-1].lower() == b"quit\r\n"


def test_a_talk_that_broke_off_is_left_without_a_word(tmp_path: Path) -> None:
    wrong, heard = praatjes(tmp_path, EHLO, OK, OK, OK, b"554 nee\r\n")

    assert told_of(wrong) == ("S-0118", "", "554")
    assert heard[-1].lower() == b"data\r\n"


@pytest.mark.parametrize(
    ("code", "kind", "told"),
    [
        (354, SinkDown, ("S-0110", "", "")),
        (399, SinkDown, ("S-0110", "", "")),
        (400, SinkDown, ("S-0119", "", "400")),
        (499, SinkDown, ("S-0119", "", "499")),
        (500, SinkStopped, ("S-0116", "", "500")),
        (559, SinkStopped, ("S-0116", "", "559")),
    ],
)
def test_the_number_of_a_no_says_whether_it_passes(
    tmp_path: Path, code: int, kind: type[SinkError], told: tuple[str, str, str]
) -> None:
    wrong, _ = praatjes(tmp_path, EHLO, f"{code} zoiets\r\n".encode(), b"221 dag\r\n")

    assert type(wrong) is kind
    assert told_of(wrong) == told


@pytest.mark.parametrize(
    ("offers", "answer", "kind", "told"),
    [
        (INLOG, b"454 straks\r\n", SinkDown, ("S-0119", "", "454")),
        (INLOG, b"499 straks\r\n", SinkDown, ("S-0119", "", "454")),
        (INLOG, b"500 nee\r\n", SinkStopped, ("S-0115", "", "")),
        (INLOG, b"535 nee\r\n", SinkStopped, ("S-0115", "", "")),
        # A way to log in that we do not know, and none.
        (b"250-hallo\r\n250 AUTH XYZ\r\n", b"221 dag\r\n", SinkStopped, ("S-0115", "geen", "")),
        (EHLO, b"221 dag\r\n", SinkStopped, ("S-0115", "geen", "")),
    ],
)
def test_a_login_that_is_refused_for_now_and_for_ever(
    tmp_path: Path,
    offers: bytes,
    answer: bytes,
    kind: type[SinkError],
    told: tuple[str, str, str],
) -> None:
    wrong, heard = praatjes(tmp_path, offers, answer, b"221 dag\r\n", gebruiker=GEBRUIKER)

    assert type(wrong) is kind
    assert told_of(wrong) == told
    assert not any(one.lower().startswith(b"mail") for one in heard)


def test_a_server_that_hangs_up_at_the_login_is_away(tmp_path: Path) -> None:
    context, ca = certificaten(tmp_path)

    def praat(sock: socket.socket) -> None:
        with context.wrap_socket(sock, server_side=True) as safe:
            safe.sendall(b"220 hallo\r\n")
            safe.recv(1000)
            safe.sendall(INLOG)
            safe.recv(1000)
            safe.unwrap()

    with leugenaar(praat) as poort:
        sender = post(poort, ca, beveiliging=Beveiliging.TLS, verbindtijd=2.0)
        assert refused(sender, SinkDown) == ("S-0110", "")


def zeurt(sock: socket.socket) -> None:
    """Greet line by line, without end."""
    while True:
        sock.sendall(b"220-nog even\r\n")
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("praat", "times", "case"),
    [
        # Over the time of the whole talk, over that of one wait, and no wait at all.
        (zeurt, (5.0, 0.3), "tijd"),
        (zwijgt, (0.2, 5.0), "tijd"),
        (groet(), (5.0, 5.0), ""),
    ],
)
def test_a_server_that_takes_its_time_is_told_apart_from_one_that_hangs_up(
    tmp_path: Path, praat: Praat, times: tuple[float, float], case: str
) -> None:
    _, ca = certificaten(tmp_path)
    with leugenaar(praat) as poort:
        late = post(poort, ca, verbindtijd=times[0], totaaltijd=times[1])
        begun = time.monotonic()
        assert refused(late, SinkDown) == ("S-0110", case)

    assert time.monotonic() - begun < 4


def test_a_check_has_no_more_patience_with_a_server_than_it_was_given(tmp_path: Path) -> None:
    server = Mailserver(
        host="h", poort=1, beveiliging=Beveiliging.TLS, ca=tmp_path, uitgaand=(), van="a@b.example"
    )

    hasty, patient = server.hoogstens(2.0), server.hoogstens(100.0)

    assert (hasty.verbindtijd, hasty.totaaltijd) == (2.0, 6.0)
    assert (patient.verbindtijd, patient.totaaltijd) == (10.0, 60.0)
    assert server.waar == "h:1"


def test_a_check_says_of_each_step_what_it_saw(huis: Mailhuis) -> None:
    told = [step.toelichting for step in post(huis.poort, huis.ca).check(10.0)]

    assert told[:3] == ["in orde", f"{HOST}:{huis.poort}", "in orde"]
    assert told[4:] == ["in orde", "2 van de 2 adressen aangenomen"]


def test_a_check_of_a_server_that_is_away_fails_at_the_connection(tmp_path: Path) -> None:
    _, ca = certificaten(tmp_path)

    *held, last = post(vrije_poort(), ca).check(10.0)

    assert [step.naam for step in held] == ["TLS-bestanden", "naam in DNS"]
    assert last.naam == "verbinding"
    assert last.gelukt is False


def test_addresses_that_are_refused_are_counted(huis: Mailhuis) -> None:
    huis.bus.adressen[AAN[1]] = "550 weg"
    (some,) = list(post(huis.poort, huis.ca).check(10.0))[-1].problems
    huis.bus.adressen[AAN[0]] = "550 weg"
    with pytest.raises(SinkStopped) as all_of_them:
        post(huis.poort, huis.ca).verstuur(brief(), AAN)

    found, whole = dict(some.woorden), dict(all_of_them.value.problems[0].woorden)
    assert (str(found["aantal"]), str(found["alle"])) == ("1", "2")
    assert (str(whole["aantal"]), str(whole["antwoord"])) == ("2", "550")


@pytest.mark.parametrize(
    ("host", "names", "days", "case"),
    [("localhost", ["elders.example"], 0, "naam"), (HOST, [HOST], 1, "nog_niet")],
)
def test_a_certificate_of_another_name_and_of_a_later_day(
    tmp_path: Path, host: str, names: list[str], days: int, case: str
) -> None:
    begin = datetime.now(UTC) + timedelta(days=days)
    also: dict[str, Any] = (
        {"not_before": begin, "not_after": begin + timedelta(days=9)} if days else {}
    )
    context, ca = certificaten(tmp_path, *names, **also)
    with leugenaar(gesprek(context, [], EHLO)) as poort:
        sender = post(
            poort, ca, beveiliging=Beveiliging.TLS, host=host, uitgaand=(f"{host}:{poort}",)
        )
        assert refused(sender) == ("S-0113", case)
