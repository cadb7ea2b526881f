"""Which known word is meant by one that nobody knows: a misspelling, or nothing."""

from collections.abc import Iterable

#: The most signs that differ in a misspelling of a long word.
_MEESTE = 3


def near(word: str, known: Iterable[str]) -> str:
    """Give the known word of which this one is a misspelling; "" when there is none.

    difflib was tried: by its ratio `begindatum` is `einddatum`.
    """
    plain = word.casefold()
    most = min(1 + len(plain) // 6, _MEESTE)
    distances = [(_afstand(plain, name.casefold()), name) for name in known]
    nearest, found = min(distances, key=lambda pair: pair[0], default=(0, ""))
    return found if nearest <= most else ""


def _afstand(one: str, other: str) -> int:
    """Count the signs to add, drop, change or swap with the next to make one of the other."""
    before: list[int] = []
    last: list[int] = [*range(len(other) + 1)]
    for at, sign in enumerate(one, 1):
        row: list[int] = [at]
        for place, wanted in enumerate(other, 1):
            cost = min(last[place] + 1, row[-1] + 1, last[place - 1] + (sign != wanted))
            if at > 1 and place > 1 and one[at - 2 : at] == other[place - 1] + other[place - 2]:
                cost = min(cost, before[place - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
