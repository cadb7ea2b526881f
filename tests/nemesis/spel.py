"""One seeded game: anything in any order, then calm; after every act the checker looks."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from ledger import Ledger, Resultaat
from pipeline import Opdracht, Slot, SlotSoort, deliver, run
from regres import AlreadyRunning, Handelend, LeaseLost, RegresbrugError
from tests.nemesis.lot import Dood, Lot, onder
from tests.nemesis.wereld import BEDRAGEN, GEMEENTEN, PER_GEMEENTE, VLAGGEN, Huis, Weer, Wereld
from tests.tools.checker import klaar, veilig

#: How many acts before calm comes.
DADEN = 12
WEER = (
    Weer(),
    Weer({"weg_na": 0.3, "500_na": 0.2, "half": 0.1}),
    Weer({"weg_voor": 0.3, "hangt_na": 0.2, "429": 0.1, "html": 0.1, "omleiding": 0.05}),
    Weer({"weg_voor": 1.0}),
    Weer({"hangt_voor": 0.3, "401": 0.1, "413": 0.1, "400": 0.03}),
    Weer({"sleutel": 0.2, "weg_na": 0.1}),
)


class Geschonden(AssertionError):
    """A promise was broken; says which, in which game, after which acts."""


@dataclass
class Spel:
    """One game. `gedaan` tells what was done, in order, to read beside a broken promise."""

    wereld: Wereld
    zaad: int
    gedaan: list[str] = field(default_factory=list)
    telling: Counter[str] = field(default_factory=Counter)
    _diep: int = 0
    _bezig: list[tuple[Ledger, str]] = field(default_factory=list)

    def speel(self) -> None:
        """Play it; raises Geschonden."""
        self.wereld.tussendoor = self._tussendoor
        self._bron_begint()
        for _ in range(DADEN):
            self._doe(self._toeval.choices(self._DADEN, self._KANSEN)[0])
            self._toets(veilig, "during the storm")
        self._kom_tot_rust()
        self._toets(veilig, "after the storm")
        self._toets(klaar, "at rest")

    @property
    def _toeval(self) -> random.Random:
        return self.wereld.toeval

    def _toets(self, ask: Callable[..., list[str]], when: str) -> None:
        world = self.wereld
        wrong = ask(world.bestand, world.achterkant.geschiedenis, world.waarheid)
        if wrong:
            raise Geschonden("\n".join([f"seed {self.zaad}, {when}:", *wrong, "", *self.gedaan]))

    def _doe(self, act: "Callable[[Spel], None]") -> None:
        self.gedaan.append(f"{'  ' * self._diep}{act.__name__.strip('_')}")
        act(self)

    def _tussendoor(self) -> None:
        """Let the world go on while a process reads or waits for the backend."""
        if self._diep or self._toeval.random() > 0.15:
            return
        self._diep += 1
        try:
            self._doe(self._toeval.choice(self._TUSSEN))
        finally:
            self._diep -= 1

    # -- acts

    def _bron_begint(self) -> None:
        for code in GEMEENTEN:
            for number in range(1, PER_GEMEENTE + 1):
                vlag = self._toeval.choice(VLAGGEN)
                self.wereld.zegt(code, number, vlag, self._toeval.choice(BEDRAGEN))

    def _bron_verandert(self) -> None:
        world = self.wereld
        for code in GEMEENTEN:
            for number in range(1, PER_GEMEENTE + 1):
                if self._toeval.random() < 0.5:
                    vlag = self._toeval.choice(VLAGGEN)
                    world.zegt(code, number, vlag, self._toeval.choice(BEDRAGEN))
                elif self._toeval.random() < 0.05:
                    world.vergeet(code, number)

    def _lees(self) -> None:
        self._proces(self._een_run)

    def _bezorg(self) -> None:
        self._proces(self._een_bezorging)

    def _nacht(self) -> None:
        who = self._iemand()
        self._proces(self._een_run, wie=who)
        self._proces(self._een_bezorging, wie=who)

    def _lees_en_sterf(self) -> None:
        self._proces(self._een_run, self._toeval.randint(0, 140))
        self.wereld.nu += timedelta(seconds=self._toeval.choice([1, 150]))

    def _bezorg_en_sterf(self) -> None:
        self._proces(self._een_bezorging, self._toeval.randint(0, 60))

    def _tijd_gaat(self) -> None:
        jump = self._toeval.choice([2, 61, 180, 1300, 7200, 90_000, 700_000])
        self.wereld.nu += timedelta(seconds=jump)

    def _ander_haalt_in(self) -> None:
        """Let who is at work sleep until its lease and claims ran out, and another do its work."""
        self.wereld.nu += timedelta(minutes=3)
        (ledger, code), work = self._bezig[-1], [self._een_run, self._een_bezorging]
        other = next(one for one in self.wereld.grootboeken if one is not ledger)
        self._proces(self._toeval.choice(work), wie=(other, code))

    def _ander_weer(self) -> None:
        self.wereld.weer = self._toeval.choice(WEER)
        self.wereld.onleesbaar = self._toeval.random() < 0.1

    def _rem(self) -> None:
        code = self._toeval.choice(GEMEENTEN)
        self.wereld.rem[code] = self._toeval.choice([0, 0, 10**6])

    def _mens_beslist(self) -> None:
        ledger = self._toeval.choice(self.wereld.grootboeken)
        for row in ledger.runs(limit=100):
            if row.resultaat is Resultaat.WACHT_OP_VRIJGAVE:
                decide = self._toeval.choice([ledger.release_run, ledger.reject_run])
                who = Handelend("T. Consulent", "consulent", "gezien")
                decide(row.id, who, self.wereld.nu)
                self.telling["besloten"] += 1

    _DADEN = (
        _bron_verandert,
        _lees,
        _bezorg,
        _nacht,
        _lees_en_sterf,
        _bezorg_en_sterf,
        _tijd_gaat,
        _ander_weer,
        _rem,
        _mens_beslist,
    )
    _KANSEN = (5, 3, 4, 9, 5, 6, 4, 5, 1, 2)
    _TUSSEN = (_bron_verandert, _lees, _bezorg_en_sterf, _tijd_gaat, *[_ander_haalt_in] * 3)

    # -- processes

    def _proces(
        self,
        work: Callable[[Ledger, str], None],
        leven: int | None = None,
        wie: tuple[Ledger, str] | None = None,
    ) -> None:
        """Let a process do something; it may die, or find that another was first."""
        who = wie or self._iemand()
        self._bezig.append(who)
        with onder(Lot(leven)):
            try:
                work(*who)
            except Dood:
                self._noteer("dood")
            except LeaseLost:
                self._noteer("ingehaald")
            except AlreadyRunning:
                self._noteer("bezet")
            except RegresbrugError as wrong:
                self._noteer(wrong.problems[0].code)
            finally:
                self._bezig.pop()

    def _iemand(self) -> tuple[Ledger, str]:
        """Give a process and a municipality; mostly the first, so that acts meet each other."""
        code = self._toeval.choices(GEMEENTEN, (4, 1))[0]
        return self._toeval.choice(self.wereld.grootboeken), code

    def _noteer(self, what: str) -> None:
        self.gedaan[-1] += f" -> {what}"
        self.telling[what] += 1

    def _een_run(self, ledger: Ledger, code: str) -> None:
        world = self.wereld
        slot = Slot(SlotSoort.HAND, world.vandaag(), "hand", snede="bestand")
        task = Opdracht(slot=slot, vandaag=world.vandaag())
        done = run(world.route(code), ledger, task, world.klok)
        self._noteer(f"{code} {done.resultaat.value}")

    def _een_bezorging(self, ledger: Ledger, code: str) -> None:
        world, before = self.wereld, self.wereld.nu
        done = deliver(world.uitgang(code), ledger, world.klok, toeval=self._toeval.random)
        spent = (world.nu - before).total_seconds()
        self._noteer(f"{code} {done.ontvangen} ontvangen, {done.uitgesteld} uitgesteld")
        self.telling["hing"] += spent > 60

    # -- calm

    def _kom_tot_rust(self) -> None:
        """Stop all faults; two nights later everything must be as the sources say."""
        world = self.wereld
        world.weer, world.onleesbaar, world.rem = Weer(), False, {}
        world.tussendoor = lambda: None
        self.gedaan.append("rust")
        for _ in range(2):
            world.nu += timedelta(hours=1)
            for code in GEMEENTEN:
                self._een_run(world.grootboeken[0], code)
                self._een_bezorging(world.grootboeken[0], code)


def speel(made: Huis, zaad: int) -> Counter[str]:
    """Play the game of one seed; gives what happened, raises Geschonden."""
    random.seed(zaad)
    game = Spel(Wereld(made, random.Random(zaad)), zaad)
    game.speel()
    game.telling["aangeboden"] = len(game.wereld.achterkant.geschiedenis)
    return game.telling
