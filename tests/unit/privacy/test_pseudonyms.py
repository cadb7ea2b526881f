"""References and marks: test vectors, and what makes two of them equal or different."""

import hashlib
import hmac
import json
import re
import sys
import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacy import Doel, Gemerkt, Keys, Pseudoniemen, pseudonyms
from regres import Datum, Feiten, Indicatie, KeyProblem, Signal, SignalKind, Signals
from regres.canonical import canonical_bytes
from regres.melding import Client, Kosten, Ongeval, Voorziening
from regres.melding import Pseudoniem as Meegereisd
from regres.words import Besluitstatus, Groep, IndicatieBron, KostenSoort, OngevalSoort, Wet
from tests.unit.regres.strategies import feiten, texts

VECTORS = Path(__file__).parents[3] / "docs" / "vectoren.md"
FIRST, SECOND = bytes(range(32)), bytes(range(100, 132))
OUR = Pseudoniemen(Keys({1: FIRST}), "9901")
ROTATED = Pseudoniemen(Keys({1: FIRST, 2: SECOND}), "9901")
SLOW = settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
parts = st.lists(texts, min_size=1, max_size=4)


def mac(root: bytes, doel: str, message: object) -> str:
    """Compute a mark with the standard library only: HKDF by hand, JSON by json."""
    extracted = hmac.new(bytes(32), root, hashlib.sha256).digest()
    key = hmac.new(extracted, f"regresbrug/{doel}/v1\x01".encode(), hashlib.sha256).digest()
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def clean(values: list[str]) -> list[str]:
    return [unicodedata.normalize("NFC", value).strip() for value in values]


FACTS = Feiten(
    client=Client(clientnummer="C-1001", geslachtsnaam="Testpersoon", geboortedatum=Datum(1960, 5)),
    ongeval=Ongeval(
        indicatie=Indicatie.J,
        indicatieBron=IndicatieBron.EXPLICIET,
        datum=Datum(2023, 10, 14),
        soort=OngevalSoort.VERKEER,
    ),
    voorziening=Voorziening(
        beschikkingnummer="2024-000123",
        datumToekenning=date(2024, 1, 15),
        omschrijving="Scootmobiel",
        wet=Wet.WMO,
        besluitstatus=Besluitstatus.TOEGEKEND,
        kosten=(Kosten(soort=KostenSoort.EENMALIG, bedrag=Decimal("7215.00")),),
    ),
)
NOTE = Signals(
    items=(
        Signal(SignalKind.VLAG, "Ongeval J/N", " J ", waarde=Indicatie.J),
        Signal(SignalKind.NOTITIE, "Toelichting", ""),
        Signal(SignalKind.STEUN, "Datum ongeval", "14-10-2023", steun="datum"),
    )
)
SLEUTEL = ["2024-000123", "02A05", "2024-01-15"]


def documented() -> dict[str, tuple[int, str, Any, str]]:
    """Read docs/vectoren.md: name -> (root key, purpose, message, mark)."""
    page = VECTORS.read_text(encoding="utf-8")
    row = re.compile(r"^\| (\w+) \| (\d) \| (\w+) \| `(.+)` \| `([0-9a-f]{64})` \|$", re.MULTILINE)
    block = re.compile(
        r"^(\w+): root key (\d), purpose (\w+), mark\n`([0-9a-f]{64})`, over\n\n```json\n(.+?)```",
        re.MULTILINE | re.DOTALL,
    )
    found = [(name, root, doel, text, mark) for name, root, doel, text, mark in row.findall(page)]
    found += [
        (name, root, doel, text, mark) for name, root, doel, mark, text in block.findall(page)
    ]
    return {
        name: (int(root), doel, json.loads(text), mark) for name, root, doel, text, mark in found
    }


def test_the_documented_vectors_follow_from_the_documented_keys() -> None:
    vectors = documented()

    assert len(vectors) >= 8
    for root, doel, message, mark in vectors.values():
        assert mac({1: FIRST, 2: SECOND}[root], doel, message) == mark


