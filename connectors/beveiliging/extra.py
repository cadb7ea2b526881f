"""The library that signs and verifies: an extra, so it is loaded when a connection needs it."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any


def aanwezig() -> bool:
    """Tell whether the extra `xmlsec` is installed."""
    return find_spec("xmlsec") is not None


def xmlsec() -> Any:
    """Give the library; settings refuses a configuration that needs it where it is not there.

    Any: its own stubs do not know the names that its documentation gives.
    """
    return import_module("xmlsec")
