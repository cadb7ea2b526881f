"""What a check makes of keys, clock, certificates and a line that is hung up."""

import json
import socket
import ssl
import struct
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, cast

import pytest

from regres import Problem, SinkDown, SinkStopped
from sinks import Regresloket, RegresloketSettings
from sinks.steps import _ahead, _await_objection, _Wandeling, stappen
from sinks.verbinding import Answer, Verbinding
from tests.tools.liegende_server import Leugenaar, answer
from tests.tools.loket import NU, make_tls

KEYS = Answer(200, {"Content-Type": "application/json"}, b'{"keys": [{"kid": "k"}]}')
NOBODY = json.dumps({"type": "urn:regresloket:probleem:niet-gevonden"}).encode()


class Zegt:
    """A sink whose backend gives these answers, one by one."""

    def __init__(self, *answers: Answer) -> None:
        self._answers = list(answers)

    def line(self) -> Verbinding:
        raise AssertionError

    def login(self) -> None:
        raise AssertionError

    def get(self, path: str) -> Answer:
        return self._answers.pop(0)


def wandeling(*answers: Answer, now: datetime = NU, **changed: Any) -> _Wandeling:
    settings = RegresloketSettings(
        url="https://loket.example",
        ca=Path("ca.pem"),
        uitgaand=(),
        klok=lambda: now,
        **changed,
    )
    return _Wandeling(settings, Zegt(*answers))


def nobody(**headers: str) -> Answer:
    return Answer(404, {"Content-Type": "application/problem+json"} | headers, NOBODY)


def clock(date: str) -> tuple[str, tuple[Problem, ...]]:
    """Give what is said of the clock of a backend with this date."""
    walk = wandeling(nobody(Date=date) if date else nobody())
    walk._toegang()
    told = walk._klok()["klok"]
    return (told, ()) if isinstance(told, str) else (told[0], told[1:])


def at(ahead: float) -> str:
    return format_datetime((NU + timedelta(seconds=ahead)).astimezone(UTC), usegmt=True)


@pytest.mark.parametrize(
    ("status", "code"), [(503, "S-0030"), (500, "S-0031"), (404, "S-0032"), (302, "S-0010")]
)
def test_keys_that_are_not_given_and_an_asking_that_is_not_answered_are_no_success(
    status: int, code: str
) -> None:
    walk = wandeling(Answer(status, {}, b""), Answer(status, {}, b""))

    for step in (walk._toegang, walk._sleutels):
        with pytest.raises(SinkDown) as down:
            step()
        assert [one.code for one in down.value.problems] == [code]


def test_a_melding_that_nobody_made_but_is_there_is_no_access() -> None:
    with pytest.raises(SinkDown, match="S-0011"):
        wandeling(Answer(200, {"Content-Type": "application/problem+json"}, NOBODY))._toegang()


@pytest.mark.parametrize(
    ("ahead", "warned"), [(60, False), (-60, False), (61, True), (-61, True), (0, False)]
)
def test_a_clock_may_differ_a_minute(ahead: int, warned: bool) -> None:
    told, problems = clock(at(ahead))

    assert told == f"verschil met het Regresloket: {abs(ahead)} seconden"
    assert [(one.code, one.waar) for one in problems] == [("S-0076", "loket.example:443")] * warned


def test_a_clock_that_is_ahead_is_told_apart_from_one_that_is_behind() -> None:
    ahead, behind = (clock(at(by))[1][0].wat for by in (90, -90))

    assert "90" in ahead
    assert "90" in behind
    assert ahead != behind
    assert "achter" in behind
    assert "achter" not in ahead


@pytest.mark.parametrize("date", ["", "straks"])
def test_a_backend_that_tells_no_time_is_not_judged_by_it(date: str) -> None:
    assert clock(date) == ("het Regresloket zegt niet hoe laat het is", ())


def test_a_time_without_a_zone_is_read_as_utc() -> None:
    assert _ahead("Sat, 21 Nov 2026 04:00:07 -0000", NU) == 7
    assert _ahead("Sat, 21 Nov 2026 05:00:07 +0100", NU) == 7


@pytest.mark.parametrize(("days", "warned"), [(61, False), (60, True), (0, True)])
def test_a_certificate_is_warned_of_for_sixty_days(days: int, warned: bool) -> None:
    walk = wandeling(now=NU - timedelta(days=days, seconds=5))
    wanted = f"tot en met 21-11-2026: nog {days} dagen"

    found = [walk._nog(who, NU) for who in ("server", "eigen")]

    if not warned:
        assert found == [wanted, wanted]
        return
    problems = [one[1] for one in found if isinstance(one, tuple)]
    assert [one[0] for one in found] == [wanted, wanted]
    assert [(one.code, one.waar) for one in problems] == [("S-0075", "loket.example:443")] * 2
    assert [str(days) in one.wat for one in problems] == [True, True]
    assert problems[0].wat != problems[1].wat


def test_every_step_that_holds_says_what_it_saw(tmp_path: Path) -> None:
    tls, ca, _ = make_tls(tmp_path)
    said = (answer(404, NOBODY, "application/problem+json"), answer(200, KEYS.body))
    with Leugenaar(tls, said) as server:
        settings = RegresloketSettings(
            url=server.url, ca=ca, uitgaand=("127.0.0.1",), loopback=True, klok=lambda: NU
        )
        with closing(Regresloket(settings)) as sink:
            told = {one.naam: one.toelichting for one in sink.check()}
        port = server.port

    assert tuple(told) == stappen(settings)
    assert told["TLS-bestanden"] == "alle bestanden zijn te lezen"
    assert told["naam in DNS"] == "127.0.0.1: 127.0.0.1"
    assert told["verbinding"] == f"poort {port} is open"
    assert told["certificaatnaam"] == "geldt voor 127.0.0.1"
    assert told["toegang"] == "wij mogen vragen wat er van ons ontvangen is"
    assert told["sleutels"] == "1 sleutels"


def test_only_what_is_set_is_a_step() -> None:
    whole: dict[str, Any] = {"crl": Path("crl.pem"), "oin": "1", "client_id": "x"}

    assert stappen(wandeling(**whole).settings) == (
        *("TLS-bestanden", "naam in DNS", "verbinding", "TLS", "certificaatketen"),
        *("certificaatnaam", "intrekking", "geldigheid", "clientcertificaat", "OIN", "token"),
        *("toegang", "sleutels", "klok"),
    )
    assert {*stappen(wandeling(**whole).settings)} - {*stappen(wandeling().settings)} == {
        *("intrekking", "OIN", "token")
    }


@pytest.mark.parametrize("reset", [True, False])
def test_a_backend_that_hangs_up_after_the_handshake_refused_our_certificate(reset: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ours = socket.create_connection(listener.getsockname())
        theirs, _ = listener.accept()
        if reset:
            theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        theirs.close()
        with ours, pytest.raises(SinkStopped) as stopped:
            _await_objection(cast("ssl.SSLSocket", ours), "loket.example:443")

    (problem,) = stopped.value.problems
    assert (problem.code, problem.waar) == ("S-0008", "loket.example:443")


def test_a_backend_that_says_something_after_the_handshake_did_not_hang_up() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"x")
        _await_objection(cast("ssl.SSLSocket", ours), "loket.example:443")
