"""The JSON Schema (2020-12) of a mapping file, so that editors can help and CI can check.

It knows the words and which belong together; what only the loader can see (positions, XPaths, a
column that is not in the header, two spellings that are the same) it does not know.
"""

import json
from typing import Any

from mappings.amounts import CENTEN, NOTATIES
from mappings.canonical import GROEPEN, KOSTEN, STEUN, VELDEN, Soort, Veld
from mappings.codetabellen import TABEL
from mappings.compiler import BRON_SOORTEN, STANDAARD
from mappings.csv_file import CODERINGEN, KOLOMMEN, LANGSTE_AANLOOP, TRAILER
from mappings.fields import may_be_fixed
from mappings.sources import BRONNEN
from mappings.toetsen import SIGNALEN
from mappings.transforms import passend, woorden
from mappings.voorwaarden import DIEPST, SAMEN
from regres import Indicatie, Levering
from regres.words import OngevalSoort

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEKST = {"$ref": "#/$defs/tekst"}
_TEKSTEN = {"$ref": "#/$defs/teksten"}
_JA_NEE = {"enum": ["ja", "nee"]}
_PLAATS = {
    "kolom": _TEKST,
    "nummer": {"type": "integer", "minimum": 1, "maximum": 99},
    "optioneel": _JA_NEE,
    "xpath": _TEKSTEN,
    "extra": _TEKSTEN,
}
_BRON = _PLAATS | {
    "samenvoegen": {"type": "array", "items": {"$ref": "#/$defs/bron"}, "minItems": 2},
    "met": {"type": "string"},
    "vinkjes": {"$ref": "#/$defs/vinkjes"},
    "leeg": _TEKSTEN,
    "splitsen": {"$ref": "#/$defs/splitsen"},
    "deel": {"$ref": "#/$defs/bereik"},
    "vervangen": {"type": "object", "additionalProperties": _TEKST, "minProperties": 1},
    "opvullen": {"$ref": "#/$defs/opvullen"},
    "alleen_als": {"$ref": "#/$defs/voorwaarde_0"},
}
_NOTITIE = {
    "termen": {
        "description": "Eigen woorden, per groep uit docs/notities.md",
        "type": "object",
        "additionalProperties": _TEKSTEN,
    },
    "uit": {"$ref": "#/$defs/uit"},
}
_TEKEN = {"type": "string", "pattern": r"^([^\sA-Za-z0-9]|\t|tab|geen)$"}
_SCHEIDINGSTEKEN = {"type": "string", "pattern": r"^([^\sA-Za-z0-9]|\t|tab)$"}
_AANTAL = {"type": "integer", "minimum": 0, "maximum": LANGSTE_AANLOOP}
#: A text of a test; nothing behind the colon is an empty text.
_CEL = {"type": ["string", "number", "boolean", "null"]}
_CELLEN = {"anyOf": [_CEL, {"type": "array", "items": _CEL}]}
_VERPLICHT = ("bron", "levering", "sleutelruimte", "sleutel", "signalen", "velden")


def schema() -> dict[str, Any]:
    """Give the schema of a mapping file, as `regresbrug schema mapping` prints it."""
    return {
        "$schema": _DIALECT,
        "$id": "urn:regresbrug:schema:mapping:1",
        "title": "Mapping van Regresbrug",
        **_object(_top()),
        "anyOf": [{"required": ["basis"]}, {"required": list(_VERPLICHT)}],
        "$defs": _defs(),
    }


