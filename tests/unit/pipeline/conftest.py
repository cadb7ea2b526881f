"""The way of the records of one source, once sent on by a note alone and once not."""

from collections.abc import Iterator
from datetime import date

import pytest

from pipeline import Route
from settings import aansluiten
from tests.tools.gemeente import NU, Gemeente

VERSTUREN = {
    "tekst_alleen": "versturen",
    "tekst_besluit": {
        "wie": "F. Functionaris",
        "rol": "fg",
        "waarom": "Voor de toets",
        "datum": date(2026, 1, 1),
    },
}


@pytest.fixture(scope="module", params=[VERSTUREN, {}], ids=["versturen", "beoordelen"])
def route(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Route]:
    gemeente = Gemeente(tmp_path_factory.mktemp("vertrouwd"))
    gemeente.gemeente |= request.param
    gemeente.schrijf()
    settings = gemeente.settings()
    line = aansluiten(settings, settings.gemeenten[0], lambda: NU)
    yield line.bronnen["export"].route
    line.close()
