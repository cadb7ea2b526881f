"""Parts of the check that can be seen without a server."""

from datetime import UTC, datetime

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from regres import Problem
from settings.keuring import Deel, GemeenteKeuring, Keuring, Stap, Uitkomst
from settings.keuring.certificaat import lees
from settings.keuring.wereld import gelijkgezet

NU = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


def shown(*names: str) -> bytes:
    """Give a certificate as a server shows it."""
    pem = trustme.CA(organization_name="Proef-CA").issue_cert(*names).cert_chain_pems[0].bytes()
    return x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)


def test_a_certificate_is_told_by_its_names_its_issuer_and_its_days() -> None:
    found = lees(shown("zaak.example", "192.0.2.7"))

    assert found.zin("certificaatnaam", "elders.example") == (
        "het certificaat is voor zaak.example, 192.0.2.7; het adres is elders.example"
    )
    assert "Proef-CA" in found.zin("certificaatketen", "x")
    assert found.zin("geldigheid", "x").endswith(f"{found.tot:%d-%m-%Y}")


def test_of_many_names_a_few_are_shown() -> None:
    assert len(lees(shown(*(f"n{number}.example" for number in range(40)))).namen) == 5


@given(st.binary(max_size=200))
def test_what_is_no_certificate_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        lees(data)


def test_the_operating_system_is_asked_and_not_told() -> None:
    assert gelijkgezet() in {True, False, None}


def stap(uitkomst: Uitkomst, exit_code: int = 0) -> Stap:
    problems = (Problem("B-0001", "x"),) if uitkomst is Uitkomst.FOUT else ()
    return Stap(Deel.BRON, "Duinrand/export", "map", uitkomst, "", problems, exit_code)


def test_a_report_ends_with_the_worst_and_names_the_first() -> None:
    first = stap(Uitkomst.FOUT, 4)
    steps = (stap(Uitkomst.GELUKT), first, stap(Uitkomst.FOUT, 5), stap(Uitkomst.LET_OP, 1))
    een = GemeenteKeuring("Duinrand", "9901", "proef", steps)
    told = Keuring(NU, "0.1.0", "/etc/regresbrug", "alles", False, (een,)).as_json()

    assert een.eerste_fout is first
    assert (told["exit"], told["ok"]) == (5, False)
    assert told["gemeenten"][0]["telling"] == {
        "gelukt": 1,
        "let_op": 1,
        "fout": 2,
        "niet_geprobeerd": 0,
    }


def test_a_report_of_nothing_is_good() -> None:
    assert Keuring(NU, "0.1.0", ".", "alles", True, ()).as_json()["ok"]
