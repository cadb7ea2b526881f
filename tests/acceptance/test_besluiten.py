"""What a person decides takes effect at the next read, and only about what he saw."""

import secrets
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ledger import Keuze, Resultaat, StubSoort, Uitwerking
from regres import Handelend, UsageProblem
from tests.tools.gemeente import actief, rij
from tests.tools.straat import CODE, Straat, buckets, soorten


@pytest.fixture
def straat(tmp_path: Path) -> Iterator[Straat]:
    street = Straat(tmp_path)
    yield street
    assert street.ledger.audit_verify() == []
    street.ledger.close()


def onduidelijk(nummer: int, **anders: str) -> dict[str, str]:
    """Make a row of an accident about which the flag says onbekend."""
    return rij(nummer, "J") | {"Ongeval J/N": "O"} | anders


def kansloos(nummer: int, **anders: str) -> dict[str, str]:
    """Make a row of an accident so long ago that the policy holds its melding."""
    return rij(nummer, "J") | {"Datum ongeval": "01-03-2016"} | anders


def met_ontvanger(straat: Straat) -> Any:
    return straat.gemeente.eigen_ontvanger()


def uitwerking(straat: Straat, soort: StubSoort = StubSoort.BEOORDELEN) -> list[Uitwerking]:
    return [row.besluit.uitwerking for row in straat.ledger.decided(CODE, soort)]


# -- yes and no ------------------------------------------------------------------------------------


def test_yes_sends_one_melding_by_hand_and_no_takes_it_back(straat: Straat) -> None:
    sleutel = met_ontvanger(straat)
    straat.gemeente.levering([onduidelijk(1)])
    assert buckets(straat.nacht()) == {"beoordelen": 1}

    key = straat.besluit(Keuze.JA)
    sent = straat.nacht()

    assert (sent.resultaat, soorten(sent)) == (Resultaat.VRIJ, {"nieuw": 1})
    assert sent.telling.codes["besluit_ja"] == 1
    assert sent.exit_code == 0
    straat.besluit(Keuze.NEE, key)
    back = straat.nacht()

    assert soorten(back) == {"intrekking": 1}
    assert back.telling.codes["besluit_nee"] == 1
    both = straat.gemeente.geopend(sleutel)
    first, second = sorted(both, key=lambda melding: int(melding["versie"]))
    assert first["ongeval"]["indicatie"] == "J"
    assert first["ongeval"]["indicatieBron"] == "handmatig"
    assert "V18" not in first["verhaalbaarheid"]["redencodes"]
    assert second["soortMelding"] == "intrekking"
    assert gekozen(straat) == ["review_ja", "review_nee"]


def test_a_melding_that_was_sent_is_taken_back_when_there_was_no_accident_after_all(
    straat: Straat,
) -> None:
    straat.gemeente.levering([rij(1, "J"), rij(2, "J")])
    assert soorten(straat.nacht()) == {"nieuw": 2}
    (first, _) = straat.ledger.find(CODE, "")
    who = Handelend("T. Consulent", "consulent", "was een val thuis")

    straat.ledger.toch_geen_ongeval(CODE, first.referentie, who, straat.now)
    assert uitwerking(straat) == [Uitwerking.WACHT]
    back, after = straat.nacht(), straat.nacht()

    assert (soorten(back), soorten(after)) == ({"intrekking": 1}, {})
    assert back.telling.codes["besluit_nee"] == 1
    assert uitwerking(straat) == [Uitwerking.TOEGEPAST]
    with pytest.raises(UsageProblem, match="L-0405"):
        straat.ledger.toch_geen_ongeval(CODE, first.referentie, who, straat.now)
    assert [one.reden for one in straat.ledger.decisions(CODE, "toch_geen_ongeval")] == [who.reden]


