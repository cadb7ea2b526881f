"""An explanation holds all that decided: a second judge works every verdict out of it again."""

import copy
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from assessment import Handeling, Instelling, Regels, Zaakfeiten, assess_cases
from assessment.recoverability.cases import lees_gevallen
from demo.data import maak
from demo.writing import KOLOMMEN as EXPORT
from demo.writing import cellen
from ledger import Keuze, StaandBesluit, Stand, StandStaat, StubSoort, Uitwerking
from mappings import Peek
from pipeline import Route
from pipeline.explanation.coarse import vergrof
from pipeline.explanation.law import feiten_json, oordeel_json
from pipeline.explanation.published import BESTAND, explanation_schema, explanation_schema_text
from pipeline.explanation.search import Kiest, op_plaats, zoek
from pipeline.landing import TEKST
from pipeline.preview import Droog
from privacy import Keys, Pseudoniemen
from regres import UsageProblem
from settings import aansluiten
from tests.tools.gemeente import ROOT, Gemeente, rij
from tests.tools.herbeoordelaar import Uitleg, herbeoordeel, opgeschreven, verhaal
from tests.tools.uitlegproef import (
    DAG,
    GEWOON,
    KOLOMMEN,
    NU,
    alles,
    duinrand,
    record_of,
    uitgelegd,
)
from tests.unit.assessment.law import days, zaken

VALID = Draft202012Validator(explanation_schema())
HERE = ROOT / "tests" / "data" / "law" / "cases.json"
THERE = ROOT.parent / "shared" / "samples" / "law" / "cases.json"
FAIR = settings(deadline=None, suppress_health_check=list(HealthCheck))


def agrees(uitleg: Uitleg) -> None:
    VALID.validate(uitleg)
    assert herbeoordeel(uitleg) == opgeschreven(uitleg)


def test_a_record_is_chosen_by_one_place_or_not_at_all(tmp_path: Path) -> None:
    gemeente = Gemeente(tmp_path)
    gemeente.levering([rij(1, "J"), rij(2, "J")])
    settings = gemeente.settings()
    line = aansluiten(settings, settings.gemeenten[0], lambda: NU, {}, alleen_lezen=True)
    source = line.bronnen["export"]
    (slot,) = source.slots(DAG)

    def search(kiest: Kiest) -> object:
        return zoek(source.route, slot, kiest, Droog(), NU, DAG)

    assert search(op_plaats(2))
    assert search(op_plaats(9)) is None
    with pytest.raises(UsageProblem, match="R-0401"):
        search(lambda record, landing: True)


# -- the second judge ------------------------------------------------------------------------------


def test_a_thousand_records_of_the_demo_are_judged_the_same_from_their_explanation() -> None:
    rows = [*maak(3, DAG).rijen]
    chosen = sorted(rows, key=lambda row: row.vlag != "J")
    seen: Counter[str] = Counter()

    for row in chosen[:1000]:
        uitleg = uitgelegd(duinrand(), EXPORT, cellen(row))
        agrees(uitleg)
        seen[uitleg["landing"]["bucket"]] += 1

    assert seen.total() == 1000
    assert {"geen_ongeval", "klaargezet", "beoordelen", "vastgehouden", "quarantaine"} <= set(seen)


def datum(day: date) -> str:
    return f"{day:%d-%m-%Y}"


