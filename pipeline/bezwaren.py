"""Who objects, met by a read: of such a client nothing is sent, and what was sent is taken back."""

from ledger import Blokkades, Vernieuwd
from pipeline.landing import Kandidaat
from privacy import Pseudoniemen

#: The code of a record that is passed by because its client objects.
GEBLOKKEERD = "geblokkeerd"


class Bezwaren:
    """The objections of one municipality during one read.

    tot        the highest number of a decision about them: a later one was not heard by this read
    vernieuwd  those met under an old key version only
    """

    def __init__(self, blokkades: Blokkades, pseudoniemen: Pseudoniemen) -> None:
        self.tot = blokkades.tot
        self.vernieuwd: dict[str, Vernieuwd] = {}
        self._merken = blokkades.merken
        self._pseudoniemen = pseudoniemen

    def geldt(self, case: Kandidaat) -> bool:
        """Tell whether the client of this record objects, now or when it was sent."""
        if not self._merken:
            return False
        sent = case.stand is not None and case.stand.clientmerk in self._merken
        return self._van_client(case) or sent

    def _van_client(self, case: Kandidaat) -> bool:
        if case.peek.client is None:
            return False
        present, *older = self._pseudoniemen.clientmerken(*case.peek.client)
        if present.waarde in self._merken:
            return True
        old = next((merk for merk in older if merk.waarde in self._merken), None)
        if old is not None:
            renewed = Vernieuwd(old.waarde, present.waarde, present.versie)
            self.vernieuwd[old.waarde] = renewed
        return old is not None
