"""What the keys of a source that speaks SOAP must agree on with each other."""

from collections.abc import Iterator
from importlib.util import find_spec

from regres import Problem
from regres.berichten import bericht
from settings.shapes import SoapDeur
from settings.soapdeur import adressering_van, wsa_actie
from settings.tree import Boom


def soap_klopt(boom: Boom, naam: str, bron: SoapDeur) -> Iterator[Problem]:
    """Give everything that does not agree at one source."""
    where = boom.bij_sleutel("bronnen", naam)
    if (bron.clientcertificaat is None) != (bron.clientsleutel is None):
        yield bericht("C-0214", waar=where)
    blok = bron.beveiliging
    if not (bron.clientcertificaat or blok.basic or blok.usernametoken or blok.handtekening):
        yield bericht("C-0271", waar=where)
    if blok.handtekening is not None and find_spec("xmlsec") is None:
        yield bericht("C-0272", waar=boom.bij("bronnen", naam, "beveiliging", "handtekening"))
    if adressering_van(bron) is not None and not wsa_actie(bron):
        yield bericht("C-0274", waar=where)
    if bron.digikoppeling is not None:
        yield from _profiel(boom.bij("bronnen", naam, "digikoppeling"), bron)


def _profiel(waar: str, bron: SoapDeur) -> Iterator[Problem]:
    """Hold a source to its profile (Digikoppeling Koppelvlakstandaard WUS)."""
    signed = bron.beveiliging.handtekening is not None
    if bron.clientcertificaat is None:
        yield bericht("C-0273", "certificaat", waar=waar)
    if bron.oin is None:
        yield bericht("C-0273", "oin", waar=waar)
    if getattr(bron, "soap", "1.1") != "1.1":
        yield bericht("C-0273", "soap", waar=waar)
    if signed != (bron.digikoppeling == "2W-be-S"):
        yield bericht("C-0273", "niet_getekend" if signed else "getekend", waar=waar)
    if bron.soapaction not in {None, "", wsa_actie(bron)}:
        yield bericht("C-0273", "soapaction", waar=waar)
