"""Peer: a dlt pipeline whose source filters, so that dlt itself carries only what is kept."""

import csv
import sys
from pathlib import Path

import dlt
from zelfde import afgebeeld, houdt, vertel


def main(file: str, target: str) -> None:
    """Filter and load into JSON lines on disk."""
    count = 0

    @dlt.resource(name="voorzieningen", write_disposition="append")
    def voorzieningen():
        nonlocal count
        with open(file, encoding="cp1252", newline="") as text:
            for row in csv.DictReader(text, delimiter=";"):
                if houdt(row["Ongeval J/N"], row["Toelichting"]):
                    count += 1
                    yield afgebeeld(row)

    pipeline = dlt.pipeline(
        "bench",
        pipelines_dir=str(Path(target) / "pipelines"),
        destination=dlt.destinations.filesystem(str(Path(target) / "uit")),
        dataset_name="bench",
    )
    pipeline.run(voorzieningen(), loader_file_format="jsonl")
    vertel(count)


if __name__ == "__main__":
    main(*sys.argv[1:])
