"""Fills the door to a StUF source: its profile, its register of persons, its list, its schemas."""

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from connectors import stuf_zkn
from connectors.base import Connector
from connectors.beveiliging import Beveiliging
from connectors.profielen import Profiel, profiel
from connectors.schemaset import Schemabron
from connectors.stuf_zkn.bewaard import BewaardAntwoord
from connectors.stuf_zkn.diensten import PERSONEN, ZAAKDETAILS, ZAKEN, Dienst
from connectors.stuf_zkn.lijst import Zaaklijst
from connectors.stuf_zkn.scope import Omvang
from regres import CsvLayout, XmlLayout
from settings.load import Settings
from settings.shapes import Persoonsregister, StufBron, Systeem
from settings.shapes import Zaaklijst as LijstBlok
from settings.soapdeur import beveiliging_van, tls_van

if TYPE_CHECKING:
    from settings.doors import Stekker


def stuf_deur(stekker: "Stekker", naam: str, bron: StufBron, layout: XmlLayout) -> Connector:
    """Make the door of one source; nothing connects and no secret is read yet."""
    chosen = profiel(bron.profiel) if bron.profiel else Profiel("")
    source = _source(stekker, naam, bron, chosen, chosen.layout(layout))
    if bron.personen is not None:
        source = replace(source, personen=_personen(source, bron, bron.personen, chosen))
    tijdstip = stekker.tijdstip(naam) if stekker.tijdstip else None
    lijst = None if bron.lijst is None else _lijst(stekker, bron.lijst)
    return stuf_zkn.StufConnector(source, klok=stekker.klok, tijdstip=tijdstip, lijst=lijst)


def bewaard_antwoord(gemeentecode: str, bron: StufBron, layout: XmlLayout) -> BewaardAntwoord:
    """Make the format of a saved answer of this source."""
    chosen = profiel(bron.profiel) if bron.profiel else Profiel("")
    return BewaardAntwoord(
        gemeentecode,
        chosen.layout(layout),
        zender=systeem(bron.zender),
        ontvanger=systeem(bron.ontvanger),
        zaaktypen=bron.zaaktypen,
        toleranties=_toleranties(bron, chosen),
        dienst=_dienst(bron),
        soap=_soap(bron, chosen),
    )


def _toleranties(bron: StufBron, chosen: Profiel) -> frozenset[stuf_zkn.Tolerantie]:
    own = "toleranties" in bron.model_fields_set
    return frozenset(map(stuf_zkn.Tolerantie, bron.toleranties if own else chosen.toleranties))


def _dienst(bron: StufBron) -> Dienst:
    return ZAKEN if bron.lijst is None else ZAAKDETAILS


def _soap(bron: StufBron, chosen: Profiel) -> Literal["1.1", "1.2"]:
    own = "soap" in bron.model_fields_set
    return "1.2" if (bron.soap if own else chosen.soap) == "1.2" else "1.1"


def schemabron_van(settings: Settings, naam: str) -> Schemabron:
    """Give where an official set lies; nothing of it is read yet."""
    return Schemabron(settings.pad(f"wsdl/{naam}"), settings.dienst.wsdl[naam])


def _source(
    stekker: "Stekker", naam: str, bron: StufBron, chosen: Profiel, layout: XmlLayout
) -> stuf_zkn.StufSource:
    dienst = _dienst(bron)
    url = chosen.adres(bron.adres, "zaken" if bron.lijst is None else "zaakdetails")
    return stuf_zkn.StufSource(
        gemeentecode=stekker.een.blok.gemeentecode,
        url=url,
        zender=systeem(bron.zender),
        ontvanger=systeem(bron.ontvanger),
        tls=tls_van(stekker, bron),
        layout=layout,
        uitgaand=stekker.uitgaand(),
        zaaktypen=bron.zaaktypen,
        maximum_aantal=bron.per_pagina,
        dienst=dienst,
        omvang=Omvang(bron.scope),
        soap=_soap(bron, chosen),
        schemas=schemabron_van(stekker.settings, bron.wsdl) if bron.wsdl else None,
        soapaction=bron.soapaction,
        beveiliging=_beveiliging(stekker, naam, bron, url, dienst),
        toleranties=_toleranties(bron, chosen),
        grenzen=stuf_zkn.Grenzen(
            verbinden=bron.omgang.verbinden,
            lezen=bron.omgang.stilte,
            totaal=bron.omgang.totaal,
            herhalingen=bron.omgang.herhalingen,
        ),
        tempo=stuf_zkn.Tempo(bron.omgang.tegelijk, bron.omgang.per_minuut),
    )


def _beveiliging(
    stekker: "Stekker", naam: str, bron: StufBron, url: str, dienst: Dienst
) -> Beveiliging:
    """Give what goes above TLS; what WS-Addressing says is of this question at this address."""
    said = bron.adressering
    naar = said.naar if said and said.naar else url
    actie = (said.actie if said else "") or bron.soapaction or dienst.soapaction
    return beveiliging_van(stekker, naam, bron).voor(naar, actie)


def _personen(
    source: stuf_zkn.StufSource, bron: StufBron, blok: Persoonsregister, chosen: Profiel
) -> stuf_zkn.StufSource:
    """Make the register of persons beside a source: its own address and name, the same line."""
    url = chosen.adres(blok.adres or bron.adres, "personen")
    return replace(
        source,
        url=url,
        ontvanger=source.ontvanger if blok.ontvanger is None else systeem(blok.ontvanger),
        dienst=PERSONEN,
        # An empty one is how the server wants it; any other is that of the question for zaken.
        soapaction=None if source.soapaction else source.soapaction,
        beveiliging=source.beveiliging.voor(url, PERSONEN.soapaction),
    )


def _lijst(stekker: "Stekker", blok: LijstBlok) -> Zaaklijst:
    from connectors.csv_export import CsvExport
    from connectors.folder import Folder
    from connectors.picking import Keuze, Kies

    layout = CsvLayout(
        (blok.kolom, blok.datumkolom),
        codering=blok.codering,
        scheidingsteken=blok.scheidingsteken,
    )
    choice = Keuze(blok.patroon, Kies(blok.kies), blok.klaar_bestand or "")
    export = CsvExport(stekker.een.blok.gemeentecode, layout)
    deur = Folder(export, stekker.settings.pad(blok.map), choice, verplicht=True)
    return Zaaklijst(deur, blok.kolom, blok.datumkolom, blok.datumvorm)


def systeem(blok: Systeem) -> stuf_zkn.Systeem:
    return stuf_zkn.Systeem(blok.applicatie, blok.organisatie or "", blok.administratie or "")
