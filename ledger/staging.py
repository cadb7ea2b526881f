"""Rows of a run that has not ended: sealed versions and stubs, in batches of at most a thousand."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, select

from ledger import leases, words
from ledger.dialect import bulk_insert
from ledger.shapes.regie import PROEF
from ledger.shapes.runs import Lease
from ledger.shapes.standen import OutboxStatus, Staged, Unstaged
from ledger.shapes.stubs import StubNote
from ledger.tables import envelop, moment_text, outbox, stub_klaar
from regres import SoortMelding

BATCH = 1000
#: Each run has a block of row numbers of its own, so that no counter is shared and the rows of a
#: run lie together. Ten million rows is more than any municipality has provisions.
BLOCK = 10_000_000

_OUTBOX = (
    "id", "run", "gemeente", "zoeksleutel", "zoekversie", "referentie", "dossiersleutel", "versie",
    "soort", "gemeentecode", "schemaversie", "inhoudsmerk", "merkversie", "groepmerken",
    "clientmerk", "clientversie", "aangemaakt_op", "status", "pogingen", "claim", "volgende_poging",
    "code", "zaaknummer", "bronmerk",
)  # fmt: skip
_STUB = (
    "run", "zoeksleutel", "zoekversie", "soort", "codes", "plaats", "snede", "merk", "merkversie",
    "clientmerk", "clientversie", "herkenning", "uiterlijk", "redenen",
    "record", "toekenning", "bronmerk",
)  # fmt: skip
_STATUS = OutboxStatus.KLAARGEZET.value
#: Before every `now`: a new row is due at once.
_AT_ONCE = "0001-01-01T00:00:00.000000Z"


def stage(
    conn: Connection, lease: Lease, run: int, rows: Sequence[Staged], stubs: Sequence[StubNote]
) -> None:
    """Write one batch; a key that was staged before in this run is a mistake of the caller.

    A stub that was noted before in this run is replaced: the last note counts. In the stand proef
    nothing is kept, so nothing may come here.
    """
    if len(rows) > BATCH or len(stubs) > BATCH:
        raise ValueError(f"more than {BATCH} rows in one batch")
    if leases.open_run(conn, lease, run).stand == PROEF:
        raise ValueError("nothing is staged in the stand proef")
    first = _last_id(conn, run) + 1
    numbered = list(enumerate(rows, first))
    bulk_insert(
        conn, outbox, _OUTBOX, (_row(number, run, lease.gemeente, row) for number, row in numbered)
    )
    bulk_insert(
        conn,
        envelop,
        ("outbox", "inhoud"),
        ((number, row.sealed.inhoud) for number, row in numbered),
    )
    _stage_stubs(conn, run, stubs)


def unstage(conn: Connection, lease: Lease, run: int, zoeksleutel: str) -> Unstaged | None:
    """Take what was staged of a key back, row and stub; None when it has no row."""
    leases.open_run(conn, lease, run)
    conn.execute(
        delete(stub_klaar).where(stub_klaar.c.run == run, stub_klaar.c.zoeksleutel == zoeksleutel)
    )
    found = conn.execute(
        select(outbox).where(outbox.c.run == run, outbox.c.zoeksleutel == zoeksleutel)
    ).one_or_none()
    if found is None:
        return None
    conn.execute(delete(envelop).where(envelop.c.outbox == found.id))
    conn.execute(delete(outbox).where(outbox.c.id == found.id))
    return Unstaged(SoortMelding(found.soort), found.referentie, found.versie, found.inhoudsmerk)


def drop(conn: Connection, run: int) -> None:
    """Delete every staged row, envelope and stub of a run."""
    block = _block(run)
    conn.execute(delete(envelop).where(envelop.c.outbox.between(*block)))
    conn.execute(delete(outbox).where(outbox.c.id.between(*block)))
    drop_stubs(conn, run)


def drop_stubs(conn: Connection, run: int) -> None:
    """Delete a run's staged stubs."""
    conn.execute(delete(stub_klaar).where(stub_klaar.c.run == run))


def counts(conn: Connection, run: int) -> dict[SoortMelding, int]:
    """Count a run's staged rows by kind."""
    found = conn.execute(
        select(outbox.c.soort, func.count()).where(outbox.c.run == run).group_by(outbox.c.soort)
    )
    return {SoortMelding(soort): count for soort, count in found}


def _block(run: int) -> tuple[int, int]:
    return run * BLOCK, (run + 1) * BLOCK - 1


def _last_id(conn: Connection, run: int) -> int:
    first, last = _block(run)
    highest = conn.scalar(select(func.max(outbox.c.id)).where(outbox.c.id.between(first, last)))
    return first - 1 if highest is None else int(highest)


def _row(number: int, run: int, gemeente: str, staged: Staged) -> tuple[object, ...]:
    kop = staged.sealed.kop
    return (
        number, run, gemeente, staged.zoeksleutel, staged.zoekversie, kop.referentie,
        kop.dossiersleutel, kop.versie, kop.soortMelding.value, kop.gemeenteCode, kop.schemaVersie,
        kop.inhoudsmerk, staged.merkversie, words.dump_map(staged.groepmerken), staged.clientmerk,
        staged.clientversie, moment_text(kop.aangemaaktOp), _STATUS, 0, 0,
        _AT_ONCE, "", "", staged.bronmerk or None,
    )  # fmt: skip


def _stage_stubs(conn: Connection, run: int, stubs: Sequence[StubNote]) -> None:
    last = {note.zoeksleutel: note for note in stubs}
    if not last:
        return
    again = stub_klaar.c.zoeksleutel.in_(list(last))
    conn.execute(delete(stub_klaar).where(stub_klaar.c.run == run, again))
    bulk_insert(conn, stub_klaar, _STUB, (_stub(run, note) for note in last.values()))


def _stub(run: int, note: StubNote) -> tuple[object, ...]:
    return (
        run, note.zoeksleutel, note.zoekversie, note.soort.value, words.dump(list(note.codes)),
        note.plaats, note.snede, note.merk, note.merkversie, note.clientmerk, note.clientversie,
        note.herkenning, None if note.uiterlijk is None else note.uiterlijk.isoformat(),
        words.dump_reasons(note.redenen), note.record,
        None if note.toekenning is None else note.toekenning.isoformat(),
        note.bronmerk or None,
    )  # fmt: skip