def test_the_documented_sub_keys_are_what_we_derive() -> None:
    page = VECTORS.read_text(encoding="utf-8")
    shown = dict(re.findall(r"^\| (\w+) \| 1 \| `([0-9a-f]{64})` \|$", page, re.MULTILINE))

    assert shown == {doel.value: Keys({1: FIRST}).subkey(doel).hex() for doel in Doel}


def test_the_documented_vectors_are_what_we_make() -> None:
    ours = {
        "referentie": ROTATED.referentie("wmo", SLEUTEL),
        "zoeksleutel": ROTATED.zoeksleutel("wmo", SLEUTEL).waarde,
        "zoeksleutel_1": ROTATED.zoeksleutels("wmo", SLEUTEL)[1].waarde,
        "clientmerk_bsn": ROTATED.clientmerk("bsn", "999990019").waarde,
        "clientmerk_nummer": ROTATED.clientmerk("nummer", "C-1001").waarde,
        "dossiersleutel": ROTATED.dossiersleutel(
            ("bsn", "999990019"), Datum(2023, 10, 14), "a" * 64
        ),
        "dossier_eigen": ROTATED.dossiersleutel(None, Datum(2023, 10, 14), "a" * 64),
        "signaalmerk": ROTATED.signaalmerk(NOTE).waarde,
    }
    facts = {name: mark for name, (_, _, _, mark) in documented().items()}

    assert ours == {name: facts[name] for name in ours}
    assert facts["inhoudsmerk"] == ROTATED.inhoudsmerk(FACTS).waarde
    assert facts["groepmerk_kosten"] == ROTATED.groepmerken(FACTS)["kosten"]


@given(texts, parts)
def test_a_reference_is_the_hmac_of_the_array_of_the_design(
    ruimte: str, sleutel: list[str]
) -> None:
    message = ["voorziening", "9901", *clean([ruimte]), *clean(sleutel)]

    assert OUR.referentie(ruimte, sleutel) == mac(FIRST, "ref", message)
    assert OUR.zoeksleutel(ruimte, sleutel).waarde == mac(FIRST, "zoek", ["zoek", *message[1:]])


@given(
    st.lists(st.lists(st.text('ab"\\ ,/]~\x7f\n\xe9\u0301', max_size=4), max_size=3), max_size=6)
)
def test_lookup_keys_made_together_are_those_made_one_by_one(some: list[list[str]]) -> None:
    whole = [key for key in some if key and all(clean(key))]

    assert [mark.hex() for mark in OUR.zoekmerken("wmo", whole)] == [
        OUR.zoeksleutel("wmo", key).waarde for key in whole
    ]
    if whole != some:
        with pytest.raises(ValueError, match="key"):
            OUR.zoekmerken("wmo", some)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_the_quick_writer_of_arrays_gives_rfc_8785_bytes(values: list[str]) -> None:
    assert pseudonyms._array(values) == canonical_bytes(values)


@given(texts, parts)
def test_decomposed_or_padded_texts_give_the_same_reference(
    ruimte: str, sleutel: list[str]
) -> None:
    other = [f" {unicodedata.normalize('NFD', part)}\t" for part in sleutel]

    assert OUR.referentie(f"{ruimte} ", other) == OUR.referentie(ruimte, sleutel)


@given(texts, parts, texts, parts)
def test_different_keys_give_different_references(
    ruimte: str, sleutel: list[str], other_ruimte: str, other: list[str]
) -> None:
    same = clean([ruimte, *sleutel]) == clean([other_ruimte, *other])

    assert (OUR.referentie(ruimte, sleutel) == OUR.referentie(other_ruimte, other)) is same


def test_parts_that_run_together_stay_apart() -> None:
    found = {
        OUR.referentie("wmo", sleutel)
        for sleutel in (["ab", "c"], ["a", "bc"], ["abc"], ['ab","c'], ["ab,c"], ["c", "ab"])
    }

    assert len(found) == 6


def test_two_municipalities_share_nothing_even_under_one_key() -> None:
    other = Pseudoniemen(Keys({1: FIRST}), "9902")

    assert OUR.referentie("wmo", SLEUTEL) != other.referentie("wmo", SLEUTEL)
    assert OUR.clientmerk("bsn", "999990019") != other.clientmerk("bsn", "999990019")
    assert OUR.signaalmerk(NOTE) != other.signaalmerk(NOTE)


