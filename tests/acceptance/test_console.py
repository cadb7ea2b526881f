"""The command line: its words, its exit codes, and what goes to which stream."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import create_engine, text

from demo.stuf_server import StufServer
from regres import Receipt
from settings.load import LOGBOEK
from sinks import Regresloket
from tests.tools.gemeente import ROOT, csv_bytes, publieke_jwk
from tests.tools.keten import (
    Keten,
    Uitkomst,
    dag,
    geleden,
    loket_draait,
    nu,
    omgeving,
    opdracht,
    proces,
    stuf_draait,
    vers,
    verse_zaak,
)
from tests.tools.loket import Huis, kop
from tests.tools.stuf import certificaten


def onder(*woorden: str) -> list[tuple[str, ...]]:
    """Give the commands as the program itself lists them, and those below them."""
    _, _, listed = opdracht(*woorden, "--help").uit.partition("Opdrachten:")
    names = re.findall(r"^  ([a-z-]+)  +[A-Z]", listed, re.MULTILINE)
    return [path for name in names for path in ((*woorden, name), *onder(*woorden, name))]


ALLE = onder()
OPDRACHTEN = [path[0] for path in ALLE if len(path) == 1]
# Words that only stand in a text that somebody forgot to translate.
ENGELS = re.compile(
    r"\b(usage|options?|arguments?|commands?|show|this message|exit\b(?!codes)|default|required|"
    r"missing|invalid|error|value|path|str|int|range|float|try|help for|no such|the|and|"
    r"file not)\b",
    re.IGNORECASE,
)


INIT = ("init", "/niet/hier", "--code", "9955", "--naam", "X")
WIE = ("--wie", "Toets Persoon", "--rol", "consulent", "--reden", "aantallen gezien")


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    return Keten(tmp_path)


def codes(fout: str) -> list[str]:
    return re.findall(r"^([A-Z]-[0-9]{4})  ", fout, re.MULTILINE)


def gekeurd(done: Uitkomst) -> tuple[int, list[str]]:
    """Give exit code and codes of a check; whether this machine's clock is kept is not ours."""
    return done.code, [code for code in codes(done.fout) if code != "C-0401"]


# -- help ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("woorden", [(), *ALLE], ids=" ".join)
@pytest.mark.parametrize("vlag", ["--help", "-h"])
def test_every_command_explains_itself_in_dutch(woorden: tuple[str, ...], vlag: str) -> None:
    done = opdracht(*woorden, vlag)

    assert (done.code, done.fout) == (0, "")
    assert done.uit.startswith(" ".join(["Gebruik: regresbrug", *woorden]))
    # Names of options, commands and values of their own are not words of a sentence.
    names = re.compile(r"--?[a-z-]+|`[^`]*`|[A-Z_]{4,}|JSON Schema|^  [a-z-]+  ", re.MULTILINE)
    words = names.sub("", done.uit.partition("\n")[2])
    assert ENGELS.findall(words) == []


def test_the_list_of_commands_is_whole() -> None:
    designed = ("demo", "init", "check", "preview", "run", "release", "serve", "status", "runs")

    assert {*designed, "schema", "loket"} <= set(OPDRACHTEN)
    assert {("keys", "generate"), ("audit", "hersteld"), ("report", "avg")} <= set(ALLE)


def test_without_a_command_the_explanation_comes_as_a_message() -> None:
    done = opdracht()

    assert (done.code, done.uit) == (2, "")
    assert "Opdrachten:" in done.fout


def test_the_version_is_data() -> None:
    done = opdracht("--version")

    assert (done.code, done.fout) == (0, "")
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+\n", done.uit)


def test_explaining_needs_none_of_the_heavy_libraries() -> None:
    heavy = ("lxml", "zeep", "asyncssh", "sqlalchemy", "fastapi", "cryptography", "requests")
    script = (
        "import sys; from console.cli import main; code = main(['run', '--help']); "
        f"print(code, [name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", script],
        capture_output=True,
        text=True,
        env=omgeving(),
        check=True,
    )

    assert done.stderr.strip() == "0 []"


