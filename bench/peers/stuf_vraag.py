"""What both StUF peers share: a session with our certificate, and how a zaak is kept."""

import requests
from zelfde import houdt


def sessie(tls: str) -> requests.Session:
    """Make a session over mutual TLS."""
    session = requests.Session()
    session.trust_env = False
    session.verify, session.cert = f"{tls}/ca.pem", (f"{tls}/client.pem", f"{tls}/client.key")
    return session


def gekozen(zaak):
    """Give fifteen fields of a deserialised zaak, or None; both peers name its parts alike."""
    extra = {one.naam: _tekst(one) for one in zaak.extraElementen.extraElement}
    note = f"{_tekst(zaak.toelichting)} {_tekst(zaak.omschrijving)}"
    if not houdt(extra.get("wmo.indicatieOngeval", ""), note):
        return None
    person = zaak.heeftAlsInitiator.gerelateerde.natuurlijkPersoon
    decision = zaak.leidtTot.gerelateerde
    return {
        "zaak": _tekst(zaak.identificatie),
        "bsn": _tekst(getattr(person, "inp_bsn", None) or getattr(person, "inp.bsn")),
        "naam": _tekst(person.geslachtsnaam),
        "geboortedatum": _tekst(person.geboortedatum),
        "beschikking": _tekst(decision.identificatie),
        "aanvraag": _tekst(zaak.startdatum),
        "toekenning": _tekst(decision.datumBeslissing),
        "ingang": _tekst(decision.ingangsdatumWerking),
        "status": extra.get("wmo.status", ""),
        "product": extra.get("wmo.productCode", ""),
        "omschrijving": extra.get("wmo.productOmschrijving", ""),
        "bedrag": extra.get("wmo.bedrag", ""),
        "ongeval": extra.get("wmo.indicatieOngeval", ""),
        "datum_ongeval": extra.get("wmo.datumOngeval", ""),
        "soort_ongeval": extra.get("wmo.soortOngeval", ""),
    }


def _tekst(value):
    """Give the text of a leaf, which is a plain value or an object with attributes."""
    if value is None or isinstance(value, str):
        return value or ""
    inner = getattr(value, "value", None)
    return inner if inner is not None else getattr(value, "_value_1", None) or ""
