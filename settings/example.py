"""Makes a new config/ from the example that is shipped: the example is also the manual."""

import os
import secrets
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

import settings
from regres import Misfit, Problem, UsageProblem, values

_GITIGNORE = "# Geheimen en het grootboek horen niet in versiebeheer.\ngeheim/\n*.db*\n"
_UNIT = """\
# systemd: /etc/systemd/system/regresbrug.service
[Unit]
Description=Regresbrug
After=network-online.target
Wants=network-online.target

[Service]
ExecStart={program} serve --config {config}
SuccessExitStatus=1
Restart=on-failure
RestartSec=60
DynamicUser=no
User=regresbrug
UMask=0077
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ReadWritePaths={state}
LimitCORE=0

[Install]
WantedBy=multi-user.target
"""


class Transport(StrEnum):
    """How the municipality's data comes in."""

    STUF = "stuf"
    SFTP = "sftp"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Nieuw:
    """What a new municipality starts with."""

    code: str
    naam: str
    transport: Transport


def voorbeeld() -> Path:
    """Give the folder of the shipped example: in a checkout, else where the wheel put it."""
    checkout = Path(settings.__file__).parents[1] / "config"
    installed = Path(sys.prefix) / "share" / "regresbrug" / "config"
    return checkout if (checkout / "regresbrug.yaml").is_file() else installed


def maak(folder: Path, nieuw: Nieuw) -> list[Path]:
    """Write a config folder with a root key; gives the files. Nothing that exists is touched.

    Raises UsageProblem for a code that is none, or a folder that holds a configuration already.
    """
    _refuse(folder, nieuw)
    source = voorbeeld()
    slug = "".join(sign for sign in nieuw.naam.casefold() if sign.isalnum()) or "gemeente"
    written = [
        _copy(source / "regresbrug.yaml", folder / "regresbrug.yaml"),
        _municipality(source, folder, nieuw, slug),
        *_mappings(source, folder, nieuw),
        _write(folder / ".gitignore", _GITIGNORE),
        _write(folder / "regresbrug.service", _unit(folder)),
        _root_key(folder / "geheim" / f"{slug}-wortel-1.key"),
    ]
    (folder / "ontvanger").mkdir(exist_ok=True)
    (folder / "tls").mkdir(exist_ok=True)
    return written


def _refuse(folder: Path, nieuw: Nieuw) -> None:
    problems = []
    if isinstance(values.gemeentecode(nieuw.code), Misfit):
        doe = "Geef de CBS-code, bijvoorbeeld --code 9901."
        problems.append(Problem("C-0301", "Een gemeentecode is 4 cijfers.", "--code", doe=doe))
    if (folder / "regresbrug.yaml").exists():
        doe = "Kies een andere map, of kopieer gemeenten/*.yaml voor een gemeente erbij."
        wat = "In deze map staat al een configuratie."
        problems.append(Problem("C-0302", wat, str(folder), "Er is niets veranderd.", doe))
    if problems:
        raise UsageProblem(*problems)


def _municipality(source: Path, folder: Path, nieuw: Nieuw, slug: str) -> Path:
    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.width = 100
    tree = yaml.load((source / "gemeenten" / "9901-duinrand.yaml").read_text(encoding="utf-8"))
    _fill(tree, nieuw, slug)
    target = folder / "gemeenten" / f"{nieuw.code}-{slug}.yaml"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8") as out:
        yaml.dump(tree, out)
    return target


def _fill(tree: Any, nieuw: Nieuw, slug: str) -> None:
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

    tree["gemeentecode"] = tree["identiteit"] = Quoted(nieuw.code)
    tree["naam"], tree["stand"] = nieuw.naam, "proef"
    for gone in ("oin", "actief", "rem"):
        del tree[gone]
    tree["sleutels"][1] = f"secret://file/./geheim/{slug}-wortel-1.key"
    tree["regresloket"]["client"] = f"gemeente-{nieuw.code}"
    tree["regresloket"]["geheim"] = f"secret://file/./geheim/{slug}-loket.secret"
    tree["contactpersoon"]["naam"] = f"Team Wmo {nieuw.naam}"
    keep = "zaaksysteem" if nieuw.transport is Transport.STUF else "export"
    for name in [name for name in tree["bronnen"] if name != keep]:
        del tree["bronnen"][name]
    if nieuw.transport is Transport.MAP:
        source = tree["bronnen"]["export"]
        for gone in ("host", "poort", "gebruiker", "hostsleutel", "sleutel"):
            del source[gone]
        source["soort"], source["map"] = "map", "../export"


def _mappings(source: Path, folder: Path, nieuw: Nieuw) -> Iterable[Path]:
    kind = "stuf" if nieuw.transport is Transport.STUF else "csv"
    name = f"duinrand-{kind}.yaml"
    return [_copy(source / "mappings" / name, folder / "mappings" / name)]


def _unit(folder: Path) -> str:
    program = Path(sys.prefix) / "bin" / "regresbrug"
    config = folder.resolve()
    return _UNIT.format(program=program, config=config, state=config.parent)


def _copy(source: Path, target: Path) -> Path:
    return _write(target, source.read_text(encoding="utf-8"))


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
