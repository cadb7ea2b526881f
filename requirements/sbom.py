#!/usr/bin/env python3
"""Writes what is in a release as CycloneDX 1.6: every package of the lock, with its hashes.

python3 requirements/sbom.py > regresbrug.cdx.json      # needs nothing but Python

The same lock gives the same bytes: there is no clock in it, and its number is made of the lock. It
holds no licences: those stand in the packages themselves.
"""

import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
_NAMED = re.compile(r"([a-z0-9-]+)(?:\[[a-z,-]+\])?==(\S+)(?: ; ([^\\]+?))? \\")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def sbom(lock: str, version: str) -> dict[str, Any]:
    """Give the bill of materials of a lock, for this version of Regresbrug."""
    product = {"type": "application", "bom-ref": "regresbrug", "name": "regresbrug"}
    parts = list(components(lock))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, lock + version)}",
        "version": 1,
        "metadata": {"component": product | {"version": version}},
        "components": parts,
        "dependencies": [{"ref": "regresbrug", "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def components(lock: str) -> Iterator[dict[str, Any]]:
    """Give one part per package; a package for some systems only says which (`marker`)."""
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        found = _NAMED.match(entry)
        if found is None:
            raise ValueError(f"no package with a version: {entry.splitlines()[0]}")
        name, version, marker = found.groups()
        purl = f"pkg:pypi/{name}@{version}"
        part = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
        # Each file that may be installed has a hash of its own, so they belong to distributions.
        files = [
            {"type": "distribution", "url": purl, "hashes": [{"alg": "SHA-256", "content": digest}]}
            for digest in _HASH.findall(entry)
        ]
        said = [{"name": "regresbrug:marker", "value": marker}] if marker else []
        yield part | {"externalReferences": files} | ({"properties": said} if said else {})


def main() -> None:
    """Write it for the product's own lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lock = (ROOT / "requirements" / "run.txt").read_text("utf-8")
    json.dump(sbom(lock, project["version"]), sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
