"""What the files of config/ must agree on: between fields, between files, and with the disk."""

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from connectors.profielen import namen
from regres import Problem
from regres.berichten import bericht
from regres.waarde import dataclass
from settings.proefroot import proefroot
from settings.retour import retour_klopt
from settings.shapes import (
    Dienst,
    GemeenteBlok,
    MapBron,
    Regresloket,
    Rem,
    RetourSftp,
    SftpBron,
    SoapBron,
    SoapDeur,
    StufBron,
)
from settings.soapafspraken import soap_klopt
from settings.tree import Boom
from settings.werkmap import gedeeld


@dataclass(frozen=True, slots=True)
class GemeenteInstelling:
    """One municipality's file: its path below config/, its values, and where each stands."""

    bestand: str
    blok: GemeenteBlok
    boom: Boom = field(repr=False, compare=False)

    @property
    def identiteit(self) -> str:
        """Give the code at onboarding: the ledger's name for this municipality."""
        return self.blok.identiteit or self.blok.gemeentecode


def agree(
    config: Path,
    dienst: tuple[Dienst, Boom] | None,
    gemeenten: Iterable[GemeenteInstelling],
    vandaag: date,
) -> Iterator[Problem]:
    """Give everything that does not agree; without `dienst` only what can be told without it."""
    files = list(gemeenten)
    yield from _folder(config / "gemeenten")
    if dienst is not None:
        yield from _destination(*dienst)
        yield from _proefbestemming(config, *dienst, files)
        yield from _mail(*dienst)
    yield from _lijsten(config, dienst[0] if dienst else None, files)
    seen: dict[str, str] = {}
    for one in files:
        yield from _alone(config, one)
        yield from _nog_te_nemen(one, vandaag)
        if dienst is not None:
            yield from _with_service(dienst[0], one)
        other = seen.setdefault(one.identiteit, one.bestand)
        if other != one.bestand:
            where = one.boom.bij("identiteit" if one.blok.identiteit else "gemeentecode")
            yield bericht("C-0202", waar=where, identiteit=one.identiteit, ander=other)


# -- one file, and the files around it ----------------------------------------------------------


def _folder(folder: Path) -> Iterator[Problem]:
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    for name in names:
        if name.endswith(".yml"):
            yield bericht("C-0212", waar=f"gemeenten/{name}")
    if not any(name.endswith((".yaml", ".yml")) for name in names):
        yield bericht("C-0201", waar="gemeenten/")


def _alone(config: Path, one: GemeenteInstelling) -> Iterator[Problem]:
    blok, boom = one.blok, one.boom
    if not Path(one.bestand).name.startswith(f"{blok.gemeentecode}-"):
        yield bericht("C-0203", waar=boom.bij("gemeentecode"), code=blok.gemeentecode)
    if blok.stand == "actief" and blok.actief is None:
        yield bericht("C-0204", waar=boom.bij("stand"))
    if blok.tekst_alleen == "versturen" and blok.tekst_besluit is None:
        yield bericht("C-0217", waar=boom.bij("tekst_alleen"))
    if blok.werklijst is not None and blok.inzagesleutel is not None:
        yield bericht("C-0218", waar=boom.bij("werklijst"))
    if _own_brake(blok.rem) and not blok.rem.waarom:
        yield bericht("C-0206", waar=boom.bij("rem"))
    for name, bron in blok.bronnen.items():
        yield from _mapping(config, one, name, bron)
        yield from _proefbron(config, one, name, bron)
        if isinstance(bron, SoapDeur):
            yield from soap_klopt(boom, name, bron)
        if bron.rol == "kosten":
            yield bericht("C-0251", waar=boom.bij("bronnen", name, "rol"))
        if isinstance(bron, SftpBron) and (bron.sleutel is None) == (bron.wachtwoord is None):
            yield bericht("C-0208", waar=boom.bij_sleutel("bronnen", name))


def _nog_te_nemen(one: GemeenteInstelling, vandaag: date) -> Iterator[Problem]:
    """Give the decisions that nobody can have made yet: a day to come is a slip, or a promise."""
    blok, boom = one.blok, one.boom
    if blok.tekst_besluit is not None and blok.tekst_besluit.datum > vandaag:
        yield bericht("C-0221", waar=boom.bij("tekst_besluit", "datum"))
    if blok.stand == "actief" and blok.actief is not None and blok.actief.sinds > vandaag:
        yield bericht("C-0221", "actief", waar=boom.bij("actief", "sinds"))


def _lijsten(
    config: Path, dienst: Dienst | None, files: Iterable[GemeenteInstelling]
) -> Iterator[Problem]:
    known = list(files)
    for one in known:
        others = [other.blok for other in known if other is not one]
        lijst = one.blok.werklijst
        if lijst is not None and gedeeld(config, dienst, lijst, one.blok, others):
            yield bericht("C-0219", waar=one.boom.bij("werklijst"))
        yield from retour_klopt(config, dienst, one.blok, one.boom, others)


