"""Faults: told apart by the StUF code, and by nothing else that a supplier writes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regres import SourceDown, SourceError, SourceRefused
from tests.tools import stuf
from tests.tools.needs import missing
from tests.unit.connectors.test_stuf_answer import read

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP12 = "http://www.w3.org/2003/05/soap-envelope"
STUF = "http://www.egem.nl/StUF/StUF0301"


def fo02(code: str, words: str = "geheim 999900006") -> str:
    return (
        f'<Fo02Bericht xmlns="{STUF}"><stuurgegevens><berichtcode>Fo02</berichtcode>'
        f"</stuurgegevens><body><code>{code}</code><plek>server</plek>"
        f"<omschrijving>{words}</omschrijving><details>{words}</details></body></Fo02Bericht>"
    )


def fault(detail: str, faultcode: str = "s:Client", namespace: str = SOAP) -> bytes:
    return (
        f'<s:Envelope xmlns:s="{namespace}"><s:Body><s:Fault><faultcode>{faultcode}</faultcode>'
        f"<faultstring>geheim 999900006</faultstring><detail>{detail}</detail></s:Fault></s:Body>"
        "</s:Envelope>"
    ).encode()


def error(message: bytes, status: int = 500) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(message, status=status)
    assert "geheim" not in str(caught.value)
    assert "999900006" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize("code", ["StUF046", "StUF049", "StUF058", "StUF960"])
def test_a_passing_fault_is_worth_another_try(code: str) -> None:
    found = error(fault(fo02(code)))

    assert isinstance(found, SourceDown)
    assert found.problems[0].code == "B-0340"
    assert code in found.problems[0].wat


@pytest.mark.parametrize(
    ("code", "ours"),
    [
        ("StUF052", "B-0341"),
        ("StUF010", "B-0342"),
        ("StUF013", "B-0342"),
        ("StUF055", "B-0343"),
        ("StUF001", "B-0344"),
        ("StUF016", "B-0345"),
        ("StUF019", "B-0345"),
        ("StUF103", "B-0346"),
        ("StUF999", "B-0347"),
    ],
)
def test_a_lasting_fault_says_who_must_do_what(code: str, ours: str) -> None:
    found = error(fault(fo02(code)))

    assert isinstance(found, SourceRefused)
    assert found.problems[0].code == ours
    assert code in found.problems[0].wat
    assert found.problems[0].doe


@pytest.mark.parametrize("faultcode", ["s:Client", "s:Server", "s:StUF055", "", "onzin"])
def test_the_faultcode_does_not_matter_where_there_is_a_stuf_code(faultcode: str) -> None:
    assert error(fault(fo02("StUF058"), faultcode)).problems[0].code == "B-0340"


@pytest.mark.parametrize("status", [200, 400, 500])
def test_the_status_does_not_matter_where_there_is_a_stuf_code(status: int) -> None:
    assert error(fault(fo02("StUF055")), status).problems[0].code == "B-0343"


@pytest.mark.parametrize("code", ["", "StUF", "StUF0581", "999900006", "StUF05\u0663"])
def test_a_code_of_another_shape_is_never_shown(code: str) -> None:
    found = error(fault(fo02(code)))

    assert isinstance(found, SourceRefused)
    assert found.problems[0].code == "B-0347"
    assert not code or f"({code})" not in found.problems[0].wat


@pytest.mark.parametrize(
    ("faultcode", "ours"),
    [
        ("s:Client", "B-0349"),
        ("s:Client.Authentication", "B-0321"),
        ("s:Client.Encoding", "B-0349"),
        ("s:VersionMismatch", "B-0349"),
        ("s:Server", "B-0348"),
        ("soapenv:Server", "B-0348"),
        ("", "B-0348"),
    ],
)
def test_a_fault_of_a_gateway_is_told_apart_by_whose_fault_it_is(faultcode: str, ours: str) -> None:
    assert error(fault("<x>Policy Falsified</x>", faultcode)).problems[0].code == ours


@given(st.text(st.characters(codec="ascii", exclude_characters="<&", min_codepoint=32), max_size=9))
def test_whatever_the_code_says_it_is_an_error(code: str) -> None:
    assert error(fault(fo02(code))).problems[0].code.startswith("B-03")


@pytest.mark.parametrize(
    ("name", "ours"),
    [("05-fault-Fo02-StUF055.xml", "B-0343"), ("06-fault-Fo02-StUF058-afwijkend.xml", "B-0340")],
)
def test_the_example_faults_are_understood(name: str, ours: str) -> None:
    file = stuf.STANDARDS / "examples" / name
    if not file.exists():
        missing("standards", "the examples are not beside this checkout")

    assert error(file.read_bytes()).problems[0].code == ours


def test_the_example_answer_without_objects_is_understood() -> None:
    file = stuf.STANDARDS / "examples" / "04-zakLa01-antwoord-leeg.xml"
    if not file.exists():
        missing("standards", "the examples are not beside this checkout")

    with pytest.raises(SourceRefused, match="B-0334"):  # it answers another question
        read(file.read_bytes())


@pytest.mark.parametrize(
    "faultcode",
    [
        "wsse:FailedAuthentication",
        "wsse:InvalidSecurityToken",
        "wsse:InvalidSecurity",
        "s:Server.Unauthenticated",
        "s:Server.Authorization",
    ],
)
def test_a_fault_about_who_we_are_is_not_asked_again(faultcode: str) -> None:
    found = error(fault("", faultcode))

    assert isinstance(found, SourceRefused)
    assert found.problems[0].code == "B-0321"
    assert "HTTP" not in found.problems[0].wat


@pytest.mark.parametrize(
    ("status", "code"), [("Authentication Required", "B-0321"), ("Routing Failed", "B-0348")]
)
def test_the_policy_of_a_gateway_says_whether_it_is_about_us(status: str, code: str) -> None:
    detail = f'<l7:policyResult xmlns:l7="urn:x" status="{status}"/>'

    assert error(fault(detail, "s:Server")).problems[0].code == code


def test_a_subcode_of_soap_12_says_that_it_is_about_us() -> None:
    message = (
        f'<s:Envelope xmlns:s="{SOAP12}"><s:Body><s:Fault><s:Code><s:Value>s:Receiver</s:Value>'
        "<s:Subcode><s:Value>wsse:FailedAuthentication</s:Value></s:Subcode></s:Code></s:Fault>"
        "</s:Body></s:Envelope>"
    ).encode()

    with pytest.raises(SourceRefused) as caught:
        read(message, status=500, soap="1.2")
    assert caught.value.problems[0].code == "B-0321"
