"""The journal of erasures: what must stay gone, also after a backup was put back.

It lies outside the database, beside the anchor. An erasure is written here first, and only then
carried out, by the same road as after a restore: a ledger that has not carried out the last line
does so when it is opened. Objections and their lifting stand here too, for the same reason.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from ledger import audit, binding, blokkades, dialect, problems
from ledger.bewijs import Bewijsmap
from ledger.shapes.audit import Journaalstand
from ledger.shapes.dossier import Merk, Vernieuwd
from ledger.tables import meta, moment_text, text_moment
from ledger.wissen import Wissing, erase
from regres import Handelend
from regres.waarde import dataclass

JOURNAAL = "wisjournaal.jsonl"
_GEDAAN = "wisjournaal"
WISSEN, _BEZWAAR, _OPHEFFEN, _VERNIEUWD = "wissen", "bezwaar", "opheffen", "vernieuwd"
#: What was here before was lost: what stands is written down anew.
_OPNIEUW = "opnieuw"
#: The action of the trail by which a person accepts that.
WEG = "wisjournaal_weg"
_HERHAALD = "opnieuw gedaan na het terugzetten van een reservekopie"


@dataclass(frozen=True, slots=True)
class Regel:
    """One line of the journal."""

    nummer: int
    grootboek: str
    tijd: datetime
    soort: str
    inhoud: dict[str, Any]


def lees(folder: Bewijsmap) -> list[Regel]:
    """Give every line; LedgerError (L-0605) when one cannot be read."""
    return [_regel(line, number) for number, line in folder.regels(JOURNAAL)]


def wissing(what: Wissing, reden: str) -> tuple[str, dict[str, Any]]:
    """Give kind and content of a line that erases."""
    return WISSEN, {"reden": reden, "wat": what.as_json()}


def bezwaar(
    gemeente: str, merken: list[Merk], door: Handelend, *, opheffen: bool
) -> tuple[str, dict[str, Any]]:
    """Give kind and content of a line about an objection."""
    marks = [[merk.waarde, merk.versie] for merk in merken]
    content = {"gemeente": gemeente, "merken": marks, "wie": door.wie, "rol": door.rol}
    return _OPHEFFEN if opheffen else _BEZWAAR, content


def vernieuwd(gemeente: str, renewed: Sequence[Vernieuwd]) -> tuple[str, dict[str, Any]]:
    """Give kind and content of a line about objections that are known under a new key too."""
    pairs = [[one.oud, one.nieuw, one.versie] for one in renewed]
    return _VERNIEUWD, {"gemeente": gemeente, "paren": pairs}


def schrijf(
    conn: Connection,
    folder: Bewijsmap | None,
    ledger_id: str,
    line: tuple[str, dict[str, Any]],
    now: datetime,
) -> int:
    """Add a line, which the same transaction then carries out; gives its number.

    It is on the disk when this returns. If the transaction fails, the next opening carries it out.
    Only one transaction writes at a time, so no two lines get one number.
    """
    if folder is None:
        return 0
    # Never a number that was used before, also not when the journal was lost: an older backup
    # would take the new line for one that it has carried out.
    nummer = max((one.nummer for one in lees(folder)), default=0)
    nummer = max(nummer, gedaan(conn)) + 1
    soort, inhoud = line
    kept = {"nummer": nummer, "grootboek": ledger_id, "tijd": moment_text(now), "soort": soort}
    folder.schrijf(JOURNAAL, kept | {"inhoud": inhoud})
    _markeer(conn, nummer)
    return nummer


def open_regels(conn: Connection, folder: Bewijsmap) -> list[Regel]:
    """Give the lines that this ledger has not carried out."""
    done = gedaan(conn)
    return [one for one in lees(folder) if one.nummer > done]


def gedaan(conn: Connection) -> int:
    """Give the number of the last line that this ledger carried out."""
    return int(conn.scalar(select(meta.c.waarde).where(meta.c.naam == _GEDAAN)) or 0)


def _markeer(conn: Connection, nummer: int) -> None:
    """Note that everything up to this line was carried out."""
    made = dialect.upsert(conn, meta).values(naam=_GEDAAN, waarde=str(nummer))
    conn.execute(
        made.on_conflict_do_update(index_elements=[meta.c.naam], set_={"waarde": str(nummer)})
    )


def herhaal(conn: Connection, ledger_id: str, lines: list[Regel], now: datetime) -> bool:
    """Carry lines out in order; tells whether anything was erased or changed.

    An objection also counts in a ledger that was founded anew: the client's marks come from the
    municipality's own keys. What was erased elsewhere is not here.
    """
    changed = [_een(conn, ledger_id, one, now) for one in lines]
    if lines:
        _markeer(conn, lines[-1].nummer)
    return any(changed)


def wis(
    conn: Connection, ledger_id: str, what: Wissing, reden: str, nummer: int, now: datetime
) -> dict[str, int]:
    """Erase, and say in the audit trail how many of what, and why."""
    gone = erase(conn, ledger_id, what)
    origin = f"wisjournaal:{nummer}"
    for name, count in gone.aantallen.items():
        audit.note(conn, "gewist", f"{reden} {name} {count}", now, oorsprong=origin)
    binding.ontkoppel(conn, gone.ontkoppeld, now, oorsprong=origin)
    return gone.aantallen


def weg(folder: Bewijsmap, done: int) -> Journaalstand | None:
    """Give how the journal was when it was last anchored, if it does not begin so any more.

    done  the last line that the ledger carried out: that one has to be there as well
    """
    known = next((one for one in reversed(folder.ankers()) if one.journaal is not None), None)
    if known is not None and known.journaal is not None:
        states = [one for one in (known.journaal, known.journaal_was) if one is not None]
        if all(folder.stand(JOURNAAL, one.regels) != one for one in states):
            return known.journaal
    last = max((one.nummer for one in lees(folder)), default=0)
    return Journaalstand(done, "") if last < done else None


def begin_opnieuw(conn: Connection, folder: Bewijsmap, ledger_id: str, now: datetime) -> None:
    """Go on after the journal was lost: with every objection that stands, so that those last.

    What was erased is not known any more; a backup that is put back brings it back.
    """
    schrijf(conn, folder, ledger_id, (_OPNIEUW, {}), now)
    for standing in blokkades.bezwaren(conn):
        schrijf(conn, folder, ledger_id, bezwaar(*standing, opheffen=False), now)


def _een(conn: Connection, ledger_id: str, line: Regel, now: datetime) -> bool:
    inhoud = line.inhoud
    if line.soort == WISSEN:
        what = Wissing.van_json(inhoud["wat"])
        same = line.grootboek == ledger_id
        return same and bool(wis(conn, ledger_id, what, inhoud["reden"], line.nummer, now))
    if line.soort == _OPNIEUW:
        return False
    if line.soort == _VERNIEUWD:
        pairs = [Vernieuwd(*pair) for pair in inhoud["paren"]]
        blokkades.renew(conn, inhoud["gemeente"], pairs, now)
        return False
    merken = [Merk(waarde, versie) for waarde, versie in inhoud["merken"]]
    do = blokkades.place if line.soort == _BEZWAAR else blokkades.lift
    door = Handelend(inhoud["wie"], inhoud["rol"], _HERHAALD)
    do(conn, inhoud["gemeente"], merken, door, now)
    return True


def _regel(line: Any, number: int) -> Regel:
    try:
        return Regel(
            int(line["nummer"]),
            str(line["grootboek"]),
            text_moment(line["tijd"]),
            str(line["soort"]),
            dict(line["inhoud"]),
        )
    except (KeyError, TypeError, ValueError):
        raise problems.proof_unusable(
            f"{JOURNAAL}:{number}", "geen regel van het journaal"
        ) from None


def te_houden(folder: Bewijsmap, grens: datetime) -> list[dict[str, Any]] | None:
    """Give the lines but those about erasures of before this moment; None when all stay.

    No backup that old is put back. The last line stays, for the next one is numbered after it; what
    objects stays as well.
    """
    lines = list(folder.regels(JOURNAAL))
    kept = [
        line
        for at, (number, line) in enumerate(lines, 1)
        if at == len(lines) or not _oud(_regel(line, number), grens)
    ]
    return kept if len(kept) < len(lines) else None


def _oud(line: Regel, grens: datetime) -> bool:
    return line.soort == WISSEN and line.tijd < grens
