"""The conformance kit as a whole: what passes, what hangs, the command and its report."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from time import monotonic

import pytest

from demo import configuring, keys, world
from demo.clock import DemoKlok
from demo.servers import servers
from demo.world import Mappen
from regres import Step
from settings import load
from settings.keuring import Deel, Uitkomst, Wereld, keur
from settings.keuring.advies import advies
from settings.keuring.tijdslot import Verstreken, begrensd
from tests.tools.gemeente import ROOT
from tests.tools.keten import (
    Keten,
    loket_draait,
    nu,
    opdracht,
    sftp_draait,
    stuf_draait,
    verse_zaak,
)
from tests.tools.keuring import (
    XML,
    altijd,
    andere_poort,
    enige_fout,
    gekeurd,
    kop_weg,
    met_antwoord,
    rest_wacht,
    zwijgt,
)
from tests.tools.stuf import certificaten

# -- what hangs where nobody can bound it ----------------------------------------------------------


def test_a_walk_that_hangs_is_given_up() -> None:
    enough = threading.Event()

    def walk() -> Iterator[Step]:
        yield Step("een", True)
        enough.wait(20)
        yield Step("twee", True)

    steps = begrensd(walk(), 0.05)

    assert next(steps).naam == "een"
    with pytest.raises(Verstreken):
        next(steps)
    enough.set()


def test_what_hangs_is_told_at_the_step_that_waits(keten: Keten, ends: ExitStack) -> None:
    """What hangs here is the clock, asked after a handshake; a share or resolver does the same."""
    enough = threading.Event()
    ends.callback(enough.set)

    def slow() -> datetime:
        enough.wait(20)
        return nu()

    with stuf_draait([verse_zaak(1)]) as server:
        keten.met_stuf(server.url)
        steps = gekeurd(keten, Deel.BRON, klok=slow, geduld=0.3)
    stap = enige_fout(steps, "Duinrand/zaken", "TLS", "C-0402")
    rest_wacht(steps, stap)

    assert "opgegeven" in stap.problemen[0].wat


# -- a healthy municipality, over the demo's own servers -------------------------------------------


@dataclass(frozen=True)
class Demo:
    """The demo while its servers run."""

    mappen: Mappen
    sftp: Path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    mappen = Mappen(tmp_path_factory.mktemp("demo") / "var")
    with world.alleen(mappen):
        stand = world.open_stand(mappen, 1, date.today(), lambda line: None)  # noqa: DTZ011 - the machine's own day
        here = world.wereld(stand)
        export = world.leg_export_klaar(mappen, here)
        export.touch()
        made = keys.maak(mappen.config, mappen.systemen, mappen.loket, stand.start)
        with servers(mappen, made, here, DemoKlok(nu())) as running:
            configuring.schrijf(mappen.config, running.adressen)
            yield Demo(mappen, export)


def test_a_healthy_municipality_passes_every_step(demo: Demo) -> None:
    settings = load(demo.mappen.config)
    around = Wereld(klok=nu, omgeving={}, gelijkgezet=lambda: True)

    steps = list(keur(settings, settings.gemeenten[0], around))

    odd = [stap for stap in steps if stap.uitkomst is not Uitkomst.GELUKT]
    assert [(stap.naam, stap.exit_code) for stap in odd] == [("eigen computer", 0)]
    assert {stap.plek for stap in steps} == {
        *("Duinrand", "Duinrand/zaaksysteem", "Duinrand/export", "Duinrand/loket"),
        "Duinrand/retour",
    }
    assert len(steps) > 55


def test_the_report_of_a_healthy_municipality_holds_no_person_and_no_secret(
    demo: Demo, tmp_path: Path
) -> None:
    page, data = tmp_path / "keuring.html", tmp_path / "keuring.json"

    done = opdracht(
        *("check", "--config", demo.mappen.config, "--rapport", page, "--rapport", data),
        *("--format", "json"),
    )

    assert done.code == 0
    report = json.loads(data.read_text())
    assert report["schema"] == "regresbrug/keuring/1"
    assert report["gemeenten"][0]["eerste_fout"] is None
    secrets = [file.read_text().strip() for file in (demo.mappen.config / "geheim").iterdir()]
    rows = demo.sftp.read_text("cp1252").splitlines()[1:40]
    cells = {cell for row in rows for cell in row.split(";")[:3] if len(cell) > 5}
    for text in (done.uit, done.fout, page.read_text(), data.read_text()):
        assert [one for one in (*secrets, *cells) if one in text] == []


def test_the_report_stands_on_its_own(demo: Demo, tmp_path: Path) -> None:
    page = tmp_path / "keuring.html"
    opdracht("check", "--offline", "--config", demo.mappen.config, "--rapport", page)
    text = page.read_text()

    assert text.startswith("<!doctype html>")
    assert '<html lang="nl">' in text
    assert not re.search(r"<script|src=|href=|@import|url\(", text)
    assert "@media print" in text
    assert "Duinrand/zaaksysteem" in text


# -- the command -----------------------------------------------------------------------------------


def test_offline_connects_to_nothing_and_says_what_was_not_tried(
    keten: Keten, ends: ExitStack
) -> None:
    met_antwoord(keten, ends, altijd(500, XML))

    done = keten.geef("check", "--offline", "--format", "jsonl")

    assert done.code == 0
    waits = [one for one in done.regels if one["uitkomst"] == "niet_geprobeerd"]
    assert {one["toelichting"] for one in waits} == {"--offline"}
    assert {one["deel"] for one in waits} == {"bron", "sink"}


@pytest.mark.parametrize("deel", ["bron", "sink", "mapping", "sleutels"])
def test_one_part_can_be_checked_on_its_own(keten: Keten, deel: str) -> None:
    done = keten.geef("check", "--only", deel, "--format", "jsonl")

    assert {one["deel"] for one in done.regels} == {deel}
    assert done.code == 0


def test_a_sentence_is_said_once(keten: Keten) -> None:
    kop_weg(keten)

    done = keten.geef("check")

    said = (done.uit + done.fout).count("ontbreekt in de kopregel")
    assert (done.code, said) == (4, 1)
    assert "Eerste fout: Duinrand/export, kopregel (B-0103)" in done.uit
    assert "    bel:     de leverancier van de export" in done.fout


@pytest.mark.parametrize(
    ("name", "code"), [("rapport.pdf", "C-0405"), ("nergens/rapport.html", "C-0406")]
)
def test_a_report_that_cannot_be_made(keten: Keten, name: str, code: str) -> None:
    done = keten.geef("check", "--rapport", keten.folder / name)

    assert done.code == 2
    assert code in done.fout


def test_a_configuration_that_cannot_be_read_has_a_report_too(keten: Keten) -> None:
    keten.gemeente.gemeente["bronnen"]["export"]["pad"] = "x"
    keten.schrijf()
    file = keten.folder / "keuring.json"

    done = keten.geef("check", "--rapport", file)

    (een,) = json.loads(file.read_text())["gemeenten"]
    assert done.code == 3
    assert een["eerste_fout"]["problemen"][0]["code"] == "C-0104"


def test_the_report_of_a_failure_says_whom_to_call_and_what_to_say(keten: Keten) -> None:
    kop_weg(keten)
    file = keten.folder / "keuring.html"

    done = keten.geef("check", "--rapport", file)
    text = file.read_text()

    assert done.code == 4
    assert "Eerste fout: Duinrand/export, kopregel (B-0103)" in text
    assert "Welke kolommen zijn hernoemd" in text


def test_every_step_of_every_door_says_whom_to_call(keten: Keten, ends: ExitStack) -> None:
    server = ends.enter_context(sftp_draait(keten.folder / "export"))
    keten.met_sftp(server)
    met_antwoord(keten, ends, altijd(200, XML), ook=True, crl=str(certificaten().ca))
    huis = ends.enter_context(loket_draait(keten.folder / "loket"))
    keten.met_loket(huis)
    soorten = {
        "Duinrand/zaken": "stuf_zkn",
        "Duinrand/export": "sftp",
        "Duinrand/loket": "regresloket",
    }

    steps = gekeurd(keten, Deel.BRON, Deel.SINK, offline=True)
    doors = [stap for stap in steps if stap.uitkomst is Uitkomst.NIET_GEPROBEERD]

    assert len(doors) > 35
    assert [s.naam for s in doors if not advies(soorten[s.plek], s.naam, "x").bel()] == []


def test_the_handbook_names_every_step(keten: Keten, ends: ExitStack, demo: Demo) -> None:
    page = (ROOT / "docs" / "handboek" / "aansluiten.md").read_text(encoding="utf-8")
    met_antwoord(keten, ends, altijd(200, XML), crl=str(certificaten().ca))
    settings = load(demo.mappen.config)
    around = Wereld(klok=nu, omgeving={}, offline=True)
    steps = [*keur(settings, settings.gemeenten[0], around), *gekeurd(keten, offline=True)]
    ours = {"instellingen", "eigen computer"}

    assert {stap.naam for stap in steps if stap.naam not in page} - ours == set()


@pytest.mark.parametrize(
    ("soort", "stap", "code"), [("sftp", "hostsleutel", "B-0214"), ("stuf", "TLS", "B-0303")]
)
def test_patience_is_bounded_by_what_was_asked_for(
    keten: Keten, ends: ExitStack, soort: str, stap: str, code: str
) -> None:
    port = ends.enter_context(zwijgt())
    if soort == "sftp":
        keten.met_sftp(ends.enter_context(sftp_draait(keten.folder / "export")))
        andere_poort(keten, port)
    else:
        keten.met_stuf(f"https://localhost:{port}/x")
    page = keten.folder / "keuring.html"

    begun = monotonic()
    done = keten.geef("check", "--only", "bron", "--geduld", "0.4", "--rapport", page)

    assert monotonic() - begun < 8  # the default is ten seconds for every answer
    assert done.code == 4
    assert f", {stap} ({code})" in done.uit
    assert f", {stap} ({code})" in page.read_text()


@pytest.mark.parametrize("seconds", ["0", "-1", "61", "nan", "lang"])
def test_patience_is_a_number_of_seconds_in_reason(keten: Keten, seconds: str) -> None:
    done = keten.geef("check", "--geduld", seconds)

    assert (done.code, done.fout[:6]) == (2, "C-0005")
