"""How the tests of one mapping went, for whoever shows it."""

from pathlib import Path
from typing import TYPE_CHECKING

from regres.waarde import dataclass

if TYPE_CHECKING:
    from mappings import Uitslag
    from regres import Problem

_MISLUKT, _KAPOT = 1, 3


@dataclass(frozen=True, slots=True)
class Beproefd:
    """One mapping: how its tests went, or why it could not be loaded. seconden: what it took."""

    bestand: Path
    uitslagen: tuple["Uitslag", ...] = ()
    kapot: tuple["Problem", ...] = ()
    seconden: float = 0.0

    @property
    def mislukt(self) -> int:
        """Count the tests that failed."""
        return sum(not uitslag.geslaagd for uitslag in self.uitslagen)

    @property
    def exit_code(self) -> int:
        """Give 0, 1 (a test failed) or 3 (the mapping itself is wrong)."""
        return _KAPOT if self.kapot else _MISLUKT if self.mislukt else 0
