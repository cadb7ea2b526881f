"""Opening what was sealed for a person here: the keys of a record that waits, or a backup.

Only a person does this, with the private half of the inzagesleutel, which lives with him: a run
never reads it. Meldingen cannot be opened here; an envelope of one is refused by its `typ`.
"""

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from privacy.jwk import lees_object, publieke_sleutel
from privacy.secrets import read_private
from regres import KeyProblem
from regres.berichten import bericht
from regres.envelop import ALG, ENC, GROOTSTE_HEADER, TYP_INZAGE

if TYPE_CHECKING:
    from joserfc.jwk import ECKey, OKPKey

_HEADER = frozenset({"alg", "enc", "typ", "kid", "epk"})


class Inzagesleutel:
    """The private half of a municipality's inzagesleutel; it never prints."""

    __slots__ = ("_jose", "kid")

    def __init__(self, kid: str, jose: "OKPKey | ECKey") -> None:
        self.kid = kid
        self._jose = jose

    def __repr__(self) -> str:
        """Give the key id."""
        return f"Inzagesleutel({self.kid!r})"

    @classmethod
    def lees(cls, path: Path) -> Self:
        """Read a private JWK that only its owner may read.

        Raises KeyProblem: not there or open to others (K-0504, K-0505, K-0507), no private JWK
        (K-0601), or one that cannot be used for sealing (K-02xx).
        """
        return cls.van(read_private(path, path.name), path.name)

    @classmethod
    def van(cls, content: bytes, naam: str) -> Self:
        """Make it of the content of such a file; `naam` says in messages what was read.

        Raises KeyProblem as `lees`, but for the file.
        """
        found = lees_object(content, naam)
        if not isinstance(found.get("d"), str):
            raise KeyProblem(bericht("K-0601", waar=naam))
        public = publieke_sleutel({k: v for k, v in found.items() if k != "d"}, naam)
        jose = _private(found)
        if jose is None:
            raise KeyProblem(bericht("K-0601", waar=naam))
        return cls(public.kid, jose)

    def open(self, envelop: str, typ: str = TYP_INZAGE) -> str:
        """Give what was sealed for this reader and this `typ` of envelope.

        Raises KeyProblem (K-0602) when this key does not open it, or it is none of ours.
        """
        # Only who opens something needs joserfc; a run would load it for nothing.
        from joserfc.errors import JoseError
        from joserfc.jwe import JWERegistry, decrypt_compact

        registry = JWERegistry(algorithms=[ALG, ENC])
        try:
            _refuse_unless_ours(_header(envelop), typ, self.kid)
            opened = decrypt_compact(envelop, self._jose, registry=registry)
            return (opened.plaintext or b"").decode().rstrip(" ")
        except (JoseError, KeyProblem, ValueError, TypeError, KeyError):
            raise KeyProblem(bericht("K-0602", waar=self.kid)) from None


def _private(found: dict[str, Any]) -> "OKPKey | ECKey | None":
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey, OKPKey

    kind = OKPKey if found.get("kty") == "OKP" else ECKey
    members: dict[str, Any] = {
        name: found[name] for name in ("kty", "crv", "x", "y", "d") if name in found
    }
    try:
        return kind.import_key(members)
    except (JoseError, ValueError, TypeError):
        return None


def _header(envelop: str) -> dict[str, Any]:
    part = envelop.split(".", 1)[0]
    if len(part) > GROOTSTE_HEADER:
        raise ValueError("a header that long is none of ours")
    raw = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    return lees_object(raw, "envelop")


def _refuse_unless_ours(header: dict[str, Any], typ: str, kid: str) -> None:
    """Refuse, before any key is touched, all but the one form that is sealed here.

    joserfc allows no other algorithm either; compression, critical extensions and keys from
    elsewhere it would look at.
    """
    ours = {"alg": ALG, "enc": ENC, "typ": typ, "kid": kid}
    if header.keys() != _HEADER or any(header[name] != value for name, value in ours.items()):
        raise KeyProblem(bericht("K-0602", waar=kid))
