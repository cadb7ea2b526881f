"""How long a walk over the audit trail takes, and how much memory it needs.

    python -m bench.audit [--rows 10000 100000]

A ledger in which each freed row left an entry and one in a hundred a decision that stands. Memory
is what Python held at most during the walk (tracemalloc, which slows it down: time and memory are
measured in turns).
"""

import argparse
import tempfile
import time
import tracemalloc
from datetime import timedelta
from pathlib import Path

from bench.ledger import NOW, begun, counted, row, staging
from ledger import Keuze, Ledger, Resultaat, StubNote, StubSoort, Verdict
from regres import Bucket, Handelend


def filled(folder: Path, rows: int) -> str:
    """Make a ledger with so many freed rows; gives its URL."""
    url = f"sqlite:///{folder / 'ledger.sqlite'}"
    with Ledger.open(url) as ledger:
        lease = ledger.take_lease("9901", "bench", NOW, seconds=10**6)
        run = begun(ledger, lease, "venster")
        staged = [row(number) for number in range(rows)]
        staging(ledger, lease, run, staged)
        waits = [stub(number) for number in range(rows // 100)]
        ledger.stage(lease, run, (), waits)
        free, closing = Verdict(Resultaat.VRIJ), counted(staged)
        closing.telling.gelezen += len(waits)
        closing.telling.buckets[Bucket.BEOORDELEN] = len(waits)
        ledger.close_run(lease, run, closing, lambda _: free, NOW)
        for at, one in enumerate(waits):
            who = Handelend("T. Consulent", "consulent", "dossier gezien")
            moment = NOW + timedelta(seconds=at)
            ledger.decide("9901", one.zoeksleutel, Keuze.NEE, who, moment)
    return url


def stub(number: int) -> StubNote:
    """Make a record that waits."""
    return StubNote(
        zoeksleutel=f"{number:064x}",
        zoekversie=1,
        soort=StubSoort.BEOORDELEN,
        codes=("vlag_o",),
        plaats=f"export.csv:{number}",
        snede="",
        merk="a" * 64,
        merkversie=1,
    )


def measured(url: str) -> tuple[int, float, float]:
    """Give entries, seconds and the most MiB that a walk held."""
    with Ledger.open(url) as ledger:
        start = time.perf_counter()
        found = ledger.audit_toets()
        seconds = time.perf_counter() - start
        tracemalloc.start()
        ledger.audit_toets()
        most = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
    if found.problemen:
        raise SystemExit(f"not whole: {found.problemen[0].code}")
    return found.regels, seconds, most


def main() -> None:
    """Measure, and print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    for rows in parser.parse_args().rows:
        with tempfile.TemporaryDirectory() as folder:
            entries, seconds, most = measured(filled(Path(folder), rows))
        print(f"{entries:8} entries {seconds:6.1f} s {most:6.1f} MiB")


if __name__ == "__main__":
    main()
