"""A mail as it goes out: text only, no persons, headers in which nothing can be put.

Text only, for a mail that looks like one of ours must not teach anyone to click, and so that every
program shows the same.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from console.post.lezers import Lezers
from console.post.overzicht import Overzicht
from regres.dag import NEDERLAND
from regres.tonen import toonbaar, toonbare_regels

_ONDERAAN: Final = (
    "Meer zien: regresbrug status --problemen",
    "Wat een code betekent: regresbrug problemen CODE",
    "",
    "In deze mail staan geen persoonsgegevens. Het is een automatisch bericht.",
    "Antwoorden worden niet gelezen.",
)


def overzichtsbrief(
    wie: Lezers, wat: Overzicht, delen: Sequence[str], van: str, now: datetime, ledger_id: str
) -> EmailMessage:
    """Write the digest for one group of readers."""
    day = now.astimezone(NEDERLAND)
    text = [f"{_aanhef(wat)} Stand van {day:%d-%m-%Y %H:%M}.", "", *delen, *_ONDERAAN]
    known = (ledger_id, wie.aan, f"{day:%Y-%m-%d}", *wat.er, "/", *wat.weg)
    made = _brief(f"Regresbrug {wie.naam}: {onderwerp(wat)}", van, wie.adressen, now, known)
    made.set_content(toonbare_regels("\n".join(text)) + "\n", cte="quoted-printable")
    return made


def proefbrief(wie: Lezers, van: str, now: datetime) -> EmailMessage:
    """Write a mail that only shows that mail arrives."""
    made = _brief(f"Regresbrug {wie.naam}: proefmail", van, wie.adressen, now, (now, wie.aan))
    made.set_content(
        "Dit is een proefmail van Regresbrug. U krijgt hem omdat uw adres is ingevuld.\n"
        "U hoeft niets te doen.\n\n" + "\n".join(_ONDERAAN[3:]) + "\n",
        cte="quoted-printable",
    )
    return made


def ankerbrief(anker: str, van: str, aan: Sequence[str], now: datetime) -> EmailMessage:
    """Write the end of the audit trail to whoever keeps it outside of here.

    anker  one line of JSON: unwrapped and in the clear, so that `audit verify --anker` reads the
           mail as it was saved
    """
    day = now.astimezone(NEDERLAND)
    made = _brief(f"Regresbrug: anker van het auditspoor {day:%d-%m-%Y}", van, aan, now, (anker,))
    made.set_content(
        "Bewaar deze mail, op een plaats waar de beheerder van Regresbrug niet bij kan.\n"
        "Wie het auditspoor later afknipt of verandert, past niet meer bij deze regel:\n\n"
        f"{anker}\n\n"
        "Controleren: regresbrug audit verify --anker DEZE_MAIL\n"
        "In deze mail staan geen persoonsgegevens.\n",
        cte="7bit",
    )
    return made


def onderwerp(wat: Overzicht) -> str:
    """Say in a few words what it is about."""
    if wat.stuk:
        return "het overzicht is niet heel"
    if not (wat.nieuw or wat.open):
        return "hersteld, er is niets meer mis"
    parts = [f"{len(wat.nieuw)} nieuw"] if wat.nieuw else []
    parts += [f"{len(wat.hersteld)} hersteld"] if wat.hersteld else []
    parts += [f"{len(wat.open)} nog open"] if wat.open else []
    return ", ".join(parts)


def _aanhef(wat: Overzicht) -> str:
    if wat.stuk:
        return "Regresbrug kan niet lezen wat er mis is. Kijk hier vandaag naar."
    if wat.nieuw:
        many = "Er is 1 nieuw probleem." if len(wat.nieuw) == 1 else _aantal(len(wat.nieuw))
        return f"{many} Kijk hier vandaag naar."
    if wat.open:
        return "Er is niets nieuws. Er staat nog wel iets open."
    return "Alles wat open stond, is hersteld."


def _aantal(count: int) -> str:
    return f"Er zijn {count} nieuwe problemen."


def _brief(
    subject: str, van: str, aan: Sequence[str], now: datetime, known: Iterable[object]
) -> EmailMessage:
    """Make the headers; a name from the configuration is shown with every sign in it."""
    made = EmailMessage(policy=SMTP)
    made["Subject"] = toonbaar(subject)[:200]
    made["From"] = van
    made["To"] = ", ".join(aan)
    made["Date"] = format_datetime(now)
    # The same mail that is offered twice is one mail to a program that knows its name.
    name = hashlib.sha256("|".join(map(str, known)).encode()).hexdigest()[:32]
    made["Message-ID"] = f"<{name}@{van.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    return made
