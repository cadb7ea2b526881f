"""A new municipality on the preset of its supplier: which one, and its mapping."""

import csv
import difflib
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from pathlib import Path

import mappings
from mappings.inheritance import PRESETS
from regres import CsvLayout, Problem, UsageProblem
from regres.berichten import Zin, bericht, een_van, zin
from regres.layouts import kolomnaam

_KOP = """\
# De mapping van de gemeente {gemeente}: de preset {preset}, en wat bij u anders is.
#
# Alles wat hier niet staat, komt uit de preset. Wat u hier schrijft, wint. Alle woorden staan in
# docs/handboek/mapping-taal.md. Na elke wijziging: regresbrug check, en daarna regresbrug preview.
#
# Ga dit na bij uw leverancier voordat u meldingen verstuurt. Haal weg wat u weet:
#
{vragen}

basis: {preset}

# Klopt er iets niet? Haal het hekje weg, en pas aan. Wat u niet hebt, is `geen`.
{voorbeeld}"""
_CSV = """\
# kolomnamen:
#   naam in de preset: naam in uw bestand
# velden:
#   voorziening:
#     besluitstatus: {kolom: Status, waarden: {Toegekend: toegekend, Afgewezen: afgewezen}}
#     leveringsvorm: {kolom: Vorm, waarden: {ZIN: zin, PGB: pgb}}
#     wet: {vast: Wmo, waarom: antwoord van de leverancier van 3 maart}
"""
_XML = """\
# signalen:
#   vlag: {extra: ongeval}
# velden:
#   voorziening:
#     besluitstatus: {extra: wmo.status, waarden: {Toegekend: toegekend, Afgewezen: afgewezen}}
#     wet: {vast: Wmo, waarom: antwoord van de leverancier van 3 maart}
"""

#: Enough for any header.
_KOP_BYTES = 16_384


class Transport(StrEnum):
    """How the municipality's data comes in."""

    STUF = "stuf"
    SFTP = "sftp"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Keuze:
    """What `init` was asked for: a preset ("" = none) and a transport that fits it."""

    naam: str
    transport: Transport

    @property
    def bestand(self) -> Path:
        """Give where the preset itself can be read."""
        return PRESETS / f"{self.naam}.yaml"


def kies(leverancier: str | None, transport: Transport | None) -> Keuze:
    """Choose the preset of a supplier, and how its data comes when that was not said.

    Raises UsageProblem for a supplier that is not there, or a transport that does not carry it.
    """
    if leverancier is None:
        return Keuze("", transport or Transport.SFTP)
    name = leverancier.strip().casefold()
    if name not in {stem for stems in mappings.leveranciers().values() for stem in stems}:
        raise UsageProblem(_onbekend(name))
    xml = mappings.load(PRESETS / f"{name}.yaml").soort == "xml"
    if transport is not None and xml != (transport is Transport.STUF):
        raise UsageProblem(_past_niet(name, ["stuf"] if xml else ["sftp", "map"]))
    return Keuze(name, transport or (Transport.STUF if xml else Transport.SFTP))


def mapping_op(preset: str, gemeente: str) -> str:
    """Write a mapping that is nothing but its basis, with what its administrator must find out."""
    xml = mappings.load(PRESETS / f"{preset}.yaml").soort == "xml"
    questions = "\n".join(
        textwrap.fill(question, 98, initial_indent="# - ", subsequent_indent="#   ")
        for question in mappings.na_te_gaan(preset)
    )
    return _KOP.format(
        gemeente=gemeente, preset=preset, vragen=questions, voorbeeld=_XML if xml else _CSV
    )


def passend(file: Path) -> list[str]:
    """Give the presets whose header is exactly that of this file, read as they say it is written.

    Only the first bytes are read, and nothing of them is kept or told.
    """
    with file.open("rb") as source:
        head = source.read(_KOP_BYTES)
    every = (stem for stems in mappings.leveranciers().values() for stem in stems)
    return [stem for stem in every if _past(mappings.load(PRESETS / f"{stem}.yaml").layout, head)]


def _past(layout: object, head: bytes) -> bool:
    if not isinstance(layout, CsvLayout):
        return False
    codec = "utf-8-sig" if layout.codering == "utf-8" else layout.codering
    # A sign that is cut in two at the end is no fault of the first line.
    line = head.partition(b"\n")[0].decode(codec, "replace").removesuffix("\r")
    quote = layout.aanhalingsteken
    cells = csv.reader(
        [line],
        delimiter=layout.scheidingsteken,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    try:
        return tuple(map(kolomnaam, next(cells, []))) == layout.alle_kolommen
    except csv.Error:  # a line that no preset would cut: UTF-16, or a CR in the middle
        return False


def _onbekend(name: str) -> Problem:
    known = mappings.leveranciers()
    every = [stem for stems in known.values() for stem in stems]
    near = difflib.get_close_matches(name, every, n=1)
    told = reduce(_rij, map(_indelingen, known.values()))
    if near:
        return bericht("C-0306", "lijkt", waar="--leverancier", bekend=told, bedoeld=near[0])
    return bericht("C-0306", waar="--leverancier", bekend=told)


def _indelingen(stems: tuple[str, ...]) -> str | Zin:
    if len(stems) == 1:
        return stems[0]
    return zin("indelingen", eerst=stems[0], tweede=stems[1], laatst=stems[-1])


def _rij(eerst: str | Zin, laatst: str | Zin) -> Zin:
    return zin("rij", eerst=eerst, laatst=laatst)


def _past_niet(name: str, ways: Sequence[str]) -> Problem:
    return bericht("C-0307", waar="--transport", naam=name, wegen=een_van(ways))