# -- usage: 2 --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("woorden", "code", "stuk"),
    [
        (("runn",), "C-0005", "Bedoelde u run?"),
        (("frobnicate",), "C-0005", "De opdracht frobnicate bestaat niet."),
        # typer itself would propose --bron here
        (("run", "--once"), "C-0005", "De optie --once bestaat niet."),
        (("run", "--once"), "C-0005", "doe:     Zie `regresbrug run --help`."),
        (("run", "--formt", "json"), "C-0005", "Bedoelde u --format?"),
        (("run", "--format", "xml"), "C-0005", "--format kan niet. Kies uit: text, json, jsonl."),
        (
            ("review", "decide", "3f9a20c1", "misschien", *WIE, "--rol", "consulent"),
            "C-0005",
            "KEUZE kan niet. Kies uit: ja, nee, later.",
        ),
        (("preview", "--rows", "0"), "C-0005", "--rows"),
        (("preview", "--rows", "veel"), "C-0005", "--rows"),
        (("release", "1", "--wie", "x", "--rol", "fg"), "C-0005", "--reden"),
        (("release", "een", *WIE), "C-0005", "regresbrug release --help"),
        (("schema", "alles"), "C-0005", "regresbrug schema --help"),
        (("runs", "--run"), "C-0005", "--run"),
        (("loket",), "C-0006", "--instellingen"),
        (("loket", "--verify", "https://h"), "C-0006", "--client"),
        (("loket", "--instellingen", "x.yaml", "--stap", "betaling"), "C-0006", "--zaak"),
        (("init", "/niet/hier", "--code", "99", "--naam", "X"), "C-0301", "4 cijfers"),
        (("init", "/niet/hier", "--code", "9955", "--naam", " "), "C-0304", "naam"),
        (
            ("init", "--code", "9955", "--naam", "X", "--transport", "x"),
            "C-0303",
            "stuf, sftp, map",
        ),
        (
            (*INIT, "--leverancier", "zorgvensters"),
            "C-0306",
            "Bedoelt u zorgvenster? Kies uit: burgerdesk (andere indelingen",
        ),
        (
            (*INIT, "--leverancier", "stuf-wmo", "--transport", "map"),
            "C-0307",
            "--transport stuf, of laat",
        ),
        (
            (*INIT, "--leverancier", "legacy-tab-v2", "--transport", "stuf"),
            "C-0307",
            "--transport sftp of map",
        ),
    ],
)
def test_a_command_given_wrongly_ends_with_2_and_says_how_in_dutch(
    woorden: tuple[str, ...], code: str, stuk: str
) -> None:
    done = opdracht(*woorden)

    assert (done.code, done.uit, codes(done.fout)) == (2, "", [code])
    assert stuk in done.fout
    assert "doe:" in done.fout
    assert "Traceback" not in done.fout


def test_names_that_are_not_there_are_answered_with_those_that_are(keten: Keten) -> None:
    for woorden, code, stuk in (
        (("run", "-g", "Nergens"), "C-0001", "Duinrand"),
        (("run", "--bron", "niets"), "C-0002", "export"),
        (("status", "-g", "Nergens"), "C-0001", "Duinrand"),
        (("preview", "--bron", "niets"), "C-0002", "export"),
        (("runs", "--run", "7"), "L-0401", "7"),
        (("release", "7", *WIE), "L-0401", "7"),
    ):
        done = keten.geef(*woorden)
        assert (done.code, done.uit, codes(done.fout)) == (2, "", [code]), woorden
        assert stuk in done.fout


# -- the other exit codes --------------------------------------------------------------------------


def test_0_when_nothing_needs_a_human(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J"), vers(2)])

    done, run = keten.run()

    assert (done.code, run["exit"], run["resultaat"]) == (0, 0, "vrij")


def test_1_when_something_waits_for_a_human(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "O")])

    done, run = keten.run()

    assert (done.code, run["telling"]["beoordelen"]) == (1, 1)
    assert keten.geef("status").code == 1


def test_1_when_there_was_no_delivery(keten: Keten) -> None:
    done, run = keten.run()

    assert (done.code, run["resultaat"]) == (1, "geen_levering")


def test_3_when_the_configuration_cannot_be_used(keten: Keten) -> None:
    keten.gemeente.gemeente["bronnen"]["export"]["pad"] = "x"
    keten.schrijf()

    for woorden in (("run",), ("status",), ("runs",), ("check",), ("preview",), ("serve",)):
        done = keten.geef(*woorden)
        assert (done.code, done.uit, codes(done.fout)) == (3, "", ["C-0104"]), woorden


def test_3_when_there_is_no_configuration(tmp_path: Path) -> None:
    done = opdracht("run", "--config", tmp_path / "niets")

    assert (done.code, codes(done.fout)) == (3, ["C-0100", "C-0201"])


def test_4_when_the_source_is_refused(keten: Keten) -> None:
    path = keten.gemeente.levering([vers(1, "J")])
    path.write_bytes(path.read_bytes()[:-140])

    done, run = keten.run()

    assert (done.code, run["resultaat"]) == (4, "mislukt")
    assert keten.geef("status").code == 1


def test_5_when_the_destination_does_not_answer(keten: Keten, tmp_path: Path) -> None:
    with loket_draait(tmp_path / "loket") as huis:
        keten.met_loket(huis)
    keten.gemeente.levering([vers(1, "J")])

    done, _ = keten.run()

    assert done.code == 5
    assert done.regels[-1]["wacht"] == 1


def test_6_when_a_key_lacks(keten: Keten) -> None:
    (keten.config / "geheim" / "wortel-1.key").unlink()

    done = keten.geef("run")

    assert (done.code, codes(done.fout)) == (6, ["K-0504"])


def test_reading_and_previewing_go_without_the_secret_for_the_regresloket_and_sending_does_not(
    keten: Keten, tmp_path: Path
) -> None:
    keten.gemeente.levering([vers(1, "J")])
    with loket_draait(tmp_path / "loket") as huis:
        keten.met_loket(huis)
        (keten.config / "geheim" / "loket.secret").unlink()
        preview, run = keten.geef("preview", "--format", "jsonl"), keten.geef("run")
        keten.gemeente.gemeente["stand"] = "proef"
        keten.schrijf()
        trial = keten.run()[0]

    assert ([line["uitkomst"] for line in preview.regels], preview.fout) == (["nieuw"], "")
    assert (run.code, codes(run.fout)) == (6, ["K-0504"])
    assert (trial.code, trial.regels[0]["resultaat"]) == (0, "proef")


