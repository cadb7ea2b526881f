"""The eight mistakes that would cost the most, each with the tests that must see it.

docs/architecture.md promises the opposite of each. A row is a change of the source as it stands;
test_benoemd.py holds every row to the source and to its tests, and makes the first mistake of each
name; `python -P -m tests.mutanten` makes them all.
"""

from dataclasses import dataclass

from tests.mutanten.werkplaats import ROOT, Uitslag, Werkplaats

#: The eight, in the words of the assignment; one mistake can be made in more than one place.
NAMEN = {
    "fsync overgeslagen": "skip fsync",
    "versturen voor vastleggen": "swap commit and push",
    "nieuwe sleutel per poging": "new key per retry",
    "zonder teken een ongeval": "default flag J",
    "voortgang voor vastleggen": "checkpoint before commit",
    "certificaat niet gecontroleerd": "verify=False",
    "record in het log bij een fout": "log record on error",
    "gemeente vergeten": "tenant dropped",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mistake in one place.

    staat    text that stands exactly once in the file
    wordt    what stands there instead
    toetsen  test ids (path::name); each of them alone must fail
    """

    naam: str
    bestand: str
    staat: str
    wordt: str
    toetsen: tuple[str, ...]

    def __str__(self) -> str:
        """Name it as the list of tests shows it."""
        return f"{self.naam} in {self.bestand}"


MUTANTEN = (
    Mutant(
        "fsync overgeslagen",
        "ledger/dialect.py",
        'cursor.execute("PRAGMA synchronous=FULL")',
        'cursor.execute("PRAGMA synchronous=OFF")',
        ("tests/unit/ledger/test_database.py::test_writes_are_on_disk_before_they_count",),
    ),
    Mutant(
        "fsync overgeslagen",
        "ledger/bewijs.py",
        "                os.fsync(place)\n            finally:",
        "                pass\n            finally:",
        (
            "tests/unit/ledger/test_bewijs.py"
            "::test_a_line_and_the_name_of_its_file_are_on_the_disk_when_writing_returns",
        ),
    ),
    Mutant(
        "fsync overgeslagen",
        "ledger/bewijs.py",
        "            fresh.replace(self._folder / name)\n            _fsync_folder(self._folder)",
        "            fresh.replace(self._folder / name)",
        (
            "tests/unit/ledger/test_bewijs.py::test_other_lines_are_on_the_disk_before_they_take"
            "_a_file_s_place_and_the_name_after_it",
        ),
    ),
    Mutant(
        "fsync overgeslagen",
        "sinks/neerleggen.py",
        "        stream.flush()\n        os.fsync(handle)",
        "        stream.flush()",
        (
            "tests/unit/sinks/test_neerleggen.py"
            "::test_a_delivery_into_a_folder_outlives_a_power_cut",
        ),
    ),
    Mutant(
        "fsync overgeslagen",
        "sinks/folder.py",
        "        aside.replace(path)\n        neerleggen.sync_map(self._map)",
        "        aside.replace(path)",
        (
            "tests/unit/sinks/test_neerleggen.py"
            "::test_a_delivery_into_a_folder_outlives_a_power_cut",
        ),
    ),
    Mutant(
        "fsync overgeslagen",
        "regres/verwerking.py",
        '            raise OSError("the disk did not take all of it")\n        os.fsync(handle)',
        '            raise OSError("the disk did not take all of it")',
        (
            "tests/unit/regres/test_verwerking.py"
            "::test_lines_are_on_the_disk_when_writing_them_returns",
        ),
    ),
    Mutant(
        "versturen voor vastleggen",
        "ledger/claims.py",
        "return and_(outbox.c.gemeente == gemeente, WAITING, _FREED)",
        "return and_(outbox.c.gemeente == gemeente, WAITING)",
        (
            "tests/unit/ledger/test_staging.py::test_staged_rows_cannot_be_sent",
            "tests/unit/ledger/test_outbox.py::test_what_waits_for_release_is_not_due",
        ),
    ),
    Mutant(
        "versturen voor vastleggen",
        "pipeline/deliver.py",
        "                    if handen.begin(left[0], breed=lijn.loopt):\n",
        "                    kop, now = left[0].sealed.kop, lijn.klok()\n"
        '                    receipt = Receipt(kop.referentie, kop.versie, "nog niets", now)\n'
        "                    lijn.ledger.all_delivered([(left[0], receipt)], now)\n"
        "                    if handen.begin(left[0], breed=lijn.loopt):\n",
        (
            "tests/unit/pipeline/test_deliver.py"
            "::test_one_row_that_gets_no_answer_does_not_keep_the_others",
        ),
    ),
    Mutant(
        "nieuwe sleutel per poging",
        "sinks/regresloket.py",
        '"Idempotency-Key": f"{kop.referentie}:{kop.versie}",',
        '"Idempotency-Key": f"{kop.referentie}:{kop.versie}:{time.monotonic_ns()}",',
        ("tests/faults/test_sink_faults.py::test_a_retry_has_the_same_key_and_the_same_bytes",),
    ),
    Mutant(
        "nieuwe sleutel per poging",
        "ledger/claims.py",
        "        versie=row.versie,\n        soortMelding=",
        "        versie=row.versie + row.pogingen,\n        soortMelding=",
        ("tests/unit/ledger/test_outbox.py::test_a_retry_offers_the_same_bytes",),
    ),
    Mutant(
        "zonder teken een ongeval",
        "assessment/data/signaalregels.yaml",
        '      - {}\n    indicatie: "N"\n',
        '      - {}\n    indicatie: "J"\n',
        (
            "tests/unit/assessment/test_signals.py"
            "::test_every_combination_is_decided_as_in_the_table_written_by_hand",
        ),
    ),
    Mutant(
        "zonder teken een ongeval",
        "assessment/signals.py",
        'return next((waarde for waarde in _VOORRANG[kind] if waarde in gehoord), "leeg")',
        'return next((waarde for waarde in _VOORRANG[kind] if waarde in gehoord), "J")',
        (
            "tests/unit/assessment/test_signals.py"
            "::test_every_combination_is_decided_as_in_the_table_written_by_hand",
        ),
    ),
    Mutant(
        "voortgang voor vastleggen",
        "ledger/closing.py",
        "    verdict = _verdict(conn, row, closing, decide, since)\n",
        "    marks.move_checkpoint(conn, row, closing.snede, closing.checkpoint)\n"
        "    verdict = _verdict(conn, row, closing, decide, since)\n",
        (
            "tests/unit/ledger/test_closing.py"
            "::test_a_waiting_run_moves_nothing_and_keeps_its_rows",
            "tests/unit/ledger/test_closing.py"
            "::test_a_trial_or_failed_run_keeps_its_counts_and_nothing_else",
        ),
    ),
    Mutant(
        "voortgang voor vastleggen",
        "ledger/boeken/runboek.py",
        "        return self._database.write("
        "lambda c: closing.close(c, lease, run, closing_, decide, now))\n",
        "        self._database.write(lambda c: closing.marks.move_checkpoint("
        "c, runs.leases.open_run(c, lease, run), closing_.snede, closing_.checkpoint))\n"
        "        return self._database.write("
        "lambda c: closing.close(c, lease, run, closing_, decide, now))\n",
        ("tests/unit/ledger/test_closing.py::test_a_decision_that_breaks_leaves_the_run_open",),
    ),
    Mutant(
        "certificaat niet gecontroleerd",
        "sinks/verbinding.py",
        "    context.minimum_version = ssl.TLSVersion.TLSv1_2\n",
        "    context.minimum_version = ssl.TLSVersion.TLSv1_2\n"
        "    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE\n",
        (
            "tests/faults/test_sink_faults.py"
            "::test_a_certificate_that_is_not_right_stops_before_anything_is_sent",
        ),
    ),
    Mutant(
        "certificaat niet gecontroleerd",
        "sinks/mail.py",
        "    context.minimum_version = ssl.TLSVersion.TLSv1_2\n",
        "    context.minimum_version = ssl.TLSVersion.TLSv1_2\n"
        "    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE\n",
        ("tests/contract/test_mail.py::test_a_certificate_of_another_authority_gets_no_mail",),
    ),
    Mutant(
        "certificaat niet gecontroleerd",
        "connectors/stuf_zkn/tls.py",
        "    context.minimum_version = ssl.TLSVersion.TLSv1_2\n",
        "    context.minimum_version = ssl.TLSVersion.TLSv1_2\n"
        "    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE\n",
        ("tests/faults/test_stuf_source.py::test_a_certificate_of_another_name_is_refused",),
    ),
    Mutant(
        "record in het log bij een fout",
        "pipeline/take_in.py",
        "        for problem in landing.problems:\n",
        "        if landing.problems:\n"
        '            __import__("logging").getLogger("regresbrug").error(record.fields.cells)\n'
        "        for problem in landing.problems:\n",
        ("tests/acceptance/test_a_run.py::test_of_a_record_that_cannot_be_used_no_value_is_told",),
    ),
    Mutant(
        "record in het log bij een fout",
        "ledger/dialect.py",
        "engine = create_engine(place, hide_parameters=True, connect_args=",
        "engine = create_engine(place, connect_args=",
        (
            "tests/unit/ledger/test_database.py"
            "::test_the_foreign_exception_itself_hides_its_values_too",
        ),
    ),
    Mutant(
        "gemeente vergeten",
        "ledger/claims.py",
        "return and_(outbox.c.gemeente == gemeente, WAITING, _FREED)",
        "return and_(WAITING, _FREED)",
        ("tests/unit/ledger/test_closing.py::test_municipalities_share_nothing",),
    ),
    Mutant(
        "gemeente vergeten",
        "ledger/standen.py",
        "    found = conn.execute(select(stand).where(stand.c.gemeente == gemeente))\n"
        "    return {row.zoeksleutel: _row(row) for row in found}",
        "    found = conn.execute(select(stand))\n"
        "    return {row.zoeksleutel: _row(row) for row in found}",
        ("tests/unit/ledger/test_closing.py::test_municipalities_share_nothing",),
    ),
    Mutant(
        "gemeente vergeten",
        "privacy/pseudonyms.py",
        "        whole = _array((word, self._identiteit, _clean(sleutelruimte)))",
        "        whole = _array((word, _clean(sleutelruimte)))",
        (
            "tests/unit/privacy/test_pseudonyms.py"
            "::test_two_municipalities_share_nothing_even_under_one_key",
        ),
    ),
)


def zien_het_niet(plaats: Werkplaats, mutant: Mutant) -> list[str]:
    """Make a mistake, run the tests that must see it, and give those that do not."""
    source = (ROOT / mutant.bestand).read_text(encoding="utf-8")
    changed = source.replace(mutant.staat, mutant.wordt)
    return [
        toets
        for toets in mutant.toetsen
        if plaats.beproef(mutant.bestand, changed, (toets,)) is not Uitslag.GEDOOD
    ]
