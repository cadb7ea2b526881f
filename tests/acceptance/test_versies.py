"""Nights in a row over real sockets, and what the Regresloket has of each provision at the end.

A municipality with two sources on an SFTP server that hold the same provisions, and a loket over
TLS. Every provision lives a life of its own, night by night; all lives are played at once.
"""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import scheduler
from demo.sftp_server import SftpServer
from ledger import Keuze, Ledger, Resultaat, StubSoort
from pipeline import Opdracht, RunVerslag, SlotSoort
from regres import Datum, Handelend
from settings import Bron, aansluiten
from tests.tools.gemeente import csv_bytes, rij
from tests.tools.keten import (
    Keten,
    bij_het_loket,
    loket_draait,
    nu,
    sftp_draait,
    stuf_draait,
    vandaag,
    verse_zaak,
)
from tests.tools.loket import Huis
from tests.tools.straat import CODE

#: What a source may say of a provision in one night. Nothing = the row is not there.
ZEGT: dict[str, list[dict[str, str]]] = {
    "": [],
    "J": [{"vlag": "J"}],
    "j": [{"vlag": "J", "Bedrag": "8.000,00"}],
    "N": [{"vlag": "N"}],
    "O": [{"vlag": "O"}],
    "leeg": [{"vlag": ""}],
    "ingetrokken": [{"vlag": "J", "Status": "Ingetrokken"}],
    "afgewezen": [{"vlag": "J", "Status": "Afgewezen"}],
    "JJ": [{"vlag": "J"}, {"vlag": "J"}],
    "Jj": [{"vlag": "J"}, {"vlag": "J", "Bedrag": "1,00"}],
    "JN": [{"vlag": "J"}, {"vlag": "N"}],
    "NJ": [{"vlag": "N"}, {"vlag": "J"}],
}
CONSULENT = Handelend("T. Consulent", "consulent", "dossier")
N, W, T = "nieuw", "wijziging", "intrekking"


@dataclass(frozen=True)
class Leven:
    """What two sources say night by night, and what the backend has of it at the end.

    The last word of a source stands for all nights after it.
    """

    naam: str
    een: tuple[str, ...]
    twee: tuple[str, ...]
    einde: tuple[str, ...]

    def zegt(self, bron: str, nacht: int) -> str:
        words = self.een if bron == "een" else self.twee
        return words[min(nacht, len(words) - 1)] if words else ""


def leven(naam: str, een: str, twee: str, *einde: str) -> Leven:
    def nights(text: str) -> tuple[str, ...]:
        return tuple("" if word == "-" else word for word in text.split())

    return Leven(naam, nights(een), nights(twee), einde)


LEVENS = [
    # one source
    leven("an accident", "J", "", N),
    leven("no accident", "N", ""),
    leven("the same row twice", "JJ", "", N),
    leven("a flag set late", "N N J", "", N),
    leven("changed facts", "J j", "", N, W),
    leven("changed there and back", "J j J", "", N, W, W),
    leven("flag to no", "J N", "", N, T),
    leven("flag to no and back", "J N J", "", N, T, W),
    leven("to no and back as other facts", "J N j", "", N, T, W),
    leven("to no and back, twice", "J N J N J", "", N, T, W, T, W),
    leven("to no before anyone knew", "N J N", "", N, T),
    leven("withdrawn by its status", "J ingetrokken", "", N, T),
    leven("withdrawn and granted again", "J ingetrokken J", "", N, T, W),
    leven("never granted", "afgewezen J", "", N),
    leven("doubt after it was sent", "J O", "", N),
    leven("doubt after it was sent, and gone again", "J O J", "", N),
    leven("doubt, then other facts", "J O j", "", N, W),
    leven("doubt, then no", "J O N", "", N, T),
    leven("doubt, then yes", "O J", "", N),
    leven("doubt, then no, never sent", "O N", ""),
    leven("a sign that fell silent", "J leeg", "", N),
    leven("a sign that fell silent and spoke again", "J leeg J", "", N),
    leven("gone from the source", "J -", "", N),
    leven("gone and back", "J - J", "", N),
    leven("gone and back with other facts", "J - j", "", N, W),
    leven("two contents under one key", "Jj", ""),
    leven("two contents, after it was sent", "J Jj", "", N),
    leven("two contents, then mended", "Jj j", "", N),
    # N of a provision nobody knows leaves nothing, so the first night cannot see the twin.
    leven("a twin that says no", "JN", "", N),
    leven("a twin that says no, first", "NJ", "", N),
    leven("a twin that says no, after it was sent", "J JN", "", N),
    # two sources, one referentie
    leven("both say the same", "J", "J", N),
    leven("only the second says so", "N", "J", N),
    leven("only the first says so", "J", "N", N),
    leven("they differ about the amount", "J", "j", N),
    leven("they differ, and the first changes", "J j", "J", N, W),
    leven("they differ, and the second changes", "J", "J j", N),
    leven("the second says no later", "J", "J N", N),
    leven("the second withdraws it", "J", "J ingetrokken", N),
    leven("the second doubts", "J", "O", N),
    leven("the second is silent", "J", "leeg", N),
    leven("the second has a double key", "J", "Jj", N),
    leven("the first says no, the second never said yes", "J N", "N", N, T),
    leven("the first says no, the second still says yes", "J N", "J", N, T, W),
    leven("the first says no and yes again", "J N J", "J", N, T, W),
    leven("both say no, one night apart", "J N", "J J N", N, T, W, T),
    leven("both say no at once", "J N", "J N", N, T),
    leven("the first leaves, the second says the same", "J -", "J", N),
]
NACHTEN = max(len(words) for one in LEVENS for words in (one.een, one.twee)) + 3


