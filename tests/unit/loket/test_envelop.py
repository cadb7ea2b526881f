"""Opening: one key agreement, one cipher; whatever else a header names is refused."""

import base64
import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwe
from joserfc.jwk import ECKey, OctKey, OKPKey
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

from loket.envelop import Opener
from loket.kop import Zending
from loket.problems import Weigering
from loket.settings import LoketSleutel
from regres import Kop
from regres.canonical import kop_json
from regres.envelop import ALG, ENC, TYP_MELDING
from tests.tools.loket import KANARIE, kop, merk, plaintext, sealer

SLEUTEL = LoketSleutel.maak("loket-2026")
VANDAAG = date(2026, 11, 21)


def zending(inhoud: str, head: Kop | None = None) -> Zending:
    chosen = head or kop()
    return Zending(chosen, kop_json(chosen), inhoud)


def header(**changed: Any) -> dict[str, Any]:
    base = {"alg": ALG, "enc": ENC, "typ": TYP_MELDING, "kid": SLEUTEL.kid, **kop_json(kop())}
    return {name: value for name, value in (base | changed).items() if value is not ...}


def seal(head: dict[str, Any], content: bytes | None = None, key: Any = None) -> str:
    """Seal with jwcrypto, which shares no code with joserfc."""
    made = JWE(
        content if content is not None else plaintext(kop()),
        protected=json.dumps(head),
        algs=[head["alg"], head["enc"]],
    )
    made.add_recipient(key or JWK(**SLEUTEL.publiek))
    return str(made.serialize(compact=True))


def refused(inhoud: str, head: Kop | None = None, opener: Opener | None = None) -> str:
    with pytest.raises(Weigering) as caught:
        (opener or Opener([SLEUTEL])).open(zending(inhoud, head), VANDAAG)
    for word in KANARIE:
        assert word not in str(caught.value.document())
    return caught.value.soort


def test_an_envelope_of_the_adapter_opens() -> None:
    sealed = sealer(SLEUTEL).seal(kop(), plaintext(kop()))

    opened = Opener([SLEUTEL]).open(zending(sealed.inhoud), VANDAAG)

    assert opened["client"]["geslachtsnaam"] == KANARIE[0]


def test_an_envelope_of_another_maker_opens_too() -> None:
    opened = Opener([SLEUTEL]).open(zending(seal(header())), VANDAAG)

    assert opened["referentie"] == kop().referentie


def test_spaces_behind_the_content_are_padding() -> None:
    opened = Opener([SLEUTEL]).open(zending(seal(header(), plaintext(kop()) + b" " * 99)), VANDAAG)

    assert opened["versie"] == 1


@pytest.mark.parametrize("days", [0, 90])
def test_a_retired_key_opens_for_ninety_days(days: int) -> None:
    retired = LoketSleutel(SLEUTEL.kid, SLEUTEL.jwk, VANDAAG - timedelta(days=days))

    assert Opener([retired]).open(zending(seal(header())), VANDAAG)


def test_after_ninety_days_a_retired_key_is_unknown() -> None:
    retired = LoketSleutel(SLEUTEL.kid, SLEUTEL.jwk, VANDAAG - timedelta(days=91))

    assert refused(seal(header()), opener=Opener([retired])) == "sleutel-onbekend"


def test_a_key_id_we_do_not_know_is_told_apart() -> None:
    assert refused(seal(header(kid="loket-2031"))) == "sleutel-onbekend"


def test_an_envelope_for_another_key_under_our_key_id_does_not_open() -> None:
    other = JWK(**LoketSleutel.maak("x").publiek)

    assert refused(seal(header(), key=other)) == "envelop-ongeldig"


@pytest.mark.parametrize("part", range(5))
def test_a_change_in_any_part_is_refused(part: int) -> None:
    parts = seal(header()).split(".")
    middle = len(parts[part]) // 2
    swapped = "A" if parts[part][middle] != "A" else "B"
    parts[part] = parts[part][:middle] + swapped + parts[part][middle + 1 :]

    assert refused(".".join(parts)) in {"envelop-ongeldig", "kop-ongelijk", "sleutel-onbekend"}


