"""The demo, as a person plays it: a night, the same night again, and the night after."""

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
import requests

from demo.data import World, maak, truth
from demo.play import play
from demo.world import Mappen
from ledger import Ledger, Resultaat, RunRow
from loket.database import Archief, melding
from regres import Bucket, SoortMelding, UsageProblem

SEED, START = 3, date(2026, 11, 20)


@dataclass(frozen=True)
class Played:
    """What is left after one play: its code, what it said, its runs, and what the loket has."""

    code: int
    said: list[str]
    shown: str
    runs: dict[tuple[str, str], RunRow]
    soorten: Counter[str]
    outbox: int


@dataclass(frozen=True)
class Demo:
    """One folder, played three times."""

    folder: Path
    first: Played
    again: Played
    next_day: Played
    watched: Played
    page: requests.Response
    gemeente: requests.Response

    @property
    def plays(self) -> tuple[Played, ...]:
        """Give the plays that `once` ended."""
        return self.first, self.again, self.next_day


def playing(folder: Path, since: Callable[[], str]) -> Callable[..., Played]:
    known: set[int] = set()

    def one(dag: int, look: Callable[[list[str]], None] | None = None) -> Played:
        said: list[str] = []

        def stay() -> None:
            assert look, "with once nobody waits"
            look(said)

        code = play(
            folder,
            once=look is None,
            dag=dag,
            seed=SEED,
            vandaag=START,
            say=said.append,
            stay=stay,
        )
        with Ledger.open(f"sqlite:///{folder / 'regresbrug.db'}") as ledger:
            fresh = [row for row in ledger.runs("9901", 1_000) if row.id not in known]
            waiting = ledger.outbox_counts("9901")
        known.update(row.id for row in fresh)
        runs = {(row.bronset, row.slot): row for row in fresh}
        kinds, open_rows = at_the_loket(folder), {"vrij", "verstuurd", "klaargezet"}
        waits = sum(count for status, count in waiting.items() if status.value in open_rows)
        return Played(code, said, since(), runs, kinds, waits)

    return one


@contextmanager
def capturing() -> Iterator[Callable[[], str]]:
    """Catch what is printed; each call gives what came since the last."""
    out, err = io.StringIO(), io.StringIO()

    def since() -> str:
        text = out.getvalue() + err.getvalue()
        for stream in (out, err):
            stream.seek(0)
            stream.truncate()
        return text

    with redirect_stdout(out), redirect_stderr(err):
        yield since


def at_the_loket(folder: Path) -> Counter[str]:
    archief = Archief(Mappen(folder).loket / "loket.db")
    try:
        with archief.lezen() as tx:
            return Counter(row.soort for row in tx.execute(melding.select()))
    finally:
        archief.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    with capturing() as shown:
        one = playing(folder, shown)
        first, again, next_day = one(1), one(1), one(2)
        pages: list[requests.Response] = []

        def look(said: list[str]) -> None:
            pages.append(visit(folder, said, "van het Regresloket", "/zaken"))
            pages.append(visit(folder, said, "van de gemeente", "/gemeenten/9901"))

        watched = one(1, look)
        return Demo(folder, first, again, next_day, watched, *pages)


def visit(folder: Path, said: list[str], wie: str, pad: str) -> requests.Response:
    """Log in as the demo says, and open a page at the address that was told."""
    door = next(line.split()[-1] for line in said if wie in line and line.endswith("/demo"))
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(folder / "config" / "tls" / "regresloket-ca.pem")
        told = re.findall(r"<code>([^<]+)</code>", session.get(door, timeout=30).text)
        form = dict(zip(("naam", "wachtwoord", "code"), told, strict=True))
        base = door.removesuffix("/demo")
        return session.post(f"{base}/aanmelden", form | {"naar": pad}, timeout=30)


@pytest.fixture(scope="module")
def day_1() -> World:
    return maak(SEED, START)


@pytest.fixture(scope="module")
def day_2() -> World:
    return maak(SEED, START, 2)


