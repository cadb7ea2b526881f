"""Outbound connections go to listed hosts only, and never to addresses that hold credentials."""

import pytest

from connectors.uitgaand import Uitgaand
from regres import SourceDown, SourceRefused


def rule(*hosts: str, loopback: bool = False) -> Uitgaand:
    return Uitgaand(frozenset(hosts), loopback)


def test_a_host_that_is_not_listed_is_refused_before_it_is_looked_up() -> None:
    with pytest.raises(SourceRefused, match="B-0001"):
        rule("a.example")("b.invalid", 443)


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "169.254.1.1",
        "fe80::1",
        "fd00:ec2::254",
        "::ffff:169.254.169.254",
        "100.100.100.200",
        "0.0.0.0",  # noqa: S104 - an address to refuse, nothing listens
        "224.0.0.1",
        "127.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
    ],
)
def test_addresses_that_may_never_be_reached_are_refused(address: str) -> None:
    with pytest.raises(SourceRefused, match="B-0002"):
        rule(address)(address, 443)


@pytest.mark.parametrize("address", ["10.1.2.3", "192.168.1.5", "172.16.0.9", "fd12::7"])
def test_private_addresses_are_normal_for_a_municipality(address: str) -> None:
    assert rule(address)(address, 443) == (address,)


def test_this_machine_may_be_reached_only_when_that_is_allowed() -> None:
    assert "127.0.0.1" in rule("localhost", loopback=True)("LOCALHOST", 443)
    with pytest.raises(SourceRefused, match="B-0002"):
        rule("localhost")("localhost", 443)


def test_a_name_that_does_not_exist_is_down_not_refused() -> None:
    with pytest.raises(SourceDown, match="B-0003"):
        rule("bestaat-niet.invalid")("bestaat-niet.invalid", 443)


def test_a_name_that_cannot_exist_is_down_not_a_crash() -> None:
    name = "a" * 70 + ".example"
    with pytest.raises(SourceDown, match="B-0003"):
        rule(name)(name, 443)
