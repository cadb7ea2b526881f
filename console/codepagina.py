"""The page of a code, in both languages; made from the catalogue and from nothing else."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from regres.berichten import OPEN, Taal, Tekst, catalogus, getoond

_KOPPEN = {
    Taal.NL: ("Onderdeel", "Gevolg", "Wat u doet", "Meer", "Zo kan het er staan", " Of: "),
    Taal.EN: ("Part", "What follows", "What to do", "More", "It may read", " Or: "),
}
_DIENST = {
    "A": ("beoordelen", "assessment"),
    "B": ("bronnen", "sources"),
    "C": ("configuratie en opdrachten", "configuration and commands"),
    "D": ("demo", "demo"),
    "K": ("sleutels", "keys"),
    "L": ("grootboek", "ledger"),
    "M": ("mapping", "mapping"),
    "R": ("runs", "runs"),
    "S": ("bestemming", "destination"),
    "Z": ("loket", "loket"),
}


def lijst(taal: Taal = Taal.NL, begin: str = "") -> Iterator[tuple[str, str]]:
    """Give every code that begins so, with its sentence."""
    teksten = catalogus().teksten
    for code in sorted(teksten):
        if code.startswith(begin):
            yield code, getoond(teksten[code][taal].wat)


def pagina(code: str, talen: Iterable[Taal] = Taal) -> str:
    """Write the page of a code in Markdown: Dutch first, then English."""
    first, *_ = languages = tuple(talen)
    parts = [part for taal in languages for part in _taal(taal, code)]
    service = _DIENST[code[0]][tuple(Taal).index(first)]
    return "\n\n".join([f"# {code}", f"{_KOPPEN[first][0]}: {service}.", *parts])


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
    yield f"## {getoond(tekst.wat)}"
    _, gevolg, doe, meer, zo, of = _KOPPEN[taal]
    cases = [case[taal] for case in catalogus().gevallen[code].values()]
    # The message itself says which of them holds; a page that names one would often be wrong.
    gevolgen = of.join(_verschillend(one.gevolg for one in (tekst, *cases)))
    for head, text in ((gevolg, gevolgen), (doe, getoond(tekst.doe)), (meer, tekst.uitleg)):
        if text and text != OPEN:
            yield f"**{head}.** {text}"
    if cases:
        yield f"**{zo}:**"
        yield "\n".join(_geval(case, tekst) for case in cases)


def _verschillend(zinnen: Iterable[str]) -> list[str]:
    shown = dict.fromkeys(getoond(zin) for zin in zinnen)
    return [zin for zin in shown if zin not in ("", OPEN)]


def _geval(geval: Tekst, tekst: Tekst) -> str:
    """Write one case as a line of a list, with what follows and what to do when that differs."""
    pairs = ((geval.gevolg, tekst.gevolg), (geval.doe, tekst.doe))
    more = [getoond(said) for said, usual in pairs if said not in {"", usual}]
    tail = " ".join(zin for zin in more if zin != OPEN)
    return f"- {getoond(geval.wat)}" + (f". {tail}" if tail else "")
