"""What every kind of work changes in a ledger, row by row, is what was written down of it."""

import difflib
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ledger import (
    AuditVraag,
    Gemeld,
    Keuze,
    Ledger,
    Merk,
    PostSoort,
    Resultaat,
    RunRow,
    RunStart,
    StubSoort,
    Termijnen,
)
from ledger.shapes.besluiten import Besluitlezing, Uitwerking
from ledger.shapes.meldingen import Meldingvraag
from regres import Bucket, Problem, RegresbrugError, SoortMelding
from regres.melding import Reden
from regres.terug import Terugblad, Terugkoppeling
from tests.tools.grootboekstand import STAND, Kijker, Werk, lees
from tests.tools.ledgers import (
    DAY,
    WAIT,
    House,
    after,
    hmac_of,
    note,
    referentie,
    staged,
    telling_of,
    url_of,
    zoeksleutel,
)
from tests.unit.ledger.test_buren import LATER, OTHER, WHO, WORK, filled, seen

LOKET = "https://loket.example"
OPNIEUW = "meant so? run: python -P -m tests.tools.grootboekstand, and look at git diff"
GEMEENTEN = ("9901", OTHER)
VANDAAG = LATER.date()
REDENEN = (Reden(regel="A01", veld="Ongeval", term="val", positie=3), Reden(regel="A02"))
KAPOT = Problem("X-0002", "kapot", waar="x.csv:1", woorden=(("aantal", "2"),))
MAART = "2024-03"
VERLOREN = Problem("X-0003", "weg")

VAST, TWIJFEL, STRANDT = StubSoort.VASTGEHOUDEN, StubSoort.BEOORDELEN, StubSoort.QUARANTAINE
WACHT = {"codes": ("wacht_op_inhalen",)}
LIGT = [
    note(21, VAST, MAART, uiterlijk=VANDAAG + timedelta(20), toekenning=date(2024, 3, 4), **WACHT),
    note(22, VAST, MAART, uiterlijk=VANDAAG - timedelta(5), toekenning=date(2024, 3, 9), **WACHT),
    note(23, VAST, MAART, toekenning=date(2024, 3, 9), **WACHT),
    note(24, VAST, MAART, uiterlijk=VANDAAG + timedelta(80), toekenning=date(2023, 3, 9), **WACHT),
    note(25, TWIJFEL, MAART, redenen=REDENEN, herkenning="jwe.h", uiterlijk=date(2027, 1, 1)),
    note(26, STRANDT, MAART, codes=("M-0101", "M-0102"), clientmerk=hmac_of("cli", 1)),
]


def rijker(ledger: Ledger, gemeente: str) -> House:
    """Let a municipality have walks, nights, kept changes, catching up, mail and a way out."""
    house = filled(ledger, gemeente)
    ledger.hervat(gemeente, WHO, after(days=1))
    house.bronset = "soap"
    counts = telling_of((), LIGT)
    counts.tel(Bucket.GEEN_ONGEVAL, "geen_signaal")
    counts.gelezen += 1
    proof = {"kolommen": {"a": 1}, "details": {"paginas": 2}}
    mark: dict[str, Any] = {
        "telling": counts,
        "snede": MAART,
        "sneden": (MAART,),
        "checkpoint": {"tot": MAART},
    }
    house.run((), LIGT, slot=f"rondgang:{MAART}", dag=DAY - timedelta(7), proof=proof, **mark)
    for day in (2, 1):
        house.run([staged(30 + day)], slot="nacht", dag=DAY - timedelta(day), problems=(KAPOT,))
    house.bronset = "delta"
    kept = [note(31, record="jwe.r1"), note(32, STRANDT, record="jwe.r2", codes=("M-0101",))]
    house.run((), kept, slot="nacht", snede="delta", checkpoint={"gelezen": {"tijdstip": "1"}})
    house.bronset = "csv"
    house.run([staged(41, dossier=40), staged(42, dossier=40)], slot="inhalen", now=after(hours=9))
    house.deliver_all(after(hours=10))
    told = [Gemeld(KAPOT, "csv", "nacht"), Gemeld(VERLOREN, "soap")]
    ledger.meld(gemeente, {"stilte": told}, after(hours=1))
    ledger.decide(gemeente, zoeksleutel(25), Keuze.LATER, WHO, after(days=1))
    ledger.terug.neem(gemeente, Terugblad((stap(7, 41, "gesprek"),), "e"), after(days=2))
    ledger.note_replay(gemeente, [zoeksleutel(26)], WHO, after(days=2))
    return house


