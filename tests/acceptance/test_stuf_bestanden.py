"""StUF files from config/ to a case: OpenSSH, the reference loket, and a person with the key."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ledger import Keuze
from tests.acceptance.test_review import met_inzage
from tests.tools import berichtenset, keten, sshd
from tests.tools.berichtenset import als_set, objecten
from tests.tools.keten import HOST_KEY, LOGIN, Keten, bij_het_loket, codes, verse_zaak
from tests.tools.needs import missing

CONSULENT = ("--wie", "T. Consulent", "--reden", "gebeld", "--rol", "consulent")
A = verse_zaak(1, "J")
TWIJFEL = verse_zaak(2, "O")
#: No flag says so, only a note: a person looks first.
NOTITIE = verse_zaak(3, "", toelichting="Traplift na aanrijding door een automobilist.")


class Drop:
    """A folder in which a supplier puts sets, each with later messages than the one before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._nummer = 0

    def bericht(self, soort: str, zaak: Any, **changes: Any) -> str:
        self._nummer += 1
        moment = keten.nu() - timedelta(hours=20) + timedelta(seconds=self._nummer)
        tijd = f"{moment:%Y%m%d%H%M%S}000"
        content = objecten(zaak, soort)
        return berichtenset.bericht(self._nummer, soort, content, tijd=tijd, **changes)

    def lever(self, *messages: tuple[str, Any], naam: str = "") -> Path:
        made = als_set(self.bericht(soort, zaak) for soort, zaak in messages)
        path = self.folder / f"{naam or f'wmo_{self._nummer:03}'}.xml"
        path.write_bytes(made)
        return path


@pytest.fixture
def drop(tmp_path: Path) -> Drop:
    return Drop(tmp_path / "regresbrug" / "export")


@pytest.fixture
def huis(tmp_path: Path) -> Keten:
    """Give a municipality that reads StUF files from a folder and has an inzagesleutel."""
    made = Keten(tmp_path / "regresbrug")
    mapping = made.config / "mappings" / "duinrand-stuf.yaml"
    text = mapping.read_text("utf-8").replace("levering: volledig", "levering: delta")
    mapping.write_text(text, "utf-8")
    met_bestanden(made, {"soort": "map", "map": "../export"})
    return made


def met_bestanden(one: Keten, door: dict[str, Any], **stuf: Any) -> None:
    blok = {
        "zender": {"applicatie": "WmoRegistratie", "organisatie": "9901"},
        "ontvanger": {"applicatie": "Regresbrug"},
    }
    source = {"mapping": "duinrand-stuf", "patroon": "*.xml", "stuf": blok | stuf}
    one.gemeente.gemeente["bronnen"] = {"zaken": source | door}
    one.schrijf()


@pytest.fixture
def eigen(huis: Keten) -> Path:
    """Give where the private half of the inzagesleutel lies."""
    return met_inzage(huis)


def tel(run: dict[str, Any]) -> dict[str, int]:
    counts = run["telling"]
    names = ("geen_ongeval", "buiten_bereik", "beoordelen", "vastgehouden", "quarantaine")
    found = {name: counts[name] for name in (*names, "ongewijzigd", "dubbel")}
    return {name: number for name, number in (found | counts["soorten"]).items() if number}


def lijst(one: Keten, naam: str = "review") -> list[dict[str, Any]]:
    return list(one.geef(naam, "list", "--format", "jsonl").regels)


# -- over real OpenSSH, to a case --------------------------------------------------------------


@pytest.fixture(scope="module")
def program() -> sshd.Sshd:
    found = sshd.find()
    if isinstance(found, sshd.Missing):
        missing("sshd", found.reason)
    return found


@pytest.fixture
def ssh(huis: Keten, drop: Drop, tmp_path: Path, program: sshd.Sshd) -> Iterator[None]:
    """Let the municipality read its files over SFTP, from OpenSSH."""
    keys = tmp_path / "sleutels"
    keys.mkdir()
    (keys / "host_key").write_text(HOST_KEY.export_private_key().decode())
    (keys / "login.pub").write_text(LOGIN.export_public_key().decode())
    files = (keys / "host_key", keys / "login.pub")
    with sshd.OpenSsh(sshd.free_port(), *files, drop.folder, sshd=program) as server:
        huis.gemeente.geheim("sftp", LOGIN.export_private_key().decode())
        huis.mag_naar(f"127.0.0.1:{server.port}")
        door = {
            "soort": "sftp",
            "host": "127.0.0.1",
            "poort": server.port,
            "gebruiker": server.user,
            "hostsleutel": HOST_KEY.export_public_key().decode().strip(),
            "sleutel": "secret://file/./geheim/sftp",
        }
        met_bestanden(huis, door)
        yield


