"""Tells what came out: a table for people, JSON for whoever compares, SVG for whoever looks."""

import json
import os
import platform
import subprocess
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any, Final

from bench.snel.omgevingen import ROOT
from bench.snel.oordeel import Doel, Uitkomst
from bench.snel.paren import Paar

_SOORT: Final = {"stuf": "StUF-objecten", "csv": "CSV-rijen"}


def tabel(uitkomst: Uitkomst) -> Iterator[str]:
    """Give the lines of one data set in Markdown."""
    tafel = uitkomst.tafel
    mb = tafel.grootte / 1e6
    yield f"### {_titel(uitkomst)}"
    yield ""
    yield (
        f"{mb:.0f} MB, {uitkomst.rondes} ronden in wisselende volgorde; de vloer `{tafel.vloer}` "
        f"verschilt {uitkomst.wankel:.2f}x tussen zijn beste en slechtste ronde."
    )
    yield ""
    heads = "baan|CPU s|x vloer|spreiding|wand s|records/CPU-s|piek MiB|boven imports"
    yield f"| {heads.replace('|', ' | ')} |"
    yield "|---|---|---|---|---|---|---|---|"
    for one in uitkomst.regels:
        above = "" if one.erbij is None else f"{one.erbij:.0f}"
        yield (
            f"| {one.uitleg} | {one.cpu:.2f} | {one.keer:.2f} | {one.spreiding:.2f} "
            f"| {one.wall:.1f} | {tafel.vorm.aantal / one.cpu:,.0f} | {one.mib:.0f} | {above} |"
        )
    yield ""
    yield "| doel | gevonden | grens | |"
    yield "|---|---|---|---|"
    for doel in uitkomst.doelen:
        sign = "≥" if doel.hoger_is_beter else "≤"
        yield f"| {doel.wat} | {doel.gevonden:.2f} | {sign} {doel.grens:g} | {_woord(doel)} |"
    yield ""


def _titel(uitkomst: Uitkomst) -> str:
    vorm = uitkomst.tafel.vorm
    kind = _SOORT[uitkomst.tafel.soort]
    return f"{vorm.aantal:,} {kind}, {vorm.aandeel:.1%} ongevallen"


def _woord(doel: Doel) -> str:
    if doel.gehaald is None:
        return "niet beoordeeld: de vloer wankelt"
    return "gehaald" if doel.gehaald else "**niet gehaald**"


def machine() -> dict[str, Any]:
    """Tell where and on what this was measured."""
    return {
        "moment": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _git("rev-parse", "--short", "HEAD"),
        "gewijzigd": bool(_git("status", "--porcelain", "--untracked-files=no")),
        "python": platform.python_version(),
        "systeem": f"{platform.system()} {platform.release()} {platform.machine()}",
        "processor": _processor(),
        "kernen": os.cpu_count(),
        "belasting": [round(load, 2) for load in os.getloadavg()],
    }


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip()


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()


def als_json(
    uitkomsten: list[Uitkomst], paren: list[Paar], where: dict[str, Any], command: str
) -> str:
    """Write everything for whoever compares."""
    tables = [
        {
            "soort": one.tafel.soort,
            "vorm": asdict(one.tafel.vorm),
            "bytes": one.tafel.grootte,
            "rondes": one.rondes,
            "vloer": one.tafel.vloer,
            "wankel": round(one.wankel, 3),
            "banen": [asdict(line) for line in one.regels],
            "doelen": [asdict(doel) for doel in one.doelen],
        }
        for one in uitkomsten
    ]
    whole = {
        "schema": "regresbrug/bench/1",
        "opdracht": command,
        "machine": where,
        "tafels": tables,
        "paren": [asdict(one) | {"gehaald": one.gehaald} for one in paren],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


# -- the chart ------------------------------------------------------------------------------------

_HOOG, _BREED, _NAAM, _STAAF = 22, 760, 330, 300


def als_svg(uitkomsten: list[Uitkomst]) -> str:
    """Draw a bar for each lane, its CPU against the floor's, one block for each data set."""
    blocks: list[str] = []
    top = 10
    for one in uitkomsten:
        blocks.append(f'<text x="10" y="{top + 16}" class="t">{escape(_titel(one))}</text>')
        top += 28
        most = max(line.keer for line in one.regels)
        for line in one.regels:
            blocks.append(
                _staaf(line.uitleg, line.keer, most, top, ours="regresbrug" in line.uitleg)
            )
            top += _HOOG
        top += 18
    style = (
        "text{font:13px system-ui,sans-serif;fill:#1a1a1a}.t{font-weight:600}"
        ".o{fill:#154273}.p{fill:#8a8a8a}rect.b{fill:#fff}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_BREED} {top}" role="img" '
        f'aria-label="CPU ten opzichte van de vloer"><style>{style}</style>'
        f'<rect class="b" width="{_BREED}" height="{top}"/>{"".join(blocks)}</svg>\n'
    )


def _staaf(naam: str, keer: float, most: float, top: int, *, ours: bool) -> str:
    width = max(2.0, _STAAF * keer / most)
    return (
        f'<text x="20" y="{top + 15}">{escape(naam)}</text>'
        f'<rect x="{_NAAM + 40}" y="{top + 3}" width="{width:.1f}" height="15" '
        f'class="{"o" if ours else "p"}"/>'
        f'<text x="{_NAAM + 46 + width:.1f}" y="{top + 15}">{keer:.2f}x</text>'
    )
