"""The return files of one run: which meldingen were sent, and how the cases go on.

Written at the end of a read that is whole, from memory: the key fields of a record stand nowhere
else. What could not be given is given by the next read. It keeps nothing from being sent.
"""

from collections.abc import Collection, Sequence
from dataclasses import field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ledger import Lease, Retourbestand, Retoursoort
from pipeline.route import Klok, Route
from pipeline.verantwoording import TERUGGEVEN
from privacy import betrokkene
from regres import KeyProblem, Problem, SinkError, SourceError
from regres.berichten import bericht
from regres.terug import Terugkoppeling
from regres.waarde import dataclass
from sinks import csv_bestand
from sinks.retour import Plek

if TYPE_CHECKING:
    from ledger import Ledger, Staged, Stand

#: The columns of `terug-<dag>.csv`; those of the key follow.
TERUG = ("referentie", "zaaknummer", "stap", "advies", "redencode", "datum")
#: A step of which the own source is not read is told by any other after this.
_HOOGSTENS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Record:
    """What leads from a referentie to the municipality's own record."""

    sleutel: tuple[str, ...] = field(repr=False)
    clientmerk: str
    clientversie: int


class Ontmoetingen:
    """The key fields of what a read met and the return files need; nothing when there are none.

    gezocht  the referenties that are to be told
    """

    def __init__(self, *, aan: bool, gezocht: Collection[str] = ()) -> None:
        self._aan = aan
        self._gezocht = frozenset(gezocht)
        self._kept: dict[str, _Record] = {}

    def zoekt(self, referentie: str) -> bool:
        """Tell whether the key fields of a record that was sent before are wanted."""
        return self._aan and referentie in self._gezocht

    def zie(self, stand: "Stand | None", sleutel: tuple[str, ...]) -> None:
        """Meet a record that was sent before."""
        if stand is not None and self.zoekt(stand.referentie):
            record = _Record(sleutel, stand.clientmerk, stand.clientversie)
            self._kept[stand.referentie] = record

    def zet(self, staged: "Staged", sleutel: tuple[str, ...]) -> None:
        """Meet a record of which a version was sealed."""
        if self._aan:
            record = _Record(sleutel, staged.clientmerk, staged.clientversie)
            self._kept[staged.sealed.kop.referentie] = record

    def van(self, referentie: str) -> _Record | None:
        """Give what leads to the record of a referentie; None when this read did not meet it."""
        return self._kept.get(referentie)


def gezocht(route: Route, ledger: "Ledger", now: datetime) -> set[str]:
    """Give the referenties of which a read of this source must remember the key fields."""
    if route.retour is None:
        return set()
    gemeente = route.gemeente.identiteit
    return ledger.terug.te_melden(gemeente) | {
        step.referentie for step in ledger.terug.ongemeld(gemeente, route.bronset, now - _HOOGSTENS)
    }


@dataclass(frozen=True, slots=True)
class Teruggave:
    """One run that gives back."""

    route: Route
    ledger: "Ledger"
    lease: Lease
    run: int
    vandaag: date
    klok: Klok

    def geef(self, ontmoet: Ontmoetingen) -> tuple[Problem, ...]:
        """Write what is to be told; gives what went wrong, and then the next read tries again.

        Raises ProtectionStop (K-0801) when it cannot be accounted for, LeaseLost when overtaken.
        """
        retour, boek = self.route.retour, self.ledger.terug
        if retour is None:
            return ()
        gemeente, bronset, begin = self.lease.gemeente, self.route.bronset, self.klok()
        self.ledger.renew(self.lease, begin)
        try:
            with retour.open() as plek:
                self._maak_af(plek)
                self._verzonden(plek, ontmoet)
                self._terug(plek, ontmoet, begin)
        except (SourceError, SinkError, KeyProblem) as wrong:
            boek.retour_mislukt(gemeente, bronset, wrong.problems[0].code, self.klok())
            return (bericht("S-0084", waar=self.route.gemeente.naam), *wrong.problems)
        boek.retour_gelukt(gemeente, bronset, begin)
        return ()

    def _maak_af(self, plek: Plek) -> None:
        """Give every file that was promised its name, and remove what never was."""
        for bestand in self.ledger.terug.open_bestanden(self.lease.gemeente):
            self.ledger.terug.bevestig(self.lease.gemeente, bestand, self.klok())
            self._plaats(plek, bestand)
        plek.ruim_op(())

    def _verzonden(self, plek: Plek, ontmoet: Ontmoetingen) -> None:
        untold = sorted(self.ledger.terug.te_melden(self.lease.gemeente))
        found = [(name, record) for name in untold if (record := ontmoet.van(name))]
        if not found:
            return
        lines = [(*self._heel(record.sleutel), name) for name, record in found]
        bestand = self._bestand(Retoursoort.VERZONDEN, len(lines))
        self._verantwoord(found)
        plek.zet_klaar(bestand.naam, csv_bestand.schrijf((*self._namen, "referentie"), lines))
        names = [name for name, _ in found]
        self.ledger.terug.beloof_verzonden(self.lease, bestand, names, self.klok())
        self._plaats(plek, bestand)

    def _terug(self, plek: Plek, ontmoet: Ontmoetingen, begin: datetime) -> None:
        gemeente, bronset = self.lease.gemeente, self.route.bronset
        steps = self.ledger.terug.ongemeld(gemeente, bronset, begin - _HOOGSTENS)
        if not steps:
            return
        found = [(step, ontmoet.van(step.referentie)) for step in steps]
        lines = [
            (*_cellen(step), *self._heel(record.sleutel if record else ()))
            for step, record in found
        ]
        bestand = self._bestand(Retoursoort.TERUG, len(lines))
        self._verantwoord([(step.referentie, record) for step, record in found])
        plek.zet_klaar(bestand.naam, csv_bestand.schrijf((*TERUG, *self._namen), lines))
        numbers = [step.volgnummer for step in steps]
        self.ledger.terug.beloof_terug(self.lease, bestand, numbers, self.klok())
        self._plaats(plek, bestand)

    def _plaats(self, plek: Plek, bestand: Retourbestand) -> None:
        plek.plaats(bestand.naam)
        self.ledger.terug.geplaatst(self.lease.gemeente, bestand.naam, self.klok())

    def _bestand(self, soort: Retoursoort, regels: int) -> Retourbestand:
        boek, gemeente = self.ledger.terug, self.lease.gemeente
        name = boek.naam_voor(gemeente, soort, self.vandaag, self.run)
        return Retourbestand(name, soort, self.run, regels)

    def _verantwoord(self, found: Sequence[tuple[str, _Record | None]]) -> None:
        """Write a line per melding, before anything of it is written."""
        logboek, now = self.route.logboek, self.klok()
        marks = ((one.clientmerk, one.clientversie) if one else ("", 0) for _, one in found)
        people = (betrokkene(*mark, name) for (name, _), mark in zip(found, marks, strict=True))
        logboek.schrijf(logboek.begin(TERUGGEVEN, now, who).klaar(now) for who in people if who)

    @property
    def _namen(self) -> tuple[str, ...]:
        return self.route.sleutelkoppen

    def _heel(self, sleutel: Sequence[str]) -> tuple[str, ...]:
        return (*sleutel, *[""] * (len(self._namen) - len(sleutel)))


def _cellen(step: Terugkoppeling) -> tuple[str, ...]:
    rest = (step.stap, step.advies, step.redencode, step.datum.isoformat())
    return (step.referentie, step.zaaknummer, *rest)
