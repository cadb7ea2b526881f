"""Keeping to the terms through the command line, on files as they really lie on the disk."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.tools.keten import Keten, Uitkomst, codes, nu, vers

GEWIST = {"voorzieningen": 1}


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    """Give a municipality of which two provisions were sent; the second left the source again."""
    chain = Keten(tmp_path)
    for rows in ([vers(1, "J"), vers(2, "J")], [vers(1, "J"), vers(3)], [vers(1, "J"), vers(4)]):
        chain.gemeente.levering(rows)
        assert chain.geef("run").code == 0
    return chain


def grootboek(keten: Keten) -> Path:
    return keten.folder / "regresbrug.db"


def verouder(keten: Keten) -> str:
    """Let the second case have been closed five years ago, unseen since; gives its referentie."""
    with closing(sqlite3.connect(grootboek(keten))) as conn:
        (referentie,) = conn.execute(
            "SELECT referentie FROM stand ORDER BY laatst_gezien, rowid DESC LIMIT 1"
        ).fetchone()
        long_ago = (nu() - timedelta(days=1900)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        conn.execute(
            "UPDATE stand SET laatst_gezien = ?, afgesloten_op = ? WHERE referentie = ?",
            (long_ago, long_ago[:10], referentie),
        )
        conn.commit()
    return str(referentie)


def apply(keten: Keten, *woorden: str) -> Uitkomst:
    return keten.geef("retention", "apply", "--format", "json", *woorden)


def standen(keten: Keten) -> set[str]:
    with keten.ledger() as ledger:
        return {stand.referentie for stand in ledger.standen("9901").values()}


def overal(keten: Keten) -> bytes:
    """Give every byte below the municipality's folder but for its export and what it sent."""
    files = [path for path in keten.folder.rglob("*") if path.is_file()]
    return b"".join(
        file.read_bytes() for file in files if file.parent.name not in ("export", "uit")
    )


def test_the_plan_tells_and_apply_erases_without_a_trace(keten: Keten) -> None:
    referentie = verouder(keten)
    plan = keten.geef("retention", "plan", "--format", "json").json
    assert plan["soorten"]["voorzieningen"] == {
        "termijnen": {"afgesloten": 1826, "hoogstens": 9131, "bezwaar": 30},
        "aanwezig": 2,
        "nu_te_wissen": 1,
    }
    assert (plan["klok"], referentie in standen(keten)) == ("eerste", True)

    assert apply(keten).json["eerste"]
    done = apply(keten)

    assert (done.code, done.json["gewist"], done.json["verdicht"]) == (0, GEWIST, True)
    assert referentie not in standen(keten)
    assert referentie.encode() not in overal(keten)
    assert keten.geef("audit", "verify").code == 0
    assert codes(keten.geef("audit", "list", "--referentie", referentie).fout) == ["C-0022"]


def test_it_is_also_said_in_sentences(keten: Keten) -> None:
    verouder(keten)
    plan = keten.geef("retention", "plan")
    assert "sleutels en ontvangstbewijzen" in plan.uit
    assert "alleen de klok" in plan.fout

    assert keten.geef("retention", "apply").uit.startswith("Dit was de eerste keer")
    said = keten.geef("retention", "apply").uit
    assert said == "Gewist: 1 x sleutels en ontvangstbewijzen.\n"
    assert keten.geef("retention", "apply").uit == "Er was niets over de termijn.\n"


def test_yesterdays_backup_put_back_revives_nothing(keten: Keten) -> None:
    referentie, backup = verouder(keten), keten.folder / "export" / "reservekopie"
    apply(keten)
    shutil.copy(grootboek(keten), backup)
    assert apply(keten).json["gewist"] == GEWIST
    for end in ("-wal", "-shm"):
        Path(f"{grootboek(keten)}{end}").unlink(missing_ok=True)
    shutil.copy(backup, grootboek(keten))
    assert referentie.encode() in grootboek(keten).read_bytes()

    # Any command opens the ledger, and that is enough.
    told = keten.geef("status")
    assert (told.code, codes(told.fout)) == (1, ["L-0606", "R-0702"])
    assert referentie not in standen(keten)
    assert referentie.encode() not in overal(keten)

    assert codes(keten.geef("audit", "verify").fout) == ["L-0603"]
    said = ("--wie", "B. Beheer", "--rol", "beheer")
    done = keten.geef("reconcile", "--herstel", *said, "--format", "json")
    assert done.code == 0
    assert [(one["gewist"], one["overgenomen"]) for one in done.json] == [(1, 0)]
    assert referentie.encode() not in overal(keten)
    assert keten.geef("status").code == 0
    whole = keten.geef("audit", "verify")
    assert (whole.code, "teruggezet door B. Beheer" in whole.uit) == (0, True)
    assert codes(keten.geef("audit", "hersteld", *said).fout) == ["C-0604"]


def klok(keten: Keten, dagen: int) -> None:
    """Let the clock have been believed last so many days from now."""
    when = (nu() + timedelta(days=dagen)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    with closing(sqlite3.connect(grootboek(keten))) as conn:
        conn.execute("UPDATE meta SET waarde = ? WHERE naam = 'bewaarklok'", (when,))
        conn.commit()


@pytest.mark.parametrize(
    ("dagen", "code", "stand"), [(-40, "L-0801", "vooruit"), (2, "L-0802", "terug")]
)
def test_a_clock_that_jumped_stops_it_until_a_named_person_says_it_is_right(
    keten: Keten, dagen: int, code: str, stand: str
) -> None:
    referentie = verouder(keten)
    apply(keten)
    klok(keten, dagen)
    stopped = apply(keten)

    assert (stopped.code, codes(stopped.fout)) == (8, [code])
    assert referentie in standen(keten)
    assert keten.geef("retention", "plan", "--format", "json").json["klok"] == stand
    assert codes(apply(keten, "--klok-klopt").fout) == ["C-0033"]
    assert apply(keten, "--klok-klopt", "--wie", "F. Functionaris").json["gewist"] == GEWIST
    (said,) = keten.geef("audit", "list", "--actie", "klok_bevestigd", "--format", "json").json
    assert (said["actor"], said["resultaat"]) == ("F. Functionaris", f"{stand} rol:fg")


def test_the_terms_are_those_of_the_configuration(keten: Keten) -> None:
    keten.gemeente.dienst["bewaren"] = {"afgesloten_jaren": 10, "stubs_dagen": 14}
    keten.schrijf()
    verouder(keten)
    plan = keten.geef("retention", "plan", "--format", "json").json

    assert plan["soorten"]["voorzieningen"]["nu_te_wissen"] == 0
    assert plan["soorten"]["stubs"]["termijnen"] == {"stubs": 14}


def test_a_folder_of_proof_that_cannot_be_written_stops_everything(keten: Keten) -> None:
    proof = keten.folder / "regresbrug-bewijs"
    shutil.rmtree(proof)
    proof.write_text("geen map")

    done = keten.geef("status")
    assert (done.code, codes(done.fout)) == (70, ["L-0605"])
