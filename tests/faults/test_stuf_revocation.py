"""A revoked certificate is refused, and so is one of which nobody can tell: a stale list stops."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from connectors.stuf_zkn import StufSource
from demo.certificaten import maak
from demo.stuf_server import StufServer
from regres import SourceRefused
from tests.tools import stuf
from tests.tools.crl import Authority

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    ca = trustme.CA()
    files = maak(tmp_path_factory.mktemp("ca"), ca=ca)
    with StufServer(stuf.zaken(2), files) as server:
        yield Authority(ca, files, server.url)


def refusal(source: StufSource) -> str:
    with pytest.raises(SourceRefused) as caught:
        stuf.lees(source)
    return caught.value.problems[0].code


def test_a_certificate_that_is_not_revoked_is_believed(
    authority: Authority, tmp_path: Path
) -> None:
    crl = authority.crl(tmp_path, revoked=False, until=NOW + timedelta(days=1))

    assert len(stuf.lees(authority.source(crl))) == 2


def test_a_revoked_certificate_is_refused(authority: Authority, tmp_path: Path) -> None:
    crl = authority.crl(tmp_path, revoked=True, until=NOW + timedelta(days=1))

    assert refusal(authority.source(crl)) == "B-0315"


def test_a_stale_list_stops_the_reading(authority: Authority, tmp_path: Path) -> None:
    crl = authority.crl(tmp_path, revoked=False, until=NOW - timedelta(days=1))

    assert refusal(authority.source(crl)) == "B-0316"
