"""The patch of a mapping: what patch and git take is the text that was asked for."""

import subprocess
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mappings.lap import BOM, lap, vlak, zoals

NAAM = "mappings/x.yaml"
_REGEL = st.sampled_from(["a", "b", "", "c\r", "\x0b", "\u2028x", " d", "--- e", "\\ f"])
TEKST = st.builds(
    lambda lines, end: "\n".join(lines) + end,
    st.lists(_REGEL, min_size=1, max_size=12),
    st.sampled_from(["", "\n"]),
)


def verwerkt(map_: Path, oud: str, patch: str, *tool: str) -> str:
    """Let a tool apply a patch to a file, and give what it made of it."""
    file = map_ / NAAM
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(oud.encode())
    done = subprocess.run(tool, cwd=map_, input=patch.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return file.read_bytes().decode()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(oud=TEKST, nieuw=TEKST)
def test_patch_makes_the_new_text_of_the_old_one(tmp_path: Path, oud: str, nieuw: str) -> None:
    assume(oud and nieuw and oud != nieuw)
    assert verwerkt(tmp_path, oud, lap(oud, nieuw, NAAM), "patch", "-p1", "--binary") == nieuw


@pytest.mark.parametrize("tool", [("patch", "-p1"), ("git", "apply")])
@pytest.mark.parametrize("einde", ["\n", "\r\n"])
def test_git_and_patch_without_options_take_it_whatever_the_line_ends(
    tmp_path: Path, tool: tuple[str, ...], einde: str
) -> None:
    oud = einde.join(["bron: csv", "sleutel: [a]", "x: é", ""])
    nieuw = oud.replace("[a]", "[a, b]")
    assert verwerkt(tmp_path, oud, lap(oud, nieuw, NAAM), *tool) == nieuw


def test_the_same_text_has_no_patch() -> None:
    assert lap("a\nb", "a\nb", NAAM) == ""


@pytest.mark.parametrize(
    "oud", ["a\nb\n", "a\r\nb\r\n", BOM + "a\nb\n", BOM + "a\r\nb\r\n", "a\nb"]
)
def test_what_a_browser_sends_back_unchanged_is_unchanged(oud: str) -> None:
    shown = vlak(oud.removeprefix(BOM))
    sent = shown.replace("\n", "\r\n")
    assert zoals(sent, oud) == oud


def test_a_last_line_without_an_end_gets_the_one_that_the_file_had() -> None:
    assert zoals("a\r\nb", "a\n") == "a\nb\n"


def test_a_hundred_thousand_equal_lines_take_no_time() -> None:
    begun = perf_counter()
    patch = lap("a\n" * 100_000, "b\n" + "a\n" * 50_000 + "c\n" + "a\n" * 49_000 + "d\n", NAAM)
    assert patch.startswith(f"--- a/{NAAM}\n+++ b/{NAAM}\n@@ -")
    assert perf_counter() - begun < 5