def test_that_there_was_no_accident_after_all_holds_while_the_record_says_the_same(
    straat: Straat,
) -> None:
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    (sent,) = straat.ledger.find(CODE, "")
    who = Handelend("T. Consulent", "consulent", "was een val thuis")
    straat.ledger.toch_geen_ongeval(CODE, sent.referentie, who, straat.now)
    straat.nacht()

    straat.gemeente.levering([rij(1, "J", Bedrag="8.000,00")])
    assert soorten(straat.nacht()) == {}
    straat.gemeente.levering([rij(1, "J", **{"Datum ongeval": "02-03-2025"})])
    changed = straat.nacht()
    assert (soorten(changed), uitwerking(straat)) == ({"wijziging": 1}, [Uitwerking.HEROPEND])
    straat.gemeente.levering([rij(1, "N")])
    assert soorten(straat.nacht()) == {"intrekking": 1}
    assert uitwerking(straat) == [Uitwerking.ACHTERHAALD]


def gekozen(straat: Straat) -> list[str]:
    """Give the kinds of decision about records, oldest first."""
    every = (one.soort for one in straat.ledger.decisions(CODE))
    return [soort for soort in every if soort.startswith("review_")]


def test_no_sends_nothing_and_does_not_come_back(straat: Straat) -> None:
    straat.gemeente.levering([onduidelijk(1)])
    straat.nacht()
    straat.besluit(Keuze.NEE)

    for extra in (2, 3):
        straat.gemeente.levering([onduidelijk(1), rij(extra)])
        verslag = straat.nacht()
        assert buckets(verslag) == {"geen_ongeval": 2}
        assert verslag.telling.codes["besluit_nee"] == 1
        assert straat.ledger.stubs(CODE) == []

    assert straat.gemeente.bezorgd == []


def test_a_decided_record_is_off_the_list_at_once_and_says_what_it_waits_for(
    straat: Straat,
) -> None:
    straat.gemeente.levering([onduidelijk(1)])
    straat.nacht()
    straat.besluit(Keuze.JA)

    assert straat.ledger.stubs(CODE) == []
    assert uitwerking(straat) == [Uitwerking.WACHT]
    straat.nacht()
    assert uitwerking(straat) == [Uitwerking.TOEGEPAST]


def test_an_unchanged_file_is_read_again_after_a_decision_and_then_skipped_again(
    straat: Straat,
) -> None:
    straat.gemeente.levering([onduidelijk(1), *(rij(n) for n in range(2, 5))])
    straat.nacht()
    assert straat.nacht().resultaat is Resultaat.ONGEWIJZIGD
    straat.besluit(Keuze.JA)

    again = straat.nacht()

    assert buckets(again) == {"geen_ongeval": 3, "klaargezet": 1}
    assert straat.nacht().resultaat is Resultaat.ONGEWIJZIGD


def test_yes_to_what_cannot_be_true_is_quarantine_all_the_same(straat: Straat) -> None:
    straat.gemeente.levering([onduidelijk(1, **{"Bekend op": "01-01-2024"})])
    straat.nacht()
    straat.besluit(Keuze.JA)

    assert buckets(straat.nacht()) == {"quarantaine": 1}
    (row,) = straat.ledger.stubs(CODE)
    with pytest.raises(UsageProblem, match="L-0404"):
        straat.besluit(Keuze.LAAT_LOS, row.zoeksleutel)


def test_many_decided_records_at_once_wait_for_the_brake(straat: Straat) -> None:
    straat.gemeente.levering([onduidelijk(n) for n in range(1, 28)])
    straat.nacht()
    for row in straat.ledger.stubs(CODE):
        straat.besluit(Keuze.JA, row.zoeksleutel)

    assert straat.nacht().resultaat is Resultaat.WACHT_OP_VRIJGAVE
    assert straat.gemeente.bezorgd == []
    assert set(uitwerking(straat)) == {Uitwerking.WACHT}


# -- two sources, one key --------------------------------------------------------------------------


def tweede_bron(straat: Straat) -> None:
    """Let a second source hold the same provisions, with fields of its own."""
    (straat.gemeente.folder / "tweede").mkdir()
    bronnen = straat.gemeente.gemeente["bronnen"]
    bronnen["tweede"] = bronnen["export"] | {"map": "../tweede"}
    straat.gemeente.schrijf()
    straat.gemeente.levering([onduidelijk(1)])
    straat.gemeente.levering([onduidelijk(1, **{"Datum ongeval": "02-03-2025"})], map="tweede")


