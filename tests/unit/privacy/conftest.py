"""No clock on single examples: two busy cores say nothing about a property."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
