"""What every connector promises; a test file per connector says how to make one, and inherits this.

class TestFolder(ConnectorContract):
    @pytest.fixture
    def connector_case(self, tmp_path: Path) -> ConnectorCase: ...
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from connectors.base import Connector, ReadRequest
from regres import Rijblok, SourceError, SourceRecord

Values = dict[str, str]


@dataclass(frozen=True)
class ConnectorCase:
    """A connector of a source that holds at least three records, and the same with faults.

    verwacht       the records in order: column or address -> text
    kapot          makes a connector whose source breaks off, or holds what was not agreed
    nergens        makes a connector of a source that does not exist
    openingen      how often the good source was opened so far; None = cannot be counted
    """

    connector: Connector
    verwacht: Sequence[Values]
    kapot: Callable[[], Connector]
    nergens: Callable[[], Connector]
    request: ReadRequest = field(default_factory=ReadRequest)
    openingen: Callable[[], int] | None = None


def values(record: SourceRecord, names: Sequence[str]) -> Values:
    """Take the fields of a record while it is valid."""
    return {name: record.fields.text(name) for name in names}


def read_all(case: ConnectorCase) -> tuple[list[Values], int]:
    """Read to the end; give the records and what the proof counts."""
    names = list(case.verwacht[0])
    with case.connector.read(case.request) as reading:
        found = [values(record, names) for record in reading]
        return found, reading.proof().gelezen


class ConnectorContract:
    """The promises of connectors/base.py."""

    def test_every_record_comes_in_order(self, connector_case: ConnectorCase) -> None:
        found, _ = read_all(connector_case)

        assert found == list(connector_case.verwacht)

    def test_in_blocks_come_the_same_records(self, connector_case: ConnectorCase) -> None:
        names = list(connector_case.verwacht[0])
        found: list[Values] = []
        with connector_case.connector.read(connector_case.request) as reading:
            for part in reading.stukken():
                some = part if isinstance(part, Rijblok) else [part]
                found.extend(values(record, names) for record in some)
            counted = reading.proof().gelezen

        assert found == list(connector_case.verwacht)
        assert counted == len(found)

    def test_the_proof_counts_what_was_handed_over(self, connector_case: ConnectorCase) -> None:
        found, counted = read_all(connector_case)

        assert counted == len(found)

    def test_a_second_read_gives_the_same(self, connector_case: ConnectorCase) -> None:
        assert read_all(connector_case) == read_all(connector_case)

    def test_there_is_no_proof_before_the_end(self, connector_case: ConnectorCase) -> None:
        with connector_case.connector.read(connector_case.request) as reading:
            with pytest.raises(RuntimeError):
                reading.proof()
            next(iter(reading))
            with pytest.raises(RuntimeError):
                reading.proof()

    def test_who_leaves_early_can_read_again(self, connector_case: ConnectorCase) -> None:
        with connector_case.connector.read(connector_case.request) as reading:
            next(iter(reading))

        assert read_all(connector_case)[0] == list(connector_case.verwacht)

    def test_a_read_that_was_left_gives_no_more_records(
        self, connector_case: ConnectorCase
    ) -> None:
        with connector_case.connector.read(connector_case.request) as reading:
            records = iter(reading)
            next(records)

        assert list(records) == []
        with pytest.raises(RuntimeError):
            reading.proof()

    def test_a_record_belongs_to_the_municipality_and_has_a_place(
        self, connector_case: ConnectorCase
    ) -> None:
        with connector_case.connector.read(connector_case.request) as reading:
            places = [(record.gemeentecode, str(record.plaats)) for record in reading]

        assert {code for code, _ in places} == {"9901"}
        assert len({place for _, place in places}) == len(connector_case.verwacht)

    def test_no_value_stands_in_the_repr_of_a_record(self, connector_case: ConnectorCase) -> None:
        shown = ""
        with connector_case.connector.read(connector_case.request) as reading:
            for record in reading:
                shown += repr(record) + str(record.plaats)

        texts = {text for row in connector_case.verwacht for text in row.values() if len(text) > 3}
        assert texts
        assert [text for text in texts if text in shown] == []

    def test_the_pipeline_is_asked_whether_to_go_on(self, connector_case: ConnectorCase) -> None:
        class Stop(Exception):
            pass

        def stop() -> None:
            raise Stop

        request = ReadRequest(connector_case.request.van, connector_case.request.tot, doorgaan=stop)
        with pytest.raises(Stop), connector_case.connector.read(request) as reading:
            list(reading)

    def test_nothing_is_opened_before_a_read(self, connector_case: ConnectorCase) -> None:
        connector_case.nergens()
        connector_case.kapot()

        if connector_case.openingen is not None:
            assert connector_case.openingen() == 0

    def test_a_broken_source_is_an_error_without_proof(self, connector_case: ConnectorCase) -> None:
        with (
            pytest.raises(SourceError) as caught,
            connector_case.kapot().read(connector_case.request) as reading,
        ):
            try:
                list(reading)
            finally:
                with pytest.raises(RuntimeError):
                    reading.proof()

        assert all(
            problem.code and problem.wat and problem.doe for problem in caught.value.problems
        )

    def test_a_source_that_is_not_there_is_an_error(self, connector_case: ConnectorCase) -> None:
        with (
            pytest.raises(SourceError),
            connector_case.nergens().read(connector_case.request) as reading,
        ):
            list(reading)

    def test_a_check_of_a_good_source_succeeds(self, connector_case: ConnectorCase) -> None:
        steps = list(connector_case.connector.check())

        assert [step.naam for step in steps] == list(connector_case.connector.stappen)
        assert [step.naam for step in steps if not step.gelukt] == []

    def test_a_check_stops_at_the_first_step_that_fails(
        self, connector_case: ConnectorCase
    ) -> None:
        door = connector_case.nergens()
        steps = list(door.check())

        assert [step.naam for step in steps] == list(door.stappen[: len(steps)])
        assert [step.gelukt for step in steps[:-1]] == [True] * (len(steps) - 1)
        assert not steps[-1].gelukt
        assert steps[-1].problem is not None
