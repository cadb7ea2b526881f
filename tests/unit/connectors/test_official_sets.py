"""The official sets themselves, when they are beside this checkout.

The largest take zeep two seconds each: all of them are loaded with REGRES_WSDL=alle, some of every
family without it. What the others refer to is looked at either way.
"""

import os
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from connectors.schemaset import Schemaset
from connectors.schemaset.pinnen import lees_map
from connectors.schemaset.verwijzingen import ontleed
from regres import ConfigProblem
from tests.tools import stuf
from tests.tools.needs import missing

ZKN, BG = stuf.NAMESPACES["ZKN"], stuf.NAMESPACES["BG"]
ZDS = "http://www.stufstandaarden.nl/koppelvlak/zds0120"
_VLUG = ("ggk", "stuf-bg-0204", "vendor", "resolved", "prs.wsdl", "rzs", "services.wsdl")


def wsdls() -> list[str]:
    found = stuf.STANDARDS.rglob("*.wsdl")
    return sorted(path.relative_to(stuf.STANDARDS).as_posix() for path in found)


def te_laden() -> list[str]:
    alle = os.environ.get("REGRES_WSDL") == "alle"
    return [name for name in wsdls() if alle or any(part in name for part in _VLUG)]


@cache
def officieel(top: str) -> Schemaset:
    folder: Path = stuf.STANDARDS / top
    if not folder.is_dir():
        missing("standards", "the official StUF schemas are not beside this checkout")
    return Schemaset(f"wsdl/{top}", lees_map(folder, top))


def splits(name: str) -> tuple[Schemaset, str]:
    top, _, below = name.partition("/")
    return officieel(top), below


@pytest.mark.parametrize("name", [n for n in te_laden() if "/bag/" not in n])
def test_an_official_wsdl_loads(name: str) -> None:
    found, wsdl = splits(name)

    assert bool(found.operaties(wsdl)) == (not wsdl.endswith("_types.wsdl"))


@pytest.mark.parametrize("name", [n for n in wsdls() if "/bag/" not in n])
def test_all_that_an_official_wsdl_refers_to_is_in_its_set(name: str) -> None:
    found, wsdl = splits(name)

    assert wsdl in ontleed(found.bestanden, wsdl, "x")


@pytest.mark.parametrize("name", [n for n in wsdls() if "/bag/" in n])
def test_a_bag_wsdl_is_told_to_name_a_file_in_the_wrong_letter_case(name: str) -> None:
    found, wsdl = splits(name)

    with pytest.raises(ConfigProblem, match=r"B-0372.*bg0310_msg_BAG\.xsd.*bg0310_msg_bag\.xsd"):
        found.operaties(wsdl)


@pytest.mark.parametrize(
    ("top", "vraag"),
    [
        ("stuf-zkn-0310-zds-1.2", f"{{{ZKN}}}zakLv01"),
        ("stuf-zkn-0310-zds-1.2", f"{{{ZDS}}}geefZaakdetails_ZakLv01"),
        ("stuf-zkn-0310-zds-1.2", f"{{{BG}}}npsLv01"),
        ("stuf-zkn-0310-zds-1.1.02", f"{{{ZKN}}}zakLv01"),
        ("stuf-zds-1.2-resolved", f"{{{ZDS}}}geefZaakdetails_ZakLv01"),
    ],
)
def test_the_schemas_of_a_question_form_one_whole(top: str, vraag: str) -> None:
    toets = officieel(top).toets(vraag)

    assert toets.bezwaren(etree.Element(vraag)) != ()


def test_our_own_whole_judges_the_example_question_as_the_written_wrapper_does() -> None:
    toets = officieel("stuf-zkn-0310-zds-1.2").toets(f"{{{ZKN}}}zakLv01")
    example = stuf.STANDARDS / "examples" / "03-zakLv01-vervolgvraag.xml"
    root = etree.parse(example).getroot().find(f".//{{{ZKN}}}zakLv01")

    assert root is not None
    assert toets.bezwaren(root) == ()
