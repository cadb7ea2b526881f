"""What a set consists of: the sha256 of every file, in a list that has a sha256 of its own.

The list stands beside the folder (`wsdl/<naam>.sha256`, as sha256sum writes it) and says which file
was changed; its own sha256 stands in the configuration and says that the list was not.
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from regres import ConfigProblem, Problem
from regres.berichten import bericht

#: path below the folder, with "/" -> sha256 in lower-case hex
Lijst = Mapping[str, str]

_REGEL = re.compile(r"\A([0-9a-f]{64}) [ *]([^\0\r\n]+)\Z", re.ASCII)
#: The largest official sets are 10 MB in 250 files; what is far larger is no set of schemas.
_MEEST_BYTES, _MEEST_BESTANDEN = 64_000_000, 5_000


def lees_map(folder: Path, waar: str) -> dict[str, bytes]:
    """Read every file of a set; what is hashed, checked and parsed later are these very bytes.

    Raises:
        ConfigProblem: no such folder, far too much, or something that is no file (a link, a pipe,
            on which reading would wait for ever) or cannot be read.

    """
    if not folder.is_dir() or folder.is_symlink():
        raise ConfigProblem(bericht("B-0370", "map", waar=waar))
    found = {path.relative_to(folder).as_posix(): path for path in _paden(folder)}
    odd = [name for name, path in found.items() if path.is_symlink() or not path.is_file()]
    if odd:
        raise ConfigProblem(*(bericht("B-0370", "link", waar=f"{waar}/{n}") for n in sorted(odd)))
    if (
        len(found) > _MEEST_BESTANDEN
        or sum(p.stat().st_size for p in found.values()) > _MEEST_BYTES
    ):
        raise ConfigProblem(bericht("B-0370", "groot", waar=waar))
    return {name: _inhoud(path, f"{waar}/{name}") for name, path in sorted(found.items())}


def _inhoud(path: Path, waar: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigProblem(bericht("B-0370", "onleesbaar", waar=waar)) from error


def _paden(folder: Path) -> Iterator[Path]:
    """Give files and links; a link to a folder is given, never followed."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            yield from _paden(path)
        else:
            yield path


def bereken(bestanden: Mapping[str, bytes]) -> dict[str, str]:
    """Give the list of these files."""
    return {name: sha256(content).hexdigest() for name, content in sorted(bestanden.items())}


def schrijf_lijst(lijst: Lijst) -> bytes:
    """Write a list as `sha256sum` does, so that `sha256sum -c` can check it too."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(lijst.items())).encode()


def pin(geschreven: bytes) -> str:
    """Give what stands in the configuration for a list as it is written."""
    return sha256(geschreven).hexdigest()


def lees_lijst(geschreven: bytes, waar: str) -> dict[str, str]:
    """Read a list.

    Raises:
        ConfigProblem: with every line that is none of a list.

    """
    lines = geschreven.decode("utf-8", "replace").splitlines()
    matches = [_REGEL.match(line) for line in lines]
    wrong = [number for number, match in enumerate(matches, 1) if match is None]
    if wrong or not lines:
        spots = wrong or [1]
        raise ConfigProblem(*(bericht("B-0371", "regel", waar=f"{waar}:{n}:1") for n in spots))
    return {match[2]: match[1] for match in matches if match is not None}


def vergelijk(lijst: Lijst, bestanden: Mapping[str, bytes], waar: str) -> Iterator[Problem]:
    """Give every file that is missing, changed, or was not there when the set was pinned."""
    present = bereken(bestanden)
    for name in sorted({*lijst, *present}):
        if name not in present:
            yield bericht("B-0370", "ontbreekt", waar=f"{waar}/{name}")
        elif name not in lijst:
            yield bericht("B-0370", "extra", waar=f"{waar}/{name}")
        elif present[name] != lijst[name]:
            yield bericht("B-0370", "veranderd", waar=f"{waar}/{name}")
