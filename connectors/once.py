"""What every read has in common: it goes once, in order, and is proven only when it was whole."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterable, Iterator

from connectors.base import Proof
from regres import SourceRecord

#: Records between two looks at `doorgaan`.
_EVERY = 1000


class Once(ABC):
    """A Reading (connectors.base) of which `_records` still is to be written.

    `_records` sets `_proven` as its very last act.
    """

    def __init__(self) -> None:
        self._proven: Proof | None = None
        self._begun: Generator[SourceRecord, None, None] | None = None

    def __iter__(self) -> Iterator[SourceRecord]:
        """Yield the records; RuntimeError when they were asked for before."""
        if self._begun is not None:
            raise RuntimeError("a reading is read once")
        self._begun = self._records()
        return self._begun

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

    @abstractmethod
    def _records(self) -> Generator[SourceRecord, None, None]: ...


def counted(
    records: Iterable[SourceRecord], doorgaan: Callable[[], None]
) -> Generator[SourceRecord, None, int]:
    """Pass records on, ask `doorgaan` at every thousandth, and give their number at the end."""
    count = 0
    for count, record in enumerate(records, 1):
        yield record
        if count % _EVERY == 0:
            doorgaan()
    return count
