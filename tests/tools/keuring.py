"""Walking a municipality for tests, and what is proven of the step that failed."""

import json
import socket
import threading
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from lxml import etree

from console.keuringrapport import html
from console.tell import spreek
from demo.stuf_server import Quirks
from regres.berichten import Taal
from settings.keuring import Deel, GemeenteKeuring, Keuring, Stap, Uitkomst, Wereld, keur
from tests.tools.keten import (
    Keten,
    nu,
    stuf_draait,
    verse_zaak,
)

HOST = "localhost"
GOED = (Uitkomst.GELUKT, Uitkomst.LET_OP)
HTML = {"Content-Type": "text/html"}
XML = {"Content-Type": "text/xml; charset=utf-8"}


def gekeurd(keten: Keten, *delen: Deel, **wereld: Any) -> list[Stap]:
    """Walk the one municipality, with the patience of a test."""
    settings = keten.gemeente.settings()
    known: dict[str, Any] = {"klok": nu, "omgeving": {}, "geduld": 1.0}
    around = Wereld(**known | {"gelijkgezet": lambda: True} | wereld)
    return list(keur(settings, settings.gemeenten[0], around, delen or tuple(Deel)))


def enige_fout(steps: Collection[Stap], plek: str, naam: str, code: str) -> Stap:
    """Prove that one step failed, and what that means for the steps around it."""
    failed = [stap for stap in steps if stap.uitkomst is Uitkomst.FOUT]
    assert [(stap.plek, stap.naam, stap.code) for stap in failed] == [(plek, naam, code)]
    (stap,) = failed
    beside = [one for one in steps if (one.plek, one.deel) == (plek, stap.deel)]
    place = beside.index(stap)
    assert all(one.uitkomst in GOED for one in beside[:place])
    assert stap.exit_code in {3, 4, 5, 6, 8}
    assert all(problem.wat and problem.waar and problem.doe for problem in stap.problemen)
    in_verslag(steps, stap)
    return stap


def in_verslag(steps: Collection[Stap], stap: Stap) -> None:
    """Prove that both reports of this walk name the step first, and explain it."""
    een = GemeenteKeuring("Duinrand", "9901", "actief", tuple(steps))
    keuring = Keuring(nu(), "0", "config", "alles", offline=False, gemeenten=(een,))
    told = stap.problemen[0]
    # A test before this one may have asked a command for English.
    spreek(Taal.NL)

    (found,) = json.loads(json.dumps(keuring.as_json()))["gemeenten"]
    first = found["eerste_fout"]
    assert (first["plek"], first["stap"]) == (stap.plek, stap.naam)
    assert (first["bel"], first["zeg"]) == (stap.advies.bel(), stap.advies.zeg)
    for name in ("code", "wat", "waar", "gevolg", "doe"):
        assert first["problemen"][0][name] == getattr(told, name)

    page = etree.fromstring(html(keuring).encode(), etree.HTMLParser())
    head = next(page.iter("strong"))
    assert head.text == f"Eerste fout: {stap.plek}, {stap.naam} ({told.code})."
    explained = next(page.iter("section"))
    assert "fout" in explained.get("class", "")
    seen = [" ".join(str(text).split()) for text in explained.itertext()]
    for text in (told.code, told.wat, told.waar, told.gevolg, told.doe, stap.advies.zeg):
        assert not text or " ".join(text.split()) in seen


def rest_wacht(steps: Collection[Stap], stap: Stap) -> None:
    """Prove that what comes behind a step of a connection was not tried, and says on what."""
    beside = [one for one in steps if (one.plek, one.deel) == (stap.plek, stap.deel)]
    after = beside[beside.index(stap) + 1 :]
    assert {one.uitkomst for one in after} <= {Uitkomst.NIET_GEPROBEERD}
    assert {one.toelichting for one in after} <= {f"wacht op: {stap.naam}"}


# -- ways to break things ------------------------------------------------------------


def met_antwoord(keten: Keten, ends: ExitStack, quirks: Quirks, **anders: Any) -> None:
    """Read from a zaaksysteem that answers like this."""
    server = ends.enter_context(stuf_draait([verse_zaak(1, "J")], quirks))
    keten.met_stuf(server.url, **anders)


def altijd(status: int, headers: dict[str, str], body: bytes = b"") -> Quirks:
    return lambda number, good, code: (status, headers, body or good)


@contextmanager
def zwijgt(first: bytes = b"") -> Iterator[int]:
    """Take connections and say nothing, or one thing that is no TLS; gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken: list[socket.socket] = []

        def serve() -> None:
            while True:
                try:
                    connection = listener.accept()[0]
                except OSError:
                    return
                taken.append(connection)
                if first:
                    connection.sendall(first)

        threading.Thread(target=serve, daemon=True).start()
        yield int(listener.getsockname()[1])
        listener.shutdown(socket.SHUT_RDWR)
        for connection in taken:
            connection.close()


def bron(keten: Keten, **anders: Any) -> Keten:
    """Change the source `export`."""
    keten.gemeente.gemeente["bronnen"]["export"] |= anders
    keten.schrijf()
    return keten


def levering(keten: Keten, text: bytes) -> None:
    (keten.folder / "export" / "wmo_voorzieningen.csv").write_bytes(text)


def kop_weg(keten: Keten) -> None:
    file = keten.folder / "export" / "wmo_voorzieningen.csv"
    levering(keten, file.read_bytes().replace(b"Productcode", b"Prodcode", 1))


def rij_stuk(keten: Keten) -> None:
    file = keten.folder / "export" / "wmo_voorzieningen.csv"
    head, _, _ = file.read_bytes().partition(b"\r\n")
    levering(keten, head + b"\r\n1;2;3\r\n")


def andere_poort(keten: Keten, port: int) -> None:
    keten.mag_naar(f"127.0.0.1:{port}")
    bron(keten, poort=port)
