"""Mail out: one server, TLS always, a deadline over the whole talk, nothing of its words repeated.

What goes wrong is SinkDown (try again later) or SinkStopped (a person must act). A server may put
anything in its answers, so of those only the number is told.
"""

import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path
from typing import Self

from regres import Problem, RegresbrugError, SinkDown, SinkError, SinkStopped, Step
from regres.berichten import bericht
from regres.shapes import GEDULD
from regres.waarde import dataclass
from sinks.verbinding import look_up

#: Seconds that a whole talk may take; a server that drips its answers is cut off then.
TOTAAL = 60.0
#: OpenSSL's verify codes (X509_V_ERR_*) -> case of S-0113; the rest is an unknown authority.
_VERIFY = {9: "nog_niet", 10: "verlopen", 62: "naam", 64: "naam"}
_STAPPEN = ("TLS-bestanden", "naam in DNS", "verbinding", "TLS", "aanmelden", "adressen")
#: The step that a problem belongs to; the rest is about the talk as a whole.
_STAP = {
    "S-0111": "naam in DNS",
    "S-0112": "TLS",
    "S-0113": "TLS",
    "S-0114": "TLS-bestanden",
    "S-0115": "aanmelden",
    "S-0116": "adressen",
    "S-0117": "adressen",
}


class Beveiliging(StrEnum):
    """How TLS begins: at once, or after STARTTLS. There is no third way."""

    TLS = "tls"
    STARTTLS = "starttls"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailserver:
    """All that is needed to hand a mail over.

    ca          PEM file with the only roots that are trusted
    uitgaand    the only addresses ("host:port") that may be reached
    gebruiker   "" = the server asks for no login
    wachtwoord  what fetches it when it is needed; raises SinkStopped
    van         the sender's address
    loopback    the demo and tests only
    verbindtijd, totaaltijd   seconds for each wait, and for the whole talk
    """

    host: str
    poort: int
    beveiliging: Beveiliging
    ca: Path
    uitgaand: Collection[str]
    van: str
    gebruiker: str = ""
    wachtwoord: Callable[[], str] = field(default=lambda: "", repr=False)
    loopback: bool = False
    verbindtijd: float = 10.0
    totaaltijd: float = TOTAAL

    @property
    def waar(self) -> str:
        """Give host:port."""
        return f"{self.host}:{self.poort}"

    def hoogstens(self, seconden: float) -> Self:
        """Give the same server with no more patience than this."""
        short = min(self.verbindtijd, seconden)
        return replace(self, verbindtijd=short, totaaltijd=min(self.totaaltijd, 3 * seconden))


