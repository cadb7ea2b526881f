"""The rights of a person through the command line: who it is about comes from stdin only."""

import io
import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

import scheduler
from tests.tools.keten import Keten, Uitkomst, codes, omgeving, opdracht, proces, vers
from tests.tools.stuf import bsn

EEN, ANDER, NIEMAND = bsn(1), bsn(2), bsn(3)
WIE = ("--wie", "F. Functionaris", "--rol", "fg", "--reden", "Brief van 20 november")
Geef = Callable[..., Uitkomst]


def rij(nummer: int, wie: str, vlag: str = "J", **anders: str) -> dict[str, str]:
    return vers(nummer, vlag, BSN=wie, **anders)


RIJEN = [rij(1, EEN), rij(2, EEN), rij(3, ANDER), rij(4, EEN, "O"), rij(5, EEN, "N")]


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    """Give a municipality that sent two provisions of one person and one of another."""
    chain = Keten(tmp_path)
    chain.gemeente.levering(RIJEN)
    assert chain.geef("run").code == 1
    return chain


@pytest.fixture
def geef(keten: Keten, monkeypatch: pytest.MonkeyPatch) -> Geef:
    """Give a request; `wie` goes to stdin."""

    def request(
        recht: str, *woorden: str | Path, wie: str = EEN, in_: Keten | None = None
    ) -> Uitkomst:
        monkeypatch.setattr(sys, "stdin", io.StringIO(wie))
        return (in_ or keten).geef("subject", recht, *WIE, *woorden)

    return request


def nacht(keten: Keten, *rows: dict[str, str]) -> dict[str, int]:
    """Read, and give what was sealed, by kind, with what was passed by."""
    if rows:
        keten.gemeente.levering(rows)
    done, verslag = keten.run()
    assert done.code in (0, 1), done.fout
    counts = verslag["telling"]
    found = {name: counts["soorten"].get(name, 0) for name in ("nieuw", "wijziging", "intrekking")}
    found["geblokkeerd"] = counts["codes"].get("geblokkeerd", 0)
    return {name: count for name, count in found.items() if count}


def acties(keten: Keten) -> list[str]:
    return [one["actie"] for one in keten.geef("audit", "list", "--format", "json").json]


# -- access --------------------------------------------------------------------------------------


def test_access_tells_what_was_sent_when_to_whom_and_which_fields(keten: Keten, geef: Geef) -> None:
    found = geef("inzage", "--format", "json").json

    assert found["gevonden"]
    assert [one["staat"] for one in found["meldingen"]] == ["staand", "staand"]
    assert all(one["zaaknummer"] and one["bron"] == "export" for one in found["meldingen"])
    assert [one["versies"][0]["soort"] for one in found["meldingen"]] == ["nieuw", "nieuw"]
    today = scheduler.vandaag(scheduler.utc_now)
    # A night that passes between the run and this line is no mistake.
    days = {(today - timedelta(days=back)).isoformat() for back in (0, 1)}
    first = found["meldingen"][0]["versies"][0]
    assert {first["gemaakt"], first["ontvangen"]} <= days
    assert {row["actie"] for row in found["meldingen"][0]["handelingen"]} == {
        "melding_nieuw",
        "aflevering",
    }
    assert [(one["soort"], one["gesloten"]) for one in found["wachtend"]] == [("beoordelen", None)]
    assert "client.geslachtsnaam" in found["velden"]["export"]
    assert "client.burgerservicenummer" not in found["velden"]["export"]
    assert (found["doel"], found["ontvanger"]) == ("Verhaal van Wmo-kosten", "het Regresloket")


def gevuld(found: object, path: str = "") -> Iterator[str]:
    """Give the path of each value; what a melding says when nothing is known is no value."""
    if isinstance(found, dict):
        for name, inner in found.items():
            yield from gevuld(inner, f"{path}.{name}" if path else name)
    elif isinstance(found, list):
        for inner in found:
            yield from gevuld(inner, path)
    elif found not in (None, False, "O", "onbekend"):
        yield path


