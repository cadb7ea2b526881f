"""What the loket answers to a delivery, and what it keeps of it."""

import base64
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from loket import LoketSettings, create_app
from loket.kop import lees_zending
from loket.problems import Weigering
from regres import Kop, SoortMelding
from regres.canonical import canonical_bytes, kop_json
from tests.tools.loket import (
    CLIENT,
    KANARIE,
    NU,
    SECRET,
    gemeente,
    kop,
    merk,
    plaintext,
    sealer,
    settings,
)

PATH = "/v1/regresmeldingen"


class Balie:
    """A loket in this process, and a municipality that talks to it."""

    def __init__(self, chosen: LoketSettings) -> None:
        self.settings = chosen
        self.app = create_app(chosen)
        self.http = TestClient(self.app)
        self.http.headers["Authorization"] = f"Bearer {self.token()}"

    def token(self, client: str = CLIENT) -> str:
        found = self.http.post(
            "/oauth/token", data={"grant_type": "client_credentials"}, auth=(client, SECRET)
        )
        return str(found.json()["access_token"])

    def body(self, head: Kop, **changed: Any) -> dict[str, Any]:
        sealed = sealer(self.settings.sleutels[0]).seal(head, plaintext(head))
        return {**kop_json(head), "inhoud": sealed.inhoud, **changed}

    def send(self, head: Kop, **changed: Any) -> Any:
        return self.post(self.body(head, **changed), f"{head.referentie}:{head.versie}")

    def post(self, body: Any, key: str = "", **headers: str) -> Any:
        content = body if isinstance(body, bytes) else canonical_bytes(body)
        whole = {"Content-Type": "application/json", "Idempotency-Key": key} | headers
        return self.http.post(PATH, content=content, headers=whole)

    def rows(self, query: str) -> list[Any]:
        with self.app.state.loket.archief.lezen() as tx:
            return list(tx.exec_driver_sql(query))


@pytest.fixture
def balie(tmp_path: Path) -> Iterator[Balie]:
    made = Balie(settings(tmp_path))
    with closing(made.app.state.loket.archief):
        yield made


def problem(answer: Any) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["title"]
    return str(body["type"]).removeprefix("urn:regresloket:probleem:")


def test_a_first_delivery_opens_a_case_with_the_fixed_handler(balie: Balie) -> None:
    answer = balie.send(kop())

    assert answer.status_code == 201
    assert answer.headers["location"] == f"{PATH}/{merk('r1')}"
    assert answer.json() == {
        "referentie": merk("r1"),
        "versie": 1,
        "zaaknummer": "RL-2026-000001",
        "ontvangenOp": "2026-11-21T04:00:00Z",
    }
    shown = "zaaknummer, gemeente, behandelaar, status, aantal, categorieen, uitkomst, bedragklasse"
    assert balie.rows(f"select {shown}, uiterlijke_datum from zaak") == [  # noqa: S608 - our own
        (
            *("RL-2026-000001", "9901", "M. de Wit", "open", 1, "05", "kansrijk"),
            *("1.000 tot 10.000", "2031-09-30"),
        )
    ]


def test_the_substitute_takes_cases_while_the_handler_is_away(tmp_path: Path) -> None:
    away = gemeente(afwezig=((date(2026, 11, 20), date(2026, 11, 21)),))
    here = Balie(settings(tmp_path, gemeenten=(away,)))
    with closing(here.app.state.loket.archief):
        here.send(kop())
        assert here.rows("select behandelaar from zaak") == [("J. Bos",)]


def test_a_known_version_is_answered_without_opening_its_envelope(balie: Balie) -> None:
    first = balie.send(kop())

    again = balie.send(kop(), inhoud="a.b.c.d.e")

    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["location"] == first.headers["location"]


def test_a_conflict_names_the_latest_version_and_its_merk(balie: Balie) -> None:
    balie.send(kop(versie=1))
    balie.send(kop(versie=3))

    for head in (kop(versie=3, inhoudsmerk=merk("x")), kop(versie=2), kop(inhoudsmerk=merk("x"))):
        answer = balie.send(head)
        assert (answer.status_code, problem(answer)) == (409, "versie-bekend")
        assert answer.json()["laatsteVersie"] == 3
        assert answer.json()["inhoudsmerk"] == kop(versie=3).inhoudsmerk
    assert len(balie.rows("select * from melding")) == 2


