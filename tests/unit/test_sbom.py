"""The bill of materials names everything that a release brings along, and nothing else."""

import importlib.util
import json
import re
import subprocess
import sys
from types import ModuleType
from typing import Any

import pytest

from tests.tools.gemeente import ROOT

LOCK = (ROOT / "requirements" / "run.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def gemaakt() -> dict[str, Any]:
    command = [sys.executable, "-I", str(ROOT / "requirements" / "sbom.py")]
    first, again = (subprocess.run(command, capture_output=True, check=True) for _ in range(2))
    assert first.stdout == again.stdout
    made: dict[str, Any] = json.loads(first.stdout)
    return made


def test_it_names_each_package_of_the_lock_once_with_every_hash(gemaakt: dict[str, Any]) -> None:
    named = {part["purl"]: part for part in gemaakt["components"]}
    wanted = re.findall(r"(?m)^([a-z0-9-]+)(?:\[.*?\])?==(\S+)", LOCK)
    hashes = [
        one["content"]
        for part in gemaakt["components"]
        for file in part["externalReferences"]
        for one in file["hashes"]
    ]

    assert sorted(named) == sorted(f"pkg:pypi/{name}@{version}" for name, version in wanted)
    assert hashes == re.findall(r"sha256:([0-9a-f]{64})", LOCK)
    assert gemaakt["dependencies"][0]["dependsOn"] == list(named)


def test_it_is_cyclonedx_of_this_version_and_holds_no_address(gemaakt: dict[str, Any]) -> None:
    assert (gemaakt["bomFormat"], gemaakt["specVersion"]) == ("CycloneDX", "1.6")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", gemaakt["serialNumber"])
    assert gemaakt["metadata"]["component"]["name"] == "regresbrug"
    assert "://" not in json.dumps(gemaakt)


def test_a_line_that_is_no_package_stops_it() -> None:
    with pytest.raises(ValueError, match="no package"):
        list(module().components("-e .\n"))


def test_another_lock_is_another_bill() -> None:
    sbom = module().sbom

    assert sbom(LOCK, "1")["serialNumber"] != sbom(LOCK + "x==1 \\\n", "1")["serialNumber"]


def module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sbom", ROOT / "requirements" / "sbom.py")
    assert spec and spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made
