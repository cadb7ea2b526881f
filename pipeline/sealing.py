"""From facts to a sealed row: which version it is, what changed, and who may ever read it."""

from datetime import date, datetime
from typing import TypedDict

from ledger import Staged, Stand
from pipeline.content import intrekking_bytes, kop_van, melding_bytes, ruimte_van, vast
from pipeline.landing import Kandidaat
from pipeline.overzetten import zelfde_feiten
from pipeline.route import Route, Zegel
from privacy import Feitenmerken, Gemerkt
from regres import Datum, Feiten, Kop, SoortMelding, SourceRecord, Verhaalbaarheid
from regres.envelop import GROOTSTE_INHOUD
from regres.melding import Pseudoniem
from regres.waarde import dataclass
from regres.words import Groep, IntrekkingReden

_SEPARATOR = "\x1f"
_NOTHING = "0" * 64


def te_groot(record: SourceRecord) -> bool:
    """Tell whether a record is larger than what can be kept of it."""
    return record.heel is not None and len(record.heel()) > GROOTSTE_INHOUD


class Herkenning(TypedDict):
    """What lets the municipality find the person of a waiting record, and nobody else."""

    clientmerk: str
    clientversie: int
    herkenning: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Vergeleken:
    """The facts of a record beside what stands at the backend.

    merk    of the facts, under the key version that the one that stands was made with
    merken  makes their other marks, and holds the facts: for as long as the record is here
    """

    merk: str
    ongewijzigd: bool
    merken: Feitenmerken


class Verzegeling:
    """Seals the versions of one run; the key is chosen at the first one, and pinned."""

    def __init__(self, route: Route, now: datetime, vandaag: date) -> None:
        self._route = route
        self._now = now
        self._vandaag = vandaag
        self._sealer: Zegel | None = None
        self._vast = vast(route.gemeente)

    def vergelijk(self, case: Kandidaat, feiten: Feiten) -> Vergeleken:
        """Make the mark of the facts, and tell whether it equals what stands at the backend.

        Compared under the key version the stored mark was made with: a new key is no change.
        """
        stand, pseudo = case.staand, self._route.pseudoniemen
        merken = pseudo.feitenmerken(feiten)
        if stand is None or not stand.inhoudsmerk:
            return Vergeleken(merken.inhoudsmerk().waarde, ongewijzigd=False, merken=merken)
        kept = Gemerkt(stand.inhoudsmerk, stand.merkversie)
        if zelfde_feiten(pseudo, merken, kept):
            return Vergeleken(kept.waarde, ongewijzigd=True, merken=merken)
        under = kept.versie if pseudo.kent(kept.versie) else None
        return Vergeleken(merken.inhoudsmerk(under).waarde, ongewijzigd=False, merken=merken)

    def melding(
        self,
        case: Kandidaat,
        feiten: Feiten,
        merken: Feitenmerken,
        advies: Verhaalbaarheid,
        *,
        inhaalslag: bool = False,
    ) -> Staged:
        """Seal a new or changed provision, of which these are facts and marks: a full snapshot."""
        stand = case.stand
        merk, who = merken.inhoudsmerk(), self._wie(case)
        kop = self._kop(case, feiten, merk.waarde)
        content = melding_bytes(
            kop,
            merken.schrift,
            who,
            advies,
            self._vast,
            self._gewijzigd(stand, merken),
            self._oorzaak(stand),
            inhaalslag=inhaalslag,
        )
        groups = merken.groepmerken(merk.versie)
        room = ruimte_van(merken.schrift)
        return self._staged(case, kop, content, merk.versie, groups, who, room)

    def intrekking(self, case: Kandidaat, stand: Stand, reden: IntrekkingReden) -> Staged:
        """Seal a withdrawal of what stands."""
        kop = kop_van(
            self._route.gemeente,
            stand.referentie,
            self._dossier(stand),
            stand.versie + 1,
            SoortMelding.INTREKKING,
            stand.inhoudsmerk or _NOTHING,
            self._now,
        )
        content = intrekking_bytes(kop, reden, self._vandaag)
        groups = dict(stand.groepmerken)
        return self._staged(case, kop, content, stand.merkversie, groups, self._wie(case))

    def herkenning(
        self, sleutel: tuple[str, ...] | None, client: tuple[str, str] | None
    ) -> Herkenning:
        """Give what a stub keeps to recognise the person by; without a key nobody can open it."""
        seal = self._route.inzage
        merk = self._route.pseudoniemen.clientmerk(*client) if client else None
        return Herkenning(
            clientmerk=merk.waarde if merk else "",
            clientversie=merk.versie if merk else 0,
            herkenning=seal(_SEPARATOR.join(sleutel).encode()) if seal and sleutel else None,
        )

    def record(self, record: SourceRecord) -> str | None:
        """Seal a record that cannot be read again; None when its source shows it again tomorrow.

        None too for one that no envelope can hold: then its stub says so (TE_GROOT).
        """
        seal, heel = self._route.inzage, record.heel
        if seal is None or heel is None or te_groot(record):
            return None
        return seal(heel())

    def _kop(self, case: Kandidaat, feiten: Feiten, merk: str) -> Kop:
        stand, pseudo = case.stand, self._route.pseudoniemen
        if stand:
            ref, dossier, versie = stand.referentie, stand.dossiersleutel, stand.versie + 1
        else:
            ref = pseudo.referentie(self._route.plan.sleutelruimte, case.peek.sleutel)
            dossier, versie = "", 1
        if not dossier:
            dossier = pseudo.dossiersleutel(case.peek.client, feiten.ongeval.datum, ref)
        soort = SoortMelding.WIJZIGING if stand else SoortMelding.NIEUW
        return kop_van(self._route.gemeente, ref, dossier, versie, soort, merk, self._now)

    def _dossier(self, stand: Stand) -> str:
        """Give the dossier of what is taken back; the backend goes by the referentie first.

        Of what was taken over from the backend it is not known, and a withdrawal has no facts.
        """
        own = self._route.pseudoniemen.dossiersleutel
        return stand.dossiersleutel or own(None, Datum(), stand.referentie)

    def _gewijzigd(self, stand: Stand | None, merken: Feitenmerken) -> tuple[Groep, ...]:
        known = stand is not None and self._route.pseudoniemen.kent(stand.merkversie)
        if stand is None or not stand.groepmerken or not known:
            return ()
        now = merken.groepmerken(stand.merkversie)
        return tuple(groep for groep in Groep if now[groep] != stand.groepmerken.get(groep))

    def _oorzaak(self, stand: Stand | None) -> str | None:
        if stand is None:
            return None
        return "bron" if stand.mapping_merk == self._route.plan.merk else "mapping"

    def _staged(
        self,
        case: Kandidaat,
        kop: Kop,
        content: bytes,
        merkversie: int,
        groups: dict[str, str],
        who: Pseudoniem | None,
        ruimte: int = 0,
    ) -> Staged:
        if self._sealer is None:
            self._sealer = self._route.sealer(self._vandaag)
        return Staged(
            sealed=self._sealer.seal(kop, content, ruimte),
            zoeksleutel=case.zoek.waarde,
            zoekversie=case.zoek.versie,
            merkversie=merkversie,
            groepmerken=groups,
            clientmerk=who.waarde if who else "",
            clientversie=who.sleutelVersie if who else 0,
        )

    def _wie(self, case: Kandidaat) -> Pseudoniem | None:
        """Make the mark of the client: what travels in the envelope and what stays are one."""
        client = case.peek.client
        return self._route.pseudoniemen.pseudoniem(*client) if client else None
