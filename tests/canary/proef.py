"""The proof of minimisation: the whole chain, killed and failing, and a search through the rest."""

import json
import random
import re
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.canary.huis import Afloop, Huis, Prooi, huis, volle_keten
from tests.canary.mensen import RIJEN, rij
from tests.canary.opdrachten import sterfelijk
from tests.canary.paden import FOUTPADEN, GEWOON
from tests.tools.keten import bij_het_loket
from tests.tools.speurder import Speurder, Vondst

#: How a process may be told to die, and how often of ten; the last two leave a dump when they may.
DODEN = (
    *[signal.SIGKILL] * 5,
    *(signal.SIGTERM, signal.SIGINT, signal.SIGHUP),
    *(signal.SIGSEGV, signal.SIGABRT),
)
#: At most so many seconds after a line: most of the work lies between two lines.
DAARNA = 0.1
#: A command that says little dies within so many seconds, or lives.
LANGST = 4.0
#: What a command says when something went wrong that nobody thought of.
INTERN = "R-0001"
_CODE = re.compile(r"\b[A-Z]-[0-9]{4}\b")


@dataclass
class Uitslag:
    """What came of a proof; `gevonden` and `onverwacht` must be empty."""

    zaad: int
    processen: int = 0
    gedood: Counter[str] = field(default_factory=Counter)
    gedumpt: int = 0
    paden: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    exits: Counter[int] = field(default_factory=Counter)
    bezorgd: int = 0
    gevonden: dict[str, set[Vondst]] = field(default_factory=dict)
    onverwacht: list[str] = field(default_factory=list)

    @property
    def schoon(self) -> bool:
        """Tell whether nothing at all was found."""
        return not (self.gevonden or self.onverwacht or self.gedumpt)

    def tel(self, done: Iterable[Afloop]) -> None:
        """Count exit codes and the codes of problems that were said."""
        for one in done:
            self.exits[one.code] += 1
            said = (one.uit + one.fout).decode("utf-8", "replace")
            self.codes.update(set(_CODE.findall(said)))
            if INTERN in said:
                self.onverwacht.append(f"interne fout: {one.opdracht}")

    def van(self, house: Huis) -> None:
        """Take over what a house holds."""
        self.processen += house.processen
        self.gedumpt += house.gedumpt
        self.onverwacht += house.onverwacht
        for medium, hits in house.gevonden.items():
            self.gevonden.setdefault(medium, set()).update(hits)

    def als_json(self, speurt: Speurder) -> dict[str, Any]:
        """Give it as JSON holds it, with how much was looked through."""
        return {
            "schema": "regresbrug/kanarie/1",
            "schoon": self.schoon,
            "zaad": self.zaad,
            "processen": self.processen,
            "gedood": dict(sorted(self.gedood.items())),
            "core_dumps": self.gedumpt,
            "paden": self.paden,
            "codes": sorted(self.codes),
            "exitcodes": dict(sorted(self.exits.items())),
            "bezorgd": self.bezorgd,
            "gevonden": {name: sorted(hits) for name, hits in sorted(self.gevonden.items())},
            "onverwacht": self.onverwacht,
            **speurt.totalen.als_json(),
        }


def speel(
    folder: Path,
    speurt: Speurder,
    *,
    zaad: int,
    doden: int,
    paden: Iterable[str],
    gewoon: Iterable[str] = GEWOON,
) -> Uitslag:
    """Play everything; gives what came of it.

    zaad    of the random moments at which processes die
    doden   how many processes die
    paden   which ways end in an error, by their names in FOUTPADEN
    gewoon  which ordinary ones, by their names in GEWOON; after the night runs are killed
    """
    done = Uitslag(zaad)
    with volle_keten(folder / "keten", speurt) as house:
        for name in gewoon:
            done.tel(GEWOON[name](house))
            done.paden += 1
            if name == "nacht":
                dood(house, random.Random(zaad), doden, done)
        assert house.loket
        done.bezorgd = len(bij_het_loket(house.loket))
        done.van(house)
    for number, name in enumerate(paden):
        with huis(folder / f"pad-{number}", speurt) as house:
            done.tel(FOUTPADEN[name](house))
            done.paden += 1
            done.van(house)
    return done


