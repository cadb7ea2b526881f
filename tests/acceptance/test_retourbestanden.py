"""What a municipality finds at its return place: each melding and step once, whatever fails."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from demo.sftp_server import Account, SftpServer, Writable
from loket import Stap, leg_vast
from tests.tools.keten import (
    HOST_KEY,
    OTHER_HOST_KEY,
    Keten,
    bij_het_loket,
    codes,
    geleden,
    loket_draait,
    nu,
    vandaag,
    vers,
)
from tests.tools.loket import Huis

TERUG_LOGIN = asyncssh.generate_private_key("ssh-ed25519")


@dataclass
class Huishouden:
    """A municipality with a return place, and the loket it delivers to."""

    keten: Keten
    huis: Huis

    @property
    def retour(self) -> Path:
        """Give the folder where its files come."""
        return self.keten.folder / "retour"

    def stap(self, nummer: str, *woorden: str) -> None:
        """Let the handler record a step in the case of the melding about a beschikking."""
        referentie = next(
            one["referentie"] for one in self.regels("verzonden") if one["Beschikkingnr"] == nummer
        )
        archief = self.huis.server.app.state.loket.archief
        with archief.schrijven() as tx:
            query = "select zaaknummer from zaak z join melding m on m.zaak_id = z.id"
            zaak = tx.exec_driver_sql(f"{query} where referentie = ?", (referentie,)).scalar()
            leg_vast(tx, zaak, Stap(*woorden), vandaag())

    def bestanden(self, begin: str) -> dict[str, list[dict[str, str]]]:
        """Give the files of a kind that lie there, as a spreadsheet reads them."""
        return {path.name: gelezen(path) for path in sorted(self.retour.glob(f"{begin}-*.csv"))}

    def regels(self, begin: str) -> list[dict[str, str]]:
        """Give the lines of all files of a kind."""
        return [line for found in self.bestanden(begin).values() for line in found]


def gelezen(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


@contextmanager
def sftp_terug(keten: Keten, files: type = Writable) -> Iterator[SftpServer]:
    """Show the return folder over SFTP, by an account of its own."""
    account = Account("terug", TERUG_LOGIN.export_public_key().decode().strip())
    host_key = HOST_KEY.export_private_key()
    with SftpServer(keten.folder / "retour", host_key, account, files=files) as server:
        keten.gemeente.geheim("retour", TERUG_LOGIN.export_private_key().decode())
        keten.mag_naar(f"127.0.0.1:{server.port}")
        keten.gemeente.gemeente["retour"] = {
            "soort": "sftp",
            "host": "127.0.0.1",
            "poort": server.port,
            "gebruiker": "terug",
            "hostsleutel": HOST_KEY.export_public_key().decode().strip(),
            "sleutel": "secret://file/./geheim/retour",
        }
        keten.schrijf()
        yield server


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    keten = Keten(tmp_path)
    (tmp_path / "retour").mkdir(mode=0o750)
    keten.gemeente.gemeente["retour"] = {"soort": "map", "map": "../retour"}
    return keten


@pytest.fixture
def thuis(keten: Keten, tmp_path: Path) -> Iterator[Huishouden]:
    with loket_draait(tmp_path / "loket") as huis:
        keten.met_loket(huis)
        yield Huishouden(keten, huis)


def lever(keten: Keten, *vlaggen: str, **anders: str) -> None:
    keten.gemeente.levering(vers(number, flag, **anders) for number, flag in enumerate(vlaggen, 1))


def test_what_a_run_sends_is_given_back_with_its_key_and_referentie(thuis: Huishouden) -> None:
    lever(thuis.keten, "J", "N", "J")

    done, run = thuis.keten.run()

    files = thuis.bestanden("verzonden")
    assert list(files) == [f"verzonden-{run['run']}.csv"]
    lines = files[f"verzonden-{run['run']}.csv"]
    assert [line["Beschikkingnr"] for line in lines] in (
        ["B000001", "B000003"],
        ["B000003", "B000001"],
    )
    assert {line["referentie"] for line in lines} == {
        ref for ref, _, _ in bij_het_loket(thuis.huis)
    }
    assert done.code == 0
    assert sorted(path.name for path in thuis.retour.iterdir()) == sorted(files)


def test_steps_come_back_once_with_the_key_of_the_record(thuis: Huishouden) -> None:
    # Two accidents, for meldingen of one case have their steps together.
    rows = [vers(1, "J"), vers(2, "J", **{"Datum ongeval": geleden(190)})]
    thuis.keten.gemeente.levering(rows)
    thuis.keten.run()
    thuis.stap("B000001", "quickscan", "verder")
    thuis.stap("B000002", "quickscan", "niet_verder", "V05")

    for _ in range(3):
        thuis.keten.run()

    files = thuis.bestanden("terug")
    lines = [line for found in files.values() for line in found]
    told = {
        (line["Beschikkingnr"], line["stap"], line["advies"], line["redencode"]) for line in lines
    }
    assert list(files) == [f"terug-{vandaag()}.csv"]
    assert told == {
        ("B000001", "ontvangen", "", ""),
        ("B000002", "ontvangen", "", ""),
        ("B000001", "quickscan", "verder", ""),
        ("B000002", "quickscan", "niet_verder", "V05"),
    }
    assert len(lines) == len(told)
    assert {line["datum"] for line in lines} == {vandaag().isoformat()}
    assert all(line["zaaknummer"].startswith("RL-") for line in lines)


def test_a_second_file_of_a_day_has_a_name_of_its_own(thuis: Huishouden) -> None:
    lever(thuis.keten, "J")
    thuis.keten.run()
    thuis.keten.run()
    thuis.stap("B000001", "aansprakelijk_gesteld")
    thuis.keten.run()

    files = thuis.bestanden("terug")
    assert {name: [line["stap"] for line in found] for name, found in files.items()} == {
        f"terug-{vandaag()}.csv": ["ontvangen"],
        f"terug-{vandaag()}-2.csv": ["aansprakelijk_gesteld"],
    }


def test_an_unchanged_file_is_read_for_what_waits_to_be_given_and_not_otherwise(
    thuis: Huishouden,
) -> None:
    lever(thuis.keten, "J", "N")
    found = [thuis.keten.run()[1]["resultaat"] for _ in range(3)]
    thuis.stap("B000001", "vraag", "", "verzekeraar")
    found += [thuis.keten.run()[1]["resultaat"] for _ in range(2)]

    assert found == ["vrij", "vrij", "ongewijzigd", "vrij", "ongewijzigd"]


def test_a_melding_of_a_source_that_no_longer_shows_it_keeps_its_steps(thuis: Huishouden) -> None:
    lever(thuis.keten, "J", "J")
    thuis.keten.run()
    lever(thuis.keten, "J")
    thuis.keten.run("--volume-klopt")

    lines = thuis.bestanden("terug")[f"terug-{vandaag()}.csv"]
    assert sorted(line["Beschikkingnr"] for line in lines) == ["", "B000001"]
    assert len({line["referentie"] for line in lines}) == 2


def test_a_run_that_a_person_releases_is_given_back_by_the_next_read(thuis: Huishouden) -> None:
    thuis.keten.gemeente.gemeente["rem"] = {"nieuw": 1, "waarom": "toets"}
    thuis.keten.schrijf()
    lever(thuis.keten, "J", "J")
    _, held = thuis.keten.run()
    assert (held["resultaat"], thuis.bestanden("verzonden")) == ("wacht_op_vrijgave", {})
    who = ("--wie", "T. Consulent", "--rol", "consulent", "--reden", "gezien")
    thuis.keten.geef("release", str(held["run"]), *who)

    _, run = thuis.keten.run()

    assert len(thuis.bestanden("verzonden")[f"verzonden-{run['run']}.csv"]) == 2


def test_cells_that_a_spreadsheet_would_take_for_a_formula_get_an_apostrophe(
    thuis: Huishouden,
) -> None:
    lever(thuis.keten, "J", Beschikkingnr='=HYPERLINK("http://x","y")')
    thuis.keten.run()

    (lines,) = thuis.bestanden("verzonden").values()

    assert lines[0]["Beschikkingnr"] == '\'=HYPERLINK("http://x","y")'


def test_nothing_is_given_back_in_the_stand_proef(keten: Keten) -> None:
    keten.gemeente.gemeente["stand"] = "proef"
    keten.schrijf()
    lever(keten, "J")

    done, run = keten.run()

    assert (run["resultaat"], done.code) == ("proef", 0)
    assert list((keten.folder / "retour").iterdir()) == []


# -- over SFTP -----------------------------------------------------------------------------------


def test_files_come_over_sftp_as_they_come_in_a_folder(thuis: Huishouden) -> None:
    lever(thuis.keten, "J")
    with sftp_terug(thuis.keten):
        _, run = thuis.keten.run()
        done, _ = thuis.keten.run()

    assert list(thuis.bestanden("verzonden")) == [f"verzonden-{run['run']}.csv"]
    assert list(thuis.bestanden("terug")) == [f"terug-{vandaag()}.csv"]
    assert done.code == 0


class Stroef(Writable):
    """A server that breaks off at the moment its owner chose."""

    nog_goed = 10**9

    def _tel(self) -> None:
        Stroef.nog_goed -= 1
        if Stroef.nog_goed < 0:
            self.connection.abort()
            raise asyncssh.SFTPFailure("weg")

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        self._tel()
        return super().open(path, pflags, attrs)

    def write(self, file_obj: object, offset: int, data: bytes) -> Any:
        self._tel()
        return super().write(file_obj, offset, data)

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        self._tel()
        super().posix_rename(oldpath, newpath)
        # After it is done too: the one who asked does not hear of it.
        self._tel()


@pytest.mark.parametrize("goed", range(8))
def test_a_place_that_breaks_off_anywhere_keeps_nothing_from_being_sent_and_tells_each_line_once(
    thuis: Huishouden, goed: int
) -> None:
    lever(thuis.keten, "J", "J")
    with sftp_terug(thuis.keten, Stroef):
        Stroef.nog_goed = 10**9
        thuis.keten.run()
        lever(thuis.keten, "J", "J", "J")
        Stroef.nog_goed = goed

        broken, _ = thuis.keten.run()

        Stroef.nog_goed = 10**9
        assert len(bij_het_loket(thuis.huis)) == 3
        assert (broken.code, "S-0084" in codes(broken.fout + broken.uit) or goed) in (
            (1, True),
            (1, goed),
            (0, goed),
        )
        for _ in range(2):
            thuis.keten.run()

    sent = [
        line["Beschikkingnr"] for found in thuis.bestanden("verzonden").values() for line in found
    ]
    steps = [
        (line["referentie"], line["stap"])
        for found in thuis.bestanden("terug").values()
        for line in found
    ]
    assert sorted(sent) == ["B000001", "B000002", "B000003"]
    assert len(steps) == len(set(steps)) == 3
    assert [path.name for path in thuis.retour.iterdir() if path.name.startswith(".")] == []


def test_a_place_with_another_host_key_gets_nothing_and_status_says_since_when(
    thuis: Huishouden,
) -> None:
    lever(thuis.keten, "J")
    with sftp_terug(thuis.keten):
        pin = OTHER_HOST_KEY.export_public_key().decode().strip()
        thuis.keten.gemeente.gemeente["retour"]["hostsleutel"] = pin
        thuis.keten.schrijf()

        done, run = thuis.keten.run()

    stood = thuis.keten.geef("status", "--format", "json").json[0]["terug"]
    assert [one["code"] for one in run["oorzaken"]] == ["S-0084", "B-0206"]
    assert (done.code, len(bij_het_loket(thuis.huis)), list(thuis.retour.iterdir())) == (1, 1, [])
    failing = stood["retour"]["mislukt"]["export"]
    assert (failing["code"], stood["retour"]["meldingen_te_melden"]) == ("B-0206", 1)
    assert nu() - timedelta(minutes=5) < datetime.fromisoformat(failing["sinds"])


def test_a_secret_that_is_not_there_keeps_nothing_from_being_sent(thuis: Huishouden) -> None:
    lever(thuis.keten, "J")
    with sftp_terug(thuis.keten):
        (thuis.keten.config / "geheim" / "retour").unlink()

        done, run = thuis.keten.run()
        checked = thuis.keten.geef("check")

    assert len(bij_het_loket(thuis.huis)) == 1
    assert (done.code, run["oorzaken"][0]["code"]) == (1, "S-0084")
    assert "K-0504" in codes(checked.fout)


def test_status_tells_how_the_cases_go_on_and_when_that_could_not_be_heard(
    thuis: Huishouden,
) -> None:
    lever(thuis.keten, "J", "J")
    thuis.keten.run()
    thuis.keten.run()
    thuis.stap("B000001", "quickscan", "verder")
    thuis.keten.run()
    good = thuis.keten.geef("status")
    with thuis.keten.ledger() as ledger:
        ledger.terug.lezen_mislukt("9901", "S-0004", nu() - timedelta(days=2))

    wrong = thuis.keten.geef("status")

    assert "terugkoppeling: quickscan 2" in good.uit
    assert (good.code, codes(good.fout)) == (0, [])
    assert f"ophalen lukt niet sinds {(nu() - timedelta(days=2)).date()} (S-0004)" in wrong.uit
    assert (wrong.code, codes(wrong.fout)) == (1, ["R-0701"])


# -- what is accounted for -----------------------------------------------------------------------


def test_each_person_is_accounted_for_before_a_file_is_there_and_the_trail_knows_the_file(
    thuis: Huishouden,
) -> None:
    lever(thuis.keten, "J", "J")
    _, run = thuis.keten.run()

    log = (thuis.keten.folder / "dataverwerkingen.jsonl").read_text()
    found = thuis.keten.geef("audit", "list", "--actie", "retour", "--format", "json").json
    assert log.count("sleutelvelden en stappen van een melding teruggeven aan de gemeente") == 2
    assert [(one["object"], one["resultaat"]) for one in found] == [
        (f"verzonden-{run['run']}.csv", f"2 regels, run {run['run']}")
    ]


def test_no_key_field_lies_anywhere_but_at_the_return_place(thuis: Huishouden) -> None:
    lever(thuis.keten, "J", "J", Productcode="GEHEIM77")
    thuis.keten.run()
    thuis.keten.run()

    here = [path for path in thuis.keten.folder.rglob("*") if path.is_file()]
    found = {path.parent.name for path in here if b"B000001" in path.read_bytes()}
    # The example of the mapping's own tests has it too.
    assert found - {"mappings"} == {"export", "retour"}
