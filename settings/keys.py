"""The keys and secrets of one municipality: read when it is plugged in, and guarded before that."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from privacy import (
    Keys,
    Kluis,
    Ontvangers,
    PubliekeSleutel,
    check_modes,
    publieke_sleutel,
    read_blijvend,
    read_root,
    refuse_private_key,
    seal_for_inzage,
)
from privacy.jwk import lees_object
from regres import KeyProblem, Problem
from regres.berichten import bericht
from regres.databasebestand import bestanden_van
from settings.agreement import GemeenteInstelling
from settings.load import Settings
from settings.shapes import Regresloket, SftpBron, SoapDeur, Uitmap


def ontvangers_van(settings: Settings) -> Ontvangers:
    """Read the recipient's public keys; problems count their paths from config/.

    Raises KeyProblem with the problems of all files at once.
    """
    name = settings.dienst.ontvangersleutels
    return Ontvangers.laad(settings.pad(name), getoond=name.rstrip("/"))


def bewaak(settings: Settings, ontvangers: Ontvangers, omgeving: Mapping[str, str]) -> None:
    """Refuse to start when this side could open what it seals, for the recipient or a consulent.

    Looks in config/, in the environment and its systemd credentials, and in what lies beside the
    ledger. The demo keeps both sides on one machine, in folders beside each other, and says so in
    a banner: there only config/ and the environment are looked at.
    """
    places = [settings.config]
    if credentials := omgeving.get("CREDENTIALS_DIRECTORY"):
        places.append(Path(credentials))
    if settings.dienst.eigen_computer is None:
        places += _beside_the_ledger(settings)
    recipient = [one.sleutel for one in ontvangers.sleutels]
    known = _databases(settings)
    own = _inzagesleutels(settings)
    refuse_private_key(places, recipient, omgeving, inzage=own, behalve=known)
    check_modes(_secret_files(settings))


def sleutels_van(
    een: GemeenteInstelling, kluis: Kluis, *, versturen: bool = True, lezen: bool = True
) -> Keys:
    """Read the root keys; raises KeyProblem with every secret of this municipality that lacks.

    versturen  the secret for the Regresloket is needed too; reading goes without
    lezen      those of the sources are needed too; a file in their place goes without
    """
    secrets_are_there(references(een, versturen=versturen, lezen=lezen), kluis)
    roots = {versie: _root(een, kluis, versie) for versie in een.blok.sleutels}
    try:
        return Keys(roots, _blijvend(een, kluis))
    except KeyProblem as wrong:
        raise _at(wrong, een.boom.bij("sleutels")) from None


def inzage_van(settings: Settings, een: GemeenteInstelling) -> Callable[[bytes], str] | None:
    """Give what seals for the municipality itself, or None when it has no inzagesleutel."""
    name = een.blok.inzagesleutel
    if name is None:
        return None
    try:
        content = settings.pad(name).read_bytes()
    except OSError as gone:
        raise KeyProblem(_no_inzage(name, een.boom.bij("inzagesleutel"))) from gone
    return partial(seal_for_inzage, publieke_sleutel(lees_object(content, name), name))


def _no_inzage(name: str, where: str) -> Problem:
    return bericht("K-0901", waar=where, naam=name)


class Verwijzing(NamedTuple):
    """A reference to a secret, the place in the configuration where it stands, and of what."""

    naar: str
    waar: str
    wortel: bool = False


def secrets_are_there(named: Iterable[Verwijzing], kluis: Kluis) -> None:
    """Raise KeyProblem with everything that is wrong with these."""
    problems: list[Problem] = []
    for one in named:
        try:
            kluis.haal(one.naar, one.waar)
        except KeyProblem as wrong:
            problems += _kwijt(one, kluis) or wrong.problems
    if problems:
        raise KeyProblem(*problems)


def _kwijt(one: Verwijzing, kluis: Kluis) -> tuple[Problem, ...]:
    """Say of a root key file that is gone how it comes back: a new one would be another key."""
    path = kluis.pad(one.naar) if one.wortel else None
    if path is None or os.path.lexists(path):
        return ()
    return (bericht("K-0504", "wortel", waar=one.waar, pad=path),)


def meldt_zich(settings: Settings) -> bool:
    """Tell whether sending takes a secret: a folder asks nobody who delivers into it."""
    return isinstance(settings.dienst.bestemming, Regresloket)


def references(
    een: GemeenteInstelling, *, versturen: bool, lezen: bool = True
) -> Iterator[Verwijzing]:
    """Give every reference to a secret in a municipality's file, and where it stands."""
    blok, place = een.blok, een.boom.bij
    for versie, reference in blok.sleutels.items():
        yield Verwijzing(reference, place("sleutels", versie), wortel=True)
    if blok.blijvende_sleutel:
        yield Verwijzing(blok.blijvende_sleutel, place("blijvende_sleutel"), wortel=True)
    for naam, bron in blok.bronnen.items() if lezen else ():
        for word in ("sleutel", "wachtwoord") if isinstance(bron, SftpBron) else ():
            if reference := getattr(bron, word):
                yield Verwijzing(reference, place("bronnen", naam, word))
    if versturen:
        yield from geheim_voor_het_loket(een)


