"""A real mail server for tests, with TLS, a login and a memory; and servers that lie."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
GEBRUIKER, WACHTWOORD = "regresbrug", "geheim-voor-de-toets"


@dataclass
class Brievenbus:
    """What the server was given, and what it says no to.

    weiger   the word of the talk (MAIL, RCPT, DATA) -> the answer
    adressen recipients that are refused
    """

    brieven: list[EmailMessage] = field(default_factory=list)
    naar: list[list[str]] = field(default_factory=list)
    weiger: dict[str, str] = field(default_factory=dict)
    adressen: dict[str, str] = field(default_factory=dict)
    versleuteld: list[bool] = field(default_factory=list)
    aangemeld: list[bool] = field(default_factory=list)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if told := self.weiger.get("MAIL"):
            return told
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if told := self.weiger.get("RCPT") or self.adressen.get(address):
            return told
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if told := self.weiger.get("DATA"):
            return told
        content = envelope.content
        assert isinstance(content, bytes)
        found = message_from_bytes(content, policy=default)
        assert isinstance(found, EmailMessage)
        self.brieven.append(found)
        self.naar.append(list(envelope.rcpt_tos))
        self.versleuteld.append(session.ssl is not None)
        self.aangemeld.append(bool(session.authenticated))
        return "250 OK"


@dataclass(frozen=True)
class Mailhuis:
    """A running mail server."""

    poort: int
    ca: Path
    bus: Brievenbus

    def config(self, geheim: str, **anders: Any) -> dict[str, Any]:
        """Give the block `mail:` of a configuration that uses it."""
        block: dict[str, Any] = {
            "server": HOST,
            "poort": self.poort,
            "beveiliging": "starttls",
            "ca": str(self.ca),
            "gebruiker": GEBRUIKER,
            "wachtwoord": geheim,
            "van": "regresbrug@duinrand.example",
            "beheer": ["beheer@duinrand.example"],
        }
        return block | anders


def _inlog(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (
        GEBRUIKER.encode(),
        WACHTWOORD.encode(),
    )
    return AuthResult(success=known, handled=False)


def vrije_poort() -> int:
    """Give a port that nothing listens on."""
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


def certificaten(
    folder: Path, *names: str, ca: trustme.CA | None = None, **anders: Any
) -> tuple[ssl.SSLContext, Path]:
    """Make an authority and the context of a server with these names; gives the file of the CA."""
    authority = ca or trustme.CA(organization_name="Proef-CA")
    file = folder / "mail-ca.pem"
    file.write_bytes(authority.cert_pem.bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*(names or (HOST,)), **anders).configure_cert(context)
    return context, file


@contextlib.contextmanager
def mailserver(
    folder: Path,
    *,
    tls: bool = False,
    starttls: bool = True,
    inlog: bool = True,
    poort: int | None = None,
    context: ssl.SSLContext | None = None,
) -> Iterator[Mailhuis]:
    """Run a mail server on this machine.

    tls       TLS from the first byte; else `starttls` says whether that is offered
    inlog     a login is asked for; not with `tls`
    """
    own, ca = certificaten(folder)
    bus = Brievenbus()
    # The library warns of a login without STARTTLS, also where TLS is there from the first byte.
    login = {"authenticator": _inlog, "auth_required": True, "auth_require_tls": True}
    none = {"auth_exclude_mechanism": ["PLAIN", "LOGIN"]}
    wanted: dict[str, Any] = dict(login if inlog and not tls else none)
    if starttls and not tls:
        wanted |= {"tls_context": context or own, "require_starttls": True}
    server = Controller(
        bus,
        hostname=HOST,
        port=poort or vrije_poort(),
        ssl_context=(context or own) if tls else None,
        ready_timeout=20,
        **wanted,
    )
    server.start()
    try:
        yield Mailhuis(server.port, ca, bus)
    finally:
        server.stop()


Praat = Callable[[socket.socket], None]


@contextlib.contextmanager
def leugenaar(praat: Praat) -> Iterator[int]:
    """Run a server that says what it is told to; gives its port."""
    listener = socket.create_server((HOST, 0))
    busy: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            busy.append(sock)
            with contextlib.suppress(OSError):
                praat(sock)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for sock in busy:
            sock.close()
        thread.join(5)


def zwijgt(sock: socket.socket) -> None:
    """Say nothing, for ever."""
    while sock.recv(100):
        pass


def druppelt(sock: socket.socket) -> None:
    """Give one letter of an endless answer at a time."""
    while True:
        sock.sendall(b"2")
        time.sleep(0.1)


def groet(*antwoorden: bytes) -> Praat:
    """Greet, and give these answers one by one; then hang up."""

    def praat(sock: socket.socket) -> None:
        with sock:
            for told in (b"220 hallo\r\n", *antwoorden):
                sock.sendall(told)
                if not sock.recv(1000):
                    return

    return praat
