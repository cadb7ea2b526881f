"""Which file of a folder is read."""

import pytest

from connectors.picking import Bestand, Keuze, Kies, Vondst, finished, pick
from regres import ConfigProblem, SourceRefused


def bestand(naam: str, mtime: int = 0, *, gewoon: bool = True) -> Bestand:
    return Bestand(naam, 10, mtime, gewoon, (10, mtime))


def chosen(*entries: Bestand, kies: Kies = Kies.NIEUWSTE) -> str | None:
    found = pick(entries, kies, "map").bestand
    return found.naam if found else None


def codes(found: Vondst) -> list[str]:
    return [problem.code for problem in found.waarschuwingen]


def test_the_newest_is_read() -> None:
    assert chosen(bestand("a", 1), bestand("b", 3), bestand("c", 2)) == "b"


def test_of_two_files_of_the_same_second_the_last_name_is_read() -> None:
    assert chosen(bestand("wmo_2", 1), bestand("wmo_3", 1), bestand("wmo_1", 1)) == "wmo_3"


def test_an_empty_folder_is_no_delivery_yet() -> None:
    assert pick([], Kies.ENIGE, "map") == Vondst(None)


def test_the_only_one_must_be_the_only_one() -> None:
    assert chosen(bestand("a"), kies=Kies.ENIGE) == "a"
    with pytest.raises(SourceRefused, match="B-0132"):
        chosen(bestand("a"), bestand("b"), kies=Kies.ENIGE)


def test_a_link_is_never_chosen_and_always_told() -> None:
    found = pick([bestand("a", 1), bestand("b", 2, gewoon=False)], Kies.NIEUWSTE, "map")

    assert found.bestand == bestand("a", 1)
    assert codes(found) == ["B-0133"]


def test_a_folder_with_nothing_but_a_link_is_refused() -> None:
    with pytest.raises(SourceRefused, match="B-0133"):
        chosen(bestand("b", gewoon=False))


@pytest.mark.parametrize("naam", ["a\x1b[31m.csv", "a\n.csv", "a\udcff.csv", "a\u202e.csv"])
def test_a_name_that_cannot_be_shown_is_refused(naam: str) -> None:
    with pytest.raises(SourceRefused) as caught:
        chosen(bestand(naam))

    assert naam not in str(caught.value)
    assert caught.value.problems[0].code == "B-0139"


@pytest.mark.parametrize("naam", ["wmo_1.csv", "wmo_.csv"])
def test_a_pattern_counts_on_the_whole_name(naam: str) -> None:
    assert Keuze("wmo_*.csv").past(naam)


@pytest.mark.parametrize("naam", ["WMO_1.csv", "wmo_1.CSV", "xwmo_1.csv", "wmo_1.csv.part"])
def test_case_and_ends_of_a_name_count(naam: str) -> None:
    assert not Keuze("wmo_*.csv").past(naam)


@pytest.mark.parametrize("naam", [".", "..", "a/b", "../wmo.csv", "/etc/passwd"])
def test_no_name_leads_out_of_the_folder(naam: str) -> None:
    assert not Keuze("*").past(naam)


@pytest.mark.parametrize("patroon", ["", "../x", "in/*.csv", "/x", "a\\b", "a\0"])
def test_a_pattern_with_a_path_is_a_mistake_in_config(patroon: str) -> None:
    with pytest.raises(ConfigProblem, match="B-0140"):
        Keuze(patroon)


def test_a_marker_with_a_path_is_a_mistake_in_config() -> None:
    with pytest.raises(ConfigProblem, match="B-0140"):
        Keuze("*", klaar_bestand="../*.ok")


def test_a_marker_goes_by_the_name_with_or_without_its_suffix() -> None:
    keuze = Keuze("*.csv", klaar_bestand="*.ok")

    assert keuze.markers("wmo.csv") == ("wmo.ok", "wmo.csv.ok")
    assert keuze.markers("wmo") == ("wmo.ok", "wmo.ok")
    assert Keuze("*.csv", klaar_bestand="KLAAR").markers("wmo.csv") == ("KLAAR", "KLAAR")
    assert Keuze("*.csv").markers("wmo.csv") == ()


def test_a_marker_is_never_the_export() -> None:
    keuze = Keuze("wmo*", klaar_bestand="*.ok")

    assert keuze.past("wmo.csv")
    assert not keuze.past("wmo.ok")


@pytest.mark.parametrize(
    ("marker", "klaar"),
    [
        (bestand("a.ok", 5), True),
        (bestand("a.ok", 6), True),
        (bestand("a.ok", 4), False),
        (bestand("a.ok", 6, gewoon=False), False),
        (None, False),
    ],
)
def test_a_marker_counts_when_it_is_not_older_than_the_data(
    marker: Bestand | None, klaar: bool
) -> None:
    found = finished(Vondst(bestand("a.csv", 5)), [None, marker])

    assert (found.bestand is not None) == klaar
    assert codes(found) == ([] if klaar else ["B-0138"])
