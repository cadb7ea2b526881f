"""A tool that is missing: a skip for who works here, a failure where it was asked for."""

import pytest

from tests.tools.needs import missing


def test_a_missing_tool_skips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REGRES_REQUIRE", raising=False)

    with pytest.raises(pytest.skip.Exception, match="sshd: nowhere"):
        missing("sshd", "nowhere")


def test_a_missing_tool_that_is_required_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGRES_REQUIRE", "openssl, sshd")

    with pytest.raises(pytest.fail.Exception, match="sshd is required here"):
        missing("sshd", "nowhere")


def test_requiring_one_tool_requires_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGRES_REQUIRE", "openssl")

    with pytest.raises(pytest.skip.Exception):
        missing("sshd", "nowhere")
