"""Mending a mapping with one click: only what a problem itself proposes, as changes of its text.

A change says what must stand at its place; where something else stands, nothing is changed. So a
proposal of an older text can never damage a newer one.
"""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mappings.canonical import KOSTEN, VELDEN, Soort, Veld
from regres import Problem
from regres.layouts import yaml_tekst

_PLEK = re.compile(r"\A:([0-9]{1,6})(?::([0-9]{1,6}))?\Z", re.ASCII)
#: A word of a suggestion, in the words of a problem (regres.berichten).
_BEDOELT, _BEDOELD = "voorstel=", "voorstel.woord"
#: The word of a problem that is the mistake.
_OVER = ("sleutel", "woord", "naam", "kolom")
_HERNOEMD = frozenset({"naam", "waarden", "beide"})
_NUL = re.compile(r"\A[-+]?0[0-9]+\Z", re.ASCII)
#: A proposal is small; what is longer was not made here.
_LANGST = 20_000


@dataclass(frozen=True, slots=True)
class Wijziging:
    """One change: at line and column, both from 1, `oud` becomes `nieuw`."""

    regel: int
    kolom: int
    oud: str
    nieuw: str


@dataclass(frozen=True, slots=True)
class Herstel:
    """One proposal: what a button says, and the changes it makes.

    keuzes  words of which one is to be chosen first; it comes in the place of KEUZE
    """

    wat: str
    wijzigingen: tuple[Wijziging, ...]
    keuzes: tuple[str, ...] = ()

    def als_tekst(self) -> str:
        """Write the changes down, to come back with the text they are for."""
        parts = [[one.regel, one.kolom, one.oud, one.nieuw] for one in self.wijzigingen]
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


#: Stands in a change where the word that was chosen comes.
KEUZE = "\N{REPLACEMENT CHARACTER}"


def plek_in(problem: Problem, bestand: str) -> tuple[int, int]:
    """Give line and column of a problem in this mapping file; (0, 0) when it stands elsewhere."""
    for place in (problem.mapping, problem.waar):
        if found := _PLEK.match(place.removeprefix(bestand)):
            return int(found[1]), int(found[2] or 1)
    return 0, 0


def herstellen(problem: Problem, tekst: str, bestand: str) -> tuple[Herstel, ...]:
    """Give what a problem of this text proposes, as changes; nothing when it proposes nothing."""
    words, lines = dict(problem.woorden), tekst.split("\n")
    if problem.code == "B-0103" and words.get("geval") in _HERNOEMD:
        return tuple(_hernoem(words, lines, bestand))
    line, column = plek_in(problem, bestand)
    if not 1 <= line <= len(lines):
        return ()
    rest = lines[line - 1][column - 1 :]
    if problem.code == "M-0007" and _NUL.match(words["waarde"]):
        return tuple(_vervang(line, column, rest, words["waarde"], f'"{words["waarde"]}"'))
    if words.get(_BEDOELT) == "bedoelt":
        old = next(words[name] for name in _OVER if name in words)
        return tuple(_vervang(line, column, rest, old, words[_BEDOELD]))
    return ()


def _vervang(regel: int, kolom: int, rest: str, oud: str, nieuw: str) -> Iterator[Herstel]:
    for old in (oud, f'"{oud}"', f"'{oud}'"):
        if old and rest.startswith(old):
            yield Herstel(f"Vervang door {nieuw}", (Wijziging(regel, kolom, old, nieuw),))
            return


def _hernoem(words: dict[str, str], lines: Sequence[str], bestand: str) -> Iterator[Herstel]:
    """Give the old name of a column its new one wherever the mapping's own lines name it."""
    old, new = words["kolom"].strip("'"), words["lijkt"].strip("'")
    if old.endswith("…") or new.endswith("…"):
        return
    found = []
    for place in _regelnummers(words["regels"], bestand):
        found += [*_namen(lines, place, old, new)]
    if found:
        yield Herstel(f"Vervang {old} door {new}", tuple(dict.fromkeys(found)))
    elif not any(line.startswith("kolomnamen:") for line in lines):
        # Only the basis names it: a line of its own says how it is called here.
        at = next((n for n, line in enumerate(lines, 1) if line.startswith("basis:")), 0)
        if at:
            line = lines[at - 1]
            added = f"{line}\nkolomnamen: {{{yaml_tekst(old)}: {yaml_tekst(new)}}}"
            yield Herstel(f"Noem {old} hier {new}", (Wijziging(at, 1, line, added),))


def _regelnummers(regels: str, bestand: str) -> Iterator[int]:
    for part in regels.split("; "):
        place = part.partition(": ")[0]
        number = place.removeprefix(f"{bestand}:")
        if number != place and number.isascii() and number.isdigit():
            yield int(number)


def _namen(lines: Sequence[str], regel: int, oud: str, nieuw: str) -> Iterator[Wijziging]:
    """Yield the changes of one line: a name of its own, or one among those of a header."""
    if not 1 <= regel <= len(lines):
        return
    line = lines[regel - 1]
    for found in re.finditer(re.escape(oud), line):
        before, after = line[: found.start()], line[found.end() :]
        whole = not (before[-1:].isalnum() or after[:1].isalnum())
        if whole and line.lstrip()[:1] != "#":
            yield Wijziging(regel, found.start() + 1, oud, nieuw)


