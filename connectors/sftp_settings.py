"""What an SFTP source is told: which server, by which key, who we are there, how long we wait."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from regres import ConfigProblem
from regres.berichten import bericht

_FINGERPRINT = re.compile(r"\ASHA256:[A-Za-z0-9+/]{43}\Z", re.ASCII)
_ALGORITHM = re.compile(r"\A(?:ssh|ecdsa)-[a-z0-9@.-]+\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wachtwoord:
    """Log in with a password; it does not print."""

    geheim: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Inlogsleutel:
    """Log in with a private key; it does not print.

    In OpenSSH form without a passphrase (reading one there takes a package we do not have), or in
    PEM form (PKCS#8) with the passphrase, "" when there is none.
    """

    geheim: str = field(repr=False)
    wachtzin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Wachttijden:
    """In seconds.

    verbinden     for the TCP connection
    antwoord      for logging in, and for each answer after that
    totaal        spent on waiting for the server in one read; what we do ourselves does not count
    levensteken   between two signs of life on an idle connection; three unanswered ones end it
    """

    verbinden: float = 5
    antwoord: float = 30
    totaal: float = 1800
    levensteken: float = 15

    def hoogstens(self, seconden: float) -> "Wachttijden":
        """Give these times with each wait at most so long, and all of them together six times."""
        return Wachttijden(
            min(self.verbinden, seconden),
            min(self.antwoord, seconden),
            min(self.totaal, 6 * seconden),
            self.levensteken,
        )


@dataclass(frozen=True, slots=True)
class Pin:
    """One host key that is trusted; `algoritme` is "" when only its fingerprint was given."""

    vingerafdruk: str
    algoritme: str = ""


@dataclass(frozen=True, slots=True)
class Server:
    """The server and the account there.

    hostsleutels      public key lines ("ssh-ed25519 AAAA...", a host name before it may stay) or
                      fingerprints ("SHA256:..."). Several: any of them, for a change of key that
                      was announced. None: every server is refused, with the fingerprint it shows.
    oude_algoritmen   also SHA-1 key exchange and signatures, CBC and HMAC-SHA-1: for servers that
                      cannot do better; `check` names it

    Raises ConfigProblem (B-0217) for a host key in another form.
    """

    host: str
    gebruiker: str
    hostsleutels: tuple[str, ...]
    poort: int = 22
    oude_algoritmen: bool = False
    pins: tuple[Pin, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Read the host keys, so that a mistake is told before anything connects."""
        object.__setattr__(self, "pins", tuple(self._pins()))

    def __str__(self) -> str:
        """Give host:port, as problems show it."""
        return f"{self.host}:{self.poort}"

    def _pins(self) -> Iterator[Pin]:
        for line in self.hostsleutels:
            pin = _pin(line.split())
            if pin is None:
                raise ConfigProblem(bericht("B-0217", waar=str(self)))
            yield pin


def _pin(words: list[str]) -> Pin | None:
    """Read a key line or a fingerprint; words before the kind of key are host names, and go by."""
    while words and not (_ALGORITHM.match(words[0]) or _FINGERPRINT.match(words[0])):
        words = words[1:]
    match words:
        case [found] if _FINGERPRINT.match(found):
            return Pin(found)
        case [algorithm, found, *_] if _FINGERPRINT.match(found):
            return Pin(found, algorithm)
        case [algorithm, key, *_] if fingerprint(key):
            return Pin(fingerprint(key), algorithm)
    return None


def fingerprint(key: str) -> str:
    """Give the fingerprint of a public key in base64 as ssh-keygen shows it; "" when it is none."""
    try:
        raw = base64.b64decode(key, validate=True)
    except binascii.Error:
        return ""
    digest = base64.b64encode(hashlib.sha256(raw).digest()).decode().rstrip("=")
    return f"SHA256:{digest}" if raw else ""
