"""A template is XML with names in it: nothing else can be said, and no value can become markup."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from connectors.soap_template.sjabloon import FORMATEN, NAMEN, Sjabloon, lees
from connectors.soap_template.vulling import Vulling
from regres import ConfigProblem, SourceRefused

NU = datetime(2026, 3, 1, 2, 15, 9, tzinfo=UTC)
XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]))


def template(folder: Path, text: str) -> Sjabloon:
    (folder / "vraag.xml").write_text(text, encoding="utf-8")
    return lees(folder / "vraag.xml", "sjablonen/vraag.xml")


def filled(sjabloon: Sjabloon, **waarden: object) -> str:
    vulling = Vulling("9901", NU, date(2026, 1, 1), date(2026, 2, 28), **waarden)  # type: ignore[arg-type]  # per test
    return etree.tostring(sjabloon.vul(vulling.tekst), encoding="unicode")


def problems(folder: Path, text: str) -> list[tuple[str, str]]:
    with pytest.raises(ConfigProblem) as refused:
        template(folder, text)
    return [(problem.code, problem.waar) for problem in refused.value.problems]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Sjabloon:
    return template(tmp_path_factory.mktemp("s"), '<v a="{{sleutel}}"><w>x{{sleutel}}y</w>z</v>')


@given(XML_TEXT)
def test_whatever_a_value_is_it_stays_a_value(both: Sjabloon, value: str) -> None:
    root = etree.fromstring(filled(both, sleutel=value))

    assert [str(child.tag) for child in root.iter("*")] == ["v", "w"]
    assert root.get("a") == value
    assert root.findtext("w") == f"x{value}y"


@given(st.text(st.characters(max_codepoint=31) | st.characters(categories=["Cs"]), min_size=1))
def test_a_sign_that_xml_cannot_carry_is_refused_without_telling_it(
    both: Sjabloon, value: str
) -> None:
    if set(value) <= set("\t\n\r"):
        return
    with pytest.raises(SourceRefused, match="B-0704") as refused:
        filled(both, sleutel=f"999900006{value}")

    assert "999900006" not in str(refused.value)


def test_every_name_is_filled_in(tmp_path: Path) -> None:
    said = "".join(f"<{name}>{{{{{name}}}}}</{name}>" for name in NAMEN)
    made = filled(
        template(tmp_path, f"<v>{said}</v>"),
        sleutel="k",
        pagina=3,
        per_pagina=25,
        vervolg="t",
        berichtnummer="n",
    )

    assert made == (
        "<v><gemeentecode>9901</gemeentecode><van>2026-01-01</van><tot>2026-02-28</tot>"
        "<nu>2026-03-01T02:15:09Z</nu><berichtnummer>n</berichtnummer><sleutel>k</sleutel>"
        "<pagina>3</pagina><per_pagina>25</per_pagina><vervolg>t</vervolg></v>"
    )


@pytest.mark.parametrize(
    ("vorm", "tekst"),
    [
        ("jjjj-mm-dd", "2026-01-01"),
        ("jjjjmmdd", "20260101"),
        ("dd-mm-jjjj", "01-01-2026"),
        ("jjjj-mm", "2026-01"),
        ("jjjjmm", "202601"),
        ("jjjj", "2026"),
        ("tijdstip", "2026-01-01T00:00:00Z"),
    ],
)
def test_a_day_can_be_written_in_a_form(tmp_path: Path, vorm: str, tekst: str) -> None:
    assert vorm in FORMATEN
    assert filled(template(tmp_path, f"<v>{{{{van:{vorm}}}}}</v>")) == f"<v>{tekst}</v>"


def test_a_year_before_1000_keeps_its_zeros(tmp_path: Path) -> None:
    vulling = Vulling("9901", NU, date(999, 1, 1), date(2026, 2, 28))
    made = template(tmp_path, "<v>{{van:jjjjmmdd}}</v>").vul(vulling.tekst)

    assert made.text == "09990101"


@pytest.mark.parametrize(
    ("text", "code", "plek"),
    [
        ("<v>\n<w>{{bsn}}</w></v>", "B-0702", ":2"),
        ("<v>{{van:%d}}</v>", "B-0702", ":1"),
        ("<v>{{sleutel:jjjj}}</v>", "B-0702", ":1"),
        ("<v>{{ }}</v>", "B-0702", ":1"),
        ("<v>{{van</v>", "B-0703", ":1"),
        ("<v>{{{van}}}</v>", "B-0703", ":1"),
        ("<v>{{va<w/>n}}</v>", "B-0703", ":1"),
        ('<v a="{{import}}"/>', "B-0702", ":1"),
        ("<v>", "B-0701", ":1:4"),
        ("geen xml", "B-0701", ":1:1"),
        ("<!DOCTYPE v [<!ENTITY e 'x'>]><v>&e;</v>", "B-0701", ""),
        (f"<v>{'x' * 300_000}</v>", "B-0701", ""),
    ],
)
def test_a_template_that_cannot_be_is_told_with_its_place(
    tmp_path: Path, text: str, code: str, plek: str
) -> None:
    found = problems(tmp_path, text)

    assert {one for one, _ in found} == {code}
    assert found[0][1].startswith("sjablonen/vraag.xml")
    assert found[0][1].startswith(f"sjablonen/vraag.xml{plek}")


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, "<v><a>{{x}}</a>\n<b>{{y}}</b><c>{{</c></v>")

    assert [code for code, _ in found] == ["B-0702", "B-0702", "B-0703"]


def test_a_template_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem, match="B-0701"):
        lees(tmp_path / "weg.xml", "weg.xml")


def test_a_comment_does_not_go_along(tmp_path: Path) -> None:
    assert filled(template(tmp_path, "<v><!-- {{bsn}} --><?pi x?><w/></v>")) == "<v><w/></v>"


def test_nothing_of_a_key_stands_in_a_repr() -> None:
    assert "999900006" not in repr(Vulling("9901", NU, sleutel="999900006", vervolg="999900006"))
