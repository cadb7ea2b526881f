"""Until when the certificates of a line are valid, as its read tells it."""

from collections.abc import Iterator
from datetime import datetime

from connectors.stuf_zkn.tls import Verbinding, eigen_einddatum
from regres import Problem
from regres.berichten import bericht

_WAARSCHUW_DAGEN = 60


def einddata(verbinding: Verbinding) -> dict[str, str]:
    """Give the last day of each certificate that was seen, for the details of a proof."""
    names = {"server": "servercertificaat_tot", "eigen": "eigen_certificaat_tot"}
    return {names[wie]: f"{end:%Y-%m-%d}" for wie, end in _einden(verbinding)}


def waarschuwingen(verbinding: Verbinding, nu: datetime, waar: str) -> Iterator[Problem]:
    """Warn of each that ends within 60 days (B-0319)."""
    for wie, end in _einden(verbinding):
        days = (end - nu).days
        if days <= _WAARSCHUW_DAGEN:
            yield bericht("B-0319", wie, waar=waar, dagen=days)


def _einden(verbinding: Verbinding) -> Iterator[tuple[str, datetime]]:
    """Give whose and until when: the server's once it was spoken to, and our own."""
    if verbinding.server_tot is not None:
        yield "server", verbinding.server_tot
    if verbinding.tls.certificaat is not None:
        yield "eigen", eigen_einddatum(verbinding.tls.certificaat)
