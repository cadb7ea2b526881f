"""The log: events with fields, and no person in any line, at DEBUG as at INFO."""

import asyncio
import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlalchemy
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacy import Secret, configure, logs
from regres import JaNee, Problem, SourceRefused

ROOT = Path(__file__).resolve().parents[3]

NAME, BSN = "Kanariepiet", "999990019"
LIBRARIES = [
    "zeep.transports",
    "urllib3.connectionpool",
    "requests",
    "asyncssh",
    "sqlalchemy.engine.Engine",
    "uvicorn.access",
    "apscheduler.executors.default",
    "asyncio",
    "py.warnings",
]
NOW = datetime(2026, 6, 15, 4, 0, 0, 123456, tzinfo=UTC)


class Log:
    """A log that was set up for one test, and read back line by line."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture(params=["DEBUG", "INFO"])
def log(request: pytest.FixtureRequest) -> Iterator[Log]:
    made = Log()
    restore = configure(request.param, made.stream, clock=lambda: NOW)
    yield made
    restore()


def say(**fields: Any) -> None:
    structlog.get_logger().info("run_begonnen", **fields)


def test_an_event_is_one_json_line_of_name_and_fields(log: Log) -> None:
    say(gemeente="9901", gelezen=5000, sinds=date(2026, 6, 1), soort=JaNee.JA, bron=None)

    assert log.lines == [
        {
            "tijd": "2026-06-15T04:00:00.123+00:00",
            "niveau": "info",
            "gebeurtenis": "run_begonnen",
            "gemeente": "9901",
            "gelezen": 5000,
            "sinds": "2026-06-01",
            "soort": "ja",
            "bron": None,
        }
    ]


@pytest.mark.parametrize("name", LIBRARIES)
def test_of_a_library_only_logger_level_and_exception_class_come_through(
    log: Log, name: str
) -> None:
    logger = logging.getLogger(name)
    logger.warning("HTTP Post to %s:\n%s", f"https://x/{BSN}", NAME)
    logger.warning({"naam": NAME})
    logger.warning(f"los {NAME} {BSN}", extra={"persoon": NAME}, stack_info=True)
    try:
        raise ValueError(f"{NAME} {BSN}")
    except ValueError:
        logger.exception("mislukt voor %s", NAME)

    assert len(log.lines) == 4
    assert {line["logger"] for line in log.lines} == {name}
    assert {line["gebeurtenis"] for line in log.lines} == {"bibliotheek"}
    assert log.lines[3]["fout"] == "ValueError"
    assert log.lines[3]["niveau"] == "error"
    assert_clean(log.text)


def test_a_database_at_work_leaves_no_person_in_the_log(log: Log) -> None:
    noisy = logging.getLogger("sqlalchemy.engine")
    noisy.setLevel(logging.DEBUG)
    engine = sqlalchemy.create_engine("sqlite://")
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text("select :naam"), {"naam": NAME}).all()
        with pytest.raises(sqlalchemy.exc.OperationalError):
            connection.execute(sqlalchemy.text("select 1 from weg where x = :x"), {"x": BSN})
    engine.dispose()
    noisy.setLevel(logging.NOTSET)

    assert {line["logger"] for line in log.lines} == {"sqlalchemy.engine.Engine"}
    assert_clean(log.text)


def test_a_http_client_at_work_leaves_no_person_in_the_log(log: Log) -> None:
    with requests.Session() as session, pytest.raises(requests.ConnectionError):
        session.trust_env = False
        session.get(f"http://127.0.0.1:9/{NAME}?bsn={BSN}", timeout=2)

    at_debug = logging.getLogger().level == logging.DEBUG
    assert {line["logger"] for line in log.lines} == (
        {"urllib3.connectionpool"} if at_debug else set()
    )
    assert_clean(log.text)


def test_a_handler_that_a_library_hangs_up_itself_gets_clean_records_too(log: Log) -> None:
    own = io.StringIO()
    handler = logging.StreamHandler(own)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s %(exc_info)s %(args)s"))
    logger = logging.getLogger("uvicorn.error")
    logger.addHandler(handler)
    try:
        raise ValueError(NAME)
    except ValueError:
        logger.exception("fout bij %s", BSN)
    finally:
        logger.removeHandler(handler)

    assert own.getvalue() == "uvicorn.error bibliotheek None ()\n"


def test_a_handler_that_fails_does_not_print_the_record(
    log: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken(logging.StreamHandler[io.StringIO]):
        def emit(self, record: logging.LogRecord) -> None:
            try:
                raise ValueError(NAME)
            except ValueError:
                self.handleError(record)

    logger, handler = logging.getLogger("zeep"), Broken(io.StringIO())
    logger.addHandler(handler)
    logger.warning("%s", BSN)
    logger.removeHandler(handler)

    assert capsys.readouterr().err == ""


def test_our_own_rooms_keep_the_event_name_of_a_stdlib_record_and_nothing_else(log: Log) -> None:
    logging.getLogger("connectors.sftp").warning("verbinding_gesloten")
    logging.getLogger("connectors.sftp").warning("Gesloten voor %s", NAME)
    logging.getLogger("connectorsx").warning("verbinding_gesloten")

    assert [line["gebeurtenis"] for line in log.lines] == [
        "verbinding_gesloten",
        "bibliotheek",
        "bibliotheek",
    ]
    assert_clean(log.text)


@pytest.mark.parametrize("room", sorted(path.parent.name for path in ROOT.glob("*/__init__.py")))
def test_every_room_is_one_of_our_own(log: Log, room: str) -> None:
    logging.getLogger(f"{room}.deel").warning("verbinding_gesloten")

    assert [line["gebeurtenis"] for line in log.lines] == ["verbinding_gesloten"]


def test_our_own_rooms_may_give_fields_and_libraries_may_not(log: Log) -> None:
    given = {"velden": {"versie": 2, "klant": f"klant {BSN}", "gebeurtenis": "vals"}}
    logging.getLogger("loket").warning("loket.ontvangen", extra=given)
    logging.getLogger("uvicorn.error").warning("loket.ontvangen", extra=given)
    logging.getLogger("loket").warning("loket.ontvangen", extra={"velden": NAME})

    first, second, third = log.lines
    assert (first["gebeurtenis"], first["versie"]) == ("loket.ontvangen", 2)
    assert set(second) == {"tijd", "niveau", "gebeurtenis", "logger"}
    assert set(third) == {"tijd", "niveau", "gebeurtenis", "logger"}
    assert_clean(log.text)


def test_of_a_referentie_only_the_first_eight_characters_are_logged(log: Log) -> None:
    whole = "0123456789abcdef" * 4
    say(referentie=whole, tekst=f"melding {whole}:3", lijst=[whole], diep={"x": (whole,)})

    line = log.lines[0]
    assert line["referentie"] == "01234567"
    assert line["tekst"] == "melding 01234567:3"
    assert whole not in log.text
    assert whole[:9] not in log.text


def test_an_exception_is_told_by_class_code_and_place_and_never_by_message(log: Log) -> None:
    def fail(persoon: str) -> None:
        try:
            raise KeyError(persoon)
        except KeyError as cause:
            raise SourceRefused(Problem("B-0107", f"De rij van {persoon}.")) from cause

    try:
        fail(NAME)
    except SourceRefused as trouble:
        structlog.get_logger().exception("run_mislukt")
        structlog.get_logger().error("run_mislukt", exc_info=trouble)
        say(oorzaak=trouble)

    first, second, third = log.lines
    assert first["fout"] == second["fout"] == third["oorzaak"]
    assert first["fout"]["klasse"] == "SourceRefused"
    assert first["fout"]["door"] == ["KeyError"]
    assert first["fout"]["codes"] == ["B-0107"]
    assert first["fout"]["plaats"].startswith("privacy/test_logs.py:")
    assert_clean(log.text)


def test_the_parts_of_a_group_and_what_was_hidden_are_told_apart() -> None:
    try:
        try:
            raise OSError(NAME)
        except OSError:
            raise ExceptionGroup(NAME, [ValueError(NAME), TypeError(NAME)]) from None
    except ExceptionGroup as group:
        told = logs.describe(group)

    assert told["klasse"] == "ExceptionGroup"
    assert told["door"] == ["ValueError", "TypeError"]


def test_of_an_exception_that_was_never_raised_no_place_is_told() -> None:
    strange = type("Mevrouw van " + NAME, (Exception,), {})

    assert logs.describe(ValueError(NAME))["plaats"] == ""
    assert logs.describe(strange())["klasse"] == "Exception"


@pytest.mark.parametrize("event", ["Run begonnen", NAME, "", f"run_{BSN}x", "x\ny", "a" * 65])
def test_an_event_without_a_plain_name_loses_it(log: Log, event: str) -> None:
    structlog.get_logger().info(event)

    assert NAME not in log.text
    assert log.lines[0]["gebeurtenis"] in {"zonder_naam", f"run_{BSN}x"}


def test_a_text_put_into_the_event_name_is_dropped(log: Log) -> None:
    structlog.get_logger().info("run voor %s", NAME)

    assert log.lines[0]["gebeurtenis"] == "zonder_naam"
    assert_clean(log.text)


@pytest.mark.parametrize(
    "sign", ["\n", "\r\n", "\x1b[2J", "\x1b]8;;", "\u2028", "\u202e", "\x85", "\x00", "\x9b31m"]
)
def test_no_value_can_forge_a_line_or_a_colour(log: Log, sign: str) -> None:
    say(bestand=f'x{sign}{{"niveau":"info"}}', **{f"veld{sign}": 1})

    assert log.text.count("\n") == 1
    assert log.text.endswith("\n")
    assert log.text.isascii()
    assert log.text[:-1].isprintable()


def test_a_field_cannot_pass_for_time_level_or_event(log: Log) -> None:
    say(tijd="1999", niveau="debug", gebeurtenis="anders")

    assert log.lines[0]["tijd"].startswith("2026")
    assert (log.lines[0]["niveau"], log.lines[0]["gebeurtenis"]) == ("info", "run_begonnen")


def test_digits_that_could_be_a_bsn_are_masked_in_texts_numbers_and_keys(log: Log) -> None:
    say(
        tekst=f"klant {BSN}",
        getal=int(BSN),
        diep={BSN: [BSN, (BSN,)]},
        bestand=Path(f"/in/{BSN}.csv"),
        grootte=123456788,
    )

    assert_clean(log.text)
    assert log.lines[0]["getal"] == "[cijfers]"
    assert log.lines[0]["grootte"] == 123456788


def test_what_has_no_harmless_shape_is_told_by_its_class(log: Log) -> None:
    say(
        geheim=Secret(NAME), bedrag=Decimal("12.50"), rauw=NAME.encode(), los={NAME}, f=float("nan")
    )

    line = log.lines[0]
    assert [line[name] for name in ("geheim", "bedrag", "rauw", "los", "f")] == [
        "<Secret>",
        "<Decimal>",
        "<bytes>",
        "<set>",
        None,
    ]
    assert_clean(log.text)


def test_long_and_deep_fields_are_cut(log: Log) -> None:
    deep: list[Any] = []
    for _ in range(50):
        deep = [deep]
    say(lang="x" * 10_000, veel=list(range(10_000)), diep=deep)

    assert len(log.text) < 2_000
    assert "<list>" in log.text


@settings(suppress_health_check=list(HealthCheck))
@given(
    fields=st.dictionaries(
        st.text(max_size=10),
        st.recursive(
            st.none() | st.floats() | st.text() | st.binary() | st.integers() | st.datetimes(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            max_leaves=5,
        ),
        max_size=4,
    )
)
def test_any_fields_give_one_readable_ascii_line(fields: dict[str, Any]) -> None:
    lines = logs._Lines(io.StringIO(), lambda: NOW)

    line = lines.render(None, "info", {"event": "x", **fields})

    assert line.isascii()
    assert "\n" not in line
    assert json.loads(line)["gebeurtenis"] in {"x", "zonder_naam"}


def test_what_nobody_caught_comes_out_without_its_message(log: Log) -> None:
    thread = threading.Thread(target=lambda: int(NAME))
    thread.start()
    thread.join()
    try:
        int(NAME)
    except ValueError as trouble:
        sys.excepthook(ValueError, trouble, trouble.__traceback__)

    assert [line["gebeurtenis"] for line in log.lines] == [
        "onverwachte_fout_in_draad",
        "onverwachte_fout",
    ]
    assert all(line["fout"]["klasse"] == "ValueError" for line in log.lines)
    assert_clean(log.text)


def test_asyncio_and_warnings_go_through_the_same_gate(log: Log) -> None:
    async def lose() -> None:
        loop = asyncio.get_running_loop()
        loop.call_exception_handler({"message": NAME, "exception": ValueError(BSN), "wie": NAME})

    asyncio.run(lose())
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"let op {NAME}", UserWarning, stacklevel=1)

    told = {line["logger"]: line for line in log.lines if line["niveau"] != "debug"}
    assert told["asyncio"]["fout"] == "ValueError"
    assert "py.warnings" in told
    assert_clean(log.text)


def test_context_is_added_and_cleaned(log: Log) -> None:
    with structlog.contextvars.bound_contextvars(run="hand-1", klant=BSN):
        say()

    assert log.lines[0]["run"] == "hand-1"
    assert_clean(log.text)


def test_a_line_of_a_library_carries_the_run_it_was_written_in(log: Log) -> None:
    with structlog.contextvars.bound_contextvars(gemeente="9901", run=12):
        logging.getLogger("urllib3").warning("naar %s", BSN)
    logging.getLogger("urllib3").warning("daarna")

    assert [(line.get("gemeente"), line.get("run")) for line in log.lines] == [
        ("9901", 12),
        (None, None),
    ]
    assert_clean(log.text)


def test_a_log_that_cannot_be_written_stops_nothing() -> None:
    stream = io.StringIO()
    restore = configure("INFO", stream)
    try:
        stream.close()
        say()
        logging.getLogger("zeep").warning("x")
    finally:
        restore()


def test_below_the_level_nothing_is_written() -> None:
    made = Log()
    restore = configure("WARNING", made.stream)
    try:
        say()
        logging.getLogger("zeep").info("x")
    finally:
        restore()

    assert made.text == ""


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="no such log level"):
        configure("LUID")


def test_everything_is_put_back() -> None:
    def state() -> tuple[object, ...]:
        root = logging.getLogger()
        return (
            logging.getLogRecordFactory(),
            logging.raiseExceptions,
            tuple(root.handlers),
            root.level,
            sys.excepthook,
            threading.excepthook,
            sys.unraisablehook,
            warnings.showwarning,
            structlog.is_configured(),
        )

    before = state()
    restore: Callable[[], None] = configure("DEBUG", io.StringIO())
    changed = state()
    restore()

    assert state() == before
    assert all(one is not other for one, other in zip(before[4:7], changed[4:7], strict=True))


def assert_clean(text: str) -> None:
    assert NAME not in text
    assert BSN not in text
