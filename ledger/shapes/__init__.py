"""The shapes that go into the ledger and come out of it; none of them holds a personal value.

Words used throughout:

zoeksleutel   HMAC of a provision's key under K_zoek: how this side finds it again
referentie    HMAC of the same key under K_ref: how the backend knows it, for ever
stand         what was last released about one provision
besluit       what a named person decided; a staand besluit is one that reads act on
stub          what is left of a record that waits for a person
snede         the read slice a stub was seen in: a month, a file, or "" when there is only one
slotnaam      a slot without month or number: "rondgang:2024-03" -> "rondgang", "hand-2" -> "hand"
"""
