"""Every parser survives spoilt input: ten thousand examples here, a million at night."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.bederf import WIJZEN, bederf
from tests.fuzz.doelen import DOELEN

#: Of 10,000 in all: as many per target as its speed allows.
VOORBEELDEN = {
    "soap": 1_000,
    "mallen": 500,
    "csv": 2_000,
    "stufset": 1_000,
    "dienst": 1_000,
    "waarden": 2_500,
    "mapping": 100,
    "terugkoppeling": 900,
    "envelop": 1_000,
}
_KEER = 100 if settings.get_current_profile_name() == "nacht" else 1
_GETAL = st.integers(0, 65_535)
_INGREPEN = st.lists(st.tuples(st.integers(0, WIJZEN - 1), _GETAL, _GETAL), max_size=6)


def test_ten_thousand_examples_are_tried() -> None:
    assert sum(VOORBEELDEN.values()) == 10_000
    assert set(VOORBEELDEN) == set(DOELEN)


@pytest.mark.timeout(600 if _KEER == 1 else 0)
@pytest.mark.parametrize("naam", VOORBEELDEN)
def test_no_parser_is_surprised(naam: str) -> None:
    doel = DOELEN[naam]

    @settings(max_examples=VOORBEELDEN[naam] * _KEER)
    @given(st.sampled_from(doel.zaden()), _INGREPEN, st.binary(max_size=40))
    def holds(seed: bytes, edits: list[tuple[int, int, int]], more: bytes) -> None:
        doel.probeer(bederf(seed, edits) + (more if not edits else b""))

    holds()


@pytest.mark.parametrize("naam", DOELEN)
def test_what_is_spoilt_was_good_before(naam: str) -> None:
    for seed in DOELEN[naam].zaden():
        DOELEN[naam].probeer(seed)
