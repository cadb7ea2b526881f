"""The tables of the ledger. Only HMACs, codes, places, counts and sealed texts have a column here.

Moments are text of a fixed width in UTC ("2026-11-21T21:18:33.000000Z") and dates ISO text: they
sort as they read, and mean the same on every database. JSON is text too; nothing queries into it.
"""

from ledger.tables.besluiten import besluit, blokkade, inhaalopdracht, pauze, staand_besluit
from ledger.tables.bezorgen import NOOIT_LATER, WAITING, envelop, outbox, zekering
from ledger.tables.kolommen import metadata, moment_text, nieuw_zout, text_moment
from ledger.tables.problemen import openstaand, post, verteld
from ledger.tables.runs import checkpoint, lease, meta, run, tijdstip
from ledger.tables.sleutels import sleutel
from ledger.tables.spoor import audit, zout
from ledger.tables.standen import overname, stand
from ledger.tables.stubs import stub, stub_klaar
from ledger.tables.terug import retourbestand, retourstand, terugkoppeling, terugweg

__all__ = [
    "NOOIT_LATER",
    "WAITING",
    "audit",
    "besluit",
    "blokkade",
    "checkpoint",
    "envelop",
    "inhaalopdracht",
    "lease",
    "meta",
    "metadata",
    "moment_text",
    "nieuw_zout",
    "openstaand",
    "outbox",
    "overname",
    "pauze",
    "post",
    "retourbestand",
    "retourstand",
    "run",
    "sleutel",
    "staand_besluit",
    "stand",
    "stub",
    "stub_klaar",
    "terugkoppeling",
    "terugweg",
    "text_moment",
    "tijdstip",
    "verteld",
    "zekering",
    "zout",
]
