"""A municipality that does not exist, with systems and data, and a Regresloket to deliver to."""

# Nothing is imported here: whoever needs one of these systems should not load them all. The command
# `demo` is demo.play, the data is demo.data.
__all__: list[str] = []
