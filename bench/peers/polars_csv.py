"""Peer: polars; for cp1252 it reads the file whole (its lazy reader knows UTF-8 only)."""

import sys

import polars as pl
from zelfde import VELDEN, WOORDEN, vertel


def main(file: str, target: str) -> None:
    """Filter and write."""
    rows = pl.read_csv(file, separator=";", encoding="windows-1252", infer_schema=False)
    told = pl.col("Toelichting").str.to_lowercase().str.contains_any(list(WOORDEN))
    kept = rows.filter((pl.col("Ongeval J/N") == "J") | told)
    kept.select(pl.col(column).alias(name) for name, column in VELDEN.items()).write_ndjson(target)
    vertel(len(kept))


if __name__ == "__main__":
    main(*sys.argv[1:])
