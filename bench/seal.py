"""Seals a million real meldingen and proves that no IV and no key of any of them ever comes back.

.venv/bin/python -P bench/seal.py                          # a million, in four processes
.venv/bin/python -P bench/seal.py --aantal 20000 --processen 2

Several processes, forked after the first seal: a generator that does not notice that it was copied
would give all of them the same. One in a thousand is opened by jwcrypto, to show that it is real.
"""

import argparse
import base64
import json
import multiprocessing
import time
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from joserfc.jwk import OKPKey
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

from privacy import Ontvanger, Sealer, publieke_sleutel
from regres import Kop, SoortMelding
from regres.envelop import ALG, ENC

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


def main() -> None:
    """Seal, and print how many of each part are different."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--aantal", type=int, default=1_000_000)
    parser.add_argument("--processen", type=int, default=4)
    given = parser.parse_args()
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
