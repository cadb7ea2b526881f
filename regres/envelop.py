"""What both ends of an envelope must agree on; sealing and opening each have code of their own."""

from typing import Final

#: The only algorithms that may stand in an envelope's header. Nothing is negotiated.
ALG: Final = "ECDH-ES+A256KW"
ENC: Final = "A256GCM"

#: Header `typ`: an envelope for one reader never passes for an envelope for the other.
TYP_MELDING: Final = "regresmelding+jwe"
TYP_INZAGE: Final = "regresinzage+jwe"
TYP_KOPIE: Final = "regressleutels+jwe"

#: The plaintext is filled up with spaces to a multiple of this many bytes, so that the length of
#: an envelope does not tell which kind of melding it holds.
STAP_MELDING: Final = 2048
STAP_INZAGE: Final = 256

#: Longest plaintext before filling up. joserfc refuses to open more than 64 KiB of ciphertext
#: unless told otherwise, and no melding comes near it.
GROOTSTE_INHOUD: Final = 45 * 1024

#: Longest protected header in base64url. joserfc stops at 1,024 unless told otherwise, and all
#: clear fields with a P-256 `epk` need more.
GROOTSTE_HEADER: Final = 2048
