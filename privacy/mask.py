"""The last defence: runs of digits that could be a BSN are taken out of any text that is shown.

It does not make careless logging safe; names pass it. What may be logged is decided before.
"""

import re

_MASKED = "[cijfers]"
# Kept as they are: long hex (our own references, hashes) and days as 2026-03-31. Masked: 8 to 10
# digits in a row, and 8 or 9 digits in written groups (9999.90.019) when they pass the elfproef.
# \d on purpose: full-width digits are digits to whoever reads them.
_RUNS = re.compile(
    r"(?P<keep>(?<![0-9A-Za-z])[0-9a-f]{32,}(?![0-9A-Za-z])|(?<!\d)\d{4}-\d\d-\d\d(?!\d))"
    r"|(?P<run>(?<!\d)\d{8,10}(?!\d))"
    r"|(?P<grouped>(?<!\d)\d(?:[ .\u00a0-]?\d){7,8}(?![ .\u00a0-]?\d))"
)
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def mask(text: str) -> str:
    """Replace what could be a BSN by "[cijfers]"."""
    return _RUNS.sub(_replaced, text)


def looks_like_bsn(digits: str) -> bool:
    """Tell whether 8 or 9 digits pass the elfproef."""
    if not 8 <= len(digits) <= 9:
        return False
    padded = digits.zfill(9)
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, padded, strict=True))
    return total % 11 == 0


def _replaced(found: re.Match[str]) -> str:
    if found["keep"] is not None:
        return found["keep"]
    if found["run"] is not None:
        return _MASKED
    return _MASKED if looks_like_bsn(re.sub(r"\D", "", found["grouped"])) else found["grouped"]
