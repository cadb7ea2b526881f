"""Every problem of settings, command line and console has a test that induces it."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
ROOMS = ("settings", "console", "web", "privacy")
_CODE = re.compile(r"C-0[0-9]{3}")


def codes_in(*folders: str) -> set[str]:
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return {code for path in files for code in _CODE.findall(path.read_text(encoding="utf-8"))}


def test_every_code_of_settings_and_console_is_named_by_a_test() -> None:
    told = codes_in(*ROOMS)

    assert len(told) > 40
    assert told - codes_in("tests/unit/settings", "tests/unit/console", "tests/acceptance") == set()


def test_no_test_names_a_code_that_nothing_tells() -> None:
    assert codes_in("tests/unit/settings", "tests/unit/console", "tests/acceptance") - codes_in(
        *ROOMS
    ) == (set())
