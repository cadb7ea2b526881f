"""What nights of one municipality do, written down: every report, envelope, stub and file.

.venv/bin/python -P -m tests.tools.nachtstand     # write down anew; then look at git diff

Of each night: the report, what was sent and what is in it once it is opened, what waits for whom,
what stands, which files lie at the return place, and the lines of the logboek. It says what is, not
that it is right: for that there are other tests.
"""

import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from joserfc.jwk import OKPKey

from pipeline import RunVerslag
from tests.tools.gemeente import Gemeente
from tests.tools.grootboekstand import antwoorden, toon
from tests.tools.straat import CODE, Straat

STAND = Path(__file__).parents[1] / "data" / "nachten"
#: Another each time: traces, marks under a root key of this test alone, what is sealed.
_TOEVAL = re.compile(
    r"\b[0-9a-f]{12,}\b|(?<=csv \")[0-9a-f]{8}(?=\")|\beyJ[A-Za-z0-9_.-]{40,}"
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
)


class Nachten:
    """A municipality of which everything that a night does is told."""

    def __init__(self, folder: Path) -> None:
        self.straat = Straat(folder)
        self.sleutel: OKPKey = self.gemeente.eigen_ontvanger()
        self._verstuurd: set[str] = set()
        self._gelogd = 0

    @property
    def gemeente(self) -> Gemeente:
        """Give its configuration and folders."""
        return self.straat.gemeente

    def zet(self, **anders: Any) -> None:
        """Change its configuration."""
        self.gemeente.gemeente |= anders
        self.gemeente.schrijf()

    def nacht(self, **hoe: Any) -> Iterator[str]:
        """Let a night pass, and tell what it did."""
        yield from self.verteld(self.straat.nacht(**hoe))

    def verteld(self, verslag: RunVerslag) -> Iterator[str]:
        """Tell what a run did."""
        yield from plat("verslag", verslag.as_json())
        yield from self._verzonden()
        ledger = self.straat.ledger
        for stub in sorted(ledger.stubs(CODE), key=lambda one: one.plaats):
            yield f"wacht {toon(stub)}"
        stands = (
            f"staat {one.versie} {one.staat.value} {one.bronset} {one.afgeleverd} {one.bron_gezien}"
            for one in ledger.standen(CODE).values()
        )
        yield from sorted(stands)
        yield from (f"gedragen {one}" for one in antwoorden({"": ledger.gedragen(CODE)}))
        for besluit in sorted(ledger.besluiten(CODE), key=lambda one: one.nummer):
            yield f"besluit {toon(besluit)}"
        yield from self._bestanden()
        yield from self._logboek()

    def _verzonden(self) -> Iterator[str]:
        """Tell what lies at the destination since the last time, opened."""
        new = []
        opened = list(self.gemeente.geopend(self.sleutel))
        for path, inhoud in zip(self.gemeente.bezorgd, opened, strict=True):
            if path.name not in self._verstuurd:
                self._verstuurd.add(path.name)
                clear = json.loads(path.read_text("utf-8"))["melding"]
                size = len(clear.pop("inhoud"))
                new.append([*plat("open", clear), f"grootte {size}", *plat("dicht", inhoud)])
        for lines in sorted(new, key=lambda one: "\n".join(_TOEVAL.sub("", x) for x in one)):
            yield from lines

    def _bestanden(self) -> Iterator[str]:
        """Tell what lies where the municipality looks."""
        for name in ("retour", "werklijst"):
            place = self.gemeente.folder / name
            for path in sorted(place.iterdir()) if place.is_dir() else ():
                # In the order of their referenties, that are others in each test.
                lines = path.read_bytes().decode("utf-8").splitlines()
                told = [_TOEVAL.sub("<toeval>", f"{name}/{path.name} {one}") for one in lines]
                yield from (*told[:1], *sorted(told[1:]))

    def _logboek(self) -> Iterator[str]:
        path = self.gemeente.settings().logboekbestand
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        told = [json.loads(line) for line in lines[self._gelogd :]]
        self._gelogd = len(lines)
        yield from sorted(f"logboek {_TOEVAL.sub('<toeval>', toon(one))}" for one in told)


def plat(pad: str, deel: object) -> Iterator[str]:
    """Give a line for each value in a JSON."""
    if isinstance(deel, Mapping):
        for name, item in deel.items():
            yield from plat(f"{pad}.{name}", item)
    elif isinstance(deel, list):
        for number, item in enumerate(deel):
            yield from plat(f"{pad}[{number}]", item)
    else:
        yield f"{pad} = {deel}"


Verhaal = Callable[[Nachten], Iterator[str]]


def lees(naam: str) -> list[str]:
    """Give what was written down of a story."""
    return _pad(naam).read_text("utf-8").splitlines()


def _pad(naam: str) -> Path:
    return STAND / f"{naam.replace(' ', '_')}.txt"


def vertel(verhaal: Verhaal, folder: Path) -> list[str]:
    """Let a story happen, and give what it tells."""
    nachten = Nachten(folder)
    try:
        told = (line.replace(f"{folder}/", "") for line in verhaal(nachten))
        return [_TOEVAL.sub("<toeval>", line) for line in told]
    finally:
        nachten.straat.ledger.close()


def main() -> int:
    """Write down what every story tells."""
    from tests.unit.pipeline.test_nachten import VERHALEN

    STAND.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="regresbrug-nachten-") as place:
        for number, (naam, verhaal) in enumerate(VERHALEN.items()):
            told = vertel(verhaal, Path(place) / str(number))
            _pad(naam).write_text("".join(f"{line}\n" for line in told), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
