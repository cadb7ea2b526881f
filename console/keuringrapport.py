"""The report of a check as a file: JSON for machines, HTML of its own to mail or print.

No script, no asset from elsewhere, no personal data and no secret: what a step tells is fit to be
shown wherever it is told.
"""

import json
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from jinja2 import PackageLoader

from console.tell import taal, vertaald, woord
from regres import UsageProblem
from regres.berichten import bericht
from regres.tonen import toonbare_json
from settings.keuring import GemeenteKeuring, Keuring, Stap, Uitkomst
from web.look import stijl, toon

_SOORTEN = (".html", ".json")
_PAGINAS = PackageLoader("console", "templates")
_TEKENS = {
    Uitkomst.GELUKT: "✓",
    Uitkomst.LET_OP: "!",
    Uitkomst.FOUT: "✗",
    Uitkomst.NIET_GEPROBEERD: "–",
}


def mag_heten(files: Iterable[Path]) -> None:
    """Refuse names that do not say what to write; asked before anything is walked."""
    wrong = [file for file in files if file.suffix not in _SOORTEN]
    if wrong:
        raise UsageProblem(*(bericht("C-0405", waar=str(file)) for file in wrong))


def schrijf(keuring: Keuring, file: Path) -> None:
    """Write the report; raises UsageProblem when it cannot be written there."""
    text = html(keuring) if file.suffix == ".html" else _json(keuring)
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as fault:
        wrong = bericht("C-0406", waar=str(file), fout=type(fault).__name__)
        raise UsageProblem(wrong) from None


def html(keuring: Keuring) -> str:
    """Give the report as one page with its style inside."""
    return toon(
        "keuring.html",
        _PAGINAS,
        product="Regresbrug",
        keuring=keuring,
        stijl=stijl().decode("utf-8"),
        taal=taal(),
        woord=woord,
        vertaald=vertaald,
        merk=_merk,
        groepen=_groepen,
        uitgelegd=_uitgelegd,
    )


def _merk(uitkomst: Uitkomst) -> str:
    return f"{_TEKENS[uitkomst]} {woord(f'rapport_{uitkomst.value}')}"


def _groepen(een: GemeenteKeuring) -> list[tuple[str, list[Stap]]]:
    """Give the steps by place, in the order in which they were walked."""
    return [(plek, list(steps)) for plek, steps in groupby(een.stappen, key=lambda one: one.plek)]


def _uitgelegd(een: GemeenteKeuring) -> list[Stap]:
    """Give the steps that a person must act on, failures first."""
    told = [stap for stap in een.stappen if stap.problemen]
    return sorted(told, key=lambda stap: stap.uitkomst is not Uitkomst.FOUT)


def _json(keuring: Keuring) -> str:
    return toonbare_json(json.dumps(keuring.as_json(), ensure_ascii=False, indent=2)) + "\n"
