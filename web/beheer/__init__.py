"""The pages of the administrator: counts, codes and places, and nothing of a person."""
