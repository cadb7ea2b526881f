"""What a provision cost the municipality so far, and costs per year, net of own contribution."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessment.recoverability import Regels
from assessment.recoverability.tabellen import Bandbreedte, Tijdvak
from regres import Problem
from regres.berichten import bericht
from regres.kostenlijn import Kostenlijn, centen, per_jaar, tot_nu
from regres.melding import Voorziening
from regres.waarde import dataclass
from regres.words import KostenSoort


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
    regel_lijst = [Kostenlijn.maak(kosten, voorziening) for kosten in voorziening.kosten]
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
        totNu=centen(sum((tot_nu(lijn, vandaag) for lijn in regel_lijst), Fraction())),
        perJaar=centen(sum((per_jaar(lijn, vandaag) for lijn in regel_lijst), Fraction())),
        geschat=any(lijn.kosten.geschat for lijn in regel_lijst),
        waarschuwingen=tuple(waarschuwingen),
    )


def _onvolledig(lijn: Kostenlijn) -> Iterator[Problem]:
    if lijn.kosten.soort is KostenSoort.PERIODIEK and lijn.kosten.frequentie is None:
        yield _waarschuwing("A-0201")
    if lijn.van is None:
        yield _waarschuwing("A-0202")


def _eigen_bijdrage(lijn: Kostenlijn, geen: tuple[Tijdvak, ...]) -> Iterator[Problem]:
    bijdrage = lijn.kosten.eigenBijdrage
    if not bijdrage:
        return
    if bijdrage > lijn.kosten.bedrag:
        yield _waarschuwing("A-0203")
    if any(_overlapt(lijn, tijdvak) for tijdvak in geen):
        yield _waarschuwing("A-0204")


def _overlapt(lijn: Kostenlijn, tijdvak: Tijdvak) -> bool:
    if lijn.van is None:
        return False
    laatste = lijn.van if lijn.kosten.soort is KostenSoort.EENMALIG else (lijn.tot or date.max)
    return lijn.van < tijdvak.tot and laatste >= tijdvak.vanaf


def _ongewoon(
    lijn: Kostenlijn, voorziening: Voorziening, banden: tuple[Bandbreedte, ...], hoogste: Decimal
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
