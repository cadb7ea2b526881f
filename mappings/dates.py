"""Dates as a mapping declares them: `dd-mm-jjjj`, several forms, or StUF's incomplete dates."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from regres import Datum, Misfit

_TOKENS = {
    "dd": "(?P<dag>[0-9]{2})",
    "d": "(?P<dag>[0-9]{1,2})",
    "mm": "(?P<maand>[0-9]{2})",
    "m": "(?P<maand>[0-9]{1,2})",
    "jjjj": "(?P<jaar>[0-9]{4})",
    "tijd": r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?",
}
_SHAPES = {"dd": "9", "d": "9", "mm": "9", "m": "9", "jjjj": "9999", "tijd": "t"}
_SPLIT = re.compile(r"(jjjj|tijd|dd|mm|d|m)")
_SEPARATORS = re.compile(r"\A[-/. T]?\Z")
_STUF = re.compile(r"\A([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{2,9})?\Z", re.ASCII)
_OLDEST = 1900

_VORM = Misfit("datum_vorm", "past niet bij de datumvorm van de mapping")
_BESTAAT_NIET = Misfit("datum_bestaat_niet", "deze datum bestaat niet")
_TE_OUD = Misfit("datum_te_oud", "ligt voor het jaar 1900")
_ONVOLLEDIG = Misfit("datum_onvolledig", "de dag is niet bekend; dit veld vraagt een hele datum")
_INDICATIE = Misfit("datum_indicatie", "indOnvolledigeDatum is geen J, M, D of V")

# What each letter of indOnvolledigeDatum leaves of (year, month, day). The digits of an unknown
# part may be anything: samples in the wild hold a plausible day beside "M".
_KNOWN = {"J": 0, "M": 1, "D": 2, "V": 3, "": 3}


@dataclass(frozen=True, slots=True)
class Vorm:
    """One compiled form; `gestalte` is equal for forms that would take the same texts."""

    patroon: re.Pattern[str]
    gestalte: str
    heeft_dag: bool


def compile_vorm(text: str) -> Vorm | None:
    """Compile a form; None when it is none.

    A day needs a month, a month needs a year, and `d` and `m` (one or two digits) need a separator,
    or two readings would be possible. Years of two digits are never read.
    """
    pieces = _SPLIT.split(text)
    tokens = pieces[1::2]
    if not all(_SEPARATORS.match(piece) for piece in pieces[::2]) or not _sound(tokens):
        return None
    if {"d", "m"} & set(tokens) and not all(pieces[2:-1:2]):
        return None
    pattern = "".join(_TOKENS.get(piece, re.escape(piece)) for piece in pieces)
    shape = "".join(_SHAPES.get(piece, piece) for piece in pieces)
    return Vorm(re.compile(rf"\A{pattern}\Z", re.ASCII), shape, "d" in "".join(tokens))


def _sound(tokens: list[str]) -> bool:
    kinds = [token[0] for token in tokens]
    if len(kinds) != len(set(kinds)) or "j" not in kinds:
        return False
    if "d" in kinds and "m" not in kinds:
        return False
    return "t" not in kinds or (kinds[-1] == "t" and "d" in kinds)


def reader(vormen: tuple[Vorm, ...], *, heel: bool) -> Callable[[str], object]:
    """Make the function from text to Datum (or to date when `heel`), None, or Misfit.

    A day or month 00 is unknown, as in the BRP; all zeros is nothing at all.
    """

    def lees(text: str) -> object:
        for vorm in vormen:
            if found := vorm.patroon.match(text):
                parts = found.groupdict()
                return _datum(
                    int(parts["jaar"]),
                    int(parts.get("maand") or 0),
                    int(parts.get("dag") or 0),
                    heel=heel,
                )
        return _VORM

    return lees


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
    try:
        read = Datum(year or None, month or None, day or None)
    except ValueError:
        return _BESTAAT_NIET
    if read.eerste is None or read.eerste.year < _OLDEST:
        return _TE_OUD
    if not heel:
        return read
    return read.eerste if read.dag else _ONVOLLEDIG
