"""Retiring a public key of the recipient before its days are over."""

import json
from datetime import date
from pathlib import Path

from privacy import Ontvanger
from privacy.jwk import lees_object
from regres import KeyProblem
from regres.berichten import bericht
from settings.keys import ontvangers_van
from settings.load import Settings
from settings.sleutelbeheer.bestanden import vervang


def trek_in(settings: Settings, kid: str, vandaag: date) -> Ontvanger:
    """Write `ingetrokken_op` into a key's file: from today nothing is sealed for it.

    Raises KeyProblem for a key id that is not there (K-0721).
    """
    known = ontvangers_van(settings)
    found = next((one for one in known.sleutels if one.kid == kid), None)
    if found is None:
        names = ", ".join(one.kid for one in known.sleutels)
        raise KeyProblem(bericht("K-0721", waar=known.map, kid=kid, namen=names))
    path = settings.pad(settings.dienst.ontvangersleutels) / Path(found.bestand).name
    jwk = lees_object(path.read_bytes(), found.bestand) | {"ingetrokken_op": vandaag.isoformat()}
    vervang(path, f"{json.dumps(jwk)}\n".encode())
    (retired,) = (one for one in ontvangers_van(settings).sleutels if one.kid == kid)
    return retired


def over(settings: Settings, vandaag: date) -> Ontvanger | None:
    """Give the key that is sealed for on a day; None when there is none."""
    try:
        return ontvangers_van(settings).kies(vandaag)
    except KeyProblem:
        return None
