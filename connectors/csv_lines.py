"""From the bytes of an export to its physical lines, in the encoding that the mapping declares.

A line ends at LF, CRLF or a lone CR and nowhere else: U+2028, VT, FF and NEL are text inside a
cell (`str.splitlines` cuts there). Mistakes are raised in the order of the file, so what is wrong
does not depend on how the bytes were cut into chunks. Memory is bounded by one chunk, one row, and
what whoever takes the rows keeps of them.
"""

import codecs
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from operator import length_hint
from time import monotonic
from typing import Final, NamedTuple

from regres import Problem, SourceRefused
from regres.berichten import bericht

#: Encodings an export may declare, by Python's own name. All but utf-8 are one byte a character.
CODERINGEN: Final = frozenset(
    {
        *("utf-8", "ascii", "cp1252", "cp1250", "cp850", "cp858", "cp437"),
        *("iso8859-1", "iso8859-15", "mac-roman"),
    }
)
#: Characters in one row, the line breaks in its cells included.
LONGEST_ROW: Final = 8 * 1024 * 1024
#: Bytes that are decoded together.
_STUK: Final = 256 * 1024

# VT, FF and NEL come out of word processors and are kept. The other C1 signs are refused: a cp1252
# file declared as iso8859-1 or -15 would else pass with controls where its quotes and euros were.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_C1_IN_UTF8 = re.compile(b"\xc2[\x80-\x84\x86-\x9f]")
# Where `splitlines`, which takes half the time, would cut besides.
_ALSO_CUT = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_BOMS = (
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


class _Part(NamedTuple):
    """Text that may be used, and what is wrong with the character right after it."""

    text: str
    flaw: Problem | None = None


class Lines:
    """The physical lines of one file, terminators kept; read once.

    Whoever cuts rows says after each where it ended, and so bounds what one row may hold. Where
    that is sure he takes whole texts (`tekst`) and says how many lines of them are behind him.

    einde  so many lines, counted from the first of the file, are behind us
    tijd   when the newest of the lines came, by `monotonic`
    komen  so many characters of lines came
    """

    def __init__(self, naam: str, chunks: Iterable[bytes], codering: str) -> None:
        self.einde, self.tijd, self.komen = 0, 0.0, 0
        # What was handed over and may still be wanted: lines, how many came before, characters.
        self._open: list[str] = []
        self._voor = self._tekens = 0
        self._naam = naam
        self._chunks = chunks
        self._codec = codecs.lookup(codering).name
        self._gelezen = self._parts()
        # What was read and not handed over: parts that come first, and what stands before these.
        self._eerst: list[_Part] = []
        self._rest = ""
        # Of the lines that were handed over, together or apart, those that were not taken yet.
        self._samen: Iterator[str] = iter(())
        self._apart = False
        # The file ends behind what was read, or something is wrong there.
        self._eind = False

    def rij(self, tot: int | None = None) -> str:
        """Give what was read of the row that was begun; of a line that is refused the good part.

        tot  up to and including this line of the file
        """
        end = None if tot is None else tot - self._voor
        return "".join(self._open[self.einde - self._voor : end])

    def opnieuw(self, some: list[str]) -> None:
        """Go back to before these lines, the last ones that were handed over."""
        self.einde -= len(some)
        gone = some[: max(0, self._voor - self.einde)]
        self._open[:0] = gone
        self._voor -= len(gone)
        self._tekens += sum(map(len, gone))

    def tekst(self, genoeg: int, until: float) -> str | None:
        """Give as one text what comes next, up to the end of a chunk; it may end in any place.

        None when the next row is to be read by its lines: where the file ends, where something is
        wrong, and where lines were handed over to somebody who has not read them.

        genoeg  so many characters are waited for, but not for long: until a moment of `monotonic`
        """
        if not self._teruggenomen():
            return None
        new = 0
        while not new or (len(self._rest) < min(genoeg, _STUK) and self.tijd <= until):
            part = self._volgende()
            if part is None or part.flaw:
                self._eerst += [part] if part else []
                break
            self.tijd = monotonic()
            self._rest += part.text
            new += 1
        text = self._rest if new else None
        self._rest = "" if new else self._rest
        return text

    def voorbij(self, tekens: int, regels: int) -> None:
        """Leave so much of a text behind."""
        self.komen += tekens
        self.einde += regels
        self._voor += regels

    def terug(self, text: str) -> None:
        """Take the last of a text back, to give it again."""
        self._eerst.append(_Part(text))
        self._eind = False

    def bewaar(self, text: str) -> None:
        """Take the last of a text back, to give it with what is read next."""
        self._rest = text

    def _teruggenomen(self) -> bool:
        """Take lines back that were handed over and not taken; False where that cannot be."""
        self._let_go()
        waiting = 0 if self._apart else length_hint(self._samen)
        if self._eind or waiting != len(self._open):
            return False
        if text := "".join(self._samen):
            self.terug(text + self._rest)
            self._open.clear()
            self._rest, self._tekens = "", 0
            self.komen -= len(text)
        return True

    def _volgende(self) -> _Part | None:
        part = self._eerst.pop() if self._eerst else next(self._gelezen, None)
        self._eind = part is None or part.flaw is not None
        return part

    def __iter__(self) -> Iterator[str]:
        """Yield the lines; raises SourceRefused with the line and byte where something is wrong."""
        return chain.from_iterable(self._blocks())

    def _blocks(self) -> Iterator[Iterable[str]]:
        """Yield the lines of a chunk together: the next is asked for when these were all read."""
        while (part := self._volgende()) is not None:
            self.tijd = monotonic()
            block = in_regels(self._rest + part.text)
            self._rest = block.pop() if block and _may_go_on(block[-1], part) else ""
            too_long = len(self._rest) > LONGEST_ROW
            yield self._handed(block)
            if part.flaw:
                self._open.append(self._rest)
                raise self._refused(part.flaw, self._voor + len(self._open))
            if too_long:
                raise self._too_long(self._voor + len(self._open) + 1)
        if self._rest:
            yield self._handed(in_regels(self._rest))

    def _handed(self, block: list[str]) -> Iterable[str]:
        """Keep lines for as long as their row goes on; one by one where it may become too long."""
        self._let_go()
        size = sum(map(len, block))
        self.komen += size
        self._samen, self._apart = iter(block), self._tekens + size > LONGEST_ROW
        if self._apart:
            return self._counted(self._samen)
        self._open += block
        self._tekens += size
        return self._samen

    def _counted(self, block: Iterator[str]) -> Iterator[str]:
        for line in block:
            self._let_go()
            self._open.append(line)
            self._tekens += len(line)
            if self._tekens > LONGEST_ROW:
                raise self._too_long(self._voor + len(self._open))
            yield line

    def _let_go(self) -> None:
        done = self._open[: self.einde - self._voor]
        del self._open[: len(done)]
        self._voor += len(done)
        self._tekens -= sum(map(len, done))

    def _too_long(self, line: int) -> SourceRefused:
        return self._refused(bericht("B-0112", grens=LONGEST_ROW), line)

    def _refused(self, found: Problem, line: int) -> SourceRefused:
        return SourceRefused(replace(found, waar=f"{self._naam}:{line}"))

    def _parts(self) -> Iterator[_Part]:
        chunks = _at_least(3, _hoogstens(_STUK, self._chunks))
        first = next(chunks, b"")
        bom = next((naam for mark, naam in _BOMS if first.startswith(mark)), "")
        if not bom:
            yield from _decoded(chain([first], chunks), self._codec, 0)
        elif bom == "UTF-8" and self._codec == "utf-8":
            size = len(codecs.BOM_UTF8)
            yield from _decoded(chain([first[size:]], chunks), self._codec, size)
        else:
            yield _Part("", bericht("B-0107", bom=bom, codering=self._codec))


def in_regels(text: str) -> list[str]:
    """Cut a text in its lines, terminators kept."""
    if any(sign in text for sign in _ALSO_CUT):
        return io.StringIO(text, newline="").readlines()
    return text.splitlines(keepends=True)


def _may_go_on(line: str, part: _Part) -> bool:
    """Tell whether the line may go on; after a CR an LF may follow, but not when a flaw does."""
    if line.endswith("\r"):
        return not part.flaw
    return not line.endswith("\n")


def _at_least(size: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Join the first chunks until there are `size` bytes, so that a mark is seen whole."""
    rest = iter(chunks)
    head = b""
    for chunk in rest:
        head += chunk
        if len(head) >= size:
            break
    yield head
    yield from rest


def _hoogstens(size: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut chunks that are larger, for of a text that is given back all that is left is copied."""
    for chunk in chunks:
        if len(chunk) <= size:
            yield chunk
        else:
            yield from (chunk[begin : begin + size] for begin in range(0, len(chunk), size))


def _decoded(chunks: Iterable[bytes], codec: str, done: int) -> Iterator[_Part]:
    """Decode strictly; `done` bytes lie before the first chunk. Ends at the first flaw."""
    decoder = codecs.getincrementaldecoder(codec)(errors="strict")
    controls = _Controls(codec)
    fed = done
    for data, last in chain(((chunk, False) for chunk in chunks), [(b"", True)]):
        fed += len(data)
        try:
            part = _Part(decoder.decode(data, last))
        except UnicodeDecodeError as wrong:
            text = wrong.object[: wrong.start].decode(codec)
            part = _Part(text, bericht("B-0106", plek=done + wrong.start, codering=codec))
        part = controls.cut(part, data, done)
        yield part
        if part.flaw:
            return
        done = fed - len(decoder.getstate()[0])


class _Controls:
    """Looks for control characters: in the bytes first, because that costs a tenth of the time."""

    def __init__(self, codec: str) -> None:
        self._codec = codec
        self._harmless = bytes(byte for byte in range(256) if not self._is_control(byte))

    def _is_control(self, byte: int) -> bool:
        if self._codec == "utf-8" and byte > 127:
            return False  # one byte of several: _C1_IN_UTF8 looks at those
        return bool(_CONTROL.match(bytes([byte]).decode(self._codec, "replace")))

    def cut(self, part: _Part, data: bytes, done: int) -> _Part:
        """Give the part up to its first control character, which then is the flaw."""
        if not (part.flaw or self._suspect(data)):
            return part
        found = _CONTROL.search(part.text)
        if found is None:
            return part
        text = part.text[: found.start()]
        sign = f"U+{ord(found.group()):04X}"
        return _Part(text, bericht("B-0108", teken=sign, plek=done + len(text.encode(self._codec))))

    def _suspect(self, data: bytes) -> bool:
        if data.translate(None, self._harmless):
            return True
        # A chunk may begin in the middle of a character.
        if self._codec == "utf-8" and data:
            return 0x80 <= data[0] < 0xA0 or bool(_C1_IN_UTF8.search(data))
        return False