def test_no_field_goes_that_access_does_not_name(tmp_path: Path, geef: Geef) -> None:
    keten = Keten(tmp_path / "vol")
    key = keten.gemeente.eigen_ontvanger()
    note = {"Toelichting": "aangereden door een auto", "Voorletters": "A.", "Plaats": "Duinrand"}
    costs = {"Frequentie": "per maand", "Eigen bijdrage": "19,00"}
    keten.gemeente.levering([rij(1, EEN, **note, **costs)])
    keten.run()
    (melding,) = keten.gemeente.geopend(key)
    (told,) = geef("inzage", "--format", "json", in_=keten).json["velden"].values()

    parts = {"client", "ongeval", "aansprakelijkheid", "tegenpartij", "voorziening"}
    parts |= {"datumAanvraag", "datumBekendheid", "eerderGemeld", "reedsVergoed", "stuitingen"}
    sent = set(gevuld({name: melding[name] for name in parts & melding.keys()}))
    assert {"voorziening.kosten.eigenBijdrage", "ongeval.redenen.term"} <= sent
    named = tuple(f"{one}." for one in told)
    assert sorted(pad for pad in sent if not f"{pad}.".startswith(named)) == []
    assert "ongeval.toedracht" not in told


def test_access_as_text_and_letter_name_what_goes_along_also_the_advice(
    geef: Geef, tmp_path: Path
) -> None:
    letter = tmp_path / "brief.txt"
    told = geef("inzage", "--brief", letter).uit

    for text in (told, letter.read_text("utf-8")):
        for pad in ("voorziening.kosten.bedrag", "client.pseudoniem", "verhaalbaarheid"):
            assert pad in text


def test_access_names_the_address_that_meldingen_go_to(keten: Keten, geef: Geef) -> None:
    address = "https://loket.example:8443"
    keten.mag_naar("loket.example:8443")
    target = {"soort": "regresloket", "adres": address, "ca": "tls/ca.pem"}
    keten.gemeente.dienst["bestemming"] = target
    access = {"client": "duinrand", "geheim": "secret://env/LOKET_GEHEIM"}
    keten.gemeente.gemeente["regresloket"] = access
    keten.schrijf()

    told = geef("inzage", "--format", "json").json["ontvanger"]
    assert told == f"het Regresloket ({address})"


def test_who_asked_is_in_the_audit_trail_of_each_melding(keten: Keten, geef: Geef) -> None:
    shown = geef("inzage", "--format", "json").json["meldingen"]
    done = keten.geef(
        "audit", "list", "--format", "json", "--referentie", shown[0]["referentie"]
    ).json

    assert (done[0]["actie"], done[0]["actor"]) == ("subject_inzage", "F. Functionaris")
    assert acties(keten)[:3] == ["subject_inzage", "subject_inzage", "besluit"]
    again = geef("inzage", "--format", "json").json["meldingen"][0]["handelingen"]
    assert again[-1]["actie"] == "subject_inzage"


def test_of_someone_unknown_there_is_nothing_and_that_is_said(keten: Keten, geef: Geef) -> None:
    before = acties(keten)
    done = geef("inzage", wie=NIEMAND)

    assert (done.code, done.uit) == (0, "Van deze persoon staat niets in het grootboek.\n")
    assert acties(keten)[: -len(before)] == ["besluit"]


@pytest.mark.parametrize("written", ["{}\n", "  {}  ", "{}\r\n"])
def test_a_bsn_may_be_written_with_space_around_it(keten: Keten, geef: Geef, written: str) -> None:
    assert geef("inzage", "--format", "json", wie=written.format(EEN)).json["gevonden"]


def test_a_client_number_finds_a_person_whose_source_has_no_bsn(keten: Keten, geef: Geef) -> None:
    nacht(keten, *RIJEN, rij(6, "", Cliëntnr="K-77"))
    found = geef("inzage", "--clientnummer", "--format", "json", wie="K-77\n").json

    assert len(found["meldingen"]) == 1
    assert codes(geef("inzage", "--clientnummer", wie=" \n").fout) == ["C-0611"]


def test_the_list_is_readable_and_holds_no_number_of_the_person(keten: Keten, geef: Geef) -> None:
    done = geef("inzage")

    assert done.uit.count("Versie 1: nieuwe melding, gemaakt ") == 2
    assert "wacht op een oordeel van een medewerker" in done.uit
    assert EEN not in done.uit + done.fout


