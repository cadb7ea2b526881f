"""Whole nights: all that they report, send, keep and write is what was written down of them."""

import difflib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import scheduler
from ledger import Keuze, Merk, StubSoort
from pipeline import SlotSoort
from pipeline.bladeren import Bladzijde, Blik, blader, stroom
from pipeline.explanation import op_plaats, vergrof, volledig, zoek
from pipeline.preview import Droog, Voorbeeld, preview
from pipeline.sleutelronde import zet_over
from pipeline.slots import nacht
from pipeline.werkbank import Wens, kijk
from regres import Handelend, RegresbrugError, SoortMelding, Telling
from regres.terug import OntvangenMelding
from settings import Bron, aansluiten
from settings.trial import geen_zegel
from tests.tools.gemeente import NU, actief, rij
from tests.tools.grootboekstand import toon
from tests.tools.nachtstand import STAND, Nachten, Verhaal, lees, plat, vertel
from tests.tools.straat import CODE
from tests.unit.privacy.recipient import private_jwk, public_half

OPNIEUW = "meant so? run: python -P -m tests.tools.nachtstand, and look at git diff"
WHO = Handelend("T. Consulent", "consulent", "dossier gezien")
AANGEREDEN = "Mw. is op 3 maart 2025 op het zebrapad aangereden door een taxi, heup gebroken."
DOG = {"Soort ongeval": "dier", "Datum ongeval": "12-02-2025", "Bekend op": ""}
#: One of everything that a record may be.
ALLERLEI = [
    rij(1, "J"),
    rij(2, "J", BSN="999900018", Bedrag="12,50", Frequentie="per maand", **DOG),
    rij(3, "J", Toelichting=AANGEREDEN, **{"Eigen bijdrage": "19,00"}),
    rij(4, "J", BSN="", Productcode="15A48", **{"Datum beschikking": "31-02-2025"}),
    rij(5, "J", **{"Datum ongeval": "01-03-2016"}),
    rij(6, "J", **{"Eerder gemeld": "J", "Verzekeraar tegenpartij": "Voorbeeld Schade"}),
    rij(7, "J", Status="Afgewezen"),
    rij(8, "J", **{"Datum ongeval": "01-09-2025"}),
    rij(9, "O"),
    rij(10, "N"),
    rij(11, ""),
    rij(12, "", Toelichting=AANGEREDEN),
    rij(13, "", Toelichting="Gevallen, mogelijk door de buurman."),
    rij(14, "misschien"),
    rij(15, "J", Beschikkingnr=""),
    rij(16, "J"),
    rij(16, "J"),
    rij(17, "J"),
    rij(17, "J", Bedrag="1,00"),
    rij(18, "N", Toelichting=AANGEREDEN),
    rij(19, "O", Status="Ingetrokken"),
    rij(21, "J"),
    rij(21, "misschien"),
    rij(22, "misschien"),
    rij(22, "J"),
    rij(20, "J", Einddatum="01-12-2025", Leveringsvorm="PGB", Voorvoegsel="van der"),
]


def allerlei(nachten: Nachten) -> Iterator[str]:
    nachten.gemeente.levering(ALLERLEI)
    yield from nachten.nacht()


def verandert(nachten: Nachten) -> Iterator[str]:
    """Change what was sent in every way, take it back, and let it come again."""
    rows = [rij(number, "J") for number in range(1, 9)]
    nachten.gemeente.levering(rows)
    yield from nachten.nacht()
    nachten.gemeente.levering(
        [
            rows[0],
            rij(2, "J", Bedrag="8.000,00"),
            rij(3, "N"),
            rij(4, "J", Status="Ingetrokken"),
            rij(5, "", **{"Datum ongeval": ""}),
            rij(6, "O"),
            rij(
                7, "J", BSN="999900018", **{"Datum ongeval": "02-03-2025", "Soort ongeval": "werk"}
            ),
            rij(8, "J", Productcategorie="11", Einddatum="01-01-2026"),
        ]
    )
    yield from nachten.nacht()
    nachten.gemeente.levering(rows)
    yield from nachten.nacht()
    yield from nachten.nacht()


