"""Catching up: so many a night, most urgent first, beside the nights and not instead of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

import scheduler
from demo.stuf_zaak import Zaak
from ledger import Inhaaltermijn, Ledger, Resultaat, StubSoort
from pipeline import RunVerslag, SlotSoort
from regres import Datum, Handelend
from settings import aansluiten
from tests.tools.gemeente import actief, rij
from tests.tools.keten import (
    Keten,
    bij_het_loket,
    codes,
    loket_draait,
    nu,
    stuf_draait,
    vandaag,
    vers,
    verse_zaak,
)
from tests.tools.straat import CODE, Straat, buckets, soorten

FG = Handelend("F. Functionaris", "fg", "geschiedenis mag mee")
VANAF = date(2024, 1, 1)


@pytest.fixture
def straat(tmp_path: Path) -> Iterator[Straat]:
    street = Straat(tmp_path)
    street.gemeente.gemeente["actief"] = actief(date(2026, 1, 1))
    street.gemeente.gemeente["rem"] = {"aandeel": 1.0, "waarom": "toets"}
    street.gemeente.schrijf()
    yield street
    street.ledger.close()


def oud(nummer: int, jaar: int = 2025, **anders: str) -> dict[str, str]:
    """Give an accident of which the grant is from before the day of actief."""
    days = {
        "Datum beschikking": f"10-05-{jaar}",
        "Ingangsdatum": f"01-06-{jaar}",
        "Datum ongeval": f"01-03-{jaar}",
        "Bekend op": f"01-05-{jaar}",
    }
    return rij(nummer, "J", **days | anders)


def opdracht(straat: Straat, per_nacht: int = 2, vanaf: date = VANAF) -> None:
    straat.ledger.haal_in(CODE, vanaf, per_nacht, FG, straat.now)


def nacht(straat: Straat) -> list[RunVerslag]:
    """Take a night as the service does: the ordinary run, and then what may be caught up on."""
    settings = straat.gemeente.settings()
    line = aansluiten(settings, settings.gemeenten[0], straat.klok, {})
    straat.now += timedelta(days=1)
    turn = [("export", SlotSoort.NACHT)]
    return scheduler.ronde(line, straat.ledger, turn, straat.klok, inhalen=True).runs


def wachten(straat: Straat) -> int:
    return straat.ledger.stub_counts(CODE)[StubSoort.VASTGEHOUDEN]


# -- the order -------------------------------------------------------------------------------------


def test_without_an_order_the_past_stays_held(straat: Straat) -> None:
    straat.gemeente.levering([oud(1), oud(2)])

    (run,) = nacht(straat)

    assert buckets(run) == {"vastgehouden": 2}
    assert straat.gemeente.bezorgd == []


def test_a_portion_a_night_until_all_is_caught_up_on(straat: Straat) -> None:
    straat.gemeente.levering([oud(number) for number in range(1, 6)])
    nacht(straat)
    opdracht(straat, per_nacht=2)

    sent = []
    for _ in range(4):
        runs = nacht(straat)
        sent.append(sum(soorten(run).get("nieuw", 0) for run in runs))

    assert sent == [2, 2, 1, 0]
    assert wachten(straat) == 0
    assert len(straat.gemeente.bezorgd) == 5
    assert {stand.versie for stand in straat.ledger.standen(CODE).values()} == {1}


def test_what_is_caught_up_on_says_so_and_nothing_else_does(straat: Straat) -> None:
    key = straat.gemeente.eigen_ontvanger()
    recent = {"Datum beschikking": "10-05-2026", "Ingangsdatum": "01-06-2026"}
    straat.gemeente.levering([oud(1), rij(2, "J", **recent)])
    nacht(straat)
    opdracht(straat)
    _, second = nacht(straat)

    told = {
        one["voorziening"]["datumToekenning"]: one["inhaalslag"]
        for one in straat.gemeente.geopend(key)
    }
    assert told == {"2025-05-10": True, "2026-05-10": False}
    assert second.slot == "inhalen"
    assert second.telling.codes["inhaalslag"] == 1


def test_a_later_change_of_it_is_an_ordinary_wijziging(straat: Straat) -> None:
    key = straat.gemeente.eigen_ontvanger()
    straat.gemeente.levering([oud(1)])
    nacht(straat)
    opdracht(straat)
    nacht(straat)
    straat.gemeente.levering([oud(1, Bedrag="1,00")])

    (run,) = nacht(straat)

    assert soorten(run) == {"wijziging": 1}
    last = max(straat.gemeente.geopend(key), key=lambda one: int(one["versie"]))
    assert (last["versie"], last["inhaalslag"]) == (2, False)


def test_the_nearest_deadline_goes_first_and_what_has_passed_goes_last(straat: Straat) -> None:
    key = straat.gemeente.eigen_ontvanger()
    years = {1: 2024, 2: 2022, 3: 2025, 4: 2023}
    policy = {"waarschijnlijk_niet": "sturen"}
    straat.gemeente.gemeente["beleid"] = policy
    straat.gemeente.schrijf()
    # At work: only the five years count, from when it was known.
    work = {"Soort ongeval": "arbeid"}
    rows = [oud(number, year, **work) for number, year in years.items()]
    long_ago = {"Datum ongeval": "01-03-2020", "Bekend op": "01-05-2020"}
    rows.append(oud(5, 2024, **work | long_ago))
    straat.gemeente.levering(rows)
    nacht(straat)
    opdracht(straat, per_nacht=1, vanaf=date(2020, 1, 1))
    for _ in range(5):
        nacht(straat)

    sent = sorted(straat.gemeente.geopend(key), key=lambda one: str(one["aangemaaktOp"]))
    order = [melding["ongeval"]["datum"]["datum"] for melding in sent]
    assert order == ["2022-03-01", "2023-03-01", "2024-03-01", "2025-03-01", "2020-03-01"]


def test_what_was_granted_before_the_day_of_the_order_stays_held(straat: Straat) -> None:
    straat.gemeente.levering([oud(1, 2025), oud(2, 2023)])
    nacht(straat)
    opdracht(straat, per_nacht=10)
    for _ in range(3):
        nacht(straat)

    assert (len(straat.gemeente.bezorgd), wachten(straat)) == (1, 1)
    stand = straat.ledger.inhaalstand(CODE, VANAF, straat.now.date())
    assert (stand.wacht, stand.voor_vanaf, stand.ingehaald) == (0, 1, 1)


def test_stopping_keeps_the_rest_held_and_another_order_goes_on(straat: Straat) -> None:
    straat.gemeente.levering([oud(number) for number in range(1, 6)])
    nacht(straat)
    opdracht(straat)
    nacht(straat)
    straat.ledger.stop_inhalen(CODE, FG, straat.now)
    nacht(straat)
    assert (len(straat.gemeente.bezorgd), wachten(straat)) == (2, 3)

    opdracht(straat, per_nacht=10)
    nacht(straat)

    assert (len(straat.gemeente.bezorgd), wachten(straat)) == (5, 0)


# -- beside the nights -----------------------------------------------------------------------------


def test_the_nights_stay_as_they_are(straat: Straat) -> None:
    recent = {"Datum beschikking": "10-05-2026", "Ingangsdatum": "01-06-2026"}
    straat.gemeente.levering([oud(number) for number in range(1, 4)])
    nacht(straat)
    opdracht(straat, per_nacht=1)
    nacht(straat)
    before = straat.ledger.checkpoint(CODE, "export", "bestand")

    night, catching = nacht(straat)

    assert night.resultaat is Resultaat.ONGEWIJZIGD, "catching up is no reason to read it again"
    assert catching.resultaat is Resultaat.VRIJ
    assert straat.ledger.checkpoint(CODE, "export", "bestand") == before
    straat.gemeente.levering([oud(1), oud(2), oud(3), rij(9, "J", **recent), rij(10)])
    night, catching = nacht(straat)
    assert soorten(night) == {"nieuw": 1}
    assert (buckets(night)["ongewijzigd"], buckets(night)["vastgehouden"]) == (2, 1)
    assert buckets(catching) == {"klaargezet": 1, "buiten_bereik": 4}


def test_catching_up_is_no_part_of_what_is_usual_nor_held_to_it(straat: Straat) -> None:
    straat.gemeente.levering([oud(number) for number in range(1, 41)])
    nacht(straat)
    opdracht(straat, per_nacht=40)
    _, catching = nacht(straat)
    assert (catching.resultaat, soorten(catching)) == (Resultaat.VRIJ, {"nieuw": 40})

    recent = {"Datum beschikking": "10-05-2026", "Ingangsdatum": "01-06-2026"}
    straat.gemeente.levering([rij(number, "J", **recent) for number in range(100, 126)])
    (night,) = nacht(straat)

    assert night.resultaat is Resultaat.WACHT_OP_VRIJGAVE, "26 new ones are still one too many"


def test_nothing_is_caught_up_on_while_a_batch_of_the_source_waits(straat: Straat) -> None:
    recent = {"Datum beschikking": "10-05-2026", "Ingangsdatum": "01-06-2026"}
    straat.gemeente.levering([oud(1)])
    nacht(straat)
    opdracht(straat)
    many = [rij(number, "J", **recent) for number in range(100, 126)]
    straat.gemeente.levering([oud(1), *many])

    (held,) = nacht(straat)

    assert held.resultaat is Resultaat.WACHT_OP_VRIJGAVE
    assert straat.gemeente.bezorgd == []


def test_nothing_is_caught_up_on_by_a_mapping_of_which_no_night_was_freed(straat: Straat) -> None:
    recent = {"Datum beschikking": "10-05-2026", "Ingangsdatum": "01-06-2026"}
    straat.gemeente.levering([oud(number) for number in range(1, 4)])
    nacht(straat)
    opdracht(straat, per_nacht=1)
    mapping = straat.gemeente.config / "mappings" / "duinrand-csv.yaml"
    mapping.write_text(
        mapping.read_text().replace(
            "    omschrijving: {kolom: Omschrijving voorziening, tekst: afkappen}\n", ""
        )
    )
    many = [rij(number, "J", **recent) for number in range(100, 126)]
    straat.gemeente.levering([oud(1), oud(2), oud(3), *many])
    (held,) = nacht(straat)
    straat.ledger.reject_run(held.run or 0, FG, straat.now)
    straat.gemeente.levering(many)

    assert len(nacht(straat)) == 1
    assert straat.gemeente.bezorgd == []


def test_the_list_of_work_of_the_municipality_is_left_as_the_night_wrote_it(straat: Straat) -> None:
    folder = straat.gemeente.folder / "lijst"
    folder.mkdir(mode=0o700)
    straat.gemeente.gemeente["werklijst"] = "../lijst"
    straat.gemeente.schrijf()
    straat.gemeente.levering([oud(1), oud(2), rij(3, "O")])
    nacht(straat)
    (file,) = folder.iterdir()
    before = file.read_text()
    opdracht(straat, per_nacht=1)
    nacht(straat)

    assert file.read_text().count("\n") == before.count("\n")
    assert "B000003" in file.read_text()


# -- what changed meanwhile ------------------------------------------------------------------------


def test_what_turned_out_to_be_no_accident_is_not_sent(straat: Straat) -> None:
    straat.gemeente.levering([oud(1), oud(2)])
    nacht(straat)
    opdracht(straat)
    straat.gemeente.levering([rij(1), oud(2, Status="Ingetrokken")])

    runs = nacht(straat)

    assert len(runs) == 1
    assert (straat.gemeente.bezorgd, wachten(straat)) == ([], 0)


def test_what_left_the_source_closes_after_two_looks_and_holds_nobody_up(straat: Straat) -> None:
    urgent = [oud(number, 2022) for number in range(1, 4)]
    rest = [oud(number, 2025) for number in range(10, 14)]
    straat.gemeente.levering([*urgent, *rest])
    nacht(straat)
    opdracht(straat, per_nacht=3, vanaf=date(2020, 1, 1))
    straat.gemeente.levering(rest)
    for _ in range(4):
        nacht(straat)

    assert (len(straat.gemeente.bezorgd), wachten(straat)) == (4, 0)


def test_the_same_key_twice_with_other_content_goes_to_quarantine(straat: Straat) -> None:
    straat.gemeente.levering([oud(1), rij(5)])
    nacht(straat)
    opdracht(straat)
    nights = straat.gemeente.levering([oud(1), oud(1, Bedrag="1,00"), rij(5)])
    assert nights.exists()

    nacht(straat)

    assert straat.gemeente.bezorgd == []
    assert straat.ledger.stub_counts(CODE)[StubSoort.QUARANTAINE] == 1


# -- killed, twice, and in parts -------------------------------------------------------------------


def test_a_night_gives_its_portion_once_however_often_it_is_asked(straat: Straat) -> None:
    straat.gemeente.levering([oud(number) for number in range(1, 6)])
    nacht(straat)
    opdracht(straat)
    nacht(straat)
    settings = straat.gemeente.settings()
    line = aansluiten(settings, settings.gemeenten[0], straat.klok, {})
    for _ in range(2):
        assert scheduler.ronde(line, straat.ledger, (), straat.klok, inhalen=True).runs == []

    assert len(straat.gemeente.bezorgd) == 2


def test_what_was_cut_off_is_taken_the_same_night_and_nothing_goes_twice(straat: Straat) -> None:
    straat.gemeente.levering([oud(number) for number in range(1, 6)])
    nacht(straat)
    opdracht(straat)
    settings = straat.gemeente.settings()
    line = aansluiten(settings, settings.gemeenten[0], straat.klok, {})
    straat.now += timedelta(days=1)

    class Killed(BaseException):
        pass

    def die(telling: object) -> None:
        raise Killed

    with pytest.raises(Killed):
        scheduler.ronde(
            line,
            straat.ledger,
            (),
            straat.klok,
            lambda given: replace(given, voortgang=die),
            inhalen=True,
        )
    done = scheduler.ronde(line, straat.ledger, (), straat.klok, inhalen=True)

    assert [run.resultaat for run in done.runs] == [Resultaat.VRIJ]
    assert len(straat.gemeente.bezorgd) == 2
    assert straat.ledger.ingehaald(CODE, straat.now.date()) == 2


# -- a case system ---------------------------------------------------------------------------------


def test_of_a_case_system_the_months_are_read_in_which_the_most_urgent_stand(
    tmp_path: Path,
) -> None:
    """Five months; a portion of two reads those of the two nearest deadlines."""
    keten = Keten(tmp_path)
    today = vandaag()

    def case(nummer: int, days: int) -> Zaak:
        start = today - timedelta(days=days)
        happened = start - timedelta(days=30)
        return verse_zaak(
            nummer,
            "J",
            startdatum=start,
            datum_beslissing=start,
            ingangsdatum=start,
            datum_ongeval=Datum.lees(happened.isoformat()),
            bekend_op=happened,
        )

    cases = [case(number, days) for number, days in enumerate((100, 135, 170, 205, 240), 1)]
    with stuf_draait(cases) as server, loket_draait(tmp_path / "loket") as huis:
        keten.met_stuf(server.url, vanaf=today - timedelta(days=260))
        keten.gemeente.gemeente["actief"] = actief(today - timedelta(days=1))
        keten.gemeente.gemeente["rem"] = {"aandeel": 1.0, "waarom": "toets"}
        keten.met_loket(huis)
        with keten.ledger() as ledger:

            def beurt(soort: SlotSoort, dagen: int) -> list[str]:
                settings = keten.gemeente.settings()
                klok = nu() + timedelta(days=dagen)
                line = aansluiten(settings, settings.gemeenten[0], lambda: klok)
                try:
                    turn = [("zaken", soort)]
                    nightly = soort is SlotSoort.VENSTER
                    done = scheduler.ronde(line, ledger, turn, lambda: klok, inhalen=nightly)
                finally:
                    line.close()
                return [run.slot for run in done.runs if run.slot.startswith("inhalen")]

            ledger.haal_in(CODE, today - timedelta(days=400), 2, FG, nu())
            assert beurt(SlotSoort.VENSTER, 0) == [], "before a rondgang no month is known"
            beurt(SlotSoort.RONDGANG, 0)
            assert ledger.wacht_op_inhalen(CODE) == 5
            months = [f"inhalen:{today - timedelta(days=days):%Y-%m}" for days in (240, 205)]
            assert sorted(beurt(SlotSoort.VENSTER, 1)) == sorted(months)
            assert (len(bij_het_loket(huis)), ledger.wacht_op_inhalen(CODE)) == (2, 3)
            beurt(SlotSoort.VENSTER, 2)
            beurt(SlotSoort.VENSTER, 3)
            assert beurt(SlotSoort.VENSTER, 4) == []

        assert [soort for _, _, soort in bij_het_loket(huis)] == ["nieuw"] * 5


# -- how far it is ---------------------------------------------------------------------------------


def test_the_state_counts_what_waits_by_its_deadline(straat: Straat) -> None:
    straat.gemeente.levering([oud(1, 2022), oud(2, 2025), oud(3, 2023)])
    nacht(straat)

    def termijnen(ledger: Ledger) -> dict[Inhaaltermijn, int]:
        found = ledger.inhaalstand(CODE, date.min, straat.now.date()).termijnen
        return {name: count for name, count in found.items() if count}

    assert sum(termijnen(straat.ledger).values()) == 3
    assert Inhaaltermijn.LATER in termijnen(straat.ledger)
    assert straat.ledger.wacht_op_inhalen(CODE) == 3


# -- the command line ------------------------------------------------------------------------------

WIE = ("--wie", "F. Functionaris", "--rol", "fg", "--reden", "geschiedenis mag mee")
BEGIN = ("inhalen", "-g", "Duinrand", "--vanaf", "2015-01-01", "--per-nacht", "2")


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    made = Keten(tmp_path)
    made.gemeente.gemeente["actief"] = actief(vandaag() - timedelta(days=1))
    made.gemeente.gemeente["rem"] = {"aandeel": 1.0, "waarom": "toets"}
    made.schrijf()
    made.gemeente.levering([vers(number, "J") for number in range(1, 6)])
    return made


def test_an_officer_orders_it_sees_how_far_it_is_and_stops_it(keten: Keten) -> None:
    keten.run()
    before = keten.geef("status")
    begun = keten.geef(*BEGIN, *WIE)

    assert "wacht op inhalen: 5 (besluit: regresbrug inhalen -g 9901)" in before.uit
    assert before.code == 1
    assert begun.code == 0
    assert "nog 3 nachten" in begun.uit
    now = keten.geef("inhalen", "-g", "Duinrand", "--nu", "--format", "json")
    (one,) = now.json["gemeenten"]
    assert (one["wacht"], one["ingehaald"], one["nachten"]) == (3, 2, 2)
    assert len(keten.gemeente.bezorgd) == 2
    status = keten.geef("status")
    assert "wordt ingehaald: 3, 2 per nacht, nog 2 nachten" in status.uit
    assert status.code == 0, "what is being caught up on waits for no person"
    assert keten.geef("inhalen", "--stop", *WIE).code == 0
    assert keten.geef("status").code == 1


@pytest.mark.parametrize(
    ("woorden", "code"),
    [
        (("--vanaf", "2015-01-01", *WIE), "C-0621"),
        (("--per-nacht", "5", *WIE), "C-0621"),
        (("--stop", "--per-nacht", "5", *WIE), "C-0621"),
        (("--vanaf", "2015-01-01", "--per-nacht", "5", *WIE[:2], *WIE[4:]), "C-0622"),
        (("--vanaf", "2015-01-01", "--per-nacht", "5"), "C-0008"),
        (("--vanaf", "2099-01-01", "--per-nacht", "5", *WIE), "C-0624"),
        (("--vanaf", "2015-01-01", "--per-nacht", "0", *WIE), "C-0005"),
        (("--vanaf", "2015-01-01", "--per-nacht", "5", *WIE[:2], "--rol", "beheer"), "C-0005"),
    ],
)
def test_half_an_order_is_none(keten: Keten, woorden: tuple[str, ...], code: str) -> None:
    refused = keten.geef("inhalen", "-g", "Duinrand", *woorden)

    assert (refused.code, codes(refused.fout)) == (2, [code])
    assert keten.geef("inhalen", "--format", "json").json["gemeenten"][0]["opdracht"] is None


def test_in_proef_there_is_nothing_to_catch_up_on(keten: Keten) -> None:
    keten.gemeente.gemeente["stand"] = "proef"
    keten.schrijf()

    assert codes(keten.geef(*BEGIN, *WIE).fout) == ["C-0623"]
