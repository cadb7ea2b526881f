"""The Timestamp of an answer: of now, by our clock, or somebody plays an old one again."""

import re
from datetime import UTC, datetime, timedelta

from lxml import etree

from connectors.beveiliging.namen import wsu
from regres import SourceRefused
from regres.berichten import bericht

#: WSS 1.0 leaves it to the receiver; two clocks may differ, and a slow answer takes a minute.
_MARGE = timedelta(minutes=5)
#: What their clock may be ahead when they say themselves until when a message holds.
_KLOK = timedelta(minutes=1)
_TIJD = re.compile(
    r"\A([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})\Z",
    re.ASCII,
)


def keur_tijd(timestamp: etree._Element, nu: datetime, waar: str) -> None:
    """Check that it was made within five minutes of now, and has not expired.

    Raises:
        SourceRefused: it is older or newer, or says no moment with its zone.

    """
    said = {name: _moment(timestamp, name) for name in ("Created", "Expires")}
    created, expires = said["Created"], said["Expires"]
    told = timestamp.find(wsu("Expires")) is not None
    if created is None or (told and expires is None):
        raise SourceRefused(bericht("B-0808", "onleesbaar", waar=waar))
    if abs(nu - created) > _MARGE or (expires is not None and nu > expires + _KLOK):
        raise SourceRefused(bericht("B-0808", waar=waar))


def _moment(timestamp: etree._Element, name: str) -> datetime | None:
    found = timestamp.findall(wsu(name))
    match = _TIJD.match((found[0].text or "").strip()) if len(found) == 1 else None
    if match is None:
        return None
    try:
        moment = datetime.fromisoformat(match[1] + match[3].replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment.astimezone(UTC)