class Post:
    """Hands mails over; each in a talk of its own.

    proef  the addresses that `check` names
    """

    def __init__(self, server: Mailserver, proef: Sequence[str] = ()) -> None:
        self._server = server
        self._proef = proef

    @property
    def van(self) -> str:
        """Give the sender's address."""
        return self._server.van

    def verstuur(self, brief: EmailMessage, aan: Sequence[str]) -> tuple[int, ...]:
        """Hand one mail over; gives which of the addresses were refused, by their place.

        The server has it when this returns. After an exception it may have it all the same: who
        tries again may bring it twice.

        Raises:
            SinkDown: no usable answer; try again later.
            SinkStopped: the server refuses us, or all addresses, or speaks no TLS.

        """
        with _gesprek(self._server) as line:
            line.open()
            refused = line.adressen(aan)
            line.inhoud(brief.as_bytes())
        return refused

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the steps of `check` in order."""
        return _STAPPEN

    def check(self, geduld: float = GEDULD) -> Iterator[Step]:
        """Walk the talk up to the addresses; no mail is sent. Stops after the first failure."""
        server, aan = self._server.hoogstens(geduld), self._proef
        told = dict.fromkeys(_STAPPEN, "in orde") | {"naam in DNS": server.waar}
        try:
            with _gesprek(server) as line:
                told["TLS"] = line.open()
                refused = line.adressen(aan)
                line.vergeet()
        except RegresbrugError as wrong:
            code = wrong.problems[0].code
            failing = "aanmelden" if code.startswith("K-") else _STAP.get(code, "verbinding")
            at = _STAPPEN.index(failing)
            yield from (Step(name, True, told[name]) for name in _STAPPEN[:at])
            yield Step(failing, False, problems=wrong.problems)
            return
        yield from (Step(name, True, told[name]) for name in _STAPPEN[:-1])
        many = f"{len(aan) - len(refused)} van de {len(aan)} adressen aangenomen"
        problems = (_deels(server, len(refused), len(aan)),) if refused else ()
        yield Step(_STAPPEN[-1], True, many, problems)


class _Lijn:
    """One talk with the server, over one socket."""

    def __init__(self, server: Mailserver) -> None:
        self._server = server
        self._context = _context(server)
        # Our own name: the library would look up that of this machine, and wait for DNS.
        self._smtp = smtplib.SMTP(local_hostname=server.van.rpartition("@")[2])
        self.te_laat = False

    def open(self) -> str:
        """Connect, begin TLS, log in; gives the version of TLS."""
        self._connect()
        self._expect(self._smtp.getreply(), 220)
        self._smtp.ehlo()
        if self._server.beveiliging is Beveiliging.STARTTLS:
            self._starttls()
        self._login()
        sock = self._smtp.sock
        return (sock.version() if isinstance(sock, ssl.SSLSocket) else None) or "TLS"

    def adressen(self, aan: Sequence[str]) -> tuple[int, ...]:
        """Name the sender and every recipient; gives the places of those that are refused."""
        code, _ = self._smtp.mail(self._server.van)
        if code != 250:
            raise self._weigering(code, "S-0116")
        answers = [self._smtp.rcpt(address)[0] for address in aan]
        refused = tuple(at for at, code in enumerate(answers) if code not in (250, 251))
        if refused and len(refused) == len(answers):
            soft = all(code < 500 for code in answers)
            raise self._weigering(answers[0] if soft else 550, "S-0117", len(answers))
        return refused

    def inhoud(self, brief: bytes) -> None:
        """Hand the mail itself over."""
        code, _ = self._smtp.data(brief)
        if code != 250:
            raise self._weigering(code, "S-0118")

    def vergeet(self) -> None:
        """Take sender and recipients back: nothing was to be sent."""
        self._smtp.rset()

    def breek_af(self) -> None:
        """End the talk from another thread: whoever waits for the server stops waiting."""
        self.te_laat = True
        sock = self._smtp.sock
        if sock is not None:
            # A plain socket's own: the TLS one would want to talk about it first.
            _stil(lambda: socket.socket.shutdown(sock, socket.SHUT_RDWR))

    def sluit(self, *, netjes: bool) -> None:
        """End the talk, with a goodbye when all went well."""
        if netjes:
            _stil(self._smtp.quit)
        self._smtp.close()

    def _connect(self) -> None:
        server = self._server
        if server.waar.lower() not in server.uitgaand:
            raise SinkStopped(bericht("S-0111", waar=server.waar, host=server.host))
        address = self._address()
        sock: socket.socket = socket.create_connection((address, server.poort), server.verbindtijd)
        self._smtp.sock = sock
        if server.beveiliging is Beveiliging.TLS:
            self._tls(sock)

    def _tls(self, sock: socket.socket) -> None:
        """Shake hands, on a socket that can be broken off meanwhile."""
        safe = self._context.wrap_socket(
            sock, server_hostname=self._server.host, do_handshake_on_connect=False
        )
        self._smtp.sock = safe
        safe.do_handshake()

    def _address(self) -> str:
        server = self._server
        try:
            return look_up(server.host, server.poort, loopback=server.loopback)[0]
        except SinkStopped:
            raise SinkStopped(bericht("S-0111", waar=server.waar, host=server.host)) from None
        except SinkDown:
            raise SinkDown(bericht("S-0110", "dns", waar=server.waar, host=server.host)) from None

    def _starttls(self) -> None:
        smtp, server = self._smtp, self._server
        if not smtp.has_extn("starttls"):
            raise SinkStopped(bericht("S-0112", waar=server.waar, host=server.host))
        self._expect(smtp.docmd("STARTTLS"), 220)
        if smtp.sock is None:
            raise smtplib.SMTPServerDisconnected
        self._tls(smtp.sock)
        # What was said before, or pushed in behind it, was said by anyone.
        smtp.file = None
        smtp.helo_resp = smtp.ehlo_resp = None
        smtp.esmtp_features, smtp.does_esmtp = {}, False
        smtp.ehlo()

    def _login(self) -> None:
        server = self._server
        if not server.gebruiker:
            return
        password = server.wachtwoord()
        try:
            self._smtp.login(server.gebruiker, password)
        except smtplib.SMTPNotSupportedError:
            case = "geen"
        except smtplib.SMTPAuthenticationError as wrong:
            case = "" if wrong.smtp_code >= 500 else "straks"
        except smtplib.SMTPException as wrong:
            # The bare exception: of all that the server offers there is nothing that we can do.
            if type(wrong) is not smtplib.SMTPException:
                raise
            case = "geen"
        else:
            return
        if case == "straks":
            raise self._weigering(454, "S-0115")
        raise SinkStopped(bericht("S-0115", case, waar=server.waar, host=server.host))

    def _expect(self, answer: tuple[int, bytes], wanted: int) -> None:
        if answer[0] != wanted:
            raise self._weigering(answer[0], "S-0118")

    def _weigering(self, code: int, ours: str, aantal: int = 0) -> SinkError:
        return _weigering(self._server, code, ours, aantal)


@contextmanager
def _gesprek(server: Mailserver) -> Iterator[_Lijn]:
    """Talk with the server within its time; whatever goes wrong on the line leaves as our own."""
    line = _Lijn(server)
    timer = threading.Timer(server.totaaltijd, line.breek_af)
    timer.daemon = True
    timer.start()
    wrong: SinkError | None = None
    try:
        yield line
    except (smtplib.SMTPException, OSError, ValueError) as error:
        wrong = _vertaal(error, server, te_laat=line.te_laat)
    finally:
        line.sluit(netjes=wrong is None and not line.te_laat)
        timer.cancel()
    # Outside the except block: what the server said is in the exception.
    if wrong is not None:
        raise wrong


def _vertaal(error: Exception, server: Mailserver, *, te_laat: bool) -> SinkError:
    words: Mapping[str, str] = {"host": server.host}
    where = server.waar
    match error:
        case _ if te_laat:
            return SinkDown(bericht("S-0110", "tijd", waar=where, **words))
        case ssl.SSLCertVerificationError():
            case = _VERIFY.get(error.verify_code, "")
            return SinkStopped(bericht("S-0113", case, waar=where, **words))
        case ssl.SSLError():
            return SinkStopped(bericht("S-0112", waar=where, **words))
        case smtplib.SMTPResponseException():
            return _weigering(server, error.smtp_code, "S-0118")
        # The library calls a server that is silent one that hung up.
        case TimeoutError() | BaseException(__context__=TimeoutError()):
            return SinkDown(bericht("S-0110", "tijd", waar=where, **words))
        case ConnectionRefusedError():
            return SinkDown(bericht("S-0110", "dicht", waar=where, **words))
    return SinkDown(bericht("S-0110", waar=where, **words))


def _weigering(server: Mailserver, code: int, ours: str, aantal: int = 0) -> SinkError:
    """Give what a no of the server means: 4xx passes by itself, 5xx does not."""
    if code < 400:
        return SinkDown(bericht("S-0110", waar=server.waar, host=server.host))
    if code < 500:
        return SinkDown(bericht("S-0119", waar=server.waar, host=server.host, antwoord=code))
    words = {"antwoord": str(code), "aantal": str(aantal)}
    return SinkStopped(bericht(ours, waar=server.waar, host=server.host, **words))


def _deels(server: Mailserver, refused: int, alle: int) -> Problem:
    words = {"aantal": str(refused), "alle": str(alle)}
    return bericht("S-0117", "deel", waar=server.waar, host=server.host, **words)


def _context(server: Mailserver) -> ssl.SSLContext:
    """Believe one authority only; not create_default_context(), which adds the machine's own."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_verify_locations(cafile=server.ca)
    except (OSError, ValueError):
        raise SinkStopped(bericht("S-0114", waar=str(server.ca))) from None
    return context


def _stil(work: Callable[[], object]) -> None:
    """Do what no longer matters when it fails."""
    try:
        work()
    except (OSError, smtplib.SMTPException):
        return