def _proefbron(
    config: Path, one: GemeenteInstelling, name: str, bron: SoapDeur | SftpBron | MapBron
) -> Iterator[Problem]:
    if isinstance(bron, SoapDeur) and one.blok.stand == "actief" and proefroot(config / bron.ca):
        yield bericht("C-0223", waar=one.boom.bij("bronnen", name, "ca"))


def _proefbestemming(
    config: Path, dienst: Dienst, boom: Boom, files: Iterable[GemeenteInstelling]
) -> Iterator[Problem]:
    target = dienst.bestemming
    if not isinstance(target, Regresloket) or not proefroot(config / target.ca):
        return
    if any(one.blok.stand == "actief" for one in files):
        yield bericht("C-0223", waar=boom.bij("bestemming", "ca"))


def _own_brake(rem: Rem) -> bool:
    return rem.nieuw is not None or rem.aandeel > Rem().aandeel


def _mapping(
    config: Path, one: GemeenteInstelling, name: str, bron: SoapDeur | SftpBron | MapBron
) -> Iterator[Problem]:
    where = one.boom.bij("bronnen", name, "mapping")
    if Path(bron.mapping).name != bron.mapping:
        yield bericht("C-0213", waar=where)
    elif not (config / "mappings" / f"{bron.mapping}.yaml").is_file():
        yield bericht("C-0207", waar=where, naam=bron.mapping)


# -- with the service -----------------------------------------------------------------------------


def _destination(dienst: Dienst, boom: Boom) -> Iterator[Problem]:
    target = dienst.bestemming
    if isinstance(target, Regresloket):
        yield from _reachable(dienst, hostpoort(target.adres), boom.bij("bestemming", "adres"))
        if (target.clientcertificaat is None) != (target.clientsleutel is None):
            yield bericht("C-0214", waar=boom.bij_sleutel("bestemming"))


def _mail(dienst: Dienst, boom: Boom) -> Iterator[Problem]:
    mail = dienst.mail
    if mail is None:
        return
    yield from _reachable(dienst, _met_poort(mail.server, mail.poort), boom.bij("mail", "server"))
    if (mail.gebruiker is None) != (mail.wachtwoord is None):
        yield bericht("C-0231", waar=boom.bij_sleutel("mail"))


def _with_service(dienst: Dienst, one: GemeenteInstelling) -> Iterator[Problem]:
    target = dienst.bestemming
    if one.blok.mail and dienst.mail is None:
        yield bericht("C-0232", waar=one.boom.bij("mail"))
    by_certificate = isinstance(target, Regresloket) and target.clientcertificaat is not None
    if isinstance(target, Regresloket) and one.blok.regresloket is None and not by_certificate:
        yield bericht("C-0205", waar=f"{one.bestand}:1:1")
    for name, bron in one.blok.bronnen.items():
        match bron:
            case StufBron():
                where = one.boom.bij("bronnen", name, "adres")
                yield from _reachable(dienst, hostpoort(bron.adres), where)
                if bron.personen is not None and bron.personen.adres is not None:
                    where = one.boom.bij("bronnen", name, "personen", "adres")
                    yield from _reachable(dienst, hostpoort(bron.personen.adres), where)
                if bron.profiel is not None and bron.profiel not in namen():
                    where = one.boom.bij("bronnen", name, "profiel")
                    yield bericht("C-0243", waar=where, namen=", ".join(namen()))
                if bron.wsdl is not None and bron.wsdl not in dienst.wsdl:
                    where = one.boom.bij("bronnen", name, "wsdl")
                    yield bericht("C-0241", waar=where, naam=bron.wsdl)
            case SoapBron():
                where = one.boom.bij("bronnen", name, "adres")
                yield from _reachable(dienst, hostpoort(bron.adres), where)
            case SftpBron():
                where = one.boom.bij("bronnen", name, "host")
                yield from _reachable(dienst, _met_poort(bron.host, bron.poort), where)
    if isinstance(one.blok.retour, RetourSftp):
        address = _met_poort(one.blok.retour.host, one.blok.retour.poort)
        yield from _reachable(dienst, address, one.boom.bij("retour", "host"))


def _reachable(dienst: Dienst, address: str, where: str) -> Iterator[Problem]:
    if address not in dienst.uitgaand:
        yield bericht("C-0209", waar=where, adres=address)
    if dienst.eigen_computer is None and _is_loopback(address.rpartition(":")[0].strip("[]")):
        yield bericht("C-0215", waar=where)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.rstrip(".") == "localhost" or host.endswith(".localhost")


def hostpoort(url: str) -> str:
    """Give host:port of an https address, as `uitgaand` writes it."""
    parts = urlsplit(url)
    return _met_poort(parts.hostname or "", parts.port or 443)


def _met_poort(host: str, port: int) -> str:
    return f"[{host}]:{port}".lower() if ":" in host else f"{host}:{port}".lower()
