"""What the workbench works on: the mapping file of a source, and a sample of that source.

Nothing is kept: a scratch copy comes with every question and goes with its answer. No root key is
read either: keys of a sample are made for this one look, so every record counts as new.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import mappings
from assessment import Regelset
from connectors.base import Connector
from mappings import Plan
from mappings.document import GROOTST
from mappings.lap import lap, zoals
from pipeline import Klok, Route, Slot
from pipeline.slots import nacht, venster
from privacy import Keys, Kluis, Pseudoniemen
from regres import ConfigProblem, UsageProblem
from regres.berichten import bericht
from settings.agreement import GemeenteInstelling
from settings.doors import LateDeur, SomeBron, Stekker, layout_van, late_deur
from settings.load import Settings
from settings.notities import beoordelaar
from settings.plug import gemeente_van, logboek_van
from settings.shapes import MapBron, StufBron
from settings.trial import geen_zegel

#: Records of one look: of a sample, of a file as a whole, and of a system of somebody else.
PROEF, ALLES, LIVE = 500, 20_000, 50


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
        return LIVE if isinstance(self.bron, StufBron) else PROEF

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
        plain = tekst.removeprefix("\ufeff")
        plan = mappings.load_tekst(plain, self.pad, getoond=self.bestand)
        beoordelaar(Regelset.laad(), plan)
        return plan

    def route(
        self,
        plan: Plan,
        klok: Klok,
        omgeving: Mapping[str, str] = os.environ,
        tijdstip: Callable[[str], Callable[[], str]] | None = None,
    ) -> Route:
        """Give the road of the source's records by this mapping; nothing connects yet.

        Raises ConfigProblem when the mapping is not for a source of this kind.
        """
        regels = Regelset.laad()
        stekker = Stekker(self.settings, self.een, Kluis(omgeving, self.settings.config), klok, tijdstip)
        return Route(
            gemeente=replace(gemeente_van(self.een), bsn_meesturen=False),
            bronset=self.naam,
            connector=late_deur(stekker, self.naam, plan),
            plan=plan,
            assess=beoordelaar(regels, plan),
            regels=regels.verhaal,
            regelset=regels,
            pseudoniemen=Pseudoniemen(Keys({1: os.urandom(32)}), self.een.identiteit),
            sealer=geen_zegel,
            beleidsmerk="",
            logboek=logboek_van(self.settings, self.een),
        )
