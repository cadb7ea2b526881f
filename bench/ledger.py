"""How quick the ledger is: staging, closing, releasing and delivering, beside bare sqlite3.

    python -m bench.ledger [--rows 10000] [--rounds 5] [--folder DIR]
    python -m bench.ledger --verhouding       # batches of a thousand, the same tables, in turns

Writes medians of the rounds. The floor writes the same bytes with sqlite3 alone into one table, WAL
and synchronous=FULL, a thousand rows a transaction. `--folder` on a real disk: on tmpfs an fsync
costs nothing. `--verhouding` writes the same batches by sqlite3 too, from values that lie ready,
into the tables and indices of another ledger.
"""

import argparse
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from bench.snel.paren import Paar, vergelijk
from ledger import Closing, Lease, Ledger, Resultaat, RunStart, Staged, Verdict
from regres import Bucket, Kop, Receipt, SealedMelding, SoortMelding, Telling

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
BATCH = 1000
ENVELOPE = "e" * 3200  # a melding of 2 KiB as compact JWE
GROUPS = dict.fromkeys(
    ("aansprakelijkheid", "client", "kosten", "ongeval", "voorziening"), "a" * 64
)


def row(number: int) -> Staged:
    """Make one row as wide as real ones."""
    kop = Kop(
        referentie=f"{number:064x}",
        dossiersleutel="d" * 64,
        versie=1,
        soortMelding=SoortMelding.NIEUW,
        gemeenteCode="9901",
        inhoudsmerk="b" * 64,
        aangemaaktOp=NOW,
    )
    return Staged(
        sealed=SealedMelding(kop, ENVELOPE),
        # Keyed hashes come in no order; consecutive numbers would flatter the indices.
        zoeksleutel=f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}" + "c" * 48,
        zoekversie=1,
        merkversie=1,
        groepmerken=GROUPS,
        clientmerk="f" * 64,
        clientversie=1,
    )


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Give wall and CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def floor(folder: Path, rows: Sequence[Staged]) -> None:
    """Write the same bytes with as little as possible."""
    with closing(sqlite3.connect(folder / "floor.sqlite", isolation_level=None)) as conn:
        conn.execute("PRAGMA journal_mode=WAL")
        conn.execute("PRAGMA synchronous=FULL")
        conn.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b, c, d, e, f)")
        for start in range(0, len(rows), BATCH):
            conn.execute("BEGIN IMMEDIATE")
            conn.executemany(
                "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (
                        start + number,
                        one.zoeksleutel,
                        one.sealed.kop.referentie,
                        one.sealed.kop.inhoudsmerk,
                        str(one.groepmerken),
                        one.sealed.inhoud,
                    )
                    for number, one in enumerate(rows[start : start + BATCH])
                ),
            )
            conn.execute("COMMIT")


def begun(ledger: Ledger, lease: Lease, slot: str) -> int:
    """Begin a run."""
    start = RunStart(
        bronset="csv",
        dag=date(2026, 11, 21),
        slot=slot,
        mapping_merk="m",
        regelversie="1",
        stand="actief",
    )
    return ledger.begin(lease, start, NOW)


def staging(ledger: Ledger, lease: Lease, run: int, rows: Sequence[Staged]) -> None:
    """Stage in full batches."""
    for start in range(0, len(rows), BATCH):
        ledger.stage(lease, run, rows[start : start + BATCH])


def counted(rows: Sequence[Staged]) -> Closing:
    """Count the rows."""
    telling = Telling(gelezen=len(rows))
    telling.buckets[Bucket.KLAARGEZET] = telling.soorten[SoortMelding.NIEUW] = len(rows)
    return Closing(telling=telling, checkpoint={"n": 1}, sneden=("",))


def delivering(ledger: Ledger) -> None:
    """Claim a hundred and mark each as delivered."""
    for outgoing in ledger.due("9901", NOW, 100, "bench"):
        kop = outgoing.sealed.kop
        ledger.delivered(outgoing, Receipt(kop.referentie, kop.versie, "Z-1", NOW), NOW)


