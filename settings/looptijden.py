"""What runs out: certificates, revocation lists, passwords, root keys; told at 60, 30 and 7 days.

Only files and dates that are here are looked at; nothing is connected. What the recipient's keys
have left says privacy.Ontvangers itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from cryptography import x509

from ledger import Gemeld, RunRow, Sleutelrij
from regres import Problem
from regres.berichten import bericht, zin
from regres.dag import lokale_dag
from settings.agreement import GemeenteInstelling
from settings.load import Settings
from settings.shapes import Regresloket, SftpBron, SoapDeur

#: Days left -> code; each stage a code of its own, so that each is told once.
_TRAPPEN: Final = ((7, "K-0233"), (30, "K-0232"), (60, "K-0231"))
_VERLOPEN: Final = "K-0234"
#: A revocation list that is made this seldom is counted down like a certificate; one that comes
#: every week is told when its successor is overdue.
_ZELDEN: Final = timedelta(days=120)
_WEEK: Final = 7
_JAAR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Looptijd:
    """One thing that runs out.

    soort     clientcertificaat, servercertificaat, ca, crl, geheim or wortelsleutel
    deur      what is behind it: bron, loket or mail; "" for a root key
    naam      which one: a file, a version
    laatste   the last day on which it can be used
    vroegst   days before that day from which it is told at all
    """

    soort: str
    deur: str
    naam: str
    laatste: date
    waar: str
    bron: str = ""
    vroegst: int = _TRAPPEN[-1][0]

    def meld(self, vandaag: date) -> Iterator[Gemeld]:
        """Tell it, in the stage it is in; nothing while there is time."""
        left = (self.laatste - vandaag).days
        if left < 0:
            yield self._gemeld(_VERLOPEN, left)
            return
        code = next((code for days, code in _TRAPPEN if left <= days), "")
        if code and left <= self.vroegst:
            yield self._gemeld(code, left)

    def _gemeld(self, code: str, left: int) -> Gemeld:
        case = {0: "vandaag", 1: "morgen"}.get(left, "") if code == "K-0233" else ""
        return Gemeld(self._problem(code, case, left), self.bron, f"{self.soort} {self.naam}")

    def _problem(self, code: str, case: str, left: int) -> Problem:
        door = self._deur()
        return bericht(
            code,
            case,
            waar=self.waar,
            dagen=left,
            dag=f"{self.laatste:%d-%m-%Y}",
            wat=zin(f"loopt_{self.soort}", naam=self.naam, deur=door),
            gevolg=zin(f"gevolg_{self.soort}", deur=door),
            doe=zin(f"doe_{self.soort}"),
        )

    def _deur(self) -> object:
        return zin(f"deur_{self.deur}", bron=self.bron) if self.deur else ""


def van_de_dienst(settings: Settings) -> Iterator[Looptijd]:
    """Give what runs out of the installation: the way to the Regresloket, and the mail server's."""
    target = settings.dienst.bestemming
    if isinstance(target, Regresloket):
        place = partial(settings.boom.bij, "bestemming")
        yield from _tls(settings, target, "loket", place)
    if (mail := settings.dienst.mail) is not None:
        place = partial(settings.boom.bij, "mail")
        end = ca_tot(settings.pad(mail.ca))
        yield from _met("ca", "mail", mail.ca, end, place("ca"), "")
        if mail.verloopt is not None:
            who = mail.gebruiker or mail.server
            yield Looptijd("geheim", "mail", who, mail.verloopt, place("verloopt"))


def van_de_gemeente(
    settings: Settings,
    een: GemeenteInstelling,
    sleutels: Sequence[Sleutelrij],
    runs: Iterable[RunRow],
) -> Iterator[Looptijd]:
    """Give what runs out of a municipality.

    sleutels  the root keys as the ledger knows them
    runs      the last run of each slot: a StUF server shows its certificate at every read
    """
    yield from _wortelsleutel(settings, een, sleutels)
    if (access := een.blok.regresloket) is not None and access.verloopt is not None:
        where = een.boom.bij("regresloket", "verloopt")
        yield Looptijd("geheim", "loket", access.client, access.verloopt, where)
    for naam, bron in een.blok.bronnen.items():
        place = partial(een.boom.bij, "bronnen", naam)
        if isinstance(bron, SoapDeur):
            yield from _tls(settings, bron, "bron", place, naam)
            yield from _aanmelding(settings, bron, place, naam)
        elif isinstance(bron, SftpBron) and bron.verloopt is not None:
            where = place("verloopt")
            yield Looptijd("geheim", "bron", bron.gebruiker, bron.verloopt, where, naam)
    yield from _servers(een, runs)


