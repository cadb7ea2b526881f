"""No value of a record lies anywhere it should not: not in logs, messages, ledger, files or errors.

The whole chain runs at DEBUG with the loggers of libraries on, over two sources full of people who
do not exist and whose every value is like no other. What was sent is only ever sealed; of what was
not sent nothing is left at all.
"""

import logging
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.base import ReadRequest
from connectors.stuf_zkn import StufConnector
from regres import RegresbrugError
from settings import aansluiten, load
from tests.canary.bederf import BEDORVEN, BEDORVEN_XML, NAAM
from tests.canary.mensen import RIJEN, ZAKEN, persoon, rij, speurder
from tests.tools.keten import (
    Keten,
    Uitkomst,
    bij_het_loket,
    loket_draait,
    nieuwe_sleutel,
    nu,
    sftp_draait,
    stuf_draait,
    vandaag,
)
from tests.tools.liegende_server import Leugenaar, answer
from tests.tools.loket import Huis
from tests.tools.sporen import geschreven
from tests.tools.stuf import bsn

SPEURDER = speurder()
TELLERS = frozenset({"created", "msecs", "relativeCreated", "thread", "process", "lineno"})
LOGGERS = (
    *("zeep", "zeep.transports", "zeep.xsd", "urllib3", "urllib3.connectionpool", "requests"),
    *("asyncssh", "asyncssh.sftp", "sqlalchemy", "sqlalchemy.engine", "sqlalchemy.pool", "lxml"),
    *("alembic", "uvicorn", "uvicorn.error", "asyncio", "apscheduler", "regresbrug"),
)


# -- where is looked -------------------------------------------------------------------------------


class Meelezer(logging.Handler):
    """Keeps all that a log record says, as a handler that a library hangs up would."""

    def __init__(self) -> None:
        super().__init__(0)
        self.regels: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        # Moments and numbers of threads are left out: their digits may look like an amount.
        said = {name: value for name, value in vars(record).items() if name not in TELLERS}
        self.regels.append(record.getMessage() + repr(said))


@dataclass
class Oogst:
    """All that the chain left behind."""

    gezegd: list[str] = field(default_factory=list)
    paden: list[str] = field(default_factory=list)


@dataclass
class Huishouden:
    """A chain whose every trace is kept."""

    keten: Keten
    meelezer: Meelezer
    oogst: Oogst = field(default_factory=Oogst)
    lokets: list[Huis] = field(default_factory=list)

    def naar(self, loket: Huis) -> None:
        self.lokets.append(loket)

    @property
    def loket(self) -> Huis:
        return self.lokets[-1]

    def geef(self, *woorden: str) -> Uitkomst:
        with geschreven() as paden:
            done = self.keten.geef(*woorden)
        self.oogst.gezegd += [done.uit, done.fout]
        self.oogst.paden += paden
        return done

    def gevonden(self) -> dict[str, set[tuple[str, str]]]:
        """Look everywhere; give what was found, by place."""
        places = {
            "logregels van bibliotheken": "\n".join(self.meelezer.regels).encode(),
            "stdout, stderr en log": "\n".join(self.oogst.gezegd).encode(),
        }
        hits = {place: SPEURDER.in_bytes(data) for place, data in places.items()}
        for path in self.bestanden():
            hits[str(path)] = set().union(*SPEURDER.in_bestand(path).values())
        return {place: found for place, found in hits.items() if found}

    def bestanden(self) -> list[Path]:
        """Give every file below the house but the municipality's own export."""
        files = [path for path in self.keten.folder.rglob("*") if path.is_file()]
        return [path for path in files if path.parent.name != "export"]

    def elders_geschreven(self) -> list[str]:
        """Give what was written outside the ledger, its proof, the way out and the loket's own."""
        own = (
            "/regresbrug.db",
            "/regresbrug-bewijs/",
            "/dataverwerkingen.jsonl",
            "/loket.sqlite",
            f"{self.keten.folder}/uit/",
        )
        found = [path for path in self.oogst.paden if not any(name in path for name in own)]
        # Folders that are there, Python's own caches and the null device are nobody's data.
        nobody = ("__pycache__", "/dev/null")
        return [
            path
            for path in found
            if not Path(path).is_dir() and not any(name in path for name in nobody)
        ]

    def niets(self) -> None:
        assert self.gevonden() == {}
        assert self.elders_geschreven() == []


@contextmanager
def luisteren() -> Iterator[Meelezer]:
    """Turn every library's logger on, with a handler of its own."""
    listener = Meelezer()
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger(name).addHandler(listener)
    try:
        yield listener
    finally:
        for name in LOGGERS:
            logging.getLogger(name).removeHandler(listener)


@pytest.fixture
def kaal(tmp_path: Path) -> Iterator[Huishouden]:
    """Give a chain that delivers into a folder."""
    keten = Keten(tmp_path)
    keten.gemeente.dienst["log"] = "DEBUG"
    keten.gemeente.gemeente["rem"] = {"nieuw": 50, "aandeel": 1.0, "waarom": "toets"}
    keten.schrijf()
    with luisteren() as meelezer:
        yield Huishouden(keten, meelezer)


