"""Peer: a Singer tap that filters, and a target that writes JSON lines, in two processes."""

import csv
import json
import subprocess
import sys

from singer_sdk import RecordSink, Stream, Tap, Target
from singer_sdk import typing as th
from zelfde import VELDEN, afgebeeld, houdt, vertel

_CONFIG = th.PropertiesList(th.Property("file", th.StringType)).to_dict()


class Voorzieningen(Stream):
    """The rows of the export that are kept."""

    name = "voorzieningen"
    primary_keys = ()
    replication_key = None
    schema = th.PropertiesList(*(th.Property(name, th.StringType) for name in VELDEN)).to_dict()

    def get_records(self, context):
        """Give one after another."""
        with open(self.config["file"], encoding="cp1252", newline="") as text:
            for row in csv.DictReader(text, delimiter=";"):
                if houdt(row["Ongeval J/N"], row["Toelichting"]):
                    yield afgebeeld(row)


class TapExport(Tap):
    """The tap."""

    name = "tap-export"
    config_jsonschema = _CONFIG

    def discover_streams(self):
        """Give the one stream there is."""
        return [Voorzieningen(self)]


class Regels(RecordSink):
    """Appends JSON lines."""

    def __init__(self, *args, **kwargs):
        """Open the file."""
        super().__init__(*args, **kwargs)
        self._out = open(self.config["file"], "w", encoding="utf-8")
        self.count = 0

    def process_record(self, record, context):
        """Write one record."""
        self._out.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")
        self.count += 1

    def clean_up(self):
        """Close the file, and tell."""
        self._out.close()
        vertel(self.count)


class TargetRegels(Target):
    """The target."""

    name = "target-regels"
    config_jsonschema = _CONFIG
    default_sink_class = Regels


def main(file: str, target: str) -> None:
    """Let the one write to the other."""
    me = [sys.executable, __file__]
    tap = subprocess.Popen([*me, "tap", file], stdout=subprocess.PIPE)
    end = subprocess.Popen([*me, "target", target], stdin=tap.stdout)
    tap.stdout.close()
    sys.exit(max(tap.wait(), end.wait()))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["tap", name]:
            TapExport(config={"file": name}).sync_all()
        case ["target", name]:
            TargetRegels(config={"file": name}).listen()
        case [name, target]:
            main(name, target)
