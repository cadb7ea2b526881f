"""The first weeks of a municipality: proef keeps and sends nothing, actief is a named decision."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

import scheduler
from ledger import Decision, Resultaat
from tests.tools.gemeente import actief, rij
from tests.tools.keten import Keten, codes, vers
from tests.tools.straat import CODE, Straat, buckets


@pytest.fixture
def straat(tmp_path: Path) -> Iterator[Straat]:
    street = Straat(tmp_path)
    yield street
    street.ledger.close()


def zet_op(straat: Straat, stand: str, **besluit: object) -> None:
    straat.gemeente.gemeente["stand"] = stand
    straat.gemeente.gemeente["actief"] = actief(date(2019, 1, 1)) | besluit
    straat.gemeente.schrijf()


def besluiten(straat: Straat) -> list[Decision]:
    return straat.ledger.decisions(CODE)


def op_schijf(straat: Straat) -> bytes:
    """Give every byte below the folder of the municipality but its configuration and export."""
    folder = straat.gemeente.folder
    return b"".join(
        path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and folder / "config" not in path.parents
    )


# -- proef -----------------------------------------------------------------------------------------


def test_in_proef_no_envelope_or_stub_is_ever_on_disk(straat: Straat) -> None:
    zet_op(straat, "proef")
    straat.gemeente.levering([rij(1, "J"), rij(2, "O"), rij(3)])

    verslag = straat.nacht()

    assert verslag.resultaat is Resultaat.PROEF
    assert buckets(verslag) == {"klaargezet": 1, "beoordelen": 1, "geen_ongeval": 1}
    assert b"eyJ" not in op_schijf(straat)
    assert b"melding verzegelen" not in op_schijf(straat)
    zet_op(straat, "actief")
    straat.gemeente.levering([rij(1, "J"), rij(2, "O"), rij(4)])
    straat.nacht()
    assert b"eyJ" in op_schijf(straat), "the search finds an envelope where there is one"


def test_in_proef_the_counts_still_have_to_add_up(straat: Straat) -> None:
    zet_op(straat, "proef")
    straat.gemeente.levering([rij(number, "J") for number in range(1, 60)], trailer=58)

    assert straat.nacht().resultaat is Resultaat.MISLUKT


def test_going_back_to_proef_keeps_what_was_freed_here(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J")])
    for file in (straat.gemeente.folder / "uit",):
        file.rmdir()
        file.write_text("no folder, so nothing can be delivered")
    straat.nacht()
    (straat.gemeente.folder / "uit").unlink()
    (straat.gemeente.folder / "uit").mkdir()
    zet_op(straat, "proef")

    settings = straat.gemeente.settings()
    done = scheduler.bezorg(settings, straat.ledger, settings.gemeenten[0], straat.klok)

    assert (done.ontvangen, done.wacht, done.exit_code) == (0, 1, 1)
    assert [problem.code for problem in done.problemen] == ["R-0105"]
    assert straat.gemeente.bezorgd == []
    zet_op(straat, "actief")
    straat.now += timedelta(hours=1)
    settings = straat.gemeente.settings()
    done = scheduler.bezorg(settings, straat.ledger, settings.gemeenten[0], straat.klok)
    assert done.ontvangen == 1


# -- the decision ----------------------------------------------------------------------------------


def test_the_first_run_that_may_send_keeps_who_decided_so(straat: Straat) -> None:
    zet_op(straat, "proef")
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    assert besluiten(straat) == []

    zet_op(straat, "actief", wie="C. Consulent", rol="consulent", waarom="40 records bekeken")
    straat.nacht()
    straat.nacht()

    (one,) = besluiten(straat)
    assert (one.soort, one.wie, one.rol, one.reden, one.gegevens) == (
        "actief",
        "C. Consulent",
        "consulent",
        "40 records bekeken",
        {"sinds": "2019-01-01"},
    )
    assert straat.ledger.audit_verify() == []


def test_another_day_or_name_is_another_decision_and_proef_takes_it_back(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J")])
    for stand, besluit in (
        ("actief", {}),
        ("actief", {"sinds": date(2018, 1, 1)}),
        ("proef", {}),
        ("proef", {}),
        ("actief", {}),
    ):
        zet_op(straat, stand, **besluit)
        straat.nacht()

    assert [(one.soort, one.gegevens) for one in besluiten(straat)] == [
        ("actief", {"sinds": "2019-01-01"}),
        ("actief", {"sinds": "2018-01-01"}),
        ("proef", {}),
        ("actief", {"sinds": "2019-01-01"}),
    ]


@pytest.mark.parametrize("weg", ["wie", "rol", "waarom"])
def test_sending_asks_for_a_name_a_role_and_a_reason(tmp_path: Path, weg: str) -> None:
    keten = Keten(tmp_path)
    del keten.gemeente.gemeente["actief"][weg]
    keten.schrijf()

    refused = keten.geef("run")

    assert refused.code == 3
    assert codes(refused.fout) == ["C-0103"]


def test_an_administrator_alone_cannot_decide_to_send(tmp_path: Path) -> None:
    keten = Keten(tmp_path)
    keten.gemeente.gemeente["actief"]["rol"] = "beheer"
    keten.schrijf()
    keten.gemeente.levering([vers(1, "J")])

    refused = keten.geef("run")

    assert refused.code == 3
    assert keten.gemeente.bezorgd == []
