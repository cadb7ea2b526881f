"""Reads the catalogue and fills its sentences in.

One TOML file per room letter stands beside this module. A code has a table per language:

    [zin.wacht]                   # a sentence, or a piece of one, that several codes share;
    nl = "De melding blijft..."   # those of zinnen.toml belong to all rooms
    en = "The melding stays..."

    [S-0004]
    nl.wat = "Er komt geen verbinding met {host}"
    nl.gevolg = "=wacht"          # the shared sentence
    nl.doe = "Wacht: de volgende poging gaat vanzelf."
    nl.uitleg = "..."             # for the page of this code only
    en.wat = "..."

    [S-0004.geval.dns]            # the same problem, said more exactly: only what differs
    nl.wat = "De naam {host} is niet gevonden"
    en.wat = "..."

{words} are filled in by who makes the problem; they never hold a value of a record. A word that
must itself be translated is a `zin`. gettext was considered: its keys are the sentences themselves,
and here the code is the key already.
"""

import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Self

from regres.errors import Problem
from regres.tonen import toonbaar
from regres.waarde import dataclass

_HIER = Path(__file__).parent
_DELEN = ("wat", "gevolg", "doe")
#: The word that says which case of a code it is, and the mark of a word that is a shared sentence.
_GEVAL = "geval"
_IS_ZIN = "="
#: The file whose shared sentences belong to every room.
_VAN_ALLEN = "zinnen"
#: Filled-in sentences that are kept: a file with a hundred thousand bad rows has few kinds.
_GEVULD = 4096

Woorden = tuple[tuple[str, str], ...]


class Taal(StrEnum):
    """The languages every sentence exists in."""

    NL = "nl"
    EN = "en"


class Zin(NamedTuple):
    """A shared sentence as a word of another one; made by `zin`."""

    naam: str
    woorden: "tuple[tuple[str, str | Zin], ...]"


def zin(naam: str, /, **woorden: object) -> Zin:
    """Name a [zin] of the code's own file, to be filled in in the language of the whole."""
    return Zin(naam, _teksten(woorden))


def een_van(names: Sequence[str]) -> str | Zin:
    """Say "a", "a of b", or "a, b of c"."""
    if len(names) < 2:
        return "".join(names)
    return zin("of", eerst=", ".join(names[:-1]), laatst=names[-1])


#: What stands where a message has a name, a number or a place of its own.
OPEN = "…"


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
        return frozenset().union(*map(_namen, (self.wat, self.gevolg, self.doe)))


Talen = Mapping[Taal, Tekst]
Zinnen = Mapping[str, Mapping[Taal, str]]


