"""The cells of many rows behind each other, so that a column is one slice."""

from collections.abc import Sequence
from typing import overload


class Vlak(Sequence[Sequence[str]]):
    """Rows of one table, all as wide.

    alle   all of their cells in order, and between each two rows one text that is no cell
    breed  so many cells has a row
    """

    __slots__ = ("alle", "breed")

    def __init__(self, alle: list[str], breed: int) -> None:
        self.alle, self.breed = alle, breed

    def __repr__(self) -> str:
        """Tell how many rows and columns there are; never a cell."""
        return f"<{len(self)} rijen van {self.breed}>"

    def __len__(self) -> int:
        """Give the number of rows."""
        return (len(self.alle) + 1) // (self.breed + 1)

    @overload
    def __getitem__(self, plaats: int) -> Sequence[str]: ...
    @overload
    def __getitem__(self, plaats: slice) -> Sequence[Sequence[str]]: ...
    def __getitem__(self, plaats: int | slice) -> Sequence[str] | Sequence[Sequence[str]]:
        """Give the cells of a row, or some rows."""
        if isinstance(plaats, slice):
            return self._enige(range(len(self))[plaats])
        begin = (plaats if plaats >= 0 else plaats + len(self)) * (self.breed + 1)
        row = self.alle[begin : begin + self.breed] if begin >= 0 else None
        if not row:
            raise IndexError(plaats)
        return row

    def _enige(self, places: range) -> Sequence[Sequence[str]]:
        if places.step != 1:
            return [self[place] for place in places]
        wide = self.breed + 1
        begin, end = places.start * wide, max(places.start, places.stop) * wide
        return Vlak(self.alle[begin:end], self.breed)

    def kolom(self, plaats: int) -> Sequence[str]:
        """Give the cells of a column, from 0, in the order of the rows."""
        return self.alle[plaats :: self.breed + 1]

    def kolommen(self) -> tuple[Sequence[str], ...]:
        """Give all columns."""
        return tuple(map(self.kolom, range(self.breed)))
