"""Which commands the app gets: the one that is called, or all of them."""

import typer

from console import commands

ALLES = 33


def register(app: typer.Typer, *given: str) -> list[str]:
    """Give the names that the app then has."""
    commands.register(app, given)
    words = [
        str(een.name or getattr(een.callback, "__name__", "")) for een in app.registered_commands
    ]
    return words + [str(een.name) for een in app.registered_groups]


def test_a_word_that_is_known_is_the_only_one() -> None:
    app = typer.Typer()

    assert register(app, "run", "--config", "audit") == ["run"]
    assert register(app, "--lang=en", "audit", "toon") == ["audit"]
    assert register(app, "quarantine", "list") == ["quarantine"]
    assert register(app, "release", "12") == ["release"]


def test_any_other_word_and_none_give_all_in_their_order() -> None:
    app = typer.Typer()
    everything = register(app)

    assert len(everything) == ALLES
    assert everything[:3] == ["demo", "init", "check"]
    for given in (("--help",), ("runn",), ("--lang", "en", "run"), ("-h", "en")):
        assert register(app, "run") == ["run"]
        assert register(app, *given) == everything


def test_what_another_gave_the_app_stays() -> None:
    app = typer.Typer()

    @app.command()
    def stuk() -> None:
        """Ga stuk."""

    assert register(app, "run") == ["run", "stuk"]
    assert register(app, "stuk")[-1] == "audit"
    assert "stuk" in register(app, "stuk")
