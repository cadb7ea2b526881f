"""Opening an envelope, with code of our own: the adapter has no such code.

One key agreement and one cipher, named in regres.envelop; whatever else a header names (another
algorithm, compression, a password) is refused before any key is touched.
"""

import base64
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwe import JWERegistry, decrypt_compact
from joserfc.jwk import OKPKey
from joserfc.registry import HeaderParameter

from loket.kop import OPEN_VELDEN, Zending
from loket.problems import Weigering
from loket.settings import LoketSleutel
from loket.strikt import GeenJson, lees_object
from regres.envelop import ALG, ENC, GROOTSTE_HEADER, TYP_MELDING

_KID = re.compile(r"\A[A-Za-z0-9._:-]{1,64}\Z", re.ASCII)
_HEADER = frozenset({"alg", "enc", "typ", "kid", "epk", *OPEN_VELDEN})


class Opener:
    """Opens envelopes with the loket's private keys."""

    def __init__(self, sleutels: Iterable[LoketSleutel]) -> None:
        self._by_kid = {
            key.kid: (key, OKPKey.import_key(dict(key.jwk), {"kid": key.kid})) for key in sleutels
        }
        self._registry = _registry()

    def open(self, zending: Zending, vandaag: date) -> dict[str, Any]:
        """Give the opened melding, whose clear fields were found equal three times over.

        Raises Weigering: sleutel-onbekend, kop-ongelijk, envelop-ongeldig.
        """
        header = _read_header(zending.inhoud)
        key = self._key(header, vandaag)
        _refuse_unless_ours(header)
        _refuse_unless_equal(header, zending.open_velden)
        try:
            opened = decrypt_compact(zending.inhoud, key, registry=self._registry)
            inhoud = lees_object((opened.plaintext or b"").rstrip(b" "))
        except (JoseError, GeenJson, ValueError, TypeError, KeyError):
            raise Weigering("envelop-ongeldig") from None
        _refuse_unless_equal(inhoud, zending.open_velden)
        return inhoud

    def kid(self, zending: Zending) -> str:
        """Give the key id in the header of an envelope that was opened."""
        return str(_read_header(zending.inhoud)["kid"])

    def _key(self, header: Mapping[str, Any], vandaag: date) -> OKPKey:
        kid = header.get("kid")
        found = self._by_kid.get(kid) if isinstance(kid, str) else None
        if found is None or not found[0].wordt_geopend(vandaag):
            raise Weigering("sleutel-onbekend")
        return found[1]


def _registry() -> JWERegistry:
    registry = JWERegistry(
        header_registry={name: HeaderParameter("open veld", _any) for name in OPEN_VELDEN},
        algorithms=[ALG, ENC],
    )
    registry.max_protected_header_length = GROOTSTE_HEADER
    return registry


def _any(_: object) -> None:
    """Accept: the clear fields were compared with the body, which was checked."""


def _read_header(compact: str) -> dict[str, Any]:
    part = compact.split(".", 1)[0]
    try:
        if len(part) > GROOTSTE_HEADER:
            raise GeenJson
        raw = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
        header = lees_object(raw)
    # Not binascii.Error alone: a text outside ASCII gives a plain ValueError.
    except ValueError:
        raise Weigering("envelop-ongeldig") from None
    if not isinstance(header.get("kid"), str) or not _KID.match(header["kid"]):
        raise Weigering("envelop-ongeldig")
    return header


def _refuse_unless_ours(header: Mapping[str, Any]) -> None:
    ours = header.get("alg") == ALG and header.get("enc") == ENC
    if not ours or set(header) - _HEADER or header.get("typ", TYP_MELDING) != TYP_MELDING:
        raise Weigering("envelop-ongeldig")


def _refuse_unless_equal(found: Mapping[str, Any], clear: Mapping[str, Any]) -> None:
    for name, value in clear.items():
        # 1 == True and 1 == 1.0 in Python; on the wire they are not the same.
        if type(found.get(name)) is not type(value) or found[name] != value:
            raise Weigering("kop-ongelijk", f"Het veld {name} is anders dan in de envelop.")
