"""One turn at a time, and a long walk lets who waits go first."""

import threading

from console.beurtwacht import Beurtwacht


def started(work: threading.Thread, wacht: Beurtwacht) -> None:
    """Start someone who has to wait, and see that they wait."""
    work.start()
    while not wacht._wachten:
        threading.Event().wait(0.001)


def test_who_waits_goes_before_the_rest_of_a_walk() -> None:
    wacht, told = Beurtwacht(), list[str]()

    def venster() -> None:
        with wacht.beurt():
            told.append("venster")

    with wacht.beurt():
        told.append("maand 1")
        due = threading.Thread(target=venster)
        started(due, wacht)
        wacht.laat_voor()
        told.append("maand 2")
    due.join(5)
    assert told == ["maand 1", "venster", "maand 2"]


def test_when_nobody_waits_a_walk_goes_on_and_stays_the_only_one() -> None:
    wacht = Beurtwacht()
    with wacht.beurt():
        wacht.laat_voor()
        assert not wacht.neem(0.01)
    assert wacht.neem(0.01)


def test_whoever_gave_up_waiting_is_waited_for_by_nobody() -> None:
    wacht = Beurtwacht()
    with wacht.beurt():
        assert not wacht.neem(0.01)
        wacht.laat_voor()
