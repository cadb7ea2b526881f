"""Who looks or decides, and why: texts that stand in a log for good, and so hold no person."""

import re

from privacy.mask import looks_like_bsn
from regres import Handelend, UsageProblem
from regres.berichten import bericht, zin

#: The most characters of a name and of a reason.
NAAM_LANG, REDEN_LANG = 200, 1000
#: Nine digits, however they are set apart; or eight in a row: a BSN that lost its leading zero.
_BSN = re.compile(r"(?<!\d)(?:\d(?:[ .-]?\d){8}|\d{8})(?!\d)")


def kijkend(wie: str | None, rol: str) -> Handelend:
    """Give who looks, of whom no reason is asked; UsageProblem (C-0033) when there is no name."""
    if wie and wie.strip():
        return Handelend(_bewaarbaar(wie.strip(), NAAM_LANG), str(rol))
    raise UsageProblem(bericht("C-0033"))


def handelend(wie: str | None, rol: str, reden: str | None) -> Handelend:
    """Give who acts, trimmed; UsageProblem (C-0008) when name or reason is missing or empty."""
    who, why = (wie or "").strip(), (reden or "").strip()
    if who and why:
        return Handelend(_bewaarbaar(who, NAAM_LANG), str(rol), _bewaarbaar(why, REDEN_LANG))
    raise UsageProblem(bericht("C-0008"))


def _bewaarbaar(text: str, longest: int) -> str:
    """Give a text that may stand in a log for good and be shown in a terminal.

    Raises UsageProblem: signs that are not printed, nothing but signs, or too long (C-0037); a
    number that may be a BSN (C-0038).
    """
    if any(looks_like_bsn(re.sub(r"\D", "", found[0])) for found in _BSN.finditer(text)):
        raise UsageProblem(bericht("C-0038"))
    if len(text) > longest:
        raise UsageProblem(bericht("C-0037", waarom=zin("tekst_te_lang")))
    if not text.isprintable() or not any(sign.isalnum() for sign in text):
        raise UsageProblem(bericht("C-0037", waarom=zin("tekst_onleesbaar")))
    return text