def besluit(nachten: Nachten) -> Iterator[str]:
    """Decide about everything that waits, and change some of it after."""
    told = "Gevallen, mogelijk door de buurman."
    rows = [
        rij(1, "J"),
        *(rij(number, "O") for number in (2, 3, 4, 5)),
        rij(6, "J", **{"Datum ongeval": "01-03-2016"}),
        rij(7, "", Toelichting=AANGEREDEN),
        rij(8, "", Toelichting=told),
    ]
    nachten.gemeente.levering(rows)
    yield from nachten.nacht()
    straat = nachten.straat
    waits = {row.plaats.rpartition(":")[2]: row.zoeksleutel for row in straat.ledger.stubs(CODE)}
    for line, choice in zip("34567", (Keuze.JA, Keuze.NEE, Keuze.LATER, Keuze.JA), strict=False):
        straat.besluit(choice, waits[line])
    straat.besluit(Keuze.LAAT_LOS, straat.wacht(StubSoort.VASTGEHOUDEN).zoeksleutel)
    straat.besluit(Keuze.JA, waits["8"])
    ((_, sent),) = straat.ledger.standen(CODE).items()
    straat.ledger.toch_geen_ongeval(CODE, sent.referentie, WHO, straat.now)
    yield from nachten.nacht()
    changed = [*rows[:4], rij(5, "O", **{"Datum ongeval": "02-03-2025"}), *rows[5:]]
    nachten.gemeente.levering(changed)
    yield from nachten.nacht()


def rem(nachten: Nachten) -> Iterator[str]:
    """Hold a night that is more than usual; reject it, and release the next."""
    nachten.gemeente.levering([*(rij(n, "J") for n in range(1, 31)), rij(40, "O")])
    for number in (1, 2):
        told = list(nachten.nacht())
        yield from (line for line in told if not line.startswith("verslag.problemen"))
        (waiting,) = nachten.straat.ledger.wachtende_runs(CODE)
        if number == 1:
            nachten.straat.ledger.reject_run(waiting.id, WHO, nachten.straat.now)
    nachten.gemeente.levering([*(rij(n, "J") for n in range(1, 29)), rij(41, "O")])
    yield from nachten.nacht()
    (waiting,) = nachten.straat.ledger.wachtende_runs(CODE)
    assert nachten.straat.ledger.release_run(waiting.id, WHO, nachten.straat.now).run == waiting.id
    nachten.gemeente.levering([*(rij(n, "J") for n in range(1, 28)), rij(41, "O")])
    told = list(nachten.nacht())
    yield from (line for line in told if line.startswith(("verslag", "wacht", "logboek")))


def proef(nachten: Nachten) -> Iterator[str]:
    """Look in the stand proef, then send, from a day on."""
    nachten.gemeente.gemeente.pop("actief")
    nachten.zet(stand="proef")
    nachten.gemeente.levering(ALLERLEI[:9])
    yield from nachten.nacht()
    nachten.zet(stand="actief", actief=actief(date(2025, 6, 1)))
    nachten.gemeente.levering([*ALLERLEI[:3], rij(30, "J", **{"Datum beschikking": "02-06-2025"})])
    yield from nachten.nacht()


def alles_aan(nachten: Nachten) -> Iterator[str]:
    """Send on text, with a fragment of it and the BSN, and give files back."""
    day = YAML(typ="safe").load("2026-11-01")
    decided = {"wie": "F. Baas", "rol": "fg", "waarom": "proef", "datum": day}
    ground = {"grondslag": "Wmo 2015 art. 5.1.1", "overeenkomst": "verwerkersovereenkomst 2026"}
    (nachten.gemeente.folder / "retour").mkdir(mode=0o700)
    (nachten.gemeente.config / "inzage.jwk").write_text(
        json.dumps(public_half(private_jwk(kid="inzage-9901")))
    )
    nachten.zet(
        tekst_alleen="versturen",
        tekst_besluit=decided,
        toedracht="fragment",
        bsn_meesturen=ground,
        inzagesleutel="inzage.jwk",
        retour={"soort": "map", "map": "../retour"},
    )
    nachten.gemeente.levering(ALLERLEI)
    yield from nachten.nacht()
    nachten.gemeente.levering(ALLERLEI[:13])
    yield from nachten.nacht()


def werklijst(nachten: Nachten) -> Iterator[str]:
    """Give the list of what waits to a municipality that cannot open stubs."""
    (nachten.gemeente.folder / "werklijst").mkdir(mode=0o700)
    nachten.zet(werklijst="../werklijst")
    nachten.gemeente.levering(ALLERLEI)
    yield from nachten.nacht()
    nachten.gemeente.levering(ALLERLEI[:10])
    yield from nachten.nacht(volume_klopt=True)


