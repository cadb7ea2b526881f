"""`test`: tries the examples that stand in mappings; nothing is read from a source or sent."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.options import CONFIG, ConfigOption, Format, FormatOption
from console.tell import put, put_json, show_problems, tell

if TYPE_CHECKING:
    from mappings import Uitslag
    from regres import Problem

_MISLUKT, _KAPOT = 1, 3


@dataclass(frozen=True, slots=True)
class Beproefd:
    """One mapping: how its tests went, or why it could not be loaded."""

    bestand: Path
    uitslagen: tuple["Uitslag", ...] = ()
    kapot: tuple["Problem", ...] = ()

    @property
    def mislukt(self) -> int:
        """Count the tests that failed."""
        return sum(not uitslag.geslaagd for uitslag in self.uitslagen)

    @property
    def exit_code(self) -> int:
        """Give 0, 1 (a test failed) or 3 (the mapping itself is wrong)."""
        return _KAPOT if self.kapot else _MISLUKT if self.mislukt else 0


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
        _write(junit, tried)
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
    from regres import ConfigProblem

    try:
        return Beproefd(path, mappings.load(path).toets())
    except ConfigProblem as wrong:
        return Beproefd(path, kapot=wrong.problems)


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
    put(f"{one.bestand}  {_telling(one)}")
    show_problems(one.kapot)
    for uitslag in one.uitslagen:
        put(f"  {'ok  ' if uitslag.geslaagd else 'FOUT'}  {uitslag.naam}")
        for verschil in uitslag.verschillen:
            put(f"        {verschil.plek}")
            put(f"        {verschil}")
    if not (one.kapot or one.uitslagen):
        tell(f"In {one.bestand} staan geen toetsen. Zet ze erin met `toetsen:`.")


def _telling(one: Beproefd) -> str:
    if one.kapot:
        return "niet te lezen"
    return f"toetsen: {len(one.uitslagen)}, mislukt: {one.mislukt}"


def _as_json(one: Beproefd) -> dict[str, Any]:
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
                        "verwacht": verschil.verwacht,
                        "gekregen": verschil.gekregen,
                    }
                    for verschil in uitslag.verschillen
                ],
            }
            for uitslag in one.uitslagen
        ],
    }


# -- JUnit --------------------------------------------------------------------------------------


def _write(path: Path, tried: Iterable[Beproefd]) -> None:
    from regres import UsageProblem
    from regres.berichten import bericht

    try:
        path.write_text("\n".join(_junit(tried)) + "\n", encoding="utf-8")
    except OSError:
        raise UsageProblem(bericht("C-0013", bestand=path)) from None


def _junit(tried: Iterable[Beproefd]) -> Iterator[str]:
    """Give the report as build servers read it: a suite a mapping, a case a test."""
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield "<testsuites>"
    for one in tried:
        count, broken = len(one.uitslagen) + bool(one.kapot), int(bool(one.kapot))
        head = f'tests="{count}" failures="{one.mislukt}" errors="{broken}"'
        yield f'  <testsuite name="{_xml(one.bestand)}" {head}>'
        if one.kapot:
            yield from _case(one, "lezen", "error", [str(problem) for problem in one.kapot])
        for uitslag in one.uitslagen:
            told = [f"{verschil.plek}: {verschil}" for verschil in uitslag.verschillen]
            yield from _case(one, uitslag.naam, "failure", told)
        yield "  </testsuite>"
    yield "</testsuites>"


def _case(one: Beproefd, naam: str, kind: str, told: Sequence[str]) -> Iterator[str]:
    head = f'    <testcase classname="{_xml(one.bestand.stem)}" name="{_xml(naam)}"'
    if not told:
        yield f"{head}/>"
        return
    yield f"{head}>"
    first, whole = _xml(told[0].splitlines()[0]), _xml("\n".join(told))
    yield f'      <{kind} message="{first}">{whole}</{kind}>'
    yield "    </testcase>"


def _xml(text: object) -> str:
    """Escape a text for an attribute or element; what XML cannot hold becomes a question mark."""
    import html

    # YAML lets through the other controls and halves of surrogate pairs: XML 1.0 has no way to.
    clean = "".join(
        sign if sign in "\n\t" or (" " <= sign < "\ud800") or sign > "\udfff" else "?"
        for sign in str(text)
    )
    return html.escape(clean.replace("\ufffe", "?").replace("\uffff", "?"), quote=True)
