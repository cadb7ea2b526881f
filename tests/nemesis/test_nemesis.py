"""Seeded games in the normal suite; how to play more stands in tests/nemesis/__main__.py."""

import ast
import random
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.proefbank import proefbank
from tests.nemesis.groot import groot
from tests.nemesis.spel import Spel, speel
from tests.nemesis.wereld import BEGIN, GEMEENTEN, Huis, Wereld, huis, plek
from tests.tools import checker
from tests.tools.achterkant import NIEUW, Aanbod
from tests.tools.checker import INTREKKING, Waarheid, klaar, veilig

ZADEN = range(1, 16)


@pytest.fixture(scope="module")
def made() -> Iterator[Huis]:
    with plek() as folder:
        (folder / "huis").mkdir()
        found = huis(folder / "huis")
        yield found
        found.close()


def test_in_seeded_games_no_promise_is_ever_broken(made: Huis) -> None:
    done: Counter[str] = Counter()
    for zaad in ZADEN:
        done += speel(made, zaad)
    # The games are worth their time: processes died, were overtaken, and much was offered.
    assert done["dood"] > 10 and done["ingehaald"] > 2 and done["aangeboden"] > 40


def test_a_seed_is_a_game_that_can_be_played_again(made: Huis) -> None:
    told = []
    for _ in range(2):
        random.seed(7)
        game = Spel(Wereld(made, random.Random(7)), 7)
        game.speel()
        told.append(game.gedaan)
    assert told[0] == told[1]


def test_two_services_that_are_killed_deliver_each_melding_exactly_once() -> None:
    """Ten thousand: `python -P -m tests.nemesis --bezorgingen 10000`."""
    with plek() as folder, proefbank(folder) as bank:
        done, broken = groot(bank, 1000, 1)
    assert broken == []
    assert done["gedood"] == 3 and done["zonder antwoord"] > 0


# -- the checker finds what it is there for --------------------------------------------------------


Leugen = Callable[[sqlite3.Connection, list[Aanbod], Waarheid], None]


@pytest.fixture
def wereld(made: Huis) -> Wereld:
    """Give a world at rest: everything was delivered, changed once, and withdrawn once."""
    world = Wereld(made, random.Random(1))
    for number, vlag in enumerate((*[checker.JA] * 3, checker.ONDUIDELIJK, checker.STUK), 1):
        world.zegt("9901", number, vlag, "100.00")
    game = Spel(world, 1)
    game._kom_tot_rust()
    world.zegt("9901", 1, checker.JA, "200.00")
    world.zegt("9901", 2, checker.NEE, "100.00")
    game._kom_tot_rust()
    return world


def last(found: list[Aanbod], soort: str = "") -> Aanbod:
    return next(row for row in reversed(found) if row.uitslag == NIEUW and soort in row.soort)


def sql(text: str) -> Leugen:
    def tell(conn: sqlite3.Connection, _: list[Aanbod], __: Waarheid) -> None:
        conn.execute(text)

    return tell


def offer(change: dict[str, object], soort: str = "") -> Leugen:
    def tell(_: sqlite3.Connection, found: list[Aanbod], __: Waarheid) -> None:
        row = replace(last(found, soort), **change)  # type: ignore[arg-type]  # by name
        if "sleutel" not in change:
            row = replace(row, sleutel=f"{row.referentie}:{row.versie}")
        found.append(row)

    return tell


def unsaid(vlag: str) -> Leugen:
    def tell(_: sqlite3.Connection, __: list[Aanbod], truth: Waarheid) -> None:
        for known in truth.voorzieningen.values():
            known.gezegd[:] = [one for one in known.gezegd if one[0] != vlag] or [("O", "")]

    return tell


def elsewhere(_: sqlite3.Connection, found: list[Aanbod], __: Waarheid) -> None:
    found[-1] = replace(found[-1], gemeente="9902")


def unknown(_: sqlite3.Connection, __: list[Aanbod], truth: Waarheid) -> None:
    truth.voorzieningen.clear()


def forgotten(_: sqlite3.Connection, found: list[Aanbod], __: Waarheid) -> None:
    found.remove(last(found, INTREKKING))


