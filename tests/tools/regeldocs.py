"""Writes the tables of the rule pages from the rule files: `python -m tests.tools.regeldocs`.

In docs/signaalregels.md and docs/verhaalregels.md the prose is written by hand; what stands
between `<!-- tabel NAAM -->` and `<!-- einde -->` is made here. A test fails when a page is behind.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from assessment import STANDAARD, Regelset, beleid
from assessment.recoverability import Regels
from assessment.recoverability.tabellen import Ingang
from assessment.signaalregels import FEITEN, Signaalregels
from regres import Uitkomst

PAGINAS = (Path("docs/signaalregels.md"), Path("docs/verhaalregels.md"))
_PLEK = re.compile(r"(<!-- tabel (\w+) -->\n).*?(<!-- einde -->)", re.DOTALL)


def _tabel(kop: str, rijen: Iterable[Iterable[object]]) -> str:
    namen = [naam.strip() for naam in kop.split("|")]
    regels = [f"| {' | '.join(namen)} |", f"|{'---|' * len(namen)}"]
    regels += [f"| {' | '.join(str(cel) for cel in rij)} |" for rij in rijen]
    return "\n".join(regels) + "\n"


def _als(voorwaarde: Mapping[str, Iterable[str]]) -> str:
    delen = [f"{feit} = {' of '.join(waarden)}" for feit, waarden in voorwaarde.items()]
    return ", ".join(delen) or "altijd"


def _of(voorwaarden: Iterable[Mapping[str, Iterable[str]]]) -> str:
    return "<br>of ".join(_als(voorwaarde) for voorwaarde in voorwaarden)


def _ingang(ingang: Ingang) -> str:
    delen = [ingang.code]
    if ingang.feiten:
        delen.append(f"({_als(ingang.feiten)})")
    if ingang.zonder:
        delen.append(f"zonder {', '.join(ingang.zonder)}")
    return " ".join(delen)


def _signalen() -> Signaalregels:
    return Regelset.laad().combinatie.regels


def signalen() -> str:
    """Give the combination rules in the order in which they are tried."""
    return _tabel(
        "nr | regel | wanneer | indicatie | soort signaal | uitleg | herkomst",
        (
            (n, f"`{r.id}`", _of(r.als), r.indicatie.value, r.bron.value, r.uitleg, r.herkomst)
            for n, r in enumerate(_signalen().regels, 1)
        ),
    )


def feiten() -> str:
    """Give the facts and their values."""
    return _tabel("feit | waarden", ((feit, ", ".join(w)) for feit, w in FEITEN.items()))


def steun() -> str:
    """Give the supporting columns and their weight."""
    return _tabel("kolom | gewicht", _signalen().steun.items())


def leeg() -> str:
    """Give the texts that count as nothing."""
    return _tabel("tekst", ((f"`{tekst}`",) for tekst in sorted(_signalen().geen_waarde)))


def codes() -> str:
    """Give the reason codes."""
    tabellen = Regels.laad().tabellen
    return _tabel(
        "code | wanneer | uitleg | bron",
        ((r.id, _of(r.als), r.tekst, r.bron) for r in tabellen.regels),
    )


def voorrang() -> str:
    """Give the lines of precedence."""
    return _tabel(
        "lijn | uitkomst | bij | noemt",
        (
            (
                lijn.id,
                f"`{lijn.uitkomst.value}`",
                "<br>".join(_ingang(ingang) for ingang in lijn.bij),
                "alleen deze code, geen termijnen" if lijn.alleen else "alle codes die gelden",
            )
            for lijn in Regels.laad().tabellen.voorrang
        ),
    )


def banden() -> str:
    """Give the bands of accident days."""
    rijen = ((b.naam, b.vanaf.isoformat(), b.bron) for b in Regels.laad().tabellen.banden)
    return _tabel("band | vanaf (die dag hoort erbij) | bron", rijen)


def afkoop() -> str:
    """Give the agreements."""
    rijen = ((", ".join(map(str, a.jaren)), a.bron) for a in Regels.laad().tabellen.afkoopjaren)
    return _tabel("ongevallen in | bron", rijen)


def deelname() -> str:
    """Give the municipalities that did not simply take part."""
    rijen = (
        (u.naam, u.code, ", ".join(f"{j}: {w.value}" for j, w in u.jaren.items()), u.bron)
        for u in Regels.laad().tabellen.deelname.uitzonderingen
    )
    return _tabel("gemeente | code | deelname | bron", rijen)


def opvolgers() -> str:
    """Give the mergers that matter."""
    rijen = (
        (o.naam, o.code, ", ".join(o.voorgangers), o.per.isoformat(), o.bron)
        for o in Regels.laad().tabellen.rechtsopvolgers
    )
    return _tabel("opvolger | code | voorgangers | per | bron", rijen)


def termijnen() -> str:
    """Give the limitation periods."""
    lijst = Regels.laad().tabellen.termijnen
    rijen = ((n, getattr(lijst, n)) for n in ("relatief5", "absoluut20", "wam3"))
    return _tabel(
        "termijn | jaren | grond | alleen waarschuwing | bron",
        (
            (f"`{n}`", t.jaren, t.basis, "ja" if t.alleen_waarschuwing else "nee", t.bron)
            for n, t in rijen
        ),
    )


def bedragen() -> str:
    """Give the usual amounts."""
    tabellen = Regels.laad().tabellen
    rijen = [(b.naam, f"{b.van} tot {b.tot} euro", b.bron) for b in tabellen.bandbreedtes]
    hoogste = tabellen.hoogste_bedrag
    rijen.append(("elk bedrag", f"tot {hoogste.bedrag} euro", hoogste.bron))
    return _tabel("voorziening | gewoon | bron", rijen)


def bijdrage() -> str:
    """Give the days without own contribution."""
    rijen = (
        (t.vanaf.isoformat(), t.tot.isoformat(), t.bron)
        for t in Regels.laad().tabellen.eigen_bijdrage.geen
    )
    return _tabel("vanaf | tot (die dag niet) | bron", rijen)


def standaardbeleid() -> str:
    """Give what happens with each outcome by default."""
    rijen = ((f"`{u.value}`", beleid(u, STANDAARD).value) for u in Uitkomst)
    return _tabel("uitkomst | standaard", rijen)


TABELLEN: dict[str, Callable[[], str]] = {
    maker.__name__: maker
    for maker in (
        signalen,
        feiten,
        steun,
        leeg,
        codes,
        voorrang,
        banden,
        afkoop,
        deelname,
        opvolgers,
        termijnen,
        bedragen,
        bijdrage,
        standaardbeleid,
    )
}


def vul(pagina: str) -> str:
    """Put every table in its place; KeyError for a place without a table."""
    return _PLEK.sub(lambda plek: plek[1] + TABELLEN[plek[2]]() + plek[3], pagina)


def plekken(pagina: str) -> set[str]:
    """Name the tables a page asks for."""
    return {plek[2] for plek in _PLEK.finditer(pagina)}


def main() -> None:
    """Rewrite the pages in place."""
    for pad in PAGINAS:
        pad.write_text(vul(pad.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