def test_the_letter_can_be_sent_once_the_name_is_filled_in(keten: Keten, geef: Geef) -> None:
    file = keten.folder / "brief.txt"
    geef("inzage", "--brief", file)
    letter = file.read_text()

    assert letter.startswith("[naam]\n[adres]\n")
    for part in ("Melding 2", "Zaaknummer bij het Regresloket", "- ongeval.datum", "Team Wmo"):
        assert part in letter
    assert EEN not in letter
    assert file.stat().st_mode & 0o777 == 0o600
    again = geef("inzage", "--brief", file)
    assert (again.code, codes(again.fout)) == (2, ["C-0612"])


@pytest.mark.parametrize(
    ("recht", "naam"),
    [
        ("inzage", "gegevens tonen op verzoek van de betrokkene"),
        ("bezwaar", "bezwaar van de betrokkene verwerken"),
        ("rectificatie", "verzoek om rectificatie verwerken"),
    ],
)
def test_each_request_is_a_line_about_the_person_in_the_logboek(
    keten: Keten, geef: Geef, recht: str, naam: str
) -> None:
    book = keten.folder / "dataverwerkingen.jsonl"
    before = book.read_text().splitlines()
    assert geef(recht).code == 0

    (line,) = (json.loads(line) for line in book.read_text().splitlines()[len(before) :])
    attributes = line["attributes"]
    assert (line["name"], attributes["dpl.core.data_subject_id_type"]) == (naam, "clientmerk-1")
    # The pseudonym by which the meldingen of this person were sent.
    assert attributes["dpl.core.data_subject_id"] in "".join(before)


# -- stdin only ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wie", ["", "\n", "geen nummer", "123456789", "0000000000", f"{EEN}\n{ANDER}\n", "9" * 5000]
)
def test_what_is_no_bsn_is_refused_and_not_repeated(keten: Keten, geef: Geef, wie: str) -> None:
    before = acties(keten)
    done = geef("inzage", wie=wie)

    assert (done.code, done.uit, codes(done.fout)) == (2, "", ["C-0611"])
    assert not any(word in done.fout for word in (EEN, ANDER, "123456789"))
    assert acties(keten) == before


@pytest.mark.parametrize(
    "words", [("subject", "inzage", EEN), ("subject", EEN), ("subject", "inzage", "--bsn", EEN)]
)
def test_a_bsn_on_the_command_line_is_refused_and_not_repeated(words: tuple[str, ...]) -> None:
    done = opdracht(*words)

    assert (done.code, done.uit) == (2, "")
    assert EEN not in done.fout


def test_a_bsn_in_the_environment_is_not_looked_at(keten: Keten) -> None:
    env = {"BSN": EEN, "REGRESBRUG_BSN": EEN}
    done = proces("subject", "inzage", *WIE, "--config", keten.config, **env)

    assert (done.code, codes(done.fout)) == (2, ["C-0611"])
    assert EEN not in omgeving()


def test_a_request_takes_a_name_a_role_and_a_reason(keten: Keten, geef: Geef) -> None:
    for left_out in ("--wie", "--rol", "--reden"):
        at = WIE.index(left_out)
        done = keten.geef("subject", "inzage", *WIE[:at], *WIE[at + 2 :])
        assert (done.code, codes(done.fout)) == (2, ["C-0005"])
    beheer = keten.geef("subject", "bezwaar", *WIE[:3], "beheer", *WIE[4:])
    assert (beheer.code, codes(beheer.fout)) == (2, ["C-0005"])


def test_nothing_that_is_written_holds_the_number(keten: Keten, geef: Geef) -> None:
    for recht in ("inzage", "bezwaar", "rectificatie"):
        assert geef(recht).code == 0
    written = [path for path in keten.folder.rglob("*") if path.is_file()]
    ours = [path for path in written if path.parent.name != "export"]

    assert [path.name for path in ours if EEN.encode() in path.read_bytes()] == []


# -- objection -----------------------------------------------------------------------------------