class Dorp(Keten):
    """A municipality with two sources on an SFTP server, a loket, and a clock: a night a day."""

    def __init__(self, folder: Path, huis: Huis, sftp: SftpServer, root: Path) -> None:
        super().__init__(folder)
        self.root, self.huis = root, huis
        self.before = len(bij_het_loket(huis))
        self.now = nu()
        self.met_sftp(sftp)
        bronnen = self.gemeente.gemeente["bronnen"]
        source = bronnen.pop("export")
        for bron in ("een", "twee"):
            (root / bron).mkdir(parents=True, exist_ok=True)
            bronnen[bron] = source | {"map": bron}
        self.gemeente.gemeente["rem"] = {"nieuw": 500, "aandeel": 1.0, "waarom": "toets"}
        self.met_loket(huis)
        self.grootboek = self.gemeente.settings().open_grootboek(self.now)

    def klok(self) -> datetime:
        return self.now

    def levering(self, bron: str, rows: list[dict[str, str]]) -> None:
        (self.root / bron / "wmo.csv").write_bytes(csv_bytes(rows))

    def nacht(self, *bronnen: str, dagen: int = 1, **opdracht: Any) -> list[RunVerslag]:
        """Let a day pass and take the nightly turn of each source."""
        settings = self.gemeente.settings()
        line = aansluiten(settings, settings.gemeenten[0], self.klok)
        self.now += timedelta(days=dagen)

        def task(given: Opdracht) -> Opdracht:
            return Opdracht(slot=given.slot, vandaag=given.vandaag, **opdracht)

        try:
            turns = [(bron, SlotSoort.NACHT) for bron in bronnen or ("een", "twee")]
            done = [
                scheduler.ronde(line, self.grootboek, [turn], self.klok, task) for turn in turns
            ]
        finally:
            line.close()
        assert not [one.bezorging.problemen for one in done if one.bezorging.problemen]
        return [run for one in done for run in one.runs]

    def keten(self) -> dict[str, tuple[str, ...]]:
        """Give what the loket has by referentie: the kinds of its versions, which count up."""
        found: dict[str, list[tuple[int, str]]] = {}
        for referentie, versie, soort in bij_het_loket(self.huis)[self.before :]:
            found.setdefault(referentie, []).append((versie, soort))
        for chain in found.values():
            assert [versie for versie, _ in chain] == list(range(1, len(chain) + 1))
        return {ref: tuple(soort for _, soort in chain) for ref, chain in found.items()}

    def referentie(self, nummer: int) -> str:
        """Give the referentie of the provision with this number."""
        settings = self.gemeente.settings()
        line = aansluiten(settings, settings.gemeenten[0], self.klok)
        line.close()
        route = next(iter(line.bronnen.values())).route
        row = rij(nummer)
        key = (row["Beschikkingnr"], row["Productcode"], row["Ingangsdatum"])
        return route.pseudoniemen.referentie(route.plan.sleutelruimte, key)

    def van(self, nummer: int) -> tuple[str, ...]:
        return self.keten().get(self.referentie(nummer), ())


