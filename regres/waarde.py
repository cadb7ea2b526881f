"""Frozen values: dataclasses as Python's own, but of which only `__init__` is made as source.

Python writes and compiles seven functions for each frozen dataclass, and a run has three hundred of
them: a fifth of its start. All but one are the same for every class, so here they are written once.
"""

import dataclasses
from collections.abc import Callable
from inspect import get_annotations
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

_EIGEN = frozenset(
    ("__init__", "__setattr__", "__delattr__", "__hash__", "__getstate__", "__setstate__")
)


class _Leeg:
    """Stands for a field that is made anew when it is not given; shown as dataclasses shows it."""

    def __repr__(self) -> str:
        return "<factory>"


_LEEG = _Leeg()

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls: type | None = None, /, **keuze: bool) -> Any:
        """Do what dataclasses.dataclass does: quickly, when frozen, with slots and no base."""
        if cls is None:
            return lambda klasse: dataclass(klasse, **keuze)
        gewoon = keuze.keys() <= {"frozen", "slots", "eq", "repr"}
        if gewoon and keuze.get("frozen") and keuze.get("slots") and _is_plat(cls):
            return _maak(cls, repr=keuze.get("repr", True), eq=keuze.get("eq", True))
        return dataclasses.dataclass(**keuze)(cls)


def _is_plat(cls: type) -> bool:
    """Tell whether a class is no more than its fields: no base with fields, no methods of ours."""
    soorten = get_annotations(cls)
    vreemd = any(map(_is_vreemd, soorten.values())) or any(map(_is_naam_van_ons, soorten))
    vreemd = vreemd or any(map(_alleen_bij_naam, vars(cls).values()))
    kind = any(map(dataclasses.is_dataclass, cls.__mro__[1:]))
    return not vreemd and not kind and _EIGEN.isdisjoint(cls.__dict__)


def _is_vreemd(soort: object) -> bool:
    """Tell whether what stands behind a name makes no field of it, but says how to make them."""
    if isinstance(soort, str):
        return "InitVar" in soort or "KW_ONLY" in soort
    return isinstance(soort, dataclasses.InitVar) or soort is dataclasses.KW_ONLY


def _is_naam_van_ons(naam: str) -> bool:
    """Tell whether a field is named as something in `__init__` is."""
    return naam == "self" or naam.startswith("_waarde_")


def _alleen_bij_naam(waarde: object) -> bool:
    return isinstance(waarde, dataclasses.Field) and waarde.kw_only is True


def _maak(kaal: type, *, repr: bool, eq: bool) -> type:
    cls: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(kaal)
    velden = dataclasses.fields(cls)
    _zet(cls, "__init__", _begin(cls, velden))
    if repr and "__repr__" not in cls.__dict__:
        _zet(cls, "__repr__", _toont([veld.name for veld in velden if veld.repr]))
    if eq:
        _vergelijkt(cls, velden)
    _bevries(cls, frozenset(veld.name for veld in velden))
    cls.__getstate__, cls.__setstate__ = _staat, _uit_staat
    # What dataclasses goes by when a class builds on this one.
    soort = cls.__dataclass_params__
    soort.init, soort.repr, soort.eq, soort.frozen = True, repr, eq, True
    klaar: type = cls
    return klaar


def _zet(cls: type, naam: str, functie: Callable[..., object]) -> None:
    functie.__qualname__ = f"{cls.__qualname__}.{naam}"
    setattr(cls, naam, functie)


def _begin(cls: type, velden: tuple[dataclasses.Field[Any], ...]) -> Callable[..., None]:
    """Write `__init__`: the one that differs from class to class, and must be quick."""
    namen: dict[str, Any] = {"_waarde_leeg": _LEEG}
    kop, regels = ["self"], []
    for veld in velden:
        waarde = veld.name
        if veld.default_factory is not dataclasses.MISSING:
            namen[f"_waarde_maak_{veld.name}"] = veld.default_factory
            nieuw = f"_waarde_maak_{veld.name}()"
            waarde = (
                f"{nieuw} if {veld.name} is _waarde_leeg else {veld.name}" if veld.init else nieuw
            )
            kop += [f"{veld.name}=_waarde_leeg"] if veld.init else []
        elif veld.default is not dataclasses.MISSING:
            namen[f"_waarde_is_{veld.name}"] = veld.default
            kop += [f"{veld.name}=_waarde_is_{veld.name}"] if veld.init else []
            waarde = veld.name if veld.init else f"_waarde_is_{veld.name}"
        elif veld.init:
            kop.append(veld.name)
        else:
            continue
        # What a slot is set by itself is quicker than object.__setattr__, which looks it up.
        namen[f"_waarde_zet_{veld.name}"] = cls.__dict__[veld.name].__set__
        regels.append(f" _waarde_zet_{veld.name}(self, {waarde})")
    if hasattr(cls, "__post_init__"):
        regels.append(" self.__post_init__()")
    tekst = f"def __init__({', '.join(kop)}):\n" + ("\n".join(regels) or " pass")
    exec(tekst, namen)  # noqa: S102 - names of fields alone, as dataclasses does
    begin: Callable[..., None] = namen["__init__"]
    begin.__module__ = cls.__module__
    begin.__annotations__ = {een.name: een.type for een in velden if een.init} | {"return": None}
    return begin


def _toont(namen: list[str]) -> Callable[[Any], str]:
    @recursive_repr()
    def __repr__(self: Any) -> str:
        velden = ", ".join(f"{naam}={getattr(self, naam)!r}" for naam in namen)
        return f"{self.__class__.__qualname__}({velden})"

    return __repr__


def _vergelijkt(cls: type, velden: tuple[dataclasses.Field[Any], ...]) -> None:
    gelijk = _alle([veld.name for veld in velden if veld.compare])
    telt = [veld.name for veld in velden if (veld.compare if veld.hash is None else veld.hash)]
    merk = _alle(telt)

    def __eq__(self: Any, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return bool(gelijk(self) == gelijk(other))

    def __hash__(self: Any) -> int:
        return hash(merk(self))

    if "__eq__" not in cls.__dict__:
        _zet(cls, "__eq__", __eq__)
    _zet(cls, "__hash__", __hash__)


def _alle(namen: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Give what gives these fields, as a tuple."""
    if len(namen) > 1:
        return attrgetter(*namen)
    return lambda self: tuple(getattr(self, naam) for naam in namen)


def _bevries(cls: type, namen: frozenset[str]) -> None:
    def __setattr__(self: Any, naam: str, waarde: object) -> None:
        if type(self) is cls or naam in namen:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {naam!r}")
        object.__setattr__(self, naam, waarde)

    def __delattr__(self: Any, naam: str) -> None:
        if type(self) is cls or naam in namen:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {naam!r}")
        object.__delattr__(self, naam)

    _zet(cls, "__setattr__", __setattr__)
    _zet(cls, "__delattr__", __delattr__)


def _staat(self: Any) -> list[Any]:
    return [getattr(self, veld.name) for veld in dataclasses.fields(self)]


def _uit_staat(self: Any, staat: list[Any]) -> None:
    for veld, waarde in zip(dataclasses.fields(self), staat, strict=True):
        object.__setattr__(self, veld.name, waarde)
