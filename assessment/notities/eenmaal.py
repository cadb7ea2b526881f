"""Values of one note that are worked out when they are first asked for."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Uit = TypeVar("Uit")


class Eenmaal(Generic[Uit]):
    """As functools.cached_property, without its lock: what reads one note is of one thread."""

    def __init__(self, maak: Callable[[Any], Uit]) -> None:
        self._maak, self._naam = maak, maak.__name__
        self.__doc__ = maak.__doc__

    def __get__(self, wie: Any, _soort: type) -> Uit:
        # From here on the instance has it itself, and this is not asked again.
        waarde = self._maak(wie)
        wie.__dict__[self._naam] = waarde
        return waarde
