"""Root keys and the keys made of them, against an HKDF written out here."""

import base64
import hashlib
import hmac
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy import Doel, Keys, read_blijvend, read_root
from regres import KeyProblem

ROOT = bytes(range(32))
OTHER = bytes(range(100, 132))
THIRD = bytes(range(200, 232))


def hkdf(root: bytes, info: bytes) -> bytes:
    """RFC 5869 with SHA-256, no salt, one block."""
    extracted = hmac.new(bytes(32), root, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()


def codes(refused: pytest.ExceptionInfo[KeyProblem]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


@given(st.binary(min_size=32, max_size=32), st.sampled_from(Doel))
def test_every_purpose_has_a_key_of_its_own_by_hkdf(root: bytes, doel: Doel) -> None:
    keys = Keys({1: root})

    assert keys.subkey(doel) == hkdf(root, f"regresbrug/{doel.value}/v1".encode())
    assert len({keys.subkey(other) for other in Doel}) == len(Doel)


@pytest.mark.parametrize("doel", [Doel.REF, Doel.DOSSIER])
def test_what_the_world_keeps_comes_from_the_first_root_key_for_ever(doel: Doel) -> None:
    before, after = Keys({1: ROOT}), Keys({3: THIRD, 1: ROOT, 2: OTHER})

    assert after.subkey(doel) == before.subkey(doel)
    assert after.subkey(doel, 3) == before.subkey(doel)


@pytest.mark.parametrize("doel", [Doel.CLIENT, Doel.INHOUD, Doel.ZOEK])
def test_the_other_purposes_rotate_and_old_versions_can_still_be_asked_for(doel: Doel) -> None:
    before, after = Keys({1: ROOT}), Keys({1: ROOT, 2: OTHER})

    assert after.subkey(doel) != before.subkey(doel)
    assert after.subkey(doel, 1) == before.subkey(doel)
    assert (after.huidige, after.versies) == (2, (2, 1))


def test_a_version_that_is_gone_is_a_key_problem_that_says_what_is_there() -> None:
    with pytest.raises(KeyProblem) as refused:
        Keys({1: ROOT, 3: OTHER}).subkey(Doel.ZOEK, 2)

    assert codes(refused) == ["K-0106"]
    assert "wel bekend: 3, 1" in refused.value.problems[0].wat


@pytest.mark.parametrize(
    ("roots", "code"),
    [
        ({}, "K-0103"),
        ({1: ROOT[:31]}, "K-0104"),
        ({1: ROOT + b"x"}, "K-0104"),
        ({0: ROOT}, "K-0104"),
        ({1: ROOT, 2: ROOT}, "K-0105"),
    ],
)
def test_keys_that_cannot_be_used_are_refused(roots: dict[int, bytes], code: str) -> None:
    with pytest.raises(KeyProblem) as refused:
        Keys(roots)

    assert codes(refused) == [code]
    assert refused.value.problems[0].doe


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(KeyProblem) as refused:
        Keys({0: b"", 1: ROOT, 2: ROOT})

    assert codes(refused) == ["K-0104", "K-0105"]


def test_keys_do_not_print_and_are_not_copied_out() -> None:
    keys = Keys({1: ROOT, 2: OTHER})

    assert repr(keys) == str(keys) == "Keys(versies=(2, 1))"
    assert not hasattr(keys, "__dict__")
    with pytest.raises(TypeError, match="not copied"):
        pickle.dumps(keys)


def test_what_stays_of_the_first_root_key_takes_its_place() -> None:
    first = Keys({1: ROOT})
    after = Keys({2: OTHER}, first.blijvend)

    for doel in (Doel.REF, Doel.DOSSIER):
        assert after.subkey(doel) == first.subkey(doel)
    assert after.proeven[0] == first.proeven[0]
    assert read_blijvend(first.blijvend.hex() + "\n") == first.blijvend
    with pytest.raises(KeyProblem, match="K-0106"):
        after.subkey(Doel.CLIENT, 1)


def test_without_the_first_root_key_nothing_takes_its_place_by_itself() -> None:
    """A line less in the configuration would give every melding another name."""
    with pytest.raises(KeyProblem) as refused:
        Keys({2: OTHER, 3: THIRD})

    assert codes(refused) == ["K-0108"]


def test_what_stays_must_be_of_this_first_root_key() -> None:
    with pytest.raises(KeyProblem) as refused:
        Keys({1: ROOT}, Keys({1: OTHER}).blijvend)

    assert codes(refused) == ["K-0109"]


@pytest.mark.parametrize("value", [b"", b"ab" * 63, "zz" * 64, ROOT.hex()])
def test_what_stays_has_one_form(value: bytes | str) -> None:
    with pytest.raises(KeyProblem) as refused:
        read_blijvend(value)

    assert codes(refused) == ["K-0107"]


def test_a_key_is_recognised_by_a_proof_that_is_no_part_of_any_key() -> None:
    keys = Keys({1: ROOT, 2: OTHER})
    given = keys.proeven

    assert given[1] == hkdf(ROOT, b"regresbrug/proef/v1")[:16].hex()
    assert len({*given.values()}) == 3
    every = [ROOT, OTHER, *(keys.subkey(doel, versie) for doel in Doel for versie in (1, 2))]
    assert not any(proof in key.hex() for proof in given.values() for key in every)


WRITTEN = [
    ROOT,
    ROOT.hex(),
    ROOT.hex().upper().encode() + b"\n",
    base64.b64encode(THIRD),
    base64.b64encode(THIRD).decode().rstrip("="),
    base64.urlsafe_b64encode(THIRD).decode() + "\r\n",
]


@pytest.mark.parametrize("value", WRITTEN)
def test_a_root_key_may_be_raw_hex_or_base64(value: bytes | str) -> None:
    assert read_root(value) in (ROOT, THIRD)


@pytest.mark.parametrize(
    "value",
    [
        b"",
        ROOT[:31],
        ROOT + b"\x00",
        ROOT.hex()[:-1],
        "z" * 64,
        b"wachtwoord-wachtwoord-wachtwoord",
        base64.b64encode(ROOT[:31]),
        base64.b64encode(ROOT + b"x"),
        ROOT.hex() + " " + ROOT.hex(),
        "\uff10" * 64,
    ],
)
def test_anything_else_is_refused_without_being_shown(value: bytes | str) -> None:
    with pytest.raises(KeyProblem) as refused:
        read_root(value)

    assert codes(refused) == ["K-0101"]
    text = value if isinstance(value, str) else value.decode("latin-1")
    assert not text or text not in str(refused.value)


@pytest.mark.parametrize("value", [bytes(32), "00" * 32, "ab" * 32, b"\x80\x81" * 16])
def test_bytes_that_no_generator_gives_are_refused(value: bytes | str) -> None:
    with pytest.raises(KeyProblem) as refused:
        read_root(value)

    assert codes(refused) == ["K-0102"]


@given(st.binary(max_size=80) | st.text(max_size=80))
def test_reading_anything_gives_32_bytes_or_a_key_problem(value: bytes | str) -> None:
    try:
        found = read_root(value)
    except KeyProblem:
        return
    assert len(found) == 32
