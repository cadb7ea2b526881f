"""`check`: walks everything step by step, and says which step fails first and why."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.options import CONFIG, ConfigOption, Format, FormatOption, GemeenteOption
from console.tell import put, put_json, show_problems, tell

if TYPE_CHECKING:
    from regres import Problem, Step
    from settings import Aansluiting, GemeenteInstelling, Settings


class Deel(StrEnum):
    """What can be checked on its own."""

    CONFIG = "config"
    SLEUTELS = "sleutels"
    BRON = "bron"
    BESTEMMING = "bestemming"


@dataclass(frozen=True, slots=True)
class Stap:
    """One step that was taken: of which part, and how it went. exit: of what failed, else 0."""

    deel: Deel
    naam: str
    step: "Step"
    exit_code: int

    def as_json(self) -> dict[str, Any]:
        """Give it for machines."""
        problem = self.step.problem
        return {
            "deel": self.deel.value,
            "naam": self.naam,
            "stap": self.step.naam,
            "gelukt": self.step.gelukt,
            "toelichting": self.step.toelichting,
            "probleem": problem.as_json() if problem else None,
        }


_EXIT = {Deel.CONFIG: 3, Deel.BRON: 4, Deel.BESTEMMING: 5, Deel.SLEUTELS: 6}


def check(
    config: ConfigOption = CONFIG,
    gemeente: GemeenteOption = None,
    alleen: Annotated[
        list[Deel] | None,
        typer.Option(
            "--alleen",
            metavar="DEEL",
            help="Alleen config, sleutels, bron of bestemming; mag vaker.",
        ),
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Maak geen verbindingen.")] = False,
    format: FormatOption = Format.TEXT,
) -> int:
    """Controleer configuratie, sleutels, bronnen en bestemming, stap voor stap. Verstuurt niets."""
    wanted = set(alleen or Deel)
    if offline:
        wanted -= {Deel.BRON, Deel.BESTEMMING}
    worst = 0
    for stap in _walk(config, tuple(gemeente or ()), wanted):
        worst = max(worst, stap.exit_code)
        _show(stap, format)
    if format is Format.TEXT and worst == 0:
        tell("Alles klopt.")
    return worst


def _show(stap: Stap, format: Format) -> None:
    if format is not Format.TEXT:
        put_json(stap.as_json())
        return
    mark = "ok" if stap.step.gelukt else "let op" if stap.exit_code == 1 else "FOUT"
    put(f"{mark:<8}{stap.naam:<28}{stap.step.naam:<18}{stap.step.toelichting}")
    if stap.step.problem:
        show_problems([stap.step.problem])


def _walk(config: Path, namen: tuple[str, ...], wanted: set[Deel]) -> Iterator[Stap]:
    from console.opening import settings_of

    settings = settings_of(config)
    if Deel.CONFIG in wanted:
        yield _good(Deel.CONFIG, "config", "lezen", f"gemeenten: {len(settings.gemeenten)}")
        if reason := settings.dienst.eigen_computer:
            yield _good(Deel.CONFIG, "config", "eigen_computer", f"alleen voor een demo: {reason}")
    for een in settings.kies(namen):
        yield from _gemeente(settings, een, wanted)


def _gemeente(settings: "Settings", een: "GemeenteInstelling", wanted: set[Deel]) -> Iterator[Stap]:
    import scheduler
    from console.opening import tijdstip_van
    from regres import RegresbrugError
    from settings import aansluiten

    name = een.blok.naam
    numbers = tijdstip_van(settings, een.identiteit)
    try:
        line = aansluiten(settings, een, scheduler.utc_now, tijdstip=numbers)
    except RegresbrugError as wrong:
        yield from _failed(wrong, name)
        return
    if Deel.CONFIG in wanted:
        yield from _config_steps(een, name)
        yield from _test_steps(line, name)
    yield from _key_steps(settings, name) if Deel.SLEUTELS in wanted else ()
    try:
        yield from _connections(line, name, wanted)
    finally:
        line.close()


def _config_steps(een: "GemeenteInstelling", name: str) -> Iterator[Stap]:
    count = len(een.blok.bronnen)
    yield _good(Deel.CONFIG, name, "mappings", f"bronnen: {count}; stand {een.blok.stand}")
    for naam, bron in een.blok.bronnen.items():
        if address := _still_example(bron):
            yield _bad(Deel.CONFIG, f"{name}/{naam}", "adres", _example(address), 1)
        for moment in _moments(bron):
            if moment.hour == 2:
                yield _night_hour(f"{name}/{naam}")


def _test_steps(line: "Aansluiting", name: str) -> Iterator[Stap]:
    """Try the tests that stand in each mapping."""
    for naam, bron in line.bronnen.items():
        tried = bron.route.plan.toets()
        wrong = [problem for uitslag in tried for problem in uitslag.problems()]
        for problem in wrong:
            yield _bad(Deel.CONFIG, f"{name}/{naam}", "toetsen", problem, _EXIT[Deel.CONFIG])
        if not wrong:
            yield _good(Deel.CONFIG, f"{name}/{naam}", "toetsen", f"geslaagd: {len(tried)}")


def _still_example(bron: Any) -> str:
    """Give the host of a source when it is one of the example's: such names never exist."""
    from urllib.parse import urlsplit

    host = getattr(bron, "host", "") or urlsplit(getattr(bron, "adres", "")).hostname or ""
    return host if host.endswith(".example") else ""


