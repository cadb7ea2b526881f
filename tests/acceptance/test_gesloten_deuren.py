"""Who reads a file, or no source at all, needs no secret of a source."""

import io
import sys
from pathlib import Path

import pytest

from tests.tools.keten import HOST_KEY, Keten, Uitkomst, codes, vers
from tests.tools.stuf import bsn

MENS = ("--wie", "C. Consulent", "--rol", "consulent")


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    """Give a municipality that sent one melding, and whose source is now on a server.

    Nobody here has the key to log in there.
    """
    made = Keten(tmp_path)
    made.gemeente.levering([vers(1, "J", BSN=bsn(1)), vers(2)])
    assert made.run()[0].code == 0
    made.mag_naar("127.0.0.1:2222")
    made.gemeente.gemeente["bronnen"]["export"] = {
        "soort": "sftp",
        "mapping": "duinrand-csv",
        "host": "127.0.0.1",
        "poort": 2222,
        "gebruiker": "regresbrug",
        "hostsleutel": HOST_KEY.export_public_key().decode().strip(),
        "sleutel": "secret://file/./geheim/niet-hier",
        "patroon": "*.csv",
    }
    made.schrijf()
    return made


def export(keten: Keten) -> Path:
    return keten.folder / "export" / "wmo_voorzieningen.csv"


def referentie(keten: Keten) -> str:
    with keten.ledger() as ledger:
        (stand,) = ledger.standen("9901").values()
    return stand.referentie


def bekeken(keten: Keten, *file: str | Path) -> list[Uitkomst]:
    """Look at the source in every way there is."""
    mapping = ("--mapping", keten.config / "mappings" / "duinrand-csv.yaml")
    return [
        keten.geef("preview", "-g", "Duinrand", *file),
        keten.geef("preview", "-g", "Duinrand", *file, *mapping),
        keten.geef("preview", "-g", "Duinrand", *file, "--record", "2"),
        keten.geef("profile", "-g", "Duinrand", *file),
        keten.geef("explain", referentie(keten), *MENS, *file),
    ]


def test_a_file_in_place_of_a_source_needs_no_secret_of_that_source(keten: Keten) -> None:
    done = bekeken(keten, "--file", export(keten))

    assert [(one.code, codes(one.fout)) for one in done] == [(0, [])] * 5


def test_the_source_itself_is_not_read_without_its_secret(keten: Keten) -> None:
    done = bekeken(keten)

    assert [(one.code, codes(one.fout)) for one in done] == [(6, ["K-0504"])] * 5
    # A login that lacks is put there again: only a root key comes back from a backup.
    assert not any("backup" in one.fout for one in done)


def test_a_file_in_place_of_a_source_still_needs_the_root_key(keten: Keten) -> None:
    (keten.config / "geheim" / "wortel-1.key").unlink()

    done = keten.geef("preview", "-g", "Duinrand", "--file", export(keten))

    assert (done.code, codes(done.fout)) == (6, ["K-0504"])
    assert "wortel-1.key" in done.fout


def test_a_right_is_exercised_without_a_secret_of_a_source(
    keten: Keten, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(bsn(1)))
    why = ("--wie", "F. Functionaris", "--rol", "fg", "--reden", "Brief van vandaag")

    done = keten.geef("subject", "inzage", *why, "--format", "json")

    assert (done.code, len(done.json["meldingen"])) == (0, 1)
