"""Location paths: down from the object, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mappings.compiler import NAMESPACES
from mappings.xpath import check

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
    assert wrong.wat and wrong.doe


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
