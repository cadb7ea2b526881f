"""Notes for the ledger of what waits for a person: never a value of the record in the clear."""

from typing import Any

from ledger import StubNote, StubSoort
from pipeline.landing import TE_GROOT
from pipeline.route import Route
from pipeline.sealing import Verzegeling, te_groot
from privacy import Gemerkt
from regres import Bucket, SourceRecord

_STUB_VAN = {
    Bucket.BEOORDELEN: StubSoort.BEOORDELEN,
    Bucket.VASTGEHOUDEN: StubSoort.VASTGEHOUDEN,
    Bucket.QUARANTAINE: StubSoort.QUARANTAINE,
}


class Stubnotities:
    """Makes the stubs of one read of one slice (`snede`)."""

    def __init__(self, route: Route, verzegeling: Verzegeling, snede: str) -> None:
        self._route = route
        self._verzegeling = verzegeling
        self._snede = snede

    def van(
        self,
        record: SourceRecord,
        zoek: Gemerkt,
        bucket: Bucket,
        codes: tuple[str, ...],
        sleutel: tuple[str, ...] | None,
        client: tuple[str, str] | None,
        **verder: Any,
    ) -> StubNote:
        """Give the stub of a record.

        sleutel  its key as the source writes it; None when it could not be read
        client   its kind of number and the number, when that could be read
        """
        if te_groot(record):
            codes = (*codes, TE_GROOT)
        return StubNote(
            zoeksleutel=zoek.waarde,
            zoekversie=zoek.versie,
            soort=_STUB_VAN[bucket],
            codes=codes,
            plaats=str(record.plaats),
            snede=self._snede,
            record=self._verzegeling.record(record),
            **self._verzegeling.herkenning(sleutel, client),
            **verder,
        )
