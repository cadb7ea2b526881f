"""Logging in: local accounts with a password and a second factor, or a proxy that vouches."""
