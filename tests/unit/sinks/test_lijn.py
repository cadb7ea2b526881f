"""Where the sink may go: listed hosts, never link-local or metadata, and only over https."""

import ssl
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from regres import ConfigProblem, SinkDown, SinkStopped
from sinks import Regresloket, RegresloketSettings
from sinks.verbinding import _is_allowed, look_up, make_context, translate
from tests.tools.loket import SECRET


def line(**changed: Any) -> RegresloketSettings:
    fields: dict[str, Any] = {
        "url": "https://loket.example",
        "ca": Path("ca.pem"),
        "uitgaand": ("loket.example",),
        "client_secret": SECRET,
    }
    return RegresloketSettings(**fields | changed)


@pytest.mark.parametrize(
    "url",
    [
        "http://loket.example",
        "loket.example",
        "https://",
        "https://loket.example/",
        "https://naam:wachtwoord@loket.example",
        "https://loket.example?x=1",
        "https://loket.example#x",
        "file:///etc/passwd",
        "https://b\u00fccher.example",
    ],
)
def test_only_a_plain_https_address_will_do(url: str) -> None:
    with pytest.raises(ConfigProblem) as caught:
        line(url=url)
    assert caught.value.problems[0].code == "S-0100"
    if not url.endswith("/"):
        with pytest.raises(ConfigProblem):
            line(token_url=url)


@pytest.mark.parametrize("times", [(0, 60), (5, 61), (-1, 5), (9, 8)])
def test_no_call_may_last_longer_than_a_minute(times: tuple[float, float]) -> None:
    with pytest.raises(ConfigProblem) as caught:
        line(verbindtijd=times[0], totaaltijd=times[1])
    assert caught.value.problems[0].code == "S-0101"


def test_a_check_has_no_more_patience_than_it_was_given_and_three_times_that_for_a_call() -> None:
    whole = line(verbindtijd=5.0, totaaltijd=60.0)

    hasty, patient = whole.hoogstens(2.0), whole.hoogstens(100.0)

    assert (hasty.verbindtijd, hasty.totaaltijd) == (2.0, 6.0)
    assert (patient.verbindtijd, patient.totaaltijd) == (5.0, 60.0)


def test_the_secret_does_not_print() -> None:
    assert SECRET not in repr(line()) + str(line())


@pytest.mark.parametrize(
    ("uitgaand", "allowed"),
    [
        (("loket.example",), True),
        ({"loket.example:443"}, True),
        (("loket.example:8443",), False),
        (("example",), False),
        ((), False),
        (lambda host, port: (host, port) == ("loket.example", 443), True),
        (lambda host, port: False, False),
    ],
)
def test_only_listed_hosts_may_be_reached(uitgaand: Any, allowed: bool) -> None:
    assert line(uitgaand=uitgaand).mag_naar("loket.example", 443) is allowed


def test_a_host_that_is_not_listed_is_not_even_looked_up(tmp_path: Path) -> None:
    trustme.CA().cert_pem.write_to_path(tmp_path / "ca.pem")
    asked: list[str] = []

    def refuse(host: str, port: int) -> bool:
        asked.append(host)
        return False

    sink = Regresloket(line(ca=tmp_path / "ca.pem", uitgaand=refuse, kids=("x",)))
    with closing(sink):
        *_, step = sink.check()

    assert not step.gelukt
    assert step.problem is not None
    assert step.problem.code == "S-0001"
    assert asked == ["loket.example"]


@pytest.mark.parametrize(
    "address",
    [
        *("100.100.100.200", "64:ff9b::a9fe:a9fe", "64:ff9b::7f00:1", "240.0.0.1"),
        *("169.254.169.254", "169.254.1.1", "fe80::1", "fd00:ec2::254", "::ffff:169.254.169.254"),
        *("0.0.0.0", "::", "224.0.0.1", "ff02::1", "127.0.0.1", "::1", "::ffff:127.0.0.1"),  # noqa: S104 - refused
    ],
)
def test_some_addresses_are_never_reached(address: str) -> None:
    assert not _is_allowed(address, loopback=False)


@pytest.mark.parametrize("address", ["10.1.2.3", "192.168.0.9", "fd12::1", "192.0.2.1"])
def test_private_ranges_are_normal(address: str) -> None:
    assert _is_allowed(address, loopback=False)


@given(st.ip_addresses(network="127.0.0.0/8") | st.just("::1"))
def test_loopback_is_for_the_demo(ip: object) -> None:
    assert _is_allowed(str(ip), loopback=True)
    assert not _is_allowed(str(ip), loopback=False)


def test_a_name_with_a_forbidden_address_stops_and_an_unknown_one_waits() -> None:
    with pytest.raises(SinkStopped, match="S-0002"):
        look_up("localhost", 443, loopback=False)
    assert look_up("localhost", 443, loopback=True)[0] == "127.0.0.1"
    for name in ("bestaat.niet.invalid", "a" * 64 + ".example", "x..y"):
        with pytest.raises(SinkDown, match="S-0003"):
            look_up(name, 443, loopback=False)


