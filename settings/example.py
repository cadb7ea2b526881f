"""Makes a new config/ from the example that is shipped: the example is also the manual."""

import glob
import json
import os
import re
import secrets
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import settings
from regres import Misfit, UsageProblem, values
from regres.berichten import bericht
from regres.layouts import yaml_tekst
from settings.preset import Transport, mapping_op
from settings.systemd import units

_GITIGNORE = "# Geheimen en het grootboek horen niet in versiebeheer.\ngeheim/\n*.db*\n"
_PROEF = """\
stand: proef
# actief:
#   sinds: 2027-01-01
#   wie: wie dit besloot
#   rol: consulent                    # of fg; beheer alleen mag dit niet
#   waarom: wat er in de proef te zien was"""
_REM = """\
# rem:
#   nieuw: 50
#   waarom: waarom een eigen getal beter is dan het gewone"""
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


_PATROON = re.compile(r"patroon: .*")
#: A date in the name of a file, with or without a time behind it: tomorrow it is another.
_DATUM = re.compile(
    r"(?<![0-9])(?:[0-9]{8}|[0-9]{4}[-_.][0-9]{2}[-_.][0-9]{2}|[0-9]{2}[-_.][0-9]{2}[-_.][0-9]{4})"
    r"(?:[-_T]?[0-9]{4}(?:[0-9]{2})?)?(?![0-9])"
)


_HOST = {Transport.STUF: "zaaksysteem.", Transport.SFTP: "sftp."}


@dataclass(frozen=True, slots=True)
class Nieuw:
    """What a new municipality starts with.

    preset   the preset its mapping stands on; "" = the example's own mapping
    mapping  the text of its mapping, when that was proposed from a sample; "" = as above
    bestand  the name of that sample; the file of every night is looked for by it
    """

    code: str
    naam: str
    transport: Transport
    preset: str = ""
    mapping: str = ""
    bestand: str = ""

    @property
    def slug(self) -> str:
        """Give the name as file names and host names can hold it."""
        plain = unicodedata.normalize("NFKD", self.naam.casefold())
        return "".join(sign for sign in plain if sign in _PLAIN) or "gemeente"

    @property
    def soorten(self) -> tuple[str, ...]:
        """Give which of the example's mappings to take; that for CSV explains the words of both."""
        if self.transport is not Transport.STUF:
            return ("csv",)
        return ("stuf",) if self.preset else ("stuf", "csv")


def voorbeeld() -> Path:
    """Give the folder of the shipped example: in a checkout, else where the wheel put it."""
    checkout = Path(settings.__file__).parents[1] / "config"
    installed = Path(sys.prefix) / "share" / "regresbrug" / "config"
    return checkout if (checkout / "regresbrug.yaml").is_file() else installed


def maak(folder: Path, nieuw: Nieuw) -> list[Path]:
    """Write a config folder with a root key; gives the files. Nothing that exists is touched.

    Raises UsageProblem for a code that is none, a folder that holds a configuration already, or one
    that cannot be written.
    """
    _refuse(folder, nieuw)
    try:
        return _write_all(folder, nieuw)
    except OSError as fault:
        name = type(fault).__name__
        raise UsageProblem(bericht("C-0305", waar=str(folder), fout=name)) from fault


def _write_all(folder: Path, nieuw: Nieuw) -> list[Path]:
    written = [
        _write(folder / "regresbrug.yaml", _dienst(_text("regresbrug.yaml"), nieuw)),
        _write(
            folder / "gemeenten" / f"{nieuw.code}-{nieuw.slug}.yaml",
            _gemeente(_text("gemeenten/9901-duinrand.yaml"), nieuw),
        ),
        *(_mapping(folder, nieuw, kind) for kind in nieuw.soorten),
        _write(folder / ".gitignore", _GITIGNORE),
        *(_write(folder / name, text) for name, text in units(folder).items()),
        _root_key(folder / "geheim" / f"{nieuw.slug}-wortel-1.key"),
    ]
    (folder / "ontvanger").mkdir(exist_ok=True)
    (folder / "tls").mkdir(exist_ok=True)
    return written