def stap(number: int, of: int, naam: str) -> Terugkoppeling:
    return Terugkoppeling(
        number, referentie(of), 1, f"RL-{of}", naam, date(2026, 12, 2), "ja", "r1"
    )


def lezen(house: House, **closing: object) -> None:
    """Walk through the month once more, and meet nothing but what is said."""
    house.bronset = "soap"
    parts: dict[str, Any] = {"snede": MAART, "sneden": (MAART,), "checkpoint": {"tot": MAART}}
    house.run(slot=f"rondgang:{MAART}", dag=VANDAAG, now=LATER, **(parts | closing))


def twee_keer_weg(house: House) -> None:
    lezen(house)
    house.run(
        slot=f"rondgang:{MAART}", dag=VANDAAG + timedelta(7), now=after(days=10), sneden=(MAART,)
    )


def haal_in(house: House) -> None:
    house.bronset = "soap"
    row = staged(21)
    gone = ((zoeksleutel(21), "klaargezet"),)
    wanted = (zoeksleutel(21), zoeksleutel(22))
    house.run([row], slot="inhalen", dag=VANDAAG, now=LATER, gesloten_stubs=gone, gezocht=wanted)


def lees_besluit(house: House) -> None:
    heard = Besluitlezing(zoeksleutel(13), TWIJFEL, 1, Uitwerking.TOEGEPAST, hmac_of("sig", 99), 2)
    house.run(slot="nacht", dag=VANDAAG, now=LATER, besluiten_tot=9, besluitlezingen=(heard,))


def vervang(house: House) -> None:
    """Hold a batch, and read the same source again: the second takes its place."""
    house.run([staged(7), staged(8)], [note(17)], decide=WAIT, now=LATER)
    house.run([staged(7, content="n")], decide=WAIT, now=after(days=4))


def trek_in(house: House) -> None:
    """Take back a provision, deliver that, and send it again."""
    back = staged(3, 2, SoortMelding.INTREKKING, "i")
    house.run([back], now=LATER)
    house.deliver_all(LATER)
    house.run([staged(3, 3, SoortMelding.WIJZIGING, "w")], now=after(days=4))


def wissel_sleutel(house: House) -> None:
    ledger = house.ledger
    ledger.herken_sleutels(house.lease, {1: "a" * 32, 2: "b" * 32, 3: "c" * 32}, LATER)
    house.run([staged(51, zoekversie=3)], now=LATER)


def val_uit(house: House) -> None:
    """Let the destination fail three times, and be asked again when it may."""
    for number in range(3):
        house.ledger.zekering_mislukt(
            LOKET, "", after(days=3, seconds=number), "S-0031", lambda n: timedelta(minutes=n)
        )
    house.ledger.zekering_mislukt(LOKET, "9901", LATER, "S-0020", lambda _: timedelta(hours=1))
    house.ledger.doorgang(LOKET, "9901", after(days=4))


def herstelt(house: House) -> None:
    val_uit(house)
    house.ledger.zekering_gelukt(LOKET, "9901", after(days=4, hours=1))


def mail(house: House) -> None:
    ledger = house.ledger
    ledger.noteer_post(PostSoort.OVERZICHT, "beheer", LATER, gelukt=True)
    ledger.noteer_post(PostSoort.OVERZICHT, "beheer", after(days=4), gelukt=False)
    ledger.noteer_post(PostSoort.ANKER, "fg", LATER, gelukt=False)
    ledger.vertel("beheer", [1], [], LATER)


def klaag_door(house: House) -> None:
    """Report the same problem on three nights, and then another."""
    for day in (1, 2, 3):
        house.ledger.meld("9901", {"runs": [Gemeld(KAPOT, "csv", "nacht")]}, after(days=day))
    house.ledger.meld("9901", {"runs": [Gemeld(VERLOREN)]}, LATER)


def schrijf_retour(house: House) -> None:
    terug = house.ledger.terug
    terug.geplaatst("9901", "verzonden-1.csv", LATER)
    terug.retour_mislukt("9901", "csv", "S-0082", LATER)
    terug.retour_gelukt("9901", "csv", after(days=4))


def haal_in_voor_verzending(house: House) -> None:
    """Change one and withdraw another before their first version was ever offered."""
    house.run([staged(60), staged(61)], now=LATER)
    house.run([staged(60, 2, SoortMelding.WIJZIGING, "b")], now=after(days=4))
    house.run([staged(61, 2, SoortMelding.INTREKKING, "i")], now=after(days=5))


