"""References and marks: keyed hashes by which two systems know a thing without naming it.

Each is HMAC-SHA-256, lower-case hex, over the RFC 8785 bytes of a JSON array that starts with the
word for what it is; so no two kinds can ever meet. Only the inhoudsmerk is taken over an object:
the facts. Texts are NFC and trimmed. docs/vectoren.md holds test vectors.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import chain
from json.encoder import encode_basestring as _quoted

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from privacy.keys import Doel, Keys
from regres import Datum, Feiten, Precisie, Signals
from regres.canonical import canonical_bytes
from regres.feitenschrift import Feitenschrift, heel
from regres.melding import Pseudoniem
from regres.waarde import dataclass
from regres.words import Groep

_CLIENT_SOORTEN = frozenset({"bsn", "nummer"})


@dataclass(frozen=True, slots=True)
class Gemerkt:
    """A keyed hash and the version of the root key it was made with; compare under that version."""

    waarde: str
    versie: int


class Pseudoniemen:
    """Makes the references and marks of one municipality.

    identiteit: the municipality's code at onboarding; it never changes, not even in a merger.

    Every method raises ValueError (without the value) for a text that cannot be written as UTF-8
    or a key part that is empty: the doors refuse those before.
    """

    __slots__ = (
        "_groep_macs",
        "_huidige",
        "_identiteit",
        "_keys",
        "_macs",
        "_ref_macs",
        "_zoek_macs",
    )

    def __init__(self, keys: Keys, identiteit: str) -> None:
        self._keys = keys
        self._huidige = keys.huidige
        self._identiteit = identiteit
        self._macs = {
            (doel, versie): HMAC(keys.subkey(doel, versie), SHA256())
            for doel in Doel
            for versie in keys.versies
        }
        # A big file asks for a hash per record: it is prepared up to the key parts, once per key
        # space, and copied; a third of the time of the standard library's, of which copy is Python.
        self._ref_macs: dict[str, HMAC] = {}
        self._zoek_macs: dict[str, tuple[tuple[int, HMAC], ...]] = {}
        self._groep_macs: dict[tuple[Groep, int], HMAC] = {}

    def __repr__(self) -> str:
        """Give the municipality and the key versions."""
        return f"Pseudoniemen({self._identiteit!r}, versies={self._keys.versies})"

    @property
    def huidige(self) -> int:
        """Give the version of the present root key."""
        return self._huidige

    @property
    def versies(self) -> tuple[int, ...]:
        """Give the versions of all root keys, the present one first."""
        return self._keys.versies

    @property
    def proeven(self) -> dict[int, str]:
        """Give what each root key is recognised by (`Keys.proeven`)."""
        return self._keys.proeven

    def kent(self, versie: int) -> bool:
        """Tell whether a root key version is still there."""
        return versie in self._keys.versies

    def referentie(self, sleutelruimte: str, sleutel: Sequence[str]) -> str:
        """Give the external reference of a provision: stable for ever, whatever key rotates."""
        prepared = self._ref_macs.get(sleutelruimte)
        if prepared is None:
            prepared = self._begun(Doel.REF, self._huidige, "voorziening", sleutelruimte)
            self._ref_macs[sleutelruimte] = prepared
        return _finished(prepared, _key_parts(sleutel))

    def zoeksleutel(self, sleutelruimte: str, sleutel: Sequence[str]) -> Gemerkt:
        """Give the ledger's own lookup key of a provision, under the present root key."""
        versie, prepared = self._zoek(sleutelruimte)[0]
        return Gemerkt(_finished(prepared, _key_parts(sleutel)), versie)

    def zoekmerken(self, sleutelruimte: str, sleutels: Sequence[Sequence[str]]) -> list[bytes]:
        """Give of many provisions the bytes that `zoeksleutel` gives of one, under this key."""
        _, prepared = self._zoek(sleutelruimte)[0]
        found: list[bytes] = []
        for rest in _all_key_parts(sleutels):
            mac = prepared.copy()
            mac.update(rest)
            found.append(mac.finalize())
        return found

    def zoeksleutels(self, sleutelruimte: str, sleutel: Sequence[str]) -> tuple[Gemerkt, ...]:
        """Give the lookup key under every root key that is still there, the present one first."""
        parts = _key_parts(sleutel)
        return tuple(
            Gemerkt(_finished(prepared, parts), versie)
            for versie, prepared in self._zoek(sleutelruimte)
        )

    def clientmerk(self, soort: str, waarde: str, versie: int | None = None) -> Gemerkt:
        """Give the mark of a client; soort is "bsn" (nine digits) or "nummer"."""
        under = self._version(versie)
        parts = ("client", self._identiteit, _client_soort(soort), *_whole((waarde,)))
        return Gemerkt(self._mac(Doel.CLIENT, under, _array(parts)), under)

    def clientmerken(self, soort: str, waarde: str) -> tuple[Gemerkt, ...]:
        """Give the mark of a client under every root key, the present one first (block list)."""
        return tuple(self.clientmerk(soort, waarde, versie) for versie in self._keys.versies)

    def pseudoniem(self, soort: str, waarde: str) -> Pseudoniem:
        """Give the client's present mark as it travels inside the envelope."""
        merk = self.clientmerk(soort, waarde)
        return Pseudoniem(waarde=merk.waarde, sleutelVersie=merk.versie)

    def dossiersleutel(
        self, client: tuple[str, str] | None, ongeval: Datum, referentie: str
    ) -> str:
        """Give the key of the dossier: same client and same full accident date, same dossier.

        Without a client or with a date known less than to the day, a dossier of its own. Computed
        at version 1, stored, never again.
        """
        own = client is None or ongeval.precisie is not Precisie.DAG
        parts = ("eigen", referentie) if own or client is None else _person(client, ongeval)
        return self._mac(Doel.DOSSIER, self._huidige, _array(("dossier", self._identiteit, *parts)))

    def feitenmerken(self, feiten: Feiten) -> "Feitenmerken":
        """Give what makes all marks of one record's facts, which are written as bytes once."""
        return Feitenmerken(self, Feitenschrift(feiten))

    def inhoudsmerk(self, feiten: Feiten, versie: int | None = None) -> Gemerkt:
        """Give the mark of the source facts: no verdict, rule id or pseudonym is in it."""
        return self.feitenmerken(feiten).inhoudsmerk(versie)

    def groepmerken(self, feiten: Feiten, versie: int | None = None) -> dict[str, str]:
        """Give a mark per group of facts, so that a later version can name what changed."""
        return self.feitenmerken(feiten).groepmerken(versie)

    def van_feiten(self, message: bytes, versie: int | None) -> Gemerkt:
        """Give the mark of bytes of facts; for `Feitenmerken`."""
        under = self._version(versie)
        return Gemerkt(self._mac(Doel.INHOUD, under, message), under)

    def van_groep(self, groep: Groep, part: bytes, versie: int | None) -> str:
        """Give the mark of the array ["groep", identiteit, name, facts], of facts in bytes."""
        under = self._version(versie)
        prepared = self._groep_macs.get((groep, under))
        if prepared is None:
            prepared = self._prepared(Doel.INHOUD, under).copy()
            prepared.update(_array(("groep", self._identiteit, groep)).removesuffix(b"]"))
            self._groep_macs[groep, under] = prepared
        return _finished(prepared, b",%s]" % part)

    def signaalmerk(self, signals: Signals, versie: int | None = None) -> Gemerkt:
        """Give the mark that a consulent's decision is bound to: the filled signal fields.

        What the mapping makes of a text is left out, and so are empty fields and their order: a
        person decided on what the source says, and only a change of that opens the matter again.
        """
        under = self._version(versie)
        filled = sorted(
            [item.kind.value, _clean(item.veld), text]
            for item in signals.items
            if (text := _clean(item.tekst))
        )
        whole = canonical_bytes(["signalen", self._identiteit, filled])
        return Gemerkt(self._mac(Doel.INHOUD, under, whole), under)

    def begonnen_bron(self, waaronder: str) -> HMAC:
        """Begin the array ["bron", identiteit, waaronder, ...] under the present key."""
        mac = self._prepared(Doel.INHOUD, self._huidige).copy()
        mac.update(_array(("bron", self._identiteit, waaronder)).removesuffix(b"]"))
        return mac

    def _zoek(self, sleutelruimte: str) -> tuple[tuple[int, HMAC], ...]:
        prepared = self._zoek_macs.get(sleutelruimte)
        if prepared is None:
            prepared = tuple(
                (versie, self._begun(Doel.ZOEK, versie, "zoek", sleutelruimte))
                for versie in self._keys.versies
            )
            self._zoek_macs[sleutelruimte] = prepared
        return prepared

    def _begun(self, doel: Doel, versie: int, word: str, sleutelruimte: str) -> HMAC:
        mac = self._macs[doel, versie].copy()
        whole = _array((word, self._identiteit, _clean(sleutelruimte)))
        mac.update(whole.removesuffix(b"]"))
        return mac

    def _version(self, versie: int | None) -> int:
        return self._huidige if versie is None else versie

    def _mac(self, doel: Doel, versie: int, message: bytes) -> str:
        return _finished(self._prepared(doel, versie), message)

    def _prepared(self, doel: Doel, versie: int) -> HMAC:
        prepared = self._macs.get((doel, versie))
        # Without it the subkey raises the KeyProblem that names the versions that are there.
        return prepared or HMAC(self._keys.subkey(doel, versie), SHA256())


