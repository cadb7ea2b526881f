"""Peer: pandas, in chunks, so that it fits in memory."""

import re
import sys

import pandas as pd
from zelfde import VELDEN, WOORDEN, vertel


def main(file: str, target: str) -> None:
    """Filter and write."""
    pattern = "|".join(map(re.escape, WOORDEN))
    count = 0
    chunks = pd.read_csv(
        file, sep=";", encoding="cp1252", dtype=str, keep_default_na=False, chunksize=50_000
    )
    with open(target, "w", encoding="utf-8") as out:
        for chunk in chunks:
            told = chunk["Toelichting"].str.lower().str.contains(pattern, regex=True)
            kept = chunk[(chunk["Ongeval J/N"] == "J") | told]
            renamed = kept[list(VELDEN.values())].set_axis(list(VELDEN), axis=1)
            renamed.to_json(out, orient="records", lines=True, force_ascii=False)
            count += len(kept)
    vertel(count)


if __name__ == "__main__":
    main(*sys.argv[1:])
