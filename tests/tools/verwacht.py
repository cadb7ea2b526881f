"""What a person read in the sample exports: tests/data/csv_verwacht, one line per row of a sample.

Nothing there was made by the mapping language or the rules; its README says what the columns are.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from regres import Feiten
from regres.canonical import to_json

DATA = Path(__file__).resolve().parents[1] / "data"
VOORBEELDEN = DATA / "csv"
VERWACHT = DATA / "csv_verwacht"

#: The word of a supplier in the name of a sample -> its preset.
LEVERANCIERS = {
    "A_zorgvenster": "zorgvenster",
    "B_sociaalwerk_suite": "sociaalwerk-suite",
    "C_burgerdesk": "burgerdesk",
    "D_legacy_fixed_tab": "legacy-tab",
}
#: The file says nothing of these. The first three the preset states, with its reason.
_ALTIJD = {
    "voorziening.besluitstatus": "toegekend",
    "voorziening.wet": "Wmo",
    "voorziening.leveringsvorm": "onbekend",
    "aansprakelijkheid.hoedanigheid": "onbekend",
    "aansprakelijkheid.erkend": "onbekend",
    "ongeval.tijdensWerk": "O",
    "voorziening.verbandMetOngeval": "onbekend",
}
_GEWOON = {
    "client.clientnummer": "clientnummer",
    "client.burgerservicenummer": "bsn",
    "client.geslachtsnaam": "geslachtsnaam",
    "client.voorletters": "voorletters",
    "client.geboortedatum.datum": "geboortedatum",
    "ongeval.datum.datum": "ongevalsdatum",
    "aansprakelijkheid.derde": "derde",
    "voorziening.beschikkingnummer": "beschikkingnummer",
    "voorziening.datumToekenning": "datumToekenning",
    "voorziening.productcode": "productcode",
    "voorziening.productcategorie": "productcategorie",
    "voorziening.omschrijving": "omschrijving",
    "voorziening.ingangsdatum": "ingangsdatum",
    "voorziening.einddatum": "einddatum",
    "voorziening.kosten.0.bedrag": "bedrag",
}
#: Not cells: what the verdict adds, and how precise a date is.
_OORDEEL = ("ongeval.indicatie", "ongeval.redenen", "ongeval.soort")


@dataclass(frozen=True, slots=True)
class Voorbeeld:
    """One sample and what was read in it.

    preset  the preset that fits it
    rijen   per row of the sample: column of the expectation -> its text
    """

    naam: str
    preset: str
    rijen: tuple[dict[str, str], ...]

    @property
    def pad(self) -> Path:
        """Give the sample itself."""
        return VOORBEELDEN / f"{self.naam}.csv"


def voorbeelden() -> list[Voorbeeld]:
    """Give every sample, by name."""
    return [_lees(path) for path in sorted(VERWACHT.glob("*.csv"))]


def _lees(path: Path) -> Voorbeeld:
    supplier, _, number = path.stem.rpartition("_v")
    preset = LEVERANCIERS[supplier] + ("" if number == "1" else f"-v{number}")
    with path.open(encoding="utf-8", newline="") as file:
        return Voorbeeld(path.stem, preset, tuple(csv.DictReader(file, delimiter=";")))


def cellen(rij: dict[str, str]) -> dict[str, str]:
    """Give every leaf that facts made of this row must hold, by path; and they hold no other."""
    found = {path: rij[column] for path, column in _GEWOON.items() if rij[column]}
    for path in ("client.geboortedatum", "ongeval.datum"):
        known = f"{path}.datum" in found
        found[f"{path}.precisie"] = "dag" if known else "onbekend"
    if rij["frequentie"] == "eenmalig":
        found["voorziening.kosten.0.soort"] = "eenmalig"
    elif rij["frequentie"]:
        found["voorziening.kosten.0.soort"] = "periodiek"
        found["voorziening.kosten.0.frequentie"] = rij["frequentie"]
    return found | _ALTIJD


def uit(feiten: Feiten) -> dict[str, str]:
    """Give every leaf of facts that says something, by path."""
    found = dict(_bladen("", to_json(feiten)))
    return {path: text for path, text in found.items() if not path.startswith(_OORDEEL)}


def _bladen(path: str, value: object) -> list[tuple[str, str]]:
    match value:
        case dict():
            parts = [(str(key), part) for key, part in value.items()]
        case list():
            parts = [(str(place), part) for place, part in enumerate(value)]
        case None | False:
            return []
        case _:
            return [(path, str(value))]
    return [leaf for key, part in parts for leaf in _bladen(f"{path}.{key}".lstrip("."), part)]
