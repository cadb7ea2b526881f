"""Reads the catalogue and fills its sentences in.

One TOML file per room letter stands beside this module. A code has a table per language:

    [zin.wacht]                   # a sentence that several codes share
    nl = "De melding blijft in de wachtrij."
    en = "The melding stays in the outbox."

    [S-0004]
    nl.wat = "Er komt geen verbinding met {host}"
    nl.gevolg = "=wacht"          # the shared sentence
    nl.doe = "Wacht: de volgende poging gaat vanzelf."
    nl.uitleg = "..."             # for the page of this code only
    en.wat = "..."

{words} are filled in by who makes the problem; they never hold a value of a record. gettext was
considered: its keys are the sentences themselves, and here the code is the key already.
"""

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Self

from regres.errors import Problem

_HIER = Path(__file__).parent
_DELEN = ("wat", "gevolg", "doe")


class Taal(StrEnum):
    """The languages every sentence exists in."""

    NL = "nl"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Tekst:
    """The sentences of one code in one language, not yet filled in.

    uitleg  what its page tells more: causes and what to look at; "" when the sentences say all
    """

    wat: str
    gevolg: str = ""
    doe: str = ""
    uitleg: str = ""

    def woorden(self) -> frozenset[str]:
        """Name the words in braces that must be filled in."""
        parts = (self.wat, self.gevolg, self.doe)
        found = (name for part in parts for _, name, _, _ in string.Formatter().parse(part))
        return frozenset(name for name in found if name)


@dataclass(frozen=True, slots=True)
class Catalogus:
    """Every code with its sentences in every language."""

    teksten: Mapping[str, Mapping[Taal, Tekst]]

    @classmethod
    def laad(cls, folder: Path = _HIER) -> Self:
        """Read all files; raises ValueError for a shared sentence or language that is missing."""
        found: dict[str, Mapping[Taal, Tekst]] = {}
        for path in sorted(folder.glob("*.toml")):
            found |= _lees(path)
        return cls(found)

    def vul(self, code: str, taal: Taal, woorden: Mapping[str, object]) -> Tekst:
        """Fill the sentences of a code in; KeyError for a code or word that is not there."""
        ruw = self.teksten[code][taal]
        wat, gevolg, doe = (part.format(**woorden) for part in (ruw.wat, ruw.gevolg, ruw.doe))
        detail = woorden.get("detail", "")
        return Tekst(_zin(f"{wat} ({detail})" if detail else wat), _zin(gevolg), _zin(doe))


@cache
def catalogus() -> Catalogus:
    """Give the catalogue; read the first time something goes wrong, not at import."""
    return Catalogus.laad()


def bericht(
    code: str, /, *, waar: str = "", veld: str = "", mapping: str = "", **woorden: object
) -> Problem:
    """Make the problem of a code.

    woorden  what the sentences name in braces, and `detail`, which is put behind the first one in
             brackets; none holds a value of a record
    """
    tekst = catalogus().vul(code, Taal.NL, woorden)
    kept = tuple(sorted((name, str(word)) for name, word in woorden.items()))
    return Problem(code, tekst.wat, waar, tekst.gevolg, tekst.doe, veld, mapping, kept)


def vertaal(problem: Problem, taal: Taal) -> Problem:
    """Give the same problem in another language.

    A problem that was kept by an older version, without its words, stays as it is.
    """
    if taal is Taal.NL or problem.code not in catalogus().teksten:
        return problem
    words = dict(problem.woorden)
    if not catalogus().teksten[problem.code][taal].woorden() <= words.keys():
        return problem
    tekst = catalogus().vul(problem.code, taal, words)
    return replace(problem, wat=tekst.wat, gevolg=tekst.gevolg, doe=tekst.doe)


def _lees(path: Path) -> dict[str, Mapping[Taal, Tekst]]:
    tables = tomllib.loads(path.read_text("utf-8"))
    zinnen: Mapping[str, Mapping[str, str]] = tables.pop("zin", {})
    return {
        code: {taal: _tekst(path.name, code, table[taal], taal, zinnen) for taal in Taal}
        for code, table in tables.items()
    }


def _tekst(
    file: str, code: str, table: Mapping[str, Any], taal: Taal, zinnen: Mapping[str, Any]
) -> Tekst:
    def zin(text: str) -> str:
        if not text.startswith("="):
            return text
        if text[1:] not in zinnen:
            raise ValueError(f"{file}: {code} uses {text!r}, which no [zin.…] defines")
        return str(zinnen[text[1:]][taal])

    if unknown := table.keys() - {*_DELEN, "uitleg"}:
        raise ValueError(f"{file}: {code} has parts that are not known: {sorted(unknown)}")
    parts = {name: zin(str(table[name])) for name in _DELEN if name in table}
    return Tekst(**parts, uitleg=str(table.get("uitleg", "")).strip())


def _zin(text: str) -> str:
    return text if not text or text.endswith((".", "?", "!", ":")) else f"{text}."
