"""What a provision cost the municipality so far, and costs per year, net of own contribution."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from assessment.recoverability import Regels
from assessment.recoverability.tabellen import Bandbreedte, Tijdvak
from assessment.recoverability.termijnen import plus_maanden
from regres import Problem
from regres.berichten import bericht
from regres.melding import Kosten, Voorziening
from regres.words import Frequentie, KostenSoort

_PER_JAAR = {
    Frequentie.WEEK: 52,
    Frequentie.VIER_WEKEN: 13,
    Frequentie.MAAND: 12,
    Frequentie.JAAR: 1,
}
_DAGEN = {Frequentie.WEEK: 7, Frequentie.VIER_WEKEN: 28}
_MAANDEN = {Frequentie.MAAND: 1, Frequentie.JAAR: 12}


@dataclass(frozen=True, slots=True, repr=False)
class Kostenoverzicht:
    """Amounts in euro, net of the own contribution, rounded to cents at the very end.

    totNu            made up to and including the day asked for
    perJaar          of what still runs on that day; weeks count 52 and four-week periods 13 to a
                     year, the way contracts do
    geschat          at least one counted line is an estimate (art. 2.4.3 lid 3 Wmo 2015)
    waarschuwingen   what a person should look at; never changes an outcome
    """

    totNu: Decimal
    perJaar: Decimal
    geschat: bool
    waarschuwingen: tuple[Problem, ...] = ()


def kostenoverzicht(
    voorziening: Voorziening, vandaag: date, regels: Regels | None = None
) -> Kostenoverzicht:
    """Add up the cost lines of a provision on a day.

    A line without dates of its own runs as long as the provision. A periodic line without frequency
    or first day cannot be counted: it counts as nothing and gives a warning. A part of a period
    counts for its share of days.
    """
    tabellen = (regels or Regels.laad()).tabellen
    regel_lijst = [_Lijn.maak(kosten, voorziening) for kosten in voorziening.kosten]
    waarschuwingen = (
        waarschuwing
        for lijn in regel_lijst
        for waarschuwing in (
            *_onvolledig(lijn),
            *_eigen_bijdrage(lijn, tabellen.eigen_bijdrage.geen),
            *_ongewoon(lijn, voorziening, tabellen.bandbreedtes, tabellen.hoogste_bedrag.bedrag),
        )
    )
    return Kostenoverzicht(
        totNu=_centen(sum((_tot_nu(lijn, vandaag) for lijn in regel_lijst), Fraction())),
        perJaar=_centen(sum((_per_jaar(lijn, vandaag) for lijn in regel_lijst), Fraction())),
        geschat=any(lijn.kosten.geschat for lijn in regel_lijst),
        waarschuwingen=tuple(waarschuwingen),
    )


@dataclass(frozen=True, slots=True, repr=False)
class _Lijn:
    """A cost line with the days it runs, both inclusive."""

    kosten: Kosten
    van: date | None
    tot: date | None

    @classmethod
    def maak(cls, kosten: Kosten, voorziening: Voorziening) -> "_Lijn":
        begin = kosten.periodeVan or voorziening.ingangsdatum
        if begin is None and kosten.soort is KostenSoort.EENMALIG:
            begin = voorziening.datumToekenning
        einden = [dag for dag in (kosten.periodeTot, voorziening.einddatum) if dag is not None]
        return cls(kosten, begin, min(einden, default=None))

    @property
    def netto(self) -> Fraction:
        """What one payment costs the municipality; the client's own part is the client's damage."""
        return Fraction(max(self.kosten.bedrag - (self.kosten.eigenBijdrage or 0), Decimal(0)))


def _tot_nu(lijn: _Lijn, vandaag: date) -> Fraction:
    if lijn.van is None or lijn.van > vandaag:
        return Fraction()
    if lijn.kosten.soort is KostenSoort.EENMALIG:
        return lijn.netto
    einde = min(vandaag, lijn.tot) if lijn.tot else vandaag
    return lijn.netto * _perioden(lijn.kosten.frequentie, lijn.van, einde + timedelta(days=1))


def _perioden(frequentie: Frequentie | None, van: date, tot: date) -> Fraction:
    """Count the periods between two days, the second exclusive; a part by its share of days."""
    if frequentie is None or tot <= van:
        return Fraction()
    if frequentie in _DAGEN:
        return Fraction((tot - van).days, _DAGEN[frequentie])
    stap = _MAANDEN[frequentie]
    heel = ((tot.year - van.year) * 12 + tot.month - van.month) // stap
    while plus_maanden(van, heel * stap) > tot:
        heel -= 1
    begin, eind = plus_maanden(van, heel * stap), plus_maanden(van, (heel + 1) * stap)
    return heel + Fraction((tot - begin).days, (eind - begin).days)


def _per_jaar(lijn: _Lijn, vandaag: date) -> Fraction:
    frequentie = lijn.kosten.frequentie
    if lijn.kosten.soort is KostenSoort.EENMALIG or frequentie is None:
        return Fraction()
    if lijn.van is None or lijn.van > vandaag or (lijn.tot is not None and lijn.tot < vandaag):
        return Fraction()
    return lijn.netto * _PER_JAAR[frequentie]


def _centen(bedrag: Fraction) -> Decimal:
    exact = Decimal(bedrag.numerator) / Decimal(bedrag.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _onvolledig(lijn: _Lijn) -> Iterator[Problem]:
    if lijn.kosten.soort is KostenSoort.PERIODIEK and lijn.kosten.frequentie is None:
        yield _waarschuwing("A-0201")
    if lijn.van is None:
        yield _waarschuwing("A-0202")


def _eigen_bijdrage(lijn: _Lijn, geen: tuple[Tijdvak, ...]) -> Iterator[Problem]:
    bijdrage = lijn.kosten.eigenBijdrage
    if not bijdrage:
        return
    if bijdrage > lijn.kosten.bedrag:
        yield _waarschuwing("A-0203")
    if any(_overlapt(lijn, tijdvak) for tijdvak in geen):
        yield _waarschuwing("A-0204")


def _overlapt(lijn: _Lijn, tijdvak: Tijdvak) -> bool:
    if lijn.van is None:
        return False
    laatste = lijn.van if lijn.kosten.soort is KostenSoort.EENMALIG else (lijn.tot or date.max)
    return lijn.van < tijdvak.tot and laatste >= tijdvak.vanaf


def _ongewoon(
    lijn: _Lijn, voorziening: Voorziening, banden: tuple[Bandbreedte, ...], hoogste: Decimal
) -> Iterator[Problem]:
    bedrag = lijn.kosten.bedrag
    if bedrag > hoogste:
        yield _waarschuwing("A-0205", hoogste=hoogste)
    if lijn.kosten.soort is not KostenSoort.EENMALIG:
        return
    omschrijving = (voorziening.omschrijving or "").casefold()
    for band in banden:
        genoemd = any(woord in omschrijving for woord in band.woorden)
        if genoemd and not band.van <= bedrag <= band.tot:
            yield _waarschuwing("A-0206", naam=band.naam, van=band.van, tot=band.tot)


def _waarschuwing(code: str, **woorden: Any) -> Problem:
    return bericht(code, veld="voorziening.kosten", **woorden)
