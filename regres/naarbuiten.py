"""A problem as it may leave the municipality: counts under 5 could point at someone.

The sentences are filled in anew from the catalogue, with small numbers written as "<5". Which words
are counts is not told anywhere, so every number is one unless its word is known to be something
else.
"""

import re
from dataclasses import replace
from typing import Final

from regres.berichten import opnieuw
from regres.errors import Problem
from regres.telling import KLEINSTE

#: Words of the catalogue that are no counts of records: days, numbers of runs, ports, versions.
_GEEN_AANTAL: Final = frozenset(
    {
        *("antwoord", "byte", "dag", "dagen", "dienst", "jaar", "keer", "kib", "maanden", "mb"),
        *("naam", "poort", "regel", "rem", "run", "seconden", "uren", "versie", "versies"),
        *("moment", "sinds", "tijd", "geval", "kid", "host", "schema", "pad", "bron", "gemeente"),
    }
)
_KLEIN: Final = re.compile(rf"(?<![\w.,:/-])[1-{KLEINSTE - 1}](?![\w:/-]|[.,]\d| ?%)")


def naar_buiten(problem: Problem) -> Problem:
    """Give the same problem without small counts.

    One that an older version kept in other words loses every small number in its text.
    """
    words = tuple((name, _zonder(name, text)) for name, text in problem.woorden)
    if words == problem.woorden:
        return problem if problem.woorden else _kaal(problem)
    return opnieuw(problem, words) or _kaal(problem)


def _zonder(name: str, text: str) -> str:
    last = name.rpartition(".")[2].removesuffix("=")
    if last in _GEEN_AANTAL or name.endswith("="):
        return text
    return _KLEIN.sub(f"<{KLEINSTE}", text)


def _kaal(problem: Problem) -> Problem:
    small = f"<{KLEINSTE}"
    wat, gevolg = _KLEIN.sub(small, problem.wat), _KLEIN.sub(small, problem.gevolg)
    return replace(problem, wat=wat, gevolg=gevolg)
