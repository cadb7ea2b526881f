"""Rule files read quickly: long lists of plain words taken out before the YAML reader sees them.

The words of notes are some twelve thousand, and the YAML reader, in Python, needs a second for
them. A list of words and quoted phrases is easy to read without it. Anything else is left to it,
and where it is not certain that both would say the same, it reads the whole file.
"""

import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

# A key at the start of a line with a list behind it that ends its line. A word starts with a
# letter and goes on with signs that mean nothing to YAML; a phrase has no escapes in it.
_WOORD = r"[^\W\d_](?:[\w'./+*-]| (?=\w))*+"
_ZIN = r'"([^"\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]*+)"'
_DEEL = rf"[ \n]*+(?:{_ZIN.replace('(', '(?:')}|{_WOORD})[ \n]*+"
_LIJST = re.compile(rf"^( *+(?:- )?\w++:) \[({_DEEL}(?:,{_DEEL})*+)\]$", re.MULTILINE)
_EEN = re.compile(rf"{_ZIN}|({_WOORD})")
_PLEK = "woordenlijst-nummer-"
_ANDERS = frozenset(["true", "false", "null"])


def lees_yaml(tekst: str) -> Any:
    """Read YAML 1.2 into plain objects. Raises YAMLError, with its place in this very text."""
    if _PLEK not in tekst and "%" not in tekst[:1]:
        lijsten: list[list[str]] = []
        kort = _LIJST.sub(lambda stuk: _apart(stuk, lijsten), tekst)
        try:
            inhoud, gevonden = _terug(YAML(typ="safe", pure=True).load(kort), lijsten)
        except YAMLError:
            inhoud, gevonden = None, -1
        if gevonden == len(lijsten):
            return inhoud
    return YAML(typ="safe", pure=True).load(tekst)


def _apart(stuk: re.Match[str], lijsten: list[list[str]]) -> str:
    """Put the words of a list aside and give a name for it; as it stands when in doubt."""
    woorden = [zin or woord for zin, woord in _EEN.findall(stuk[2])]
    if not _ANDERS.isdisjoint(woord.lower() for woord in woorden):
        return stuk[0]
    lijsten.append(woorden)
    return f"{stuk[1]} {_PLEK}{len(lijsten) - 1}"


def _terug(deel: Any, lijsten: list[list[str]]) -> tuple[Any, int]:
    """Put the lists back; gives what was read, and how many of them were found."""
    if isinstance(deel, str) and deel.startswith(_PLEK):
        nummer = deel.removeprefix(_PLEK)
        return (lijsten[int(nummer)], 1) if nummer.isdecimal() else (deel, 0)
    paren = [(sleutel, *_terug(waarde, lijsten)) for sleutel, waarde in _takken(deel)]
    for sleutel, waarde, _ in paren:
        deel[sleutel] = waarde
    return deel, sum(aantal for _, _, aantal in paren)


def _takken(deel: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(deel, dict):
        yield from deel.items()
    elif isinstance(deel, list):
        yield from enumerate(deel)
