"""From config/ to delivered meldingen, with real files, a real ledger and the folder way out."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

import scheduler
from ledger import Resultaat, StubSoort
from regres import Bucket, Handelend, SoortMelding
from tests.tools.gemeente import actief, csv_bytes, rij
from tests.tools.straat import Straat, buckets, soorten


@pytest.fixture
def straat(tmp_path: Path) -> Iterator[Straat]:
    street = Straat(tmp_path)
    yield street
    street.ledger.close()


def ordinary(count: int) -> list[dict[str, str]]:
    return [rij(number) for number in range(1000, 1000 + count)]


def test_one_accident_becomes_one_delivery(straat: Straat) -> None:
    straat.gemeente.levering([*ordinary(20), rij(1, "J")])

    verslag = straat.nacht()

    assert verslag.resultaat is Resultaat.VRIJ
    assert buckets(verslag) == {"geen_ongeval": 20, "klaargezet": 1}
    assert verslag.telling.klopt
    assert verslag.bezorging.ontvangen == 1
    assert len(straat.gemeente.bezorgd) == 1
    assert verslag.exit_code == 0


def test_the_same_file_again_is_not_read_again(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()

    again = straat.nacht()

    assert again.resultaat is Resultaat.ONGEWIJZIGD
    assert again.bezorging.ontvangen == 0
    assert len(straat.gemeente.bezorgd) == 1


def test_the_same_file_is_read_again_when_the_last_full_read_is_a_week_old(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    straat.now += timedelta(days=5)
    young = straat.nacht()
    old = straat.nacht()

    assert (young.resultaat, old.resultaat) == (Resultaat.ONGEWIJZIGD, Resultaat.VRIJ)
    assert buckets(old) == {"ongewijzigd": 1}


def test_unchanged_rows_of_another_file_deliver_nothing(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    straat.gemeente.levering([rij(1, "J"), rij(2)])

    again = straat.nacht()

    assert buckets(again) == {"ongewijzigd": 1, "geen_ongeval": 1}
    assert len(straat.gemeente.bezorgd) == 1


def test_a_changed_amount_is_a_wijziging(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    straat.gemeente.levering([rij(1, "J", Bedrag="8.000,00")])

    assert soorten(straat.nacht()) == {"wijziging": 1}
    assert len(straat.gemeente.bezorgd) == 2


def test_flag_j_to_n_withdraws_and_back_to_j_goes_on_with_the_chain(straat: Straat) -> None:
    seen = []
    for flag in ("J", "N", "J"):
        row = rij(1, "J") | {"Ongeval J/N": flag}
        if flag == "N":
            row = rij(1, "N")
        straat.gemeente.levering([row])
        seen.append(soorten(straat.nacht()))

    assert seen == [{"nieuw": 1}, {"intrekking": 1}, {"wijziging": 1}]
    (stand,) = straat.ledger.standen("9901").values()
    assert stand.versie == 3


def test_a_withdrawn_decision_withdraws_the_melding(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    straat.gemeente.levering([rij(1, "J", Status="Ingetrokken")])

    assert soorten(straat.nacht()) == {"intrekking": 1}


def test_an_empty_status_is_sent_as_onderzoek_and_an_unknown_one_waits(straat: Straat) -> None:
    key = straat.gemeente.eigen_ontvanger()
    straat.gemeente.levering([rij(1, "J", Status=""), rij(2, "J", Status="Raar")])

    verslag = straat.nacht()

    assert buckets(verslag) == {"klaargezet": 1, "quarantaine": 1}
    (melding,) = straat.gemeente.geopend(key)
    assert melding["voorziening"]["besluitstatus"] == "onbekend"
    assert melding["verhaalbaarheid"]["uitkomst"] == "onderzoek"
    assert melding["verhaalbaarheid"]["redencodes"] == ["V02", "V04"]


def test_an_emptied_status_changes_the_melding_and_withdraws_nothing(straat: Straat) -> None:
    key = straat.gemeente.eigen_ontvanger()
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    straat.gemeente.levering([rij(1, "J", Status="")])

    assert soorten(straat.nacht()) == {"wijziging": 1}
    first, second = sorted(straat.gemeente.geopend(key), key=lambda melding: melding["versie"])
    assert first["verhaalbaarheid"]["uitkomst"] == "kansrijk"
    assert second["verhaalbaarheid"]["uitkomst"] == "onderzoek"


def test_an_empty_status_beside_flag_n_still_withdraws(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    straat.gemeente.levering([rij(1, "N", Status="")])

    assert soorten(straat.nacht()) == {"intrekking": 1}


def test_an_emptied_flag_is_no_denial_the_melding_stands_and_a_person_looks(
    straat: Straat,
) -> None:
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    straat.gemeente.levering([rij(1, "")])

    verslag = straat.nacht()

    assert buckets(verslag) == {"beoordelen": 1}
    assert verslag.telling.codes["vervallen_signaal"] == 1
    assert [stand.staat for stand in straat.ledger.standen("9901").values()] == ["staand"]


def test_a_provision_that_is_gone_from_the_file_is_not_withdrawn(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J"), rij(2, "J")])
    straat.nacht()
    straat.gemeente.levering([rij(2, "J")])

    assert soorten(straat.nacht()) == {}
    assert len(straat.gemeente.bezorgd) == 2


def test_what_nobody_can_tell_waits_as_a_stub_and_is_not_sent(straat: Straat) -> None:
    rows = [rij(1, "O"), rij(2, "X"), rij(3, "J", **{"Datum ongeval": "01-03-2016"})]
    straat.gemeente.levering(rows)

    verslag = straat.nacht()

    assert buckets(verslag) == {"beoordelen": 1, "quarantaine": 1, "vastgehouden": 1}
    assert {soort: n for soort, n in straat.ledger.stub_counts("9901").items() if n} == {
        StubSoort.BEOORDELEN: 1,
        StubSoort.QUARANTAINE: 1,
        StubSoort.VASTGEHOUDEN: 1,
    }
    assert straat.gemeente.bezorgd == []
    assert verslag.exit_code == 1


def test_a_stub_closes_when_its_record_turns_out_to_be_no_accident(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "O")])
    straat.nacht()
    straat.gemeente.levering([rij(1, "N")])
    straat.nacht()

    assert straat.ledger.stubs("9901") == []


def test_a_stub_closes_after_two_complete_reads_without_its_record(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "O"), rij(2)])
    straat.nacht()
    for extra in (3, 4):
        assert len(straat.ledger.stubs("9901")) == 1
        straat.gemeente.levering([rij(2), rij(extra)])
        straat.nacht()

    assert straat.ledger.stubs("9901") == []


def test_the_same_row_twice_counts_as_dubbel(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J"), rij(1, "J")])

    verslag = straat.nacht()

    assert buckets(verslag) == {"klaargezet": 1, "dubbel": 1}


def test_of_a_record_that_cannot_be_used_no_value_is_told(
    straat: Straat, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    its_own = {"Ingangsdatum": "gisterenqx", "Achternaam": "Zwaluwqx", "Plaats": "Nergensqx"}
    straat.gemeente.levering([rij(1, "J"), rij(2, "misschienqx", **its_own)])

    verslag = straat.nacht()

    told = "".join((*capfd.readouterr(), caplog.text, repr(verslag)))
    assert buckets(verslag) == {"klaargezet": 1, "quarantaine": 1}
    assert [value for value in (*its_own.values(), "misschienqx", "B000002") if value in told] == []


def test_one_key_with_two_contents_puts_both_in_quarantine(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J"), rij(2, "J"), rij(1, "J", Bedrag="1,00")])

    verslag = straat.nacht()

    assert buckets(verslag) == {"klaargezet": 1, "quarantaine": 2}
    assert len(straat.gemeente.bezorgd) == 1


def test_one_key_with_two_contents_is_found_across_batches(straat: Straat) -> None:
    straat.gemeente.gemeente["rem"] = {"nieuw": 5000, "aandeel": 1.0, "waarom": "toets"}
    straat.gemeente.schrijf()
    many = [rij(number, "J") for number in range(1, 1006)]
    straat.gemeente.levering([*many, rij(1, "J", Bedrag="1,00")])

    verslag = straat.nacht()

    assert verslag.telling.buckets[Bucket.QUARANTAINE] == 2
    assert verslag.telling.soorten[SoortMelding.NIEUW] == 1004
    assert verslag.bezorging.ontvangen == 1004


def test_too_many_new_meldingen_wait_and_nothing_is_sent(straat: Straat) -> None:
    straat.gemeente.levering([rij(number, "J") for number in range(1, 27)])

    verslag = straat.nacht()

    assert verslag.resultaat is Resultaat.WACHT_OP_VRIJGAVE
    assert verslag.exit_code == 8
    assert straat.gemeente.bezorgd == []
    assert straat.ledger.standen("9901") == {}


def test_a_waiting_run_is_released_by_a_named_person(straat: Straat) -> None:
    straat.gemeente.levering([rij(number, "J") for number in range(1, 27)])
    verslag = straat.nacht()

    straat.ledger.release_run(
        verslag.run or 0, Handelend("Toets Persoon", "consulent", "gezien"), straat.now
    )
    settings = straat.gemeente.settings()
    done = scheduler.bezorg(settings, straat.ledger, settings.gemeenten[0], straat.klok)

    assert done.ontvangen == 26
    assert straat.nacht().resultaat is Resultaat.ONGEWIJZIGD


def test_an_inverted_flag_is_held_by_the_brake(straat: Straat) -> None:
    mapping = straat.gemeente.config / "mappings" / "duinrand-csv.yaml"
    # With its tests in it the mapping would not even be read by: then the brake is the last guard.
    untested = mapping.read_text().partition("\ntoetsen:")[0]
    wrong = untested.replace(
        "ja_nee: {ja: J, nee: N, onbekend: O}", "ja_nee: {ja: N, nee: J, onbekend: O}"
    )
    mapping.write_text(wrong)
    straat.gemeente.levering(ordinary(200))

    verslag = straat.nacht()

    assert verslag.resultaat is Resultaat.WACHT_OP_VRIJGAVE
    assert straat.gemeente.bezorgd == []


def test_in_the_stand_proef_nothing_is_sent_or_kept(straat: Straat) -> None:
    del straat.gemeente.gemeente["actief"]
    straat.gemeente.gemeente["stand"] = "proef"
    straat.gemeente.schrijf()
    straat.gemeente.levering([rij(1, "J"), rij(2, "O")])

    verslag = straat.nacht()

    assert verslag.resultaat is Resultaat.PROEF
    assert buckets(verslag) == {"klaargezet": 1, "beoordelen": 1}
    assert straat.gemeente.bezorgd == []
    assert straat.ledger.standen("9901") == {}
    assert straat.ledger.stubs("9901") == []


def test_grants_before_the_day_of_actief_wait_for_catching_up(straat: Straat) -> None:
    straat.gemeente.gemeente["actief"] = actief(date(2026, 1, 1))
    straat.gemeente.schrijf()
    straat.gemeente.levering([rij(1, "J")])

    verslag = straat.nacht()

    assert buckets(verslag) == {"vastgehouden": 1}
    assert verslag.telling.codes["wacht_op_inhalen"] == 1


def test_a_cut_off_file_frees_nothing_and_the_next_night_goes_on(straat: Straat) -> None:
    whole = csv_bytes([*ordinary(30), rij(1, "J")])
    path = straat.gemeente.folder / "export" / "wmo.csv"
    path.write_bytes(whole[: len(whole) - 140])

    verslag = straat.nacht()

    assert verslag.resultaat is Resultaat.MISLUKT
    assert verslag.exit_code == 4
    assert straat.gemeente.bezorgd == []
    path.write_bytes(whole)
    assert straat.nacht().bezorging.ontvangen == 1


def test_a_suddenly_small_file_stops_until_a_person_says_it_is_right(straat: Straat) -> None:
    straat.gemeente.levering([*ordinary(100), rij(1, "J")])
    straat.nacht()
    straat.gemeente.levering([rij(1, "J"), rij(2, "J")])

    stopped = straat.nacht()

    assert (stopped.resultaat, stopped.oorzaken[0].code) == (Resultaat.MISLUKT, "R-0303")
    assert straat.nacht(volume_klopt=True).bezorging.ontvangen == 1


def test_no_file_is_geen_levering(straat: Straat) -> None:
    verslag = straat.nacht()

    assert verslag.resultaat is Resultaat.GEEN_LEVERING
    assert verslag.exit_code == 1


def test_a_changed_mapping_is_read_on_an_unchanged_file_and_names_itself(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    mapping = straat.gemeente.config / "mappings" / "duinrand-csv.yaml"
    without = mapping.read_text().replace(
        "    omschrijving: {kolom: Omschrijving voorziening, tekst: afkappen}\n", ""
    )
    mapping.write_text(without)

    assert soorten(straat.nacht()) == {"wijziging": 1}


def test_a_second_run_of_the_same_slot_is_refused(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    straat.now -= timedelta(days=1)

    with pytest.raises(Exception, match="L-") as refused:
        straat.nacht()
    assert getattr(refused.value, "exit_code", None) == 7


def test_a_third_record_with_other_content_takes_the_doubles_along_to_quarantine(
    straat: Straat,
) -> None:
    straat.gemeente.levering([rij(1, "J"), rij(1, "J"), rij(1, "J", Bedrag="1,00")])

    verslag = straat.nacht()

    assert buckets(verslag) == {"quarantaine": 3}
    assert straat.gemeente.bezorgd == []


def test_doubt_about_what_was_never_granted_asks_no_person(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "O", Status="Afgewezen")])

    assert buckets(straat.nacht()) == {"buiten_bereik": 1}


def test_many_withdrawals_at_once_wait_for_a_person(straat: Straat) -> None:
    straat.gemeente.gemeente["rem"] = {"nieuw": 30, "aandeel": 1.0, "waarom": "toets"}
    straat.gemeente.schrijf()
    for first in (1, 31):
        straat.gemeente.levering([rij(n, "J") for n in range(1, first + 30)])
        straat.nacht()
    straat.gemeente.levering([rij(n, "N") for n in range(1, 61)])

    verslag = straat.nacht()

    assert verslag.resultaat is Resultaat.WACHT_OP_VRIJGAVE
    assert "R-0103" in [problem.code for problem in verslag.oorzaken]
    assert len(straat.gemeente.bezorgd) == 60


def test_without_a_key_to_seal_for_nothing_is_read(straat: Straat) -> None:
    (straat.gemeente.config / "ontvanger" / "loket.jwk").unlink()
    straat.gemeente.levering([rij(1), rij(2, "J")])

    verslag = straat.nacht()

    assert (verslag.resultaat, verslag.exit_code) == (Resultaat.MISLUKT, 6)
    assert verslag.telling.gelezen == 0
