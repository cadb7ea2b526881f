"""What the workbench works on: the mapping file of a source, and a sample of that source.

Nothing is kept: a scratch copy comes with every question and goes with its answer. No root key is
read either: keys of a sample are made for this one look, so every record counts as new.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import mappings
from assessment import Regelset
from mappings import Plan
from mappings.document import GROOTST
from mappings.lap import BOM, lap, zoals
from pipeline import Klok, Route, Slot
from pipeline.compare import Vergelijking, vergelijk
from pipeline.verantwoording import Lezing
from pipeline.werkbank import HOOGSTENS, Kijk, Wens, kijk
from privacy import Keys, Kluis, Pseudoniemen
from regres import ConfigProblem
from regres.berichten import bericht
from settings.agreement import GemeenteInstelling
from settings.doors import SomeBron, Stekker, late_deur
from settings.load import Settings
from settings.notities import beoordelaar
from settings.plug import Bron, gemeente_van, logboek_van
from settings.shapes import MapBron, SoapDeur
from settings.trial import geen_zegel

#: Records of a file as a whole, and of a system of somebody else.
ALLES, LIVE = 20_000, 50


@dataclass(frozen=True, slots=True)
class Bank:
    """One source of one municipality on the workbench.

    naam   of the source in the municipality's file
    """

    settings: Settings = field(repr=False)
    een: GemeenteInstelling
    naam: str

    @property
    def bron(self) -> SomeBron:
        """Give the source."""
        return self.een.blok.bronnen[self.naam]

    @property
    def bestand(self) -> str:
        """Name the mapping file as problems do, from config/."""
        return f"mappings/{self.bron.mapping}.yaml"

    @property
    def pad(self) -> Path:
        """Give where it lies."""
        return self.settings.config / self.bestand

    @property
    def op_schijf(self) -> bool:
        """Tell whether the source is a folder of this machine: that may be read at every change."""
        return isinstance(self.bron, MapBron)

    @property
    def hoogstens(self) -> int:
        """Give how many records a sample of this source has."""
        return LIVE if isinstance(self.bron, SoapDeur) else HOOGSTENS

    def tekst(self) -> str:
        """Read the mapping as it is on disk, line ends and all; raises ConfigProblem."""
        try:
            with self.pad.open("rb") as opened:
                data = opened.read(GROOTST + 1)
            if len(data) > GROOTST:
                code = bericht("M-0003", "groot", waar=self.bestand, grens=GROOTST // 1024)
                raise ConfigProblem(code)
            return data.decode("utf-8")
        except OSError:
            raise ConfigProblem(bericht("M-0001", waar=self.bestand)) from None
        except UnicodeDecodeError:
            raise ConfigProblem(bericht("M-0002", waar=self.bestand)) from None

    def plan(self, tekst: str) -> Plan:
        """Compile a scratch copy; raises ConfigProblem with everything that is wrong with it."""
        plan = mappings.load_tekst(tekst.removeprefix(BOM), self.pad, getoond=self.bestand)
        beoordelaar(Regelset.laad(), plan)
        return plan

    def kijk(self, plan: Plan, wens: Wens, wereld: "Kijkwereld") -> Kijk:
        """Read a sample by this mapping, and account for it in the Logboek dataverwerkingen.

        Raises ConfigProblem when the mapping is not for a source of this kind; SourceError,
        KeyProblem and ProtectionStop as any read of the source does.
        """
        route, slot = self._route(plan, wereld)
        now = wereld.klok()
        with Lezing(route.logboek, wereld.klok):
            return kijk(route, slot, wens, now, slot.dag, self._dicht(plan))

    def vergelijk(self, plan: Plan, wens: Wens, wereld: "Kijkwereld") -> Vergelijking:
        """Judge a sample by the mapping on disk and by this one; raises what `kijk` raises."""
        before, slot = self._route(self.plan(self.tekst()), wereld)
        after, _ = self._route(plan, wereld)
        if after.plan.layout == before.plan.layout:
            after = replace(after, connector=before.connector)
        now = wereld.klok()
        with Lezing(before.logboek, wereld.klok):
            return vergelijk(before, after, slot, now, slot.dag, hoogstens=wens.hoogstens)

    def lap(self, tekst: str) -> str:
        """Give a scratch copy as a patch of the mapping folder; "" when nothing changed."""
        before = self.tekst()
        return lap(before, zoals(tekst, before), self.bestand)

    def _dicht(self, plan: Plan) -> frozenset[str]:
        """Name what the mapping on disk calls personal or a key: that stays closed meanwhile."""
        names = _dichte_namen(self.pad, self.bestand, self.tekst())
        # By a mapping that cannot be read nothing is known, and nothing is shown.
        return frozenset(plan.bestemmingen()) if names is None else names

    def _route(self, plan: Plan, wereld: "Kijkwereld") -> tuple[Route, Slot]:
        """Give the road of the source's records by this mapping, and the turn that is read."""
        regels, kluis = Regelset.laad(), Kluis(wereld.omgeving, self.settings.config)
        plug = Stekker(self.settings, self.een, kluis, wereld.klok, wereld.tijdstip)
        route = Route(
            gemeente=gemeente_van(self.een),
            bronset=self.naam,
            connector=late_deur(plug, self.naam, plan),
            plan=plan,
            assess=beoordelaar(regels, plan).assess,
            regels=regels.verhaal,
            regelset=regels,
            pseudoniemen=Pseudoniemen(Keys({1: os.urandom(32)}), self.een.identiteit),
            sealer=geen_zegel,
            beleidsmerk="",
            logboek=logboek_van(self.settings, self.een),
        )
        (slot,) = Bron(self.naam, self.bron, route).slots(wereld.vandaag)
        return route, slot


@dataclass(frozen=True, slots=True)
class Kijkwereld:
    """What a look at a source needs besides the configuration.

    tijdstip  source -> what gives its next StUF tijdstipBericht
    """

    klok: Klok
    vandaag: date
    omgeving: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    tijdstip: Callable[[str], Callable[[], str]] | None = None


@lru_cache(maxsize=64)
def _dichte_namen(pad: Path, bestand: str, tekst: str) -> frozenset[str] | None:
    """Name the closed columns of a mapping as it is on disk; None when it cannot be read."""
    try:
        plan = mappings.load_tekst(tekst.removeprefix(BOM), pad, getoond=bestand)
    except ConfigProblem:
        return None
    return frozenset(plan.gevoelig) | frozenset(plan.sleutelnamen)
