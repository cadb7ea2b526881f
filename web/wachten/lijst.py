"""What every list of waiting records begins with: whose, which filter, and what passes it."""

from dataclasses import dataclass
from typing import Any

from ledger import StubRow, StubSoort
from settings import GemeenteInstelling
from web.look.blad import Verzoek
from web.look.rollen import Rol
from web.wachten.filter import Zeef
from web.wereld import Wereld, vandaag

#: Records that a page shows; the rest is counted.
GETOOND = 200
#: Decisions that are still to be met by a read, or were lately; the audit trail has all.
BESLOTEN = 20


@dataclass(frozen=True, slots=True)
class Wachtenden:
    """The waiting records of one kind.

    mijn  the municipalities that the visitor may see, by code
    alle  what waits there
    past  what of it passes the filter, with its municipality
    """

    mijn: dict[str, GemeenteInstelling]
    zeef: Zeef
    alle: tuple[StubRow, ...]
    past: tuple[tuple[GemeenteInstelling, StubRow], ...]

    @property
    def kop(self) -> dict[str, Any]:
        """Give what each of these pages begins with."""
        return {"aantal": len(self.past), "totaal": len(self.alle), "filter": self.zeef}

    @property
    def namen(self) -> dict[str, str]:
        """Give code -> name of the municipalities."""
        return {code: een.blok.naam for code, een in self.mijn.items()}

    @property
    def op_termijn(self) -> list[tuple[GemeenteInstelling, StubRow]]:
        """Give what passes, nearest deadline first and without one last."""
        return sorted(
            self.past,
            key=lambda one: (one[1].uiterlijk is None, one[1].uiterlijk, one[1].eerst_gezien),
        )


def wachtenden(
    wereld: Wereld, vraag: Verzoek, rollen: frozenset[Rol], soort: StubSoort
) -> Wachtenden:
    """Ask the ledger, once for all municipalities of the visitor."""
    mine = {een.identiteit: een for een in wereld.van(vraag, rollen)}
    zeef, today = Zeef.van(vraag), vandaag(vraag.now)
    found = [
        (code, row) for code, rows in wereld.ledger.stubs_per(mine, soort).items() for row in rows
    ]
    kept = tuple((mine[code], row) for code, row in found if zeef.past(code, row, today))
    return Wachtenden(mine, zeef, tuple(row for _, row in found), kept)
