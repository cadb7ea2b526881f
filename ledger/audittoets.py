"""Whether the audit trail is whole: walked link by link, and held against what was noted elsewhere.

A ledger that was put back from a backup lacks the end it had. Who put it back says so in an entry
(`hersteld`) that names the first and the last link that are lost; exactly those are forgiven, and
only when an anchor outside tells of that entry: whoever has the database alone can write one too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from ledger import audit, dialect, problems, wisjournaal
from ledger.bindtoets import Boekhouding
from ledger.shapes.audit import Anchor, Herstel, Ketenstand
from ledger.tables import audit as entries
from ledger.tables import meta
from regres import Handelend, Problem

HERSTELD = "hersteld"
ANKERS_WEG = "ankers_weg"
_AANVAARD = (HERSTELD, ANKERS_WEG, wisjournaal.WEG)
_VERANKERD = "verankerd"
_TEXTS = ("tijd", "actie", "object", "resultaat", "oorsprong", "actor", "inhoud", "hash")


@dataclass(slots=True)
class _Gelopen:
    """What a walk found: the hash of each link that was asked for, and what does not fit."""

    regels: int
    hashes: dict[int, str]
    aanvaard: list[Herstel]
    problemen: list[Problem]
    rijen: Boekhouding


def verify(conn: Connection, anchors: Sequence[Anchor], *, verankerd: bool = False) -> Ketenstand:
    """Walk the whole chain; with anchors, also look whether those links are still in it.

    verankerd  this ledger keeps anchors, so every one that it noted has to be among these
    """
    ledger_id = str(conn.scalar(select(meta.c.waarde).where(meta.c.naam == "id")))
    found = _walk(conn, ledger_id, {anchor.volgnummer for anchor in anchors})
    accepted = [_bevestigd(one, anchors, found) for one in found.aanvaard]
    lost = _lost(anchors, ledger_id, found, accepted)
    taken = [*_taken(conn, anchors), *_unconfirmed(accepted)] if verankerd else ()
    told = [*found.problemen, *lost, *taken, *_unguarded(conn), *found.rijen.toets(conn)]
    covered = found.rijen.gedekt_vanaf
    return Ketenstand(found.regels, len(anchors), tuple(accepted), tuple(told), covered)


def note_restored(
    conn: Connection, anchors: Sequence[Anchor], door: Handelend, now: datetime
) -> int:
    """Note that a person put a backup back, and which end the trail had until then.

    Gives the number of the entry, for the anchor that confirms it. The entry names the last link
    that was noted and the first that is lost: entries may have been added since the backup was put
    back, such as that of what was erased again.
    """
    lost = [one.volgnummer for one in anchors if not _stands(conn, one)]
    audit.note(
        conn,
        HERSTELD,
        f"teruggezet {min(lost, default=anchors[-1].volgnummer)}",
        now,
        object_=_name(anchors[-1]),
        oorsprong=f"rol:{door.rol}",
        actor=door.wie,
    )
    return audit.anchor(conn).volgnummer


def note_journal_gone(conn: Connection, regels: int, door: Handelend, now: datetime) -> None:
    """Note that a person knows that the journal of erasures was lost, and begins it anew."""
    told = f"verankerd {regels} regels"
    audit.note(conn, wisjournaal.WEG, told, now, oorsprong=f"rol:{door.rol}", actor=door.wie)


def note_anchors_gone(
    conn: Connection, anchors: Sequence[Anchor], door: Handelend, now: datetime
) -> None:
    """Note that a person knows that anchors are gone: from here on they are kept again."""
    number, kept = anchored(conn), max((one.volgnummer for one in anchors), default=0)
    told = f"verankerd tot {number}, over tot {kept}"
    audit.note(conn, ANKERS_WEG, told, now, oorsprong=f"rol:{door.rol}", actor=door.wie)
    note_anchored(conn, kept)


def note_anchored(conn: Connection, volgnummer: int) -> None:
    """Keep up to which entry the trail was anchored: anchors that are taken away are missed."""
    value = str(volgnummer)
    made = dialect.upsert(conn, meta).values(naam=_VERANKERD, waarde=value)
    conn.execute(made.on_conflict_do_update(index_elements=[meta.c.naam], set_={"waarde": value}))


def anchored(conn: Connection) -> int:
    """Give the number of the last entry that was anchored; 0 when none was."""
    return int(conn.scalar(select(meta.c.waarde).where(meta.c.naam == _VERANKERD)) or 0)


def reaches(anchors: Sequence[Anchor], volgnummer: int) -> bool:
    """Tell whether these anchors go up to an entry that was anchored."""
    return max((one.volgnummer for one in anchors), default=0) >= volgnummer


def _taken(conn: Connection, anchors: Sequence[Anchor]) -> Iterable[Problem]:
    number = anchored(conn)
    if not reaches(anchors, number):
        yield problems.anchors_gone(number)


def missing(conn: Connection, anchors: Sequence[Anchor]) -> bool:
    """Tell quickly whether the newest anchor is not in the chain.

    Or whether a person is said to have accepted that, after the newest anchor: none tells of it.
    """
    if not anchors:
        return False
    last = anchors[-1]
    said = select(entries.c.volgnummer).where(
        entries.c.actie == HERSTELD, entries.c.volgnummer > last.volgnummer
    )
    return not _stands(conn, last) or conn.scalar(said.limit(1)) is not None


def _stands(conn: Connection, anchor: Anchor) -> bool:
    at = select(entries.c.hash).where(entries.c.volgnummer == anchor.volgnummer)
    return anchor.volgnummer == 0 or conn.scalar(at) == anchor.hash


def _walk(conn: Connection, before: str, wanted: set[int]) -> _Gelopen:
    found = _Gelopen(0, {0: before} if 0 in wanted else {}, [], [], Boekhouding())
    columns = [dialect.as_stored(conn, entries.c[name]).label(name) for name in _TEXTS]
    rows = select(entries.c.volgnummer, *columns).order_by(entries.c.volgnummer)
    for row in conn.execute(rows).yield_per(1000):
        number, expected, entry, hash_ = (
            row.volgnummer,
            found.regels + 1,
            _entry(row),
            _text(row.hash),
        )
        if number != expected:
            found.problemen.append(problems.chain_gap(expected, number))
        elif audit.link(before, entry, number) != hash_:
            found.problemen.append(problems.chain_broken(number))
        if number in wanted:
            found.hashes[number] = hash_
        found.rijen.lees(number, entry)
        if entry.actie in _AANVAARD:
            found.aanvaard.append(_herstel(number, entry))
        before, found.regels = hash_, number
    return found


def _lost(
    anchors: Sequence[Anchor], ledger_id: str, found: _Gelopen, accepted: Sequence[Herstel]
) -> Iterable[Problem]:
    """Tell of each anchor that is not in the chain; of neighbours only the first."""
    forgiven = {link for one in accepted if one.bevestigd for link in _forgiven(anchors, one)}
    gone = [
        anchor.schakel not in forgiven
        and (anchor.ledger_id != ledger_id or found.hashes.get(anchor.volgnummer) != anchor.hash)
        for anchor in anchors
    ]
    for at, anchor in enumerate(anchors):
        if gone[at] and not (at and gone[at - 1]):
            yield problems.chain_behind(anchor.volgnummer)


def _forgiven(anchors: Sequence[Anchor], restored: Herstel) -> Iterable[tuple[str, int, str]]:
    """Give the links that a person said were lost: up to the last one noted then, and no other."""
    if restored.soort != HERSTELD:
        return
    named = [at for at, anchor in enumerate(anchors) if _name(anchor) == restored.anker]
    for anchor in anchors[: named[0] + 1 if named else 0]:
        if anchor.volgnummer >= restored.vanaf:
            yield anchor.schakel


def _bevestigd(said: Herstel, anchors: Sequence[Anchor], found: _Gelopen) -> Herstel:
    """Tell whether an anchor that stands in the chain tells of this entry.

    Anchors of before they spoke of the journal were noted by a service that asked for no more.
    """
    known = said.soort != HERSTELD or any(
        one.hersteld == said.volgnummer
        or (one.journaal is None and one.volgnummer >= said.volgnummer)
        for one in anchors
        if found.hashes.get(one.volgnummer) == one.hash
    )
    return replace(said, bevestigd=known)


def _unconfirmed(accepted: Iterable[Herstel]) -> Iterable[Problem]:
    for one in accepted:
        if not one.bevestigd:
            yield problems.restore_unconfirmed(one.volgnummer)


def _unguarded(conn: Connection) -> Iterable[Problem]:
    """Tell of each guard that is not as we made it, and of each trigger that is none of ours.

    A strange one can swallow an entry (RAISE(IGNORE)) before it is written: no link would miss it.
    """
    standing, ours = dialect.standing_guards(conn), dialect.guards(conn)
    for name, statement in ours.items():
        if standing.get(name) != statement:
            yield problems.chain_unguarded(name)
    for name in sorted(standing.keys() - ours.keys()):
        yield problems.chain_strange(name)


def _herstel(number: int, entry: audit.Entry) -> Herstel:
    first = entry.resultaat.rpartition(" ")[2]
    vanaf = int(first) if entry.actie == HERSTELD and first.isdecimal() else number
    rol = entry.oorsprong.removeprefix("rol:")
    return Herstel(number, entry.actie, entry.object, vanaf, entry.actor, rol, entry.tijd)


def _name(anchor: Anchor) -> str:
    return f"anker:{anchor.volgnummer}:{anchor.hash}"


def _entry(row: Row[Any]) -> audit.Entry:
    return audit.Entry(
        tijd=_text(row.tijd),
        actie=_text(row.actie),
        object=_text(row.object),
        resultaat=_text(row.resultaat),
        oorsprong=_text(row.oorsprong),
        actor=_text(row.actor),
        inhoud=_text(row.inhoud or ""),
    )


def _text(stored: bytes | str) -> str:
    # What is no text any more must be told of as changed, not end in an error of decoding.
    return stored.decode("utf-8", "backslashreplace") if isinstance(stored, bytes) else stored
