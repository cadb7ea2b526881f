"""The first row of an export: are the columns there that the mapping reads?"""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from connectors.file_problems import problem
from regres import CsvLayout, Problem, SourceRefused

_SHOWN = 60


def column_index(header: Sequence[str], layout: CsvLayout, waar: str) -> dict[str, int]:
    """Give the position of every column by its name; of a repeated name, the first.

    Raises SourceRefused with one problem for each column that is missing or given twice.
    """
    if not any(header):
        raise SourceRefused(problem("B-0102", waar, wat="de eerste regel is leeg"))
    found = [*_missing(header, layout, waar), *_repeated(header, layout, waar)]
    found = found or list(_pinned(header, layout, waar))
    if found:
        raise SourceRefused(*found)
    return {name: place for place, name in reversed(list(enumerate(header)))}


def _missing(header: Sequence[str], layout: CsvLayout, waar: str) -> Iterator[Problem]:
    lost = [name for name in layout.kolommen if name not in header]
    # When most of what is expected is not there, the first line may be a row with a person in it.
    told = len(lost) * 2 <= len(layout.kolommen)
    expected = {*layout.kolommen, *layout.alle_kolommen}
    unknown = [name for name in header if told and name not in expected]
    for name in lost:
        rename = _closest(name, unknown)
        yield problem(
            "B-0103",
            waar,
            kolom=quoted(name),
            voorstel=f"; {quoted(rename)} lijkt erop" if rename else "",
            doe=_advice(name, rename, told),
        )


def _closest(name: str, unknown: Sequence[str]) -> str:
    folded = {" ".join(other.split()).casefold(): other for other in unknown}
    near = get_close_matches(name.casefold(), folded, n=1)
    return folded[near[0]] if near else ""


def _advice(name: str, rename: str, told: bool) -> str:
    if rename:
        return f"Vervang in de mapping {quoted(name)} door {quoted(rename)} als dat hetzelfde is."
    if told:
        return "Vraag de leverancier waar deze kolom gebleven is, of haal haar uit de mapping."
    return "Meer dan de helft ontbreekt. Controleer scheidingsteken, codering en de eerste regel."


def _repeated(header: Sequence[str], layout: CsvLayout, waar: str) -> Iterator[Problem]:
    for name, count in Counter(header).items():
        if count > 1 and name in layout.kolommen:
            yield problem("B-0105", waar, kolom=quoted(name), keer=count)


def _pinned(header: Sequence[str], layout: CsvLayout, waar: str) -> Iterator[Problem]:
    pinned = layout.alle_kolommen
    if not pinned or tuple(header) == pinned:
        return
    new = [quoted(name) for name in header if name not in pinned]
    gone = [quoted(name) for name in pinned if name not in header]
    parts = [("nieuw", new), ("weg", gone)]
    told = [f"{word}: {', '.join(names)}" for word, names in parts if names]
    yield problem("B-0104", waar, wat="; ".join(told) or "de volgorde of het aantal is anders")


def quoted(name: str) -> str:
    """Write a column name between quotes; long names are cut off."""
    short = name if len(name) <= _SHOWN else name[:_SHOWN] + "…"
    return f"'{short}'"
