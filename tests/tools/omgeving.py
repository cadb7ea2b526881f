"""What the machine may not lend to a test: trust, proxies, agents, settings of our own or of pip.

A test that starts `start.py` in a clean clone needs the installer's part back: `teruggegeven()`.
"""

import json
import os
from collections.abc import Mapping, MutableMapping

#: Where the removed part travels to child processes (xdist starts its workers after the scrub).
BEWAARD = "REGRES_TESTS_BEWAARD"

_NAMES = frozenset({"REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSH_AUTH_SOCK", "SSH_ASKPASS"})
_NAMES |= {"SSL_CERT_FILE", "SSL_CERT_DIR", "NETRC", "CREDENTIALS_DIRECTORY", "NO_COLOR"}
_STARTS = ("PIP_", "REGRESBRUG_")
_ENDS = ("_proxy",)


def schoon(omgeving: MutableMapping[str, str]) -> None:
    """Take out of an environment what would change how the product behaves; keep it aside."""
    found = {name: omgeving.pop(name) for name in list(omgeving) if _vreemd(name)}
    kept = json.loads(omgeving.get(BEWAARD, "{}")) | found
    omgeving[BEWAARD] = json.dumps(kept)


def teruggegeven(omgeving: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Give the environment as it was before the scrub."""
    kept: dict[str, str] = json.loads(omgeving.get(BEWAARD, "{}"))
    return {name: value for name, value in omgeving.items() if name != BEWAARD} | kept


def _vreemd(name: str) -> bool:
    return name in _NAMES or name.startswith(_STARTS) or name.lower().endswith(_ENDS)