@pytest.mark.parametrize("keuze", [Keuze.JA, Keuze.NEE])
def test_a_record_in_two_sources_is_decided_once_in_each_and_then_rests(
    straat: Straat, keuze: Keuze
) -> None:
    tweede_bron(straat)
    for bron in ("export", "tweede"):
        straat.nacht(bron=bron)
        straat.besluit(keuze)

    for extra in (2, 3):
        for bron, map in (("export", "export"), ("tweede", "tweede")):
            rest = {} if bron == "export" else {"Datum ongeval": "02-03-2025"}
            straat.gemeente.levering([onduidelijk(1, **rest), rij(extra)], map=map)
            assert "beoordelen" not in buckets(straat.nacht(bron=bron))
            assert straat.ledger.stubs(CODE) == []

    assert {
        (row.bronset, row.besluit.uitwerking)
        for row in straat.ledger.decided(CODE, StubSoort.BEOORDELEN)
    } == {("export", Uitwerking.TOEGEPAST), ("tweede", Uitwerking.TOEGEPAST)}


def test_what_was_decided_of_one_source_does_not_take_another_off_the_list(
    straat: Straat,
) -> None:
    tweede_bron(straat)
    straat.nacht()
    straat.besluit(Keuze.NEE)
    straat.nacht(bron="tweede")
    straat.nacht()

    (row,) = straat.ledger.stubs(CODE)
    assert (row.bronset, "heropend" in row.codes) == ("tweede", False)


# -- other signals ---------------------------------------------------------------------------------


@pytest.mark.parametrize("keuze", [Keuze.JA, Keuze.NEE])
def test_changed_signals_open_the_matter_again(straat: Straat, keuze: Keuze) -> None:
    straat.gemeente.levering([onduidelijk(1)])
    straat.nacht()
    straat.besluit(keuze)
    straat.gemeente.levering([onduidelijk(1, **{"Verzekeraar tegenpartij": "Fictief NV"})])

    verslag = straat.nacht()

    assert buckets(verslag) == {"beoordelen": 1}
    assert straat.wacht().codes[0] == "heropend"
    assert uitwerking(straat) == [Uitwerking.HEROPEND]
    straat.besluit(Keuze.NEE)
    assert buckets(straat.nacht()) == {"geen_ongeval": 1}
    assert uitwerking(straat) == [Uitwerking.TOEGEPAST]


@pytest.mark.parametrize(
    ("keuze", "vlag", "bucket"),
    [(Keuze.NEE, "J", "klaargezet"), (Keuze.JA, "N", "geen_ongeval")],
)
def test_what_the_source_says_itself_makes_a_decision_void(
    straat: Straat, keuze: Keuze, vlag: str, bucket: str
) -> None:
    straat.gemeente.levering([rij(1, "O")])
    straat.nacht()
    straat.besluit(keuze)
    straat.gemeente.levering([rij(1, vlag)])

    assert buckets(straat.nacht()) == {bucket: 1}
    assert uitwerking(straat) == [Uitwerking.ACHTERHAALD]


def test_a_value_that_the_mapping_now_understands_makes_a_decision_void(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "O")])
    straat.nacht()
    straat.besluit(Keuze.NEE)
    mapping = straat.gemeente.config / "mappings" / "duinrand-csv.yaml"
    words = mapping.read_text().partition("\ntoetsen:")[0] + "\n"
    before = "{ja: J, nee: N, onbekend: O}"
    assert before in words
    mapping.write_text(words.replace(before, "{ja: O, nee: N, onbekend: X}"))

    verslag = straat.nacht()

    assert verslag.resultaat is Resultaat.VRIJ
    assert verslag.telling.codes["besluit_nee"] == 0
    assert uitwerking(straat) == [Uitwerking.ACHTERHAALD]