def laat_liggen(house: House) -> None:
    """Release a batch after another source, an objection and a decision went past it."""
    rows = [staged(3, 2, SoortMelding.WIJZIGING, "h"), staged(7), staged(8)]
    held = house.run(rows, [note(13), note(11)], decide=WAIT, now=LATER, besluiten_tot=1)
    house.bronset = "ander"
    house.run([staged(3, 2, SoortMelding.WIJZIGING, "x")], now=after(days=4))
    house.ledger.blokkeer("9901", [hmac(7)], WHO, after(days=4))
    house.ledger.decide("9901", zoeksleutel(11), Keuze.NEE, WHO, after(days=4))
    house.ledger.release_run(held.run, WHO, after(days=5))


def geweigerd(work: Werk) -> Werk:
    """Do what is refused, and give what is said of it."""

    def told(house: House) -> object:
        try:
            work(house)
        except RegresbrugError as wrong:
            return [type(wrong).__name__, *wrong.problems]
        pytest.fail("it was done")

    return told


def _oud(house: House) -> House:
    """Give the municipality as one sees it who lost its lease meanwhile."""
    stale = House.__new__(House)
    stale.__dict__ |= house.__dict__ | {"lease": replace(house.lease, token=house.lease.token - 1)}
    return stale


WEIGERT: dict[str, Werk] = {
    "an unknown run": lambda h: h.ledger.release_run(999, WHO, LATER),
    "an unknown run asked for": lambda h: h.ledger.run(999),
    "a run that goes on": lambda h: h.ledger.release_run(
        h.start("nacht", VANDAAG, LATER), WHO, LATER
    ),
    "a run that was freed": lambda h: h.ledger.reject_run(1, WHO, LATER),
    "a slot that was run": lambda h: h.start("hand-1", DAY, LATER),
    "a decision about nothing": lambda h: h.ledger.decide(
        "9901", zoeksleutel(99), Keuze.JA, WHO, LATER
    ),
    "a decision of another kind": lambda h: h.ledger.decide(
        "9901", zoeksleutel(11), Keuze.LAAT_LOS, WHO, LATER
    ),
    "closing nothing": lambda h: h.ledger.close_stub("9901", zoeksleutel(99), WHO, LATER),
    "no accident of nothing": lambda h: h.ledger.toch_geen_ongeval(
        "9901", referentie(99), WHO, LATER
    ),
    "a key in use": lambda h: h.ledger.stop_sleutel(h.lease, 1, WHO, LATER),
    "a lease that another has": lambda h: h.ledger.take_lease("9901", "ander", LATER, 60),
    "renewing a lost lease": lambda h: h.ledger.renew(_oud(h).lease, LATER),
    "beginning under a lost lease": lambda h: _oud(h).start("nacht", VANDAAG, LATER),
}


def weiger(house: House) -> list[object]:
    """Ask for everything that is refused; none of it may change a row but the lease."""
    return [(name, geweigerd(work)(house)) for name, work in WEIGERT.items()]


