"""Marks made anew under the present key: only where they are still what they were."""

from ledger import Hermerk, Keuze, Ledger, Signaalmerk, StubSoort
from regres import Handelend
from tests.tools.ledgers import (
    NOW,
    House,
    after,
    hmac_of,
    inhoudsmerk,
    note,
    referentie,
    staged,
    zoeksleutel,
)

WHO = Handelend("T. Consulent", "consulent", "gezien")
NIEUW, CLIENT = hmac_of("nieuw", 1), hmac_of("klant", 1)


def of_facts(number: int, was: str = "", was_client: str = "") -> Hermerk:
    return Hermerk(
        referentie=referentie(number),
        was_merk=was or inhoudsmerk("a"),
        was_clientmerk=was_client or hmac_of("cli", number),
        inhoudsmerk=NIEUW,
        merkversie=2,
        groepmerken={"kosten": "nieuw"},
        clientmerk=CLIENT,
        clientversie=2,
    )


def of_signals(number: int, was: str = "", clientmerk: str = CLIENT) -> Signaalmerk:
    return Signaalmerk(
        zoeksleutel=zoeksleutel(number),
        was=was or hmac_of("sig", number),
        merk=NIEUW,
        merkversie=2,
        clientmerk=clientmerk,
        clientversie=2 if clientmerk else 0,
    )


def test_the_marks_of_a_stand_move_together(house: House, ledger: Ledger) -> None:
    house.run([staged(1), staged(2)])

    ledger.zet_over(house.lease, (), [of_facts(1)], now=after(days=1))

    one, two = (ledger.standen(house.gemeente)[zoeksleutel(n)] for n in (1, 2))
    assert (one.inhoudsmerk, one.merkversie, one.groepmerken) == (NIEUW, 2, {"kosten": "nieuw"})
    assert (one.clientmerk, one.clientversie) == (CLIENT, 2)
    assert (two.inhoudsmerk, two.clientmerk) == (inhoudsmerk("a"), hmac_of("cli", 2))


def test_what_came_between_wins(house: House, ledger: Ledger) -> None:
    house.run([staged(1), staged(2)], [note(3)])
    before = ledger.standen(house.gemeente)
    late = [of_facts(1, was=inhoudsmerk("z")), of_facts(2, was_client=hmac_of("cli", 9))]

    ledger.zet_over(house.lease, (), late, [of_signals(3, was="z" * 64)], now=after(days=1))

    assert ledger.standen(house.gemeente) == before
    assert ledger.open_stubs(house.gemeente)[zoeksleutel(3)].merk == hmac_of("sig", 3)


def test_the_marks_of_what_waits_and_of_what_was_decided_move(house: House, ledger: Ledger) -> None:
    clients = [note(n, clientmerk=hmac_of("cli", n), clientversie=1) for n in (1, 2, 3)]
    house.run(stubs=[*clients, note(4)])
    ledger.decide(house.gemeente, zoeksleutel(3), Keuze.JA, WHO, NOW)

    ledger.zet_over(house.lease, (), (), [of_signals(n) for n in (1, 3, 4)], now=after(days=1))

    stubs = ledger.open_stubs(house.gemeente)
    found = [(stubs[zoeksleutel(n)].merk, stubs[zoeksleutel(n)].clientversie) for n in (1, 2, 4)]
    # Of 4 no client was known, and none is made of what a source says now.
    assert found == [(NIEUW, 2), (hmac_of("sig", 2), 1), (NIEUW, 0)]
    (decided,) = ledger.besluiten(house.gemeente)
    assert (decided.merk, decided.merkversie) == (NIEUW, 2)
    assert ledger.audit_toets().problemen == ()


def test_a_record_whose_source_names_no_client_keeps_the_mark_it_had(
    house: House, ledger: Ledger
) -> None:
    house.run(stubs=[note(1, clientmerk=hmac_of("cli", 1), clientversie=1)])

    ledger.zet_over(house.lease, (), (), [of_signals(1, clientmerk="")], now=after(days=1))

    found = ledger.open_stubs(house.gemeente)[zoeksleutel(1)]
    assert (found.merk, found.clientversie) == (NIEUW, 1)


def test_what_the_backend_refused_follows_the_mark_of_its_facts(
    house: House, ledger: Ledger
) -> None:
    house.run([staged(1), staged(2, content="b")])
    for row in house.due():
        ledger.refused(row, "S-0020", NOW)
    waits = {one.merk for one in ledger.stubs(house.gemeente, StubSoort.QUARANTAINE)}
    assert waits == {inhoudsmerk("a"), inhoudsmerk("b")}

    ledger.zet_over(house.lease, (), [of_facts(1)], now=after(days=1))

    rows = ledger.stubs(house.gemeente, StubSoort.QUARANTAINE)
    assert {(one.merk) for one in rows} == {NIEUW, inhoudsmerk("b")}
