"""toetsen: a mapping is held to its own examples, and what differs is told by its place."""

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mappings import Plan, Verschil
from mappings.toonbaar import als_tekst, als_verschil
from regres import ConfigProblem
from regres.berichten import zeg
from tests.unit.mappings.support import KLEIN, KLEIN_XML, load_text, problems, told, with_field
from tests.unit.mappings.test_facts import KOSTEN_REGEL

TOETS = """\
toetsen:
  - naam: gewoon
    als: {Ongeval: J, Nr: "17", Beschikking: B-1, Code: 13A04, Besluit: 01-02-2024}
    verwacht:
"""
LINES = len(KLEIN.splitlines())


def with_test(expected: str, text: str = KLEIN) -> str:
    return text + TOETS + "".join(f"      {line}\n" for line in expected.splitlines())


def differences(plan: Plan) -> list[Verschil]:
    return [verschil for uitslag in plan.toets() for verschil in uitslag.verschillen]


@pytest.mark.parametrize(
    "expected",
    [
        "sleutel: [B-1]",
        "sleutel: B-1",
        "signalen: {vlag: J}",
        "signalen: {vlag: [J], derde: , notitie: , steun: []}",
        "velden: {client: {clientnummer: 17}}",
        "velden: {voorziening: {productcode: 13A04, datumToekenning: 2024-02-01}}",
        "velden: {voorziening: {besluitstatus: toegekend, wet: Wmo}}",
        "problemen: []",
    ],
)
def test_an_expectation_that_holds(tmp_path: Path, expected: str) -> None:
    plan = load_text(tmp_path, with_test(expected))

    assert differences(plan) == []
    plan.bewijs()


@pytest.mark.parametrize(
    ("expected", "told_as"),
    [
        ("signalen: {vlag: N}", "signalen.vlag: verwacht N, gekregen J"),
        ("signalen: {vlag: [J, J]}", "signalen.vlag: verwacht J, J, gekregen J"),
        ("signalen: {code: J}", "signalen.code: verwacht J, gekregen niets"),
        (
            "velden: {voorziening: {productcode: 13A05}}",
            "velden.voorziening.productcode: verwacht 13A05, gekregen 13A04",
        ),
        (
            "velden: {voorziening: {productcode: }}",
            "velden.voorziening.productcode: verwacht niets, gekregen 13A04",
        ),
        ("problemen: M-0107", "problemen: verwacht M-0107, gekregen niets"),
    ],
)
def test_an_expectation_that_does_not_hold_is_told(
    tmp_path: Path, expected: str, told_as: str
) -> None:
    (found,) = differences(load_text(tmp_path, with_test(expected)))

    assert str(found) == told_as
    assert (found.plek.bestand, found.plek.regel) == (
        (tmp_path / "proef.yaml").as_posix(),
        LINES + 5,
    )


@pytest.mark.parametrize(
    "expected", ["sleutel: Geheim-9", "velden: {client: {clientnummer: Geheim-9}}"]
)
def test_of_a_person_only_the_shape_is_told(tmp_path: Path, expected: str) -> None:
    text = with_test(expected).replace('Nr: "17"', "Nr: Ook-8").replace("B-1", "Ook-8")

    (found,) = differences(load_text(tmp_path, text))

    assert "Geheim" not in str(found)
    assert "Ook" not in str(found) + repr(load_text(tmp_path, text))
    assert "aaa-9" in str(found)


GEBOREN = KLEIN.replace("{kolom: Nr}\n", "{kolom: Nr}\n    geboortedatum: {kolom: Geboren}\n")


@pytest.mark.parametrize(
    ("cell", "expected", "told_as"),
    [
        ("02-01-1990", "1990-02-01", "dezelfde datum met dag en maand verwisseld"),
        ("03-02-1990", "1990-02-01", "een datum met een andere dag"),
        ("01-04-1990", "1990-02-01", "een datum met een andere maand"),
        ("01-02-1991", "1990-02-01", "een datum met een ander jaar"),
        ("11-12-1990", "1990-02-01", "een datum waarvan meer dan een deel anders is"),
        ("01-02-1990", "1990-02", "een tekst van de vorm 9999-99, gekregen een tekst van de vorm"),
        ("", "1990-02-01", "gekregen niets"),
    ],
)
def test_of_a_date_of_a_person_is_told_which_part_differs_and_not_what_it_is(
    tmp_path: Path, cell: str, expected: str, told_as: str
) -> None:
    whole = with_test(f"velden: {{client: {{geboortedatum: {expected}}}}}", GEBOREN)

    (found,) = differences(
        load_text(tmp_path, whole.replace("als: {", f'als: {{Geboren: "{cell}", '))
    )

    assert told_as in str(found)
    assert "1990" not in str(found) + repr(found)


