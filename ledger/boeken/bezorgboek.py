"""The door to delivery: rows of the outbox, and the breaker of a destination."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ledger import claims, outbox, problems, zekering
from ledger.boeken.boek import Boek
from ledger.shapes.bezorgen import Bezorgstand, Doorgang, Zekering
from ledger.shapes.standen import OutboxRow, OutboxStatus, Outgoing
from ledger.zekering import ALLE, Wacht
from regres import Receipt

#: Of a row that is offered: as long as one call may last, so that what a dead worker held is free
#: within a minute, also on another machine.
CLAIM_SECONDS = 60


class Bezorgboek(Boek):
    """What is on its way: claimed, offered, marked; and whether anything may be offered at all."""

    def due(
        self, gemeente: str, now: datetime, limit: int, holder: str, seconds: int = CLAIM_SECONDS
    ) -> list[Outgoing]:
        """Claim freed rows that may be offered now, for `seconds`.

        Per referentie only the oldest undelivered version is given.
        """
        return self._database.write(lambda c: claims.due(c, gemeente, now, limit, holder, seconds))

    def delivered(self, outgoing: Outgoing, receipt: Receipt, now: datetime) -> None:
        """Mark as ontvangen; LeaseLost when the claim was taken over, as for every mark."""
        if not self.all_delivered([(outgoing, receipt)], now):
            raise problems.claim_lost(outgoing.claim)

    def all_delivered(
        self, received: Sequence[tuple[Outgoing, Receipt]], now: datetime
    ) -> list[Receipt]:
        """Mark many as ontvangen, in one transaction; gives the receipts of those it marked.

        One whose claim was taken over is left alone.
        """
        return self._database.write(lambda c: outbox.delivered(c, received, now))

    def retry_later(
        self, outgoing: Outgoing, op: datetime, code: str, now: datetime, *, eigen: bool = False
    ) -> None:
        """Offer the same row again, byte for byte, from `op` on.

        eigen  the destination answered usably just before: it may lie in this row
        """
        self._database.write(lambda c: outbox.retry_later(c, outgoing, op, code, now, eigen=eigen))

    def give_back(self, *rows: Outgoing) -> None:
        """Give rows back that were never offered: they can still be overtaken by newer versions."""
        self._database.write(lambda c: claims.give_back(c, rows))

    def refused(self, outgoing: Outgoing, code: str, now: datetime) -> None:
        """Mark as geweigerd.

        The stand keeps version and merk, so the same content is not sent again; a quarantine stub
        (uit_aflevering) waits until a later version is freed or a person closes it.
        """
        self._database.write(lambda c: outbox.refused(c, outgoing, code, now))

    def voided(
        self, outgoing: Outgoing, now: datetime, laatste_versie: int | None, code: str
    ) -> None:
        """Mark as vervallen; the next read seals this provision again, whatever it finds.

        laatste_versie   of the backend (409): goes on from there. None (422 sleutel-onbekend): the
                         version number is given out again; a first version leaves no stand.
        """
        self._database.write(lambda c: outbox.voided(c, outgoing, now, laatste_versie, code))

    def outbox(self, gemeente: str, limit: int = 50) -> list[OutboxRow]:
        """Give rows of the outbox, newest first."""
        return self._database.read(lambda c: outbox.newest(c, gemeente, limit))

    def outbox_counts(self, gemeente: str) -> dict[OutboxStatus, int]:
        """Count rows by status, zeros included."""
        return self._database.read(lambda c: outbox.counts(c, gemeente))

    def oldest_waiting(self, gemeente: str, now: datetime) -> timedelta | None:
        """Give how long the oldest freed row has waited for delivery."""
        return self._database.read(lambda c: outbox.oldest_waiting(c, gemeente, now))

    def te_bezorgen(self, now: datetime, gemeente: str | None = None) -> list[str]:
        """Give the municipalities, or whether it is this one, of which something may go now."""
        return self._database.read(lambda c: claims.due_for(c, now, gemeente))

    def doorgang(
        self, bestemming: str, gemeente: str, now: datetime, *, meteen: bool = False
    ) -> Doorgang:
        """Tell what may be offered at a destination; PROEF is given to one asker a minute.

        meteen  a person waits for it: a trial is given at once
        """
        if not self._database.read(lambda c: zekering.is_open(c, bestemming, gemeente)):
            return Doorgang.VRIJ
        return self._database.write(
            lambda c: zekering.doorgang(c, bestemming, gemeente, now, CLAIM_SECONDS, meteen=meteen)
        )

    def wacht_niet_langer(self, gemeente: str, now: datetime) -> None:
        """Let rows that wait for a next attempt be due now: a person stands there."""
        self._database.write(lambda c: zekering.wacht_niet_langer(c, now, gemeente))

    def zekering(self, bestemming: str, gemeente: str = ALLE) -> Zekering:
        """Give how the breaker of a destination stands, or that of one municipality there."""
        return self._database.read(lambda c: zekering.stand(c, bestemming, gemeente))

    def zekering_gelukt(self, bestemming: str, gemeente: str, now: datetime) -> None:
        """Note a usable answer: both breakers are in again, and what waited for them may go."""
        self._database.write(lambda c: zekering.gelukt(c, bestemming, gemeente, now))

    def zekering_mislukt(
        self, bestemming: str, gemeente: str, now: datetime, code: str, wacht: Wacht
    ) -> Zekering:
        """Count an attempt without a usable answer.

        gemeente  "" = it says something of the destination as a whole
        wacht     after how many in a row it stays out, and for how long; None = not yet
        """
        return self._database.write(
            lambda c: zekering.mislukt(c, bestemming, gemeente, now, code, wacht)
        )

    def bezorgstand(self, bestemming: str, gemeente: str) -> Bezorgstand:
        """Tell what waits for delivery of a municipality, and since when nothing arrives."""

        def look(conn: Connection) -> Bezorgstand:
            door = zekering.stand(conn, bestemming)
            own = zekering.stand(conn, bestemming, gemeente)
            return outbox.bezorgstand(conn, gemeente, door, own)

        return self._database.read(look)
