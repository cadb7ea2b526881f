"""What kind of values a column holds, by its values alone: every kind is a test of one text."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mappings import amounts, dates
from mappings.verkenning.woorden import LIJSTWOORDEN
from regres import Misfit, values


class Kind(StrEnum):
    """The kinds that are told apart."""

    LEEG = "leeg"
    BSN = "bsn"
    DATUM = "datum"
    BEDRAG = "bedrag"
    JA_NEE = "ja of nee"
    POSTCODE = "postcode"
    LIJST = "vaste lijst"
    NUMMER = "nummer"
    CODE = "code"
    LETTERS = "voorletters"
    TEKST = "korte tekst"
    NOTITIE = "lange tekst"


#: The forms of dates that are tried, the commonest first; the first that reads most is taken.
DATUMS: Final = (
    *("dd-mm-jjjj", "jjjj-mm-dd", "jjjjmmdd", "dd/mm/jjjj", "dd.mm.jjjj", "d-m-jjjj", "d/m/jjjj"),
    *("dd-mm-jjjj tijd", "jjjj-mm-dd tijd", "jjjj-mm-ddTtijd", "jjjj-mm-ddTtijdzone"),
    *("dd/mm/jjjj tijd", "d-m-jjjj tijd", "d/m/jjjj tijd", "ddmmjjjj", "mm/dd/jjjj", "m/d/jjjj"),
)
#: The notations of amounts that are tried, those that also take amounts without thousands.
BEDRAGEN: Final = ("1.234,56", "1,234.56", "1 234,56")
#: How yes and no are written, pair by pair; the first pair that holds every word is taken.
PAREN: Final = (
    ("J", "N"),
    ("Ja", "Nee"),
    ("1", "0"),
    ("true", "false"),
    ("waar", "onwaar"),
    ("Y", "N"),
    ("yes", "no"),
    ("X", ""),
)
ONBEKEND: Final = frozenset({"o", "onbekend", "?", "unknown", "weet niet", "onb"})
#: Values of one column that may still be a closed list.
_LIJST: Final = 30
#: What a share must be to count, because every source has its slips.
MEESTE: Final = 0.9

#: How a list of causes is told from any other list.
OORZAKEN: Final = "oorzaken"

_VORMEN: Final = {form: found for form in DATUMS if (found := dates.compile_vorm(form))}
_LEZERS: Final[Mapping[str, Callable[[str], object]]] = {
    form: dates.reader((vorm,), heel=True) for form, vorm in _VORMEN.items()
}
_BEDRAGLEZERS: Final = {notation: amounts.reader(notation) for notation in BEDRAGEN}
#: The share of dates that must have a second way of writing.
_TWEEDE: Final = 0.2
_CENTEN = re.compile(r"[.,](?:[0-9]{1,2}|-)\Z|€|EUR")
_CIJFERS = re.compile(r"\A[0-9]+\Z", re.ASCII)
_CODE = re.compile(r"\A(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9._/-]{0,29}\Z", re.ASCII)
_LETTERS = re.compile(r"\A(?:[^\W\d_]{1,2}\.? ?){1,6}\Z")
_PATRONEN: Final = {Kind.NUMMER: _CIJFERS, Kind.CODE: _CODE, Kind.LETTERS: _LETTERS}


@dataclass(frozen=True, slots=True)
class Gezien:
    """What was seen of the kind of one column.

    aandeel  the share of the filled values that are of this kind
    vorm     for dates and amounts how they are written; for yes and no the words
    andere   other ways of writing that read as many values: so which one is not certain
    gemengd  dates are written in two ways; `vorm` is a list of them, as a mapping has it
    """

    kind: Kind
    aandeel: float = 1.0
    vorm: str = ""
    andere: tuple[str, ...] = ()
    gemengd: bool = False


def herken(waarden: Mapping[str, int]) -> Gezien:
    """Tell what kind of values these are: value -> how often it was seen; "" is not among them."""
    if not waarden:
        return Gezien(Kind.LEEG)
    for look in (_bsn, _ja_nee, _datum, _bedrag, _postcode, _oorzaken):
        found = look(waarden)
        if found is not None:
            return found
    return _tekst(waarden)


def datum_aandeel(waarden: Mapping[str, int], vorm: str) -> float:
    """Give the share of values that are real dates, written this way."""
    return _deel(waarden, lambda text: _leest(_LEZERS[vorm], text))


def bsn_aandeel(waarden: Mapping[str, int]) -> float:
    """Give the share of values that pass as a BSN."""
    return _deel(waarden, lambda text: not isinstance(values.bsn(text), Misfit))


def _deel(waarden: Mapping[str, int], past: Callable[[str], bool]) -> float:
    total = sum(waarden.values())
    return sum(count for text, count in waarden.items() if past(text)) / total if total else 0.0


def _leest(lees: Callable[[str], object], text: str) -> bool:
    return not isinstance(lees(text), Misfit)


def _bsn(waarden: Mapping[str, int]) -> Gezien | None:
    # One in eleven numbers of nine digits passes by chance; of a column nearly all must.
    share = bsn_aandeel(waarden)
    return Gezien(Kind.BSN, share) if share >= MEESTE else None


def _ja_nee(waarden: Mapping[str, int]) -> Gezien | None:
    words = {text.casefold() for text in waarden} - ONBEKEND
    if not words:
        return None
    for yes, no in PAREN:
        if words <= {yes.casefold(), no.casefold()}:
            return Gezien(Kind.JA_NEE, 1.0, f"{yes}/{no}")
    return None


def _datum(waarden: Mapping[str, int]) -> Gezien | None:
    shares = {form: datum_aandeel(waarden, form) for form in DATUMS}
    best = max(shares.values())
    if best < MEESTE:
        return _twee_vormen(waarden, max(shares, key=shares.__getitem__))
    first, *rest = [form for form, share in shares.items() if share == best]
    odd = tuple(form for form in rest if _anders(form, first))
    return Gezien(Kind.DATUM, best, first, odd)


def _twee_vormen(waarden: Mapping[str, int], first: str) -> Gezien | None:
    """Tell a column in which dates are written in two ways; fewer than one in five is no way."""
    rest = {text: count for text, count in waarden.items() if not _leest(_LEZERS[first], text)}
    second = max(DATUMS, key=lambda form: datum_aandeel(rest, form))
    missed = sum(rest.values()) / sum(waarden.values())
    added = missed * datum_aandeel(rest, second)
    share = 1 - missed + added
    readers = _LEZERS[first], _LEZERS[second]
    # Days and months that changed places are no second way: nobody can tell them apart.
    unclear = any(all(_leest(reader, text) for reader in readers) for text in waarden)
    if share < MEESTE or added < _TWEEDE or unclear:
        return None
    return Gezien(Kind.DATUM, share, f"[{first}, {second}]", gemengd=True)


def _anders(form: str, than: str) -> bool:
    """Tell whether two forms would read another day in the same text."""
    return [part[0] for part in re.findall("[djm]+", form)] != [
        part[0] for part in re.findall("[djm]+", than)
    ]


def _bedrag(waarden: Mapping[str, int]) -> Gezien | None:
    if _deel(waarden, lambda text: bool(_CENTEN.search(text))) < 0.5:
        return None
    shares = {form: _deel(waarden, _lezer(form)) for form in BEDRAGEN}
    best = max(shares.values())
    return (
        Gezien(Kind.BEDRAG, best, max(shares, key=shares.__getitem__)) if best >= MEESTE else None
    )


def _lezer(notation: str) -> Callable[[str], bool]:
    return lambda text: _leest(_BEDRAGLEZERS[notation], text)


def _postcode(waarden: Mapping[str, int]) -> Gezien | None:
    share = _deel(waarden, lambda text: not isinstance(values.postcode(text), Misfit))
    return Gezien(Kind.POSTCODE, share) if share >= MEESTE else None


def _oorzaken(waarden: Mapping[str, int]) -> Gezien | None:
    """Tell a list of causes by its words, however seldom each was seen."""
    words = woorden(waarden)
    return Gezien(Kind.LIJST, vorm=OORZAKEN) if words and words <= LIJSTWOORDEN else None


def _tekst(waarden: Mapping[str, int]) -> Gezien:
    for kind, pattern in _PATRONEN.items():
        share = _deel(waarden, _past(pattern))
        if share >= MEESTE:
            return Gezien(kind, share)
    if _is_lijst(waarden):
        return Gezien(Kind.LIJST)
    long = _deel(waarden, lambda text: len(text.split()) >= 4 or len(text) > 60)
    return Gezien(Kind.NOTITIE, long) if long >= 0.4 else Gezien(Kind.TEKST, 1 - long)


def _past(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: bool(pattern.match(text))


def _is_lijst(waarden: Mapping[str, int]) -> bool:
    """Tell whether a few words come back again and again: at least five times each, on average."""
    return len(waarden) <= _LIJST and sum(waarden.values()) >= 5 * len(waarden)


def woorden(texts: Iterable[str]) -> frozenset[str]:
    """Give the words in some texts, folded."""
    return frozenset(word for text in texts for word in re.findall(r"[^\W\d_]+", text.casefold()))
