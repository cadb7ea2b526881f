"""Rows that the audit trail answers for: none of them is changed, added or lost unseen.

Each such row has a random salt. An entry of the trail names it and holds a digest of what it said
then; the newest entry about a row counts (bindtoets.py compares). What leaves the ledger is told by
number only: an entry that named it would tie what was erased to the line of the journal that erased
it, and so to a person.
"""

import hashlib
import hmac
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select, update

from ledger import audit, words
from ledger.tables import audit as entries
from ledger.tables import (
    besluit,
    blokkade,
    meta,
    moment_text,
    nieuw_zout,
    staand_besluit,
    zout,
)
from regres.waarde import dataclass

#: The actions of the trail: so many rows left the ledger; what there was is answered for from now.
ONTKOPPELD, OVERGENOMEN = "ontkoppeld", "overgenomen"
#: What is told by number beside the kinds below: salts of meldingen, and decisions without content.
ZOUT, LEEG = "zout", "besluit_leeg"
#: What the migration leaves until a ledger of before is opened for work.
_OVER_TE_NEMEN = "over_te_nemen"
_SOME = 500
_BESLUIT_OPEN = ("gemeente", "soort", "wie", "rol", "tijd")
_BESLUIT_DICHT = ("reden", "gegevens")

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Soort:
    """One kind of row; naam is the action of its entries, and how its objects begin."""

    naam: str
    tabel: Table
    object: Callable[[_Row], str]
    inhoud: Callable[[_Row], str]
    resultaat: Callable[[_Row], str]
    besluit: Callable[[_Row], int]

    def entry(self, row: _Row, now: datetime, actor: str, actie: str = "") -> audit.Entry:
        """Give the entry that answers for a row as it is."""
        return audit.Entry(
            tijd=moment_text(now),
            actie=actie or self.naam,
            object=self.object(row),
            resultaat=self.resultaat(row),
            oorsprong=f"besluit:{self.besluit(row)}",
            actor=actor,
            inhoud=self.inhoud(row),
        )


def besluit_inhoud(row: _Row) -> str:
    """Give the digest of a decision, in two parts: what stays after erasing, and what goes.

    The first is of what stands in the trail in the clear, and the role; the second needs the salt.
    """
    told = hashlib.sha256(_parts(row, _BESLUIT_OPEN)).hexdigest()
    return f"{told}.{_hmac(row['zout'], _parts(row, _BESLUIT_DICHT))}"


def besluit_klopt(row: _Row, inhoud: str) -> bool:
    """Tell whether a decision is what was answered for; one that was emptied must be empty."""
    if row["zout"] is not None:
        return besluit_inhoud(row) == inhoud
    told = hashlib.sha256(_parts(row, _BESLUIT_OPEN)).hexdigest()
    return told == inhoud.partition(".")[0] and (row["reden"], row["gegevens"]) == ("", "{}")


def _naam(begin: str) -> Callable[[_Row], str]:
    """Name rows by their salt: nothing of the row, and nothing any more without it."""
    return lambda row: f"{begin}:{hashlib.sha256(row['zout'] or b'').hexdigest()[:32]}"


def _hele(tabel: Table, *, zonder: Collection[str] = ()) -> Callable[[_Row], str]:
    names = [one.name for one in tabel.columns if one.name not in {"zout", *zonder}]
    return lambda row: _hmac(row["zout"] or b"", _parts(row, names))


BESLUIT = Soort(
    "besluit",
    besluit,
    object=lambda row: f"besluit:{row['id']}",
    inhoud=besluit_inhoud,
    resultaat=lambda row: str(row["soort"]),
    besluit=lambda row: int(row["id"]),
)
STAAND = Soort(
    "staand_besluit",
    staand_besluit,
    object=_naam("staand_besluit"),
    # Seeing a record again changes nothing of what was decided about it.
    inhoud=_hele(staand_besluit, zonder=["laatst_gezien"]),
    resultaat=lambda row: f"{row['keuze']} {row['uitwerking']}",
    besluit=lambda row: int(row["besluit"]),
)
BLOKKADE = Soort(
    "blokkade",
    blokkade,
    object=_naam("blokkade"),
    inhoud=_hele(blokkade),
    resultaat=lambda row: "opgeheven" if row["opgeheven"] else "geblokkeerd",
    besluit=lambda row: int(row["opgeheven"] or row["besluit"]),
)
SOORTEN = (BESLUIT, STAAND, BLOKKADE)


def leg_vast(
    conn: Connection, soort: Soort, which: ColumnElement[bool], now: datetime, actor: str
) -> None:
    """Answer for rows as they are now; one about which the trail says the same gets no entry."""
    rows = [dict(row._mapping) for row in conn.execute(select(soort.tabel).where(which))]
    for some in _batches(rows):
        known = laatste(conn, [soort.object(row) for row in some])
        fresh = [row for row in some if known.get(soort.object(row)) != soort.inhoud(row)]
        audit.append(conn, [soort.entry(row, now, actor) for row in fresh])


