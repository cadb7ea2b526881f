"""Where the lines of a file went when it changed: what was learnt of them stays of use."""

from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher

#: File -> its lines that ran.
Regels = dict[str, list[int]]
_Vertaal = Callable[[Iterable[int]], list[int]]


def vertaling(oud: str, nieuw: str) -> _Vertaal:
    """Give what turns line numbers of the old text into those of the new one, counted from 1.

    Who came by a line that was replaced comes by all that stands there now, and what was put in is
    for who came by the line before it: a guess, that only costs time.
    """
    to: dict[int, list[int]] = {}
    matcher = SequenceMatcher(None, oud.splitlines(), nieuw.splitlines(), autojunk=False)
    for kind, a, a_end, b, b_end in matcher.get_opcodes():
        for at in range(a, a_end):
            to[at + 1] = [at - a + b + 1] if kind == "equal" else list(range(b + 1, b_end + 1))
        if kind == "insert":
            to.setdefault(a, []).extend(range(b + 1, b_end + 1))
    return lambda lines: sorted({new for line in lines for new in to.get(line, ())})


def bijgewerkt(komt: Regels, vertaal: Mapping[str, _Vertaal]) -> Regels:
    """Give the same lines as they are counted now; those of a file that is gone are gone."""
    return {path: vertaal[path](lines) for path, lines in komt.items() if path in vertaal}
