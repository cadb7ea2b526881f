"""What the provisions of a case cost, what of it counts, and what does not and why.

A provision counts until a handler says that it does not follow from the accident: the total is that
of all provisions, if all count. The arithmetic is the municipality's own (regres/kostenlijn.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from loket.dossier import Versie
from loket.lezing import Inhoud, dag, lijst, tekst
from loket.quickscan import begonnen
from regres.kostenlijn import Kostenlijn, centen, per_jaar, tot_nu
from regres.melding import Kosten, Voorziening
from regres.words import Besluitstatus, Erkend, Frequentie, KostenSoort, Wet

NEE = Erkend.NEE.value


@dataclass(frozen=True, slots=True)
class Bedrag:
    """One cost line: euro, how often ("" = once), own contribution, and whether it is estimated."""

    bedrag: Decimal
    frequentie: str
    eigen_bijdrage: Decimal | None
    geschat: bool


@dataclass(frozen=True, slots=True)
class Post:
    """One provision of a case with its costs.

    verband   what a handler said: ja, deels, nee; "" = nothing yet
    voorstel  what the rules propose about it; "" = nothing
    volledig  False when a line has no first day, so that it counts as nothing so far
    """

    referentie: str
    omschrijving: str
    kenmerk: str
    categorie: str
    van: date | None
    tot: date | None
    bedragen: Sequence[Bedrag]
    verband: str
    voorstel: str
    tot_nu: Decimal
    per_jaar: Decimal
    volledig: bool

    @property
    def telt(self) -> bool:
        """Tell whether it counts in the total."""
        return self.verband != NEE


@dataclass(frozen=True, slots=True)
class Rekening:
    """The provisions of a case and their totals, rounded to cents."""

    posten: Sequence[Post]

    @property
    def tot_nu(self) -> Decimal:
        """Give what may be recovered so far, if all that is not put on nee counts."""
        return sum((one.tot_nu for one in self.posten if one.telt), Decimal("0.00"))

    @property
    def telt_niet(self) -> Decimal:
        """Give what was put on nee."""
        return sum((one.tot_nu for one in self.posten if not one.telt), Decimal("0.00"))

    @property
    def per_jaar(self) -> Decimal:
        """Give what comes to it in a year."""
        return sum((one.per_jaar for one in self.posten if one.telt), Decimal("0.00"))

    @property
    def geschat(self) -> bool:
        """Tell whether an estimate counts in it (art. 2.4.3 lid 3 Wmo 2015)."""
        return any(line.geschat for one in self.posten if one.telt for line in one.bedragen)


def rekening(staand: Iterable[Versie], verbanden: Mapping[str, str], vandaag: date) -> Rekening:
    """Add up the costs of what stands in a case."""
    return Rekening([_post(one, verbanden.get(one.referentie, ""), vandaag) for one in staand])


def _post(versie: Versie, verband: str, vandaag: date) -> Post:
    inhoud = versie.inhoud
    lines = list(_lijnen(inhoud))
    category = tekst(inhoud, "voorziening.productcategorie")
    return Post(
        referentie=versie.referentie,
        omschrijving=tekst(inhoud, "voorziening.omschrijving")
        or tekst(inhoud, "voorziening.productcode"),
        kenmerk=tekst(inhoud, "voorziening.beschikkingnummer"),
        categorie=category,
        van=begonnen(inhoud),
        tot=dag(inhoud, "voorziening.einddatum"),
        bedragen=[_bedrag(line.kosten) for line in lines],
        verband=verband,
        voorstel=_voorstel(inhoud),
        tot_nu=centen(sum((tot_nu(line, vandaag) for line in lines), Fraction())),
        per_jaar=centen(sum((per_jaar(line, vandaag) for line in lines), Fraction())),
        volledig=all(line.van is not None for line in lines),
    )


def _voorstel(inhoud: Inhoud) -> str:
    """Propose only what dates show: what was there before the accident did not follow from it."""
    happened, began = dag(inhoud, "ongeval.datum"), begonnen(inhoud)
    if happened and began and began < happened:
        return "nee: begon voor het ongeval"
    return ""


def _bedrag(kosten: Kosten) -> Bedrag:
    often = kosten.frequentie.value if kosten.frequentie else ""
    return Bedrag(kosten.bedrag, often, kosten.eigenBijdrage, kosten.geschat)


def _lijnen(inhoud: Inhoud) -> Iterable[Kostenlijn]:
    provision = Voorziening(
        wet=Wet.WMO,
        besluitstatus=Besluitstatus.TOEGEKEND,
        datumToekenning=dag(inhoud, "voorziening.datumToekenning"),
        ingangsdatum=dag(inhoud, "voorziening.ingangsdatum"),
        einddatum=dag(inhoud, "voorziening.einddatum"),
    )
    for item in lijst(inhoud, "voorziening.kosten"):
        often = tekst(item, "frequentie")
        line = Kosten(
            # Intake took only these words and amounts (inhoud.py).
            soort=KostenSoort(tekst(item, "soort")),
            bedrag=Decimal(tekst(item, "bedrag")),
            frequentie=Frequentie(often) if often else None,
            geschat=item.get("geschat") is True,
            eigenBijdrage=_euro(tekst(item, "eigenBijdrage")),
            periodeVan=dag(item, "periodeVan"),
            periodeTot=dag(item, "periodeTot"),
        )
        yield Kostenlijn.maak(line, provision)


def _euro(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None
