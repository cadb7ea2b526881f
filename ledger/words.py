"""How shapes are written into text columns and read back."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from regres import Problem
from regres.melding import Reden

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def dump(value: Any) -> str:
    """Write JSON the same way every time.

    Without floats and with keys in ASCII this is RFC 8785, at a tenth of the time that a general
    writer of it takes; a test compares the two.
    """
    return _ENCODER.encode(value)


def load(text: str | None) -> Any:
    """Read JSON back; None stays None."""
    return None if text is None else json.loads(text)


def dump_problems(problems: Sequence[Problem]) -> str:
    """Write problems."""
    return dump([problem.as_json() for problem in problems])


def load_problems(text: str | None) -> tuple[Problem, ...]:
    """Read problems back."""
    return tuple(map(Problem.van_json, load(text) or ()))


def dump_reasons(reasons: Sequence[Reden]) -> str:
    """Write reasons."""
    return dump(
        [
            {"regel": one.regel, "veld": one.veld, "term": one.term, "positie": one.positie}
            for one in reasons
        ]
    )


def load_reasons(text: str | None) -> tuple[Reden, ...]:
    """Read reasons back."""
    return tuple(Reden(**parts) for parts in load(text) or ())


def dump_map(items: Mapping[str, Any]) -> str:
    """Write a mapping."""
    return dump(dict(items))


def slotnaam(slot: str) -> str:
    """Give a slot without its month or number: the brake compares like with like."""
    return batchnaam(slot).split(":", 1)[0]


def batchnaam(slot: str) -> str:
    """Give a slot without the number of a manual run; a month stays, it is another slice."""
    return "hand" if slot.startswith("hand-") else slot
