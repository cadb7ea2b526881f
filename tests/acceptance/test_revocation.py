"""Nobody can tell whether a certificate was revoked: a stop for data protection, in both doors."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
import trustme

from demo.certificaten import maak
from demo.stuf_server import StufServer
from loket import Tls
from tests.tools.crl import Authority
from tests.tools.keten import Keten, bij_het_loket, codes, loket_draait, nu, vers, verse_zaak

REVOKED = (True, timedelta(days=1))
STALE = (False, timedelta(days=-1))


@pytest.fixture
def ends() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    made = Keten(tmp_path)
    made.gemeente.levering([vers(1, "J"), vers(2)])
    return made


def bron(keten: Keten, ends: ExitStack, how: tuple[bool, timedelta]) -> Authority:
    """Read from a source of which this list tells, or no longer tells, what was revoked."""
    ca = trustme.CA()
    certs = maak(keten.folder / "bron", ca=ca)
    server = ends.enter_context(StufServer([verse_zaak(1, "J")], certs))
    house = Authority(ca, certs, server.url)
    crl = house.crl(keten.folder, revoked=how[0], until=nu() + how[1])
    keten.met_stuf(server.url, ca=str(certs.ca), crl=str(crl), clientcertificaat=str(certs.client))
    keten.gemeente.geheim("tls.key", certs.client_sleutel.read_text())
    return house


@pytest.mark.parametrize(("how", "code"), [(STALE, "B-0316"), (REVOKED, "B-0315")])
def test_a_run_over_a_source_whose_revocation_nobody_can_tell_ends_with_8(
    keten: Keten, ends: ExitStack, how: tuple[bool, timedelta], code: str
) -> None:
    bron(keten, ends, how)

    done, run = keten.run()

    assert (done.code, run["exit"], run["resultaat"]) == (8, 8, "mislukt")
    assert [problem["code"] for problem in run["oorzaken"]] == [code]
    assert run["telling"]["gelezen"] == 0


def test_a_look_at_such_a_source_ends_with_8_too(keten: Keten, ends: ExitStack) -> None:
    bron(keten, ends, STALE)

    looked, profiled = keten.geef("preview"), keten.geef("profile")
    found = keten.geef("explain", "0" * 8, "--wie", "B. Heer", "--rol", "beheer")
    (line,) = keten.geef("preview", "--format", "jsonl").regels

    assert (looked.code, profiled.code, found.code) == (8, 8, 8)
    assert codes(looked.fout) == codes(profiled.fout) == ["B-0316"]
    assert line["geweigerd"]["code"] == "B-0316"


def test_a_fresh_list_lets_the_reading_go_on(keten: Keten, ends: ExitStack) -> None:
    house = bron(keten, ends, STALE)
    assert keten.run()[0].code == 8

    house.crl(keten.folder, revoked=False, until=nu() + timedelta(days=1))

    assert keten.run()[0].code == 0


@pytest.mark.parametrize(("how", "code"), [(STALE, "S-0074"), (REVOKED, "S-0073")])
def test_delivering_to_a_loket_whose_revocation_nobody_can_tell_ends_with_8_and_sends_nothing(
    keten: Keten, ends: ExitStack, how: tuple[bool, timedelta], code: str
) -> None:
    ca = trustme.CA()
    certs = maak(keten.folder / "certs", host="127.0.0.1", ca=ca)
    tls = Tls(certs.server, certs.server_sleutel)
    huis = ends.enter_context(loket_draait(keten.folder / "loket", tls=tls))
    keten.met_loket(huis)
    house = Authority(ca, certs, huis.server.url)
    crl = house.crl(keten.folder, revoked=how[0], until=nu() + how[1])
    keten.gemeente.dienst["bestemming"] |= {"ca": str(certs.ca), "crl": str(crl)}
    keten.schrijf()

    done, run = keten.run()

    assert (done.code, run["exit"], run["resultaat"]) == (8, 0, "vrij")
    assert [problem["code"] for problem in done.regels[-1]["problemen"]] == [code]
    assert bij_het_loket(huis) == []
    assert done.regels[-1]["wacht"] == 1

    house.crl(keten.folder, revoked=False, until=nu() + timedelta(days=1))

    again, _ = keten.run()
    assert again.code == 0
    assert [kind for _, _, kind in bij_het_loket(huis)] == ["nieuw"]