def schema_text() -> str:
    """Give the schema exactly as it stands in docs/schema/."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _top() -> dict[str, Any]:
    return {
        "naam": _TEKST,
        "basis": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,60}$"},
        "kolomnamen": {
            "description": "Links de kolom in de basis, rechts de kolom in uw bestand",
            "type": "object",
            "additionalProperties": _TEKST,
        },
        "bron": {"enum": list(BRON_SOORTEN)},
        "levering": {"enum": [levering.value for levering in Levering]},
        "sleutelruimte": _TEKST,
        "sleutel": _one_or_more({"anyOf": [_TEKST, {"$ref": "#/$defs/bron"}]}),
        "bestand": _bestand(),
        "namespaces": {"type": "object", "additionalProperties": {"type": "string"}},
        "standaard": _object({key: {"$ref": f"#/$defs/{key}"} for key in STANDAARD}),
        "signalen": _signalen(),
        "velden": _groep(""),
        "kosten": _of_geen(
            _one_or_more(_object({name: _of_geen(_veld(veld)) for name, veld in KOSTEN.items()}))
        ),
        "toetsen": _one_or_more(_toets()),
    }


def _toets() -> dict[str, Any]:
    cell = {"anyOf": [_CEL, _object({"tekst": _CEL, "onvolledig": {"enum": list("JMDV")}})]}
    costs = _object(dict.fromkeys(KOSTEN, _CELLEN))
    expected: dict[str, Any] = {
        "sleutel": _CELLEN,
        "signalen": _object(dict.fromkeys(SIGNALEN, _CELLEN)),
        "velden": _verwacht(""),
        "kosten": _one_or_more(costs),
        "problemen": {"anyOf": [_TEKST, {"type": "array", "items": _TEKST}]},
    }
    test = {
        "naam": _TEKST,
        "zoals": _TEKST,
        "als": {"type": "object", "additionalProperties": cell},
        "verwacht": _object(expected) | {"minProperties": 1},
    }
    return _object(test) | {"required": ["naam", "als", "verwacht"]}


def _verwacht(groep: str) -> dict[str, Any]:
    parts = {}
    for name in GROEPEN[groep]:
        pad = f"{groep}.{name}".lstrip(".")
        parts[name] = _verwacht(pad) if pad in GROEPEN else _CELLEN
    return _object(parts)


def _defs() -> dict[str, Any]:
    return {
        "tekst": {"type": ["string", "number", "boolean"]},
        "teksten": _one_or_more(_TEKST),
        "leeg": _TEKSTEN,
        "datum": {"description": "dd-mm-jjjj, jjjj-mm-dd, jjjjmmdd, ... of stuf", **_TEKSTEN},
        "bedrag": {"enum": [*NOTATIES, CENTEN]},
        "ja_nee": _ja_nee(("ja", "nee", "onbekend")),
        "bron": _object(_BRON) | _bronnen(),
        "uit": _one_or_more(
            _object({"regel": _TEKST, "waarom": _TEKST}) | {"required": ["regel", "waarom"]}
        ),
        "vinkjes": _vinkjes(),
        "bereik": _bereik(),
        "splitsen": _object({"op": _TEKST, "deel": {"$ref": "#/$defs/bereik"}})
        | {"required": ["op", "deel"]},
        "opvullen": _object({"tot": {"type": "integer", "maximum": 50}, "met": _TEKST})
        | {"required": ["tot"]},
        "tabel": {"anyOf": [{"type": "string"}, _tabel()]},
        **{f"voorwaarde_{depth}": _voorwaarde(depth) for depth in range(DIEPST + 1)},
        **{_kind(veld): _veld_of_kind(veld) for veld in (*VELDEN.values(), *KOSTEN.values())},
    }


def _bestand() -> dict[str, Any]:
    return _object(
        {
            "codering": {"enum": list(CODERINGEN)},
            "scheidingsteken": _SCHEIDINGSTEKEN,
            "aanhalingsteken": _TEKEN,
            "escapeteken": _TEKEN,
            "aanloop": {
                "anyOf": [_AANTAL, _object({"hoogstens": _AANTAL}) | {"required": ["hoogstens"]}]
            },
            "trailer": {
                "anyOf": [_TEKST, _object(dict.fromkeys(TRAILER, _TEKST)) | {"required": ["woord"]}]
            },
            "kolommen": {"enum": list(KOLOMMEN)},
            "kopregel": _TEKSTEN,
        }
    )


def _signalen() -> dict[str, Any]:
    code = {"enum": [word.value for word in Indicatie]}
    meaning = {"ongeval": code, "soort": {"enum": [word.value for word in OngevalSoort]}}
    table = {"anyOf": [code, _object(meaning) | {"required": ["ongeval"]}]}
    answers = _BRON | {"ja_nee": {"$ref": "#/$defs/ja_nee"}}
    support = {"enum": list(STEUN)}
    return _object(
        {
            "vlag": _signaal(answers | {"leeg_betekent": {"enum": ["niets", "onbekend"]}}),
            "derde": _signaal(answers),
            "code": _signaal(
                _BRON
                | {"waarden": {"type": "object", "additionalProperties": table}}
                | {"tabel": {"$ref": "#/$defs/tabel"}}
            ),
            "steun": _of_geen(
                _one_or_more({"anyOf": [support, _object(_BRON | {"soort": support})]})
            ),
            "notitie": _signaal(_BRON | _NOTITIE),
        }
    )


def _signaal(properties: dict[str, Any]) -> dict[str, Any]:
    return _of_geen(_one_or_more(_object(properties) | _bronnen()))


def _groep(groep: str) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    for name in GROEPEN[groep]:
        pad = f"{groep}.{name}".lstrip(".")
        parts[name] = _of_geen(_groep(pad) if pad in GROEPEN else _veld(VELDEN[pad]))
    return _object(parts)


def _veld(veld: Veld) -> dict[str, Any]:
    block = {"$ref": f"#/$defs/{_kind(veld)}"}
    return _one_or_more(block) if veld.pad == "stuitingen" else block


def _kind(veld: Veld) -> str:
    """Name what fields have in common: each kind stands once in the schema."""
    if veld.keuze is not None:
        return f"veld_{veld.keuze.__name__}"
    return f"veld_{veld.soort.value}" + ("_vast" if may_be_fixed(veld) else "")


def _veld_of_kind(veld: Veld) -> dict[str, Any]:
    properties: dict[str, Any] = _BRON | {"verplicht": _JA_NEE}
    value: dict[str, Any] = _TEKST if veld.keuze is None else {"enum": list(veld.keuze)}
    if veld.soort is Soort.VINK:
        value = {"enum": ["ja", "nee"]}
    for name in passend(veld):
        properties[name] = _transform(name, veld, value)
    if "waarden" in properties:
        properties["tabel"] = {"$ref": "#/$defs/tabel"}
    if veld.soort in (Soort.KEUZE, Soort.VINK):
        properties["leeg_betekent"] = value
    if veld.soort is Soort.TOEDRACHT:
        properties |= {"fragment": {"const": "ja"}, "waarom": {"type": "string"}}
        return _object(properties) | {"required": ["fragment", "waarom"]}
    if may_be_fixed(veld):
        properties |= {"vast": value, "standaard": value, "waarom": {"type": "string"}}
    reasons = {"dependentRequired": {"vast": ["waarom"], "standaard": ["waarom"]}}
    return _object(properties) | _bronnen("vast") | reasons


def _vinkjes() -> dict[str, Any]:
    answers = {word: {"$ref": "#/$defs/bron"} for word in ("ja", "nee", "onbekend")}
    words = {"aangevinkt": _TEKSTEN, "leeg": _TEKSTEN}
    either = [{"required": ["ja", "aangevinkt"]}, {"required": ["nee", "aangevinkt"]}]
    return _object(answers | words) | {"anyOf": either}


def _bereik() -> dict[str, Any]:
    """Give what `3`, `1-2`, `2-`, `laatste` and `laatste 4` have in common."""
    number = "[1-9][0-9]{0,2}"
    pattern = f"^({number}(-({number})?)?|laatste( {number})?)$"
    return {"type": ["string", "integer"], "pattern": pattern, "minimum": 1, "maximum": 999}


def _tabel() -> dict[str, Any]:
    properties: dict[str, Any] = dict.fromkeys(TABEL, _TEKST)
    properties |= {"codering": {"enum": list(CODERINGEN)}, "scheidingsteken": _SCHEIDINGSTEKEN}
    return _object(properties) | {
        "required": ["bestand", "codering", "scheidingsteken"],
        "dependentRequired": {"van": ["naar"], "naar": ["van"]},
    }


def _voorwaarde(depth: int) -> dict[str, Any]:
    """Give a condition below `depth` levels of `en` and `of`; the deepest can only compare."""
    words = {"is": _TEKST, "leeg": _JA_NEE} | dict.fromkeys(("niet", "in", "begint_met"), _TEKSTEN)
    one = [_object(_PLAATS | {key: value}) | {"required": [key]} for key, value in words.items()]
    if depth == DIEPST:
        return {"anyOf": one}
    below = {"type": "array", "items": {"$ref": f"#/$defs/voorwaarde_{depth + 1}"}, "minItems": 2}
    return {"anyOf": [*one, *(_object({key: below}) | {"required": [key]} for key in SAMEN)]}


def _transform(name: str, veld: Veld, value: dict[str, Any]) -> dict[str, Any]:
    match name:
        case "waarden":
            return {"type": "object", "additionalProperties": value, "minProperties": 1}
        case "ja_nee":
            return _ja_nee(tuple(woorden(veld)))
        case "tekst":
            return {"const": "afkappen"}
    return {"$ref": f"#/$defs/{name}"}


def _ja_nee(words: tuple[str, ...]) -> dict[str, Any]:
    either = [{"required": ["ja"]}, {"required": ["nee"]}]
    return _object(dict.fromkeys(words, _TEKSTEN)) | {"anyOf": either}


def _bronnen(*also: str) -> dict[str, Any]:
    """Allow one source, or none: a mapping with a `basis` may change a table alone."""
    one = [{"required": [key]} for key in (*BRONNEN, *also)]
    return {"oneOf": [*one, {"not": {"anyOf": one}}]}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _of_geen(item: dict[str, Any]) -> dict[str, Any]:
    """Allow `geen`: what a mapping with a `basis` leaves out of it."""
    return {"anyOf": [{"const": "geen"}, item]}


def _one_or_more(item: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}
