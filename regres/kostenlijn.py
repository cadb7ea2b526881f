"""What one cost line of a provision cost so far and costs per year, net of own contribution."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from regres.melding import Kosten, Voorziening
from regres.termijn import plus_maanden
from regres.waarde import dataclass
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
class Kostenlijn:
    """A cost line with the days it runs, both inclusive."""

    kosten: Kosten
    van: date | None
    tot: date | None

    @classmethod
    def maak(cls, kosten: Kosten, voorziening: Voorziening) -> "Kostenlijn":
        begin = kosten.periodeVan or voorziening.ingangsdatum
        if begin is None and kosten.soort is KostenSoort.EENMALIG:
            begin = voorziening.datumToekenning
        einden = [dag for dag in (kosten.periodeTot, voorziening.einddatum) if dag is not None]
        return cls(kosten, begin, min(einden, default=None))

    @property
    def netto(self) -> Fraction:
        """What one payment costs the municipality; the client's own part is the client's damage."""
        return Fraction(max(self.kosten.bedrag - (self.kosten.eigenBijdrage or 0), Decimal(0)))


def tot_nu(lijn: Kostenlijn, vandaag: date) -> Fraction:
    """Give what a line cost up to and including a day; what cannot be counted is nothing."""
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


def per_jaar(lijn: Kostenlijn, vandaag: date) -> Fraction:
    """Give what a line that runs on a day costs in a year: 52 weeks or 13 periods of four."""
    frequentie = lijn.kosten.frequentie
    if lijn.kosten.soort is KostenSoort.EENMALIG or frequentie is None:
        return Fraction()
    if lijn.van is None or lijn.van > vandaag or (lijn.tot is not None and lijn.tot < vandaag):
        return Fraction()
    return lijn.netto * _PER_JAAR[frequentie]


def centen(bedrag: Fraction) -> Decimal:
    """Round to cents, at the very end."""
    exact = Decimal(bedrag.numerator) / Decimal(bedrag.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