def test_7_when_another_process_is_at_it(keten: Keten) -> None:
    keten.gemeente.levering([vers(1)])
    with keten.ledger() as ledger:
        ledger.take_lease("9901", "elders:1", nu())

    done = keten.geef("run")

    assert (done.code, codes(done.fout)) == (7, ["L-0101"])


def test_8_when_the_brake_holds(keten: Keten) -> None:
    keten.gemeente.levering([vers(number, "J") for number in range(26)])

    done, run = keten.run()

    assert (done.code, run["resultaat"]) == (8, "wacht_op_vrijgave")


def test_70_when_the_ledger_is_damaged(keten: Keten) -> None:
    keten.gemeente.settings().grootboekbestand.write_bytes(b"geen database, wel lang" * 400)

    for woorden in (("run",), ("status",), ("runs",)):
        done = keten.geef(*woorden)
        assert (done.code, done.uit) == (70, ""), woorden
        assert codes(done.fout)[0].startswith("L-")


def test_70_for_a_mistake_of_ours_says_where_and_never_with_what() -> None:
    """The app gets one command more, that fails with a value in its message and its locals."""
    script = (
        "import sys\n"
        "from console import cli\n"
        "def stuk() -> int:\n"
        "    '''Ga stuk.'''\n"
        "    naam = 'Kanarievogel'\n"
        "    raise ValueError(f'kan {naam} niet lezen')\n"
        "cli.app.command()(stuk)\n"
        "sys.exit(cli.main(['stuk']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", script], capture_output=True, text=True, env=omgeving()
    )

    assert (done.returncode, done.stdout) == (70, "")
    assert done.stderr.startswith("R-0001  Interne fout: ValueError.")
    assert "<string>:6 stuk" in done.stderr
    assert "doe:" in done.stderr
    assert "Kanarievogel" not in done.stderr


def test_130_when_interrupted_and_the_next_run_reads_all_of_it_again(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J"), *[vers(2)] * 250_000])
    # With less claim to the processor than the one who interrupts: it may not be done first.
    run = ["-P", "-m", "console.cli", "run", "--config", str(keten.config)]
    command = ["nice", "-n", "19", sys.executable, *run]
    with (
        keten.ledger() as ledger,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=omgeving(),
        ) as process,
    ):
        until = time.monotonic() + 60
        while not ledger.runs("9901"):
            assert time.monotonic() < until
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=90)

    assert (process.returncode, out) == (130, "")
    assert "Onderbroken" in err
    assert "Traceback" not in err
    keten.gemeente.levering([vers(1, "J"), vers(2)])
    done, again = keten.run()
    assert (done.code, again["telling"]["klaargezet"]) == (0, 1)


def test_a_municipality_that_cannot_run_does_not_keep_the_next_one(keten: Keten) -> None:
    mine = keten.gemeente.gemeente
    other = mine | {"gemeentecode": "9900", "naam": "Elders"}
    keten.gemeente.gemeente = other | {"sleutels": {1: "secret://file/./geheim/anders.key"}}
    keten.schrijf()
    keten.gemeente.gemeente = mine
    keten.schrijf()
    keten.gemeente.levering([vers(1, "J")])

    done, run = keten.run()

    assert (done.code, codes(done.fout)) == (6, ["K-0504"])
    assert (run["gemeente"], run["resultaat"]) == ("Duinrand", "vrij")


# -- streams and formats ---------------------------------------------------------------------------


