"""`test`: tries the examples that stand in mappings; nothing is read from a source or sent."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer

from console.options import CONFIG, ConfigOption, Format, FormatOption
from console.tell import put, put_json, show_problems, taal, tell, woord
from console.toetsuitslag import Beproefd
from regres.tonen import toonbaar


def test(
    mapping: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[MAPPING ...]",
            help="Een bestand, of de naam van een mapping in de configuratie. Anders: alle.",
        ),
    ] = None,
    config: ConfigOption = CONFIG,
    junit: Annotated[
        Path | None,
        typer.Option("--junit", metavar="BESTAND", help="Schrijf de uitslag als JUnit-XML."),
    ] = None,
    format: FormatOption = Format.TEXT,
) -> int:
    """Draai de toetsen die in mappings staan. Er wordt geen bron gelezen en niets verstuurd."""
    tried = [_try(path) for path in _paths(mapping or (), config)]
    _show(tried, format)
    if junit is not None:
        from console.junit import schrijf

        schrijf(junit, tried)
    return max(one.exit_code for one in tried)


def _paths(asked: Sequence[str], config: Path) -> list[Path]:
    folder = config / "mappings"
    if asked:
        return [_path(name, folder) for name in asked]
    found = sorted(folder.glob("*.yaml"))
    if not found:
        from regres import ConfigProblem
        from regres.berichten import bericht

        raise ConfigProblem(bericht("C-0012", map=folder))
    return found


def _path(name: str, folder: Path) -> Path:
    """Take a path as it is, and a bare name as that of a mapping in the configuration."""
    given = Path(name)
    return given if given.suffix == ".yaml" or given.is_file() else folder / f"{name}.yaml"


def _try(path: Path) -> Beproefd:
    import mappings
    from assessment import Regelset
    from regres import ConfigProblem
    from settings.notities import vreemde_namen

    begun = perf_counter()
    try:
        plan = mappings.load(path)
        results = plan.toets()
        if strange := tuple(vreemde_namen(Regelset.laad(), plan)):
            raise ConfigProblem(*strange)
    except ConfigProblem as wrong:
        return Beproefd(path, kapot=wrong.problems, seconden=perf_counter() - begun)
    return Beproefd(path, results, seconden=perf_counter() - begun)


def _show(tried: Iterable[Beproefd], format: Format) -> None:
    if format is Format.JSON:
        put_json(
            {"schema": "regresbrug/test/1", "mappings": [_as_json(mapping) for mapping in tried]}
        )
        return
    for one in tried:
        if format is Format.JSONL:
            put_json(_as_json(one))
        else:
            _tell(one)


def _tell(one: Beproefd) -> None:
    from regres.berichten import zeg

    put(f"{toonbaar(str(one.bestand))}  {_telling(one)}")
    show_problems(one.kapot)
    for uitslag in one.uitslagen:
        mark = "ok" if uitslag.geslaagd else woord("fout")
        put(f"  {mark:<4}  {toonbaar(uitslag.naam)}")
        for verschil in uitslag.verschillen:
            put(f"        {toonbaar(str(verschil.plek))}")
            put(f"        {toonbaar(zeg('M', verschil.als_zin(), taal()))}")
    if not (one.kapot or one.uitslagen):
        tell(woord("geen_toetsen", bestand=toonbaar(str(one.bestand))))


def _telling(one: Beproefd) -> str:
    if one.kapot:
        return woord("niet_te_lezen")
    return woord("toetsen", aantal=len(one.uitslagen), mislukt=one.mislukt)


def _as_json(one: Beproefd) -> dict[str, Any]:
    from regres.berichten import zeg

    return {
        "mapping": str(one.bestand),
        "exit": one.exit_code,
        "problemen": [problem.as_json() for problem in one.kapot],
        "toetsen": [
            {
                "naam": uitslag.naam,
                "plaats": str(uitslag.plek),
                "geslaagd": uitslag.geslaagd,
                "verschillen": [
                    {
                        "veld": verschil.pad,
                        "plaats": str(verschil.plek),
                        "verwacht": zeg("M", verschil.verwacht),
                        "gekregen": zeg("M", verschil.gekregen),
                    }
                    for verschil in uitslag.verschillen
                ],
            }
            for uitslag in one.uitslagen
        ],
    }