@pytest.mark.usefixtures("ssh")
def test_an_addition_a_change_and_a_removal_become_a_case_and_leave_it(
    huis: Keten, eigen: Path, drop: Drop, tmp_path: Path
) -> None:
    with keten.loket_draait(tmp_path / "loket") as loket:
        huis.met_loket(loket)
        found = []
        for soort, zaak in (
            ("T", A),
            ("W", replace(A, product_omschrijving="Traplift, bocht")),
            ("V", A),
        ):
            drop.lever((soort, zaak))
            done, run = huis.run()
            assert done.code == 0, done.fout
            found.append(tel(run))

        assert found == [{"nieuw": 1}, {"wijziging": 1}, {"intrekking": 1}]
        sent = bij_het_loket(loket)
        assert [(versie, soort) for _, versie, soort in sent] == [
            (1, "nieuw"),
            (2, "wijziging"),
            (3, "intrekking"),
        ]
        assert len({referentie for referentie, _, _ in sent}) == 1

        drop.lever(("T", NOTITIE))
        _, run = huis.run()
        assert tel(run) == {"beoordelen": 1}
        (one,) = lijst(huis)
        done = huis.geef("review", "decide", one["kenmerk"], "ja", *CONSULENT)
        assert (done.code, codes(done.fout)) == (2, ["C-0254"])
        key = ("--inzagesleutel", eigen)
        done = huis.geef("review", "decide", one["kenmerk"], "ja", *CONSULENT, *key)

        assert done.code == 0, done.fout
        assert [soort for _, _, soort in bij_het_loket(loket)][-1] == "nieuw"
        assert lijst(huis) == []


# -- what waits --------------------------------------------------------------------------------


def bewaard(one: Keten) -> list[int]:
    """Give the days left of every kept record."""
    with one.ledger() as ledger:
        assert ledger.audit_verify() == []
        return [row.dagen for row in ledger.aanleveringen("9901", keten.vandaag())]


def test_a_waiting_record_is_kept_sealed_and_no_night_looks_at_it_again(
    huis: Keten, eigen: Path, drop: Drop
) -> None:
    drop.lever(("T", TWIJFEL))
    huis.run()
    (one,) = lijst(huis)
    nights = [huis.run() for _ in range(3)]

    assert [run["resultaat"] for _, run in nights] == ["geen_levering"] * 3
    assert (lijst(huis), bewaard(huis)) == ([one], [30])
    whole = b"".join(path.read_bytes() for path in huis.folder.glob("regresbrug.db*"))
    assert TWIJFEL.bsn.encode() not in whole
    done = huis.geef("review", "show", one["kenmerk"], "--inzagesleutel", eigen, *CONSULENT[:4])
    assert TWIJFEL.bsn in done.uit


def test_no_sends_nothing_and_drops_the_record_without_the_key(
    huis: Keten, eigen: Path, drop: Drop
) -> None:
    drop.lever(("T", TWIJFEL))
    huis.run()
    (one,) = lijst(huis)
    done = huis.geef("review", "decide", one["kenmerk"], "nee", *CONSULENT)

    assert (done.code, bewaard(huis), huis.gemeente.bezorgd) == (0, [], [])


def test_a_wrong_key_changes_nothing(huis: Keten, eigen: Path, drop: Drop) -> None:
    drop.lever(("T", TWIJFEL))
    huis.run()
    (one,) = lijst(huis)
    other = json.loads(eigen.read_text()) | {"kid": "ander"}
    eigen.write_text(json.dumps(other))
    key = ("--inzagesleutel", eigen)
    done = huis.geef("review", "decide", one["kenmerk"], "ja", *CONSULENT, *key)

    assert (done.code, codes(done.fout)) == (6, ["K-0602"])
    assert (lijst(huis), bewaard(huis)) == ([one], [30])
    with huis.ledger() as ledger:
        assert ledger.besluiten("9901") == ()