def counted(row: RunRow) -> dict[str, int]:
    assert row.telling is not None
    found = row.telling.as_json()
    names = ["gelezen", *(bucket.value for bucket in Bucket)]
    counts = {name: found[name] for name in names} | found["soorten"]
    return {name: count for name, count in counts.items() if count}


def expected(world: World) -> dict[tuple[str, str], dict[str, int]]:
    return {
        (bronset, slot): {name: count for name, count in counts.items() if count}
        for bronset, slots in truth(world).items()
        for slot, counts in slots.items()
    }


def soorten(world: World) -> Counter[str]:
    total: Counter[str] = Counter()
    for counts in expected(world).values():
        total.update({kind.value: counts.get(kind.value, 0) for kind in SoortMelding})
    return +total


def forms(value: str) -> set[bytes]:
    """Give the ways in which a text may lie in a file."""
    return {value.encode(), value.encode("cp1252"), json.dumps(value)[1:-1].encode()}


# -- day 1 ----------------------------------------------------------------------------------------


def test_the_first_night_works_from_end_to_end(demo: Demo) -> None:
    assert demo.first.code == 0
    assert {row.resultaat for row in demo.first.runs.values()} == {Resultaat.VRIJ}
    assert demo.first.outbox == 0


def test_every_run_of_the_first_night_counts_what_the_data_was_made_for(
    demo: Demo, day_1: World
) -> None:
    found = {key: counted(row) for key, row in demo.first.runs.items()}

    assert found == expected(day_1)


def test_the_loket_has_exactly_the_meldingen_that_the_data_was_made_for(
    demo: Demo, day_1: World
) -> None:
    assert demo.first.soorten == soorten(day_1)
    assert demo.first.soorten["nieuw"] >= 40


def test_people_with_two_provisions_after_one_accident_get_one_case(demo: Demo) -> None:
    cases = [line.split() for line in demo.first.said if line.strip().startswith("RL-")]
    meldingen = sum(int(words[2]) for words in cases)

    assert meldingen == demo.first.soorten["nieuw"]
    assert len(cases) == meldingen - 4
    assert {words[1] for words in cases} == {"Duinrand"}


# -- the same night again -------------------------------------------------------------------------


def test_the_same_night_again_delivers_nothing_new(demo: Demo) -> None:
    assert demo.again.code == 0
    assert demo.again.soorten == demo.first.soorten
    assert any("0 ontvangen" in line for line in demo.again.said)


def test_the_same_night_again_reads_what_was_read_for_there_are_steps_to_give_back(
    demo: Demo,
) -> None:
    runs = demo.again.runs

    assert set(runs) == {("zaaksysteem", "hand-1"), ("export", "hand-1")}
    assert {run.resultaat for run in runs.values()} == {Resultaat.VRIJ}
    assert "klaargezet" not in counted(runs["export", "hand-1"])
    counts = counted(runs["zaaksysteem", "hand-1"])
    assert "klaargezet" not in counts
    assert counts["ongewijzigd"] == counted(demo.first.runs["zaaksysteem", "venster"])["klaargezet"]


def test_the_municipality_gets_back_what_was_sent_and_then_how_its_cases_go_on(demo: Demo) -> None:
    given = [[line.split()[0] for line in played.said if ".csv" in line] for played in demo.plays]

    assert [{name.partition("-")[0] for name in names} for names in given] == [
        {"verzonden"},
        {"terug"},
        {"verzonden", "terug"},
    ]
    folder = Mappen(demo.folder).retour
    steps = [path.read_text("utf-8-sig") for path in folder.glob("terug-*.csv")]
    assert sum(text.count(';"ontvangen";') for text in steps) >= demo.first.soorten.total()
    assert sum(';"quickscan";"niet_verder";"V05";' in text for text in steps) == 1
    assert len({name for names in given for name in names}) == sum(map(len, given))


def test_each_night_ends_with_both_sides_the_same(demo: Demo) -> None:
    for played in demo.plays:
        (line,) = [line for line in played.said if line.startswith("Vergeleken")]
        assert line.endswith(f"{played.soorten.total()} versies, geen verschillen.")


# -- the night after ------------------------------------------------------------------------------


