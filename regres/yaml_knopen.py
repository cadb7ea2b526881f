"""YAML as nodes with places, for files that people write."""

from typing import Any

from ruamel.yaml import YAML


def knopen(tekst: str) -> Any:
    """Give the root node. An anchor that is given twice is no warning: every anchor is refused.

    Raises:
        YAMLError: this is no YAML.
        ValueError, OverflowError, RecursionError, AssertionError: an escape beyond Unicode, a
            number of a million digits, a thousand brackets, a version that does not exist.

    """
    yaml = YAML(typ="safe", pure=True)
    yaml.composer.warn_double_anchors = False
    return yaml.compose(tekst)