def _refuse(folder: Path, nieuw: Nieuw) -> None:
    problems = []
    if isinstance(values.gemeentecode(nieuw.code), Misfit):
        problems.append(bericht("C-0301", waar="--code"))
    if not nieuw.naam.strip() or not nieuw.naam.isprintable() or len(nieuw.naam) > 100:
        problems.append(bericht("C-0304", waar="--naam"))
    if (folder / "regresbrug.yaml").exists():
        problems.append(bericht("C-0302", waar=str(folder)))
    if problems:
        raise UsageProblem(*problems)


# -- the example, as text: its comments are the manual -----------------------------------------


def _text(name: str) -> str:
    return (voorbeeld() / name).read_text(encoding="utf-8")


def _eigen(text: str, nieuw: Nieuw) -> str:
    """Put the municipality's own name in the place of the example's."""
    # A line that tells editors where the schema lies; from here it lies nowhere.
    if text.startswith("# yaml-language-server:"):
        text = text.partition("\n")[2]
    text = text.replace("Duinrand (fictief)", nieuw.naam).replace("duinrand", nieuw.slug)
    return text.replace("9901", nieuw.code)


def _mapping(folder: Path, nieuw: Nieuw, kind: str) -> Path:
    if nieuw.mapping:
        text = nieuw.mapping
    elif nieuw.preset:
        text = mapping_op(nieuw.preset, nieuw.naam)
    else:
        text = _eigen(_text(f"mappings/duinrand-{kind}.yaml"), nieuw)
    return _write(folder / "mappings" / f"{nieuw.slug}-{kind}.yaml", text)


def _dienst(text: str, nieuw: Nieuw) -> str:
    """Keep of the addresses only those that this way of reading needs."""
    drop = {"zaaksysteem.", "sftp."} - {_HOST.get(nieuw.transport, "")}
    lines = [line for line in text.splitlines() if not any(f"- {host}" in line for host in drop)]
    return _eigen("\n".join(lines) + "\n", nieuw)


def _gemeente(text: str, nieuw: Nieuw) -> str:
    _, *rest = text.strip().split("\n\n")
    parts = [f"# Gemeente {nieuw.naam}.", *(_part(part, nieuw) for part in rest)]
    return _eigen("\n\n".join(part for part in parts if part) + "\n", nieuw)


def _part(part: str, nieuw: Nieuw) -> str:
    """Write one paragraph of the example for a new municipality; "" leaves it out."""
    match _first_key(part):
        case "gemeentecode":
            kept = [line for line in part.splitlines() if not line.startswith(("oin:", "naam:"))]
            return "\n".join([*kept, f"naam: {json.dumps(nieuw.naam, ensure_ascii=False)}"])
        case "stand":
            comment = part.partition("stand:")[0]
            return comment + _PROEF
        case "contactpersoon":
            return f"contactpersoon:\n  naam: {json.dumps('Team Wmo ' + nieuw.naam)}"
        case "rem":
            return part.partition("\nrem:")[0] + "\n" + _REM
        case "bronnen":
            source = part.partition("\n")[2]
            return f"bronnen:\n{source}" if nieuw.transport is Transport.STUF else ""
        case "export":
            return "" if nieuw.transport is Transport.STUF else "bronnen:\n" + _export(part, nieuw)
    return part


def _first_key(part: str) -> str:
    keys = (line.partition(":")[0].strip() for line in part.splitlines() if "#" not in line[:3])
    return next(keys, "")


def _export(part: str, nieuw: Nieuw) -> str:
    if nieuw.bestand:
        found = f"patroon: {yaml_tekst(patroon(nieuw.bestand))}"
        part = _PATROON.sub(lambda _: found, part)
    if nieuw.transport is Transport.SFTP:
        return part
    gone = ("host:", "poort:", "gebruiker:", "hostsleutel:", "sleutel:", "map:")
    lines = [line for line in part.splitlines() if not line.strip().startswith(gone)]
    text = "\n".join(lines).replace("CSV op een SFTP-server", "CSV in een map van deze machine")
    return text.replace("soort: sftp", "soort: map\n    map: ../export")


def patroon(naam: str) -> str:
    """Give the pattern by which tomorrow's file is found: the name of a sample, dates as stars."""
    return _DATUM.sub("*", glob.escape(naam))


def _write(target: Path, text: str) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return target


def _root_key(target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(secrets.token_hex(32) + "\n")
    return target
