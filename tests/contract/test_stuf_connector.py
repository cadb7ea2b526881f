"""The StUF connector keeps the promises of every connector."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import psutil
import pytest

from demo.stuf_server import Antwoord, StufServer
from regres import Rijblok, SourceRecord, XmlLayout
from tests.contract.connector_contract import ConnectorCase, ConnectorContract
from tests.tools import stuf


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[StufServer, StufServer]]:
    """Start one that answers well, and one whose answers are cut off further on each time."""
    zaken, tls = stuf.zaken(7), stuf.certificaten()
    with (
        StufServer(zaken, tls) as good,
        StufServer(zaken, tls, quirks=lambda n, body, _: (200, {}, body[: 200 * n])) as cut,
    ):
        yield good, cut


class TestStuf(ConnectorContract):
    """Three pages over a real socket with mutual TLS."""

    @pytest.fixture
    def connector_case(self, servers: tuple[StufServer, StufServer]) -> ConnectorCase:
        good, cut = servers
        for server in servers:
            server.vragen.clear()
            server.zaaksysteem.laatste.clear()
        return ConnectorCase(
            connector=stuf.connector(stuf.bron(good.url, maximum_aantal=3)),
            verwacht=[_values(number) for number in range(7)],
            kapot=lambda: stuf.connector(stuf.bron(cut.url)),
            nergens=lambda: stuf.connector(stuf.bron("https://localhost:1/StUF")),
            request=stuf.VENSTER,
            openingen=lambda: len(good.vragen),
        )


def _values(number: int) -> dict[str, str]:
    zaak = stuf.zaak(number)
    return {
        "zaak": zaak.identificatie,
        "start": f"{zaak.startdatum:%Y%m%d}",
        "vlag": "J" if number == 0 else "N",
        "datum_ongeval": "20251100" if number == 0 else "",
        "bsn": zaak.bsn,
        "naam": zaak.geslachtsnaam,
        "besluit": zaak.besluit,
        "bedrag": "6450.00",
    }


def test_the_window_is_whole_days_at_both_ends() -> None:
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 1)]
    zaken = [stuf.zaak(number, startdatum=day) for number, day in enumerate(days)]
    with StufServer(zaken, stuf.certificaten()) as server:
        found = stuf.lees(stuf.bron(server.url))

    assert found == [zaken[2].identificatie, zaken[1].identificatie]


def _gelezen(server: StufServer, layout: XmlLayout, pagina: int = 3) -> list[dict[str, str]]:
    server.zaaksysteem.laatste.clear()
    source = stuf.bron(server.url, maximum_aantal=pagina, layout=layout)
    with stuf.connector(source).read(stuf.VENSTER) as reading:
        found = [_alles(record) for part in reading.stukken() for record in _records(part)]
        assert reading.proof().gelezen == len(found)
    return found


def _records(part: Rijblok | SourceRecord) -> Iterator[SourceRecord]:
    yield from part if isinstance(part, Rijblok) else (part,)


def _alles(record: SourceRecord) -> dict[str, str]:
    return {
        "plaats": str(record.plaats),
        **{adres: record.fields.text(adres) for adres in stuf.LAYOUT.adressen},
    }


def test_what_comes_in_blocks_is_what_comes_one_by_one(
    servers: tuple[StufServer, StufServer],
) -> None:
    good, _ = servers

    for size in (3, 7):
        none_known = replace(stuf.LAYOUT, altijd=())
        assert _gelezen(good, stuf.LAYOUT, size) == _gelezen(good, none_known, size)


@pytest.mark.parametrize("pagina", [4, 17])
def test_what_stands_behind_an_odd_object_is_still_of_itself(pagina: int) -> None:
    place = b"<ZKN:omschrijving>"

    def odd(_: int, body: bytes, status: int) -> Antwoord:
        first, *others = body.split(place)
        seconds = (b"<!-- x -->" if number % 3 == 1 else b"" for number in range(len(others)))
        return (
            status,
            {},
            first + b"".join(place + one + rest for one, rest in zip(seconds, others, strict=True)),
        )

    with StufServer(stuf.zaken(17), stuf.certificaten(), quirks=odd) as server:
        in_blocks = _gelezen(server, stuf.LAYOUT, pagina)
        one_by_one = _gelezen(server, replace(stuf.LAYOUT, altijd=()), pagina)

    assert in_blocks == one_by_one
    assert len({tuple(one.items()) for one in in_blocks}) == 17


@pytest.mark.parametrize("text", ["<!-- <ZKN:object> -->", "<![CDATA[<ZKN:object >]]>"])
def test_what_is_read_of_a_page_with_more_than_tags_is_the_same(text: str) -> None:
    place = b"<ZKN:omschrijving>"

    def more(_: int, body: bytes, status: int) -> Antwoord:
        return status, {}, body.replace(place, place + text.encode())

    with StufServer(stuf.zaken(17), stuf.certificaten(), quirks=more) as server:
        in_blocks = _gelezen(server, stuf.LAYOUT, 5)
        one_by_one = _gelezen(server, replace(stuf.LAYOUT, altijd=()), 5)

    assert in_blocks == one_by_one
    assert len(in_blocks) == 17


def test_of_a_page_only_what_is_odd_is_a_record_of_its_own() -> None:
    odd = stuf.zaak(1)
    zaken = [stuf.zaak(0), odd, stuf.zaak(2), stuf.zaak(3)]
    twice = f"<ZKN:identificatie>{odd.besluit}</ZKN:identificatie>".encode()

    def double(_: int, body: bytes, status: int) -> Antwoord:
        return status, {}, body.replace(twice, twice + twice)

    with (
        StufServer(zaken, stuf.certificaten(), quirks=double) as server,
        stuf.connector(stuf.bron(server.url)).read(stuf.VENSTER) as reading,
    ):
        found = [len(p) if isinstance(p, Rijblok) else "record" for p in reading.stukken()]

    assert found.count("record") == 1
    assert sum(one for one in found if isinstance(one, int)) == 3


def test_a_page_does_not_stay_in_memory_after_it_was_read() -> None:
    process = psutil.Process()
    sizes: list[int] = []
    zaken = stuf.zaken(1_200)
    with (
        StufServer(zaken, stuf.certificaten()) as server,
        stuf.connector(stuf.bron(server.url, maximum_aantal=100)).read(stuf.VENSTER) as reading,
    ):
        for _ in reading.stukken():
            sizes.append(process.memory_info().rss)

    assert len(sizes) == 12
    assert sizes[-1] - sizes[3] < 6_000_000
