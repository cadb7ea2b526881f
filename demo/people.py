"""Invented people: names that nobody has, BSNs of the two test ranges, places that do not exist.

A person is made from a number alone, without a random generator, so that a hundred thousand rows
can be written without keeping anybody in memory.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)
_RANGES = ("9999", "9000")

#: (voorvoegsel, achternaam). All of it can be written in Windows-1252.
FAMILIES: Final = (
    ("", "Proefpersoon"),
    ("de", "Tést"),
    ("van", "Nergenshuizen"),
    ("", "Fictie-Jansen"),
    ("", "Fictie-Özdemir"),
    ("van der", "Verzonnenberg"),
    ("", "Schijnbakker"),
    ("", "Ørsted-Fictie"),
    ("", "Bedachtsma"),
    ("", "Müller-Nepnaam"),
    ("", "Weiß-Bestaatniet"),
    ("", "Šablonic-Fictie"),
    ("van den", "Bestaatniet"),
    ("", "Demonstrátsky"),
    ("", "Voorbeeldstra"),
    ("ten", "Proefveld"),
    ("", "Niemandsdóttir"),
    ("", "Fictie-Çelik"),
    ("", "Testerink"),
    ("el", "Fantasïe"),
    ("", "Œuvre-Fictie"),
    ("d'", "Illusión"),
    ("", "Dummyveld"),
    ("", "Fictie-Nguyên"),
    ("in 't", "Nietsland"),
    ("", "Probeersma"),
    ("", "Žádný-Fictie"),
    ("van", "Loosdemo"),
    ("", "Ångfiktion"),
    ("", "Placeholdervries"),
    ("op den", "Papierland"),
    ("", "Naamloosma"),
    ("", "Fictie-Žuk"),
    ("", "Verzinsel-Bosch"),
    ("", "Ÿperfictie"),
    ("", "Fictie-Zoë"),
    ("von", "Musterfiktion"),
    ("", "Zogenaamdstra"),
)
_INITIALS = (
    "A.",
    "B.C.",
    "J.M.",
    "Ø.",
    "H.",
    "M.J.P.",
    "Š.",
    "T.",
    "É.",
    "K.L.",
    "W.",
    "IJ.",
    "F.",
)
_PLACES = (("Duinrand", "9901"), ("Duinrand", "9902"), ("Zandmeer", "9903"), ("Zandmeer", "9904"))
_LETTERS = "ABCDEFGHJKLMNPRSTVWXZ"


@dataclass(frozen=True, slots=True, repr=False)
class Persoon:
    """One person who does not exist; bsn as the system writes it, sometimes eight digits."""

    clientnummer: str
    bsn: str
    achternaam: str
    voorvoegsel: str
    voorletters: str
    geboren: date
    postcode: str
    plaats: str
    geheim: bool = False


def persoon(nummer: int, seed: int) -> Persoon:
    """Make person number `nummer`; from `aantal()` on the same people come again."""
    nummer %= aantal()
    mix = (nummer * 2_654_435_761 + seed * 40_503 + 12_345) & 0xFFFF_FFFF
    prefix, surname = FAMILIES[mix % len(FAMILIES)]
    place, digits = _PLACES[(mix >> 6) % len(_PLACES)]
    first, second = (_LETTERS[(mix >> shift) % len(_LETTERS)] for shift in (8, 13))
    return Persoon(
        clientnummer=f"C{nummer + 1:06}",
        bsn=_bsn_of(nummer, seed),
        achternaam=surname,
        voorvoegsel=prefix,
        voorletters=_INITIALS[(mix >> 3) % len(_INITIALS)],
        geboren=date(1928, 1, 1) + timedelta(days=(mix >> 5) % (70 * 365)),
        postcode=f"{digits}{' ' if mix & 4 else ''}{first}{second}",
        plaats=place,
        geheim=mix % 61 == 0,
    )


def aantal() -> int:
    """Give how many people there are: the valid numbers in the two ranges."""
    return len(_bsns())


def zonder_voorloopnul(nummer: int) -> str:
    """Give a BSN of eight digits: its zero in front fell off somewhere.

    Both test ranges start with a nine, so these are looked for as 0 9999 xxxx: just as visibly
    invented, and the elfproef holds again once the zero is back.
    """
    found = _met_proefcijfer("09999", 3)
    return found[nummer % len(found)][1:]


@cache
def _bsns() -> tuple[str, ...]:
    return tuple(text for prefix in _RANGES for text in _met_proefcijfer(prefix, 4))


def _met_proefcijfer(prefix: str, vrij: int) -> list[str]:
    """Fill up with `vrij` digits of any kind, and a last one that makes the elfproef hold.

    The weights are 9, 8, ... 2 and -1, and the sum must be a multiple of eleven (Wabb); where only
    a last digit ten would do, there is no such number.
    """
    found = []
    for middle in range(10**vrij):
        head = f"{prefix}{middle:0{vrij}}"
        last = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, head, strict=True)) % 11
        if last < 10:
            found.append(f"{head}{last}")
    return found


def _bsn_of(nummer: int, seed: int) -> str:
    # A step that shares no factor with the number of BSNs visits each of them once.
    numbers = _bsns()
    step = 7_919
    return numbers[(nummer * step + seed * 131) % len(numbers)]
