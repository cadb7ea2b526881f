"""What of a note leaves: nothing, unless municipality and mapping both say so; then a fragment."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.preview import preview
from regres import Kop, SealedMelding
from settings import aansluiten
from tests.tools.keten import Keten, nu, vandaag, vers

NOTITIE = (
    "Client belde op maandag. " * 20
    + "Zij is op het zebrapad aangereden door buurman piet, kenteken GX-123-T, bel 06-12345678. "
    + "Daarna is het rustig gebleven. " * 20
)
VELD = "  ongeval:\n    toedracht: {kolom: Toelichting, fragment: ja, waarom: besluit van de FG}\n"


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    keten = Keten(tmp_path)
    mapping = keten.config / "mappings" / "duinrand-csv.yaml"
    text = mapping.read_text("utf-8")
    assert text.count("\n  ongeval:\n") == 1
    mapping.write_text(text.replace("\n  ongeval:\n", f"\n{VELD}"), "utf-8")
    return keten


def ongeval(keten: Keten, **cellen: str) -> dict[str, Any]:
    """Send one melding and open it as the Regresloket would."""
    key = keten.gemeente.eigen_ontvanger()
    keten.schrijf()
    keten.gemeente.levering([vers(1, "J", Toelichting=NOTITIE) | cellen])
    keten.run()
    (melding,) = keten.gemeente.geopend(key)
    found: dict[str, Any] = melding
    return found


def test_by_default_not_a_word_of_a_note_leaves(keten: Keten) -> None:
    melding = ongeval(keten)

    assert melding["ongeval"].get("toedracht") is None
    assert "zebrapad" not in json.dumps(melding)


def test_with_a_word_of_the_municipality_a_redacted_fragment_round_the_hit_leaves(
    keten: Keten,
) -> None:
    keten.gemeente.gemeente["toedracht"] = "fragment"
    found = ongeval(keten)["ongeval"]["toedracht"]

    assert "zebrapad aangereden door buurman [naam], kenteken [kenteken], bel [nummer]." in found
    assert len(found) <= 300
    assert found.startswith("… ")
    assert found.endswith(" …")


def test_the_fragment_is_only_ever_sealed(keten: Keten) -> None:
    keten.gemeente.gemeente["toedracht"] = "fragment"
    ongeval(keten)

    for file in keten.folder.rglob("*"):
        if file.is_file() and file.parent.name != "export":
            assert b"zebrapad" not in file.read_bytes(), file


class Weegschaal:
    """Takes the place of the seal, and notes how long each content is and how much is added."""

    def __init__(self) -> None:
        self.gewogen: list[tuple[int, int]] = []

    def seal(self, kop: Kop, inhoud: bytes, ruimte: int = 0) -> SealedMelding:
        self.gewogen.append((len(inhoud), ruimte))
        return SealedMelding(kop, "")


def test_a_run_fills_up_a_short_note_until_it_is_as_long_as_the_longest(keten: Keten) -> None:
    keten.gemeente.gemeente["toedracht"] = "fragment"
    keten.schrijf()
    more = "Aangereden op straat. " + "Daarna is het rustig gebleven. " * 9
    notes = ("Aangereden op straat.", more)
    rows = [vers(at, "J", Toelichting=note) for at, note in enumerate(notes, 1)]
    keten.gemeente.levering(rows)
    settings, scale = keten.gemeente.settings(), Weegschaal()
    source = aansluiten(settings, settings.gemeenten[0], nu).bronnen["export"]
    (slot,) = source.slots(vandaag())
    preview(replace(source.route, sealer=lambda _: scale), slot, nu(), vandaag())

    (short, filled), (long, added) = scale.gewogen
    assert long - short > 100
    assert short + filled == long + added


def test_of_an_assault_there_is_no_fragment_and_no_suspect(keten: Keten) -> None:
    keten.gemeente.gemeente["toedracht"] = "fragment"
    melding = ongeval(
        keten,
        Toelichting="Client is op straat mishandeld door piet jansen en viel op de heup.",
        **{"Soort ongeval": ""},
    )

    assert melding["ongeval"]["soort"] == "geweld"
    assert melding["ongeval"].get("toedracht") is None
    assert "jansen" not in json.dumps(melding)


def test_another_word_than_fragment_is_refused_with_its_place(keten: Keten) -> None:
    keten.gemeente.gemeente["toedracht"] = "alles"
    keten.schrijf()
    done = keten.geef("run")

    assert done.code == 3
    assert re.search(r"C-0110.*\n.*gemeenten/9901-duinrand.yaml:[0-9]+:[0-9]+", done.fout)
