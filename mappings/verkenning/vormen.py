"""The pattern of a text: enough to see how it is written, too little to see what it says."""

import re
from typing import Final

#: Parts of a pattern; what comes after that is an ellipsis.
_DELEN: Final = 6
#: Digits are counted up to here: a longer number is only told to be long.
_CIJFERS: Final = 12
_DEEL = re.compile(
    r"(?P<cijfers>[0-9]+)|(?P<letters>[^\W\d_]+)|(?P<wit>\s+)|(?P<rest>.)", re.DOTALL
)


def patroon(text: str) -> str:
    """Give digits one by one as 9, each word as `a`, white space as one space; signs stay.

    "01-02-1950" is `99-99-9999`, "13B02" is `99a99`; a sentence is `a a a…`. The length of words is
    left out, for that of a name says whose it may be.
    """
    parts: list[str] = []
    for found in _DEEL.finditer(text.strip()[:200]):
        if len(parts) == _DELEN:
            return "".join(parts) + "…"
        parts.append(_deel(found))
    return "".join(parts)


def _deel(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "cijfers":
            size = len(found[0])
            return "9" * size if size <= _CIJFERS else "9" * _CIJFERS + "+"
        case "letters":
            return "a"
        case "wit":
            return " "
    return found[0] if found[0].isprintable() else "?"