_days = days | st.dates(DAG - timedelta(days=2500), DAG + timedelta(days=20))
_whole = _days.map(datum)
_coarse = _whole | _days.map(lambda d: f"00-{d:%m-%Y}") | _days.map(lambda d: f"00-00-{d:%Y}")
_ja_nee = st.sampled_from(["", "", "J", "N", "O"])
_soorten = st.sampled_from(["", "verkeer", "verkeer", "medisch", "valPrive", "onbekend"])
_wie = st.sampled_from(
    ["", "", "bestuurder", "werkgever", "collega", "dierbezitter", "producent", "onbekend"]
)
_notitie = st.sampled_from(
    [
        *("", "", "Mw. heeft hulp nodig bij het huishouden.", "Ongeval door derde? nee"),
        *("Cliënt is aangereden door een auto.", "Dhr. is misschien gevallen, niet duidelijk."),
    ]
)
_cells = {
    "Vlag": st.sampled_from(["", "", "J", "J", "J", "N", "O"]),
    "Vlag 2": st.sampled_from(["", "", "", "J", "N"]),
    "Derde": st.sampled_from(["", "", "J", "N", "O"]),
    "Code": st.sampled_from(["", "", "A1", "Z9", "X5"]),
    "Kenteken": st.sampled_from(["", "", "", "99-XX-99", "nvt"]),
    "Schadenr": st.sampled_from(["", "", "", "S-1", "geen"]),
    "Notitie": _notitie,
    "Geboren": st.just("") | _coarse,
    "Ongeval": st.just("") | _coarse | st.just("gisteren"),
    "Soort": _soorten,
    "Aansprakelijk": _ja_nee,
    "Wie": _wie,
    "Andere": _ja_nee,
    "Schuld": _ja_nee,
    "Dader": _ja_nee,
    "Verzekeraar doet mee": _ja_nee,
    "Afgewikkeld": _ja_nee,
    "Brief 1": st.just("") | _whole,
    "Brief 2": st.just("") | _whole,
    "Toen": st.sampled_from(["", "", "9901", "0576", "0575", "0277"]),
    "Bekend": st.just("") | _coarse,
    "Gemeld": st.sampled_from(["", "", "", "J", "N", "O"]),
    "Vergoed": st.sampled_from(["", "", "J", "N", "O"]),
    "Product": st.sampled_from(["13A04"] * 9 + [""]),
    "Toekenning": st.just("") | st.dates(DAG - timedelta(days=90), DAG).map(datum) | _whole,
    "Ingang": st.just("") | _whole,
    "Status": st.sampled_from(["toegekend"] * 6 + ["", "beeindigd", "afgewezen", "ingetrokken"]),
    "Wet": st.sampled_from(["Wmo"] * 8 + ["", "Wlz"]),
    "Vorm": st.sampled_from(["zin"] * 8 + ["pgb", "", "algemeen"]),
    "Bedrag": st.sampled_from(["", "7.215,00", "45,50"]),
    "Per": st.sampled_from(["eenmalig", "maand"]),
}
rijen = st.fixed_dictionaries(_cells).map(lambda cells: GEWOON | cells)
_acties = st.sampled_from(Handeling)
beleiden = st.builds(Instelling, **dict.fromkeys(Instelling.__dataclass_fields__, _acties))


@st.composite
def routes(draw: st.DrawFn) -> Route:
    """Give a municipality with any choices: its code, since when, its policy, text alone."""
    route = alles()
    since = draw(st.sampled_from([None, date.min, DAG - timedelta(days=60)]))
    gemeente = replace(
        route.gemeente,
        gemeentecode=draw(st.sampled_from(["9901", "0575", "0576", "0277"])),
        actief_sinds=since,
        beleid=draw(st.just(Instelling()) | beleiden),
        tekst_versturen=draw(st.booleans()),
    )
    pseudoniemen = Pseudoniemen(Keys({1: bytes(32)}), "9901")
    return replace(route, gemeente=gemeente, pseudoniemen=pseudoniemen)


@st.composite
def geheugens(draw: st.DrawFn, route: Route, besluitnr: str = "B-1") -> Droog:
    """Give a ledger that does not know the record, or does."""
    staat = draw(st.none() | st.sampled_from(StandStaat))
    if staat is None:
        return Droog()
    zoek = route.pseudoniemen.zoeksleutel(route.plan.sleutelruimte, (besluitnr,))
    stand = Stand(
        zoeksleutel=zoek.waarde,
        zoekversie=zoek.versie,
        referentie=route.pseudoniemen.referentie(route.plan.sleutelruimte, (besluitnr,)),
        dossiersleutel="0" * 64,
        versie=draw(st.integers(1, 3)),
        inhoudsmerk="0" * 64,
        merkversie=1,
        groepmerken={},
        staat=staat,
        afgeleverd=draw(st.booleans()),
        mapping_merk="",
    )
    return Droog({zoek.waarde: stand})


@settings(FAIR, max_examples=400)
@given(st.data(), rijen, routes())
def test_any_record_is_judged_the_same_from_its_explanation(
    data: st.DataObject, rij: dict[str, str], route: Route
) -> None:
    geheugen = data.draw(geheugens(route))

    agrees(uitgelegd(route, KOLOMMEN, rij, geheugen=geheugen))


