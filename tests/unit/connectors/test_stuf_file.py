"""StUF files: sets and parts, order, who sent them, what changed, and what may not be in them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import Folder, Keuze, Proof, ReadRequest
from connectors.base import Gelezen
from connectors.picking import Bestand
from connectors.stuf_file.delen import sets
from connectors.stuf_file.ontleding import GROOTSTE_BERICHT, Ontleding
from connectors.stuf_zkn import Systeem
from regres import SourceError, SourceRefused
from tests.tools import berichtenset, stuf
from tests.tools.berichtenset import als_set, bericht, objecten, over, tijdstip

A, B = stuf.zaak(0), stuf.zaak(1)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path


def lees(
    place: Path, eerder: Gelezen | None = None, **changes: Any
) -> tuple[list[tuple[str, bool, str]], Proof]:
    """Give of every record its number, whether it is a withdrawal, and its code."""
    source = Folder(berichtenset.formaat(**changes), place, Keuze("*.xml"))
    with source.read(ReadRequest(eerder=eerder or Gelezen())) as reading:
        found = [
            (one.fields.text("zaak"), one.verwijderd, one.gebrek.code if one.gebrek else "")
            for one in reading
        ]
        return found, reading.proof()


def leg(place: Path, naam: str, *berichten: str) -> None:
    (place / f"{naam}.xml").write_bytes(als_set(berichten))


def geweigerd(place: Path, eerder: Gelezen | None = None, **changes: Any) -> tuple[str, str]:
    with pytest.raises(SourceRefused) as caught:
        lees(place, eerder, **changes)
    (problem,) = caught.value.problems
    return problem.code, problem.wat


def codes(proof: Proof) -> list[str]:
    return [problem.code for problem in proof.waarschuwingen]


# -- what a message says --------------------------------------------------------------------


def test_additions_changes_and_withdrawals_come_in_order(place: Path) -> None:
    leg(place, "set", over(1, "T", A), over(2, "W", A), over(3, "V", A), over(4, "T", B))

    found, proof = lees(place)

    assert found == [
        (A.identificatie, False, ""),
        (A.identificatie, False, ""),
        (A.identificatie, True, ""),
        (B.identificatie, False, ""),
    ]
    assert proof.gelezen_tot is not None
    assert proof.gelezen_tot.tijdstip == tijdstip(4)
    assert [mark.naam for mark in proof.gelezen_tot.bestanden] == ["set.xml"]


def test_of_a_change_the_zaak_as_it_is_from_now_on_is_read(place: Path) -> None:
    new = replace(A, indicatie_ongeval="N")
    leg(place, "set", bericht(1, "W", objecten(new, "W", was=A)))
    source = Folder(berichtenset.formaat(), place, Keuze("*.xml"))

    with source.read(ReadRequest()) as reading:
        assert [record.fields.text("vlag") for record in reading] == ["N"]


def test_a_relation_that_ended_is_not_read(place: Path) -> None:
    old = objecten(A, "T").replace(
        '<ZKN:heeftAlsInitiator StUF:entiteittype="ZAKBTRINI">',
        '<ZKN:heeftAlsInitiator StUF:entiteittype="ZAKBTRINI" StUF:verwerkingssoort="V">',
    )
    leg(place, "set", bericht(1, "T", old))
    source = Folder(berichtenset.formaat(), place, Keuze("*.xml"))

    with source.read(ReadRequest()) as reading:
        assert [record.fields.text("bsn") for record in reading] == [""]


@pytest.mark.parametrize(
    ("soort", "inhoud", "code"),
    [
        ("C", objecten(A, "T"), "B-0611"),
        ("F", objecten(A, "T"), "B-0611"),
        ("S", objecten(A, "S"), "B-0611"),
        ("T", objecten(A, "R"), "B-0611"),
        ("T", objecten(A, "T") + objecten(B, "T"), "B-0611"),
        ("W", objecten(A, "T"), "B-0611"),
        ("V", objecten(A, "T"), "B-0611"),
        ("T", objecten(A, "T").replace(' StUF:verwerkingssoort="T"', ""), "B-0611"),
        ("W", objecten(B, "W", was=A), "B-0612"),
    ],
)
def test_what_cannot_be_carried_on_says_so_and_keeps_the_others_going(
    place: Path, soort: str, inhoud: str, code: str
) -> None:
    leg(place, "set", bericht(1, soort, inhoud), over(2, "T", B))

    found, _ = lees(place)

    assert [one[2] for one in found] == [code, ""]


@pytest.mark.parametrize("soort", ["W", "I"])
def test_a_change_that_lacks_a_field_is_not_taken_for_one_that_emptied_it(
    place: Path, soort: str
) -> None:
    element = '<StUF:extraElement naam="wmo.bedrag">6450.00</StUF:extraElement>'
    short = objecten(A, "W").replace(element, "").replace('soort="W"', f'soort="{soort}"')
    leg(place, "set", bericht(1, "W", short))

    strict, _ = lees(place)
    loose, _ = lees(place, weggelaten_is_leeg=True)

    assert [one[2] for one in strict] == ["B-0613"]
    # With only an identification (I) nobody promised that the rest is there.
    assert [one[2] for one in loose] == ["" if soort == "W" else "B-0613"]


def test_the_fields_that_lack_are_named(place: Path) -> None:
    source = Folder(berichtenset.formaat(), place, Keuze("*.xml"))
    short = objecten(A, "W").replace('naam="wmo.bedrag"', 'naam="wmo.anders"')
    leg(place, "set", bericht(1, "W", short))

    with source.read(ReadRequest()) as reading:
        (gebrek,) = [record.gebrek for record in reading]

    assert gebrek is not None
    assert "bedrag" in gebrek.wat


def test_a_message_without_mutatiesoort_or_object_refuses_the_file(place: Path) -> None:
    for message in (bericht(1, "Q", objecten(A, "T")), bericht(1, "T", "")):
        leg(place, "set", message)
        assert geweigerd(place)[0] == "B-0608"


def test_a_kept_message_is_read_again_as_it_was(place: Path) -> None:
    leg(place, "set", over(1, "W", A))
    how = berichtenset.formaat()
    with Folder(how, place, Keuze("*.xml")).read(ReadRequest()) as reading:
        (kept,) = [record.heel() for record in reading if record.heel]

    again = how.herlees(kept, "bewaard")

    assert {name: again.fields.text(name) for name in ("zaak", "bsn", "vlag")} == {
        "zaak": A.identificatie,
        "bsn": A.bsn,
        "vlag": "J",
    }
    assert (again.verwijderd, again.gebrek) == (False, None)


def test_other_zaaktypen_are_passed_by_and_counted_but_not_what_names_none(place: Path) -> None:
    other = replace(B, zaaktype="BIJSTAND")
    nameless = bericht(3, "V", objecten(A, "V").replace("ZKN:isVan", "ZKN:isGeen"))
    leg(place, "set", over(1, "T", A), over(2, "T", other), nameless)

    found, proof = lees(place, zaaktypen=("WMO-VOORZ",))

    assert [one[0] for one in found] == [A.identificatie, A.identificatie]
    assert proof.details["buiten_vraag"] == 1


# -- who sent it, and in which order ----------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "deel"),
    [
        ({"zender": Systeem("Ander", "9901", "test")}, "zender.applicatie"),
        ({"zender": Systeem("WmoRegistratie", "9902", "test")}, "zender.organisatie"),
        ({"berichtcode": "Lk02"}, "berichtcode"),
        ({"referentie": "x" * 41}, "referentienummer"),
        ({"tijd": "2026-02-28"}, "tijdstipBericht"),
    ],
)
def test_the_header_of_every_message_is_checked(
    place: Path, wrong: dict[str, Any], deel: str
) -> None:
    leg(place, "set", over(1, "T", A), over(2, "T", B, **wrong))

    code, wat = geweigerd(place)

    assert (code, deel in wat) == ("B-0607", True)


def test_a_message_without_header_is_refused(place: Path) -> None:
    leg(place, "set", f"<ZKN:zakLk01>{objecten(A, 'T')}</ZKN:zakLk01>")

    assert geweigerd(place) == (
        "B-0607",
        "Dit bericht heeft geen stuurgegevens, of meer dan een keer.",
    )


def test_a_message_that_is_older_than_the_one_before_is_refused(place: Path) -> None:
    leg(place, "set", over(2, "T", A), over(1, "T", B))

    assert geweigerd(place)[0] == "B-0609"


def test_a_message_of_days_to_come_is_refused(place: Path) -> None:
    leg(place, "set", over(1, "T", A, tijd="20990101"))

    code, wat = geweigerd(place)

    assert (code, "toekomst" in wat) == ("B-0609", True)


def test_the_same_message_twice_counts_once_and_another_under_its_number_is_refused(
    place: Path,
) -> None:
    leg(place, "set", over(1, "T", A), over(1, "T", A))
    found, proof = lees(place)
    assert (len(found), proof.details["herhaald"]) == (1, 1)

    for second in (over(1, "T", B), over(2, "T", B, referentie="REF-000001")):
        leg(place, "set", over(1, "T", A), second)
        assert geweigerd(place)[0] == "B-0610"


# -- sets, parts, and where it goes on --------------------------------------------------------


def test_the_parts_of_a_set_are_read_in_order(place: Path) -> None:
    for nummer in range(1, 12):
        zaak = stuf.zaak(nummer)
        end = "_laatste" if nummer == 11 else ""
        leg(place, f"voorziening_{nummer}{end}", over(nummer, "T", zaak))

    found, proof = lees(place)

    assert [one[0] for one in found] == [stuf.zaak(n).identificatie for n in range(1, 12)]
    assert proof.details["sets"] == 1


@pytest.mark.parametrize(
    ("names", "deel"),
    [
        (["voorziening_1", "voorziening_3_laatste"], "deel 2"),
        (["voorziening_2_laatste"], "deel 1"),
        (["voorziening_1", "voorziening_2"], "deel 3"),
    ],
)
def test_a_set_of_which_a_part_lacks_waits_and_what_comes_after_it_too(
    place: Path, names: list[str], deel: str
) -> None:
    for nummer, name in enumerate(names, 5):
        leg(place, name, over(nummer, "T", stuf.zaak(nummer)))
    leg(place, "later", over(9, "T", B))

    found, proof = lees(place)

    assert (found, proof.geen_levering, codes(proof)) == ([], True, ["B-0601"])
    assert deel in proof.waarschuwingen[0].wat


def test_what_came_before_a_set_that_waits_is_read(place: Path) -> None:
    leg(place, "voorziening_1", over(5, "T", A))
    leg(place, "eerder", over(1, "T", B))

    found, proof = lees(place)

    assert ([one[0] for one in found], codes(proof)) == ([B.identificatie], ["B-0601"])


def test_two_files_for_one_part_are_refused(place: Path) -> None:
    for name in ("voorziening_1", "voorziening_01", "voorziening_2_laatste"):
        leg(place, name, over(1, "T", A))

    assert geweigerd(place)[0] == "B-0602"


def test_sets_go_by_their_messages_and_not_by_their_names(place: Path) -> None:
    leg(place, "a", over(2, "W", A))
    leg(place, "b", over(1, "T", B))

    found, _ = lees(place)

    assert [one[0] for one in found] == [B.identificatie, A.identificatie]


def test_what_was_read_is_not_read_again(place: Path) -> None:
    leg(place, "een", over(1, "T", A))
    _, first = lees(place)
    again, second = lees(place, first.gelezen_tot)
    leg(place, "twee", over(2, "T", B))
    third, last = lees(place, first.gelezen_tot)

    assert (again, second.geen_levering) == ([], True)
    assert [one[0] for one in third] == [B.identificatie]
    assert last.gelezen_tot is not None
    assert {mark.naam for mark in last.gelezen_tot.bestanden} == {"een.xml", "twee.xml"}


def test_a_file_that_is_gone_is_forgotten_but_not_its_moment(place: Path) -> None:
    leg(place, "een", over(5, "T", A))
    _, first = lees(place)
    (place / "een.xml").unlink()
    leg(place, "twee", over(6, "T", B))
    _, second = lees(place, first.gelezen_tot)

    assert second.gelezen_tot is not None
    assert [mark.naam for mark in second.gelezen_tot.bestanden] == ["twee.xml"]
    leg(place, "drie", over(1, "W", A))
    assert geweigerd(place, second.gelezen_tot)[0] == "B-0614"


def test_the_same_file_under_another_name_is_passed_over(place: Path) -> None:
    leg(place, "een", over(1, "T", A))
    _, first = lees(place)
    leg(place, "nog_eens", over(1, "T", A))

    found, proof = lees(place, first.gelezen_tot)

    assert (found, codes(proof)) == ([], ["B-0615"])


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6, unique=True), st.integers(0, 9))
def test_a_set_is_whole_only_with_every_part_up_to_the_last(nummers: list[int], last: int) -> None:
    files = [
        Bestand(f"voorziening_{n}{'_laatste' if n == last else ''}.xml", 1, 1, True, (1,))
        for n in nummers
    ]
    try:
        (found,) = sets(files)
    except SourceRefused:
        assert last in nummers
        assert max(nummers) > last
        return

    whole = last in nummers and sorted(nummers) == list(range(1, last + 1))
    assert (found.ontbreekt == 0) == whole
    if not whole:
        assert found.ontbreekt not in nummers


# -- hostile files ----------------------------------------------------------------------------

_GOED = als_set([over(1, "T", A)])


@pytest.mark.parametrize(
    ("inhoud", "code"),
    [
        (b"", "B-0603"),
        (b"geen xml", "B-0603"),
        (_GOED[:-30], "B-0603"),
        (_GOED.replace(b"Wit &amp; Zoon", b"Wit \xe9 Zoon"), "B-0603"),
        (_GOED + b"<nog/>", "B-0603"),
        (_GOED.replace(b"\n<StUF", b'\n<!DOCTYPE a [<!ENTITY b "c">]><StUF', 1), "B-0604"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "B-0605"),
        (b"<html><body>Onderhoud</body></html>", "B-0605"),
        (_GOED.replace(b"StUF-berichtenSet", b"berichtenSet"), "B-0605"),
        (_GOED.replace(b"zakLk01", b"zakLk02"), "B-0605"),
        (_GOED.replace(b"StUF0301", b"StUF0302"), "B-0605"),
        (b"<a>" * 300 + b"</a>" * 300, "B-0603"),
        (_GOED.replace(b"Wit", b"W" * (GROOTSTE_BERICHT + 99_000)), "B-0606"),
    ],
)
def test_a_file_that_is_not_what_was_agreed_is_refused(
    place: Path, inhoud: bytes, code: str
) -> None:
    (place / "set.xml").write_bytes(inhoud)

    assert geweigerd(place)[0] == code


def test_a_comment_within_a_bsn_is_refused(place: Path) -> None:
    cut = A.bsn[:4] + "<!-- -->" + A.bsn[4:]
    leg(place, "set", bericht(1, "T", objecten(A, "T").replace(A.bsn, cut)))
    source = Folder(berichtenset.formaat(), place, Keuze("*.xml"))

    with pytest.raises(SourceRefused) as caught, source.read(ReadRequest()) as reading:
        [record.fields.text("bsn") for record in reading]

    assert caught.value.problems[0].code == "B-0351"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for content in (data, _GOED[:300] + data, _GOED.replace(b"T</StUF:mutatiesoort", data)):
        try:
            list(Ontleding("x.xml").berichten([content]))
        except SourceError as wrong:
            code = wrong.problems[0].code
            assert code.startswith("B-06") or code == "B-0328"


def test_a_message_of_another_kind_between_others_is_never_dropped(place: Path) -> None:
    """It went unseen once: what stands before a message is cleared away."""
    for other in ("<ZKN:zakLk02/>", "<a/>"):
        leg(place, "set", over(1, "T", A), other, over(2, "T", B))
        assert geweigerd(place)[0] == "B-0605"


@given(st.integers(0, len(_GOED)))
def test_a_file_cut_off_anywhere_is_never_taken_for_whole(place_of: int) -> None:
    whole = len(_GOED.rstrip())
    try:
        list(Ontleding("x.xml").berichten([_GOED[:place_of]]))
    except SourceRefused as wrong:
        assert wrong.problems[0].code in {"B-0603", "B-0605"}
        assert place_of < whole
    else:
        assert place_of >= whole


def _veel(aantal: int) -> Iterator[bytes]:
    head, _, tail = als_set(["@"]).partition(b"@")
    yield head
    for nummer in range(aantal):
        yield over(nummer, "T", A).encode() + b"<!-- niets -->"
    yield tail


def test_what_was_read_leaves_the_memory() -> None:
    highest = 0
    for message in Ontleding("x.xml").berichten(_veel(1500)):
        above = message.getparent()
        assert above is not None
        highest = max(highest, len(above))

    # What lies in 64 KiB, and the comments between.
    assert highest < 60


def test_a_check_walks_to_the_first_zaak_and_tells_what_is_wrong(place: Path) -> None:
    leg(place, "set", over(1, "T", A))
    good = list(Folder(berichtenset.formaat(), place, Keuze("*.xml")).check())
    other = berichtenset.formaat(zender=Systeem("Ander"))
    wrong = list(Folder(other, place, Keuze("*.xml")).check())

    assert [step.gelukt for step in good] == [True] * 4
    assert "adressen zijn gevuld" in good[-1].toelichting
    assert (wrong[-1].naam, wrong[-1].problem and wrong[-1].problem.code) == ("bericht", "B-0607")


def test_a_day_at_the_end_of_a_name_is_no_part() -> None:
    name = f"voorziening_{date(2026, 3, 1):%Y%m%d}.xml"

    (found,) = sets([Bestand(name, 1, 1, True, (1,))])

    assert (found.naam, found.ontbreekt) == (name, 0)


# -- the example of the standard --------------------------------------------------------------


def test_the_example_of_a_file_is_understood(place: Path) -> None:
    example = stuf.STANDARDS / "examples" / "09-StUF-berichtenSet-bestand.xml"
    if not example.is_file():
        pytest.skip("the standards lie beside a checkout only")
    (place / "voorbeeld.xml").write_bytes(example.read_bytes())
    how = berichtenset.formaat(
        zender=Systeem("WmoRegistratie", "0384", "productie"),
        ontvanger=Systeem("RegresAdapter", "Regresloket", "productie"),
    )

    with Folder(how, place, Keuze("*.xml")).read(ReadRequest()) as reading:
        ((zaak, vlag, bsn, bedrag),) = [
            tuple(one.fields.text(name) for name in ("zaak", "vlag", "bsn", "bedrag"))
            for one in reading
        ]

    assert (zaak, vlag, bsn, bedrag) == ("0384WMO2026000123", "J", "999900006", "6450.00")
