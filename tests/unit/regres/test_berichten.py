"""The catalogue: both languages say the same, and every code of a room stands in it."""

import ast
import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regres import Problem
from regres.berichten import Catalogus, Taal, bericht, catalogus, vertaal

ROOT = Path(__file__).resolve().parents[3]
#: Rooms whose sentences all stand in the catalogue.
OVER = ("sinks", "loket", "ledger", "privacy", "assessment", "pipeline", "demo", "connectors")
CATALOGUS = catalogus()
BERICHTEN = ROOT / "regres" / "berichten"
_WOORD = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)


def words_of(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def codes_in(room: str) -> set[str]:
    """Give every code that the source of a room names."""
    return {
        node.value
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if len(node.value) == 6 and node.value[0].isupper() and node.value[1] == "-"
        if node.value[2:].isdecimal()
    }


@pytest.mark.parametrize("code", sorted(CATALOGUS.teksten))
def test_both_languages_fill_in_the_same_words(code: str) -> None:
    nl, en = (CATALOGUS.teksten[code][taal] for taal in Taal)

    assert nl.woorden() == en.woorden()
    assert bool(nl.gevolg) == bool(en.gevolg)
    assert bool(nl.doe) == bool(en.doe)
    assert nl.wat != en.wat


@pytest.mark.parametrize(
    "code", sorted(code for code, cases in CATALOGUS.gevallen.items() if cases)
)
def test_both_languages_fill_in_the_same_words_in_every_case(code: str) -> None:
    for case in CATALOGUS.gevallen[code].values():
        assert case[Taal.NL].woorden() == case[Taal.EN].woorden()
        assert case != CATALOGUS.teksten[code]


@pytest.mark.parametrize("letter", sorted(CATALOGUS.zinnen))
def test_both_languages_fill_in_the_same_words_in_every_shared_sentence(letter: str) -> None:
    for zinnen in CATALOGUS.zinnen[letter].values():
        assert words_of(zinnen[Taal.NL]) == words_of(zinnen[Taal.EN])


def test_a_code_stands_in_the_file_of_its_letter() -> None:
    for letter in CATALOGUS.zinnen:
        table = tomllib.loads((BERICHTEN / f"{letter}.toml").read_text("utf-8"))
        assert all(re.fullmatch(rf"{letter}-[0-9]{{4}}", code) for code in table.keys() - {"zin"})


@pytest.mark.parametrize("code", sorted(code for code in CATALOGUS.teksten if code[0] in "BS"))
def test_what_others_cause_says_what_follows_and_what_to_do(code: str) -> None:
    for tekst in CATALOGUS.teksten[code].values():
        assert tekst.gevolg
        assert tekst.doe


@pytest.mark.parametrize("code", sorted(code for code in CATALOGUS.teksten if code[0] in "B"))
def test_what_an_administrator_meets_often_is_explained_on_its_page(code: str) -> None:
    assert all(tekst.uitleg for tekst in CATALOGUS.teksten[code].values())


@pytest.mark.parametrize("room", OVER)
def test_every_code_of_a_room_stands_in_the_catalogue(room: str) -> None:
    assert codes_in(room)
    assert codes_in(room) <= CATALOGUS.teksten.keys()


def test_no_code_stands_in_the_catalogue_that_nothing_uses() -> None:
    rooms = [path.parent.name for path in ROOT.glob("*/__init__.py")]
    used = set().union(*map(codes_in, rooms)) | codes_in(".")

    assert CATALOGUS.teksten.keys() <= used


def test_a_problem_is_told_in_english_at_the_same_place() -> None:
    dutch = bericht("S-0004", waar="loket.example:443", detail="connection refused")

    english = vertaal(dutch, Taal.EN)

    assert english.waar == dutch.waar
    assert english.wat == "No connection to the Regresloket could be made (connection refused)."
    assert dutch.wat == "Er komt geen verbinding met het Regresloket (connection refused)."
    assert vertaal(dutch, Taal.NL) is dutch


def test_a_problem_that_was_kept_without_its_words_stays_as_it_is() -> None:
    kept = Problem("C-0009", "De code X bestaat niet.")

    assert vertaal(kept, Taal.EN) is kept


def test_a_case_of_a_problem_is_told_in_english() -> None:
    assert vertaal(bericht("L-0402", "loopt", run=7), Taal.EN).wat == (
        "Run 7 does not wait for release (now: still running)."
    )


def test_a_case_says_what_differs_and_keeps_the_rest() -> None:
    case, code = bericht("L-0404", "quarantaine"), bericht("L-0404")

    assert case.wat == "Dit record staat in quarantaine."
    assert case.doe != code.doe
    assert case.gevolg == code.gevolg


@given(detail=_WOORD, waar=_WOORD)
def test_a_problem_comes_back_from_json_as_it_was(detail: str, waar: str) -> None:
    problem = bericht("S-0040", waar=waar, detail=detail)

    assert Problem.van_json(problem.as_json()) == problem


@given(_WOORD)
def test_braces_in_a_word_stay_what_they_are(word: str) -> None:
    assert word in bericht("C-0009", code=word + "{code}").wat


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[S-1]\nnl.wat = "=weg"\nen.wat = "x"\n', "zin"),
        ('[S-1]\nnl.wat = "a"\nnl.waar = "b"\nen.wat = "x"\n', "waar"),
        ('[S-1]\nnl.wat = "a"\n', "en"),
    ],
)
def test_a_catalogue_that_is_not_whole_is_refused(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "S.toml").write_text(text, encoding="utf-8")

    with pytest.raises((ValueError, KeyError), match=says):
        Catalogus.laad(tmp_path)
