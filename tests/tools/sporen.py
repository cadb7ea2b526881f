"""Looking for what must not be anywhere: a value in every form in which it may be written."""

import base64
import json
import os
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import escape
from urllib.parse import quote, quote_plus

import ahocorasick

#: Shorter values are found by chance in any long text.
KORTSTE = 6


class Zoeker:
    """Finds values in bytes and texts; gives which, and in what form."""

    def __init__(self, waarden: Iterable[str]) -> None:
        self._machine = ahocorasick.Automaton()
        needles: dict[str, set[tuple[str, str]]] = {}
        for value in set(waarden):
            for form, needle in vormen(value) if len(value) >= KORTSTE else ():
                # The machine knows texts only: a byte is a sign of latin-1.
                needles.setdefault(needle.decode("latin-1"), set()).add((value, form))
        for word, found in needles.items():
            self._machine.add_word(word, found)
        self._machine.make_automaton()

    def in_bytes(self, data: bytes) -> set[tuple[str, str]]:
        """Look through bytes, as they are and in small letters."""
        hits: set[tuple[str, str]] = set()
        for text in (data.decode("latin-1"), data.lower().decode("latin-1")):
            hits.update(*(found for _, found in self._machine.iter(text)))
        return hits

    def in_tekst(self, text: str) -> set[tuple[str, str]]:
        """Look through a text."""
        return self.in_bytes(text.encode("utf-8", "backslashreplace"))

    def in_fout(self, wrong: BaseException) -> set[tuple[str, str]]:
        """Look through an exception: all that it says, and all that it came from."""
        return {
            hit for part in keten_van(wrong) for text in _said(part) for hit in self.in_tekst(text)
        }


def vormen(waarde: str) -> Iterator[tuple[str, bytes]]:
    """Give a value as it may lie in a file, a log, a database or a message."""
    plain = waarde.encode()
    yield "zo", plain
    yield "kleine letters", waarde.lower().encode()
    yield "cp1252", waarde.encode("cp1252", "replace")
    yield "utf-16-le", waarde.encode("utf-16-le")
    yield "utf-16-be", waarde.encode("utf-16-be")
    yield "hex", plain.hex().encode()
    yield "HEX", plain.hex().upper().encode()
    yield "url", quote(waarde).encode()
    yield "url+", quote_plus(waarde).encode()
    yield "json", json.dumps(waarde)[1:-1].encode()
    yield "repr", repr(waarde)[1:-1].encode()
    yield "xml", escape(waarde).encode()
    for shift in range(3):
        yield f"base64/{shift}", _inside(base64.b64encode(b"\0" * shift + plain), shift, plain)
        shown = base64.urlsafe_b64encode(b"\0" * shift + plain)
        yield f"base64url/{shift}", _inside(shown, shift, plain)


def _inside(encoded: bytes, shift: int, plain: bytes) -> bytes:
    """Give the signs that depend on the value alone, not on what stands beside it."""
    first = -(-shift * 8 // 6)
    last = (shift + len(plain)) * 8 // 6
    return encoded[first:last]


def keten_van(wrong: BaseException) -> list[BaseException]:
    """Give an exception with all that caused it, was hidden by it, or is grouped in it."""
    seen: dict[int, BaseException] = {}
    waiting: list[BaseException | None] = [wrong]
    while waiting:
        part = waiting.pop()
        if part is None or id(part) in seen:
            continue
        seen[id(part)] = part
        waiting += [part.__cause__, part.__context__, *getattr(part, "exceptions", ())]
    return list(seen.values())


def _said(part: BaseException) -> Iterator[str]:
    yield str(part)
    yield repr(part)
    yield repr(part.args)
    yield repr(getattr(part, "__notes__", ""))
    yield repr(vars(part))
    yield "".join(traceback.format_exception(part))


# -- files ---------------------------------------------------------------------------------------

_WATCHERS: list[list[str]] = []
_HOOKED: list[bool] = []
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


def _hook(event: str, args: tuple[object, ...]) -> None:
    if not _WATCHERS:
        return
    if event == "open" and isinstance(args[2], int) and args[2] & _WRITES:
        path = args[0]
    elif event in {"os.rename", "os.link", "os.symlink"}:
        path = args[1]
    elif event in {"sqlite3.connect", "os.mkdir", "tempfile.mkstemp", "tempfile.mkdtemp"}:
        path = args[0]
    else:
        return
    if isinstance(path, str | bytes | os.PathLike):
        for watcher in _WATCHERS:
            watcher.append(os.fsdecode(path))


@contextmanager
def geschreven() -> Iterator[list[str]]:
    """Collect the path of every file or folder that this process opens for writing."""
    if not _HOOKED:
        # An audit hook stays for ever: one for all tests, that sleeps when nobody watches.
        sys.addaudithook(_hook)
        _HOOKED.append(True)
    found: list[str] = []
    _WATCHERS.append(found)
    try:
        yield found
    finally:
        _WATCHERS.remove(found)
