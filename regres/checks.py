"""What is odd about the facts of one record, beyond what its single values can show.

Nothing here stops a melding: of the date orders only V17 does, and that belongs to assessment. Each
finding names the field it is told about.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from regres.datum import Datum
from regres.melding import Feiten, Kosten
from regres.values import Misfit
from regres.waarde import dataclass

#: Above this a single amount is more likely a typing error (domain.md 6).
HOOG_BEDRAG = Decimal(250_000)
#: Clients of an accident paid no own contribution in this period (art. 3.8 lid 2 Uitvoeringsbesluit
#: Wmo 2015; VNG FAQ January 2017: until medio February 2017).
VRIJGESTELD = (date(2015, 1, 1), date(2017, 2, 15))


@dataclass(frozen=True, slots=True)
class Bevinding:
    """One odd thing, and the field (path as in the melding) it shows in."""

    veld: str
    misfit: Misfit


def bevindingen(feiten: Feiten, vandaag: date) -> tuple[Bevinding, ...]:
    """Give everything odd; `vandaag` is the day of reading in the Netherlands."""
    return (*_volgorde(feiten), *_toekomst(feiten, vandaag), *_kosten(feiten))


def _volgorde(feiten: Feiten) -> Iterator[Bevinding]:
    known, provision = feiten.ongeval.datum, feiten.voorziening
    ongeval = known.eerste if known.dag else known
    pairs = (
        ("client.overledenOp", "overleden_voor_ongeval",
         ongeval, feiten.client.overledenOp),
        ("datumAanvraag", "aanvraag_voor_ongeval",
         ongeval, feiten.datumAanvraag),
        ("voorziening.datumToekenning", "toekenning_voor_aanvraag",
         feiten.datumAanvraag, provision.datumToekenning),
        ("voorziening.ingangsdatum", "ingang_voor_toekenning",
         provision.datumToekenning, provision.ingangsdatum),
        ("voorziening.einddatum", "einde_voor_ingang",
         provision.ingangsdatum, provision.einddatum),
    )  # fmt: skip
    for veld, code, first, second in pairs:
        if first is not None and second is not None and _na(first, second):
            yield Bevinding(veld, Misfit(code))


def _toekomst(feiten: Feiten, vandaag: date) -> Iterator[Bevinding]:
    days = (
        ("client.geboortedatum", feiten.client.geboortedatum.eerste),
        ("client.overledenOp", feiten.client.overledenOp),
        ("datumAanvraag", feiten.datumAanvraag),
        ("voorziening.datumToekenning", feiten.voorziening.datumToekenning),
        *(("stuitingen", day) for day in feiten.stuitingen),
    )
    for veld, day in days:
        if day is not None and day > vandaag:
            yield Bevinding(veld, Misfit("datum_toekomst"))


def _kosten(feiten: Feiten) -> Iterator[Bevinding]:
    for number, line in enumerate(feiten.voorziening.kosten):
        start = line.periodeVan or feiten.voorziening.ingangsdatum
        for name, misfit in _regel(line, start):
            yield Bevinding(f"kosten[{number}].{name}", misfit)


def _regel(line: Kosten, start: date | None) -> Iterator[tuple[str, Misfit]]:
    own = line.eigenBijdrage
    if line.bedrag > HOOG_BEDRAG:
        yield "bedrag", Misfit("bedrag_hoog")
    if own is not None and own > line.bedrag:
        yield "eigenBijdrage", Misfit("bijdrage_hoger")
    if own and start is not None and VRIJGESTELD[0] <= start < VRIJGESTELD[1]:
        yield "eigenBijdrage", Misfit("bijdrage_vrijgesteld")
    if line.periodeVan and line.periodeTot and line.periodeTot < line.periodeVan:
        yield "periodeTot", Misfit("periode_volgorde")


def _na(first: date | Datum, second: date) -> bool:
    return first > second if isinstance(first, date) else first.zeker_na(Datum.van(second))
