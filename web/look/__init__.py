"""One layout, one style sheet and one script; everything that is shown is escaped."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from regres.tonen import toonbare_regels
from web.look.tekening import dag

#: Headers of every page: one script, no style attribute, no frame, nothing from elsewhere.
BEVEILIGING = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "interest-cohort=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def toon(sjabloon: str, paginas: BaseLoader, **inhoud: Any) -> str:
    """Render a page; *paginas* gives the room's own templates, which extend "layout.html"."""
    return _omgeving(paginas).get_template(sjabloon).render(**inhoud)


@cache
def stijl() -> bytes:
    """Give the style sheet; a municipality may put a theme with the same token names beside it."""
    return (files("web") / "static" / "regresbrug.css").read_bytes()


@cache
def script() -> bytes:
    """Give the one script, of web and loket together; every page works without it."""
    return (files("web") / "static" / "regresbrug.js").read_bytes()


@cache
def teken() -> bytes:
    """Give the mark in the corner, which is also the icon of a tab."""
    return (files("web") / "static" / "teken.svg").read_bytes()


@cache
def _omgeving(paginas: BaseLoader) -> Environment:
    made = Environment(
        loader=ChoiceLoader([paginas, PackageLoader("web", "templates")]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_zichtbaar,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"getal": getal, "code": code, "dagen": dagen, "datum": datum, "punt": punt}
    return made


def getal(count: int | str | None) -> str:
    """Write a count as Dutch does, with a point per thousand; "-" for what is not known.

    A count that is kept back is a text already: "<5".
    """
    if isinstance(count, str):
        return count
    return "-" if count is None else f"{count:,}".replace(",", ".")


def datum(when: date | str | None) -> str:
    """Write a day as Dutch does, also one that came as "2027-03-03"; "-" for what is not known.

    A year or a month alone, all that an administrator sees of a term, stays as it is.
    """
    if not when or (isinstance(when, str) and len(when) < len("2027-03-03")):
        return str(when or "-")
    return dag(date.fromisoformat(when[:10]) if isinstance(when, str) else when)


def dagen(count: int) -> str:
    """Write how long ago: "vandaag", "1 dag", "14 dagen"."""
    return {0: "vandaag", 1: "1 dag"}.get(count, f"{count} dagen")


def punt(text: str) -> str:
    """End what somebody else wrote with one full stop."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def code(text: str) -> Markup:
    """Show what stands between backticks in a message as what one types."""
    parts = toonbare_regels(text).split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if at % 2 and at < len(parts) - 1 else part
        for at, part in enumerate(parts)
    )


def _zichtbaar(value: object) -> object:
    """Write out what nobody sees in a text that is shown; markup of our own goes as it is."""
    plain = isinstance(value, str) and not hasattr(value, "__html__")
    return toonbare_regels(str(value)) if plain else value
