"""The tables of the ledger. Only HMACs, codes, places, counts and sealed texts have a column here.

Moments are text of a fixed width in UTC ("2026-11-21T21:18:33.000000Z") and dates ISO text: they
sort as they read, and mean the same on every database. JSON is text too; nothing queries into it.
"""

import secrets
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    column,
    literal_column,
)
from sqlalchemy.engine import Dialect

from ledger.shapes.standen import OutboxStatus

_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


@lru_cache(maxsize=256)  # a batch, a run, an entry of the trail: one moment, over and over
def moment_text(moment: datetime) -> str:
    """Write an aware moment as it is stored."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).strftime(_FORMAT)


def text_moment(text: str) -> datetime:
    """Read a stored moment back, in UTC."""
    # Not strptime: a page of all municipalities reads thousands of them.
    return datetime.fromisoformat(text)


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment, kept as text."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write it."""
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read it."""
        return None if value is None else text_moment(value)


class Dag(TypeDecorator[date]):
    """A day, kept as ISO text."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Write it."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Read it."""
        return None if value is None else date.fromisoformat(value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_HMAC = String(64)
# SQLite makes only an INTEGER primary key the row's own number; its integers have 64 bits anyway.
_NUMBER = BigInteger().with_variant(Integer(), "sqlite")


def _gemeente() -> Column[str]:
    return Column("gemeente", String(4), nullable=False)


def nieuw_zout() -> bytes:
    """Make a salt."""
    return secrets.token_bytes(32)


def _zout() -> Column[bytes]:
    """Give the salt of what the audit trail answers for (binding.py)."""
    return Column("zout", LargeBinary(32), default=nieuw_zout)


meta = Table(
    "meta",
    metadata,
    Column("naam", String(40), primary_key=True),
    Column("waarde", Text, nullable=False),
)

lease = Table(
    "lease",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("token", BigInteger, nullable=False),
    # NULL = let go; the token stays, so that it only ever rises
    Column("houder", String(200)),
    Column("tot", Moment, nullable=False),
    Index(None, "houder"),
)

run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    _gemeente(),
    Column("bronset", String(100), nullable=False),
    Column("dag", Dag, nullable=False),
    Column("slot", String(60), nullable=False),
    Column("slotnaam", String(60), nullable=False),
    Column("token", BigInteger, nullable=False),
    Column("pogingen", Integer, nullable=False),
    Column("stand", String(20), nullable=False),
    Column("mapping_merk", String(64), nullable=False),
    Column("regelversie", String(100), nullable=False),
    Column("begonnen", Moment, nullable=False),
    Column("geeindigd", Moment),
    Column("resultaat", String(20)),
    Column("vrij_op", Moment),
    Column("wacht_sinds", Moment),
    Column("besloten_door", String(200), nullable=False),
    # beside the telling, because the brake asks for these two over 30 runs
    Column("gelezen", Integer),
    Column("nieuw", Integer),
    # beside the telling too, because a page shows these of every night of every municipality
    Column("aangewezen", Integer),
    Column("quarantaine", Integer),
    Column("telling", Text),
    Column("proof", Text),
    Column("problemen", Text),
    # what a released batch must still do: checkpoint, slices, stubs to close
    Column("nog_te_doen", Text),
    UniqueConstraint("gemeente", "bronset", "dag", "slot"),
    Index(None, "gemeente", "resultaat"),
    Index(None, "gemeente", "bronset", "slotnaam"),
    # all that a list of nights shows: the rows themselves are large, and lie far apart
    Index(
        "ix_run_nacht",
        *("dag", "slotnaam", "gemeente", "bronset", "resultaat"),
        *("begonnen", "gelezen", "aangewezen", "quarantaine"),
    ),
    # run numbers are named in audit entries: never give one out twice
    sqlite_autoincrement=True,
)

_UNTOLD = column("bestand").is_(None)
_UNDER_WAY = column("status") == literal_column(f"'{OutboxStatus.KLAARGEZET.value}'")

outbox = Table(
    "outbox",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
    Column("run", Integer, ForeignKey("run.id"), nullable=False),
    _gemeente(),
    Column("zoeksleutel", _HMAC, nullable=False),
    Column("zoekversie", Integer, nullable=False),
    Column("referentie", _HMAC, nullable=False),
    Column("dossiersleutel", _HMAC, nullable=False),
    Column("versie", Integer, nullable=False),
    Column("soort", String(20), nullable=False),
    Column("gemeentecode", String(4), nullable=False),
    Column("schemaversie", String(20), nullable=False),
    Column("inhoudsmerk", _HMAC, nullable=False),
    Column("merkversie", Integer, nullable=False),
    Column("groepmerken", Text, nullable=False),
    Column("clientmerk", String(64), nullable=False),
    Column("clientversie", Integer, nullable=False),
    Column("aangemaakt_op", Moment, nullable=False),
    Column("status", String(20), nullable=False),
    Column("pogingen", Integer, nullable=False),
    # rises with every claim, and never falls: the fencing token of a claim
    Column("claim", Integer, nullable=False),
    Column("volgende_poging", Moment, nullable=False),
    Column("houder", String(200)),
    Column("claim_tot", Moment),
    Column("code", String(100), nullable=False),
    Column("zaaknummer", String(100), nullable=False),
    Column("ontvangen_op", Moment),
    # the return file that told the municipality its referentie; NULL = none yet
    Column("bestand", String(60)),
    # attempts that failed while the destination answered others; NULL: none did
    Column("vergeefs", Integer),
    Column("vergeefs_sinds", Moment),
    UniqueConstraint("run", "zoeksleutel"),
    Index(None, "gemeente", "referentie", "versie"),
    # On PostgreSQL these are partial too (migrations/versions/): saying so here would load all of
    # that dialect, for a ledger in a file as well.
    Index("ix_outbox_onderweg", "gemeente", "volgende_poging", sqlite_where=_UNDER_WAY),
    Index(None, "gemeente", "status"),
    Index("ix_outbox_ongemeld", "gemeente", sqlite_where=_UNTOLD),
)

#: No claim or waiting lasts this long: a moment further on was noted by a wrong clock.
NOOIT_LATER = timedelta(hours=2)
#: Spelled out, not as a parameter: only then may the partial index be used.
WAITING = outbox.c.status == literal_column(f"'{OutboxStatus.KLAARGEZET.value}'")

# A table of its own: the big texts go at delivery, the small rows stay.
envelop = Table(
    "envelop",
    metadata,
    Column(
        "outbox",
        _NUMBER,
        ForeignKey("outbox.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("inhoud", Text, nullable=False),
)

# gemeente "": the destination as a whole. Else what holds for one municipality there: its access.
zekering = Table(
    "zekering",
    metadata,
    Column("bestemming", String(300), primary_key=True),
    Column("gemeente", String(4), primary_key=True),
    Column("mislukt", Integer, nullable=False),
    Column("sinds", Moment),
    Column("laatst_gelukt", Moment),
    # NULL: not out
    Column("open_tot", Moment),
    Column("code", String(100), nullable=False),
)

stand = Table(
    "stand",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("referentie", _HMAC, primary_key=True),
    Column("zoeksleutel", _HMAC, nullable=False),
    Column("zoekversie", Integer, nullable=False),
    Column("dossiersleutel", _HMAC, nullable=False),
    Column("versie", Integer, nullable=False),
    Column("inhoudsmerk", String(64), nullable=False),
    Column("merkversie", Integer, nullable=False),
    Column("groepmerken", Text, nullable=False),
    Column("clientmerk", String(64), nullable=False),
    Column("clientversie", Integer, nullable=False),
    Column("staat", String(20), nullable=False),
    Column("mapping_merk", String(64), nullable=False),
    Column("afgeleverd", Boolean, nullable=False),
    Column("zaaknummer", String(100), nullable=False),
    Column("run", Integer, nullable=False),
    # whose word it stands by: the source that its newest version was read from. NULL = not known
    Column("bronset", String(100)),
    # NULL: by the run that made its newest version
    Column("laatst_gezien", Moment),
    # likewise, but by a read of its own source
    Column("bron_gezien", Moment),
    # the day of the step `afgesloten` at the Regresloket
    Column("afgesloten_op", Dag),
    UniqueConstraint("gemeente", "zoeksleutel"),
)


def _stub_columns() -> tuple[Column[object], ...]:
    """Give what a stub and a staged stub have in common."""
    return (
        Column("zoekversie", Integer, nullable=False),
        Column("soort", String(20), nullable=False),
        Column("codes", Text, nullable=False),
        Column("plaats", Text, nullable=False),
        Column("snede", String(200), nullable=False),
        Column("merk", String(64), nullable=False),
        Column("merkversie", Integer, nullable=False),
        Column("clientmerk", String(64), nullable=False),
        Column("clientversie", Integer, nullable=False),
        Column("herkenning", Text),
        Column("uiterlijk", Dag),
        # NULL: noted before reasons were kept
        Column("redenen", Text),
        # of a delta source only: the record itself, sealed for the inzagesleutel
        Column("record", Text),
        # of what waits for catching up only: the day by which `inhalen --vanaf` chooses
        Column("toekenning", Dag),
    )


stub_klaar = Table(
    "stub_klaar",
    metadata,
    Column("run", Integer, ForeignKey("run.id"), primary_key=True),
    Column("zoeksleutel", _HMAC, primary_key=True),
    *_stub_columns(),
)

stub = Table(
    "stub",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("zoeksleutel", _HMAC, primary_key=True),
    Column("bronset", String(100), nullable=False),
    *_stub_columns(),
    Column("eerst_gezien", Moment, nullable=False),
    Column("laatst_gezien", Moment, nullable=False),
    Column("gemist", Integer, nullable=False),
    # NULL: nobody let its source be read again
    Column("pogingen", Integer),
    Column("gesloten_op", Moment),
    Column("gesloten_reden", String(60), nullable=False),
    Index(None, "gemeente", "gesloten_op", "soort"),
    Index(None, "gemeente", "bronset", "snede"),
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("bronset", String(100), primary_key=True),
    Column("snede", String(200), primary_key=True),
    Column("waarde", Text, nullable=False),
    Column("gelezen_op", Moment, nullable=False),
)

tijdstip = Table(
    "tijdstip",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("bron", String(100), primary_key=True),
    Column("laatste", String(17), nullable=False),
)

besluit = Table(
    "besluit",
    metadata,
    Column("id", Integer, primary_key=True),
    _gemeente(),
    Column("soort", String(60), nullable=False),
    Column("wie", String(200), nullable=False),
    Column("rol", String(40), nullable=False),
    Column("reden", Text, nullable=False),
    Column("tijd", Moment, nullable=False),
    Column("gegevens", Text, nullable=False),
    # NULL: reason and data were erased
    _zout(),
    Index(None, "gemeente", "soort"),
    sqlite_autoincrement=True,
)

# What a person decided and a read must act on. By kind too: a record that was judged to be an
# accident may then be held, and what is decided about that must not undo the first. By source too:
# two that share a key say it each with fields of their own.
staand_besluit = Table(
    "staand_besluit",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("zoeksleutel", _HMAC, primary_key=True),
    Column("soort", String(20), primary_key=True),
    Column("bronset", String(100), primary_key=True),
    Column("zoekversie", Integer, nullable=False),
    Column("keuze", String(20), nullable=False),
    Column("merk", String(64), nullable=False),
    Column("merkversie", Integer, nullable=False),
    Column("codes", Text, nullable=False),
    Column("besluit", Integer, ForeignKey("besluit.id"), nullable=False),
    Column("tijd", Moment, nullable=False),
    Column("uitwerking", String(20), nullable=False),
    # NULL: no read has met the record since it was decided
    Column("laatst_gezien", Moment),
    _zout(),
)

# Who objected: one row per version of the key that the mark was made under.
blokkade = Table(
    "blokkade",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("clientmerk", _HMAC, primary_key=True),
    Column("clientversie", Integer, nullable=False),
    Column("besluit", Integer, ForeignKey("besluit.id"), nullable=False),
    Column("sinds", Moment, nullable=False),
    # the number of the decision that lifted it; reads must hear of that too
    Column("opgeheven", Integer),
    _zout(),
)

# A municipality that stands still until someone lets it go on: one row while it does.
pauze = Table(
    "pauze",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("besluit", Integer, ForeignKey("besluit.id"), nullable=False),
    Column("sinds", Moment, nullable=False),
)

# The order to catch up: one row while it stands. What was done is counted from its runs.
inhaalopdracht = Table(
    "inhaalopdracht",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("vanaf", Dag, nullable=False),
    Column("per_nacht", Integer, nullable=False),
    Column("besluit", Integer, ForeignKey("besluit.id"), nullable=False),
    Column("sinds", Moment, nullable=False),
)

# Which root keys this ledger was written with: what each is recognised by, never a key.
sleutel = Table(
    "sleutel",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    # 0 = the blijvende sleutel
    Column("versie", Integer, primary_key=True),
    Column("proef", String(32), nullable=False),
    Column("sinds", Moment, nullable=False),
    Column("gestopt", Moment),
    Column("kopie_op", Moment),
    Column("kopie_kid", String(64), nullable=False),
)

# What is wrong now: one row per problem, however often it is reported.
openstaand = Table(
    "openstaand",
    metadata,
    Column("id", Integer, primary_key=True),
    # "" = of the installation
    _gemeente(),
    Column("melder", String(100), nullable=False),
    Column("code", String(6), nullable=False),
    Column("bron", String(100), nullable=False),
    Column("onderwerp", String(200), nullable=False),
    Column("probleem", Text, nullable=False),
    Column("eerst_gezien", Moment, nullable=False),
    Column("laatst_gezien", Moment, nullable=False),
    Column("nachten", Integer, nullable=False),
    Column("keer", Integer, nullable=False),
    Column("opgelost_op", Moment),
    UniqueConstraint("gemeente", "melder", "code", "bron", "onderwerp"),
    # a mail is remembered by these numbers: never give one out twice
    sqlite_autoincrement=True,
)

# Who knows of a problem: "beheer", or the municipality's code. The row goes once they were told
# that it is over.
verteld = Table(
    "verteld",
    metadata,
    Column("openstaand", ForeignKey("openstaand.id", ondelete="CASCADE"), primary_key=True),
    Column("aan", String(10), primary_key=True),
    Column("verteld", Moment, nullable=False),
)

post = Table(
    "post",
    metadata,
    Column("soort", String(20), primary_key=True),
    Column("aan", String(10), primary_key=True),
    Column("geprobeerd", Moment),
    Column("gelukt", Moment),
    Column("mislukt", Moment),
    Column("pogingen", Integer, nullable=False),
)

# What the backend told of its cases, as codes; one row per step, for ever under its number.
terugkoppeling = Table(
    "terugkoppeling",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("volgnummer", _NUMBER, primary_key=True, autoincrement=False),
    Column("referentie", _HMAC, nullable=False),
    Column("versie", Integer, nullable=False),
    Column("zaaknummer", String(100), nullable=False),
    Column("stap", String(40), nullable=False),
    Column("advies", String(40), nullable=False),
    Column("redencode", String(40), nullable=False),
    Column("datum", Dag, nullable=False),
    Column("gelezen_op", Moment, nullable=False),
    # the return file that told it to the municipality; NULL = none yet
    Column("bestand", String(60)),
    Index(None, "gemeente", "referentie"),
)

# How far the backend's feedback was read.
terugweg = Table(
    "terugweg",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("cursor", Text, nullable=False),
    Column("gelezen_op", Moment),
    # of the last attempt, when it failed, and since when they do
    Column("code", String(6), nullable=False),
    Column("sinds", Moment),
)

# The files for the municipality's return place. A row is the promise that its lines were told: from
# then on only its rename is left to do.
retourbestand = Table(
    "retourbestand",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("naam", String(60), primary_key=True),
    Column("soort", String(20), nullable=False),
    Column("run", Integer, nullable=False),
    Column("regels", Integer, nullable=False),
    Column("klaar_op", Moment, nullable=False),
    Column("geplaatst_op", Moment),
)

# How giving back went at the last read of a source.
retourstand = Table(
    "retourstand",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("bronset", String(100), primary_key=True),
    Column("gelukt_op", Moment),
    Column("code", String(6), nullable=False),
    Column("sinds", Moment),
)

# What the backend has and this ledger lost: joined to a lookup key by the read that meets it.
overname = Table(
    "overname",
    metadata,
    Column("gemeente", String(4), primary_key=True),
    Column("referentie", _HMAC, primary_key=True),
    Column("versie", Integer, primary_key=True),
    Column("soort", String(20), nullable=False),
    Column("inhoudsmerk", _HMAC, nullable=False),
    Column("zaaknummer", String(100), nullable=False),
    Column("ontvangen_op", Moment, nullable=False),
    Column("overgenomen_op", Moment, nullable=False),
    # the return file that told it since; NULL = none yet, and before is not known here
    Column("bestand", String(60)),
)

# One salt per referentie: throwing it away makes the audit of that referentie anonymous.
zout = Table(
    "zout",
    metadata,
    Column("referentie", _HMAC, primary_key=True),
    Column("zout", LargeBinary(32), nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("volgnummer", _NUMBER, primary_key=True, autoincrement=False),
    Column("tijd", String(27), nullable=False),
    Column("actie", String(60), nullable=False),
    Column("object", String(200), nullable=False),
    Column("resultaat", String(100), nullable=False),
    Column("oorsprong", String(200), nullable=False),
    Column("actor", String(200), nullable=False),
    # digest of the row that the entry answers for; NULL: of none
    Column("inhoud", String(140)),
    Column("hash", _HMAC, nullable=False),
    Index(None, "object"),
)
