"""The good export of a case, and ways to spoil it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.faults.vijandig.huis import KANARIE
from tests.tools.gemeente import csv_bytes
from tests.tools.keten import vers

Rij = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Levering:
    """Three rows: one accident that is sent, two without."""

    nummer: int

    @property
    def rijen(self) -> list[dict[str, str]]:
        """Give the rows, cells by column name."""
        return [self.rij(0, "J", Achternaam=KANARIE), self.rij(1), self.rij(2)]

    def rij(self, at: int, vlag: str = "N", **anders: str) -> dict[str, str]:
        """Make a row of this case."""
        return vers(10 * self.nummer + at, vlag, **anders)

    def gewoon(self, aantal: int) -> list[dict[str, str]]:
        """Make so many rows without accident, that no other case has."""
        return [vers(900_000 + at) for at in range(aantal)]

    @property
    def goed(self) -> bytes:
        """Give the file as the supplier writes it."""
        return csv_bytes(self.rijen)

    def met(self, *pairs: tuple[bytes, bytes]) -> bytes:
        """Give the good file with the first of each of these replaced; each must be there."""
        data = self.goed
        for old, new in pairs:
            assert old in data, f"not in the file: {old!r}"
            data = data.replace(old, new, 1)
        return data

    def na_rij(self, at: int, more: bytes) -> bytes:
        """Give the good file with bytes behind the row with this number."""
        lines = self.goed.splitlines(keepends=True)
        return b"".join([*lines[: at + 2], more, *lines[at + 2 :]])

    def bytes_van(self, rows: Iterable[Rij], trailer: int | None = None) -> bytes:
        """Write other rows in the same way."""
        return csv_bytes(rows, trailer=trailer)

    def cel(self, **anders: str) -> bytes:
        """Give the file with other cells in the row of the accident."""
        first, *rest = self.rijen
        return csv_bytes([first | anders, *rest])
