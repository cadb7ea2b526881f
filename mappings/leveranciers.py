"""Which presets come with the program, and what each asks an administrator to find out."""

import re
from pathlib import Path

from mappings.inheritance import PRESETS

_INDELING = re.compile(r"\A(.+)-v([0-9]+)\Z", re.ASCII)
_BASIS = re.compile(r"^basis: ([a-z0-9-]+)$", re.MULTILINE)
_SLEUTEL = re.compile(r"^ *([A-Za-z]+):", re.MULTILINE)
_NAGAAN = "# NAGAAN: "


def leveranciers(presets: Path = PRESETS) -> dict[str, tuple[str, ...]]:
    """Give every supplier by name, with its presets: its first layout, which carries its name."""
    found: dict[str, list[tuple[int, str]]] = {}
    for path in presets.glob("*.yaml"):
        match = _INDELING.match(path.stem)
        supplier, number = (match[1], int(match[2])) if match else (path.stem, 1)
        found.setdefault(supplier, []).append((number, path.stem))
    return {name: tuple(stem for _, stem in sorted(found[name])) for name in sorted(found)}


def na_te_gaan(naam: str, presets: Path = PRESETS) -> list[str]:
    """Give what the comments of a preset, and then of its basis, say must be found out.

    A question stands above a key; a preset that writes that key itself has answered the one of its
    basis.

    naam  a preset that is there
    """
    text = (presets / f"{naam}.yaml").read_text(encoding="utf-8")
    basis = _BASIS.search(text)
    own = [question for _, question in _vragen(text)]
    if basis is None:
        return own
    answered = set(_SLEUTEL.findall(text))
    below = _vragen((presets / f"{basis[1]}.yaml").read_text(encoding="utf-8"))
    return own + [question for key, question in below if key not in answered]


def _vragen(text: str) -> list[tuple[str, str]]:
    """Give (key, question) of each comment that begins with NAGAAN, joined over its lines."""
    found: list[tuple[str, str]] = []
    asked: list[str] = []
    running = False
    for line in text.splitlines():
        comment = line.strip()
        key = _SLEUTEL.match(line)
        if comment.startswith(_NAGAAN):
            asked.append(_zin(comment.removeprefix(_NAGAAN)))
            running = True
        elif running and re.match(r"# (?!ZEKER)", comment):
            asked[-1] += " " + comment.removeprefix("#").strip()
        else:
            running = False
        if key:
            found += [(key[1], question) for question in asked]
            asked = []
    return found + [("", question) for question in asked]


def _zin(text: str) -> str:
    return text[0].upper() + text[1:]
