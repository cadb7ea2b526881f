"""The contract suite: our loket passes, and every rule that is broken on purpose is found."""

import base64
import json
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import requests
import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from loket import create_app
from loket.verify import Afzender, verify
from loket.verify.envelop import VERZONNEN
from loket.verify.rules import RULES
from tests.tools.loket import CLIENT, NU, SECRET, merk, running, settings

RIGHT = f"Basic {base64.b64encode(f'{CLIENT}:{SECRET}'.encode()).decode()}"


@dataclass(frozen=True)
class Vraag:
    """One request as a spoiler sees it."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def delivers(self) -> bool:
        return self.method == "POST" and self.path == "/v1/regresmeldingen"

    def receipt(self, status: int = 201, **changed: Any) -> "Antwoord":
        body = self.json
        fields = {
            "referentie": body["referentie"],
            "versie": body["versie"],
            "zaaknummer": "RL-2026-999999",
            "ontvangenOp": "2026-11-21T04:00:00Z",
        }
        headers = {
            "content-type": "application/json",
            "location": f"/v1/regresmeldingen/{body['referentie']}",
            "api-version": "1.0.0",
        }
        return Antwoord(status, headers, json.dumps(fields | changed).encode())


@dataclass(frozen=True)
class Antwoord:
    """One answer as a spoiler sees it."""

    status: int
    headers: dict[str, str]
    body: bytes

    def with_json(self, **changed: Any) -> "Antwoord":
        fields = json.loads(self.body) | changed
        kept = {name: value for name, value in fields.items() if value is not ...}
        return replace(self, body=json.dumps(kept).encode())

    def without(self, name: str) -> "Antwoord":
        return replace(self, headers={k: v for k, v in self.headers.items() if k != name})

    @property
    def kind(self) -> str:
        return str(json.loads(self.body).get("type", "")).rpartition(":")[2]


Vraag2 = Callable[[Vraag], Awaitable[Antwoord]]
Bederf = Callable[[Vraag, Vraag2, dict[str, Any]], Awaitable[Antwoord]]


class Bedorven:
    """Stands before a good loket and breaks one rule of the contract."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.bederf: Bederf | None = None
        self.memory: dict[str, Any] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        asked = Vraag(
            scope["method"],
            scope["path"],
            scope["query_string"].decode(),
            dict(request.headers),
            await request.body(),
        )

        async def ask(changed: Vraag) -> Antwoord:
            return await self._inside(scope, changed)

        answer = await (self.bederf(asked, ask, self.memory) if self.bederf else ask(asked))
        headers = {k: v for k, v in answer.headers.items() if k != "content-length"}
        await Response(answer.body, answer.status, headers)(scope, receive, send)

    async def _inside(self, scope: Scope, asked: Vraag) -> Antwoord:
        told: list[Any] = []
        inner: dict[str, Any] = dict(scope) | {
            "query_string": asked.query.encode(),
            "headers": [(k.encode(), v.encode("latin-1")) for k, v in asked.headers.items()],
        }

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": asked.body, "more_body": False}

        async def send(message: Any) -> None:
            told.append(message)

        await self.app(inner, receive, send)
        headers = {k.decode(): v.decode() for k, v in told[0]["headers"]}
        body = b"".join(part.get("body", b"") for part in told[1:])
        return Antwoord(told[0]["status"], headers, body)


@dataclass
class Huis:
    url: str
    front: Bedorven

    def failed(self, bederf: Bederf | None = None) -> dict[str, str]:
        self.front.bederf = bederf
        self.front.memory = {}
        checks = verify(self.url, Afzender(CLIENT, SECRET, "9901"), now=NU)
        assert [check.id for check in checks] == [rule[0] for rule in RULES]
        return {check.id: check.uitleg for check in checks if check.gelukt is False}