def test_a_sign_that_fell_silent_can_be_judged_too(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    empty = {"Ongeval J/N": "", "Datum ongeval": "", "Aansprakelijke derde (J/N)": ""}
    straat.gemeente.levering([rij(1, "J") | empty])
    straat.nacht()
    assert straat.wacht().codes == ("vervallen_signaal",)
    assert straat.wacht().redenen[0].regel == "vervallen_signaal"

    straat.besluit(Keuze.NEE)

    assert soorten(straat.nacht()) == {"intrekking": 1}


def test_a_sign_that_fell_silent_may_still_be_an_accident(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    empty = {"Ongeval J/N": "", "Datum ongeval": "", "Aansprakelijke derde (J/N)": ""}
    straat.gemeente.levering([rij(1, "J") | empty])
    straat.nacht()
    straat.besluit(Keuze.JA)

    assert soorten(straat.nacht()) == {"wijziging": 1}
    assert straat.ledger.stubs(CODE) == []


def test_another_key_version_voids_no_decision(straat: Straat) -> None:
    straat.gemeente.levering([onduidelijk(1), onduidelijk(2)])
    straat.nacht()
    (one, two) = straat.ledger.stubs(CODE)
    straat.besluit(Keuze.NEE, one.zoeksleutel)
    straat.gemeente.geheim("wortel-2.key", secrets.token_hex(32))
    straat.gemeente.gemeente["sleutels"] = {
        1: "secret://file/./geheim/wortel-1.key",
        2: "secret://file/./geheim/wortel-2.key",
    }
    straat.gemeente.schrijf()

    assert buckets(straat.nacht()) == {"geen_ongeval": 1, "beoordelen": 1}
    assert [row.plaats for row in straat.ledger.stubs(CODE)] == [two.plaats]
    (besluit,) = straat.ledger.besluiten(CODE)
    assert besluit.merkversie == 2
    straat.gemeente.levering([onduidelijk(1), onduidelijk(2), rij(3)])
    assert buckets(straat.nacht()) == {"geen_ongeval": 2, "beoordelen": 1}


# -- a change of mind, and decisions beside a run --------------------------------------------------


def test_the_last_decision_counts_and_all_are_kept(straat: Straat) -> None:
    straat.gemeente.levering([onduidelijk(1)])
    straat.nacht()
    key = straat.besluit(Keuze.NEE)
    straat.besluit(Keuze.JA, key)

    assert soorten(straat.nacht()) == {"nieuw": 1}
    assert gekozen(straat) == ["review_nee", "review_ja"]


def test_later_keeps_it_on_the_list_and_starts_the_reminder_again(straat: Straat) -> None:
    straat.gemeente.levering([onduidelijk(1)])
    straat.nacht()
    straat.now += timedelta(days=15)
    assert straat.wacht().herinnering(straat.now.date()) == 1

    straat.besluit(Keuze.LATER)

    assert straat.wacht().herinnering(straat.now.date()) == 0
    assert buckets(straat.nacht()) == {"beoordelen": 1}
    assert straat.wacht().herinnering(straat.now.date() + timedelta(days=12)) == 0
    assert straat.wacht().herinnering(straat.now.date() + timedelta(days=14)) == 1
    assert straat.ledger.herinneringen(CODE, straat.now.date()).wachten == 0


def test_later_after_yes_puts_a_sent_record_back_on_the_list(straat: Straat) -> None:
    straat.gemeente.levering([onduidelijk(1)])
    straat.nacht()
    key = straat.besluit(Keuze.JA)
    straat.nacht()

    straat.besluit(Keuze.LATER, key)

    assert straat.wacht().zoeksleutel == key
    assert buckets(straat.nacht()) == {"beoordelen": 1}
    assert straat.wacht().zoeksleutel == key
    assert len(straat.gemeente.bezorgd) == 1


def test_a_no_while_the_run_waits_keeps_the_melding_from_being_sent(straat: Straat) -> None:
    straat.gemeente.levering([onduidelijk(n) for n in range(1, 28)])
    straat.nacht()
    keys = [straat.besluit(Keuze.JA, row.zoeksleutel) for row in straat.ledger.stubs(CODE)]
    held = straat.nacht()
    straat.besluit(Keuze.NEE, keys[0])
    straat.besluit(Keuze.LATER, keys[1])

    straat.ledger.release_run(
        held.run or 0, Handelend("T. Consulent", "consulent", "gezien"), straat.now
    )

    assert len(straat.ledger.standen(CODE)) == 25
    assert straat.wacht().zoeksleutel == keys[1]
    after = straat.nacht()
    assert buckets(after) == {"geen_ongeval": 1, "beoordelen": 1, "ongewijzigd": 25}
    assert len(straat.gemeente.bezorgd) == 25


def test_a_decision_while_the_run_waits_closes_the_stub_that_run_brings(straat: Straat) -> None:
    straat.gemeente.levering([onduidelijk(1)])
    straat.nacht()
    straat.gemeente.levering([onduidelijk(1), *(rij(n, "J") for n in range(2, 30))])
    held = straat.nacht()
    assert held.resultaat is Resultaat.WACHT_OP_VRIJGAVE
    straat.besluit(Keuze.NEE)

    straat.ledger.release_run(
        held.run or 0, Handelend("T. Consulent", "consulent", "gezien"), straat.now
    )

    assert straat.ledger.stubs(CODE) == []
    assert uitwerking(straat) == [Uitwerking.WACHT]
    assert buckets(straat.nacht()) == {"geen_ongeval": 1, "ongewijzigd": 28}


def test_a_failed_run_leaves_a_decision_waiting(straat: Straat) -> None:
    path = straat.gemeente.levering([onduidelijk(1), *(rij(n) for n in range(2, 30))])
    straat.nacht()
    straat.besluit(Keuze.JA)
    whole = path.read_bytes()
    path.write_bytes(whole[:-140])
    assert straat.nacht().resultaat is Resultaat.MISLUKT
    assert uitwerking(straat) == [Uitwerking.WACHT]

    path.write_bytes(whole)

    assert soorten(straat.nacht()) == {"nieuw": 1}


def test_in_the_same_key_twice_no_decision_speaks(straat: Straat) -> None:
    straat.gemeente.levering([onduidelijk(1)])
    straat.nacht()
    key = straat.besluit(Keuze.JA)
    straat.gemeente.levering([onduidelijk(1), onduidelijk(1, Bedrag="1,00")])

    twice = straat.nacht()

    assert buckets(twice) == {"quarantaine": 2}
    assert uitwerking(straat) == [Uitwerking.WACHT]
    straat.gemeente.levering([onduidelijk(1)])
    assert soorten(straat.nacht()) == {"nieuw": 1}
    assert key not in straat.ledger.open_stubs(CODE)


def test_a_decided_record_that_left_the_source_says_so(straat: Straat) -> None:
    straat.gemeente.levering([onduidelijk(1), rij(2)])
    straat.nacht()
    straat.besluit(Keuze.JA)
    for extra in (3, 4):
        straat.gemeente.levering([rij(2), rij(extra)])
        straat.nacht()

    (row,) = straat.ledger.decided(CODE, StubSoort.BEOORDELEN)
    assert (row.in_bron, row.besluit.uitwerking) == (False, Uitwerking.WACHT)


def test_a_decided_record_that_came_back_is_no_longer_said_to_be_gone(straat: Straat) -> None:
    straat.gemeente.levering([onduidelijk(1), rij(2)])
    straat.nacht()
    straat.besluit(Keuze.JA)
    for extra in (3, 4):
        straat.gemeente.levering([rij(2), rij(extra)])
        straat.nacht()

    straat.gemeente.levering([onduidelijk(1), rij(2)])
    assert soorten(straat.nacht()) == {"nieuw": 1}

    (row,) = straat.ledger.decided(CODE, StubSoort.BEOORDELEN)
    assert (row.besluit.uitwerking, row.in_bron) == (Uitwerking.TOEGEPAST, True)


def test_a_record_that_came_back_waits_from_then_whatever_was_said_before(straat: Straat) -> None:
    straat.gemeente.levering([onduidelijk(1), rij(2)])
    straat.nacht()
    straat.besluit(Keuze.LATER)
    for extra in (3, 4):
        straat.gemeente.levering([rij(2), rij(extra)])
        straat.nacht()
    straat.gemeente.levering([onduidelijk(1), rij(2)])
    straat.nacht()

    row = straat.wacht()
    assert row.wacht_sinds == row.eerst_gezien


@pytest.mark.parametrize("eerst", [0, 1])
def test_a_twin_without_accident_does_not_keep_the_reminder_from_coming(
    straat: Straat, eerst: int
) -> None:
    twins = [onduidelijk(1), rij(1)]
    for night in range(16):
        straat.gemeente.levering([twins[eerst], twins[1 - eerst], rij(2 + night)])
        straat.nacht()

    assert straat.wacht().herinnering(straat.now.date()) == 1


@pytest.mark.parametrize("eerst", [0, 1])
def test_a_twin_that_says_no_keeps_a_decided_record_from_being_sent(
    straat: Straat, eerst: int
) -> None:
    straat.gemeente.levering([onduidelijk(1)])
    straat.nacht()
    straat.besluit(Keuze.JA)
    twins = [onduidelijk(1), rij(1)]
    straat.gemeente.levering([twins[eerst], twins[1 - eerst]])

    assert buckets(straat.nacht()) == {"quarantaine": 2}
    assert uitwerking(straat) == [Uitwerking.WACHT]


def test_what_nobody_waits_for_cannot_be_decided(straat: Straat) -> None:
    with pytest.raises(UsageProblem, match="L-0403"):
        straat.besluit(Keuze.JA, "a" * 64)


def test_refused_by_the_backend_is_quarantine_and_not_for_a_judgement(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "X")])
    straat.nacht()

    with pytest.raises(UsageProblem, match="L-0404"):
        straat.besluit(Keuze.JA, straat.wacht(StubSoort.QUARANTAINE).zoeksleutel)