def dood(house: Huis, toeval: random.Random, doden: int, done: Uitslag) -> None:
    """Kill one run after another, and end with one that lives.

    Half of them die at a random line of their log, which comes at the same place on a slow machine,
    and half at a random moment of the time that one took, for delivering says nothing. Each run has
    other amounts to send, so that there is work to be killed in. After every third run another
    command dies too: of the ones that write, each in its turn.
    """
    _anders(house, 0)
    begun = time.monotonic()
    whole = house.geef("run", "--volume-klopt")
    took = time.monotonic() - begun
    done.tel([whole])
    lines = whole.fout.count(b"\n")
    for number in range(doden):
        _anders(house, number + 1)
        after = toeval.uniform(0.3, 1.0) * took if number % 2 else toeval.uniform(0, DAARNA)
        prey = Prooi(0 if number % 2 else toeval.randint(1, lines), toeval.choice(DODEN), after)
        ended = house.geef("run", "--volume-klopt", prooi=prey)
        done.gedood[prey.signaal.name] += _stierf(ended, prey)
        _laat_los(house)
        done.tel([ended])
        if number % 3 == 2:
            done.tel([_sterft(house, toeval, number // 3, done)])
    _anders(house, doden + 1)
    done.tel([house.geef("run", "--volume-klopt")])


def _sterft(house: Huis, toeval: random.Random, number: int, done: Uitslag) -> Afloop:
    """Kill another command than a run, at a moment in the time that it took before."""
    every = sterfelijk(house)
    words, typed = every[number % len(every)]
    prey = Prooi(0, toeval.choice(DODEN), toeval.uniform(0.2, LANGST))
    ended = house.geef(*words, prooi=prey, stdin=typed)
    done.gedood[prey.signaal.name] += _stierf(ended, prey)
    _laat_los(house)
    return ended


def _stierf(ended: Afloop, prey: Prooi) -> bool:
    """Tell whether it was cut off: by the signal itself, or by what it does at one (130)."""
    return ended.code in (-prey.signaal, 130)


def _laat_los(house: Huis) -> None:
    """Let the lease go that a dead process holds, as if its two minutes had passed."""
    with closing(sqlite3.connect(house.keten.folder / "regresbrug.db")) as ledger:
        ledger.execute("update lease set houder = null")
        ledger.commit()


def _anders(house: Huis, number: int) -> None:
    rows = [rij(n, "J", Bedrag=f"{number + 1}.0{n},11") for n in (25, 26, 30)]
    house.keten.gemeente.levering([*RIJEN[:24], *rows])


def vertel(told: dict[str, Any]) -> str:
    """Say the totals for a person."""
    found = json.dumps(told["gevonden"], ensure_ascii=False) if told["gevonden"] else "niets"
    per = ", ".join(f"{name} {size:,}" for name, size in told["bytes"].items())
    killed = ", ".join(f"{name} {count}" for name, count in told["gedood"].items())
    return "\n".join(
        [
            f"waarden         {told['waarden']:,}, in {told['naalden']:,} schrijfwijzen en "
            f"{told['hashes']:,} hashes",
            f"uitgepakt       {', '.join(told['uitpakkers'])}",
            f"processen       {told['processen']}; gedood {killed}; core dumps "
            f"{told['core_dumps']}",
            f"paden           {told['paden']}, met {len(told['codes'])} codes van problemen",
            f"bezorgd         {told['bezorgd']}",
            f"doorzocht       {told['bytes_samen']:,} bytes; met wat erin verpakt zat "
            f"{told['bytes_met_uitgepakt']:,}",
            f"per soort       {per}",
            f"onverwacht      {', '.join(told['onverwacht']) or 'niets'}",
            f"gevonden        {found}",
        ]
    )
