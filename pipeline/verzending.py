"""One row on its way: it is sent, its answer is taken, and whatever came of it accounted for."""

import time
from collections.abc import Callable
from typing import TypeVar

from ledger import Outgoing
from pipeline.aanbieden import Aanbod, Stuur
from pipeline.route import Klok, Uitgang
from pipeline.verantwoording import VERZENDEN
from privacy import betrokkene
from regres import ProtectionStop, SinkDown, SinkStopped
from regres.verwerking import Status, Verwerkingsregel
from sinks.base import Onderweg

T = TypeVar("T")

_Fout = SinkDown | SinkStopped | ProtectionStop


def verzender(uitgang: Uitgang, klok: Klok) -> Stuur:
    """Give what sends the rows of a municipality."""

    def stuur(row: Outgoing, wacht: bool) -> Verzending | None:
        sent = Verzending(uitgang, row, klok)
        return sent if sent.begin(wacht=wacht) else None

    return stuur


class Verzending:
    """A row that is sent, or that could not be; accounted for all the same: it may have arrived."""

    def __init__(self, uitgang: Uitgang, row: Outgoing, klok: Klok) -> None:
        self._uitgang, self._row, self._klok = uitgang, row, klok
        who = betrokkene(row.clientmerk, row.clientversie, row.sealed.kop.referentie)
        self._handeling = uitgang.logboek.begin(VERZENDEN, klok(), who, uitgang.naar)
        self._sent: Onderweg | _Fout | None = None

    def begin(self, *, wacht: bool) -> bool:
        """Send it; False when it could not be sent without waiting for others first."""
        trace = self._handeling.spoor.traceparent
        sink = self._uitgang.sink
        self._sent = self._poging(lambda: sink.begin(self._row.sealed, trace, wacht=wacht))
        return self._sent is not None

    @property
    def tot(self) -> float:
        """Give until when its answer is awaited."""
        sent = self._sent
        return time.monotonic() if sent is None or isinstance(sent, _Fout) else sent.tot

    def fileno(self) -> int:
        """Give what can be waited for; -1: do not wait."""
        sent = self._sent
        return -1 if sent is None or isinstance(sent, _Fout) else sent.fileno()

    def is_er(self) -> bool:
        """Tell whether its answer is there, or that there will be none."""
        sent = self._sent
        return sent is None or isinstance(sent, _Fout) or sent.is_er()

    def klaar(self) -> Aanbod:
        """Take the answer; what brought none is an outcome too."""
        sent = self._sent
        if sent is None:
            raise AssertionError("it was not sent")
        found = sent if isinstance(sent, _Fout) else self._poging(sent.antwoord)
        status = Status.ERROR if isinstance(found, _Fout) else Status.UNSET
        return Aanbod(self._row, found, self._regel(status))

    def laat(self) -> None:
        """Let go of it: nobody will write down what comes of it."""
        sent = self._sent
        if sent is not None and not isinstance(sent, _Fout):
            sent.laat()
        self._uitgang.logboek.schrijf([self._regel(Status.ERROR)])

    def _poging(self, werk: Callable[[], T]) -> T | _Fout:
        """Do a part of it; when something else breaks nobody else writes a line of it."""
        known = False
        try:
            found: T | _Fout = werk()
            known = True
        except (SinkDown, SinkStopped, ProtectionStop) as wrong:
            found, known = wrong, True
        finally:
            if not known:
                self._uitgang.logboek.schrijf([self._regel(Status.ERROR)])
        return found

    def _regel(self, status: Status) -> Verwerkingsregel:
        return self._handeling.klaar(self._klok(), status)
