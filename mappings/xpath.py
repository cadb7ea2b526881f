"""Location paths: the only XPath a mapping may hold.

    ZKN:leidtTot/ZKN:gerelateerde/ZKN:identificatie
    StUF:extraElementen/StUF:extraElement[@naam='wmo.bedrag']
    ZKN:isVan/@StUF:entiteittype

    naam/achternaam                      when `namespaces:` says what a name without prefix is

Steps go down only, from the object that is read; so a mapping cannot reach another person's object,
the envelope, or a function of XPath.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import field

from regres.waarde import dataclass

_NAME = r"[A-Za-z_][A-Za-z0-9_.-]*"
_STEP = re.compile(
    rf"\A(?:(?P<prefix>{_NAME}):)?{_NAME}"
    rf"(?:\[@(?:(?P<attr>{_NAME}):)?{_NAME}=(?:'[^'\"\[\]]*'|\"[^'\"\[\]]*\")\])*\Z",
    re.ASCII,
)
_ATTRIBUTE = re.compile(rf"\A@(?:(?P<prefix>{_NAME}):)?{_NAME}\Z", re.ASCII)
_PREFIXES = re.compile(rf"(?:\A|[/@])({_NAME}):", re.ASCII)


#: The key of `namespaces:` for names without a prefix; its value is a URI, or GEEN.
ZONDER = "zonder"
GEEN = "geen"


@dataclass(frozen=True, slots=True)
class Fout:
    """Why a path is refused: a code of the catalogue, one case of it, and its words."""

    code: str
    geval: str = ""
    woorden: Mapping[str, str] = field(default_factory=dict)


def met_voorvoegsel(path: str, namespaces: Mapping[str, str]) -> str:
    """Give a checked path as XPath 1.0 wants it: a name without prefix there has no namespace."""
    if namespaces.get(ZONDER, GEEN) == GEEN:
        return path
    return "/".join(
        step
        if step.startswith("@") or (found := _STEP.match(step)) is None or found["prefix"]
        else f"{ZONDER}:{step}"
        for step in _split(path)
    )


def check(path: str, prefixes: Collection[str]) -> Fout | None:
    """Tell what is wrong with a path; None when it may be used."""
    if forbidden := _forbidden(path):
        return forbidden
    steps = _split(path)
    last = steps[-1]
    elements = steps[:-1] if last.startswith("@") and _ATTRIBUTE.match(last) else steps
    for step in elements:
        found = _STEP.match(step)
        if found is None or not (found["prefix"] or ZONDER in prefixes):
            return _shape(step)
    for prefix in _PREFIXES.findall(_without_values(path)):
        if prefix not in prefixes:
            known = ", ".join(sorted(prefixes))
            return Fout("M-0016", woorden={"voorvoegsel": prefix, "bekend": known})
    return None


def _forbidden(path: str) -> Fout | None:
    bare = _without_values(path)
    if bare.startswith("/") or "//" in bare:
        return Fout("M-0015", "omlaag")
    if any(step in (".", "..") for step in bare.split("/")):
        return Fout("M-0015", "punt")
    if "::" in bare:
        return Fout("M-0015", "assen")
    if any(sign in bare for sign in "()|*$+<>"):
        return Fout("M-0015", "functies")
    return None


def _shape(step: str) -> Fout:
    if _STEP.match(step):
        return Fout("M-0015", "voorvoegsel", {"stap": step})
    return Fout("M-0015", "stap")


def _without_values(path: str) -> str:
    return re.sub(r"'[^']*'|\"[^\"]*\"", "''", path)


def _split(path: str) -> list[str]:
    # A "/" inside a predicate's value is not a step.
    return re.split(r"/(?![^\[]*\])", path)
