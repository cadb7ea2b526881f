"""What the line must know of the server at its other end, whatever is asked there."""

from typing import Protocol

from connectors.beveiliging.instelling import Beveiliging
from connectors.stuf_zkn.bron import Grenzen, Tls
from connectors.uitgaand import Resolver


class Eindpunt(Protocol):
    """One https address; a source of any door that speaks SOAP is one."""

    @property
    def url(self) -> str:
        """Give the endpoint."""
        ...

    @property
    def host(self) -> str:
        """Give the host name of the endpoint."""
        ...

    @property
    def poort(self) -> int:
        """Give the port of the endpoint."""
        ...

    @property
    def plaats(self) -> str:
        """Give host and port, for a problem's place."""
        ...

    @property
    def tls(self) -> Tls:
        """Give the files for mutual TLS."""
        ...

    @property
    def uitgaand(self) -> Resolver:
        """Give what resolves the host, and refuses what may not be reached."""
        ...

    @property
    def grenzen(self) -> Grenzen:
        """Give how long it may take."""
        ...

    @property
    def beveiliging(self) -> Beveiliging:
        """Give what is asked above TLS."""
        ...
