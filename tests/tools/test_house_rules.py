"""The rules that tests/conftest.py lays on every test."""

import logging
import os
import socket
import sys

import pytest
import structlog
from hypothesis import settings

from privacy import configure
from tests.tools.omgeving import BEWAARD, schoon, teruggegeven


@pytest.mark.parametrize("host", ["192.0.2.1", "198.51.100.7", "2001:db8::1"])
def test_a_test_cannot_leave_this_machine(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as one, pytest.raises(RuntimeError, match="no further than this"):
        one.connect((host, 443))


def test_this_machine_itself_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_trust_proxies_and_settings_of_the_machine_are_gone() -> None:
    foreign = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSH_AUTH_SOCK", "PIP_CERT", "https_proxy")

    assert not [name for name in os.environ if name in foreign]
    assert not [name for name in os.environ if name.startswith("REGRESBRUG_")]


def test_what_was_taken_out_can_be_given_to_an_installer() -> None:
    machine = {"PIP_INDEX_URL": "https://mirror.example", "HTTPS_PROXY": "http://p", "HOME": "/h"}
    scrubbed = dict(machine)

    schoon(scrubbed)
    schoon(scrubbed)

    assert set(scrubbed) == {"HOME", BEWAARD}
    assert teruggegeven(scrubbed) == machine


def test_properties_have_no_clock_and_print_how_to_repeat_them() -> None:
    assert settings.default is not None
    assert settings.default.deadline is None
    assert settings.default.print_blob


def test_a_test_that_sets_up_logging_changes_it() -> None:
    configure("DEBUG", sys.stderr)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)

    assert logging.getLogger().level == logging.DEBUG
    assert structlog.is_configured()


def test_the_next_test_has_logging_as_it_was() -> None:
    assert logging.getLogger("apscheduler").level == logging.NOTSET
    assert logging.getLogger().level != logging.DEBUG
    assert logging.raiseExceptions
    assert not structlog.is_configured()
    assert logging.getLogRecordFactory() is logging.LogRecord
