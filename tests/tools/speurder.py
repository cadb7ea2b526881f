"""Looking for what must not be anywhere: a value, however it was written, wrapped or hashed."""

import hashlib
import re
import shutil
import sqlite3
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import ahocorasick

from tests.tools.lagen import UITPAKKERS, lagen
from tests.tools.sporen import gezegd_door, keten_van

#: Shorter values are found by chance in any long text.
KORTSTE = 6
#: From here on a value is found inside other signs too; a shorter one must stand by itself.
LOS = 8
#: So many bytes of a hash are enough to know it by, also when it was cut off.
KORTE_HASH = 8
HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b")
CODERINGEN = ("utf-8", "cp1252", "utf-16-le", "utf-16-be")

#: A value, and how it was found: the road to it and how it was written there.
Vondst = tuple[str, str]


@dataclass
class Totalen:
    """How much was looked through; kept so that it can be told."""

    waarden: int = 0
    naalden: int = 0
    hashes: int = 0
    stukken: Counter[str] = field(default_factory=Counter)
    bytes: Counter[str] = field(default_factory=Counter)
    uitgepakt: int = 0

    def als_json(self) -> dict[str, object]:
        """Give the totals as JSON holds them."""
        return {
            "waarden": self.waarden,
            "naalden": self.naalden,
            "hashes": self.hashes,
            "soorten_hash": list(HASHES),
            "uitpakkers": list(UITPAKKERS),
            "stukken": dict(sorted(self.stukken.items())),
            "bytes": dict(sorted(self.bytes.items())),
            "bytes_samen": self.bytes.total(),
            "bytes_met_uitgepakt": self.uitgepakt,
        }


class Speurder:
    """Finds values in bytes, texts, exceptions, files and databases.

    Every piece is looked at once: the same bytes again, such as a page of a database that did not
    change, add nothing.
    """

    def __init__(self, waarden: Iterable[str]) -> None:
        self.waarden = sorted({value for value in waarden if len(value) >= KORTSTE})
        self.totalen = Totalen(waarden=len(self.waarden))
        self._known: dict[bytes, frozenset[Vondst]] = {}

    @cached_property
    def _machine(self) -> ahocorasick.Automaton:
        machine = ahocorasick.Automaton()
        needles: dict[bytes, dict[str, tuple[str, str, bool]]] = {}
        for value in self.waarden:
            for form, needle, alone in naalden(value):
                needles.setdefault(needle, {}).setdefault(value, (value, form, alone))
        for needle, found in needles.items():
            # The machine knows texts only: a byte is a sign of latin-1.
            machine.add_word(needle.decode("latin-1"), (len(needle), tuple(found.values())))
        machine.make_automaton()
        self.totalen.naalden = len(needles)
        return machine

    @cached_property
    def _hashes(self) -> dict[int, set[Vondst]]:
        """Give the first eight bytes of every hash as a number, with whose it is."""
        found: dict[int, set[Vondst]] = {}
        for value in self.waarden:
            for form, digest in gehasht(value):
                number = int.from_bytes(digest[:KORTE_HASH], sys.byteorder)
                found.setdefault(number, set()).add((value, form))
        self.totalen.hashes = len(found)
        return found

    def in_bytes(self, data: bytes, medium: str = "bytes") -> set[Vondst]:
        """Look through bytes, and through all that is wrapped in them."""
        self.totalen.stukken[medium] += 1
        self.totalen.bytes[medium] += len(data)
        mark = hashlib.blake2b(data, digest_size=16).digest()
        if mark not in self._known:
            self._known[mark] = frozenset(self._in_lagen(data))
        return set(self._known[mark])

    def in_tekst(self, text: str, medium: str = "tekst") -> set[Vondst]:
        """Look through a text."""
        return self.in_bytes(text.encode("utf-8", "backslashreplace"), medium)

    def in_fout(self, wrong: BaseException) -> set[Vondst]:
        """Look through an exception: all that it says, and all that it came from."""
        said = (text for part in keten_van(wrong) for text in gezegd_door(part))
        return self.in_tekst("\n".join(said), "uitzonderingen")

    def in_bestand(self, path: Path) -> dict[str, set[Vondst]]:
        """Look through a file, its name, and, when it is SQLite's, every cell of every table.

        Gives what was found by where: in its name, its cells, or its bytes (by what it is).
        """
        data = path.read_bytes()
        medium = medium_van(path)
        database = data.startswith(b"SQLite format 3\0")
        pages = database or medium == "wal"
        found = {
            "namen": self.in_tekst(str(path), "namen"),
            medium: self._in_bladen(data, medium) if pages else self.in_bytes(data, medium),
        }
        if database:
            found["cellen"] = self.in_bytes(b"\n".join(cellen(path)), "cellen")
        return {place: hits for place, hits in found.items() if hits}

    def _in_bladen(self, data: bytes, medium: str) -> set[Vondst]:
        """Look through the pages that are new, freed ones too, and over the edges between them."""
        size = 4096
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
        marks = [hashlib.blake2b(piece, digest_size=16).digest() for piece in pieces]
        new = [mark not in self._known for mark in marks]
        self.totalen.bytes[medium] += len(data) - size * sum(new)
        hits: set[Vondst] = set()
        at = 0
        while at < len(pieces):
            end = at
            while end < len(pieces) and new[end]:
                end += 1
            if end > at:
                before = pieces[at - 1][-256:] if at else b""
                after = pieces[end][:256] if end < len(pieces) else b""
                hits |= self.in_bytes(before + b"".join(pieces[at:end]) + after, medium)
            at = max(end, at + 1)
        if not hits:
            self._known |= dict.fromkeys(marks, frozenset())
        return hits

    def _in_lagen(self, data: bytes) -> Iterator[Vondst]:
        for road, piece in lagen(data):
            self.totalen.uitgepakt += len(piece)
            text = piece.decode("latin-1")
            for last, (length, found) in self._machine.iter(text):
                for value, form, alone in found:
                    if not alone or _stands_alone(text, last - length + 1, last + 1):
                        yield value, f"{road} > {form}" if road else form
            for value, form in self._hashes_in(piece):
                yield value, f"{road} > {form}" if road else form

    def _hashes_in(self, data: bytes) -> Iterator[Vondst]:
        """Read the bytes as numbers of eight bytes, beginning at each of eight places."""
        for start in range(KORTE_HASH):
            end = len(data) - (len(data) - start) % KORTE_HASH
            numbers = memoryview(data)[start:end].cast("Q")
            if not self._hashes.keys().isdisjoint(numbers):
                for number in self._hashes.keys() & set(numbers):
                    yield from self._hashes[number]


