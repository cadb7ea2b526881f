"""`schema`: the published shapes, for editors and for the other side."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from console.tell import put


class Schema(StrEnum):
    """What a schema can be shown of."""

    MELDING = "melding"
    INTREKKING = "intrekking"
    MAPPING = "mapping"
    GEMEENTE = "gemeente"
    CONFIG = "config"
    UITLEG = "uitleg"
    AVG = "avg"


def schema(
    wat: Annotated[Schema, typer.Argument(help="Waarvan.")] = Schema.MELDING,
) -> int:
    """Toon een JSON Schema (2020-12): van melding, mapping, configuratie, uitleg of AVG-verslag."""
    put(json.dumps(_schema(wat), ensure_ascii=False, indent=2))
    return 0


def _schema(wat: Schema) -> object:
    match wat:
        case Schema.MELDING | Schema.INTREKKING:
            from regres import schema as canonical

            return canonical.schema(wat.value)
        case Schema.MAPPING:
            import mappings

            return mappings.schema()
        case Schema.GEMEENTE:
            from settings.shapes import GemeenteBlok

            return _published(GemeenteBlok.model_json_schema())
        case Schema.CONFIG:
            from settings.shapes import Dienst

            return _published(Dienst.model_json_schema())
        case Schema.UITLEG:
            from pipeline.explanation.published import explanation_schema

            return explanation_schema()
        case Schema.AVG:
            from console.avg.schema import avg_schema

            return avg_schema()


def _published(schema: dict[str, object]) -> dict[str, object]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
