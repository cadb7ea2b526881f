"""Who objects: by which of the numbers in a record he is known, and what of that is kept."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger import Blokkades, Stand, Vernieuwd
from ledger.shapes.dossier import Merk
from ledger.shapes.standen import StandStaat
from pipeline.bezwaren import Bezwaren
from privacy import Keys, Pseudoniemen
from regres import Handelend
from settings import aansluiten
from tests.tools.gemeente import rij
from tests.tools.straat import CODE, Straat, buckets, soorten

OUD = Pseudoniemen(Keys({1: bytes(32)}), "9901")
NU = Pseudoniemen(Keys({1: bytes(32), 2: bytes([7]) * 32}), "9901")
BSN, NUMMER = ("bsn", "999900006"), ("nummer", "C00001")
ANDER = ("bsn", "999900018")


def bezwaren(*clienten: tuple[str, str], tot: int = 3) -> Bezwaren:
    """Make the objections of these clients, each made before the root key was changed."""
    marks = frozenset(OUD.clientmerk(*client).waarde for client in clienten)
    return Bezwaren(Blokkades(marks, tot), NU)


def wie(
    client: tuple[str, str] | None, clientmerk: str = ""
) -> tuple[Stand | None, tuple[str, str] | None]:
    """Give a client; with a clientmerk something of the provision was sent before."""
    stand = Stand(
        *("z", 1, "r", "d", 1, "m", 1, {}, StandStaat.STAAND, True, "m1"), clientmerk=clientmerk
    )
    return stand if clientmerk else None, client


def test_where_nobody_objects_nobody_is_passed_by() -> None:
    nobody = bezwaren()
    assert not nobody
    assert not nobody.geldt(*wie(BSN, OUD.clientmerk(*BSN).waarde))


def test_who_objects_is_known_under_every_key_and_others_are_not() -> None:
    made = bezwaren(BSN)
    assert bool(made) and made.tot == 3
    assert made.geldt(*wie(BSN))
    assert not made.geldt(*wie(ANDER))
    assert not made.geldt(*wie(None))


def test_what_was_sent_of_who_objects_is_known_also_when_the_record_names_another_now() -> None:
    made = bezwaren(BSN)
    assert made.geldt(*wie(ANDER, OUD.clientmerk(*BSN).waarde))
    assert not made.geldt(*wie(ANDER, OUD.clientmerk(*ANDER).waarde))


def test_a_client_met_under_the_old_key_is_known_under_the_present_one_once() -> None:
    made = bezwaren(BSN)
    made.zie((BSN,))
    made.zie((BSN,))
    new = NU.clientmerk(*BSN)
    assert made.neem() == (Vernieuwd(OUD.clientmerk(*BSN).waarde, new.waarde, new.versie),)
    assert made.neem() == ()


def test_someone_who_does_not_object_leaves_nothing() -> None:
    made = bezwaren(BSN)
    made.zie((ANDER, NUMMER))
    made.zie(())
    assert made.neem() == ()
    assert not made.geldt(*wie(NUMMER))


def test_an_objection_by_number_counts_for_the_bsn_beside_it_and_is_kept() -> None:
    made = bezwaren(NUMMER)
    made.zie((BSN, NUMMER))
    kept = {one.nieuw for one in made.neem()}
    assert kept == {NU.clientmerk(*BSN).waarde, NU.clientmerk(*NUMMER).waarde}
    assert made.geldt(*wie(BSN))


def test_a_number_beside_the_bsn_of_who_objects_counts_for_this_read_only() -> None:
    made = bezwaren(BSN)
    made.zie((BSN, NUMMER))
    assert made.geldt(*wie(NUMMER))
    assert [one.nieuw for one in made.neem()] == [NU.clientmerk(*BSN).waarde]
    # Nor does it spread: somebody else with that number is somebody else.
    made.zie((ANDER, NUMMER))
    assert not made.geldt(*wie(ANDER))


# -- in a night ------------------------------------------------------------------------------------


@pytest.fixture
def straat(tmp_path: Path) -> Iterator[Straat]:
    street = Straat(tmp_path)
    yield street
    street.ledger.close()


def maak_bezwaar(straat: Straat, bsn: str) -> None:
    """Object, as `subject bezwaar` does: under every key version there is."""
    settings = straat.gemeente.settings()
    line = aansluiten(settings, settings.gemeenten[0], straat.klok, {})
    pseudo = line.bronnen["export"].route.pseudoniemen
    marks = [Merk(one.waarde, one.versie) for one in pseudo.clientmerken("bsn", bsn)]
    who = Handelend("P. Jurist", "privacy", "verzoek van de betrokkene")
    straat.ledger.blokkeer(CODE, marks, who, datetime(2026, 11, 22, tzinfo=UTC))


def test_what_was_sent_of_who_objects_is_taken_back_and_new_records_are_passed_by(
    straat: Straat,
) -> None:
    straat.gemeente.levering([rij(1, "J"), rij(2, "J", BSN="999900018")])
    assert soorten(straat.nacht()) == {"nieuw": 2}
    maak_bezwaar(straat, "999900006")

    straat.gemeente.levering([rij(1, "J"), rij(2, "J", BSN="999900018"), rij(3, "J"), rij(4)])
    night = straat.nacht()

    assert soorten(night) == {"intrekking": 1}
    assert buckets(night) == {
        "buiten_bereik": 1,
        "geen_ongeval": 1,
        "klaargezet": 1,
        "ongewijzigd": 1,
    }
    assert dict(night.telling.codes)["geblokkeerd"] == 1
    assert dict(night.telling.codes)["bezwaar"] == 1


def test_after_the_keys_changed_an_objection_is_kept_under_the_new_one_too(straat: Straat) -> None:
    maak_bezwaar(straat, "999900006")
    before = straat.ledger.blokkades(CODE).merken
    straat.gemeente.wissel()
    straat.gemeente.levering([rij(1, "J"), rij(2)])

    assert buckets(straat.nacht()) == {"buiten_bereik": 1, "geen_ongeval": 1}
    after = straat.ledger.blokkades(CODE).merken
    assert before < after and len(after) == len(before) + 1