@pytest.fixture(scope="module")
def loket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Huis]:
    with loket_draait(tmp_path_factory.mktemp("loket")) as huis:
        yield huis


@pytest.fixture
def dorp(tmp_path: Path, loket: Huis) -> Iterator[Dorp]:
    root = tmp_path / "sftp"
    root.mkdir()
    with sftp_draait(root) as sftp:
        made = Dorp(tmp_path / "gemeente", loket, sftp, root)
        with contextlib.closing(made.grootboek):
            yield made


def rijen(bron: str, nacht: int) -> list[dict[str, str]]:
    """Give a source as it is in one night; a row of the night itself keeps any file new."""
    rows = [rij(9000 + nacht)]
    for nummer, one in enumerate(LEVENS, 1):
        for says in ZEGT[one.zegt(bron, nacht)]:
            said = dict(says)
            rows.append(rij(nummer, said.pop("vlag"), **said))
    return rows


# -- all lives at once -----------------------------------------------------------------------------


def test_after_any_row_of_nights_the_backend_has_what_the_sources_made_of_it(dorp: Dorp) -> None:
    counts: list[Mapping[str, tuple[str, ...]]] = []
    for nacht in range(NACHTEN):
        for bron in ("een", "twee"):
            dorp.levering(bron, rijen(bron, nacht))
        for verslag in dorp.nacht():
            assert verslag.resultaat is Resultaat.VRIJ, verslag.oorzaken
            assert verslag.telling.klopt
        counts.append(dorp.keten())

    ended = {one.naam: dorp.van(nummer) for nummer, one in enumerate(LEVENS, 1)}
    assert ended == {one.naam: one.einde for one in LEVENS}
    assert counts[-3] == counts[-1], "once the sources say nothing new, nothing is sent"
    assert dorp.grootboek.audit_verify() == []


# -- the source by whose word it stands goes away --------------------------------------------------


def test_a_source_that_takes_over_may_withdraw_and_one_that_always_said_no_may_not(
    dorp: Dorp,
) -> None:
    """The first source is taken out of the configuration: the second says J of 1, N of 2."""
    dorp.levering("een", [rij(1, "J"), rij(2, "J")])
    dorp.levering("twee", [rij(1, "J"), rij(2)])
    dorp.nacht()
    del dorp.gemeente.gemeente["bronnen"]["een"]
    dorp.schrijf()
    dorp.levering("twee", [rij(1, "J"), rij(2), rij(3)])
    dorp.nacht("twee")
    assert (dorp.van(1), dorp.van(2)) == ((N,), (N,))

    dorp.levering("twee", [rij(1), rij(2), rij(4)])
    dorp.nacht("twee")

    assert (dorp.van(1), dorp.van(2)) == ((N, T), (N,))


def test_a_provision_that_moved_to_the_other_source_is_changed_there_in_time(dorp: Dorp) -> None:
    """Gone from the first after two complete reads and a week; until then nothing of it moves."""
    dorp.levering("een", [rij(1, "J"), rij(9)])
    dorp.levering("twee", [rij(1, "J"), rij(9)])
    dorp.nacht()
    chains = []
    for day in range(4):
        dorp.levering("een", [rij(10 + day)])
        dorp.levering("twee", [rij(1, "J", Bedrag="8.000,00"), rij(10 + day)])
        dorp.nacht(dagen=5)
        chains.append(dorp.van(1))

    assert chains[0] == (N,)
    assert chains[-1] == (N, W)


# -- decisions of people ---------------------------------------------------------------------------


def test_a_person_s_yes_and_no_travel_and_another_source_does_not_undo_them(dorp: Dorp) -> None:
    doubt = {"Ongeval J/N": "O"}
    dorp.levering("een", [rij(1, "J", **doubt), rij(2, "J", **doubt)])
    dorp.levering("twee", [rij(1), rij(2)])
    dorp.nacht()
    for row in dorp.grootboek.stubs(CODE, StubSoort.BEOORDELEN):
        dorp.grootboek.decide(CODE, row.zoeksleutel, Keuze.JA, CONSULENT, dorp.now)
    dorp.nacht()
    assert (dorp.van(1), dorp.van(2)) == ((N,), (N,))
    key = next(
        one.zoeksleutel
        for one in dorp.grootboek.standen(CODE).values()
        if one.referentie == dorp.referentie(2)
    )
    dorp.grootboek.decide(CODE, key, Keuze.NEE, CONSULENT, dorp.now)
    for _ in range(2):
        dorp.nacht()

    assert (dorp.van(1), dorp.van(2)) == ((N,), (N, T))


