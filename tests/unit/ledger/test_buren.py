"""Two municipalities that know the same: whatever is done in one leaves no trace in the other."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from ledger import (
    Aansluiting,
    Gemeld,
    Ingreep,
    Keuze,
    Ledger,
    Merk,
    Rekey,
    Reparatie,
    Resultaat,
    Retourbestand,
    Retoursoort,
    Standbesluit,
    Vernieuwd,
)
from ledger.tables import metadata
from regres import Handelend, Problem, SoortMelding
from regres.terug import OntvangenMelding, Terugblad, Terugkoppeling
from tests.tools.ledgers import (
    DAY,
    NOW,
    WAIT,
    House,
    after,
    hmac_of,
    inhoudsmerk,
    note,
    referentie,
    staged,
    url_of,
    zoeksleutel,
)

WHO = Handelend("T. Consulent", "consulent", "dossier gezien")
OTHER = "9902"
LATER = after(days=3)

Werk = Callable[[House], object]


def step(number: int) -> Terugkoppeling:
    return Terugkoppeling(number, referentie(1), 1, "RL-1", "quickscan", date(2026, 12, 1))


def filled(ledger: Ledger, gemeente: str) -> House:
    """Give a municipality that knows a bit of everything."""
    house = House(ledger, gemeente)
    waiting = [note(n + 10, clientmerk=hmac_of("cli", n), clientversie=1) for n in (1, 2, 3)]
    ledger.herken_sleutels(house.lease, {1: "a" * 32, 2: "b" * 32}, NOW)
    house.run([staged(1), staged(2), staged(3)], waiting, checkpoint={"naam": "een"})
    house.deliver_all(after(hours=1))
    again = [staged(n, 2, SoortMelding.WIJZIGING, "b") for n in (1, 2)]
    house.run(again, waiting, now=after(days=1))
    ledger.decide(gemeente, zoeksleutel(13), Keuze.NEE, WHO, after(days=1))
    ledger.blokkeer(gemeente, [merk(4)], WHO, after(days=1))
    ledger.terug.neem(gemeente, Terugblad((step(1),), "c"), after(days=1))
    ledger.terug.beloof_verzonden(house.lease, bestand("verzonden-1.csv"), (referentie(1),), NOW)
    ledger.meld(gemeente, {"runs": [Gemeld(PROBLEM, "csv", "nacht")]}, NOW)
    ledger.afstemming.neem_over(house.lease, [arrived(9)], WHO, NOW)
    for row in house.due(after(days=1)):
        ledger.retry_later(row, after(days=9), "S-0004", after(days=1))
    ledger.pauzeer(gemeente, WHO, NOW)
    ledger.haal_in(gemeente, DAY, 5, WHO, NOW)
    return house


PROBLEM = Problem("X-0001", "stuk")


def merk(number: int) -> Merk:
    return Merk(hmac_of("cli", number), 1)


def bestand(naam: str) -> Retourbestand:
    return Retourbestand(naam, Retoursoort.VERZONDEN, 1, 1)


def arrived(number: int, versie: int = 1, content: str = "z") -> OntvangenMelding:
    soort = SoortMelding.NIEUW if versie == 1 else SoortMelding.WIJZIGING
    return OntvangenMelding(referentie(number), versie, soort, inhoudsmerk(content), "Z-9", NOW)


def stored(folder: Path, gemeente: str) -> dict[str, list[tuple[object, ...]]]:
    """Give every row of a municipality, with what hangs on its rows."""
    hangs = {
        "envelop": "outbox IN (SELECT id FROM outbox WHERE gemeente = ?)",
        "stub_klaar": "run IN (SELECT id FROM run WHERE gemeente = ?)",
        "verteld": "openstaand IN (SELECT id FROM openstaand WHERE gemeente = ?)",
    }
    mine = {table.name: "gemeente = ?" for table in metadata.sorted_tables if "gemeente" in table.c}
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as conn:
        return {
            name: sorted(
                conn.execute(f"SELECT * FROM {name} WHERE {which}", (gemeente,)).fetchall(),  # noqa: S608 - our own tables
                key=repr,
            )
            for name, which in (mine | hangs).items()
        }


def read_again(house: House) -> None:
    gone = ((zoeksleutel(11), "vlag_n"),)
    house.run(
        [staged(1, 3, SoortMelding.INTREKKING, "c")],
        now=LATER,
        gesloten_stubs=gone,
        gezien=(referentie(2),),
        besluiten_gezien=(zoeksleutel(13),),
        checkpoint={"naam": "twee"},
    )


def take_over_by_another_source(house: House) -> None:
    house.bronset = "ander"
    house.run(now=LATER, overgenomen=(referentie(2),))


def hold_and_reject(house: House) -> None:
    held = house.run([staged(7)], decide=WAIT, now=LATER)
    house.ledger.reject_run(held.run, WHO, LATER)


def hold_and_release(house: House) -> None:
    held = house.run([staged(7)], [note(17)], decide=WAIT, now=LATER)
    house.ledger.release_run(held.run, WHO, LATER)


def fail(house: House) -> None:
    run = house.start(now=LATER)
    house.ledger.stage(house.lease, run, [staged(8)], [note(18)])
    house.ledger.unstage(house.lease, run, zoeksleutel(8))
    house.ledger.fail_run(house.lease, run, Resultaat.MISLUKT, [PROBLEM], {"exit": 4}, LATER)


def cut_off(house: House) -> None:
    run = house.start(now=LATER)
    house.ledger.stage(house.lease, run, [staged(8)], [note(18)])
    house.ledger.recover(house.lease, LATER)


def repair(house: House) -> None:
    lapse = Reparatie(referentie(1), {1: Ingreep.VERVALLEN}, verzegel_na=4)
    number = Reparatie(referentie(3), {1: Ingreep.ZAAKNUMMER}, zaaknummer="Z-77")
    taken = Reparatie(referentie(9), {1: Ingreep.ZAAKNUMMER}, zaaknummer="Z-78")
    house.ledger.afstemming.herstel(house.lease, [lapse, number, taken], WHO, LATER)


def repair_what_was_taken_over(house: House) -> None:
    gone = Reparatie(referentie(9), {1: Ingreep.VERVALLEN})
    house.ledger.afstemming.herstel(house.lease, [gone], WHO, LATER)


def take_over(house: House) -> None:
    there = [arrived(1, 3, "c"), arrived(2, 2, "b"), arrived(8), arrived(3)]
    house.ledger.afstemming.neem_over(house.lease, there, WHO, LATER)


def meet(house: House) -> None:
    run = house.start(now=LATER)
    known = house.ledger.afstemming.overnames(house.gemeente)[referentie(9)]
    met = Aansluiting(known, zoeksleutel(9), 1, hmac_of("cli", 9), 1)
    house.ledger.afstemming.sluit_aan(house.lease, run, [met])


def offer_again(house: House) -> None:
    house.ledger.hervat(house.gemeente, WHO, LATER)
    house.ledger.wacht_niet_langer(house.gemeente, LATER)


def void(house: House) -> None:
    offer_again(house)
    for row in house.due(LATER):
        house.ledger.voided(row, LATER, 5, "S-0021")


def refuse(house: House) -> None:
    offer_again(house)
    for row in house.due(LATER):
        house.ledger.refused(row, "S-0020", LATER)


def move_keys(house: House) -> None:
    moved = Rekey(zoeksleutel(1), zoeksleutel(1, 2), 2, referentie(1))
    stub = Rekey(zoeksleutel(11), zoeksleutel(11, 2), 2)
    decided = Rekey(zoeksleutel(13), zoeksleutel(13, 2), 2)
    house.ledger.zet_over(house.lease, [moved, stub, decided], now=LATER)


def told_back(house: House) -> None:
    terug, here = house.ledger.terug, house.gemeente
    terug.neem(here, Terugblad((step(2),), "d"), LATER)
    terug.geplaatst(here, "verzonden-1.csv", LATER)
    terug.retour_mislukt(here, "csv", "S-0082", LATER)
    terug.lezen_mislukt(here, "S-0030", LATER)


WORK: dict[str, Werk] = {
    "a read": read_again,
    "a read that takes over": take_over_by_another_source,
    "a run that is rejected": hold_and_reject,
    "a run that is released": hold_and_release,
    "a run that fails": fail,
    "a run that was cut off": cut_off,
    "a stub that is closed": lambda h: h.ledger.close_stub(h.gemeente, zoeksleutel(11), WHO, LATER),
    "a decision": lambda h: h.ledger.decide(h.gemeente, zoeksleutel(11), Keuze.JA, WHO, LATER),
    "a decision about a melding": lambda h: h.ledger.toch_geen_ongeval(
        h.gemeente, referentie(1), WHO, LATER
    ),
    "asking to read again": lambda h: h.ledger.note_replay(
        h.gemeente, [zoeksleutel(11)], WHO, LATER
    ),
    "a correction": lambda h: h.ledger.dossier(
        h.gemeente, [merk(1)], WHO, LATER, rectificatie=True
    ),
    "an objection": lambda h: h.ledger.blokkeer(h.gemeente, [merk(1)], WHO, LATER),
    "an objection that ends": lambda h: h.ledger.hef_op(h.gemeente, [merk(4)], WHO, LATER),
    "an objection under another key": lambda h: h.ledger.vernieuw(
        h.lease, [Vernieuwd(merk(4).waarde, hmac_of("n", 4), 2)], LATER
    ),
    "keys that move": move_keys,
    "a backup of keys": lambda h: h.ledger.noteer_kopie(h.gemeente, [1, 2], "fg", WHO, LATER),
    "a key that is retired": lambda h: h.ledger.stop_sleutel(h.lease, 2, WHO, LATER, toch=True),
    "the end of a pause": lambda h: h.ledger.hervat(h.gemeente, WHO, LATER),
    "the end of catching up": lambda h: h.ledger.stop_inhalen(h.gemeente, WHO, LATER),
    "catching up": lambda h: h.ledger.haal_in(h.gemeente, DAY - timedelta(9), 9, WHO, LATER),
    "a decision to send": lambda h: h.ledger.noteer_stand(
        h.lease, Standbesluit(DAY, "F. Baas", "fg", "geregeld"), LATER
    ),
    "a closed case": lambda h: h.ledger.note_afgesloten(h.gemeente, referentie(1), DAY),
    "a problem that is over": lambda h: h.ledger.meld(h.gemeente, {"runs": []}, LATER),
    "waiting no longer": lambda h: h.ledger.wacht_niet_langer(h.gemeente, LATER),
    "a repair": repair,
    "a repair of what was taken over": repair_what_was_taken_over,
    "taking over": take_over,
    "meeting what was taken over": meet,
    "what comes back": told_back,
    "beginning the feedback anew": lambda h: h.ledger.terug.van_voren(h.gemeente),
    "rows that are void": void,
    "rows that are refused": refuse,
}


@pytest.fixture(scope="module")
def filled_ledger(empty_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill one ledger with two municipalities; copying it is quicker than filling anew."""
    folder = tmp_path_factory.mktemp("filled")
    shutil.copy(empty_ledger, folder / "ledger.sqlite")
    with Ledger.open(url_of(folder)) as ledger:
        for gemeente in ("9901", OTHER):
            ledger.release(filled(ledger, gemeente).lease, LATER)
    return folder / "ledger.sqlite"


