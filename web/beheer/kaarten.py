"""The cards of "Vraagt aandacht": what is wrong, at whom, and one place to go on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ledger import OpenProbleem
from regres import Problem

#: What asks for a person but stops nothing: records that wait, a column that changed, a date that
#: comes near.
_LET = ("L-09", "R-05", "K-0231", "K-0232")
#: Where one goes on, by the beginning of a code: the word on the button, and the place.
_VERDER = (
    ("L-0901", "Bekijk quarantaine", "/quarantaine?gemeente={}"),
    ("R-01", "Bekijk de runs", "/gemeenten/{}#runs"),
    ("R-05", "Open in werkbank", "/gemeenten/{}/werkbank?bron={}"),
    ("M-", "Open in werkbank", "/gemeenten/{}/werkbank?bron={}"),
    ("B-", "Verbinding testen", "/gemeenten/{}#bronnen"),
    ("S-", "Verbinding testen", "/gemeenten/{}#bronnen"),
    ("K-", "Bekijk wat afloopt", "/gemeenten/{}#aflopend"),
    ("", "Bekijk de gemeente", "/gemeenten/{}"),
)


@dataclass(frozen=True, slots=True)
class Kaart:
    """One kind of problem, at one municipality or several; gemeente "" = the installation.

    ook     code -> name of the other municipalities that have it
    sinds   since when the first of them has it
    """

    code: str
    ernst: str
    gemeente: str
    naam: str
    wat: str
    gevolg: str
    doe: str
    sinds: datetime
    knop: str
    naar: str
    ook: tuple[tuple[str, str], ...] = ()


def kaarten(rows: Iterable[OpenProbleem], namen: Mapping[str, str]) -> list[Kaart]:
    """Give a card per code, those that stop something first, then those that are there longest.

    One fault of a supplier or of this installation shows at many municipalities at once: that is
    one card, for it is one thing to do.
    """
    groups: dict[str, list[OpenProbleem]] = defaultdict(list)
    for row in rows:
        groups[row.problem.code].append(row)
    made = [_kaart(group, namen) for group in groups.values()]
    return sorted(made, key=lambda one: (one.ernst != "fout", one.sinds))


def ernst(problem: Problem) -> str:
    """Tell whether a problem stops something: "fout", or "let"."""
    return "let" if problem.code.startswith(_LET) else "fout"


def _kaart(group: list[OpenProbleem], namen: Mapping[str, str]) -> Kaart:
    first = min(group, key=lambda row: row.eerst_gezien)
    others = dict.fromkeys(row.gemeente for row in group if row.gemeente != first.gemeente)
    button, place = verder(first.problem.code, first.gemeente, first.bron)
    return Kaart(
        code=first.problem.code,
        ernst=ernst(first.problem),
        gemeente=first.gemeente,
        naam=namen.get(first.gemeente, "Hele installatie"),
        wat=first.problem.wat,
        gevolg=first.problem.gevolg,
        doe=first.problem.doe,
        sinds=first.eerst_gezien,
        knop=button,
        naar=place,
        ook=tuple((code, namen.get(code, code)) for code in others),
    )


def verder(code: str, gemeente: str, bron: str) -> tuple[str, str]:
    """Give the button of a card and where it leads; none for what concerns the installation."""
    if not gemeente:
        return "", ""
    word, place = next((word, place) for start, word, place in _VERDER if code.startswith(start))
    return word, place.format(gemeente, bron)
