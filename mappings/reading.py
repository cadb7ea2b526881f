"""One reading of one record by the compiled parts of a mapping."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Self

from mappings.canonical import GROEPEN
from mappings.facts import Oogst, kostenregel
from mappings.fields import Lezer
from mappings.oogopslag import Oogopslag
from mappings.problems import BEVINDINGEN, Plekken
from mappings.signals import SignaalPlan
from mappings.volgorde import Volgorde
from regres import Feiten, Misfit, Problem, Signal, SignalKind, Signals, SourceRecord
from regres.checks import bevindingen
from regres.melding import Kosten
from regres.tonen import toonbaar
from regres.values import bsn
from regres.waarde import dataclass
from regres.words import Besluitstatus

#: What people write between the digits of a number.
_SCHEIDING = re.compile(r"[ .\u00a0\u2011-]")
_STATUS = "voorziening.besluitstatus"
#: By what a client is known -> where.
_CLIENT = {"bsn": "client.burgerservicenummer", "nummer": "client.clientnummer"}
_PEILDAG = ("datumAanvraag", "voorziening.datumToekenning", "voorziening.ingangsdatum")
_VERPLICHT = (
    ("M-0102", ("productcode", "omschrijving")),
    ("M-0103", ("datumToekenning", "ingangsdatum")),
)


@dataclass(frozen=True, slots=True, repr=False)
class Delen:
    """The compiled parts of a mapping.

    velden      canonical path -> reader; besluitstatus stands here whether it is read by
                `besluitstatus:` or by `toegekend:`
    kosten      one table of readers for every line
    volgorde    `velden` and each of `kosten` in the order in which they are read
    oogopslag   what is asked of every record first
    """

    sleutel: tuple[Lezer, ...]
    signalen: SignaalPlan
    velden: Mapping[str, Lezer]
    stuitingen: tuple[Lezer, ...]
    kosten: tuple[Mapping[str, Lezer], ...]
    plekken: Plekken
    volgorde: tuple[Volgorde, ...]
    oogopslag: Oogopslag

    def lezers(self) -> Iterator[tuple[str, Lezer]]:
        """Yield every reader with what it reads: a path, `kosten.…`, or the kind of signal."""
        for reader in self.signalen.lezers:
            yield reader.kind.value, reader.lezer
        yield from self.velden.items()
        for line in self.kosten:
            yield from ((f"kosten.{name}", lezer) for name, lezer in line.items())

    def altijd(self) -> tuple[str, ...]:
        """Name the addresses that are read of every record; () when one needs more than its text.

        The client is among them: a source that may not give it stops the read at once.
        """
        client = (self.velden.get(pad) for pad in _CLIENT.values())
        signals = (one.lezer for one in self.signalen.lezers)
        asked = (*self.sleutel, *signals, self.velden[_STATUS], *filter(None, client))
        if not all(lezer.kaal for lezer in asked if lezer.adres):
            return ()
        return tuple(dict.fromkeys(lezer.adres for lezer in asked if lezer.adres))

    @classmethod
    def van(
        cls,
        sleutel: tuple[Lezer, ...],
        signalen: SignaalPlan,
        velden: Mapping[str, Lezer],
        stuitingen: tuple[Lezer, ...],
        kosten: tuple[Mapping[str, Lezer], ...],
        plekken: Plekken,
    ) -> Self:
        """Put the parts together."""
        order = (Volgorde(velden), *map(Volgorde, kosten))
        first = Oogopslag(sleutel, signalen, velden)
        return cls(sleutel, signalen, velden, stuitingen, kosten, plekken, order, first)


class Lezing:
    """Reads one record and gathers what goes wrong on the way.

    fataal           problems that make the record unmappable
    waarschuwingen   values that were left out, or are odd
    """

    __slots__ = ("_delen", "_fields", "_kosten_van", "_record", "fataal", "waarschuwingen")

    def __init__(self, delen: Delen, record: SourceRecord) -> None:
        self._delen = delen
        self._record = record
        self._fields = record.fields
        self._kosten_van: list[int] = []
        self.fataal: list[Problem] = []
        self.waarschuwingen: list[Problem] = []

    # -- of every record --------------------------------------------------------------------

    def sleutel(self) -> tuple[str, ...] | None:
        """Read the key; None when a part of it is empty."""
        key = tuple(lezer.tekst(self._fields) for lezer in self._delen.sleutel)
        if all(key):
            return key
        for lezer, text in zip(self._delen.sleutel, key, strict=True):
            if not text:
                self._fout(lezer, "M-0101")
        return None

    def signalen(self) -> Signals:
        """Read the signals; a text that a value table does not know is fatal: never J or N."""
        plan = self._delen.signalen
        items: list[Signal] = []
        for reader in plan.lezers:
            found = reader.lees(self._fields)
            if isinstance(found, Misfit):
                self._misfit(reader.lezer, found, fataal=True)
            else:
                items.append(found)
        noted = any(item.tekst and item.kind is SignalKind.NOTITIE for item in items)
        day = self.peildag() if noted else None
        return Signals(tuple(items), plan.leeg_betekent_onbekend, day)

    def status(self) -> Besluitstatus:
        """Read how far the decision is; ONBEKEND beside a fatal problem when it cannot be read."""
        lezer = self._delen.velden[_STATUS]
        value = lezer.waarde(self._fields)
        if isinstance(value, Misfit):
            self._misfit(lezer, value, fataal=True)
        return value if isinstance(value, Besluitstatus) else Besluitstatus.ONBEKEND

    def client(self) -> tuple[str, str] | None:
        """Read who it is about; a BSN that fails its check is no identity.

        One that is only written with spaces, points or dashes is: who objects must be known by it.
        It stays out of the facts, with a warning, as any BSN that is not nine digits.
        """
        return next(self.clienten(), None)

    def clienten(self) -> Iterator[tuple[str, str]]:
        """Read by what the client is known: the BSN first, then the municipality's own number."""
        for kind, pad in _CLIENT.items():
            lezer = self._delen.velden.get(pad)
            value = None if lezer is None else lezer.waarde(self._fields)
            if isinstance(value, Misfit) and lezer is not None and kind == "bsn":
                value = bsn(_SCHEIDING.sub("", lezer.tekst(self._fields)))
            if isinstance(value, str) and value:
                yield kind, value

    def peildag(self) -> date | None:
        """Read the record's own day."""
        for pad in _PEILDAG:
            lezer = self._delen.velden.get(pad)
            value = None if lezer is None else lezer.waarde(self._fields)
            if isinstance(value, date):
                return value
        return None

    # -- of candidates ----------------------------------------------------------------------

    def oogst(self) -> Oogst:
        """Read all fields; what is required and absent is fatal."""
        found: dict[str, dict[str, Any]] = {groep: {} for groep in GROEPEN}
        self._lees(self._delen.volgorde[0], found)
        self._eis(found["voorziening"])
        self._keur_sleutel()
        known_from = self._delen.velden.get("datumBekendheid")
        told_in = self._delen.velden.get("ongeval.toedracht")
        return Oogst(
            found,
            tuple(self._stuitingen()),
            tuple(self._kosten()),
            known_from.adres if known_from else "",
            told_in.adres if told_in else "",
        )

    def _lees(self, volgorde: Volgorde, found: Mapping[str, dict[str, Any]]) -> None:
        """Read fields into their groups; what says nothing stays out."""
        taken = volgorde.neem(self._fields)
        for (groep, naam, lezer, begrijp), what in zip(volgorde.velden, taken, strict=False):
            value = begrijp(what)
            if value is None:
                if lezer.verplicht:
                    self._leeg(lezer)
            elif value.__class__ is Misfit:
                self._geweigerd(lezer, value, found[groep])
            else:
                found[groep][naam] = value

    def _leeg(self, lezer: Lezer) -> None:
        self._fout(lezer, "M-0123", naam=lezer.veld.naam)

    def _geweigerd(self, lezer: Lezer, misfit: Any, found: dict[str, Any]) -> None:
        """Leave a value out; an address of which it cannot be told counts as secret."""
        self._misfit(lezer, misfit, fataal=lezer.veld.beslissend or lezer.verplicht)
        if lezer.pad == "client.geheim":
            found["geheim"] = True

    def _eis(self, found: Mapping[str, Any]) -> None:
        """Demand one of each pair of names in the group `voorziening`."""
        velden = self._delen.velden
        for code, (first, second) in _VERPLICHT:
            if not (first in found or second in found):
                lezer = velden.get(f"voorziening.{first}") or velden[f"voorziening.{second}"]
                self._fout(lezer, code, een=first, ander=second)

    def _keur_sleutel(self) -> None:
        """Refuse a key that looks like another: the same provision would go a second time."""
        for lezer in self._delen.sleutel:
            text = lezer.tekst(self._fields)
            odd = not text.isascii() and any(one.isdecimal() and one > "9" for one in text)
            if odd or toonbaar(text) != text:
                self._fout(lezer, "M-0124")

    def _stuitingen(self) -> Iterator[date]:
        for lezer in self._delen.stuitingen:
            value = lezer.waarde(self._fields)
            if isinstance(value, Misfit):
                self._misfit(lezer, value)
            elif isinstance(value, date):
                yield value

    def _kosten(self) -> Iterator[Kosten]:
        for number, lezers in enumerate(self._delen.kosten):
            found: dict[str, Any] = {}
            self._lees(self._delen.volgorde[number + 1], {"": found})
            if "bedrag" not in found:
                continue
            line = kostenregel(found)
            if isinstance(line, Kosten):
                self._kosten_van.append(number)
                yield line
            else:
                lezer = lezers.get(line, lezers["bedrag"])
                self._waarschuw(lezer, "M-0122", veldnaam=line)

    # -- of the whole -----------------------------------------------------------------------

    def opvallend(self, feiten: Feiten, vandaag: date) -> None:
        """Warn of what is odd about the facts as a whole."""
        for finding in bevindingen(feiten, vandaag):
            lezer = self._lezer_van(finding.veld)
            if lezer is not None:
                self._waarschuw(lezer, BEVINDINGEN[finding.misfit.code], naam=lezer.veld.naam)

    def _lezer_van(self, pad: str) -> Lezer | None:
        if pad.startswith("kosten["):
            number, _, name = pad.removeprefix("kosten[").partition("].")
            lezers = self._delen.kosten[self._kosten_van[int(number)]]
            return lezers.get(name, lezers["bedrag"])
        if pad == "stuitingen":
            return self._delen.stuitingen[0]
        return self._delen.velden.get(pad)

    def _misfit(self, lezer: Lezer, misfit: Misfit, *, fataal: bool = False) -> None:
        case = "fataal" if fataal else ""
        if lezer.pad == "client.geheim" and misfit.code == "waarde_onbekend":
            case = "geheim"
        problem = self._delen.plekken.misfit(self._record, lezer, misfit, case)
        (self.fataal if fataal else self.waarschuwingen).append(problem)

    def _fout(self, lezer: Lezer, code: str, **woorden: Any) -> None:
        self.fataal.append(self._delen.plekken.over(self._record, lezer, code, **woorden))

    def _waarschuw(self, lezer: Lezer, code: str, **woorden: Any) -> None:
        self.waarschuwingen.append(self._delen.plekken.over(self._record, lezer, code, **woorden))