def test_a_case_adds_up_the_latest_version_of_each_melding(balie: Balie) -> None:
    dossier = merk("samen")
    balie.send(kop("a", dossiersleutel=dossier))
    balie.send(kop("b", dossiersleutel=dossier))
    balie.send(kop("a", 2, dossiersleutel=dossier))
    query = "select aantal, status, uitkomst, bedragklasse, uiterlijke_datum from zaak"
    full = ("kansrijk", "1.000 tot 10.000", "2031-09-30")
    assert balie.rows(query) == [(2, "open", *full)]

    balie.send(kop("a", 3, dossiersleutel=dossier, soortMelding=SoortMelding.INTREKKING))
    assert balie.rows(query) == [(1, "open", *full)]

    balie.send(kop("b", 2, dossiersleutel=dossier, soortMelding=SoortMelding.INTREKKING))
    assert balie.rows(query) == [(0, "ingetrokken", "", "", None)]

    balie.send(kop("b", 3, dossiersleutel=dossier))
    assert balie.rows(query) == [(1, "open", *full)]


def test_a_later_version_stays_in_its_case_whatever_dossier_it_names(balie: Balie) -> None:
    first = balie.send(kop())
    later = balie.send(kop(versie=2, dossiersleutel=merk("elders")))

    assert later.json()["zaaknummer"] == first.json()["zaaknummer"]


def test_case_numbers_rise_and_start_again_each_year(tmp_path: Path) -> None:
    moment = [NU]
    here = Balie(settings(tmp_path, klok=lambda: moment[0], token_duur=10**9))
    with closing(here.app.state.loket.archief):
        numbers = [here.send(kop(name)).json()["zaaknummer"] for name in "abc"]
        moment[0] = NU + timedelta(days=60)
        numbers.append(here.send(kop("d")).json()["zaaknummer"])

    assert numbers == ["RL-2026-000001", "RL-2026-000002", "RL-2026-000003", "RL-2027-000001"]


def test_the_number_after_the_last_of_six_digits_has_seven(balie: Balie) -> None:
    balie.send(kop("a"))
    with balie.app.state.loket.archief.schrijven() as tx:
        tx.exec_driver_sql("update zaak set zaaknummer = 'RL-2026-999999'")

    assert balie.send(kop("b")).json()["zaaknummer"] == "RL-2026-1000000"
    assert balie.send(kop("c")).json()["zaaknummer"] == "RL-2026-1000001"


def test_the_idempotency_key_must_be_referentie_and_versie(balie: Balie) -> None:
    body = balie.body(kop())
    for key in ("", merk("r1"), f"{merk('r1')}:2", f"{merk('r1')}:01", f"{merk('r1')}:1 "):
        answer = balie.post(body, key.rstrip() + ("x" if key.endswith(" ") else ""))
        assert (answer.status_code, problem(answer)) == (400, "idempotentie-sleutel")
    assert balie.rows("select * from melding") == []


