"""The audit trail: who did what to which melding, as a chain that shows every later change.

Each entry's hash is SHA-256 over the canonical JSON of its fields and the hash before it; the first
stands on the ledger's own id. An object is HMAC-SHA-256 of a referentie under a salt of its own:
without that salt the entry says nothing about anyone any more, and the chain still holds.
An entry can also hold a digest of the row that it stands for (binding.py).
Cutting off the tail cannot be seen from inside; `anchor` is what is noted elsewhere (bewijs.py),
and audittoets.py compares.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from json.encoder import encode_basestring as _json
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from ledger.dialect import SAMEN, Vast, bulk_insert, one_writer, porties, reeks
from ledger.shapes.audit import Anchor
from ledger.shapes.runs import Resultaat
from ledger.tables import audit as entries
from ledger.tables import meta, moment_text, zout
from regres.waarde import dataclass

#: The actor of everything nobody asked for by name.
SELF = "regresbrug"
#: The action of a report that was made; its object is the SHA-256 of the file.
VERSLAG = "avg_verslag"

_FIELDS = (
    "volgnummer",
    "tijd",
    "actie",
    "object",
    "resultaat",
    "oorsprong",
    "actor",
    "inhoud",
    "hash",
)


# Asked for every melding that is delivered: to build a question takes as long as to ask it.
_ID_OP_SLOT = Vast(select(meta.c.waarde).where(meta.c.naam == "id").with_for_update())
_LAATSTE = Vast(
    select(entries.c.volgnummer, entries.c.hash).order_by(entries.c.volgnummer.desc()).limit(1)
)
_VELE_ZOUTEN = select(zout).where(zout.c.referentie.in_(bindparam("namen", expanding=True)))
_ZOUTEN = Vast(select(zout).where(zout.c.referentie.in_(reeks("naam"))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the trail (BIO2 8.15.01); `tijd` is stored text.

    inhoud  digest of the row that this entry stands for; "" = of none
    """

    tijd: str
    actie: str
    object: str
    resultaat: str
    oorsprong: str
    actor: str
    inhoud: str = ""


def append(conn: Connection, new: Iterable[Entry]) -> None:
    """Add entries at the end of the chain."""
    if not one_writer(conn):
        # The lock of the chain: several writers queue up here.
        _ID_OP_SLOT.ask(conn)
    last = _last(conn)
    if last is None:
        number, before = 0, str(_ID_OP_SLOT.ask(conn).scalar())
    else:
        number, before = last.volgnummer, last.hash
    bulk_insert(conn, entries, _FIELDS, list(_linked(number, before, new)))


def note(
    conn: Connection,
    actie: str,
    resultaat: str,
    now: datetime,
    *,
    object_: str = "",
    oorsprong: str = "",
    actor: str = SELF,
    inhoud: str = "",
) -> None:
    """Add one entry."""
    entry = Entry(
        tijd=moment_text(now),
        actie=actie,
        object=object_,
        resultaat=resultaat,
        oorsprong=oorsprong,
        actor=actor,
        inhoud=inhoud,
    )
    append(conn, [entry])


def note_run(
    conn: Connection, run: int, resultaat: Resultaat, now: datetime, actor: str = SELF
) -> None:
    """Add the entry of a run that ended."""
    note(conn, "run", resultaat.value, now, object_=f"run:{run}", actor=actor)


def note_meldingen(
    conn: Connection,
    actie: str,
    meldingen: Sequence[tuple[str, str]],
    resultaat: str,
    now: datetime,
    actor: str = SELF,
) -> None:
    """Add an entry about each melding, given by its referentie and what it came of."""
    when = moment_text(now)
    names = objects(conn, [referentie for referentie, _ in meldingen])
    append(
        conn,
        [
            Entry(
                tijd=when,
                actie=actie,
                object=name,
                resultaat=resultaat,
                oorsprong=oorsprong,
                actor=actor,
            )
            for name, (_, oorsprong) in zip(names, meldingen, strict=True)
        ],
    )


def objects(conn: Connection, referenties: Sequence[str]) -> list[str]:
    """Give each referentie's name in the trail, in the same order; makes salts that are missing."""
    salts: dict[str, bytes] = {}
    wanted = list(dict.fromkeys(referenties))
    for found in _zouten(conn, wanted):
        salts.update(tuple(row) for row in found)
    fresh = {name: secrets.token_bytes(32) for name in wanted if name not in salts}
    bulk_insert(conn, zout, ("referentie", "zout"), fresh.items())
    salts |= fresh
    return [hidden(salts[name], name) for name in referenties]


def _zouten(conn: Connection, wanted: Sequence[str]) -> Iterator[Iterable[Row[Any]]]:
    if len(wanted) <= SAMEN:
        yield from (_ZOUTEN.ask(conn, **some) for some in porties("naam", wanted))
        return
    for start in range(0, len(wanted), 1000):
        yield conn.execute(_VELE_ZOUTEN, {"namen": wanted[start : start + 1000]})


def anchor(conn: Connection) -> Anchor:
    """Give the last link; volgnummer 0 and the ledger's id while the trail is empty."""
    ledger_id = str(conn.scalar(select(meta.c.waarde).where(meta.c.naam == "id")))
    last = _last(conn)
    if last is None:
        return Anchor(ledger_id, 0, ledger_id)
    return Anchor(ledger_id, last.volgnummer, last.hash)


def last_time(conn: Connection) -> str:
    """Give the moment of the last entry, as it is stored; "" while there is none."""
    newest = select(entries.c.tijd).order_by(entries.c.volgnummer.desc()).limit(1)
    return str(conn.scalar(newest) or "")


def _last(conn: Connection) -> Row[Any] | None:
    return _LAATSTE.ask(conn).one_or_none()


def _linked(number: int, before: str, new: Iterable[Entry]) -> Iterator[tuple[object, ...]]:
    for entry in new:
        number += 1
        before = link(before, entry, number)
        fields = (entry.tijd, entry.actie, entry.object, entry.resultaat, entry.oorsprong)
        yield (number, *fields, entry.actor, entry.inhoud or None, before)


def link(before: str, entry: Entry, number: int) -> str:
    """Give the hash of an entry that stands at this number, after a link with hash `before`.

    Over the bytes that `words.dump` gives (a test compares), written without it: two of these are
    made for each melding.
    """
    # Left out when there is none: entries from before there were digests keep their hashes.
    inhoud = f'"inhoud":{_json(entry.inhoud)},' if entry.inhoud else ""
    whole = (
        f'{{"actie":{_json(entry.actie)},"actor":{_json(entry.actor)},{inhoud}'
        f'"object":{_json(entry.object)},"oorsprong":{_json(entry.oorsprong)},'
        f'"resultaat":{_json(entry.resultaat)},"tijd":{_json(entry.tijd)},'
        f'"volgnummer":{number:d},"vorige":{_json(before)}}}'
    )
    return hashlib.sha256(whole.encode()).hexdigest()


def hidden(salt: bytes, referentie: str) -> str:
    """Give the name of a referentie in the trail."""
    return hmac.digest(salt, referentie.encode(), "sha256").hex()
