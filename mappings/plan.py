"""A mapping, compiled once: what to read of a record, and what it means."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mappings.outcome import Mapped, Peek, Unmappable
from regres import CsvLayout, Flag, Levering, SourceRecord, XmlLayout


@dataclass(frozen=True, slots=True)
class Plan:
    """One municipality's mapping.

    merk      sha256 in hex of the effective mapping: comments, order of keys and the words of
              `naam` and `waarom` do not change it
    soort     "csv" or "xml"
    gevoelig  column or address -> the personal field it feeds; no message or page shows its values
    """

    naam: str
    merk: str
    soort: str
    layout: CsvLayout | XmlLayout
    sleutelruimte: str
    levering: Levering
    gevoelig: Mapping[str, str]

    def peek(self, record: SourceRecord) -> Peek | Unmappable:
        """Read key, signals, status and client only."""
        raise NotImplementedError

    def feiten(
        self, record: SourceRecord, flag: Flag, vandaag: date, *, bsn: bool = False
    ) -> Mapped | Unmappable:
        """Read everything; the BSN only when asked for (a legal ground is in the config)."""
        raise NotImplementedError