@dataclass(frozen=True, slots=True)
class Catalogus:
    """Every code with its sentences in every language.

    teksten   code -> what it says
    gevallen  code -> name of a case -> what it says then
    zinnen    letter of the room -> name -> language -> shared sentence
    """

    teksten: Mapping[str, Talen]
    gevallen: Mapping[str, Mapping[str, Talen]]
    zinnen: Mapping[str, Zinnen]

    @classmethod
    def laad(cls, folder: Path = _HIER, letter: str = "*") -> Self:
        """Read all files, or that of one room.

        Raises ValueError for a shared sentence that is missing, KeyError for a language that is.
        """
        import tomllib  # 2 ms at every start, also of a command that has nothing to complain of

        files = {
            path.stem: tomllib.loads(path.read_text("utf-8"))
            for path in sorted(folder.glob("*.toml"))
            if letter in ("*", path.stem) or path.stem == _VAN_ALLEN
        }
        shared = _zinnen(files.pop(_VAN_ALLEN, {}))
        teksten: dict[str, Talen] = {}
        gevallen: dict[str, Mapping[str, Talen]] = {}
        zinnen: dict[str, Zinnen] = {}
        for letter, tables in files.items():
            zinnen[letter] = shared | _zinnen(tables)
            for code, table in tables.items():
                cases = table.pop(_GEVAL, {})
                teksten[code] = _talen(code, table, {}, zinnen[letter])
                gevallen[code] = {
                    name: _talen(code, case, table, zinnen[letter]) for name, case in cases.items()
                }
        return cls(teksten, gevallen, zinnen)

    def vul(self, code: str, taal: Taal, woorden: Mapping[str, str]) -> Tekst:
        """Fill the sentences of a code in; KeyError for a code, case or word that is not there."""
        case = woorden.get(_GEVAL, "")
        ruw = (self.gevallen[code][case] if case else self.teksten[code])[taal]
        words = self.zeg(code[0], taal, woorden)
        wat, gevolg, doe = (part.format_map(words) for part in (ruw.wat, ruw.gevolg, ruw.doe))
        detail = words.get("detail", "")
        return Tekst(_stop(f"{wat} ({detail})" if detail else wat), _stop(gevolg), _stop(doe))

    def zeg(self, letter: str, taal: Taal, woorden: Mapping[str, str]) -> dict[str, str]:
        """Give every word in a language: a shared sentence is looked up and filled in first."""
        said = {}
        for name, text in woorden.items():
            if not name.endswith(_IS_ZIN):
                said[name] = text
                continue
            own = f"{name.removesuffix(_IS_ZIN)}."
            inner = {key[len(own) :]: word for key, word in woorden.items() if key.startswith(own)}
            told = self.zinnen[letter][text][taal]
            said[own[:-1]] = told.format_map(self.zeg(letter, taal, inner))
        return said


@cache
def catalogus() -> Catalogus:
    """Give the whole catalogue, to explain a code or write its page."""
    return Catalogus.laad()


class _Open(dict[str, str]):
    """Fills in any word of a sentence with the same sign."""

    def __missing__(self, key: str) -> str:
        return OPEN


def getoond(zin: str) -> str:
    """Give a sentence as a person reads it: what a message fills in is left open."""
    return zin.format_map(_Open())


def algemeen(code: str, taal: Taal = Taal.NL) -> Tekst:
    """Give what a code says of any record, with what differs left open; KeyError for no code."""
    ruw = _blad(code[0]).teksten[code][taal]
    told = (getoond(part) for part in (ruw.wat, ruw.gevolg, ruw.doe))
    wat, gevolg, doe = (_stop(part) if part != OPEN else "" for part in told)
    return Tekst(wat, gevolg, doe, ruw.uitleg)


@cache
def _blad(letter: str) -> Catalogus:
    """Give the codes of one room: read when the first of them goes wrong, not at import."""
    return Catalogus.laad(letter=letter)


def bericht(
    code: str,
    geval: str = "",
    /,
    *,
    waar: str = "",
    veld: str = "",
    mapping: str = "",
    **woorden: object,
) -> Problem:
    """Make the problem of a code, or of one case of it.

    woorden  what the sentences name in braces, and `detail`, which is put behind the first one in
             brackets; none holds a value of a record
    """
    tekst, kept = _gevuld(code, geval, _teksten(woorden))
    places = toonbaar(waar), toonbaar(veld), toonbaar(mapping)
    return Problem(code, tekst.wat, places[0], tekst.gevolg, tekst.doe, *places[1:], kept)


def zeg(letter: str, woord: str | Zin, taal: Taal = Taal.NL) -> str:
    """Give a word of a sentence by itself, as the room of this letter says it."""
    return _blad(letter).zeg(letter, taal, dict(_plat([("woord", woord)])))["woord"]


def elders(problem: Problem, waar: str) -> Problem:
    """Give the same problem of another place."""
    # Not dataclasses.replace: a file with a fault in every row asks for this for every row.
    rest = (problem.gevolg, problem.doe, problem.veld, problem.mapping, problem.woorden)
    return Problem(problem.code, problem.wat, toonbaar(waar), *rest)