@pytest.mark.parametrize(
    "changed",
    [
        {"versie": 2},
        {"dossiersleutel": merk("ander")},
        {"inhoudsmerk": merk("ander")},
        {"referentie": merk("ander")},
        {"soortMelding": "wijziging"},
        {"aangemaaktOp": "2026-11-21T05:00:00Z"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_clear_field_that_differs_from_the_envelope_is_refused(
    balie: Balie, changed: dict[str, Any]
) -> None:
    body = balie.body(kop()) | changed

    answer = balie.post(body, f"{body['referentie']}:{body['versie']}")

    assert (answer.status_code, problem(answer)) == (400, "kop-ongelijk")
    assert next(iter(changed)) in answer.json()["detail"]
    assert balie.rows("select * from melding") == []


def test_another_municipality_than_that_of_the_token_is_refused(tmp_path: Path) -> None:
    other = replace(gemeente(), code="9902", client_id="gemeente-9902")
    here = Balie(settings(tmp_path, gemeenten=(gemeente(), other)))
    with closing(here.app.state.loket.archief):
        wrong = here.send(kop(gemeenteCode="9902"))
        assert (wrong.status_code, problem(wrong)) == (403, "andere-gemeente")

        here.send(kop())
        here.http.headers["Authorization"] = f"Bearer {here.token('gemeente-9902')}"
        assert problem(here.send(kop(gemeenteCode="9902", versie=2))) == "andere-gemeente"
        assert problem(here.http.get(f"{PATH}/{merk('r1')}")) == "niet-gevonden"
        assert here.http.get(PATH).json()["regresmeldingen"] == []
        assert here.http.get("/v1/terugkoppelingen").json()["terugkoppelingen"] == []
        dossier = kop("r2", gemeenteCode="9902", dossiersleutel=kop().dossiersleutel)
        assert problem(here.send(dossier)) == "andere-gemeente"


def test_after_a_merger_the_successor_goes_on_with_the_meldingen_of_its_predecessor(
    tmp_path: Path,
) -> None:
    merged = gemeente(voorgangers=("9902",))
    here = Balie(settings(tmp_path, gemeenten=(merged,)))
    with closing(here.app.state.loket.archief):
        first = here.send(kop(gemeenteCode="9902"))
        later = here.send(kop(versie=2))

    assert later.status_code == 201
    assert later.json()["zaaknummer"] == first.json()["zaaknummer"]


def test_what_is_kept_of_a_person_lies_encrypted(balie: Balie, tmp_path: Path) -> None:
    balie.send(kop())
    balie.send(kop(versie=2, soortMelding=SoortMelding.INTREKKING))

    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert len(stored) > 10_000
    for word in (*KANARIE, "Team Wmo Duinrand", "250.00"):
        assert word.encode() not in stored
    data = balie.app.state.loket.intake._data
    ((sealed,),) = balie.rows("select inhoud from melding where versie = 1")
    opened = json.loads(data.open(sealed, merk("r1"), 1))
    assert opened["client"]["burgerservicenummer"] == KANARIE[1]


def test_the_database_is_readable_for_its_owner_only(balie: Balie, tmp_path: Path) -> None:
    balie.send(kop())

    for path in tmp_path.iterdir():
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_the_database_syncs_every_commit(balie: Balie) -> None:
    assert balie.rows("pragma synchronous") == [(2,)]
    assert balie.rows("pragma journal_mode") == [("wal",)]


def test_the_history_tells_every_verdict_in_order_and_only_grows(balie: Balie) -> None:
    balie.send(kop())
    balie.send(kop())
    balie.send(kop(inhoudsmerk=merk("x")))
    balie.send(kop("r2"), inhoud="a.b.c.d.e")

    told = balie.rows("select uitslag, zaaknummer from geschiedenis order by id")

    number = "RL-2026-000001"
    assert told == [("ontvangen", number), ("herhaald", number), ("botsing", None)]
    archief = balie.app.state.loket.archief
    for statement in ("update geschiedenis set versie = 9", "delete from geschiedenis"):
        with pytest.raises(Exception, match="only grows"), archief.schrijven() as tx:
            tx.exec_driver_sql(statement)


def test_the_lists_page_through_everything_once(tmp_path: Path) -> None:
    here = Balie(settings(tmp_path, bladzijde=3))
    heads = [kop(f"r{number}") for number in range(5)]
    with closing(here.app.state.loket.archief):
        for head in heads:
            assert here.send(head).status_code == 201
        first = here.http.get(PATH).json()
        second = here.http.get(PATH, params={"cursor": first["cursor"]}).json()
        third = here.http.get(PATH, params={"cursor": second["cursor"]}).json()

    listed = [item["referentie"] for item in first["regresmeldingen"] + second["regresmeldingen"]]
    assert listed == [head.referentie for head in heads]
    assert (first["meer"], second["meer"], third["meer"]) == (True, False, False)
    assert third["regresmeldingen"] == []
    assert third["cursor"] == second["cursor"]
    assert first["regresmeldingen"][0] == {
        "referentie": heads[0].referentie,
        "versie": 1,
        "zaaknummer": "RL-2026-000001",
        "ontvangenOp": "2026-11-21T04:00:00Z",
        "inhoudsmerk": heads[0].inhoudsmerk,
        "soortMelding": "nieuw",
    }


def test_what_comes_after_midnight_has_the_day_that_began_here(tmp_path: Path) -> None:
    """At half past eleven in the evening by UTC it is already the next day in the Netherlands."""
    night = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    away = gemeente(afwezig=((date(2027, 1, 1), date(2027, 1, 1)),))
    here = Balie(settings(tmp_path, klok=lambda: night, gemeenten=(away,)))
    with closing(here.app.state.loket.archief):
        answer = here.send(kop())

        (told,) = here.http.get("/v1/terugkoppelingen").json()["terugkoppelingen"]
        assert told["datum"] == "2027-01-01"
        assert answer.json()["zaaknummer"].startswith("RL-2027-")
        assert here.rows("select behandelaar from zaak") == [("J. Bos",)]


def test_feedback_is_codes_only(balie: Balie) -> None:
    balie.send(kop())
    balie.send(kop(versie=2, soortMelding=SoortMelding.INTREKKING))

    told = balie.http.get("/v1/terugkoppelingen").json()["terugkoppelingen"]

    assert [(item["volgnummer"], item["stap"], item["versie"]) for item in told] == [
        (1, "ontvangen", 1),
        (2, "ingetrokken", 2),
    ]
    assert set(told[0]) == {
        *("volgnummer", "referentie", "versie", "zaaknummer"),
        *("stap", "advies", "redencode", "datum"),
    }


@pytest.mark.parametrize(("path", "kind"), [(PATH, "meldingen"), ("/v1/terugkoppelingen", "terug")])
def test_a_cursor_from_a_time_that_was_put_back_is_refused(
    balie: Balie, path: str, kind: str
) -> None:
    balie.send(kop())
    here, later = (
        base64.urlsafe_b64encode(f"{kind}:{number}".encode()).decode().rstrip("=")
        for number in (1, 2)
    )

    assert balie.http.get(path, params={"cursor": here}).status_code == 200
    answer = balie.http.get(path, params={"cursor": later})
    assert (answer.status_code, problem(answer)) == (400, "cursor-ongeldig")


@pytest.mark.parametrize("cursor", ["x", "!!!!", "dGVydWc6MQ", "bWVsZGluZ2VuOi0x", "é", "a" * 101])
def test_a_cursor_that_is_not_ours_is_refused_and_not_repeated(balie: Balie, cursor: str) -> None:
    answer = balie.http.get(PATH, params={"cursor": cursor})

    assert answer.status_code == 400
    assert problem(answer) in {"cursor-ongeldig", "verzoek-ongeldig"}
    assert cursor not in answer.text or len(cursor) == 1


BROKEN: dict[str, bytes] = {
    "nothing": b"",
    "half": b'{"referentie": "',
    "a list": b"[]",
    "a word": b'"x"',
    "not UTF-8": b'{"a": "\xff"}',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "a member twice": b'{"versie": 1, "versie": 1}',
    "NaN": b'{"versie": NaN}',
    "a float": b'{"versie": 1.0}',
    "deep": b"[" * 100_000,
    "a huge number": b'{"versie": ' + b"9" * 5_000 + b"}",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_body_is_400_whatever_it_is(balie: Balie, name: str) -> None:
    answer = balie.post(BROKEN[name], "x")

    assert (answer.status_code, problem(answer)) == (400, "lichaam-ongeldig")


def test_every_fault_of_a_body_is_told_at_once_and_no_value(balie: Balie) -> None:
    body = {
        "schemaVersie": "2.0.0",
        "referentie": KANARIE[1],
        "versie": True,
        "soortMelding": ["nieuw"],
        "gemeenteCode": 9901,
        "inhoudsmerk": merk("x").upper(),
        "aangemaaktOp": "2026-11-21T04:30:00Z",
        "inhoud": "x",
        KANARIE[0]: KANARIE[2],
    }

    answer = balie.post(body, "x")

    assert (answer.status_code, problem(answer)) == (400, "lichaam-ongeldig")
    faults = {item["veld"]: item["wat"] for item in answer.json()["fouten"]}
    assert set(faults) == {*(set(body) - {KANARIE[0]}), "dossiersleutel", ""}
    for word in KANARIE:
        assert word not in answer.text


def test_a_body_above_the_cap_is_refused_with_and_without_a_length(tmp_path: Path) -> None:
    here = Balie(settings(tmp_path, melding_limiet=1000))
    with closing(here.app.state.loket.archief):
        plain = here.post(b" " * 1001, "x")
        streamed = here.http.post(
            PATH,
            content=(b" " * 500 for _ in range(3)),
            headers={"Content-Type": "application/json"},
        )

    for answer in (plain, streamed):
        assert (answer.status_code, problem(answer)) == (413, "te-groot")


def test_only_plain_json_is_taken(balie: Balie) -> None:
    body = balie.body(kop())
    for headers in ({"Content-Type": "text/plain"}, {"Content-Encoding": "gzip"}):
        answer = balie.post(body, "x", **headers)
        assert (answer.status_code, problem(answer)) == (415, "mediatype")


@pytest.mark.parametrize("odd", ["9" * 400, '"\\ud800"', "[" * 200 + "]" * 200])
def test_odd_values_inside_an_envelope_are_no_fault_of_ours_and_are_not_told(
    balie: Balie, odd: str, caplog: pytest.LogCaptureFixture
) -> None:
    inside = plaintext(kop())[:-1] + f', "onbekend": {odd}}}'.encode()
    sealed = sealer(balie.settings.sleutels[0]).seal(kop(), inside)

    answer = balie.send(kop(), inhoud=sealed.inhoud)

    assert answer.status_code == 201
    assert odd not in caplog.text


def test_one_version_offered_by_many_at_once_is_taken_once(balie: Balie) -> None:
    bodies = [canonical_bytes(balie.body(kop())) for _ in range(16)]
    key = f"{merk('r1')}:1"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda body: balie.post(body, key), bodies))

    assert sorted(answer.status_code for answer in answers) == [200] * 15 + [201]
    assert len({answer.text for answer in answers}) == 1
    assert balie.rows("select count(*) from melding") == [(1,)]
    assert balie.rows("select count(*) from zaak") == [(1,)]


def test_the_loket_is_busy_and_not_broken_when_its_database_cannot_write(balie: Balie) -> None:
    with balie.app.state.loket.archief.schrijven() as tx:
        tx.exec_driver_sql("drop table terugkoppeling")

    answer = balie.send(kop())

    assert (answer.status_code, problem(answer)) == (503, "bezet")
    assert answer.headers["retry-after"] == "30"
    assert balie.rows("select * from melding") == []
    assert balie.rows("select * from zaak") == []


def test_addresses_that_do_not_exist_are_problems_too(balie: Balie) -> None:
    for method, path, wanted in (
        ("GET", "/bestaat-niet", "niet-gevonden"),
        ("GET", PATH + "/", "niet-gevonden"),
        ("GET", f"{PATH}/geen-hex", "niet-gevonden"),
        ("GET", f"{PATH}/{merk('onbekend')}", "niet-gevonden"),
        ("DELETE", PATH, "methode"),
        ("PUT", f"{PATH}/{merk('x')}", "methode"),
    ):
        answer = balie.http.request(method, path)
        assert problem(answer) == wanted
        assert answer.headers["api-version"] == "1.0.0"


def test_every_answer_carries_the_headers_of_the_house(balie: Balie) -> None:
    for path in ("/healthz", "/v1/sleutels", PATH, "/bestaat-niet", "/zaken", "/stijl.css"):
        headers = balie.http.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "'unsafe" not in headers["content-security-policy"]
        assert headers["content-security-policy"].startswith("default-src 'none'")


def test_health_and_keys_are_open_and_everything_else_is_not(balie: Balie) -> None:
    del balie.http.headers["Authorization"]

    assert balie.http.get("/healthz").json() == {"status": "ok"}
    (key,) = balie.http.get("/v1/sleutels").json()["keys"]
    assert set(key) == {"kty", "crv", "x", "use", "alg", "kid"}
    for answer in (
        balie.http.get(PATH),
        balie.http.get(f"{PATH}/{merk('x')}"),
        balie.http.get("/v1/terugkoppelingen"),
        balie.send(kop()),
    ):
        assert (answer.status_code, problem(answer)) == (401, "niet-aangemeld")
        assert answer.headers["www-authenticate"].startswith("Bearer")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(changes=st.dictionaries(st.sampled_from([*sorted(kop_json(kop())), "inhoud"]), JSON))
def test_no_body_makes_the_loket_fall_over(changes: dict[str, Any]) -> None:
    body = {**kop_json(kop()), "inhoud": "a.b.c.d.e", **changes}

    try:
        zending = lees_zending(body)
    except Weigering as refused:
        assert refused.soort == "lichaam-ongeldig"
        assert refused.extra["fouten"]
    else:
        assert kop_json(zending.kop) == {name: body[name] for name in kop_json(kop())}
