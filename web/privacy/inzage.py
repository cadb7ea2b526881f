"""Inzagelog: who saw something of somebody, when and why, from the audit trail."""

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from ledger import AuditRegel, AuditVraag
from regres.dag import NEDERLAND
from settings import GemeenteInstelling
from settings.avg.bewijs import ALLES, gezien, wat
from settings.lijsten.auditspoor import regel_json
from web.look.blad import Bestand, Mis, Toon, Verzoek
from web.look.rollen import ALLE, Rol
from web.wereld import Wereld, vandaag
from web.woorden import moment

GETOOND = 200
#: Without dates in the address so many days are shown.
DAGEN = 30
#: What the trail calls it -> what a person reads.
WOORDEN = {
    "herkenning_geopend": "record geopend",
    "uitleg": "uitleg bekeken",
    "subject_inzage": "verzoek om inzage",
    "subject_rectificatie": "verzoek om verbetering",
}
_KOLOMMEN = ("regel", "tijd", "wat", "wie", "rol", "reden", "hash")


def toon(wereld: Wereld, vraag: Verzoek) -> Toon:
    """Show who saw what in a period, newest first."""
    een = wereld.gemeente(vraag)
    van, tot = periode(vraag)
    rows = _regels(wereld, vraag, een, van, tot)
    gegevens = {
        "gemeente": een.identiteit,
        "naam": een.blok.naam,
        "filter": {"wie": vraag.vraag.get("wie", ""), "van": van, "tot": tot},
        "aantal": len(rows),
        "per_wie": dict(Counter(row["wie"] for row in rows).most_common()),
        "regels": rows[:GETOOND],
    }
    query = vraag.adres.partition("?")[2]
    html = {
        "vraag": query,
        "moment": lambda when: moment(datetime.fromisoformat(when), vraag.now),
    }
    return Toon("privacy/inzage.html", "Wie zag wat", gegevens, html)


def bestand(wereld: Wereld, vraag: Verzoek) -> Bestand:
    """Give the same as CSV."""
    een = wereld.gemeente(vraag)
    van, tot = periode(vraag)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, _KOLOMMEN, delimiter=";", extrasaction="ignore")
    writer.writeheader()
    for row in _regels(wereld, vraag, een, van, tot):
        writer.writerow({name: _cel(row[name]) for name in _KOLOMMEN})
    name = f"inzage-{een.identiteit}-{van}-{tot}.csv"
    return Bestand(name, "text/csv; charset=utf-8", out.getvalue().encode("utf-8-sig"))


def periode(vraag: Verzoek) -> tuple[date, date]:
    """Read the days of the address; raises Mis for what is no day, or ends before it begins."""
    today = vandaag(vraag.now)
    try:
        tot = _dag(vraag.vraag.get("tot", ""), today)
        van = _dag(vraag.vraag.get("van", ""), tot - timedelta(days=DAGEN))
    except (ValueError, OverflowError):
        raise Mis("Schrijf een dag als jjjj-mm-dd.") from None
    if van > tot:
        raise Mis("De eerste dag ligt na de laatste.")
    return van, tot


def _dag(text: str, anders: date) -> date:
    return date.fromisoformat(text) if text else anders


def _regels(
    wereld: Wereld, vraag: Verzoek, een: GemeenteInstelling, van: date, tot: date
) -> list[dict[str, Any]]:
    asked = AuditVraag(
        actor=vraag.vraag.get("wie", "").strip() or None,
        van=_middernacht(van),
        tot=_middernacht(tot + timedelta(days=1)),
        aantal=ALLES,
    )
    # An explanation names no municipality: only who guards all of them sees who looked at one.
    overal = ALLE in vraag.bezoeker.rollen.get(Rol.FG, frozenset())
    rows = gezien(wereld.ledger, een.identiteit, asked, uitleg=overal)
    said = {
        f"besluit:{one.id}": (one.rol, one.reden)
        for one in wereld.ledger.decisions(een.identiteit, "herkenning_geopend")
    }
    return [_regel(row, *said.get(row.object, ("", ""))) for row in rows]


def _regel(row: AuditRegel, rol: str, reden: str) -> dict[str, Any]:
    known = regel_json(row)
    return {
        "regel": row.volgnummer,
        "tijd": known["tijd"],
        "actie": wat(row),
        "wat": WOORDEN[wat(row)],
        "wie": row.actor,
        "rol": rol or (row.oorsprong.removeprefix("rol:") if row.actie == "uitleg" else ""),
        "reden": reden,
        "hash": row.hash,
    }


def _middernacht(day: date) -> datetime:
    return datetime.combine(day, time(), NEDERLAND).astimezone(UTC)


def _cel(value: object) -> str:
    """Give a cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
