"""Plugs adapters together for one municipality: the only place that chooses them.

Nothing connects here. Secrets and keys are read here, when a municipality is about to be used, and
are handed on as values that do not print. lxml and asyncssh are imported by the connector that
needs them.
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import mappings
from assessment import Handeling, Instelling, Regelset
from connectors.base import Connector
from ledger import Standbesluit
from mappings import Plan
from pipeline import Gemeente, Klok, Rem, Route, Slot, SlotSoort, Uitgang
from pipeline import slots as turns
from pipeline.route import GEEN_ADRES
from privacy import Kluis, Logboek, Ontvangers, Pseudoniemen, Sealer
from regres import ConfigProblem, Levering, Problem
from regres.berichten import bericht
from regres.melding import Contactpersoon, Verwerking
from regres.waarde import dataclass
from settings.agreement import GemeenteInstelling
from settings.doors import (
    SomeBron,
    Stekker,
    connector_van,
    late_deur,
    retour_van,
    sink_van,
    werklijst_van,
)
from settings.keys import (
    bewaak,
    geheim_voor_het_loket,
    inzage_van,
    meldt_zich,
    ontvangers_van,
    secrets_are_there,
    sleutels_van,
)
from settings.load import Settings
from settings.notities import beoordelaar, met_regels, vreemde_namen
from settings.shapes import Beleid, Regresloket
from sinks.retour import Retour
from sinks.werklijst import Werklijst


@dataclass(frozen=True, slots=True)
class Bron:
    """One source, plugged in."""

    naam: str
    blok: SomeBron
    route: Route

    def slots(self, vandaag: date, soort: SlotSoort | None = None) -> tuple[Slot, ...]:
        """Give the slots of a day: the nightly one, or the months of a rondgang."""
        rondes = self.blok.rondes
        if rondes is None:
            return (turns.nacht(vandaag, delta=self.route.plan.levering is Levering.DELTA),)
        if soort is SlotSoort.RONDGANG:
            return turns.rondgang(vandaag, rondes.vanaf)
        return (turns.venster(vandaag, rondes.venster.dagen),)


@dataclass(frozen=True, slots=True)
class Aansluiting:
    """One municipality, plugged in: its sources and its way out."""

    gemeente: Gemeente
    bronnen: Mapping[str, Bron]
    uitgang: Uitgang

    def close(self) -> None:
        """Let go of connections."""
        self.uitgang.sink.close()


@dataclass(frozen=True, slots=True)
class Gedeeld:
    """What all sources of a municipality share; `deur` makes the door of each."""

    plannen: Mapping[str, Plan]
    pseudoniemen: Pseudoniemen
    ontvangers: Ontvangers
    regels: Regelset
    deur: Callable[[Stekker, str, Plan], Connector]


def aansluiten(
    settings: Settings,
    een: GemeenteInstelling,
    klok: Klok,
    omgeving: Mapping[str, str] = os.environ,
    tijdstip: Callable[[str], Callable[[], str]] | None = None,
    *,
    alleen_lezen: bool = False,
    dicht: bool = False,
    regels: Regelset | None = None,
) -> Aansluiting:
    """Plug one municipality in.

    regels    the rules in force; ours when none are given
    tijdstip  source -> its next StUF tijdstipBericht; a run brings its own, a look outside one
              needs it, for a source refuses a time that is not later than the last
    alleen_lezen  nothing will be sent: the secret for the Regresloket may lack, as it may in the
                  stand proef and with a folder as destination; whoever sends all the same gets
                  SinkStopped
    dicht     the sources stay closed, for a file is read or nothing is: their secrets may lack;
              whoever reads one all the same gets KeyProblem

    Raises ConfigProblem for mappings or values that cannot be used, KeyProblem for keys and secrets
    that are missing, open to others, or lie where they may not be: all of a kind at once.
    """
    stekker = Stekker(settings, een, Kluis(omgeving, settings.config), klok, tijdstip)
    ontvangers = ontvangers_van(settings)
    bewaak(settings, ontvangers, omgeving)
    rules = regels or Regelset.laad()
    gemeente, plannen = gemeente_van(een), _plannen(settings, een, rules)
    versturen = gemeente.stand == "actief" and not alleen_lezen and meldt_zich(settings)
    keys = sleutels_van(een, stekker.kluis, versturen=versturen, lezen=not dicht)
    pseudoniemen = Pseudoniemen(keys, een.identiteit)
    gedeeld = Gedeeld(
        plannen, pseudoniemen, ontvangers, rules, late_deur if dicht else connector_van
    )
    bronnen = {
        naam: Bron(naam, blok, _route(stekker, gemeente, naam, gedeeld))
        for naam, blok in een.blok.bronnen.items()
    }
    return Aansluiting(gemeente, bronnen, _uitgang(stekker, gemeente, ontvangers))


def uitgang_van(
    settings: Settings,
    een: GemeenteInstelling,
    klok: Klok,
    omgeving: Mapping[str, str] = os.environ,
) -> Uitgang:
    """Plug in only the way out of one municipality, for what is sealed already; close its sink.

    No source, mapping or root key is looked at: what was freed goes out while one of them is
    broken, and reading a mapping took three quarters of the time of a delivery.

    Raises KeyProblem for the recipient's keys and the secret for the Regresloket.
    """
    stekker = Stekker(settings, een, Kluis(omgeving, settings.config), klok, None)
    ontvangers = ontvangers_van(settings)
    bewaak(settings, ontvangers, omgeving)
    if meldt_zich(settings):
        secrets_are_there(geheim_voor_het_loket(een), stekker.kluis)
    return _uitgang(stekker, gemeente_van(een), ontvangers)


def _uitgang(stekker: Stekker, gemeente: Gemeente, ontvangers: Ontvangers) -> Uitgang:
    settings = stekker.settings
    sink = sink_van(stekker, tuple(one.kid for one in ontvangers.sleutels))
    return Uitgang(gemeente, sink, logboek_van(settings, stekker.een), _naar(settings))


def met_mapping(stekker: Stekker, bron: Bron, plan: Plan) -> Route:
    """Give the route of a source by another mapping, with a door that reads by its layout.

    Raises ConfigProblem: names in it do not exist (A-0004), or the source is of the other kind.
    """
    route = met_regels(bron.route, plan, bron.route.regelset)
    if plan.layout == bron.route.plan.layout:
        return route
    return replace(route, connector=connector_van(stekker, bron.naam, plan))


def gemeente_van(een: GemeenteInstelling) -> Gemeente:
    """Give the part of a municipality's file that a run needs."""
    blok = een.blok
    actief = blok.actief if blok.stand == "actief" else None
    return Gemeente(
        identiteit=een.identiteit,
        gemeentecode=blok.gemeentecode,
        naam=blok.naam,
        oin=blok.oin,
        actief_sinds=actief.sinds if actief else None,
        actief=Standbesluit(**actief.model_dump()) if actief else None,
        contactpersoon=Contactpersoon(**blok.contactpersoon.model_dump()),
        verwerking=Verwerking(
            doel=blok.verwerking.doel,
            grondslag=blok.verwerking.grondslag,
            verwerkingsactiviteitId=blok.verwerking.activiteit,
        ),
        rem=Rem(blok.rem.nieuw, blok.rem.aandeel),
        beleid=_beleid(blok.beleid),
        bsn_meesturen=blok.bsn_meesturen is not None,
        tekst_versturen=blok.tekst_alleen == "versturen",
        toedracht_fragment=blok.toedracht == "fragment",
    )


