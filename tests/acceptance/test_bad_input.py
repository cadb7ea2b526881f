"""Bad input over the real thing: told with code, place and next step; nothing lost or half sent.

Every test ends with a good run: what was wrong is mended, and everything arrives, once.
"""

import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from demo.certificaten import maak as certificaten_maken
from ledger import OutboxStatus
from tests.tools.gemeente import ROOT
from tests.tools.keten import (
    HOST_KEY,
    OTHER_HOST_KEY,
    Keten,
    Uitkomst,
    bij_het_loket,
    geleden,
    loket_draait,
    nieuwe_sleutel,
    sftp_draait,
    stuf_draait,
    vers,
    verse_zaak,
)
from tests.tools.loket import Huis

KANARIE = "Kanarie7Geheim"
MAPPING = ROOT / "config" / "mappings" / "duinrand-csv.yaml"
ZAKEN = [verse_zaak(number, "J" if number % 7 == 0 else "N") for number in range(20)]


@dataclass
class Straat:
    """A municipality that delivers to a real loket."""

    keten: Keten
    loket: Huis

    @property
    def gemeente(self) -> Any:
        return self.keten.gemeente

    def aangekomen(self) -> list[tuple[int, str]]:
        return [(versie, soort) for _, versie, soort in bij_het_loket(self.loket)]

    def niets_half(self) -> None:
        """Nothing arrived, nothing stands ready, nothing is remembered as sent."""
        assert bij_het_loket(self.loket) == []
        with self.keten.ledger() as ledger:
            counts = ledger.outbox_counts("9901")
            assert not any(counts[status] for status in OutboxStatus)
            assert ledger.standen("9901") == {}

    def goede_run(self, aantal: int = 1) -> None:
        """Run again: everything that should have arrived does, exactly once."""
        done, _ = self.keten.run()
        assert (done.code, done.fout) == (0, ""), done.uit
        assert self.aangekomen() == [(1, "nieuw")] * aantal
        assert done.regels[-1]["wacht"] == 0


@pytest.fixture
def straat(tmp_path: Path) -> Iterator[Straat]:
    keten = Keten(tmp_path)
    with loket_draait(tmp_path / "loket") as huis:
        keten.met_loket(huis)
        yield Straat(keten, huis)


def verteld(problem: dict[str, str], waar: str = "") -> None:
    """A problem has a code, a place and a next step."""
    assert re.fullmatch(r"[A-Z]-[0-9]{4}", problem["code"])
    assert problem["wat"]
    assert waar in problem["waar"]
    assert problem["waar"] or problem["mapping"]
    assert problem["doe"]
    assert KANARIE not in repr(problem)


def geweigerd(straat: Straat, code: str, waar: str) -> dict[str, Any]:
    """Run over a source that cannot be used: 4, told, and nothing of it is kept."""
    done, run = straat.keten.run()
    assert (done.code, run["resultaat"], run["exit"]) == (4, "mislukt", 4)
    (problem,) = run["oorzaken"]
    assert problem["code"] == code
    verteld(problem, waar)
    straat.niets_half()
    return run


def geweigerde_config(straat: Straat, code: str, plek: str) -> Uitkomst:
    """Every command stops at a configuration that cannot be used, and not even makes a ledger."""
    ledger = straat.keten.folder / "regresbrug.db"
    done = straat.keten.geef("run")
    assert (done.code, done.uit) == (3, "")
    assert re.findall(r"^([A-Z]-[0-9]{4})", done.fout, re.MULTILINE) == [code]
    assert plek in done.fout
    assert "doe:" in done.fout
    assert KANARIE not in done.fout
    assert not ledger.exists()
    assert straat.keten.geef("check").code == 3
    return done


# -- certificates and keys -------------------------------------------------------------------------


def test_a_zaaksysteem_with_a_certificate_of_another_authority(
    straat: Straat, tmp_path: Path
) -> None:
    with stuf_draait(ZAKEN) as server:
        straat.keten.met_stuf(server.url, ca=str(certificaten_maken(tmp_path / "ander").ca))
        geweigerd(straat, "B-0312", "localhost")
        assert server.vragen == []

        straat.keten.met_stuf(server.url)
        straat.goede_run(aantal=3)


