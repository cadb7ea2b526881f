"""The door to what is kept and for how long."""

from dataclasses import replace
from datetime import datetime

from ledger import bewaarklok, bewaring, termijnen, wisjournaal
from ledger.bewaarklok import Klokstand
from ledger.bewaring import Bewaring
from ledger.bewijs import Bewijsmap
from ledger.boeken.boek import Boek
from ledger.boeken.terugboek import Terugboek
from ledger.termijnen import Bewaarplan, Termijnen
from regres import Handelend


class Bewaarboek(Boek):
    """What is past its term, and erasing it here as in what lies outside the database."""

    terug: Terugboek  # of the whole ledger: it keeps lines outside the database too

    def bewaarplan(self, terms: Termijnen, now: datetime) -> Bewaarplan:
        """Look what is past its term; erases nothing and does not mind the clock."""
        return self._database.read(lambda c: termijnen.plan(c, self.ledger_id, terms, now))

    def klokstand(self, now: datetime) -> Klokstand:
        """Tell whether the clock may be believed when terms are counted."""
        return self._database.read(lambda c: bewaarklok.stand(c, now))

    def bewaar(self, terms: Termijnen, now: datetime, klok: Handelend | None = None) -> Bewaring:
        """Erase what is past its term, and leave nothing of it in the file.

        klok  a person who says that a clock that jumped is right

        Raises ProtectionStop, and nothing was erased: the clock jumped (L-0801, L-0802), or the
        journal of erasures is gone (L-0615).
        """
        self._verankering.eis_journaal()
        done = self._database.write(lambda c: bewaring.apply(c, self._context(), terms, now, klok))
        self._verankering.ruim_op(now - terms.wisjournaal)
        self.terug.ruim_op(now)
        clean = self._database.compact(anew=bool(done.gewist))
        return replace(done, verdicht=clean)

    def herhaal_wissingen(self, now: datetime) -> bool:
        """Carry out what the journal of erasures says and this ledger has not done; tells if so.

        After a restore, or when a process died between the journal and the database. To be called
        before anything else is done with a ledger.
        """
        folder = self._bewijs
        if folder is None:
            return False
        if not self._database.read(lambda c: wisjournaal.open_regels(c, folder)):
            return False
        changed = self._database.write(
            lambda c: wisjournaal.herhaal(
                c, self.ledger_id, wisjournaal.open_regels(c, folder), now
            )
        )
        self._database.compact(anew=changed)
        return changed

    def _context(self) -> tuple[str, Bewijsmap | None]:
        return self.ledger_id, self._bewijs
