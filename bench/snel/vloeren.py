"""The floors: what nobody who reads the same can do without. Each is a process of its own.

python -P bench/snel/vloeren.py bytes|csv FILE
python -P bench/snel/vloeren.py https|lxml URL TLS-FOLDER
"""

import csv
import http.client
import json
import re
import ssl
import sys
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

_LAATSTE = re.compile(rb'sleutelVerzendend="([^"]+)"')
_VRAAG = b"<q><referentienummer>1</referentienummer>%s</q>"
_BROK = 65_536


def bytes_(file: str) -> int:
    """Read the bytes."""
    with open(file, "rb") as source:
        return sum(len(piece) for piece in iter(lambda: source.read(_BROK), b""))


def csv_(file: str) -> int:
    """Cut the rows with csv.reader; nothing is kept."""
    with open(file, encoding="cp1252", newline="") as text:
        return sum(1 for _ in csv.reader(text, delimiter=";", strict=True))


def paginas(url: str, tls: str) -> Iterator[Iterator[bytes]]:
    """Fetch page after page over one mutual TLS connection, in pieces."""
    context = ssl.create_default_context(cafile=f"{tls}/ca.pem")
    context.load_cert_chain(f"{tls}/client.pem", f"{tls}/client.key")
    parts = urlsplit(url)
    line = http.client.HTTPSConnection(parts.hostname or "", parts.port, context=context)
    start = b""
    while True:
        line.request("POST", parts.path, _VRAAG % start)
        tail = [b""]
        more = [False]
        yield _stukken(line.getresponse(), tail, more)
        if not more[0]:
            return
        start = b'<o sleutelOntvangend="%s"/>' % _LAATSTE.findall(tail[0])[-1]


def _stukken(
    response: http.client.HTTPResponse, tail: list[bytes], more: list[bool]
) -> Iterator[bytes]:
    first = True
    while piece := response.read(_BROK):
        if first:
            more[0] = b"Vervolgvraag>true" in piece[:4096]
            first = False
        tail[0] = tail[0][-8192:] + piece
        yield piece


def https(url: str, tls: str) -> int:
    """Fetch all pages."""
    return sum(len(piece) for page in paginas(url, tls) for piece in page)


def lxml(url: str, tls: str) -> int:
    """Fetch and tokenise; each object is freed, nothing is taken out of it."""
    from lxml import etree

    tag = "{http://www.egem.nl/StUF/sector/zkn/0310}object"
    count = 0
    for page in paginas(url, tls):
        parser = etree.XMLPullParser(events=("end",), tag=(tag,))
        for piece in page:
            parser.feed(piece)
            for _, element in parser.read_events():
                element.clear()  # type: ignore[union-attr]  # "end" events carry elements
                count += 1
        parser.close()
    return count


if __name__ == "__main__":
    banen: dict[str, Callable[..., int]] = {
        "bytes": bytes_,
        "csv": csv_,
        "https": https,
        "lxml": lxml,
    }
    work = banen[sys.argv[1]]
    print(json.dumps({"gelezen": work(*sys.argv[2:])}))
