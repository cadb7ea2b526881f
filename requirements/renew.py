#!/usr/bin/env python3
"""Makes the locks again with uv; why they are as they are: docs/decisions/0001-dependencies.md."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# One lock for every system and Python; hashes; nothing about who made it or from where.
SHAPE = [
    *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-strip-extras"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet"),
]
PRODUCT = ["pyproject.toml", "requirements/run.in"]
TESTS = [*PRODUCT, "requirements/test.in", "--constraints", "requirements/run.txt"]
# An extra is a lock of its own, beside that of the product: most installations go without.
XMLSEC = ["requirements/xmlsec.in", "--constraints", "requirements/run.txt"]


def main(options: list[str]) -> None:
    """Lock the product, and tests and extra under it; options such as --upgrade go to uv."""
    lock("requirements/run.txt", [*PRODUCT, *options])
    lock("requirements/test.txt", [*TESTS, *options])
    lock("requirements/xmlsec.txt", [*XMLSEC, *options])


def lock(target: str, sources: list[str]) -> None:
    command = ["uv", "pip", "compile", *SHAPE, *sources, "--output-file", target]
    subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
