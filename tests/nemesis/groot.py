"""Many deliveries by two real services at once, which are killed and started again meanwhile.

The backend takes a melding and lets one in ten callers time out over it. At the end it must have
exactly one melding of each provision, whatever was offered how often.
"""

import random
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from tests.faults.proefbank import Geval, Proefbank, Stand, lever, maak_keten, wortel
from tests.tools import checker
from tests.tools.achterkant import NIEUW
from tests.tools.checker import klaar, veilig
from tests.tools.kweker import Kind

LOPERS = 2
DODEN = 3
#: Of so many offers the caller hears nothing, after the backend took it.
ZWIJGT = 0.1
#: Seconds in which nothing at all may be delivered before the game is given up.
STILTE = 180.0


class Groot:
    """One game of so many deliveries; `telling` says what happened."""

    def __init__(self, bank: Proefbank, hoeveel: int, zaad: int) -> None:
        self._bank, self._many = bank, hoeveel
        self._toeval = random.Random(zaad)
        self.telling: Counter[str] = Counter(meldingen=hoeveel)
        self._geval = self._begin(bank.folder / f"groot-{zaad}")
        self._lopers = [self._loper(number) for number in range(LOPERS)]

    def speel(self) -> list[str]:
        """Play it to its end; gives what was broken."""
        for number in range(1, DODEN + 1):
            self._tot(number * self._many // (DODEN + 1))
            self._dood()
        self._tot(self._many)
        for one in self._lopers:
            one.sein(signal.SIGTERM)
        # One that was killed a moment ago may still be starting: it ends at once.
        ends = {one.klaar().code for one in self._lopers} - {0, -signal.SIGTERM}
        wrong = [f"a service ended with {code}" for code in ends]
        return [*wrong, *self._oordeel()]

    def ruim_op(self) -> None:
        """Throw the game away."""
        self._bank.klaar_met(self._geval)

    def _oordeel(self) -> list[str]:
        history, truth = self._bank.server.achterkant.geschiedenis, self._geval.stand.waarheid()
        self.telling["aangeboden"] = len(history)
        taken = Counter(row.referentie for row in history if row.uitslag == NIEUW)
        wrong = [f"{self._many} provisions, and {len(taken)} of them arrived"]
        if len(taken) == self._many and set(taken.values()) == {1}:
            wrong = []
        ledger = self._geval.ledger
        return [*wrong, *veilig(ledger, history, truth), *klaar(ledger, history, truth)]

    def _begin(self, folder: Path) -> Geval:
        said = {number: (checker.JA, f"{100 + number}.00") for number in range(1, self._many + 1)}
        keten = maak_keten(folder, self._bank.server)
        lever(keten, said)
        self._bank.kweker.doe(["status", "--config", keten.config], folder / "log")
        geval = Geval(self._bank, Stand("groot", folder, (said,), (wortel(1),)), folder)
        geval.storm(self._storing)
        return geval

    def _storing(self, _: int) -> str:
        if self._toeval.random() >= ZWIJGT:
            return ""
        self.telling["zonder antwoord"] += 1
        return "weg_na"

    def _loper(self, number: int) -> Kind:
        words: list[str | Path] = ["serve", "--config", self._geval.map / "config"]
        return self._bank.kweker.begin(words, self._geval.map / f"log-{number}")

    def _dood(self) -> None:
        """Kill one, and start it again."""
        number = self._toeval.randrange(LOPERS)
        self._lopers[number].sein(signal.SIGKILL)
        self._lopers[number].klaar()
        self._lopers[number] = self._loper(number)
        self.telling["gedood"] += 1

    def _genomen(self) -> int:
        return len(self._bank.server.achterkant.bekend)

    def _wacht(self) -> int:
        with closing(sqlite3.connect(self._geval.ledger, timeout=30)) as conn:
            found = conn.execute("SELECT count(*) FROM outbox WHERE status = 'klaargezet'")
            return int(found.fetchone()[0])

    def _tot(self, genomen: int) -> None:
        """Wait until so many were taken, and at the last until nothing waits either.

        Raises RuntimeError when nothing moves any more.
        """
        seen, since = (-1, -1), time.monotonic()
        while seen[0] < genomen or (genomen == self._many and seen[1]):
            now = (self._genomen(), self._wacht())
            if now != seen:
                seen, since = now, time.monotonic()
            if time.monotonic() - since > STILTE:
                raise RuntimeError(f"nothing moves: {now} of {self._many}")
            time.sleep(0.2)


def groot(bank: Proefbank, hoeveel: int, zaad: int) -> tuple[Counter[str], list[str]]:
    """Play one; gives what happened and what was broken."""
    game = Groot(bank, hoeveel, zaad)
    wrong = game.speel()
    game.ruim_op()
    return game.telling, [f"seed {zaad}: {one}" for one in wrong]