def _example(address: str) -> "Problem":
    from regres import Problem

    doe = "Vul het adres van de bron in, ook in regresbrug.yaml bij uitgaand."
    return Problem("C-0216", "Dit is nog een adres van het voorbeeld.", address, doe=doe)


def _moments(bron: Any) -> list[Any]:
    from settings.shapes import StufBron

    return [bron.venster.tijd, bron.rondgang.tijd] if isinstance(bron, StufBron) else [bron.tijd]


def _night_hour(name: str) -> Stap:
    from regres import Problem, Step

    problem = Problem(
        "C-0211",
        "Deze bron staat tussen 02:00 en 03:00; dat uur valt een keer per jaar weg.",
        name,
        "Die nacht schuift de run op; in de herfst komt het uur twee keer, maar de run niet.",
        "Kies liever een ander uur.",
    )
    return Stap(Deel.CONFIG, name, Step("tijd", True, problem.wat, problem), 0)


def _key_steps(settings: "Settings", name: str) -> Iterator[Stap]:
    import scheduler
    from privacy import Ontvangers
    from regres import KeyProblem

    today = scheduler.vandaag(scheduler.utc_now)
    keys = Ontvangers.laad(settings.pad(settings.dienst.ontvangersleutels))
    try:
        chosen = keys.kies(today)
    except KeyProblem as wrong:
        yield from _failed(wrong, name)
        return
    until = f"{chosen.kid}, geldig tot en met {chosen.geldig_tot:%d-%m-%Y}"
    yield _good(Deel.SLEUTELS, name, "ontvanger", until)
    for warning in keys.waarschuwingen(today):
        yield _bad(Deel.SLEUTELS, name, "ontvanger", warning, 1)


def _connections(line: "Aansluiting", name: str, wanted: set[Deel]) -> Iterator[Stap]:
    if Deel.BRON in wanted:
        for naam, bron in line.bronnen.items():
            yield from _steps(Deel.BRON, f"{name}/{naam}", bron.route.connector.check)
    if Deel.BESTEMMING in wanted:
        yield from _steps(Deel.BESTEMMING, f"{name}/loket", line.uitgang.sink.check)


def _steps(deel: Deel, name: str, walk: Callable[[], Iterator["Step"]]) -> Iterator[Stap]:
    for step in walk():
        yield Stap(deel, name, step, 0 if step.gelukt else _EXIT[deel])


def _good(deel: Deel, name: str, step: str, told: str) -> Stap:
    from regres import Step

    return Stap(deel, name, Step(step, True, told), 0)


def _bad(deel: Deel, name: str, step: str, problem: Any, code: int) -> Stap:
    from regres import Step

    return Stap(deel, name, Step(step, False, problem.wat, problem), code)


def _failed(wrong: Any, name: str) -> Iterator[Stap]:
    deel = Deel.SLEUTELS if wrong.exit_code == _EXIT[Deel.SLEUTELS] else Deel.CONFIG
    for problem in wrong.problems:
        yield _bad(deel, name, "aansluiten", problem, wrong.exit_code)
