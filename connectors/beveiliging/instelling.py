"""What stands in the configuration about the security of one connection; settings fills it in."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Basic:
    """A name and a password in the HTTP header (RFC 7617); over TLS only."""

    gebruiker: str
    wachtwoord: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class UsernameToken:
    """A name and a password in the message (WSS UsernameToken Profile 1.0).

    digest  the password goes as a hash with nonce and moment, so that a message caught is of no
            use later; False = as text, which a server needs that keeps only a hash itself
    """

    gebruiker: str
    wachtwoord: str = field(repr=False)
    digest: bool = True


@dataclass(frozen=True, slots=True)
class Handtekening:
    """Files for signing what we send and judging what comes back, all PEM.

    certificaat  ours, that goes along in the message
    sleutel      its private key, not locked with a password
    vertrouwd    certificates of who may sign an answer, each pinned; or, with `oin`, the authority
                 that issues them
    oin          Subject.serialNumber of whoever signs an answer; "" = not asked
    """

    certificaat: Path
    sleutel: Path
    vertrouwd: Path
    oin: str = ""


@dataclass(frozen=True, slots=True)
class Adressering:
    """What goes in the headers of WS-Addressing 1.0 (Digikoppeling WUS: To, Action, MessageID).

    dkintern  organisation, application and administration for the form that StUF gives to a
              MessageID (protocolbindingen 5.1); () = urn:uuid
    """

    naar: str
    actie: str
    dkintern: tuple[str, ...] = ()

    def berichtnummer(self, kenmerk: str) -> str:
        """Give the MessageID of the question with this number."""
        if not self.dkintern:
            return f"urn:uuid:{kenmerk}"
        parts = (*self.dkintern, kenmerk)
        return f"urn:dkintern:{':'.join(quote(part, safe='') for part in parts)}"


@dataclass(frozen=True, slots=True)
class Beveiliging:
    """Everything above TLS; nothing set = nothing sent and nothing asked of an answer."""

    basic: Basic | None = None
    token: UsernameToken | None = None
    handtekening: Handtekening | None = None
    adressering: Adressering | None = None

    def voor(self, naar: str, actie: str) -> "Beveiliging":
        """Give the same for another question of the same server."""
        if self.adressering is None:
            return self
        return replace(self, adressering=replace(self.adressering, naar=naar, actie=actie))

    @property
    def in_bericht(self) -> bool:
        """Tell whether a message gets headers of ours."""
        return bool(self.token or self.handtekening or self.adressering)

    @property
    def keurt_antwoord(self) -> bool:
        """Tell whether an answer must prove something before any of it is used."""
        return bool(self.handtekening or self.adressering)


#: For a source that says nothing of it.
GEEN = Beveiliging()