def bron_hapert(nachten: Nachten) -> Iterator[str]:
    """Let a file be away, empty, cut, half as long, and the same as before."""
    rows = [rij(number, "J" if number < 3 else "N") for number in range(1, 41)]
    yield from nachten.nacht()
    nachten.gemeente.levering(rows)
    yield from nachten.nacht()
    yield from nachten.nacht()
    for other in (rows[:3], []):
        nachten.gemeente.levering(other)
        yield from nachten.nacht()
    nachten.gemeente.levering(rows, trailer=7)
    yield from nachten.nacht()
    path = nachten.gemeente.levering(rows)
    path.write_bytes(path.read_bytes()[:-400])
    yield from nachten.nacht()


def sleutel_en_mapping(nachten: Nachten) -> Iterator[str]:
    """Change the root key and a line of the mapping between nights that read the same."""
    rows = [rij(1, "J"), rij(2, "J"), rij(3, "O"), rij(4)]
    nachten.gemeente.levering(rows)
    yield from nachten.nacht()
    nachten.gemeente.wissel()
    yield from nachten.nacht()
    path = nachten.gemeente.config / "mappings" / "duinrand-csv.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("eenmalig: eenmalig", "eenmalig: jaar", 1), "utf-8")
    yield from nachten.nacht()


def bezwaar(nachten: Nachten) -> Iterator[str]:
    """Object to what was sent and what waits, and lift it again."""
    nachten.gemeente.levering([rij(1, "J"), rij(2, "O"), rij(3, "J", BSN="999900018")])
    yield from nachten.nacht()
    straat = nachten.straat
    settings = nachten.gemeente.settings()
    line = aansluiten(settings, settings.gemeenten[0], straat.klok, {})
    found = line.bronnen["export"].route.pseudoniemen.clientmerken("bsn", "999900006")
    marks = [Merk(one.waarde, one.versie) for one in found]
    straat.ledger.blokkeer(CODE, marks, WHO, straat.now)
    yield from nachten.nacht()
    straat.ledger.hef_op(CODE, marks, WHO, straat.now)
    yield from nachten.nacht()


def vooraf(nachten: Nachten) -> Iterator[str]:
    """Look at what a night would do, before and after one."""
    nachten.gemeente.levering(ALLERLEI)
    for _ in range(2):
        settings = nachten.gemeente.settings()
        line = aansluiten(settings, settings.gemeenten[0], nachten.straat.klok, {})
        source = line.bronnen["export"]
        now = nachten.straat.now
        (slot,) = source.slots(now.date())
        known = nachten.straat.ledger.standen(CODE)
        seen = preview(source.route, slot, now, now.date(), bekend=known)
        for regel in seen.regels:
            yield json.dumps(regel, ensure_ascii=False, sort_keys=True)
        yield json.dumps(seen.telling.as_json(), sort_keys=True)
        yield json.dumps(seen.problemen.as_json(), ensure_ascii=False, sort_keys=True)
        list(nachten.nacht())


def bijna_op(nachten: Nachten) -> Iterator[str]:
    """Seal for a recipient whose key has but a few days left."""
    nachten.gemeente.levering([rij(1, "J")])
    path = nachten.gemeente.config / "ontvanger" / "loket.jwk"
    known = json.loads(path.read_text())
    for day in ("2026-12-15", "2026-11-25", "2026-11-20"):
        path.write_text(json.dumps(known | {"geldig_tot": day}))
        yield from nachten.nacht()


def bron_van(nachten: Nachten) -> Bron:
    """Plug the municipality's source in."""
    settings = nachten.gemeente.settings()
    return aansluiten(settings, settings.gemeenten[0], nachten.straat.klok, {}).bronnen["export"]


def werkbank(nachten: Nachten) -> Iterator[str]:
    """Look at each record in the workbench, with one column more closed than need be."""
    nachten.gemeente.levering([*ALLERLEI, *ALLERLEI[9:11]])
    source, day = bron_van(nachten).route, nachten.straat.now.date()
    for number in range(len(ALLERLEI) + 1):
        wens = Wens(nummer=number, hoogstens=99 if number % 2 else 7 + number)
        closed = frozenset({"Productcode"}) if number % 3 else frozenset()
        seen = kijk(source, nacht(day), wens, nachten.straat.now, day, closed)
        if number < 2:
            counted = seen.telling.as_json()
            yield from (f"{number} {line}" for line in plat("telling", counted))
            yield f"{number} {toon(replace(seen, telling=Telling(), record=None))}"
            yield from (f"{number} groep {toon(one)}" for one in seen.groepen)
        assert seen.record is not None
        yield f"{number} {toon(replace(seen.record, bron=(), melding=()))}"
        yield from (f"{number} bron {toon(cel)}" for cel in seen.record.bron if cel.waarde)
        yield from (f"{number} veld {toon(one)}" for one in seen.record.melding)


