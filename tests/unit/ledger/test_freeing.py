"""What freeing a run does to versions that were on their way already."""

import sqlite3
from contextlib import closing
from pathlib import Path

from ledger import Closing, Keuze, Ledger, OutboxStatus, Rekey, StandStaat, words
from ledger.freeing import Todo
from regres import Handelend, SoortMelding
from tests.tools.ledgers import (
    FREE,
    GEMEENTE,
    NOW,
    WAIT,
    House,
    after,
    hmac_of,
    inhoudsmerk,
    note,
    staged,
    telling_of,
    zoeksleutel,
)

WHO = Handelend("B. Beheer", "beheer", "gezien")
WIJZIGING, INTREKKING = SoortMelding.WIJZIGING, SoortMelding.INTREKKING


def states(house: House) -> dict[int, OutboxStatus]:
    """Give versie -> status."""
    return {row.versie: row.status for row in house.ledger.outbox(GEMEENTE)}


def test_a_stand_follows_what_is_freed(house: House) -> None:
    house.run([staged(1)])
    house.run([staged(1, 2, WIJZIGING, "b")], merk="m2")

    (stand,) = house.ledger.standen(GEMEENTE).values()

    assert (stand.versie, stand.inhoudsmerk, stand.mapping_merk) == (2, inhoudsmerk("b"), "m2")
    assert (stand.staat, stand.afgeleverd) == (StandStaat.STAAND, False)
    assert stand.groepmerken == {"kosten": hmac_of("kos", 1)}
    assert (stand.clientmerk, stand.clientversie) == (hmac_of("cli", 1), 1)


def test_the_dossiersleutel_of_the_first_version_is_kept(house: House) -> None:
    house.run([staged(1, dossier=1)])
    house.run([staged(1, 2, WIJZIGING, "b", dossier=7)])
    (stand,) = house.ledger.standen(GEMEENTE).values()
    assert stand.dossiersleutel == hmac_of("dos", 1)


def test_a_lookup_key_made_with_a_new_key_takes_the_place_of_the_old_one(house: House) -> None:
    house.run([staged(1)])
    house.run([staged(1, 2, WIJZIGING, "b", zoekversie=2)])

    (stand,) = house.ledger.standen(GEMEENTE).values()

    assert (stand.zoeksleutel, stand.zoekversie) == (zoeksleutel(1, 2), 2)


def test_an_older_version_that_was_never_offered_is_overtaken(house: House) -> None:
    house.run([staged(1)])
    house.run([staged(1, 2, WIJZIGING, "b")])

    assert states(house) == {1: OutboxStatus.INGEHAALD, 2: OutboxStatus.VRIJ}
    assert house.deliver_all() == [(2, "jwe.1.2.b")]


def test_an_older_version_that_was_offered_goes_first(house: House) -> None:
    house.run([staged(1)])
    (first,) = house.due()
    house.ledger.retry_later(first, after(minutes=5), "S-0101", NOW)
    house.run([staged(1, 2, WIJZIGING, "b")])

    assert states(house) == {1: OutboxStatus.VERSTUURD, 2: OutboxStatus.VRIJ}
    assert house.due() == []
    assert house.deliver_all(after(minutes=5)) == [(1, "jwe.1.1.a"), (2, "jwe.1.2.b")]


def test_an_older_version_is_not_overtaken_by_one_that_waits_for_release(house: House) -> None:
    house.run([staged(1)])
    house.run([staged(1, 2, WIJZIGING, "b")], decide=WAIT)
    assert house.deliver_all() == [(1, "jwe.1.1.a")]


def test_a_withdrawal_of_what_was_delivered_is_sent(house: House) -> None:
    house.run([staged(1)])
    house.deliver_all()
    house.run([staged(1, 2, INTREKKING, "i")])

    assert house.deliver_all() == [(2, "jwe.1.2.i")]
    (stand,) = house.ledger.standen(GEMEENTE).values()
    assert (stand.staat, stand.afgeleverd) == (StandStaat.INGETROKKEN, True)


def test_a_withdrawal_is_sent_also_when_the_delivery_is_no_longer_in_the_outbox(
    house: House, tmp_path: Path
) -> None:
    house.run([staged(1)])
    house.deliver_all()
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as conn:
        conn.execute("DELETE FROM outbox")
        conn.commit()
    house.run([staged(1, 2, INTREKKING, "i")])
    assert house.deliver_all() == [(2, "jwe.1.2.i")]


def test_a_withdrawal_of_what_was_offered_without_an_answer_is_sent(house: House) -> None:
    house.run([staged(1)])
    (first,) = house.due()
    house.ledger.retry_later(first, NOW, "S-0101", NOW)
    house.run([staged(1, 2, INTREKKING, "i")])
    assert house.deliver_all() == [(1, "jwe.1.1.a"), (2, "jwe.1.2.i")]


