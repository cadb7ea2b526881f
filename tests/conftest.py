"""For every test: no favours from the environment, no road off this machine, clean logs."""

import ipaddress
import logging
import os
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import settings

from tests.tools.omgeving import schoon

schoon(os.environ)

# No clock on single examples: busy cores say nothing about a property.
settings.register_profile(
    "regresbrug", deadline=None, print_blob=True, derandomize=bool(os.environ.get("CI"))
)
# At night: --hypothesis-profile nacht.
settings.register_profile("nacht", settings.get_profile("regresbrug"), max_examples=10_000)
settings.load_profile("regresbrug")

#: Libraries whose loggers the console hushes; they must be as loud again in the next test.
LIBRARIES = (
    "alembic",
    "apscheduler",
    "asyncssh",
    "sqlalchemy",
    "urllib3",
    "uvicorn",
    "uvicorn.access",
    "uvicorn.error",
    "zeep",
)


class TeVer(RuntimeError):
    """A test tried to leave this machine."""


def _guard(event: str, args: tuple[Any, ...]) -> None:
    """Refuse every connection that is not to this machine itself; unix sockets are."""
    if event != "socket.connect":
        return
    address = args[1]
    if isinstance(address, tuple) and not _here(str(address[0])):
        raise TeVer(f"tests reach no further than this machine: {address[0]}")


def _here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


# An audit hook cannot be taken away again: also what a test forgot to stop stays on this machine.
sys.addaudithook(_guard)


@pytest.fixture(autouse=True)
def _clean_logs() -> Iterator[None]:
    """Put logging back as it was: a command sets up the whole process's."""
    root = logging.getLogger()
    factory, handlers, level = logging.getLogRecordFactory(), list(root.handlers), root.level
    raising, disabled = logging.raiseExceptions, root.manager.disable
    names = {*LIBRARIES, *_known()}
    loggers = {name: _kept(logging.getLogger(name)) for name in names} | PRISTINE
    # A server that a whole module shares was started before this: what it did to loggers goes too.
    for name, was in PRISTINE.items():
        _put_back(logging.getLogger(name), was)
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    yield
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
    for name in _known():
        _put_back(logging.getLogger(name), loggers.get(name, UNTOUCHED))
    logging.raiseExceptions, root.manager.disable = raising, disabled
    logging.captureWarnings(False)
    logging.setLogRecordFactory(factory)
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def _kept(logger: logging.Logger) -> tuple[int, bool, list[logging.Handler]]:
    return logger.level, logger.propagate, list(logger.handlers)


def _put_back(logger: logging.Logger, was: tuple[int, bool, list[logging.Handler]]) -> None:
    # uvicorn takes the handlers of its access log away and lets nothing of it through.
    level, logger.propagate, logger.handlers[:] = was
    logger.setLevel(level)


def _known() -> list[str]:
    loggers = logging.root.manager.loggerDict
    return [name for name, one in loggers.items() if isinstance(one, logging.Logger)]


#: A logger that was made during a test, whoever made it.
UNTOUCHED: tuple[int, bool, list[logging.Handler]] = (logging.NOTSET, True, [])
#: uvicorn's loggers before any server touched them; importing it sets none of them.
PRISTINE = {name: _kept(logging.getLogger(name)) for name in LIBRARIES if name[:7] == "uvicorn"}
