"""Problems of records are told by kind: what one change mends is one line, with its number."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.report import VOORBEELDEN, VORMEN, Problemen
from regres import Problem
from regres.berichten import bericht, zin

MAPPING = "mappings/x.yaml:38:9"


def vreemd(vorm: str, mapping: str = MAPPING) -> Problem:
    shape = zin("vorm", vorm=vorm)
    return bericht("M-0105", waar="x.csv:2", mapping=mapping, naam="datumAanvraag", detail=shape)


def verteld(*problems: Problem) -> list[tuple[int, str, str]]:
    found = Problemen()
    for problem in problems:
        found.noteer(problem)
    return [
        (one["aantal"], one["vorm"], one["voorbeelden"][0]["mapping"]) for one in found.as_json()
    ]


def test_two_shapes_at_one_place_need_two_changes() -> None:
    found = verteld(vreemd("9999-99-99"), vreemd("9 aaa 9999"), vreemd("9999-99-99"))

    assert found == [(2, "9-9-9", MAPPING), (1, "9 a 9", MAPPING)]


def test_how_long_a_part_is_makes_no_other_kind() -> None:
    assert verteld(vreemd("9-9-9999"), vreemd("99-99-9999")) == [(2, "9-9-9", MAPPING)]


def test_the_same_shape_at_another_place_is_another_kind() -> None:
    assert len(verteld(vreemd("99"), vreemd("99", "mappings/x.yaml:40:9"))) == 2


def test_a_personal_field_shows_no_shape_and_is_one_kind() -> None:
    personal = bericht("M-0106", mapping=MAPPING, naam="geboortedatum")

    assert verteld(personal, personal) == [(2, "", MAPPING)]


@given(st.lists(st.text("9a -/.", min_size=1, max_size=12), max_size=200))
def test_free_text_keeps_memory_flat_and_every_problem_counts(shapes: list[str]) -> None:
    found = Problemen()
    for shape in shapes:
        found.noteer(vreemd(shape))

    assert sum(found.aantal.values()) == len(shapes)
    assert len(found.aantal) <= VORMEN + 1
    assert all(len(kept) <= VOORBEELDEN for kept in found.voorbeelden.values())
