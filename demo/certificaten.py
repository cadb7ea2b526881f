"""Certificates of a small authority of our own, for this machine only and for a few days."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import trustme

HOST = "localhost"


@dataclass(frozen=True, slots=True)
class Certificaten:
    """PEM files: the authority, and on each side a certificate (with its chain) and a key."""

    ca: Path
    server: Path
    server_sleutel: Path
    client: Path
    client_sleutel: Path


def maak(
    folder: Path,
    *,
    host: str = HOST,
    tot: datetime | None = None,
    ca: trustme.CA | None = None,
) -> Certificaten:
    """Make an authority, a certificate for `host`, and one for the client; keys get mode 600.

    tot     end date of the server's certificate; None = as trustme has it, far away
    ca      the authority that signs; None = a new one, whose key is forgotten at once
    """
    folder.mkdir(parents=True, exist_ok=True)
    authority = ca or trustme.CA(organization_name="Regresbrug demo")
    root = folder / "ca.pem"
    root.write_bytes(authority.cert_pem.bytes())
    server = authority.issue_cert(host, not_after=tot)
    client = authority.issue_cert("regresbrug.client.example")
    return Certificaten(
        root, *_schrijf(server, folder, "server"), *_schrijf(client, folder, "client")
    )


def _schrijf(cert: trustme.LeafCert, folder: Path, name: str) -> tuple[Path, Path]:
    chain, key = folder / f"{name}.pem", folder / f"{name}.key"
    chain.write_bytes(b"".join(blob.bytes() for blob in cert.cert_chain_pems))
    key.touch(mode=0o600)
    key.write_bytes(cert.private_key_pem.bytes())
    return chain, key