def _stands_alone(text: str, start: int, end: int) -> bool:
    beside = text[max(start - 1, 0) : start] + text[end : end + 1]
    return not any(sign.isascii() and sign.isalnum() for sign in beside)


# -- how a value may be written --------------------------------------------------------------------

_KORTE_DAG = re.compile(r"[0-9]{2}([-/.])[0-9]{2}\1[0-9]{2}", re.ASCII)


def naalden(waarde: str) -> Iterator[tuple[str, bytes, bool]]:
    """Give how a value may lie in bytes: its name, the bytes, and whether it must stand alone.

    Short values and bare numbers must: six signs come about by chance in a megabyte of base64, and
    nine digits in a megabyte of hex. So must a day with two digits for its year: 31-08-15 is in the
    day 2031-08-15 of anybody.
    """
    for name, text in schrijfwijzen(waarde).items():
        for coding in CODERINGEN:
            needle = text.encode(coding, "replace")
            if b"?" in needle and "?" not in text:
                continue
            wide = coding.startswith("utf-16")
            number = text.isdecimal() and len(text) < 12
            alone = not wide and (len(needle) < LOS or number or bool(_KORTE_DAG.fullmatch(text)))
            yield f"{name}/{coding}", needle, alone
        # UTF-8 that was read as cp1252 and written as UTF-8 again.
        twice = text.encode().decode("latin-1").encode()
        yield f"{name}/twee keer utf-8", twice, len(twice) < LOS or text.isdecimal()


def schrijfwijzen(waarde: str) -> dict[str, str]:
    """Give a value as it is, and as programs write it anew to compare it."""
    folded = unicodedata.normalize("NFKD", waarde).encode("ascii", "ignore").decode()
    bare = "".join(sign for sign in folded if sign.isalnum())
    forms = {
        "zo": waarde,
        "kleine letters": waarde.lower(),
        "hoofdletters": waarde.upper(),
        "losse accenten": unicodedata.normalize("NFD", waarde),
        "zonder accenten": folded,
        "zonder accenten, klein": folded.lower(),
        "plus voor spatie": waarde.replace(" ", "+"),
        "zonder tekens": bare,
        "zonder tekens, klein": bare.lower(),
    }
    # Without its signs an amount is a short number, that any file holds by chance.
    return {
        name: text
        for name, text in forms.items()
        if len(text) >= LOS or (len(text) >= KORTSTE and (text == waarde or not text.isdecimal()))
    }


def gehasht(waarde: str) -> Iterator[tuple[str, bytes]]:
    """Give every unsalted hash of a value; hex and base64 are unwrapped before it is looked for."""
    for name, text in schrijfwijzen(waarde).items():
        for end in ("", "\n"):
            for coding in CODERINGEN[:3]:
                plain = (text + end).encode(coding, "replace")
                for kind in HASHES:
                    digest = hashlib.new(kind, plain, usedforsecurity=False).digest()
                    yield f"{kind} van {name}", digest


# -- where is looked -------------------------------------------------------------------------------

_MEDIA: Mapping[str, str] = {
    "-wal": "wal",
    "-shm": "shm",
    "-journal": "journaal",
    ".prom": "metrieken",
    ".log": "log",
    ".jsonl": "log",
}


def medium_van(path: Path) -> str:
    """Tell what kind of thing a file is, for the totals."""
    for end, medium in _MEDIA.items():
        if path.name.endswith(end):
            return medium
    if path.name == "core" or path.name.startswith("core."):
        return "core"
    return "database" if path.suffix in (".db", ".sqlite") else "bestanden"


def cellen(path: Path) -> Iterator[bytes]:
    """Give every cell of every table as bytes, with what stands in the log beside the file.

    A long text lies over many pages, with a number between two parts; only here it is whole. Of a
    copy: looking may not put right what a crash left.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        for end in ("", "-wal", "-journal"):
            if (beside := path.with_name(path.name + end)).exists():
                shutil.copy(beside, copy.with_name(copy.name + end))
        with closing(sqlite3.connect(copy)) as connection:
            connection.text_factory = bytes
            names = connection.execute("select name from sqlite_master where type = 'table'")
            for (name,) in names.fetchall():
                for row in connection.execute(f'select * from "{name.decode()}"'):  # noqa: S608 - its own
                    yield from map(_cel, row)


def _cel(cell: object) -> bytes:
    return cell if isinstance(cell, bytes) else str(cell).encode()
