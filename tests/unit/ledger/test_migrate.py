"""Migrations: from nothing to what the code expects, and never back by accident."""

import json
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, Table, create_engine, insert, select
from sqlalchemy.dialects import sqlite

from ledger import Keuze, Ledger, migrate
from ledger.tables import metadata
from regres import Bucket, Handelend, LedgerError, Telling
from tests.tools.ledgers import NOW, House, staged, url_of


def test_the_migrations_make_exactly_the_tables_of_the_code(ledger: Ledger, tmp_path: Path) -> None:
    engine = create_engine(url_of(tmp_path))
    with engine.connect() as conn:
        context = MigrationContext.configure(
            conn, opts={"compare_type": True, "compare_server_default": True}
        )
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert differences == []


def test_a_table_that_no_migration_makes_is_found(tmp_path: Path) -> None:
    engine = create_engine(url_of(tmp_path))
    with engine.connect() as conn:
        differences = compare_metadata(MigrationContext.configure(conn), metadata)
    engine.dispose()
    assert differences


def test_the_code_knows_which_migration_is_the_newest() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [migrate.HEAD]


def test_a_ledger_keeps_its_id_and_its_rows(tmp_path: Path) -> None:
    with Ledger.open(url_of(tmp_path)) as first:
        House(first).run([staged(1)])
        ledger_id = first.ledger_id
    with Ledger.open(url_of(tmp_path)) as again:
        assert again.ledger_id == ledger_id
        assert len(again.standen("9901")) == 1


def test_two_ledgers_have_different_ids(tmp_path: Path) -> None:
    with Ledger.open(url_of(tmp_path, "a")) as one, Ledger.open(url_of(tmp_path, "b")) as other:
        assert one.ledger_id != other.ledger_id


def test_a_ledger_of_newer_code_is_left_alone(ledger: Ledger, tmp_path: Path) -> None:
    ledger.close()
    path = tmp_path / "ledger.sqlite"
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("UPDATE alembic_version SET version_num = '9999'")
        conn.commit()
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="L-0204"):
        Ledger.open(url_of(tmp_path))
    assert path.read_bytes() == before


def test_a_migration_that_is_cut_off_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE zout (x)")
        conn.commit()
    with pytest.raises(LedgerError):
        Ledger.open(url_of(tmp_path))
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("SELECT name FROM sqlite_master").fetchall() == [("zout",)]


def test_a_new_file_is_what_all_migrations_together_make_to_the_letter(tmp_path: Path) -> None:
    Ledger.open(url_of(tmp_path, "new")).close()
    made_at(tmp_path / "older.sqlite", "0001").dispose()
    Ledger.open(url_of(tmp_path, "older")).close()
    with (
        closing(sqlite3.connect(tmp_path / "new.sqlite")) as new,
        closing(sqlite3.connect(tmp_path / "older.sqlite")) as older,
    ):
        found, wanted = set(new.iterdump()), set(older.iterdump())
    (ledger_id,) = found ^ wanted
    assert ledger_id.startswith("INSERT INTO \"meta\" VALUES('id',")


def test_what_a_new_file_gets_was_written_after_the_newest_migration() -> None:
    begin = Path(migrate.__file__).parent / "migrations" / "begin.sql"

    assert begin.read_text(encoding="utf-8") == migrate.written(), "python -P -m ledger.migrate"


def test_alembic_is_only_imported_to_change_what_stands(ledger: Ledger, tmp_path: Path) -> None:
    ledger.close()
    made_at(tmp_path / "older.sqlite", EARLIER[-1]).dispose()
    code = (
        "import sys; from ledger import Ledger; Ledger.open(sys.argv[1]).close(); "
        "print('alembic' in sys.modules)"
    )
    seen = [
        subprocess.run(
            [sys.executable, "-c", code, url],
            check=True,
            capture_output=True,
            text=True,
            cwd=Path(migrate.__file__).parent.parent,
        ).stdout.strip()
        for url in (url_of(tmp_path), url_of(tmp_path, "new"), url_of(tmp_path, "older"))
    ]
    assert seen == ["False", "False", "True"]


