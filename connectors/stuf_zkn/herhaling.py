"""How one question over a line is put in its turn, and again after a fault that may pass."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from urllib3 import BaseHTTPResponse

from connectors.stuf_zkn.beurt import BEURTEN, Beurten, Tempo
from connectors.stuf_zkn.termijn import Termijn

#: Seconds before the first repeat; doubled each time, and drawn between half and the whole of it.
_PAUZE = 1.0


class Herhaling:
    """The manners of one read towards one host; both doors that speak SOAP have them.

    hoogstens  times that one question is put again
    herhaald   questions that had to be put again, in all
    date       the header of the last answer that says when it was given; "" = none
    """

    def __init__(
        self,
        host: str,
        tempo: Tempo,
        hoogstens: int,
        slaap: Callable[[float], None],
        beurten: Beurten = BEURTEN,
    ) -> None:
        self._host, self._tempo, self._hoogstens = host, tempo, hoogstens
        self._slaap = slaap
        self._beurten = beurten
        self._later = 0.0
        self.herhaald = 0
        self.date = ""

    @contextmanager
    def beurt(self, termijn: Termijn) -> Iterator[None]:
        """Put the question when it is our turn; waiting for that takes none of its time."""
        self._later = 0.0
        begin = termijn.stop()
        with self._beurten.beurt(self._host, self._tempo, self._slaap):
            termijn.verder(begin)
            yield

    def hoor(self, response: BaseHTTPResponse) -> None:
        """Take in what an answer says of time: its own, and when the server may be asked again."""
        self.date = response.headers.get("Date", "")
        self._later = retry_after(response.headers.get("Retry-After", ""))

    def nog_een_keer(self, gehad: int, termijn: Termijn) -> bool:
        """Wait before the next try; False when there may be none, or no time for it is left.

        gehad  how often this question was put again already
        """
        if gehad >= self._hoogstens:
            return False
        spread = _PAUZE * 2**gehad * random.uniform(0.5, 1.0)  # noqa: S311 - spreads the load
        pause = max(spread, self._later)
        try:
            if termijn.rest(pause) < pause:
                return False
        except TimeoutError:
            return False
        self._slaap(pause)
        self.herhaald += 1
        return True


def retry_after(header: str) -> float:
    """Give the seconds a server asks to be left alone; one that names a moment is not asked now."""
    text = header.strip()
    if not text:
        return 0.0
    return float(text) if text.isascii() and text.isdigit() else float("inf")
