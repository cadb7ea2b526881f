"""What a server wants given back with the next question: RFC 6265, as far as one connection goes.

No SOAP service may depend on it, but what stands before one may keep a caller on one machine by
it, for load (WS-I Basic Profile 1.1, 3.4.8).
"""

import re
from collections.abc import Iterable

#: RFC 6265, 4.1.1: a name and a value that can stand in a header as they are.
_PAAR = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,256})=([!-:<-~]{0,4096})")
#: RFC 6265, 5.2.2.
_VOORBIJ = re.compile(r"max-age\s*=\s*(0+|-[0-9]+)", re.IGNORECASE)
#: As many as RFC 6265, 6.1 wants a client to keep.
_HOOGSTENS = 50


class Cookies:
    """The cookies of one connection; only its server ever sees them, and nothing writes them down.

    Domain and Path say nothing here, for one address is asked; nor does Expires, for a read is over
    before anything ends.
    """

    def __init__(self) -> None:
        self._waarden: dict[str, str] = {}

    def hoor(self, headers: Iterable[str]) -> None:
        """Take in each Set-Cookie of an answer; one that could not stand in a header is let go."""
        for header in headers:
            pair, *attributes = (part.strip() for part in header.split(";"))
            if (found := _PAAR.fullmatch(pair)) is None:
                continue
            name, value = found.groups()
            self._waarden.pop(name, None)
            over = any(_VOORBIJ.fullmatch(one) for one in attributes)
            if not over and len(self._waarden) < _HOOGSTENS:
                self._waarden[name] = value

    @property
    def kop(self) -> str:
        """Give the header Cookie; "" = none."""
        return "; ".join(f"{name}={value}" for name, value in self._waarden.items())
