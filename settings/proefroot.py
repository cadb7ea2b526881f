"""The trial roots of PKIoverheid: anybody gets a certificate below them, so they prove nothing.

They are for a test environment (Digikoppeling): fit for the stand proef, never for sending.
"""

import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography import x509

# Also with an i of another alphabet, which counts as one where case does not.
_WOORD = re.compile(rb"tr.{1,2}al", re.DOTALL)
_BLOK = re.compile(rb"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----")
_TRIAL = re.compile(r"\bTRIAL\b", re.IGNORECASE)


def proefroot(file: Path) -> bool:
    """Tell whether a PEM file holds a root for trials, or a certificate below one.

    A file that is not there or is no PEM holds none; that is told where it is used.
    """
    try:
        pem = file.read_bytes()
        if _kan_niet(pem):
            return False
        # Here, for reading certificates is a thirtieth of a start, and nearly none has that word.
        from cryptography import x509

        found = x509.load_pem_x509_certificates(pem)
        # A certificate is understood as far as it is asked: a strange name raises only here.
        return any(_TRIAL.search(name) for one in found for name in _namen(one))
    except (OSError, ValueError):
        return False


def _kan_niet(pem: bytes) -> bool:
    """Tell whether no name can have the word: its letters are nowhere, in whatever script.

    False when it is not certain that all certificates were looked into.
    """
    blokken = _BLOK.findall(pem)
    if not blokken or len(blokken) != pem.count(b"BEGIN "):
        return False
    try:
        return not any(_WOORD.search(_letters(blok)) for blok in blokken)
    except ValueError:
        return False


def _letters(blok: bytes) -> bytes:
    """Give a certificate in lower case; names of two or four bytes a letter have zeros between."""
    return b64decode(b"".join(blok.split()), validate=True).replace(b"\0", b"").lower()


def _namen(certificate: "x509.Certificate") -> Iterator[str]:
    from cryptography.x509.oid import NameOID

    for whose in (certificate.subject, certificate.issuer):
        yield from (str(part.value) for part in whose.get_attributes_for_oid(NameOID.COMMON_NAME))
