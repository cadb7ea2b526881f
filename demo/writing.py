"""Writes provisions the way Duinrand's systems do: as rows of the export, as zaken."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from demo.provisions import Voorziening
from demo.stuf_zaak import Zaak
from regres import Datum

#: The header of the export; config/mappings/duinrand-csv.yaml pins the same line.
KOLOMMEN: Final = (
    "Cliëntnr",
    "BSN",
    "Achternaam",
    "Voorvoegsel",
    "Voorletters",
    "Geb.datum",
    "Postcode",
    "Plaats",
    "Beschikkingnr",
    "Datum aanvraag",
    "Datum beschikking",
    "Status",
    "Productcategorie",
    "Productcode",
    "Omschrijving voorziening",
    "Leveringsvorm",
    "Ingangsdatum",
    "Einddatum",
    "Bedrag",
    "Frequentie",
    "Eigen bijdrage",
    "Ongeval J/N",
    "Datum ongeval",
    "Soort ongeval",
    "Aansprakelijke derde (J/N)",
    "Verzekeraar tegenpartij",
    "Bekend op",
    "Eerder gemeld",
    "Toelichting",
)
CODERING: Final = "cp1252"
_TRAILER = "TOTAAL"
_BLOK = 500


def csv_van(rijen: Iterable[Voorziening]) -> Iterator[bytes]:
    """Write an export piece by piece: header, rows, and a last line that says how many rows."""
    total = 0
    yield _regels([KOLOMMEN])
    block: list[tuple[str, ...]] = []
    for rij in rijen:
        total += 1
        block.append(cellen(rij))
        if len(block) == _BLOK:
            yield _regels(block)
            block.clear()
    yield _regels([*block, (_TRAILER, str(total), *[""] * (len(KOLOMMEN) - 2))])


def cellen(wat: Voorziening) -> tuple[str, ...]:
    """Give the cells of one row, in the order of the header."""
    wie, product = wat.persoon, wat.product
    cells = (
        wie.clientnummer,
        wie.bsn,
        wie.achternaam,
        wie.voorvoegsel,
        wie.voorletters,
        _dag(wie.geboren),
        "" if wie.geheim else wie.postcode,
        "" if wie.geheim else wie.plaats,
        wat.beschikkingnummer,
        _dag(wat.aanvraag),
        _dag(wat.beschikking),
        wat.status,
        product.categorie,
        product.code,
        product.omschrijving,
        wat.vorm,
        _dag(wat.ingang),
        _dag(wat.einde),
        _euro(wat.bedrag),
        product.frequentie,
        _euro(wat.eigen_bijdrage),
        wat.vlag,
        _dag(wat.ongeval.eerste),
        wat.ongeval_soort,
        wat.derde,
        wat.verzekeraar,
        _dag(wat.bekend),
        wat.gemeld,
        wat.notitie,
    )
    if not wat.ruw:
        return cells
    other = dict(wat.ruw)
    return tuple(other.get(name, cell) for name, cell in zip(KOLOMMEN, cells, strict=True))


def zaak_van(wat: Voorziening, gemeentecode: str = "9901") -> Zaak:
    """Write a provision as a zaak with its decision; there is no insurer in a zaak."""
    wie, product, year = wat.persoon, wat.product, wat.aanvraag.year
    return Zaak(
        sleutel=f"ZAAK-{wat.nummer:06}",
        identificatie=f"{gemeentecode}WMO{year}{wat.nummer:06}",
        omschrijving=product.omschrijving,
        toelichting=wat.notitie,
        startdatum=wat.aanvraag,
        registratiedatum=wat.aanvraag,
        tijdstip_registratie=f"{wat.aanvraag:%Y%m%d}101530",
        bsn=wie.bsn,
        geslachtsnaam=wie.achternaam,
        voorvoegsel=wie.voorvoegsel,
        voorletters=wie.voorletters,
        geboortedatum=_geboren(wat),
        postcode="" if wie.geheim else wie.postcode.replace(" ", ""),
        woonplaats="" if wie.geheim else wie.plaats,
        besluit=f"{gemeentecode}BSL{year}{wat.nummer:06}",
        datum_beslissing=wat.beschikking,
        ingangsdatum=wat.ingang,
        einddatum_werking=wat.einde,
        indicatie_ongeval=wat.vlag,
        datum_ongeval=wat.ongeval,
        soort_ongeval=wat.ongeval_soort,
        derde_aansprakelijk=wat.derde,
        bekend_op=wat.bekend,
        product_categorie=product.categorie,
        product_code=product.code,
        product_omschrijving=product.omschrijving,
        leveringsvorm="PGB" if wat.vorm == "PGB" else "ZIN",
        bedrag=wat.bedrag,
        bedrag_soort=product.frequentie.removeprefix("per "),
        eigen_bijdrage=wat.eigen_bijdrage,
        status=wat.status,
        no_value={} if wat.bedrag else {("EXTRA", "wmo.bedrag"): "waardeOnbekend"},
    )


def _geboren(wat: Voorziening) -> Datum:
    """Give the date of birth; of some people no more than the month is known."""
    born = Datum.van(wat.persoon.geboren)
    return Datum(born.jaar, born.maand) if wat.nummer % 40 == 7 else born


def _regels(rijen: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rijen)
    return text.getvalue().encode(CODERING)


def _dag(day: date | None) -> str:
    return "" if day is None else f"{day:%d-%m-%Y}"


def _euro(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
