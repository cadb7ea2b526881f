"""The connection test: the steps of `regresbrug check`, walked when somebody asks, within a minute.

Nothing is sent or kept, as with the command.
"""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from settings import GemeenteInstelling
from settings.keuring import Deel, GemeenteKeuring, Stap, Uitkomst, Wereld, keur
from settings.keuring.stap import niet_geprobeerd
from web.beheer.overzicht import BEHEER
from web.look.blad import Mis, Toon, Verzoek
from web.look.tekening import icoon
from web.wereld import Wereld as Paginas
from web.woorden import MERK

ROLLEN = BEHEER
#: Seconds for each answer, and for all of them: whoever waits looks at a page that does nothing.
GEDULD, IN_GEHEEL = 5.0, 60.0
_BESTEMMING = "bestemming"
_MERK = {
    Uitkomst.GELUKT: ("goed", "in orde"),
    Uitkomst.LET_OP: ("let", "let op"),
    Uitkomst.FOUT: ("fout", "fout"),
    Uitkomst.NIET_GEPROBEERD: ("stil", "niet geprobeerd"),
}


@dataclass(frozen=True, slots=True)
class Verbindingstest:
    """Walks a source, or the way out, of one municipality; one walk at a time of each."""

    paginas: Paginas
    geheel: float = IN_GEHEEL
    geduld: float = GEDULD
    klok: Callable[[], float] = time.monotonic
    _bezig: set[str] = field(default_factory=set)
    _slot: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, vraag: Verzoek) -> Toon:
        """Walk what was asked for, and show every step."""
        een = self.paginas.gemeente(vraag)
        asked = vraag.formulier.get("wat", "")
        if asked not in {_BESTEMMING, *een.blok.bronnen}:
            raise Mis("Kies welke verbinding u wilt testen.")
        self._begin(een.identiteit)
        try:
            steps = tuple(self._binnen_de_tijd(self._stappen(een, asked)))
        finally:
            with self._slot:
                self._bezig.discard(een.identiteit)
        return _pagina(een, asked, steps)

    def _begin(self, gemeente: str) -> None:
        with self._slot:
            if gemeente in self._bezig:
                raise Mis("Er loopt al een test van deze gemeente. Wacht tot die klaar is.")
            self._bezig.add(gemeente)

    def _stappen(self, een: GemeenteInstelling, asked: str) -> Iterator[Stap]:
        code, paginas = een.identiteit, self.paginas

        def tijdstip(bron: str) -> Callable[[], str]:
            return lambda: paginas.ledger.next_tijdstip(code, bron, paginas.klok())

        wereld = Wereld(klok=paginas.klok, geduld=self.geduld, tijdstip=lambda _: tijdstip)
        if asked == _BESTEMMING:
            return keur(paginas.settings, een, wereld, (Deel.SLEUTELS, Deel.SINK))
        return keur(paginas.settings, een, wereld, (Deel.MAPPING, Deel.BRON), (asked,))

    def _binnen_de_tijd(self, steps: Iterator[Stap]) -> Iterator[Stap]:
        """Give the steps until time is up; a step that hangs is bounded by the walk itself."""
        end = self.klok() + self.geheel
        for stap in steps:
            yield stap
            if self.klok() >= end:
                told = "de tijd is op: probeer het met `regresbrug check`"
                yield niet_geprobeerd(stap.deel, stap.plek, "wat nog volgt", told)
                return


def _pagina(een: GemeenteInstelling, asked: str, steps: tuple[Stap, ...]) -> Toon:
    found = GemeenteKeuring(een.blok.naam, een.blok.gemeentecode, een.blok.stand, steps)
    gegevens = found.as_json() | {"identiteit": een.identiteit, "wat": asked}
    return Toon("beheer/verbinding.html", f"Verbinding testen: {asked}", gegevens, _tekens(steps))


def _tekens(steps: tuple[Stap, ...]) -> dict[str, Any]:
    marks = {one.value: (*_MERK[one], icoon(MERK[_MERK[one][0]])) for one in Uitkomst}
    return {"merk": marks, "langst": max((one.seconden for one in steps), default=0.0)}
