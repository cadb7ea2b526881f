"""Checks of single values: each gives the canonical value, or a Misfit that never repeats it.

Every pattern is anchored and ASCII, because int(), float(), isdigit(), \\d and strptime() all take
more than they should (full-width digits, 1_000, nan, '2024111').
"""

import re
import unicodedata
from decimal import Decimal
from operator import mul

from regres.waarde import dataclass

_BSN = re.compile(r"\A[0-9]{8,9}\Z", re.ASCII)
_A_NUMMER = re.compile(r"\A[0-9]{10}\Z", re.ASCII)
_POSTCODE = re.compile(r"\A([1-9][0-9]{3}) ?([A-Za-z]{2})\Z", re.ASCII)
_GEMEENTECODE = re.compile(r"\A[0-9]{4}\Z", re.ASCII)
_OIN = re.compile(r"\A[0-9]{20}\Z", re.ASCII)
_EMAIL = re.compile(r"\A[^@\s]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}\Z", re.ASCII)
_AMOUNT = re.compile(r"\A[0-9]{1,10}(?:\.[0-9]{1,2})?\Z", re.ASCII)

#: WMO020 product categories; the list is the same in iWmo 2.0 and 3.2.
PRODUCTCATEGORIEEN = frozenset(f"{number:02}" for number in range(1, 19))

_FORBIDDEN_POSTCODES = frozenset({"SA", "SD", "SS"})
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
#: How much too high the sum is when digits are weighed as bytes, at half the price of int().
_ALS_BYTES = ord("0") * sum(_WEIGHTS)


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a value was not taken: a stable word; woorden are numbers its sentence names."""

    code: str
    woorden: tuple[tuple[str, object], ...] = ()


def bsn(text: str) -> str | Misfit:
    """Check a burgerservicenummer (Wabb): nine digits, elfproef; eight digits get their zero back.

    Ten digits are an A-nummer, which must never pass for a BSN.
    """
    if not _BSN.match(text):
        return Misfit("bsn_a_nummer" if _A_NUMMER.match(text) else "bsn_vorm")
    padded = text.zfill(9)
    total = sum(map(mul, _WEIGHTS, padded.encode())) - _ALS_BYTES
    if padded == "000000000" or total % 11:
        return Misfit("bsn_elfproef")
    return padded


def postcode(text: str) -> str | Misfit:
    """Check a Dutch postcode and give it as 1234AB."""
    found = _POSTCODE.match(text)
    # Only now upper(): it makes I of a dotless i and S of a long s.
    letters = found[2].upper() if found else ""
    if found is None or letters in _FORBIDDEN_POSTCODES:
        return Misfit("postcode_vorm")
    return found[1] + letters


def gemeentecode(text: str) -> str | Misfit:
    """Check the form of a CBS municipality code: four digits, leading zeros kept."""
    if not _GEMEENTECODE.match(text):
        return Misfit("gemeentecode_vorm")
    return text


def oin(text: str) -> str | Misfit:
    """Check the form of an OIN: twenty digits."""
    return text if _OIN.match(text) else Misfit("oin_vorm")


def email(text: str) -> str | Misfit:
    """Check that a text can be a mail address."""
    return text if _EMAIL.match(text) else Misfit("email_vorm")


def bedrag(text: str) -> Decimal | Misfit:
    """Check an amount in euro, already written with a decimal point: 0 or more, two decimals.

    Money is a Decimal from here on and never a float.
    """
    if not _AMOUNT.match(text):
        return Misfit("bedrag_vorm")
    return Decimal(text).quantize(Decimal("0.01"))


def productcategorie(text: str) -> str | Misfit:
    """Check a WMO020 category: 01 to 18; one digit gets its zero back."""
    padded = text.zfill(2)
    if padded not in PRODUCTCATEGORIEEN:
        return Misfit("productcategorie_onbekend")
    return padded


def tekst(text: str, longest: int = 200) -> str | Misfit:
    """Check a name or description: NFC, trimmed, no control characters, not too long."""
    clean = unicodedata.normalize("NFC", text).strip()
    if len(clean) > longest:
        return Misfit("tekst_te_lang", (("langst", longest),))
    # What is printable holds none of these; looking at each sign costs ten times as much.
    if clean.isprintable():
        return clean
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in clean):
        return Misfit("tekst_stuurtekens")
    return clean
