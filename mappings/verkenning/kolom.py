"""One column, looked at value by value in bounded memory."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from mappings.verkenning.soorten import Gezien, herken
from mappings.verkenning.vormen import patroon
from regres.layouts import kolomnaam, lijkt_naam

#: Different values of a column that are remembered, as hashes, to count them.
TELT_TOT: Final = 10_000
#: Different values by which the kind of a column is told; later ones are counted only.
_PROEF: Final = 2_000
_PATRONEN: Final = 200
_ANDERS: Final = "anders"


@dataclass(slots=True)
class Kolomblik:
    """What was seen of one column so far; its values never leave this object.

    naam     its address: a name that comes twice is numbered
    kop      its name as it stands in the header
    nummer   its place in the header, from 1
    waarden  value -> how often, for the first 2,000 different ones
    vormen   whether patterns are counted too: they are half the work
    """

    naam: str
    nummer: int
    kop: str = ""
    gezien: int = 0
    gevuld: int = 0
    kortst: int = 0
    langst: int = 0
    waarden: Counter[str] = field(default_factory=Counter, repr=False)
    patronen: Counter[str] = field(default_factory=Counter)
    vormen: bool = True
    _hashes: set[int] = field(default_factory=set, repr=False)

    def zie(self, cel: str) -> None:
        """Look at one cell."""
        self.gezien += 1
        text = cel.strip()
        if not text:
            return
        self.kortst = min(self.kortst or len(text), len(text))
        self.langst = max(self.langst, len(text))
        self.gevuld += 1
        if len(self._hashes) < TELT_TOT:
            self._hashes.add(hash(text))
        if text in self.waarden or len(self.waarden) < _PROEF:
            self.waarden[text] += 1
        if self.vormen:
            self._vorm(text)

    def _vorm(self, text: str) -> None:
        shape = patroon(text)
        if shape not in self.patronen and len(self.patronen) >= _PATRONEN:
            shape = _ANDERS
        self.patronen[shape] += 1

    @property
    def getoond(self) -> str:
        """Give the name as it may be shown while no mapping knows it: by its place when a value."""
        head = self.kop or self.naam
        value = any(kolomnaam(text) == head for text in self.waarden)
        return self.naam if lijkt_naam(head) and not value else f"nr. {self.nummer}"

    @property
    def aandeel_gevuld(self) -> float:
        """Give the share of rows in which something stands."""
        return self.gevuld / self.gezien if self.gezien else 0.0

    @property
    def verschillend(self) -> int:
        """Give the number of different values, counted to 10,000."""
        return len(self._hashes)

    @property
    def uniek(self) -> bool:
        """Tell whether no value came twice, and none was empty."""
        return self.verschillend == self.gezien > 1

    def soort(self) -> Gezien:
        """Tell what kind of values these are."""
        return herken(self.waarden)
