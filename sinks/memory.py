"""A sink in memory: for tests, and for those who build on Regresbrug without a backend."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256

from regres import Receipt, SealedMelding, SinkError, Step
from regres.shapes import GEDULD
from regres.terug import OntvangenMelding, Terugblad, Terugkoppeling
from sinks.base import Delivery, Meteen, Onderweg
from sinks.versies import verdict


def now_utc() -> datetime:
    """Give the present moment."""
    return datetime.now(UTC)


def stable_zaaknummer(soort: str, dossiersleutel: str) -> str:
    """Make the number of a case from its dossier: the same dossier gives the same number."""
    return f"{soort}-{sha256(dossiersleutel.encode()).hexdigest()[:12]}"


class Memory:
    """Keeps what it was handed in order of arrival; forgets it when the process ends.

    geschiedenis   every melding that was offered and got an answer, repeats included
    terug          the steps that it tells of, in order; a test puts them there
    klok           gives the moment that goes into a receipt
    """

    tegelijk = 1

    def __init__(self, klok: Callable[[], datetime] = now_utc) -> None:
        self.geschiedenis: list[SealedMelding] = []
        self.terug: list[Terugkoppeling] = []
        self._klok = klok
        self._lijst: list[OntvangenMelding] = []
        self._receipts: dict[str, dict[int, Receipt]] = {}
        self._merken: dict[str, dict[int, str]] = {}
        self._planned: list[Delivery | SinkError] = []

    def straks(self, *answers: Delivery | SinkError) -> None:
        """Let the next deliveries give these answers, in order; an error is raised.

        What is answered this way is not kept, just as with a backend that broke down.
        """
        self._planned.extend(answers)

    def begin(
        self, sealed: SealedMelding, traceparent: str = "", *, wacht: bool = True
    ) -> Onderweg | None:
        """See sinks.base.Sink; nothing is on its way for long."""
        return Meteen(lambda: self.deliver(sealed, traceparent))

    def deliver(self, sealed: SealedMelding, traceparent: str = "") -> Delivery:
        """Keep one melding; see sinks.base.Sink."""
        if self._planned:
            return self._give(self._planned.pop(0))
        self.geschiedenis.append(sealed)
        kop = sealed.kop
        merken = self._merken.setdefault(kop.referentie, {})
        if conflict := verdict(merken, kop):
            return conflict
        merken[kop.versie] = kop.inhoudsmerk
        receipts = self._receipts.setdefault(kop.referentie, {})
        if kop.versie not in receipts:
            receipts[kop.versie] = self._receipt(sealed)
            self._lijst.append(_geboekt(sealed, receipts[kop.versie]))
        return receipts[kop.versie]

    def meldingen(self) -> Iterator[OntvangenMelding]:
        """Give what was kept; see sinks.base.Sink."""
        yield from list(self._lijst)

    def terugkoppelingen(self, cursor: str) -> Iterator[Terugblad]:
        """Give the steps behind a cursor, which counts them; see sinks.base.Sink."""
        start = int(cursor or 0)
        yield Terugblad(tuple(self.terug[start:]), str(len(self.terug)))

    @property
    def stappen(self) -> tuple[str, ...]:
        """Name the one step of `check`."""
        return ("geheugen",)

    def check(self, geduld: float = GEDULD) -> Iterator[Step]:
        """Give the one step there is."""
        yield Step("geheugen", True, "niets verlaat dit proces")

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""

    @property
    def zaken(self) -> dict[str, str]:
        """Give referentie -> zaaknummer of all that was kept."""
        return {ref: kept[max(kept)].zaaknummer for ref, kept in self._receipts.items()}

    def _receipt(self, sealed: SealedMelding) -> Receipt:
        moment = self._klok().replace(microsecond=0)
        number = stable_zaaknummer("GEHEUGEN", sealed.kop.dossiersleutel)
        return Receipt(sealed.kop.referentie, sealed.kop.versie, number, moment)

    def _give(self, answer: Delivery | SinkError) -> Delivery:
        if isinstance(answer, SinkError):
            raise answer
        return answer


def _geboekt(sealed: SealedMelding, receipt: Receipt) -> OntvangenMelding:
    kop = sealed.kop
    return OntvangenMelding(
        referentie=kop.referentie,
        versie=kop.versie,
        soort=kop.soortMelding,
        inhoudsmerk=kop.inhoudsmerk,
        zaaknummer=receipt.zaaknummer,
        ontvangenOp=receipt.ontvangenOp,
    )
