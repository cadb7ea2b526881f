"""Makes the report of one municipality, writes it, and notes its hash in the audit trail."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import PackageLoader

from console.avg.schema import SCHEMA
from ledger import Ledger
from regres import UsageProblem
from regres.berichten import bericht
from regres.dag import NEDERLAND
from regres.tonen import toonbare_json
from settings.avg.bewijs import bewaring, inzien, keten, sleutels
from settings.avg.register import bestanden, dpia, register, stroom
from settings.sleutelbeheer.wissel import Plek
from web.look import stijl, toon

#: The action in the audit trail; its object is the SHA-256 of the file.
ACTIE = "avg_verslag"
_PAGINAS = PackageLoader("console", "templates")


@dataclass(frozen=True, slots=True)
class AvgVerslag:
    """A report as values; the same ones stand in the JSON and on the page."""

    inhoud: dict[str, Any]

    def tekst(self, file: Path) -> str:
        """Give it as the kind of file that was asked for."""
        if file.suffix == ".html":
            style = stijl().decode("utf-8")
            return toon("avg.html", _PAGINAS, stijl=style, tekening=_tekening(self), **self.inhoud)
        return toonbare_json(json.dumps(self.inhoud, ensure_ascii=False, indent=2)) + "\n"

    def schrijf(self, files: Iterable[Path], ledger: Ledger, code: str, now: datetime) -> None:
        """Write it, and note the SHA-256 of each file in the audit trail.

        Raises UsageProblem (C-0406) for a file that cannot be written.
        """
        for file in files:
            made = self.tekst(file).encode("utf-8")
            try:
                file.write_bytes(made)
            except OSError as fault:
                wrong = bericht("C-0406", waar=str(file), fout=type(fault).__name__)
                raise UsageProblem(wrong) from None
            print_of = f"sha256:{hashlib.sha256(made).hexdigest()}"
            origin = f"gemeente:{code}"
            ledger.note_audit(
                ACTIE, "geschreven", "regresbrug", now, object_=print_of, oorsprong=origin
            )


def maak(plek: Plek) -> AvgVerslag:
    """Collect the report; reads the configuration and the ledger, and connects to nothing."""
    settings, een, ledger, now = plek.settings, plek.een, plek.ledger, plek.now
    local = now.astimezone(NEDERLAND)
    return AvgVerslag(
        {
            "schema": SCHEMA,
            "gemaakt": f"{local:%Y-%m-%dT%H:%M:%S%z}",
            "versie": version("regresbrug"),
            "gemeente": {"naam": een.blok.naam, "code": een.blok.gemeentecode},
            "register": register(settings, een),
            "dpia": dpia(een),
            "stroom": stroom(settings, een),
            "sleutels": sleutels(plek, local.date()),
            "bewaring": bewaring(settings, ledger, now),
            "inzien": inzien(ledger, een),
            "keten": keten(ledger),
            "bestanden": list(bestanden(settings, een)),
        }
    )


def _tekening(verslag: AvgVerslag) -> list[dict[str, Any]]:
    """Place the arrows of the data flow: sources on the left, Regresbrug, where it goes right."""
    steps = verslag.inhoud["stroom"]
    left = [step for step in steps if step["naar"] == "Regresbrug"]
    right = [step for step in steps if step["van"] == "Regresbrug"]
    return [
        {
            "tekst": step["naar" if side else "van"],
            "hoe": step["hoe"],
            "rechts": side,
            "y": at * 90 + 20,
        }
        for side, many in ((False, left), (True, right))
        for at, step in enumerate(many)
    ]
