"""Explaining one record: regresbrug/uitleg/1, published in docs/schema/."""

from pipeline.explanation.coarse import vergrof, volledig
from pipeline.explanation.published import explanation_schema
from pipeline.explanation.search import Kiest, met_referentie, op_plaats, zoek

__all__ = [
    "Kiest",
    "explanation_schema",
    "met_referentie",
    "op_plaats",
    "vergrof",
    "volledig",
    "zoek",
]
