"""A loket full of cases about people who do not exist, and handlers who may look at them."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from loket import Gemeente, LoketSettings, Paginas, create_app
from loket.database import Archief
from loket.kop import lees_zending
from regres import Kop
from regres.canonical import canonical_bytes, kop_json, melding_json
from tests.tools.loket import NU, gemeente, kop, melding, merk, plaintext, sealer, settings
from tests.tools.routes import GEHEIM

WIE = "M. de Wit"
ANDER = Gemeente(code="9903", naam="Zandmeer", client_id="gemeente-9903", behandelaar="J. Bos")


@dataclass
class Balie:
    """A loket with its pages open to whoever a proxy vouches for."""

    client: TestClient
    settings: LoketSettings
    archief: Archief
    intake: Any = field(repr=False)
    app: FastAPI = field(repr=False)
    now: datetime = NU

    def lever(self, head: Kop, **anders: Any) -> str:
        """Take a melding in, other facts by path ("client.geslachtsnaam"); gives its case."""
        body = canonical_bytes(gewijzigd(head, anders)) if anders else plaintext(head)
        sealed = sealer(self.settings.sleutels[0]).seal(head, body)
        zending = lees_zending({**kop_json(head), "inhoud": sealed.inhoud})
        of = next(g for g in self.settings.gemeenten if head.gemeenteCode in g.codes)
        answer = self.intake.neem_aan(of, zending, secrets.token_hex(32), self.now)
        return str(answer.receipt.zaaknummer)

    def kop(self, rollen: str = "behandelaar@*", naam: str = WIE, **meer: str) -> dict[str, str]:
        """Give the headers of the proxy."""
        told = {"Regres-Naam": naam, "Regres-Rollen": rollen, "Regres-Geheim": GEHEIM}
        return told | meer

    def vers(self, **meer: str) -> dict[str, str]:
        """Give the headers of somebody who proved himself just now."""
        return self.kop(**{"Regres-Aangemeld": str(int(self.now.timestamp()))}) | meer

    def json(self, pad: str, **kop: str) -> Any:
        """Ask a page as JSON."""
        answer = self.client.get(pad, headers=self.kop() | {"Accept": "application/json"} | kop)
        assert answer.status_code == 200, (answer.status_code, answer.text)
        return answer.json()

    def stuur(self, pad: str, velden: Mapping[str, str], kop: Mapping[str, str] = {}) -> Any:
        """Send a form with the key that belongs to whoever sends it."""
        headers = self.kop() | dict(kop)
        page = self.client.get("/bestaat-niet", headers=headers).text
        key = page.partition('name="sleutel" value="')[2].partition('"')[0]
        form = {**velden, "sleutel": key}
        return self.client.post(pad, data=form, headers=headers, follow_redirects=False)


@contextmanager
def balie(folder: Path, **anders: Any) -> Iterator[Balie]:
    """Open a loket of two municipalities, behind a proxy that vouches for people."""
    now = anders.pop("nu", NU)
    chosen = settings(
        folder,
        **{
            "gemeenten": (gemeente(voorgangers=("9902",)), ANDER),
            "paginas": Paginas(folder / "accounts.db", GEHEIM),
            "rollen_kop": True,
        }
        | anders,
    )
    made: list[Balie] = []
    app = create_app(replace(chosen, klok=lambda: made[0].now if made else now))
    loket = app.state.loket
    with TestClient(app, client=("192.0.2.7", 1)) as client:
        made.append(Balie(client, chosen, loket.archief, loket.intake, app, now))
        try:
            yield made[0]
        finally:
            loket.archief.close()


def gewijzigd(head: Kop, anders: Mapping[str, Any]) -> dict[str, Any]:
    """Give the JSON of a melding with other values at some paths."""
    whole = melding_json(melding(head))
    for path, value in anders.items():
        *ways, last = path.split(".")
        part = whole
        for way in ways:
            if part.get(way) is None:
                part[way] = {}
            part = part[way]
        part[last] = value
    return whole


def dag_later(dagen: int) -> str:
    """Give a day so many days after the fixed present."""
    return (NU.date() + timedelta(days=dagen)).isoformat()


def zet_vol(archief: Archief, aantal: int, codes: tuple[str, ...] = ("9901",)) -> None:
    """Put cases straight into the database, as many as measuring asks for."""
    bands = ("", "tot 1.000", "1.000 tot 10.000", "10.000 tot 50.000", "50.000 of meer")
    outcomes = ("kansrijk", "onderzoek", "mogelijk_verjaard", "waarschijnlijk_niet")
    rows = [
        {
            "zaaknummer": f"RL-2025-{n:06}",
            "dossiersleutel": merk(f"vol {n}"),
            "gemeente": codes[n % len(codes)],
            "behandelaar": WIE,
            "status": "open",
            "geopend_op": datetime(2026, 1, 1) + timedelta(hours=n),  # noqa: DTZ001 - as stored
            "aantal": 1 + n % 3,
            "categorieen": f"{1 + n % 18:02}",
            "uitkomst": outcomes[n % 4],
            "uiterlijke_datum": date(2026, 6, 1) + timedelta(days=n % 2000),
            "termijn_op": date(2026, 6, 1) + timedelta(days=n % 2000),
            "termijn_zeker": n % 2 == 0,
            "bedragklasse": bands[n % 5],
            "inhaalslag": n % 7 == 0,
        }
        for n in range(1, aantal + 1)
    ]
    from loket.database import zaak

    with archief.schrijven() as tx:
        tx.execute(zaak.insert(), rows)


__all__ = ["ANDER", "WIE", "Balie", "balie", "dag_later", "gewijzigd", "kop", "zet_vol"]