@pytest.mark.parametrize("sleutel", [[], [""], ["a", "  "], ["a", "\u00a0"]])
def test_an_empty_key_part_identifies_nothing(sleutel: list[str]) -> None:
    with pytest.raises(ValueError, match="empty"):
        OUR.referentie("wmo", sleutel)


def test_half_a_surrogate_pair_is_refused_without_its_text() -> None:
    with pytest.raises(ValueError, match="UTF-8") as refused:
        OUR.clientmerk("nummer", "999990019\udc80")

    assert refused.value.__context__ is None
    assert not isinstance(refused.value, UnicodeError)


def test_a_new_root_key_changes_no_reference_and_no_dossier() -> None:
    client, day = ("bsn", "999990019"), Datum(2023, 10, 14)

    assert ROTATED.referentie("wmo", SLEUTEL) == OUR.referentie("wmo", SLEUTEL)
    assert ROTATED.dossiersleutel(client, day, "r") == OUR.dossiersleutel(client, day, "r")


def test_marks_that_rotate_carry_their_version_and_can_be_made_under_the_old_one() -> None:
    assert ROTATED.zoeksleutels("wmo", SLEUTEL) == (
        ROTATED.zoeksleutel("wmo", SLEUTEL),
        OUR.zoeksleutel("wmo", SLEUTEL),
    )
    assert ROTATED.clientmerk("bsn", "999990019", 1) == OUR.clientmerk("bsn", "999990019")
    assert [merk.versie for merk in ROTATED.clientmerken("bsn", "999990019")] == [2, 1]
    assert ROTATED.inhoudsmerk(FACTS, 1) == OUR.inhoudsmerk(FACTS)
    assert ROTATED.groepmerken(FACTS, 1) == OUR.groepmerken(FACTS)
    assert ROTATED.signaalmerk(NOTE, 1) == OUR.signaalmerk(NOTE)
    assert ROTATED.inhoudsmerk(FACTS).versie == 2
    assert ROTATED.inhoudsmerk(FACTS).waarde != OUR.inhoudsmerk(FACTS).waarde


def test_what_a_key_is_recognised_by_is_that_of_the_keys() -> None:
    assert ROTATED.proeven == Keys({1: FIRST, 2: SECOND}).proeven
    assert set(ROTATED.proeven) == {0, 1, 2}


def test_a_mark_under_a_version_that_is_gone_is_a_key_problem() -> None:
    with pytest.raises(KeyProblem, match="K-0106"):
        OUR.inhoudsmerk(FACTS, 2)


def test_a_client_is_known_by_bsn_or_nummer_and_these_never_meet() -> None:
    assert OUR.clientmerk("bsn", "999990019") != OUR.clientmerk("nummer", "999990019")
    with pytest.raises(ValueError, match="bsn or its nummer"):
        OUR.clientmerk("naam", "x")


def test_the_mark_inside_the_envelope_is_the_clients_present_one() -> None:
    found = ROTATED.pseudoniem("bsn", "999990019")

    assert found == Meegereisd(
        waarde=ROTATED.clientmerk("bsn", "999990019").waarde, sleutelVersie=2
    )


def test_one_dossier_for_one_client_and_one_day() -> None:
    client, day = ("bsn", "999990019"), Datum(2023, 10, 14)
    one = OUR.dossiersleutel(client, day, "a" * 64)

    assert OUR.dossiersleutel(client, day, "b" * 64) == one
    assert OUR.dossiersleutel(client, Datum(2023, 10, 15), "a" * 64) != one
    assert OUR.dossiersleutel(("nummer", "999990019"), day, "a" * 64) != one


