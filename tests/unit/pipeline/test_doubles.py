"""The same key twice: remembered by a mark, compared by content."""

from pipeline.doubles import Doubles, zelfde
from regres import Bucket

KEY = "ab" * 32


def test_a_key_is_new_the_first_time() -> None:
    assert Doubles().eerder(KEY) is None


def test_the_same_content_is_recognised() -> None:
    doubles = Doubles()
    doubles.onthoud(KEY, "cd" * 32, Bucket.KLAARGEZET)
    before = doubles.eerder(KEY)

    assert before is not None
    assert zelfde(before, "cd" * 32)
    assert not zelfde(before, "ce" * 32)


def test_nothing_equals_what_is_in_quarantine_already() -> None:
    doubles = Doubles()
    doubles.onthoud(KEY, "", Bucket.QUARANTAINE)
    before = doubles.eerder(KEY)

    assert before is not None
    assert not zelfde(before, "")
