"""Text of others, as it may stand on a terminal, a page or a line of JSON.

A name in a header or mapping may hold signs that nobody sees and that change what is read around
them: a bidi override turns the rest of the line, an escape sequence moves the cursor, a line break
makes a line of its own. They are written out, never passed on.
"""

import re

#: Letters and signs that are printable for Python, and leave nothing on the screen.
_LEEG = "\u115f\u1160\u2800\u3164\uffa0"
#: Spaces that Python does not call printable, and that do no harm.
_RUIMTE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_VREEMD = re.compile(f"[{_LEEG}]")
_RUIMTES = re.compile(f"[{_RUIMTE}]")
_NAMEN = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def toonbaar(text: str) -> str:
    """Give a text in which every sign is seen: U+202E becomes \\u202e, a line break \\n."""
    return text if _schoon(text) else "".join(map(_teken, text))


def toonbare_regels(text: str) -> str:
    """Give the same for a text of several lines."""
    return "\n".join(map(toonbaar, text.split("\n")))


def toonbare_json(text: str) -> str:
    """Write the signs that nobody sees as escapes in a JSON text; it means the same."""
    # Its own line breaks are between values; those within a text are escapes already.
    lines = text.split("\n")
    return "\n".join(line if _schoon(line) else "".join(map(_json_teken, line)) for line in lines)


def _schoon(text: str) -> bool:
    return text.isprintable() and not _VREEMD.search(text)


def _json_teken(sign: str) -> str:
    if not _onzichtbaar(sign):
        return sign
    pairs = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{pairs[at] << 8 | pairs[at + 1]:04x}" for at in range(0, len(pairs), 2))


def _teken(sign: str) -> str:
    if not _onzichtbaar(sign):
        return sign
    code = ord(sign)
    return _NAMEN.get(sign) or (f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")


def _onzichtbaar(sign: str) -> bool:
    return sign in _LEEG or not (sign.isprintable() or _RUIMTES.match(sign))
