"""Named places to die at: before and behind every step S1 to S15, each commit and each call.

`gevaarlijkst` is the state in which a place is most dangerous, and how the backend behaves then; in
the full mode every place is tried in all five.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.tools.kweker import Plek


@dataclass(frozen=True)
class Breuk:
    """A place to die at.

    stap     the step of reliability.md section 3
    storing  what the backend does with every delivery until then
    """

    stap: str
    plek: Plek
    gevaarlijkst: str = "eerste"
    storing: str = ""

    def __str__(self) -> str:
        return f"{self.stap} {self.plek}"


def _om(
    stap: str,
    bestand: str,
    functie: str,
    stand: str = "eerste",
    *,
    keer: int = 1,
    storing: str = "",
) -> list[Breuk]:
    """Give the place before a function and the one behind it."""
    return [
        Breuk(stap, Plek(bestand, functie, wat, keer), stand, storing) for wat in ("voor", "na")
    ]


def _na(stap: str, bestand: str, functie: str, stand: str = "eerste", keer: int = 1) -> list[Breuk]:
    return [Breuk(stap, Plek(bestand, functie, "na", keer), stand)]


def _alle() -> Iterator[Breuk]:
    # before S1: the ledger is made, or brought up to date
    yield from _om("S0", "ledger/migrate.py", "_upgrade", "kaal")
    yield from _na("S0", "ledger/migrate.py", "prepare", "kaal")
    # S1 the lease, S2 what is known
    yield from _om("S1", "ledger/leases.py", "take")
    yield from _om("S1", "ledger/runs.py", "recover", "achterstand")
    yield from _om("S1", "ledger/runs.py", "begin")
    yield from _na("S2", "ledger/standen.py", "by_key", "correctie")
    yield from _om("S2", "ledger/sleutels.py", "herken", "wissel")
    # S3 to S9 reading; nothing may be left of it
    yield from _om("S3", "pipeline/inlezen.py", "_take_all")
    yield from _om("S6", "pipeline/take_in.py", "take", keer=10)
    yield from _na("S5", "pipeline/inlezen.py", "lees", "correctie")
    yield from _na("S9", "pipeline/sealing.py", "intrekking", "correctie")
    # S10 sealing, and its line in the logbook before the row
    yield from _om("S10", "pipeline/sealing.py", "melding", keer=5)
    yield from _om("S10", "regres/verwerking.py", "schrijf_bij")
    # S11a staging
    yield from _om("S11a", "ledger/staging.py", "stage", "correctie")
    yield from _om("S11a", "ledger/boeken/runboek.py", "stage", "achterstand")
    yield from _om("S11a", "ledger/overzetten.py", "zet_over", "wissel")
    # S11b the closing transaction
    yield from _om("S11b", "ledger/boeken/runboek.py", "close_run", "correctie")
    yield from _om("S11b", "ledger/closing.py", "close", "achterstand")
    yield from _om("S11b", "ledger/freeing.py", "free", "correctie")
    yield from _na("S11b", "ledger/standen.py", "move", "correctie")
    yield from _na("S11b", "ledger/stubs.py", "flush")
    yield from _om("S11b", "ledger/marks.py", "move_checkpoint")
    yield from _om("S1", "ledger/leases.py", "release", "correctie")
    # S13 claiming
    yield from _om("S13", "ledger/claims.py", "due", "achterstand")
    yield from _om("S13", "ledger/boeken/bezorgboek.py", "due", "herhaling")
    # S14 offering
    yield from _om("S14", "sinks/regresloket.py", "begin", "herhaling", keer=2)
    yield from _om("S14", "sinks/regresloket.py", "_oordeel", "herhaling", keer=2)
    yield from _om("S14", "sinks/verbinding.py", "vraag", "achterstand", keer=3)
    yield from _om("S14", "sinks/verbinding.py", "antwoord", "achterstand", keer=3)
    yield from _om("S14", "sinks/antwoord.py", "judge", "correctie", keer=2)
    yield from _om("S14", "ledger/zekering.py", "mislukt", "herhaling", storing="weg_na")
    yield from _om("S14", "ledger/outbox.py", "retry_later", "herhaling", storing="500_na")
    # S15 marking, S16 the envelope goes
    yield from _om("S15", "ledger/outbox.py", "delivered", "herhaling", keer=2)
    yield from _om("S15", "ledger/boeken/bezorgboek.py", "all_delivered", "achterstand", keer=2)
    yield from _om("S15", "ledger/zekering.py", "gelukt", "achterstand")
    yield from _na("S15", "ledger/standen.py", "delivered", "correctie", keer=2)
    yield from _om("S16", "ledger/outbox.py", "_end", "correctie", keer=2)
    yield from _om("S16", "ledger/boeken/auditboek.py", "veranker")


BREUKEN = tuple(_alle())