def uitleg(nachten: Nachten) -> Iterator[str]:
    """Explain each record that can be explained, in full and coarse."""
    nachten.gemeente.levering(ALLERLEI)
    list(nachten.nacht())
    now, route = nachten.straat.now, bron_van(nachten).route
    known = Droog(nachten.straat.ledger.standen(CODE), nachten.straat.ledger.besluiten(CODE))
    for line in range(2, len(ALLERLEI) + 2):
        found = zoek(route, nacht(now.date()), op_plaats(line), known, now, now.date())
        if found is not None:
            whole = list(plat(f"{line}", volledig(found, "consulent")))
            yield from whole
            coarse = plat(f"{line}", vergrof(found, "beheer"))
            yield from (f"{one} (grof)" for one in coarse if one not in whole)


def inhalen(nachten: Nachten) -> Iterator[str]:
    """Catch up on the past, two a night and the most urgent first."""
    nachten.zet(actief=actief(date(2026, 1, 1)), rem={"aandeel": 1.0, "waarom": "toets"})
    rows = [
        rij(
            number, "J", **{"Datum beschikking": f"10-05-{year}", "Bekend op": f"01-0{number}-2022"}
        )
        for number, year in ((1, 2025), (2, 2024), (3, 2025), (4, 2018))
    ]
    nachten.gemeente.levering(rows)
    yield from nachten.nacht()
    straat = nachten.straat
    straat.ledger.haal_in(CODE, date(2024, 1, 1), 2, WHO, straat.now)
    for _ in range(3):
        settings = nachten.gemeente.settings()
        line = aansluiten(settings, settings.gemeenten[0], straat.klok, {})
        straat.now += timedelta(days=1)
        turn = [("export", SlotSoort.NACHT)]
        for run in scheduler.ronde(line, straat.ledger, turn, straat.klok, inhalen=True).runs:
            yield from nachten.verteld(run)
    yield toon(straat.ledger.inhaalstand(CODE, date(2024, 1, 1), straat.now.date()))


def sleutelronde(nachten: Nachten) -> Iterator[str]:
    """Read the source for its keys alone after the root key was changed."""
    nachten.gemeente.levering([rij(1, "J"), rij(2, "J"), rij(3, "O"), rij(4), rij(5, "O")])
    list(nachten.nacht())
    straat = nachten.straat
    first = min(straat.ledger.stubs(CODE), key=lambda one: one.plaats)
    straat.besluit(Keuze.NEE, first.zoeksleutel)
    list(nachten.nacht())
    yield toon(straat.ledger.gedragen(CODE))
    nachten.gemeente.wissel()
    for _ in range(2):
        source = bron_van(nachten)
        route = replace(source.route, sealer=geen_zegel)
        (slot,) = source.slots(straat.now.date())
        yield toon(zet_over(route, straat.ledger, slot, straat.klok, straat.now.date()))
        yield toon(straat.ledger.gedragen(CODE))
    yield from nachten.nacht()


def overgenomen(nachten: Nachten) -> Iterator[str]:
    """Meet what the backend has and the ledger lost: some stands, some was taken back there."""
    rows = [rij(1, "J"), rij(2, "J"), rij(3, "J"), rij(4, "N"), rij(5, "J"), rij(6, "", BSN="")]
    nachten.gemeente.levering(rows)
    straat, route = nachten.straat, bron_van(nachten).route
    there = []
    for row in rows:
        key = [row["Beschikkingnr"], row["Productcode"], row["Ingangsdatum"]]
        name = route.pseudoniemen.referentie(route.plan.sleutelruimte, key)
        number = int(row["Beschikkingnr"][1:])
        kind = SoortMelding.INTREKKING if number in (2, 5) else SoortMelding.NIEUW
        there.append(OntvangenMelding(name, 2, kind, f"{number:064x}", f"Z-{number}", NU))
    lease = straat.ledger.take_lease(CODE, "toets", straat.now, 60)
    straat.ledger.afstemming.neem_over(lease, there, WHO, straat.now)
    straat.ledger.release(lease, straat.now)
    yield from nachten.nacht()
    waits = sorted(straat.ledger.stubs(CODE), key=lambda one: one.plaats)
    straat.besluit(Keuze.JA, waits[0].zoeksleutel)
    straat.besluit(Keuze.NEE, waits[1].zoeksleutel)
    yield from nachten.nacht()