def one_round(folder: Path, rows: Sequence[Staged]) -> dict[str, tuple[float, float]]:
    """Measure everything once, on a fresh ledger."""
    found = {"floor": timed(lambda: floor(folder, rows))}
    with Ledger.open(f"sqlite:///{folder / 'ledger.sqlite'}") as ledger:
        lease = ledger.take_lease("9901", "bench", NOW, seconds=10**6)
        run = begun(ledger, lease, "venster")
        found["stage"] = timed(lambda: staging(ledger, lease, run, rows))
        free = Verdict(Resultaat.VRIJ)
        found["close"] = timed(
            lambda: ledger.close_run(lease, run, counted(rows), lambda _: free, NOW)
        )
        found["deliver 100"] = timed(lambda: delivering(ledger))
        found["standen"] = timed(lambda: ledger.standen("9901"))
        found["audit verify"] = timed(ledger.audit_verify)
    found["open"] = timed(lambda: Ledger.open(f"sqlite:///{folder / 'ledger.sqlite'}").close())
    return found


#: Of writing a batch, against sqlite3.
GRENS = 1.15


def grootboekpaar(folder: Path, blokken: int = 24) -> Paar:
    """Measure staging batches beside sqlite3 that writes the same rows into the same tables."""
    rows = [row(number) for number in range(BATCH * blokken)]
    ready = _as_stored(folder / "klaar.sqlite", rows)
    Ledger.open(f"sqlite:///{folder / 'kaal.sqlite'}").close()
    with (
        Ledger.open(f"sqlite:///{folder / 'ons.sqlite'}") as ledger,
        closing(sqlite3.connect(folder / "kaal.sqlite", isolation_level=None)) as bare,
    ):
        lease = ledger.take_lease("9901", "bench", NOW, seconds=10**6)
        run = begun(ledger, lease, "venster")
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        mine, theirs = _batches(), _batches()
        return vergelijk(
            "een melding vastleggen (per 1.000), tegen sqlite3 in dezelfde tabellen",
            lambda: _bare_batch(bare, ready, next(theirs)),
            lambda: ledger.stage(lease, run, rows[next(mine)]),
            blokken=blokken,
            per_blok=1,
            stuks=BATCH,
            grens=GRENS,
        )


def _batches() -> Iterator[slice]:
    return (slice(start, start + BATCH) for start in count(0, BATCH))


def _as_stored(file: Path, rows: Sequence[Staged]) -> dict[str, list[tuple[object, ...]]]:
    """Give the rows of each table as they are stored."""
    with Ledger.open(f"sqlite:///{file}") as ledger:
        lease = ledger.take_lease("9901", "bench", NOW, seconds=10**6)
        staging(ledger, lease, begun(ledger, lease, "venster"), rows)
    with closing(sqlite3.connect(file)) as conn:
        return {
            "outbox": conn.execute("SELECT * FROM outbox ORDER BY id").fetchall(),
            "envelop": conn.execute("SELECT * FROM envelop ORDER BY outbox").fetchall(),
        }


def _bare_batch(
    conn: sqlite3.Connection, ready: dict[str, list[tuple[object, ...]]], which: slice
) -> None:
    conn.execute("BEGIN IMMEDIATE")
    for table, rows in ready.items():
        places = ", ".join("?" * len(rows[0]))
        conn.executemany(f"INSERT INTO {table} VALUES ({places})", rows[which])  # noqa: S608 - our own two tables
    conn.execute("COMMIT")


def main() -> None:
    """Measure, and print a line for each part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--verhouding", action="store_true")
    asked = parser.parse_args()
    if asked.verhouding:
        with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
            print(grootboekpaar(Path(folder)).regel())
        return
    rows = [row(number) for number in range(asked.rows)]
    rounds = []
    for _ in range(asked.rounds):
        with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
            rounds.append(one_round(Path(folder), rows))
    print(f"{asked.rows} rows, {asked.rounds} rounds, medians")
    for part in rounds[0]:
        wall, cpu = (statistics.median(one[part][kind] for one in rounds) for kind in (0, 1))
        count = 100 if part == "deliver 100" else 1 if part == "open" else asked.rows
        print(
            f"  {part:13} {wall * 1000:8.0f} ms wall {cpu * 1000:8.0f} ms CPU"
            f" {count / wall:10.0f}/s wall {count / cpu:10.0f}/s CPU"
        )


if __name__ == "__main__":
    main()
