"""How a mapping says that its source looks; connectors read by it, and know nothing of mappings."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Protocol

from regres.tonen import toonbaar
from regres.waarde import dataclass


def kolomnaam(text: str) -> str:
    """Give a column name as it is compared: NFC, and any white space in it counts as one space.

    Exports pad their headers and break long names over two lines; nobody sees that in a mapping.
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


_CIJFERS = re.compile(r"[0-9]{3}")


def lijkt_naam(text: str) -> bool:
    """Tell whether a column name that nobody wrote down yet may be shown.

    A header line may hold a cell of a person where a name belongs. A name of a column begins with a
    letter and counts with one or two digits; a BSN, a date, a postcode, a mail address does not.
    """
    return text[:1].isalpha() and "@" not in text and not _CIJFERS.search(text)


_GEWOON = re.compile(r"\A[^\W\d_][\w ./()+-]*\Z")
_YAML_WOORDEN = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def yaml_tekst(text: str) -> str:
    """Write a text as a mapping file wants it: in quotes where YAML would read something else."""
    if toonbaar(text) != text:
        # Only in double quotes can YAML say a sign that nobody sees.
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{toonbaar(quoted)}"'
    if _GEWOON.match(text) and text.casefold() not in _YAML_WOORDEN and text == text.strip():
        return text
    return "'" + text.replace("'", "''") + "'"


class Kolomkennis(Protocol):
    """What a mapping knows of its columns; asked when a header is not as it was."""

    def zegt_iets(self, adres: str) -> bool:
        """Tell whether not every text would do for this column."""
        ...

    def past(self, adres: str, tekst: str) -> bool:
        """Tell whether a text can be read as this column's."""
        ...

    def regels(self, kolom: str, naam: str) -> tuple[str, ...]:
        """Give the lines of the mapping that change when a column is called `naam` now."""
        ...


@dataclass(frozen=True, slots=True)
class CsvLayout:
    """The dialect of an export. Nothing of it is ever guessed while reading.

    codering        Python codec name: "utf-8", "cp1252", "cp850", "iso8859-15"; strict; a UTF-8 BOM
                    is taken off only for utf-8
    kolommen        the columns the mapping uses, as `kolomnaam` makes them of header cells
    alle_kolommen   the whole header in order when the mapping pins it; () = only `kolommen` count
    nummers         a column of which the name stands there more than once -> (name, which of them,
                    from 1); every other column stands there once
    optioneel       those of `kolommen` that may be absent; they are empty then
    aanloop         physical lines before the header
    aanloop_zoeken  the header stands after at most `aanloop` lines, not after exactly so many
    trailer         a last line: its cell in `trailer_kolom` equals this; "" = none
    trailer_kolom   "" = the first cell
    kennis          what the mapping knows of its columns; None = nothing
    trailer_aantal  the column of the last line that holds the number of data rows; "" = the second
                    cell; None = it tells no number
    """

    kolommen: tuple[str, ...]
    alle_kolommen: tuple[str, ...] = ()
    nummers: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    optioneel: frozenset[str] = frozenset()
    aanloop: int = 0
    aanloop_zoeken: bool = False
    codering: str = "utf-8"
    scheidingsteken: str = ";"
    aanhalingsteken: str = '"'
    escapeteken: str = ""
    trailer: str = ""
    trailer_kolom: str = ""
    trailer_aantal: str | None = ""
    kennis: Kolomkennis | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class XmlLayout:
    """Which places of one XML object the mapping uses.

    namespaces   prefix -> URI, for the XPaths
    adressen     address as the mapping names it -> XPath 1.0 relative to the object element; an
                 address may hold several XPaths (aliases), the first that exists counts
    altijd       the addresses that are read of every object, each by itself; () = nobody knows
    """

    namespaces: Mapping[str, str] = field(default_factory=dict)
    adressen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    altijd: tuple[str, ...] = ()


class Levering(StrEnum):
    """What one read of a source holds."""

    VOLLEDIG = "volledig"
    DELTA = "delta"
