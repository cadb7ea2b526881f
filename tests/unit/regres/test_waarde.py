"""Our frozen values beside those of dataclasses: whatever they are asked, they say the same."""

import dataclasses
import inspect
import pickle
from collections.abc import Callable
from copy import copy, deepcopy
from dataclasses import FrozenInstanceError, field, fields, replace
from typing import Any, ClassVar, Generic, TypeVar

import pytest

from regres.waarde import dataclass

Wat = TypeVar("Wat")


@dataclass(frozen=True, slots=True)
class Punt:
    """A value with each kind of field."""

    soort: ClassVar[str] = "punt"
    x: int
    naam: str = field(repr=False)
    y: int = 3
    lijst: list[int] = field(default_factory=list, compare=False)
    merk: str = field(default="m", hash=False)
    som: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Work out what is not given."""
        object.__setattr__(self, "som", self.x + self.y)


def _als(maak: Callable[..., Any]) -> Any:
    """The same class, made by another decorator."""
    velden = {
        "__annotations__": dict(Punt.__annotations__),
        "__module__": __name__,
        "__qualname__": "Punt",
        "__doc__": Punt.__doc__,
        "soort": "punt",
        "naam": field(repr=False),
        "y": 3,
        "lijst": field(default_factory=list, compare=False),
        "merk": field(default="m", hash=False),
        "som": field(init=False, default=0),
        "__post_init__": lambda self: object.__setattr__(self, "som", self.x + self.y),
    }
    return maak(frozen=True, slots=True)(type("Punt", (), velden))


def _heen_en_weer(een: Punt) -> Punt:
    again: Punt = pickle.loads(pickle.dumps(een))  # noqa: S301 - our own bytes
    return again


ANDER = _als(dataclasses.dataclass)
GEVALLEN: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((1, "a"), {}),
    ((1, "b"), {"y": 4}),
    ((2, "a", 3, [1]), {"merk": "n"}),
    ((1, "a"), {"lijst": [7], "merk": "n"}),
]


def test_it_is_made_here_and_not_by_dataclasses() -> None:
    assert vars(Punt)["__setattr__"].__module__ == "regres.waarde"
    assert vars(ANDER)["__setattr__"].__module__ != "regres.waarde"


@pytest.mark.parametrize(("args", "kwargs"), GEVALLEN)
def test_both_say_the_same_of_one_value(args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    een, ander = Punt(*args, **kwargs), ANDER(*args, **kwargs)

    assert repr(een) == repr(ander)
    assert dataclasses.asdict(een) == dataclasses.asdict(ander)
    assert hash(een) == hash(ander)
    assert replace(een, x=9) == Punt(*((9, *args[1:])), **kwargs)
    for again in (copy(een), deepcopy(een), _heen_en_weer(een)):
        assert dataclasses.asdict(again) == dataclasses.asdict(een)
        assert again == een
    assert een != ander
    assert een.__eq__(ander) is NotImplemented


def test_both_find_the_same_values_equal() -> None:
    pairs = [(Punt(*a, **k), ANDER(*a, **k)) for a, k in GEVALLEN]

    for een, ander in pairs:
        for een_b, ander_b in pairs:
            assert (een == een_b) == (ander == ander_b)


def test_both_have_the_same_face() -> None:
    assert str(inspect.signature(Punt)) == str(inspect.signature(ANDER))
    assert Punt.__match_args__ == ANDER.__match_args__
    assert [veld.name for veld in fields(Punt)] == [veld.name for veld in fields(ANDER)]
    ours = Punt.__dataclass_params__  # type: ignore[attr-defined]
    assert repr(ours) == repr(ANDER.__dataclass_params__)
    assert Punt.__init__.__qualname__ == "Punt.__init__"


def test_each_has_a_list_of_its_own() -> None:
    assert Punt(1, "a").lijst is not Punt(1, "a").lijst


@pytest.mark.parametrize("naam", ["x", "nieuw"])
def test_nothing_of_it_changes(naam: str) -> None:
    een: Any = Punt(1, "a")

    with pytest.raises(FrozenInstanceError, match="cannot assign to field"):
        setattr(een, naam, 2)
    with pytest.raises(FrozenInstanceError, match="cannot delete field"):
        delattr(een, naam)
    assert een.x == 1
    assert not hasattr(een, "__dict__")


def test_too_few_and_too_many_are_refused() -> None:
    made: Any = Punt

    wrong: list[tuple[Any, ...]] = [(), (1,), (1, "a", 2, [], "m", 5)]
    for given in wrong:
        with pytest.raises(TypeError):
            made(*given)


def test_what_asks_for_more_is_made_by_dataclasses() -> None:
    @dataclass(frozen=True, slots=True)
    class Kind(Punt):
        z: int = 5

    @dataclass(frozen=True, slots=True, order=True)
    class Rij:
        a: int

    @dataclass
    class Los:
        a: int = 1

    assert Kind(1, "a", z=6).z == 6
    assert Kind(1, "a") != Punt(1, "a")
    assert Rij(1) < Rij(2)
    los = Los()
    los.a = 2
    assert los == Los(2)


def test_without_eq_a_value_is_only_itself_and_its_own_words_stay() -> None:
    @dataclass(frozen=True, slots=True, eq=False)
    class Ding:
        a: int

    @dataclass(frozen=True, slots=True, repr=False)
    class Stil(Generic[Wat]):
        a: Wat

        def __eq__(self, other: object) -> bool:
            return True

    assert Ding(1) != Ding(1)
    assert len({Ding(1), Ding(1)}) == 2
    assert Stil("geheim") == Stil("anders")
    assert hash(Stil(1)) == hash(Stil(1))
    assert "geheim" not in repr(Stil("geheim"))


def test_a_value_within_itself_is_shown_once() -> None:
    lijst: list[Any] = []
    een = Punt(1, "a", lijst=lijst)
    lijst.append(een)

    assert repr(een).count("Punt(") == 1


def test_a_field_that_is_given_by_name_only_stays_so() -> None:
    @dataclass(frozen=True, slots=True)
    class Bij:
        eerst: int = field(default=1, kw_only=True)
        dan: int = 2

    assert (Bij(5), Bij(eerst=3)) == (Bij(eerst=1, dan=5), Bij(eerst=3, dan=2))
    with pytest.raises(TypeError):
        Bij(5, 6)  # type: ignore[call-arg]  # that is what is refused


def test_a_field_may_be_named_as_something_inside() -> None:
    @dataclass(frozen=True, slots=True)
    class Lastig:
        _zet: int
        _leeg: int = 2
        _waarde_zet: int = 3
        lijst: list[int] = field(default_factory=list)
        _maak_lijst: int = 4

    assert Lastig(1, lijst=[5]) == Lastig(1, 2, 3, [5], 4)