MEER: dict[str, Werk] = {
    "overtaken before it was sent": haal_in_voor_verzending,
    "a batch that others went past": laat_liggen,
    "what is refused": weiger,
    "a walk that misses what waits": lezen,
    "a walk that misses it twice": twee_keer_weg,
    "a night of catching up": haal_in,
    "a read that heard a decision": lees_besluit,
    "a batch that is replaced": vervang,
    "a withdrawal and after": trek_in,
    "a new root key": wissel_sleutel,
    "a destination that is away": val_uit,
    "a destination that is back": herstelt,
    "mail that is sent": mail,
    "a problem that stays": klaag_door,
    "return files": schrijf_retour,
    "a slot that was missed": lambda h: h.ledger.note_missed(
        h.lease, h_start(h, "nacht", VANDAAG), LATER
    ),
    "a delivery that did not come": lambda h: h.ledger.fail_run(
        h.lease,
        h.start("nacht", VANDAAG, LATER),
        Resultaat.GEEN_LEVERING,
        [VERLOREN],
        {"bestand": None},
        LATER,
    ),
    "problems noted afterwards": lambda h: h.ledger.note_run_problems(
        h.lease, h.start("nacht", VANDAAG, LATER), [KAPOT, VERLOREN]
    ),
    "a decision of your own": lambda h: h.ledger.note_decision(
        "9901", "zomaar", WHO, LATER, {"aantal": 3}
    ),
    "an entry of your own": lambda h: h.ledger.note_audit(
        "gekeken", "goed", "B. Beheer", LATER, object_="run:1", oorsprong="gemeente:9901"
    ),
    "a question about a melding": lambda h: h.ledger.note_seen(
        referentie(1), "verteld", WHO, LATER
    ),
    "a question about nothing": lambda h: h.ledger.note_seen(
        referentie(77), "onbekend", WHO, LATER
    ),
    "a moment for a message": lambda h: h.ledger.next_tijdstip("9901", "soap", LATER),
    "access to a file": lambda h: h.ledger.dossier("9901", [hmac(1), hmac(2)], WHO, LATER),
    "a deadline of a week": lambda h: h.ledger.bewaar(Termijnen(), after(days=20)),
    "four months later": lambda h: h.ledger.bewaar(Termijnen(), after(days=125), WHO),
    "two years later": lambda h: h.ledger.bewaar(Termijnen(), after(days=800), WHO),
    "seven years later": lambda h: h.ledger.bewaar(Termijnen(), after(days=2600), WHO),
    "a lease of one that is gone": lambda h: h.ledger.take_lease(
        "9901", "ander", after(days=9999), 60
    ),
    "a lease that is renewed": lambda h: h.ledger.renew(h.lease, after(days=4), 60),
    "a delivered row": lambda h: h.deliver_all(after(days=10)),
    "what was claimed and given back": lambda h: h.ledger.give_back(*h.due(after(days=10))),
    "nobody objects any more": lambda h: h.ledger.hef_op("9901", [hmac(4), hmac(5)], WHO, LATER),
}
ALLES = WORK | MEER


def h_start(house: House, slot: str, dag: date) -> RunStart:
    return RunStart(
        bronset=house.bronset, dag=dag, slot=slot, mapping_merk="m", regelversie="2", stand="proef"
    )


def hmac(number: int) -> Merk:
    return Merk(hmac_of("cli", number), 1)


def nummers(rows: Iterable[RunRow | None]) -> list[int]:
    return [row.id if row else 0 for row in rows]


