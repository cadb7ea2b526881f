"""The codes of a telling, read without taking the rest apart."""

import json
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ledger import words
from ledger.regelmaten import _codes
from regres import Telling


@given(st.dictionaries(st.text(max_size=12), st.integers(1, 10**6), max_size=8))
def test_the_codes_are_those_of_the_whole_telling(codes: dict[str, int]) -> None:
    told = Telling(9, codes=Counter(codes)).as_json()
    for text in (words.dump(told), json.dumps(told), json.dumps(told, indent=2)):
        assert _codes(text) == codes