def _no_file(folder: Path) -> dict[str, Any]:
    return {"ca": folder / "nergens.pem"}


def _no_pem(folder: Path) -> dict[str, Any]:
    (folder / "x.pem").write_text("dit is geen PEM")
    return {"ca": folder / "x.pem"}


def _no_key(folder: Path) -> dict[str, Any]:
    trustme.CA().cert_pem.write_to_path(folder / "ca.pem")
    return {"ca": folder / "ca.pem", "certificaat": folder / "ca.pem", "sleutel": folder / "x.key"}


@pytest.mark.parametrize("broken", [_no_file, _no_pem, _no_key])
def test_files_of_the_line_that_cannot_be_read_stop(
    tmp_path: Path, broken: Callable[[Path], dict[str, Any]]
) -> None:
    with pytest.raises(SinkStopped, match="S-0009"):
        make_context(line(**broken(tmp_path)))


def test_the_file_of_the_line_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SinkStopped) as refused:
        make_context(line(**_no_key(tmp_path)))

    assert refused.value.problems[0].waar == str(tmp_path / "x.key")


def test_only_the_given_roots_are_trusted(tmp_path: Path) -> None:
    trustme.CA().cert_pem.write_to_path(tmp_path / "ca.pem")

    context = make_context(line(ca=tmp_path / "ca.pem"))

    assert len(context.get_ca_certs()) == 1
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_without_a_fresh_revocation_list_nothing_is_trusted(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")

    context = make_context(line(ca=tmp_path / "ca.pem", crl=tmp_path / "ca.pem"))

    assert context.verify_flags & ssl.VERIFY_CRL_CHECK_LEAF


def test_an_error_of_the_line_is_told_by_its_kind_and_never_by_its_text() -> None:
    inner = ssl.SSLError(1, f"[SSL: X] {SECRET}")
    outer = OSError(SECRET, inner)
    outer.__cause__ = outer

    assert SECRET not in str(translate(outer, "loket.example"))
    assert isinstance(translate(TimeoutError(SECRET), "h"), SinkDown)


def test_a_closed_port_is_told_in_dutch_with_its_place() -> None:
    (problem,) = translate(ConnectionRefusedError(SECRET), "loket.example:9443").problems

    assert problem.waar == "loket.example:9443"
    assert "er luistert niets op deze poort" in problem.wat


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("TLSV1_ALERT_UNKNOWN_CA", "S-0008"),
        ("SSLV3_ALERT_CERTIFICATE_EXPIRED", "S-0008"),
        ("TLSV13_ALERT_CERTIFICATE_REQUIRED", "S-0008"),
        # Not a word about our certificate, or not said by the other side.
        ("TLSV1_ALERT_INTERNAL_ERROR", "S-0007"),
        ("UNKNOWN_CA", "S-0007"),
        ("WRONG_VERSION_NUMBER", "S-0007"),
        ("", "S-0007"),
    ],
)
def test_only_an_alert_about_our_certificate_refuses_it(reason: str, code: str) -> None:
    error = ssl.SSLError(1, "told")
    error.reason = reason

    (told,) = translate(error, "loket.example:443").problems

    assert (told.code, told.waar) == (code, "loket.example:443")


def test_what_is_not_said_of_a_line_is_nothing_and_never_loopback() -> None:
    plain = RegresloketSettings(url="https://loket.example", ca=Path("ca.pem"), uitgaand=())

    assert (plain.client_id, plain.geheim(), plain.token_url) == ("", "", "")
    assert (plain.certificaat, plain.sleutel, plain.crl) == (None, None, None)
    assert (plain.oin, plain.kids, plain.loopback, plain.per_seconde) == ("", (), False, None)
    assert (plain.verbindtijd, plain.totaaltijd) == (5.0, 60.0)
    assert plain.grootste_antwoord == 256 * 1024
    assert plain.klok().tzinfo is not None
    assert "klok" not in repr(plain)


def test_tokens_are_asked_for_at_the_backend_unless_another_address_is_given() -> None:
    assert line().token_adres == "https://loket.example/oauth/token"
    assert line(token_url="https://inlog.example/t").token_adres == "https://inlog.example/t"


def test_a_secret_is_given_as_it_is_or_fetched_when_it_is_asked_for() -> None:
    fetched: list[int] = []

    def fetch() -> str:
        fetched.append(1)
        return "opgehaald"

    later = line(client_secret=fetch)
    assert fetched == []
    assert (later.geheim(), line().geheim()) == ("opgehaald", SECRET)


@pytest.mark.parametrize("times", [(60.0, 60.0), (0.1, 0.1), (5.0, 60.0)])
def test_a_call_may_last_a_whole_minute(times: tuple[float, float]) -> None:
    made = line(verbindtijd=times[0], totaaltijd=times[1])

    assert (made.verbindtijd, made.totaaltijd) == times