def test_a_decision_that_the_brake_holds_keeps_the_record_until_it_is_released(
    huis: Keten, eigen: Path, drop: Drop
) -> None:
    drop.lever(("T", TWIJFEL))
    huis.run()
    huis.gemeente.gemeente["rem"] = {"nieuw": 0, "waarom": "toets"}
    huis.schrijf()
    (one,) = lijst(huis)
    key = ("--inzagesleutel", eigen)
    done = huis.geef("review", "decide", one["kenmerk"], "ja", *CONSULENT, *key)

    assert (done.code, bewaard(huis), huis.gemeente.bezorgd) == (8, [30], [])
    with huis.ledger() as ledger:
        (waits,) = ledger.wachtende_runs("9901", "zaken")
    freed = huis.geef("release", str(waits.id), "--wie", "F", "--rol", "fg", "--reden", "gezien")
    assert freed.code == 0, freed.fout
    assert (bewaard(huis), lijst(huis), len(huis.gemeente.bezorgd)) == ([], [], 1)


def test_a_held_melding_is_let_go_with_the_key(huis: Keten, eigen: Path, drop: Drop) -> None:
    huis.gemeente.gemeente["beleid"] = {"kansrijk": "vasthouden", "onderzoek": "vasthouden"}
    huis.schrijf()
    drop.lever(("T", A))
    huis.run()
    (one,) = lijst(huis, "vastgehouden")
    key = ("--inzagesleutel", eigen)
    done = huis.geef("vastgehouden", "laat-los", one["kenmerk"], *CONSULENT, *key)

    assert done.code == 0, done.fout
    assert (bewaard(huis), len(huis.gemeente.bezorgd)) == ([], 1)


def test_quarantine_is_replayed_from_what_was_kept_once_the_mapping_is_mended(
    huis: Keten, eigen: Path, drop: Drop
) -> None:
    drop.lever(("T", replace(A, status="Verleend")))
    _, run = huis.run()
    assert tel(run) == {"quarantaine": 1}
    key = ("--inzagesleutel", eigen)
    who = CONSULENT[:4]
    without = huis.geef("replay", *who, "--format", "json").json["records"]
    still = huis.geef("replay", *who, *key, "--format", "json").json["records"]
    mapping = huis.config / "mappings" / "duinrand-stuf.yaml"
    mended = mapping.read_text("utf-8").replace(
        "        Toegekend: toegekend\n",
        "        Toegekend: toegekend\n        Verleend: toegekend\n",
    )
    mapping.write_text(mended, "utf-8")
    done = huis.geef("replay", *who, *key, "--format", "json")

    assert [one["uitkomst"] for one in without] == ["inzagesleutel"]
    assert [one["uitkomst"] for one in still] == ["quarantaine"]
    assert [one["uitkomst"] for one in done.json["records"]] == ["klaargezet"], done.fout
    assert (bewaard(huis), len(huis.gemeente.bezorgd)) == ([], 1)


# -- in one read -------------------------------------------------------------------------------


#: What comes of one zaak -> where its last message lands.
VERHALEN: dict[str, list[tuple[str, str]]] = {
    "nieuw": [("T", "J"), ("W", "J")],
    "verwijderd": [("T", "J"), ("V", "J")],
    "stil verwijderd": [("T", "O"), ("V", "O")],
    "nieuw na alles": [("T", "J"), ("V", "J"), ("T", "J")],
    "toch geen ongeval": [("T", "J"), ("W", "N")],
    "onbekend": [("V", "J")],
}


def test_what_a_later_message_says_holds(huis: Keten, eigen: Path, drop: Drop) -> None:
    drop.lever(
        *(
            (soort, verse_zaak(10 + number, vlag))
            for number, story in enumerate(VERHALEN.values())
            for soort, vlag in story
        )
    )
    _, run = huis.run()

    assert tel(run) == {"nieuw": 2, "buiten_bereik": 3, "geen_ongeval": 1, "dubbel": 6}
    assert (lijst(huis), bewaard(huis)) == ([], [])
    assert len(huis.gemeente.bezorgd) == 2


def test_what_a_later_message_takes_away_waits_no_more(
    huis: Keten, eigen: Path, drop: Drop
) -> None:
    drop.lever(("T", TWIJFEL), ("T", NOTITIE))
    huis.run()
    assert len(lijst(huis)) == 2
    drop.lever(("V", TWIJFEL), ("W", replace(NOTITIE, toelichting="", indicatie_ongeval="N")))
    huis.run()

    assert (lijst(huis), bewaard(huis)) == ([], [])


