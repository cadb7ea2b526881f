"""Shows runs in the accounting words; the same numbers as the JSON."""

from collections.abc import Iterator, Mapping
from typing import Any

from console.tell import group_lines, problem_lines, woord
from ledger import Resultaat, RunRow
from pipeline import Bezorging, RunVerslag
from regres import Bucket, Telling
from regres.dag import lokale_dag
from regres.telling import MET_NIEUW
from regres.words import SoortMelding


def funnel(telling: Telling, *, met_nieuw: bool = True) -> Iterator[str]:
    """Give the accounting of a run, one line a bucket; the parts add up to gelezen.

    met_nieuw  say how many wait for the first time; a preview does not know
    """
    yield f"  {'gelezen':<16}{telling.gelezen:>8}"
    for bucket in Bucket:
        count = telling.buckets[bucket]
        yield f"  {bucket.value:<16}{count:>8}{_extra(bucket, telling, met_nieuw)}"


def _extra(bucket: Bucket, telling: Telling, met_nieuw: bool) -> str:
    if bucket is Bucket.KLAARGEZET:
        parts = (f"{soort.value} {telling.soorten[soort]}" for soort in SoortMelding)
        return "   (" + ", ".join(parts) + ")"
    if met_nieuw and bucket in MET_NIEUW and telling.buckets[bucket]:
        return f"   (nieuw {telling.nieuw[bucket]})"
    return ""


def ongelezen(details: Mapping[str, Any]) -> Iterator[str]:
    """Name the columns of a file that nobody reads, as `kolommen: los` lets them be."""
    if left := details.get("ongelezen"):
        names = ", ".join(left["kolommen"])
        more = left["aantal"] - len(left["kolommen"])
        yield "  " + woord("ongelezen_meer" if more else "ongelezen", kolommen=names, meer=more)


def uitkomst(resultaat: str) -> str:
    """Give how a run ended as a sentence; "" is a run that has not ended."""
    return woord(f"uitkomst_{resultaat or 'bezig'}")


def run_lines(row: RunRow) -> Iterator[str]:
    """Give all that was kept of one run: how it ended, its accounting, its codes and problems."""
    yield f"{row.gemeente} · {row.bronset} · {row.slot} · run {row.id} · {row.dag.isoformat()}"
    yield f"  {uitkomst(row.resultaat.value if row.resultaat else '')}"
    if row.resultaat is Resultaat.WACHT_OP_VRIJGAVE and row.wacht_sinds:
        yield f"  {woord('wacht_sinds', dag=lokale_dag(row.wacht_sinds).isoformat())}"
    if row.telling is not None:
        yield from funnel(row.telling)
        for code, count in sorted(row.telling.codes.items()):
            yield f"  {count:>7} x {code}"
    yield from ongelezen(row.proof.get("details", {}))
    yield from problem_lines(row.problems)


def verslag_lines(verslag: RunVerslag) -> Iterator[str]:
    """Give one run as a person reads it."""
    yield f"{verslag.gemeente} · {verslag.bron} · {verslag.slot} · run {verslag.run}"
    yield f"  {uitkomst(verslag.resultaat.value)}"
    if verslag.telling.gelezen:
        yield from funnel(verslag.telling)
    yield from ongelezen(verslag.details)
    for group in verslag.problemen.as_json():
        yield from group_lines(group)
    yield from ("  " + line for line in problem_lines(verslag.oorzaken))


def bezorging_lines(done: Bezorging) -> Iterator[str]:
    """Give one delivery as a person reads it."""
    counts = {"geweigerd": done.geweigerd, "vervallen": done.vervallen, "wacht": done.wacht}
    zaken = len(done.zaken)
    yield "  " + woord("bezorgd", ontvangen=done.ontvangen, zaken=zaken, **counts)
    yield from ("  " + line for line in problem_lines(done.problemen))
