"""The trial roots of PKIoverheid: anybody gets a certificate below them, so they prove nothing.

They are for a test environment (Digikoppeling): fit for the stand proef, never for sending.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import NameOID

_TRIAL = re.compile(r"\bTRIAL\b", re.IGNORECASE)


def proefroot(file: Path) -> bool:
    """Tell whether a PEM file holds a root for trials, or a certificate below one.

    A file that is not there or is no PEM holds none; that is told where it is used.
    """
    try:
        found = x509.load_pem_x509_certificates(file.read_bytes())
        # A certificate is understood as far as it is asked: a strange name raises only here.
        return any(_TRIAL.search(name) for one in found for name in _namen(one))
    except (OSError, ValueError):
        return False


def _namen(certificate: x509.Certificate) -> Iterator[str]:
    for whose in (certificate.subject, certificate.issuer):
        yield from (str(part.value) for part in whose.get_attributes_for_oid(NameOID.COMMON_NAME))