def test_an_objection_takes_back_what_was_sent_and_survives_every_next_night(
    keten: Keten, geef: Geef
) -> None:
    done = geef("bezwaar")
    assert done.code == 0
    assert "ingetrokken: 2." in done.fout

    # The file did not change, and is read all the same.
    assert nacht(keten) == {"intrekking": 2, "geblokkeerd": 1}
    changed = [*RIJEN, rij(7, EEN), rij(8, EEN, "O")]
    assert nacht(keten, *changed) == {"geblokkeerd": 5}
    assert nacht(keten, *changed, rij(9, ANDER)) == {"nieuw": 1, "geblokkeerd": 5}
    with keten.ledger() as ledger:
        assert ledger.stub_counts("9901").values()
        assert sum(ledger.stub_counts("9901").values()) == 0
    found = geef("inzage", "--format", "json").json
    assert found["bezwaar_sinds"]
    assert {one["staat"] for one in found["meldingen"]} == {"ingetrokken"}


def test_what_is_withdrawn_for_an_objection_says_why_and_names_no_one(
    keten: Keten, geef: Geef
) -> None:
    key = keten.gemeente.eigen_ontvanger()
    geef("bezwaar")
    before = set(keten.gemeente.bezorgd)
    nacht(keten)
    for file in before:
        file.unlink()
    opened = list(keten.gemeente.geopend(key))

    assert [one["reden"] for one in opened] == ["bezwaar", "bezwaar"]
    assert all(EEN not in str(one) and "client" not in one for one in opened)


def test_an_objection_that_fits_no_one_says_so_and_holds_for_who_comes(
    keten: Keten, geef: Geef
) -> None:
    known, mistyped = geef("bezwaar", wie=ANDER), geef("bezwaar", wie=NIEMAND)
    number = geef("bezwaar", "--clientnummer", wie="K-78")

    assert (known.code, codes(known.fout)) == (0, [])
    assert "Gevonden: 1 meldingen, 0 records die wachten." in known.fout
    assert (mistyped.code, codes(mistyped.fout)) == (0, ["C-0614"])
    assert "Gevonden: 0 meldingen, 0 records die wachten." in mistyped.fout
    assert "--clientnummer" in mistyped.fout
    assert NIEMAND not in mistyped.fout
    assert codes(number.fout) == ["C-0614"]
    assert nacht(keten, *RIJEN, rij(6, NIEMAND)) == {"intrekking": 1, "geblokkeerd": 1}


def test_a_lifted_objection_lets_the_next_night_send_again(keten: Keten, geef: Geef) -> None:
    geef("bezwaar")
    nacht(keten)
    assert geef("bezwaar", "--opheffen").code == 0

    assert nacht(keten) == {"wijziging": 2}
    again = geef("bezwaar", "--opheffen")
    assert (again.code, codes(again.fout)) == (2, ["C-0613"])


def vergelijk(keten: Keten) -> None:
    """Do what a restored ledger asks for."""
    done = keten.geef("reconcile", "--herstel", "--wie", "F. Functionaris", "--rol", "fg")
    assert done.code == 0


def test_an_objection_survives_yesterdays_backup(keten: Keten, geef: Geef) -> None:
    ledger, backup = keten.folder / "regresbrug.db", keten.folder / "reservekopie"
    shutil.copy(ledger, backup)
    geef("bezwaar")
    nacht(keten)
    shutil.copy(backup, ledger)
    with closing(sqlite3.connect(ledger)) as conn:
        assert conn.execute("SELECT count(*) FROM blokkade").fetchone() == (0,)
    vergelijk(keten)

    assert nacht(keten, *RIJEN, rij(7, EEN)) == {"geblokkeerd": 4}


def test_an_objection_survives_a_backup_also_when_the_journal_before_it_was_lost(
    keten: Keten, geef: Geef
) -> None:
    ledger, backup = keten.folder / "regresbrug.db", keten.folder / "reservekopie"
    geef("bezwaar")
    shutil.copy(ledger, backup)
    (keten.folder / "regresbrug-bewijs" / "wisjournaal.jsonl").unlink()
    geef("bezwaar", wie=ANDER)
    shutil.copy(backup, ledger)

    refused = keten.geef("run")
    assert (refused.code, codes(refused.fout)) == (8, ["L-0615"])
    assert keten.geef("audit", "hersteld", "--wie", "F. Functionaris", "--rol", "fg").code == 0
    assert nacht(keten) == {"intrekking": 3, "geblokkeerd": 1}


