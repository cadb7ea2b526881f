"""The door to the law as data: load the rules once, judge facts by them."""

from dataclasses import field
from datetime import date
from functools import cache
from pathlib import Path

from assessment.recoverability.oordeel import Oordelaar, beoordeel, blijft, onthoudend
from assessment.recoverability.tabellen import Verhaaltabellen
from assessment.recoverability.toelichting import Toelichting, licht_toe
from assessment.recoverability.zaak import Zaakfeiten, van_feiten
from assessment.rulefile import DATA, lees
from regres import Feiten, Verhaalbaarheid
from regres.termijn import plus_maanden
from regres.waarde import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Regels:
    """Rules V01 to V18 with their tables, of one version."""

    tabellen: Verhaaltabellen
    _over: Oordelaar = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_over", onthoudend(self.tabellen))

    @classmethod
    def laad(cls, pad: Path = DATA / "verhaal.yaml") -> "Regels":
        """Read the rules, once per file; raises ConfigProblem (A-0001, A-0002)."""
        return _laad(pad)

    @property
    def versie(self) -> str:
        """Name the version that stands in every Verhaalbaarheid made by these rules."""
        return self.tabellen.versie

    def verhaalbaarheid(
        self,
        feiten: Feiten,
        gemeentecode: str,
        peildatum: date,
        *,
        eerder_geleverd: bool = False,
    ) -> Verhaalbaarheid:
        """Judge the facts of a melding on a day.

        Look at `uitkomst` first: only STOP with V01, V02 or V17 stops a record. V02 beside another
        outcome means that wet, leveringsvorm or besluitstatus is unknown: it may be out of scope.

        gemeentecode     the municipality that sends, today
        eerder_geleverd  a version of ours was delivered under this referentie: never V16
        """
        zaak = van_feiten(feiten, gemeentecode)
        return self.oordeel(zaak, peildatum, eerder_geleverd=eerder_geleverd)

    def blijft(self, feiten: Feiten, gemeentecode: str, van: date, tot: date) -> bool:
        """Tell whether `verhaalbaarheid` surely gives the same reasons on all of these days."""
        return blijft(van_feiten(feiten, gemeentecode), van, tot, self.tabellen)

    def oordeel(
        self, zaak: Zaakfeiten, peildatum: date, *, eerder_geleverd: bool = False
    ) -> Verhaalbaarheid:
        """Judge the bare facts of a case on a day."""
        return beoordeel(
            zaak, peildatum, self.tabellen, self._over, eerder_geleverd=eerder_geleverd
        )

    def toelichting(
        self, zaak: Zaakfeiten, peildatum: date, *, eerder_geleverd: bool = False
    ) -> Toelichting:
        """Judge the bare facts of a case as `oordeel` does, and tell why."""
        return licht_toe(
            zaak, peildatum, self.tabellen, self._over, eerder_geleverd=eerder_geleverd
        )

    def uitleg(self, code: str) -> str:
        """Give the Dutch sentence of a reason code; KeyError for a code that is no rule."""
        return {regel.id: regel.tekst for regel in self.tabellen.regels}[code]

    def maanden_over(self, uiterlijk: date, vandaag: date) -> int | None:
        """Give the tightest band a deadline lies in: 1, 3, 6 or 12 months left, 0 when it passed.

        None: more than a year is left.
        """
        if vandaag > uiterlijk:
            return 0
        grenzen = sorted(self.tabellen.termijnen.grenzen_maanden)
        return next((n for n in grenzen if vandaag >= plus_maanden(uiterlijk, -n)), None)


@cache
def _laad(pad: Path) -> Regels:
    return Regels(lees(pad, Verhaaltabellen))


def bekendheid_voorstel(feiten: Feiten) -> date | None:
    """Offer a day of knowledge to be confirmed when the source states none: the earliest sign.

    Never taken as datumBekendheid by itself: that would start a period no one has confirmed.
    """
    if feiten.datumBekendheid is not None:
        return None
    tekens = (feiten.datumAanvraag, feiten.voorziening.datumToekenning)
    return min((teken for teken in tekens if teken is not None), default=None)