def test_absence_withdraws_nothing_and_closes_nothing(huis: Keten, eigen: Path, drop: Drop) -> None:
    drop.lever(("T", A), ("T", TWIJFEL))
    huis.run()
    for number in range(4, 9):
        drop.lever(("T", verse_zaak(number)))
        _, run = huis.run()
        assert tel(run) == {"geen_ongeval": 1}

    assert (len(lijst(huis)), bewaard(huis)) == (1, [30])
    with huis.ledger() as ledger:
        (stand,) = ledger.standen("9901").values()
    assert stand.staat == "staand"


def test_a_batch_that_waits_is_read_again_with_what_came_after_it(
    huis: Keten, eigen: Path, drop: Drop
) -> None:
    huis.gemeente.gemeente["rem"] = {"nieuw": 0, "waarom": "toets"}
    huis.schrijf()
    drop.lever(("T", A))
    done, _ = huis.run()
    assert done.code == 8
    drop.lever(("V", A))
    _, run = huis.run()

    assert tel(run) == {"buiten_bereik": 1, "dubbel": 1}
    assert huis.gemeente.bezorgd == []


def test_a_standing_melding_is_taken_back_by_no_with_the_key(
    huis: Keten, eigen: Path, drop: Drop
) -> None:
    drop.lever(("T", A))
    huis.run()
    drop.lever(("W", replace(A, indicatie_ongeval="O")))
    huis.run()
    (one,) = lijst(huis)
    refused = huis.geef("review", "decide", one["kenmerk"], "nee", *CONSULENT)
    key = ("--inzagesleutel", eigen)
    done = huis.geef("review", "decide", one["kenmerk"], Keuze.NEE.value, *CONSULENT, *key)

    assert codes(refused.fout) == ["C-0254"]
    assert (done.code, len(huis.gemeente.bezorgd), bewaard(huis)) == (0, 2, [])


# -- the configuration -------------------------------------------------------------------------


def geweigerd(one: Keten) -> list[str]:
    done, _ = one.run()
    assert done.code == 3, done.fout
    return codes(done.fout)


def test_without_an_inzagesleutel_it_is_not_read(huis: Keten) -> None:
    assert geweigerd(huis) == ["C-0253"]


def test_files_of_changes_are_never_taken_for_all_there_is(huis: Keten, eigen: Path) -> None:
    mapping = huis.config / "mappings" / "duinrand-stuf.yaml"
    text = mapping.read_text("utf-8")
    mapping.write_text(text.replace("levering: delta", "levering: volledig"), "utf-8")

    assert geweigerd(huis) == ["C-0252"]


def test_an_export_cannot_be_delta(huis: Keten, eigen: Path) -> None:
    mapping = huis.config / "mappings" / "duinrand-csv.yaml"
    text = mapping.read_text("utf-8")
    mapping.write_text(text.replace("levering: volledig", "levering: delta"), "utf-8")
    source = {"soort": "map", "map": "../export", "mapping": "duinrand-csv", "patroon": "*.csv"}
    huis.gemeente.gemeente["bronnen"] = {"zaken": source}
    huis.schrijf()

    assert geweigerd(huis) == ["C-0222"]


def test_a_source_of_costs_has_its_place_and_says_it_comes_later(huis: Keten, eigen: Path) -> None:
    met_bestanden(huis, {"soort": "map", "map": "../export", "rol": "kosten"})

    assert geweigerd(huis) == ["C-0251"]


def test_a_change_that_lacks_fields_waits_and_goes_on_when_that_is_agreed(
    huis: Keten, eigen: Path, drop: Drop
) -> None:
    short = drop.bericht("W", A).replace("wmo.bedrag", "wmo.anders")
    (drop.folder / "kort.xml").write_bytes(als_set([short]))
    done, run = huis.run()
    assert (tel(run), done.code) == ({"quarantaine": 1}, 1)

    met_bestanden(huis, {"soort": "map", "map": "../export"}, weggelaten_is_leeg=True)
    key = ("--inzagesleutel", eigen)
    done = huis.geef("replay", *CONSULENT[:4], *key, "--format", "json")

    assert [one["uitkomst"] for one in done.json["records"]] == ["klaargezet"], done.fout
