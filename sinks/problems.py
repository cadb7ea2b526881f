"""The problems of this room; their sentences stand in regres/berichten/S.toml."""

from regres import Problem
from regres.berichten import Zin, bericht


def problem(code: str, waar: str = "", wat: str | Zin = "") -> Problem:
    """Make a problem of a code; *wat* is added to the sentence and holds no value of a record."""
    return bericht(code, waar=waar, detail=wat) if wat else bericht(code, waar=waar)
