"""Walking a StUF connection step by step, for `regresbrug check`.

Steps go in stages: one handshake tells chain, name and expiry at once, one answer tells access,
address and message. What a stage raised names the step that failed; the steps before it held, for
neither OpenSSL nor we look at the next thing before the last one was right.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta

from connectors.base import ReadRequest
from connectors.beveiliging import Bewaker
from connectors.steps import Told, held
from connectors.stuf_zkn import handdruk
from connectors.stuf_zkn.bron import Grenzen, StufSource
from connectors.stuf_zkn.eindpunt import Eindpunt
from connectors.stuf_zkn.klokverschil import als_zin, in_woorden, verschil
from connectors.stuf_zkn.lezen import StufReading
from connectors.stuf_zkn.storingen import vertaal
from connectors.stuf_zkn.termijn import Termijn
from connectors.stuf_zkn.tls import Verbinding, eigen_einddatum
from regres import RegresbrugError, SourceRecord, Step, XmlLayout
from regres.berichten import bericht
from regres.dag import lokale_dag
from regres.oin import eis_oin

Read = Callable[[StufSource, ReadRequest], AbstractContextManager[StufReading]]
Klok = Callable[[], datetime]

_DAGEN = 90
_WAARSCHUW_DAGEN = 60
#: Seconds that two clocks may differ before someone must look.
_MARGE = 60

_TLS = ("TLS", "certificaatketen", "certificaatnaam", "intrekking", "geldigheid")
_EEN = "eerste zaak"
_SET = "officiële set"
_ANTWOORD = ("toegang", "adres", "codering", "bericht", "rechten", "klok", "vraag")

#: The step that a problem belongs to; what is not named belongs to its stage's first step.
_STAP: Mapping[str, str] = {
    "B-0306": "OIN",
    "B-0310": "geldigheid",
    "B-0311": "certificaatnaam",
    "B-0312": "certificaatketen",
    "B-0313": "clientcertificaat",
    "B-0314": "geldigheid",
    "B-0315": "intrekking",
    "B-0316": "intrekking",
    "B-0321": "toegang",
    **dict.fromkeys(("B-0327", "B-0328"), "codering"),
    **dict.fromkeys(("B-0326", *(f"B-033{digit}" for digit in range(10))), "bericht"),
    **dict.fromkeys(("B-0341", "B-0342"), "rechten"),
    "B-0345": "klok",
    **dict.fromkeys(("B-0340", "B-0343", "B-0344", *(f"B-034{n}" for n in range(6, 10))), "vraag"),
    "B-0375": "vraag",
    **dict.fromkeys(("B-0381", "B-0382", "B-0383"), _EEN),
    **dict.fromkeys((f"B-035{digit}" for digit in range(10)), _EEN),
    **dict.fromkeys((f"B-080{digit}" for digit in range(1, 10)), "bericht"),
    **dict.fromkeys(("B-0707", "B-0708", *(f"B-071{n}" for n in range(2, 6))), "bericht"),
    **dict.fromkeys(("B-0709", "B-0710", "B-0711"), "vraag"),
}


def stappen(bron: StufSource) -> tuple[str, ...]:
    """Name every step for this source, in order."""
    begin = (_SET,) if bron.schemas else ()
    return (*begin, *stappen_tot_vraag(bron), *_ANTWOORD, _EEN)


def stappen_tot_vraag(bron: Eindpunt) -> tuple[str, ...]:
    """Name the steps before anything is asked: the same for every door that speaks SOAP."""
    return ("TLS-bestanden", "naam in DNS", "verbinding", *_handdruk(bron))


def _handdruk(bron: Eindpunt) -> tuple[str, ...]:
    names = tuple(name for name in _TLS if bron.tls.crl or name != "intrekking")
    return (*names, "clientcertificaat", *(("OIN",) if bron.tls.oin else ()))


def controleer(bron: StufSource, read: Read, klok: Klok, geduld: float) -> Iterator[Step]:
    """Give the steps; the first that fails is the last."""
    walk = _Wandeling(replace(bron, grenzen=haastig(geduld), maximum_aantal=1), klok, read)
    yield from loop(walk)


def haastig(geduld: float) -> Grenzen:
    """Give how long a check waits: each wait so many seconds, and no repeats."""
    return Grenzen(verbinden=geduld, lezen=geduld, totaal=3 * geduld, herhalingen=0)


def loop(walk: "Wandeling") -> Iterator[Step]:
    """Take the stages of a walk one by one; the first step that fails is the last."""
    for names, attempt in walk.fasen():
        try:
            told = attempt()
        except OSError as error:
            yield from _mislukt(names, vertaal(error, walk.punt))
            return
        except RegresbrugError as error:
            yield from _mislukt(names, error)
            return
        yield from (held(name, told.get(name, "in orde")) for name in names)


def _mislukt(names: Sequence[str], error: RegresbrugError) -> Iterator[Step]:
    """Give the steps of a stage that held, and the one that did not.

    A problem of an earlier or later stage than its own (a server that hangs up, a field that is
    refused while asking) belongs to the stage it came out of.
    """
    found = _STAP.get(error.problems[0].code, "")
    failing = found if found in names else _bij_gebrek(names)
    yield from (held(name, "in orde") for name in names[: names.index(failing)])
    yield Step(failing, False, problems=error.problems, exit_code=error.exit_code)


def _bij_gebrek(names: Sequence[str]) -> str:
    """Name the step for what may go wrong at any moment of a stage: no answer, no HTTP answer."""
    return "adres" if "adres" in names else names[0]


Fase = tuple[Sequence[str], Callable[[], Mapping[str, Told]]]


def gevuld(record: SourceRecord, layout: XmlLayout) -> str:
    """Read every address once: one that is refused stops here, and no value is shown."""
    filled = sum(bool(record.fields.text(adres)) for adres in layout.adressen)
    return f"{filled} van {len(layout.adressen)} adressen zijn gevuld"


class Wandeling(ABC):
    """What one walk to a server learns on its way; what is asked there is the door's."""

    def __init__(self, punt: Eindpunt, klok: Klok) -> None:
        self.punt = punt
        self._nu = klok
        self._adressen: Sequence[str] = ()

    def fasen(self) -> Iterator[Fase]:
        """Give the stages in order: the steps in it, and what tries them."""
        yield ("TLS-bestanden",), self._bestanden
        yield ("naam in DNS",), self._naam
        yield ("verbinding",), self._tcp
        yield _handdruk(self.punt), self._tls
        yield self._vraagstappen, self._vraag

    @property
    @abstractmethod
    def _vraagstappen(self) -> Sequence[str]: ...

    @abstractmethod
    def _vraag(self) -> Mapping[str, Told]: ...

    def _bestanden(self) -> Mapping[str, Told]:
        self._verbinding()
        Bewaker(self.punt.beveiliging, self._nu)
        return {"TLS-bestanden": "CA, certificaat en sleutel zijn te lezen en horen bij elkaar"}

    def _verbinding(self) -> Verbinding:
        limits = self.punt.grenzen
        return Verbinding(self.punt.tls, Termijn(limits.totaal), limits.lezen)

    def _naam(self) -> Mapping[str, Told]:
        self._adressen = self.punt.uitgaand(self.punt.host, self.punt.poort)
        return {"naam in DNS": f"{self.punt.host}: {', '.join(self._adressen)}"}

    def _tcp(self) -> Mapping[str, Told]:
        handdruk.tcp(self.punt, self._adressen).close()
        return {"verbinding": f"poort {self.punt.poort} is open"}

    def _tls(self) -> Mapping[str, Told]:
        # Whose it is comes last: who asks sooner would not know whether our certificate is taken.
        verbinding = self._verbinding()
        verbinding.oin = ""
        with (
            handdruk.tcp(self.punt, self._adressen) as raw,
            handdruk.tls(self.punt, raw, verbinding.context) as secure,
        ):
            version = secure.version() or "TLS"
            handdruk.wacht_op_bezwaar(secure, self.punt.plaats)
            eis_oin(secure.getpeercert(), self.punt.tls.oin)
        return {
            "TLS": version,
            "certificaatketen": f"vertrouwd door {self.punt.tls.ca.name}",
            "certificaatnaam": f"geldt voor {self.punt.host}",
            "geldigheid": self._nog("server", verbinding.server_tot),
            "clientcertificaat": self._eigen(),
            "OIN": f"het certificaat is van {self.punt.tls.oin}",
        }

    def _eigen(self) -> Told:
        own = self.punt.tls.certificaat
        if own is None:
            return "er is geen certificaat ingesteld; de server vraagt er niet om"
        return self._nog("eigen", eigen_einddatum(own))

    def _nog(self, wie: str, tot: datetime | None) -> Told:
        if tot is None:
            return "in orde"
        days = (tot - self._nu()).days
        told = f"tot en met {tot:%d-%m-%Y}: nog {days} dagen"
        if days > _WAARSCHUW_DAGEN:
            return told
        return told, bericht("B-0319", wie, waar=self.punt.plaats, dagen=days)


