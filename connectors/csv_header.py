"""The header of an export: where it stands, and whether the columns are there that are read."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from connectors.csv_place import bij_cel
from connectors.csv_rename import Hernoemd, hernoemd, verplaatst
from regres import CsvLayout, Problem, SourceRefused
from regres.berichten import bericht
from regres.layouts import kolomnaam, lijkt_naam

_SHOWN = 60

Index = dict[str, int | None]
Rijen = Callable[[], Sequence[Sequence[str]]]


def column_index(
    header: Sequence[str], layout: CsvLayout, waar: str, proef: Rijen = tuple
) -> Index:
    """Give the position of every column by its name; of a repeated name, the first.

    proef  gives the first rows, asked for only when a column is missing

    A numbered column stands under its own address, an optional one that is absent under None.
    Raises SourceRefused with one problem for each column that is missing or given twice.
    """
    names = [kolomnaam(cell) for cell in header]
    if not any(names):
        raise SourceRefused(bericht("B-0102", waar=waar))
    found = [*_missing(names, layout, waar, proef), *_repeated(names, layout, waar)]
    found = found or list(_pinned(names, layout, waar, proef))
    if found:
        raise SourceRefused(*found)
    index: Index = dict.fromkeys(layout.optioneel)
    index |= {name: place for place, name in reversed(list(enumerate(names)))}
    return index | {adres: _place(adres, names, layout) for adres in layout.nummers}


def dialect(layout: CsvLayout) -> dict[str, Any]:
    """Give the signs of a layout as csv.reader wants them."""
    return {
        "delimiter": layout.scheidingsteken,
        "quotechar": layout.aanhalingsteken or None,
        "quoting": csv.QUOTE_MINIMAL if layout.aanhalingsteken else csv.QUOTE_NONE,
        "escapechar": layout.escapeteken or None,
        "strict": True,
    }


def header_line(lines: Sequence[str], layout: CsvLayout) -> int | None:
    """Find the header among the first lines of a file, from 0; None when no line looks like it.

    The line that holds the most of the columns in use, and at least half of them: what is missing
    then is told as a missing column. A header that is broken over two lines is not seen here.
    """
    needed = {_name(adres, layout) for adres in layout.kolommen if adres not in layout.optioneel}
    counts = [len(needed & _names(line, layout)) for line in lines]
    best = max(counts, default=0)
    return counts.index(best) if best and best * 2 >= len(needed) else None


def _names(line: str, layout: CsvLayout) -> set[str]:
    try:
        return {kolomnaam(cell) for cell in next(csv.reader([line], **dialect(layout)), ())}
    except csv.Error:
        return set()


def _name(adres: str, layout: CsvLayout) -> str:
    return layout.nummers[adres][0] if adres in layout.nummers else adres


def _place(adres: str, names: Sequence[str], layout: CsvLayout) -> int | None:
    """Give the position of a column that is mapped; None when it is not there."""
    name, number = layout.nummers.get(adres, (adres, 1))
    places = [place for place, other in enumerate(names) if other == name]
    return places[number - 1] if number <= len(places) else None


def gelezen(layout: CsvLayout) -> list[str]:
    """Give every column that is read; the last line is found and counted by columns too."""
    extra = [name for name in (layout.trailer_kolom, layout.trailer_aantal) if name]
    return list(dict.fromkeys((*layout.kolommen, *extra)))


def _missing(names: Sequence[str], layout: CsvLayout, waar: str, proef: Rijen) -> Iterator[Problem]:
    needed = [adres for adres in gelezen(layout) if adres not in layout.optioneel]
    lost = [adres for adres in needed if _place(adres, names, layout) is None]
    # When most of what is expected is not there, the first line may be a row with a person in it.
    told = len(lost) * 2 <= len(needed)
    expected = {*(_name(adres, layout) for adres in gelezen(layout)), *layout.alle_kolommen}
    unknown = [(name, at) for at, name in enumerate(names) if told and name not in expected]
    rows = proef() if lost and unknown else ()
    shown = {at: toonnaam(name, at, rows) for name, at in unknown if name}
    real = [(name, at) for name, at in unknown if shown.get(at) == quoted(name)]
    wanted = [(adres, _name(adres, layout)) for adres in lost]
    renamed = hernoemd(wanted, real, rows, layout) if lost else {}
    for adres in lost:
        if adres in renamed:
            yield _lijkt(adres, renamed[adres], layout, waar)
        else:
            yield bericht("B-0103", "" if told else "veel", waar=waar, kolom=quoted(adres))
    if lost and layout.alle_kolommen:
        yield from _nieuw(shown.values(), renamed.values(), waar)


def toonnaam(name: str, at: int, rows: Sequence[Sequence[str]]) -> str:
    """Write an unknown name as it may be shown; one that is a cell of its own column is a value."""
    value = any(at < len(row) and kolomnaam(row[at]) == name for row in rows)
    return quoted(name) if lijkt_naam(name) and not value else f"nr. {at + 1}"


def _nieuw(shown: Iterable[str], used: Iterable[Hernoemd], waar: str) -> Iterator[Problem]:
    """Name the columns that came while others went, but for those that are told as renamed."""
    taken = {quoted(one.naam) for one in used}
    if new := [name for name in shown if name not in taken]:
        yield bericht("B-0104", "nieuw", waar=waar, nieuw=", ".join(new))


def _lijkt(adres: str, found: Hernoemd, layout: CsvLayout, waar: str) -> Problem:
    """Say which column a missing one may be, and the lines of the mapping that would change."""
    name = _name(adres, layout)
    lines = layout.kennis.regels(name, found.naam) if layout.kennis else ()
    words = {"kolom": quoted(adres), "lijkt": quoted(found.naam)}
    if not lines:
        return bericht("B-0103", "lijkt", waar=waar, **words)
    place = lines[0].partition(": ")[0]
    told = "; ".join(lines)
    return bericht("B-0103", found.waarom, waar=waar, mapping=place, regels=told, **words)


def _repeated(names: Sequence[str], layout: CsvLayout, waar: str) -> Iterator[Problem]:
    single = set(gelezen(layout)) - set(layout.nummers)
    for name, count in Counter(names).items():
        if count > 1 and name in single:
            problem = bericht("B-0105", waar=waar, kolom=quoted(name), keer=count)
            second = names.index(name, names.index(name) + 1)
            yield bij_cel(problem, second + 1, names, layout)


def _pinned(names: Sequence[str], layout: CsvLayout, waar: str, proef: Rijen) -> Iterator[Problem]:
    pinned = layout.alle_kolommen
    if not pinned or tuple(names) == pinned:
        return
    new = [(name, at) for at, name in enumerate(names) if name not in pinned]
    rows = proef() if new else ()
    parts = {
        "nieuw": [toonnaam(name, at, rows) for name, at in new],
        "weg": [quoted(name) for name in pinned if name not in names],
    }
    told = {word: ", ".join(found) for word, found in parts.items() if found}
    moved = [] if told else [*verplaatst(names, pinned)]
    if moved and len(names) == len(pinned):
        places = ", ".join(f"{quoted(name)} {before} -> {now}" for name, before, now in moved)
        yield bericht("B-0104", "verplaatst", waar=waar, verplaatst=places)
        return
    yield bericht("B-0104", "beide" if len(told) > 1 else "".join(told), waar=waar, **told)


def quoted(name: str) -> str:
    """Write a column name between quotes; long names are cut off."""
    short = name if len(name) <= _SHOWN else name[:_SHOWN] + "…"
    return f"'{short}'"