@pytest.fixture
def two(tmp_path: Path, filled_ledger: Path) -> Iterator[House]:
    shutil.copy(filled_ledger, tmp_path / "ledger.sqlite")
    with Ledger.open(url_of(tmp_path)) as ledger:
        yield House(ledger, since=LATER)


@pytest.mark.parametrize("name", WORK)
def test_what_is_done_in_one_municipality_is_not_done_in_the_other(
    two: House, tmp_path: Path, name: str
) -> None:
    mine, theirs = stored(tmp_path, "9901"), stored(tmp_path, OTHER)

    WORK[name](two)

    assert stored(tmp_path, OTHER) == theirs
    assert stored(tmp_path, "9901") != mine


def seen(ledger: Ledger, gemeente: str) -> dict[str, object]:
    """Give what can be asked of a municipality."""
    comparing, back = ledger.afstemming, ledger.terug
    return {
        "standen": ledger.standen(gemeente),
        "stubs": ledger.stubs(gemeente),
        "open": ledger.open_stubs(gemeente),
        "tellingen": ledger.stub_counts(gemeente),
        "besluiten": ledger.besluiten(gemeente),
        "bezwaren": ledger.blokkades(gemeente),
        "pauze": ledger.pauze(gemeente),
        "inhalen": ledger.inhaalopdracht(gemeente),
        "sleutels": ledger.sleutels(gemeente),
        "gedragen": ledger.gedragen(gemeente),
        "uitgaand": ledger.outbox_counts(gemeente),
        "open problemen": ledger.openstaand(gemeente),
        "boekstand": comparing.stand(gemeente),
        "overnames": comparing.overnames(gemeente),
        "wacht": comparing.wacht(gemeente),
        "te melden": back.te_melden(gemeente),
        "ongemeld": back.ongemeld(gemeente, "csv", LATER),
        "cursor": back.cursor(gemeente),
        "bestanden": back.open_bestanden(gemeente),
        "besluitenlijst": ledger.decisions(gemeente),
        "runs": ledger.runs(gemeente),
        "dossier": ledger.gevonden(gemeente, [merk(1), merk(2)]),
    }


def test_what_is_asked_of_one_municipality_tells_nothing_of_the_other(ledger: Ledger) -> None:
    filled(ledger, "9901")
    empty = seen(ledger, OTHER)
    alone = seen(ledger, "9901")
    assert empty == seen(ledger, "9903")

    filled(ledger, OTHER)

    assert seen(ledger, "9901") == alone
    unlike = {name for name, found in seen(ledger, OTHER).items() if found == empty[name]}
    assert unlike == set()
