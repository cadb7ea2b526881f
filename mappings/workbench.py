"""What is at hand while a mapping is compiled: complaints, places of the source, defaults."""

from collections.abc import Collection
from dataclasses import dataclass, field

from mappings.complaints import Klachten, Plek, suggest
from mappings.document import Blok, Lijst, Node, Tekst
from regres.berichten import Zin


@dataclass(slots=True)
class Werkbank:
    """The state of one compilation.

    soort       "csv" or "xml"
    kopregel    the header cells in order, when the mapping gives them
    standaard   `standaard:` of the mapping: transforms and empty words for fields without their own
    adressen    every address that was compiled -> its XPaths (csv: no XPaths)
    mislukt     fields that are written but could not be compiled; what names them is not at fault
    nummers     address of a numbered column -> (its name, which of them)
    kolommen    address of a column -> the column it stands for, so that no two share one
    nodig       columns that may not be absent
    bekeken     addresses that a condition looks at
    gewoon      addresses that feed a field without personal data
    tabellen    file name of a value table -> sha256 of its bytes
    """

    klachten: Klachten
    soort: str = "csv"
    kopregel: tuple[str, ...] = ()
    namespaces: dict[str, str] = field(default_factory=dict)
    standaard: dict[str, Node] = field(default_factory=dict)
    adressen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    gevoelig: dict[str, str] = field(default_factory=dict)
    mislukt: set[str] = field(default_factory=set)
    nummers: dict[str, tuple[str, int]] = field(default_factory=dict)
    kolommen: dict[str, tuple[str, int]] = field(default_factory=dict)
    nodig: set[str] = field(default_factory=set)
    bekeken: set[str] = field(default_factory=set)
    gewoon: set[str] = field(default_factory=set)
    tabellen: dict[str, str] = field(default_factory=dict)

    def meld(self, code: str, plek: Plek, geval: str = "", /, **woorden: object) -> None:
        """Note a problem."""
        self.klachten.meld(code, plek, geval, **woorden)

    def blok(self, node: Node, wat: str | Zin) -> Blok | None:
        """Take a block, or complain."""
        if isinstance(node, Blok):
            return node
        self.meld("M-0008", node.plek, "blok", wat=wat)
        return None

    def tekst(self, node: Node, wat: str | Zin) -> str | None:
        """Take a text that is not empty, or complain."""
        if isinstance(node, Tekst) and node.waarde:
            return node.waarde
        self.meld("M-0008", node.plek, "tekst", wat=wat)
        return None

    def tekst_of_leeg(self, node: Node, wat: str | Zin) -> str | None:
        """Take a text that may be empty, or complain."""
        if isinstance(node, Tekst):
            return node.waarde
        self.meld("M-0008", node.plek, "tekst", wat=wat)
        return None

    def teksten(self, node: Node, wat: str | Zin) -> tuple[tuple[str, Plek], ...]:
        """Take one text or a list of texts, each with its place; "" may be among them in quotes."""
        if isinstance(node, Blok) or (isinstance(node, Lijst) and not node.delen):
            self.meld("M-0008", node.plek, "teksten", wat=wat)
            return ()
        parts = node.delen if isinstance(node, Lijst) else (node,)
        found = []
        for part in parts:
            if isinstance(part, Tekst):
                found.append((part.waarde, part.plek))
            else:
                self.meld("M-0008", part.plek, "alleen_teksten", wat=wat)
        return tuple(found)

    def keuze(self, node: Node, wat: str | Zin, woorden: Collection[str]) -> str | None:
        """Take a word of a closed list, or complain with the nearest one."""
        text = self.tekst(node, wat)
        if text is None or text in woorden:
            return text
        self.meld("M-0010", node.plek, blok=wat, woord=text, voorstel=suggest(text, woorden))
        return None

    def bekend(self, blok: Blok, woorden: Collection[str], wat: str | Zin) -> None:
        """Complain about every key that is not in a closed list."""
        for key, place in blok.sleutels.items():
            if key not in woorden:
                self.meld("M-0005", place, blok=wat, sleutel=key, voorstel=suggest(key, woorden))

    def verplicht(self, blok: Blok, woorden: Collection[str], wat: str | Zin) -> None:
        """Complain about every key that is missing."""
        for word in woorden:
            if word not in blok.delen:
                self.meld("M-0006", blok.plek, blok=wat, sleutel=word)
