"""What stands at the other end, in a process of its own: the zaaksysteem and the case backend.

Pages lie ready as bytes, so that the wall time is little; only the number of the question is put
into them. PAD/wacht-120/NAME comes after so many milliseconds, PAD/weigert/NAME never. The backend
takes every melding and gives a receipt. Both speak TLS and want to see a certificate, on one port.
"""

import json
import re
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from demo.certificaten import Certificaten
from demo.stuf_antwoord import BG, SOAP, STUF, XSI, ZKN

PAD: Final = "/StUF/BeantwoordVraag"
_NUMMER: Final = b"@@vraag@@"
_REFERENTIE = re.compile(rb"referentienummer>([^<]+)<")
_START = re.compile(rb'sleutelOntvangend="([^"]+)"')
_XMLNS = f'xmlns:ZKN="{ZKN}" xmlns:BG="{BG}" xmlns:StUF="{STUF}" xmlns:xsi="{XSI}"'
STAART: Final = b"</ZKN:antwoord></ZKN:zakLa01></soapenv:Body></soapenv:Envelope>\n"


def kop(meer: bool, aantal: int) -> bytes:
    """Write all of a page that stands before its first object."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="{SOAP}">'
        f"<soapenv:Body><ZKN:zakLa01 {_XMLNS}><ZKN:stuurgegevens>"
        "<StUF:berichtcode>La01</StUF:berichtcode>"
        "<StUF:zender><StUF:organisatie>9901</StUF:organisatie>"
        "<StUF:applicatie>WmoRegistratie</StUF:applicatie></StUF:zender>"
        "<StUF:ontvanger><StUF:organisatie>Regresloket</StUF:organisatie>"
        "<StUF:applicatie>Regresbrug</StUF:applicatie></StUF:ontvanger>"
        "<StUF:referentienummer>antwoord</StUF:referentienummer>"
        "<StUF:tijdstipBericht>20261121040000</StUF:tijdstipBericht>"
        f"<StUF:crossRefnummer>{_NUMMER.decode()}</StUF:crossRefnummer>"
        "<StUF:entiteittype>ZAK</StUF:entiteittype></ZKN:stuurgegevens><ZKN:parameters>"
        f"<StUF:indicatorVervolgvraag>{str(meer).lower()}</StUF:indicatorVervolgvraag>"
        f"<StUF:aantalVoorkomens>{aantal}</StUF:aantalVoorkomens></ZKN:parameters><ZKN:antwoord>\n"
    ).encode()


class Paginas:
    """The pages of one data set, found by the last key of the page before."""

    def __init__(self, folder: Path) -> None:
        self._objects = folder / "objecten.xml"
        told = json.loads((folder / "paginas.json").read_text(encoding="utf-8"))
        self._pages: list[tuple[int, int, bytes]] = [
            (begin, end, head.encode()) for begin, end, _, head in told
        ]
        self._after = {last.encode(): number for number, (_, _, last, _) in enumerate(told, 1)}

    def antwoord(self, vraag: bytes) -> bytes:
        """Give the page that comes after the one this question names."""
        start, reference = _START.search(vraag), _REFERENTIE.search(vraag)
        begin, end, head = self._pages[self._after[start[1]] if start else 0]
        with self._objects.open("rb") as objects:
            objects.seek(begin)
            body = objects.read(end - begin)
        return head.replace(_NUMMER, reference[1] if reference else b"") + body + STAART


class _Deur(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    #: Headers and body leave in one piece: in two, each answer would wait for an acknowledgement.
    wbufsize = -1
    server: "Deuren"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith(PAD):
            way, _, name = self.path.removeprefix(f"{PAD}/").rpartition("/")
            if way == "weigert":
                self._geef(500, "text/plain", b"")
                return
            if way:
                time.sleep(int(way.removeprefix("wacht-")) / 1000)
            self._geef(200, "text/xml; charset=utf-8", self.server.paginas(name).antwoord(body))
        else:
            self._geef(201, "application/json", self.server.ontvang(json.loads(body)))

    def _geef(self, status: int, soort: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", soort)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Deuren(ThreadingHTTPServer):
    """Both servers; a data set is asked for as PAD/NAME, and is a folder below `plaats`."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, plaats: Path, tls: Certificaten) -> None:
        super().__init__(("127.0.0.1", 0), _Deur)
        self._plaats = plaats
        self._known: dict[str, Paginas] = {}
        self._count = 0
        self._lock = threading.Lock()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(tls.server, tls.server_sleutel)
        self._context.load_verify_locations(tls.ca)
        self._context.verify_mode = ssl.CERT_REQUIRED

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Shake hands in the thread of the connection."""
        with self._context.wrap_socket(request, server_side=True) as tls:
            super().finish_request(tls, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that hangs up."""

    def paginas(self, name: str) -> Paginas:
        """Give the pages of a data set."""
        with self._lock:
            if name not in self._known:
                self._known[name] = Paginas(self._plaats / name)
            return self._known[name]

    def ontvang(self, melding: dict[str, Any]) -> bytes:
        """Give a receipt."""
        with self._lock:
            self._count += 1
            number = self._count
        return json.dumps(
            {
                "referentie": melding["referentie"],
                "versie": melding["versie"],
                "zaaknummer": f"Z-{number}",
                "ontvangenOp": "2026-11-21T04:00:00Z",
            }
        ).encode()


def main(plaats: Path, tls: Path) -> None:
    """Serve until standard input closes; the first line out is the port."""
    names = ("ca.pem", "server.pem", "server.key", "client.pem", "client.key")
    server = Deuren(plaats, Certificaten(*(tls / name for name in names)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
