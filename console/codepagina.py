"""The page of a code, in both languages; made from the catalogue and from nothing else."""

from collections.abc import Iterator
from pathlib import Path

from regres.berichten import Taal, Tekst, catalogus

_KOPPEN = {
    Taal.NL: ("Gevolg", "Wat u doet", "Meer", "Zo kan het er staan"),
    Taal.EN: ("What follows", "What to do", "More", "It may read"),
}
_DIENST = {
    "A": "beoordelen",
    "B": "bronnen",
    "C": "configuratie en opdrachten",
    "D": "demo",
    "K": "sleutels",
    "L": "grootboek",
    "M": "mapping",
    "R": "runs",
    "S": "bestemming",
    "Z": "loket",
}


def lijst() -> Iterator[tuple[str, str]]:
    """Give every code with its Dutch sentence."""
    teksten = catalogus().teksten
    for code in sorted(teksten):
        yield code, teksten[code][Taal.NL].wat


def pagina(code: str) -> str:
    """Write the page of a code in Markdown: Dutch first, then English."""
    parts = [part for taal in Taal for part in _taal(taal, code)]
    return "\n\n".join([f"# {code}", f"Onderdeel: {_DIENST[code[0]]}.", *parts])


def schrijf(folder: Path) -> int:
    """Write all pages and the list of them; gives how many codes there are."""
    folder.mkdir(parents=True, exist_ok=True)
    codes = list(lijst())
    for code, _ in codes:
        (folder / f"{code}.md").write_text(pagina(code) + "\n", encoding="utf-8")
    rows = [f"| [{code}]({code}.md) | {wat} |" for code, wat in codes]
    head = ["# Alle codes", "", "| code | wat |", "|---|---|"]
    (folder / "README.md").write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    return len(codes)


def _taal(taal: Taal, code: str) -> Iterator[str]:
    tekst = catalogus().teksten[code][taal]
    yield f"## {tekst.wat}"
    gevolg, doe, meer, zo = _KOPPEN[taal]
    for head, text in ((gevolg, tekst.gevolg), (doe, tekst.doe), (meer, tekst.uitleg)):
        if text:
            yield f"**{head}.** {text}"
    if cases := [case[taal] for case in catalogus().gevallen[code].values()]:
        yield f"**{zo}:**"
        yield "\n".join(_geval(case, tekst) for case in cases)


def _geval(geval: Tekst, tekst: Tekst) -> str:
    """Write one case as a line of a list, with what to do when that differs."""
    return f"- {geval.wat}" + (f". {geval.doe}" if geval.doe not in {"", tekst.doe} else "")
