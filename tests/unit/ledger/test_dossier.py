"""What is remembered of one client: all that is theirs, nothing of another, and who asked."""

from dataclasses import replace

import pytest

from ledger import AuditVraag, Keuze, Ledger, Merk, OutboxStatus, StandStaat
from regres import Handelend, SoortMelding
from tests.tools.ledgers import NOW, House, after, hmac_of, note, referentie, staged, zoeksleutel

WHO = Handelend("T. Consulent", "consulent", "verzoek 2026-7")


def merken(number: int, *versies: int) -> list[Merk]:
    return [Merk(hmac_of("cli", number), versie) for versie in versies or (1,)]


@pytest.fixture
def two(house: House, ledger: Ledger) -> House:
    """Client 1 has a provision of two versions and a record that waits; client 2 has the same."""
    waiting = [note(n + 10, clientmerk=hmac_of("cli", n), clientversie=1) for n in (1, 2)]
    house.run([staged(1), staged(2)], waiting)
    house.deliver_all(after(hours=1))
    changed = [staged(n, 2, SoortMelding.WIJZIGING, "b") for n in (1, 2)]
    house.run(changed, waiting, now=after(days=1))
    return house


def test_all_of_a_client_is_shown_and_nothing_of_another(two: House, ledger: Ledger) -> None:
    found = ledger.dossier(two.gemeente, merken(1), WHO, after(days=2))

    (melding,) = found.meldingen
    assert melding.referentie == referentie(1)
    assert melding.staat is StandStaat.STAAND
    assert melding.zaaknummer == f"Z-{referentie(1)[-4:]}"
    assert melding.bronset == "csv"
    assert melding.laatst_gezien == after(days=1)
    assert melding.afgesloten_op is None
    assert [(one.versie, one.soort, one.status) for one in melding.versies] == [
        (1, SoortMelding.NIEUW, OutboxStatus.ONTVANGEN),
        (2, SoortMelding.WIJZIGING, OutboxStatus.VRIJ),
    ]
    assert [one.ontvangen_op for one in melding.versies] == [after(hours=1), None]
    assert [one.plaats for one in found.wachtend] == ["export.csv:13"]
    assert found.wachtend[0].codes == ("A-0001",)
    assert found.wachtend[0].gesloten_op is None
    seen = (found.wachtend[0].eerst_gezien, found.wachtend[0].laatst_gezien)
    assert seen == (NOW, after(days=1))
    assert (found.besluiten, found.bezwaar, found.leeg) == ((), None, False)


def test_what_was_done_with_a_melding_is_told_oldest_first(two: House, ledger: Ledger) -> None:
    (melding,) = ledger.dossier(two.gemeente, merken(1), WHO, after(days=2)).meldingen

    numbers = [one.volgnummer for one in melding.handelingen]
    assert len(numbers) > 1
    assert numbers == sorted(numbers)


def test_another_municipality_sees_nothing_of_it(two: House, ledger: Ledger) -> None:
    House(ledger, "9902")

    assert ledger.dossier("9902", merken(1), WHO, after(days=2)).leeg
    assert ledger.gevonden("9902", merken(1)).niets


def test_who_asked_is_noted_before_anything_is_shown_and_for_each_melding(
    two: House, ledger: Ledger
) -> None:
    ledger.dossier(two.gemeente, merken(1), WHO, after(days=2))

    (shown,) = ledger.audit_regels(AuditVraag(actie="subject_inzage"))
    assert (shown.resultaat, shown.actor, shown.tijd[:10]) == (
        *("getoond", "T. Consulent"),
        "2026-11-23",
    )
    assert shown.oorsprong == "besluit:1"
    assert ledger.audit_regels(AuditVraag(referentie=referentie(1)))[0] == shown
    assert ledger.audit_regels(AuditVraag(actie="subject_rectificatie")) == []


def test_asking_for_correction_has_its_own_name(two: House, ledger: Ledger) -> None:
    ledger.dossier(two.gemeente, merken(1), WHO, after(days=2), rectificatie=True)

    assert len(ledger.audit_regels(AuditVraag(actie="subject_rectificatie"))) == 1
    assert ledger.audit_regels(AuditVraag(actie="subject_inzage")) == []


def test_what_is_found_is_counted_without_what_was_closed(two: House, ledger: Ledger) -> None:
    found = ledger.gevonden(two.gemeente, merken(1, 1, 2))
    assert (found.meldingen, found.wachtend, found.niets) == (1, 1, False)

    ledger.decide(two.gemeente, zoeksleutel(11), Keuze.NEE, WHO, after(days=2))

    found = ledger.gevonden(two.gemeente, merken(1))
    assert (found.meldingen, found.wachtend) == (1, 0)
    assert ledger.gevonden(two.gemeente, merken(3)).niets


def test_a_decision_about_a_record_of_the_client_is_shown_and_of_no_other(
    two: House, ledger: Ledger
) -> None:
    other = replace(WHO, wie="A. Ander")
    ledger.decide(two.gemeente, zoeksleutel(11), Keuze.NEE, WHO, after(days=2))
    ledger.decide(two.gemeente, zoeksleutel(12), Keuze.JA, other, after(days=2))

    found = ledger.dossier(two.gemeente, merken(1), WHO, after(days=3))

    (one,) = found.besluiten
    assert (one.keuze, one.tijd, one.wie, one.rol) == (
        *("nee", after(days=2)),
        *("T. Consulent", "consulent"),
    )
    assert [stub.gesloten_op for stub in found.wachtend] == [after(days=2)]


def test_an_objection_is_shown_since_when_until_it_is_lifted(two: House, ledger: Ledger) -> None:
    ledger.blokkeer(two.gemeente, merken(1), WHO, after(days=2))

    assert ledger.dossier(two.gemeente, merken(1), WHO, after(days=3)).bezwaar == after(days=2)
    assert ledger.dossier(two.gemeente, merken(2), WHO, after(days=3)).bezwaar is None

    ledger.hef_op(two.gemeente, merken(1), WHO, after(days=4))
    assert ledger.dossier(two.gemeente, merken(1), WHO, after(days=5)).bezwaar is None