def _beleid(blok: Beleid) -> Instelling:
    return Instelling(**{name: Handeling(word) for name, word in blok.model_dump().items()})


def logboek_van(settings: Settings, een: GemeenteInstelling) -> Logboek:
    """Give the Logboek dataverwerkingen of a municipality; its lines name its own activity."""
    return Logboek(settings.logboekbestand, een.blok.verwerking.activiteit)


def bestemming_van(settings: Settings) -> str:
    """Name where everything goes, as the ledger keeps how it answers."""
    return _naar(settings) or GEEN_ADRES


def _naar(settings: Settings) -> str:
    target = settings.dienst.bestemming
    return target.adres if isinstance(target, Regresloket) else ""


def plan_van(settings: Settings, bron: SomeBron) -> Plan:
    """Load the mapping of a source; problems count its path from config/, as those of config do."""
    name = f"mappings/{bron.mapping}.yaml"
    return mappings.load(settings.config / name, getoond=name)


# -- the parts ------------------------------------------------------------------------------------


def _route(stekker: Stekker, gemeente: Gemeente, naam: str, gedeeld: Gedeeld) -> Route:
    plan, regels = gedeeld.plannen[naam], gedeeld.regels
    ontvangers, judge = gedeeld.ontvangers, beoordelaar(regels, plan)
    return Route(
        gemeente=gemeente,
        bronset=naam,
        connector=gedeeld.deur(stekker, naam, plan),
        plan=plan,
        assess=judge.assess,
        luide=judge.luide,
        regels=regels.verhaal,
        regelset=regels,
        pseudoniemen=gedeeld.pseudoniemen,
        sealer=lambda vandaag: Sealer(ontvangers.kies(vandaag)),
        beleidsmerk=_beleidsmerk(stekker.een, gemeente, regels, gedeeld.pseudoniemen.huidige),
        logboek=logboek_van(stekker.settings, stekker.een),
        inzage=inzage_van(stekker.settings, stekker.een),
        werklijst=_werklijst(stekker, plan),
        bronnen=frozenset(stekker.een.blok.bronnen),
        sleutelmeldingen=ontvangers.waarschuwingen,
        retour=_retour(stekker, plan),
    )


