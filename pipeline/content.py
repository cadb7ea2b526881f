"""Builds what is sealed: the kop, and the canonical bytes of a melding or an intrekking."""

from collections.abc import Mapping
from datetime import date, datetime

from pipeline.route import Gemeente
from regres import Intrekking, Kop, SoortMelding, Verhaalbaarheid
from regres.canonical import canonical_bytes, intrekking_json
from regres.feitenschrift import Feitenschrift
from regres.melding import Pseudoniem
from regres.schrift import tekst
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


def vast(gemeente: Gemeente) -> dict[str, str]:
    """Write what stands in every melding of a municipality, once for all of a run."""
    return {
        "gemeenteOin": tekst(gemeente.oin),
        "contactpersoon": tekst(gemeente.contactpersoon),
        "verwerking": tekst(gemeente.verwerking),
    }


def melding_bytes(
    kop: Kop,
    schrift: Feitenschrift,
    pseudoniem: Pseudoniem | None,
    advies: Verhaalbaarheid,
    vast: Mapping[str, str],
    gewijzigd: tuple[Groep, ...],
    oorzaak: str | None,
    *,
    inhaalslag: bool = False,
) -> bytes:
    """Give the canonical bytes of a whole melding: a full snapshot each version."""
    omslag = {
        **vast,
        "gewijzigd": tekst(gewijzigd),
        "oorzaak": tekst(oorzaak),
        "inhaalslag": tekst(inhaalslag),
        "verhaalbaarheid": tekst(advies),
    }
    return schrift.melding(kop, pseudoniem, omslag)


def ruimte_van(schrift: Feitenschrift) -> int:
    """Give how many bytes longer this melding would be with the longest fragment of a note.

    Else a melding near the edge of a step would tell by its length whether there is a note, and
    about how long it is.
    """
    return max(0, LANGSTE_TOEDRACHT - schrift.toedracht)


def intrekking_bytes(kop: Kop, reden: IntrekkingReden, dag: date) -> bytes:
    """Give the canonical bytes of a withdrawal: a reason and a day, no person."""
    return canonical_bytes(intrekking_json(Intrekking(kop=kop, reden=reden, datum=dag)))
