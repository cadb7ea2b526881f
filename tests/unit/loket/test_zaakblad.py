"""One case: what it shows, what it keeps to itself, and what a handler does in it."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, text

from loket import Stap, spoorboek
from loket.database import spoor, terugkoppeling
from loket.datasleutel import Datasleutel
from regres import SoortMelding
from tests.tools.loket import KANARIE, merk
from tests.tools.loketkijk import vul
from tests.tools.loketzaken import WIE, Balie, balie, dag_later, kop, zet_vol

GOED = {
    "derde": "ja",
    "verband": "ja",
    "open": "ja",
    "op_tijd": "onbekend",
    "advies": "verder",
    "redencode": "",
    "toelichting": "Duidelijke zaak over Kanarievogel.",
}


@pytest.fixture
def loket(tmp_path: Path) -> Iterator[Balie]:
    with balie(tmp_path) as made:
        yield made


def gedaan(loket: Balie) -> list[tuple[str, str, str, str]]:
    with loket.archief.lezen() as tx:
        rows = tx.execute(select(spoor).order_by(spoor.c.volgnummer)).mappings()
        return [(r["wie"], r["actie"], r["zaaknummer"], r["code"]) for r in rows]


def verteld(loket: Balie) -> list[tuple[str, str | None, str | None]]:
    with loket.archief.lezen() as tx:
        rows = tx.execute(select(terugkoppeling).order_by(terugkoppeling.c.volgnummer))
        return [(r.stap, r.advies, r.redencode) for r in rows]


def pad(nummer: str, *rest: str) -> str:
    return "/".join(("/zaken/9901", nummer, *rest))


# -- what it shows -------------------------------------------------------------------------------


def test_a_case_says_why_it_is_one_by_rules_and_terms_and_names_nobody(loket: Balie) -> None:
    paden = vul(loket)
    page = loket.json(paden["zaak"])
    html = loket.client.get(paden["zaak"], headers=loket.kop()).text

    assert page["tekens"] == [
        {
            "zin": "De kolom voor het ongeval zegt ja.",
            "veld": "ONGEVAL_JN",
            "term": "",
            "regel": "vlag_j",
        },
        {
            "zin": "Een notitie wijst op een ongeval.",
            "veld": "TOELICHTING",
            "term": "aangereden",
            "regel": "tekst_j",
        },
    ]
    assert [(r["code"], r["goed"]) for r in page["redencodes"]] == [("V04", True)]
    assert "<mark>aangereden</mark> door een bestelbus" in html
    assert "Bestaatniet" not in html + str(page)
    assert "1951" not in html + str(page)


def test_without_a_fragment_a_case_says_that_none_is_sent(loket: Balie) -> None:
    nummer = loket.lever(kop("a"))
    html = loket.client.get(pad(nummer), headers=loket.kop()).text

    assert "De gemeente stuurt geen tekst mee" in html
    assert "<blockquote" not in html
    assert set(loket.json(pad(nummer))["onbekend"]) == {
        *("naam_wederpartij", "verzekeraar", "toedracht", "ongevalsdatum"),
    }


def test_the_term_runs_from_the_day_the_municipality_knew(loket: Balie) -> None:
    knew = {"datum": {"datum": "2024-08-28", "precisie": "dag"}, "herkomst": "BEKEND"}
    nummer = loket.lever(kop("a"), datumBekendheid=knew, datumAanvraag="2024-01-01")
    term = loket.json(pad(nummer))["verjaring"]

    assert (term["begin"], term["uiterlijk"], term["zeker"]) == ("2024-08-28", "2029-08-28", True)
    html = loket.client.get(pad(nummer), headers=loket.kop()).text
    assert "stroke-dasharray" not in html.partition('class="tekening"')[2].partition("</svg>")[0]
    assert '<th scope="row">5 jaar (dag van bekendheid)</th>' in html


def test_without_that_day_the_term_is_dashed_from_the_earliest_of_request_and_grant(
    loket: Balie,
) -> None:
    nummer = loket.lever(kop("a"), datumAanvraag="2026-09-01")
    term = loket.json(pad(nummer))["verjaring"]

    assert (term["begin"], term["basis"], term["zeker"]) == ("2026-09-01", "aanvraag", False)
    html = loket.client.get(pad(nummer), headers=loket.kop()).text
    assert "stroke-dasharray" in html.partition('class="tekening"')[2].partition("</svg>")[0]
    assert "te bevestigen" in html


def test_the_four_answers_and_the_verdict_start_empty_with_proposals_beside_them(
    loket: Balie,
) -> None:
    paden = vul(loket)
    html = loket.client.get(paden["zaak"], headers=loket.kop()).text

    radios = re.findall(r'<input type="radio"[^>]*>', html)
    assert len(radios) == 4 * 3 + 2
    assert not [radio for radio in radios if "checked" in radio]
    assert html.count("Voorstel van de regels, controleer: <strong>ja</strong>") == 3
    assert loket.json(paden["zaak"])["voorstellen"]["verband"] == {
        "antwoord": "",
        "waarom": "een deel begon voor het ongeval",
    }


def test_another_municipality_and_an_unknown_number_are_not_there(loket: Balie) -> None:
    nummer = loket.lever(kop("a"))

    for where, roles in (
        (pad(nummer), "behandelaar@9903"),
        (f"/zaken/9903/{nummer}", "behandelaar@*"),
        (pad("RL-2026-999999"), "behandelaar@*"),
        (f"/zaken/9999/{nummer}", "behandelaar@*"),
    ):
        assert loket.client.get(where, headers=loket.kop(roles)).status_code == 404


def test_a_case_opened_from_a_list_leads_on_and_back(loket: Balie) -> None:
    names = [loket.lever(kop(name)) for name in "abc"]
    html = loket.client.get(f"{pad(names[1])}?lijst=nieuw", headers=loket.kop()).text

    assert f'href="/zaken/9901/{names[0]}?lijst=nieuw" rel="prev" data-toets="k"' in html
    assert f'href="/zaken/9901/{names[2]}?lijst=nieuw" rel="next" data-toets="j"' in html
    assert '<a href="/">Nieuw binnen</a>' in html


# -- what it costs -------------------------------------------------------------------------------


def test_costs_count_until_a_handler_says_that_they_do_not_follow_from_the_accident(
    loket: Balie,
) -> None:
    paden = vul(loket)
    before = loket.json(paden["zaak"])["kosten"]
    (pas,) = [post for post in before["posten"] if post["omschrijving"] == "Vervoerspas"]
    assert pas["voorstel"] == "nee: begon voor het ongeval"
    assert all(post["telt"] for post in before["posten"])

    fields = {f"verband-{post['referentie']}": "ja" for post in before["posten"]}
    done = loket.stuur(paden["zaak"] + "/verband", fields | {f"verband-{pas['referentie']}": "nee"})
    after = loket.json(paden["zaak"])["kosten"]

    assert done.status_code == 303
    assert float(after["telt_niet"]) == float(pas["tot_nu"]) > 0
    assert float(after["tot_nu"]) == pytest.approx(float(before["tot_nu"]) - float(pas["tot_nu"]))
    assert gedaan(loket)[-1][1:] == ("verband", paden["zaak"].rpartition("/")[2], "2xja 1xnee")


def test_costs_without_a_first_day_are_said_not_to_count_yet(loket: Balie) -> None:
    nummer = loket.lever(kop("a"))

    (post,) = loket.json(pad(nummer))["kosten"]["posten"]
    assert (post["tot_nu"], post["volledig"]) == ("0.00", False)
    assert "begin niet bekend" in loket.client.get(pad(nummer), headers=loket.kop()).text


def test_one_case_of_ten_thousand_asks_little(loket: Balie) -> None:
    nummer = loket.lever(kop("a"))
    zet_vol(loket.archief, 10_000)
    asked: list[str] = []
    event.listen(loket.archief.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    took = []
    for _ in range(3):
        asked.clear()
        begin = time.process_time()
        loket.json(f"{pad(nummer)}?lijst=nieuw")
        took.append(time.process_time() - begin)

    assert min(took) < 0.15
    # Six for the case, one for its neighbours in the list, six for what may be the same.
    assert len([text for text in asked if text.lower().startswith("select")]) <= 13


def test_the_link_of_a_provision_of_another_case_cannot_be_set(loket: Balie) -> None:
    nummer, _ = loket.lever(kop("a")), loket.lever(kop("b"))

    other = {f"verband-{merk('b')}": "nee"}
    assert loket.stuur(pad(nummer, "verband"), other).status_code == 404
    wrong = {f"verband-{merk('a')}": "misschien"}
    assert loket.stuur(pad(nummer, "verband"), wrong).status_code == 422
    assert gedaan(loket) == []


# -- what a handler does -------------------------------------------------------------------------


def test_a_verdict_is_kept_told_as_codes_and_leaves_the_new_list(loket: Balie) -> None:
    nummer = loket.lever(kop("a"))

    done = loket.stuur(pad(nummer, "quickscan"), GOED)

    assert (done.status_code, done.headers["location"]) == (303, pad(nummer))
    assert verteld(loket) == [("ontvangen", None, None), ("quickscan", "verder", None)]
    assert gedaan(loket) == [(WIE, "quickscan", nummer, "verder")]
    page = loket.json(pad(nummer))
    (verdict,) = page["oordelen"]
    assert (verdict["wie"], verdict["advies"]) == (WIE, "verder")
    assert verdict["toelichting"] == GOED["toelichting"]
    assert verdict["antwoorden"]["op_tijd"] == "onbekend"
    assert loket.json("/")["totaal"] == 0
    assert loket.json("/mijn")["zaken"][0]["advies"] == "verder"


def test_not_further_needs_a_reason_and_the_municipality_reads_its_code(loket: Balie) -> None:
    nummer = loket.lever(kop("a"))
    form = GOED | {"advies": "niet_verder"}

    assert loket.stuur(pad(nummer, "quickscan"), form).status_code == 422
    assert loket.stuur(pad(nummer, "quickscan"), form | {"redencode": "V99"}).status_code == 422
    done = loket.stuur(pad(nummer, "quickscan"), form | {"redencode": "geen_verband"})

    assert done.status_code == 303
    assert verteld(loket)[-1] == ("quickscan", "niet_verder", "geen_verband")


def test_what_lacks_is_told_all_at_once_and_what_was_filled_in_stands_there_still(
    loket: Balie,
) -> None:
    nummer = loket.lever(kop("a"))

    answer = loket.stuur(pad(nummer, "quickscan"), {"derde": "nee", "toelichting": "mijn woorden"})

    assert answer.status_code == 422
    for told in ("Niet afgekocht, niet Wlz.", "Op tijd: niet verjaard.", "Kies VERDER of NIET"):
        assert told in answer.text
    assert 'name="derde" value="nee" checked' in answer.text
    assert "mijn woorden</textarea>" in answer.text
    assert (gedaan(loket), verteld(loket)) == ([], [("ontvangen", None, None)])


def test_further_steps_and_questions_go_back_as_codes(loket: Balie) -> None:
    nummer = loket.lever(kop("a"))

    assert loket.stuur(pad(nummer, "stap"), {"vraag": "verzekeraar"}).status_code == 303
    for step in ("aansprakelijk_gesteld", "afgesloten"):
        assert loket.stuur(pad(nummer, "stap"), {"stap": step}).status_code == 303
    for wrong in ({"stap": "quickscan"}, {"stap": "vraag"}, {"vraag": "naam"}, {}):
        assert loket.stuur(pad(nummer, "stap"), wrong).status_code == 422

    assert verteld(loket)[1:] == [
        ("vraag", None, "verzekeraar"),
        ("aansprakelijk_gesteld", None, None),
        ("afgesloten", None, None),
    ]
    assert [code for *_, code in gedaan(loket)] == [
        *("vraag verzekeraar", "aansprakelijk_gesteld", "afgesloten"),
    ]
    assert loket.json("/mijn")["totaal"] == 0


def test_a_corrected_beginning_counts_anew_and_asks_a_reason(loket: Balie) -> None:
    nummer = loket.lever(kop("a"))
    good = {"begin": "2026-10-05", "reden": "brief van Kanarievogel"}

    for wrong in ({"reden": " "}, {"begin": "2026-13-01"}, {"begin": dag_later(1)}, {"begin": ""}):
        assert loket.stuur(pad(nummer, "begin"), good | wrong).status_code == 422
    assert loket.stuur(pad(nummer, "begin"), good).status_code == 303

    term = loket.json(pad(nummer))["verjaring"]
    assert (term["uiterlijk"], term["basis"]) == ("2031-10-05", "begin van de behandelaar")
    (row,) = loket.json("/")["zaken"]
    assert (row["termijn"], row["termijn_zeker"]) == ("2031-10-05", True)
    assert gedaan(loket) == [(WIE, "begin_verjaring", nummer, "2026-10-05")]


def test_a_case_is_given_only_to_who_may_have_it(loket: Balie) -> None:
    nummer = loket.lever(kop("a"))

    assert loket.stuur(pad(nummer, "behandelaar"), {"naar": "iemand"}).status_code == 422
    assert loket.stuur(pad(nummer, "behandelaar"), {"naar": "J. Bos"}).status_code == 303
    assert loket.json("/mijn")["totaal"] == 0
    assert loket.json(pad(nummer))["behandelaar"] == "J. Bos"


# -- who it is about -----------------------------------------------------------------------------


def test_a_person_is_shown_after_a_reason_and_fresh_proof_and_that_is_noted_first(
    loket: Balie,
) -> None:
    nummer = loket.lever(kop("a"))
    why = {"reden": "contact_gemeente", "toelichting": "gebeld over Kanarievogel"}

    asked = loket.client.get(pad(nummer, "inzien"), headers=loket.vers())
    assert asked.status_code == 200
    for word in KANARIE[:3]:
        assert word not in asked.text
    assert gedaan(loket) == []
    shown = loket.stuur(pad(nummer, "inzien"), why, loket.vers())

    assert shown.status_code == 200
    for word in (KANARIE[0], KANARIE[1], "3 feb 1951"):
        assert word in shown.text
    assert gedaan(loket) == [(WIE, "inzage", nummer, "contact_gemeente")]
    assert "Persoonsgegevens bekeken: contact gemeente" in str(loket.json(pad(nummer))["verloop"])


def test_a_person_is_not_shown_without_reason_or_when_the_proof_is_five_minutes_old(
    loket: Balie,
) -> None:
    nummer = loket.lever(kop("a"))
    why = {"reden": "contact_gemeente"}
    old = loket.vers()
    loket.now += timedelta(minutes=5)

    for headers in (loket.kop(), old, loket.kop(**{"Regres-Aangemeld": "morgen"})):
        for answer in (
            loket.client.get(pad(nummer, "inzien"), headers=headers, follow_redirects=False),
            loket.stuur(pad(nummer, "inzien"), why, headers),
        ):
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/bewijs?naar=")
            assert KANARIE[0] not in answer.text
    refused = loket.stuur(pad(nummer, "inzien"), {"reden": "nieuwsgierig"}, loket.vers())
    assert (refused.status_code, gedaan(loket)) == (422, [])
    other = loket.vers(**{"Regres-Rollen": "behandelaar@9903"})
    assert loket.stuur(pad(nummer, "inzien"), why, other).status_code == 404


def test_nothing_a_handler_types_lies_in_the_clear(loket: Balie, tmp_path: Path) -> None:
    nummer = loket.lever(kop("a"))
    loket.stuur(pad(nummer, "quickscan"), GOED)
    loket.stuur(pad(nummer, "begin"), {"begin": "2026-10-05", "reden": "brief van Kanarievogel"})
    loket.stuur(
        pad(nummer, "inzien"),
        {"reden": "contact_gemeente", "toelichting": "over Kanarievogel"},
        loket.vers(),
    )

    for path in tmp_path.iterdir():
        raw = path.read_bytes()
        assert KANARIE[0].encode() not in raw, path.name
        assert KANARIE[1].encode() not in raw, path.name


# -- the trail -----------------------------------------------------------------------------------


def test_a_line_of_the_trail_that_was_changed_or_taken_out_shows(loket: Balie) -> None:
    nummer = loket.lever(kop("a"))
    for name in ("J. Bos", WIE, "J. Bos"):
        loket.stuur(pad(nummer, "behandelaar"), {"naar": name})
    with loket.archief.lezen() as tx:
        assert list(spoorboek.breuken(tx)) == []
        with pytest.raises(Exception, match="only grows"):
            tx.execute(text("delete from spoor"))
    for spoil, broken in (
        ("update spoor set code = 'x' where volgnummer = 2", [2]),
        ("delete from spoor where volgnummer = 1", [2]),
    ):
        with loket.archief.engine.connect() as tx, tx.begin() as undo:
            for action in ("update", "delete"):
                tx.execute(text(f"drop trigger spoor_{action}"))
            tx.execute(text(spoil))
            assert list(spoorboek.breuken(tx)) == broken
            undo.rollback()


def test_a_step_of_a_command_has_its_line_too(loket: Balie) -> None:
    nummer = loket.lever(kop("a"))
    with loket.archief.schrijven() as tx:
        spoorboek.noteer_stap(tx, nummer, Stap("vraag", redencode="verzekeraar"), loket.now)
    with loket.archief.lezen() as tx:
        assert (spoorboek.aantal(tx), list(spoorboek.breuken(tx))) == (1, [])

    assert gedaan(loket) == [("opdracht", "stap", nummer, "vraag verzekeraar")]
    told = [row["wat"] for row in loket.json(pad(nummer))["verloop"]]
    assert "Stap: vraag gesteld verzekeraar, door opdracht" in told


def test_what_was_typed_with_a_line_opens_with_the_key_of_the_loket(loket: Balie) -> None:
    nummer = loket.lever(kop("a"))
    loket.stuur(pad(nummer, "begin"), {"begin": "2026-10-05", "reden": "een brief"})

    with loket.archief.lezen() as tx:
        (row,) = spoorboek.van_zaak(tx, nummer)
    assert spoorboek.toelichting(Datasleutel(loket.settings.datasleutel), row) == "een brief"


# -- a second look -------------------------------------------------------------------------------


def _later(loket: Balie, versie: int, **anders: Any) -> list[str]:
    """Deliver a later version, and give why the case asks for a second look."""
    loket.lever(kop("a", versie), **anders)
    (row,) = loket.json("/zaken")["zaken"]
    return list(row["aandacht"])


def test_only_what_can_change_the_verdict_asks_for_a_second_look(loket: Balie) -> None:
    nummer = loket.lever(kop("a"))
    assert _later(loket, 2, gewijzigd=["ongeval"]) == []
    loket.stuur(pad(nummer, "quickscan"), GOED)

    assert _later(loket, 3, gewijzigd=["client"]) == []
    assert _later(loket, 4, **{"gewijzigd": ["kosten"], "voorziening.kosten": []}) == [
        "Het bedrag is van een andere klasse"
    ]
    assert loket.json("/mijn?aandacht=ja")["totaal"] == 1
    assert loket.stuur(pad(nummer, "gezien"), {}).status_code == 303
    assert loket.json("/mijn?aandacht=ja")["totaal"] == 0
    assert _later(
        loket, 5, **{"gewijzigd": ["ongeval"], "voorziening.kosten": [],
                     "verhaalbaarheid.uitkomst": "mogelijk_verjaard"}
    ) == ["Het ongeval is gewijzigd", "Het voorstel van de regels is anders"]  # fmt: skip
    loket.stuur(pad(nummer, "quickscan"), GOED)
    assert loket.json("/mijn?aandacht=ja")["totaal"] == 0


def test_a_closed_case_opens_again_only_for_what_matters(loket: Balie) -> None:
    nummer = loket.lever(kop("a"))
    loket.stuur(pad(nummer, "quickscan"), GOED)
    loket.stuur(pad(nummer, "stap"), {"stap": "afgesloten"})

    assert _later(loket, 2, gewijzigd=["client"]) == []
    assert loket.json("/zaken")["zaken"][0]["status"] == "afgesloten"
    loket.lever(kop("b", dossiersleutel=merk("dossier a")))

    (row,) = loket.json("/mijn")["zaken"]
    assert row["aandacht"] == ["Er kwam een voorziening bij"]


def test_a_withdrawal_is_told_and_a_case_without_meldingen_is_withdrawn(loket: Balie) -> None:
    nummer = loket.lever(kop("a"))
    loket.lever(kop("b", dossiersleutel=merk("dossier a")))
    loket.stuur(pad(nummer, "quickscan"), GOED)
    for name in "ab":
        loket.lever(kop(name, 2, soortMelding=SoortMelding.INTREKKING))

    page = loket.json(pad(nummer))
    assert page["status"] == "ingetrokken"
    assert page["aandacht"] == ["De gemeente trok een melding in"]
    assert page["kosten"]["posten"] == []
    assert loket.client.get(pad(nummer), headers=loket.kop()).status_code == 200


@pytest.mark.parametrize(
    "anders",
    [
        {"ongeval.redenen": "geen lijst", "datumAanvraag": 7, "stuitingen": [1, None]},
        {"ongeval.datum": "gisteren", "client.pseudoniem": "x", "datumBekendheid": []},
        {"client.geboortedatum": {"datum": "1951-99-99"}, "ongeval.toedracht": 3},
        {"verhaalbaarheid.uiterlijkeDatum": [], "gewijzigd": {"x": 1}, "tegenpartij": "x"},
    ],
)
def test_a_melding_of_an_odd_shape_does_not_break_its_case(
    loket: Balie, anders: dict[str, Any]
) -> None:
    nummer = loket.lever(kop("a"), **anders)

    assert loket.client.get(pad(nummer), headers=loket.kop()).status_code == 200
    shown = loket.stuur(pad(nummer, "inzien"), {"reden": "gegevens_nakijken"}, loket.vers())
    assert shown.status_code == 200