def decided(route: Route, rij: dict[str, str], first: Uitleg, keuze: Keuze) -> Droog:
    """Give a ledger in which a person decided about this record as it is."""
    ruimte = route.plan.sleutelruimte
    zoek = route.pseudoniemen.zoeksleutel(ruimte, (rij["Besluitnr"],))
    peek = route.plan.peek(record_of(rij))
    assert isinstance(peek, Peek)
    merk = route.pseudoniemen.signaalmerk(peek.signals)
    soort = StubSoort(first["landing"]["bucket"])
    besluit = StaandBesluit(
        zoeksleutel=zoek.waarde,
        zoekversie=zoek.versie,
        soort=soort,
        bronset=route.bronset,
        keuze=keuze,
        merk=merk.waarde,
        merkversie=merk.versie,
        # A stub does not say that its note may be sent; only where it landed says so.
        codes=tuple(code for code in first["landing"]["codes"] if code != TEKST),
        nummer=1,
        tijd=NU,
        uitwerking=Uitwerking.WACHT,
    )
    return Droog(besloten=(besluit,))


@settings(FAIR, max_examples=150)
@given(rijen, routes(), st.sampled_from([Keuze.JA, Keuze.NEE, Keuze.LATER]))
def test_what_a_person_decided_is_told_and_counts(
    rij: dict[str, str], route: Route, keuze: Keuze
) -> None:
    first = uitgelegd(route, KOLOMMEN, rij)
    if first["landing"]["bucket"] not in ("beoordelen", "vastgehouden"):
        return
    held = first["landing"]["bucket"] == "vastgehouden"
    choice = Keuze.LAAT_LOS if held else keuze

    uitleg = uitgelegd(route, KOLOMMEN, rij, geheugen=decided(route, rij, first, choice))

    agrees(uitleg)
    said = uitleg["mens"]
    assert said["losgelaten"] == held
    assert said["besluit"] == (None if held or keuze is Keuze.LATER else f"besluit_{keuze.value}")
    assert held <= (uitleg["landing"]["soortMelding"] == "nieuw")


def law_only(zaak: Zaakfeiten, day: date, *, delivered: bool = False) -> Uitleg:
    """Give the part of an explanation that the law is worked out from, of bare facts."""
    facts = feiten_json(zaak, {}, {})
    why = Regels.laad().toelichting(zaak, day, eerder_geleverd=delivered)
    return {
        "weergave": {"datums": "volledig"},
        "peildatum": day.isoformat(),
        "bekend": {"afgeleverd": delivered},
        "feiten": facts,
        "verhaal": oordeel_json(Regels.laad(), why, facts),
    }


def law_agrees(uitleg: Uitleg) -> None:
    said = uitleg["verhaal"]
    outcome, codes, deadlines = verhaal(uitleg, uitleg["feiten"]["indicatie"]["waarde"])
    assert (outcome, set(codes)) == (said["uitkomst"], set(said["redencodes"]))
    assert deadlines == tuple(
        (t["soort"], t["begin"], t["datum"], t["band"]) for t in said["termijnen"]
    )


@settings(FAIR, max_examples=400)
@given(zaken, days, st.booleans())
def test_any_facts_are_judged_the_same_from_their_explanation(
    zaak: Zaakfeiten, day: date, delivered: bool
) -> None:
    law_agrees(law_only(zaak, day, delivered=delivered))


@pytest.mark.parametrize("path", [HERE, THERE], ids=["ours", "shared"])
def test_the_example_cases_are_judged_the_same_from_their_explanation(path: Path) -> None:
    if not path.exists():
        pytest.skip("de map shared staat niet naast de repo")
    cases = lees_gevallen(path)

    for case in cases:
        law_agrees(law_only(case.zaak, case.peildatum))

    assert len(cases) == 20
    assert [found["id"] for found in assess_cases(path)] == [case.id for case in cases]


# -- the second judge really computes --------------------------------------------------------------


def example() -> Uitleg:
    """Explain a clear case with many facts."""
    return uitgelegd(
        alles(),
        KOLOMMEN,
        GEWOON
        | {"Vlag": "J", "Derde": "J", "Ongeval": "12-04-2023", "Soort": "verkeer"}
        | {"Bekend": "20-05-2023", "Brief 1": "01-06-2024", "Wie": "bestuurder"},
    )


def fact(name: str, value: Any) -> Callable[[Uitleg], None]:
    def change(uitleg: Uitleg) -> None:
        uitleg["feiten"][name]["waarde"] = value

    return change


def sign(number: int, said: str) -> Callable[[Uitleg], None]:
    def change(uitleg: Uitleg) -> None:
        uitleg["signalen"][number]["zegt"] = said

    return change


