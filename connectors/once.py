"""What every read has in common: it goes once, in order, and is proven only when it was whole."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any, TypeVar

from connectors.base import Proof
from regres import Rijblok, SourceRecord

T = TypeVar("T")

#: Records between two looks at `doorgaan`.
_EVERY = 1000


class Once(ABC):
    """A Reading (connectors.base) of which `_records` still is to be written.

    `_records` sets `_proven` as its very last act.
    """

    def __init__(self) -> None:
        self._proven: Proof | None = None
        self._begun: Generator[Any, None, None] | None = None

    def __iter__(self) -> Iterator[SourceRecord]:
        """Yield the records; RuntimeError when they were asked for before."""
        return self._eenmaal(self._records())

    def _eenmaal(self, parts: Generator[T, None, None]) -> Iterator[T]:
        if self._begun is not None:
            raise RuntimeError("a reading is read once")
        self._begun = parts
        return parts

    def proof(self) -> Proof:
        """Give the proof of completeness; RuntimeError before the last record was read."""
        if self._proven is None:
            raise RuntimeError("this read has not come to its end")
        return self._proven

    def close(self) -> None:
        """End the read: whoever still asks for records gets none, and there will be no proof.

        Without this an iterator kept after the `with` would find its file closed, and take that for
        the file's end.
        """
        if self._begun is not None:
            self._begun.close()

    def stukken(self) -> Iterator[Rijblok | SourceRecord]:
        """Yield the records; a reading of tables gives blocks of them."""
        return iter(self)

    @abstractmethod
    def _records(self) -> Generator[SourceRecord, None, None]: ...


def counted(
    parts: Iterable[T], doorgaan: Callable[[], None], aantal: Callable[[T], int] = lambda part: 1
) -> Generator[T, None, int]:
    """Pass parts on, ask `doorgaan` at every thousandth record, and give their number at the end.

    aantal  how many records a part is
    """
    count = asked = 0
    for part in parts:
        yield part
        count += aantal(part)
        if count // _EVERY > asked:
            asked = count // _EVERY
            doorgaan()
    return count
