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
from dataclasses import dataclass

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
    """Why a path is refused, and what to do."""

    code: str
    wat: str
    doe: str


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
            return Fout(
                "M-0016",
                f"Het voorvoegsel `{prefix}` staat niet bij `namespaces:`",
                f"Zet het erbij, of kies uit: {', '.join(sorted(prefixes))}",
            )
    return None


def _forbidden(path: str) -> Fout | None:
    bare = _without_values(path)
    if bare.startswith("/") or "//" in bare:
        return _refuse("`//` en een `/` vooraan", "Begin bij het object zelf: ZKN:startdatum")
    if any(step in (".", "..") for step in bare.split("/")):
        return _refuse("`.` en `..`", "Een pad gaat alleen omlaag, vanaf het object")
    if "::" in bare:
        return _refuse("assen (`::`)", "Schrijf de namen met `/` ertussen")
    if any(sign in bare for sign in "()|*$+<>"):
        return _refuse("functies, jokers en rekentekens", "Schrijf alleen namen met `/` ertussen")
    return None


def _refuse(what: str, doe: str) -> Fout:
    return Fout("M-0015", f"In een xpath mogen geen {what} staan", doe)


def _shape(step: str) -> Fout:
    if _STEP.match(step):
        doe = f"Schrijf ZKN:{step}, of zet bij `namespaces:` wat `{ZONDER}:` voorvoegsel is"
        return Fout("M-0015", "Een naam in dit pad heeft geen voorvoegsel", doe)
    return Fout(
        "M-0015",
        "Een stap van dit pad is niet te lezen",
        "Elke stap is voorvoegsel:naam, eventueel met [@attribuut='waarde']; de laatste mag @naam",
    )


def _without_values(path: str) -> str:
    return re.sub(r"'[^']*'|\"[^\"]*\"", "''", path)


def _split(path: str) -> list[str]:
    # A "/" inside a predicate's value is not a step.
    return re.split(r"/(?![^\[]*\])", path)
