"""Plugs adapters together for one municipality: the only place that chooses them.

Nothing connects here. Secrets and keys are read here, when a municipality is about to be used, and
are handed on as values that do not print. zeep and asyncssh are imported by the connector that
needs them.
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import mappings
from assessment import Beleid, Regels, assess
from connectors.base import Connector
from connectors.uitgaand import Uitgaand
from mappings import Plan
from pipeline import Gemeente, Rem, Route, Slot, SlotSoort, Uitgang
from pipeline import slots as turns
from privacy import (
    Keys,
    Kluis,
    Ontvangers,
    Pseudoniemen,
    Sealer,
    check_modes,
    publieke_sleutel,
    read_root,
    refuse_private_key,
    seal_for_inzage,
)
from regres import ConfigProblem, CsvLayout, Problem, XmlLayout
from regres.melding import Contactpersoon, Verwerking
from settings.load import GemeenteInstelling, Settings
from settings.shapes import MapBron, Regresloket, SftpBron, StufBron, Systeem, Uitmap
from sinks import Folder as FolderSink
from sinks import Regresloket as RegresloketSink
from sinks import RegresloketSettings, Sink

SomeBron = StufBron | SftpBron | MapBron


@dataclass(frozen=True, slots=True)
class Bron:
    """One source, plugged in."""

    naam: str
    blok: SomeBron
    route: Route

    def slots(self, vandaag: date, soort: SlotSoort | None = None) -> tuple[Slot, ...]:
        """Give the slots of a day: the nightly one, or the months of a rondgang."""
        if not isinstance(self.blok, StufBron):
            return (turns.nacht(vandaag),)
        if soort is SlotSoort.RONDGANG:
            return turns.rondgang(vandaag, self.blok.vanaf)
        return (turns.venster(vandaag, self.blok.venster.dagen),)


@dataclass(frozen=True, slots=True)
class Aansluiting:
    """One municipality, plugged in: its sources and its way out."""

    gemeente: Gemeente
    bronnen: Mapping[str, Bron]
    uitgang: Uitgang

    def close(self) -> None:
        """Let go of connections."""
        self.uitgang.sink.close()


def aansluiten(
    settings: Settings, een: GemeenteInstelling, omgeving: Mapping[str, str] = os.environ
) -> Aansluiting:
    """Plug one municipality in.

    Raises ConfigProblem for a mapping or value that cannot be used, KeyProblem for a key or secret
    that is missing, open to others, or lies where it may not be.
    """
    kluis = Kluis(omgeving, settings.config)
    ontvangers = Ontvangers.laad(settings.pad(settings.dienst.ontvangersleutels))
    bewaak(settings, ontvangers, omgeving)
    gemeente = gemeente_van(een)
    pseudoniemen = Pseudoniemen(_keys(een, kluis), een.identiteit)
    bronnen = {
        naam: Bron(
            naam, blok, _route(settings, een, gemeente, naam, pseudoniemen, ontvangers, kluis)
        )
        for naam, blok in een.blok.bronnen.items()
    }
    sink = _sink(settings, een, ontvangers, kluis)
    return Aansluiting(gemeente, bronnen, Uitgang(gemeente, sink))


def bewaak(settings: Settings, ontvangers: Ontvangers, omgeving: Mapping[str, str]) -> None:
    """Refuse to start when this side could open what it seals.

    Looks in config/ and beside the ledger. The demo keeps both sides on one machine, each in its
    own folder, and says so in a banner.
    """
    folders = [settings.config]
    refuse_private_key(folders, [one.sleutel for one in ontvangers.sleutels], omgeving)
    check_modes(_secret_files(settings))


def gemeente_van(een: GemeenteInstelling) -> Gemeente:
    """Give the part of a municipality's file that a run needs."""
    blok = een.blok
    return Gemeente(
        identiteit=een.identiteit,
        gemeentecode=blok.gemeentecode,
        naam=blok.naam,
        oin=blok.oin,
        actief_sinds=blok.actief.sinds if blok.stand == "actief" and blok.actief else None,
        contactpersoon=Contactpersoon(**blok.contactpersoon.model_dump()),
        verwerking=Verwerking(
            doel=blok.verwerking.doel,
            grondslag=blok.verwerking.grondslag,
            verwerkingsactiviteitId=blok.verwerking.activiteit,
        ),
        rem=Rem(blok.rem.nieuw, blok.rem.aandeel),
        beleid=Beleid(**blok.beleid.model_dump()),
        bsn_meesturen=blok.bsn_meesturen is not None,
    )


def plan_van(settings: Settings, bron: SomeBron) -> Plan:
    """Load the mapping of a source."""
    folder = settings.config / "mappings"
    return mappings.load(folder / f"{bron.mapping}.yaml")


# -- the parts ------------------------------------------------------------------------------------


def _route(
    settings: Settings,
    een: GemeenteInstelling,
    gemeente: Gemeente,
    naam: str,
    pseudoniemen: Pseudoniemen,
    ontvangers: Ontvangers,
    kluis: Kluis,
) -> Route:
    bron = een.blok.bronnen[naam]
    plan = plan_van(settings, bron)
    regels = Regels.laad()
    return Route(
        gemeente=gemeente,
        bronset=naam,
        connector=connector_van(settings, een, bron, plan, kluis),
        plan=plan,
        assess=assess,
        regels=regels,
        pseudoniemen=pseudoniemen,
        sealer=lambda vandaag: Sealer(ontvangers.kies(vandaag)),
        beleidsmerk=_beleidsmerk(gemeente, regels),
        inzage=_inzage(settings, een),
    )