def weg(conn: Connection, soort: Soort, which: ColumnElement[bool]) -> int:
    """Delete rows; the caller has it told by `ontkoppel`. Gives how many there were."""
    return conn.execute(delete(soort.tabel).where(which)).rowcount


def ontkoppel(
    conn: Connection,
    aantallen: Mapping[str, int],
    now: datetime,
    *,
    oorsprong: str,
    actor: str = audit.SELF,
) -> None:
    """Say how many rows of each kind left the ledger."""
    for name, count in aantallen.items():
        if count:
            told = f"{name} {count}"
            audit.note(conn, ONTKOPPELD, told, now, oorsprong=oorsprong, actor=actor)


def laatste(conn: Connection, objects: Sequence[str]) -> dict[str, str]:
    """Give the newest digest about each of these objects; those without one are left out."""
    columns = (entries.c.volgnummer, entries.c.object, entries.c.inhoud)
    wanted = select(*columns).where(entries.c.object.in_(objects), entries.c.inhoud.is_not(None))
    newest: dict[str, tuple[int, str]] = {}
    for number, name, inhoud in conn.execute(wanted):
        newest[name] = max(newest.get(name, (0, "")), (number, inhoud))
    return {name: inhoud for name, (_, inhoud) in newest.items()}


def namen(conn: Connection) -> dict[str, int]:
    """Count the different rows that the trail ever named, by kind, and the meldingen."""
    found = {soort.naam: _different(conn, _begint(soort.naam)) for soort in SOORTEN}
    # A report is named by the hash of its file, which looks like a melding.
    melding = (func.length(entries.c.object) == 64, entries.c.actie != audit.VERSLAG)
    return found | {ZOUT: _different(conn, *melding)}


def over_te_nemen(conn: Connection) -> bool:
    """Tell whether a migration left rows that the trail does not answer for yet."""
    said = select(meta.c.waarde).where(meta.c.naam == _OVER_TE_NEMEN)
    return conn.scalar(said) is not None


def neem_over(conn: Connection, now: datetime) -> bool:
    """Answer for what a ledger of before held, as it is at this moment; tells whether it did.

    Only while no entry holds a digest: else whoever emptied a salt could have a changed row taken
    for an old one.
    """
    told = over_te_nemen(conn)
    conn.execute(delete(meta).where(meta.c.naam == _OVER_TE_NEMEN))
    if not told or _iets(conn, entries.c.inhoud.is_not(None)):
        return False
    every = [entry for soort in SOORTEN for entry in _bestaande(conn, soort, now)]
    audit.note(conn, OVERGENOMEN, f"{len(every)} rijen", now)
    audit.append(conn, every)
    named = namen(conn)
    gone = {name: named[name] - _tel(conn, of) for name, of in ((ZOUT, zout), ("besluit", besluit))}
    ontkoppel(conn, gone, now, oorsprong=OVERGENOMEN)
    return True


def _bestaande(conn: Connection, soort: Soort, now: datetime) -> Iterator[audit.Entry]:
    key = soort.tabel.primary_key.columns.values()
    for row in conn.execute(select(soort.tabel)).all():
        salt = nieuw_zout()
        which = [column == row._mapping[column.name] for column in key]
        conn.execute(update(soort.tabel).where(*which).values(zout=salt))
        yield soort.entry(dict(row._mapping) | {"zout": salt}, now, audit.SELF, OVERGENOMEN)


def _begint(naam: str) -> ColumnElement[bool]:
    # ";" comes right after ":". As a range, so that the index is used.
    return entries.c.object.between(f"{naam}:", f"{naam};")


def _different(conn: Connection, *which: ColumnElement[bool]) -> int:
    wanted = select(func.count(entries.c.object.distinct())).where(*which)
    return int(conn.scalar(wanted) or 0)


def _iets(conn: Connection, which: ColumnElement[bool]) -> bool:
    return conn.scalar(select(entries.c.volgnummer).where(which).limit(1)) is not None


def _tel(conn: Connection, tabel: Table) -> int:
    return int(conn.scalar(select(func.count()).select_from(tabel)) or 0)


def _parts(row: _Row, names: Sequence[str]) -> bytes:
    values = (row[name] for name in names)
    told = [moment_text(one) if isinstance(one, datetime) else one for one in values]
    return words.dump(told).encode()


def _hmac(salt: bytes, text: bytes) -> str:
    return hmac.new(salt, text, hashlib.sha256).hexdigest()


def _batches(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    for start in range(0, len(rows), _SOME):
        yield rows[start : start + _SOME]