LEUGENS: dict[str, tuple[Leugen, str]] = {
    "a version is taken twice": (offer({}), "I1"),
    "an older version is taken after a newer one": (offer({"versie": 1}, "wijziging"), "I1"),
    "a second case": (offer({"versie": 9, "zaak": "Z-999999"}), "I1"),
    "another file": (offer({"versie": 9, "dossier": "0" * 64}), "I1"),
    "another body under the same key": (offer({"lichaam": "0", "uitslag": "herhaald"}), "I1"),
    "a key of another version": (offer({"sleutel": "x:1", "uitslag": "herhaald"}), "I1"),
    "withdrawn though nobody said no": (unsaid(checker.NEE), "I3"),
    "sent though no source said yes": (unsaid(checker.JA), "I3"),
    "sent though in no source": (unknown, "I3"),
    "an amount that no source said": (offer({"versie": 9, "bedrag": "1.00"}, "wijziging"), "I3"),
    "sent in the name of another": (elsewhere, "I7"),
    "called delivered and not there": (forgotten, "I2"),
    "offered and unknown here": (offer({"versie": 9}), "I2"),
    "another case than the ledger knows": (
        sql("UPDATE outbox SET zaaknummer = 'Z-1' WHERE versie = 2"),
        "I1",
    ),
    "a record in no bucket": (
        sql("UPDATE run SET telling = replace(telling, '\"gelezen\":5', '\"gelezen\":6')"),
        "I2",
    ),
    "a row that is gone": (sql("DELETE FROM outbox WHERE versie = 1"), "I2"),
    "a row without its envelope": (sql("UPDATE outbox SET status = 'klaargezet'"), "I2"),
    "an entry of the trail that was changed": (
        sql("DROP TRIGGER audit_geen_update"),
        "",
    ),
}


@pytest.mark.parametrize("leugen", LEUGENS)
def test_the_checker_finds_a_planted_lie(wereld: Wereld, leugen: str) -> None:
    tell, promise = LEUGENS[leugen]
    found = wereld.achterkant.geschiedenis
    assert veilig(wereld.bestand, found, wereld.waarheid) == []
    wereld.huis.close()
    with closing(sqlite3.connect(wereld.bestand)) as conn:
        tell(conn, found, wereld.waarheid)
        if not promise:
            conn.execute("UPDATE audit SET actor = 'x' WHERE volgnummer = 3")
        conn.commit()

    wrong = veilig(wereld.bestand, found, wereld.waarheid)

    assert any(told.startswith(promise or "I6") for told in wrong)


RUST: dict[str, Leugen] = {
    "a row waits": sql("UPDATE outbox SET status = 'klaargezet' WHERE versie = 2"),
    "an envelope stayed": sql("INSERT INTO envelop SELECT id, 'x' FROM outbox LIMIT 1"),
    "a run is open": sql("UPDATE run SET resultaat = NULL WHERE id = 2"),
    "a lease is held": sql("UPDATE lease SET houder = 'x'"),
    "nobody is asked": sql("UPDATE stub SET gesloten_op = 'x' WHERE soort = 'beoordelen'"),
    "nothing in quarantine": sql("UPDATE stub SET gesloten_op = 'x' WHERE soort = 'quarantaine'"),
    "still stands": forgotten,
}


@pytest.mark.parametrize("leugen", RUST)
def test_the_checker_sees_that_it_is_not_at_rest(wereld: Wereld, leugen: str) -> None:
    found = wereld.achterkant.geschiedenis
    assert klaar(wereld.bestand, found, wereld.waarheid) == []
    wereld.huis.close()
    with closing(sqlite3.connect(wereld.bestand)) as conn:
        RUST[leugen](conn, found, wereld.waarheid)
        conn.commit()

    assert klaar(wereld.bestand, found, wereld.waarheid)


def test_an_accident_that_never_arrived_is_a_loss(wereld: Wereld) -> None:
    wereld.zegt("9901", 4, checker.JA, "300.00")
    (told,) = klaar(wereld.bestand, wereld.achterkant.geschiedenis, wereld.waarheid)
    assert told.startswith("I2")


@pytest.mark.parametrize("name", ["checker.py", "achterkant.py"])
def test_the_checker_and_its_backend_import_nothing_of_the_product(name: str) -> None:
    path = Path(checker.__file__).parent / name
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {
        node.module if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    own = {module for module in named if module and module.startswith("tests")}
    assert own <= {"tests.tools.achterkant"}
    assert {str(one).partition(".")[0] for one in named - own} <= sys.stdlib_module_names


def test_references_are_computed_as_the_test_vectors_say() -> None:
    wortel = bytes(range(32))
    key = ("9901", "wmo", ("2024-000123", "02A05", "2024-01-15"))
    assert checker.referentie(wortel, *key).startswith("2cc80bf89a9f9285"[:12])
    assert checker.zoeksleutel(wortel, *key).startswith("a1dd9cbc1118")
    assert BEGIN.tzinfo is not None and len(GEMEENTEN) == 2
