"""Typer in Dutch: its help, and what is wrong with a command that was given."""

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from regres import Problem
from regres.berichten import Zin, bericht, zin
from regres.spelling import near

# Typer carries these words as they are: they go through no catalogue that could translate them.
_WORDS = (
    (re.compile(r"^Usage: ", re.MULTILINE), "Gebruik: "),
    (re.compile(r"^Options:$", re.MULTILINE), "Opties:"),
    (re.compile(r"^Arguments:$", re.MULTILINE), "Argumenten:"),
    (re.compile(r"^Commands:$", re.MULTILINE), "Opdrachten:"),
    (re.compile(r"Show this message and exit\."), "Toon deze uitleg en stop."),
    (re.compile(r"\bdefault: "), "standaard: "),
    (re.compile(r"\bdefault:$", re.MULTILINE), "standaard:"),
    (re.compile(r"\benv(\s+)var:"), r"of\1variabele:"),
    (re.compile(r"([\[ ])required\]"), r"\1verplicht]"),
    # The kind of an argument, as wide as it was: the column beside it stays where it is.
    (re.compile(r"<int>"), "<n>  "),
    (re.compile(r"<int range>"), "<n>        "),
    (re.compile(r"<str>"), "     "),
    (re.compile(r"<path>"), "<pad> "),
    (re.compile(r"<list\[str\]>"), "<namen>    "),
)


_CIJFERS = re.compile(r"\d[\d. ]{5,}\d")


def vertaald(help_text: str) -> str:
    """Give a help page with typer's own words in Dutch."""
    for english, dutch in _WORDS:
        help_text = english.sub(dutch, help_text)
    return help_text


class Opdracht(TyperCommand):
    """One command, explained in Dutch."""

    def get_help(self, ctx: Any) -> str:
        """Give the help page."""
        return vertaald(super().get_help(ctx))


class Opdrachten(TyperGroup):
    """All commands, explained in Dutch."""

    def get_help(self, ctx: Any) -> str:
        """Give the help page."""
        return vertaald(super().get_help(ctx))


def opdrachten(uitleg: str) -> typer.Typer:
    """Make a group of commands that explains itself when it is called without one."""
    return typer.Typer(
        cls=Opdrachten,
        help=uitleg,
        no_args_is_help=True,
        options_metavar="[OPTIES]",
        subcommand_metavar="OPDRACHT ...",
    )


def gebruiksfout(wrong: typer.TyperException) -> Problem:
    """Say what is wrong with a command; told apart by name, for typer keeps the classes inside."""
    case, words = _geval(wrong)
    given = str(words.get("optie") or words.get("gegeven") or "")
    meant = near(given, sorted(getattr(wrong, "possibilities", None) or _near(wrong)))
    if meant and case in ("optie", "onbekend"):
        case, words["bedoeld"] = f"{case}_lijkt", meant
    ctx = getattr(wrong, "ctx", None)
    return bericht("C-0005", case, opdracht=ctx.command_path if ctx else "regresbrug", **words)


def _geval(wrong: typer.TyperException) -> tuple[str, dict[str, Any]]:
    """Give the case of C-0005 and its words."""
    match type(wrong).__name__:
        case "NoArgsIsHelpError":
            return "geen", {}
        case "NoSuchOption":
            return "optie", {"optie": getattr(wrong, "option_name", "")}
        case "MissingParameter":
            return "ontbreekt", {"plek": _hint(wrong)}
        case "BadParameter":
            names = _keuzes(wrong)
            case = "keuze" if names else "waarde"
            return case, {"plek": _hint(wrong)} | ({"namen": names} if names else {})
        case "BadOptionUsage":
            return "gebruik", {"optie": getattr(wrong, "option_name", "")}
    found = re.search(r"No such command '(.{0,60}?)'", wrong.format_message())
    # What was given as a command may be a BSN that belongs on stdin: digits are not repeated.
    return ("onbekend", {"gegeven": _CIJFERS.sub("…", found[1])}) if found else ("", {})


def _hint(wrong: typer.TyperException) -> str | Zin:
    param = getattr(wrong, "param", None)
    if param is None:
        return zin("een_optie")
    shown: str = " / ".join(param.opts) if param.param_type_name == "option" else param.name.upper()
    return shown


def _keuzes(wrong: typer.TyperException) -> str:
    """Name the words that may stand there, when there is a list of them."""
    kind = getattr(getattr(wrong, "param", None), "type_descriptor", None)
    return ", ".join(map(str, kind.choices)) if kind and kind.choices else ""


def _near(wrong: typer.TyperException) -> list[str]:
    """Give the command that typer itself suggests at the end of its message."""
    return re.findall(r"Did you mean '?([a-z]+)'?", wrong.format_message())
