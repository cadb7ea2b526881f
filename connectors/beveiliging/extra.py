"""The library that signs and verifies: an extra, so it is loaded when a connection needs it."""

from importlib import import_module
from typing import Any


def xmlsec() -> Any:
    """Give the library; settings refuses a configuration that needs it where it is not there.

    Any: its own stubs do not know the names that its documentation gives.
    """
    return import_module("xmlsec")