def test_data_is_on_stdout_and_messages_are_on_stderr(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J"), vers(2)])

    done = proces("run", "--config", keten.config)

    assert done.code == 0
    assert done.fout == ""
    assert "klaargezet" in done.uit
    assert "1 ontvangen in" in done.uit


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_every_answer_comes_as_json_too(keten: Keten, format: str) -> None:
    keten.gemeente.levering([vers(1, "J"), vers(2, "O")])

    run = keten.geef("run", "--format", format).regels
    status = keten.geef("status", "--format", format).json
    runs = keten.geef("runs", "--format", format).json
    steps = keten.geef("check", "--format", "jsonl").regels
    (check,) = keten.geef("check", "--format", "json").regels

    assert [line["schema"] for line in run] == ["regresbrug/run/1", "regresbrug/bezorging/1"]
    assert (status[0]["schema"], status[0]["wacht_op_mens"]["beoordelen"]) == (
        "regresbrug/status/1",
        1,
    )
    assert [(one["run"], one["telling"]["gelezen"]) for one in runs] == [(1, 2)]
    assert {step["deel"] for step in steps} == {
        *("config", "sleutels", "klok", "mapping", "bron", "sink")
    }
    assert {step["uitkomst"] for step in steps} <= {"gelukt", "let_op"}
    assert (check["schema"], check["ok"]) == ("regresbrug/keuring/1", True)


def test_lists_of_nothing_are_empty_lists(keten: Keten) -> None:
    assert keten.geef("runs", "--format", "json").uit == "[]\n"
    (one,) = keten.geef("status", "--format", "json").json
    assert (one["runs"], one["problemen"]) == ([], [])
    text = keten.geef("runs")
    assert (text.code, text.uit) == (0, "")
    assert "Nog geen runs." in text.fout


def test_a_reader_that_stops_reading_is_no_trouble(keten: Keten) -> None:
    script = f"{sys.executable} -P -m console.cli schema mapping | head -n 1"
    done = subprocess.run(
        ["/bin/sh", "-c", script], capture_output=True, text=True, env=omgeving(), timeout=30
    )

    assert done.stdout.strip() == "{"
    assert done.stderr == ""


def test_a_rondgang_by_hand_does_not_use_up_the_night_of_a_file_source(keten: Keten) -> None:
    keten.gemeente.levering([vers(1)])

    _, run = keten.run("--rondgang")

    assert run["slot"] == "hand-1"


def test_a_rondgang_walks_all_months_and_a_second_one_that_day_only_what_is_left(
    keten: Keten,
) -> None:
    with stuf_draait([verse_zaak(number, "J") for number in range(3)]) as server:
        keten.met_stuf(server.url)
        first = keten.geef("run", "--rondgang", "--format", "jsonl")
        again = keten.geef("run", "--rondgang", "--format", "jsonl")

    slots = [line["slot"] for line in first.regels[:-1]]
    assert slots == sorted(slots)
    assert all(slot.startswith("rondgang:") for slot in slots)
    assert sum(line["telling"]["klaargezet"] for line in first.regels[:-1]) == 3
    assert (again.code, len(again.regels)) == (0, 1)
    assert len(keten.gemeente.bezorgd) == 3


def test_status_and_runs_tell_a_person_how_things_stand(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J"), vers(2, "O"), vers(3)])
    keten.run()

    status, runs = keten.geef("status"), keten.geef("runs")

    assert "Duinrand (9901) · stand actief" in status.uit
    assert "beoordelen 1" in status.uit
    assert re.search(r"^ +1 +9901 +export +hand-1 .* vrij +1 +3 +1$", runs.uit, re.MULTILINE), (
        runs.uit
    )
    assert keten.geef("runs", "--run", "1", "--format", "json").json[0]["run"] == 1


def test_a_key_that_runs_out_is_seen_in_status_and_check(keten: Keten) -> None:
    keten.ontvanger(publieke_jwk(geldig_tot=dag(20)))

    assert keten.geef("status").code == 1
    assert gekeurd(keten.geef("check", "--offline")) == (1, ["K-0222"])


# -- init and check --------------------------------------------------------------------------------


@pytest.mark.parametrize("transport", ["stuf", "sftp", "map"])
def test_init_makes_a_configuration_that_check_leads_to_its_end(
    tmp_path: Path, transport: str
) -> None:
    config = tmp_path / "config"
    made = opdracht(
        "init", config, "--code", "9955", "--naam", "Hof ter Óud: West", "--transport", transport
    )

    assert made.code == 0
    assert all(Path(line).is_file() for line in made.uit.splitlines())
    assert (config / "geheim" / "hofteroudwest-wortel-1.key").stat().st_mode & 0o777 == 0o600
    told = (config / "gemeenten" / "9955-hofteroudwest.yaml").read_text()
    assert "Duinrand" not in told
    assert "9901" not in told
    follow_the_messages(config)
    done = opdracht("check", "--offline", "--config", config)
    expected = {"stuf": (1, ["C-0216"]), "sftp": (1, ["C-0216"]), "map": (0, [])}
    assert gekeurd(done) == expected[transport], done.fout


def follow_the_messages(config: Path) -> None:
    """Do what check says until it says nothing of keys any more."""
    for _ in range(4):
        done = opdracht("check", "--offline", "--config", config)
        if done.code != 6:
            return
        for path in re.findall(r"Het geheim in (\S+) is er niet", done.fout):
            Path(path).write_text("geheim")
            Path(path).chmod(0o600)
        if "K-0211" in done.fout:
            assert "openbare sleutel" in done.fout
            (config / "ontvanger" / "loket.jwk").write_text(json.dumps(publieke_jwk()))
    raise AssertionError("check never stops asking for keys")


def test_init_touches_nothing_that_is_there(tmp_path: Path) -> None:
    config = tmp_path / "config"
    words = ("init", config, "--code", "9955", "--naam", "Elders", "--transport", "map")
    opdracht(*words)
    before = {path: path.read_bytes() for path in config.rglob("*") if path.is_file()}

    again = opdracht(*words)

    assert (again.code, codes(again.fout)) == (2, ["C-0302"])
    assert {path: path.read_bytes() for path in config.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("where", ["bestand/config", "half"])
def test_init_says_where_it_cannot_write(tmp_path: Path, where: str) -> None:
    (tmp_path / "bestand").write_text("x")
    (tmp_path / "half" / "geheim").mkdir(parents=True)
    key = tmp_path / "half" / "geheim" / "elders-wortel-1.key"
    key.write_text("een sleutel die er al was")

    done = opdracht(
        "init", tmp_path / where, "--code", "9955", "--naam", "Elders", "--transport", "map"
    )

    assert (done.code, codes(done.fout)) == (2, ["C-0305"])
    assert key.read_text() == "een sleutel die er al was"


def test_what_init_makes_can_be_looked_through_at_once(tmp_path: Path) -> None:
    config = tmp_path / "config"
    opdracht("init", config, "--code", "9955", "--naam", "Elders", "--transport", "map")
    follow_the_messages(config)
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "wmo_voorzieningen_1.csv").write_bytes(csv_bytes([vers(1, "J")]))

    done = opdracht("preview", "--config", config, "--format", "jsonl")

    assert [line["uitkomst"] for line in done.regels] == ["nieuw"]


def test_check_warns_for_the_hour_that_the_clock_skips(keten: Keten) -> None:
    keten.gemeente.gemeente["bronnen"]["export"]["tijd"] = "02:30"
    keten.schrijf()

    done = keten.geef("check", "--offline")

    assert gekeurd(done) == (0, ["C-0211"])
    assert done.uit.count("02:00 en 03:00") + done.fout.count("02:00 en 03:00") == 1


def test_check_walks_the_connections_and_says_which_step_fails(
    keten: Keten, tmp_path: Path
) -> None:
    keten.gemeente.levering([vers(1)])
    with loket_draait(tmp_path / "loket") as huis:
        keten.met_loket(huis)
        with StufServer([verse_zaak(1)], certificaten()) as server:
            keten.met_stuf(server.url, ook=True)
            good = keten.geef("check")
        gone = keten.geef("check")

    assert gekeurd(good) == (0, [])
    assert good.fout.endswith("Alles klopt.\n")
    assert "Duinrand/zaken" in good.uit
    assert "Duinrand/loket" in good.uit
    assert gekeurd(gone) == (4, ["B-0301"])
    assert "Eerste fout: Duinrand/zaken, verbinding (B-0301)" in gone.uit
    assert gekeurd(keten.geef("check", "--only", "sink")) == (5, ["S-0004"])
    assert gekeurd(keten.geef("check", "--offline")) == (0, [])
    with keten.ledger() as ledger:
        assert ledger.runs("9901") == []


# -- preview ---------------------------------------------------------------------------------------

TEKST = {"type": "string"}
BUCKETS = [
    *("geen_ongeval", "buiten_bereik", "beoordelen", "vastgehouden", "quarantaine"),
    *("reeds_gemeld", "ongewijzigd", "dubbel", "nieuw", "wijziging", "intrekking"),
]


def shape(**members: Any) -> dict[str, Any]:
    """Give the schema of an object with exactly these members."""
    closed = {"additionalProperties": False, "required": list(members)}
    return {"type": "object", "properties": members} | closed


BRON_CSV = shape(bestand=TEKST, regel={"type": "integer", "minimum": 2})
BRON_XML = shape(
    bericht={"type": ["integer", "string"]}, regel={"type": "integer", "minimum": 1}, xpath=TEKST
)
REDEN = shape(
    regel=TEKST,
    veld=TEKST,
    term={"type": ["string", "null"]},
    positie={"type": ["integer", "null"]},
)
VERHAAL = shape(uitkomst=TEKST, redencodes={"type": "array", "items": TEKST})
PROBLEEM = shape(code={"pattern": "^[A-Z]-[0-9]{4}$"}, veld=TEKST, plaats=TEKST, mapping=TEKST)
REGEL = shape(
    bron={"oneOf": [BRON_CSV, BRON_XML]},
    sleutel={"type": "array", "items": {"type": "string", "pattern": "^[0-9a-f]{12}$"}},
    uitkomst={"enum": BUCKETS},
    indicatie={"enum": ["J", "N", "O", None]},
    redenen={"type": "array", "items": REDEN},
    verhaalbaarheid={"oneOf": [{"type": "null"}, VERHAAL]},
    problemen={"type": "array", "items": PROBLEEM},
)
GEWEIGERD = shape(bestand=TEKST, geweigerd=shape(code=TEKST, melding=TEKST))

PREVIEWROWS = [
    vers(1, "J"),
    vers(2),
    vers(3, "O"),
    vers(4, "X"),
    vers(5, "J", **{"Datum ongeval": "01-03-2009", "Bekend op": "01-04-2009"}),
    vers(6, "J"),
    vers(6, "J"),
    vers(7, "J"),
    vers(7, "J", Bedrag="1,00"),
    vers(8, "J", Status="Afgewezen"),
    vers(9, "J", **{"Eerder gemeld": "J"}),
    vers(10, "J", **{"Datum ongeval": geleden(-20)}),
    vers(11, "J", Beschikkingnr=""),
    vers(12, "J", BSN="123456789"),
    vers(13, "", Toelichting="Aangereden door een auto op de Kanarielaan"),
]


def lines_of(done: Uitkomst) -> list[dict[str, Any]]:
    for line in done.regels:
        Draft202012Validator(REGEL).validate(line)
    return done.regels


def test_a_preview_gives_one_line_a_record_in_the_designed_shape(keten: Keten) -> None:
    file = keten.gemeente.levering(PREVIEWROWS)

    done = keten.geef("preview", "-g", "duinrand", "--file", file, "--format", "jsonl")

    found = lines_of(done)
    assert [line["bron"]["regel"] for line in found] == list(range(2, 17))
    assert [line["uitkomst"] for line in found[:9]] == [
        *("nieuw", "geen_ongeval", "beoordelen", "quarantaine", "vastgehouden"),
        *("nieuw", "dubbel", "quarantaine", "quarantaine"),
    ]
    assert found[9]["uitkomst"] == "buiten_bereik"
    assert found[10]["uitkomst"] == "reeds_gemeld"
    assert found[11]["uitkomst"] == "quarantaine"
    assert found[0]["verhaalbaarheid"]["uitkomst"]
    assert found[1]["verhaalbaarheid"] is None
    assert found[5]["sleutel"] == found[6]["sleutel"] != found[0]["sleutel"]
    assert [line["code"] for line in found[7]["problemen"]] == ["R-0201"]
    assert done.code == 1


def test_no_value_of_a_person_is_in_a_preview(keten: Keten) -> None:
    canaries = {"Achternaam": "Kanarievogel", "Toelichting": "met vogelkooi gevallen"}
    rows = [row | canaries for row in PREVIEWROWS]
    file = keten.gemeente.levering(rows)

    for format in ("text", "json", "jsonl"):
        done = keten.geef("preview", "-g", "duinrand", "--file", file, "--format", format)
        shown = done.uit + done.fout
        for value in ("Kanarievogel", "vogelkooi", "999900006", "B000001", "01-02-1950"):
            assert value not in shown, format


def test_a_table_shows_the_place_and_no_key_that_no_other_command_knows(keten: Keten) -> None:
    file = keten.gemeente.levering([vers(1, "J")])
    (line,) = lines_of(keten.geef("preview", "--file", file, "--format", "jsonl"))

    done = keten.geef("preview", "--file", file)

    assert "sleutel" not in done.uit and line["sleutel"][0] not in done.uit
    assert "--record" in done.fout


def test_what_a_run_calls_a_lost_signal_a_preview_calls_so_too(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J")])
    keten.run()
    empty = dict.fromkeys(("Ongeval J/N", "Datum ongeval", "Aansprakelijke derde (J/N)"), "")
    keten.gemeente.levering([vers(1, "J") | empty])

    (line,) = lines_of(keten.geef("preview", "--format", "jsonl"))

    assert line["uitkomst"] == "beoordelen"
    assert "vervallen_signaal" in [reden["regel"] for reden in line["redenen"]]


def test_a_header_of_another_supplier_says_what_to_do_once(keten: Keten) -> None:
    file = keten.folder / "vreemd.csv"
    file.write_text("Een;Twee;Drie\n1;2;3\n")

    done = keten.geef("preview", "--file", file)

    assert codes(done.fout).count("B-0103") > 5
    assert done.fout.count("Er is niets van dit bestand gebruikt.") == 1
    assert (done.fout.count("    waar:"), done.fout.count("    doe:")) == (1, 1)


def test_keys_of_two_previews_cannot_be_compared(keten: Keten) -> None:
    file = keten.gemeente.levering([vers(1, "J")])
    words = ("preview", "--file", file, "--format", "jsonl")

    first, second = (lines_of(keten.geef(*words))[0]["sleutel"] for _ in range(2))

    assert first != second


def test_a_refused_file_gives_the_one_line_that_says_so(keten: Keten) -> None:
    file = keten.gemeente.levering([vers(1, "J")])
    file.write_bytes(file.read_bytes()[:-140])

    done = keten.geef("preview", "--file", file, "--format", "jsonl")

    (line,) = done.regels
    Draft202012Validator(GEWEIGERD).validate(line)
    assert done.code == 4
    assert line["bestand"] == "wmo_voorzieningen.csv"
    assert line["geweigerd"]["code"].startswith("B-01")


def test_a_file_that_is_not_there_is_usage(keten: Keten) -> None:
    done = keten.geef("preview", "--file", keten.folder / "niets.csv", "--format", "jsonl")

    assert (done.code, done.uit, codes(done.fout)) == (2, "", ["C-0007"])


def test_a_file_can_only_be_looked_through_with_a_mapping_for_files(keten: Keten) -> None:
    stuf = keten.config / "mappings" / "duinrand-stuf.yaml"
    file = keten.gemeente.levering([vers(1)])

    done = opdracht("preview", "--mapping", stuf, "--file", file)

    assert (done.code, codes(done.fout)) == (2, ["C-0003"])


def test_a_preview_is_of_one_municipality_and_one_source(keten: Keten) -> None:
    mine = keten.gemeente.gemeente
    source = mine["bronnen"]["export"]
    keten.gemeente.gemeente = mine | {"bronnen": {"een": dict(source), "twee": dict(source)}}
    keten.schrijf()
    assert codes(keten.geef("preview").fout) == ["C-0002"]
    assert keten.geef("preview", "--bron", "twee").code == 1
    keten.gemeente.gemeente = mine | {"gemeentecode": "9902", "naam": "Elders"}
    keten.schrijf()

    done = keten.geef("preview")

    assert (done.code, codes(done.fout)) == (2, ["C-0004"])
    assert "Duinrand, Elders" in done.fout


def test_a_mapping_can_be_tried_without_a_municipality(keten: Keten, tmp_path: Path) -> None:
    file = keten.gemeente.levering(PREVIEWROWS)
    mapping = ROOT / "config" / "mappings" / "duinrand-csv.yaml"
    elsewhere = tmp_path / "elders"
    elsewhere.mkdir()

    done = opdracht(
        *("preview", "--mapping", mapping, "--file", file, "--format", "jsonl"),
        *("--config", elsewhere),
    )

    assert [line["uitkomst"] for line in lines_of(done)][:3] == [
        "nieuw",
        "geen_ongeval",
        "beoordelen",
    ]
    assert list(elsewhere.iterdir()) == []


def test_a_mapping_with_mistakes_is_told_with_their_places(keten: Keten, tmp_path: Path) -> None:
    mapping = tmp_path / "stuk.yaml"
    good = (ROOT / "config" / "mappings" / "duinrand-csv.yaml").read_text()
    mapping.write_text(good.replace("levering: volledig", "levering: soms\nverzonnen: 1"))

    done = opdracht("preview", "--mapping", mapping, "--file", keten.gemeente.levering([]))

    assert (done.code, done.uit) == (3, "")
    assert len(codes(done.fout)) == 2
    assert "stuk.yaml:" in done.fout


def test_a_preview_of_a_stuf_source_shows_message_line_and_xpath(keten: Keten) -> None:
    with stuf_draait([verse_zaak(1, "J"), verse_zaak(2)]) as server:
        keten.met_stuf(server.url)
        done = keten.geef("preview", "--format", "jsonl")

    found = lines_of(done)
    assert sorted(line["uitkomst"] for line in found) == ["geen_ongeval", "nieuw"]
    assert all(line["bron"]["xpath"] for line in found)


def test_a_preview_can_stop_after_a_few_records(keten: Keten) -> None:
    keten.gemeente.levering(PREVIEWROWS)

    assert len(lines_of(keten.geef("preview", "--rows", "3", "--format", "jsonl"))) == 3


def test_a_preview_in_words_counts_and_lists_what_is_not_ordinary(keten: Keten) -> None:
    keten.gemeente.levering(PREVIEWROWS)

    done = keten.geef("preview")

    assert re.search(r"gelezen +15$", done.uit, re.MULTILINE)
    assert "wmo_voorzieningen.csv:4" in done.uit
    assert "Er is niets verstuurd en niets bewaard." in done.fout


def snapshot(folder: Path) -> dict[str, bytes]:
    """Give every file but the account of who read, which a look is in too."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != LOGBOEK)
    return {str(path): path.read_bytes() for path in files}


def row_counts(keten: Keten) -> dict[str, int]:
    engine = create_engine(keten.gemeente.settings().grootboek)
    with engine.connect() as tx:
        names = tx.execute(text("select name from sqlite_master where type = 'table'")).scalars()
        counts = {
            name: tx.execute(text(f'select count(*) from "{name}"')).scalar_one()  # noqa: S608 - names from the schema
            for name in list(names)
        }
    engine.dispose()
    return counts


def test_a_preview_stores_and_sends_nothing(keten: Keten, tmp_path: Path) -> None:
    keten.gemeente.levering(PREVIEWROWS[:3])
    before = snapshot(tmp_path)
    assert keten.geef("preview").code == 1
    assert snapshot(tmp_path) == before
    (line,) = (keten.folder / LOGBOEK).read_text().splitlines()
    assert json.loads(line)["name"] == "bron lezen"

    keten.run()
    keten.gemeente.levering(PREVIEWROWS)
    files, rows = set(snapshot(tmp_path)), row_counts(keten)
    assert keten.geef("preview").code == 1

    assert set(snapshot(tmp_path)) == files
    assert row_counts(keten) == rows


def test_a_preview_knows_what_was_sent_before(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J"), vers(2, "J")])
    keten.run()
    keten.gemeente.levering([vers(1, "J"), vers(2, "J", Bedrag="9,00"), vers(3, "J")])

    done = keten.geef("preview", "--format", "jsonl")

    assert [line["uitkomst"] for line in lines_of(done)] == ["ongewijzigd", "wijziging", "nieuw"]


# -- release ---------------------------------------------------------------------------------------


@pytest.fixture
def wachtend(keten: Keten) -> Iterator[Keten]:
    keten.gemeente.levering([vers(number, "J") for number in range(26)])
    assert keten.run()[0].code == 8
    yield keten


def test_a_waiting_run_is_freed_and_delivered(wachtend: Keten) -> None:
    done = wachtend.geef("release", "1", *WIE)

    assert done.code == 0
    assert done.fout.endswith("Run 1 is vrijgegeven.\n")
    assert re.search(r"klaargezet +26   \(nieuw 26", done.fout), "who decides sees the counts"
    assert re.search(r"26 x V[0-9]{2}", done.fout)
    assert "R-0101" in done.fout
    assert "26 ontvangen" in done.uit
    assert len(wachtend.gemeente.bezorgd) == 26
    again = wachtend.geef("release", "1", *WIE)
    assert (again.code, len(wachtend.gemeente.bezorgd)) == (2, 26)


def test_a_waiting_run_can_be_thrown_away(wachtend: Keten) -> None:
    done = wachtend.geef("release", "1", "--verwerp", *WIE)

    assert (done.code, wachtend.gemeente.bezorgd) == (0, [])
    assert wachtend.geef("runs", "--format", "json").json[0]["resultaat"] == "verworpen"
    assert wachtend.geef("release", "1", *WIE).code == 2


@pytest.mark.parametrize("woorden", [("--wie", " ", "--reden", "x"), ("--wie", "x", "--reden", "")])
def test_nobody_without_a_name_and_a_reason_frees_a_run(
    wachtend: Keten, woorden: tuple[str, ...]
) -> None:
    done = wachtend.geef("release", "1", "--rol", "fg", *woorden)

    assert (done.code, codes(done.fout)) == (2, ["C-0008"])
    assert wachtend.gemeente.bezorgd == []


def test_a_run_of_a_municipality_that_has_left_is_not_freed(wachtend: Keten) -> None:
    file = next((wachtend.config / "gemeenten").iterdir())
    other = file.read_text().replace("9901", "9902").replace("Duinrand", "Elders")
    file.unlink()
    file.with_name("9902-elders.yaml").write_text(other)

    assert wachtend.geef("release", "1", *WIE).code == 2
    with wachtend.ledger() as ledger:
        assert ledger.run(1).resultaat == "wacht_op_vrijgave"


# -- schema, serve, loket --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wat", ["melding", "intrekking", "mapping", "gemeente", "config", "uitleg"]
)
def test_every_schema_is_a_valid_2020_12_schema(wat: str) -> None:
    done = opdracht("schema", wat)

    assert (done.code, done.fout) == (0, "")
    assert done.json["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(done.json)


def test_the_configuration_of_the_example_fits_its_schemas() -> None:
    from ruamel.yaml import YAML

    for wat, name in (("config", "regresbrug.yaml"), ("gemeente", "gemeenten/9901-duinrand.yaml")):
        tree = YAML(typ="safe", pure=True).load(ROOT / "config" / name)
        as_json = json.loads(json.dumps(tree, default=str))
        Draft202012Validator(opdracht("schema", wat).json).validate(as_json)


def test_serve_shows_when_each_source_is_due(keten: Keten) -> None:
    done = keten.geef("serve", "--toon")

    assert (done.code, done.uit) == (0, "")
    assert re.search(r"^9901/export/nacht +[0-9-]{10} 04:07$", done.fout, re.MULTILINE)


def test_a_backend_is_tested_against_the_contract(keten: Keten, tmp_path: Path) -> None:
    with loket_draait(tmp_path / "loket") as huis:
        keten.met_loket(huis)
        words = (
            *("loket", "--verify", huis.server.url, "--ca", huis.ca, "--gemeente", "9901"),
            *("--client", "gemeente-9901"),
            *("--geheim", f"secret://file{keten.config}/geheim/loket.secret"),
        )
        good = opdracht(*words, "--format", "json")
        wrong = opdracht(*words[:-1], "letterlijk-geheim")

    assert (good.code, {check["gelukt"] for check in good.json} - {None}) == (0, {True})
    assert (wrong.code, codes(wrong.fout)) == (6, ["K-0501"])
    assert "letterlijk-geheim" not in wrong.fout


def test_a_step_is_recorded_beside_a_loket_that_runs_and_read_back_by_the_municipality(
    tmp_path: Path,
) -> None:
    with loket_draait(tmp_path) as huis, closing(Regresloket(huis.sink_settings())) as sink:
        receipt = sink.deliver(huis.seal(kop()))
        assert isinstance(receipt, Receipt)
        file = loket_yaml(tmp_path, huis)
        words = ("loket", "--instellingen", file, "--zaak", receipt.zaaknummer, "--stap")

        done = opdracht(*words, "quickscan", "--advies", "verder")
        wrong = opdracht(*words, "quickscan")

        steps = [step for page in sink.terugkoppelingen("") for step in page.regels]
    assert (done.code, wrong.code, codes(wrong.fout)) == (0, 2, ["Z-0032"])
    assert [(step.stap, step.advies) for step in steps] == [
        ("ontvangen", ""),
        ("quickscan", "verder"),
    ]


def loket_yaml(folder: Path, huis: Huis) -> Path:
    """Write the settings of a loket that runs, as whoever runs it has them in a file."""
    (folder / "data.key").write_text(huis.settings.datasleutel.hex())
    (folder / "jwk").write_text(json.dumps(huis.sleutel.jwk))
    file = folder / "loket.yaml"
    file.write_text(
        f"""
database: {huis.settings.database}
port: 0
datasleutel: secret://file/./data.key
sleutels:
  - {{kid: {huis.sleutel.kid}, jwk: secret://file/./jwk}}
gemeenten:
  - {{code: "9901", naam: Duinrand, client_id: gemeente-9901, behandelaar: M. de Wit}}
"""
    )
    return file
