"""Who objects, met by a read: of such a client nothing is sent, and what was sent is taken back."""

from collections.abc import Sequence

from ledger import Blokkades, Stand, Vernieuwd
from privacy import Pseudoniemen

#: The code of a record that is passed by because its client objects.
GEBLOKKEERD = "geblokkeerd"


class Bezwaren:
    """The objections of one municipality during one read.

    tot  the highest number of a decision about them: a later one was not heard by this read
    """

    def __init__(self, blokkades: Blokkades, pseudoniemen: Pseudoniemen) -> None:
        self.tot = blokkades.tot
        self._merken = set(blokkades.merken)
        self._pseudoniemen = pseudoniemen
        self._zonder_bsn: set[str] = set()
        self._vernieuwd: list[Vernieuwd] = []

    def __bool__(self) -> bool:
        """Tell whether anyone objects at all."""
        return bool(self._merken)

    def geldt(self, stand: Stand | None, client: tuple[str, str] | None) -> bool:
        """Tell whether the client of a record objects, now or when it was sent."""
        if not self._merken:
            return False
        sent = stand is not None and stand.clientmerk in self._merken
        return sent or bool(client and self._bezwaarde(client))

    def zie(self, clienten: Sequence[tuple[str, str]]) -> None:
        """Meet a client by everything the record knows him by (`Plan.clienten`).

        An objection known under an old root key is to be known under this one, also of a client
        without accident: the old key could never be retired otherwise. One made by number also
        counts for the BSN that stands beside it. The other way round a number counts for this read
        only, and only for records without BSN: were it kept, a number that stands for nobody
        ("onbekend") would in the end block everyone who has it.
        """
        found = next(filter(None, map(self._merk, clienten)), "")
        if not found:
            return
        for client in clienten:
            present = self._pseudoniemen.clientmerk(*client)
            if client[0] == "nummer" and not self._merk(client):
                self._zonder_bsn.add(present.waarde)
            elif present.waarde not in self._merken:
                self._merken.add(present.waarde)
                self._vernieuwd.append(Vernieuwd(found, present.waarde, present.versie))

    def neem(self) -> tuple[Vernieuwd, ...]:
        """Hand over what was met under an old key since the last time."""
        renewed = tuple(self._vernieuwd)
        self._vernieuwd.clear()
        return renewed

    def _bezwaarde(self, client: tuple[str, str]) -> bool:
        present = self._pseudoniemen.clientmerk(*client).waarde
        return present in self._zonder_bsn or bool(self._merk(client))

    def _merk(self, client: tuple[str, str]) -> str:
        marks = (merk.waarde for merk in self._pseudoniemen.clientmerken(*client))
        return next((waarde for waarde in marks if waarde in self._merken), "")
