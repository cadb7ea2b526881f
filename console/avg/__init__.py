"""The AVG report of one municipality: what the running configuration and the ledger prove."""

from console.avg.maken import AvgVerslag, maak
from console.avg.schema import BESTAND, SCHEMA, avg_schema, avg_schema_text

__all__ = ["BESTAND", "SCHEMA", "AvgVerslag", "avg_schema", "avg_schema_text", "maak"]
