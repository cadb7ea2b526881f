"""The product in a process of its own, as its own command; beside it only the reading of it.

    python -P -m bench.snel.product run CONFIG     the whole job, with its start
    python -P -m bench.snel.product weer CONFIG    the same on a ledger that knows all of it
    python -P -m bench.snel.product lees CONFIG    read: keys and signals of every record, no more
    python -P -m bench.snel.product start          only what `run` imports

On standard error one line of JSON: what memory was after the imports and at its peak.
"""

import json
import sys
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mappings import Plan
    from regres import Rijblok, SourceRecord


def main(wat: str, config: str = "") -> None:
    """Do one of them."""
    from console.geheugen import begin, einde

    begin()
    _importeer()
    if wat != "start":
        _werktuig(config)
    imports = _piek()
    work: dict[str, Callable[[str], dict[str, Any]]] = {"run": _run, "weer": _weer, "lees": _lees}
    found = work[wat](config) if wat in work else {}
    told = {"imports_kib": imports, "piek_kib": _piek(), **found}
    print(json.dumps(told), file=sys.stderr)
    einde()


def _importeer() -> None:
    """Import what every run needs before it does anything."""
    import scheduler
    from console import cli, opening, show
    from console.commands import run

    _ = (scheduler, cli, opening, show, run)


def _werktuig(config: str) -> None:
    """Import what this run imports on its way: its memory is not that of records."""
    sources = (Path(config) / "gemeenten").glob("*.yaml")
    if any("stuf" in source.read_text(encoding="utf-8") for source in sources):
        import connectors.stuf_zkn

        _ = connectors.stuf_zkn


def _run(config: str) -> dict[str, Any]:
    from console.cli import main as regresbrug

    code = regresbrug(["run", "--config", config, "--format", "json", "--quiet"])
    if code not in (0, 1):
        raise SystemExit(f"run ended with {code}")
    return {}


def _weer(config: str) -> dict[str, Any]:
    """Run again: what did not change is skipped, or read anew without a single seal."""
    from sqlite3 import connect

    database = Path(config).parent / "regresbrug.db"
    counts = []
    for _ in range(2):
        with connect(f"file:{database}?mode=ro", uri=True) as ledger:
            counts.append(ledger.execute("SELECT count(*) FROM outbox").fetchone()[0])
        if len(counts) == 1:
            _run(config)
    if counts[0] != counts[1]:
        raise SystemExit(f"the second run sealed {counts[1] - counts[0]}")
    return {"nieuw": 0}


def _lees(config: str) -> dict[str, Any]:
    from connectors.base import ReadRequest
    from settings import aansluiten, load

    settings = load(Path(config))
    line = aansluiten(settings, settings.gemeenten[0], lambda: datetime.now(UTC))
    (bron,) = line.bronnen.values()
    route = bron.route
    today = datetime.now(UTC).date()
    with route.connector.read(ReadRequest(van=today - timedelta(days=90), tot=today)) as reading:
        for part in reading.stukken():
            _kijk(route.plan, part)
        count = reading.proof().gelezen
    line.close()
    return {"gelezen": count}


def _kijk(plan: "Plan", part: "Rijblok | SourceRecord") -> None:
    """Look as a run does: in full is read what a glance does not tell."""
    from regres import Rijblok

    if isinstance(part, Rijblok):
        seen = plan.oogopslag_blok(part)
        deque(seen.beelden if seen else (), maxlen=0)
        for place in seen.oneven if seen else range(len(part)):
            plan.peek(part.record(place))
    elif plan.oogopslag(part) is None:
        plan.peek(part)


def _piek() -> int:
    """Give the peak of this process alone; ru_maxrss also counts what its parent held."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return 0


if __name__ == "__main__":
    main(*sys.argv[1:])