def test_what_never_left_is_withdrawn_in_silence(house: House) -> None:
    house.run([staged(1)])
    house.run([staged(1, 2, INTREKKING, "i")])

    assert states(house) == {1: OutboxStatus.INGEHAALD, 2: OutboxStatus.INGEHAALD}
    assert house.due() == []
    (stand,) = house.ledger.standen(GEMEENTE).values()
    assert (stand.staat, stand.versie) == (StandStaat.INGETROKKEN, 2)


def test_an_accident_that_comes_back_goes_on_with_the_same_chain(house: House) -> None:
    house.run([staged(1)])
    house.deliver_all()
    house.run([staged(1, 2, INTREKKING, "i")])
    house.run([staged(1, 3, WIJZIGING, "a")])

    assert house.deliver_all() == [(3, "jwe.1.3.a")]
    (stand,) = house.ledger.standen(GEMEENTE).values()
    assert (stand.staat, stand.versie) == (StandStaat.STAAND, 3)


def test_a_batch_that_waited_does_not_send_what_another_run_sent_meanwhile(house: House) -> None:
    waiting = house.run([staged(1), staged(2)], decide=WAIT, slot="venster")
    house.run([staged(1, content="b")], slot="hand")
    house.ledger.release_run(waiting.run, Handelend("j.jansen", "consulent", "x"), NOW)

    stands = house.ledger.standen(GEMEENTE)

    assert stands[zoeksleutel(1)].inhoudsmerk == inhoudsmerk("b")
    assert sorted(house.deliver_all()) == [(1, "jwe.1.1.b"), (1, "jwe.2.1.a")]


def test_a_run_that_read_before_a_release_does_not_send_the_same_version_again(
    house: House,
) -> None:
    waiting = house.run([staged(1)], decide=WAIT, slot="venster")
    reading = house.start(slot="hand")
    house.ledger.stage(house.lease, reading, [staged(1, content="b")])
    house.ledger.release_run(waiting.run, Handelend("j.jansen", "consulent", "x"), NOW)
    house.close(reading, [staged(1, content="b")])

    assert house.deliver_all() == [(1, "jwe.1.1.a")]
    (stand,) = house.ledger.standen(GEMEENTE).values()
    assert stand.inhoudsmerk == inhoudsmerk("a")


def test_a_run_that_waited_since_before_there_were_decisions_knew_of_none() -> None:
    kept = {
        "gelezen_op": "2026-11-21T04:00:00.000000Z",
        "checkpoint": {"a": 1},
        "snede": "s",
        "sneden": ["s"],
        "gesloten_stubs": [["k", "vlag_n"]],
    }

    todo = Todo.load(words.dump(kept))

    assert (todo.besluiten_tot, todo.besluitlezingen, todo.gezocht) == (0, (), ())
    assert (todo.gelezen_op, todo.checkpoint, todo.snede) == (NOW, {"a": 1}, "s")
    assert (todo.sneden, todo.gesloten_stubs) == (("s",), (("k", "vlag_n"),))


def test_keys_that_move_also_move_in_a_run_that_waits_for_a_person(
    house: House, ledger: Ledger
) -> None:
    other = House(ledger, "9902")
    for one in (house, other):
        one.run(stubs=[note(1), note(2)])
    gone = ((zoeksleutel(1), "vlag_n"),)
    held = [one.run(stubs=[note(2)], decide=WAIT, gesloten_stubs=gone) for one in (house, other)]
    moved = [Rekey(zoeksleutel(n), zoeksleutel(n, 2), 2) for n in (1, 2)]

    ledger.zet_over(house.lease, moved, now=after(days=1))
    for waits in held:
        ledger.release_run(waits.run, WHO, after(days=1))

    assert list(ledger.open_stubs(house.gemeente)) == [zoeksleutel(2, 2)]
    assert list(ledger.open_stubs("9902")) == [zoeksleutel(2)]


def test_what_was_put_off_while_a_read_went_on_stays_as_it_is(house: House) -> None:
    house.run(stubs=[note(1), note(2)])
    run = house.start()
    house.ledger.decide(GEMEENTE, zoeksleutel(1), Keuze.LATER, WHO, NOW)
    gone = tuple((zoeksleutel(number), "vlag_n") for number in (1, 2))

    closing_ = Closing(telling=telling_of(), gesloten_stubs=gone)
    house.ledger.close_run(house.lease, run, closing_, FREE, after(days=1))

    assert list(house.ledger.open_stubs(GEMEENTE)) == [zoeksleutel(1)]
