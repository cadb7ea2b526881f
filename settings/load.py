"""Reads all of config/: the service and every municipality."""

from collections.abc import Callable, Iterable
from dataclasses import field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from regres import ConfigProblem, Problem, UsageProblem
from regres.berichten import bericht
from regres.dag import NEDERLAND
from regres.waarde import dataclass
from settings.agreement import GemeenteInstelling, agree
from settings.files import read_block
from settings.shapes import Dienst, GemeenteBlok
from settings.tree import Boom

if TYPE_CHECKING:
    from ledger import Ledger, Termijnen

_SQLITE = "sqlite:///"
#: The name of the Logboek dataverwerkingen when the configuration gives none.
LOGBOEK = "dataverwerkingen.jsonl"

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that stands in config/, checked; nothing is connected or opened yet."""

    config: Path
    dienst: Dienst
    gemeenten: tuple[GemeenteInstelling, ...]
    boom: Boom = field(repr=False, compare=False)

    def pad(self, text: str) -> Path:
        """Give a path of the config; relative ones start at the config folder."""
        return (self.config / text).resolve()

    @property
    def grootboek(self) -> str:
        """Give the ledger's URL, with a SQLite path made absolute from the config folder."""
        return _SQLITE + str(self.pad(self.dienst.grootboek.removeprefix(_SQLITE)))

    @property
    def grootboekbestand(self) -> Path:
        """Give the ledger's file; it is made when it is first written to."""
        return Path(self.grootboek.removeprefix(_SQLITE))

    @property
    def bewijsmap(self) -> Path:
        """Give the folder outside the ledger; beside it when the config names none."""
        beside = self.grootboekbestand.with_name(self.grootboekbestand.stem + "-bewijs")
        return self.pad(self.dienst.bewijsmap) if self.dienst.bewijsmap else beside

    @property
    def termijnen(self) -> "Termijnen":
        """Give how long the ledger keeps things."""
        from ledger import Termijnen

        kept, year = self.dienst.bewaren, timedelta(days=365.25)
        return Termijnen(
            afgesloten=kept.afgesloten_jaren * year,
            hoogstens=kept.hoogstens_jaren * year,
            bezwaar=timedelta(days=kept.bezwaar_dagen),
            stubs=timedelta(days=kept.stubs_dagen),
            beslissingen=timedelta(days=kept.beslissingen_dagen),
            besluiten=kept.besluiten_jaren * year,
            runs=kept.runs_jaren * year,
            wisjournaal=timedelta(days=kept.wisjournaal_dagen),
        )

    def open_grootboek(self, now: datetime) -> "Ledger":
        """Open the ledger with the folder that proves it; what was erased stays erased."""
        from ledger import Ledger

        ledger = Ledger.open(self.grootboek, self.bewijsmap)
        try:
            ledger.neem_over(now)
            ledger.herhaal_wissingen(now)
        except BaseException:
            ledger.close()
            raise
        return ledger

    @property
    def logboekbestand(self) -> Path:
        """Give the file of the Logboek dataverwerkingen: beside the ledger, unless it is named."""
        named = self.dienst.logboek
        return self.pad(named) if named else self.grootboekbestand.with_name(LOGBOEK)

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


def load(config: Path, vandaag: date | None = None) -> Settings:
    """Read config/; raises ConfigProblem with the problems of all files at once.

    vandaag  the day that no decision may lie after; None = today in the Netherlands
    """
    today = vandaag or datetime.now(NEDERLAND).date()
    problems: list[Problem] = []
    read = _tried(
        problems, lambda: read_block(config / "regresbrug.yaml", Dienst, "regresbrug.yaml")
    )
    gemeenten = [
        GemeenteInstelling(shown, *found)
        for shown, file in _municipal_files(config)
        if (found := _tried(problems, _reader(file, shown)))
    ]
    problems += agree(config, read, gemeenten, today)
    if problems or read is None:
        raise ConfigProblem(*problems)
    return Settings(config.resolve(), read[0], tuple(gemeenten), read[1])


def _reader(file: Path, shown: str) -> Callable[[], tuple[GemeenteBlok, Boom]]:
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
    listed = ", ".join(one.blok.naam for one in known)
    case = "" if listed else "leeg"
    return bericht("C-0001", case, waar="gemeenten/", naam=repr(name), namen=listed)