def test_a_zaaksysteem_that_does_not_know_our_certificate(straat: Straat, tmp_path: Path) -> None:
    other = certificaten_maken(tmp_path / "ander")
    straat.gemeente.geheim("ander.key", other.client_sleutel.read_text())
    with stuf_draait(ZAKEN) as server:
        wrong = {"clientcertificaat": str(other.client), "clientsleutel": "geheim/ander.key"}
        straat.keten.met_stuf(server.url, False, **wrong)
        geweigerd(straat, "B-0313", "localhost")
        assert server.vragen == []

        straat.keten.met_stuf(server.url)
        straat.goede_run(aantal=3)


def test_a_loket_with_a_certificate_of_another_authority(straat: Straat, tmp_path: Path) -> None:
    straat.gemeente.levering([vers(1, "J"), vers(2)])
    straat.gemeente.dienst["bestemming"]["ca"] = str(certificaten_maken(tmp_path / "ander").ca)
    straat.keten.schrijf()

    done, run = straat.keten.run()

    assert (done.code, run["resultaat"]) == (5, "vrij")
    (problem,) = done.regels[-1]["problemen"]
    verteld(problem, "127.0.0.1")
    assert (straat.aangekomen(), done.regels[-1]["wacht"]) == ([], 1)
    straat.keten.met_loket(straat.loket)
    straat.goede_run()


def test_an_sftp_server_whose_host_key_changed(straat: Straat) -> None:
    straat.gemeente.levering([vers(1, "J"), vers(2)])
    export = straat.keten.folder / "export"
    with sftp_draait(export, OTHER_HOST_KEY) as impostor:
        straat.keten.met_sftp(impostor)
        run = geweigerd(straat, "B-0206", f"127.0.0.1:{impostor.port}")
        # Both fingerprints, so that an administrator can compare them with the supplier's.
        told = repr(run["oorzaken"])
        assert OTHER_HOST_KEY.get_fingerprint() in told
        assert HOST_KEY.get_fingerprint() in told or "hostsleutel" in told
    with sftp_draait(export) as server:
        straat.keten.met_sftp(server)
        straat.goede_run()


def test_a_key_that_the_loket_does_not_know(straat: Straat) -> None:
    straat.gemeente.levering([vers(1, "J"), vers(2, "J")])
    straat.keten.sleutel_van(nieuwe_sleutel())

    done, run = straat.keten.run()

    assert (done.code, run["resultaat"]) == (1, "vrij")
    assert (done.regels[-1]["vervallen"], done.regels[-1]["wacht"]) == (2, 0)
    for problem in done.regels[-1]["problemen"]:
        verteld(problem)
        assert problem["code"] == "S-0422"
    assert done.regels[-1]["problemen"]
    assert straat.aangekomen() == []
    straat.keten.sleutel_van(straat.loket.sleutel)
    straat.goede_run(aantal=2)


def test_a_ledger_that_was_put_back_is_behind_what_the_loket_knows(straat: Straat) -> None:
    straat.gemeente.levering([vers(1, "J")])
    straat.goede_run()
    for file in straat.keten.folder.glob("regresbrug.db*"):
        file.unlink()
    straat.gemeente.levering([vers(1, "J", Bedrag="1,00")])

    done, run = straat.keten.run()

    assert (done.code, run["resultaat"]) == (8, "mislukt")
    assert "R-0702" in f"{done.fout}{done.uit}", run
    assert straat.aangekomen() == [(1, "nieuw")]
    who = ("--wie", "F. Functionaris", "--rol", "fg")
    assert straat.keten.geef("reconcile", "--herstel", *who).code == 0
    assert straat.keten.run()[0].code == 0
    assert straat.aangekomen() == [(1, "nieuw"), (2, "wijziging")]


def test_a_ledger_that_was_lost_with_its_proof_is_behind_what_the_loket_knows(
    straat: Straat,
) -> None:
    straat.gemeente.levering([vers(1, "J")])
    straat.goede_run()
    for file in straat.keten.folder.glob("regresbrug.db*"):
        file.unlink()
    shutil.rmtree(straat.gemeente.settings().bewijsmap)
    straat.gemeente.levering([vers(1, "J", Bedrag="1,00")])

    done, run = straat.keten.run()

    assert (done.code, run["resultaat"]) == (1, "vrij")
    (problem,) = done.regels[-1]["problemen"]
    assert problem["code"] == "S-0409"
    verteld(problem, "Regresloket")


