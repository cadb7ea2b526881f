"""The doors of the Ledger, one per subject: every question and every write, in one transaction.

What is asked and written stands a floor lower, in the files of the same subject: functions of a
Connection, so that several can be one transaction.
"""
