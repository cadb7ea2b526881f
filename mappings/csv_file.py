"""`bestand:`: the dialect of a CSV export."""

import codecs
import csv
import re
from contextlib import suppress
from dataclasses import replace

from mappings.complaints import bedoelt, suggest
from mappings.document import Blok, Lijst, Node, Tekst
from mappings.tekens import tekens
from mappings.workbench import Werkbank
from regres import CsvLayout
from regres.berichten import zin
from regres.layouts import kolomnaam

#: Encodings a mapping may name; nothing is ever guessed.
CODERINGEN = (
    *("utf-8", "cp1252", "cp850", "iso8859-1", "iso8859-15"),
    *("ascii", "cp437", "cp858", "cp1250", "mac-roman"),
)
#: What Windows and suppliers call them.
_OOK_GENOEMD = {"ansi": "cp1252", "dos": "cp850", "oem": "cp850", "utf-8-sig": "utf-8"}
BESTAND = (
    "codering",
    "scheidingsteken",
    "aanhalingsteken",
    "escapeteken",
    "aanloop",
    "trailer",
    "kolommen",
    "kopregel",
)
KOLOMMEN = ("streng", "los")
TRAILER = ("woord", "kolom", "aantal")
#: Lines that may stand before the header.
LANGSTE_AANLOOP = 100

_GETAL = re.compile(r"\A[0-9]{1,3}\Z", re.ASCII)


def compile_csv(blok: Blok, werk: Werkbank) -> CsvLayout:
    """Compile `bestand:`; the columns in use are added at the end."""
    node = blok.delen.get("bestand")
    own = werk.blok(node, "`bestand:`") if node else None
    if own is None:
        if node is None:
            werk.meld("M-0006", blok.plek, blok=zin("de_mapping"), sleutel="bestand")
        return CsvLayout(())
    werk.bekend(own, BESTAND, "`bestand:`")
    werk.verplicht(own, ("codering", "scheidingsteken"), "`bestand:`")
    codering = keuze_codering(own.delen["codering"], werk) if "codering" in own.delen else None
    complained = len(werk.klachten.gevonden)
    signs = tekens(own, werk)
    # By a separator that is wrong the header is one long name, and every column would seem unknown.
    cut = "scheidingsteken" in own.delen and len(werk.klachten.gevonden) == complained
    header = own.delen.get("kopregel") if cut else None
    werk.kopregel = _kopregel(header, signs["scheidingsteken"], signs["aanhalingsteken"], werk)
    strict = _keuze(own, "kolommen", KOLOMMEN, "los", werk) == "streng"
    if strict and "kopregel" not in own.delen:
        werk.meld("M-0006", own.plek, "streng")
    layout = CsvLayout(
        (),
        alle_kolommen=werk.kopregel if strict else (),
        codering=codering or "utf-8",
        scheidingsteken=signs["scheidingsteken"],
        aanhalingsteken=signs["aanhalingsteken"],
        escapeteken=signs["escapeteken"],
    )
    return _trailer(
        own.delen.get("trailer"), _aanloop(own.delen.get("aanloop"), layout, werk), werk
    )


def _aanloop(node: Node | None, layout: CsvLayout, werk: Werkbank) -> CsvLayout:
    """Read `aanloop: 3`, or `aanloop: {hoogstens: 10}`."""
    if node is None:
        return layout
    search = isinstance(node, Blok)
    if isinstance(node, Blok):
        werk.bekend(node, ("hoogstens",), "`aanloop:`")
        werk.verplicht(node, ("hoogstens",), "`aanloop:`")
        node = node.delen.get("hoogstens", Tekst("0", node.plek))
    text = node.waarde if isinstance(node, Tekst) else ""
    if not _GETAL.match(text) or int(text) > LANGSTE_AANLOOP:
        werk.meld("M-0028", node.plek, "aanloop", langst=LANGSTE_AANLOOP)
        return layout
    return replace(layout, aanloop=int(text), aanloop_zoeken=search)


def _trailer(node: Node | None, layout: CsvLayout, werk: Werkbank) -> CsvLayout:
    """Read `trailer: TOTAAL`, or a block that says in which columns the word and number stand."""
    if node is None:
        return layout
    if not isinstance(node, Blok):
        return replace(layout, trailer=werk.tekst(node, "`trailer:`") or "")
    werk.bekend(node, TRAILER, "`trailer:`")
    werk.verplicht(node, ("woord",), "`trailer:`")
    parts = {key: werk.tekst(part, f"`{key}:`") for key, part in node.delen.items()}
    columns = {key: kolomnaam(parts[key] or "") for key in ("kolom", "aantal") if key in parts}
    for key, name in columns.items():
        if werk.kopregel and name not in werk.kopregel:
            werk.meld("M-0018", node.delen[key].plek, kolom=name)
    return replace(
        layout,
        trailer=parts.get("woord") or "",
        trailer_kolom=columns.get("kolom", ""),
        trailer_aantal=columns.get("aantal"),
    )


def keuze_codering(node: Node, werk: Werkbank) -> str | None:
    """Take an encoding of the list; one of another name (windows-1252, latin1) is told its own.

    Not taken by that name: one word for one thing, in every mapping.
    """
    text = werk.tekst(node, "`codering:`")
    if text is None or text in CODERINGEN:
        return text
    name = _OOK_GENOEMD.get(text.casefold(), text)
    with suppress(LookupError, ValueError):
        name = codecs.lookup(name).name
    name = _OOK_GENOEMD.get(name, name)
    meant = bedoelt(name) if name in CODERINGEN else suggest(text, CODERINGEN)
    werk.meld("M-0010", node.plek, blok="`codering:`", woord=text, voorstel=meant)
    return None


def _keuze(own: Blok, key: str, words: tuple[str, ...], default: str, werk: Werkbank) -> str:
    if key not in own.delen:
        return default
    return werk.keuze(own.delen[key], f"`{key}:`", words) or default


def _kopregel(node: Node | None, separator: str, quote: str, werk: Werkbank) -> tuple[str, ...]:
    """Read the header: a list of names, or the first line of the file as it is."""
    if node is None:
        return ()
    if isinstance(node, Lijst):
        return tuple(kolomnaam(text) for text, _ in werk.teksten(node, "`kopregel:`"))
    line = werk.tekst(node, "`kopregel:`")
    if line is None:
        return ()
    if not quote:
        return tuple(map(kolomnaam, line.split(separator)))
    try:
        cells = next(csv.reader([line], delimiter=separator, quotechar=quote, strict=True))
        return tuple(map(kolomnaam, cells))
    except (csv.Error, StopIteration):
        werk.meld("M-0022", node.plek, "kopregel")
        return ()
