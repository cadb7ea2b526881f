"""The REST sink: its token, its pace, and the headers of a delivery."""

import base64
import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket import LoketSleutel
from regres import Receipt, SealedMelding, SinkDown, SinkStopped
from regres.canonical import canonical_bytes, kop_json
from sinks import Folder, Memory, Regresloket, RegresloketSettings
from sinks.regresloket import _read_token, body_of
from tests.tools.liegende_server import Gedrag, Leugenaar, answer
from tests.tools.loket import NU, kop, make_tls, plaintext, sealer

SEALED = sealer(LoketSleutel.maak("loket-2026")).seal(kop(), plaintext(kop()))
RECEIPT = {
    "referentie": SEALED.kop.referentie,
    "versie": 1,
    "zaaknummer": "RL-2026-000001",
    "ontvangenOp": "2026-11-21T04:00:00Z",
}
TAKEN = answer(201, json.dumps(RECEIPT).encode())
LOGIN: dict[str, Any] = {"client_id": "duin rand", "client_secret": "ge:heim/é"}


def token(text: str = "t", **changed: Any) -> bytes:
    body = {"access_token": text, "token_type": "Bearer", "expires_in": 900} | changed
    return answer(200, json.dumps(body).encode())


class Huis:
    """Backends that say what they were told to."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._tls, self._ca, _ = make_tls(folder)
        self._stack = stack

    def __call__(self, *said: Gedrag | bytes, **changed: Any) -> tuple[Regresloket, Leugenaar]:
        server = self._stack.enter_context(Leugenaar(self._tls, said))
        fields: dict[str, Any] = {
            "url": server.url,
            "ca": self._ca,
            "uitgaand": ("127.0.0.1",),
            "loopback": True,
            "verbindtijd": 2.0,
            "totaaltijd": 5.0,
            "klok": lambda: NU,
        }
        sink = Regresloket(RegresloketSettings(**fields | changed))
        return self._stack.enter_context(closing(sink)), server


@pytest.fixture
def huis(tmp_path: Path) -> Iterator[Huis]:
    with ExitStack() as stack:
        yield Huis(tmp_path, stack)


def headers(request: bytes) -> dict[str, str]:
    lines = request.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}


def test_only_a_backend_takes_more_than_one_at_a_time(huis: Huis, tmp_path: Path) -> None:
    assert huis()[0].tegelijk == 8
    assert (Folder(tmp_path).tegelijk, Memory().tegelijk) == (1, 1)


def test_a_delivery_carries_its_key_and_a_trace_only_when_there_is_one(huis: Huis) -> None:
    sink, server = huis(TAKEN, TAKEN)
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    sink.deliver(SEALED)
    sink.deliver(SEALED, trace)

    plain, traced = map(headers, server.verzoeken)
    assert "traceparent" not in plain
    assert "authorization" not in plain
    assert traced["traceparent"] == trace
    assert plain["idempotency-key"] == f"{SEALED.kop.referentie}:1"
    assert plain["content-type"] == "application/json"
    assert plain["accept"] == "application/json, application/problem+json"
    assert server.verzoeken[0].startswith(b"POST /v1/regresmeldingen HTTP/1.1\r\n")


def test_deliveries_keep_to_the_pace_that_was_asked(huis: Huis) -> None:
    sink, _ = huis(TAKEN, TAKEN, TAKEN, per_seconde=20.0)
    begun = time.monotonic()

    for _ in range(3):
        assert isinstance(sink.deliver(SEALED), Receipt)

    assert time.monotonic() - begun >= 0.1


def test_a_token_is_asked_for_with_our_name_and_secret_escaped(huis: Huis) -> None:
    sink, server = huis(token("abc"), TAKEN, **LOGIN)

    sink.deliver(SEALED)

    asked, sent = server.verzoeken
    pair = base64.b64encode(b"duin%20rand:ge%3Aheim/%C3%A9").decode()
    assert asked.startswith(b"POST /oauth/token HTTP/1.1\r\n")
    assert asked.endswith(b"\r\n\r\ngrant_type=client_credentials")
    assert headers(asked)["authorization"] == f"Basic {pair}"
    assert headers(asked)["content-type"] == "application/x-www-form-urlencoded"
    assert headers(asked)["accept"] == "application/json"
    assert headers(sent)["authorization"] == "Bearer abc"


def test_a_sink_that_was_closed_and_one_that_logs_in_ask_for_a_new_token(huis: Huis) -> None:
    sink, server = huis(token("een"), TAKEN, token("twee"), token("drie"), TAKEN, **LOGIN)

    sink.deliver(SEALED)
    sink.close()
    sink.login()
    sink.login()
    sink.deliver(SEALED)

    assert headers(server.verzoeken[-1])["authorization"] == "Bearer drie"
    assert len(server.verzoeken) == 5


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_login_that_is_refused_is_told_with_its_status_and_may_succeed_later(
    huis: Huis, status: int
) -> None:
    sink, _ = huis(answer(status, b"{}"), token(), TAKEN, **LOGIN)

    with pytest.raises(SinkStopped) as stopped:
        sink.deliver(SEALED)

    (problem,) = stopped.value.problems
    assert problem.code == "S-0021"
    assert str(status) in problem.wat
    assert isinstance(sink.deliver(SEALED), Receipt)


@pytest.mark.parametrize(
    ("lasts", "usable"),
    [
        *((900, 870.0), (86_400, 86_370.0), (60, 30.0), (40, 20.0), (1, 0.5)),
        # What cannot be is taken for a minute.
        *((86_401, 30.0), (0, 30.0), (-5, 30.0), ("900", 30.0), (None, 30.0)),
    ],
)
def test_a_token_is_let_go_half_a_minute_or_half_its_time_before_its_end(
    lasts: object, usable: float
) -> None:
    body = {"access_token": "abc", "token_type": "bEaReR", "expires_in": lasts}

    found = _read_token(body, 1000.0)

    assert (found.text, found.until) == ("abc", 1000.0 + usable)
    assert "abc" not in repr(found)


@pytest.mark.parametrize(
    "wrong",
    [
        *({"access_token": ""}, {"access_token": "é"}, {"access_token": "a\n"}),
        *({"access_token": 7}, {"access_token": None}, {"token_type": None}, {"token_type": "x"}),
    ],
)
def test_a_token_that_cannot_be_a_header_is_none(wrong: dict[str, object]) -> None:
    body: dict[str, Any] = {"access_token": "abc", "token_type": "Bearer", "expires_in": 900}

    with pytest.raises(SinkDown, match="S-0022"):
        _read_token(body | wrong, 0.0)


@given(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"])),
        st.text("aZ09-_.").map(lambda text: f"{text}.a"),
    )
)
def test_the_body_is_canonical_whatever_an_envelope_holds(envelope: str) -> None:
    sealed = SealedMelding(kop(), envelope)

    assert body_of(sealed) == canonical_bytes(kop_json(sealed.kop) | {"inhoud": envelope})
