"""Moves what the ledger knows to the present root key, record by record, while a source is read.

A hash cannot be made anew without what it was made of, so every read moves what it meets: lookup
keys, client marks, and the marks of facts that are still the same. Facts that changed keep the old
mark until their new version is released: a new key alone is never a change.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ledger import Hermerk, Rekey, Signaalmerk, Stand, StubKort
from pipeline.besluiten import Besluiten
from pipeline.landing import Kandidaat, Landing
from privacy import Feitenmerken, Gemerkt, Pseudoniemen
from regres import Feiten


class Overzetting:
    """What one read knows of stands, stubs and decisions, kept under the present lookup keys.

    It shares these with whoever made it: a record is found by its present key once `zoek` was
    asked for it.
    """

    def __init__(
        self,
        pseudoniemen: Pseudoniemen,
        sleutelruimte: str,
        standen: dict[str, Stand],
        stubs: dict[str, StubKort],
        besluiten: Besluiten,
    ) -> None:
        self._pseudoniemen = pseudoniemen
        self._sleutelruimte = sleutelruimte
        self._standen, self._stubs, self._besluiten = standen, stubs, besluiten
        # Without a second version no mark of old can be compared: most nights end here.
        self._wissel = len(pseudoniemen.versies) > 1
        self._oud = _by_reference(standen.values(), pseudoniemen.huidige)
        self._keys: list[Rekey] = []
        self._merken: list[Hermerk] = []
        self._signalen: list[Signaalmerk] = []

    @property
    def stil(self) -> bool:
        """Tell whether there is nothing that any record could move."""
        return not self._wissel and not self._oud

    def __len__(self) -> int:
        """Count what waits to be written."""
        return len(self._keys) + len(self._merken) + len(self._signalen)

    def zoek(self, sleutel: Sequence[str]) -> Gemerkt:
        """Give the present lookup key of a record, and bring what is known of it there."""
        present, *older = self._pseudoniemen.zoeksleutels(self._sleutelruimte, sleutel)
        was = [one.waarde for one in older if self._kent(one.waarde)]
        if self._oud and present.waarde not in self._standen:
            # A referentie is for ever: by it a stand is found even when the key version under
            # which it was stored is no longer there.
            referentie = self._pseudoniemen.referentie(self._sleutelruimte, sleutel)
            stand = self._oud.get(referentie)
            was += [stand.zoeksleutel] if stand and stand.zoeksleutel not in was else []
        for old in was:
            self._verhuis(old, present, sleutel)
        return present

    def merk(self, landing: Landing) -> None:
        """Note new marks for what is known of a record that has landed, when its own are old."""
        case = landing.case
        if case is None:
            return
        if self._wissel and self._wacht_onder_oud(case.zoek.waarde):
            self._signalen += self._signaalmerken(case)
        taken_over = case.stand is not None and not case.stand.merkversie
        if case.stand is not None and (self._wissel or taken_over) and not self._bij(case.stand):
            self._stand(case, case.stand, landing.feiten)

    def _stand(self, case: Kandidaat, stand: Stand, feiten: Feiten | None) -> None:
        client = self._client(case, stand)
        merk, groepen = self._feiten(feiten, stand)
        if (client.versie, merk.versie) == (stand.clientversie, stand.merkversie):
            return
        self._merken.append(
            Hermerk(
                referentie=stand.referentie,
                was_merk=stand.inhoudsmerk,
                was_clientmerk=stand.clientmerk,
                inhoudsmerk=merk.waarde,
                merkversie=merk.versie,
                groepmerken=groepen,
                clientmerk=client.waarde,
                clientversie=client.versie,
            )
        )

    def neem(
        self,
    ) -> tuple[tuple[Rekey, ...], tuple[Hermerk, ...], tuple[Signaalmerk, ...]]:
        """Give what is to be written, once."""
        taken = tuple(self._keys), tuple(self._merken), tuple(self._signalen)
        for waiting in (self._keys, self._merken, self._signalen):
            waiting.clear()
        return taken

    def _wacht_onder_oud(self, key: str) -> bool:
        """Tell whether a stub or decision of this record has a mark of an older key."""
        present, stub = self._pseudoniemen.huidige, self._stubs.get(key)
        versions = set(self._besluiten.merkversies(key))
        if stub is not None:
            versions |= {stub.clientversie, stub.merkversie if stub.merk else 0}
        return bool(versions - {0, present})

    def _signaalmerken(self, case: Kandidaat) -> Iterator[Signaalmerk]:
        """Give the present mark of a record's signals for each older one they may be kept by."""
        pseudo, signals = self._pseudoniemen, case.peek.signals
        merk = pseudo.signaalmerk(signals)
        client = pseudo.clientmerk(*case.peek.client) if case.peek.client else Gemerkt("", 0)
        for versie in pseudo.versies[1:]:
            yield Signaalmerk(
                zoeksleutel=case.zoek.waarde,
                was=pseudo.signaalmerk(signals, versie).waarde,
                merk=merk.waarde,
                merkversie=merk.versie,
                clientmerk=client.waarde,
                clientversie=client.versie,
            )

    def _kent(self, key: str) -> bool:
        return key in self._standen or key in self._stubs or self._besluiten.kent(key)

    def _verhuis(self, old: str, present: Gemerkt, sleutel: Sequence[str]) -> None:
        new, versie = present.waarde, present.versie
        referentie = self._pseudoniemen.referentie(self._sleutelruimte, sleutel)
        self._keys.append(Rekey(old, new, versie, referentie))
        stand = self._standen.pop(old, None)
        if stand is not None:
            self._standen[new] = replace(stand, zoeksleutel=new, zoekversie=versie)
            self._oud.pop(stand.referentie, None)
        stub = self._stubs.pop(old, None)
        if stub is not None:
            self._stubs.setdefault(new, stub)
        self._besluiten.verhuis(old, new)

    def _bij(self, stand: Stand) -> bool:
        """Tell whether a stand has nothing of an older key."""
        present = self._pseudoniemen.huidige
        marked = not stand.inhoudsmerk or stand.merkversie == present
        return marked and (not stand.clientmerk or stand.clientversie == present)

    def _client(self, case: Kandidaat, stand: Stand) -> Gemerkt:
        """Give the client's mark under the present key; the old one when it is another client."""
        kept = Gemerkt(stand.clientmerk, stand.clientversie)
        client, pseudo = case.peek.client, self._pseudoniemen
        if client is None or not kept.waarde or not pseudo.kent(kept.versie):
            return kept
        same = pseudo.clientmerk(*client, versie=kept.versie) == kept
        return pseudo.clientmerk(*client) if same else kept

    def _feiten(self, feiten: Feiten | None, stand: Stand) -> tuple[Gemerkt, Mapping[str, str]]:
        """Give the marks of the facts under the present key; the old ones when they changed."""
        kept, pseudo = Gemerkt(stand.inhoudsmerk, stand.merkversie), self._pseudoniemen
        if feiten is None or not kept.waarde:
            return kept, stand.groepmerken
        merken = pseudo.feitenmerken(feiten)
        if not zelfde_feiten(pseudo, merken, kept):
            return kept, stand.groepmerken
        return merken.inhoudsmerk(), merken.groepmerken()


def zelfde_feiten(pseudo: Pseudoniemen, merken: Feitenmerken, kept: Gemerkt) -> bool:
    """Tell whether facts have the mark that was kept, under the key version it was made with.

    Version 0 = the backend gave it, and nobody knows under which: then every version is tried.
    """
    versions = (kept.versie,) if kept.versie else pseudo.versies
    return any(
        pseudo.kent(versie) and merken.inhoudsmerk(versie).waarde == kept.waarde
        for versie in versions
    )


def _by_reference(standen: Iterable[Stand], present: int) -> dict[str, Stand]:
    return {stand.referentie: stand for stand in standen if stand.zoekversie != present}
