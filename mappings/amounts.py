"""Amounts as a mapping declares them: by an example of how they are written."""

import re
from collections.abc import Callable

from regres import Misfit, values

#: The examples a mapping may name -> (thousands separator, decimal sign).
NOTATIES = {
    "1.234,56": (".", ","),
    "1 234,56": (" ", ","),
    "1234,56": ("", ","),
    "1,234.56": (",", "."),
    "1234.56": ("", "."),
}
_VORM = Misfit("bedrag_vorm", "geen bedrag van 0 of meer in de notatie van de mapping")
_NBSP = "\u00a0"


def reader(notatie: str) -> Callable[[str], object]:
    """Make the function from text to Decimal or Misfit.

    The thousands separator may be left out but never stand in a wrong place, so that 89.25 is not
    read as 8925. A euro sign may stand in front, and `,-` means no cents.
    """
    thousands, decimal = (re.escape(sign) for sign in NOTATIES[notatie])
    grouped = f"[0-9]{{1,3}}(?:{thousands}[0-9]{{3}})+|" if thousands else ""
    whole_part = rf"(?:(?:€|EUR) ?)?(?P<heel>{grouped}[0-9]{{1,10}})"
    cents_part = rf"(?:{decimal}(?P<cent>[0-9]{{1,2}}|--?))?"
    pattern = re.compile(rf"\A{whole_part}{cents_part}\Z", re.ASCII)
    thousands_sign = NOTATIES[notatie][0]

    def lees(text: str) -> object:
        found = pattern.match(text.replace(_NBSP, " "))
        if found is None:
            return _VORM
        whole = found["heel"].replace(thousands_sign, "") if thousands_sign else found["heel"]
        cents = (found["cent"] or "").strip("-") or "00"
        return values.bedrag(f"{whole}.{cents}")

    return lees
