"""A new municipality on the preset of its supplier: from `init` to a run, without programming."""

import json
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mappings
from connectors.base import ReadRequest
from console.commands.init import _LEVERANCIER
from mappings import Mapped, Peek
from mappings.inheritance import PRESETS
from regres import CsvLayout, JaNee, Signals
from regres.words import Frequentie, Leveringsvorm
from settings.preset import passend
from settings.trial import losse_route
from tests.tools.gemeente import ROOT, VANDAAG, publieke_jwk
from tests.tools.keten import opdracht
from tests.tools.verwacht import Voorbeeld, voorbeelden

#: The first layout of each supplier, and one other.
BEGIN = [one for one in voorbeelden() if one.naam.endswith("_v1") or one.naam == "C_burgerdesk_v5"]


def aangesloten(folder: Path, voorbeeld: Voorbeeld) -> Path:
    """Do what `init` and `check` say, and put a sample in the folder."""
    config = folder / "config"
    who = ("--code", "9955", "--naam", "Elders", "--transport", "map")
    assert opdracht("init", config, *who, "--leverancier", voorbeeld.preset).code == 0
    jwk = config / "ontvanger" / "ontvanger-1.jwk"
    jwk.write_text(json.dumps(publieke_jwk()))
    secret = config / "geheim" / "elders-loket.secret"
    secret.write_text("geheim")
    secret.chmod(0o600)
    (folder / "export").mkdir()
    shutil.copy(voorbeeld.pad, folder / "export" / "wmo_voorzieningen_1.csv")
    return config


@pytest.mark.parametrize("voorbeeld", BEGIN, ids=lambda voorbeeld: voorbeeld.preset)
def test_a_municipality_on_a_preset_is_checked_previewed_and_run(
    tmp_path: Path, voorbeeld: Voorbeeld
) -> None:
    config = aangesloten(tmp_path, voorbeeld)

    checked = opdracht("check", "--offline", "--config", config)
    seen = opdracht("preview", "--config", config, "--format", "jsonl")
    run = opdracht("run", "--config", config)

    assert checked.code == 0, checked.uit + checked.fout
    # Of notes that leave it open test_presets tells how far the text engine is.
    rows = zip(seen.regels, voorbeeld.rijen, strict=True)
    told = [
        (line["uitkomst"], rij["uitkomst_met_notitie"])
        for line, rij in rows
        if rij["notitie"] != "O"
    ]
    assert [one for one, _ in told] == [other for _, other in told]
    assert (run.code, "Mislukt" in run.uit) == (1, False), run.uit + run.fout


@pytest.mark.parametrize(
    "preset", [stem for stems in mappings.leveranciers().values() for stem in stems]
)
def test_every_preset_starts_a_mapping_that_says_what_to_ask(tmp_path: Path, preset: str) -> None:
    made = opdracht(
        "init", tmp_path / "c", "--code", "9955", "--naam", "Elders", "--leverancier", preset
    )

    assert made.code == 0
    (path,) = (tmp_path / "c" / "mappings").iterdir()
    text = path.read_text(encoding="utf-8")
    assert f"\nbasis: {preset}\n" in text
    assert text.count("# - ") >= 2
    assert f"presets/{preset}.yaml" in made.fout
    plan = mappings.load(path)
    assert plan.naam == path.stem == ("elders-stuf" if plan.soort == "xml" else "elders-csv")


def test_a_new_municipality_file_names_its_municipality_once_and_keeps_every_comment(
    tmp_path: Path,
) -> None:
    who = ("--code", "9955", "--naam", "Elders", "--transport", "stuf")

    opdracht("init", tmp_path / "c", *who)

    text = (tmp_path / "c" / "gemeenten" / "9955-elders.yaml").read_text(encoding="utf-8")
    assert text.count("# Gemeente Elders.") == 1
    assert "#   gebruiker: regresbrug-terug" in text


@pytest.mark.parametrize(("preset", "codes"), [("zorgvenster", {"M-0018"}), ("stuf-wmo", set())])
def test_the_example_lines_of_such_a_mapping_say_nothing_wrong_but_columns(
    tmp_path: Path, preset: str, codes: set[str]
) -> None:
    opdracht("init", tmp_path / "c", "--code", "9955", "--naam", "X", "--leverancier", preset)
    (path,) = (tmp_path / "c" / "mappings").iterdir()
    head, mark, tail = path.read_text(encoding="utf-8").partition("is `geen`.\n")
    lines = "\n".join(line.removeprefix("# ") for line in tail.splitlines())
    path.write_text(head + mark + lines.replace("naam in de preset", "BSN"), encoding="utf-8")

    done = opdracht("test", path)

    assert mark
    assert set(re.findall(r"M-[0-9]{4}", done.fout)) == codes


EIGEN = """\
basis: zorgvenster-v3
bestand: {kolommen: los}
kolomnamen: {Naam: Naam cliënt}
standaard: {ja_nee: {ja: [J, Y]}}
velden:
  voorziening:
    einddatum: geen
    leveringsvorm: {kolom: Vorm, waarden: {ZIN: zin, PGB: pgb}}
kosten:
  frequentie: {waarden: {"12": jaar}}
"""