def werkbank_vreemd(nachten: Nachten) -> Iterator[str]:
    """Look in the workbench at an empty file, one without its end, and one that lacks dates."""
    route, day = bron_van(nachten).route, nachten.straat.now.date()
    for rows in ([], [rij(1, "J", Productcode="", **{"Omschrijving voorziening": ""})]):
        nachten.gemeente.levering(rows)
        seen = kijk(route, nacht(day), Wens(), nachten.straat.now, day)
        yield toon(replace(seen, telling=Telling()))
    words = ["Vreemd"] * 6 + ["Anders"] * 2 + ["Foutje", "Te laat", "Te vroeg"] + ["Toegekend"] * 5
    odd = [rij(n, "J", Status=word) for n, word in enumerate(words)]
    odd += [rij(50 + n, "J", **{"Soort ongeval": f"soort {n:03}"}) for n in range(260)]
    odd += [rij(400 + n, "J", Bedrag="veel", Frequentie="soms") for n in range(5)]
    nachten.gemeente.levering(odd)
    for number in (0, 1, 9, 60):
        seen = kijk(route, nacht(day), Wens(nummer=number), nachten.straat.now, day)
        if not number:
            yield from (toon(one) for one in seen.groepen)
            yield toon(seen.eisen)
        yield toon(seen.record)
    nachten.gemeente.levering([rij(1), rij(2)], trailer=9)
    try:
        kijk(route, nacht(day), Wens(), nachten.straat.now, day)
    except RegresbrugError as wrong:
        yield toon(wrong.problems)


def _heel(seen: Voorbeeld) -> str:
    return toon(seen.proof.details) if seen.proof else "niet heel gelezen"


def bladeren(nachten: Nachten) -> Iterator[str]:
    """Page through a file, in one read and in two."""
    nachten.gemeente.levering([*(rij(n) for n in range(1, 5)), *ALLERLEI, rij(99)])
    now = nachten.straat.now
    blik = Blik(bron_van(nachten).route, nacht(now.date()), Droog(), now, now.date())
    for page in (Bladzijde(), Bladzijde(6, 3), Bladzijde(2, 4, alles=True), Bladzijde(25, 9)):
        seen = blader(blik, page)
        yield f"{toon(page)} {list(seen.regels)} {seen.meer} {_heel(seen.voorbeeld)}"
        yield from (json.dumps(line, sort_keys=True) for line in seen.regels.values())
        for kept in (3, 1000):
            example = Voorbeeld()
            lines = list(stroom(blik, example, page, kept))
            yield f"{len(lines)} {example.telling.as_json()} {_heel(example)}"
            yield from (json.dumps(line, sort_keys=True) for line in lines[:6])
    (cut,) = [blader(replace(blik, hoogstens=9), Bladzijde())]
    yield f"{list(cut.regels)} {cut.voorbeeld.telling.as_json()} {cut.voorbeeld.proof}"


VERHALEN: dict[str, Verhaal] = {
    "a key that is nearly over": bijna_op,
    "the workbench": werkbank,
    "why": uitleg,
    "page by page": bladeren,
    "catching up": inhalen,
    "a round of keys": sleutelronde,
    "what the backend had": overgenomen,
    "the workbench and odd files": werkbank_vreemd,
    "one of everything": allerlei,
    "what was sent changes": verandert,
    "what people decide": besluit,
    "the brake": rem,
    "proef and then actief": proef,
    "all that may go along": alles_aan,
    "a list of what waits": werklijst,
    "a source that fails": bron_hapert,
    "another key and mapping": sleutel_en_mapping,
    "an objection": bezwaar,
    "a look beforehand": vooraf,
}


@pytest.mark.parametrize("naam", VERHALEN)
def test_nights_do_what_was_written_down_and_no_more(tmp_path: Path, naam: str) -> None:
    told = vertel(VERHALEN[naam], tmp_path / "huis")

    assert not list(difflib.unified_diff(lees(naam), told, "was", "is", n=0)), OPNIEUW


def test_nothing_is_written_down_of_nights_that_there_are_not() -> None:
    assert {path.stem for path in STAND.iterdir()} == {one.replace(" ", "_") for one in VERHALEN}