def vragen(ledger: Ledger, gemeente: str) -> Mapping[str, object]:
    """Ask everything that can be asked."""
    dag = DAY - timedelta(30)
    back = ledger.terug
    rows = ledger.runs(gemeente)
    return dict(seen(ledger, gemeente)) | {
        "alle runs": nummers(ledger.runs(limit=3)),
        "runs sinds": nummers(ledger.runs_since(gemeente, DAY - timedelta(1))),
        "wachtende runs": nummers(ledger.wachtende_runs(gemeente)),
        "wachtende runs van csv": nummers(ledger.wachtende_runs(gemeente, "csv")),
        "nachten": ledger.nachten(GEMEENTEN, dag),
        "gelezen op": ledger.gelezen_op(GEMEENTEN, [DAY - timedelta(1), VANDAAG]),
        "gepauzeerd": ledger.gepauzeerd(),
        "laatste run": ledger.laatste_run(),
        "reeks": [ledger.reeks(row, dag) for row in rows[:2]],
        "runloop": [ledger.runloop(row.id) for row in rows],
        "leesstanden": ledger.leesstanden(gemeente),
        "open per gemeente": ledger.open_per_gemeente(),
        "laatste per slot": {
            slot: row.id for slot, row in ledger.last_run_per_slot(gemeente).items()
        },
        "maten": ledger.maten(gemeente, dag),
        "laatst vrij": nummers(
            ledger.laatst_vrij(gemeente, bron) for bron in ("csv", "soap", "geen")
        ),
        "laatst goed": nummers(
            ledger.last_good(gemeente, bron, slot)
            for bron, slot in (("csv", "hand"), ("soap", "nacht"), ("soap", f"rondgang:{MAART}"))
        ),
        "goed ervoor": nummers(ledger.goede_voor(row) for row in rows),
        "uit de bron": ledger.uit_de_bron(gemeente, LATER),
        "open van twee": ledger.open_stubs(gemeente, [zoeksleutel(25), zoeksleutel(99)]),
        "stubs per": ledger.stubs_per(GEMEENTEN, TWIJFEL),
        "beslist": ledger.decided(gemeente, TWIJFEL),
        "beslist per": ledger.decided_per(GEMEENTEN, TWIJFEL, 2),
        "herinneringen": [ledger.herinneringen(gemeente, DAY + timedelta(d)) for d in (13, 14, 28)],
        "aflopen": ledger.stub_aflopen(gemeente, [zoeksleutel(11), zoeksleutel(13)]),
        "aanleveringen": ledger.aanleveringen(gemeente, VANDAAG),
        "aanlevering": [ledger.aanlevering(gemeente, zoeksleutel(n)) for n in (31, 25)],
        "in te halen": ledger.inhaalkandidaten(gemeente, ["soap"], date(2024, 1, 1), 2, VANDAAG),
        "alles in te halen": ledger.inhaalkandidaten(
            gemeente, ["soap", "csv"], date(2020, 1, 1), 9, VANDAAG
        ),
        "ingehaald": [ledger.ingehaald(gemeente, day) for day in (DAY, VANDAAG)],
        "inhaalstand": ledger.inhaalstand(gemeente, date(2024, 1, 1), VANDAAG),
        "wacht op inhalen": ledger.wacht_op_inhalen(gemeente),
        "checkpoint": [ledger.checkpoint(gemeente, *at) for at in (("csv",), ("soap", MAART))],
        "gevonden": ledger.find(gemeente, referentie(1)[:40]),
        "meldingen": ledger.meldingen(Meldingvraag(GEMEENTEN, hoogstens=3))[1],
        "aantal meldingen": ledger.meldingen(Meldingvraag([gemeente]))[0],
        "meldingen met gesprek": ledger.meldingen(Meldingvraag([gemeente], stap="gesprek")),
        "meldingen van een zaak": ledger.meldingen(Meldingvraag([gemeente], zoek="Z-00")),
        "regelmaten": ledger.regelmaten(GEMEENTEN, dag),
        "bewaarplan": ledger.bewaarplan(Termijnen(), after(days=100)),
        "klokstand": [ledger.klokstand(after(days=d)) for d in (-1, 4, 999)],
        "uitgaande rijen": ledger.outbox(gemeente, 4),
        "oudste": ledger.oldest_waiting(gemeente, after(days=9)),
        "installatie": ledger.openstaand(""),
        "vertellingen": ledger.vertellingen("beheer", [*GEMEENTEN, ""]),
        "poststand": [ledger.poststand(soort, "beheer") for soort in PostSoort],
        "poststanden": ledger.poststanden(),
        "te bezorgen": [ledger.te_bezorgen(after(days=d)) for d in (0, 3, 9)],
        "zekering": [ledger.zekering(LOKET), ledger.zekering(LOKET, gemeente)],
        "bezorgstand": ledger.bezorgstand(LOKET, gemeente),
        "spoor van een melding": ledger.audit_regels(AuditVraag(referentie=referentie(1))),
        "spoor van een gemeente": ledger.audit_regels(AuditVraag(gemeente=gemeente, aantal=6)),
        "spoor van besluiten": ledger.audit_regels(AuditVraag(actie="besluit", tot=after(days=2))),
        "spoor klopt": ledger.audit_verify(),
        "nog terug te geven": [back.ongemeld(gemeente, bron, LATER) for bron in ("csv", "soap")],
        "wacht op teruggave": [back.wacht(gemeente, bron) for bron in ("csv", "soap")],
        "terugstand": back.stand(gemeente),
    }


def kijker_op(folder: Path) -> Kijker:
    """Fill a ledger in a folder with two municipalities, and look at it."""
    with Ledger.open(url_of(folder)) as ledger:
        for gemeente in GEMEENTEN:
            ledger.release(rijker(ledger, gemeente).lease, LATER)
    return Kijker(folder / "ledger.sqlite", vragen, LATER)


@pytest.fixture(scope="module")
def kijker(empty_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Kijker:
    folder = tmp_path_factory.mktemp("gevuld")
    shutil.copy(empty_ledger, folder / "ledger.sqlite")
    return kijker_op(folder)


def anders(naam: str, nu: list[str]) -> list[str]:
    """Give what is not as it was written down."""
    return list(difflib.unified_diff(lees(naam), nu, "was", "is", n=0))


def test_a_ledger_holds_and_answers_what_was_written_down(kijker: Kijker) -> None:
    assert not anders("gevuld", kijker.gevuld()), OPNIEUW


@pytest.mark.parametrize("naam", ALLES)
def test_each_kind_of_work_changes_what_was_written_down_and_no_more(
    kijker: Kijker, tmp_path: Path, naam: str
) -> None:
    assert not anders(naam, kijker.na(ALLES[naam], tmp_path)), OPNIEUW


def test_nothing_is_written_down_of_work_that_there_is_not() -> None:
    written = {path.stem for path in STAND.iterdir()}
    assert written == {"gevuld", *(naam.replace(" ", "_") for naam in ALLES)}
