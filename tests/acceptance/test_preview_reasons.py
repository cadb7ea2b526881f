"""A preview says why a record waits, also when only the start day of the municipality does it."""

from datetime import date
from pathlib import Path

from pipeline.preview import preview
from settings import aansluiten
from tests.tools.gemeente import NU, Gemeente, actief, rij


def test_a_grant_from_before_the_start_says_so(tmp_path: Path) -> None:
    gemeente = Gemeente(tmp_path)
    gemeente.gemeente["actief"] = actief(date(2026, 1, 1))
    gemeente.schrijf()
    gemeente.levering([rij(1, "J")])
    settings = gemeente.settings()
    line = aansluiten(settings, settings.gemeenten[0], lambda: NU, {})
    line.close()
    source = line.bronnen["export"]
    (slot,) = source.slots(NU.date())

    (regel,) = preview(source.route, slot, NU, NU.date()).regels

    assert regel["uitkomst"] == "vastgehouden"
    assert regel["redenen"][-1]["regel"] == "wacht_op_inhalen"
