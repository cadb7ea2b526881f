"""Running the console: its table of pages behind the door, on one address or a unix socket."""

import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from jinja2 import PackageLoader
from starlette.applications import Starlette

from privacy import Kluis
from regres import ConfigProblem
from regres.berichten import bericht
from settings import Settings
from settings.shapes import Paginas
from web.bladen import bladen
from web.look.aanmelden.deur import Deur
from web.look.aanmelden.geheim import Deursleutel
from web.look.aanmelden.toelating import AchterProxy, MetAccounts
from web.look.gebouw import Huis, Toelating, maak_app
from web.wereld import Wereld

PRODUCT = "Regresbrug"
_SLEUTEL = 32


def paginas_van(settings: Settings) -> Paginas:
    """Give the block `console:`; raises ConfigProblem when there is none, or it is not safe."""
    found = settings.dienst.console
    if found is None:
        raise ConfigProblem(bericht("C-0701", waar="regresbrug.yaml"))
    if found.tls is None and not _deze_computer(found.adres):
        raise ConfigProblem(bericht("C-0702", waar="regresbrug.yaml", naam=found.adres))
    return found


def deur_van(settings: Settings, kluis: Kluis) -> Deur:
    """Open the accounts of the console; raises KeyProblem or ConfigProblem."""
    found = paginas_van(settings)
    text = kluis.haal(found.sleutel, "console.sleutel").reveal().strip()
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != _SLEUTEL:
        raise ConfigProblem(bericht("C-0703", waar="console.sleutel"))
    path = settings.pad(found.accounts)
    try:
        return Deur(path, Deursleutel.van(key))
    except OSError as fault:
        name = type(fault).__name__
        raise ConfigProblem(bericht("C-0704", waar=found.accounts, fout=name)) from fault


def app_van(wereld: Wereld, toelating: Toelating, *, veilig: bool) -> Starlette:
    """Make the application of the console."""
    settings = wereld.settings
    found = paginas_van(settings)
    demo = settings.dienst.eigen_computer is not None
    huis = Huis(
        product=PRODUCT,
        bladen=bladen(wereld),
        paginas=PackageLoader("web", "templates"),
        toelating=toelating,
        veilig=veilig,
        omgeving="Demo" if demo else "",
        thema=settings.pad(found.thema).read_bytes() if found.thema else b"",
    )
    return maak_app(huis, wereld.klok)


@contextmanager
def toelating_van(
    settings: Settings, kluis: Kluis, *, role_header: bool, op_socket: bool
) -> Iterator[Toelating]:
    """Give the way in that was asked for, and close it."""
    if role_header:
        found = paginas_van(settings)
        reference = found.rollen_geheim
        if reference is None and not op_socket:
            raise ConfigProblem(bericht("C-0705", waar="regresbrug.yaml"))
        geheim = kluis.haal(reference, "console.rollen_geheim").reveal() if reference else ""
        yield AchterProxy(geheim, socket=op_socket)
        return
    deur = deur_van(settings, kluis)
    try:
        yield MetAccounts(deur)
    finally:
        deur.close()


def draai(
    app: Starlette,
    settings: Settings,
    kluis: Kluis,
    uds: Path | None,
    gereed: Callable[[str], None],
) -> None:
    """Serve until a signal ends it; `gereed` hears the address when it can be reached."""
    found = paginas_van(settings)
    config: dict[str, Any] = {
        "app": app,
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,
    }
    if uds is not None:
        gereed(str(uds))
        uvicorn.Server(uvicorn.Config(uds=str(uds), **config)).run()
        return
    config |= _tls(settings, kluis)
    listener = _luister(found)
    scheme = "https" if found.tls else "http"
    host = f"[{found.adres}]" if ":" in found.adres else found.adres
    gereed(f"{scheme}://{host}:{listener.getsockname()[1]}/")
    uvicorn.Server(uvicorn.Config(**config)).run([listener])


def _tls(settings: Settings, kluis: Kluis) -> dict[str, str]:
    """Name the certificate and key of the console; ConfigProblem when they cannot be used."""
    tls = paginas_van(settings).tls
    if tls is None:
        return {}
    key = kluis.pad(tls.sleutel)
    if key is None:
        raise ConfigProblem(bericht("C-0706", waar="console.tls.sleutel"))
    certificate = settings.pad(tls.certificaat)
    try:
        # uvicorn would find this out later, and end with a traceback.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, _zonder)
    except (OSError, ValueError) as fault:
        problem = bericht("C-0707", waar="console.tls", fout=type(fault).__name__)
        raise ConfigProblem(problem) from fault
    return {"ssl_certfile": str(certificate), "ssl_keyfile": str(key)}


def _zonder() -> str:
    """Refuse a key with a password: OpenSSL would ask a terminal that a service has not."""
    raise ValueError


def _luister(found: Paginas) -> socket.socket:
    family = socket.AF_INET6 if ":" in found.adres else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((found.adres, found.poort))
        listener.listen()
    except OSError as fault:
        listener.close()
        where = f"{found.adres}:{found.poort}"
        raise ConfigProblem(bericht("C-0309", waar=where, fout=type(fault).__name__)) from fault
    return listener


def _deze_computer(adres: str) -> bool:
    try:
        return ipaddress.ip_address(adres).is_loopback
    except ValueError:
        return False