@pytest.mark.parametrize(
    ("text", "expected", "told_as"),
    [
        ("jansen", "Jansen", "dezelfde tekst met andere hoofdletters"),
        ("AB-12", "BA-12", "dezelfde tekens in een andere volgorde"),
        ("AB-12", "AB-13", "een tekst van dezelfde vorm, die anders is vanaf teken 5"),
        ("x" * 40, "y" * 30, "een tekst van 40 tekens in plaats van 30"),
        ("AB-12", "ABC", "een tekst van de vorm aa-99"),
    ],
)
def test_of_a_text_of_a_person_is_told_where_it_differs_and_not_what_it_is(
    tmp_path: Path, text: str, expected: str, told_as: str
) -> None:
    whole = with_test(f"velden: {{client: {{clientnummer: {expected}}}}}")

    (found,) = differences(load_text(tmp_path, whole.replace('Nr: "17"', f'Nr: "{text}"')))

    assert told_as in str(found)
    assert expected not in repr(found)
    assert text not in repr(found)


@given(st.text(max_size=14), st.text(max_size=14))
def test_two_texts_that_differ_are_always_told_apart(expected: str, text: str) -> None:
    assume(expected and text and expected != text)
    wanted, got = als_tekst([expected], hide=True), als_verschil([expected], [text], hide=True)

    assert zeg("M", wanted) != zeg("M", got)


def test_a_test_that_names_no_problems_expects_none(tmp_path: Path) -> None:
    text = with_test("signalen: {vlag: J}").replace("01-02-2024}", "31-02-2024}")

    (found,) = differences(load_text(tmp_path, text))

    assert str(found) == "problemen: verwacht niets, gekregen M-0103, M-0106"


def test_odd_facts_are_problems_too(tmp_path: Path) -> None:
    text = with_test("problemen: [M-0203]", with_field("datumAanvraag: {kolom: Aanvraag}")).replace(
        "Ongeval: J,", "Ongeval: J, Aanvraag: 01-03-2024,"
    )

    load_text(tmp_path, text).bewijs()


def test_a_test_may_start_from_an_earlier_one(tmp_path: Path) -> None:
    text = with_test("signalen: {vlag: J}") + (
        "  - naam: anders\n    zoals: gewoon\n    als: {Ongeval: N}\n"
        "    verwacht: {signalen: {vlag: N}, sleutel: B-1}\n"
    )

    assert [one.geslaagd for one in load_text(tmp_path, text).toets()] == [True, True]


def test_costs_and_lists_are_compared_in_canonical_words(tmp_path: Path) -> None:
    text = with_field("stuitingen: [{kolom: S1}, {kolom: S2}]") + KOSTEN_REGEL
    plan = load_text(
        tmp_path,
        with_test(
            "velden: {stuitingen: [2024-01-01, 2024-01-02]}\nkosten: {bedrag: 89.5}", text
        ).replace(
            "Ongeval: J,",
            'Ongeval: J, S1: 01-01-2024, S2: 02-01-2024, Bedrag: "89,50", Per: week,',
        ),
    )

    assert [str(one) for one in differences(plan) if one.pad != "problemen"] == []


def test_a_stuf_date_has_its_indication(tmp_path: Path) -> None:
    text = KLEIN_XML.replace("leveringsvorm:", "productcategorie: {extra: cat}\n    leveringsvorm:")
    text = with_field("datumBekendheid: {extra: bekend}", text) + (
        "toetsen:\n"
        "  naam: een maand\n"
        "  als:\n"
        "    Ongeval: J\n"
        "    Beschikking: B\n"
        "    Code: c\n"
        '    "ZKN:startdatum": "20240201"\n'
        '    bekend: {tekst: "20240200", onvolledig: D}\n'
        "  verwacht: {velden: {datumBekendheid: 2024-02}}\n"
    )

    load_text(tmp_path, text).bewijs()


def test_an_alias_is_a_name_of_its_element(tmp_path: Path) -> None:
    text = KLEIN_XML.replace("extra: Code", "extra: [wmo.code, code]") + (
        "toetsen:\n  naam: alias\n"
        '  als: {Ongeval: J, Beschikking: B, code: c, "ZKN:startdatum": "20240201"}\n'
        "  verwacht: {velden: {voorziening: {productcode: c}}}\n"
    )

    load_text(tmp_path, text).bewijs()


def test_a_mapping_that_fails_its_tests_is_refused_with_every_difference(tmp_path: Path) -> None:
    plan = load_text(tmp_path, with_test("signalen: {vlag: N}\nsleutel: B-2"))

    with pytest.raises(ConfigProblem) as caught:
        plan.bewijs()

    assert [problem.code for problem in caught.value.problems] == ["M-0030", "M-0030"]
    first = caught.value.problems[0]
    assert first.wat.startswith("De toets `gewoon` slaagt niet. ")
    assert first.waar.endswith(f"proef.yaml:{LINES + 6}:16")
    assert "niets gelezen" in first.gevolg
    assert "regresbrug test" in first.doe


