"""Trying the tests of a mapping on the mapping: what differs is a result, told by its place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from mappings.canonical import VELDEN
from mappings.complaints import Plek
from mappings.facts import bouw
from mappings.fields import Lezer
from mappings.reading import Delen, Lezing
from mappings.signals import Code
from mappings.toetsen import Toets, Verwachting
from mappings.toonbaar import als_tekst, als_verschil
from regres import (
    Datum,
    Flag,
    Indicatie,
    Misfit,
    Plaats,
    Problem,
    Signal,
    SignalKind,
    Signals,
    SourceRecord,
)
from regres.berichten import Zin, bericht, zeg, zin
from regres.waarde import dataclass
from regres.words import IndicatieBron

_BEDRAG = re.compile(r"\A[0-9]{1,10}(?:\.[0-9]{1,2})?\Z", re.ASCII)
#: What a field says is judged without a verdict of the rules: that comes after the mapping.
_GEEN_OORDEEL = Flag(Indicatie.J, IndicatieBron.EXPLICIET, ())
# No date of a test lies after this day: "in the future" depends on when a test is run.
_NOOIT = date.max


@dataclass(frozen=True, slots=True)
class Verschil:
    """One expectation that was not met. Of a personal field both say how it looks, not what it is.

    verwacht, gekregen  a text, or the [zin] of one
    """

    pad: str
    plek: Plek
    verwacht: str | Zin
    gekregen: str | Zin

    def als_zin(self) -> Zin:
        """Give it as a part of a sentence."""
        words = {"verwacht": self.verwacht, "gekregen": self.gekregen}
        return zin("verschil", pad=self.pad, **words)

    def __str__(self) -> str:
        """Give that part in Dutch."""
        return zeg("M", self.als_zin())


@dataclass(frozen=True, slots=True)
class Uitslag:
    """How one test went."""

    naam: str
    plek: Plek
    verschillen: tuple[Verschil, ...] = ()

    @property
    def geslaagd(self) -> bool:
        """Tell whether everything was as expected."""
        return not self.verschillen

    def problems(self) -> Iterator[Problem]:
        """Give a problem for every difference."""
        for verschil in self.verschillen:
            place = str(verschil.plek)
            yield bericht(
                "M-0030",
                waar=place,
                mapping=place,
                naam=self.naam,
                verschil=verschil.als_zin(),
            )


@dataclass(slots=True)
class Toetsing:
    """The tests of one mapping; they are tried once, at the first question."""

    toetsen: tuple[Toets, ...] = ()
    _uitslagen: tuple[Uitslag, ...] | None = None

    def uitslagen(self, delen: Delen) -> tuple[Uitslag, ...]:
        """Try the tests on the parts of the mapping; later calls give the same answer."""
        if self._uitslagen is None:
            self._uitslagen = tuple(_beproef(toets, delen) for toets in self.toetsen)
        return self._uitslagen


@dataclass(frozen=True, slots=True, repr=False)
class _Cellen:
    """The fields of a test; what it does not name is empty."""

    cellen: Mapping[str, tuple[str, str]]

    def text(self, adres: str) -> str:
        return self.cellen.get(adres, ("", ""))[0]

    def onvolledig(self, adres: str) -> str:
        return self.cellen.get(adres, ("", ""))[1]

    def geheel(self, adressen: Sequence[str]) -> bytes | None:
        del adressen
        return None


@dataclass(frozen=True, slots=True, repr=False)
class _Gelezen:
    """What the mapping made of the record of a test."""

    sleutel: tuple[str, ...]
    signals: Signals
    soorten: tuple[str, ...]
    velden: Mapping[str, Any]
    kosten: tuple[Mapping[str, Any], ...]
    codes: tuple[str, ...] = field(default=())


def _beproef(toets: Toets, delen: Delen) -> Uitslag:
    found = _lees(toets, delen)
    differences = (_vergelijk(one, found) for one in toets.verwacht)
    return Uitslag(toets.naam, toets.plek, tuple(one for one in differences if one is not None))


def _lees(toets: Toets, delen: Delen) -> _Gelezen:
    fields = _Cellen(toets.cellen)
    reading = Lezing(delen, SourceRecord("", Plaats("toets", toets.plek.regel), fields))
    key, signals = reading.sleutel(), reading.signalen()
    reading.status()
    rest = Lezing(delen, SourceRecord("", Plaats("toets", toets.plek.regel), fields))
    harvest = rest.oogst()
    if not rest.fataal:
        rest.opvallend(bouw(harvest, _GEEN_OORDEEL, bsn=True), _NOOIT)
    told = (*reading.fataal, *rest.fataal, *rest.waarschuwingen)
    kinds = (
        value.soort
        for one in delen.signalen.lezers
        if isinstance(value := one.lezer.waarde(fields), Code) and value.soort
    )
    values: dict[str, Any] = {"stuitingen": harvest.stuitingen}
    for groep, part in harvest.waarden.items():
        values |= {f"{groep}.{name}".lstrip("."): value for name, value in part.items()}
    return _Gelezen(
        key or (),
        signals,
        tuple(kind.value for kind in kinds),
        values,
        tuple(_regel(lezers, fields) for lezers in delen.kosten),
        tuple(sorted({problem.code for problem in told})),
    )


def _regel(lezers: Mapping[str, Lezer], fields: _Cellen) -> dict[str, object]:
    """Read one cost line; whether it is complete, the problems tell."""
    read = {name: lezer.waarde(fields) for name, lezer in lezers.items()}
    return {name: value for name, value in read.items() if not isinstance(value, Misfit)}


def _vergelijk(expected: Verwachting, found: _Gelezen) -> Verschil | None:
    got = _gekregen(expected.pad, found)
    texts = expected.teksten
    if [_gelijk(text) for text in texts if text] == [_gelijk(text) for text in got]:
        return None
    hide = _persoonlijk(expected.pad)
    told = als_tekst(texts, hide), als_verschil(texts, got, hide)
    return Verschil(expected.pad, expected.plek, *told)


def _gekregen(pad: str, found: _Gelezen) -> tuple[str, ...]:
    """Give what was read under a path, in canonical words; nothing for what says nothing."""
    part, _, rest = pad.partition(".")
    if part == "sleutel":
        return found.sleutel
    if part == "problemen":
        return found.codes
    if part == "signalen":
        return found.soorten if rest == "soort" else tuple(_signaal(rest, found.signals))
    if part == "velden":
        value = found.velden.get(rest)
        return tuple(map(_woord, value)) if isinstance(value, tuple) else _of_niets(value)
    number = int(part.removeprefix("kosten[").removesuffix("]"))
    return _of_niets(found.kosten[number].get(rest))


def _signaal(kind: str, signals: Signals) -> Iterator[str]:
    for signal in signals.items:
        if signal.kind.value == kind and (word := _signaalwoord(signal)):
            yield word


def _signaalwoord(signal: Signal) -> str:
    if signal.kind is SignalKind.NOTITIE:
        return "ja" if signal.tekst else "nee"
    if signal.kind is SignalKind.STEUN:
        return signal.steun if signal.tekst else ""
    return _woord(signal.derde if signal.kind is SignalKind.DERDE else signal.waarde)


def _of_niets(value: object) -> tuple[str, ...]:
    word = _woord(value)
    return (word,) if word else ()


def _woord(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nee"
        case StrEnum():
            return value.value
        case Datum():
            return value.iso() or ""
        case date():
            return value.isoformat()
    return str(value)


def _gelijk(text: str) -> object:
    """Give what two texts must share: 89.5 and 89.50 are one amount."""
    return Decimal(text) if _BEDRAG.match(text) and "." in text else text


def _persoonlijk(pad: str) -> bool:
    part, _, rest = pad.partition(".")
    return part == "sleutel" or (part == "velden" and VELDEN[rest].persoonlijk)
