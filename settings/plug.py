"""Plugs adapters together for one municipality: the only place that chooses them.

Nothing connects here. Secrets and keys are read here, when a municipality is about to be used, and
are handed on as values that do not print. zeep and asyncssh are imported by the connector that
needs them.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import mappings
from assessment import Handeling, Instelling, Regels, assess, regelmerk
from mappings import Plan
from pipeline import Gemeente, Klok, Rem, Route, Slot, SlotSoort, Uitgang
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
from privacy.jwk import lees_object
from regres import KeyProblem, Problem
from regres.melding import Contactpersoon, Verwerking
from settings.agreement import GemeenteInstelling
from settings.doors import SomeBron, Stekker, connector_van, sink_van
from settings.load import Settings
from settings.shapes import Beleid, Regresloket, StufBron, Uitmap


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


@dataclass(frozen=True, slots=True)
class Gedeeld:
    """What all sources of a municipality share."""

    pseudoniemen: Pseudoniemen
    ontvangers: Ontvangers


def aansluiten(
    settings: Settings,
    een: GemeenteInstelling,
    klok: Klok,
    omgeving: Mapping[str, str] = os.environ,
) -> Aansluiting:
    """Plug one municipality in.

    Raises ConfigProblem for a mapping or value that cannot be used, KeyProblem for a key or secret
    that is missing, open to others, or lies where it may not be.
    """
    stekker = Stekker(settings, een, Kluis(omgeving, settings.config), klok)
    ontvangers = Ontvangers.laad(settings.pad(settings.dienst.ontvangersleutels))
    bewaak(settings, ontvangers, omgeving)
    gemeente = gemeente_van(een)
    pseudoniemen = Pseudoniemen(_keys(een, stekker.kluis), een.identiteit)
    gedeeld = Gedeeld(pseudoniemen, ontvangers)
    bronnen = {
        naam: Bron(naam, blok, _route(stekker, gemeente, naam, gedeeld))
        for naam, blok in een.blok.bronnen.items()
    }
    sink = sink_van(stekker, tuple(one.kid for one in ontvangers.sleutels))
    return Aansluiting(gemeente, bronnen, Uitgang(gemeente, sink))


def bewaak(settings: Settings, ontvangers: Ontvangers, omgeving: Mapping[str, str]) -> None:
    """Refuse to start when this side could open what it seals.

    Looks in config/, in the environment and its systemd credentials, and in what lies beside the
    ledger. The demo keeps both sides on one machine, in folders beside each other, and says so in
    a banner: there only config/ and the environment are looked at.
    """
    places = [settings.config]
    if credentials := omgeving.get("CREDENTIALS_DIRECTORY"):
        places.append(Path(credentials))
    if settings.dienst.eigen_computer is None:
        places += _beside_the_ledger(settings)
    refuse_private_key(places, [one.sleutel for one in ontvangers.sleutels], omgeving)
    check_modes(_secret_files(settings))


def _beside_the_ledger(settings: Settings) -> Iterator[Path]:
    """Give what lies in the ledger's folder, but for hidden entries and what we deliver into.

    Every run looks, so what is only large stays out: an environment of Python in .venv, and the
    sealed meldingen in the way out, which are a file each.
    """
    target = settings.dienst.bestemming
    way_out = settings.pad(target.map) if isinstance(target, Uitmap) else None
    folder = settings.grootboekmap
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not path.name.startswith(".") and path.resolve() != way_out:
            yield path


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
        beleid=_beleid(blok.beleid),
        bsn_meesturen=blok.bsn_meesturen is not None,
    )


def _beleid(blok: Beleid) -> Instelling:
    return Instelling(**{name: Handeling(word) for name, word in blok.model_dump().items()})


def plan_van(settings: Settings, bron: SomeBron) -> Plan:
    """Load the mapping of a source."""
    return mappings.load(_near(settings.config / "mappings" / f"{bron.mapping}.yaml"))


def _near(path: Path) -> Path:
    """Give a path as short as messages want it: from here, when it lies below here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


# -- the parts ------------------------------------------------------------------------------------


def _route(stekker: Stekker, gemeente: Gemeente, naam: str, gedeeld: Gedeeld) -> Route:
    bron = stekker.een.blok.bronnen[naam]
    plan = plan_van(stekker.settings, bron)
    regels = Regels.laad()
    ontvangers = gedeeld.ontvangers
    return Route(
        gemeente=gemeente,
        bronset=naam,
        connector=connector_van(stekker, naam, plan),
        plan=plan,
        assess=assess,
        regels=regels,
        pseudoniemen=gedeeld.pseudoniemen,
        sealer=lambda vandaag: Sealer(ontvangers.kies(vandaag)),
        beleidsmerk=_beleidsmerk(gemeente),
        inzage=_inzage(stekker),
    )


def _inzage(stekker: Stekker) -> Callable[[bytes], str] | None:
    name = stekker.een.blok.inzagesleutel
    if name is None:
        return None
    file = stekker.settings.pad(name)
    try:
        content = file.read_bytes()
    except OSError as gone:
        raise KeyProblem(_no_inzage(name)) from gone
    return partial(seal_for_inzage, publieke_sleutel(lees_object(content, name), name))


def _no_inzage(name: str) -> Problem:
    doe = "Zet de openbare inzagesleutel daar neer, of haal de regel inzagesleutel weg."
    return Problem("K-0901", "De inzagesleutel is er niet.", name, "De run start niet.", doe)


def _keys(een: GemeenteInstelling, kluis: Kluis) -> Keys:
    return Keys(
        {
            versie: read_root(kluis.haal(ref, een.boom.bij("sleutels", versie)).reveal_bytes())
            for versie, ref in een.blok.sleutels.items()
        }
    )


def _beleidsmerk(gemeente: Gemeente) -> str:
    """Change whenever rules or policy change: then an unchanged file is read again all the same."""
    parts = [regelmerk(), repr(gemeente.beleid), str(gemeente.actief_sinds), gemeente.stand]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _secret_files(settings: Settings) -> list[Path]:
    target = settings.dienst.bestemming
    named = [target.clientsleutel] if isinstance(target, Regresloket) else []
    for een in settings.gemeenten:
        sources = een.blok.bronnen.values()
        named += [bron.clientsleutel for bron in sources if isinstance(bron, StufBron)]
    return [settings.pad(name) for name in named if name]
