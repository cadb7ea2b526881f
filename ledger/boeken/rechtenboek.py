"""The door to what a client may ask: what is remembered, and to object."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from ledger import blokkades, dossier, leases, marks, wisjournaal
from ledger.boeken.boek import Boek
from ledger.shapes.dossier import Blokkades, Dossier, Gevonden, Merk, Vernieuwd
from ledger.shapes.runs import Lease
from regres import Handelend


class Rechtenboek(Boek):
    """What a client may ask; he is known by his marks alone (`privacy/pseudonyms.py`)."""

    def dossier(
        self,
        gemeente: str,
        merken: Sequence[Merk],
        door: Handelend,
        now: datetime,
        *,
        rectificatie: bool = False,
    ) -> Dossier:
        """Give all that is remembered of a client; who asked and why is noted first.

        merken        of the client under every key version there is
        rectificatie  the client asks for correction: then every source of a melding is read again
                      in full, so that what was mended becomes a new version
        """
        kind = dossier.RECTIFICATIE if rectificatie else dossier.INZAGE

        def work(conn: Connection) -> Dossier:
            found, _ = dossier.show(conn, gemeente, merken, kind, door, now)
            if rectificatie:
                marks.read_again(conn, gemeente, now)
            return found

        return self._database.write(work)

    def gevonden(self, gemeente: str, merken: Sequence[Merk]) -> Gevonden:
        """Count what is known of a client."""
        return self._database.read(lambda c: dossier.gevonden(c, gemeente, merken))

    def blokkades(self, gemeente: str) -> Blokkades:
        """Give which clients object."""
        return self._database.read(lambda c: blokkades.standing(c, gemeente))

    def blokkeer(
        self,
        gemeente: str,
        merken: Sequence[Merk],
        door: Handelend,
        now: datetime,
    ) -> int:
        """Note that a client objects, and stop what had not arrived; gives the decision's number.

        merken  of the client under every key version there is; the next read takes back what stands
        """
        line = wisjournaal.bezwaar(gemeente, list(merken), door, opheffen=False)

        def work(conn: Connection) -> int:
            wisjournaal.schrijf(conn, self._bewijs, self.ledger_id, line, now)
            return blokkades.place(conn, gemeente, merken, door, now)

        number = self._database.write(work)
        self._database.compact(anew=False)
        return number

    def vernieuw(self, lease: Lease, bezwaren: Sequence[Vernieuwd], now: datetime) -> None:
        """Let objections that were met under an old root key be known under the present one too."""
        line = wisjournaal.vernieuwd(lease.gemeente, bezwaren)

        def work(conn: Connection) -> None:
            leases.check(conn, lease)
            wisjournaal.schrijf(conn, self._bewijs, self.ledger_id, line, now)
            blokkades.renew(conn, lease.gemeente, bezwaren, now)

        self._database.write(work)

    def hef_op(
        self,
        gemeente: str,
        merken: Sequence[Merk],
        door: Handelend,
        now: datetime,
    ) -> int | None:
        """Lift an objection; None when there is none."""
        line = wisjournaal.bezwaar(gemeente, list(merken), door, opheffen=True)

        def work(conn: Connection) -> int | None:
            number = blokkades.lift(conn, gemeente, merken, door, now)
            if number is not None:
                wisjournaal.schrijf(conn, self._bewijs, self.ledger_id, line, now)
            return number

        return self._database.write(work)
