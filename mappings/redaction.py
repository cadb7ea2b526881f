"""A fragment of a note that may travel: short, without numbers, addresses or names we can see.

Only for a mapping that asks for it (`fragment: ja`) with its reason; by default no note text leaves
(domain.md P3). It is a coarse sieve on purpose: rather a word too few than a name too many.
"""

import re
from collections.abc import Iterable

_MAIL = re.compile(r"\S+@\S+")
_DIGITS = re.compile(r"\+?[0-9](?:[ .\-/]?[0-9]){3,}", re.ASCII)
_WORD = re.compile(r"\w[\w'’-]*")
_ORDINARY_WORDS = """
    aan aangereden als bij client cliënt cliente cliënte daarbij daarna de deze dit door een er
    gebruikt geen geeft gevallen haar heeft hem het hierdoor hij ik in is kan komt krijgt met mijn
    na naar nadat niet nu om omdat onbekend ongeval ongeluk op over partner sinds slachtoffer te
    tegenpartij tijdens toen uit val van vanwege volgens voor wacht wanneer was werd wordt zag zat
    ze zij zijn zoon
"""
_ORDINARY = frozenset(_ORDINARY_WORDS.split())
_TITLE = re.compile(r"\b(?:dhr|mevr|mw|hr|fam|familie|meneer|mevrouw|heer)\.?\s+\Z", re.IGNORECASE)


def fragment(text: str, namen: Iterable[str], longest: int = 300) -> str:
    """Give the note with mail addresses, numbers of four digits or more and names taken out.

    A name is: a word of `namen`, any word after a title, and any word with a capital that is not
    one of the ordinary words a sentence begins with.
    """
    known = {part.casefold() for name in namen for part in _WORD.findall(name) if len(part) > 1}
    clean = _DIGITS.sub("[nummer]", _MAIL.sub("[e-mail]", " ".join(text.split())))

    def mask(found: re.Match[str]) -> str:
        word, before = found[0], clean[: found.start()]
        if word.casefold() in known or _TITLE.search(before):
            return "[naam]"
        named = word[0].isupper() and word.casefold() not in _ORDINARY
        return "[naam]" if named else word

    masked = _WORD.sub(mask, clean)
    return masked if len(masked) <= longest else masked[: longest - 1].rstrip() + "…"
