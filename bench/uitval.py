"""Times what comes after an outage: a backlog goes to a real loket over mutual TLS.

    .venv/bin/python -P bench/uitval.py                       # 10,000 meldingen, 24 hours away
    .venv/bin/python -P bench/uitval.py --meldingen 1000 --uren 2

First the outage: what `serve` does every time it looks, with a clock that jumps from look to look.
Then the loket starts, in a process of its own with a ledger on disk, and the clock is that of the
machine. Memory is that of the process that delivers, alone.
"""

import argparse
import multiprocessing
import os
import resource
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime, timedelta
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

#: Of so many people; some have more than one provision.
MENSEN = 6_000


def main() -> None:
    """Read the arguments, let it happen, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--meldingen", type=int, default=10_000)
    parser.add_argument("--uren", type=float, default=24)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="regresbrug-uitval-") as folder:
        _meet(Path(folder), given.meldingen, given.uren)


def _meet(folder: Path, meldingen: int, uren: float) -> None:
    spawn = multiprocessing.get_context("spawn")
    settings, config = _bouw(folder, meldingen)
    mine, theirs = spawn.Pipe()
    dienst = spawn.Process(target=_dienst, args=(config, uren, theirs))
    dienst.start()
    theirs.close()
    print(mine.recv(), mine.recv(), sep="\n", flush=True)
    up, loket_up = spawn.Pipe()
    loket = spawn.Process(target=_loket, args=(settings, loket_up), daemon=True)
    loket.start()
    mine.send(up.recv())
    with suppress(EOFError):
        while True:
            print(mine.recv(), flush=True)
    dienst.join()
    print(f"loket         cpu {_cpu(loket.pid):.1f} s, zijn start erbij")
    loket.terminate()
    loket.join()
    print(_in_het_loket(folder / "loket.sqlite"))


def _bouw(folder: Path, meldingen: int) -> tuple[dict[str, Any], Path]:
    """Write both ends; gives the arguments of the loket, and the config folder."""
    from loket import Tls
    from tests.tools.keten import Keten, dag, vers
    from tests.tools.loket import make_tls, settings

    tls, root, ca = make_tls(folder)
    client, key = folder / "client.pem", folder / "client.key"
    issued = ca.issue_cert("gemeente.example")
    issued.cert_chain_pems[0].write_to_path(client)
    issued.private_key_pem.write_to_path(key)
    key.chmod(0o600)
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    about = settings(folder)
    keten = Keten(folder / "gemeente")
    keten.ontvanger(
        about.sleutels[0].publiek | {"geldig_van": "2026-01-01", "geldig_tot": dag(700)}
    )
    keten.gemeente.dienst["bestemming"] = {
        "soort": "regresloket",
        "adres": f"https://127.0.0.1:{port}",
        "ca": str(root),
        "clientcertificaat": str(client),
        "clientsleutel": str(key),
    }
    keten.mag_naar(f"127.0.0.1:{port}")
    keten.gemeente.gemeente["rem"] = {"nieuw": 10**6, "aandeel": 1.0, "waarom": "meting"}
    keten.schrijf()
    people = _bsns(MENSEN)
    keten.gemeente.levering([vers(n, "J", BSN=people[n % MENSEN]) for n in range(1, meldingen + 1)])
    fingerprint = sha256(_der(client)).hexdigest()
    chosen = {
        "database": folder / "loket.sqlite",
        "sleutels": about.sleutels,
        "datasleutel": about.datasleutel,
        "tls": Tls(tls.certificaat, tls.sleutel, root),
        "port": port,
        "certificaat": fingerprint,
    }
    return chosen, keten.config


def _der(path: Path) -> bytes:
    import ssl

    return ssl.PEM_cert_to_DER_cert(path.read_text())


def _bsns(many: int) -> list[str]:
    """Give BSNs of people who do not exist: 9999 and 9000 are never given out."""
    found = []
    for start in (999_900_000, 900_000_000):
        for number in range(start, start + 100_000):
            digits = [int(digit) for digit in str(number)]
            weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
            if sum(d * w for d, w in zip(digits, weights, strict=True)) % 11 == 0:
                found.append(str(number))
    return found[:many]


# -- the loket -------------------------------------------------------------------------------------


def _loket(chosen: dict[str, Any], pipe: Connection) -> None:
    from loket import LoketServer, LoketSettings
    from loket.settings import now_utc
    from tests.tools.loket import gemeente

    fingerprint = chosen.pop("certificaat")
    tenant = gemeente(client_id="", geheim_sha256="", certificaat_sha256=fingerprint)
    with LoketServer(LoketSettings(gemeenten=(tenant,), klok=now_utc, **chosen)):
        pipe.send("het loket is terug")
        while True:
            time.sleep(3600)


def _in_het_loket(database: Path) -> str:
    import sqlite3

    with closing(sqlite3.connect(database)) as conn:
        total, provisions, cases = conn.execute(
            "SELECT count(*), count(DISTINCT referentie), count(DISTINCT zaak_id) FROM melding"
        ).fetchone()
    return (
        f"in het loket         {total:,} meldingen, {provisions:,} voorzieningen, {cases:,} zaken"
    )


# -- the service -----------------------------------------------------------------------------------


class _Klok:
    """Jumps while the loket is away; from then on it goes by itself."""

    def __init__(self, begin: datetime) -> None:
        self._begin = begin
        self._at: float | None = None

    def __call__(self) -> datetime:
        gone = 0.0 if self._at is None else time.monotonic() - self._at
        return self._begin + timedelta(seconds=gone)

    def spring(self, until: datetime) -> None:
        self._begin = until

    def loop(self) -> None:
        self._at = time.monotonic()


def _dienst(config: Path, uren: float, pipe: Connection) -> None:
    import scheduler
    from pipeline import SlotSoort
    from settings import aansluiten, load

    settings = load(config)
    (een,) = settings.gemeenten
    back = scheduler.utc_now()
    klok = _Klok(back - timedelta(hours=uren))
    with settings.open_grootboek(klok()) as ledger:
        line = aansluiten(settings, een, klok)
        began = time.monotonic()
        done = scheduler.ronde(line, ledger, [("export", SlotSoort.NACHT)], klok)
        line.close()
        pipe.send(
            f"gelezen       {done.bezorging.wacht:,} wachten, na "
            f"{time.monotonic() - began:.0f} s; geheugen {_mib():.0f} MiB"
        )
        looks = _uitval(settings, ledger, klok, back)
        pipe.send(f"uitval        {uren:g} uur, {looks:,} keer gekeken; {_mib():.0f} MiB")
        pipe.recv()
        klok.loop()
        _inhalen(settings, ledger, klok, pipe.send)


def _kijk(settings: Any, ledger: Any, klok: _Klok) -> tuple[Any, datetime]:
    """Look as `serve` does; gives what was delivered, and when it looks again."""
    import scheduler

    (een,) = settings.gemeenten
    again = klok() + timedelta(seconds=scheduler.BEZORGEN)
    if not ledger.te_bezorgen(klok()):
        return None, again
    done = scheduler.bezorg(settings, ledger, een, klok)
    soon = done.opnieuw_op
    return done, again if soon is None else min(again, max(soon, klok()))


def _uitval(settings: Any, ledger: Any, klok: _Klok, back: datetime) -> int:
    looks = 0
    while klok() < back:
        _, again = _kijk(settings, ledger, klok)
        klok.spring(min(again, back))
        looks += 1
    return looks


def _inhalen(settings: Any, ledger: Any, klok: _Klok, tell: Callable[[str], None]) -> None:
    """Look until nothing waits; tells after each look that delivered something."""
    from ledger import OutboxStatus

    began, received, waited, gone = time.monotonic(), 0, 0.0, 0.0
    counts, cpu = ledger.outbox_counts("9901"), time.process_time()
    while counts[OutboxStatus.VRIJ] + counts[OutboxStatus.VERSTUURD]:
        done, again = _kijk(settings, ledger, klok)
        received += done.ontvangen if done else 0
        counts = ledger.outbox_counts("9901")
        gone = time.monotonic() - began
        if done and done.ontvangen:
            tell(f"  na {gone:6.1f} s  {received:,} ontvangen, {_mib():.0f} MiB")
        elif not received:
            rest = max(0.0, (again - klok()).total_seconds())
            time.sleep(rest)
            waited += rest
    speed, cpu = received / max(gone - waited, 0.001), time.process_time() - cpu
    tell(f"bezorgd       in {gone:.1f} s, waarvan {waited:.1f} s wachten; {speed:.0f} per seconde")
    tell(f"uitgaand      { {one.value: n for one, n in counts.items() if n} }; cpu {cpu:.1f} s")


def _cpu(pid: int | None) -> float:
    """Give the CPU seconds of another process: fields 14 and 15 of proc(5)."""
    told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _mib() -> float:
    """Give the most memory this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
