"""Moments and states as a person reads them."""

from datetime import date, datetime, timedelta

from regres.dag import NEDERLAND
from web.look.tekening import Icoon, dag

WEEKDAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


def moment(wanneer: datetime | None, now: datetime) -> str:
    """Write a moment beside now: "vannacht 04:07", "gisteren 16:10", "do 19 nov 02:00"."""
    if wanneer is None:
        return "-"
    local, today = wanneer.astimezone(NEDERLAND), now.astimezone(NEDERLAND).date()
    return f"{_dagwoord(local, today)} {local:%H:%M}"


def _dagwoord(local: datetime, today: date) -> str:
    match (local.date() - today).days:
        case 0:
            return "vannacht" if local.hour < 7 else "vandaag"
        case 1:
            return "vannacht" if local.hour < 7 else "morgen"
        case -1:
            return "gisteren"
    day = f"{WEEKDAGEN[local.weekday()][:2]} {dag(local.date())}"
    return day if local.year != today.year else day.rpartition(" ")[0]


def straks(wanneer: datetime | None, now: datetime) -> str:
    """Write a moment to come beside now: "vandaag 16:10", "ma 02:00", "zo 6 dec 05:00"."""
    if wanneer is None:
        return "-"
    local, today = wanneer.astimezone(NEDERLAND), now.astimezone(NEDERLAND).date()
    away = (local.date() - today).days
    if away == 0:
        return f"vandaag {local:%H:%M}"
    day = WEEKDAGEN[local.weekday()][:2]
    return f"{day} {local:%H:%M}" if away < 7 else f"{day} {dag(local.date())} {local:%H:%M}"


def weekdag(wanneer: datetime) -> str:
    """Write a moment to come with its day: "zo 28 mrt 2027, 04:07"."""
    local = wanneer.astimezone(NEDERLAND)
    return f"{WEEKDAGEN[local.weekday()][:2]} {dag(local.date())}, {local:%H:%M}"


def lange_dag(wanneer: datetime) -> str:
    """Write "zaterdag 21 november 2026, 07:41"."""
    local = wanneer.astimezone(NEDERLAND)
    return f"{WEEKDAGEN[local.weekday()]} {local.day} {_MAAND[local.month - 1]} {local:%Y, %H:%M}"


_MAAND = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli"),
    *("augustus", "september", "oktober", "november", "december"),
)


def duur(lang: timedelta) -> str:
    """Write how long something took: "40 s", "2 m 48 s", "4 u 34 m", "3 d 2 u"."""
    minutes, seconds = divmod(round(lang.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours} u"
    if hours:
        return f"{hours} u {minutes:02} m"
    return f"{minutes} m {seconds:02} s" if minutes else f"{seconds} s"


#: Which badge goes with which state: its class in the style sheet, and its icon.
MERK = {
    "goed": Icoon.GOED,
    "let": Icoon.LET,
    "fout": Icoon.FOUT,
    "info": Icoon.WACHT,
    "stil": Icoon.STIL,
}
