"""Reads all of config/: the service, every municipality, and what must agree between them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from regres import ConfigProblem, Problem, UsageProblem
from settings.files import read_block
from settings.shapes import Dienst, GemeenteBlok, MapBron, Regresloket, SftpBron, StufBron

_NO_START = "Regresbrug start niet zolang dit zo is."
_SQLITE = "sqlite:///"

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class GemeenteInstelling:
    """One municipality's file; `bestand` is its path below config/, for messages."""

    bestand: str
    blok: GemeenteBlok

    @property
    def identiteit(self) -> str:
        """Give the code at onboarding: the ledger's name for this municipality."""
        return self.blok.identiteit or self.blok.gemeentecode


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that stands in config/, checked; nothing is connected or opened yet."""

    config: Path
    dienst: Dienst
    gemeenten: tuple[GemeenteInstelling, ...]

    def pad(self, text: str) -> Path:
        """Give a path of the config; relative ones start at the config folder."""
        return (self.config / text).resolve()

    @property
    def grootboek(self) -> str:
        """Give the ledger's URL, with a SQLite path made absolute from the config folder."""
        url = self.dienst.grootboek
        if not url.startswith(_SQLITE):
            return url
        return _SQLITE + str(self.pad(url.removeprefix(_SQLITE)))

    def kies(self, namen: Iterable[str]) -> tuple[GemeenteInstelling, ...]:
        """Give the municipalities with these names or codes; all when none is named."""
        wanted = [name.casefold() for name in namen]
        if not wanted:
            return self.gemeenten
        chosen = [one for one in self.gemeenten if _names(one) & set(wanted)]
        missing = [name for name in wanted if not any(name in _names(one) for one in chosen)]
        if missing:
            raise UsageProblem(*(_unknown(name, self.gemeenten) for name in missing))
        return tuple(chosen)


def load(config: Path) -> Settings:
    """Read config/; raises ConfigProblem with the problems of all files at once."""
    problems: list[Problem] = []
    dienst = _tried(
        problems, lambda: read_block(config / "regresbrug.yaml", Dienst, "regresbrug.yaml")
    )
    gemeenten = [
        GemeenteInstelling(shown, blok)
        for shown, file in _municipal_files(config)
        if (blok := _tried(problems, _reader(file, shown)))
    ]
    if dienst is not None:
        problems += _together(config, dienst, gemeenten)
    if problems or dienst is None:
        raise ConfigProblem(*problems)
    return Settings(config.resolve(), dienst, tuple(gemeenten))


def _reader(file: Path, shown: str) -> Callable[[], GemeenteBlok]:
    return lambda: read_block(file, GemeenteBlok, shown)


def _tried(problems: list[Problem], read: Callable[[], Found]) -> Found | None:
    try:
        return read()
    except ConfigProblem as wrong:
        problems.extend(wrong.problems)
        return None


def _municipal_files(config: Path) -> list[tuple[str, Path]]:
    files = sorted((config / "gemeenten").glob("*.yaml"))
    return [(f"gemeenten/{file.name}", file) for file in files]


def _names(one: GemeenteInstelling) -> set[str]:
    return {one.blok.naam.casefold(), one.blok.gemeentecode, one.identiteit}


def _unknown(name: str, known: Iterable[GemeenteInstelling]) -> Problem:
    listed = ", ".join(one.blok.naam for one in known) or "geen"
    return Problem(
        "C-0001",
        f"Er is geen gemeente {name!r} in de configuratie.",
        "config/gemeenten/",
        doe=f"Kies uit: {listed}.",
    )


# -- what must agree ----------------------------------------------------------------------------


def _together(
    config: Path, dienst: Dienst, gemeenten: list[GemeenteInstelling]
) -> Iterator[Problem]:
    if not gemeenten:
        yield Problem(
            "C-0201",
            "Er is nog geen gemeente.",
            "gemeenten/",
            _NO_START,
            "Maak een bestand gemeenten/<code>-<naam>.yaml, of gebruik `regresbrug init`.",
        )
    if isinstance(dienst.bestemming, Regresloket):
        yield from _listed(dienst, _hostport(dienst.bestemming.adres), "regresbrug.yaml")
    seen: dict[str, str] = {}
    for one in gemeenten:
        yield from _one(config, dienst, one)
        other = seen.setdefault(one.identiteit, one.bestand)
        if other != one.bestand:
            wat = f"De identiteit {one.identiteit} staat ook in {other}."
            yield Problem("C-0202", wat, one.bestand, _NO_START, "Elke gemeente heeft er een.")


def _one(config: Path, dienst: Dienst, one: GemeenteInstelling) -> Iterator[Problem]:
    blok = one.blok
    if not Path(one.bestand).name.startswith(blok.gemeentecode):
        doe = f"Noem het bestand {blok.gemeentecode}-<naam>.yaml."
        wat = "De bestandsnaam begint niet met de gemeentecode die erin staat."
        yield Problem("C-0203", wat, one.bestand, _NO_START, doe)
    if blok.stand == "actief" and blok.actief is None:
        doe = "Schrijf onder actief: sinds welke dag, en wie dat besloot en waarom."
        yield Problem("C-0204", "De stand is actief zonder besluit.", one.bestand, _NO_START, doe)
    if isinstance(dienst.bestemming, Regresloket) and blok.regresloket is None:
        doe = "Vul regresloket: client en geheim in."
        wat = "Deze gemeente kan zich niet melden bij het Regresloket."
        yield Problem("C-0205", wat, one.bestand, _NO_START, doe)
    if blok.rem.nieuw is not None and not blok.rem.waarom:
        doe = "Schrijf bij rem: waarom er een vast getal staat."
        yield Problem("C-0206", "Een eigen rem zonder reden.", one.bestand, _NO_START, doe)
    for name, bron in blok.bronnen.items():
        yield from _source(config, dienst, f"{one.bestand}: bronnen.{name}", bron)


def _source(
    config: Path, dienst: Dienst, where: str, bron: StufBron | SftpBron | MapBron
) -> Iterator[Problem]:
    if not (config / "mappings" / f"{bron.mapping}.yaml").is_file():
        wat = f"De mapping {bron.mapping} is er niet."
        doe = f"Maak mappings/{bron.mapping}.yaml of verbeter de naam."
        yield Problem("C-0207", wat, where, _NO_START, doe)
    match bron:
        case StufBron():
            yield from _listed(dienst, _hostport(bron.adres), where)
        case SftpBron():
            yield from _listed(dienst, f"{bron.host}:{bron.poort}".lower(), where)
            if (bron.sleutel is None) == (bron.wachtwoord is None):
                doe = "Vul sleutel of wachtwoord in, niet allebei."
                wat = "Deze bron heeft geen sleutel of wachtwoord, of juist allebei."
                yield Problem("C-0208", wat, where, _NO_START, doe)


def _listed(dienst: Dienst, hostport: str, where: str) -> Iterator[Problem]:
    if hostport not in dienst.uitgaand:
        doe = f"Zet {hostport} in regresbrug.yaml bij uitgaand, als dit adres klopt."
        wat = f"Het adres {hostport} staat niet bij uitgaand."
        yield Problem("C-0209", wat, where, "Er wordt geen verbinding mee gemaakt.", doe)


def _hostport(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or 443}"
