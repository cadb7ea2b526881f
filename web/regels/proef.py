"""Trying a sentence: judged as `assess` judges a note. The text lives in this request alone."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from assessment import zin
from assessment.notities import Notitielezer, classify_rows
from web.look.blad import Mis, Toon, Verzoek
from web.regels.lijst import inhoud
from web.wereld import Wereld

LANGST = 4000
_WOORD = {
    "J": ("fout", "J: er was een ongeval"),
    "N": ("stil", "N: geen ongeval"),
    "O": ("let", "O: niet zeker, een mens kijkt ernaar"),
}


def toon(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Judge one text; the answer as data names rules, terms and places, and never the text."""
    text = vraag.formulier.get("tekst", "").strip()
    if not text or len(text) > LANGST:
        raise Mis(f"Schrijf een zin van hoogstens {LANGST} tekens.")
    (found,) = classify_rows([(1, text)], lezer())
    gegevens, tekenen = inhoud(wereld, vraag)
    gegevens["uitkomst"] = {name: value for name, value in found.items() if name != "regel"} | {
        "redenen": [_reden(reden) for reden in found["redenen"]]
    }
    tekenen |= {
        "tekst": text,
        "gemarkeerd": gemarkeerd(text, found["redenen"]),
        "oordeel": _WOORD[found["indicatie"]],
    }
    return Toon("regels/lijst.html", "Ongevalsregels", gegevens, tekenen)


@cache
def lezer() -> Notitielezer:
    """Give the reader with our own words: half a second to build, so once a process."""
    return Notitielezer.laad()


def gemarkeerd(text: str, redenen: Iterable[dict[str, Any]]) -> Markup:
    """Give the text with each matched term marked where it stands, and all else escaped."""
    spans = sorted(
        {
            (one["positie"], one["positie"] + len(one["term"]))
            for one in redenen
            if one["term"] and one["positie"] >= 0
        }
    )
    out, at = Markup(), 0
    for begin, end in spans:
        if begin >= at:
            marked = Markup("<mark>{}</mark>").format(text[begin:end])
            out, at = out + escape(text[at:begin]) + marked, end
    return out + escape(text[at:])


def _reden(reden: dict[str, Any]) -> dict[str, Any]:
    told = zin(reden["regel"]) or "Dit woord is gevonden."
    return {**reden, "zin": told}
