"""Who objects, met by a read: of such a client nothing is sent, and what was sent is taken back."""

from ledger import Blokkades, Vernieuwd
from pipeline.landing import Kandidaat
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
        self._vernieuwd: list[Vernieuwd] = []

    def geldt(self, case: Kandidaat) -> bool:
        """Tell whether the client of this record objects, now or when it was sent."""
        if not self._merken:
            return False
        sent = case.stand is not None and case.stand.clientmerk in self._merken
        return sent or bool(case.peek.client and self._merk(case.peek.client))

    def zie(self, client: tuple[str, str] | None) -> None:
        """Meet a client: an objection known under an old root key is to be known under this one.

        Also of a client without accident: the old key could never be retired otherwise.
        """
        if client is None or not self._merken:
            return
        found, present = self._merk(client), self._pseudoniemen.clientmerk(*client)
        if found and present.waarde not in self._merken:
            self._merken.add(present.waarde)
            self._vernieuwd.append(Vernieuwd(found, present.waarde, present.versie))

    def neem(self) -> tuple[Vernieuwd, ...]:
        """Hand over what was met under an old key since the last time."""
        renewed = tuple(self._vernieuwd)
        self._vernieuwd.clear()
        return renewed

    def _merk(self, client: tuple[str, str]) -> str:
        marks = (merk.waarde for merk in self._pseudoniemen.clientmerken(*client))
        return next((waarde for waarde in marks if waarde in self._merken), "")
