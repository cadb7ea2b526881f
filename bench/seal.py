"""Seals a million real meldingen and proves that no IV and no key of any of them ever comes back.

.venv/bin/python -P bench/seal.py                          # a million, in four processes
.venv/bin/python -P bench/seal.py --aantal 20000 --processen 2
.venv/bin/python -P bench/seal.py --verhouding             # beside bare ECDH and AES-GCM instead

Several processes, forked after the first seal: a generator that does not notice that it was copied
would give all of them the same. One in a thousand is opened by jwcrypto, to show that it is real.
The bare one makes an ephemeral X25519 key, agrees, derives by HKDF and encrypts: no header, no
wrapped key, no encoding.
"""

import argparse
import base64
import json
import multiprocessing
import os
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc.jwk import OKPKey
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.snel.paren import Paar, vergelijk  # noqa: E402 - after the path
from privacy import Ontvanger, Sealer, publieke_sleutel  # noqa: E402
from regres import Kop, SoortMelding  # noqa: E402
from regres.envelop import ALG, ENC, STAP_MELDING  # noqa: E402

KOP = Kop(
    referentie="a" * 64,
    dossiersleutel="b" * 64,
    versie=1,
    soortMelding=SoortMelding.NIEUW,
    gemeenteCode="9901",
    inhoudsmerk="c" * 64,
    aangemaaktOp=datetime(2026, 6, 15, 4, tzinfo=UTC),
)
#: As long as an ordinary melding; filled up to 2 KiB.
INHOUD = json.dumps({"vrij": "x" * 1500}).encode()
GEOPEND = 1000
#: Of sealing, against the bare one.
GRENS = 2.2
KORT, LANG, EPK = 12, 40, 32
OURS: list[tuple[dict[str, Any], Sealer]] = []


class Delen(NamedTuple):
    """The parts of many envelopes that must differ, one after another, each of a fixed length."""

    iv: bytes
    wrapped: bytes
    epk: bytes
    seconds: float


def make_key() -> dict[str, Any]:
    """Make the private key of an invented recipient."""
    key = OKPKey.generate_key("X25519").as_dict(private=True)
    return {**key, "use": "enc", "alg": ALG, "kid": "bench"}


def sealer_for(private: dict[str, Any]) -> Sealer:
    """Make the product's own sealer for the public half."""
    public = {name: value for name, value in private.items() if name != "d"}
    key = publieke_sleutel(public, "bench")
    return Sealer(Ontvanger(key, date(2026, 1, 1), date(2027, 1, 1), "bench.jwk"))


def take(private: dict[str, Any], sealer: Sealer) -> None:
    """Keep what a process of ours was forked with: a sealer cannot be sent to it."""
    OURS[:] = [(private, sealer)]


def many(number: int) -> Delen:
    """Seal so many, one after another, and keep what must differ."""
    ((private, sealer),) = OURS
    iv, wrapped, epk = bytearray(), bytearray(), bytearray()
    began = time.process_time()
    for at in range(number):
        envelope = sealer.seal(KOP, INHOUD).inhoud
        header, key, nonce, _ = envelope.split(".", 3)
        iv += decoded(nonce)
        wrapped += decoded(key)
        epk += decoded(json.loads(decoded(header))["epk"]["x"])
        if at % GEOPEND == 0:
            must_open(envelope, private)
    return Delen(bytes(iv), bytes(wrapped), bytes(epk), time.process_time() - began)


def must_open(envelope: str, private: dict[str, Any]) -> None:
    """Open one as the recipient does."""
    jwe = JWE(algs=[ALG, ENC])
    jwe.deserialize(envelope, key=JWK(**private))
    assert jwe.payload.rstrip() == INHOUD
    assert len(jwe.payload) == 2048


def decoded(text: str) -> bytes:
    """Undo base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def distinct(parts: list[bytes], size: int) -> int:
    """Count how many different pieces of this size there are."""
    return len({piece[at : at + size] for piece in parts for at in range(0, len(piece), size)})


def zegelpaar(blokken: int = 200) -> Paar:
    """Measure sealing beside what every envelope of its own key must do."""
    private = make_key()
    sealer, public = sealer_for(private), X25519PublicKey.from_public_bytes(decoded(private["x"]))
    filled = INHOUD.ljust(STAP_MELDING)

    def bare() -> bytes:
        own, iv = X25519PrivateKey.generate(), os.urandom(KORT)
        key = HKDF(SHA256(), 32, None, b"bench").derive(own.exchange(public))
        return own.public_key().public_bytes_raw() + iv + AESGCM(key).encrypt(iv, filled, None)

    return vergelijk(
        "een melding verzegelen, tegen kale ECDH en AES-GCM",
        bare,
        lambda: sealer.seal(KOP, INHOUD),
        blokken=blokken,
        per_blok=20,
        grens=GRENS,
    )


def main() -> None:
    """Seal, and print how many of each part are different."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--aantal", type=int, default=1_000_000)
    parser.add_argument("--processen", type=int, default=4)
    parser.add_argument("--verhouding", action="store_true")
    given = parser.parse_args()
    if given.verhouding:
        print(zegelpaar().regel())
        return
    private = make_key()
    sealer = sealer_for(private)
    sealer.seal(KOP, INHOUD)
    each = -(-given.aantal // given.processen)
    began = time.perf_counter()
    forked = multiprocessing.get_context("fork")
    with forked.Pool(given.processen, take, (private, sealer)) as pool:
        found = pool.map(many, [each] * given.processen, chunksize=1)
    whole = each * given.processen
    counts = {
        "IV": distinct([one.iv for one in found], KORT),
        "wrapped content key": distinct([one.wrapped for one in found], LANG),
        "ephemeral key": distinct([one.epk for one in found], EPK),
    }
    cpu = sum(one.seconds for one in found)
    print(f"sealed {whole:,} in {given.processen} processes, {time.perf_counter() - began:,.0f} s")
    opened = -(-each // GEOPEND) * given.processen
    print(f"per CPU-second {whole / cpu:,.0f}; opened by jwcrypto {opened:,}")
    for name, count in counts.items():
        print(f"{name:<22}{count:>12,} different, {whole - count} came back")
    assert set(counts.values()) == {whole}


if __name__ == "__main__":
    main()
