"""Dates as a mapping declares them: `dd-mm-jjjj`, several forms, or StUF's incomplete dates."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

from regres import Datum, Misfit
from regres.dag import NEDERLAND
from regres.waarde import dataclass

_TOKENS = {
    "dd": "(?P<dag>[0-9]{2})",
    "d": "(?P<dag>[0-9]{1,2})",
    "mm": "(?P<maand>[0-9]{2})",
    "m": "(?P<maand>[0-9]{1,2})",
    "jjjj": "(?P<jaar>[0-9]{4})",
    "tijd": r"(?P<uur>[0-9]{1,2}):(?P<minuut>[0-9]{2})(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?",
    "zone": "(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})",
}
_SHAPES = {"dd": "9", "d": "9", "mm": "9", "m": "9", "jjjj": "9999", "tijd": "t", "zone": "z"}
_SPLIT = re.compile(r"(jjjj|tijd|zone|dd|mm|d|m)")
#: A moment with a zone belongs to the day it was here.
_SEPARATORS = re.compile(r"\A[-/. T]?\Z")
_STUF = re.compile(r"\A([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{2,9})?\Z", re.ASCII)
_OLDEST = 1900

_VORM = Misfit("datum_vorm")
_BESTAAT_NIET = Misfit("datum_bestaat_niet")
_TE_OUD = Misfit("datum_te_oud")
_ONVOLLEDIG = Misfit("datum_onvolledig")
_INDICATIE = Misfit("datum_indicatie")

# What each letter of indOnvolledigeDatum leaves of (year, month, day). The digits of an unknown
# part may be anything: samples in the wild hold a plausible day beside "M".
_KNOWN = {"J": 0, "M": 1, "D": 2, "V": 3, "": 3}


@dataclass(frozen=True, slots=True)
class Vorm:
    """One compiled form; `gestalte` is equal for forms that would take the same texts.

    plaatsen  the numbers of the groups of year, month and day: by name costs more
    """

    patroon: re.Pattern[str]
    plaatsen: tuple[int, int, int]
    gestalte: str
    heeft_dag: bool
    heeft_zone: bool = False


def compile_vorm(text: str) -> Vorm | None:
    """Compile a form; None when it is none.

    A day needs a month, a month needs a year, and `d` and `m` (one or two digits) need a separator,
    or two readings would be possible. Years of two digits are never read.
    """
    pieces = _SPLIT.split(text)
    tokens = pieces[1::2]
    if not all(_SEPARATORS.match(piece) for piece in pieces[::2]) or not _sound(tokens):
        return None
    # A zone may stand right behind its time; it is always the last.
    inner = pieces[2:-3:2] if "zone" in tokens else pieces[2:-1:2]
    if {"d", "m"} & set(tokens) and not all(inner):
        return None
    pattern = "".join(_TOKENS.get(piece, re.escape(piece)) for piece in pieces)
    kinds = {token[0] for token in tokens}
    # What a form lacks is an empty group: then every form gives the same three.
    absent = {"m": "(?P<maand>)", "d": "(?P<dag>)"}
    pattern += "".join(group for kind, group in absent.items() if kind not in kinds)
    shape = "".join(_SHAPES.get(piece, piece) for piece in pieces)
    compiled = re.compile(rf"\A{pattern}\Z", re.ASCII)
    year, month, day = (compiled.groupindex[name] for name in ("jaar", "maand", "dag"))
    return Vorm(compiled, (year, month, day), shape, "d" in kinds, "z" in kinds)


def _sound(tokens: list[str]) -> bool:
    kinds = [token[0] for token in tokens]
    if len(kinds) != len(set(kinds)) or "j" not in kinds:
        return False
    if "d" in kinds and "m" not in kinds:
        return False
    if "z" in kinds:
        return kinds[-2:] == ["t", "z"] and "d" in kinds
    return "t" not in kinds or (kinds[-1] == "t" and "d" in kinds)


def reader(vormen: tuple[Vorm, ...], *, heel: bool) -> Callable[[str], object]:
    """Make the function from text to Datum (or to date when `heel`), None, or Misfit.

    A day or month 00 is unknown, as in the BRP; all zeros is nothing at all.
    """

    def lees(text: str) -> object:
        for vorm in vormen:
            if found := vorm.patroon.match(text):
                if vorm.heeft_zone:
                    return _moment(found, heel=heel)
                year, month, day = found.group(*vorm.plaatsen)
                return _datum(int(year), int(month or 0), int(day or 0), heel=heel)
        return _VORM

    return lees


def _moment(found: re.Match[str], *, heel: bool) -> object:
    """Give the day of a moment with a zone: midnight in UTC may be the day before, here."""
    zone = found["zone"]
    away = timedelta()
    if zone != "Z":
        away = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])) * (
            1 if zone[0] == "+" else -1
        )
    year, month, day, hour, minute = map(int, found.group("jaar", "maand", "dag", "uur", "minuut"))
    try:
        there = datetime(year, month, day, hour, minute, tzinfo=timezone(away))
        here = there.astimezone(NEDERLAND)
    except (ValueError, OverflowError):
        return _BESTAAT_NIET
    return _datum(here.year, here.month, here.day, heel=heel)


def stuf(text: str, onvolledig: str, *, heel: bool) -> object:
    """Read a StUF date (8 digits) or moment (more digits; the time is dropped) and its indication.

    Only the indication tells what is known: without it the date must be whole.
    """
    known = _KNOWN.get(onvolledig)
    if known is None:
        return _INDICATIE
    if not text or known == 0:
        return None
    found = _STUF.match(text)
    if found is None:
        return _VORM
    parts = [int(part) if place < known else 0 for place, part in enumerate(found.groups())]
    if known > 0 and not all(parts[:known]):
        return _BESTAAT_NIET
    return _datum(parts[0], parts[1], parts[2], heel=heel)


def _datum(year: int, month: int, day: int, *, heel: bool) -> object:
    if not (year or month or day):
        return None
    if month and day:
        return _hele(year, month, day, heel=heel)
    try:
        read = Datum(year or None, month or None, day or None)
    except ValueError:
        return _BESTAAT_NIET
    if read.eerste is None or read.eerste.year < _OLDEST:
        return _TE_OUD
    return _ONVOLLEDIG if heel else read


def _hele(year: int, month: int, day: int, *, heel: bool) -> object:
    try:
        whole = date(year, month, day) if heel else Datum(year, month, day)
    except ValueError:
        return _BESTAAT_NIET
    return whole if year >= _OLDEST else _TE_OUD
