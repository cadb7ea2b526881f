"""Doors in and out, walked by themselves; here their steps get their place, advice and time."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlsplit

from mappings import Plan
from pipeline.verantwoording import Lezing
from regres import (
    ConfigProblem,
    Problem,
    ProtectionStop,
    RegresbrugError,
    SinkError,
    SourceError,
    Step,
)
from regres.berichten import bericht
from settings.doors import (
    SomeBron,
    Stekker,
    connector_van,
    mailserver_van,
    retour_van,
    sink_van,
    werklijst_van,
)
from settings.keuring.advies import advies
from settings.keuring.certificaat import bekijk
from settings.keuring.stap import Advies, Deel, Stap, Uitkomst, fout, gelukt, niet_geprobeerd
from settings.keuring.tijdslot import Verstreken, begrensd
from settings.keuring.wereld import Wereld
from settings.plug import logboek_van
from settings.shapes import (
    MapBron,
    Regresloket,
    RetourMap,
    RetourSftp,
    SftpBron,
    SoapBron,
    StufBron,
    Uitmap,
)

_EXIT = {
    Deel.BRON: SourceError.exit_code,
    Deel.SINK: SinkError.exit_code,
    Deel.MAIL: SinkError.exit_code,
}
#: The steps after which it helps to see the certificate that was refused.
_CERTIFICAAT = frozenset({"certificaatketen", "certificaatnaam", "geldigheid"})


class Deur(Protocol):
    """What a source and a way out have in common: steps that can be walked."""

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the steps in order."""
        ...

    def check(self, geduld: float) -> Iterator[Step]:
        """Walk them; the first that fails is the last."""
        ...


def bron_stappen(
    stekker: Stekker, naam: str, plan: Plan | None, wereld: Wereld, dicht: bool
) -> Iterator[Stap]:
    """Walk one source; without a plan nothing can be asked of it.

    dicht  the Logboek dataverwerkingen cannot be written, as was told: the source is not read
    """
    blok = stekker.een.blok
    way = _bron(blok.bronnen[naam])
    walk = Wandeling(stekker, wereld, Deel.BRON, f"{blok.naam}/{naam}", way)
    if plan is None:
        yield walk.wacht("instellingen", "wacht op: mapping")
        yield walk.wacht("verbinden en lezen", "wacht op: mapping")
        return
    lezing = Lezing(logboek_van(stekker.settings, stekker.een), wereld.klok)
    yield from walk.loop(
        lambda: connector_van(stekker, naam, plan),
        lambda deur: walk.leeg(deur, "logboek") if dicht else walk.lees(deur, lezing),
    )


def sink_stappen(stekker: Stekker, kids: tuple[str, ...], wereld: Wereld) -> Iterator[Stap]:
    """Walk the way out; nothing is delivered."""
    way = _uit(stekker.settings.dienst.bestemming)
    plek = f"{stekker.een.blok.naam}/{'loket' if way.host else 'uitmap'}"
    walk = Wandeling(stekker, wereld, Deel.SINK, plek, way)
    yield from walk.loop(lambda: sink_van(stekker, kids), walk.door)


def werklijst_stap(stekker: Stekker) -> Iterator[Stap]:
    """Look at the folder of the werklijst, where there is one; it is on this machine."""
    lijst = werklijst_van(stekker.settings, stekker.een)
    if lijst is None:
        return
    step, plek = lijst.check(), stekker.een.blok.naam
    if step.gelukt:
        yield gelukt(Deel.SINK, plek, step.naam, step.toelichting)
    else:
        yield fout(Deel.SINK, plek, step.naam, _EXIT[Deel.SINK], *step.problems)


def mail_stappen(stekker: Stekker, wereld: Wereld, *, gevraagd: bool) -> Iterator[Stap]:
    """Walk the way to the mail server; no mail is sent.

    gevraagd  mail was asked for by name: then it is told as well that there is none
    """
    mail, plek = stekker.settings.dienst.mail, f"{stekker.een.blok.naam}/mail"
    if mail is None:
        if gevraagd:
            yield gelukt(Deel.MAIL, plek, "instellingen", "niet ingesteld; dat mag")
        return
    aan = (*mail.beheer, *stekker.een.blok.mail)
    way = Weg("mail", f"{mail.server}:{mail.poort}")
    walk = Wandeling(stekker, wereld, Deel.MAIL, plek, way)
    yield from walk.loop(
        lambda: mailserver_van(stekker.settings, mail, wereld.omgeving, aan), walk.door
    )


def retour_stappen(stekker: Stekker, wereld: Wereld) -> Iterator[Stap]:
    """Walk to the return place, where there is one; a file is written there and taken away."""
    blok = stekker.een.blok
    if blok.retour is not None:
        way = _terug(blok.retour)
        walk = Wandeling(stekker, wereld, Deel.SINK, f"{blok.naam}/retour", way)
        yield from walk.loop(lambda: _retour(stekker), walk.door)


def _retour(stekker: Stekker) -> Deur:
    retour = retour_van(stekker, meteen=True)
    if retour is None:
        raise AssertionError("asked for only where there is one")
    return retour


@dataclass(frozen=True, slots=True)
class Weg:
    """Through which kind of door, and where it leads; host "" = there is no TLS on the way."""

    soort: str
    waar: str
    host: str = ""
    poort: int = 0


