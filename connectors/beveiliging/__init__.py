"""How a SOAP connection is secured above TLS: who we say we are, what an answer must prove."""

from connectors.beveiliging.bewaker import Bewaker
from connectors.beveiliging.instelling import (
    Adressering,
    Basic,
    Beveiliging,
    Handtekening,
    UsernameToken,
)

__all__ = ["Adressering", "Basic", "Beveiliging", "Bewaker", "Handtekening", "UsernameToken"]
