"""How much a delivery costs beside http.client, over the same kind of connection.

    .venv/bin/python -P bench/push.py

Both keep one mutual TLS connection open and offer the same bytes to the same backend, which stands
in a process of its own. Ours makes the body, guards line, deadline and size, and judges the
answer; http.client posts bytes that lie ready, and reads.
"""

import http.client
import ssl
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.seal import INHOUD, KOP, make_key, sealer_for  # noqa: E402 - after the path
from bench.snel.opstelling import Opstelling, opgesteld  # noqa: E402
from bench.snel.paren import Paar, vergelijk  # noqa: E402
from sinks.regresloket import Regresloket, RegresloketSettings, body_of  # noqa: E402

GRENS = 4.0
_PAD = "/v1/regresmeldingen"


def bezorgpaar(where: Opstelling, blokken: int = 60) -> Paar:
    """Measure single deliveries to a backend that is up."""
    tls, sealed = where.tls, sealer_for(make_key()).seal(KOP, INHOUD)
    sink = Regresloket(
        RegresloketSettings(
            url=f"https://localhost:{where.poort}",
            ca=tls / "ca.pem",
            uitgaand=["localhost"],
            certificaat=tls / "client.pem",
            sleutel=tls / "client.key",
            loopback=True,
        )
    )
    context = ssl.create_default_context(cafile=tls / "ca.pem")
    context.load_cert_chain(tls / "client.pem", tls / "client.key")
    line = http.client.HTTPSConnection("localhost", where.poort, context=context)
    body = body_of(sealed)
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": f"{KOP.referentie}:{KOP.versie}",
    }

    def floor() -> bytes:
        line.request("POST", _PAD, body, headers)
        return line.getresponse().read()

    try:
        return vergelijk(
            "een melding bezorgen, tegen http.client over dezelfde soort verbinding",
            floor,
            lambda: sink.deliver(sealed),
            blokken=blokken,
            per_blok=20,
            grens=GRENS,
        )
    finally:
        sink.close()
        line.close()


def main() -> None:
    """Measure, and print a row."""
    temporary = tempfile.TemporaryDirectory(prefix="regresbrug-push-")
    with temporary as folder, opgesteld(Path(folder)) as where:
        print(bezorgpaar(where).regel())


if __name__ == "__main__":
    main()
