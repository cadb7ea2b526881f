"""Departures of suppliers: each is refused until it is named, and read when it is."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from connectors.stuf_zkn import Tolerantie
from connectors.stuf_zkn.ontvangst import keur_kop
from regres import ConfigProblem, SourceDown, SourceError, SourceRefused
from settings.shapes import TOLERANTIES, StufBron
from tests.tools.keten import Keten
from tests.unit.connectors.stuf_messages import bericht
from tests.unit.connectors.test_stuf_answer import read
from tests.unit.connectors.test_stuf_faults import SOAP, SOAP12, fault, fo02
from tests.unit.connectors.test_stuf_receiving import response

EMPTY = '<ZKN:antwoord><ZKN:object StUF:entiteittype="ZAK" xsi:nil="true"/></ZKN:antwoord>'
BARE = f'<s:Envelope xmlns:s="{SOAP}"><s:Body>{fo02("StUF049")}</s:Body></s:Envelope>'.encode()


@dataclass(frozen=True)
class Rij:
    """A message, what comes of it as a rule, and when it is allowed ("" = it is read)."""

    bericht: bytes
    streng: str
    toegestaan: str = ""
    status: int = 500


TABEL: dict[Tolerantie, Rij] = {
    Tolerantie.GEEN_CROSSREF: Rij(bericht(crossref=None), "B-0334", status=200),
    Tolerantie.EIGEN_CROSSREF: Rij(bericht(crossref="its own"), "B-0334", status=200),
    Tolerantie.LEEG_ANTWOORDOBJECT: Rij(bericht(inhoud=EMPTY), "B-0329", status=200),
    Tolerantie.SOAP12_FAULT_IN_SOAP11: Rij(
        fault(fo02("StUF058"), namespace=SOAP12), "B-0329", "B-0340"
    ),
    Tolerantie.FO02_ZONDER_FAULT: Rij(BARE, "B-0329", "B-0340"),
    Tolerantie.STUFCODE_IN_FAULTCODE: Rij(fault("", "s:StUF058"), "B-0329", "B-0340"),
}


def verdict(row: Rij, *allowed: Tolerantie) -> str:
    try:
        read(row.bericht, row.status, toleranties=frozenset(allowed))
    except SourceError as error:
        return error.problems[0].code
    return ""


@pytest.mark.parametrize("naam", TABEL)
def test_a_departure_is_refused_until_it_is_named(naam: Tolerantie) -> None:
    others = frozenset(Tolerantie) - {naam, Tolerantie.EIGEN_CROSSREF}

    assert verdict(TABEL[naam]) == TABEL[naam].streng
    assert verdict(TABEL[naam], *others) == TABEL[naam].streng or naam is Tolerantie.GEEN_CROSSREF
    assert verdict(TABEL[naam], naam) == TABEL[naam].toegestaan


@pytest.mark.parametrize("media", ["application/xml", "application/soap+xml; charset=utf-8"])
def test_another_kind_of_content_is_refused_until_it_is_named(media: str) -> None:
    answer = response(b"", {"Content-Type": media})
    with pytest.raises(SourceRefused, match="B-0329"):
        keur_kop(answer, "hier")

    keur_kop(answer, "hier", {Tolerantie.ANDER_INHOUDSTYPE})


def test_a_fault_of_another_kind_is_a_trouble_of_the_server() -> None:
    answer = response(b"", {"Content-Type": "application/xml"}, 500)
    with pytest.raises(SourceDown, match="B-0323"):
        keur_kop(answer, "hier")


def test_every_tolerance_is_tried_here() -> None:
    assert {*TABEL, Tolerantie.ANDER_INHOUDSTYPE} == {*Tolerantie}


def test_the_configuration_knows_the_same_names() -> None:
    assert tuple(map(str, Tolerantie)) == TOLERANTIES


def test_a_name_nobody_knows_is_told_with_the_one_that_was_meant(
    tmp_path: Path,
) -> None:
    with pytest.raises(ConfigProblem) as caught:
        _ingesteld(tmp_path, "geen_crosref")

    (problem,) = caught.value.problems
    assert problem.code == "C-0110"
    assert "bedoelde u geen_crossref?" in problem.doe
    assert "toleranties" in problem.wat


def test_named_tolerances_reach_the_source(tmp_path: Path) -> None:
    bron = _ingesteld(tmp_path, "geen_crossref", "leeg_antwoordobject")

    assert bron.toleranties == ("geen_crossref", "leeg_antwoordobject")


def _ingesteld(folder: Path, *names: str) -> StufBron:
    keten = Keten(folder)
    keten.met_stuf("https://localhost:1/StUF", toleranties=[*names])
    bron = keten.gemeente.settings().gemeenten[0].blok.bronnen["zaken"]
    assert isinstance(bron, StufBron)
    return bron


@pytest.mark.parametrize("reden", ["nietGeautoriseerd", "nietOndersteund"])
@pytest.mark.parametrize("kenmerk", ["StUF:noValue", "noValue"])
def test_an_empty_object_that_we_may_not_see_is_no_empty_answer(kenmerk: str, reden: str) -> None:
    verborgen = EMPTY.replace('xsi:nil="true"', f'xsi:nil="true" {kenmerk}="{reden}"')
    row = Rij(bericht(inhoud=verborgen), "", status=200)

    assert verdict(row, Tolerantie.LEEG_ANTWOORDOBJECT) == "B-0350"