@pytest.fixture
def huis(kaal: Huishouden, tmp_path: Path) -> Iterator[Huishouden]:
    """Give a chain that delivers to a real loket."""
    with loket_draait(tmp_path / "loket") as loket:
        kaal.keten.met_loket(loket)
        kaal.naar(loket)
        yield kaal


# -- the scanner can fail --------------------------------------------------------------------------

PLANT = persoon(7)["Achternaam"]


def test_an_innocent_text_is_innocent() -> None:
    text = secrets.token_bytes(200_000) + secrets.token_hex(100_000).encode()

    assert SPEURDER.in_bytes(text + b"klaargezet 12, vrij, wmo_voorzieningen.csv:4") == set()


def test_a_value_in_a_log_record_is_found() -> None:
    with luisteren() as meelezer:
        logging.getLogger("zeep.transports").debug("HTTP Post: %s", {"naam": PLANT})

    assert SPEURDER.in_tekst("\n".join(meelezer.regels))


def test_a_value_in_an_exception_its_cause_or_its_context_is_found() -> None:
    def fails(how: str) -> Exception:
        try:
            try:
                raise ValueError(PLANT)
            except ValueError as inner:
                if how == "cause":
                    raise RuntimeError("netjes") from inner
                if how == "context":
                    raise RuntimeError("netjes")  # noqa: B904 - that it is hidden is the point
                raise
        except Exception as outer:
            return outer

    for how in ("itself", "cause", "context"):
        assert SPEURDER.in_fout(fails(how)), how
    assert SPEURDER.in_fout(ExceptionGroup("x", [ValueError(PLANT)]))


def test_a_value_in_the_ledger_its_wal_or_a_file_is_found(huis: Huishouden) -> None:
    huis.keten.gemeente.levering([rij(1)])
    huis.geef("run")
    ledger = huis.keten.gemeente.settings().grootboekbestand
    connection = sqlite3.connect(ledger)
    connection.execute(
        "insert into besluit (gemeente, soort, wie, rol, reden, tijd, gegevens) "
        "values ('9901', 'x', 'x', 'x', ?, 'x', '{}')",
        [PLANT],
    )
    connection.commit()

    assert str(ledger) + "-wal" in huis.gevonden()
    connection.close()
    assert str(ledger) in huis.gevonden()


def test_a_file_that_came_and_went_is_found(huis: Huishouden) -> None:
    with geschreven() as paden, tempfile.NamedTemporaryFile() as file:
        file.write(b"x")

    huis.oogst.paden += paden
    assert huis.elders_geschreven()


def test_a_value_in_a_message_is_found(huis: Huishouden) -> None:
    huis.oogst.gezegd.append(f"Record van {PLANT} kan niet gelezen worden")

    assert set(huis.gevonden()) == {"stdout, stderr en log"}


# -- the happy way ---------------------------------------------------------------------------------


def test_a_whole_night_over_both_sources_leaves_nothing_of_anybody(huis: Huishouden) -> None:
    keten = huis.keten
    keten.gemeente.levering(RIJEN)
    with sftp_draait(keten.folder / "export") as sftp, stuf_draait(ZAKEN) as stuf:
        keten.met_sftp(sftp)
        keten.met_stuf(stuf.url, True, per_pagina=9)
        for woorden in (
            ("check",),
            ("preview", "--bron", "export"),
            ("preview", "--bron", "zaken", "--format", "json"),
            ("run",),
            ("run", "--format", "jsonl"),
            ("run", "--rondgang", "--bron", "zaken"),
            ("status",),
            ("runs", "--format", "json"),
            ("runs", "--run", "1"),
        ):
            assert huis.geef(*woorden).code in (0, 1), woorden
        keten.gemeente.levering([rij(25, "N"), rij(26, "J", Bedrag="1,00"), *RIJEN[:24]])
        huis.geef("run", "--volume-klopt")

    sent = bij_het_loket(huis.loket)
    assert {soort for _, _, soort in sent} == {"nieuw", "wijziging", "intrekking"}
    assert len(sent) >= 7
    assert len(huis.meelezer.regels) > 100
    huis.niets()


def test_a_run_that_waits_and_is_freed_leaves_nothing_of_anybody(huis: Huishouden) -> None:
    huis.keten.gemeente.gemeente["rem"] = {"nieuw": 1, "waarom": "toets"}
    huis.keten.schrijf()
    huis.keten.gemeente.levering(RIJEN)

    assert huis.geef("run").code == 8
    huis.niets()
    decided = ("release", "1", "--wie", "Toets", "--rol", "fg", "--reden", "gezien")
    assert huis.geef(*decided).code == 0
    huis.niets()


# -- everything that goes wrong --------------------------------------------------------------------


