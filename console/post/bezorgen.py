"""Sends what is due to each group of readers, and remembers in the ledger who knows what.

A mail that was taken is noted after it: a crash in between sends it once more, and never loses it.
A mail server that is down keeps nobody from anything: it is a problem like any other, tried again
later, and its group hears everything then.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Final

import structlog

from console.post.brief import ankerbrief, overzichtsbrief, proefbrief
from console.post.delen import delen, geschreven
from console.post.lezers import Lezers, lezers
from console.post.overzicht import Overzicht, overzicht
from console.post.ritme import aan_de_beurt, dagelijks, mag_proberen
from ledger import Gemeld, Ledger, PostSoort, anker_json
from regres import Problem, SinkError
from regres.berichten import bericht
from settings import Settings
from settings.doors import mailserver_van
from settings.shapes import Mail
from sinks.mail import Post

log = structlog.get_logger()

#: Whom the mail with the anchor goes to, as the ledger knows it.
ANKER: Final = "anker"


@dataclass(frozen=True, slots=True)
class Afloop:
    """What became of one mail.

    problemen  why it did not go, or went to some only
    """

    aan: str
    onderwerp: str
    verstuurd: bool
    problemen: tuple[Problem, ...] = ()


class Postbode:
    """Sends the mails of one installation."""

    def __init__(self, settings: Settings, mail: Mail, ledger: Ledger, post: Post) -> None:
        self._settings = settings
        self._mail = mail
        self._ledger = ledger
        self._post = post

    def ronde(self, now: datetime) -> list[Afloop]:
        """Send every mail that is due; stops at a server that does not answer."""
        return self._alle((self._van(wie, now) for wie in lezers(self._settings)), now, anker=True)

    def stuur(self, now: datetime, aan: Collection[str]) -> list[Afloop]:
        """Send what there is to tell these groups now, whatever the hour."""
        chosen = (wie for wie in lezers(self._settings) if wie.aan in aan)
        return self._alle((self._nu(wie, now) for wie in chosen), now, anker=False)

    def proef(self, now: datetime) -> list[Afloop]:
        """Send a mail that says nothing to every group."""
        return [
            self._bied_aan(proefbrief(wie, self._mail.van, now), wie.aan, wie.adressen)
            for wie in lezers(self._settings)
        ]

    def brief(self, wie: Lezers, now: datetime) -> tuple[Overzicht, EmailMessage]:
        """Write what a group would be told now; nothing is noted."""
        wat = self._wat(wie, now)
        parts = geschreven(delen(wat, self._ledger, wie))
        return wat, overzichtsbrief(wie, wat, parts, self._mail.van, now, self._ledger.ledger_id)

    def _alle(self, mails: Iterable[Afloop | None], now: datetime, *, anker: bool) -> list[Afloop]:
        done = []
        for one in mails:
            done += [one] if one else []
            if one and not one.verstuurd and _server_weg(one.problemen):
                return done
        last = self._anker(now) if anker else None
        return [*done, last] if last else done

    def _van(self, wie: Lezers, now: datetime) -> Afloop | None:
        stand = self._ledger.poststand(PostSoort.OVERZICHT, wie.aan)
        if not mag_proberen(stand, now):
            return None
        wat = self._wat(wie, now)
        return self._nu(wie, now) if aan_de_beurt(stand, wat, self._mail.tijd, now) else None

    def _nu(self, wie: Lezers, now: datetime) -> Afloop | None:
        wat, brief = self.brief(wie, now)
        if not wat.nodig:
            return None
        done = self._bied_aan(brief, wie.aan, wie.adressen)
        self._ledger.noteer_post(PostSoort.OVERZICHT, wie.aan, now, gelukt=done.verstuurd)
        if done.verstuurd:
            self._ledger.vertel(wie.aan, wat.er, wat.weg, now)
        self._meld(wie.aan, done, now)
        return done

    def _wat(self, wie: Lezers, now: datetime) -> Overzicht:
        """Give what they must hear; when that cannot be read, the mail says so."""
        try:
            rows = self._ledger.vertellingen(wie.aan, wie.codes)
        except Exception as wrong:  # whoever is not told anything thinks that all is well
            log.error("overzicht_mislukt", aan=wie.aan, soort=type(wrong).__name__)
            return Overzicht(stuk=type(wrong).__name__)
        return overzicht(rows, wie.aan, now, timedelta(days=self._mail.herhaal_dagen))

    def _anker(self, now: datetime) -> Afloop | None:
        """Send the end of the audit trail, once a day; never that of a trail that lost its end."""
        stand = self._ledger.poststand(PostSoort.ANKER, ANKER)
        due = dagelijks(stand, self._mail.tijd, now) and mag_proberen(stand, now)
        if not (self._mail.anker and due) or self._verdacht():
            return None
        line = json.dumps(anker_json(self._ledger.anchor()) | {"tijd": now.isoformat()})
        mail = ankerbrief(line, self._mail.van, self._mail.anker, now)
        done = self._bied_aan(mail, ANKER, self._mail.anker)
        self._ledger.noteer_post(PostSoort.ANKER, ANKER, now, gelukt=done.verstuurd)
        self._meld(ANKER, done, now)
        return done

    def _verdacht(self) -> bool:
        return self._ledger.teruggezet() or bool(self._ledger.ankers_weg())

    def _bied_aan(self, mail: EmailMessage, aan: str, adressen: tuple[str, ...]) -> Afloop:
        subject = str(mail["Subject"])
        try:
            refused = self._post.verstuur(mail, adressen)
        except SinkError as wrong:
            codes = [one.code for one in wrong.problems]
            log.error("mail_niet_verstuurd", aan=aan, codes=codes)
            return Afloop(aan, subject, verstuurd=False, problemen=wrong.problems)
        log.info("mail_verstuurd", aan=aan, geweigerd=len(refused))
        return Afloop(aan, subject, verstuurd=True, problemen=self._deels(refused, adressen))

    def _deels(self, refused: tuple[int, ...], adressen: tuple[str, ...]) -> tuple[Problem, ...]:
        if not refused:
            return ()
        server, count = self._mail.server, len(refused)
        where = f"{server}:{self._mail.poort}"
        told = bericht("S-0117", "deel", waar=where, host=server, aantal=count, alle=len(adressen))
        return (told,)

    def _meld(self, aan: str, done: Afloop, now: datetime) -> None:
        """Let the mail itself be watched over like anything else."""
        code = "" if aan in ("beheer", ANKER) else aan
        told = [Gemeld(one, onderwerp="mail") for one in done.problemen]
        self._ledger.meld(code, {f"post:{aan}": told}, now)


def postbode_van(
    settings: Settings, ledger: Ledger, omgeving: Mapping[str, str]
) -> Postbode | None:
    """Plug the mail in; None when none is configured. Nothing connects yet."""
    mail = settings.dienst.mail
    if mail is None:
        return None
    return Postbode(settings, mail, ledger, mailserver_van(settings, mail, omgeving, ()))


def _server_weg(problems: Iterable[Problem]) -> bool:
    """Tell whether the server as a whole does not take mail: the next group need not be tried."""
    return any(one.code != "S-0117" for one in problems)
