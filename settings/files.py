"""Reads one YAML file of config/ into a typed block, or says everything that is wrong with it."""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from regres import ConfigProblem, Problem
from settings.tree import NIET_GESTART, Boom, Pad, lees, naam

Block = TypeVar("Block", bound=BaseModel)


class Zegswijze(NamedTuple):
    """How an error of pydantic's is told: our code, the Dutch sentence, and what to do."""

    code: str
    wat: str
    doe: str


_SAYINGS = {
    "missing": Zegswijze("C-0103", "Verplicht veld ontbreekt: {naam}.", "Voeg de regel toe."),
    "extra_forbidden": Zegswijze("C-0104", "Onbekend veld: {naam}.", "{voorstel}"),
    "letterlijk_geheim": Zegswijze(
        "C-0105",
        "Hier staat een geheim letterlijk in de configuratie ({naam}).",
        "Verwijs ernaar: secret://env/NAAM, secret://file/pad of secret://credential/NAAM. "
        "Vervang het geheim ook: het heeft leesbaar in een bestand gestaan.",
    ),
    "code_zonder_aanhalingstekens": Zegswijze(
        "C-0102",
        "De gemeentecode staat zonder aanhalingstekens; dan valt een voorloopnul weg.",
        'Schrijf de code tussen aanhalingstekens, bijvoorbeeld "0999".',
    ),
    "gemeentecode": Zegswijze(
        "C-0106",
        "{naam} is geen gemeentecode.",
        'Een gemeentecode is 4 cijfers tussen aanhalingstekens, bijvoorbeeld "9901".',
    ),
    "tijdstip": Zegswijze(
        "C-0107", "{naam} is geen tijdstip.", 'Schrijf "uu:mm" tussen aanhalingstekens.'
    ),
    "geen_https": Zegswijze(
        "C-0108",
        "{naam} is geen https-adres.",
        "Alleen https:// is toegestaan, zonder gebruikersnaam in het adres.",
    ),
    "literal_error": Zegswijze(
        "C-0110", "{naam} heeft een waarde die hier niet kan.", "Kies: {keuze}."
    ),
    "union_tag_invalid": Zegswijze("C-0110", "{naam} bestaat niet.", "Kies: {keuze}."),
    "union_tag_not_found": Zegswijze(
        "C-0103", "Verplicht veld ontbreekt: {naam}.", "Voeg de regel toe."
    ),
    "hostpoort": Zegswijze(
        "C-0111", "{naam} is geen adres met poort.", "Schrijf naam:poort, zonder https://."
    ),
    "email": Zegswijze("C-0119", "{naam} is geen e-mailadres.", "Schrijf naam@domein."),
    "grootboek": Zegswijze(
        "C-0120", "{naam} is geen adres van een grootboek.", "Schrijf sqlite:///pad."
    ),
    "leeg": Zegswijze("C-0121", "{naam} is leeg.", "Vul het in."),
}
_OTHER = Zegswijze("C-0109", "{naam} heeft een verkeerde waarde.", "Kijk in het handboek.")
#: Errors that are about a key, not about a value.
_OF_KEYS = frozenset({"extra_forbidden", "missing", "union_tag_not_found"})
_OF_KIND = frozenset({"union_tag_invalid", "union_tag_not_found"})


def read_block(file: Path, shape: type[Block], shown: str) -> tuple[Block, Boom]:
    """Read a file into its shape; `shown` is how messages name the file.

    Raises ConfigProblem with every problem at once, each at file:line:column.
    """
    boom = lees(file, shown)
    try:
        return shape.model_validate(boom.waarden), boom
    except ValidationError as wrong:
        details = wrong.errors(include_url=False, include_input=False)
        problems = [_problem(error, boom, shape) for error in details]
    raise ConfigProblem(*problems)


def _problem(error: ErrorDetails, boom: Boom, shape: type[BaseModel]) -> Problem:
    kind = error["type"]
    path = _in_file(error["loc"], boom.waarden)
    if kind in _OF_KIND:
        path = (*path, "soort")
    saying = _SAYINGS.get(kind, _OTHER)
    words = {
        "naam": naam(path),
        "keuze": _choice(error.get("ctx", {})),
        "voorstel": _suggestion(path, shape),
    }
    where = boom.bij_sleutel(*path) if kind in _OF_KEYS else boom.bij(*path)
    wat, doe = saying.wat.format(**words), saying.doe.format(**words)
    return Problem(saying.code, wat, where, NIET_GESTART, doe)


def _choice(ctx: Mapping[str, Any]) -> str:
    told = str(ctx.get("expected") or ctx.get("expected_tags", "een van de beschreven soorten"))
    return told.replace(" or ", " of ").replace("'", "")


def _in_file(loc: tuple[int | str, ...], values: Any) -> Pad:
    """Drop the parts that pydantic adds for unions and keys: they are not in the file."""
    kept: list[int | str] = []
    node, entered = values, False
    for part in loc:
        if part == "[key]" or (entered and _is_kind(node, part)):
            entered = False
            continue
        kept.append(part)
        node, entered = _step(node, part), True
    return tuple(kept)


def _is_kind(node: Any, part: int | str) -> bool:
    """Tell whether a part is the `soort` of the block just entered: the union's, not the file's."""
    return isinstance(node, Mapping) and node.get("soort") == part


def _step(node: Any, part: int | str) -> Any:
    if isinstance(node, Mapping):
        return node.get(part)
    if isinstance(node, tuple) and isinstance(part, int) and part < len(node):
        return node[part]
    return None


def _suggestion(path: Pad, shape: type[BaseModel]) -> str:
    wrong = str(path[-1]) if path else ""
    near = difflib.get_close_matches(wrong, sorted(_all_names(shape)), n=1, cutoff=0.6)
    return f"Bedoelde u {near[0]}?" if near else "Haal de regel weg of kijk in het handboek."


def _all_names(shape: type[BaseModel]) -> set[str]:
    schema = shape.model_json_schema()
    blocks = [schema, *schema.get("$defs", {}).values()]
    return {name for block in blocks for name in block.get("properties", {})}
