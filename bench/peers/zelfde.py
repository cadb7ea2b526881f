"""What every peer does with a record, and no more: keep it or not, and write fifteen of its fields.

No peer assesses, seals, remembers or delivers. Runs in the peers' own environments: standard
library only.
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping

#: The same words as bench/snel/gegevens.py names; a plain script has no more than such a list.
WOORDEN = (
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
#: Name in the result -> column of the export.
VELDEN = {
    "clientnummer": "Cliëntnr",
    "bsn": "BSN",
    "naam": "Achternaam",
    "geboortedatum": "Geb.datum",
    "beschikking": "Beschikkingnr",
    "aanvraag": "Datum aanvraag",
    "toekenning": "Datum beschikking",
    "status": "Status",
    "product": "Productcode",
    "omschrijving": "Omschrijving voorziening",
    "ingang": "Ingangsdatum",
    "bedrag": "Bedrag",
    "ongeval": "Ongeval J/N",
    "datum_ongeval": "Datum ongeval",
    "soort_ongeval": "Soort ongeval",
}


#: As most scripts have it; folding the note first would be five times as fast (design: the trap).
_PATROON = re.compile("|".join(map(re.escape, WOORDEN)), re.IGNORECASE)


def houdt(vlag: str, notitie: str) -> bool:
    """Tell whether a record may be about an accident."""
    return vlag == "J" or _PATROON.search(notitie) is not None


def afgebeeld(row: Mapping[str, str]) -> dict[str, str]:
    """Give the fifteen fields of a row of the export."""
    return {name: row[column] for name, column in VELDEN.items()}


def schrijf(records: Iterable[Mapping[str, object]], target: str) -> None:
    """Write JSON lines, and tell how many there were."""
    count = 0
    with open(target, "w", encoding="utf-8") as out:
        for record in records:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += 1
    vertel(count)


def vertel(count: int) -> None:
    """Say how many records were kept."""
    print(json.dumps({"gehouden": count}), file=sys.stdout)
