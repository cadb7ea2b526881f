"""Sealing: from here on no one on this side can read a melding again.

A JWE (jwe.py) for one pinned public key. The protected header repeats every clear field, so none
can be changed without the envelope failing to open. There is no code here that opens a melding: the
loket has its own.
"""

from collections.abc import Mapping
from typing import Any

from privacy.jwe import verzegeld
from privacy.jwk import PubliekeSleutel, publieke_sleutel
from privacy.recipients import Ontvanger
from regres import Kop, ProtectionStop, SealedMelding
from regres.berichten import bericht
from regres.canonical import kop_json
from regres.envelop import (
    GROOTSTE_INHOUD,
    STAP_INZAGE,
    STAP_MELDING,
    TYP_INZAGE,
    TYP_KOPIE,
    TYP_MELDING,
)


class Sealer:
    """Seals meldingen for one public key of the recipient."""

    __slots__ = ("_sleutel",)

    def __init__(self, ontvanger: Ontvanger) -> None:
        self._sleutel = ontvanger.sleutel

    @property
    def kid(self) -> str:
        """Give the key id that stands in every envelope."""
        return self._sleutel.kid

    def seal(self, kop: Kop, inhoud: bytes, ruimte: int = 0) -> SealedMelding:
        """Seal the JSON of a melding or intrekking; each call gives another envelope.

        ruimte  bytes by which the content could have been longer: it is filled up as if it were

        Raises ProtectionStop for a content that is too long to be filled up as others are, and
        ValueError when the clear time is finer than the hour.
        """
        moment = kop.aangemaaktOp
        if (moment.minute, moment.second, moment.microsecond) != (0, 0, 0):
            raise ValueError("aangemaaktOp is finer than the hour")
        header = {"typ": TYP_MELDING, **kop_json(kop)}
        filled = _filled(inhoud, STAP_MELDING, ruimte)
        return SealedMelding(kop=kop, inhoud=verzegeld(header, filled, self._sleutel))


def seal_for_inzage(public_jwk: Mapping[str, Any] | PubliekeSleutel, data: bytes) -> str:
    """Seal JSON for the municipality's own inzagesleutel (a JWK, or one that was checked already).

    Filled up with spaces to steps of 256 bytes. KeyProblem when the JWK cannot be used.
    """
    key = (
        public_jwk
        if isinstance(public_jwk, PubliekeSleutel)
        else publieke_sleutel(public_jwk, "inzagesleutel")
    )
    return verzegeld({"typ": TYP_INZAGE}, _filled(data, STAP_INZAGE), key)


def seal_kopie(key: PubliekeSleutel, data: bytes) -> str:
    """Seal a backup of root keys for the security officer; filled up as a melding is."""
    return verzegeld({"typ": TYP_KOPIE}, _filled(data, STAP_MELDING), key)


def _filled(inhoud: bytes, step: int, ruimte: int = 0) -> bytes:
    if len(inhoud) > GROOTSTE_INHOUD:
        raise ProtectionStop(bericht("K-0301", kib=GROOTSTE_INHOUD // 1024))
    longest = len(inhoud) + ruimte
    return inhoud.ljust(longest + -longest % step)
