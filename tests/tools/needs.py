"""What a test needs of the machine: without it the test is skipped, or fails where it may not be.

REGRES_REQUIRE names the tools that may not be missing, with commas between them; what needs one
of those fails instead of being skipped. `start.py test --all` sets it.
"""

import os
from typing import NoReturn

import pytest


def missing(tool: str, reason: str) -> NoReturn:
    """Ends the test that needs a tool which is not there, in the way REGRES_REQUIRE asks for."""
    if tool in required(os.environ.get("REGRES_REQUIRE", "")):
        pytest.fail(f"{tool} is required here, but {reason}", pytrace=False)
    pytest.skip(f"{tool}: {reason}")


def required(named: str) -> set[str]:
    return {tool.strip() for tool in named.split(",")}
