"""Invented provisions of any number, the same for the same seed: a CSV export and StUF pages.

Of the accidents 45% stand in the flag alone, 25% in flag and note, 30% in the note alone; 3% of all
records have a note that only sounds like one. Notes are some 200 characters and all different, so
that what was remembered of one helps no other, and an ordinary one has no word that may tell of an
accident (docs/benchmarks.md says what such a word costs); of a hundred one has a line break inside.
A zaak is about 2.8 kB, a row about 480 bytes in cp1252. Nobody in it exists.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Final

from demo.stuf_zaak import Zaak, als_xml
from demo.writing import KOLOMMEN
from regres import Datum

#: What peers look for in a note; a plain script has no more than such a list.
WOORDEN: Final = (
    "ongeval",
    "ongeluk",
    "aangereden",
    "aanrijding",
    "botsing",
    "verkeersongeval",
    "letselschade",
    "gevallen door",
    "van de trap geduwd",
    "mishandel",
)
_GEWOON: Final = (
    "Huisbezoek op {d}-{n} samen met wijkteam; woning is netjes en licht.",
    "Betaalt € {k},00 eigen bijdrage per periode; inkomen is nagezien.",
    "Mantelzorger {a} helpt {n} keer per week bij wassen en aankleden.",
    "Chronische aandoening, progressief; huisarts {a} heeft dossier {k} gestuurd.",
    "Leverancier {a} levert in week {n}, factuur {k} volgt.",
    "Dochter {a} regelt de administratie en belt {n} keer per week.",
    "Indicatie loopt tot {m}; evaluatie gepland met {a} in week {n}.",
    "Aanvraag compleet ontvangen in {m}, beschikking {k} verzonden.",
    "Vervoer naar dagbesteding {n} dagdelen, afspraak met {a} bevestigd.",
    "Gesprek gevoerd met {a}; verslag {k} toegevoegd aan het dossier.",
    "Budget {k} euro vastgesteld, zorgplan door {a} goedgekeurd.",
)
_ONGEVAL: Final = (
    "Cliënt is in {m} aangereden door een auto op de kruising bij {a}, rijdt sindsdien niet meer.",
    "Zij is {d} {m} als fietser aangereden door een bestelbus; de verzekeraar van {a} is bekend.",
    "Na een verkeersongeval in {m} heeft cliënt blijvend letsel aan de knie.",
)
_LIJKT: Final = (
    "Er is geen sprake van een ongeval, klachten door artrose.",
    "Echtgenoot had vorig jaar een ongeval; cliënt zelf niet.",
    "Per ongeluk dubbel ingevoerd; eerste aanvraag {k} vervallen.",
)
_MAANDEN: Final = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus")
_NAMEN: Final = ("Duinzand", "Helmgras", "Strandwal", "Zeekraal", "Vloedlijn", "Duindoorn")
_PRODUCTEN: Final = (
    ("13", "13A04", "Traplift, rechte trap", Decimal("6450.00")),
    ("11", "11A01", "Rolstoel, handbewogen", Decimal("1350.50")),
    ("12", "12B01", "Driewielfiets", Decimal("2795.95")),
    ("14", "14A01", "Tillift, mobiel", Decimal("2310.00")),
)


@dataclass(frozen=True, slots=True)
class Vorm:
    """How many records, and which part of them is an accident."""

    aantal: int
    aandeel: float
    seed: int


def bsns() -> Iterator[str]:
    """Give BSNs that pass the elfproef and that nobody has: 9999xxxxx, then 9000xxxxx."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    for start in (999_900_000, 900_000_000):
        for number in range(start, start + 100_000):
            digits = map(int, str(number))
            if sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0:
                yield str(number)


def zaken(vorm: Vorm, vandaag: date) -> Iterator[Zaak]:
    """Make the zaken; all began in the last 85 days."""
    rng, people = Random(f"{vorm.seed}:bench"), list(bsns())
    for number in range(vorm.aantal):
        yield _zaak(rng, number, vorm.aandeel, people, vandaag)


def _zaak(rng: Random, number: int, aandeel: float, people: list[str], vandaag: date) -> Zaak:
    kind = _soort(rng, aandeel)
    flagged, told = kind in ("vlag", "beide"), kind in ("beide", "tekst")
    day = vandaag - timedelta(days=rng.randrange(1, 85))
    categorie, code, omschrijving, prijs = rng.choice(_PRODUCTEN)
    accident = day - timedelta(days=rng.randrange(30, 400))
    return Zaak(
        sleutel=f"ZAAK-{number:08}",
        identificatie=f"9901WMO{number:010}",
        omschrijving=f"Aanvraag voorziening {number:08}",
        toelichting=_notitie(rng, told, kind == "lijkt"),
        startdatum=day,
        registratiedatum=day,
        tijdstip_registratie=f"{day:%Y%m%d}101500",
        bsn=people[number % len(people)],
        geslachtsnaam=rng.choice(_NAMEN),
        voorletters="A.B.",
        geboortedatum=Datum(1930 + number % 60, 1 + number % 12, 1 + number % 28),
        postcode=f"{1000 + number % 9000}AB",
        woonplaats="Duinrand aan Zee",
        besluit=f"9901BSL{number:010}",
        datum_beslissing=day,
        ingangsdatum=day,
        indicatie_ongeval="J" if flagged else "N",
        datum_ongeval=Datum(accident.year, accident.month, accident.day) if flagged else Datum(),
        soort_ongeval="verkeer" if flagged else "",
        derde_aansprakelijk="J" if flagged else "",
        bekend_op=day - timedelta(days=20) if flagged else None,
        product_categorie=categorie,
        product_code=code,
        product_omschrijving=omschrijving,
        leveringsvorm="ZIN",
        bedrag=prijs,
        bedrag_soort="eenmalig",
        eigen_bijdrage=Decimal("19.00"),
        status="Toegekend",
    )