class _Wandeling(Wandeling):
    """The walk to a zaaksysteem."""

    def __init__(self, bron: StufSource, klok: Klok, read: Read) -> None:
        super().__init__(bron, klok)
        self._bron = bron
        self._read = read

    def fasen(self) -> Iterator[Fase]:
        """Give the stages; the official set comes first, where there is one."""
        if self._bron.schemas is not None:
            yield (_SET,), self._set
        yield from super().fasen()

    def _set(self) -> Mapping[str, Told]:
        """Load the whole set once: a read only tests its questions by the schemas."""
        if self._bron.schemas is None:
            return {}
        found = self._bron.schemas.open()
        found.operatie(self._bron.dienst.vraag)
        where = found.wsdl_van(self._bron.dienst.vraag)
        return {_SET: f"{len(found.bestanden)} bestanden zoals vastgelegd; de vraag is van {where}"}

    @property
    def _vraagstappen(self) -> Sequence[str]:
        return (*_ANTWOORD, _EEN)

    def _vraag(self) -> Mapping[str, Told]:
        today = lokale_dag(self._nu())
        request = ReadRequest(van=today - timedelta(days=_DAGEN), tot=today)
        with self._read(self._bron, request) as reading:
            record = next(iter(reading), None)
            return {
                "toegang": "de server laat ons toe",
                "adres": f"{self._bron.url} antwoordt",
                "codering": "UTF-8",
                "bericht": "een heel zakLa01 dat bij onze vraag hoort",
                "rechten": "zender en ontvanger zijn bekend",
                "klok": self._klok(reading),
                "vraag": "de server begrijpt de vraag",
                _EEN: self._waarden(record),
            }

    def _klok(self, reading: StufReading) -> Told:
        ahead = verschil(self._nu(), *reading.tijd)
        if ahead is None:
            return "de server zegt niet hoe laat het is"
        how = in_woorden(ahead)
        if abs(ahead) <= _MARGE:
            return f"verschil met de server: {how}"
        kant = "voor" if ahead > 0 else "achter"
        waar = self._bron.plaats
        return f"{how} {kant}", bericht("B-0357", kant, waar=waar, verschil=als_zin(ahead))

    def _waarden(self, record: SourceRecord | None) -> str:
        if record is None:
            return f"geen zaken in de laatste {_DAGEN} dagen"
        return gevuld(record, self._bron.layout)
