"""Envelopes, opened by an independent library (jwcrypto)."""

import base64
import gc
import json
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwe import JWERegistry, decrypt_compact, encrypt_compact
from joserfc.jwk import ECKey, OKPKey
from jwcrypto.common import JWException

from privacy import Sealer, seal_for_inzage
from privacy.jwe import eenmalig, inhoudssleutel
from regres import Kop, ProtectionStop, SoortMelding
from regres.canonical import kop_json
from regres.envelop import ALG, ENC, GROOTSTE_HEADER, GROOTSTE_INHOUD
from tests.unit.privacy.recipient import kop, ontvanger, opened, private_jwk, public_half

PRIVATE = private_jwk()
SEALER = Sealer(ontvanger(PRIVATE))
CANARY = b'{"naam":"Kanariepiet"}'
ENVELOPE = SEALER.seal(kop(), CANARY).inhoud


def segments(envelope: str) -> list[bytes]:
    return [base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in envelope.split(".")]


def header_of(envelope: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(segments(envelope)[0])
    return found


def test_the_plain_text_is_gone_when_it_is_sealed() -> None:
    gc.collect()
    gc.disable()
    try:
        SEALER.seal(kop(), CANARY)
        seal_for_inzage(public_half(PRIVATE), CANARY)
        circles = gc.collect()
    finally:
        gc.enable()

    # What points at itself stays until Python looks for it, and so would the text that it holds.
    assert circles == 0


@pytest.mark.parametrize("crv", ["X25519", "P-256"])
def test_an_envelope_is_built_as_joserfc_builds_it_and_opens_there(crv: str) -> None:
    private = private_jwk(crv)
    whole = {"alg": ALG, "enc": ENC, "typ": "regresinzage+jwe", "kid": private["kid"]}
    kind = OKPKey if crv == "X25519" else ECKey
    key = kind.import_key(private)
    strict = JWERegistry(algorithms=[ALG, ENC])
    theirs = encrypt_compact(whole, CANARY.ljust(256), key, registry=strict)

    ours = seal_for_inzage(public_half(private), CANARY)

    assert decrypt_compact(ours, key, registry=strict).plaintext == CANARY.ljust(256)
    assert [len(part) for part in ours.split(".")] == [len(part) for part in theirs.split(".")]
    mine, other = header_of(ours), header_of(theirs)
    assert mine.keys() == other.keys()
    assert mine | {"epk": None} == other | {"epk": None} == whole | {"epk": None}
    assert mine["epk"].keys() == other["epk"].keys()
    assert (mine["epk"]["kty"], mine["epk"]["crv"]) == (private["kty"], crv)


@pytest.mark.parametrize("crv", ["X25519", "P-256"])
def test_only_the_private_half_opens_what_was_sealed(crv: str) -> None:
    private = private_jwk(crv)
    sealed = Sealer(ontvanger(private)).seal(kop(), CANARY)

    header, plain = opened(sealed.inhoud, private)

    assert json.loads(plain) == json.loads(CANARY)
    assert (header["alg"], header["enc"]) == (ALG, ENC)
    with pytest.raises(JWException):
        opened(sealed.inhoud, private_jwk(crv))


def test_the_protected_header_repeats_every_clear_field() -> None:
    clear = kop(soortMelding=SoortMelding.WIJZIGING, versie=12)
    sealed = SEALER.seal(clear, CANARY)
    header, _ = opened(sealed.inhoud, PRIVATE)

    assert {name: header[name] for name in kop_json(clear)} == kop_json(clear)
    assert set(kop_json(clear)) == {part.name for part in fields(Kop)}
    assert set(header) - set(kop_json(clear)) == {"alg", "enc", "typ", "kid", "epk"}
    assert (header["kid"], header["typ"]) == ("loket-2026-01", "regresmelding+jwe")


@pytest.mark.parametrize(
    "changed",
    [
        {"referentie": "d" * 64},
        {"dossiersleutel": "d" * 64},
        {"versie": 2},
        {"soortMelding": SoortMelding.INTREKKING},
        {"gemeenteCode": "9902"},
        {"schemaVersie": "1.0.1"},
        {"inhoudsmerk": "d" * 64},
        {"aangemaaktOp": datetime(2026, 6, 15, 5, tzinfo=UTC)},
    ],
)
def test_clear_fields_that_were_changed_on_the_way_disagree_with_the_header(
    changed: dict[str, Any],
) -> None:
    sealed = SEALER.seal(kop(), CANARY)
    header, _ = opened(sealed.inhoud, PRIVATE)

    def agrees(clear: Kop) -> bool:
        return all(header[name] == value for name, value in kop_json(clear).items())

    assert agrees(sealed.kop)
    assert not agrees(kop(**changed))


@given(st.data())
def test_any_changed_character_makes_the_envelope_unreadable(data: st.DataObject) -> None:
    envelope = ENVELOPE
    at = data.draw(st.integers(0, len(envelope) - 1))
    other = data.draw(st.sampled_from("ABCDEFwxyz0189-_").filter(lambda sign: sign != envelope[at]))
    changed = envelope[:at] + other + envelope[at + 1 :]
    # The last character of a segment may hold bits that no byte uses; only in the header, which
    # is authenticated as it is written, do these count too.
    outside_header = "." in envelope[:at]
    if outside_header and envelope[at] != "." and segments(changed) == segments(envelope):
        return
    with pytest.raises(JWException):
        opened(changed, PRIVATE)


def test_a_header_of_another_envelope_does_not_fit() -> None:
    one, other = (SEALER.seal(kop(versie=versie), CANARY).inhoud for versie in (1, 2))
    mixed = ".".join([other.split(".")[0], *one.split(".")[1:]])

    with pytest.raises(JWException):
        opened(mixed, PRIVATE)


@given(st.integers(2, 9000))
def test_the_length_tells_only_the_step(size: int) -> None:
    content = b'"' + b"x" * (size - 2) + b'"'
    _, plain = opened(SEALER.seal(kop(), content).inhoud, PRIVATE)

    assert len(plain) == -(-size // 2048) * 2048
    assert plain == content + b" " * (len(plain) - size)
    assert json.loads(plain) == json.loads(content)


def test_the_steps_have_no_edge_that_tells() -> None:
    lengths = [
        len(segments(SEALER.seal(kop(), b"x" * size).inhoud)[3]) for size in (1, 2047, 2048, 2049)
    ]

    assert lengths == [2048, 2048, 2048, 4096]


def test_a_content_too_long_to_hide_is_not_sealed() -> None:
    SEALER.seal(kop(), b"x" * GROOTSTE_INHOUD)
    with pytest.raises(ProtectionStop, match="K-0301"):
        SEALER.seal(kop(), b"x" * (GROOTSTE_INHOUD + 1))


def test_what_was_sealed_fits_the_limits_both_ends_agreed_on() -> None:
    for crv in ("X25519", "P-256"):
        sealer = Sealer(ontvanger(private_jwk(crv, "k" * 64)))
        parts = sealer.seal(
            kop(soortMelding=SoortMelding.INTREKKING, versie=2**31), b"x"
        ).inhoud.split(".")

        assert len(parts) == 5
        assert len(parts[0]) <= GROOTSTE_HEADER
    assert len(SEALER.seal(kop(), b"x" * GROOTSTE_INHOUD).inhoud.split(".")[3]) <= 65536


@pytest.mark.parametrize("clock", ["04:30:00", "04:00:01", "04:00:00.000001"])
def test_a_time_finer_than_the_hour_is_not_sealed(clock: str) -> None:
    moment = datetime.fromisoformat(f"2026-06-15T{clock}+00:00")
    with pytest.raises(ValueError, match="hour"):
        SEALER.seal(kop(aangemaaktOp=moment), CANARY)


@given(st.integers(2, 3000), st.integers(0, 1200))
def test_room_that_was_not_used_is_filled_up_too(size: int, used: int) -> None:
    content = b'"' + b"x" * (size - 2 + used) + b'"'

    _, plain = opened(SEALER.seal(kop(), content, 1200 - used).inhoud, PRIVATE)

    assert len(plain) == -(-(size + 1200) // 2048) * 2048


def test_a_million_nonces_and_a_million_content_keys_are_all_different() -> None:
    """Of the very generator that sealing asks; bench/seal.py really seals a million times.

    Each envelope has a content key of its own, so a nonce that came twice would not yet be one
    that was used twice under one key; neither happens.
    """
    nonces = {eenmalig() for _ in range(1_000_000)}
    assert (len(nonces), {len(one) for one in nonces}) == (1_000_000, {12})
    del nonces
    keys = {inhoudssleutel() for _ in range(1_000_000)}
    assert (len(keys), {len(one) for one in keys}) == (1_000_000, {32})


def test_ten_thousand_envelopes_share_no_nonce_no_ephemeral_key_and_no_content_key() -> None:
    clear = kop()
    nonces, keys, wrapped = set(), set(), set()
    for _ in range(10_000):
        envelope = SEALER.seal(clear, b"x").inhoud
        header, wrapped_key, nonce, _rest = envelope.split(".", 3)
        nonces.add(nonce)
        wrapped.add(wrapped_key)
        keys.add(json.loads(base64.urlsafe_b64decode(header + "=="))["epk"]["x"])

    assert (len(nonces), len(keys), len(wrapped)) == (10_000, 10_000, 10_000)


def test_sealing_leaves_no_trace_in_the_next_envelope() -> None:
    first, second = SEALER.seal(kop(), CANARY), SEALER.seal(kop(versie=2), CANARY)

    assert header_of(first.inhoud)["epk"] != header_of(second.inhoud)["epk"]
    assert header_of(second.inhoud)["versie"] == 2


def test_a_stub_is_sealed_for_the_municipality_itself() -> None:
    private = private_jwk("P-256", "inzage-9901")
    herkenning = b'{"beschikkingnummer":"2024-000123"}'

    header, plain = opened(seal_for_inzage(public_half(private), herkenning), private)

    assert json.loads(plain) == json.loads(herkenning)
    assert len(plain) == 256
    assert set(header) == {"alg", "enc", "typ", "kid", "epk"}
    assert header["typ"] == "regresinzage+jwe"


def test_a_key_that_was_checked_before_needs_no_second_check() -> None:
    private = private_jwk(kid="inzage-9901")

    header, _ = opened(seal_for_inzage(ontvanger(private).sleutel, b"{}"), private)

    assert header["kid"] == "inzage-9901"


def test_nothing_here_can_open_an_envelope() -> None:
    import privacy
    from privacy import seal

    assert not [
        name for name in (*dir(privacy), *dir(seal)) if "open_" in name or "decrypt" in name
    ]


def test_the_sealer_names_its_key_and_prints_no_envelope() -> None:
    sealed = SEALER.seal(kop(), CANARY)

    assert SEALER.kid == "loket-2026-01"
    assert sealed.inhoud not in repr(sealed)
