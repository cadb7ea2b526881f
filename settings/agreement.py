"""What the files of config/ must agree on: between fields, between files, and with the disk."""

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from regres import Problem
from settings.shapes import Dienst, GemeenteBlok, MapBron, Regresloket, Rem, SftpBron, StufBron
from settings.tree import NIET_GESTART, Boom

_GEEN_VERBINDING = "Er wordt geen verbinding mee gemaakt."


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
    config: Path, dienst: tuple[Dienst, Boom] | None, gemeenten: Iterable[GemeenteInstelling]
) -> Iterator[Problem]:
    """Give everything that does not agree; without `dienst` only what can be told without it."""
    files = list(gemeenten)
    yield from _folder(config / "gemeenten")
    if dienst is not None:
        yield from _destination(*dienst)
    seen: dict[str, str] = {}
    for one in files:
        yield from _alone(config, one)
        if dienst is not None:
            yield from _with_service(dienst[0], one)
        other = seen.setdefault(one.identiteit, one.bestand)
        if other != one.bestand:
            wat = f"De identiteit {one.identiteit} staat ook in {other}."
            where = one.boom.bij("identiteit" if one.blok.identiteit else "gemeentecode")
            doe = "Geef elke gemeente een identiteit die niemand anders heeft of had."
            yield Problem("C-0202", wat, where, NIET_GESTART, doe)


# -- one file, and the files around it ----------------------------------------------------------


def _folder(folder: Path) -> Iterator[Problem]:
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    for name in names:
        if name.endswith(".yml"):
            wat = "Dit bestand wordt niet gelezen: de naam eindigt op .yml."
            doe = "Laat de naam eindigen op .yaml."
            yield Problem("C-0212", wat, f"gemeenten/{name}", NIET_GESTART, doe)
    if not any(name.endswith((".yaml", ".yml")) for name in names):
        doe = "Maak een bestand gemeenten/<code>-<naam>.yaml, of gebruik `regresbrug init`."
        yield Problem("C-0201", "Er is nog geen gemeente.", "gemeenten/", NIET_GESTART, doe)


def _alone(config: Path, one: GemeenteInstelling) -> Iterator[Problem]:
    blok, boom = one.blok, one.boom
    if not Path(one.bestand).name.startswith(f"{blok.gemeentecode}-"):
        doe = f"Noem het bestand {blok.gemeentecode}-<naam>.yaml."
        wat = "De bestandsnaam begint niet met de gemeentecode die erin staat."
        yield Problem("C-0203", wat, boom.bij("gemeentecode"), NIET_GESTART, doe)
    if blok.stand == "actief" and blok.actief is None:
        doe = "Schrijf onder actief: sinds welke dag, en wie dat besloot en waarom."
        wat = "De stand is actief zonder besluit."
        yield Problem("C-0204", wat, boom.bij("stand"), NIET_GESTART, doe)
    if blok.tekst_alleen == "versturen" and blok.tekst_besluit is None:
        doe = "Schrijf bij tekst_besluit: wie, rol (consulent of fg), datum en waarom."
        wat = "Op tekst alleen versturen kan niet zonder besluit met een naam."
        yield Problem("C-0217", wat, boom.bij("tekst_alleen"), NIET_GESTART, doe)
    if _own_brake(blok.rem) and not blok.rem.waarom:
        doe = "Schrijf bij rem: waarom er een eigen getal staat."
        yield Problem("C-0206", "Een eigen rem zonder reden.", boom.bij("rem"), NIET_GESTART, doe)
    for name, bron in blok.bronnen.items():
        yield from _mapping(config, one, name, bron)
        if isinstance(bron, SftpBron) and (bron.sleutel is None) == (bron.wachtwoord is None):
            wat = "Deze bron heeft geen sleutel of wachtwoord, of juist allebei."
            doe = "Vul sleutel of wachtwoord in, niet allebei."
            where = boom.bij_sleutel("bronnen", name)
            yield Problem("C-0208", wat, where, NIET_GESTART, doe)


def _own_brake(rem: Rem) -> bool:
    return rem.nieuw is not None or rem.aandeel > Rem().aandeel


def _mapping(
    config: Path, one: GemeenteInstelling, name: str, bron: StufBron | SftpBron | MapBron
) -> Iterator[Problem]:
    where = one.boom.bij("bronnen", name, "mapping")
    if Path(bron.mapping).name != bron.mapping:
        doe = "Schrijf alleen de naam, zonder map en zonder .yaml."
        wat = "Dit is geen naam van een mapping, maar een pad."
        yield Problem("C-0213", wat, where, NIET_GESTART, doe)
    elif not (config / "mappings" / f"{bron.mapping}.yaml").is_file():
        wat = f"De mapping {bron.mapping} is er niet."
        doe = f"Maak mappings/{bron.mapping}.yaml of verbeter de naam."
        yield Problem("C-0207", wat, where, NIET_GESTART, doe)


# -- with the service -----------------------------------------------------------------------------


def _destination(dienst: Dienst, boom: Boom) -> Iterator[Problem]:
    target = dienst.bestemming
    if isinstance(target, Regresloket):
        yield from _reachable(dienst, hostpoort(target.adres), boom.bij("bestemming", "adres"))
        if (target.clientcertificaat is None) != (target.clientsleutel is None):
            wat = "Een certificaat en zijn sleutel horen bij elkaar; hier staat er een."
            doe = "Vul clientcertificaat en clientsleutel allebei in, of geen van beide."
            where = boom.bij_sleutel("bestemming")
            yield Problem("C-0214", wat, where, NIET_GESTART, doe)


def _with_service(dienst: Dienst, one: GemeenteInstelling) -> Iterator[Problem]:
    target = dienst.bestemming
    by_certificate = isinstance(target, Regresloket) and target.clientcertificaat is not None
    if isinstance(target, Regresloket) and one.blok.regresloket is None and not by_certificate:
        doe = "Vul regresloket: client en geheim in."
        wat = "Deze gemeente kan zich niet melden bij het Regresloket."
        yield Problem("C-0205", wat, f"{one.bestand}:1:1", NIET_GESTART, doe)
    for name, bron in one.blok.bronnen.items():
        match bron:
            case StufBron():
                where = one.boom.bij("bronnen", name, "adres")
                yield from _reachable(dienst, hostpoort(bron.adres), where)
            case SftpBron():
                where = one.boom.bij("bronnen", name, "host")
                yield from _reachable(dienst, _met_poort(bron.host, bron.poort), where)


def _reachable(dienst: Dienst, address: str, where: str) -> Iterator[Problem]:
    if address not in dienst.uitgaand:
        doe = f"Zet {address} in regresbrug.yaml bij uitgaand, als dit adres klopt."
        wat = f"Het adres {address} staat niet bij uitgaand."
        yield Problem("C-0209", wat, where, _GEEN_VERBINDING, doe)
    if dienst.eigen_computer is None and _is_loopback(address.rpartition(":")[0].strip("[]")):
        doe = "Geef het adres van de server zelf. Voor een proef: schrijf eigen_computer met reden."
        wat = "Dit adres is deze computer zelf (loopback)."
        yield Problem("C-0215", wat, where, _GEEN_VERBINDING, doe)


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
