"""A new root key: nothing is renamed, nothing is sent again, and the old one can leave."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from ledger import Keuze, Lease, Ledger, Merk, Resultaat
from privacy import Keys, read_root
from regres import Bucket, Handelend, UsageProblem
from tests.tools.gemeente import rij
from tests.tools.keten import nu, omgeving, opdracht
from tests.tools.straat import CODE, Straat, buckets, soorten


@pytest.fixture
def straat(tmp_path: Path) -> Iterator[Straat]:
    street = Straat(tmp_path)
    yield street
    street.ledger.close()


def names(straat: Straat) -> dict[str, tuple[str, int]]:
    """Give what the world knows each provision by, and its version."""
    stands = straat.ledger.standen(CODE).values()
    return {stand.referentie: (stand.dossiersleutel, stand.versie) for stand in stands}


def everything() -> list[dict[str, str]]:
    """Give one row for every way a record can be remembered."""
    held = {"Datum ongeval": "01-03-2016"}
    return [
        rij(1, "J"),
        rij(2, "J"),
        rij(3, "O"),
        rij(4, "O", Notitie="met scootmobiel aangereden"),
        rij(5, "J", **held),
        rij(6, "X"),
        rij(7),
    ]


def test_a_new_root_key_renames_nothing_and_changes_nothing(straat: Straat) -> None:
    straat.gemeente.levering(everything())
    first = straat.nacht()
    before, sent = names(straat), len(straat.gemeente.bezorgd)
    straat.gemeente.wissel()

    again = straat.nacht()

    # The file is the same, and is read all the same: that brings the ledger to the new key.
    assert again.resultaat is Resultaat.VRIJ
    assert soorten(again) == {}
    assert buckets(again)[Bucket.ONGEWIJZIGD.value] == buckets(first)[Bucket.KLAARGEZET.value]
    assert names(straat) == before
    assert len(straat.gemeente.bezorgd) == sent


def test_one_read_brings_everything_to_the_new_key(straat: Straat) -> None:
    straat.gemeente.levering(everything())
    straat.nacht()
    was = straat.ledger.stubs(CODE)
    straat.gemeente.wissel()
    straat.nacht()

    assert set(straat.ledger.gedragen(CODE)) == {2}
    now = straat.ledger.stubs(CODE)
    assert {(row.plaats, row.eerst_gezien) for row in now} == {
        (row.plaats, row.eerst_gezien) for row in was
    }
    assert not {row.zoeksleutel for row in now} & {row.zoeksleutel for row in was}
    assert {stand.zoekversie for stand in straat.ledger.standen(CODE).values()} == {2}


def test_a_change_after_the_new_key_names_only_what_changed(straat: Straat) -> None:
    key = straat.gemeente.eigen_ontvanger()
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    straat.gemeente.wissel()
    straat.gemeente.levering([rij(1, "J", Bedrag="8.000,00")])

    assert soorten(straat.nacht()) == {"wijziging": 1}
    (first, second) = sorted(straat.gemeente.geopend(key), key=lambda one: one["versie"])
    assert second["gewijzigd"] == ["kosten"]
    assert second["referentie"] == first["referentie"]
    assert second["dossiersleutel"] == first["dossiersleutel"]
    assert second["inhoudsmerk"] != first["inhoudsmerk"]
    pseudonyms = [one["client"]["pseudoniem"]["sleutelVersie"] for one in (first, second)]
    assert pseudonyms == [1, 2]


def test_a_change_that_a_failed_read_met_under_the_new_key_is_sent_by_the_next(
    straat: Straat,
) -> None:
    others = [rij(2, "J"), *(rij(number) for number in range(10, 110))]
    changed = rij(1, "J", Bedrag="8.000,00")
    straat.gemeente.levering([rij(1, "J"), *others])
    straat.nacht()
    straat.gemeente.wissel()
    # Suddenly small: refused when all was read, and by then what it met had moved to the new key.
    straat.gemeente.levering([changed, others[0]])
    assert straat.nacht().resultaat is Resultaat.MISLUKT
    assert {stand.zoekversie for stand in straat.ledger.standen(CODE).values()} == {2}
    straat.gemeente.levering([changed, *others])

    assert soorten(straat.nacht()) == {"wijziging": 1}
    assert set(straat.ledger.gedragen(CODE)) == {2}


def test_a_decision_outlives_its_key(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "O"), rij(2)])
    straat.nacht()
    straat.besluit(Keuze.JA)
    straat.gemeente.wissel()

    assert soorten(straat.nacht()) == {"nieuw": 1}
    assert set(straat.ledger.gedragen(CODE)) == {2}
    (besluit,) = straat.ledger.besluiten(CODE)
    assert (besluit.zoekversie, besluit.merkversie) == (2, 2)


def test_a_withdrawal_after_the_new_key_is_one(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    straat.gemeente.wissel()
    straat.gemeente.levering([rij(1)])
    assert soorten(straat.nacht()) == {"intrekking": 1}
    straat.gemeente.levering([rij(1, "J"), rij(2)])

    assert soorten(straat.nacht()) == {"wijziging": 1}
    assert [stand.versie for stand in straat.ledger.standen(CODE).values()] == [3]


def test_a_batch_that_waits_is_released_under_the_new_key(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "O"), *(rij(number) for number in range(10, 40))])
    straat.nacht()
    straat.besluit(Keuze.JA)
    straat.gemeente.gemeente["rem"] = {"nieuw": 0, "waarom": "toets"}
    straat.gemeente.schrijf()
    waits = straat.nacht()
    assert waits.resultaat is Resultaat.WACHT_OP_VRIJGAVE
    straat.gemeente.wissel()
    # This read fails at its end, so it does not take the place of the one that waits; but what it
    # met has moved to the new key by then.
    straat.gemeente.levering([rij(1, "O")], trailer=9)
    assert straat.nacht().resultaat is Resultaat.MISLUKT
    straat.besluit(Keuze.NEE, straat.ledger.besluiten(CODE)[0].zoeksleutel)

    assert waits.run is not None
    straat.ledger.release_run(waits.run, Handelend("F. Privacy", "fg", "toets"), straat.now)

    # The later decision is about the same record, whatever key it is known by.
    assert straat.ledger.standen(CODE) == {}


@pytest.mark.parametrize("weg", [1, 2])
def test_a_key_that_is_still_needed_may_not_disappear(straat: Straat, weg: int) -> None:
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    straat.gemeente.wissel()
    straat.nacht()
    straat.gemeente.wissel()
    del straat.gemeente.gemeente["sleutels"][weg]
    straat.gemeente.schrijf()
    before = names(straat)

    if weg == 1:
        code = "K-0108"
        with pytest.raises(Exception, match="K-0108"):
            straat.nacht()
    else:
        code = "K-0702"
        verslag = straat.nacht()
        assert (verslag.resultaat, verslag.exit_code) == (Resultaat.MISLUKT, 6)
        assert [problem.code for problem in verslag.oorzaken] == [code]
    assert names(straat) == before


@pytest.mark.parametrize("versie", [1, 2])
def test_another_key_under_the_same_number_stops_before_anything_is_read(
    straat: Straat, versie: int
) -> None:
    straat.gemeente.levering([rij(1, "J")])
    straat.gemeente.wissel()
    straat.nacht()
    straat.gemeente.geheim(f"wortel-{versie}.key", secrets.token_hex(32))
    straat.gemeente.levering([rij(1, "J"), rij(2, "J")])

    verslag = straat.nacht()

    assert verslag.exit_code == 6
    assert {problem.code for problem in verslag.oorzaken} == {"K-0701"}
    assert verslag.telling.gelezen == 0


def test_a_stand_is_found_by_its_referentie_when_its_lookup_key_is_gone(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J"), rij(2, "J")])
    straat.nacht()
    straat.gemeente.wissel()
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    with straat_lease(straat) as lease:
        leans = straat.ledger.stop_sleutel(
            lease, 1, Handelend("B. Beheer", "beheer", "toets"), straat.now, toch=True
        )
    assert (leans.meldingen, leans.clienten) == (1, 1)
    straat.gemeente.gemeente["blijvende_sleutel"] = "secret://file/./geheim/blijvend.key"
    straat.gemeente.geheim("blijvend.key", blijvend(straat))
    del straat.gemeente.gemeente["sleutels"][1]
    straat.gemeente.schrijf()
    before = names(straat)
    straat.gemeente.levering([rij(1, "J"), rij(2, "J")])

    # What was let go of is sealed once more, under its own name; the other is left in peace.
    assert soorten(straat.nacht()) == {"wijziging": 1}
    assert names(straat).keys() == before.keys()
    assert straat.ledger.gedragen(CODE).keys() == {2}
    straat.gemeente.levering([rij(2, "J"), rij(1, "J")])
    assert soorten(straat.nacht()) == {}


def test_a_key_that_is_leant_on_is_not_retired_by_accident(straat: Straat) -> None:
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    straat.gemeente.wissel()

    with straat_lease(straat) as lease, pytest.raises(UsageProblem, match="L-0701"):
        straat.ledger.stop_sleutel(lease, 1, Handelend("B. Beheer", "beheer", "toets"), straat.now)


def test_what_is_under_way_keeps_its_key(straat: Straat) -> None:
    straat.gemeente.gemeente["rem"] = {"nieuw": 0, "waarom": "toets"}
    straat.gemeente.schrijf()
    straat.gemeente.levering([rij(1, "J")])
    assert straat.nacht().resultaat is Resultaat.WACHT_OP_VRIJGAVE

    with straat_lease(straat) as lease, pytest.raises(UsageProblem, match="L-0702"):
        straat.ledger.stop_sleutel(
            lease, 1, Handelend("B. B.", "beheer", "toets"), straat.now, toch=True
        )


def test_an_objection_is_never_let_go_of(straat: Straat) -> None:
    other = rij(2, BSN="999990019")
    straat.gemeente.levering([rij(1, "J")])
    straat.nacht()
    (stand,) = straat.ledger.standen(CODE).values()
    who = Handelend("F. Privacy", "fg", "bezwaar")
    marks = [Merk(stand.clientmerk, stand.clientversie)]
    straat.ledger.blokkeer(CODE, marks, who, straat.now)
    straat.gemeente.wissel()
    straat.gemeente.levering([other])
    straat.nacht()

    with straat_lease(straat) as lease, pytest.raises(UsageProblem, match="L-0703"):
        straat.ledger.stop_sleutel(lease, 1, who, straat.now, toch=True)

    straat.gemeente.levering([rij(1, "J"), other])
    assert soorten(straat.nacht()) == {"intrekking": 1}
    with straat_lease(straat) as lease:
        straat.ledger.stop_sleutel(lease, 1, who, straat.now)
    straat.gemeente.levering([rij(1, "J"), other | {"Bedrag": "1,00"}])
    assert soorten(straat.nacht()) == {}


@contextmanager
def straat_lease(straat: Straat) -> Iterator[Lease]:
    lease = straat.ledger.take_lease(CODE, "toets", straat.now)
    yield lease
    straat.ledger.release(lease, straat.now)


def blijvend(straat: Straat) -> str:
    first = (straat.gemeente.config / "geheim" / "wortel-1.key").read_bytes()
    return Keys({1: read_root(first)}).blijvend.hex()


# -- killed in the middle -------------------------------------------------------------------------

VEEL = 1250


def test_a_run_killed_while_it_moves_goes_on_where_it_was(tmp_path: Path) -> None:
    straat = Straat(tmp_path)
    straat.gemeente.gemeente["rem"] = {"nieuw": 5000, "aandeel": 1.0, "waarom": "toets"}
    straat.gemeente.schrijf()
    straat.gemeente.levering(rij(number, "J") for number in range(1, VEEL + 1))
    assert soorten(straat.nacht()) == {"nieuw": VEEL}
    before, sent = names(straat), len(straat.gemeente.bezorgd)
    straat.gemeente.wissel()

    killed = _kill_halfway(straat.ledger, straat.gemeente.config)

    assert 0 < killed < VEEL
    done = opdracht("run", "--config", straat.gemeente.config, "--format", "jsonl")
    verslag = done.regels[0]
    assert verslag["resultaat"] == "vrij"
    assert not any(verslag["telling"]["soorten"].values())
    assert names(straat) == before
    assert set(straat.ledger.gedragen(CODE)) == {2}
    assert len(straat.gemeente.bezorgd) == sent
    straat.ledger.close()


def _kill_halfway(ledger: Ledger, config: Path) -> int:
    """Kill a run as soon as some stands have moved; gives how many had."""
    command = [sys.executable, "-P", "-m", "console.cli", "run", "--config", str(config), "-q"]
    child = subprocess.Popen(
        command, env=omgeving(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 60
    while child.poll() is None and time.monotonic() < until:
        if moved := _moved(ledger):
            os.kill(child.pid, signal.SIGKILL)
            child.wait()
            # The lease of the dead process is still in force: let it run out.
            now = nu()
            ledger.release(ledger.take_lease(CODE, "toets", now + timedelta(minutes=5)), now)
            return max(moved, _moved(ledger))
        time.sleep(0.005)
    child.kill()
    child.wait()
    return 0


def _moved(ledger: Ledger) -> int:
    return sum(stand.zoekversie == 2 for stand in ledger.standen(CODE).values())
