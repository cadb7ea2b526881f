"""The catalogue: both languages say the same, and every code of a room stands in it."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regres import Problem
from regres.berichten import Catalogus, Taal, bericht, catalogus, vertaal
from regres.tonen import toonbaar

ROOT = Path(__file__).resolve().parents[3]
ROOMS = [path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"]
CATALOGUS = catalogus()
CODE = re.compile(r"[A-Z]-[0-9]{4}\Z")
#: What makes a problem of a code: `bericht`, and `meld` of a mapping, which takes a place second.
MAKERS = ("bericht", "meld")
BERICHTEN = ROOT / "regres" / "berichten"
_WOORD = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)


def words_of(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def codes_in(room: Path) -> set[str]:
    """Give every code that the source of a room names."""
    return {
        node.value
        for path in room.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if len(node.value) == 6 and node.value[0].isupper() and node.value[1] == "-"
        if node.value[2:].isdecimal()
    }


def product_files() -> list[Path]:
    """Give every source file that runs with the catalogue at hand; start.py is there before it."""
    return [
        ROOT / "scheduler.py",
        *(path for room in ROOMS for path in (ROOT / room).rglob("*.py")),
    ]


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


def test_every_code_and_every_case_says_what_follows_and_what_to_do() -> None:
    said = {
        f"{code} {case}": tekst
        for code, table in CATALOGUS.teksten.items()
        for case, talen in {"": table, **CATALOGUS.gevallen[code]}.items()
        for tekst in talen.values()
    }

    assert [place for place, tekst in said.items() if not (tekst.gevolg and tekst.doe)] == []


@pytest.mark.parametrize("code", sorted(code for code in CATALOGUS.teksten if code[0] in "BM"))
def test_what_an_administrator_meets_often_is_explained_on_its_page(code: str) -> None:
    assert all(tekst.uitleg for tekst in CATALOGUS.teksten[code].values())


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Yield every call that names a code of the catalogue first, and all its words by name."""
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and not any(word.arg is None for word in node.keywords):
                first = next((arg for arg in node.args if CODE.match(text_of(arg))), None)
                if first is not None and name_of(node.func) in MAKERS:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def text_of(node: ast.AST) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ""


def name_of(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def cases_of(call: ast.Call) -> list[str]:
    """Give the cases a call may choose; [] when they are worked out elsewhere."""
    at = 1 if name_of(call.func) == "bericht" else 2
    if len(call.args) <= at:
        return [""]
    chosen = call.args[at]
    parts = [chosen.body, chosen.orelse] if isinstance(chosen, ast.IfExp) else [chosen]
    return [text_of(part) for part in parts] if all(map(is_text, parts)) else []


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_every_call_gives_the_words_that_its_sentences_need() -> None:
    found = list(calls())

    lacking = [
        f"{place}: {code} {case} {sorted(needed)}"
        for place, call in found
        for code in [next(filter(CODE.match, map(text_of, call.args)))]
        for case in cases_of(call)
        if (needed := words_needed(code, case) - {str(word.arg) for word in call.keywords})
    ]
    assert len(found) > 200
    assert lacking == []


def words_needed(code: str, case: str) -> frozenset[str]:
    table = CATALOGUS.gevallen[code][case] if case else CATALOGUS.teksten[code]
    return table[Taal.NL].woorden()


@pytest.mark.parametrize("room", ROOMS)
def test_every_code_of_a_room_stands_in_the_catalogue(room: str) -> None:
    assert codes_in(ROOT / room) <= CATALOGUS.teksten.keys()


def test_a_problem_is_made_by_the_catalogue_and_nowhere_else() -> None:
    made = {
        str(path.relative_to(ROOT))
        for path in product_files()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and name_of(node.func) == "Problem"
    }

    assert made == {"regres/berichten/catalogus.py"}


def test_no_sentence_of_a_problem_is_replaced_outside_the_catalogue() -> None:
    """`replace(problem, wat=...)` would be a sentence of its own, in one language."""
    own = {
        f"{path.relative_to(ROOT)}: {word.arg}"
        for path in product_files()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and name_of(node.func) == "replace"
        for word in node.keywords
        if word.arg in {"wat", "gevolg", "doe"}
        and not (is_text(word.value) and not text_of(word.value))
        # naarbuiten.py takes small numbers out of what an older version kept; it adds no words.
        if path.name not in {"catalogus.py", "naarbuiten.py"}
    }

    assert own == set()


def test_no_code_stands_in_the_catalogue_that_nothing_uses() -> None:
    used = set().union(*(codes_in(ROOT / room) for room in ROOMS))

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
    assert f"{toonbaar(word)}{{code}}" in bericht("C-0009", code=word + "{code}").wat


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
