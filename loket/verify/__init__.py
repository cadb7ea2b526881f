"""Does a backend keep the wire contract? Asked of any backend, from outside, over its own API.

    checks = verify("https://acceptatie.example", Afzender("client", "geheim", "9901"), now=...)

Only for a test environment: it delivers a handful of meldingen about a person who does not exist
(without a BSN) and withdraws them at the end.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import requests
from urllib3.exceptions import HTTPError

from loket.verify.proef import Afzender, Mis, NietTeToetsen, Proef
from loket.verify.rules import RULES

__all__ = ["Afzender", "Check", "verify"]


@dataclass(frozen=True, slots=True)
class Check:
    """One rule of the contract: gelukt is None when it could not be tested from outside."""

    id: str
    zin: str
    gelukt: bool | None
    uitleg: str = ""


def verify(url: str, afzender: Afzender, *, now: datetime) -> list[Check]:
    """Walk every rule; a rule that breaks never stops the others. Raises nothing of the line."""
    with requests.Session() as session:
        session.trust_env = False
        trial = Proef(url.rstrip("/"), afzender, session, now)
        return [_walk(trial, *rule) for rule in RULES]


def _walk(trial: Proef, id_: str, zin: str, step: Callable[[Proef], str]) -> Check:
    try:
        return Check(id_, zin, True, step(trial))
    except Mis as broken:
        return Check(id_, zin, False, str(broken))
    except (requests.RequestException, HTTPError, OSError) as error:
        return Check(id_, zin, False, f"geen antwoord ({type(error).__name__})")
    except NietTeToetsen as skipped:
        return Check(id_, zin, None, str(skipped))
