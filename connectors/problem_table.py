"""Problems by their code: one table per subject, one way to fill it in."""

from collections.abc import Mapping

from regres import Problem

#: code -> (what is wrong, what follows, what to do); {words} in braces are filled in.
Tabel = Mapping[str, tuple[str, str, str]]


def fill(table: Tabel, code: str, waar: str, veld: str, words: Mapping[str, object]) -> Problem:
    """Make the problem with this code; the words hold no value of a record."""
    wat, gevolg, doe = (text.format(**words) if words else text for text in table[code])
    return Problem(code, _sentence(wat), waar, gevolg, doe, veld)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
