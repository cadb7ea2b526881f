"""Folding: lower case, no accents, plain punctuation, and the way back to the original text."""

import unicodedata
from functools import cache
from typing import NamedTuple

from regres.waarde import dataclass

# Signs that word processors put in, by code point: in print they look alike.
_LEESTEKENS = {
    0x2018: "'",
    0x2019: "'",
    0x00B4: "'",
    0x201C: '"',
    0x201D: '"',
    0x2010: "-",
    0x2011: "-",
    0x2013: "-",
    0x2014: "-",
    0x00A0: " ",
    0x202F: " ",
    0x0009: " ",
    0x000D: "\n",
}


@dataclass(frozen=True, slots=True, repr=False)
class Gevouwen:
    """A folded text; `plaats` maps its offsets to the original, None when they are equal."""

    tekst: str
    plaats: tuple[int, ...] | None = None

    def origineel(self, positie: int) -> int:
        """Give the offset in the original text."""
        return positie if self.plaats is None else self.plaats[positie]


def vouw(tekst: str) -> Gevouwen:
    """Fold a text; nearly always character for character."""
    vlak = vouw_vlak(tekst)
    if vlak is not None:
        return Gevouwen(vlak)
    laag = tekst.lower()
    if len(laag) == len(tekst) and unicodedata.is_normalized("NFC", laag):
        return Gevouwen(laag.translate(_tabel()))
    return _teken_voor_teken(tekst)


def vouw_vlak(tekst: str) -> str | None:
    """Fold a text of Western letters, as bytes; None when other signs are in it.

    Every note passes here, and this takes a tenth of the time of lower() and translate().
    """
    for schrift in _SCHRIFTEN:
        try:
            return tekst.encode(schrift.naam).translate(schrift.vlak).decode(schrift.naam)
        except UnicodeEncodeError:
            continue
    return None


def vouw_gemaskeerd(tekst: str) -> tuple[str, str]:
    """Fold a text, and give it once more with a zero for every digit.

    Numbers differ in every note; in the second they are all alike.
    """
    for schrift in _SCHRIFTEN:
        try:
            ruw = tekst.encode(schrift.naam)
        except UnicodeEncodeError:
            continue
        laag = ruw.translate(schrift.vlak).decode(schrift.naam)
        return laag, ruw.translate(schrift.nul).decode(schrift.naam)
    laag = vouw(tekst).tekst
    return laag, laag.translate(NUL)


def blok(laag: str) -> str:
    """Give a folded text with a space for every sign, and one at both ends."""
    for schrift in _SCHRIFTEN:
        try:
            # As bytes: a tenth of the time.
            ruw = laag.encode(schrift.naam)
        except UnicodeEncodeError:
            continue
        return ruw.translate(schrift.blok).decode(schrift.naam).join("  ")
    return "".join(teken if teken.isalnum() else " " for teken in laag).join("  ")


def vouw_term(term: str) -> str:
    """Fold a word of the lexicon."""
    gevouwen = vouw(unicodedata.normalize("NFC", term)).tekst
    # Nearly all are written folded: of those there need be but one.
    return term if gevouwen == term else gevouwen


def vouw_termen(termen: tuple[str, ...]) -> tuple[str, ...]:
    """Fold words of the lexicon; most lists are written folded, which is seen at one look."""
    samen = "\n".join(termen)
    if samen.isascii() and vouw_vlak(samen) == samen:
        return termen
    return tuple(map(vouw_term, termen))


@cache
def _tabel() -> dict[int, str]:
    """Map the letters of European names and the signs of word processors, one to one."""
    tabel = dict(_LEESTEKENS)
    for code in range(0xC0, 0x250):
        kaal = unicodedata.normalize("NFD", chr(code))[0]
        if kaal.isascii():
            tabel[code] = kaal.lower()
    return tabel


def _teken_voor_teken(tekst: str) -> Gevouwen:
    """Fold where lower case or a loose accent changes the length: rare, so it may be slow."""
    tekens: list[str] = []
    plaats: list[int] = []
    for positie, teken in enumerate(tekst):
        if unicodedata.combining(teken):
            continue
        for laag in teken.lower().translate(_tabel()):
            if not unicodedata.combining(laag):
                tekens.append(laag)
                plaats.append(positie)
    plaats.append(len(tekst))
    return Gevouwen("".join(tekens), tuple(plaats))


class _Schrift(NamedTuple):
    """One way to write Western text as bytes, with what folding makes of each of them.

    vlak  folded; nul: the same, and a zero for every digit; blok: a space for every sign
    """

    naam: str
    vlak: bytes
    nul: bytes
    blok: bytes


def _schrift(naam: str) -> _Schrift:
    """Fold each character by itself; none of these changes with what stands beside it."""
    tekens = [bytes([code]).decode(naam, "replace") for code in range(0x100)]
    vlak = bytes(_gevouwen(teken, naam, code) for code, teken in enumerate(tekens))
    return _Schrift(
        naam,
        vlak,
        bytes(0x30 if 0x30 <= code <= 0x39 else code for code in vlak),
        bytes(code if teken.isalnum() else 0x20 for code, teken in enumerate(tekens)),
    )


def _gevouwen(teken: str, naam: str, code: int) -> int:
    laag = teken.lower()
    if len(laag) != 1:
        return code
    try:
        return _tabel().get(ord(laag), laag).encode(naam)[0]
    except UnicodeEncodeError:
        return code


# With a euro sign or the quotes of a word processor a text is no latin-1, but nearly always this.
_SCHRIFTEN = (_schrift("latin-1"), _schrift("cp1252"))
#: A zero for every digit.
NUL = dict.fromkeys(range(0x30, 0x3A), "0")
