"""Drawings as inline SVG, made on the server: shapes as well as colours, and a title for readers.

Colours stand in attributes of the drawing, not in style: the page's policy forbids style
attributes, and a drawing must print as it is shown. Every drawing says in its title what it shows;
the page puts the same numbers in a table beside or under it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from math import log1p

from markupsafe import Markup, escape

GOED, LET, FOUT, STIL, LIJN = "#156a85", "#b07b00", "#a3201a", "#8a979e", "#d5dbdf"
_RUIM = "#e4f3e8"


class Teken(StrEnum):
    """How one night went; each has a shape of its own."""

    GELUKT = "gelukt"
    GEDEELTELIJK = "gedeeltelijk"
    MISLUKT = "mislukt"
    NIET_GEDRAAID = "niet gedraaid"
    GEEN_LEVERING = "geen levering"
    BEZIG = "bezig"
    GEPLAND = "nog niet"


@dataclass(frozen=True, slots=True)
class Nacht:
    """One mark of a strip: the day, how it went, and how tall it is (0 to 1)."""

    dag: date
    teken: Teken
    hoogte: float
    zin: str


def strook(nachten: Sequence[Nacht], wat: str) -> Markup:
    """Draw one mark per night, oldest first."""
    width = 12 * len(nachten)
    marks = "".join(_mark(night, 12 * at) for at, night in enumerate(nachten))
    return _svg(width, 28, wat, Markup(marks), klein=True)  # noqa: S704 - each mark escaped its words


def _mark(night: Nacht, x: int) -> str:
    """Draw one mark. Not by Markup.format: a page of fifty strips has seven hundred marks."""
    tall = max(6.0, round(48 * min(1.0, night.hoogte)) / 2)
    return f"<g><title>{escape(night.zin)}</title>{_vorm(night.teken, x, tall)}</g>"


@lru_cache(maxsize=8192)
def _vorm(teken: Teken, x: int, tall: float) -> Markup:
    """Give each state a shape that stands without colour: full, notched, dashed, crossed, empty."""
    match teken:
        case Teken.GELUKT:
            return _rect(x, 26 - tall, 9, tall, f'fill="{GOED}" rx="2"')
        case Teken.GEDEELTELIJK:
            body = _rect(x, 26 - tall, 9, tall, f'fill="{LET}" rx="2"')
            return body + _rect(x + 3, 26 - tall, 3, 4, 'fill="#fff"')
        case Teken.MISLUKT:
            box = _rect(x + 0.75, 2.75, 7.5, 22.5, f'fill="#fff" stroke="{FOUT}" {_STREEP}')
            return box + _line(x + 2, 5, x + 7, 23, FOUT)
        case Teken.GEEN_LEVERING:
            return _rect(x + 0.75, 2.75, 7.5, 22.5, f'fill="#fff" stroke="{STIL}" {_RAND}')
        case Teken.NIET_GEDRAAID:
            box = _rect(x + 0.75, 2.75, 7.5, 22.5, f'fill="#fff" stroke="{FOUT}" {_RAND}')
            return box + _line(x + 2, 5, x + 7, 23, FOUT) + _line(x + 7, 5, x + 2, 23, FOUT)
        case Teken.BEZIG:
            return _rect(x, 14, 9, 12, f'fill="{_RUIM}" stroke="{GOED}" {_RAND}')
        case Teken.GEPLAND:
            return _rect(x, 24, 9, 2, f'fill="{LIJN}"')


_STREEP = 'stroke-width="1.5" stroke-dasharray="3 2" rx="2"'
_RAND = 'stroke-width="1.5" rx="2"'


def nachtbalken(
    nachten: Sequence[Nacht | None], dagen: Sequence[date], hoogste: int, wat: str
) -> Markup:
    """Draw a tall mark per night, the last one framed; None = there was no run that night."""
    width = 20 * len(dagen) + 8
    marks = Markup("").join(
        _hoog(night, 20 * at + 6) for at, night in enumerate(nachten) if night is not None
    )
    last = 20 * (len(dagen) - 1) + 3
    frame = _rect(last, 2, 22, 104, 'fill="none" stroke="#1b252b" stroke-width="2" rx="4"')
    under = [
        _line(0, 103, width, 103, LIJN),
        _tekst(4, 124, dag(dagen[0]), kleur="#46535b"),
        _tekst(width - 2, 124, dag(dagen[-1]), "end", kleur="#46535b"),
        _tekst(width / 2, 124, f"hoogste {hoogste}", "middle", kleur="#46535b"),
    ]
    return _svg(width, 130, wat, Markup("").join([marks, frame, *under]))


def _hoog(night: Nacht, x: int) -> Markup:
    """Draw the mark of a strip four times as tall, and half again as wide."""
    tall = max(4.0, 24 * min(1.0, night.hoogte))
    place = Markup('<g transform="translate({} -1) scale(1.7 4)">').format(x)
    title = Markup("<title>{}</title>").format(night.zin)
    return place + title + _vorm(night.teken, 0, tall) + Markup("</g>")


def trede(aantal: int, hierna: int | None, hoogste: int) -> Markup:
    """Draw one step of a funnel as a block, and how it narrows to the next one.

    Heights tell more and less, not how much: a night reads thousands and keeps a few, so a scale
    would show one block and four lines. A break says where the step is too large to draw.
    """
    tall = _hoogte(aantal, hoogste)
    top = (76 - tall) / 2
    colour = (_DONKER if aantal == hoogste else GOED) if aantal else _NIETS
    parts = [_rect(0, top, 120, tall, f'fill="{colour}"')]
    if hierna is not None:
        after = _hoogte(hierna, hoogste)
        low, high = (76 + after) / 2, (76 - after) / 2
        shape = f"120,{_n(top)} 200,{_n(high)} 200,{_n(low)} 120,{_n(top + tall)}"
        parts.append(Markup('<polygon points="{}" fill="{}"/>').format(shape, _TRECHTER))
        if aantal > 3 * max(hierna, 1):
            parts.append(_BREUK)
    return Markup(
        '<svg class="tekening rek" viewBox="0 0 200 76" preserveAspectRatio="none"'
        ' aria-hidden="true">{}</svg>'
    ).format(Markup("").join(parts))


def _hoogte(aantal: int, hoogste: int) -> float:
    return 36 + 36 * log1p(aantal) / log1p(max(hoogste, 1)) if aantal else 32


_DONKER, _NIETS, _TRECHTER = "#0f3441", "#5b6a72", "#dcecf3"
_BREUK = Markup(
    '<polyline points="160,2 152,14 166,26 152,38 166,50 152,62 160,74" fill="none" '
    'stroke="#fff" stroke-width="6"/><polyline points="160,2 152,14 166,26 152,38 166,50 '
    '152,62 160,74" fill="none" stroke="#5b6a72" stroke-width="1.5"/>'
)


def tijdbalk(begin: float, lengte: float) -> Markup:
    """Draw a stretch of time in a whole of 1; the words beside it say how long."""
    at, wide = 1000 * begin, max(6.0, 1000 * lengte)
    body = _rect(min(at, 994), 3, wide, 14, f'fill="{GOED}" rx="2"')
    line = _line(0, 10, 1000, 10, LIJN)
    return Markup(
        '<svg class="tekening rek" viewBox="0 0 1000 20" preserveAspectRatio="none"'
        ' aria-hidden="true">{}</svg>'
    ).format(line + body)


def balk(begin: date, einde: date, vandaag: date, *, zeker: bool, namen: tuple[str, str]) -> Markup:
    """Draw a term from begin to end with today on it; dashed when its beginning is not sure.

    namen   what begin and end are: ("bekend", "verjaart")
    """
    total = max(1, (einde - begin).days)
    at = 20 + 680 * min(1.0, max(0.0, (vandaag - begin).days / total))
    edge = f'stroke="{GOED}" stroke-width="1.5"' + ("" if zeker else ' stroke-dasharray="6 4"')
    parts = [
        _rect(20, 30, 680, 14, f'fill="{_RUIM}" rx="7" {edge}'),
        _rect(20, 30, at - 20, 14, f'fill="{GOED}" rx="7"') if zeker else Markup(""),
        _line(at, 22, at, 52, "#1b252b"),
        _tekst(at, 16, "vandaag", "middle", dik=True),
        _tekst(20, 66, dag(begin), dik=True),
        _tekst(20, 84, namen[0] + ("" if zeker else ", te bevestigen"), kleur="#46535b"),
        _tekst(700, 66, dag(einde), "end", dik=True),
        _tekst(700, 84, namen[1], "end", kleur="#46535b"),
    ]
    told = f"Van {dag(begin)} ({namen[0]}) tot {dag(einde)} ({namen[1]}); vandaag {dag(vandaag)}."
    return _svg(720, 92, told, Markup("").join(parts))


def stippen(maanden: Sequence[tuple[str, int]]) -> Markup:
    """Draw per month as many dots as it has cases, at most ten, with the number above."""
    base = 32 + 10 * max((min(count, 10) for _, count in maanden), default=0)
    parts = Markup("").join(
        _kolom(name, count, 60 * at + 30, base) for at, (name, count) in enumerate(maanden)
    )
    told = ", ".join(f"{name} {count}" for name, count in maanden)
    return _svg(60 * len(maanden), base + 20, f"Termijnen per maand: {told}", parts)


def _kolom(name: str, count: int, x: int, base: int) -> Markup:
    dots = Markup("").join(
        Markup('<circle cx="{}" cy="{}" r="4" fill="{}"/>').format(x, base - 10 - 10 * at, GOED)
        for at in range(min(count, 10))
    )
    high = base - 14 - 10 * min(count, 10)
    above = _tekst(x, high, str(count), "middle") if count else Markup("")
    return dots + above + _tekst(x, base + 12, name, "middle", kleur="#46535b")


def dag(moment: date) -> str:
    """Write a day as "3 mrt 2027"."""
    return f"{moment.day} {_MAANDEN[moment.month - 1]} {moment.year}"


_MAANDEN = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


class Icoon(StrEnum):
    """Small drawings beside a word; never in its place."""

    GOED = "M4 10l4 4 8-8"
    LET = "M10 3l8 14H2zM10 8v4M10 14.5v.5"
    FOUT = "M10 2a8 8 0 1 0 0 16a8 8 0 1 0 0-16M10 6v5M10 13.5v.5"
    WACHT = "M10 2a8 8 0 1 0 0 16a8 8 0 1 0 0-16M10 5v5l3 2"
    STIL = "M5 10h10"
    SLOT = "M5 9h10v8H5zM7 9V6a3 3 0 0 1 6 0v3"


def icoon(welk: Icoon) -> Markup:
    """Draw an icon in the colour of its text; readers skip it, for the word says it."""
    return Markup(
        '<svg viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="2" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="{}"/></svg>'
    ).format(welk.value)


def _svg(width: int, height: int, wat: str, inhoud: Markup, *, klein: bool = False) -> Markup:
    size = Markup(' width="{}" height="{}"').format(width, height) if klein else Markup("")
    return Markup(
        '<svg class="tekening" viewBox="0 0 {} {}"{} role="img" aria-label="{}">{}</svg>'
    ).format(width, height, size, wat, inhoud)


def _rect(x: float, y: float, wide: float, tall: float, rest: str) -> Markup:
    place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(tall)}"'
    return Markup(f"<rect {place} {rest}/>")  # noqa: S704 - numbers and our own attributes only


def _line(x1: float, y1: float, x2: float, y2: float, kleur: str) -> Markup:
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="2"/>').format(
        _n(x1), _n(y1), _n(x2), _n(y2), kleur
    )


def _tekst(
    x: float, y: float, text: str, anker: str = "start", *, dik: bool = False, kleur: str = ""
) -> Markup:
    weight = Markup(' font-weight="600"') if dik else Markup("")
    return Markup(
        '<text x="{}" y="{}" font-size="14" text-anchor="{}" fill="{}"{}>{}</text>'
    ).format(_n(x), _n(y), anker, kleur or "#1b252b", weight, escape(text))


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def legenda() -> Iterator[tuple[Teken, Markup]]:
    """Give each mark with its drawing, for the key beside a strip."""
    for teken in Teken:
        yield teken, _svg(12, 28, teken.value, _vorm(teken, 0, 24), klein=True)
