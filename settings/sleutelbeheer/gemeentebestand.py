"""Changes single lines of a municipality's file, and leaves every comment where it stands.

The new text is read back as configuration before it takes the place of the old.
"""

import re
from pathlib import Path

from regres import ConfigProblem, KeyProblem
from regres.berichten import bericht
from settings.agreement import GemeenteInstelling
from settings.files import read_block
from settings.load import Settings
from settings.shapes import GemeenteBlok
from settings.sleutelbeheer.bestanden import vervang


def met_versie(settings: Settings, een: GemeenteInstelling, versie: int, verwijzing: str) -> None:
    """Add a root key version below the others; KeyProblem (K-0713) when that cannot be done."""
    last = max(een.blok.sleutels)
    at, column = _line(een, last)
    lines = _lines(settings, een)
    lines.insert(at, f"{' ' * (column - 1)}{versie}: {verwijzing}\n")
    want = een.blok.sleutels | {versie: verwijzing}
    _write(settings, een, lines, {"sleutels": want}, f"sleutels: {versie}: {verwijzing}")


def zonder_versie(
    settings: Settings, een: GemeenteInstelling, versie: int, blijvend: str | None
) -> None:
    """Take a root key version out, and name the blijvende sleutel when one takes its place."""
    at, _ = _line(een, versie)
    lines = _lines(settings, een)
    del lines[at - 1]
    want: dict[str, object] = {
        "sleutels": {key: ref for key, ref in een.blok.sleutels.items() if key != versie}
    }
    if blijvend is not None:
        lines.insert(_before(een, "sleutels"), f"blijvende_sleutel: {blijvend}\n")
        want["blijvende_sleutel"] = blijvend
    _write(settings, een, lines, want, f"sleutels: zonder {versie}")


def met_regel(settings: Settings, een: GemeenteInstelling, naam: str, waarde: str) -> None:
    """Give a key at the top level a plain value, in the place of what it had."""
    lines = _lines(settings, een)
    known = een.boom.sleutels.get((naam,))
    if known:
        lines[known[0] - 1] = f"{naam}: {waarde}\n"
    else:
        lines.insert(_before(een, "sleutels"), f"{naam}: {waarde}\n")
    _write(settings, een, lines, {naam: waarde}, f"{naam}: {waarde}")


def _line(een: GemeenteInstelling, versie: int) -> tuple[int, int]:
    """Give line and column of a version; KeyProblem when it has no line of its own."""
    places = een.boom.sleutels
    line, column = places["sleutels", versie]
    shared = [place for place in places.values() if place[0] == line]
    if len(shared) > 1:
        raise KeyProblem(bericht("K-0713", waar=een.boom.bij("sleutels"), regel="sleutels"))
    return line, column


def _before(een: GemeenteInstelling, naam: str) -> int:
    return een.boom.sleutels[(naam,)][0] - 1


def _lines(settings: Settings, een: GemeenteInstelling) -> list[str]:
    text = (settings.config / een.bestand).read_bytes().decode("utf-8-sig")
    # Only line feeds, as YAML counts them; the last line may lack its own.
    lines = re.findall(r"[^\n]*\n|[^\n]+\Z", text)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return lines


def _write(
    settings: Settings,
    een: GemeenteInstelling,
    lines: list[str],
    want: dict[str, object],
    regel: str,
) -> None:
    """Write the lines, once reading them gives the file as it was but for what was wanted."""
    whole = een.blok.model_copy(update=want)

    def same(new: Path) -> None:
        try:
            read, _ = read_block(new, GemeenteBlok, een.bestand)
        except ConfigProblem:
            read = een.blok
        if read != whole:
            raise KeyProblem(bericht("K-0713", waar=een.bestand, regel=regel))

    vervang(settings.config / een.bestand, "".join(lines).encode(), same)
