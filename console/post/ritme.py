"""When a mail may go: once a day after a moment, urgent things sooner, and not again and again."""

from datetime import datetime, time, timedelta
from typing import Final

import scheduler
from console.post.overzicht import Overzicht
from ledger import Poststand
from regres.dag import NEDERLAND

#: New problems are gathered for so long before an urgent mail: one cause has many of them.
VERZAMELEN: Final = timedelta(minutes=15)
#: Between two urgent mails.
DRINGEND_TUSSEN: Final = timedelta(hours=1)
#: A mail server that does not take a mail is asked again after this, and twice as long each time.
EERSTE, LANGSTE = timedelta(minutes=15), timedelta(hours=4)


def aan_de_beurt(stand: Poststand, wat: Overzicht, tijd: time, now: datetime) -> bool:
    """Tell whether a digest may go now: the one of today, or one that cannot wait."""
    if not wat.nodig:
        return False
    if dagelijks(stand, tijd, now):
        return True
    last = gelukt(stand, now)
    quiet = last is None or now - last >= DRINGEND_TUSSEN
    return quiet and wat.dringend(now, VERZAMELEN)


def dagelijks(stand: Poststand, tijd: time, now: datetime) -> bool:
    """Tell whether today's is still to come: its moment has passed, and none went since."""
    today: datetime = datetime.combine(scheduler.vandaag(lambda: now), tijd, NEDERLAND)
    last = gelukt(stand, now)
    return now >= today and (last is None or last < today)


def gelukt(stand: Poststand, now: datetime) -> datetime | None:
    """Give when the last mail went; None too when that is still to come: the clock was set back."""
    return None if stand.gelukt is None or stand.gelukt > now else stand.gelukt


def mag_proberen(stand: Poststand, now: datetime) -> bool:
    """Tell whether a mail server that did not take the last mail may be asked again."""
    if stand.mislukt is None or stand.geprobeerd is None or stand.geprobeerd > now:
        return True
    wait: timedelta = min(LANGSTE, EERSTE * 2 ** min(stand.pogingen - 1, 10))
    return now - stand.geprobeerd >= wait