@pytest.mark.parametrize(
    ("client", "day"),
    [
        (None, Datum(2023, 10, 14)),
        (("bsn", "999990019"), Datum(2023, 10)),
        (("bsn", "999990019"), Datum(2023)),
        (("bsn", "999990019"), Datum()),
    ],
)
def test_without_a_client_or_a_full_date_a_dossier_of_its_own(
    client: tuple[str, str] | None, day: Datum
) -> None:
    one, other = (OUR.dossiersleutel(client, day, sign * 64) for sign in "ab")

    assert one != other
    assert one == mac(FIRST, "dossier", ["dossier", "9901", "eigen", "a" * 64])


@SLOW
@given(feiten)
def test_the_inhoudsmerk_is_that_of_the_facts_by_group(facts: Feiten) -> None:
    assert OUR.inhoudsmerk(facts) == OUR.inhoudsmerk(replace(facts))
    assert set(OUR.groepmerken(facts)) == {groep.value for groep in Groep}


@SLOW
@given(feiten, feiten)
def test_the_inhoudsmerk_changes_exactly_when_a_group_does(one: Feiten, other: Feiten) -> None:
    groups = OUR.groepmerken(one) == OUR.groepmerken(other)

    assert (OUR.inhoudsmerk(one) == OUR.inhoudsmerk(other)) is groups


def test_group_marks_name_what_changed() -> None:
    dearer = replace(
        FACTS.voorziening,
        kosten=(Kosten(soort=KostenSoort.EENMALIG, bedrag=Decimal("7215.01")),),
    )
    was, now = OUR.groepmerken(FACTS), OUR.groepmerken(replace(FACTS, voorziening=dearer))

    assert [name for name in was if was[name] != now[name]] == ["kosten"]


def signals(*items: tuple[SignalKind, str, str]) -> Signals:
    return Signals(tuple(Signal(kind, veld, tekst) for kind, veld, tekst in items))


VLAG = (SignalKind.VLAG, "Ongeval", "O")
NOTITIE = (SignalKind.NOTITIE, "Toelichting", "gevallen in huis")


def test_a_decision_stands_while_the_source_says_the_same() -> None:
    stands = OUR.signaalmerk(signals(VLAG, NOTITIE))

    assert OUR.signaalmerk(signals(NOTITIE, VLAG)) == stands
    assert OUR.signaalmerk(signals(VLAG, NOTITIE, (SignalKind.CODE, "Soort", " "))) == stands
    told = Signals((Signal(*VLAG, waarde=Indicatie.O), Signal(*NOTITIE)), peildag=date(2024, 1, 1))
    assert OUR.signaalmerk(told) == stands


@pytest.mark.parametrize(
    "other",
    [
        signals((SignalKind.VLAG, "Ongeval", "J"), NOTITIE),
        signals(VLAG, (SignalKind.NOTITIE, "Toelichting", "gevallen op straat")),
        signals(VLAG),
        signals(VLAG, NOTITIE, (SignalKind.STEUN, "Verzekeraar", "Duinpolis")),
        signals(VLAG, (SignalKind.NOTITIE, "Opmerking", "gevallen in huis")),
    ],
)
def test_a_decision_opens_again_when_the_source_changes(other: Signals) -> None:
    assert OUR.signaalmerk(other) != OUR.signaalmerk(signals(VLAG, NOTITIE))


def test_nothing_here_prints_keys() -> None:
    assert repr(ROTATED) == "Pseudoniemen('9901', versies=(2, 1))"
    assert OUR.zoeksleutel("wmo", SLEUTEL) == Gemerkt(OUR.zoeksleutel("wmo", SLEUTEL).waarde, 1)


def test_every_mark_is_lower_case_hex() -> None:
    marks = [OUR.referentie("wmo", SLEUTEL), *OUR.groepmerken(FACTS).values()]

    assert all(re.fullmatch(r"[0-9a-f]{64}", mark) for mark in marks)


def test_making_marks_leaves_nothing_of_a_record_behind() -> None:
    """A service lives for months, and what makes its marks with it."""
    made, facts = Pseudoniemen(Keys({1: FIRST}), "9901"), replace(FACTS)
    before = sys.getrefcount(facts), {name: getattr(made, name) for name in made.__slots__}

    made.inhoudsmerk(facts)
    made.groepmerken(facts)

    after = sys.getrefcount(facts), {name: getattr(made, name) for name in made.__slots__}
    assert after == before
