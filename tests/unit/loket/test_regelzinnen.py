"""The loket says of a rule what the municipality says of it."""

from pathlib import Path

from assessment.zinnen import zinnen
from loket.regelzinnen import zin
from tests.tools.regelzinnen import BESTAND, tekst


def test_the_copy_is_that_of_the_rules() -> None:
    assert Path(BESTAND).read_text("utf-8") == tekst()
    assert {rule: zin(rule) for rule in zinnen()} == zinnen()


def test_a_rule_of_a_newer_adapter_is_told_by_its_name() -> None:
    assert zin("V99") == "Regel V99."
