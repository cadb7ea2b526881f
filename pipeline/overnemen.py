"""What was taken over from the backend is joined to its record by the read that meets it.

A ledger that was put back knows only the referentie of what it lost. A read makes the referentie of
each record, so it finds the ones that were lost; their stand is made from what the backend said.
"""

from collections.abc import Mapping, Sequence

from ledger import Aansluiting, Overname, Stand, StandStaat
from privacy import Gemerkt, Pseudoniemen
from regres import SoortMelding


class Overnames:
    """What waits to be met, for one read; most reads have none, and then this costs nothing."""

    def __init__(
        self, wachtend: Mapping[str, Overname], pseudoniemen: Pseudoniemen, sleutelruimte: str
    ) -> None:
        self._wachtend = dict(wachtend)
        self._pseudoniemen = pseudoniemen
        self._sleutelruimte = sleutelruimte
        self._met: list[Aansluiting] = []

    @property
    def wacht(self) -> bool:
        """Tell whether anything waits to be met."""
        return bool(self._wachtend)

    def __len__(self) -> int:
        """Count what was met and is still to be written."""
        return len(self._met)

    def neem(self) -> tuple[Aansluiting, ...]:
        """Give what is to be written, once."""
        met = tuple(self._met)
        self._met.clear()
        return met

    def zoek(
        self, zoek: Gemerkt, sleutel: Sequence[str], client: tuple[str, str] | None
    ) -> Stand | None:
        """Give the stand of a record that was taken over, and remember that it was met."""
        if not self._wachtend:
            return None
        referentie = self._pseudoniemen.referentie(self._sleutelruimte, sleutel)
        found = self._wachtend.pop(referentie, None)
        if found is None:
            return None
        merk = self._pseudoniemen.clientmerk(*client) if client else Gemerkt("", 0)
        one = Aansluiting(found, zoek.waarde, zoek.versie, merk.waarde, merk.versie)
        self._met.append(one)
        return _stand(one)


def _stand(one: Aansluiting) -> Stand:
    """Give the stand as the ledger makes it (ledger/standen.py)."""
    found = one.overname
    withdrawn = found.soort is SoortMelding.INTREKKING
    return Stand(
        zoeksleutel=one.zoeksleutel,
        zoekversie=one.zoekversie,
        referentie=found.referentie,
        dossiersleutel="",
        versie=found.versie,
        inhoudsmerk=found.inhoudsmerk,
        merkversie=0,
        groepmerken={},
        staat=StandStaat.INGETROKKEN if withdrawn else StandStaat.STAAND,
        afgeleverd=True,
        mapping_merk="",
        clientmerk=one.clientmerk,
        clientversie=one.clientversie,
    )