def test_every_run_of_the_second_night_counts_what_the_data_was_made_for(
    demo: Demo, day_2: World
) -> None:
    found = {key: counted(row) for key, row in demo.next_day.runs.items()}

    assert demo.next_day.code == 0
    assert found == expected(day_2)


def test_the_second_night_brings_new_changed_and_withdrawn_meldingen(
    demo: Demo, day_2: World
) -> None:
    fresh = demo.next_day.soorten - demo.first.soorten

    assert fresh == soorten(day_2)
    assert set(fresh) == {"nieuw", "wijziging", "intrekking"}
    assert demo.next_day.outbox == 0


def test_an_emptied_flag_is_told_as_vervallen_signaal(demo: Demo) -> None:
    telling = demo.next_day.runs["export", "nacht"].telling

    assert telling is not None
    assert telling.codes["vervallen_signaal"] == 1


def test_the_runs_of_the_second_night_are_of_the_second_day(demo: Demo) -> None:
    assert {row.dag for row in demo.next_day.runs.values()} == {START + timedelta(days=1)}


# -- without --once -------------------------------------------------------------------------------


def test_without_once_the_page_with_cases_can_be_visited_until_the_person_stops(
    demo: Demo,
) -> None:
    assert demo.watched.code == 0
    assert demo.page.status_code == 200
    assert "RL-2026-000001" in demo.page.text
    assert "Demo" in demo.page.text
    assert demo.gemeente.status_code == 200
    assert "<h1>Duinrand" in demo.gemeente.text.replace("\n", "")
    assert "Terug van het Regresloket" in demo.gemeente.text


def test_a_day_that_has_passed_is_not_played_again_but_the_present_one_is(demo: Demo) -> None:
    assert any("staat al op dag 2" in line for line in demo.watched.said)
    assert {row.dag for row in demo.watched.runs.values()} == {START + timedelta(days=1)}
    assert demo.watched.soorten == demo.next_day.soorten


# -- what is told ---------------------------------------------------------------------------------


def test_the_banner_says_that_both_sides_share_one_machine(demo: Demo) -> None:
    for played in (demo.first, demo.again, demo.next_day):
        assert played.said[0].startswith("DEMO.")
        assert "dezelfde machine" in played.said[0]


def test_the_funnel_is_told_in_the_words_of_the_accounting(demo: Demo) -> None:
    words = [line.split()[0] for line in demo.first.said if line.startswith("  ")]

    for bucket in Bucket:
        assert words.count(bucket.value) == 3
    assert words.count("gelezen") == 3


def test_no_person_is_in_anything_that_was_told(demo: Demo, day_2: World) -> None:
    told = "\n".join(
        [*demo.first.said, *demo.again.said, *demo.next_day.said]
        + [played.shown for played in (demo.first, demo.again, demo.next_day)]
        + [*demo.watched.said, demo.watched.shown, demo.page.text, demo.gemeente.text]
    )

    assert "zaaksysteem: venster" in told
    assert [value for value in sorted(day_2.persoonlijk()) if value in told] == []


def test_no_person_lies_in_any_file_but_the_exports_of_the_municipality(
    demo: Demo, day_2: World
) -> None:
    wanted = [form for value in sorted(day_2.persoonlijk()) for form in forms(value)]
    files = [
        file
        for file in demo.folder.rglob("*")
        if file.is_file() and demo.folder / "gemeente" not in file.parents
    ]

    export = next(demo.folder.joinpath("gemeente").rglob("*.csv")).read_bytes()
    assert sum(form in export for form in wanted) > 4_000
    assert len(files) > 10
    for file in files:
        content = file.read_bytes()
        assert [form for form in wanted if form in content] == [], file.name


def test_a_day_that_does_not_exist_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "demo"

    with pytest.raises(UsageProblem) as refused:
        play(
            folder,
            once=True,
            dag=3,
            seed=1,
            vandaag=START,
            say=lambda line: None,
            stay=lambda: None,
        )

    assert [problem.code for problem in refused.value.problems] == ["D-0004"]
    assert not folder.exists()
