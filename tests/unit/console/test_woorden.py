"""What the command line says besides problems stands in the catalogue too, in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

from console.show import uitkomst
from console.tell import spreek, woord
from ledger import Resultaat
from regres.berichten import Taal, catalogus
from settings.keuring import Uitkomst

CONSOLE = Path(__file__).resolve().parents[3] / "console"
ZINNEN = catalogus().zinnen["C"]


def calls() -> Iterator[tuple[str, set[str]]]:
    """Yield every sentence that the command line names, and the words it gives."""
    for path in CONSOLE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "woord":
                (name,) = node.args
                if isinstance(name, ast.Constant) and all(word.arg for word in node.keywords):
                    yield str(name.value), {str(word.arg) for word in node.keywords}


def test_every_sentence_that_is_named_is_there_with_its_words() -> None:
    found = list(calls())

    assert len(found) > 20
    for name, words in found:
        filled = dict.fromkeys(words, "x")
        for taal in Taal:
            assert "{" not in ZINNEN[name][taal].format_map(filled)


def test_every_way_a_run_ends_is_a_sentence_in_both_languages() -> None:
    told = {}
    for taal in (Taal.EN, Taal.NL):  # Dutch last: what comes after this test speaks that
        spreek(taal)
        told[taal] = {uitkomst(resultaat) for resultaat in ("", *Resultaat)}

    assert len(told[Taal.NL]) == len(told[Taal.EN]) == len(Resultaat) + 1
    assert told[Taal.NL].isdisjoint(told[Taal.EN])


def test_every_way_a_step_of_check_goes_is_a_word() -> None:
    assert len({woord(f"stap_{one.value}") for one in Uitkomst}) == len(Uitkomst)
    assert len({woord(f"rapport_{one.value}") for one in Uitkomst}) == len(Uitkomst)
