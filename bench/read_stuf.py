"""How quick a StUF source is read, and whether memory stays flat, over a real socket with mTLS.

    python -m bench.read_stuf [--objects 1000 10000] [--rounds 5] [--page 50]

The server and every read are processes of their own, so that CPU and peak memory are the reader's
alone. Of each zaak the key and the flag are read, of one in ten all addresses. The floor is the
same bytes through lxml's pull parser, with nothing taken out. Writes the median of the rounds.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lxml import etree

from connectors.base import ReadRequest
from connectors.stuf_zkn import StufConnector, StufSource, Systeem, Tls
from connectors.uitgaand import Uitgaand
from demo.certificaten import Certificaten, maak
from demo.stuf_server import StufServer
from demo.stuf_zaak import Zaak, als_xml
from regres import Datum, SourceRecord, XmlLayout

ZKN = "http://www.egem.nl/StUF/sector/zkn/0310"
NAMESPACES = {
    "ZKN": ZKN,
    "BG": "http://www.egem.nl/StUF/sector/bg/0310",
    "StUF": "http://www.egem.nl/StUF/StUF0301",
}
_PERSOON = "ZKN:heeftAlsInitiator/ZKN:gerelateerde/ZKN:natuurlijkPersoon"
_BESLUIT = "ZKN:leidtTot/ZKN:gerelateerde"
_EXTRA = "indicatieOngeval datumOngeval productCategorie productCode bedrag leveringsvorm status"
ADRESSEN = {
    "besluit": (f"{_BESLUIT}/ZKN:identificatie",),
    "datum": (f"{_BESLUIT}/ZKN:datumBeslissing",),
    "bsn": (f"{_PERSOON}/BG:inp.bsn",),
    "naam": (f"{_PERSOON}/BG:geslachtsnaam",),
    "omschrijving": ("ZKN:omschrijving",),
    **{
        name: (f"StUF:extraElementen/StUF:extraElement[@naam='wmo.{name}']",)
        for name in _EXTRA.split()
    },
}
ALTIJD = ("besluit", "productCode", "indicatieOngeval")


def zaak(number: int) -> Zaak:
    """Make one provision, about 2 kB as XML."""
    day = date(2026, 2, 28) - timedelta(days=number % 59)
    return Zaak(
        sleutel=f"ZAAK-{number:07}",
        identificatie=f"9901WMO2026{number:07}",
        omschrijving=f"Voorziening {number:07}",
        toelichting="Loopt moeilijk; woning heeft een trap. " * 5,
        startdatum=day,
        bsn="999900006",
        geslachtsnaam="Wit",
        geboortedatum=Datum(1954, 6),
        besluit=f"9901BSL2026{number:07}",
        datum_beslissing=day,
        ingangsdatum=day,
        indicatie_ongeval="J" if number % 100 == 0 else "N",
        product_categorie="13",
        product_code="13X21",
        bedrag=Decimal("6450.00"),
        leveringsvorm="ZIN",
        status="Toegekend",
    )


def serve(objects: int, certs: Certificaten) -> None:
    """Answer until standard input closes; the first line out is the address."""
    with StufServer([zaak(number) for number in range(objects)], certs) as server:
        print(server.url, flush=True)
        sys.stdin.read()


def read(url: str, certs: Certificaten, page: int) -> dict[str, Any]:
    """Read everything once; give counts, seconds and the peak of this process."""
    source = StufSource(
        gemeentecode="9901",
        url=url,
        zender=Systeem("Regresbrug", "9901"),
        ontvanger=Systeem("WmoRegistratie", "9901"),
        tls=Tls(certs.ca, certs.client, certs.client_sleutel),
        layout=XmlLayout(NAMESPACES, ADRESSEN),
        uitgaand=Uitgaand(frozenset({"localhost"}), loopback=True),
        zaaktypen=("WMO-VOORZ",),
        maximum_aantal=page,
    )
    request = ReadRequest(van=date(2026, 1, 1), tot=date(2026, 2, 28))
    wall, cpu = time.perf_counter(), time.process_time()
    reader = StufConnector(source, klok=lambda: datetime.now(UTC))
    with reader.read(request) as reading:
        for number, record in enumerate(reading):
            _use(record, ADRESSEN if number % 10 == 0 else ALTIJD)
        proof = reading.proof()
    return {
        "records": proof.gelezen,
        "bytes": proof.details["bytes"],
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - wall,
        "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _use(record: SourceRecord, adressen: Sequence[str] | dict[str, Any]) -> None:
    for adres in adressen:
        record.fields.text(adres)


def floor(objects: int) -> float:
    """Give the CPU seconds of tokenising as many objects, freeing them, and nothing else."""
    piece = als_xml(zaak(1), None) * 50
    xmlns = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    begin = time.process_time()
    parser = etree.XMLPullParser(events=("end",), tag=(f"{{{ZKN}}}object",))
    parser.feed(f"<a {xmlns} {xsi}>".encode())
    for _ in range(objects // 50):
        parser.feed(piece)
        for _, element in parser.read_events():
            element.clear()  # type: ignore[union-attr]  # "end" events carry elements
    return time.process_time() - begin


def child(*words: str) -> list[str]:
    """Give the command for this file as a process of its own."""
    return [sys.executable, "-P", "-m", "bench.read_stuf", *words]


def rounds(objects: int, count: int, page: int) -> Iterator[dict[str, Any]]:
    """Start a server and read it in turn with the floor."""
    with TemporaryDirectory() as folder:
        maak(Path(folder))
        server = subprocess.Popen(
            child("--serve", folder, "--objects", str(objects)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with server:
            url = (server.stdout.readline() if server.stdout else "").strip()
            for _ in range(count + 1):  # the first warms the server's own cache, and is left out
                done = subprocess.run(
                    child("--read", folder, "--url", url, "--page", str(page)),
                    capture_output=True,
                    check=True,
                    text=True,
                )
                yield {**json.loads(done.stdout), "floor": floor(objects)}


def report(objects: int, count: int, page: int) -> None:
    """Print one line for one size."""
    found = list(rounds(objects, count, page))[1:]
    middle = {key: statistics.median(one[key] for one in found) for key in found[0]}
    spread = max(one["floor"] for one in found) / min(one["floor"] for one in found)
    print(
        f"{objects:>7} objects  {middle['bytes'] / objects:5.0f} B each"
        f"  {middle['records'] / middle['cpu']:7.0f} records/CPU-s"
        f"  {middle['records'] / middle['wall']:6.0f}/s wall  peak {middle['rss']:5.1f} MiB"
        f"  {middle['cpu'] / middle['floor']:4.1f} x lxml floor (spread {spread:.2f})"
    )


def certificaten(folder: Path) -> Certificaten:
    """Name the files that `maak` wrote."""
    names = ("ca.pem", "server.pem", "server.key", "client.pem", "client.key")
    return Certificaten(*(folder / name for name in names))


def main() -> None:
    """Measure, or be one of the processes."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--objects", type=int, nargs="+", default=[1000, 10_000])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--page", type=int, default=50)
    options.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--url", default="", help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.serve:
        serve(asked.objects[0], certificaten(asked.serve))
    elif asked.read:
        print(json.dumps(read(asked.url, certificaten(asked.read), asked.page)))
    else:
        for objects in asked.objects:
            report(objects, asked.rounds, asked.page)


if __name__ == "__main__":
    main()
