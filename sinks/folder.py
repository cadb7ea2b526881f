"""A sink in a folder: one file per delivery, for a backend that collects files."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from regres import Receipt, SealedMelding, SinkDown, SinkStopped, SoortMelding, Step
from regres.canonical import canonical_bytes, kop_json, timestamp
from regres.shapes import GEDULD
from regres.terug import OntvangenMelding, Terugblad
from sinks import neerleggen
from sinks.base import Delivery, Meteen, Onderweg
from sinks.memory import now_utc, stable_zaaknummer
from sinks.problems import problem
from sinks.versies import verdict


class Folder:
    """Writes each melding to a file of its own, under a name made of referentie and versie.

    A file is {"melding": {clear fields and the envelope}, "ontvangst": {the receipt}}. It appears
    whole or not at all (written aside, fsync, renamed) and only its owner can read it. Whoever
    collects the files copies them and leaves them where they are: they are also how this sink
    knows what it already took. One process at a time; the municipality's lease sees to that.
    """

    tegelijk = 1

    def __init__(self, map_: Path, klok: Callable[[], datetime] = now_utc) -> None:
        self._map = map_
        self._klok = klok
        self._index: dict[str, dict[int, str]] | None = None

    def begin(
        self, sealed: SealedMelding, traceparent: str = "", *, wacht: bool = True
    ) -> Onderweg:
        """See sinks.base.Sink; nothing is on its way for long."""
        return Meteen(lambda: self.deliver(sealed, traceparent))

    def deliver(self, sealed: SealedMelding, traceparent: str = "") -> Delivery:
        """Write one melding; see sinks.base.Sink."""
        try:
            return self._deliver(sealed)
        except OSError as error:
            raise SinkDown(problem("S-0050", str(self._map), error.strerror or "")) from error

    def meldingen(self) -> Iterator[OntvangenMelding]:
        """Read the files that lie there; see sinks.base.Sink."""
        try:
            # Not glob: it says of a folder that is gone (a disk not mounted) that it is empty.
            names = [path for path in self._map.iterdir() if path.suffix == ".json"]
            found = [_geboekt(_read(path)) for path in names]
        except OSError as error:
            raise SinkDown(problem("S-0050", str(self._map), error.strerror or "")) from error
        yield from sorted(found, key=lambda one: (one.ontvangenOp, one.referentie, one.versie))

    def terugkoppelingen(self, cursor: str) -> Iterator[Terugblad]:
        """Give nothing: whoever collects files tells nothing back by this road."""
        yield from ()

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the one step of `check`."""
        return ("map",)

    def check(self, geduld: float = GEDULD) -> Iterator[Step]:
        """Look whether the folder is there and can be written; leaves nothing behind."""
        trial = self._map / ".proef"
        try:
            trial.touch(mode=0o600)
            trial.unlink()
        except OSError as error:
            wrong = problem("S-0050", str(self._map), error.strerror or "")
            yield Step("map", False, problems=(wrong,))
            return
        yield Step("map", True, "bestaat en is te beschrijven")

    def close(self) -> None:
        """Forget what was read of the folder; the next delivery reads it again."""
        self._index = None

    def _deliver(self, sealed: SealedMelding) -> Delivery:
        if self._index is None:
            self._index = self._read_all()
        kop = sealed.kop
        known = self._index.setdefault(kop.referentie, {})
        if conflict := verdict(known, kop):
            return conflict
        path = self._path(kop.referentie, kop.versie)
        if kop.versie not in known:
            self._write(path, self._content(sealed))
            known[kop.versie] = kop.inhoudsmerk
        return _receipt(_read(path)["ontvangst"])

    def _path(self, referentie: str, versie: int) -> Path:
        name = sha256(f"{referentie}:{versie}".encode()).hexdigest()
        return self._map / f"{name}.json"

    def _content(self, sealed: SealedMelding) -> bytes:
        kop = kop_json(sealed.kop)
        receipt = {
            "referentie": sealed.kop.referentie,
            "versie": sealed.kop.versie,
            "zaaknummer": stable_zaaknummer("MAP", sealed.kop.dossiersleutel),
            "ontvangenOp": timestamp(self._klok()),
        }
        return canonical_bytes({"melding": kop | {"inhoud": sealed.inhoud}, "ontvangst": receipt})

    def _write(self, path: Path, content: bytes) -> None:
        aside = path.with_suffix(".tmp")
        neerleggen.leg_neer(aside, content, 0o600)
        aside.replace(path)
        neerleggen.sync_map(self._map)

    def _read_all(self) -> dict[str, dict[int, str]]:
        index: dict[str, dict[int, str]] = {}
        for path in sorted(self._map.glob("*.json")):
            melding = _read(path)["melding"]
            index.setdefault(melding["referentie"], {})[melding["versie"]] = melding["inhoudsmerk"]
        return index


def _read(path: Path) -> dict[str, Any]:
    """Read a file that this sink wrote; anything else stops, because repeats could get through."""
    try:
        content = json.loads(path.read_bytes())
        _receipt(content["ontvangst"])
        melding = content["melding"]
        if isinstance(melding["inhoudsmerk"], str) and SoortMelding(melding["soortMelding"]):
            return dict(content)
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise SinkStopped(problem("S-0051", str(path)))


def _geboekt(content: dict[str, Any]) -> OntvangenMelding:
    receipt, melding = _receipt(content["ontvangst"]), content["melding"]
    return OntvangenMelding(
        referentie=receipt.referentie,
        versie=receipt.versie,
        soort=SoortMelding(melding["soortMelding"]),
        inhoudsmerk=melding["inhoudsmerk"],
        zaaknummer=receipt.zaaknummer,
        ontvangenOp=receipt.ontvangenOp,
    )


def _receipt(stored: dict[str, Any]) -> Receipt:
    return Receipt(
        referentie=stored["referentie"],
        versie=stored["versie"],
        zaaknummer=stored["zaaknummer"],
        ontvangenOp=datetime.fromisoformat(stored["ontvangenOp"]),
    )
