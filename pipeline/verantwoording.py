"""What is written into the Logboek dataverwerkingen, and when: always before the work goes on.

Reading is one line per read: of a record without accident not even a pseudonym is written. What is
kept or sent of a person is a line of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Self

from pipeline.route import Klok
from privacy import Handeling, Logboek, betrokkene
from regres import ProtectionStop
from regres.verwerking import Betrokkene, Status

if TYPE_CHECKING:
    # A look at a source accounts for itself too, and starts without the database's library.
    from ledger import Staged, StubNote

LEZEN = "bron lezen"
KLAARZETTEN = "melding verzegelen en klaarzetten"
BEWAREN = "kenmerk van een record bewaren tot een mens beslist"
VERZENDEN = "melding verzenden"
TONEN = "oordeel over een record uitleggen aan een mens"
WERKLIJST = "sleutelvelden van een record op de werklijst van de gemeente zetten"
TERUGGEVEN = "sleutelvelden en stappen van een melding teruggeven aan de gemeente"
OPHALEN = "stappen in de zaken ophalen bij het Regresloket"
OPENEN = "sleutelvelden van een record openen voor een mens"
BESLISSEN = "besluit van een mens over een record vastleggen"


class Lezing:
    """The account of one read: `with lezing:` around it; the batches it hands on are parts of it.

    Without a logbook that can be written nothing is read: entering raises ProtectionStop (K-0801).
    The line of the read itself is written at its end, also when it was broken off.
    """

    def __init__(self, logboek: Logboek, klok: Klok) -> None:
        self._logboek, self._klok = logboek, klok
        self._handeling = logboek.begin(LEZEN, klok())
        self._batch_begon = self._handeling.begin
        self._status = Status.UNSET

    def mislukt(self) -> None:
        """Say that the read did not succeed, where that is told without an exception."""
        self._status = Status.ERROR

    def __enter__(self) -> Self:
        self._logboek.proef()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._klaar(self._status)
            return
        # What broke it off may be this very logbook; that is said already.
        with suppress(ProtectionStop):
            self._klaar(Status.ERROR)

    def genomen(self, rows: "Sequence[Staged]", stubs: "Sequence[StubNote]") -> None:
        """Write a line per record of a batch; to be called before the ledger keeps any of it."""
        now = self._klok()
        parts = [*self._meldingen(rows), *self._stubs(stubs)]
        self._logboek.schrijf(part.klaar(now) for part in parts)
        self._batch_begon = now

    def _klaar(self, status: Status) -> None:
        self._logboek.schrijf([self._handeling.klaar(self._klok(), status)])

    def _meldingen(self, rows: "Iterable[Staged]") -> Iterator[Handeling]:
        for row in rows:
            who = betrokkene(row.clientmerk, row.clientversie, row.sealed.kop.referentie)
            yield self._handeling.deel(KLAARZETTEN, self._batch_begon, who)

    def _stubs(self, stubs: "Iterable[StubNote]") -> Iterator[Handeling]:
        """Give a part per stub that knows its client: of an unreadable record nobody may be."""
        for stub in stubs:
            if who := betrokkene(stub.clientmerk, stub.clientversie):
                yield self._handeling.deel(BEWAREN, self._batch_begon, who)


def noteer(logboek: Logboek, naam: str, now: datetime, wie: Betrokkene | None) -> None:
    """Write one action of a person about a person; nothing when nobody is known.

    Who looked or decided stands in the audit trail, and never here.
    """
    if wie is not None:
        logboek.schrijf([logboek.begin(naam, now, wie).klaar(now)])