# -- a value that no table knows -------------------------------------------------------------------


def met_waarde(problem: Problem, waarde: str, tekst: str, bestand: str) -> Herstel | None:
    """Propose to put a value into the value table of the field that a problem is about.

    waarde  a value that may be shown
    Gives None when the field has no table of its own in this text, or takes no closed words.
    """
    veld = _veld(problem.veld)
    words = _woorden(veld, problem.veld)
    line, column = plek_in(problem, bestand)
    if not words or not line:
        return None
    change = _in_tabel(tekst.split("\n"), line, column, waarde)
    return None if change is None else Herstel(f"Voeg toe: {waarde} is", (change,), words)


def _veld(pad: str) -> Veld | None:
    name = re.sub(r"\Avoorziening\.kosten\[[0-9]+\]\.", "", pad)
    return KOSTEN.get(name) if name != pad else VELDEN.get(pad)


def _woorden(veld: Veld | None, pad: str) -> tuple[str, ...]:
    if pad in ("vlag", "code"):
        return ("J", "N", "O")
    if veld is None or veld.soort is not Soort.KEUZE or veld.keuze is None:
        return ()
    return tuple(word.value for word in veld.keuze)


def _in_tabel(lines: Sequence[str], regel: int, kolom: int, waarde: str) -> Wijziging | None:
    """Find `waarden:` of the block that begins at a place, and add to it."""
    for number, line in _van_blok(lines, regel, kolom):
        at = re.search(r"\bwaarden:\s*", line)
        if at is None or line.lstrip().startswith("#"):
            continue
        rest = line[at.end() :]
        if rest.startswith("{"):
            added = f"{{{_sleutel(waarde)}: {KEUZE}" + ("" if rest[1:].startswith("}") else ", ")
            return Wijziging(number, at.end() + 1, "{", added)
        if not rest or rest.startswith("#"):
            inner = " " * (_volgende(lines, number) or kolom + 1)
            return Wijziging(
                number, at.end() + 1, rest, f"{rest}\n{inner}{_sleutel(waarde)}: {KEUZE}"
            )
        return None
    return None


def _van_blok(lines: Sequence[str], regel: int, kolom: int) -> Iterator[tuple[int, str]]:
    """Yield the lines of the block that begins at a place, the first one from there on."""
    if not 1 <= regel <= len(lines):
        return
    first = lines[regel - 1]
    flow = first[kolom - 1 : kolom] == "{"
    least = _diep(first) + 1 if flow else kolom - 1
    yield regel, " " * (kolom - 1) + first[kolom - 1 :]
    for number in range(regel + 1, len(lines) + 1):
        line = lines[number - 1]
        if line.strip() and _diep(line) < least:
            return
        yield number, line


def _diep(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _volgende(lines: Sequence[str], number: int) -> int:
    """Give the indentation of the next line that says something."""
    for line in lines[number:]:
        if line.strip() and not line.lstrip().startswith("#"):
            return _diep(line)
    return 0


def _sleutel(text: str) -> str:
    """Write a value as a key: digits in quotes, or a zero in front is lost."""
    return f'"{text}"' if text[:1].isdigit() and '"' not in text else yaml_tekst(text)


# -- making the changes ----------------------------------------------------------------------------


def pas_toe(tekst: str, wijzigingen: str, gekozen: str = "") -> str | None:
    """Make the changes of `Herstel.als_tekst` in a text; None when they do not fit it.

    gekozen  the word that was chosen, one of `keuzes`
    """
    changes = _lees(wijzigingen)
    if changes is None or (not _WOORD.match(gekozen) and _kiest(changes)):
        return None
    lines = tekst.split("\n")
    # From the end back, so that no change moves the place of another.
    for one in sorted(changes, key=lambda one: (one.regel, one.kolom), reverse=True):
        if not 1 <= one.regel <= len(lines):
            return None
        line, at = lines[one.regel - 1], one.kolom - 1
        if at < 0 or not line.startswith(one.oud, at):
            return None
        new = one.nieuw.replace(KEUZE, gekozen)
        lines[one.regel - 1] = line[:at] + new + line[at + len(one.oud) :]
    return "\n".join(lines)


_WOORD = re.compile(r"\A[A-Za-z0-9]{1,40}\Z", re.ASCII)


def _kiest(changes: Collection[Wijziging]) -> bool:
    return any(KEUZE in one.nieuw for one in changes)


def _lees(text: str) -> tuple[Wijziging, ...] | None:
    if len(text) > _LANGST:
        return None
    try:
        given: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(given, list) or not given:
        return None
    found = []
    for part in given:
        match part:
            case [int(regel), int(kolom), str(oud), str(nieuw)]:
                found.append(Wijziging(regel, kolom, oud, nieuw))
            case _:
                return None
    return tuple(found)