def test_dates_in_an_impossible_order_go_to_quarantine(straat: Straat) -> None:
    odd = {"Datum ongeval": geleden(10), "Bekend op": geleden(20)}
    straat.gemeente.levering([vers(1, "J", **odd)])

    done, run = straat.keten.run()

    assert (done.code, run["telling"]["quarantaine"]) == (1, 1)
    (group,) = run["problemen"]
    assert (group["aantal"], group["voorbeelden"][0]["code"]) == (1, "R-0202")
    verteld(group["voorbeelden"][0], "wmo_voorzieningen.csv:2")
    straat.gemeente.levering([vers(1, "J")])
    straat.goede_run()


def test_a_key_of_the_recipient_that_has_run_out(straat: Straat) -> None:
    straat.gemeente.levering([vers(1, "J"), vers(2)])
    straat.keten.sleutel_van(straat.loket.sleutel, tot=-1)

    done, run = straat.keten.run()

    assert (done.code, run["resultaat"]) == (6, "mislukt")
    (problem,) = run["oorzaken"]
    assert problem["code"] == "K-0212"
    verteld(problem, "ontvanger")
    straat.niets_half()
    straat.keten.sleutel_van(straat.loket.sleutel)
    straat.goede_run()


def test_a_key_of_the_recipient_that_is_not_there(straat: Straat) -> None:
    straat.gemeente.levering([vers(1, "J")])
    (straat.keten.config / "ontvanger" / "loket.jwk").unlink()

    done, run = straat.keten.run()

    assert (done.code, run["oorzaken"][0]["code"]) == (6, "K-0211")
    verteld(run["oorzaken"][0], "ontvanger")
    straat.niets_half()
    straat.keten.sleutel_van(straat.loket.sleutel)
    straat.goede_run()


# -- a backend that cannot be reached --------------------------------------------------------------


def test_a_backend_that_is_down_gets_everything_later_and_once(tmp_path: Path) -> None:
    keten = Keten(tmp_path)
    with loket_draait(tmp_path / "loket") as huis:
        keten.met_loket(huis)
        port = int(huis.server.url.rpartition(":")[2])
        settings = huis.settings
    keten.gemeente.levering([vers(1, "J"), vers(2, "J"), vers(3)])

    done, run = keten.run()

    assert (done.code, run["resultaat"], done.regels[-1]["wacht"]) == (5, "vrij", 2)
    (problem,) = done.regels[-1]["problemen"]
    verteld(problem, "127.0.0.1")
    time.sleep(1.1)
    again, _ = keten.run()
    assert (again.code, again.regels[-1]["wacht"]) == (5, 2)
    time.sleep(2.1)
    with loket_draait(tmp_path / "loket2", port=port, sleutels=settings.sleutels) as back:
        keten.met_loket(back)
        good, unread = keten.run()
        assert (good.code, unread["resultaat"]) == (0, "ongewijzigd")
        assert len(bij_het_loket(back)) == 2
        keten.run()
        assert len(bij_het_loket(back)) == 2


# -- what a source gives ---------------------------------------------------------------------------


