"""The regresbrug command: finds the words, runs the command, and ends with the right exit code.

Commands are imported when they are called, so that `--help` needs neither zeep nor the web stack.
"""

import sys
import traceback
from typing import Annotated

import typer

from console import commands
from console.geheugen import begin, einde
from console.nederlands import Opdrachten, gebruiksfout
from console.tell import put, show_problems, spreek, tell, woord
from regres import RegresbrugError, UsageProblem
from regres.berichten import Taal, bericht

INTERN, ONDERBROKEN = 70, 130

app = typer.Typer(
    name="regresbrug",
    cls=Opdrachten,
    options_metavar="[OPTIES]",
    subcommand_metavar="OPDRACHT ...",
    help="Brengt Wmo-voorzieningen na een ongeval van de gemeente naar het Regresloket.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exitcodes: 0 niets te doen, 1 een mens moet kijken, 2 gebruik, 3 configuratie, "
    "4 bron, 5 bestemming, 6 sleutels, 7 al bezig, 8 gegevensbescherming, 70 interne fout, "
    "130 onderbroken.",
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        put(version("regresbrug"))
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        # Eager, with its own function: it is asked for without a command.
        typer.Option("--version", help="Toon de versie en stop.", is_eager=True, callback=_version),
    ] = False,
    lang: Annotated[
        Taal,
        typer.Option(
            "--lang",
            metavar="nl|en",
            help="Taal van fouten, hun uitleg, en de verslagen van check en test.",
            envvar="REGRESBRUG_TAAL",
            # Heard while the words are read: a command that does not exist is told in it too.
            callback=spreek,
        ),
    ] = Taal.NL,
) -> None:
    """Take the options of the program itself."""


def main(argv: list[str] | None = None) -> int:
    """Run one command; give its exit code. Every exception ends here as a sentence."""
    commands.register(app, sys.argv[1:] if argv is None else argv)
    try:
        outcome = app(args=argv, prog_name="regresbrug", standalone_mode=False)
    except RegresbrugError as problem:
        show_problems(problem.problems)
        return problem.exit_code
    except typer.TyperException as usage:
        return _usage(usage)
    except (KeyboardInterrupt, typer.Abort):
        outcome = ONDERBROKEN
    except Exception as wrong:  # the last door: any other way out would print the message itself
        return _internal(wrong)
    # Ctrl-C is this number too: typer catches it and gives no sign but the code.
    if outcome == ONDERBROKEN:
        tell(woord("onderbroken"))
    return outcome if isinstance(outcome, int) else 0


def _usage(wrong: typer.TyperException) -> int:
    """Say what is wrong with the command; without any command, show which there are."""
    if type(wrong).__name__ == "NoArgsIsHelpError":
        tell(wrong.format_message())
    else:
        show_problems([gebruiksfout(wrong)])
    return UsageProblem.exit_code


def _internal(wrong: Exception) -> int:
    """Say where it went wrong, never with what: messages and locals may hold a record."""
    show_problems([bericht("R-0001", soort=type(wrong).__name__)])
    for frame in traceback.extract_tb(wrong.__traceback__)[-8:]:
        tell(f"    {frame.filename.rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}")
    return INTERN


def entry() -> None:
    """Run as a program: every command, before it has read anything, shuts its memory off."""
    begin()
    code = main()
    einde()
    sys.exit(code)


if __name__ == "__main__":
    entry()