# -- held ------------------------------------------------------------------------------------------


def test_a_held_melding_that_is_let_go_is_sent_with_its_advice(straat: Straat) -> None:
    sleutel = met_ontvanger(straat)
    straat.gemeente.levering([kansloos(1)])
    assert buckets(straat.nacht()) == {"vastgehouden": 1}
    straat.besluit(Keuze.LAAT_LOS)
    assert straat.ledger.stubs(CODE) == []

    sent = straat.nacht()

    assert soorten(sent) == {"nieuw": 1}
    assert sent.telling.codes["besluit_laat_los"] == 1
    (melding,) = straat.gemeente.geopend(sleutel)
    assert melding["verhaalbaarheid"]["uitkomst"] == "waarschijnlijk_niet"
    assert uitwerking(straat, StubSoort.VASTGEHOUDEN) == [Uitwerking.TOEGEPAST]
    straat.gemeente.levering([kansloos(1), rij(2)])
    assert buckets(straat.nacht()) == {"ongewijzigd": 1, "geen_ongeval": 1}


def test_other_reasons_to_hold_it_hold_it_again(straat: Straat) -> None:
    straat.gemeente.gemeente["actief"] = actief(date(2026, 1, 1))
    straat.gemeente.schrijf()
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    straat.besluit(Keuze.LAAT_LOS)
    straat.gemeente.levering([rij(1, "J", Leveringsvorm="")])

    assert buckets(straat.nacht()) == {"vastgehouden": 1}
    assert straat.wacht(StubSoort.VASTGEHOUDEN).codes[:2] == ("heropend", "wacht_op_inhalen")
    straat.besluit(Keuze.LAAT_LOS)
    assert soorten(straat.nacht()) == {"nieuw": 1}


