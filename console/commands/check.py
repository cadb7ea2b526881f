"""`check`: walks a municipality step by step, and says which step fails first and what to do."""

import shlex
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.options import CONFIG, ConfigOption, Format, FormatOption, GemeenteOption
from console.tell import put_json, tell, woord
from regres.waarde import dataclass

if TYPE_CHECKING:
    from regres import Problem
    from settings import GemeenteInstelling, Settings
    from settings.keuring import Deel, GemeenteKeuring, Keuring, Stap


class Onderdeel(StrEnum):
    """What can be checked on its own."""

    BRON = "bron"
    SINK = "sink"
    MAPPING = "mapping"
    SLEUTELS = "sleutels"
    MAIL = "mail"


OnlyOption = Annotated[
    list[Onderdeel] | None,
    typer.Option(
        "--only", metavar="DEEL", help="Alleen bron, sink, mapping, sleutels of mail; mag vaker."
    ),
]
OfflineOption = Annotated[bool, typer.Option("--offline", help="Maak geen verbindingen.")]
GeduldOption = Annotated[
    float,
    typer.Option(
        "--geduld", metavar="SECONDEN", min=0.1, max=60, help="Zo lang wachten op elk antwoord."
    ),
]
RapportOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--rapport", metavar="BESTAND", help="Schrijf ook een rapport: .html of .json; mag vaker."
    ),
]


def check(
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    only: OnlyOption = None,
    offline: OfflineOption = False,
    geduld: GeduldOption = 10,
    rapport: RapportOption = None,
    format: FormatOption = Format.TEXT,
) -> int:
    """Keur een gemeente stap voor stap. Verstuurt en bewaart niets.

    Configuratie, sleutels, klok, mapping, elke bron en de bestemming. De eerste stap die niet lukt
    krijgt uitleg: wat, waar, gevolg, wat u doet, wie u belt en wat u zegt.
    """
    from console.keuringrapport import mag_heten, schrijf
    from regres import ConfigProblem

    files = tuple(rapport or ())
    mag_heten(files)
    asked = Gevraagd(config, tuple(gemeente or ()), tuple(only or ()), offline, geduld, format)
    try:
        keuring = _keur(asked)
    except ConfigProblem as wrong:
        for file in files:
            schrijf(_onleesbaar(asked, wrong.problems), file)
        raise
    for file in files:
        schrijf(keuring, file)
        tell(woord("rapport_staat", bestand=file))
    return keuring.exit_code


@dataclass(frozen=True, slots=True)
class Gevraagd:
    """What was asked for on the command line."""

    config: Path
    gemeenten: tuple[str, ...]
    only: tuple[Onderdeel, ...]
    offline: bool
    geduld: float
    format: Format

    @property
    def opdracht(self) -> str:
        """Give the command that walks the same again, as a shell takes it."""
        words = [] if self.config == CONFIG else ["--config", str(self.config)]
        words += [word for naam in self.gemeenten for word in ("-g", naam)]
        words += [word for one in self.only for word in ("--only", one.value)]
        return shlex.join(["regresbrug", "check", *words])

    @property
    def delen(self) -> "tuple[Deel, ...]":
        """Give the parts to walk: all of them, or those that were named."""
        from settings.keuring import Deel

        return tuple(Deel(one.value) for one in self.only) or tuple(Deel)


def _keur(asked: Gevraagd) -> "Keuring":
    from console.opening import settings_of
    from settings.keuring import GemeenteKeuring

    settings = settings_of(asked.config)
    found = []
    for een in settings.kies(asked.gemeenten):
        steps = tuple(_een(settings, een, asked))
        found.append(GemeenteKeuring(een.blok.naam, een.blok.gemeentecode, een.blok.stand, steps))
    keuring = _verslag(asked, str(settings.config), found)
    _sluit_af(keuring, asked)
    return keuring


def _een(settings: "Settings", een: "GemeenteInstelling", asked: Gevraagd) -> "Iterator[Stap]":
    """Walk one municipality and show every step as it is taken."""
    import scheduler
    from console.keuringtekst import toon
    from console.opening import tijdstip_van
    from settings.keuring import Wereld, keur

    wereld = Wereld(
        klok=scheduler.utc_now,
        geduld=asked.geduld,
        offline=asked.offline,
        tijdstip=lambda gemeente: tijdstip_van(settings, gemeente),
    )
    steps = keur(settings, een, wereld, asked.delen)
    if asked.format is Format.TEXT:
        yield from toon(steps)
        return
    for stap in steps:
        if asked.format is Format.JSONL:
            put_json(stap.as_json())
        yield stap


def _sluit_af(keuring: "Keuring", asked: Gevraagd) -> None:
    from console.keuringtekst import besluit

    if asked.format is Format.JSON:
        put_json(keuring.as_json())
    elif asked.format is Format.TEXT:
        besluit(keuring, asked.opdracht)


def _verslag(asked: Gevraagd, config: str, found: "Iterable[GemeenteKeuring]") -> "Keuring":
    from importlib.metadata import version

    import scheduler
    from settings.keuring import Keuring

    return Keuring(
        gemaakt=scheduler.utc_now(),
        versie=version("regresbrug"),
        config=config,
        delen=", ".join(asked.only) or "alles",
        offline=asked.offline,
        gemeenten=tuple(found),
    )


def _onleesbaar(asked: Gevraagd, problems: "Sequence[Problem]") -> "Keuring":
    """Make the report of a configuration that cannot be read: nothing else could be tried."""
    from regres import ConfigProblem
    from settings.keuring import Deel, GemeenteKeuring, Stap, Uitkomst

    step = Stap(
        *(Deel.CONFIG, "config", "bestanden", Uitkomst.FOUT, ""),
        *(tuple(problems), ConfigProblem.exit_code),
    )
    none = GemeenteKeuring("(niet gelezen)", "", "", (step,))
    return _verslag(asked, str(asked.config), [none])
