"""Typer in Dutch: its help, and what is wrong with a command that was given."""

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from regres import Problem

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
    (re.compile(r"<str>"), "     "),
    (re.compile(r"<path>"), "<pad> "),
    (re.compile(r"<list\[str\]>"), "<namen>    "),
)


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


def gebruiksfout(wrong: typer.TyperException) -> Problem:
    """Say what is wrong with a command; told apart by name, for typer keeps the classes inside."""
    where = _hint(wrong)
    match type(wrong).__name__:
        case "NoArgsIsHelpError":
            wat = "Er is geen opdracht gegeven."
        case "NoSuchOption":
            wat = f"De optie {getattr(wrong, 'option_name', '')} bestaat niet."
        case "MissingParameter":
            wat = f"Er ontbreekt iets: {where}."
        case "BadParameter":
            wat = f"De waarde bij {where} kan niet.{_keuzes(wrong)}"
        case "BadOptionUsage":
            wat = f"De optie {getattr(wrong, 'option_name', '')} is niet goed gebruikt."
        case _ if found := re.search(r"No such command '(.{0,60}?)'", wrong.format_message()):
            wat = f"De opdracht {found[1]} bestaat niet."
        case _:
            wat = "De opdracht is niet goed gegeven."
    return Problem("C-0005", wat, doe=_next(wrong))


def _hint(wrong: typer.TyperException) -> str:
    param = getattr(wrong, "param", None)
    if param is None:
        return "een optie"
    shown: str = " / ".join(param.opts) if param.param_type_name == "option" else param.name.upper()
    return shown


def _keuzes(wrong: typer.TyperException) -> str:
    """Name the words that may stand there, when there is a list of them."""
    kind = getattr(getattr(wrong, "param", None), "type_descriptor", None)
    return f" Kies uit: {', '.join(map(str, kind.choices))}." if kind and kind.choices else ""


def _next(wrong: typer.TyperException) -> str:
    ctx = getattr(wrong, "ctx", None)
    command = ctx.command_path if ctx else "regresbrug"
    near = sorted(getattr(wrong, "possibilities", None) or _near(wrong))
    asked = f"Bedoelde u {near[0]}? " if near else ""
    return f"{asked}Zie `{command} --help`."


def _near(wrong: typer.TyperException) -> list[str]:
    """Give the command that typer itself suggests at the end of its message."""
    return re.findall(r"Did you mean '?([a-z]+)'?", wrong.format_message())
