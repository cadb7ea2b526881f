"""Exports and answers that are wrong, each with a value of a canary where it hurts."""

from collections.abc import Callable

from tests.canary.mensen import RIJEN
from tests.tools.gemeente import csv_bytes

GOED = csv_bytes(RIJEN)
BEDORVEN: dict[str, bytes] = {
    "afgekapt": GOED[:-500],
    "afgekapt midden in een naam": GOED[: GOED.index(b"Zwaluwst\xe9rtje030") + 9],
    "geen kopregel": GOED[GOED.index(b"\r\n") + 2 :],
    "andere codering": GOED.decode("cp1252").encode("utf-8"),
    "geen letter van cp1252": GOED.replace(b"st\xe9rtje012", b"st\x81rtje012"),
    "nulbyte": GOED.replace(b"st\xe9rtje012", b"st\x00rtje012"),
    "los aanhalingsteken": GOED.replace(b"Zwaluwst\xe9rtje012", b'Zwaluwst\xe9"rtje012'),
    "regeleinde in een cel": GOED.replace(b"Goudvink 012", b"Goudvink\r\n012"),
    "te veel cellen": GOED.replace(b'"Nergenshuizen012"', b'"Nergenshuizen012";"Nergenshuizen012"'),
    "verkeerde trailer": GOED.replace(b'"TOTAAL";"40"', b'"TOTAAL";"Zwaluwst\xe9rtje012"'),
    "een cel van een halve mega": GOED.replace(b"dakgoot", b"dakgoot" * 90_000, 1),
    "kolomnaam is een waarde": GOED.replace(b'"Plaats"', b'"Nergenshuizen001"', 1),
    "twee kolommen gelijk": GOED.replace(b'"Plaats"', b'"BSN"', 1),
    "leeg": b"",
}


Bederf = Callable[[bytes], tuple[int, bytes]]
NAAM = "Zwaluwstértje045".encode()
FOUT = (
    b'<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">'
    b"<soapenv:Body><soapenv:Fault><faultcode>soapenv:Server</faultcode><faultstring>" + NAAM
    + b" niet gevonden</faultstring><detail>" + NAAM + b"</detail></soapenv:Fault></soapenv:Body>"
    b"</soapenv:Envelope>"
)  # fmt: skip
BEDORVEN_XML: dict[str, Bederf] = {
    "afgekapt": lambda body: (200, body[: body.index(NAAM) + 8]),
    "verkeerd gesloten": lambda body: (
        200,
        body.replace(NAAM + b"</BG:geslachtsnaam>", NAAM + b"</BG:" + NAAM + b">"),
    ),
    "stuurteken": lambda body: (200, body.replace(NAAM, b"Zwaluw\x02" + NAAM)),
    "los teken &": lambda body: (200, body.replace(NAAM, NAAM + b" & " + NAAM)),
    "onbekende entiteit": lambda body: (200, body.replace(NAAM, b"&Zwaluwstertje045;" + NAAM)),
    "dtd": lambda body: (200, b"<!DOCTYPE x [<!ENTITY a '" + NAAM + b"'>]>" + body[38:]),
    "geen utf-8": lambda body: (200, body.replace(NAAM, "Zwaluwstértje045".encode("cp1252"))),
    "foutpagina met een naam": lambda body: (500, b"<html>" + NAAM + b"</html>"),
    "soap fault met een naam": lambda body: (500, FOUT),
    "soap fault met status 200": lambda body: (200, FOUT),
    "instructie in een waarde": lambda body: (
        200,
        body.replace(b"<ZKN:identificatie>", b"<ZKN:identificatie><?x " + NAAM + b"?>"),
    ),
    "andere wortel": lambda body: (
        200,
        b"<" + b"Zwaluwstertje045>" + NAAM + b"</Zwaluwstertje045>",
    ),
    "leeg": lambda body: (200, b""),
}
