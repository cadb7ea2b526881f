"""A StUF source to test with: zaken of fictional people, a mapping's addresses, a server."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from connectors.base import ReadRequest
from connectors.stuf_zkn import Grenzen, StufConnector, StufSource, Systeem, Tls
from connectors.uitgaand import Uitgaand
from demo.certificaten import Certificaten, maak
from demo.stuf_zaak import Zaak
from regres import Datum, SourceRecord, XmlLayout

NU = datetime(2026, 3, 1, 2, 15, tzinfo=UTC)
VENSTER = ReadRequest(van=date(2026, 1, 1), tot=date(2026, 2, 28))
STANDARDS = Path(__file__).resolve().parents[3] / "shared" / "standards"

NAMESPACES = {
    "ZKN": "http://www.egem.nl/StUF/sector/zkn/0310",
    "BG": "http://www.egem.nl/StUF/sector/bg/0310",
    "StUF": "http://www.egem.nl/StUF/StUF0301",
}
_PERSOON = "ZKN:heeftAlsInitiator/ZKN:gerelateerde/ZKN:natuurlijkPersoon"
_BESLUIT = "ZKN:leidtTot/ZKN:gerelateerde"


def extra_element(naam: str) -> str:
    """Give the XPath of an extraElement."""
    return f"StUF:extraElementen/StUF:extraElement[@naam='{naam}']"


LAYOUT = XmlLayout(
    NAMESPACES,
    {
        "zaak": ("ZKN:identificatie",),
        "start": ("ZKN:startdatum",),
        "vlag": (extra_element("wmo.indicatieOngeval"), extra_element("wmo.ongeval")),
        "datum_ongeval": (extra_element("wmo.datumOngeval"),),
        "bsn": (f"{_PERSOON}/BG:inp.bsn",),
        "naam": (f"{_PERSOON}/BG:geslachtsnaam",),
        "besluit": (f"{_BESLUIT}/ZKN:identificatie",),
        "product": (extra_element("wmo.productCode"),),
        "bedrag": (extra_element("wmo.bedrag"),),
    },
    altijd=("besluit", "vlag", "datum_ongeval", "bsn"),
)


def bsn(number: int) -> str:
    """Give the n-th fictional BSN 9999xxxxx that passes the elfproef."""
    return _bsns()[number]


@cache
def _bsns() -> Sequence[str]:
    found: list[str] = []
    candidate = 999_900_000
    while len(found) < 500:
        digits = [int(sign) for sign in str(candidate)]
        weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
        if sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0:
            found.append(str(candidate))
        candidate += 1
    return found


def zaak(number: int, **changes: Any) -> Zaak:
    """Make a provision; numbers rise as the start dates fall, as sortering 5 gives them."""
    start = date(2026, 2, 28) - timedelta(days=number % 59)
    made = Zaak(
        sleutel=f"ZAAK-{number:05}",
        identificatie=f"9901WMO2026{number:06}",
        omschrijving=f"Voorziening {number:05}",
        startdatum=start,
        bsn=bsn(number % 400),
        geslachtsnaam="Özdemir" if number % 2 else "Wit & Zoon",
        voorletters="A.",
        geboortedatum=Datum(1954, 6),
        besluit=f"9901BSL2026{number:06}",
        datum_beslissing=start,
        ingangsdatum=start,
        indicatie_ongeval="J" if number % 10 == 0 else "N",
        datum_ongeval=Datum(2025, 11) if number % 10 == 0 else Datum(),
        product_categorie="13",
        product_code="13X21",
        bedrag=Decimal("6450.00"),
        leveringsvorm="ZIN",
    )
    return replace(made, **changes)


def zaken(count: int) -> list[Zaak]:
    """Make provisions within the window of VENSTER."""
    return [zaak(number) for number in range(count)]


@cache
def certificaten() -> Certificaten:
    """Make one authority with its certificates per test process: keys are slow to make."""
    return maak(Path(_folder().name))


@cache
def _folder() -> "TemporaryDirectory[str]":
    return TemporaryDirectory(prefix="regresbrug-test-")


def bron(url: str, **changes: Any) -> StufSource:
    """Make a source that the test server answers; keywords replace its parts."""
    certs = certificaten()
    made = StufSource(
        gemeentecode="9901",
        url=url,
        zender=Systeem("Regresbrug", "9901", "test"),
        ontvanger=Systeem("WmoRegistratie", "9901", "test"),
        tls=Tls(certs.ca, certs.client, certs.client_sleutel),
        layout=LAYOUT,
        uitgaand=Uitgaand(frozenset({"localhost"}), loopback=True),
        zaaktypen=("WMO-VOORZ",),
        grenzen=Grenzen(verbinden=2, lezen=2, totaal=5),
    )
    return replace(made, **changes)


def connector(source: StufSource, slaap: Callable[[float], None] = lambda _: None) -> StufConnector:
    """Make the connector; by default it does not wait between two tries."""
    return StufConnector(source, klok=lambda: NU, slaap=slaap)


def lees(source: StufSource, request: ReadRequest = VENSTER) -> list[str]:
    """Read to the end; give the number of every zaak, in order."""
    return list(_zaken(source, request))


def _zaken(source: StufSource, request: ReadRequest) -> Iterator[str]:
    with connector(source).read(request) as reading:
        record: SourceRecord
        for record in reading:
            yield record.fields.text("zaak")
        assert reading.proof().gelezen >= 0
