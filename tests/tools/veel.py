"""A ledger as it is after years: many municipalities, hundreds of runs each, written at once."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import create_engine, insert

from ledger import OutboxStatus, Resultaat
from ledger.tables import checkpoint, openstaand, outbox, run, sleutel, stand, stub, terugkoppeling
from regres import Bucket, Problem, SoortMelding, Telling
from regres.berichten import bericht
from settings import GemeenteInstelling, Settings

NAMEN = (
    *("Duinrand", "Zandmeer", "Kruisbeek", "Oosterwaard", "Halmerveen", "Lindehoven"),
    *("Duinrade", "Veenstad", "Waterlo", "Eikerbroek", "Polderwijk", "Rietdijk"),
)
_HMAC = "a" * 64
#: Meldingen of a municipality that stand: with 342 of them some ten thousand.
_STAAND = 30


@dataclass(frozen=True)
class Veel:
    """How much there is.

    nacht  the day of the last night
    """

    gemeenten: int
    runs: int
    nacht: date
    zaad: int = 1


def instellingen(settings: Settings, veel: Veel) -> Settings:
    """Give the same configuration with so many municipalities, copies of the first."""
    (first, *_) = settings.gemeenten
    return replace(
        settings, gemeenten=tuple(_gemeente(first, number) for number in range(veel.gemeenten))
    )


def _gemeente(first: GemeenteInstelling, number: int) -> GemeenteInstelling:
    name = NAMEN[number % len(NAMEN)] + (f" {number // len(NAMEN)}" if number >= len(NAMEN) else "")
    blok = first.blok.model_copy(update={"gemeentecode": code(number), "naam": name})
    return replace(first, bestand=f"gemeenten/{code(number)}.yaml", blok=blok)


def code(number: int) -> str:
    """Give the code of a municipality that does not exist."""
    return f"{9901 + number:04}" if number < 99 else f"{8000 + number:04}"


def vul(settings: Settings, veel: Veel) -> int:
    """Write the runs and what stands beside them; gives how many runs."""
    dice = random.Random(veel.zaad)
    engine = create_engine(settings.grootboek)
    number = 0
    with engine.begin() as conn:
        for at in range(veel.gemeenten):
            rows = list(_runs(at, veel, dice, number))
            conn.execute(insert(run), rows)
            number = rows[-1]["id"]
            _rest(conn, at, rows[-1], dice)
    engine.dispose()
    return number


def _runs(at: int, veel: Veel, dice: random.Random, last: int) -> Iterator[dict[str, Any]]:
    size = dice.randrange(400, 20_000)
    for back in range(veel.runs - 1, -1, -1):
        last += 1
        ended = _einde(at, back, dice)
        day = veel.nacht - timedelta(days=back)
        yield _run(last, code(at), day, ended, _telling(size, ended, dice))


def _einde(at: int, back: int, dice: random.Random) -> Resultaat:
    """Give how a night ended; of the first few municipalities the last nights stand out."""
    special = {
        (2, 0): Resultaat.MISLUKT,
        (2, 1): Resultaat.MISLUKT,
        (3, 0): Resultaat.GEMIST,
        (3, 1): Resultaat.GEMIST,
        (4, 0): Resultaat.WACHT_OP_VRIJGAVE,
        (5, 0): Resultaat.GEEN_LEVERING,
    }
    if found := special.get((at, back)):
        return found
    return dice.choices(
        [Resultaat.VRIJ, Resultaat.MISLUKT, Resultaat.GEEN_LEVERING, Resultaat.GEMIST],
        [94, 2, 2, 2],
    )[0]


def _telling(size: int, ended: Resultaat, dice: random.Random) -> Telling | None:
    if ended not in (Resultaat.VRIJ, Resultaat.WACHT_OP_VRIJGAVE):
        return None
    read = max(50, round(dice.gauss(size, size / 20)))
    j, held = dice.randrange(3, 40), dice.choices([0, 1, 3], [90, 7, 3])[0]
    new, changed = dice.randrange(0, 9), dice.randrange(0, 3)
    parts = Counter(
        {
            Bucket.QUARANTAINE: held,
            Bucket.BEOORDELEN: dice.randrange(0, 4),
            Bucket.VASTGEHOUDEN: dice.randrange(0, 3),
            Bucket.BUITEN_BEREIK: dice.randrange(0, size // 10),
            Bucket.ONGEWIJZIGD: j,
            Bucket.KLAARGEZET: new + changed,
        }
    )
    parts[Bucket.GEEN_ONGEVAL] = read - sum(parts.values())
    kinds = Counter({SoortMelding.NIEUW: new, SoortMelding.WIJZIGING: changed})
    codes = Counter({"V01": parts[Bucket.GEEN_ONGEVAL] // 3, "geen_signaal": read // 2})
    return Telling(read, parts, kinds, codes, Counter({Bucket.BEOORDELEN: 1}), j)


def _run(
    number: int, gemeente: str, day: date, ended: Resultaat, telling: Telling | None
) -> dict[str, Any]:
    begun = datetime(day.year, day.month, day.day, 3, 7, tzinfo=UTC)
    missed = ended is Resultaat.GEMIST
    return {
        "id": number,
        "gemeente": gemeente,
        "bronset": "export",
        "dag": day,
        "slot": "nacht",
        "slotnaam": "nacht",
        "token": number,
        "pogingen": 1,
        "stand": "actief",
        "mapping_merk": _HMAC,
        "regelversie": "2026.11/1",
        "begonnen": begun,
        "geeindigd": begun if missed else begun + timedelta(seconds=40 + number % 90),
        "resultaat": ended.value,
        "vrij_op": begun + timedelta(minutes=2) if ended is Resultaat.VRIJ else None,
        "wacht_sinds": begun if ended is Resultaat.WACHT_OP_VRIJGAVE else None,
        "besloten_door": "",
        "gelezen": telling.gelezen if telling else None,
        "nieuw": telling.soorten[SoortMelding.NIEUW] if telling else None,
        "aangewezen": telling.j if telling else None,
        "quarantaine": telling.buckets[Bucket.QUARANTAINE] if telling else None,
        "telling": json.dumps(telling.as_json()) if telling else None,
        "proof": json.dumps(_proof(begun, telling)),
        "problemen": json.dumps([one.as_json() for one in _problemen(ended)]),
    }


def _proof(begun: datetime, telling: Telling | None) -> dict[str, Any]:
    file = {
        "naam": f"export_{begun:%Y%m%d}.csv",
        "grootte": 4_123_456,
        "mtime": int(begun.timestamp()) - 3600,
        "sha256": "9f2c" * 16,
    }
    column = {"soort": "tekst", "rijen": 900, "leeg": 3, "bekeken": 900, "vreemd": 0, "vormen": {}}
    names = [f"Kolom {letter}{n}" for letter in "ABC" for n in range(8)]
    held = telling.buckets[Bucket.QUARANTAINE] if telling else 0
    return {
        "bestand": file if telling else None,
        "details": {"bytes": 4_123_456} if telling else {},
        "problemen": [_groep(held, begun)] if held else [],
        "kolommen": {"kop": names, "kolommen": dict.fromkeys(names, column)},
    }


def _groep(held: int, begun: datetime) -> dict[str, Any]:
    place = f"export_{begun:%Y%m%d}.csv:4812:17:FREQ"
    told = Problem(
        "M-0107",
        "Dit woord in FREQ heeft geen vertaling.",
        place,
        "Dit record staat in quarantaine.",
        "Zet het woord in de tabel van de mapping.",
        "frequentie",
        "mappings/duinrand-csv.yaml:38:9",
    )
    return {"aantal": held, "vorm": "9", "voorbeelden": [told.as_json()]}


def _problemen(ended: Resultaat) -> list[Problem]:
    return [bericht("B-0201", waar="export")] if ended is Resultaat.MISLUKT else []


def _rest(conn: Any, at: int, last: dict[str, Any], dice: random.Random) -> None:
    """Write what stands beside the runs: stubs, the outbox of the last run, open problems."""
    gemeente, begun = code(at), last["begonnen"]
    conn.execute(insert(stub), [_stub(gemeente, n, begun) for n in range(1 + dice.randrange(8))])
    if last["resultaat"] == Resultaat.VRIJ.value:
        conn.execute(insert(outbox), [_melding(at, n, last) for n in range(6)])
    conn.execute(insert(stand), [_stand(at, n, last) for n in range(_STAAND)])
    conn.execute(insert(terugkoppeling), [_terug(at, n, last) for n in range(0, _STAAND, 2)])
    waarde = json.dumps({"bestand": {"mtime": int(begun.timestamp()) - 3600}})
    where = {"gemeente": gemeente, "bronset": "export", "snede": "bestand"}
    conn.execute(insert(checkpoint), [where | {"waarde": waarde, "gelezen_op": begun}])
    key = {"gemeente": gemeente, "versie": 1, "proef": "b" * 32, "kopie_kid": ""}
    conn.execute(insert(sleutel), [key | {"sinds": begun - timedelta(days=330)}])
    if last["resultaat"] != Resultaat.VRIJ.value or at % 9 == 1:
        conn.execute(insert(openstaand), [_open(gemeente, begun, last["resultaat"])])


def _stub(gemeente: str, n: int, begun: datetime) -> dict[str, Any]:
    return {
        "gemeente": gemeente,
        "zoeksleutel": f"{n:064x}",
        "bronset": "export",
        "zoekversie": 1,
        "soort": ("quarantaine", "beoordelen", "vastgehouden")[n % 3],
        "codes": '["M-0107"]',
        "plaats": '{"bestand": "export.csv", "regel": 12}',
        "snede": "bestand",
        "merk": _HMAC,
        "merkversie": 1,
        "clientmerk": _HMAC,
        "clientversie": 1,
        "eerst_gezien": begun - timedelta(days=n * 4),
        "laatst_gezien": begun,
        "gemist": 0,
        "gesloten_reden": "",
    }


def _melding(at: int, n: int, last: dict[str, Any]) -> dict[str, Any]:
    done = n < 5
    return {
        "id": at * 100 + n,
        "run": last["id"],
        "gemeente": last["gemeente"],
        "zoeksleutel": f"{n:064x}",
        "zoekversie": 1,
        "referentie": f"{at:032x}{n:032x}",
        "dossiersleutel": _HMAC,
        "versie": 1,
        "soort": "nieuw",
        "gemeentecode": last["gemeente"],
        "schemaversie": "1.0.0",
        "inhoudsmerk": _HMAC,
        "merkversie": 1,
        "groepmerken": "{}",
        "clientmerk": _HMAC,
        "clientversie": 1,
        "aangemaakt_op": last["begonnen"],
        "status": (OutboxStatus.ONTVANGEN if done else OutboxStatus.KLAARGEZET).value,
        "pogingen": 1,
        "claim": 1,
        "volgende_poging": last["begonnen"] + timedelta(minutes=30),
        "code": "" if done else "S-0001",
        "zaaknummer": f"2026-{at:04}{n}" if done else "",
        "ontvangen_op": last["begonnen"] + timedelta(minutes=3, seconds=n) if done else None,
    }


def _stand(at: int, n: int, last: dict[str, Any]) -> dict[str, Any]:
    """Give a melding that stands; of the first few the row of the outbox is still there."""
    sent = _melding(at, n, last)
    same = ("gemeente", "referentie", "zoeksleutel", "zoekversie", "dossiersleutel", "versie")
    more = ("inhoudsmerk", "merkversie", "groepmerken", "clientmerk", "clientversie", "run")
    return {name: sent[name] for name in (*same, *more)} | {
        "staat": "staand",
        "mapping_merk": _HMAC,
        "afgeleverd": True,
        "zaaknummer": f"2026-{at:04}{n}",
        "bronset": "export",
    }


def _terug(at: int, n: int, last: dict[str, Any]) -> dict[str, Any]:
    return {
        "gemeente": last["gemeente"],
        "referentie": f"{at:032x}{n:032x}",
        "versie": 1,
        "zaaknummer": f"2026-{at:04}{n}",
        "stap": "quickscan",
        "advies": "verder",
        "redencode": "",
        "datum": last["dag"],
        "volgnummer": at * 100 + n + 1,
        "gelezen_op": last["begonnen"],
    }


def _open(gemeente: str, begun: datetime, ended: str) -> dict[str, Any]:
    problem = {
        Resultaat.MISLUKT.value: bericht("B-0201", waar="export"),
        Resultaat.WACHT_OP_VRIJGAVE.value: bericht("L-0902", waar=gemeente, aantal=31),
    }.get(ended, bericht("L-0901", waar=gemeente, aantal=2))
    return {
        "gemeente": gemeente,
        "melder": "runs",
        "code": problem.code,
        "bron": "export",
        "onderwerp": "nacht",
        "probleem": json.dumps(problem.as_json()),
        "eerst_gezien": begun,
        "laatst_gezien": begun,
        "nachten": 1,
        "keer": 1,
    }