def test_an_answer_that_is_cut_off_in_the_middle(straat: Straat) -> None:
    whole: list[bool] = []

    def cut(number: int, body: bytes, status: int) -> tuple[int, dict[str, str], bytes]:
        return status, {}, body if whole else body[: len(body) // 2]

    with stuf_draait(ZAKEN, cut) as server:
        straat.keten.met_stuf(server.url)
        geweigerd(straat, "B-0305", "bericht")
        whole.append(True)
        straat.goede_run(aantal=3)


@pytest.mark.parametrize(
    ("code", "was", "wordt"),
    [
        ("B-0330", b"</ZKN:identificatie>", b"</ZKN:identificatee>"),
        ("B-0330", b"<ZKN:antwoord>", b"<ZKN:antwoord>\x01"),
        ("B-0331", b"<soapenv:Envelope", b"<!DOCTYPE x [<!ENTITY a 'b'>]><soapenv:Envelope"),
        ("B-0333", b"La01</StUF:berichtcode>", b"La02</StUF:berichtcode>"),
    ],
)
def test_an_answer_that_is_not_what_was_agreed(
    straat: Straat, code: str, was: bytes, wordt: bytes
) -> None:
    good: list[bool] = []

    def spoil(number: int, body: bytes, status: int) -> tuple[int, dict[str, str], bytes]:
        assert was in body
        return status, {}, body if good else body.replace(was, wordt)

    with stuf_draait(ZAKEN, spoil) as server:
        straat.keten.met_stuf(server.url)
        geweigerd(straat, code, "bericht 1")
        good.append(True)
        straat.goede_run(aantal=3)


def test_an_answer_that_is_cut_off_on_its_second_page(straat: Straat) -> None:
    whole: list[bool] = []

    def cut(number: int, body: bytes, status: int) -> tuple[int, dict[str, str], bytes]:
        return status, {}, body if whole or number == 1 else body[:-60]

    with stuf_draait(ZAKEN, cut) as server:
        straat.keten.met_stuf(server.url, per_pagina=6)
        geweigerd(straat, "B-0305", "bericht")
        whole.append(True)
        straat.goede_run(aantal=3)


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        # UTF-8 where cp1252 was agreed: it can be decoded, and gives another header.
        ("B-0103", lambda data: data.decode("cp1252").encode("utf-8")),
        ("B-0107", lambda data: data.decode("cp1252").encode("utf-8-sig")),
        ("B-0106", lambda data: data.replace(b"Traplift", b"Tr\x8dplift")),
        ("B-0108", lambda data: data.replace(b"Traplift", b"Tr\x00plift")),
    ],
)
def test_an_export_in_another_encoding(straat: Straat, code: str, spoil: Any) -> None:
    path = straat.gemeente.levering([vers(1, "J"), vers(2)])
    good = path.read_bytes()
    path.write_bytes(spoil(good))

    geweigerd(straat, code, "wmo_voorzieningen.csv:")

    path.write_bytes(good)
    straat.goede_run()


def test_an_export_with_a_drifted_header(straat: Straat) -> None:
    path = straat.gemeente.levering([vers(1, "J"), vers(2)])
    good = path.read_bytes()
    path.write_bytes(good.replace(b"Datum ongeval", b"Datum van ongeval"))

    run = geweigerd(straat, "B-0103", "wmo_voorzieningen.csv:1")

    (problem,) = run["oorzaken"]
    assert "'Datum ongeval'" in problem["wat"]
    assert "{kolom: Datum van ongeval}" in problem["doe"]
    path.write_bytes(good)
    straat.goede_run()


def test_an_export_that_is_cut_off(straat: Straat) -> None:
    path = straat.gemeente.levering([vers(1, "J"), vers(2)])
    good = path.read_bytes()
    path.write_bytes(good[:-140])

    geweigerd(straat, "B-0110", "wmo_voorzieningen.csv:")

    path.write_bytes(good)
    straat.goede_run()


def test_one_key_with_two_contents_over_sftp(straat: Straat) -> None:
    twice = [vers(1, "J"), vers(2, "J"), vers(1, "J", Bedrag="1,00"), vers(3)]
    straat.gemeente.levering(twice)
    with sftp_draait(straat.keten.folder / "export") as server:
        straat.keten.met_sftp(server)

        done, run = straat.keten.run()

        assert (done.code, run["resultaat"]) == (1, "vrij")
        assert run["telling"]["quarantaine"] == 2
        assert straat.aangekomen() == [(1, "nieuw")]
        (group,) = run["problemen"]
        verteld(group["voorbeelden"][0], "wmo_voorzieningen.csv:4")
        assert group["voorbeelden"][0]["code"] == "R-0201"
        straat.gemeente.levering([vers(1, "J"), vers(2, "J"), vers(3)])
        straat.goede_run(aantal=2)
        with straat.keten.ledger() as ledger:
            assert ledger.stubs("9901") == []


# -- configuration and mapping ---------------------------------------------------------------------


@pytest.mark.parametrize("code", ["9901", "0363"])
def test_a_gemeentecode_without_quotes(straat: Straat, code: str) -> None:
    file = straat.keten.config / "gemeenten" / "9901-duinrand.yaml"
    good = file.read_text()
    file.write_text(re.sub(r"gemeentecode: .*", f"gemeentecode: {code}", good))

    done = geweigerde_config(straat, "C-0102", "gemeenten/9901-duinrand.yaml:1:15")

    assert "aanhalingstekens" in done.fout
    file.write_text(good)
    straat.gemeente.levering([vers(1, "J")])
    straat.goede_run()


