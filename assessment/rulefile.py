"""Rule files: YAML read once, checked against a shape, every problem with its line."""

import re
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from assessment.vertaald import vertaling
from assessment.woordlijsten import lees_yaml
from regres import ConfigProblem, Problem
from regres.berichten import bericht, een_van

DATA = Path(__file__).parent / "data"

#: Kind of an error of pydantic's -> which case of A-0002; our own checks speak for themselves.
_GEVALLEN = {
    "literal_error": "keuze",
    "enum": "keuze",
    "missing": "ontbreekt",
    "extra_forbidden": "onbekend",
    "value_error": "",
}
_NAMEN = re.compile(r"'([^']*)'")

_Shape = TypeVar("_Shape", bound="Blad")


class Blad(BaseModel):
    """A part of a rule file: unknown keys are refused, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def lees(pad: Path, vorm: type[_Shape]) -> _Shape:
    """Read a rule file. Raises ConfigProblem (A-0001, A-0002) with all problems at once."""
    try:
        inhoud = vertaling(pad) if pad.parent == DATA else None
        if inhoud is None:
            inhoud = lees_yaml(pad.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise ConfigProblem(_onleesbaar(pad, error)) from error
    try:
        return vorm.model_validate(inhoud)
    except ValidationError as error:
        raise ConfigProblem(*_problemen(pad, error)) from error


def _onleesbaar(pad: Path, error: Exception) -> Problem:
    mark = getattr(error, "problem_mark", None)
    plek = f"{pad.name}:{mark.line + 1}:{mark.column + 1}" if mark else pad.name
    return bericht("A-0001", waar=plek)


def _problemen(pad: Path, error: ValidationError) -> list[Problem]:
    # The round-trip loader knows lines but is slow: it is asked only when something is wrong.
    boom = YAML(typ="rt", pure=True).load(pad.read_text(encoding="utf-8"))
    return [
        bericht(
            "A-0002",
            _GEVALLEN.get(fout["type"], "vorm"),
            waar=f"{pad.name}:{_plek(boom, fout['loc'])}",
            veld=".".join(str(deel) for deel in fout["loc"]),
            naam=next((deel for deel in reversed(fout["loc"]) if type(deel) is str), pad.stem),
            fout=fout["msg"].removeprefix("Value error, "),
            keuze=een_van(_NAMEN.findall(fout.get("ctx", {}).get("expected", ""))),
        )
        for fout in error.errors(include_url=False, include_input=False)
    ]


def _plek(boom: Any, pad: tuple[int | str, ...]) -> str:
    """Follow a path as far as the file has it; gives "line:column" from 1."""
    regel, kolom = 0, 0
    for deel in pad:
        try:
            regel, kolom = (boom.lc.item if type(deel) is int else boom.lc.key)(deel)
            boom = boom[deel]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return f"{regel + 1}:{kolom + 1}"
