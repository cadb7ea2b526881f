"""The door to what was released about provisions, and what became of it."""

from collections.abc import Collection, Mapping
from datetime import date

from ledger import meldingen, opzoeken, regelmaten, standen
from ledger.boeken.boek import Boek
from ledger.opzoeken import Bekend
from ledger.regelmaten import Regelmaat
from ledger.shapes.meldingen import Melding, Meldingvraag
from ledger.shapes.runs import Lease
from ledger.shapes.standen import Stand


class Meldingboek(Boek):
    """What was released about each provision, to be found by its keys, its steps or its rules."""

    def standen(self, gemeente: str) -> dict[str, Stand]:
        """Give every stand by zoeksleutel."""
        return self._database.read(lambda c: standen.by_key(c, gemeente))

    def noteer_bronmerken(self, lease: Lease, merken: Mapping[str, str]) -> None:
        """Write by referentie the mark of the record as it came; "" takes it away.

        Neutral, as moving to another key is: it stays when the run that found it fails.
        """
        self._database.write(lambda c: standen.note_bronmerken(c, lease, merken))

    def find(self, gemeente: str, begin: str) -> list[Bekend]:
        """Give what was released under each referentie that begins so; [] when nothing was."""
        return self._database.read(lambda c: opzoeken.find(c, gemeente, begin))

    def meldingen(self, asked: Meldingvraag) -> tuple[int, list[Melding]]:
        """Give how many meldingen were asked for, and the last ones with their steps."""
        return self._database.read(
            lambda c: (meldingen.counted(c, asked), meldingen.listed(c, asked))
        )

    def regelmaten(self, gemeenten: Collection[str], dag: date) -> dict[str, Regelmaat]:
        """Give how often each rule was counted since a day, and what people said of it."""
        return self._database.read(lambda c: regelmaten.sinds(c, gemeenten, dag))

    def note_afgesloten(self, gemeente: str, referentie: str, dag: date) -> None:
        """Note the day on which the Regresloket closed the case of a provision: a term begins."""
        self._database.write(lambda c: standen.closed(c, gemeente, referentie, dag))
