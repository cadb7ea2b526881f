"""The log: JSON lines of one event name with fields; references, counts and codes, no people.

Our own rooms log through structlog: `structlog.get_logger().info("run_begonnen", gemeente="9901")`.
Everything that libraries log goes through one gate that keeps the logger's name, the level and
the class of an exception: zeep, urllib3 and asyncssh put whole messages and addresses into theirs,
at DEBUG and in tracebacks. So DEBUG is as clean as INFO.

The gate stands where records are made, not on a handler: a library that hangs up handlers of its
own (uvicorn does) gets clean records too.
"""

import json
import logging
import math
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import PurePath
from types import TracebackType
from typing import Any, Final, TextIO

from privacy.mask import looks_like_bsn, mask
from regres import RegresbrugError
from regres.zonder import zonder

# For coloured lines on a terminal, which ours never are, it would load rich, attrs and pygments:
# a tenth of what a run needs before it begins.
with zonder("rich"):
    import structlog

#: Whose stdlib records may keep their message, if that is an event name.
ROOMS: Final = frozenset(
    {
        "assessment",
        "connectors",
        "console",
        "demo",
        "ledger",
        "loket",
        "mappings",
        "pipeline",
        "privacy",
        "regres",
        "scheduler",
        "settings",
        "sinks",
        "web",
    }
)
_EVENT = re.compile(r"\A[a-z][a-z0-9_.]{0,63}\Z", re.ASCII)
_NAME = re.compile(r"\A[A-Za-z_][A-Za-z0-9_.]{0,99}\Z", re.ASCII)
# A referentie or a mark: as much of it is shown as finds it again, too little to join logs by.
_WHOLE_HMAC = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{64}(?![0-9A-Za-z])")
_LONGEST = 300
_MOST = 50
_DEEPEST = 4

Clock = Callable[[], datetime]


def configure(
    level: str = "INFO",
    stream: TextIO | None = None,
    *,
    clock: Clock = lambda: datetime.now(UTC),
) -> Callable[[], None]:
    """Set up the whole process's logging; gives a function that puts everything back (for tests).

    level: DEBUG, INFO, WARNING, ERROR or CRITICAL; ValueError for another. stream: standard error
    when None, for standard output carries data. uvicorn must be started with log_config=None and
    typer with pretty_exceptions_enable=False, or they print in their own way.
    """
    number = logging.getLevelNamesMapping().get(level.upper())
    if number is None:
        raise ValueError("no such log level")
    lines = _Lines(sys.stderr if stream is None else stream, clock)
    undo_stdlib, undo_hooks = _configure_stdlib(lines, number), _configure_hooks(lines)
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, lines.render],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: lines,
        cache_logger_on_first_use=False,
    )

    def restore() -> None:
        structlog.reset_defaults()
        undo_hooks()
        undo_stdlib()

    return restore


class _Lines:
    """Writes one JSON line per event; also the logger object that structlog hands lines to."""

    def __init__(self, stream: TextIO, clock: Clock) -> None:
        self._stream = stream
        self._clock = clock
        self._lock = threading.Lock()

    def msg(self, line: str) -> None:
        """Write a line. A log that cannot be written stops no run: the audit is in the ledger."""
        try:
            with self._lock:
                self._stream.write(line + "\n")
                self._stream.flush()
        except (OSError, ValueError):
            return

    debug = info = warning = error = critical = msg

    def render(self, _logger: object, level: str, event: MutableMapping[str, Any]) -> str:
        """Turn an event into a line: known shapes only, digits masked, nothing unescaped."""
        name = event.pop("event", "")
        trouble = _exception(event.pop("exc_info", None))
        event.pop("stack_info", None)
        fields = {_key(key): _plain(value) for key, value in event.items()}
        if trouble is not None:
            fields["fout"] = describe(trouble)
        known = isinstance(name, str) and _EVENT.match(name)
        # ASCII only: line ends, escape codes and right-to-left marks come out as \uXXXX.
        return json.dumps(
            {
                "tijd": self._clock().astimezone(UTC).isoformat(timespec="milliseconds"),
                "niveau": level,
                "gebeurtenis": name if known else "zonder_naam",
                **{key: value for key, value in fields.items() if key not in _HEAD},
            },
            ensure_ascii=True,
            allow_nan=False,
        )


_HEAD = frozenset({"tijd", "niveau", "gebeurtenis"})


