"""The handlers' pages: what is new, what is mine, one case, and what runs out when."""