def connector_van(
    settings: Settings, een: GemeenteInstelling, bron: SomeBron, plan: Plan, kluis: Kluis
) -> Connector:
    """Make the connector of a source; nothing connects yet."""
    match bron:
        case StufBron():
            return _stuf(settings, een, bron, _xml(plan, bron.mapping))
        case SftpBron():
            return _sftp(settings, een, bron, _csv(plan, bron.mapping), kluis)
        case MapBron():
            return _map(settings, een, bron, _csv(plan, bron.mapping))


def _stuf(
    settings: Settings, een: GemeenteInstelling, bron: StufBron, layout: XmlLayout
) -> Connector:
    from connectors import stuf_zkn

    return stuf_zkn.StufConnector(
        stuf_zkn.StufSource(
            gemeentecode=een.blok.gemeentecode,
            url=bron.adres,
            zender=_systeem(bron.zender),
            ontvanger=_systeem(bron.ontvanger),
            tls=stuf_zkn.Tls(
                settings.pad(bron.ca),
                settings.pad(bron.clientcertificaat),
                settings.pad(bron.clientsleutel),
            ),
            layout=layout,
            uitgaand=_uitgaand(settings),
            zaaktypen=bron.zaaktypen,
            maximum_aantal=bron.per_pagina,
            crossref=stuf_zkn.Crossref.VERPLICHT
            if bron.crossref_verplicht
            else stuf_zkn.Crossref.ALS_AANWEZIG,
        )
    )


def _systeem(blok: Systeem) -> "stuf_zkn.Systeem":  # type: ignore[name-defined]  # noqa: F821 - imported late
    from connectors import stuf_zkn

    return stuf_zkn.Systeem(blok.applicatie, blok.organisatie or "", blok.administratie or "")


def _csv(plan: Plan, naam: str) -> CsvLayout:
    if isinstance(plan.layout, CsvLayout):
        return plan.layout
    raise ConfigProblem(_wrong_kind(naam, "CSV"))


def _xml(plan: Plan, naam: str) -> XmlLayout:
    if isinstance(plan.layout, XmlLayout):
        return plan.layout
    raise ConfigProblem(_wrong_kind(naam, "XML"))


def _wrong_kind(naam: str, kind: str) -> Problem:
    return Problem(
        "C-0210",
        f"De mapping {naam} hoort niet bij deze bron: de bron geeft {kind}.",
        f"mappings/{naam}.yaml",
        doe="Kies bij de bron een mapping van de goede soort.",
    )


def _uitgaand(settings: Settings) -> Uitgaand:
    hosts = frozenset(entry.rpartition(":")[0].strip("[]") for entry in settings.dienst.uitgaand)
    return Uitgaand(hosts, loopback=settings.dienst.eigen_computer is not None)


def _inzage(settings: Settings, een: GemeenteInstelling) -> Callable[[bytes], str] | None:
    name = een.blok.inzagesleutel
    if name is None:
        return None
    key = publieke_sleutel(json.loads(settings.pad(name).read_bytes()), name)
    return partial(seal_for_inzage, key)


def _keys(een: GemeenteInstelling, kluis: Kluis) -> Keys:
    where = f"{een.bestand}: sleutels"
    return Keys(
        {
            versie: read_root(kluis.haal(ref, f"{where}.{versie}").reveal_bytes())
            for versie, ref in een.blok.sleutels.items()
        }
    )


def _beleidsmerk(gemeente: Gemeente, regels: Regels) -> str:
    """Change whenever rules or policy change: then an unchanged file is read again all the same."""
    parts = [regels.versie, repr(gemeente.beleid), str(gemeente.actief_sinds), gemeente.stand]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _sink(
    settings: Settings, een: GemeenteInstelling, ontvangers: Ontvangers, kluis: Kluis
) -> Sink:
    match settings.dienst.bestemming:
        case Uitmap(map=folder):
            return FolderSink(settings.pad(folder))
        case Regresloket() as target:
            return _regresloket(settings, een, target, ontvangers, kluis)


def _regresloket(
    settings: Settings,
    een: GemeenteInstelling,
    target: Regresloket,
    ontvangers: Ontvangers,
    kluis: Kluis,
) -> Sink:
    access = een.blok.regresloket
    certificate, key = target.clientcertificaat, target.clientsleutel
    return RegresloketSink(
        RegresloketSettings(
            url=target.adres.rstrip("/"),
            ca=settings.pad(target.ca),
            uitgaand=settings.dienst.uitgaand,
            client_id=access.client if access else "",
            client_secret=kluis.haal(access.geheim, f"{een.bestand}: regresloket.geheim").reveal()
            if access
            else "",
            certificaat=settings.pad(certificate) if certificate else None,
            sleutel=settings.pad(key) if key else None,
            kids=tuple(one.kid for one in ontvangers.sleutels),
            loopback=settings.dienst.eigen_computer is not None,
        )
    )


def _secret_files(settings: Settings) -> list[Path]:
    target = settings.dienst.bestemming
    named = [target.clientsleutel] if isinstance(target, Regresloket) else []
    for een in settings.gemeenten:
        named += [
            bron.clientsleutel for bron in een.blok.bronnen.values() if isinstance(bron, StufBron)
        ]
    return [settings.pad(name) for name in named if name]
