"""Which hosts may be reached, and at which addresses: asked once per run, before anything connects.

A name is resolved here and nowhere else. The connector connects to the addresses that came out, so
a name that changes its address during a run cannot lead it elsewhere.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence

from regres import SourceDown, SourceRefused
from regres.berichten import bericht
from regres.waarde import dataclass

#: Gives the addresses of a host and port that may be connected to; raises SourceError.
Resolver = Callable[[str, int], Sequence[str]]

# Cloud machines answer here with their own credentials; the IPv6 one is not link-local.
_METADATA = frozenset({"169.254.169.254", "fd00:ec2::254", "100.100.100.200"})


@dataclass(frozen=True, slots=True)
class Uitgaand:
    """The rule for outbound connections: listed hosts only.

    hosts      host names or addresses as they stand in `uitgaand:`, lower case
    loopback   addresses of this machine too; only the demo and tests
    """

    hosts: frozenset[str]
    loopback: bool = False

    def __call__(self, host: str, port: int) -> tuple[str, ...]:
        """Resolve a host that is listed; every address it has must be allowed.

        Raises:
            SourceRefused: the host is not listed, or has an address that may never be reached.
            SourceDown: the name cannot be resolved.

        """
        if host.lower().rstrip(".") not in self.hosts:
            raise SourceRefused(bericht("B-0001", waar="regresbrug.yaml: uitgaand", host=host))
        found = _resolve(host, port)
        if not all(self._mag(address) for address in found):
            raise SourceRefused(bericht("B-0002", waar=host, host=host))
        return found

    def _mag(self, address: str) -> bool:
        ip = ipaddress.ip_address(address.partition("%")[0])
        mapped = getattr(ip, "ipv4_mapped", None)
        ip = mapped or ip
        if ip.is_loopback:
            return self.loopback
        never = ip.is_link_local or ip.is_multicast or ip.is_unspecified or ip.is_reserved
        return not never and str(ip) not in _METADATA


def _resolve(host: str, port: int) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceDown(bericht("B-0003", waar=host, host=host)) from error
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
