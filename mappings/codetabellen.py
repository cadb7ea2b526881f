"""`tabel:`: a value table that lies in a CSV file beside the mapping.

It becomes the same block that `waarden:` is, with places in the CSV file, so that whatever is wrong
with one of its words is told by the same checks at its own line.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

from mappings.complaints import Plek, suggest
from mappings.csv_file import CODERINGEN, keuze_codering
from mappings.document import Blok, Node, Tekst
from mappings.tables import fold
from mappings.tekens import tekens
from mappings.workbench import Werkbank
from regres.layouts import kolomnaam
from regres.waarde import dataclass

TABEL = ("bestand", "codering", "scheidingsteken", "van", "naar", "soort")
#: Bytes of one table: the longest code lists of a registration are a hundredth of this.
GROOTST = 2 * 1024 * 1024

_NAAM = re.compile(r"\A[A-Za-z0-9][A-Za-z0-9 ._-]{0,80}\.csv\Z", re.ASCII)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class _Vorm:
    """How a table is written; an empty column name means the first, or the second, column."""

    naam: str
    codering: str = "utf-8"
    teken: str = ";"
    van: str = ""
    naar: str = ""
    soort: str = ""


@dataclass(frozen=True, slots=True)
class _Rij:
    regel: int
    cellen: list[str]


def met_tabel(waarden: Node | None, tabel: Node | None, werk: Werkbank) -> Node | None:
    """Give `waarden:` laid over `tabel:`; None after a complaint, or when there is neither."""
    if tabel is None:
        return waarden
    table = _lees(tabel, werk)
    if table is None or waarden is None:
        return table
    own = werk.blok(waarden, "`waarden:`")
    if own is None:
        return None
    known = {fold(text) for text in own.delen}
    kept = {text: node for text, node in table.delen.items() if fold(text) not in known}
    return Blok(kept | own.delen, table.sleutels | own.sleutels, own.plek)


def _lees(node: Node, werk: Werkbank) -> Blok | None:
    shape = _shape(node, werk)
    text = None if shape is None else _text(shape, node.plek, werk)
    if shape is None or text is None:
        return None
    rows = _rows(shape, text, node.plek, werk)
    return None if rows is None else _blok(shape, rows, node.plek, werk)


def _shape(node: Node, werk: Werkbank) -> _Vorm | None:
    if isinstance(node, Tekst):
        return _named(_Vorm(node.waarde), node.plek, werk)
    blok = werk.blok(node, "`tabel:`")
    if blok is None:
        return None
    werk.bekend(blok, TABEL, "`tabel:`")
    werk.verplicht(blok, ("bestand", "codering", "scheidingsteken"), "`tabel:`")
    if {"van", "naar"} & set(blok.delen):
        werk.verplicht(blok, ("van", "naar"), "`tabel:`")
    words = {key: werk.tekst(part, f"`{key}:`") for key, part in blok.delen.items() if key in TABEL}
    if "codering" in blok.delen:
        keuze_codering(blok.delen["codering"], werk)
    complained = len(werk.klachten.gevonden)
    sign = tekens(blok, werk)["scheidingsteken"]
    wrong = len(werk.klachten.gevonden) > complained
    if None in words.values() or words.get("codering") not in CODERINGEN or wrong:
        return None
    columns = {key: kolomnaam(words.get(key) or "") for key in ("van", "naar", "soort")}
    shape = _Vorm(words.get("bestand") or "", words["codering"] or "", sign, **columns)
    return _named(shape, blok.plek, werk)


def _named(shape: _Vorm, place: Plek, werk: Werkbank) -> _Vorm | None:
    if _NAAM.match(shape.naam):
        return shape
    werk.meld("M-0026", place)
    return None


def _text(shape: _Vorm, place: Plek, werk: Werkbank) -> str | None:
    """Read the file that lies beside the file in which the table is named."""
    path = werk.klachten.naast(place, shape.naam)
    try:
        # A pipe or a device has no size, and reading it need not end.
        if not path.is_file():
            raise FileNotFoundError
        data = path.read_bytes() if path.stat().st_size <= GROOTST else None
    except OSError:
        werk.meld("M-0026", place, "weg", bestand=shape.naam)
        return None
    if data is None:
        werk.meld("M-0026", place, "groot", bestand=shape.naam)
        return None
    werk.tabellen[shape.naam] = hashlib.sha256(data).hexdigest()
    codec = "utf-8-sig" if shape.codering == "utf-8" else shape.codering
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as wrong:
        line = data[: wrong.start].count(b"\n") + 1
        where = Plek(_getoond(shape, place), line, 1)
        werk.meld("M-0027", where, "codering", codering=shape.codering)
        return None
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        werk.meld("M-0027", Plek(_getoond(shape, place), line, 1), "stuurteken")
        return None
    return text


def _getoond(shape: _Vorm, place: Plek) -> str:
    """Name the table as places do: beside the mapping, as that is named."""
    return (Path(place.bestand).parent / shape.naam).as_posix()


def _rows(shape: _Vorm, text: str, place: Plek, werk: Werkbank) -> list[_Rij] | None:
    file = _getoond(shape, place)
    rows: list[_Rij] = []
    try:
        for row in _cut(shape, text):
            if row.cellen:
                rows.append(row)
            if rows and len(row.cellen) not in (0, len(rows[0].cellen)):
                words = {"cellen": len(row.cellen), "kop": len(rows[0].cellen)}
                werk.meld("M-0027", Plek(file, row.regel, 1), "cellen", **words)
                return None
    except csv.Error:
        last = rows[-1].regel + 1 if rows else 1
        werk.meld("M-0027", Plek(file, last, 1), "aanhaling")
        return None
    if len(rows) < 2 or len(rows[0].cellen) < 2:
        werk.meld("M-0027", Plek(file, 1, 1), "klein")
        return None
    return rows


def _cut(shape: _Vorm, text: str) -> Iterator[_Rij]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=shape.teken, strict=True)
    line = 1
    for cells in reader:
        yield _Rij(line, cells)
        line = reader.line_num + 1


def _blok(shape: _Vorm, rows: list[_Rij], place: Plek, werk: Werkbank) -> Blok | None:
    file = _getoond(shape, place)
    names = [kolomnaam(cell) for cell in rows[0].cellen]
    wanted = (shape.van or names[0], shape.naar or names[1], shape.soort)
    for name in wanted:
        if name and names.count(name) != 1:
            case = "dubbel" if name in names else "ontbreekt"
            where, meant = Plek(file, 1, 1), suggest(name, names)
            werk.meld("M-0027", where, case, kolom=name, voorstel=meant)
            return None
    source, target, kind = (names.index(name) if name else None for name in wanted)
    if source is None or target is None:
        return None
    found = Blok({}, {}, Plek(file, 1, 1))
    for row in rows[1:]:
        key, where = row.cellen[source].strip(), Plek(file, row.regel, source + 1)
        if key in found.delen:
            werk.meld("M-0020", where, "twee_keer")
            continue
        found.sleutels[key] = where
        found.delen[key] = _target(row, target, kind, file)
    return found


def _target(row: _Rij, target: int, kind: int | None, file: str) -> Node:
    word = Tekst(row.cellen[target].strip(), Plek(file, row.regel, target + 1))
    if kind is None or not row.cellen[kind].strip():
        return word
    sort = Tekst(row.cellen[kind].strip(), Plek(file, row.regel, kind + 1))
    return Blok(
        {"ongeval": word, "soort": sort}, {"ongeval": word.plek, "soort": sort.plek}, word.plek
    )
