"""Where in a row that could not be cut something is wrong: the line, the cell, and its name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from regres import CsvLayout, Problem
from regres.layouts import kolomnaam


@dataclass(frozen=True, slots=True)
class Cel:
    """A cell of a row. nummer: from 1; regel: physical lines of the row before the place meant."""

    nummer: int
    regel: int


def einde(text: str, layout: CsvLayout, langst: int) -> Cel:
    """Give the cell in which the text of a row goes wrong, else that in which it ends.

    Wrong is a sign behind a closing quote, or a cell of more than `langst` characters. The csv
    module knows this and tells nobody; asked only when a file is refused already. The line is that
    of the sign, and where a cell does not end, the one it begins on.
    """
    place, number, begun = 0, 1, 0
    quote, open_, closed = layout.aanhalingsteken, False, False
    while place < len(text) and place - begun <= langst + 1:  # with its opening quote
        sign = text[place]
        if layout.escapeteken and sign == layout.escapeteken:
            place += 1
        elif open_:
            closed, open_ = sign == quote, sign != quote
        elif closed and sign == quote:
            closed, open_ = False, True
        elif sign == layout.scheidingsteken:
            number, closed, begun = number + 1, False, place + 1
        elif closed and sign not in "\r\n":
            return Cel(number, _regels(text[:place]))
        elif quote and sign == quote and place == begun:
            open_ = True
        place += 1
    done = place == len(text) and not open_
    return Cel(number, _regels(text[: place if done else begun]))


def _regels(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


def bij_cel(problem: Problem, nummer: int, kop: Sequence[str], layout: CsvLayout) -> Problem:
    """Put the number of a cell, and the name of its column, behind the place of a problem.

    Only a name that the mapping knows: what stands first in a file may be a row of a person.
    """
    name = kolomnaam(kop[nummer - 1]) if nummer <= len(kop) else ""
    known = {
        *layout.kolommen,
        *layout.alle_kolommen,
        *(name for name, _ in layout.nummers.values()),
    }
    place = f"{problem.waar}:{nummer}"
    return replace(problem, waar=f"{place}:{name}" if name in known else place)