def _werklijst(stekker: Stekker, plan: Plan) -> Werklijst | None:
    """Refuse a key that says who somebody is: on the list its parts can be read."""
    lijst = werklijst_van(stekker.settings, stekker.een)
    if lijst is not None and _zegt_wie(plan):
        where = stekker.een.boom.bij("werklijst")
        raise ConfigProblem(bericht("C-0220", waar=where, naam=plan.naam))
    return lijst


def _retour(stekker: Stekker, plan: Plan) -> Retour | None:
    """Refuse the same of a return place."""
    retour = retour_van(stekker)
    if retour is not None and _zegt_wie(plan):
        where = stekker.een.boom.bij_sleutel("retour")
        raise ConfigProblem(bericht("C-0220", "retour", waar=where, naam=plan.naam))
    return retour


def _zegt_wie(plan: Plan) -> bool:
    feeds = plan.bestemmingen()
    return any(_persoonlijk(pad) for adres in plan.sleutelnamen for pad in feeds.get(adres, ()))


def _persoonlijk(pad: str) -> bool:
    return pad == "notitie" or (pad.startswith("client.") and pad != "client.clientnummer")


def _plannen(settings: Settings, een: GemeenteInstelling, regels: Regelset) -> dict[str, Plan]:
    found: dict[str, Plan] = {}
    problems: list[Problem] = []
    for naam, bron in een.blok.bronnen.items():
        try:
            found[naam] = plan_van(settings, bron)
            problems += vreemde_namen(regels, found[naam])
        except ConfigProblem as wrong:
            problems += wrong.problems
    if problems:
        # Two sources may share a mapping: each of its mistakes is told once.
        raise ConfigProblem(*dict.fromkeys(problems))
    return found


def _beleidsmerk(
    een: GemeenteInstelling, gemeente: Gemeente, regels: Regelset, sleutel: int
) -> str:
    """Change whenever rules or policy change: then an unchanged file is read again all the same.

    With a new root key too, for such a read brings what the ledger knows over to it; and with a
    werklijst, which only a read can give.
    """
    policy = [repr(gemeente.beleid), str(gemeente.actief_sinds), gemeente.stand]
    parts = [regels.merk, *policy, gemeente.tekst_versturen, sleutel]
    parts += [gemeente.bsn_meesturen, gemeente.toedracht_fragment]
    parts += [een.blok.werklijst] if een.blok.werklijst else []
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
