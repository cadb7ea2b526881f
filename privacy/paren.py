"""New pairs of keys: the public half seals, the private half opens and lies elsewhere."""

from typing import Any

from joserfc.jwk import OKPKey

from regres.envelop import ALG


def nieuw_paar(kid: str) -> tuple[dict[str, str], dict[str, str]]:
    """Make an X25519 pair; gives the public and the private JWK."""
    made: dict[str, Any] = OKPKey.generate_key("X25519").as_dict(private=True)
    private = {name: str(made[name]) for name in ("kty", "crv", "x", "d")}
    private |= {"use": "enc", "alg": ALG, "kid": kid}
    return {name: value for name, value in private.items() if name != "d"}, private
