"""The demo's config: the shipped example with this start's addresses filled in, comments kept.

It is written anew at every start, because the ports are: whoever wants to try a change of his own
copies the folder and points `regresbrug --config` at the copy.
"""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from regres import ConfigProblem
from regres.berichten import bericht

_DIENST: Final = "regresbrug.yaml"
_GEMEENTE: Final = "gemeenten/9901-duinrand.yaml"
#: Folders of the example that are taken over as they are.
_MAPPEN: Final = ("mappings", "wsdl")
#: Beside the rooms in a checkout, under share/ when installed.
_PLACES: Final = (
    Path(__file__).resolve().parents[1] / "config",
    Path(sys.prefix) / "share" / "regresbrug" / "config",
)
#: The account that files are given back by, and its key; another than that of the export.
TERUG: Final = "regresbrug-terug"
TERUG_SLEUTEL: Final = "duinrand-terug-sleutel"
#: What seals the second factors of the console's accounts.
CONSOLE_SLEUTEL: Final = "console.key"
_WAAROM = "Demo: de gemeente en het Regresloket draaien op deze computer zelf."


@dataclass(frozen=True, slots=True)
class Adressen:
    """Where the servers of this start listen; `terug` is where files are given back."""

    zaaksysteem: str
    sftp: tuple[str, int]
    hostsleutel: str
    loket: str
    terug: tuple[str, int]


def schrijf(config: Path, adressen: Adressen) -> None:
    """Write the config of this start."""
    source = meegeleverd()
    for name in _MAPPEN:
        if (source / name).is_dir():
            shutil.copytree(source / name, config / name, dirs_exist_ok=True)
    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    for name, fill in ((_DIENST, _dienst), (_GEMEENTE, _gemeente)):
        tree = yaml.load(source.joinpath(name).read_text(encoding="utf-8"))
        fill(tree, adressen)
        target = config / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", encoding="utf-8") as out:
            yaml.dump(tree, out)


def meegeleverd(places: Sequence[Path] = _PLACES) -> Path:
    """Find the shipped example; ConfigProblem (D-0003) when it is in none of the places."""
    for place in places:
        if (place / _DIENST).is_file():
            return place
    raise ConfigProblem(bericht("D-0003", waar=str(places[0])))


def _dienst(tree: Any, adressen: Adressen) -> None:
    tree["bestemming"]["adres"] = adressen.loket
    listed = tree["uitgaand"]
    wanted = [_hostpoort(adressen.loket), _hostpoort(adressen.zaaksysteem)]
    wanted.append("{}:{}".format(*adressen.sftp))
    # In place, item by item: the comments of the example hang on this list.
    for place, entry in enumerate(wanted):
        listed[place] = entry
    listed.append("{}:{}".format(*adressen.terug))
    tree.insert(list(tree).index("uitgaand") + 1, "eigen_computer", _WAAROM)
    tree["console"] = {
        "accounts": "../console-accounts.db",
        "sleutel": f"secret://file/./geheim/{CONSOLE_SLEUTEL}",
    }


def _gemeente(tree: Any, adressen: Adressen) -> None:
    sources = tree["bronnen"]
    sources["zaaksysteem"]["adres"] = adressen.zaaksysteem
    host, port = adressen.sftp
    pin = adressen.hostsleutel
    sources["export"].update({"host": host, "poort": port, "hostsleutel": pin})
    host, port = adressen.terug
    tree["retour"] = {
        "soort": "sftp",
        "host": host,
        "poort": port,
        "gebruiker": TERUG,
        "hostsleutel": pin,
        "sleutel": f"secret://file/./geheim/{TERUG_SLEUTEL}",
    }


def _hostpoort(url: str) -> str:
    return url.removeprefix("https://").partition("/")[0]
