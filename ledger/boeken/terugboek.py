"""The door to the way back: feedback of the backend, and files for the municipality."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from ledger import retour, retourjournaal, terug
from ledger.boeken.boek import Boek
from ledger.shapes.runs import Lease
from ledger.shapes.terug import Opgehaald, Retourbestand, Retoursoort, Terugstand
from regres.terug import Terugblad, Terugkoppeling


class Terugboek(Boek):
    """What one ledger remembers of the way back."""

    # ---- from the backend

    def cursor(self, gemeente: str) -> str:
        """Give where reading feedback goes on; "" = from the first step."""
        return self._database.read(lambda c: terug.cursor(c, gemeente))

    def neem(self, gemeente: str, blad: Terugblad, now: datetime) -> Opgehaald:
        """Keep what is new of a page, and its cursor; a step that comes twice is kept once."""
        return self._database.write(lambda c: terug.neem(c, gemeente, blad, now))

    def van_voren(self, gemeente: str) -> None:
        """Read every step again the next time; those that are known are not kept twice."""
        self._database.write(lambda c: terug.van_voren(c, gemeente))

    def lezen_mislukt(self, gemeente: str, code: str, now: datetime) -> None:
        """Note that feedback could not be read."""
        self._database.write(lambda c: terug.mislukt(c, gemeente, code, now))

    # ---- to the municipality

    def ongemeld(self, gemeente: str, bronset: str, voor: datetime) -> list[Terugkoppeling]:
        """Give the steps to tell in a run of this source; of before `voor` those of any source."""
        return self._database.read(lambda c: terug.ongemeld(c, gemeente, bronset, voor))

    def te_melden(self, gemeente: str) -> set[str]:
        """Give the referentie of every freed version that no return file told of."""
        return self._database.read(lambda c: retour.te_melden(c, gemeente))

    def wacht(self, gemeente: str, bronset: str) -> bool:
        """Tell whether a read of this source, also of an unchanged file, has something to tell."""
        return self._database.read(lambda c: retour.wacht(c, gemeente, bronset))

    def naam_voor(self, gemeente: str, soort: Retoursoort, dag: date, run: int) -> str:
        """Give a name for a file that this municipality never had."""
        return self._database.read(lambda c: retour.naam_voor(c, gemeente, soort, dag, run))

    def beloof_verzonden(
        self, lease: Lease, bestand: Retourbestand, referenties: Sequence[str], now: datetime
    ) -> None:
        """Promise that a file, which is written but not in its place, tells these meldingen."""

        def work(conn: Connection) -> None:
            retour.beloof_verzonden(conn, lease, bestand, referenties, now)

        self._database.write(work)
        self._journaal(lease.gemeente, bestand, (), now)

    def beloof_terug(
        self, lease: Lease, bestand: Retourbestand, nummers: Sequence[int], now: datetime
    ) -> None:
        """Promise that a file, which is written but not in its place, tells these steps."""
        self._database.write(lambda c: retour.beloof_terug(c, lease, bestand, nummers, now))
        self._journaal(lease.gemeente, bestand, nummers, now)

    def bevestig(self, gemeente: str, bestand: Retourbestand, now: datetime) -> None:
        """Note a file outside the database too, when a kill came between that and its promise."""
        if self._bewijs is None:
            return
        known = {(one.gemeente, one.bestand.naam) for one in retourjournaal.lees(self._bewijs)}
        if (gemeente, bestand.naam) not in known:
            numbers = self._database.read(lambda c: terug.nummers(c, gemeente, bestand.naam))
            self._journaal(gemeente, bestand, numbers, now)

    def open_bestanden(self, gemeente: str) -> list[Retourbestand]:
        """Give the files that were promised and may not be in their place."""
        return self._database.read(lambda c: retour.open_bestanden(c, gemeente))

    def geplaatst(self, gemeente: str, naam: str, now: datetime) -> None:
        """Note that a file is in its place."""
        self._database.write(lambda c: retour.geplaatst(c, gemeente, naam, now))

    def retour_gelukt(self, gemeente: str, bronset: str, now: datetime) -> None:
        """Note that a read of this source gave back what it met."""
        self._database.write(lambda c: retour.gelukt(c, gemeente, bronset, now))

    def retour_mislukt(self, gemeente: str, bronset: str, code: str, now: datetime) -> None:
        """Note that giving back failed; the next read tries again."""
        self._database.write(lambda c: retour.mislukt(c, gemeente, bronset, code, now))

    # ---- how it stands

    def stand(self, gemeente: str) -> Terugstand:
        """Tell how the way back of a municipality stands."""
        return self._database.read(lambda c: _stand(c, gemeente))

    def ruim_op(self, now: datetime) -> None:
        """Drop lines outside the database that are older than any backup."""
        if self._bewijs is not None:
            retourjournaal.ruim_op(self._bewijs, now - retourjournaal.BEWAARD)

    def _journaal(
        self, gemeente: str, bestand: Retourbestand, nummers: Sequence[int], now: datetime
    ) -> None:
        if self._bewijs is not None:
            retourjournaal.schrijf(self._bewijs, gemeente, bestand, nummers, now)


def _stand(conn: Connection, gemeente: str) -> Terugstand:
    way = terug.weg(conn, gemeente)
    meldingen, steps = retour.aantal_te_melden(conn, gemeente)
    return Terugstand(
        stappen=terug.laatste(conn, gemeente),
        te_melden=steps,
        gelezen_op=way.gelezen_op if way else None,
        code=way.code if way else "",
        sinds=way.sinds if way else None,
        verzonden=meldingen,
        onderweg=len(retour.open_bestanden(conn, gemeente)),
        retour=retour.fouten(conn, gemeente),
    )
