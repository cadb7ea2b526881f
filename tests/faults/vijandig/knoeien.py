"""What both tables of XML put into a good message: a DTD, an inclusion, more text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

#: To be filled with where it leads.
XINCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{}" parse="text"/>'


@dataclass(frozen=True, slots=True)
class Plekken:
    """Where in the good message of a door: its root, and an element with text."""

    wortel: str
    tekst: str

    def doctype(self, text: str, *pairs: tuple[str, str]) -> Callable[[Any], bytes]:
        """Put a DTD before the root; `pairs` are further replacements."""
        return _met((self.wortel, f"<!DOCTYPE x {text}>{self.wortel}"), *pairs)

    def in_tekst(self, text: str) -> Callable[[Any], bytes]:
        """Put this at the beginning of a text."""
        return _met((self.tekst, self.tekst + text))


def lach(levels: int) -> str:
    """Write the billion laughs."""
    rows = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, levels))
    return f'[<!ENTITY l0 "ha">{rows}]'


def _met(*pairs: tuple[str, str]) -> Callable[[Any], bytes]:
    def make(turn: Any) -> bytes:
        made: bytes = turn.met(*pairs)
        return made

    return make
