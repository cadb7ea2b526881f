"""Dates in Dutch, to the precision they have; relative ones from the record's own day."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from assessment.notities.vouwen import blok
from regres import Datum

_NAMEN = """
    januari jan|februari feb febr|maart mrt mar|april apr|mei|juni jun|juli jul|augustus aug
    |september sept sep|oktober okt oct|november nov|december dec
"""
_MAANDEN = {
    naam: nummer
    for nummer, namen in enumerate(_NAMEN.split("|"), start=1)
    for naam in namen.split()
}
_MAAND = "|".join(sorted(_MAANDEN, key=len, reverse=True))
_GETAL = {"een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8}
_EENHEID = "dag|dagen|week|weken|wk|wkn|maand|maanden|mnd|mnden|jaar|jaren|jr"
_VORMEN = re.compile(
    r"(?<![\w-])(?:"
    r"(?P<d>[0-3]?[0-9])[-/.](?P<m>[01]?[0-9])[-/.](?P<j>(?:19|20)[0-9]{2}|[0-9]{2})"
    r"|(?P<ij>(?:19|20)[0-9]{2})-(?P<im>[01][0-9])-(?P<id>[0-3][0-9])"
    rf"|(?:(?P<td>[0-3]?[0-9])[ ]{{1,3}})?(?P<tm>{_MAAND})\b\.?"
    r"(?:[ ]{1,3}(?P<tj>(?:19|20)[0-9]{2}\b|'[0-9]{2}\b))?"
    r"|(?P<km>0?[1-9]|1[0-2])[-/](?P<kj>(?:19|20)[0-9]{2}|[0-9]{2})"
    r"|(?P<y>(?:19|20)[0-9]{2})|(?P<kort>'[0-9]{2})"
    rf"|(?P<n>[0-9]{{1,2}}|een|twee|drie|vier|vijf|zes|zeven|acht)[ ](?P<e>{_EENHEID})[ ]geleden"
    r"|(?P<rel>eergisteren|gisteren|vandaag|vorige week|vorige maand"
    r"|vorig jaar|afgelopen jaar|verleden jaar)"
    r")(?![\w-])"
)
# Where one of these forms may begin, in a text with a space for every sign; a number of three
# digits, or of more than four, begins none.
_BEGIN = re.compile(
    " (?=[0-9]{1,2}(?![0-9])|[0-9]{4}(?![0-9])|jan|feb|maart|mrt|mar|apr|mei|jun|jul|aug|sep|okt"
    "|oct|nov|dec|een |twee |drie |vier |vijf |zes |zeven |acht |eergister|gister|vandaag|vorig"
    "|afgelopen|verleden)"
)
_DEELTEKENS = frozenset("-/.'")


class Gevonden(NamedTuple):
    """A date in a text, with its place."""

    datum: Datum
    begin: int
    eind: int


def is_datum(woord: str) -> bool:
    """Tell whether a word is a year, a date in numbers, or "geleden"."""
    if woord[0].isalpha():
        return woord == "geleden"
    if len(woord) == 1:
        return False
    cijfers = woord.strip("'")
    jaar = len(cijfers) == 4 and cijfers.isdigit() and cijfers[:2] in ("19", "20")
    heel = woord[-1].isdigit() and sum(map(woord.count, _DEELTEKENS)) == 2
    return jaar or heel or (woord[0] == "'" and woord[1:].isdigit())


def beginplekken(tekst: str) -> tuple[int, ...]:
    """Give where dates may begin in a folded text; of a piece of one it gives those of the piece.

    For what is looked at is a word and the sign before it, and no form begins within a word.
    """
    return tuple([plek.start() for plek in _BEGIN.finditer(blok(tekst))])


def datums(
    tekst: str, peildag: date | None, plekken: Iterable[int] | None = None
) -> Iterator[Gevonden]:
    """Give every date of a folded text that exists; a relative one only with the record's day.

    plekken  its `beginplekken`, when they are known
    """
    vorig: re.Match[str] | None = None
    for stuk in _vormen(tekst, beginplekken(tekst) if plekken is None else plekken):
        datum = _lees(stuk, peildag, vorig, tekst)
        vorig = stuk
        if datum is not None:
            yield Gevonden(datum, stuk.start(), stuk.end())


def _vormen(tekst: str, plekken: Iterable[int]) -> Iterator[re.Match[str]]:
    """Give every form of a date, from left to right, none within another."""
    eind = 0
    for begin in plekken:
        # What is a space there may be the sign of "'21".
        for van in (begin - 1, begin) if begin and tekst[begin - 1] == "'" else (begin,):
            stuk = _VORMEN.match(tekst, van) if van >= eind else None
            if stuk is not None:
                eind = stuk.end()
                yield stuk


def _lees(
    stuk: re.Match[str], peildag: date | None, vorig: re.Match[str] | None, tekst: str
) -> Datum | None:
    try:
        match stuk.lastgroup:
            case "j":
                return Datum(_jaar(stuk["j"]), int(stuk["m"]), int(stuk["d"]))
            case "id":
                return Datum(int(stuk["ij"]), int(stuk["im"]), int(stuk["id"]))
            case "tm" | "tj":
                return _maand(stuk, peildag, vorig, tekst)
            case "kj":
                return Datum(_jaar(stuk["kj"]), int(stuk["km"]))
            case "y" | "kort":
                return Datum(_jaar(stuk[0]))
        return _relatief(stuk, peildag)
    except ValueError:
        return None


def _jaar(tekst: str) -> int:
    jaar = int(tekst.lstrip("'"))
    if jaar >= 100:
        return jaar
    return 2000 + jaar if jaar < 50 else 1900 + jaar


def _maand(
    stuk: re.Match[str], peildag: date | None, vorig: re.Match[str] | None, tekst: str
) -> Datum | None:
    """Read "14 okt 2023", "okt '23", "vorig jaar oktober"; a month alone only near the record."""
    maand = _MAANDEN[stuk["tm"]]
    dag = int(stuk["td"]) if stuk["td"] else None
    if stuk["tj"]:
        return Datum(_jaar(stuk["tj"]), maand, dag)
    if peildag is None or (stuk["tm"] in ("mei", "mar") and dag is None):
        return None
    if vorig is not None and vorig["rel"] and not tekst[vorig.end() : stuk.start()].strip(" in"):
        jaren = 1 if "jaar" in vorig["rel"] else 0
        return Datum(peildag.year - jaren, maand, dag)
    if dag is None:
        return None
    jaar = peildag.year if (maand, dag) <= (peildag.month, peildag.day) else peildag.year - 1
    return Datum(jaar, maand, dag)


def _relatief(g: re.Match[str], peildag: date | None) -> Datum | None:
    if peildag is None:
        return None
    if g["rel"]:
        return _vorig(g["rel"], peildag)
    aantal = _GETAL.get(g["n"]) or int(g["n"])
    eenheid = g["e"]
    if eenheid.startswith("d"):
        return Datum.van(peildag - timedelta(days=aantal))
    if eenheid.startswith("w"):
        dag = peildag - timedelta(weeks=aantal)
        return Datum(dag.year, dag.month)
    if eenheid.startswith("m"):
        return _maanden_terug(peildag, aantal)
    return Datum(peildag.year - aantal)


def _maanden_terug(peildag: date, aantal: int) -> Datum:
    jaar, maand = divmod(peildag.year * 12 + peildag.month - 1 - aantal, 12)
    return Datum(jaar, maand + 1)


def _vorig(woord: str, peildag: date) -> Datum:
    dagen = {"vandaag": 0, "gisteren": 1, "eergisteren": 2}
    if woord in dagen:
        return Datum.van(peildag - timedelta(days=dagen[woord]))
    if "week" in woord:
        dag = peildag - timedelta(weeks=1)
        return Datum(dag.year, dag.month)
    if "maand" in woord:
        return _maanden_terug(peildag, 1)
    return Datum(peildag.year - 1)
