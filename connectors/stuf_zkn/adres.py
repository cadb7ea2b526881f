"""Host and port of an https address."""

from urllib.parse import urlsplit


class Adres:
    """For whatever has the `url` of an endpoint."""

    __slots__ = ()

    url: str

    @property
    def host(self) -> str:
        """Give the host name of the endpoint."""
        return urlsplit(self.url).hostname or ""

    @property
    def plaats(self) -> str:
        """Give host and port, for a problem's place."""
        return f"{self.host}:{self.poort}"

    @property
    def poort(self) -> int:
        """Give the port of the endpoint."""
        return urlsplit(self.url).port or 443
