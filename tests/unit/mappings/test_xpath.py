"""Location paths: down from the object, and nothing else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mappings.compiler import NAMESPACES
from mappings.xpath import check, met_voorvoegsel
from regres import XmlLayout
from regres.berichten import bericht
from tests.unit.mappings.support import KLEIN_XML, load_text

GOOD = [
    "ZKN:startdatum",
    "ZKN:leidtTot/ZKN:gerelateerde/ZKN:identificatie",
    "StUF:extraElementen/StUF:extraElement[@naam='wmo.bedrag']",
    'StUF:extraElementen/StUF:extraElement[@StUF:naam="wmo/bedrag (oud)"]',
    "ZKN:isVan/@StUF:entiteittype",
    "@StUF:sleutelVerzendend",
    "ZKN:x[@a='1'][@b='2']/@c",
]
BAD = {
    "//ZKN:object": "M-0015",
    "/ZKN:object": "M-0015",
    "ZKN:a//ZKN:b": "M-0015",
    "../ZKN:object": "M-0015",
    "ZKN:a/..": "M-0015",
    "ZKN:a/./ZKN:b": "M-0015",
    ".": "M-0015",
    "ancestor::ZKN:object": "M-0015",
    "document('x')": "M-0015",
    "concat(ZKN:a, ZKN:b)": "M-0015",
    "ZKN:a|ZKN:b": "M-0015",
    "ZKN:*": "M-0015",
    "ZKN:a[1]": "M-0015",
    "ZKN:a[ZKN:b='x']": "M-0015",
    "ZKN:a[@b='x' or @c='y']": "M-0015",
    "ZKN:a/text()": "M-0015",
    "startdatum": "M-0015",
    "ZKN:a/": "M-0015",
    "": "M-0015",
    "ZKN:a b": "M-0015",
    "@naam/ZKN:a": "M-0015",
    "$x": "M-0015",
    "ONB:a": "M-0016",
    "ZKN:a/@ONB:b": "M-0016",
    "ZKN:a[@ONB:b='x']": "M-0016",
}


@pytest.mark.parametrize("path", GOOD)
def test_a_path_that_goes_down_is_taken_and_compiles(path: str) -> None:
    assert check(path, NAMESPACES) is None
    etree.XPath(path, namespaces=NAMESPACES)


@pytest.mark.parametrize("path", BAD)
def test_everything_else_is_refused_with_what_to_do(path: str) -> None:
    wrong = check(path, NAMESPACES)
    assert wrong is not None
    assert wrong.code == BAD[path]
    told = bericht(wrong.code, wrong.geval, waar="", **wrong.woorden)
    assert told.wat and told.doe


@given(st.text(alphabet="abZKN:/@[]='\".*()|-1 ", max_size=30))
def test_what_is_taken_never_leaves_the_object(path: str) -> None:
    prefixes = {"ZKN": NAMESPACES["ZKN"], "a": "urn:a", "b": "urn:b", "K": "urn:k", "N": "urn:n"}
    if check(path, prefixes) is not None:
        return
    inner = etree.fromstring("<r xmlns='urn:a'><o><i/></o><p/></r>")[0]
    inside = set(inner.iter())
    found = inner.xpath(path, namespaces=prefixes)
    assert isinstance(found, list)
    assert all(not isinstance(node, etree._Element) or node in inside for node in found)


VENDOR = {"zonder": "urn:leverancier:wmo", "x": "urn:anders"}


@pytest.mark.parametrize(
    ("path", "with_uri"),
    [
        ("client/naam", "zonder:client/zonder:naam"),
        ("x:client/naam/@soort", "x:client/zonder:naam/@soort"),
        ("veld[@naam='a/b']/waarde", "zonder:veld[@naam='a/b']/zonder:waarde"),
    ],
)
def test_names_without_a_prefix_when_the_mapping_says_what_they_are(
    path: str, with_uri: str
) -> None:
    assert check(path, VENDOR) is None
    assert met_voorvoegsel(path, VENDOR) == with_uri
    assert met_voorvoegsel(path, VENDOR | {"zonder": "geen"}) == path


@pytest.mark.parametrize("path", ["client/naam", "ZKN:a/b"])
def test_a_name_without_a_prefix_is_else_a_mistake(path: str) -> None:
    wrong = check(path, {"ZKN"})

    assert wrong is not None
    told = bericht(wrong.code, wrong.geval, waar="", **wrong.woorden)
    assert (told.code, "`zonder:`" in told.doe) == ("M-0015", True)


@pytest.mark.parametrize("path", ["//naam", "../naam", "*", "naam[1]", "count(naam)", "na me"])
def test_names_without_a_prefix_open_no_door(path: str) -> None:
    assert check(path, VENDOR) is not None


def test_the_layout_of_vendor_xml_finds_its_elements(tmp_path: Path) -> None:
    text = KLEIN_XML.replace("{extra: Nr}", "{xpath: client/nr}")
    text = text.replace("bron: xml\n", "bron: xml\nnamespaces: {zonder: urn:leverancier}\n")
    named = load_text(tmp_path, text).layout
    bare = load_text(tmp_path, text.replace("urn:leverancier", "geen")).layout

    for layout, xmlns in ((named, ' xmlns="urn:leverancier"'), (bare, "")):
        assert isinstance(layout, XmlLayout)
        root = etree.fromstring(f"<zaak{xmlns}><client><nr>17</nr></client></zaak>")
        (path,) = layout.adressen["client/nr"]
        found = etree.XPath(f"string({path})", namespaces=dict(layout.namespaces))(root)
        assert found == "17"