def gemeld(items: Iterable[Looptijd], vandaag: date) -> list[Gemeld]:
    """Tell all that has little time left."""
    return [one for item in items for one in item.meld(vandaag)]


def _tls(
    settings: Settings, blok: Regresloket | SoapDeur, deur: str, place: partial[str], bron: str = ""
) -> Iterator[Looptijd]:
    if blok.clientcertificaat is not None:
        end = certificaat_tot(settings.pad(blok.clientcertificaat))
        where = place("clientcertificaat")
        yield from _met("clientcertificaat", deur, blok.clientcertificaat, end, where, bron)
    yield from _met("ca", deur, blok.ca, ca_tot(settings.pad(blok.ca)), place("ca"), bron)
    if blok.crl is not None:
        yield from _crl(settings.pad(blok.crl), deur, blok.crl, place("crl"), bron)


def _aanmelding(
    settings: Settings, bron: SoapDeur, place: partial[str], naam: str
) -> Iterator[Looptijd]:
    """Give the passwords above TLS, and the certificate that signs."""
    blok = bron.beveiliging
    for key, login in (("basic", blok.basic), ("usernametoken", blok.usernametoken)):
        if login is not None and login.verloopt is not None:
            where = place("beveiliging", key, "verloopt")
            yield Looptijd("geheim", "bron", login.gebruiker, login.verloopt, where, naam)
    if (signing := blok.handtekening) is not None:
        end = certificaat_tot(settings.pad(signing.certificaat))
        where = place("beveiliging", "handtekening", "certificaat")
        yield from _met("clientcertificaat", "bron", signing.certificaat, end, where, naam)


def _met(
    soort: str, deur: str, naam: str, end: datetime | None, where: str, bron: str
) -> Iterator[Looptijd]:
    if end is not None:
        yield Looptijd(soort, deur, naam, _laatste(end), where, bron)


def _crl(file: Path, deur: str, naam: str, where: str, bron: str) -> Iterator[Looptijd]:
    """Give the list that ends first; how early that is told depends on how often it is made."""
    found = crl_tijden(file)
    if found is not None:
        made, end = found
        often = end - made
        early = _TRAPPEN[-1][0] if often >= _ZELDEN else min(_WEEK, max(1, often.days // 3))
        yield Looptijd("crl", deur, naam, _laatste(end), where, bron, early)


def _wortelsleutel(
    settings: Settings, een: GemeenteInstelling, sleutels: Sequence[Sleutelrij]
) -> Iterator[Looptijd]:
    present = max(een.blok.sleutels)
    since = next((row.sinds for row in sleutels if row.versie == present), None)
    if since is not None:
        end = since + settings.dienst.wortelsleutel_jaren * _JAAR
        where = een.boom.bij("sleutels", present)
        yield Looptijd("wortelsleutel", "", str(present), _laatste(end), where)


def _servers(een: GemeenteInstelling, runs: Iterable[RunRow]) -> Iterator[Looptijd]:
    ends: dict[str, date] = {}
    for run in sorted(runs, key=lambda run: run.id):
        if told := run.proof.get("details", {}).get("servercertificaat_tot"):
            ends[run.bronset] = date.fromisoformat(told)
    for naam, bron in een.blok.bronnen.items():
        if isinstance(bron, SoapDeur) and naam in ends:
            where = een.boom.bij("bronnen", naam, "adres")
            yield Looptijd("servercertificaat", "bron", naam, ends[naam], where, naam)


# -- files ----------------------------------------------------------------------------------------


def certificaat_tot(file: Path) -> datetime | None:
    """Give when the first certificate of a file ends; None for what no run could use either."""
    try:
        return x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc
    except (OSError, ValueError):
        return None


def ca_tot(file: Path) -> datetime | None:
    """Give when the last authority of a file ends: an old root may stand beside its successor."""
    try:
        known = x509.load_pem_x509_certificates(file.read_bytes())
    except (OSError, ValueError):
        return None
    return max((one.not_valid_after_utc for one in known), default=None)


def crl_tijden(file: Path) -> tuple[datetime, datetime] | None:
    """Give when the revocation list of a file was made, and until when it holds; the first to end.

    A file may hold the lists of several authorities, one after the other.
    """
    try:
        parts = file.read_bytes().split(b"-----END X509 CRL-----")[:-1]
        lists = [x509.load_pem_x509_crl(part + b"-----END X509 CRL-----\n") for part in parts]
    except (OSError, ValueError):
        return None
    ends = ((one.last_update_utc, one.next_update_utc) for one in lists)
    known = ((made, end) for made, end in ends if end is not None)
    return min(known, key=lambda times: times[1], default=None)


def _laatste(end: datetime) -> date:
    """Give the last whole or part of a day in the Netherlands before this moment."""
    return lokale_dag(end - timedelta(seconds=1))
