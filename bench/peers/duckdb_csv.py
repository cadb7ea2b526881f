"""Peer: duckdb. It refuses cp1252 without an extension from the network, so iconv goes first."""

import subprocess
import sys
import tempfile

import duckdb
from zelfde import VELDEN, WOORDEN, vertel


def main(file: str, target: str) -> None:
    """Filter and write."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as utf8:
        subprocess.run(["iconv", "-f", "cp1252", "-t", "utf-8", file], stdout=utf8, check=True)
        columns = ", ".join(f'"{column}" AS {name}' for name, column in VELDEN.items())
        told = " OR ".join(f"contains(n, '{word}')" for word in WOORDEN)
        duckdb.execute("SET threads = 2")
        found = duckdb.execute(
            f"""COPY (SELECT {columns} FROM (SELECT *, lower("Toelichting") AS n FROM
            read_csv('{utf8.name}', delim=';', quote='"', header=true, all_varchar=true,
            null_padding=false)) WHERE "Ongeval J/N" = 'J' OR {told})
            TO '{target}' (FORMAT json)"""
        ).fetchone()
    vertel(found[0] if found else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
