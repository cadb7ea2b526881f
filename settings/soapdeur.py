"""Fills in what a door that speaks SOAP is made from: TLS, security above it, templates."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from regres import ConfigProblem, XmlLayout
from regres.berichten import bericht
from settings.shapes import SoapBron, SoapDeur, StufBron, TokenBlok

if TYPE_CHECKING:
    from connectors.base import Connector
    from connectors.beveiliging import Adressering, Beveiliging, Handtekening, UsernameToken
    from connectors.soap_template.sjabloon import Sjabloon
    from connectors.stuf_zkn import Tls
    from settings.doors import Stekker


def tls_van(stekker: "Stekker", bron: SoapDeur) -> "Tls":
    """Give the files for TLS of a source."""
    from connectors.stuf_zkn import Tls

    pad = stekker.settings.pad
    return Tls(
        ca=pad(bron.ca),
        certificaat=pad(bron.clientcertificaat) if bron.clientcertificaat else None,
        sleutel=pad(bron.clientsleutel) if bron.clientsleutel else None,
        crl=pad(bron.crl) if bron.crl else None,
        oin=bron.oin or "",
    )


def beveiliging_van(stekker: "Stekker", naam: str, bron: SoapDeur) -> "Beveiliging":
    """Give what a source has above TLS; its passwords are fetched here.

    Raises KeyProblem when a password lacks.
    """
    from connectors.beveiliging import Basic, Beveiliging

    blok = bron.beveiliging
    waar = partial(stekker.een.boom.bij, "bronnen", naam, "beveiliging")
    basic = None
    if blok.basic is not None:
        said = stekker.kluis.haal(blok.basic.wachtwoord, waar("basic", "wachtwoord"))
        basic = Basic(blok.basic.gebruiker, said.reveal())
    token = None
    if blok.usernametoken is not None:
        where = waar("usernametoken", "wachtwoord")
        token = _token(stekker, blok.usernametoken, where)
    return Beveiliging(basic, token, _handtekening(stekker, bron), adressering_van(bron))


def _token(stekker: "Stekker", blok: TokenBlok, waar: str) -> "UsernameToken":
    from connectors.beveiliging import UsernameToken

    said = stekker.kluis.haal(blok.wachtwoord, waar).reveal()
    return UsernameToken(blok.gebruiker, said, digest=blok.vorm == "digest")


def _handtekening(stekker: "Stekker", bron: SoapDeur) -> "Handtekening | None":
    from connectors.beveiliging import Handtekening

    blok, pad = bron.beveiliging.handtekening, stekker.settings.pad
    if blok is None:
        return None
    return Handtekening(
        pad(blok.certificaat), pad(blok.sleutel), pad(blok.vertrouwd), blok.oin or ""
    )


def adressering_van(bron: SoapDeur) -> "Adressering | None":
    """Give the headers of WS-Addressing; a profile of Digikoppeling always has them."""
    from connectors.beveiliging import Adressering

    blok = bron.adressering
    if blok is None and bron.digikoppeling is None:
        return None
    naar = blok.naar if blok and blok.naar else bron.adres
    return Adressering(naar, wsa_actie(bron), _dkintern(bron))


def wsa_actie(bron: SoapDeur) -> str:
    """Give wsa:Action: what is configured, else the SOAPAction; "" when there is neither."""
    if bron.adressering is not None and bron.adressering.actie:
        return bron.adressering.actie
    if bron.soapaction:
        return bron.soapaction
    if isinstance(bron, StufBron):
        from connectors.stuf_zkn.diensten import ZAKEN

        return ZAKEN.soapaction
    return ""


def _dkintern(bron: SoapDeur) -> tuple[str, ...]:
    """Give the parts before the number in urn:dkintern (StUF protocolbindingen 5.1)."""
    if bron.digikoppeling is None or not isinstance(bron, StufBron):
        return ()
    zender = bron.zender
    return zender.organisatie or "", zender.applicatie, zender.administratie or ""


def soap_van(stekker: "Stekker", naam: str, bron: SoapBron, layout: XmlLayout) -> "Connector":
    """Make the door to a service of a supplier's own.

    Raises ConfigProblem for templates and XPaths, KeyProblem when a secret lacks.
    """
    from connectors import soap_template

    source = soap_template.SoapSource(
        gemeentecode=stekker.een.blok.gemeentecode,
        url=bron.adres,
        tls=tls_van(stekker, bron),
        layout=layout,
        uitgaand=stekker.uitgaand(),
        sjabloon=_sjabloon(stekker, bron.sjabloon),
        koppen=tuple(_sjabloon(stekker, name) for name in bron.koppen),
        antwoord=volle_naam(stekker, naam, bron),
        record=bron.record,
        namespaces=bron.namespaces,
        soap=soap_template.Soapversie(bron.soap),
        soapaction=bron.soapaction or "",
        neem_mee=bron.neem_mee,
        leeg=bron.leeg or "",
        fout=bron.fout or "",
        echo=bron.echo or "",
        volgende=bron.volgende or "",
        per_pagina=bron.per_pagina,
        sleutels=_lijst(stekker, naam, bron),
        periode=bron.vanaf is not None,
        beveiliging=beveiliging_van(stekker, naam, bron),
        grenzen=replace(
            soap_template.GRENZEN,
            verbinden=bron.omgang.verbinden,
            lezen=bron.omgang.stilte,
            totaal=bron.omgang.totaal,
            herhalingen=bron.omgang.herhalingen,
        ),
        tempo=soap_template.Tempo(bron.omgang.tegelijk, bron.omgang.per_minuut),
    )
    return soap_template.SoapConnector(source, klok=stekker.klok)


def _sjabloon(stekker: "Stekker", name: str) -> "Sjabloon":
    from connectors.soap_template.sjabloon import lees

    return lees(stekker.settings.pad(name), name)


def volle_naam(stekker: "Stekker", naam: str, bron: SoapBron) -> str:
    """Give the element `antwoord` with its namespace; ConfigProblem when its prefix is unknown."""
    prefix, _, local = bron.antwoord.rpartition(":")
    if not prefix:
        return local
    if prefix not in bron.namespaces:
        where = stekker.een.boom.bij("bronnen", naam, "antwoord")
        raise ConfigProblem(bericht("C-0275", waar=where, naam=prefix))
    return f"{{{bron.namespaces[prefix]}}}{local}"


def _lijst(stekker: "Stekker", naam: str, bron: SoapBron) -> tuple[str, ...]:
    """Give the values of `voor_elk`, each once, in order; they may say who somebody is."""
    if bron.voor_elk is None:
        return ()
    where = stekker.een.boom.bij("bronnen", naam, "voor_elk")
    lines = stekker.kluis.haal(bron.voor_elk, where).reveal().splitlines()
    return tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
