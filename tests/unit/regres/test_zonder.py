"""A library seems absent to one that would take it along, and to nobody else."""

import sys

import pytest

from regres.zonder import zonder


def test_what_seems_absent_cannot_be_imported_and_is_forgotten_afterwards() -> None:
    with zonder("antigravity"), pytest.raises(ModuleNotFoundError):
        __import__("antigravity")

    assert "antigravity" not in sys.modules


def test_what_is_loaded_already_stays() -> None:
    with zonder("json"):
        assert sys.modules["json"] is __import__("json")

    assert sys.modules["json"] is not None
