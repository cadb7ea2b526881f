"""The reference case backend: takes sealed meldingen in, opens them, and makes cases of them."""

from loket.api import create_app
from loket.config import laad
from loket.server import LoketServer, serve
from loket.settings import Gemeente, LoketSettings, LoketSleutel, Paginas, Tls
from loket.stappen import Stap, leg_vast

__all__ = [
    "Gemeente",
    "LoketServer",
    "LoketSettings",
    "LoketSleutel",
    "Paginas",
    "Stap",
    "Tls",
    "create_app",
    "laad",
    "leg_vast",
    "serve",
]