# -- an unchanged file -----------------------------------------------------------------------------


def mapping(dorp: Dorp, was: str, becomes: str) -> None:
    file = dorp.config / "mappings" / "duinrand-csv.yaml"
    text = file.read_text()
    assert was in text
    file.write_text(text.replace(was, becomes))


def test_a_change_of_mapping_policy_or_decision_is_heard_on_an_unchanged_file(dorp: Dorp) -> None:
    old = {"Datum ongeval": "01-03-2016", "Bekend op": "01-05-2016"}
    dorp.levering("een", [rij(1, "J"), rij(2, "J", **old), rij(3, "J", **{"Ongeval J/N": "O"})])
    seen: list[tuple[Resultaat, tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = []

    def night() -> None:
        (verslag,) = dorp.nacht("een")
        seen.append((verslag.resultaat, dorp.van(1), dorp.van(2), dorp.van(3)))

    night()
    night()
    mapping(dorp, "    omschrijving: {kolom: Omschrijving voorziening, tekst: afkappen}\n", "")
    night()
    dorp.gemeente.gemeente["beleid"] = {"waarschijnlijk_niet": "sturen"}
    dorp.schrijf()
    night()
    (row,) = dorp.grootboek.stubs(CODE, StubSoort.BEOORDELEN)
    dorp.grootboek.decide(CODE, row.zoeksleutel, Keuze.JA, CONSULENT, dorp.now)
    night()
    night()

    free, same = Resultaat.VRIJ, Resultaat.ONGEWIJZIGD
    assert seen == [
        (free, (N,), (), ()),
        (same, (N,), (), ()),
        (free, (N, W), (), ()),
        (free, (N, W), (N,), ()),
        (free, (N, W), (N,), (N,)),
        (same, (N, W), (N,), (N,)),
    ]


# -- a flag that was set late on an old case -------------------------------------------------------


def rondgang(keten: Keten, grootboek: Ledger, soort: SlotSoort, klok: datetime) -> list[RunVerslag]:
    settings = keten.gemeente.settings()
    line = aansluiten(settings, settings.gemeenten[0], lambda: klok)
    try:
        bron: Bron = line.bronnen["zaken"]
        assert bron.slots(vandaag(), soort)
        return scheduler.ronde(line, grootboek, [("zaken", soort)], lambda: klok).runs
    finally:
        line.close()


def test_a_late_flag_on_an_old_case_is_found_by_the_rondgang_and_not_by_the_window(
    tmp_path: Path, loket: Huis
) -> None:
    keten = Keten(tmp_path)
    before = len(bij_het_loket(loket))
    start = vandaag() - timedelta(days=200)
    days = {"startdatum": start, "datum_beslissing": start, "ingangsdatum": start}
    long_ago = start - timedelta(days=100)
    accident = days | {
        "datum_ongeval": Datum.lees(long_ago.isoformat()),
        "bekend_op": long_ago + timedelta(days=10),
    }
    with stuf_draait([verse_zaak(1, "N", **days), verse_zaak(2, "J")]) as server:
        keten.met_stuf(server.url, vanaf=vandaag() - timedelta(days=230))
        keten.gemeente.gemeente["rem"] = {"aandeel": 1.0, "waarom": "toets"}
        keten.met_loket(loket)
        with keten.ledger() as grootboek:
            rondgang(keten, grootboek, SlotSoort.RONDGANG, nu())
            assert [soort for *_, soort in bij_het_loket(loket)[before:]] == [N]
            server.zaaksysteem.vervang([verse_zaak(1, "J", **accident), verse_zaak(2, "J")])
            rondgang(keten, grootboek, SlotSoort.VENSTER, nu())
            assert len(bij_het_loket(loket)) == before + 1
            week = nu() + timedelta(days=7)
            rondgang(keten, grootboek, SlotSoort.RONDGANG, week)
            assert [soort for *_, soort in bij_het_loket(loket)[before:]] == [N, N]
            rondgang(keten, grootboek, SlotSoort.RONDGANG, week + timedelta(days=7))

    assert len(bij_het_loket(loket)) == before + 2
