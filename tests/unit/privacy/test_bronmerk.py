"""The mark of a record as it came: whatever decides about it is in it, and nothing can be read."""

import hashlib
import hmac

import pytest

from privacy import Bronmerken, Keys, Pseudoniemen
from privacy.keys import Doel

KEYS = Keys({1: bytes(32), 2: bytes([7]) * 32})
INHOUD, CLIENT, RECORD = "a" * 64, "b" * 64, b"B1\x00J\x00verkeer"
CODES = ("V04", "V12")


def merk(
    keys: Keys = KEYS,
    identiteit: str = "9901",
    waaronder: str = "regels",
    tijdvak: int = 3,
    inhoud: str = INHOUD,
    client: str = CLIENT,
    record: bytes = RECORD,
    codes: tuple[str, ...] = CODES,
) -> str:
    marks = Bronmerken(Pseudoniemen(keys, identiteit), waaronder)
    return marks.van(tijdvak, inhoud, client, record).met(codes)


def test_it_is_half_of_a_keyed_hash_under_the_present_key() -> None:
    head = f'["bron","9901","regels",3,"{INHOUD}","{CLIENT}",{len(RECORD)},'
    whole = head.encode() + RECORD + b',"V04 V12"]'

    wanted = hmac.new(KEYS.subkey(Doel.INHOUD, 2), whole, hashlib.sha256).hexdigest()

    assert merk() == wanted[:32]


@pytest.mark.parametrize(
    "anders",
    [
        {"keys": Keys({1: bytes(32)})},
        {"identiteit": "9902"},
        {"waaronder": "andere regels"},
        {"tijdvak": 4},
        {"inhoud": "c" * 64},
        {"client": ""},
        {"record": RECORD + b" "},
        {"codes": ("V04",)},
        {"codes": ()},
    ],
)
def test_it_changes_with_everything_it_is_made_of(anders: dict[str, object]) -> None:
    assert merk(**anders) != merk()  # type: ignore[arg-type]  # one of each kind


def test_one_record_is_begun_once_and_finished_in_many_ways() -> None:
    begun = Bronmerken(Pseudoniemen(KEYS, "9901"), "regels").van(3, INHOUD, CLIENT, RECORD)

    assert (begun.met(("V01",)), begun.met(CODES)) == (merk(codes=("V01",)), merk())
    assert begun.slot(CODES) == merk()


def test_nothing_of_a_record_is_shown() -> None:
    begun = Bronmerken(Pseudoniemen(KEYS, "9901"), "regels").van(3, INHOUD, CLIENT, RECORD)

    assert "verkeer" not in repr(begun)
