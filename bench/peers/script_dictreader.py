"""Peer: the script that most people would write, with csv.DictReader."""

import csv
import sys

from zelfde import afgebeeld, houdt, schrijf


def main(file: str, target: str) -> None:
    """Filter and write."""
    with open(file, encoding="cp1252", newline="") as text:
        rows = csv.DictReader(text, delimiter=";")
        schrijf(
            (afgebeeld(row) for row in rows if houdt(row["Ongeval J/N"], row["Toelichting"])),
            target,
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
