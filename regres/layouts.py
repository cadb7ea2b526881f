"""How a mapping says that its source looks; connectors read by it, and know nothing of mappings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class CsvLayout:
    """The dialect of an export. Nothing of it is ever guessed while reading.

    codering        Python codec name: "utf-8", "cp1252", "cp850", "iso8859-15"; strict; a UTF-8 BOM
                    is taken off only for utf-8
    kolommen        header cells the mapping uses, exactly as they stand in the file
    alle_kolommen   the whole header in order when the mapping pins it; () = only `kolommen` count
    trailer         a last line that counts: its first cell equals this, its second cell holds the
                    number of data rows; "" = none
    """

    kolommen: tuple[str, ...]
    alle_kolommen: tuple[str, ...] = ()
    codering: str = "utf-8"
    scheidingsteken: str = ";"
    aanhalingsteken: str = '"'
    escapeteken: str = ""
    trailer: str = ""


@dataclass(frozen=True, slots=True)
class XmlLayout:
    """Which places of one XML object the mapping uses.

    namespaces   prefix -> URI, for the XPaths
    adressen     address as the mapping names it -> XPath 1.0 relative to the object element; an
                 address may hold several XPaths (aliases), the first that exists counts
    """

    namespaces: Mapping[str, str] = field(default_factory=dict)
    adressen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Levering(StrEnum):
    """What one read of a source holds."""

    VOLLEDIG = "volledig"
    DELTA = "delta"
