"""The door to what a person sets going or stops: a municipality, and catching up."""

from collections.abc import Sequence
from datetime import date, datetime

from ledger import inhalen, overzicht, regie
from ledger.boeken.boek import Boek
from ledger.shapes.regie import Inhaalkandidaat, Inhaalopdracht, Inhaalstand, Pauze, Standbesluit
from ledger.shapes.runs import Lease
from regres import Handelend


class Regieboek(Boek):
    """What a person lets stand still or catch up, and how far that is."""

    def pauze(self, gemeente: str) -> Pauze | None:
        """Give the pause of a municipality; None while it goes on."""
        return self._database.read(lambda c: regie.pauze(c, gemeente))

    def gepauzeerd(self) -> frozenset[str]:
        """Give the municipalities that a person let stand still."""
        return self._database.read(overzicht.gepauzeerd)

    def pauzeer(self, gemeente: str, door: Handelend, now: datetime) -> int | None:
        """Let a municipality stand still; gives the decision's number, None when it did already."""
        return self._database.write(lambda c: regie.pauzeer(c, gemeente, door, now))

    def hervat(self, gemeente: str, door: Handelend, now: datetime) -> int | None:
        """Let it go on; gives the decision's number, None when it did not stand still."""
        return self._database.write(lambda c: regie.hervat(c, gemeente, door, now))

    def noteer_stand(self, lease: Lease, actief: Standbesluit | None, now: datetime) -> None:
        """Keep what the configuration says about sending, when that is new; None = proef."""
        self._database.write(lambda c: regie.noteer_stand(c, lease, actief, now))

    def inhaalopdracht(self, gemeente: str) -> Inhaalopdracht | None:
        """Give the order to catch up that stands; None when there is none."""
        return self._database.read(lambda c: regie.opdracht(c, gemeente))

    def haal_in(
        self,
        gemeente: str,
        vanaf: date,
        per_nacht: int,
        door: Handelend,
        now: datetime,
    ) -> int:
        """Order catching up, in the place of an earlier order; gives the decision's number."""
        return self._database.write(
            lambda c: regie.haal_in(c, gemeente, vanaf, per_nacht, door, now)
        )

    def stop_inhalen(self, gemeente: str, door: Handelend, now: datetime) -> int | None:
        """Take the order to catch up back; None when there was none."""
        return self._database.write(lambda c: regie.stop_inhalen(c, gemeente, door, now))

    def inhaalkandidaten(
        self,
        gemeente: str,
        bronnen: Sequence[str],
        vanaf: date,
        hoogstens: int,
        vandaag: date,
    ) -> list[Inhaalkandidaat]:
        """Give what is to be caught up on next, most urgent first."""
        return self._database.read(
            lambda c: inhalen.kandidaten(c, gemeente, bronnen, vanaf, hoogstens, vandaag)
        )

    def ingehaald(self, gemeente: str, dag: date) -> int:
        """Count the meldingen that catch-up freed on a day."""
        return self._database.read(lambda c: inhalen.ingehaald(c, gemeente, dag))

    def inhaalstand(self, gemeente: str, vanaf: date, vandaag: date) -> Inhaalstand:
        """Count what waits for catching up, and what was done."""
        return self._database.read(lambda c: inhalen.stand(c, gemeente, vanaf, vandaag))

    def wacht_op_inhalen(self, gemeente: str) -> int:
        """Count what waits for catching up, whatever its day."""
        return self._database.read(lambda c: inhalen.wachtend(c, gemeente))
