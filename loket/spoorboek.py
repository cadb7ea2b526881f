"""The loket's audit trail: who decided, revealed or changed what, as a chain.

Each line's hash is SHA-256 over its fields and the hash before it, so that a line that was changed
or taken out from between shows. Codes stand in the clear; what a person typed is sealed, and the
chain covers it as it is sealed. The database refuses to change or delete a line.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, func, insert, select

from loket.database import spoor, zaak
from loket.datasleutel import Datasleutel
from loket.stappen import Stap
from regres.canonical import canonical_bytes, timestamp

_BEGIN: Final = "0" * 64
_VELDEN = ("volgnummer", "tijdstip", "wie", "actie", "zaaknummer", "gemeente", "code", "oorsprong")


class Actie(StrEnum):
    """What was done."""

    INGEVOERD = "ingevoerd"
    QUICKSCAN = "quickscan"
    STAP = "stap"
    INZAGE = "inzage"
    BEGIN = "begin_verjaring"
    VERBAND = "verband"
    GEZIEN = "gezien"
    TOEGEWEZEN = "toegewezen"
    SAMENGEVOEGD = "samengevoegd"
    GESPLITST = "gesplitst"
    NIET_DEZELFDE = "niet_dezelfde"


@dataclass(frozen=True, slots=True, kw_only=True)
class Daad:
    """One line to be. code says more in codes; toelichting is what a person typed."""

    wie: str
    actie: Actie
    zaaknummer: str
    gemeente: str
    code: str = ""
    toelichting: str = field(default="", repr=False)
    oorsprong: str = "pagina"


#: Who acts when a step is recorded by a command: the machine does not know the person.
OPDRACHT: Final = "opdracht"


def noteer_stap(tx: Connection, zaaknummer: str, stap: Stap, now: datetime) -> None:
    """Add the line of a step that a command recorded."""
    gemeente = tx.scalar(select(zaak.c.gemeente).where(zaak.c.zaaknummer == zaaknummer))
    line = Daad(
        wie=OPDRACHT,
        actie=Actie.STAP,
        zaaknummer=zaaknummer,
        gemeente=str(gemeente),
        code=" ".join(filter(None, (stap.naam, stap.advies, stap.redencode))),
        oorsprong=OPDRACHT,
    )
    schrijf(tx, None, line, now)


def aantal(tx: Connection) -> int:
    """Count the lines."""
    return int(tx.scalar(select(func.count()).select_from(spoor)) or 0)


def schrijf(tx: Connection, data: Datasleutel | None, daad: Daad, now: datetime) -> None:
    """Add a line at the end of the chain; data seals what was typed, if anything was."""
    last = tx.execute(select(spoor).order_by(spoor.c.volgnummer.desc()).limit(1)).mappings().first()
    number = last["volgnummer"] + 1 if last else 1
    row: dict[str, Any] = {
        "volgnummer": number,
        "tijdstip": timestamp(now.astimezone(UTC)),
        "wie": daad.wie[:100],
        "actie": daad.actie.value,
        "zaaknummer": daad.zaaknummer,
        "gemeente": daad.gemeente,
        "code": daad.code,
        "oorsprong": daad.oorsprong,
        "toelichting": _sluit(data, daad.toelichting, number),
        "vorige": last["hash"] if last else _BEGIN,
    }
    tx.execute(insert(spoor).values(**row, hash=_hash(row)))


def van_zaak(tx: Connection, zaaknummer: str) -> list[RowMapping]:
    """Give the lines about a case, oldest first."""
    chosen = select(spoor).where(spoor.c.zaaknummer == zaaknummer).order_by(spoor.c.volgnummer)
    return list(tx.execute(chosen).mappings())


def toelichting(data: Datasleutel, row: RowMapping) -> str:
    """Give what a person typed with a line; "" when nothing."""
    sealed = row["toelichting"]
    return data.open(sealed, "spoor", row["volgnummer"]).decode() if sealed else ""


def breuken(tx: Connection) -> Iterator[int]:
    """Give the number of every line that does not follow from the one before it."""
    before, number = _BEGIN, 0
    for row in tx.execute(select(spoor).order_by(spoor.c.volgnummer)).mappings():
        number += 1
        if row["volgnummer"] != number or row["vorige"] != before or row["hash"] != _hash(row):
            yield row["volgnummer"]
        before, number = row["hash"], row["volgnummer"]


def _sluit(data: Datasleutel | None, text: str, number: int) -> bytes | None:
    return data.sluit(text.encode(), "spoor", number) if text and data else None


def _hash(row: Any) -> str:
    sealed = row["toelichting"]
    content = hashlib.sha256(sealed).hexdigest() if sealed else ""
    fields = [*(row[name] for name in _VELDEN), content, row["vorige"]]
    return hashlib.sha256(canonical_bytes(fields)).hexdigest()