class _Handler(logging.Handler):
    """Writes the stdlib records that the gate let through."""

    def __init__(self, lines: _Lines) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record; its message is an event name or nothing."""
        where = structlog.contextvars.get_contextvars()
        event: dict[str, Any] = where | {"event": record.msg, "logger": record.name}
        if klasse := getattr(record, "fout", ""):
            event["fout"] = klasse
        if _is_own(record.name) and isinstance(velden := getattr(record, "velden", {}), dict):
            event = velden | event
        self._lines.msg(self._lines.render(None, record.levelname.lower(), event))


def scrub(record: logging.LogRecord) -> logging.LogRecord:
    """Take from a stdlib record all but logger name, level and exception class.

    A record of our own rooms keeps its message too, if that is an event name, and the fields it
    was given as `extra={"velden": {...}}`; those are made harmless when they are written.
    """
    named = _is_own(record.name) and isinstance(record.msg, str) and _EVENT.match(record.msg)
    trouble = _exception(record.exc_info)
    record.__dict__["fout"] = _class_name(trouble) if trouble is not None else ""
    record.name = record.name if _NAME.match(record.name) else "zonder_naam"
    record.msg = record.msg if named else "bibliotheek"
    record.args = ()
    record.exc_info = record.exc_text = record.stack_info = None
    return record


def _is_own(logger: str) -> bool:
    return logger.partition(".")[0] in ROOMS


def describe(trouble: BaseException) -> dict[str, Any]:
    """Tell of an exception its classes, our problem codes and the place; no message, no value."""
    chain = list(_chain(trouble))
    codes = [
        problem.code
        for part in chain
        if isinstance(part, RegresbrugError)
        for problem in part.problems
    ]
    return {
        "klasse": _class_name(trouble),
        "door": [_class_name(part) for part in chain[1:]],
        "codes": sorted(set(codes))[:_MOST],
        "plaats": _place(trouble.__traceback__),
    }


def _chain(trouble: BaseException) -> Iterable[BaseException]:
    seen: set[int] = set()
    waiting: list[BaseException | None] = [trouble]
    while waiting and len(seen) < _MOST:
        part = waiting.pop(0)
        if part is None or id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        hidden = part.__suppress_context__
        waiting += [part.__cause__, None if hidden else part.__context__]
        if isinstance(part, BaseExceptionGroup):
            waiting += part.exceptions


def _place(trace: TracebackType | None) -> str:
    frames = list(traceback.walk_tb(trace))
    if not frames:
        return ""
    frame, line = frames[-1]
    return f"{'/'.join(PurePath(frame.f_code.co_filename).parts[-2:])}:{line}"


def _class_name(trouble: BaseException) -> str:
    name = type(trouble).__name__
    return name if _NAME.match(name) else "Exception"


def _exception(given: object) -> BaseException | None:
    """Find the exception in what `exc_info` may hold: True, a tuple, an exception or nothing."""
    match given:
        case BaseException():
            return given
        case (_, BaseException() as found, _):
            return found
        case True:
            return sys.exc_info()[1]
    return None


def _key(key: object) -> str:
    return mask(str(key))[:_LONGEST]


def _plain(value: object, depth: int = 0) -> Any:
    """Give a field's value if it has a shape that is known to be harmless, else its class."""
    match value:
        case None | bool():
            return value
        case Enum():
            return _plain(value.value, depth)
        case int():
            return "[cijfers]" if looks_like_bsn(str(abs(value))) else value
        case float():
            return value if math.isfinite(value) else None
        case str() | PurePath():
            return _WHOLE_HMAC.sub(lambda found: found[0][:8], mask(str(value)))[:_LONGEST]
        case date():
            return value.isoformat()
        case BaseException():
            return describe(value)
    if depth < _DEEPEST and isinstance(value, Mapping):
        return {_key(key): _plain(item, depth + 1) for key, item in list(value.items())[:_MOST]}
    if depth < _DEEPEST and isinstance(value, list | tuple):
        return [_plain(item, depth + 1) for item in value[:_MOST]]
    return f"<{type(value).__name__}>"


def _configure_stdlib(lines: _Lines, level: int) -> Callable[[], None]:
    root = logging.getLogger()
    factory, was_raising = logging.getLogRecordFactory(), logging.raiseExceptions
    handlers, was_level = list(root.handlers), root.level

    def cleaned(*args: Any, **kwargs: Any) -> logging.LogRecord:
        return scrub(factory(*args, **kwargs))

    def put_back() -> None:
        logging.setLogRecordFactory(factory)
        logging.raiseExceptions = was_raising
        logging.captureWarnings(False)
        root.handlers[:] = handlers
        root.setLevel(was_level)

    logging.setLogRecordFactory(cleaned)
    # When a handler fails, logging prints the record with its arguments to standard error.
    logging.raiseExceptions = False
    logging.captureWarnings(True)
    root.handlers[:] = [_Handler(lines)]
    root.setLevel(level)
    return put_back


def _configure_hooks(lines: _Lines) -> Callable[[], None]:
    """Let what nobody caught come out as an event: Python would print messages and values."""
    was = sys.excepthook, sys.unraisablehook, threading.excepthook

    def told(event: str, trouble: BaseException | None) -> None:
        lines.msg(lines.render(None, "critical", {"event": event, "exc_info": trouble}))

    def put_back() -> None:
        sys.excepthook, sys.unraisablehook, threading.excepthook = was

    sys.excepthook = lambda _kind, trouble, _trace: told("onverwachte_fout", trouble)
    sys.unraisablehook = lambda args: told("onverwachte_fout_bij_opruimen", args.exc_value)
    threading.excepthook = lambda args: told("onverwachte_fout_in_draad", args.exc_value)
    return put_back
