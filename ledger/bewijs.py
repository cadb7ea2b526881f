"""What is kept outside the database, so that it cannot be changed or put back together with it.

A folder of two files of JSON lines. `anker.jsonl` holds the last link of the audit trail after each
piece of work: with it a tail that was cut off is seen, and how far the other file was.
`wisjournaal.jsonl` holds what was erased (wisjournaal.py). A line whose end was cut off by a power
failure was never written.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ledger import problems, words
from ledger.shapes.audit import Anchor, Journaalstand

ANKER = "anker.jsonl"


class Bewijsmap:
    """The folder; made for its owner's eyes only when it is not there.

    Raises LedgerError (L-0605) when it cannot be written, or a line in it cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise problems.proof_unusable(folder.name, error.strerror or "") from None

    def ankers(self) -> list[Anchor]:
        """Give every link that was noted, oldest first."""
        return [anker_van(line, number) for number, line in self.regels(ANKER)]

    def verankerd(self, last: Anchor) -> bool:
        """Tell whether this is the link that was noted last, with the journal as it is."""
        newest = self.ankers()[-1:]
        return [(one.schakel, one.journaal) for one in newest] == [(last.schakel, last.journaal)]

    def veranker(self, last: Anchor, tijd: str) -> None:
        """Note the last link, unless that was noted last and there is no more to tell."""
        if last.hersteld or not self.verankerd(last):
            self.schrijf(ANKER, anker_json(last) | {"tijd": tijd})

    def regels(self, name: str) -> Iterator[tuple[int, Any]]:
        """Give the lines of a file with their numbers; none while it is not there."""
        for number, line in enumerate(self._lines(name), 1):
            if line:
                yield number, _loaded(line, name, number)

    def stand(self, name: str, regels: int | None = None) -> Journaalstand:
        """Give how a file is, or how its first lines are."""
        return stand_van(list(filter(None, self._lines(name)))[:regels])

    def _lines(self, name: str) -> list[str]:
        try:
            text = (self._folder / name).read_text("utf-8")
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise problems.proof_unusable(name, type(error).__name__) from None
        *lines, _torn = text.split("\n")
        return lines

    def schrijf(self, name: str, line: dict[str, Any]) -> None:
        """Add a line, and return only when it is on the disk."""
        try:
            place = os.open(self._folder / name, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                _end_torn_line(place)
                os.write(place, f"{words.dump(line)}\n".encode())
                os.fsync(place)
            finally:
                os.close(place)
            _fsync_folder(self._folder)
        except OSError as error:
            raise problems.proof_unusable(name, error.strerror or "") from None

    def herschrijf(self, name: str, lines: list[dict[str, Any]]) -> None:
        """Put other lines in the place of a file, all at once."""
        fresh = self._folder / f"{name}.nieuw"
        try:
            fresh.unlink(missing_ok=True)
            for line in lines:
                self.schrijf(fresh.name, line)
            fresh.replace(self._folder / name)
            _fsync_folder(self._folder)
        except OSError as error:
            raise problems.proof_unusable(name, error.strerror or "") from None


def stand_van(lines: Iterable[str]) -> Journaalstand:
    """Give how a file of these lines is."""
    texts = [f"{line}\n".encode() for line in lines]
    return Journaalstand(len(texts), hashlib.sha256(b"".join(texts)).hexdigest())


def anker_json(anchor: Anchor) -> dict[str, Any]:
    """Give a link as it is noted outside the database."""
    journals = {"wisjournaal": anchor.journaal, "wisjournaal_was": anchor.journaal_was}
    told = {name: asdict(one) for name, one in journals.items() if one is not None}
    restored = {"hersteld": anchor.hersteld} if anchor.hersteld else {}
    return {
        "grootboek": anchor.ledger_id,
        "volgnummer": anchor.volgnummer,
        "hash": anchor.hash,
        **told,
        **restored,
    }


def anker_van(line: Any, number: int = 1) -> Anchor:
    """Read a link that was noted; LedgerError (L-0605) when this is none."""
    if isinstance(line, dict):
        found = (line.get("grootboek"), line.get("volgnummer"), line.get("hash"))
        ledger_id, volgnummer, hash_ = found
        if isinstance(ledger_id, str) and isinstance(volgnummer, int) and isinstance(hash_, str):
            now, was = _stand(line.get("wisjournaal")), _stand(line.get("wisjournaal_was"))
            restored = line.get("hersteld")
            number = restored if isinstance(restored, int) else 0
            return Anchor(ledger_id, volgnummer, hash_, now, was, number)
    raise problems.proof_unusable(f"{ANKER}:{number}", "geen anker")


def _stand(told: Any) -> Journaalstand | None:
    if not isinstance(told, dict):
        return None
    regels, hash_ = told.get("regels"), told.get("hash")
    if isinstance(regels, int) and isinstance(hash_, str):
        return Journaalstand(regels, hash_)
    return None


def _loaded(line: str, name: str, number: int) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        raise problems.proof_unusable(f"{name}:{number}", "geen JSON") from None


def _end_torn_line(place: int) -> None:
    size = os.lseek(place, 0, os.SEEK_END)
    if size and os.pread(place, 1, size - 1) != b"\n":
        os.ftruncate(place, _after_last_newline(place, size))


def _after_last_newline(place: int, size: int) -> int:
    return os.pread(place, size, 0).rfind(b"\n") + 1


def _fsync_folder(folder: Path) -> None:
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)
