"""A profile as text, as JSON and as one page with its style inside; no value of a person."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jinja2 import PackageLoader

from console.keuringrapport import mag_heten
from console.tell import table
from pipeline.verkenning import Verkenning
from regres import UsageProblem
from regres.berichten import bericht
from regres.tonen import toonbare_json
from web.look import stijl, toon

__all__ = ["als_json", "html", "mag_heten", "regels", "schrijf"]

_PAGINAS = PackageLoader("console", "templates")
_HOOFD = ("nr", "kolom", "gevuld", "versch.", "lengte", "lijkt op", "patronen", "veld")
_BREED = 34


def als_json(seen: Verkenning, naam: str) -> dict[str, Any]:
    """Give it for machines; `dialect` is null when a mapping says how the file is written."""
    dialect = seen.dialect
    told = None
    if dialect is not None:
        told = {
            key: {"waarde": one.waarde, "zekerheid": one.zekerheid.value, "reden": one.reden}
            for key, one in dialect.delen().items()
        }
    return {
        "schema": "regresbrug/profiel/1",
        "bron": naam,
        "dialect": told,
        **seen.profiel.as_json(),
    }


def schrijf(seen: Verkenning, naam: str, file: Path) -> None:
    """Write it to a file; raises UsageProblem (C-0406) when that cannot be done."""
    found = als_json(seen, naam)
    plain = json.dumps(found, ensure_ascii=False, indent=2)
    text = html(found) if file.suffix == ".html" else toonbare_json(plain)
    try:
        file.write_text(text + "\n", encoding="utf-8")
    except OSError as fault:
        wrong = bericht("C-0406", waar=str(file), fout=type(fault).__name__)
        raise UsageProblem(wrong) from None


def html(found: dict[str, Any]) -> str:
    """Give the page of a profile."""
    style = stijl().decode("utf-8")
    return toon(
        "profiel.html",
        _PAGINAS,
        profiel=found,
        stijl=style,
        lengte=_lengte,
        deel=_deel,
    )


def regels(seen: Verkenning) -> Iterator[str]:
    """Give it as lines to read: how the file is written, then a line a column."""
    for key, one in seen.dialect.delen().items() if seen.dialect else ():
        yield f"{key + ':':<18}{one.waarde:<8}{one.merk}"
    found = seen.profiel.as_json()
    yield f"{found['rijen']} records bekeken"
    yield from table(_HOOFD, map(_rij, found["kolommen"]))
    for column in found["kolommen"]:
        if column["waarden"]:
            yield f"{column['naam']}: {', '.join(_vaak(column['waarden']))}"


def _rij(one: dict[str, Any]) -> tuple[object, ...]:
    more = "+" if one["verschillend_meer"] else ""
    shapes = "  ".join(shape["patroon"] for shape in one["patronen"][:3])
    return (
        one["nummer"],
        _kort(one["naam"]),
        _deel(one["gevuld"]),
        f"{one['verschillend']}{more}",
        _lengte(one),
        f"{one['soort']} {one['vorm']}".strip(),
        _kort(shapes),
        _kort(", ".join(one["veld"])),
    )


def _vaak(values: Iterable[dict[str, Any]]) -> Iterator[str]:
    return (f"{one['waarde']} ({one['aantal']})" for one in values)


def _lengte(one: dict[str, Any]) -> str:
    short, long = one["lengte"]["kortst"], one["lengte"]["langst"]
    return str(long) if short == long else f"{short}-{long}"


def _deel(share: float) -> str:
    """Give a share as a percentage; only nothing is 0% and only all is 100%."""
    percent = int(share * 100)
    return "<1%" if share and not percent else f"{percent}%"


def _kort(text: str) -> str:
    return text if len(text) <= _BREED else text[: _BREED - 1] + "…"