def _soort(rng: Random, aandeel: float) -> str:
    drawn = rng.random()
    if drawn < aandeel:
        part = drawn / aandeel
        return "vlag" if part < 0.45 else "beide" if part < 0.70 else "tekst"
    return "lijkt" if rng.random() < 0.03 else "gewoon"


def _notitie(rng: Random, told: bool, lijkt: bool) -> str:
    words = rng.sample(_GEWOON, 2 if told or lijkt else 3)
    if told or lijkt:
        words.insert(rng.randrange(3), rng.choice(_ONGEVAL if told else _LIJKT))
    text = (" " if rng.random() > 0.01 else "\r\n").join(words)
    return text.format(
        m=f"{rng.choice(_MAANDEN)} {rng.randrange(2023, 2026)}",
        d=rng.randrange(1, 28),
        n=rng.randrange(2, 40),
        k=rng.randrange(10, 99_999),
        a=rng.choice(_NAMEN),
    )


# -- as files -------------------------------------------------------------------------------------


def schrijf_export(path: Path, vorm: Vorm, vandaag: date) -> None:
    """Write the export as the supplier of config/mappings/duinrand-csv.yaml does."""
    with path.open("wb") as out:
        out.write(_regel(KOLOMMEN))
        for zaak in zaken(vorm, vandaag):
            out.write(_regel(_cellen(zaak)))
        out.write(_regel(("TOTAAL", str(vorm.aantal), *[""] * (len(KOLOMMEN) - 2))))


def _regel(cells: tuple[str, ...]) -> bytes:
    quoted = (f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells)
    return (";".join(quoted) + "\r\n").encode("cp1252")


def _cellen(zaak: Zaak) -> tuple[str, ...]:
    row = {
        "Cliëntnr": f"C{zaak.sleutel[-8:]}",
        "BSN": zaak.bsn,
        "Achternaam": zaak.geslachtsnaam,
        "Voorletters": zaak.voorletters,
        "Geb.datum": _dag(zaak.geboortedatum),
        "Postcode": zaak.postcode,
        "Plaats": zaak.woonplaats,
        "Beschikkingnr": zaak.besluit,
        "Datum aanvraag": f"{zaak.startdatum:%d-%m-%Y}",
        "Datum beschikking": f"{zaak.startdatum:%d-%m-%Y}",
        "Status": zaak.status,
        "Productcategorie": zaak.product_categorie,
        "Productcode": zaak.product_code,
        "Omschrijving voorziening": zaak.product_omschrijving,
        "Leveringsvorm": zaak.leveringsvorm,
        "Ingangsdatum": f"{zaak.startdatum:%d-%m-%Y}",
        "Bedrag": f"{zaak.bedrag}".replace(".", ","),
        "Frequentie": zaak.bedrag_soort,
        "Eigen bijdrage": "19,00",
        "Ongeval J/N": zaak.indicatie_ongeval,
        "Datum ongeval": _dag(zaak.datum_ongeval),
        "Soort ongeval": zaak.soort_ongeval,
        "Aansprakelijke derde (J/N)": zaak.derde_aansprakelijk,
        "Bekend op": f"{zaak.bekend_op:%d-%m-%Y}" if zaak.bekend_op else "",
        "Toelichting": zaak.toelichting,
    }
    return tuple(row.get(name, "") for name in KOLOMMEN)


def _dag(value: Datum) -> str:
    return f"{value.dag:02}-{value.maand:02}-{value.jaar}" if value.jaar else ""


def schrijf_paginas(
    folder: Path, vorm: Vorm, vandaag: date, per_pagina: int, kop: Callable[[bool, int], bytes]
) -> None:
    """Write `objecten.xml` and `paginas.json`: per page its head, its bytes, and its last key."""
    pages: list[tuple[int, int, str]] = []
    with (folder / "objecten.xml").open("wb") as out:
        begin, last = 0, ""
        for number, zaak in enumerate(zaken(vorm, vandaag), 1):
            out.write(als_xml(zaak, None))
            last = zaak.sleutel
            if number % per_pagina == 0 or number == vorm.aantal:
                pages.append((begin, out.tell(), last))
                begin = out.tell()
    heads = [kop(page is not pages[-1], vorm.aantal).decode() for page in pages]
    told = [[*page, head] for page, head in zip(pages, heads, strict=True)]
    (folder / "paginas.json").write_text(json.dumps(told), encoding="utf-8")