def test_an_unknown_key_in_the_configuration(straat: Straat) -> None:
    source = straat.gemeente.gemeente["bronnen"]["export"]
    source["patron"] = source.pop("patroon")
    source["patroon"] = source["patron"]
    straat.keten.schrijf()

    done = geweigerde_config(straat, "C-0104", "gemeenten/9901-duinrand.yaml:")

    assert "Bedoelde u patroon?" in done.fout
    del source["patron"]
    straat.keten.schrijf()
    straat.gemeente.levering([vers(1, "J")])
    straat.goede_run()


def test_a_secret_that_stands_in_the_configuration_itself(straat: Straat) -> None:
    access = straat.gemeente.gemeente["regresloket"]
    good = access["geheim"]
    access["geheim"] = KANARIE
    straat.keten.schrijf()

    done = geweigerde_config(straat, "C-0105", "gemeenten/9901-duinrand.yaml:")

    assert "Vervang het geheim" in done.fout
    access["geheim"] = good
    straat.keten.schrijf()
    straat.gemeente.levering([vers(1, "J")])
    straat.goede_run()


@pytest.mark.parametrize(
    ("was", "wordt"),
    [
        ("ja_nee: {ja: J, nee: N, onbekend: O}", "ja_nee: {ja: N, nee: J, onbekend: O}"),
        ("    kolom: Ongeval J/N", "    kolom: Ongeval J/N\n    ja_nee: {ja: N, nee: J}"),
    ],
)
def test_a_flag_that_is_mapped_the_wrong_way_round(straat: Straat, was: str, wordt: str) -> None:
    mapping = straat.keten.config / "mappings" / "duinrand-csv.yaml"
    good = mapping.read_text()
    assert good.count(was) == 1
    mapping.write_text(good.replace(was, wordt))
    straat.gemeente.levering([vers(1, "J")])
    done, run = straat.keten.run()
    assert (done.code, run["telling"]["gelezen"]) == (3, 0)
    assert {problem["code"] for problem in run["oorzaken"]} == {"M-0030"}

    # Nobody wrote tests: then the brake holds it.
    mapping.write_text(good.partition("\ntoetsen:")[0].replace(was, wordt))
    # An ordinary export: one accident among many provisions.
    straat.gemeente.levering([vers(1, "J"), *(vers(number) for number in range(2, 150))])

    done, run = straat.keten.run()

    assert (done.code, run["resultaat"]) == (8, "wacht_op_vrijgave")
    assert {problem["code"] for problem in run["oorzaken"]} == {"R-0101", "R-0102"}
    for problem in run["oorzaken"]:
        assert "regresbrug release" in problem["doe"]
    assert straat.aangekomen() == []
    with straat.keten.ledger() as ledger:
        assert ledger.standen("9901") == {}
    mapping.write_text(good)
    straat.goede_run()
    with straat.keten.ledger() as ledger:
        assert ledger.outbox_counts("9901")[OutboxStatus.KLAARGEZET] == 0


def test_a_revocation_list_in_the_configuration_is_used_for_the_source(straat: Straat) -> None:
    with stuf_draait(ZAKEN) as server:
        straat.keten.met_stuf(server.url, crl="tls/ingetrokken.crl")
        done, _ = straat.keten.run()

    assert done.code != 0
    assert "ingetrokken.crl" in done.uit + done.fout
    straat.niets_half()


def test_a_revocation_list_in_the_configuration_is_used_for_the_loket(straat: Straat) -> None:
    straat.gemeente.levering([vers(1, "J"), vers(2)])
    straat.gemeente.dienst["bestemming"]["crl"] = "tls/ingetrokken.crl"
    straat.keten.schrijf()

    done, _ = straat.keten.run()

    assert done.code == 5
    assert "ingetrokken.crl" in done.uit + done.fout
    assert straat.aangekomen() == []
    del straat.gemeente.dienst["bestemming"]["crl"]
    straat.keten.schrijf()
    straat.goede_run()
