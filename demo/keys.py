"""Keys and certificates of the demo: made once and kept; private ones only we can read.

Each side gets its own folder, as if these were three machines:

    systemen/   the municipality's systems: TLS of the zaaksysteem, host key of the SFTP server
    config/     Regresbrug: its client certificate, root key and secrets, and public keys of others
    loket/      the Regresloket: its TLS, the private key that opens envelopes, its data key
"""

import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from connectors.ssh import asyncssh
from demo import certificaten
from demo.certificaten import Certificaten
from demo.configuring import CONSOLE_SLEUTEL, TERUG_SLEUTEL
from loket import LoketSleutel

#: Where the loket listens; its certificate is made for this address.
LOKET_HOST: Final = "127.0.0.1"
_KID = "regresloket-demo-1"
#: Days around day 1 on which may be sealed for the recipient's key.
_GELDIG = (30, 730)


@dataclass(frozen=True, slots=True)
class Sleutels:
    """What the three servers need; what Regresbrug needs lies in its config folder."""

    zaaksysteem: Certificaten
    loket: Certificaten
    hostsleutel: bytes = field(repr=False)
    hostsleutel_regel: str
    sftp_regel: str
    terug_regel: str
    loketsleutel: LoketSleutel
    datasleutel: bytes = field(repr=False)
    loketgeheim: bytes = field(repr=False)

    @property
    def loketgeheim_sha256(self) -> str:
        """Give what the loket keeps of the municipality's secret."""
        return sha256(self.loketgeheim).hexdigest()


def maak(config: Path, systemen: Path, loket: Path, start: date) -> Sleutels:
    """Make what is not there yet, and put each half where it belongs."""
    zaaksysteem = _certificaten(systemen / "tls")
    loket_tls = _certificaten(loket / "tls", LOKET_HOST)
    host = _geheim(systemen / "ssh-hostsleutel", _ssh)
    own = _geheim(config / "geheim" / "sftp-sleutel", _ssh)
    back = _geheim(config / "geheim" / TERUG_SLEUTEL, _ssh)
    for name in ("duinrand-wortel-1.key", CONSOLE_SLEUTEL):
        _geheim(config / "geheim" / name, lambda: secrets.token_hex(32).encode())
    sleutel = _loketsleutel(loket / f"{_KID}.jwk")
    _deel_uit(config, zaaksysteem, loket_tls)
    _ontvanger(config / "ontvanger" / f"{_KID}.jwk", sleutel, start)
    return Sleutels(
        zaaksysteem=zaaksysteem,
        loket=loket_tls,
        hostsleutel=host,
        hostsleutel_regel=_openbaar(host),
        sftp_regel=_openbaar(own),
        terug_regel=_openbaar(back),
        loketsleutel=sleutel,
        datasleutel=bytes.fromhex(
            _geheim(loket / "data.key", lambda: secrets.token_hex(32).encode()).decode()
        ),
        loketgeheim=_geheim(
            config / "geheim" / "duinrand-loket.secret",
            lambda: secrets.token_urlsafe(32).encode(),
        ),
    )


def schrijf_geheim(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, from its first moment on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)


def _geheim(path: Path, make: Callable[[], bytes]) -> bytes:
    if not path.exists():
        schrijf_geheim(path, make())
    return path.read_bytes()


def _ssh() -> bytes:
    return asyncssh.generate_private_key("ssh-ed25519").export_private_key()


def _openbaar(private: bytes) -> str:
    return asyncssh.import_private_key(private).export_public_key().decode().strip()


def _certificaten(folder: Path, host: str = certificaten.HOST) -> Certificaten:
    names = ("ca.pem", "server.pem", "server.key", "client.pem", "client.key")
    files = [folder / name for name in names]
    if all(file.exists() for file in files):
        return Certificaten(*files)
    return certificaten.maak(folder, host=host)


def _deel_uit(config: Path, zaaksysteem: Certificaten, loket: Certificaten) -> None:
    """Give Regresbrug what it may know: both authorities, and its own certificate."""
    tls = config / "tls"
    tls.mkdir(parents=True, exist_ok=True)
    (tls / "duinrand-ca.pem").write_bytes(zaaksysteem.ca.read_bytes())
    (tls / "regresloket-ca.pem").write_bytes(loket.ca.read_bytes())
    (tls / "regresbrug.pem").write_bytes(zaaksysteem.client.read_bytes())
    schrijf_geheim(
        config / "geheim" / "regresbrug-tls.key", zaaksysteem.client_sleutel.read_bytes()
    )


def _loketsleutel(path: Path) -> LoketSleutel:
    if not path.exists():
        schrijf_geheim(path, json.dumps(LoketSleutel.maak(_KID).jwk).encode())
    return LoketSleutel(_KID, json.loads(path.read_bytes()))


def _ontvanger(path: Path, sleutel: LoketSleutel, start: date) -> None:
    before, after = _GELDIG
    days = {
        "geldig_van": (start - timedelta(days=before)).isoformat(),
        "geldig_tot": (start + timedelta(days=after)).isoformat(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(sleutel.publiek | days, indent=2) + "\n", encoding="utf-8")