def test_a_record_can_be_judged_and_then_let_go(straat: Straat) -> None:
    straat.gemeente.levering([kansloos(1) | {"Ongeval J/N": "O"}])
    straat.nacht()
    straat.besluit(Keuze.JA)
    assert buckets(straat.nacht()) == {"vastgehouden": 1}
    straat.besluit(Keuze.LAAT_LOS)

    sent = straat.nacht()

    assert soorten(sent) == {"nieuw": 1}
    assert (sent.telling.codes["besluit_ja"], sent.telling.codes["besluit_laat_los"]) == (1, 1)


# -- before it happens -----------------------------------------------------------------------------


def test_a_preview_shows_what_decisions_will_do(straat: Straat) -> None:
    rows = [onduidelijk(1), onduidelijk(2), kansloos(3)]
    straat.gemeente.levering(rows)
    straat.nacht()
    one, two = straat.ledger.stubs(CODE, StubSoort.BEOORDELEN)
    straat.besluit(Keuze.JA, one.zoeksleutel)
    straat.besluit(Keuze.NEE, two.zoeksleutel)
    straat.besluit(Keuze.LAAT_LOS)

    lines = straat.preview()

    assert {line["uitkomst"]: line["redenen"][0]["regel"] for line in lines[:2]} == {
        "nieuw": "besluit_ja",
        "geen_ongeval": "besluit_nee",
    }
    assert (lines[2]["uitkomst"], lines[2]["redenen"][-1]["regel"]) == ("nieuw", "besluit_laat_los")


