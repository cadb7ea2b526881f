"""What a StUF source may be told: https only, names that fit in stuurgegevens, one authority."""

import ssl
from datetime import date

import pytest

from connectors.stuf_zkn import Systeem
from connectors.stuf_zkn.tls import maak_context
from regres import ConfigProblem
from tests.tools import stuf

URL = "https://localhost/StUF"


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/StUF",
        "ftp://localhost",
        "localhost",
        "https://",
        "https://naam:geheim@localhost/StUF",
        "https://localhost/StUF?sleutel=geheim",
        "",
    ],
)
def test_an_address_that_is_not_plain_https_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ConfigProblem, match="B-0361") as caught:
        stuf.bron(url)

    assert "geheim" not in str(caught.value)


def test_every_name_that_does_not_fit_is_told_at_once() -> None:
    with pytest.raises(ConfigProblem) as caught:
        stuf.bron(URL, zender=Systeem("ab", "x" * 201), ontvanger=Systeem("abc", "", "y" * 51))

    assert [(problem.code, problem.waar) for problem in caught.value.problems] == [
        ("B-0362", "bron: zender.organisatie"),
        ("B-0362", "bron: zender.applicatie"),
        ("B-0362", "bron: ontvanger.administratie"),
    ]


@pytest.mark.parametrize(
    ("url", "plaats"),
    [(URL, "localhost:443"), ("https://stuf.example:8443/x", "stuf.example:8443")],
)
def test_the_place_of_a_problem_is_host_and_port(url: str, plaats: str) -> None:
    assert stuf.bron(url).plaats == plaats


def test_one_authority_is_believed_and_old_tls_is_not_spoken() -> None:
    context = maak_context(stuf.bron(URL).tls)

    assert context.cert_store_stats()["x509_ca"] == 1
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert (context.check_hostname, context.verify_mode) == (True, ssl.CERT_REQUIRED)


def test_the_zaken_of_these_tests_lie_in_their_window() -> None:
    days = [zaak.startdatum for zaak in stuf.zaken(200)]

    assert date(2026, 1, 1) <= min(days)
    assert max(days) <= date(2026, 2, 28)
