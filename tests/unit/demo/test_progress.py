"""How far the demo is: a bar where somebody watches, plain lines where nobody does."""

import io

from demo.progress import voortgang


class Terminal(io.StringIO):
    """Says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_elsewhere_each_piece_of_work_is_one_plain_line() -> None:
    out = io.StringIO()

    with voortgang(out) as bar:
        done = bar.werk("export: nacht", 1)
        done(1)
        bar.werk("bezorgen", 59)

    assert out.getvalue() == "export: nacht ...\nbezorgen ...\n"


def test_on_a_terminal_a_bar_shows_how_much_is_done() -> None:
    out = Terminal()

    with voortgang(out) as bar:
        bar.werk("bezorgen", 59)(42)

    assert "\x1b[" in out.getvalue()
    assert "42/59" in out.getvalue()
