"""Whether XML says, and begins as, UTF-8: the only encoding StUF knows (protocolbindingen 3)."""

import re
from typing import Final

_DECLARATIE = re.compile(
    rb"""\A(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]*)["']""", re.ASCII
)
#: So many bytes hold the declaration of any XML that is not made to hide it.
BEGIN: Final = 1024


def is_utf8(begin: bytes) -> bool:
    """Judge the first bytes; False for wide characters, or for another encoding by name."""
    declared = _DECLARATIE.match(begin)
    wide = begin[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in begin[:4]
    return not wide and (declared is None or declared[1].lower() in {b"utf-8", b"us-ascii"})