class Feitenmerken:
    """The marks of one record's facts; holds those facts, so it may live no longer than they do."""

    __slots__ = ("_delen", "_gemaakt", "_pseudoniemen", "schrift")

    def __init__(self, pseudoniemen: Pseudoniemen, schrift: Feitenschrift) -> None:
        self._pseudoniemen, self.schrift = pseudoniemen, schrift
        self._delen = schrift.groepen()
        self._gemaakt: dict[int, Gemerkt] = {}

    def inhoudsmerk(self, versie: int | None = None) -> Gemerkt:
        """Give the mark of all facts, as `Pseudoniemen.inhoudsmerk`."""
        under = self._pseudoniemen.huidige if versie is None else versie
        found = self._gemaakt.get(under)
        if found is None:
            found = self._pseudoniemen.van_feiten(heel(self._delen), under)
            self._gemaakt[under] = found
        return found

    def groepmerken(self, versie: int | None = None) -> dict[str, str]:
        """Give a mark per group, as `Pseudoniemen.groepmerken`."""
        make = self._pseudoniemen.van_groep
        return {groep.value: make(groep, part, versie) for groep, part in self._delen.items()}


def _person(client: tuple[str, str], ongeval: Datum) -> tuple[str, ...]:
    soort, waarde = client
    return (_client_soort(soort), *_whole((waarde,)), ongeval.iso() or "")