def test_a_municipality_overrides_single_fields_of_a_layout(tmp_path: Path) -> None:
    (sample,) = [one.pad for one in voorbeelden() if one.naam == "A_zorgvenster_v3"]
    head, _, rest = sample.read_bytes().decode("cp1252").partition("\r\n")
    rows = rest.replace('";"J";"', '";"Y";"').replace("\r\n", ";PGB\r\n")
    export = head.replace('"Naam"', '" Naam  cliënt "') + ";Vorm\r\n" + rows
    (tmp_path / "export.csv").write_bytes(export.encode("cp1252"))
    (tmp_path / "eigen.yaml").write_text(EIGEN, encoding="utf-8")
    route = losse_route(tmp_path / "eigen.yaml", tmp_path / "export.csv")

    with route.connector.read(ReadRequest()) as reading:
        records = list(reading)
    facts = route.plan.feiten(records[4], route.assess(Signals((), False)), VANDAAG)

    peek = route.plan.peek(records[4])
    assert isinstance(peek, Peek)
    assert isinstance(facts, Mapped)
    assert [item.derde for item in peek.signals.items if item.derde] == [JaNee.JA]
    assert facts.feiten.client.geslachtsnaam == "de Tést"
    assert facts.feiten.voorziening.leveringsvorm is Leveringsvorm.PGB
    assert facts.feiten.voorziening.einddatum is None
    (cost,) = facts.feiten.voorziening.kosten
    assert (cost.bedrag, cost.frequentie) == (Decimal("2999.99"), Frequentie.JAAR)
    assert isinstance(route.plan.layout, CsvLayout)
    assert "Einde" not in route.plan.layout.kolommen


@pytest.mark.parametrize("voorbeeld", voorbeelden(), ids=lambda voorbeeld: voorbeeld.naam)
def test_an_export_is_recognised_by_its_header(voorbeeld: Voorbeeld) -> None:
    assert passend(voorbeeld.pad) == [voorbeeld.preset]


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\xef\xbb\xbf",
        b"Nr;BSN\r\n",
        b'"',
        b"\x00\n",
        b"\xff" * 40_000,
        "Nr;BSN\r\n".encode("utf-16"),
        b"Nr;BSN\r1;2\r\n",
    ],
)
def test_a_file_of_no_supplier_is_none_of_theirs(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(head)

    assert passend(path) == []


@settings(max_examples=10, deadline=None)  # each reads 28 presets
@given(st.binary(max_size=300))
def test_no_file_stops_the_search_for_its_preset(
    tmp_path_factory: pytest.TempPathFactory, head: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "willekeurig.csv"
    path.write_bytes(head)

    assert passend(path) == []


def test_a_preview_of_another_layout_says_which_preset_it_is() -> None:
    (sample,) = [one.pad for one in voorbeelden() if one.naam == "A_zorgvenster_v6"]

    done = opdracht("preview", "--mapping", PRESETS / "zorgvenster.yaml", "--file", sample)

    assert done.code == 4
    assert "schrijf in de mapping `basis: zorgvenster-v6`" in done.fout


def test_the_page_lists_every_layout_by_its_header() -> None:
    page = (ROOT / "docs" / "handboek" / "leveranciers.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| \[`([a-z0-9-]+)`\]\(\S+\) \| (.*?) \| (.*?) \|", page, re.MULTILINE)

    expected = []
    for stem in (stem for stems in mappings.leveranciers().values() for stem in stems):
        plan = mappings.load(PRESETS / f"{stem}.yaml")
        if isinstance(plan.layout, CsvLayout):
            (asked,) = [
                lezer.lezer.adres
                for lezer in plan.delen.signalen.lezers
                if lezer.kind.value in ("vlag", "derde", "code")
            ]
            expected.append((stem, ", ".join(plan.layout.alle_kolommen[:3]), asked))
    assert listed == expected
    assert "`--leverancier stuf-wmo`" in page


def test_a_question_that_a_layout_answers_itself_is_not_asked() -> None:
    asked = " ".join(mappings.na_te_gaan("burgerdesk-v5"))

    assert "Besluitstatus, wet en leveringsvorm" in asked
    assert "per welke eenheid" not in asked
    assert "per welke eenheid" in " ".join(mappings.na_te_gaan("burgerdesk"))


def test_the_explanation_of_init_names_every_supplier_and_no_other() -> None:
    named = _LEVERANCIER.partition(": ")[2].partition(".")[0].replace(" of ", ", ")

    assert named.split(", ") == list(mappings.leveranciers())


def test_the_layouts_of_a_supplier_stand_in_their_order(tmp_path: Path) -> None:
    for name in ("een-v10", "een-v2", "een", "twee"):
        (tmp_path / f"{name}.yaml").write_text("bron: csv\n", encoding="utf-8")

    found = mappings.leveranciers(tmp_path)

    assert found == {"een": ("een", "een-v2", "een-v10"), "twee": ("twee",)}
