"""A fragment of a note that may travel: short, round what was found, without whom we can recognise.

Only for a mapping that asks for it (`fragment: ja`) with its reason, in a municipality that says
`toedracht: fragment`; by default no note text leaves (domain.md P3). It is a coarse sieve on
purpose: rather a word too few than a name too many. It is no anonymising: who writes a name in
small letters and without a word like "buurman" before it, gets it through.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

#: Characters of a fragment, its marks included.
LANGST = 300
#: Characters of the note on each side of a hit that are tried, widest first.
_ROND = (140, 110, 80, 60, 40, 20, 8, 0)

_MAIL = re.compile(r"\S+@\S+")
# \d on purpose: full-width digits are digits to whoever reads them.
_DIGITS = re.compile(r"\+?\d(?:[\s.()/-]{0,3}\d){3,}")
_CALLED_PLATE = re.compile(
    r"(?<=\bkenteken)(?=[\W\w]{0,16}?\d)\W{0,3}[\w-]{1,10}(?:[ ][\w-]{1,4}){0,2}", re.IGNORECASE
)
_PLATE = re.compile(
    r"\b(?=(?:[ -]?\w){6}\b)(?=[\w -]{0,8}?\d)(?=[\w -]{0,8}?[a-z])"
    r"(?:[a-z]{1,3}|\d{1,3})[ -]?(?:[a-z]{1,3}|\d{1,3})[ -]?(?:[a-z]{1,3}|\d{1,3})\b",
    re.IGNORECASE | re.ASCII,
)
_DASHED_PLATE = re.compile(
    r"\b(?=[\w-]*\d)(?=[\w-]*[a-z])[a-z0-9]{1,3}-[a-z0-9]{1,4}(?:-[a-z0-9]{1,3})?\b",
    re.IGNORECASE | re.ASCII,
)
_WORD = re.compile(r"\w[\w'’-]*")
_ORDINARY_WORDS = """
    aan aangereden als bij client cliënt cliente cliënte daarbij daarna de deze die dit dat door een
    en er gebruikt geen geeft gevallen haar had heeft hem het hierdoor hij ik in is kan komt krijgt
    liep met mijn na naar nadat niet nu of om omdat onbekend ongeval ongeluk op over partner reed
    sinds slachtoffer te tegen tegenpartij tijdens toen uit val van vanwege volgens voor wacht
    wanneer was werd wordt zag zat ze zij zijn zonder zoon
"""
_ORDINARY = frozenset(_ORDINARY_WORDS.split())
#: A word after one of these may be a name, however it is written.
_BEFORE_A_NAME = re.compile(
    r"\b(?:(?P<titel>(?:dhr|mevr|mw|hr|fam|familie|meneer|mevrouw|heer|dr|mr)\.?)"
    r"|heet|genaamd|naam|buurman|buurvrouw|zoon|dochter|broer|zus|neef|nicht|collega|vriend"
    r"|vriendin|partner|echtgenoot|echtgenote|huisarts|dokter|agent|advocaat|bestuurder"
    r"|begeleider|begeleidster)"
    r"(?:\s+(?:van|de|der|den|het|'t|ter|ten|te|el|al|ben|bin|la|le|von))*\s+\Z",
    re.IGNORECASE,
)
#: How far back is looked for such a word.
_TERUG = 300

#: A stretch of the note: first character, and the one behind its last.
Stuk = tuple[int, int]
_Vervanging = tuple[int, int, str]


def fragment(
    text: str, namen: Iterable[str], treffers: Iterable[Stuk], longest: int = LANGST
) -> str:
    """Give what stands round the hits of a note, with what names a person taken out.

    Taken out are mail addresses, numbers of four digits or more (BSN, telephone, dates), number
    plates and names. A name is: a word of `namen`, a word after a title or a word like "buurman",
    and any word with a capital that is not one of the ordinary words a sentence begins with.
    Without a hit there is no fragment.

    treffers  where the terms stand in the note
    """
    hits = sorted({(max(a, 0), min(b, len(text))) for a, b in treffers if a < b and a < len(text)})
    if not hits:
        return ""
    masks = list(_maskers(text, namen))
    for around in _ROND:
        found = _knip(text, masks, _samen(text, hits, around))
        if len(found) <= longest:
            return found
    bare = _knip(text, masks, hits)
    return bare if len(bare) <= longest else bare[: longest - 1].rstrip() + "…"


def _samen(text: str, hits: Sequence[Stuk], around: int) -> list[Stuk]:
    """Give the stretches round the hits, at whole words; those that meet become one."""
    found: list[Stuk] = []
    for start, end in hits:
        first, last = _woordbegin(text, start - around), _woordeinde(text, end + around)
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def _woordbegin(text: str, at: int) -> int:
    if at <= 0:
        return 0
    while at < len(text) and not text[at - 1].isspace():
        at += 1
    return at


def _woordeinde(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    while at > 0 and not text[at].isspace():
        at -= 1
    return at


def _knip(text: str, masks: Sequence[_Vervanging], pieces: Sequence[Stuk]) -> str:
    """Put the stretches together; a mask that a stretch cuts is kept whole."""
    shown = [_toon(text, masks, piece) for piece in pieces]
    whole = " … ".join(part for part in shown if part)
    before = "… " if pieces[0][0] > 0 else ""
    after = " …" if pieces[-1][1] < len(text.rstrip()) else ""
    return f"{before}{whole}{after}"


def _toon(text: str, masks: Sequence[_Vervanging], piece: Stuk) -> str:
    at, end = piece
    found: list[str] = []
    for start, stop, word in masks[bisect_left(masks, at, key=lambda mask: mask[1] - 1) :]:
        if start >= end:
            break
        found += [text[at:start], word]
        at = max(at, stop)
    found.append(text[at:end])
    return " ".join("".join(found).split())


def _maskers(text: str, namen: Iterable[str]) -> Iterator[_Vervanging]:
    """Give what is taken out, in order and without overlap; decided on the whole note."""
    known = {part.casefold() for name in namen for part in _WORD.findall(name) if len(part) > 1}
    at = 0
    for start, stop, word in sorted(_alle(text, known), key=lambda mask: (mask[0], -mask[1])):
        if start >= at:
            yield start, stop, word
            at = stop
        elif stop > at:
            yield at, stop, word
            at = stop


def _alle(text: str, known: set[str]) -> Iterator[_Vervanging]:
    for pattern, mark in (
        (_MAIL, "[e-mail]"),
        (_CALLED_PLATE, " [kenteken]"),
        (_DASHED_PLATE, "[kenteken]"),
        (_PLATE, "[kenteken]"),
        (_DIGITS, "[nummer]"),
    ):
        yield from ((*found.span(), mark) for found in pattern.finditer(text))
    for found in _WORD.finditer(text):
        if _is_naam(found[0], text[max(0, found.start() - _TERUG) : found.start()], known):
            yield *found.span(), "[naam]"


def _is_naam(word: str, before: str, known: set[str]) -> bool:
    low = word.casefold()
    if low in known or any(part in known for part in re.split(r"['’-]", low)):
        return True
    near = _BEFORE_A_NAME.search(before)
    if near is not None and (near["titel"] or low not in _ORDINARY):
        return True
    return any(sign.isupper() for sign in word) and low not in _ORDINARY
