"""Measures the whole job beside floors and peers, in one call, paired and in turns.

    python3 bench/run.py --quick              10k StUF objects, 100k CSV rows, 1% accidents
    python3 bench/run.py --full               100k and 1M, at 0.1%, 1% and 10%; hours
    python3 bench/run.py --quick --alleen csv --ronden 3
    python3 bench/run.py --quick --alleen paren   sealing, ledger and delivery, beside the least

Ours reads, assesses, maps, seals, remembers with synchronous=FULL and delivers over HTTPS; its
start counts too. Peers only filter, map and write JSON lines. Every lane is a process of its own;
CPU is user + system by wait4; a lane is divided by the floor of the same round, and the table has
the median of that. When the floor itself differs more than 1.6 times between rounds no target is
judged. Peers run in environments of their own, made from bench/peers/*.txt; one that cannot be
installed ends the call. Sealing, writing a batch and delivering are measured in this process, block
by block beside bare ECDH and AES-GCM, sqlite3, http.client. Writes table, JSON and SVG to --naar.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.ledger import grootboekpaar  # noqa: E402 - after the path
from bench.push import bezorgpaar  # noqa: E402
from bench.seal import zegelpaar  # noqa: E402
from bench.snel.banen import CSV_PEERS, STUF_PEERS, Tafel, csv_tafel, stuf_tafel  # noqa: E402
from bench.snel.gegevens import Vorm  # noqa: E402
from bench.snel.omgevingen import PLAATS, NietTeMaken, omgeving  # noqa: E402
from bench.snel.oordeel import Doel, Uitkomst, beoordeel  # noqa: E402
from bench.snel.opstelling import Opstelling, opgesteld  # noqa: E402
from bench.snel.paren import PARENKOP, Paar  # noqa: E402
from bench.snel.ronden import Mislukt, rondes  # noqa: E402
from bench.snel.verslag import als_json, als_svg, machine, tabel  # noqa: E402

#: Records of one kind, and accident rates, of both sizes.
MATEN = {
    "quick": ({"stuf": 10_000, "csv": 100_000}, (0.01,)),
    "full": ({"stuf": 100_000, "csv": 1_000_000}, (0.001, 0.01, 0.10)),
}
PER_PAGINA = 500


def lees(argv: list[str]) -> argparse.Namespace:
    """Read the words of the command."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    size = options.add_mutually_exclusive_group(required=True)
    size.add_argument("--quick", dest="maat", action="store_const", const="quick")
    size.add_argument("--full", dest="maat", action="store_const", const="full")
    options.add_argument("--alleen", choices=("stuf", "csv", "paren"))
    options.add_argument("--ronden", type=int, default=5)
    options.add_argument("--zaad", type=int, default=1, help="another one gives other data")
    options.add_argument("--aantal", type=int, help="other than what belongs to the size")
    options.add_argument("--aandeel", type=float, action="append", help="of accidents, 0.01 = 1%%")
    options.add_argument("--naar", type=Path, default=PLAATS / "uitkomst")
    return options.parse_args(argv)


def main(argv: list[str]) -> int:
    """Measure; 0 = all targets that could be judged are met, 1 = not, 2 = it could not be done."""
    asked = lees(argv)
    # An installed program has its byte code; without this every start would compile all of it, and
    # the first one does.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    start = [sys.executable, "-P", "-m", "bench.snel.product", "start"]
    subprocess.run(start, cwd=ROOT, stderr=subprocess.DEVNULL, check=True)
    try:
        if asked.alleen != "paren":
            for name in {*STUF_PEERS.values(), *CSV_PEERS.values()} - {""}:
                omgeving(name)
        with tempfile.TemporaryDirectory(prefix="regresbrug-bench-") as folder:
            pairs = (
                [] if asked.alleen in MATEN["quick"][0] else list(_paren(Path(folder) / "paren"))
            )
            found = list(_meet(asked, Path(folder)))
    except (NietTeMaken, Mislukt) as wrong:
        print(f"niet gemeten: {wrong}", file=sys.stderr)
        return 2
    # Where it was written to is of this machine, and no part of what was measured.
    told = [word for word in argv if word not in ("--naar", str(asked.naar))]
    _schrijf(found, pairs, asked.naar, " ".join(["bench/run.py", *told]))
    goals: list[Paar | Doel] = [*pairs, *(doel for one in found for doel in one.doelen)]
    return int(any(goal.gehaald is False for goal in goals))


def _paren(folder: Path) -> Iterator[Paar]:
    folder.mkdir()
    with opgesteld(folder) as where:
        for line in PARENKOP:
            print(line, flush=True)
        for pair in (zegelpaar(), grootboekpaar(folder), bezorgpaar(where)):
            print(pair.regel(), flush=True)
            yield pair


def _meet(asked: argparse.Namespace, folder: Path) -> Iterator[Uitkomst]:
    with opgesteld(folder) as where:
        for tafel in _tafels(asked, where):
            print(f"{tafel.soort} {tafel.vorm} ...", file=sys.stderr, flush=True)
            found = list(rondes(tafel, asked.ronden, folder / "werk"))
            uitkomst = beoordeel(tafel, found)
            print("\n".join(tabel(uitkomst)), flush=True)
            yield uitkomst


def _tafels(asked: argparse.Namespace, where: Opstelling) -> Iterator[Tafel]:
    sizes, rates = MATEN[asked.maat]
    today = datetime.now(UTC).date()
    for kind, count in sizes.items():
        if asked.alleen in (None, kind):
            for rate in asked.aandeel or rates:
                vorm = Vorm(asked.aantal or count, rate, asked.zaad)
                yield (
                    stuf_tafel(where, vorm, today, PER_PAGINA)
                    if kind == "stuf"
                    else csv_tafel(where, vorm, today)
                )


def _schrijf(found: list[Uitkomst], pairs: list[Paar], target: Path, command: str) -> None:
    where = machine()
    target.mkdir(parents=True, exist_ok=True)
    (target / "bench.json").write_text(als_json(found, pairs, where, command), encoding="utf-8")
    (target / "bench.svg").write_text(als_svg(found), encoding="utf-8")
    lines = [*PARENKOP, *(pair.regel() for pair in pairs), ""] if pairs else []
    lines += [line for one in found for line in tabel(one)]
    (target / "bench.md").write_text("\n".join(lines), encoding="utf-8")
    print(f"{where}\n{target}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
