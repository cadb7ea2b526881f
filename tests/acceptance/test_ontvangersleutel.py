"""The loket changes its key: over real sockets, with a melding on its way and one that changed."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.tools.keten import (
    Keten,
    bij_het_loket,
    dag,
    loket_draait,
    nieuwe_sleutel,
    vandaag,
    vers,
)
from tests.tools.loket import Huis


def behoud(huis: Huis) -> dict[str, object]:
    """Give what a loket keeps when it starts anew with other keys."""
    kept = huis.settings
    return {"database": kept.database, "datasleutel": kept.datasleutel}


def gedaan(huis: Huis) -> list[tuple[int, str]]:
    return [(versie, soort) for _, versie, soort in bij_het_loket(huis)]


def test_a_new_version_under_a_key_that_is_gone_is_voided_read_again_and_sealed_anew(
    tmp_path: Path,
) -> None:
    keten, nieuw = Keten(tmp_path), nieuwe_sleutel()
    with loket_draait(tmp_path / "loket") as huis:
        keten.met_loket(huis)
        keten.gemeente.levering([vers(1, "J")])
        assert keten.run()[0].code == 0
        kept, old = behoud(huis), huis.sleutel
    gone = replace(old, ingetrokken_op=vandaag() - timedelta(days=91))
    with loket_draait(tmp_path / "loket-2", sleutels=(nieuw, gone), **kept) as huis:
        keten.met_loket(huis)
        keten.sleutel_van(old)
        keten.gemeente.levering([vers(1, "J", Bedrag="9.000,00")])

        voided, _ = keten.run()
        assert (voided.code, voided.regels[-1]["vervallen"]) == (1, 1)
        assert [one["code"] for one in voided.regels[-1]["problemen"]] == ["S-0422"]
        assert gedaan(huis) == [(1, "nieuw")]
        keten.ontvanger(nieuw.publiek | {"geldig_van": dag(0), "geldig_tot": dag(365)}, "n.jwk")

        # The file did not change since; it is read all the same, and the number is used again.
        done, run = keten.run()
        assert (done.code, run["resultaat"]) == (0, "vrij")
        assert gedaan(huis) == [(1, "nieuw"), (2, "wijziging")]
        (referentie,) = {one for one, _, _ in bij_het_loket(huis)}
        assert referentie
        assert keten.run()[1]["resultaat"] == "ongewijzigd"


def test_what_was_sealed_before_a_key_retired_is_still_delivered(tmp_path: Path) -> None:
    keten, nieuw = Keten(tmp_path), nieuwe_sleutel()
    with loket_draait(tmp_path / "loket") as huis:
        keten.met_loket(huis)
        kept, old = behoud(huis), huis.sleutel
    keten.gemeente.levering([vers(1, "J")])
    waits, _ = keten.run()
    assert (waits.code, waits.regels[-1]["wacht"]) == (5, 1)
    keten.ontvanger(nieuw.publiek | {"geldig_van": dag(0), "geldig_tot": dag(365)}, "nieuw.jwk")
    retired = keten.geef("keys", "retire", "--ontvanger", old.kid, "--wie", "B", "--reden", "oud")
    assert (retired.code, nieuw.kid in retired.fout) == (0, True)

    today = replace(old, ingetrokken_op=vandaag())
    with loket_draait(tmp_path / "loket-2", sleutels=(nieuw, today), **kept) as huis:
        keten.gemeente.dienst["bestemming"]["adres"] = huis.server.url
        keten.gemeente.dienst["bestemming"]["ca"] = str(huis.ca)
        keten.mag_naar(huis.server.url.removeprefix("https://"))
        keten.schrijf()
        keten.gemeente.levering([vers(1, "J"), vers(2, "J")])
        _again(keten)

        # One was sealed for the old key and opened with it; the other for the new one.
        assert sorted(gedaan(huis)) == [(1, "nieuw"), (1, "nieuw")]
        assert keten.run()[0].code == 0


def _again(keten: Keten) -> None:
    """Run until the time to wait after an outage is over."""
    for _ in range(60):
        done, _ = keten.run()
        if done.regels[-1]["wacht"] == 0:
            return
    raise AssertionError("not delivered")