@pytest.mark.parametrize("soort", BEDORVEN)
def test_an_export_that_is_refused_leaves_nothing_of_anybody(kaal: Huishouden, soort: str) -> None:
    huis = kaal
    path = huis.keten.gemeente.levering([])
    path.write_bytes(BEDORVEN[soort])

    codes = [
        huis.geef(*words).code
        for words in (
            ("run",),
            ("preview",),
            ("preview", "--format", "jsonl"),
            ("check",),
            ("runs",),
        )
    ]

    assert codes[0] in (1, 4), codes
    assert SPEURDER.in_fout(leesfout(huis.keten)) == set()
    huis.niets()


def leesfout(keten: Keten) -> BaseException:
    """Read the source by its door, and give the exception that comes."""
    settings = load(keten.config)
    line = aansluiten(settings, settings.gemeenten[0], nu, {})
    (bron,) = line.bronnen.values()
    line.close()
    door = bron.route.connector
    if isinstance(door, StufConnector):
        door = StufConnector(door._bron, klok=nu, slaap=lambda seconds: None)
    request = ReadRequest(van=vandaag() - timedelta(days=90), tot=vandaag())
    try:
        with door.read(request) as reading:
            for record in reading:
                bron.route.plan.peek(record)
    except RegresbrugError as wrong:
        return wrong
    return RuntimeError("the read succeeded")


KOMT_TERUG = (
    *("afgekapt", "soap fault met een naam", "foutpagina met een naam"),
    *("soap fault met status 200", "leeg", "los teken &"),
)


@pytest.mark.parametrize("soort", BEDORVEN_XML)
def test_an_answer_that_is_refused_leaves_nothing_of_anybody(kaal: Huishouden, soort: str) -> None:
    huis = kaal

    def spoil(number: int, body: bytes, status: int) -> tuple[int, dict[str, str], bytes]:
        changed, data = BEDORVEN_XML[soort](body)
        return changed, {}, data

    with stuf_draait(ZAKEN, spoil) as server:
        huis.keten.met_stuf(server.url)
        # What may pass is asked for again after a while; of those kinds one is waited for.
        command = "status" if soort in KOMT_TERUG[1:] else "run"
        code = huis.geef(command).code
        wrong = leesfout(huis.keten)

    assert code == (0 if command == "status" else 4)
    assert isinstance(wrong, RegresbrugError)
    assert SPEURDER.in_fout(wrong) == set()
    huis.niets()


def test_keys_certificates_and_a_backend_that_fail_leave_nothing_of_anybody(
    huis: Huishouden, tmp_path: Path
) -> None:
    keten = huis.keten
    keten.gemeente.levering(RIJEN)
    keten.sleutel_van(huis.loket.sleutel, tot=-1)
    assert huis.geef("run").code == 6
    keten.sleutel_van(nieuwe_sleutel())
    assert huis.geef("run").code == 1
    keten.met_loket(huis.loket)
    target = keten.gemeente.dienst["bestemming"]
    keten.gemeente.dienst["bestemming"] = target | {"adres": "https://127.0.0.1:1"}
    keten.mag_naar("127.0.0.1:1")
    keten.schrijf()
    assert huis.geef("run").code == 5
    huis.niets()


@pytest.mark.parametrize("status", [200, 201, 400, 401, 409, 422, 500, 503])
def test_a_backend_that_repeats_a_name_is_not_repeated(huis: Huishouden, status: int) -> None:
    """It opens what is sealed, so its answers may hold anything."""
    keten = huis.keten
    keten.gemeente.levering([rij(25, "J"), rij(1)])
    settings = huis.loket.settings
    assert settings.tls is not None
    body = b'{"type": "urn:' + NAAM + b'", "title": "' + NAAM + b'", "zaaknummer": "' + NAAM + b'"}'
    token = answer(200, b'{"access_token": "t", "token_type": "Bearer", "expires_in": 900}')
    with Leugenaar(settings.tls, [token, answer(status, body)]) as liar:
        target = keten.gemeente.dienst["bestemming"]
        keten.gemeente.dienst["bestemming"] = target | {"adres": liar.url}
        keten.mag_naar(liar.url.removeprefix("https://"))
        keten.schrijf()
        huis.geef("run")
        huis.geef("run", "--format", "json")
        huis.geef("status", "--format", "json")

    assert liar.verzoeken
    huis.niets()


def test_a_configuration_with_values_in_the_wrong_place_repeats_none(huis: Huishouden) -> None:
    good = dict(huis.keten.gemeente.gemeente)
    for field_name in ("gemeentecode", "stand", "sleutels", "bronnen", "regresloket", "verwerking"):
        huis.keten.gemeente.gemeente = good | {field_name: f"{PLANT} {bsn(7)}"}
        file = huis.keten.config / "gemeenten" / "9901-duinrand.yaml"
        huis.keten.gemeente.schrijf() if field_name != "gemeentecode" else None
        if field_name == "gemeentecode":
            file.write_text(file.read_text().replace("'9901'", f"'{PLANT}'"))
        done = huis.geef("run")
        assert done.code == 3, field_name
    found = SPEURDER.in_tekst("\n".join(huis.oogst.gezegd))
    assert found == set()
