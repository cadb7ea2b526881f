"""Who may write for a municipality: one holder at a time, and none that was overtaken.

A lease runs out by the clock, but that alone stops nobody: clocks jump and processes sleep. What
stops a late holder is its token, compared inside the same transaction as each of its writes.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, insert, select, update

from ledger import houders, problems
from ledger.shapes.runs import Lease
from ledger.tables import lease as leases
from ledger.tables import moment_text
from ledger.tables import run as runs


def take(conn: Connection, gemeente: str, holder: str, now: datetime, seconds: int) -> Lease:
    """Take a lease that is free, has run out, or whose holder died here; the token rises each time.

    Raises:
        AlreadyRunning: someone holds it, also when that is `holder` itself.

    """
    until = now + timedelta(seconds=seconds)
    found = conn.execute(
        select(leases).where(leases.c.gemeente == gemeente).with_for_update()
    ).one_or_none()
    if found is None:
        new = {"gemeente": gemeente, "token": 1, "houder": holder, "tot": until}
        conn.execute(insert(leases).values(new))
        return Lease(gemeente, 1)
    if found.houder is not None and found.tot > now and not houders.overleden(found.houder):
        raise problems.lease_held(gemeente, moment_text(found.tot)[11:16] + " UTC")
    token = int(found.token) + 1
    conn.execute(
        update(leases)
        .where(leases.c.gemeente == gemeente)
        .values(token=token, houder=holder, tot=until)
    )
    return Lease(gemeente, token)


def renew(conn: Connection, lease: Lease, now: datetime, seconds: int) -> None:
    """Push the end of a lease forward; LeaseLost when it is no longer ours."""
    check(conn, lease)
    conn.execute(
        update(leases)
        .where(leases.c.gemeente == lease.gemeente)
        .values(tot=now + timedelta(seconds=seconds))
    )


def renew_all(conn: Connection, holder: str, now: datetime, seconds: int) -> frozenset[Lease]:
    """Push forward every lease of a holder in one statement, and tell which it still has."""
    mine = leases.c.houder == holder
    conn.execute(update(leases).where(mine).values(tot=now + timedelta(seconds=seconds)))
    found = conn.execute(select(leases.c.gemeente, leases.c.token).where(mine))
    return frozenset(Lease(gemeente, token) for gemeente, token in found)


def release(conn: Connection, lease: Lease, now: datetime) -> None:
    """Let go; quietly nothing when it was already taken over."""
    conn.execute(
        update(leases)
        .where(leases.c.gemeente == lease.gemeente, leases.c.token == lease.token)
        .values(houder=None, tot=now)
    )


def check(conn: Connection, lease: Lease) -> None:
    """Raise LeaseLost unless this very lease is still held. It may have run out: nobody took it."""
    found = conn.execute(
        select(leases.c.token, leases.c.houder)
        .where(leases.c.gemeente == lease.gemeente)
        .with_for_update()
    ).one_or_none()
    if found is None or found.token != lease.token or found.houder is None:
        raise problems.lease_lost(lease.gemeente)


def open_run(conn: Connection, lease: Lease, run: int) -> Row[tuple[object, ...]]:
    """Give the row of a run that this lease began and has not ended; LeaseLost otherwise."""
    check(conn, lease)
    found = conn.execute(select(runs).where(runs.c.id == run)).one_or_none()
    mine = found is not None and (found.gemeente, found.token) == (lease.gemeente, lease.token)
    if found is None or not mine or found.resultaat is not None:
        raise problems.run_not_open(run)
    return found
