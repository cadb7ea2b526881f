"""Builds what is sealed: the kop, and the canonical bytes of a melding or an intrekking."""

from datetime import date, datetime

from pipeline.route import Gemeente
from regres import Feiten, Intrekking, Kop, Melding, SoortMelding, Verhaalbaarheid
from regres.canonical import canonical_bytes, intrekking_json, melding_json
from regres.words import Groep, IntrekkingReden

#: The most that a fragment of a note can take: 300 characters of four bytes.
LANGSTE_TOEDRACHT = 300 * 4


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
    *,
    inhaalslag: bool = False,
) -> bytes:
    """Give the canonical bytes of a whole melding: a full snapshot each version."""
    melding = Melding(
        kop=kop,
        gewijzigd=gewijzigd,
        oorzaak=oorzaak,
        inhaalslag=inhaalslag,
        gemeenteOin=gemeente.oin,
        contactpersoon=gemeente.contactpersoon,
        feiten=feiten,
        verhaalbaarheid=advies,
        verwerking=gemeente.verwerking,
    )
    return canonical_bytes(melding_json(melding))


def ruimte_van(feiten: Feiten) -> int:
    """Give how many bytes longer this melding would be with the longest fragment of a note.

    Else a melding near the edge of a step would tell by its length whether there is a note, and
    about how long it is.
    """
    told = feiten.ongeval.toedracht
    used = len(canonical_bytes(told)) - len(b"null") if told is not None else 0
    return max(0, LANGSTE_TOEDRACHT - used)


def intrekking_bytes(kop: Kop, reden: IntrekkingReden, dag: date) -> bytes:
    """Give the canonical bytes of a withdrawal: a reason and a day, no person."""
    return canonical_bytes(intrekking_json(Intrekking(kop=kop, reden=reden, datum=dag)))