def _bron(bron: SomeBron) -> Weg:
    match bron:
        case StufBron(adres=url) | SoapBron(adres=url):
            return _https(bron.soort, url)
        case SftpBron(host=host, poort=poort):
            return Weg("sftp", f"{host}:{poort}")
        case MapBron(map=folder):
            return Weg("map", folder)


def _uit(target: Regresloket | Uitmap) -> Weg:
    if isinstance(target, Regresloket):
        return _https(target.soort, target.adres)
    return Weg("uitmap", target.map)


def _terug(retour: RetourSftp | RetourMap) -> Weg:
    if isinstance(retour, RetourSftp):
        return Weg("sftp", f"{retour.host}:{retour.poort}")
    return Weg("map", retour.map)


def _https(soort: str, url: str) -> Weg:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    return Weg(soort, f"{host}:{port}", host, port)


class Wandeling:
    """One walk: whose, of which part, and which way."""

    def __init__(self, stekker: Stekker, wereld: Wereld, deel: Deel, plek: str, weg: Weg) -> None:
        self._stekker = stekker
        self._wereld = wereld
        self._deel = deel
        self._plek = plek
        self._weg = weg

    def wacht(self, naam: str, waarom: str) -> Stap:
        """Make a step that was not reached."""
        return niet_geprobeerd(self._deel, self._plek, naam, waarom)

    def leeg(self, deur: Deur, waarop: str) -> Iterator[Stap]:
        """Take no step: they all wait for another."""
        return self._rest(deur.stappen, waarop)

    def lees(self, deur: Deur, lezing: Lezing) -> Iterator[Stap]:
        """Walk through a source, which reads of it: accounted for as every read is."""
        walked = False
        try:
            with lezing:
                walked = True
                for stap in self.door(deur):
                    if stap.uitkomst is Uitkomst.FOUT:
                        lezing.mislukt()
                    yield stap
        except ProtectionStop as closed:
            yield fout(self._deel, self._plek, "logboek", closed.exit_code, *closed.problems)
            yield from () if walked else self.leeg(deur, "logboek")

    def loop(
        self, maak: Callable[[], Deur], door: Callable[[Deur], Iterator[Stap]]
    ) -> Iterator[Stap]:
        """Make the door, and walk through it as far as it goes."""
        try:
            deur = maak()
        except RegresbrugError as wrong:
            yield fout(self._deel, self._plek, "instellingen", wrong.exit_code, *wrong.problems)
            yield self.wacht("verbinden en lezen", "wacht op: instellingen")
            return
        yield gelukt(self._deel, self._plek, "instellingen", f"{self._weg.soort}: {self._weg.waar}")
        if self._wereld.offline:
            yield from (self.wacht(naam, "--offline") for naam in deur.stappen)
            return
        yield from door(deur)

    def door(self, deur: Deur) -> Iterator[Stap]:
        """Give every step there is: those that were walked, and those behind one that failed."""
        names, done, failed = deur.stappen, 0, ""
        begun = time.monotonic()
        try:
            for step in begrensd(deur.check(self._wereld.geduld), self._wereld.geduld):
                yield self._stap(step, time.monotonic() - begun)
                begun, done = time.monotonic(), done + 1
                failed = "" if step.gelukt else step.naam
        except Verstreken:
            failed = names[min(done, len(names) - 1)]
            yield self._te_lang(failed, time.monotonic() - begun)
            done += 1
        except ConfigProblem as wrong:
            failed = names[min(done, len(names) - 1)]
            yield fout(self._deel, self._plek, failed, wrong.exit_code, *wrong.problems)
            done += 1
        yield from self._rest(names[done:], failed)

    def _rest(self, names: Sequence[str], failed: str) -> Iterator[Stap]:
        for naam in names:
            yield self.wacht(naam, f"wacht op: {failed}")

    def _stap(self, step: Step, seconden: float) -> Stap:
        if step.gelukt:
            how, code = (Uitkomst.LET_OP, 1) if step.problems else (Uitkomst.GELUKT, 0)
            told = step.toelichting
        else:
            how, code, told = Uitkomst.FOUT, self._exit(step), self._gezien(step)
        return Stap(
            *(self._deel, self._plek, step.naam, how, told, self._met_plaats(step), code, seconden),
            self._advies(step.naam) if step.problems else Advies(),
        )

    def _exit(self, step: Step) -> int:
        """Give the exit code that a run would end with; what names none is of this side."""
        return step.exit_code or _EXIT[self._deel]

    def _met_plaats(self, step: Step) -> tuple[Problem, ...]:
        """Say of a problem that has no place of its own which way it stands on."""
        return tuple(replace(one, waar=one.waar or self._weg.waar) for one in step.problems)

    def _gezien(self, step: Step) -> str:
        """Look at the certificate that was refused: who issued it, for whom, until when."""
        way = self._weg
        if step.naam not in _CERTIFICAAT or not way.host:
            return step.toelichting
        shown = bekijk(way.host, way.poort, self._stekker.uitgaand(), self._wereld.geduld)
        return shown.zin(step.naam, way.host) if shown else step.toelichting

    def _te_lang(self, naam: str, seconden: float) -> Stap:
        return Stap(
            *(self._deel, self._plek, naam, Uitkomst.FOUT, ""),
            (bericht("C-0402", waar=self._weg.waar, seconden=round(seconden, 1)),),
            *(_EXIT[self._deel], seconden, self._advies(naam)),
        )

    def _advies(self, naam: str) -> Advies:
        return advies(self._weg.soort, naam, self._weg.waar)