def put(where: str, name: str, value: Any) -> Callable[[Uitleg], None]:
    def change(uitleg: Uitleg) -> None:
        uitleg[where][name] = value

    return change


CHANGES: dict[str, Callable[[Uitleg], None]] = {
    "the flag says no": sign(0, "N"),
    "the flag is not filled in well": sign(0, "O"),
    "another flag says no": sign(1, "N"),
    "the third party is not liable": sign(2, "nee"),
    "the code says no": sign(3, "N"),
    "accident before the right": fact("ongeval", {"datum": "2014-01-01", "precisie": "dag"}),
    "accident known to the year": fact("ongeval", {"datum": "2018", "precisie": "jaar"}),
    "accident a day later": fact("ongeval", {"datum": "2023-04-13", "precisie": "dag"}),
    "accident not known": fact("ongeval", {"datum": None, "precisie": "onbekend"}),
    "another kind": fact("soort", "sport"),
    "an employer": fact("hoedanigheid", "werkgever"),
    "an animal": fact("hoedanigheid", "dierbezitter"),
    "offender unknown": fact("veroorzakerBekend", "nee"),
    "settled": fact("afgewikkeld", "ja"),
    "paid for": fact("reedsVergoed", "J"),
    "reported before": fact("eerderGemeld", "J"),
    "known before it happened": fact("bekendOp", {"datum": "2023-03", "precisie": "maand"}),
    "known for so long that the letter came late": fact(
        "bekendOp", {"datum": "2017-03-01", "precisie": "dag"}
    ),
    "no interruption": fact("stuitingen", []),
    "another law": fact("wet", "Wlz"),
    "law not known": fact("wet", "onbekend"),
    "a general provision": fact("leveringsvorm", "algemeen"),
    "refused": fact("besluitstatus", "afgewezen"),
    "granted before the accident": fact("toekenning", "2023-01-01"),
    "born after the accident": fact("geboren_na_ongeval", "ja"),
    "looked at years later": lambda u: u.update(peildatum="2031-01-01"),
    "not sent by this municipality": lambda u: u["instelling"]["beleid"].update(
        kansrijk="vasthouden"
    ),
    "active since yesterday": put("instelling", "actief_sinds", "2026-11-19"),
    "known and the same": lambda u: u["bekend"].update(stand="staand", zelfde_inhoud=True),
    "known and changed": lambda u: u["bekend"].update(stand="staand", zelfde_inhoud=False),
    "a second row with other content": lambda u: u["zelfde_sleutel"]["andere"].append(
        {"plaats": {}, "zelfde_inhoud": False, "eerder": False}
    ),
    "a second row with the same content": lambda u: u["zelfde_sleutel"]["andere"].append(
        {"plaats": {}, "zelfde_inhoud": True, "eerder": True}
    ),
}


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_the_second_judge_disagrees_when_one_thing_is_changed(name: str) -> None:
    uitleg = copy.deepcopy(example())
    agrees(uitleg)

    CHANGES[name](uitleg)

    assert herbeoordeel(uitleg) != opgeschreven(uitleg)


def test_the_second_judge_shares_nothing_with_the_first() -> None:
    source = (ROOT / "tests" / "tools" / "herbeoordelaar.py").read_text(encoding="utf-8")
    imports = [line for line in source.splitlines() if line.startswith(("import ", "from "))]

    assert {line.split()[1] for line in imports} == {
        *("collections.abc", "dataclasses", "datetime", "typing")
    }


# -- what it tells ---------------------------------------------------------------------------------


def test_the_published_schema_is_current() -> None:
    published = ROOT / "docs" / "schema" / BESTAND

    assert published.read_text(encoding="utf-8") == explanation_schema_text()
    Draft202012Validator.check_schema(explanation_schema())


def test_every_fact_names_its_field_and_every_rule_the_fields_behind_it() -> None:
    uitleg = example()

    facts = uitleg["feiten"]
    assert (facts["soort"]["uit"], facts["soort"]["veld"]) == ("veld", "Soort")
    assert (facts["derde"]["uit"], facts["derde"]["veld"]) == ("signalen", "Derde")
    assert facts["andereDerde"] == {"waarde": None, "uit": "niet_gesteld", "veld": ""}
    (rule,) = uitleg["verhaal"]["regels"]
    assert rule["code"] == "V04"
    assert rule["omdat"] == [
        [
            {"feit": "band", "waarde": "open", "velden": ["Ongeval"]},
            {"feit": "derde", "waarde": "ja", "velden": ["Derde"]},
        ]
    ]


