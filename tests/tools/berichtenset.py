"""StUF-berichtenSets to test with: messages about zaken of fictional people."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from connectors.stuf_file import StufBestand
from connectors.stuf_zkn import Systeem
from demo.stuf_zaak import Zaak, als_xml
from tests.tools import stuf

NU = datetime(2026, 3, 1, 2, 15, tzinfo=UTC)
ZENDER = Systeem("WmoRegistratie", "9901", "test")
ONTVANGER = Systeem("Regresbrug", "9901", "test")
_NS = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in stuf.NAMESPACES.items())
_XSI = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def formaat(**changes: Any) -> StufBestand:
    """Make the format of these sets."""
    known = {"gemeentecode": "9901", "zender": ZENDER, "ontvanger": ONTVANGER}
    how: dict[str, Any] = known | {"layout": stuf.LAYOUT, "klok": lambda: NU}
    return StufBestand(**how | changes)


def tijdstip(nummer: int) -> str:
    """Give the moment of the n-th message: a second later each time."""
    return f"20260228{10 + nummer // 3600:02}{nummer // 60 % 60:02}{nummer % 60:02}000"


def objecten(zaak: Zaak, soort: str, was: Zaak | None = None) -> str:
    """Give the objects of a message of this mutatiesoort."""
    both = [was or zaak, zaak] if soort == "W" else [zaak]
    whole = "".join(als_xml(one, None).decode() for one in both)
    return whole.replace("<ZKN:object ", f'<ZKN:object StUF:verwerkingssoort="{soort}" ')


def bericht(
    nummer: int,
    soort: str,
    inhoud: str,
    *,
    zender: Systeem = ZENDER,
    referentie: str = "",
    tijd: str = "",
    berichtcode: str = "Lk01",
) -> str:
    """Give one zakLk01 with these objects."""
    return (
        f"<ZKN:zakLk01><ZKN:stuurgegevens><StUF:berichtcode>{berichtcode}</StUF:berichtcode>"
        f"{_systeem('zender', zender)}{_systeem('ontvanger', ONTVANGER)}"
        f"<StUF:referentienummer>{referentie or f'REF-{nummer:06}'}</StUF:referentienummer>"
        f"<StUF:tijdstipBericht>{tijd or tijdstip(nummer)}</StUF:tijdstipBericht>"
        "<StUF:entiteittype>ZAK</StUF:entiteittype></ZKN:stuurgegevens>"
        f"<ZKN:parameters><StUF:mutatiesoort>{soort}</StUF:mutatiesoort>"
        "<StUF:indicatorOvername>I</StUF:indicatorOvername></ZKN:parameters>"
        f"{inhoud}</ZKN:zakLk01>\n"
    )


def over(nummer: int, soort: str, zaak: Zaak, **changes: Any) -> str:
    """Give a message about a zaak."""
    return bericht(nummer, soort, objecten(zaak, soort), **changes)


def als_set(berichten: Iterable[str]) -> bytes:
    """Give a StUF-berichtenSet with these messages."""
    body = "".join(berichten)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<StUF:StUF-berichtenSet{_NS}{_XSI}>\n'
        f"{body}</StUF:StUF-berichtenSet>\n"
    ).encode()


def _systeem(rol: str, one: Systeem) -> str:
    parts = ("organisatie", "applicatie", "administratie")
    inside = "".join(f"<StUF:{part}>{getattr(one, part)}</StUF:{part}>" for part in parts)
    return f"<StUF:{rol}>{inside}</StUF:{rol}>"
