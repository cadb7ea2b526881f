"""A mark of a record as it came, so that one that did not change need not be judged again.

It is made under everything that decides what becomes of a record, beside what stands of it, and
with the reasons it was counted by: where it is equal, reading in full would end just so. Sixteen
bytes of a keyed hash: enough to tell content apart, and half the ledger.
"""

from collections.abc import Sequence

from cryptography.hazmat.primitives.hmac import HMAC

from privacy.pseudonyms import Pseudoniemen

_TEKENS = 32


class Bronmerken:
    """Makes these marks for one read, under the present root key.

    waaronder  changes whenever anything does by which records are read and judged
    """

    def __init__(self, pseudoniemen: Pseudoniemen, waaronder: str) -> None:
        self._begonnen = pseudoniemen.begonnen_bron(waaronder)

    def van(self, tijdvak: int, inhoudsmerk: str, clientmerk: str, record: bytes) -> "Bronmerk":
        """Begin the mark of a record beside the marks of its facts and of its client.

        tijdvak  the number of the days in which it is believed
        """
        mac = self._begonnen.copy()
        mac.update(f',{tijdvak},"{inhoudsmerk}","{clientmerk}",{len(record)},'.encode())
        mac.update(record)
        return Bronmerk(mac)


class Bronmerk:
    """The mark of one record, but for the reasons it is counted by."""

    __slots__ = ("_mac",)

    def __init__(self, mac: HMAC) -> None:
        self._mac = mac

    def met(self, codes: Sequence[str]) -> str:
        """Give it with these reasons; others may be tried after."""
        return _af(self._mac.copy(), codes)

    def slot(self, codes: Sequence[str]) -> str:
        """Give it with these reasons, for good."""
        return _af(self._mac, codes)


def _af(mac: HMAC, codes: Sequence[str]) -> str:
    mac.update(f',"{" ".join(codes)}"]'.encode())
    return mac.finalize().hex()[:_TEKENS]