@pytest.fixture(scope="module")
def huis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Huis]:
    """A loket without TLS behind a front that can spoil its answers; its clock runs."""
    clock = count(NU.timestamp(), 2)
    chosen = settings(
        tmp_path_factory.mktemp("loket"),
        klok=lambda: datetime.fromtimestamp(next(clock), tz=UTC),
    )
    app = create_app(chosen)
    front = Bedorven(app)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(front, log_config=None, lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    with closing(app.state.loket.archief):
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield Huis(f"http://127.0.0.1:{listener.getsockname()[1]}", front)
        server.should_exit = True
        thread.join(10)


def test_our_own_loket_passes_every_rule_that_can_be_tested(tmp_path: Path) -> None:
    with running(tmp_path) as house:
        sender = Afzender(CLIENT, SECRET, "9901", ca=house.ca)
        checks = verify(house.server.url, sender, now=NU)

    assert [(check.id, check.uitleg) for check in checks if check.gelukt is False] == []
    assert [check.id for check in checks if check.gelukt is None] == ["retry-after"]
    assert len({check.id for check in checks}) == len(checks)
    assert all(check.zin.endswith(".") for check in checks)
    assert SECRET not in repr(sender)


def test_it_may_be_asked_again_of_the_same_backend(huis: Huis) -> None:
    assert set(huis.failed()) == set(huis.failed()) == {"tls"}


def test_a_backend_that_is_not_there_fails_every_rule_without_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    checks = verify(f"http://127.0.0.1:{port}", Afzender("x", "y", "9901"), now=NU)

    assert [check.id for check in checks if check.gelukt] == []


SPOILERS: dict[str, tuple[str, Bederf]] = {}


def breaks(rule: str) -> Callable[[Bederf], Bederf]:
    def keep(spoiler: Bederf) -> Bederf:
        SPOILERS[spoiler.__name__] = (rule, spoiler)
        return spoiler

    return keep


@breaks("token")
async def token_without_a_life(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    answer = await ask(asked)
    return answer.with_json(expires_in=...) if asked.path == "/oauth/token" else answer


@breaks("token-geheim")
async def any_secret_will_do(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    if asked.path == "/oauth/token":
        asked = replace(asked, headers=asked.headers | {"authorization": RIGHT})
    return await ask(asked)


@breaks("sleutels")
async def private_keys_shown(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    answer = await ask(asked)
    if asked.path != "/v1/sleutels":
        return answer
    return answer.with_json(keys=[json.loads(answer.body)["keys"][0] | {"d": "AAAA"}])


@breaks("sleutels")
async def no_keys(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    answer = await ask(asked)
    return answer.with_json(keys=[]) if asked.path == "/v1/sleutels" else answer


@breaks("eerste")
async def no_location(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    answer = await ask(asked)
    return answer.without("location")


@breaks("eerste")
async def first_is_200(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    answer = await ask(asked)
    return replace(answer, status=200) if answer.status == 201 else answer


@breaks("eerste")
async def receipt_of_another(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    answer = await ask(asked)
    return answer.with_json(referentie=merk("x")) if answer.status == 201 else answer


@breaks("herhaling")
async def a_new_receipt_each_time(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    answer = await ask(asked)
    if asked.delivers and answer.status == 200:
        return answer.with_json(ontvangenOp="2026-11-21T05:00:00Z")
    return answer


@breaks("andere-envelop")
async def compares_ciphertext(asked: Vraag, ask: Vraag2, memory: dict[str, Any]) -> Antwoord:
    answer = await ask(asked)
    key = asked.headers.get("idempotency-key", "")
    if answer.status == 201:
        memory[key] = asked.body
    if answer.status == 200 and memory.get(key, asked.body) != asked.body:
        fields = {"status": 409, "title": "x", "laatsteVersie": 1, "inhoudsmerk": merk("x")}
        kind = {"content-type": "application/problem+json", "api-version": "1"}
        return Antwoord(409, kind, json.dumps(fields).encode())
    return answer


@breaks("ander-merk")
async def conflict_without_fields(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    answer = await ask(asked)
    return answer.with_json(inhoudsmerk=...) if answer.status == 409 else answer


@breaks("ander-merk")
async def overwrites_a_version(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    answer = await ask(asked)
    return asked.receipt(200) if answer.status == 409 else answer


@breaks("wijziging")
async def a_case_per_version(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    answer = await ask(asked)
    if answer.status == 201:
        return answer.with_json(zaaknummer=f"RL-2026-{asked.json['versie']:06}")
    return answer


@breaks("wijziging")
async def wants_no_gaps(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    if asked.delivers and asked.json.get("versie") == 3:
        return await ask(replace(asked, body=b"{}"))
    return await ask(asked)


@breaks("oudere-versie")
async def takes_older_versions(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    answer = await ask(asked)
    return asked.receipt() if answer.status == 409 and asked.json["versie"] == 2 else answer


@breaks("dossier")
async def a_case_per_melding(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    answer = await ask(asked)
    if answer.status == 201:
        return answer.with_json(zaaknummer=f"RL-{asked.json['referentie'][:8]}")
    return answer


def _after(wanted: str, change: Callable[[Vraag, Antwoord], Antwoord]) -> Bederf:
    async def spoil(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
        answer = await ask(asked)
        spoilt = answer.status >= 400 and answer.kind == wanted
        return change(asked, answer) if spoilt else answer

    return spoil


def _zipped(asked: Vraag, answer: Antwoord) -> Antwoord:
    part = asked.json["inhoud"].split(".")[0]
    header = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return asked.receipt() if "zip" in header else answer


def _untampered(asked: Vraag, answer: Antwoord) -> Antwoord:
    return asked.receipt()


SPOILERS |= {
    "unknown key is a plain error": (
        "sleutel-onbekend",
        _after("sleutel-onbekend", lambda _, answer: answer.with_json(type="about:blank")),
    ),
    "unknown key is 400": (
        "sleutel-onbekend",
        _after("sleutel-onbekend", lambda _, answer: replace(answer, status=400)),
    ),
    "believes the clear fields": ("kop-ongelijk", _after("kop-ongelijk", _untampered)),
    "takes a changed envelope": ("envelop-veranderd", _after("envelop-ongeldig", _untampered)),
    "unpacks envelopes": ("envelop-gepakt", _after("envelop-ongeldig", _zipped)),
    "takes another's melding": ("andere-gemeente", _after("andere-gemeente", _untampered)),
    "another municipality is 400": (
        "andere-gemeente",
        _after("andere-gemeente", lambda _, answer: replace(answer, status=400)),
    ),
    "no WWW-Authenticate": (
        "zonder-token",
        _after("niet-aangemeld", lambda _, answer: answer.without("www-authenticate")),
    ),
    "a broken body is 500": (
        "lichaam",
        _after("lichaam-ongeldig", lambda _, answer: replace(answer, status=500)),
    ),
    "an unknown one is empty": (
        "lezen-onbekend",
        _after("niet-gevonden", lambda _, answer: replace(answer, status=200)),
    ),
    "what was refused is kept": (
        "andere-gemeente",
        _after("niet-gevonden", lambda _, answer: replace(answer, status=200)),
    ),
    "errors are plain JSON": (
        "problemen",
        _after(
            "niet-gevonden",
            lambda _, answer: replace(answer, headers={"content-type": "application/json"}),
        ),
    ),
    "errors lie about their status": (
        "problemen",
        _after("niet-gevonden", lambda _, answer: answer.with_json(status=400)),
    ),
    "errors repeat a name": (
        "geen-personen",
        _after("sleutel-onbekend", lambda _, answer: answer.with_json(detail=VERZONNEN)),
    ),
}


@breaks("zonder-token")
async def no_token_needed(asked: Vraag, ask: Vraag2, memory: dict[str, Any]) -> Antwoord:
    shown = asked.headers.get("authorization", "")
    answer = await ask(asked)
    if answer.status != 401 and asked.path != "/oauth/token":
        memory["token"] = shown
    elif answer.status == 401 and "token" in memory:
        return await ask(replace(asked, headers=asked.headers | {"authorization": memory["token"]}))
    return answer


@breaks("idempotentie")
async def any_key_will_do(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    if asked.delivers and "versie" in asked.json:
        key = f"{asked.json['referentie']}:{asked.json['versie']}"
        asked = replace(asked, headers=asked.headers | {"idempotency-key": key})
    return await ask(asked)


@breaks("lezen")
async def reads_back_something_else(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    answer = await ask(asked)
    if asked.method == "GET" and asked.path.count("/") == 3 and answer.status == 200:
        return answer.with_json(inhoudsmerk=merk("x"))
    return answer


def _listing(change: Callable[[list[Any]], list[Any]]) -> Bederf:
    async def spoil(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
        answer = await ask(asked)
        if asked.method == "GET" and asked.path == "/v1/regresmeldingen":
            return answer.with_json(
                regresmeldingen=change(json.loads(answer.body)["regresmeldingen"])
            )
        return answer

    return spoil


SPOILERS |= {
    "the list misses one": ("lijst", _listing(lambda items: items[:-1])),
    "the list doubles one": ("lijst", _listing(lambda items: items + items[-1:])),
    "the list is in another order": ("lijst", _listing(lambda items: items[::-1])),
    "the list holds nonsense": ("lijst", _listing(lambda _: [None])),
}


@breaks("lijst")
async def the_cursor_is_ignored(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    return await ask(replace(asked, query=""))


@breaks("lijst")
async def the_list_never_ends(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    answer = await ask(asked)
    if asked.method == "GET" and asked.path == "/v1/regresmeldingen":
        return answer.with_json(meer=True, regresmeldingen=[{}], cursor="x")
    return answer


@breaks("terugkoppeling")
async def no_feedback(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    answer = await ask(asked)
    return answer.with_json(cursor=...) if asked.path == "/v1/terugkoppelingen" else answer


@breaks("intrekking")
async def no_withdrawals(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    if asked.json.get("soortMelding") == "intrekking":
        asked = replace(asked, body=b"{}")
    return await ask(asked)


@breaks("contract")
async def no_version(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    return (await ask(asked)).without("api-version")


@breaks("contract")
async def an_old_openapi(asked: Vraag, ask: Vraag2, _: dict[str, Any]) -> Antwoord:
    answer = await ask(asked)
    return answer.with_json(openapi="3.0.1") if asked.path == "/v1/openapi.json" else answer


@pytest.mark.parametrize("name", SPOILERS)
def test_a_broken_rule_is_found(huis: Huis, name: str) -> None:
    rule, spoiler = SPOILERS[name]

    failed = huis.failed(spoiler)

    assert rule in failed
    assert failed[rule]


def test_every_rule_has_a_variant_that_breaks_it() -> None:
    found_by_another_test = {"tls", "retry-after"}

    assert {rule for rule, _ in SPOILERS.values()} == {
        rule[0] for rule in RULES
    } - found_by_another_test


def test_nonsense_in_every_answer_is_no_error_of_ours(huis: Huis) -> None:
    for nonsense in (b"", b"[]", b"{}", b"\xff", b"[" * 50_000, b'{"keys": [1], "cursor": 2}'):

        async def spoil(
            asked: Vraag, ask: Vraag2, _: dict[str, Any], said: bytes = nonsense
        ) -> Antwoord:
            return Antwoord(200, {"content-type": "application/json"}, said)

        assert {"token", "sleutels"} <= set(huis.failed(spoil))


def test_the_front_itself_changes_nothing(huis: Huis) -> None:
    huis.front.bederf = None

    assert requests.get(huis.url + "/healthz", timeout=5).json() == {"status": "ok"}