def test_a_folder_with_a_percent_sign_is_a_folder_like_any_other(tmp_path: Path) -> None:
    with Ledger.open(url_of(tmp_path / "100%")) as opened:
        assert opened.ledger_id


MOMENT = "2026-11-01T04:00:00.000000Z"
STUB = {
    "zoekversie": 1,
    "soort": "beoordelen",
    "codes": '["vlag_o"]',
    "plaats": "export.csv:2",
    "snede": "",
    "merk": "m",
    "merkversie": 1,
    "clientmerk": "",
    "clientversie": 0,
}
SEEN = {"eerst_gezien": MOMENT, "laatst_gezien": MOMENT, "gemist": 0, "gesloten_reden": ""}
RUN = {
    "id": 1,
    "gemeente": "9901",
    "bronset": "csv",
    "dag": "2026-11-01",
    "slot": "nacht",
    "slotnaam": "nacht",
    "token": 1,
    "pogingen": 1,
    "stand": "actief",
    "mapping_merk": "m",
    "regelversie": "1",
    "begonnen": MOMENT,
    "geeindigd": MOMENT,
    "resultaat": "wacht_op_vrijgave",
    "wacht_sinds": MOMENT,
    "besloten_door": "",
    "nog_te_doen": '{"gelezen_op":"2026-11-01T04:00:00.000000Z","checkpoint":null,"snede":"",'
    '"sneden":[],"gesloten_stubs":[]}',
}


def made_at(path: Path, revision: str) -> Engine:
    """Make an empty ledger as the code of an earlier release did."""
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, revision)
    return engine


def at_first(path: Path) -> None:
    """Make a ledger as the first schema had it, with a stub, and a run that waits with another."""
    engine = made_at(path, "0001")
    with engine.begin() as conn:
        was = MetaData()
        was.reflect(conn)
        conn.execute(insert(was.tables["meta"]).values(naam="id", waarde="first"))
        waits = STUB | SEEN | {"gemeente": "9901", "bronset": "csv", "zoeksleutel": "a" * 64}
        conn.execute(insert(was.tables["stub"]).values(waits))
        conn.execute(insert(was.tables["run"]).values(RUN))
        comes = STUB | {"run": 1, "zoeksleutel": "b" * 64}
        conn.execute(insert(was.tables["stub_klaar"]).values(comes))
    engine.dispose()


def test_a_ledger_of_the_first_schema_keeps_its_rows_and_takes_decisions(tmp_path: Path) -> None:
    at_first(tmp_path / "ledger.sqlite")

    with Ledger.open(url_of(tmp_path)) as ledger:
        assert ledger.ledger_id == "first"
        (old,) = ledger.stubs("9901")
        assert (old.codes, old.redenen) == (("vlag_o",), ())
        ledger.release_run(1, Handelend("T. Consulent", "consulent", "gezien"), NOW)
        assert len(ledger.stubs("9901")) == 2
        ledger.decide("9901", "b" * 64, Keuze.NEE, Handelend("T. Consulent", "consulent", "x"), NOW)
        assert len(ledger.stubs("9901")) == 1


def test_a_decision_of_the_second_schema_is_about_the_source_it_was_read_from(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.sqlite"
    at_first(path)
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, "0002")
        was = MetaData()
        was.reflect(conn)
        said = {"id": 1, "gemeente": "9901", "soort": "review_nee", "gegevens": "{}"}
        who = {"wie": "T. Consulent", "rol": "consulent", "reden": "x", "tijd": MOMENT}
        conn.execute(insert(was.tables["besluit"]).values(said | who))
        about = {name: STUB[name] for name in ("zoekversie", "soort", "codes", "merk")}
        stands = {"gemeente": "9901", "zoeksleutel": "a" * 64, "merkversie": 1, "keuze": "nee"}
        rest = {"besluit": 1, "tijd": MOMENT, "uitwerking": "toegepast"}
        conn.execute(insert(was.tables["staand_besluit"]).values(about | stands | rest))
    engine.dispose()

    with Ledger.open(url_of(tmp_path)) as ledger:
        (kept,) = ledger.besluiten("9901")
    assert (kept.bronset, kept.keuze, kept.merk) == ("csv", Keuze.NEE, "m")


