"""One deadline for one question, whatever the server does in between."""

import time
from collections.abc import Callable


class Termijn:
    """Counts down from a number of seconds; time spent outside the connection does not count."""

    def __init__(self, seconden: float, klok: Callable[[], float] = time.monotonic) -> None:
        self._klok = klok
        self._einde = klok() + seconden

    def rest(self, hoogstens: float) -> float:
        """Give the seconds left, at most `hoogstens`.

        Raises:
            TimeoutError: none are left.

        """
        left = self._einde - self._klok()
        if left <= 0:
            raise TimeoutError("the time for this question is over")
        return min(left, hoogstens)

    def stop(self) -> float:
        """Stop the count while a record is worked on; gives what `verder` asks for.

        No context manager: that costs as much as reading a record does.
        """
        return self._klok()

    def verder(self, begin: float) -> None:
        """Go on counting from where `stop` was."""
        self._einde += self._klok() - begin
