"""Builds what is sealed: the kop, and the canonical bytes of a melding or an intrekking."""

from datetime import date, datetime

from pipeline.route import Gemeente
from regres import Feiten, Intrekking, Kop, Melding, SoortMelding, Verhaalbaarheid
from regres.canonical import canonical_bytes, intrekking_json, melding_json
from regres.words import Groep, IntrekkingReden


def kop_van(
    gemeente: Gemeente,
    referentie: str,
    dossiersleutel: str,
    versie: int,
    soort: SoortMelding,
    inhoudsmerk: str,
    now: datetime,
) -> Kop:
    """Make the clear fields; the moment is rounded down to the hour, so that it links less."""
    return Kop(
        referentie=referentie,
        dossiersleutel=dossiersleutel,
        versie=versie,
        soortMelding=soort,
        gemeenteCode=gemeente.gemeentecode,
        inhoudsmerk=inhoudsmerk,
        aangemaaktOp=now.replace(minute=0, second=0, microsecond=0),
    )


def melding_bytes(
    kop: Kop,
    feiten: Feiten,
    advies: Verhaalbaarheid,
    gemeente: Gemeente,
    gewijzigd: tuple[Groep, ...],
    oorzaak: str | None,
) -> bytes:
    """Give the canonical bytes of a whole melding: a full snapshot each version."""
    melding = Melding(
        kop=kop,
        gewijzigd=gewijzigd,
        oorzaak=oorzaak,
        gemeenteOin=gemeente.oin,
        contactpersoon=gemeente.contactpersoon,
        feiten=feiten,
        verhaalbaarheid=advies,
        verwerking=gemeente.verwerking,
    )
    return canonical_bytes(melding_json(melding))


def intrekking_bytes(kop: Kop, reden: IntrekkingReden, dag: date) -> bytes:
    """Give the canonical bytes of a withdrawal: a reason and a day, no person."""
    return canonical_bytes(intrekking_json(Intrekking(kop=kop, reden=reden, datum=dag)))
