"""The commands, one subject a file; their work is imported when they are called."""

import typer

from console.commands import check, demo, init, loket, preview, run, schema, serve, status


def register(app: typer.Typer) -> None:
    """Give the app its commands, in the order in which a newcomer needs them."""
    app.command()(demo.demo)
    app.command()(init.init)
    app.command()(check.check)
    app.command()(preview.preview)
    app.command()(run.run)
    app.command()(run.release)
    app.command()(serve.serve)
    app.command()(status.status)
    app.command()(status.runs)
    app.command()(schema.schema)
    app.command()(loket.loket)
