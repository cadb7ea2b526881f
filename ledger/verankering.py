"""The audit trail held against what lies outside the database: its anchors and the journal.

Without a folder of proof nothing is noted, and nothing can be missed.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from ledger import audit, audittoets, herstelplicht, problems, wisjournaal, words
from ledger.bewijs import Bewijsmap, stand_van
from ledger.database import Database
from ledger.shapes.audit import Anchor, Journaalstand, Ketenstand
from ledger.wisjournaal import JOURNAAL
from regres import Handelend, Problem, ProtectionStop


class Verankering:
    """Notes the end of the trail outside the database, and tells what does not fit it any more."""

    def __init__(self, database: Database, folder: Bewijsmap | None, ledger_id: str) -> None:
        self._database = database
        self._folder = folder
        self._ledger_id = ledger_id

    def toets(self, anchors: Sequence[Anchor]) -> Ketenstand:
        """Walk the audit trail, and tell all that was found."""
        kept = self._folder is not None
        found = self._database.read(lambda c: audittoets.verify(c, anchors, verankerd=kept))
        return replace(found, problemen=(*found.problemen, *self.journaalproblemen()))

    def anker(self) -> Anchor:
        """Give the last link of the trail, and how the journal is."""
        return self._database.read(self._anker)

    def ankers(self) -> list[Anchor]:
        """Give every link that was noted, oldest first."""
        return [] if self._folder is None else self._folder.ankers()

    def veranker(self) -> None:
        """Note the last link, unless it stands there or something would be hidden by it."""
        folder = self._folder
        if folder is None or self.achter() or self.ankers_weg() or self.journaalproblemen():
            return
        if not folder.verankerd(self.anker()):
            self._database.write(lambda c: self._noteer(c, folder))

    def ankers_weg(self) -> int:
        """Give the entry up to which anchors were noted that are gone; 0 when none are."""
        if self._folder is None:
            return 0
        anchored = self._database.read(audittoets.anchored)
        return 0 if audittoets.reaches(self.ankers(), anchored) else anchored

    def achter(self) -> bool:
        """Tell whether this ledger lacks the link that was noted last, or was said to have."""
        known = self.ankers()
        return self._database.read(lambda c: audittoets.missing(c, known))

    def journaalproblemen(self) -> tuple[Problem, ...]:
        """Tell when the journal of erasures is not any more what was anchored."""
        gone = self._journaal_weg()
        if gone is None or self._folder is None:
            return ()
        return (problems.journal_gone(gone.regels, self._folder.stand(JOURNAAL).regels),)

    def eis_journaal(self) -> None:
        """Raise ProtectionStop (L-0615) when the journal is gone: who objected may not be known."""
        if found := self.journaalproblemen():
            raise ProtectionStop(*found)

    def aanvaard(self, door: Handelend, now: datetime) -> None:
        """Note that a person accepts what was lost, in the trail and outside of it."""
        folder = self._folder
        if folder is None:
            return
        known, lost = folder.ankers(), self.achter()
        gone, journaal = self.ankers_weg(), self._journaal_weg()

        def work(conn: Connection) -> int:
            if journaal is not None:
                wisjournaal.begin_opnieuw(conn, folder, self._ledger_id, now)
                audittoets.note_journal_gone(conn, journaal.regels, door, now)
            if gone:
                audittoets.note_anchors_gone(conn, known, door, now)
            if not lost:
                return 0
            number = audittoets.note_restored(conn, known, door, now)
            herstelplicht.leg_op(conn, number)
            return number

        # The anchor only when the entry is kept: it would tell of one that is not there.
        number = self._database.write(work)
        self._database.write(lambda c: self._noteer(c, folder, number))

    def ruim_op(self, grens: datetime) -> None:
        """Drop lines of the journal from before this moment; an anchor tells of it first.

        After a crash between the two the journal is still as it was, which that anchor tells too.
        """
        folder = self._folder
        if folder is None or self.achter() or self.ankers_weg() or self.journaalproblemen():
            return

        def work(conn: Connection) -> None:
            kept = wisjournaal.te_houden(folder, grens)
            if kept is None:
                return
            now = self._anker(conn)
            fresh = stand_van(map(words.dump, kept))
            folder.veranker(
                replace(now, journaal=fresh, journaal_was=now.journaal), audit.last_time(conn)
            )
            audittoets.note_anchored(conn, now.volgnummer)
            folder.herschrijf(JOURNAAL, kept)

        # As a writer: no other process may add a line to the journal meanwhile.
        self._database.write(work)

    def _noteer(self, conn: Connection, folder: Bewijsmap, hersteld: int = 0) -> None:
        """Note the last link as a writer: nobody drops lines of the journal meanwhile."""
        last = replace(self._anker(conn), hersteld=hersteld)
        folder.veranker(last, audit.last_time(conn))
        audittoets.note_anchored(conn, last.volgnummer)

    def _anker(self, conn: Connection) -> Anchor:
        last = audit.anchor(conn)
        return (
            last if self._folder is None else replace(last, journaal=self._folder.stand(JOURNAAL))
        )

    def _journaal_weg(self) -> Journaalstand | None:
        folder = self._folder
        if folder is None:
            return None
        return self._database.read(lambda c: wisjournaal.weg(folder, wisjournaal.gedaan(c)))
