"""Amounts as a mapping declares them: by an example of how they are written."""

import re
from collections.abc import Callable
from decimal import Decimal

from regres import Misfit

#: The examples a mapping may name -> (thousands separator, decimal sign).
NOTATIES = {
    "1.234,56": (".", ","),
    "1 234,56": (" ", ","),
    "1234,56": ("", ","),
    "1,234.56": (",", "."),
    "1234.56": ("", "."),
}
#: The example for amounts in whole cents: without any sign.
CENTEN = "123456"
_VORM = Misfit("bedrag_vorm")
#: The spaces that word processors and other tongues put between thousands.
_SPACES = {0x00A0: " ", 0x2009: " ", 0x202F: " "}
_LANGST_HEEL = 10
_GEHEEL = re.compile(r"\A[0-9]{1,12}\Z", re.ASCII)


def reader(notatie: str) -> Callable[[str], object]:
    """Make the function from text to Decimal or Misfit.

    The thousands separator may be left out but never stand in a wrong place, so that 89.25 is not
    read as 8925. A euro sign may stand in front, and `,-` means no cents.
    """
    if notatie == CENTEN:
        return _centen
    thousands, decimal = (re.escape(sign) for sign in NOTATIES[notatie])
    grouped = f"[0-9]{{1,3}}(?:{thousands}[0-9]{{3}})+|" if thousands else ""
    whole_part = rf"(?:(?:€|EUR) ?)?({grouped}[0-9]{{1,10}})"
    cents_part = rf"(?:{decimal}([0-9]{{1,2}}|--?))?(?: ?(?:€|EUR))?"
    pattern = re.compile(rf"\A{whole_part}{cents_part}\Z", re.ASCII)
    thousands_sign = NOTATIES[notatie][0]

    def lees(text: str) -> object:
        found = pattern.match(text if text.isascii() else text.translate(_SPACES))
        if found is None:
            return _VORM
        whole, cents = found.groups("")
        whole = whole.replace(thousands_sign, "") if thousands_sign else whole
        if len(whole) > _LANGST_HEEL:
            return _VORM
        return Decimal(f"{whole}.{cents.strip('-').ljust(2, '0')}")

    return lees


def _centen(text: str) -> object:
    return Decimal(text).scaleb(-2) if _GEHEEL.match(text) else _VORM