def _client_soort(soort: str) -> str:
    if soort not in _CLIENT_SOORTEN:
        raise ValueError("a client is known by its bsn or its nummer")
    return soort


def _clean(text: str) -> str:
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()


def _whole(sleutel: Iterable[str]) -> list[str]:
    parts = [_clean(part) for part in sleutel]
    if not parts or "" in parts:
        raise ValueError("a key needs at least one part, and no part may be empty")
    return parts


def _key_parts(sleutel: Sequence[str]) -> bytes:
    """Write the key's parts as the rest of an array that was begun: `,"k1","k2"]`."""
    return _utf8(f",{','.join(map(_quoted, _whole(sleutel)))}]")


def _all_key_parts(sleutels: Sequence[Sequence[str]]) -> list[bytes]:
    """Give `_key_parts` of many; at once where all are written as they are."""
    text = '"'.join(chain.from_iterable(sleutels))
    if not (all(sleutels) and _plain(text, sum(map(len, sleutels)))):
        return list(map(_key_parts, sleutels))
    rest = '"]\n,"'.join(map('","'.join, sleutels))
    return f',"{rest}"]'.encode("ascii").split(b"\n")


def _plain(text: str, aantal: int) -> bool:
    """Tell of so many parts, with a quote between each two, whether JSON needs none of its signs.

    Not so: a quote inside one, what is no ASCII or cannot be printed, and what `_clean` would trim.
    """
    if not (text.isascii() and text.isprintable() and text.count('"') == aantal - 1):
        return False
    quoted = f'"{text}"'
    return not any(sign in quoted for sign in ("\\", '""', '" ', ' "'))


# Strings between commas are the RFC 8785 bytes of their array, in a tenth of the time (a test
# compares).
def _array(parts: Iterable[str]) -> bytes:
    return _utf8(f"[{','.join(map(_quoted, parts))}]")


def _finished(prepared: HMAC, rest: bytes) -> str:
    mac = prepared.copy()
    mac.update(rest)
    return mac.finalize().hex()


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        pass
    # Outside the except: that exception carries the whole text, and would hang on to this one.
    raise ValueError("a text that cannot be written as UTF-8")
