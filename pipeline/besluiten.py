"""What people decided, applied to the records they decided about.

A decision speaks only while a record would otherwise wait for exactly that decision, and only while
its signals are the ones that were decided on. Where it does not speak, that is noted too: a person
who decided must be able to see what came of it.
"""

from collections.abc import Iterable, Set
from dataclasses import replace

from ledger import Besluitlezing, Keuze, StaandBesluit, StubSoort, Uitwerking
from pipeline.landing import Kandidaat
from privacy import Pseudoniemen
from regres import Flag, Indicatie, Signals
from regres.melding import Reden
from regres.words import IndicatieBron

JA, NEE, LAAT_LOS = "besluit_ja", "besluit_nee", "besluit_laat_los"
#: The code of a record that waits again because it is not what was decided on.
HEROPEND = "heropend"

_FLAG = {
    Keuze.JA: (Indicatie.J, JA),
    Keuze.NEE: (Indicatie.N, NEE),
    Keuze.TOCH_GEEN_ONGEVAL: (Indicatie.N, NEE),
}


class Besluiten:
    """The decisions of one municipality during one read; holds only those, no records.

    Only what was decided about this source speaks: another that shares its keys has fields of its
    own, and would differ at each read.

    tot        the highest number known: a later decision was not heard by this read
    lezingen   what this read made of decisions, where that is other than was known
    """

    def __init__(
        self, staand: Iterable[StaandBesluit], bronset: str, pseudoniemen: Pseudoniemen
    ) -> None:
        every = tuple(staand)
        self.tot = max((one.nummer for one in every), default=0)
        own = (one for one in every if one.bronset == bronset)
        self._staand = {(one.zoeksleutel, one.soort): one for one in own}
        self._keys = {one.zoeksleutel for one in every}
        self._pseudoniemen = pseudoniemen
        self._lezingen: dict[tuple[str, StubSoort], Besluitlezing] = {}

    @property
    def lezingen(self) -> tuple[Besluitlezing, ...]:
        """Give what changed, in reading order."""
        return tuple(self._lezingen.values())

    def kent(self, zoeksleutel: str) -> bool:
        """Tell whether anything was decided under this key."""
        return zoeksleutel in self._keys

    def __bool__(self) -> bool:
        """Tell whether anything was decided at all."""
        return bool(self._keys)

    def bekend(self, zoeksleutels: Set[str]) -> set[str]:
        """Give those of some keys under which anything was decided."""
        return {key for key in zoeksleutels if key in self._keys} if self._keys else set()

    def merkversies(self, zoeksleutel: str) -> frozenset[int]:
        """Give the key versions that decisions about a record are bound under, in this source."""
        found = (self._staand.get((zoeksleutel, soort)) for soort in StubSoort)
        return frozenset(one.merkversie for one in found if one is not None)

    def verhuis(self, oud: str, nieuw: str) -> None:
        """Bring what was decided under an old lookup key to the present one."""
        if oud not in self._keys:
            return
        self._keys = (self._keys - {oud}) | {nieuw}
        for soort in StubSoort:
            besluit = self._staand.pop((oud, soort), None)
            if besluit is not None:
                moved = replace(besluit, zoeksleutel=nieuw)
                self._staand.setdefault((nieuw, soort), moved)

    def beoordeeld(self, case: Kandidaat) -> Kandidaat:
        """Give the case as a person judged it, if one did and it would wait for that."""
        besluit = self._staand.get((case.zoek.waarde, StubSoort.BEOORDELEN))
        if besluit is None:
            return case
        if besluit.keuze is Keuze.TOCH_GEEN_ONGEVAL:
            return self._toch_niet(case, besluit)
        if not case.wacht_op_oordeel:
            self._noteer(besluit, Uitwerking.ACHTERHAALD)
            return case
        if not self._spreekt_over(besluit, case.peek.signals):
            self._noteer(besluit, Uitwerking.HEROPEND)
            return replace(case, heropend=True)
        self._noteer(besluit, Uitwerking.TOEGEPAST, case.peek.signals)
        if besluit.keuze is Keuze.LATER:
            return case
        return replace(case, flag=_besloten(case.flag, besluit.keuze), besluit=True)

    def _toch_niet(self, case: Kandidaat, besluit: StaandBesluit) -> Kandidaat:
        """Let a person overrule what the fields themselves say, as long as they go on saying it."""
        signals = case.peek.signals
        if case.flag.indicatie is Indicatie.N:
            self._noteer(besluit, Uitwerking.ACHTERHAALD)
            return case
        if besluit.merk and not self._spreekt_over(besluit, signals):
            self._noteer(besluit, Uitwerking.HEROPEND)
            return case
        self._noteer(besluit, Uitwerking.TOEGEPAST, signals)
        return replace(case, flag=_besloten(case.flag, besluit.keuze), besluit=True)

    def losgelaten(self, case: Kandidaat, codes: tuple[str, ...]) -> bool | None:
        """Tell whether a held melding may go: True, False (other than was decided on), None."""
        besluit = self._staand.get((case.zoek.waarde, StubSoort.VASTGEHOUDEN))
        if besluit is None:
            return None
        same = set(codes) == set(besluit.codes) - {HEROPEND}
        if not same or not self._spreekt_over(besluit, case.peek.signals):
            self._noteer(besluit, Uitwerking.HEROPEND)
            return False
        self._noteer(besluit, Uitwerking.TOEGEPAST, case.peek.signals)
        return True

    def vergeet(self, zoeksleutel: str) -> None:
        """Take back what was noted of a key: it went to quarantine, where no decision speaks."""
        for soort in StubSoort:
            self._lezingen.pop((zoeksleutel, soort), None)

    def _spreekt_over(self, besluit: StaandBesluit, signals: Signals) -> bool:
        # Under the key version it was made with: a new key alone voids no decision.
        if not self._pseudoniemen.kent(besluit.merkversie):
            return False
        merk = self._pseudoniemen.signaalmerk(signals, besluit.merkversie)
        return merk.waarde == besluit.merk

    def _noteer(
        self, besluit: StaandBesluit, uitwerking: Uitwerking, signals: Signals | None = None
    ) -> None:
        merk, versie = besluit.merk, besluit.merkversie
        if signals is not None:
            present = self._pseudoniemen.signaalmerk(signals)
            merk, versie = present.waarde, present.versie
        if (uitwerking, merk, versie) == (besluit.uitwerking, besluit.merk, besluit.merkversie):
            return
        key, soort = besluit.zoeksleutel, besluit.soort
        self._lezingen[key, soort] = Besluitlezing(
            key, soort, besluit.nummer, uitwerking, merk, versie
        )


def _besloten(flag: Flag, keuze: Keuze) -> Flag:
    """Give the verdict of a person, with every reason there was and first the rule of theirs."""
    indicatie, rule = _FLAG[keuze]
    return replace(
        flag,
        indicatie=indicatie,
        bron=IndicatieBron.HANDMATIG,
        redenen=(Reden(regel=rule), *flag.redenen),
        alleen_tekst=False,
    )