def geheim_voor_het_loket(een: GemeenteInstelling) -> Iterator[Verwijzing]:
    """Give what a delivery needs, when it needs any."""
    if (loket := een.blok.regresloket) is not None:
        yield Verwijzing(loket.geheim, een.boom.bij("regresloket", "geheim"))


def _root(een: GemeenteInstelling, kluis: Kluis, versie: int) -> bytes:
    where = een.boom.bij("sleutels", versie)
    try:
        return read_root(kluis.haal(een.blok.sleutels[versie], where).reveal_bytes())
    except KeyProblem as wrong:
        raise _at(wrong, where) from None


def _blijvend(een: GemeenteInstelling, kluis: Kluis) -> bytes | None:
    reference, where = een.blok.blijvende_sleutel, een.boom.bij("blijvende_sleutel")
    if reference is None:
        return None
    try:
        return read_blijvend(kluis.haal(reference, where).reveal_bytes())
    except KeyProblem as wrong:
        raise _at(wrong, where) from None


def _at(wrong: KeyProblem, where: str) -> KeyProblem:
    return KeyProblem(*(replace(one, waar=one.waar or where) for one in wrong.problems))


def _inzagesleutels(settings: Settings) -> Iterator[PubliekeSleutel]:
    """Give every municipality's own public key; what is wrong with one is told by its own run."""
    for name in {een.blok.inzagesleutel for een in settings.gemeenten} - {None}:
        try:
            content = lees_object(settings.pad(str(name)).read_bytes(), str(name))
            yield publieke_sleutel({k: v for k, v in content.items() if k != "d"}, str(name))
        except (OSError, KeyProblem):
            continue


def _databases(settings: Settings) -> frozenset[Path]:
    """Give the files of SQLite that a process of ours may have in use."""
    found = settings.dienst.console
    accounts = [settings.pad(found.accounts)] if found else []
    return frozenset().union(*map(bestanden_van, [settings.grootboekbestand, *accounts]))


def _beside_the_ledger(settings: Settings) -> Iterator[Path]:
    """Give what lies in the ledger's folder, but for hidden entries and what we deliver into.

    Every run looks, so what is only large stays out: an environment of Python in .venv, and the
    sealed meldingen in the way out, which are a file each.
    """
    target = settings.dienst.bestemming
    way_out = settings.pad(target.map) if isinstance(target, Uitmap) else None
    folder = settings.grootboekbestand.parent
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not path.name.startswith(".") and path.resolve() != way_out:
            yield path


def _secret_files(settings: Settings) -> Iterator[tuple[Path, str]]:
    """Give the private keys for TLS that the configuration names, and where it does."""
    target = settings.dienst.bestemming
    if isinstance(target, Regresloket) and target.clientsleutel:
        yield settings.pad(target.clientsleutel), settings.boom.bij("bestemming", "clientsleutel")
    for een in settings.gemeenten:
        for naam, bron in een.blok.bronnen.items():
            if isinstance(bron, SoapDeur):
                yield from _soapsleutels(settings, een, naam, bron)


def _soapsleutels(
    settings: Settings, een: GemeenteInstelling, naam: str, bron: SoapDeur
) -> Iterator[tuple[Path, str]]:
    if bron.clientsleutel:
        where = een.boom.bij("bronnen", naam, "clientsleutel")
        yield settings.pad(bron.clientsleutel), where
    if signing := bron.beveiliging.handtekening:
        where = een.boom.bij("bronnen", naam, "beveiliging", "handtekening", "sleutel")
        yield settings.pad(signing.sleutel), where
