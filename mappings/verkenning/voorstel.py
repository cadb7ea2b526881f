"""Which column holds which field: matched by the words of its name and the kind of its values."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mappings.verkenning.dialect import Dialect
from mappings.verkenning.kolom import Kolomblik
from mappings.verkenning.kopregel import Naam, ontleed
from mappings.verkenning.oordeel import Oordeel, Zekerheid
from mappings.verkenning.regels import (
    BEDRAG,
    BIJDRAGE,
    DERDE,
    PRODUCTCODE,
    REGELS,
    SPREKEND,
    VLAG,
    Veldregel,
    Weg,
)
from mappings.verkenning.soorten import Gezien, Kind
from mappings.verkenning.woorden import Idee

#: From here nearly every value fits; below it a person is told how many do.
_BIJNA_ALLE = 0.98
#: What an idea of a way counts, and what one that is not of it takes off.
_RAAK, _MIS = 3.0, 1.0
#: By its values alone a column wins from no name at all.
_ALLEEN_VORM = 0.5


@dataclass(frozen=True, slots=True)
class Toewijzing:
    """One field and the column it is proposed to come from.

    nee  the column that is ticked for no, when `kolom` is the one that is ticked for yes
    """

    pad: str
    kolom: Kolomblik
    gezien: Gezien
    oordeel: Oordeel
    nee: Kolomblik | None = None


@dataclass(frozen=True, slots=True)
class Voorstel:
    """A mapping as it is proposed.

    over   columns that no field was found for
    uniek  one of these that may point at a provision by itself: other in every row, and called so
    """

    dialect: Dialect
    gevonden: dict[str, Toewijzing]
    over: tuple[Kolomblik, ...]
    rijen: int
    uniek: Kolomblik | None = None


@dataclass(frozen=True, slots=True)
class _Kans:
    regel: Veldregel
    kolom: Kolomblik
    gezien: Gezien
    naam: Naam
    weg: Weg | None
    score: float


def stel_voor(dialect: Dialect, kolommen: Sequence[Kolomblik]) -> Voorstel:
    """Propose a mapping for columns that were looked at; gives every field at most one column."""
    chances = sorted(_kansen(kolommen), key=lambda one: (-one.score, one.kolom.nummer))
    found: dict[str, Toewijzing] = {}
    used: set[int] = set()
    for chance in chances:
        pad = chance.regel.pad
        if pad not in found and chance.kolom.nummer not in used:
            found[pad] = _toewijzing(chance, chances, used)
            used.add(chance.kolom.nummer)
    for pad in (VLAG, DERDE):
        if pad in found:
            found[pad] = _met_vinkjes(found[pad], kolommen, used)
    left = tuple(one for one in kolommen if one.nummer not in used)
    rows = max((one.gezien for one in kolommen), default=0)
    return Voorstel(dialect, found, left, rows, next(filter(_wijst_aan, left), None))


def _wijst_aan(kolom: Kolomblik) -> bool:
    """Tell whether a column looks like the number of a provision: never that of a person."""
    if not kolom.uniek or kolom.soort().kind not in (Kind.CODE, Kind.NUMMER):
        return False
    ideas = ontleed(kolom.naam).ideeen
    return Idee.NUMMER in ideas and not ideas & {Idee.CLIENT, Idee.BSN, Idee.CODE, Idee.DATUM}


def _met_vinkjes(one: Toewijzing, kolommen: Sequence[Kolomblik], used: set[int]) -> Toewijzing:
    """Join two columns that are called the same but for `ja` and `nee`, and hold only ticks."""
    stem, answer = _stam(one.kolom.naam)
    for other in kolommen:
        rest, counter = _stam(other.naam)
        if rest != stem or {answer, counter} != {"ja", "nee"} or other.nummer in used:
            continue
        if other.soort().kind in (Kind.JA_NEE, Kind.LEEG):
            used.add(other.nummer)
            yes, no = (one.kolom, other) if answer == "ja" else (other, one.kolom)
            judged = Oordeel(
                yes.naam, Zekerheid.NAKIJKEN, "een kruisje in twee kolommen, klopt dat?"
            )
            return replace(one, kolom=yes, nee=no, oordeel=judged)
    return one


def _stam(naam: str) -> tuple[str, str]:
    """Split a name in what comes before a last `ja` or `nee`, and that word."""
    words = re.findall(r"[^\W\d_]+", naam.casefold())
    return (" ".join(words[:-1]), words[-1]) if words else ("", "")


def _kansen(kolommen: Iterable[Kolomblik]) -> Iterator[_Kans]:
    for kolom in (one for one in kolommen if one.naam):
        seen, name = kolom.soort(), ontleed(kolom.naam)
        for regel in REGELS:
            found = _kans(regel, kolom, seen, name)
            if found is not None:
                yield found


def _kans(regel: Veldregel, kolom: Kolomblik, gezien: Gezien, naam: Naam) -> _Kans | None:
    """Weigh one column for one field; None when it cannot be it."""
    if gezien.kind not in regel.soorten and gezien.kind is not Kind.LEEG:
        return None
    if regel.pad in (VLAG, DERDE) and ontkent(kolom.naam):
        return None
    if regel.pad == PRODUCTCODE and Idee.NUMMER in naam.ideeen and kolom.uniek:
        return None  # the number of each provision, not of a product: those come back
    ways = [way for way in regel.wegen if way.ideeen <= naam.ideeen]
    if not ways:
        named = kolom.getoond == kolom.naam
        by_kind = named and regel.vorm and gezien.kind in SPREKEND and gezien.kind in regel.soorten
        score = _ALLEEN_VORM + 2 * (gezien.kind is Kind.BSN)
        return _Kans(regel, kolom, gezien, naam, None, score) if by_kind else None
    way = max(ways, key=lambda one: len(one.ideeen))
    beside = naam.ideeen - way.ideeen - regel.ook
    score = _RAAK * len(way.ideeen) - _MIS * len(beside) - 0.5 * bool(way.reden)
    if gezien.kind in SPREKEND:
        score += 1
    return _Kans(regel, kolom, gezien, naam, way, score) if score > 0 else None


def ontkent(naam: str) -> bool:
    """Tell whether a yes under this name means no: only a person can turn its words around."""
    words = set(re.findall(r"[^\W\d_]+", naam.casefold()))
    return bool(words & _ONTKENT) and not words & _BEIDE


#: Words that turn a question around, and those beside which they only name the other answer.
_ONTKENT: Final = frozenset(
    {"geen", "niet", "nee", "zonder", "uitgesloten", "uitgezonderd", "behalve", "no", "not"}
)
_BEIDE: Final = frozenset({"ja", "wel", "of", "yes", "or"})


def _toewijzing(kans: _Kans, alle: Sequence[_Kans], used: set[int]) -> Toewijzing:
    reasons = [*_redenen(kans), *_rivaal(kans, alle, used)]
    if reasons:
        judged = Oordeel(kans.kolom.naam, Zekerheid.NAKIJKEN, "; ".join(reasons))
    else:
        reden = "de naam en de waarden passen"
        judged = Oordeel(kans.kolom.naam, Zekerheid.ZEKER, reden)
    return Toewijzing(kans.regel.pad, kans.kolom, kans.gezien, judged)


def _redenen(kans: _Kans) -> Iterator[str]:
    seen = kans.gezien
    if kans.weg is None:
        yield "de naam zegt het niet, alleen de waarden passen"
    elif kans.weg.reden:
        yield kans.weg.reden
    elif not kans.naam.heel:
        yield "de naam is een afkorting"
    if seen.kind is Kind.LEEG:
        yield "in dit voorbeeld is de kolom leeg"
    elif seen.kind not in _ZONDER_PROEF and seen.aandeel < _BIJNA_ALLE:
        yield f"{_procent(seen.aandeel)} van de waarden past"
    if kans.regel.pad in (BEDRAG, BIJDRAGE) and seen.kind is Kind.NUMMER:
        yield "er staan alleen hele getallen: euro's of centen?"
    if seen.gemengd:
        yield "er staan twee schrijfwijzen door elkaar"
    if seen.andere:
        yield f"het kan ook {seen.andere[0]} zijn"
    if (
        kans.naam.ideeen >= {Idee.BSN}
        and "nummer" in kans.kolom.naam.casefold()
        and _a_nummer(kans)
    ):
        yield "de kolom heet A-nummer, maar er staan BSN's in"


#: Kinds that say nothing against a value that is written otherwise.
_ZONDER_PROEF = frozenset({Kind.TEKST, Kind.NOTITIE, Kind.LETTERS, Kind.CODE, Kind.NUMMER})


def _a_nummer(kans: _Kans) -> bool:
    return kans.kolom.naam.casefold().replace("-", " ").replace("_", " ").startswith("a")


def _rivaal(kans: _Kans, alle: Sequence[_Kans], used: set[int]) -> Iterator[str]:
    """Name another column that is nearly as good, and has no better use."""
    for other in alle:
        if other.regel is not kans.regel or other.kolom is kans.kolom or other.weg is None:
            continue
        if other.kolom.nummer not in used and kans.score - other.score <= _MIS / 2:
            yield f"de kolom {other.kolom.getoond} lijkt er ook op"
            return


def _procent(share: float) -> str:
    return f"{int(share * 100)}%"