@pytest.mark.parametrize(
    "changed",
    [
        {"typ": "regresinzage+jwe"},
        {"zip": "DEF"},
        {"crit": ["exp"], "exp": 1},
        {"jku": "https://127.0.0.1/sleutels"},
        {"apu": "eA"},
        {"kid": ...},
        {"kid": 7},
        {"kid": "../../etc/passwd"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_header_with_anything_else_is_refused(changed: dict[str, Any]) -> None:
    body = seal(header()).split(".")
    raw = json.dumps(header(**changed)).encode()
    body[0] = base64.urlsafe_b64encode(raw).decode().rstrip("=")

    assert refused(".".join(body)) == "envelop-ongeldig"


def _with(alg: str, enc: str, key: Any) -> str:
    head = header(alg=alg, enc=enc)
    registry = jwe.JWERegistry(algorithms=[alg, enc], strict_check_header=False)
    return jwe.encrypt_compact(head, plaintext(kop()), key, registry=registry)


@pytest.mark.parametrize(
    ("alg", "enc"),
    [
        ("ECDH-ES", "A256GCM"),
        ("ECDH-ES+A128KW", "A256GCM"),
        (ALG, "A128GCM"),
        (ALG, "A256CBC-HS512"),
    ],
)
def test_another_algorithm_is_refused_before_a_key_is_touched(alg: str, enc: str) -> None:
    public: dict[str, str | list[str]] = {
        name: SLEUTEL.publiek[name] for name in ("kty", "crv", "x")
    }

    assert refused(_with(alg, enc, OKPKey.import_key(public))) == "envelop-ongeldig"


def test_a_shared_secret_or_password_never_opens() -> None:
    assert refused(_with("dir", ENC, OctKey.generate_key(256))) == "envelop-ongeldig"
    assert refused(_with("A256KW", ENC, OctKey.generate_key(256))) == "envelop-ongeldig"
    password = OctKey.import_key("wachtwoord-van-niemand")
    assert refused(_with("PBES2-HS512+A256KW", ENC, password)) == "envelop-ongeldig"


def test_a_point_on_another_curve_is_refused() -> None:
    sealed = _with(ALG, ENC, ECKey.generate_key("P-256", private=False))

    assert refused(sealed) == "envelop-ongeldig"


def test_a_header_without_a_clear_field_is_unequal() -> None:
    assert refused(seal(header(inhoudsmerk=...))) == "kop-ongelijk"


def test_a_number_of_another_kind_is_unequal() -> None:
    """1 == True in Python, and not on the wire."""
    assert refused(seal(header(versie=True))) == "kop-ongelijk"


def test_clear_fields_inside_that_differ_are_unequal() -> None:
    assert refused(seal(header(), plaintext(kop(versie=2)))) == "kop-ongelijk"


@pytest.mark.parametrize("content", [b"", b"  ", b"[]", b"{", b'{"a": 1, "a": 1}', b"\xff"])
def test_a_content_that_is_no_json_object_is_refused(content: bytes) -> None:
    assert refused(seal(header(), content)) == "envelop-ongeldig"


@pytest.mark.parametrize(
    "text", ["", ".", "a.b.c.d.e", "e30.b.c.d.e", "W10.b.c.d.e", "\xe9.b.c.d.e"]
)
def test_a_compact_form_that_is_none_is_refused(text: str) -> None:
    assert refused(text) == "envelop-ongeldig"


@given(
    text=st.from_regex(r"\A[A-Za-z0-9_-]{1,40}(\.[A-Za-z0-9_-]{1,40}){4}\Z")
    | st.dictionaries(st.sampled_from(sorted(header())), st.none() | st.text() | st.integers()).map(
        lambda head: (
            base64.urlsafe_b64encode(json.dumps(head).encode()).decode().rstrip("=") + ".b.c.d.e"
        )
    )
)
def test_no_envelope_makes_the_opener_fall_over(text: str) -> None:
    assert refused(text) in {"envelop-ongeldig", "sleutel-onbekend", "kop-ongelijk"}


def test_a_header_that_is_too_long_is_refused() -> None:
    assert refused(seal(header(opmerking=merk("x") * 40))) == "envelop-ongeldig"