def test_tests_are_tried_once(tmp_path: Path) -> None:
    plan = load_text(tmp_path, with_test("signalen: {vlag: J}"))

    assert plan.toets() is plan.toets()


def test_tests_are_words_for_people_and_change_no_merk(tmp_path: Path) -> None:
    assert (
        load_text(tmp_path, with_test("signalen: {vlag: J}")).merk
        == load_text(tmp_path, KLEIN).merk
    )


def test_the_tests_of_a_preset_are_about_the_preset(tmp_path: Path) -> None:
    presets = tmp_path / "presets"
    presets.mkdir()
    (presets / "klein.yaml").write_text(with_test("sleutel: B-1"), encoding="utf-8")
    own = "basis: klein\nvelden: {voorziening: {productcode: {kolom: Ander}}}\n"

    assert load_text(tmp_path, own, presets).toets() == ()


FAULTS = {
    "an unknown column": ("als: {Ongeval: J,", "als: {Ongevall: J,", "M-0029"),
    "an unknown key": ("    verwacht:", "    wacht: x\n    verwacht:", "M-0005"),
    "no name": ("naam: gewoon", "zoals: gewoon", "M-0006"),
    "a list of cells": ("als: {Ongeval: J,", "als: [J]\n    x: {a: b,", "M-0008"),
    "a list in a cell": ("Ongeval: J,", "Ongeval: [J],", "M-0008"),
    "an unknown earlier test": ("    als:", "    zoals: niets\n    als:", "M-0010"),
    "an unknown expectation": ("signalen: {vlag: J}", "uitkomst: kansrijk", "M-0005"),
    "nothing expected": ("\n      signalen: {vlag: J}", " {}", "M-0029"),
    "an unknown signal": ("{vlag: J}", "{vlaggetje: J}", "M-0005"),
    "an unknown field": ("signalen: {vlag: J}", "velden: {client: {naam: x}}", "M-0005"),
    "a field that is not mapped": ("signalen: {vlag: J}", "velden: {afgewikkeld: ja}", "M-0017"),
    "granted by another name": (
        "signalen: {vlag: J}",
        "velden: {voorziening: {toegekend: ja}}",
        "M-0017",
    ),
    "costs that are not mapped": ("signalen: {vlag: J}", "kosten: {bedrag: 1.00}", "M-0029"),
    "a code that is none": ("signalen: {vlag: J}", "problemen: [107]", "M-0029"),
    "a leading zero": ("Nr: \"17\"", "Nr: 017", "M-0007"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_test_is_told(tmp_path: Path, fault: str) -> None:
    old, new, code = FAULTS[fault]
    text = with_test("signalen: {vlag: J}")
    assert text.count(old) == 1 or old == "signalen: {vlag: J}"

    found = told(problems(tmp_path, KLEIN + text.removeprefix(KLEIN).replace(old, new)))

    assert code in [one for one, _ in found]
    assert all(int(place.split(":")[0]) > LINES for _, place in found)


def test_a_column_that_only_the_test_knows_may_be_misspelt_in_the_mapping(tmp_path: Path) -> None:
    (found,) = problems(
        tmp_path,
        with_test("signalen: {vlag: J}").replace("als: {Ongeval: J,", "als: {Ongevall: J,"),
    )

    assert found.doe.startswith("Bedoelt u `Ongeval`?")
    assert "waar de mapping de kolom leest" in found.doe


def test_the_same_name_twice_is_told(tmp_path: Path) -> None:
    again = TOETS.removeprefix("toetsen:\n") + "      sleutel: B-1\n"

    found = problems(tmp_path, with_test("sleutel: B-1") + again)

    assert [problem.code for problem in found] == ["M-0029"]


@pytest.mark.parametrize(("number", "refused"), [("111222333", True), ("999900006", False)])
def test_the_bsn_of_a_real_person_is_not_taken(
    tmp_path: Path, number: str, *, refused: bool
) -> None:
    text = KLEIN.replace("clientnummer: {kolom: Nr}", "burgerservicenummer: {kolom: Nr}")
    text = with_test("signalen: {vlag: J}", text).replace('Nr: "17"', f'Nr: "{number}"')

    if refused:
        (found,) = problems(tmp_path, text)
        assert (found.code, number in str(found)) == ("M-0029", False)
    else:
        load_text(tmp_path, text).bewijs()


def test_a_mapping_with_another_fault_is_not_told_about_its_tests(tmp_path: Path) -> None:
    text = with_test("velden: {afgewikkeld: ja}").replace("levering: volledig", "levering: soms")

    assert [code for code, _ in told(problems(tmp_path, text))] == ["M-0010"]
