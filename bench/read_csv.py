"""How quick an export is read, from a folder and over SFTP, and whether memory stays flat.

    python -m bench.read_csv [--rows 10000 100000] [--rounds 5] [--sources folder sftp]

Every read is a process of its own, and the SFTP server is another, so CPU and peak memory are the
reader's alone. Of each row three columns are read, of one in ten all thirty. The floor is the same
file through csv.reader and a text file, with nothing kept. Writes the median of the rounds.
"""

import argparse
import csv
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from connectors.base import Connector, ReadRequest
from connectors.csv_export import CsvExport
from connectors.folder import Folder
from connectors.picking import Keuze
from regres import CsvLayout

NAAM: Final = "wmo_voorzieningen.csv"
KOLOMMEN: Final = tuple(f"Kolom {number}" for number in range(30))
ALTIJD: Final = KOLOMMEN[:3]
LAYOUT: Final = CsvLayout(KOLOMMEN, codering="cp1252", trailer="TOTAAL")


def cells(number: int) -> list[str]:
    """Make one row of about 500 bytes; one note in ten holds a line break."""
    note = "Cliënt kan moeilijk traplopen; woning is gelijkvloers te maken. " * 2
    row = [f"C{number:07}", "900000004", "van den Proef", f"B{number:07}", "01-02-2025"]
    row += [f"waarde {place} {number % 97}" for place in range(len(row), 29)]
    return [*row, note + "\r\nZie dossier." if number % 10 == 0 else note]


def write(file: Path, rows: int) -> None:
    """Write an export with a trailer, all cells quoted, CRLF, cp1252."""
    with file.open("w", encoding="cp1252", newline="") as out:
        writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerow(KOLOMMEN)
        writer.writerows(cells(number) for number in range(rows))
        writer.writerow(["TOTAAL", rows])


def serve(folder: Path) -> None:
    """Serve the folder until standard input closes; the lines out are what a reader needs."""
    import asyncssh

    from demo.sftp_server import Account, SftpServer

    host, login = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    (folder / "login").write_bytes(login.export_private_key())
    account = Account("bench", login.export_public_key().decode())
    with SftpServer(folder, host.export_private_key(), account) as server:
        print(json.dumps({"port": server.port, "key": server.host_key_line}), flush=True)
        sys.stdin.read()


def source(folder: Path, told: str) -> Connector:
    """Give the source to read: a folder, or the server that `serve` told about."""
    export, keuze = CsvExport("9901", LAYOUT), Keuze(NAAM)
    if not told:
        return Folder(export, folder, keuze)
    from connectors.sftp import Inlogsleutel, Server, Sftp
    from connectors.uitgaand import Uitgaand

    where = json.loads(told)
    server = Server("127.0.0.1", "bench", (where["key"],), where["port"])
    inlog = Inlogsleutel((folder / "login").read_text("ascii"))
    return Sftp(export, server, inlog, keuze, Uitgaand(frozenset({"127.0.0.1"}), loopback=True))


def read(folder: Path, told: str) -> dict[str, Any]:
    """Read everything once; give counts, seconds and the peak of this process."""
    door = source(folder, told)
    wall, cpu = time.perf_counter(), time.process_time()
    with door.read(ReadRequest()) as reading:
        for number, record in enumerate(reading):
            for name in KOLOMMEN if number % 10 == 0 else ALTIJD:
                record.fields.text(name)
        proof = reading.proof()
    return {
        "records": proof.gelezen,
        "bytes": proof.details["bytes"],
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - wall,
        "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def floor(file: Path) -> float:
    """Give the CPU seconds of csv.reader over the file, and nothing else."""
    begin = time.process_time()
    with file.open(encoding="cp1252", newline="") as text:
        for _ in csv.reader(text, delimiter=";", strict=True):
            pass
    return time.process_time() - begin


def child(*words: str) -> list[str]:
    """Give the command for this file as a process of its own."""
    return [sys.executable, "-P", "-m", "bench.read_csv", *words]


def rounds(rows: int, count: int, over: str) -> Iterator[dict[str, Any]]:
    """Read in turn with the floor."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / NAAM, rows)
        server = subprocess.Popen(
            child("--serve", name), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        with server:
            told = server.stdout.readline() if server.stdout else ""
            command = child("--read", name, "--told", told if over == "sftp" else "")
            for _ in range(count):
                done = subprocess.run(command, capture_output=True, check=True, text=True)
                yield {**json.loads(done.stdout), "floor": floor(folder / NAAM)}


def report(rows: int, count: int, over: str) -> None:
    """Print one line for one size."""
    found = list(rounds(rows, count, over))
    middle = {key: statistics.median(one[key] for one in found) for key in found[0]}
    ratio = statistics.median(one["cpu"] / one["floor"] for one in found)
    spread = max(one["floor"] for one in found) / min(one["floor"] for one in found)
    print(
        f"{over:>6} {rows:>8} rows  {middle['bytes'] / rows:4.0f} B each"
        f"  {middle['records'] / middle['cpu']:7.0f} records/CPU-s"
        f"  {middle['records'] / middle['wall']:7.0f}/s wall  peak {middle['rss']:5.1f} MiB"
        f"  {ratio:4.2f} x csv.reader (spread {spread:.2f})"
    )


def main() -> None:
    """Measure, or be one of the processes."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--sources", nargs="+", default=["folder", "sftp"])
    options.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--told", default="", help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.serve:
        serve(asked.serve)
    elif asked.read:
        print(json.dumps(read(asked.read, asked.told)))
    else:
        for over in asked.sources:
            for rows in asked.rows:
                report(rows, asked.rounds, over)


if __name__ == "__main__":
    main()