def test_a_preview_counts_what_the_next_run_does(straat: Straat) -> None:
    straat.gemeente.levering([*(onduidelijk(n) for n in range(1, 7)), kansloos(7), kansloos(8)])
    straat.nacht()
    waits = straat.ledger.stubs(CODE, StubSoort.BEOORDELEN)
    said = [Keuze.JA, Keuze.NEE, Keuze.LATER, Keuze.JA, Keuze.NEE]
    for row, keuze in zip(waits, said, strict=False):
        straat.besluit(keuze, row.zoeksleutel)
    held = straat.ledger.stubs(CODE, StubSoort.VASTGEHOUDEN)
    straat.besluit(Keuze.LAAT_LOS, held[0].zoeksleutel)
    straat.gemeente.levering(
        [*(onduidelijk(n) for n in range(1, 7)), kansloos(7), kansloos(8), rij(9)]
    )

    lines = straat.preview()
    verslag = straat.nacht()

    told = Counter(line["uitkomst"] for line in lines)
    assert told == {"nieuw": 3, "geen_ongeval": 3, "beoordelen": 2, "vastgehouden": 1}
    assert soorten(verslag) == {"nieuw": told["nieuw"]}
    assert all(told[name] == n for name, n in buckets(verslag).items() if name != "klaargezet")


def test_the_list_shows_first_what_must_be_decided_soonest(straat: Straat) -> None:
    straat.gemeente.levering(
        [
            rij(1, "O"),
            onduidelijk(2),
            onduidelijk(3, **{"Datum ongeval": "01-03-2023", "Bekend op": "01-02-2024"}),
        ]
    )
    straat.nacht()

    found = [row.uiterlijk for row in straat.ledger.stubs(CODE)]

    assert found[0] is not None and found[1] is not None and found[0] < found[1]
    assert found[2] is None


def test_a_warning_that_has_passed_is_no_deadline(straat: Straat) -> None:
    """Direct action against a motor insurer (wam3) ends; the claim itself does not."""
    straat.gemeente.levering(
        [onduidelijk(1, **{"Datum ongeval": "01-03-2019", "Soort ongeval": "verkeer"})]
    )
    straat.nacht()

    (row,) = straat.ledger.stubs(CODE)

    assert row.uiterlijk is not None and row.uiterlijk.year == 2030


# -- what only a note says -------------------------------------------------------------------------


def test_a_note_waits_with_its_word_and_a_yes_sends_it(straat: Straat) -> None:
    sleutel = straat.gemeente.eigen_ontvanger()
    note = "Zus Kanariepieterse belde: cliënt is op het zebrapad aangereden door een bestelbus."
    straat.gemeente.levering([rij(1, "", Toelichting=note)])
    straat.nacht()
    row = straat.wacht()
    terms = [reden.term for reden in row.redenen if reden.term]
    assert "aangereden" in terms
    assert not any(len(term.split()) > 1 or "anarie" in term for term in terms)

    straat.besluit(Keuze.JA)
    straat.nacht()

    (melding,) = straat.gemeente.geopend(sleutel)
    assert melding["ongeval"]["indicatieBron"] == "handmatig"
    straat.gemeente.levering([rij(1, "", Toelichting=note + " Aangifte gedaan.")])
    assert buckets(straat.nacht()) == {"beoordelen": 1}
    assert straat.wacht().codes[0] == "heropend"


def test_a_no_holds_also_where_text_alone_is_sent(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "", Toelichting="Cliënt is aangereden door een bestelbus.")])
    straat.nacht()
    straat.besluit(Keuze.NEE)
    decided = {"wie": "T. Toets", "rol": "fg", "datum": date(2026, 11, 1), "waarom": "toets"}
    straat.gemeente.gemeente |= {"tekst_alleen": "versturen", "tekst_besluit": decided}
    straat.gemeente.schrijf()

    assert buckets(straat.nacht()) == {"geen_ongeval": 1}
    straat.gemeente.levering([rij(1, "", Toelichting="Cliënt is door een fietser aangereden.")])
    assert buckets(straat.nacht()) == {"beoordelen": 1}
    assert straat.gemeente.bezorgd == []