EARLIER = [f"{number:04}" for number in range(1, int(migrate.HEAD))]


@pytest.mark.parametrize("revision", EARLIER)
def test_an_upgrade_with_a_queue_in_flight_offers_the_same_bytes_in_the_same_order(
    tmp_path: Path, revision: str
) -> None:
    with Ledger.open(url_of(tmp_path, "now")) as now:
        House(now).run([staged(number) for number in range(1, 6)])
    engine = made_at(tmp_path / "before.sqlite", revision)
    _copy_what_fits(create_engine(url_of(tmp_path, "now")), engine)

    with Ledger.open(url_of(tmp_path, "now")) as now, Ledger.open(url_of(tmp_path, "before")) as up:
        wanted, found = (
            [(row.sealed, row.pogingen) for row in one.due("9901", NOW, 100, "toets:1")]
            for one in (now, up)
        )
        assert len(wanted) == 5
        assert found == wanted


def _copy_what_fits(source: Engine, target: Engine) -> None:
    """Copy every row into the older tables, with the columns that these had."""
    new, old = MetaData(), MetaData()
    new.reflect(source)
    old.reflect(target)
    with source.begin() as read, target.begin() as write:
        for table in old.sorted_tables:
            shared = [name for name in table.c.keys() if name in new.tables[table.name].c]  # noqa: SIM118 - a collection of columns has no names of its own
            rows = read.execute(select(*(new.tables[table.name].c[name] for name in shared)))
            if table.name != "alembic_version" and (found := [row._asdict() for row in rows]):
                write.execute(insert(table), found)
    source.dispose()
    target.dispose()


def test_an_upgrade_counts_in_old_runs_what_a_list_of_nights_shows(tmp_path: Path) -> None:
    engine = made_at(tmp_path / "ledger.sqlite", "0013")
    with engine.begin() as conn:
        was = MetaData()
        was.reflect(conn)
        conn.execute(insert(was.tables["meta"]).values(naam="id", waarde="old"))
        told = Telling(9, Counter({Bucket.QUARANTAINE: 2, Bucket.GEEN_ONGEVAL: 7}), j=3)
        rest = {"resultaat": "vrij", "gelezen": 9, "nog_te_doen": None}
        row = RUN | rest | {"telling": json.dumps(told.as_json())}
        conn.execute(
            insert(was.tables["run"]), [row, row | {"id": 2, "dag": "2026-11-02", "telling": None}]
        )
    engine.dispose()
    with Ledger.open(url_of(tmp_path)) as upgraded:
        (series,) = upgraded.nachten(["9901"], date(2026, 1, 1))
    assert [(one.aangewezen, one.quarantaine) for one in series.rijen()] == [
        (3, 2),
        (None, None),
    ]


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_column_is_what_was_migrated_to_the_letter(
    ledger: Ledger, tmp_path: Path, table: Table
) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as conn:
        rows = conn.execute(f"PRAGMA table_info({table.name})").fetchall()
    made = {name: (kind, not required, at) for _, name, kind, required, _, at in rows}

    keys = [column.name for column in table.primary_key]
    ours = {
        column.name: (
            column.type.compile(dialect=sqlite.dialect()),
            column.nullable,
            keys.index(column.name) + 1 if column.name in keys else 0,
        )
        for column in table.columns
    }
    assert ours == made
