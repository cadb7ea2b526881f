"""The cells of many rows behind each other, so that a column is one slice."""

from collections.abc import Sequence
from typing import overload


class Vlak(Sequence[Sequence[str]]):
    """Rows of one table, all as wide.

    cellen  all of their cells in order, and between each two rows one text that is no cell
    """

    __slots__ = ("_breed", "_cellen")

    def __init__(self, cellen: list[str], breed: int) -> None:
        self._cellen, self._breed = cellen, breed

    def __repr__(self) -> str:
        """Tell how many rows and columns there are; never a cell."""
        return f"<{len(self)} rijen van {self._breed}>"

    def __len__(self) -> int:
        """Give the number of rows."""
        return (len(self._cellen) + 1) // (self._breed + 1)

    @overload
    def __getitem__(self, plaats: int) -> Sequence[str]: ...
    @overload
    def __getitem__(self, plaats: slice) -> Sequence[Sequence[str]]: ...
    def __getitem__(self, plaats: int | slice) -> Sequence[str] | Sequence[Sequence[str]]:
        """Give the cells of a row, or some rows."""
        if isinstance(plaats, slice):
            return [self[place] for place in range(len(self))[plaats]]
        begin = (plaats if plaats >= 0 else plaats + len(self)) * (self._breed + 1)
        row = self._cellen[begin : begin + self._breed] if begin >= 0 else None
        if not row:
            raise IndexError(plaats)
        return row

    def kolom(self, plaats: int) -> Sequence[str]:
        """Give the cells of a column, from 0, in the order of the rows."""
        return self._cellen[plaats :: self._breed + 1]

    def kolommen(self) -> tuple[Sequence[str], ...]:
        """Give all columns."""
        return tuple(map(self.kolom, range(self._breed)))
