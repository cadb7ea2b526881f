"""Who gets in: the right secret, a token that is ours and not too old, or the right certificate."""

import base64
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OctKey

from loket.problems import Weigering
from loket.toegang import Toegang
from tests.tools.loket import CLIENT, NU, SECRET, gemeente, settings

FORM = b"grant_type=client_credentials"
CERT = sha256(b"certificaat").hexdigest()


TOEGANG = Toegang(settings(Path()))


def basic(client: str = CLIENT, secret: str = SECRET) -> dict[str, str]:
    pair = base64.b64encode(f"{client}:{secret}".encode()).decode()
    return {"authorization": f"Basic {pair}"}


@pytest.fixture
def toegang(tmp_path: Path) -> Toegang:
    return Toegang(settings(tmp_path))


def token(toegang: Toegang) -> str:
    return f"Bearer {toegang.geef_token(basic(), FORM, NU)['access_token']}"


def refused(call: object) -> Weigering:
    with pytest.raises(Weigering) as caught:
        call()  # type: ignore[operator]  # a lambda of the test
    assert SECRET not in str(caught.value.document())
    return caught.value


def test_the_right_secret_gives_a_token_for_a_quarter_of_an_hour(toegang: Toegang) -> None:
    given = toegang.geef_token(basic(), FORM, NU)

    assert (given["token_type"], given["expires_in"]) == ("Bearer", 900)
    assert toegang.wie(f"Bearer {given['access_token']}", "", NU).code == "9901"


def test_the_secret_may_stand_in_the_form_too(toegang: Toegang) -> None:
    form = FORM + f"&client_id={CLIENT}&client_secret={SECRET}".encode()

    assert toegang.geef_token({}, form, NU)["access_token"]


@pytest.mark.parametrize(
    ("headers", "form"),
    [
        (basic(secret="anders"), FORM),
        (basic(secret=""), FORM),
        (basic(client="gemeente-9999"), FORM),
        ({}, FORM),
        ({"authorization": "Basic %%%"}, FORM),
        ({"authorization": "Basic /w=="}, FORM),
        ({"authorization": "Basic \xe9"}, FORM),
        ({}, FORM + b"&client_id=" + CLIENT.encode()),
    ],
)
def test_a_wrong_secret_gives_no_token(
    toegang: Toegang, headers: dict[str, str], form: bytes
) -> None:
    no = refused(lambda: toegang.geef_token(headers, form, NU))

    assert (no.soort, no.extra["error"]) == ("niet-aangemeld", "invalid_client")
    assert "WWW-Authenticate" in (no.headers or {})


def test_a_municipality_without_a_secret_cannot_sign_in_with_an_empty_one(tmp_path: Path) -> None:
    only_certificate = Toegang(settings(tmp_path, gemeenten=(gemeente(geheim_sha256=""),)))

    refused(lambda: only_certificate.geef_token(basic(secret=""), FORM, NU))


@pytest.mark.parametrize(
    ("form", "error"),
    [
        (b"", "invalid_request"),
        (b"grant_type=password", "unsupported_grant_type"),
        (b"\xff", "invalid_request"),
        (FORM + b"&" + FORM, "invalid_request"),
        (b"&".join(b"a%d=1" % number for number in range(20)), "invalid_request"),
    ],
)
def test_another_form_is_refused(toegang: Toegang, form: bytes, error: str) -> None:
    no = refused(lambda: toegang.geef_token(basic(), form, NU))

    assert (no.soort, no.extra["error"]) == ("verzoek-ongeldig", error)


def test_secrets_cannot_be_tried_one_after_the_other(toegang: Toegang) -> None:
    for _ in range(10):
        refused(lambda: toegang.geef_token(basic(secret="gok"), FORM, NU))

    shut = refused(lambda: toegang.geef_token(basic(), FORM, NU))
    assert (shut.soort, (shut.headers or {})["Retry-After"]) == ("te-vaak", "60")

    assert toegang.geef_token(basic(), FORM, NU + timedelta(seconds=61))["access_token"]


def test_someone_else_guessing_does_not_shut_a_municipality_out(toegang: Toegang) -> None:
    for number in range(20):
        refused(lambda number=number: toegang.geef_token(basic(f"gok{number}"), FORM, NU))

    assert toegang.geef_token(basic(), FORM, NU)["access_token"]


def test_a_token_ends(toegang: Toegang) -> None:
    shown = token(toegang)

    assert toegang.wie(shown, "", NU + timedelta(seconds=899)).code == "9901"
    assert refused(lambda: toegang.wie(shown, "", NU + timedelta(seconds=900))).status_code == 401


def test_a_token_of_another_loket_or_of_nobody_is_refused(tmp_path: Path, toegang: Toegang) -> None:
    other = Toegang(settings(tmp_path))
    claims = {"iss": "regresloket", "sub": CLIENT, "exp": int(NU.timestamp()) + 60}
    stranger = jwt.encode({"alg": "HS256"}, claims, OctKey.generate_key(256))
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    for shown in (
        token(other),
        f"Bearer {stranger}",
        f"Bearer {unsigned}.{stranger.split('.')[1]}.",
        "Bearer ",
        "Bearer x",
        "",
        basic()["authorization"],
        "Bearer " + "a" * 10_000,
    ):
        assert refused(lambda shown=shown: toegang.wie(shown, "", NU)).soort == "niet-aangemeld"


def test_a_token_of_a_municipality_that_left_is_refused(tmp_path: Path) -> None:
    before = settings(tmp_path)
    shown = token(Toegang(before))
    after = Toegang(replace(before, gemeenten=()))

    refused(lambda: after.wie(shown, "", NU))


@given(
    shown=st.text() | st.from_regex(r"\ABearer [A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\Z")
)
def test_whatever_is_shown_it_is_no_token(shown: str) -> None:
    refused(lambda: TOEGANG.wie(shown, "", NU))
    with pytest.raises(Weigering):
        TOEGANG.geef_token({"authorization": shown}, FORM, NU + timedelta(days=len(shown)))


def test_a_certificate_on_record_signs_in_alone_and_binds_the_token(tmp_path: Path) -> None:
    bound = Toegang(settings(tmp_path, gemeenten=(gemeente(certificaat_sha256=CERT),)))
    shown = token(bound)

    assert bound.wie("", CERT, NU).code == "9901"
    assert bound.wie(shown, CERT, NU).code == "9901"
    refused(lambda: bound.wie(shown, "", NU))
    refused(lambda: bound.wie(shown, sha256(b"ander").hexdigest(), NU))
    refused(lambda: bound.wie("", sha256(b"ander").hexdigest(), NU))


def test_a_certificate_that_is_not_on_record_says_nothing(toegang: Toegang) -> None:
    refused(lambda: toegang.wie("", CERT, NU))
    assert toegang.wie(token(toegang), CERT, NU).code == "9901"