def test_an_objection_holds_after_the_root_key_was_rotated(keten: Keten, geef: Geef) -> None:
    geef("bezwaar")
    import secrets

    keten.gemeente.geheim("wortel-2.key", secrets.token_hex(32))
    keten.gemeente.gemeente["sleutels"][2] = "secret://file/./geheim/wortel-2.key"
    keten.schrijf()

    assert nacht(keten) == {"intrekking": 2, "geblokkeerd": 1}
    with keten.ledger() as ledger:
        assert len(ledger.blokkades("9901").merken) == 2
    assert geef("bezwaar", "--opheffen").code == 0
    with keten.ledger() as ledger:
        assert ledger.blokkades("9901").merken == frozenset()


def test_an_objection_also_holds_where_the_source_leaves_the_bsn_out(
    keten: Keten, geef: Geef
) -> None:
    geef("bezwaar")
    nacht(keten)
    known, without = rij(6, EEN, "N", Cliëntnr="K-77"), rij(7, "", Cliëntnr="K-77")

    assert nacht(keten, *RIJEN, known, without) == {"geblokkeerd": 4}
    # A number that stands for nobody does not spread: another BSN beside it is another person.
    shared = [rij(8, ANDER, Cliëntnr="K-77"), rij(9, NIEMAND, Cliëntnr="K-77")]
    assert nacht(keten, *RIJEN, known, *shared) == {"nieuw": 2, "geblokkeerd": 3}


def test_an_objection_by_client_number_holds_for_the_bsn_beside_it(
    keten: Keten, geef: Geef
) -> None:
    assert geef("bezwaar", "--clientnummer", wie="K-77").code == 0
    rows = [rij(7, NIEMAND, Cliëntnr="K-77"), rij(8, NIEMAND)]

    assert nacht(keten, *RIJEN, *rows) == {"geblokkeerd": 2}
    assert geef("bezwaar", "--clientnummer", "--opheffen", wie="K-77").code == 0
    assert nacht(keten, *RIJEN, *rows) == {"nieuw": 2}


@pytest.mark.parametrize("between", ["", " ", ".", "-", "\N{NO-BREAK SPACE}"])
def test_an_objection_holds_however_the_source_writes_the_bsn(
    keten: Keten, geef: Geef, between: str
) -> None:
    geef("bezwaar")
    nacht(keten)
    written = between.join((EEN[:4], EEN[4:6], EEN[6:]))

    assert nacht(keten, *RIJEN, rij(7, written)) == {"geblokkeerd": 4}


def test_a_preview_knows_of_the_objection_too(keten: Keten, geef: Geef) -> None:
    geef("bezwaar")
    shown = keten.geef("preview", "-g", "Duinrand", "--format", "json").json

    assert shown["telling"]["codes"]["geblokkeerd"] == 1
    assert shown["telling"]["soorten"]["intrekking"] == 2


def test_the_letter_about_an_objection_tells_what_was_taken_back(keten: Keten, geef: Geef) -> None:
    file, lifted = keten.folder / "bezwaar.txt", keten.folder / "opgeheven.txt"
    geef("bezwaar", "--brief", file)
    geef("bezwaar", "--opheffen", "--brief", lifted)

    assert "Er zijn 2 meldingen over u gedaan. Die trekken wij in" in file.read_text()
    assert "Uw bezwaar is op uw verzoek opgeheven." in lifted.read_text()


# -- rectification -------------------------------------------------------------------------------


def test_what_was_mended_in_the_source_goes_as_a_new_version(keten: Keten, geef: Geef) -> None:
    file = keten.folder / "brief.txt"
    done = geef("rectificatie", "--brief", file)
    assert done.code == 0
    assert "Er zijn 2 meldingen over u gedaan" in file.read_text()

    mended = [rij(1, EEN, Achternaam="Beterschrift"), *RIJEN[1:]]
    assert nacht(keten, *mended) == {"wijziging": 1}
    versies = [one["versies"] for one in geef("inzage", "--format", "json").json["meldingen"]]
    assert sorted(len(one) for one in versies) == [1, 2]


def test_after_a_request_an_unchanged_file_is_read_in_full(keten: Keten, geef: Geef) -> None:
    _, skipped = keten.run()
    assert skipped["resultaat"] == "ongewijzigd"
    geef("rectificatie")
    _, read = keten.run()

    assert read["resultaat"] == "vrij"
    assert "subject_rectificatie" in acties(keten)
