"""New pairs of keys: the public half seals, the private half opens and lies elsewhere."""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from privacy.jwk import base64url
from regres.envelop import ALG


def nieuw_paar(kid: str) -> tuple[dict[str, str], dict[str, str]]:
    """Make an X25519 pair; gives the public and the private JWK."""
    made = X25519PrivateKey.generate()
    private = {
        "kty": "OKP",
        "crv": "X25519",
        "x": base64url(made.public_key().public_bytes_raw()),
        "d": base64url(made.private_bytes_raw()),
    }
    private |= {"use": "enc", "alg": ALG, "kid": kid}
    return {name: value for name, value in private.items() if name != "d"}, private
