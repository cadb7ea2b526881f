"""The published JSON Schema (2020-12) of what is sealed, made from the dataclasses themselves.

Type hints give the shapes; the field metadata give description, class of sensitivity (`x-klasse`)
and what a hint cannot say. Every key is required and no other is allowed, as canonical.to_json
writes them: what is unknown is null.
"""

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import Field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from regres.datum import Datum, Precisie
from regres.melding import SCHEMA_VERSIE, Client, Feiten, Intrekking, Kop, Kosten, Melding
from regres.words import SoortMelding

#: What can be asked for, and the name its file is published under.
BESTANDEN: Mapping[str, str] = {
    "melding": f"regresmelding-{SCHEMA_VERSIE}.schema.json",
    "intrekking": f"regresmelding-intrekking-{SCHEMA_VERSIE}.schema.json",
}

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# The format alone is not enough: a validator need not assert it.
_DATE = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_MOMENT = {
    "type": "string",
    "format": "date-time",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
}
_AMOUNT = {"type": "string", "pattern": "^[0-9]{1,10}\\.[0-9]{2}$"}
_SIMPLE: Mapping[object, Mapping[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Decimal: _AMOUNT,
    date: _DATE,
    datetime: _MOMENT,
}

#: Rules between fields, by class.
_BETWEEN: Mapping[type, dict[str, Any]] = {
    Client: {
        "if": {"properties": {"geheim": {"const": True}}},
        "then": {"properties": {"adres": {"type": "null"}}},
    },
    Kosten: {
        "if": {"properties": {"soort": {"const": "periodiek"}}},
        "then": {"properties": {"frequentie": {"type": "string"}}},
    },
}


def schema(soort: str) -> dict[str, Any]:
    """Give the schema of "melding" or "intrekking"; ValueError for another word."""
    makers: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
        "melding": _melding,
        "intrekking": _intrekking,
    }
    if soort not in makers:
        raise ValueError("there is a schema of a melding and of an intrekking")
    defs: dict[str, Any] = {}
    whole = makers[soort](defs)
    name = BESTANDEN[soort].removesuffix(f"-{SCHEMA_VERSIE}.schema.json")
    head = {"$schema": _DIALECT, "$id": f"urn:regresbrug:schema:{name}:{SCHEMA_VERSIE}"}
    return head | whole | {"$defs": dict(sorted(defs.items()))}


def schema_text(soort: str) -> str:
    """Give the schema exactly as it stands in docs/schema/."""
    return json.dumps(schema(soort), indent=2, ensure_ascii=False) + "\n"


def _melding(defs: dict[str, Any]) -> dict[str, Any]:
    own = _properties(Melding, defs)
    for flattened in ("kop", "feiten"):
        del own[flattened]
    whole = _properties(Kop, defs) | _properties(Feiten, defs) | own
    whole["soortMelding"]["enum"] = [SoortMelding.NIEUW.value, SoortMelding.WIJZIGING.value]
    return _object(
        whole,
        title="Regresmelding",
        description="Een voorziening met het ongeval, de kosten en het advies.",
    )


def _intrekking(defs: dict[str, Any]) -> dict[str, Any]:
    own = _properties(Intrekking, defs)
    del own["kop"]
    whole = _properties(Kop, defs) | own
    whole["soortMelding"]["enum"] = [SoortMelding.INTREKKING.value]
    return _object(
        whole,
        title="Intrekking van een regresmelding",
        description="De melding vervalt. Geen persoon, ongeval of voorziening.",
    )


def _object(properties: dict[str, Any], **head: str) -> dict[str, Any]:
    return {
        **head,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _properties(kind: type, defs: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {part.name: _property(part, hints[part.name], defs) for part in fields(kind)}


def _property(part: Field[Any], hint: object, defs: dict[str, Any]) -> dict[str, Any]:
    """Describe one field; what its metadata says wins over what its type says."""
    return {
        "description": part.metadata["doc"],
        "x-klasse": part.metadata["klasse"],
        **_shape(hint, defs),
        **part.metadata["schema"],
    }


def _shape(hint: object, defs: dict[str, Any]) -> dict[str, Any]:
    if get_origin(hint) in (Union, types.UnionType):
        return _or_null(_shape(_without_none(hint), defs))
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _shape(get_args(hint)[0], defs)}
    if hint in _SIMPLE:
        return dict(_SIMPLE[hint])
    if hint is Datum:
        defs["Datum"] = _datum()
        return {"$ref": "#/$defs/Datum"}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"type": "string", "enum": [member.value for member in hint]}
    if isinstance(hint, type) and is_dataclass(hint):
        defs[hint.__name__] = _object(_properties(hint, defs)) | _BETWEEN.get(hint, {})
        return {"$ref": f"#/$defs/{hint.__name__}"}
    raise TypeError(f"{hint} has no place in a melding")


def _without_none(hint: object) -> object:
    kept = [choice for choice in get_args(hint) if choice is not types.NoneType]
    if len(kept) != 1:
        raise TypeError(f"{hint}: a field is of one type, or of one type or null")
    return kept[0]


def _or_null(shape: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in shape:
        return {"anyOf": [shape, {"type": "null"}]}
    nullable = shape | {"type": [shape["type"], "null"]}
    if "enum" in shape:
        nullable["enum"] = [*shape["enum"], None]
    return nullable


def _datum() -> dict[str, Any]:
    """Describe a date with its precision: the one says how the other is written."""
    written: Mapping[Precisie, Mapping[str, Any]] = {
        Precisie.DAG: _DATE,
        Precisie.MAAND: {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
        Precisie.JAAR: {"type": "string", "pattern": "^[0-9]{4}$"},
        Precisie.ONBEKEND: {"type": "null"},
    }
    return {
        "description": "Een datum tot op de dag, de maand of het jaar, of onbekend.",
        "oneOf": [
            _object({"datum": dict(shape), "precisie": {"const": precisie.value}})
            for precisie, shape in written.items()
        ],
    }
