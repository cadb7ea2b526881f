"""A municipality that does not exist, with systems, data and a Regresloket to deliver to.

Nothing is imported here: whoever needs one system of Duinrand should not start them all. The
command `demo` is `demo.play.play`; the data is in `demo.data`.
"""

__all__: list[str] = []
