"""Writes the loket's copy of the sentences of the rules: `python -m tests.tools.regelzinnen`.

The loket knows nothing of assessment, and a melding carries rule ids only. A test fails when the
copy is behind.
"""

import json
from pathlib import Path

from assessment.zinnen import zinnen

BESTAND = Path("loket/regelzinnen.toml")
_KOP = "# Made by `python -m tests.tools.regelzinnen` from the rule files of assessment.\n\n"


def tekst() -> str:
    """Give the file as it must be."""
    lines = (f"{name} = {json.dumps(words, ensure_ascii=False)}" for name, words in _alle())
    return _KOP + "\n".join(lines) + "\n"


def _alle() -> list[tuple[str, str]]:
    return sorted(zinnen().items())


if __name__ == "__main__":
    BESTAND.write_text(tekst(), "utf-8")
