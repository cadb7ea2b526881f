"""The morning mail of a handler: counts, the first term, and a link; never a person or a case.

One a day for each; who has nothing to do gets none. A mail is noted after it was taken, so a crash
in between sends it once more and never loses it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import Final

from sqlalchemy import Connection, case, func, select
from sqlalchemy.dialects.sqlite import insert

from loket.database import Archief, ochtend, zaak
from loket.problems import problem
from loket.settings import LoketSettings
from loket.zaken import OPEN
from regres import ConfigProblem
from web.look.tekening import dag

#: A term that ends within so many days stands in the mail.
BINNEN: Final = 30
Bezorger = Callable[[EmailMessage, str], None]


@dataclass(frozen=True, slots=True)
class Ochtend:
    """What one handler has to do: counts of his own open cases.

    eerste  the first term that has not passed; None when none is known
    """

    wie: str
    nieuw: int
    ingehaald: int
    opnieuw: int
    binnenkort: int
    eerste: date | None

    @property
    def nodig(self) -> bool:
        """Tell whether there is anything to tell."""
        return any((self.nieuw, self.ingehaald, self.opnieuw, self.binnenkort))


def ochtenden(tx: Connection, vandaag: date) -> list[Ochtend]:
    """Count for every handler who has an open case, in one query."""
    new = zaak.c.advies == ""
    left = func.julianday(zaak.c.termijn_op) - func.julianday(vandaag.isoformat())
    counted = (
        new & ~zaak.c.inhaalslag,
        new & zaak.c.inhaalslag,
        zaak.c.aandacht != "",
        left.between(0, BINNEN),
    )
    sums = [func.sum(case((rule, 1), else_=0)) for rule in counted]
    first = func.min(case((left >= 0, zaak.c.termijn_op)))
    rows = tx.execute(
        select(zaak.c.behandelaar, *sums, first)
        .where(zaak.c.status == OPEN)
        .group_by(zaak.c.behandelaar)
        .order_by(zaak.c.behandelaar)
    )
    return [
        Ochtend(row[0], int(row[1]), int(row[2]), int(row[3]), int(row[4]), _dag(row[5]))
        for row in rows
    ]


def brief(wat: Ochtend, van: str, aan: str, link: str, now: datetime) -> EmailMessage:
    """Write the mail."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = van, aan
    made["Subject"] = f"Regresloket: {wat.nieuw} nieuw, {wat.opnieuw} opnieuw bekijken"
    made["Date"] = format_datetime(now)
    made["Message-ID"] = make_msgid(domain=van.rpartition("@")[2])
    made["Auto-Submitted"] = "auto-generated"
    made.set_content("\n".join(_regels(wat, link)) + "\n")
    return made


def _regels(wat: Ochtend, link: str) -> list[str]:
    counts = {
        "Nieuw binnen, zonder quickscan": wat.nieuw,
        "Ingehaald, zonder quickscan": wat.ingehaald,
        "Opnieuw bekijken": wat.opnieuw,
        f"Termijn loopt af binnen {BINNEN} dagen": wat.binnenkort,
    }
    lines = [f"{name}: {count}" for name, count in counts.items() if count]
    first = [f"Eerste termijn: {dag(wat.eerste)}"] if wat.eerste else []
    return [
        "Goedemorgen,",
        "",
        "Op uw naam staat bij het Regresloket:",
        "",
        *lines,
        *first,
        "",
        link,
    ]


class Ronde:
    """One round of morning mails."""

    def __init__(self, settings: LoketSettings, vandaag: date) -> None:
        """Open the database; ConfigProblem when there is no post."""
        if settings.post is None:
            raise ConfigProblem(problem("Z-0040"))
        self._post, self._vandaag = settings.post, vandaag
        self._archief = Archief(settings.database)

    def close(self) -> None:
        """Close it."""
        self._archief.close()

    def stuur(self, bezorg: Bezorger, now: datetime) -> int:
        """Send what is due, and give how many; raises what *bezorg* raises, and stops there."""
        sent = 0
        for wat, adres in self._aan_de_beurt():
            bezorg(brief(wat, self._post.van, adres, self._post.link, now), adres)
            self._noteer(wat.wie)
            sent += 1
        return sent

    def _aan_de_beurt(self) -> list[tuple[Ochtend, str]]:
        with self._archief.lezen() as tx:
            told = set(tx.scalars(select(ochtend.c.wie).where(ochtend.c.dag >= self._vandaag)))
            found = ochtenden(tx, self._vandaag)
        known = self._post.adressen
        return [
            (o, known[o.wie]) for o in found if o.nodig and o.wie in known and o.wie not in told
        ]

    def _noteer(self, wie: str) -> None:
        row = insert(ochtend).values(wie=wie, dag=self._vandaag)
        with self._archief.schrijven() as tx:
            tx.execute(
                row.on_conflict_do_update(index_elements=["wie"], set_={"dag": self._vandaag})
            )


def _dag(value: date | str | None) -> date | None:
    """Read what the database gives for an expression of a date."""
    return date.fromisoformat(value) if isinstance(value, str) else value
