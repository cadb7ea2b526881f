"""One mark for all rules: it changes whenever a rule file does, also when its version does not."""

import hashlib
from collections.abc import Mapping
from pathlib import Path


def regelmerk(bestanden: Mapping[str, Path]) -> str:
    """Give the sha256 (hex) over rule files, by the name each stands for; contents count."""
    som = hashlib.sha256()
    for naam, pad in sorted(bestanden.items()):
        inhoud = pad.read_bytes()
        som.update(f"{naam}:{len(inhoud)}:".encode() + inhoud)
    return som.hexdigest()
