"""The same targets under atheris, which looks at what the code does with a change.

atheris is no part of any lock: put it in an environment of its own, beside ours.

    python3 -m pip install --target /tmp/atheris atheris
    PYTHONPATH=.:/tmp/atheris .venv/bin/python -m tests.fuzz.met_atheris soap -max_total_time=600
    PYTHONPATH=.:/tmp/atheris .venv/bin/python -m tests.fuzz.met_atheris csv -runs=1000000
"""

import importlib
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_CSV = [f"connectors.csv_{part}" for part in ("export", "header", "lines", "place")]


def main() -> None:
    """Fuzz one target; the other words go to libFuzzer."""
    atheris: Any = importlib.import_module("atheris")
    # Instrumenting every room takes minutes; these are the doors.
    with atheris.instrument_imports(include=["connectors.stuf_zkn", *_CSV]):
        doelen = importlib.import_module("tests.fuzz.doelen").DOELEN
    name, *options = sys.argv[1:]
    doel = doelen[name]
    with TemporaryDirectory(prefix="regresbrug-fuzz-") as corpus:
        for number, seed in enumerate(doel.zaden()):
            (Path(corpus) / f"{number}").write_bytes(seed)
        atheris.Setup([sys.argv[0], corpus, "-max_len=20000", *options], doel.probeer)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
