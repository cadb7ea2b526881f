"""Who acts shows a name and a role, and never the reason."""

import pytest

from regres import Handelend


def test_the_reason_is_never_shown() -> None:
    door = Handelend("F. Functionaris", "fg", "mevrouw Van Dijk belde")

    assert "Van Dijk" not in f"{door!r} {door}"
    assert "F. Functionaris" in repr(door)


def test_the_reason_makes_a_difference_all_the_same() -> None:
    assert Handelend("F", "fg", "a") != Handelend("F", "fg", "b")


@pytest.mark.parametrize("name", ["wie", "rol", "reden"])
def test_it_does_not_change(name: str) -> None:
    with pytest.raises(AttributeError):
        setattr(Handelend("F", "fg"), name, "x")