def vertaal(problem: Problem, taal: Taal) -> Problem:
    """Give the same problem in another language.

    One that was kept by an older version, without its words or in other words, stays as it is.
    """
    if taal is Taal.NL:
        return problem
    words = dict(problem.woorden)
    try:
        if _blad(problem.code[:1]).vul(problem.code, Taal.NL, words).wat != problem.wat:
            return problem
    except KeyError:
        return problem
    tekst = _blad(problem.code[0]).vul(problem.code, taal, words)
    return replace(problem, wat=tekst.wat, gevolg=tekst.gevolg, doe=tekst.doe)


def opnieuw(problem: Problem, woorden: Woorden) -> Problem | None:
    """Give the same problem with other words filled in, in Dutch.

    None when it was kept by an older version that said it otherwise.
    """
    try:
        blad = _blad(problem.code[:1])
        if blad.vul(problem.code, Taal.NL, dict(problem.woorden)).wat != problem.wat:
            return None
        tekst = blad.vul(problem.code, Taal.NL, dict(woorden))
    except KeyError:
        return None
    said = replace(problem, wat=tekst.wat, gevolg=tekst.gevolg, doe=tekst.doe)
    return replace(said, woorden=woorden)


@lru_cache(maxsize=_GEVULD)
def _gevuld(
    code: str, geval: str, woorden: tuple[tuple[str, str | Zin], ...]
) -> tuple[Tekst, Woorden]:
    kept = sorted([*_plat(woorden), *([(_GEVAL, geval)] if geval else [])])
    return _blad(code[0]).vul(code, Taal.NL, dict(kept)), tuple(kept)


def _teksten(woorden: Mapping[str, object]) -> tuple[tuple[str, str | Zin], ...]:
    # By class, for this is done for every problem of every record; a StrEnum is written out.
    return tuple(
        [
            (name, word if word.__class__ is Zin else toonbaar(str(word)))
            for name, word in woorden.items()
        ]
    )


def _plat(woorden: Iterable[tuple[str, str | Zin]], boven: str = "") -> Iterator[tuple[str, str]]:
    """Write words as pairs of texts: those of a shared sentence stand under its own name."""
    for name, word in woorden:
        if isinstance(word, Zin):
            yield f"{boven}{name}{_IS_ZIN}", word.naam
            yield from _plat(word.woorden, f"{boven}{name}.")
        else:
            yield f"{boven}{name}", word


def _namen(text: str) -> frozenset[str]:
    found = (name for _, name, _, _ in string.Formatter().parse(text))
    return frozenset(name for name in found if name)


def _zinnen(tables: dict[str, Any]) -> dict[str, Mapping[Taal, str]]:
    """Take the shared sentences out of a file; what is left are its codes."""
    found = tables.pop("zin", {})
    return {name: {taal: str(text[taal]) for taal in Taal} for name, text in found.items()}


def _talen(code: str, table: Mapping[str, Any], basis: Mapping[str, Any], zinnen: Zinnen) -> Talen:
    """Read both languages; what is not said is said as in the table below it."""
    if strange := table.keys() - set(Taal):
        raise ValueError(f"{code} has tables that are not known: {sorted(strange)}")
    return {taal: _tekst(code, basis.get(taal, {}) | table[taal], taal, zinnen) for taal in Taal}


def _tekst(code: str, table: Mapping[str, Any], taal: Taal, zinnen: Zinnen) -> Tekst:
    if unknown := table.keys() - {*_DELEN, "uitleg"}:
        raise ValueError(f"{code} has parts that are not known: {sorted(unknown)}")
    parts = {name: str(table[name]) for name in _DELEN if name in table}
    for name, text in parts.items():
        if text.startswith(_IS_ZIN):
            if text[1:] not in zinnen:
                raise ValueError(f"{code} uses {text!r}, which no [zin.…] defines")
            parts[name] = zinnen[text[1:]][taal]
    return Tekst(**parts, uitleg=str(table.get("uitleg", "")).strip())


def _stop(text: str) -> str:
    return text if not text or text.endswith((".", "?", "!", ":")) else f"{text}."