def test_a_note_tells_its_vote_and_its_words_and_nothing_else() -> None:
    note = "Cliënt is aangereden door een auto van Kanarievogel."
    uitleg = uitgelegd(alles(), KOLOMMEN, GEWOON | {"Notitie": note})

    (told,) = [one for one in uitleg["signalen"] if one["soort"] == "notitie"]
    assert told["zegt"] == "J"
    for found in told["bevindingen"]:
        start = found["positie"]
        assert note.lower()[start : start + len(found["term"])] == found["term"]
    assert "Kanarievogel" not in str(uitleg)


def test_every_deadline_has_its_basis_start_and_band() -> None:
    by_kind = {one["soort"]: one for one in example()["verhaal"]["termijnen"]}

    assert by_kind["relatief5"] == {
        "soort": "relatief5",
        "datum": "2029-06-01",
        "basis": "art. 3:319 BW, na stuiting",
        "begin": "2024-06-01",
        "band": "meer",
    }
    assert by_kind["wam3"]["band"] == "voorbij"


def test_costs_are_told_with_their_warnings() -> None:
    row = GEWOON | {"Vlag": "J", "Ingang": "01-06-2026", "Bedrag": "100,00", "Per": "maand"}
    costs = uitgelegd(alles(), KOLOMMEN, row)["kosten"]

    assert costs["per_jaar"] == "1200.00"
    assert costs["waarschuwingen"] == []
    assert uitgelegd(alles(), KOLOMMEN, GEWOON | {"Vlag": "J"})["kosten"] is None


def test_a_record_that_cannot_be_read_is_told_with_its_problems() -> None:
    uitleg = uitgelegd(alles(), KOLOMMEN, GEWOON | {"Vlag": "misschien"})

    agrees(uitleg)
    assert uitleg["landing"]["leesbaar"] is False
    assert [one["code"] for one in uitleg["problemen"]] == ["M-0105"] or uitleg["problemen"]


# -- the same key twice ----------------------------------------------------------------------------

ACCIDENT = GEWOON | {"Vlag": "J", "Ongeval": "12-04-2023", "Soort": "verkeer", "Derde": "J"}


@pytest.mark.parametrize(
    ("rows", "line", "bucket"),
    [
        ([ACCIDENT, ACCIDENT], 2, "klaargezet"),
        ([ACCIDENT, ACCIDENT], 3, "dubbel"),
        ([ACCIDENT, ACCIDENT | {"Soort": "sport"}], 2, "quarantaine"),
        ([ACCIDENT, ACCIDENT | {"Soort": "sport"}], 3, "quarantaine"),
        ([ACCIDENT, ACCIDENT, ACCIDENT | {"Soort": "sport"}], 3, "quarantaine"),
        ([GEWOON | {"Vlag": "N"}, ACCIDENT], 3, "klaargezet"),
        ([GEWOON | {"Vlag": "N"}, ACCIDENT], 2, "geen_ongeval"),
    ],
)
def test_another_row_with_the_same_key_counts_as_it_does_in_a_run(
    rows: list[dict[str, str]], line: int, bucket: str
) -> None:
    uitleg = uitgelegd(alles(), KOLOMMEN, *rows, regel=line)

    agrees(uitleg)
    assert uitleg["landing"]["bucket"] == bucket
    assert uitleg["zelfde_sleutel"]["heel_gelezen"] is True


# -- for an administrator --------------------------------------------------------------------------


@settings(FAIR, max_examples=60)
@given(rijen, routes())
def test_coarse_there_is_no_date_of_the_record_but_years(rij: dict[str, str], route: Route) -> None:
    shown = vergrof(uitgelegd(route, KOLOMMEN, rij), "beheer")

    VALID.validate(shown)
    assert shown["weergave"] == {"rol": "beheer", "datums": "jaar", "bedragen": "verborgen"}
    kept = {**shown, "peildatum": "", "instelling": "", "referentie": "", "versies": ""}
    for cell in rij.values():
        for form in written(cell):
            assert form not in str(kept), form
    law = shown["verhaal"]
    assert law is None or all(one["band"] is None for one in law["termijnen"])


def written(cell: str) -> list[str]:
    """Give a date of the export in the ways in which an explanation could write it."""
    day, _, rest = cell.partition("-")
    month, _, year = rest.partition("-")
    if len(year) != 4 or month == "00":
        return []
    return [f"{year}-{month}"] + ([cell, f"{year}-{month}-{day}"] if day != "00" else [])
