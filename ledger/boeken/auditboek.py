"""The door to the audit trail and its anchors outside the database."""

from datetime import datetime

from ledger import audit, auditlijst, audittoets, opzoeken
from ledger.boeken.boek import Boek
from ledger.shapes.audit import Anchor, AuditRegel, AuditVraag, Ketenstand
from regres import Handelend, Problem


class Auditboek(Boek):
    """Who did what, and the proof that nothing of it was changed or lost."""

    def note_audit(
        self,
        actie: str,
        resultaat: str,
        actor: str,
        now: datetime,
        object_: str = "",
        oorsprong: str = "",
    ) -> None:
        """Add an entry of your own to the audit trail: codes and names of staff, no persons."""
        self._database.write(
            lambda c: audit.note(
                c, actie, resultaat, now, object_=object_, oorsprong=oorsprong, actor=actor
            )
        )

    def note_seen(self, referentie: str, resultaat: str, door: Handelend, now: datetime) -> None:
        """Add to the audit trail that someone asked why.

        Of a referentie that was never released only that it was asked is kept, not which one.
        """
        self._database.write(lambda c: opzoeken.note_seen(c, referentie, resultaat, door, now))

    def audit_verify(self, *anchors: Anchor) -> list[Problem]:
        """Walk the audit trail; [] = whole. Only an anchor can show that its end was cut off."""
        return list(self._database.read(lambda c: audittoets.verify(c, anchors)).problemen)

    def audit_toets(self, *anchors: Anchor) -> Ketenstand:
        """Walk the audit trail, and tell all that was found, also what is missing outside.

        anchors  all that are known: those of `ankers`, and those kept elsewhere
        """
        return self._verankering.toets(anchors)

    def audit_regels(self, vraag: AuditVraag) -> list[AuditRegel]:
        """Give entries of the audit trail, newest first."""
        return self._database.read(lambda c: auditlijst.listed(c, vraag))

    def anchor(self) -> Anchor:
        """Give the last link of the audit trail, to be noted outside the database."""
        return self._verankering.anker()

    def ankers(self) -> list[Anchor]:
        """Give every link that was noted outside the database, oldest first."""
        return self._verankering.ankers()

    def veranker(self) -> None:
        """Note the last link outside the database, unless it stands there already.

        A ledger that lacks the link that was noted last notes nothing: that link is the proof. Nor
        does one whose anchors or journal were taken away: a new one would hide that.

        Raises LedgerError (L-0605): the folder cannot be written.
        """
        self._verankering.veranker()

    def ankers_weg(self) -> int:
        """Give the entry up to which anchors were noted that are gone; 0 when none are."""
        return self._verankering.ankers_weg()

    def teruggezet(self) -> bool:
        """Tell whether this ledger lacks the link that was noted last: a backup was put back.

        Also when it only says so: an entry `hersteld` of which no anchor outside tells.
        """
        return self._verankering.achter()

    def journaalproblemen(self) -> tuple[Problem, ...]:
        """Tell when the journal of erasures is not any more what was anchored (L-0615)."""
        return self._verankering.journaalproblemen()

    def note_hersteld(self, door: Handelend, now: datetime) -> None:
        """Note that a person accepts what was lost: by a backup, of the anchors, of the journal.

        The anchor that is noted with it tells of it outside the database.
        """
        self._verankering.aanvaard(door, now)
