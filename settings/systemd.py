"""The units with which systemd runs the service; `init` writes them into the config folder.

One is enough: the service that stays (`regresbrug.service`), or the timer that starts it every
quarter of an hour for the turns that are due (`regresbrug-beurt.timer`). Both have the same
sandbox; what it is worth says `systemd-analyze security --offline=yes regresbrug.service`.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

#: Addresses stay open, for where the sources are is in config/: `uitgaand:` keeps to those.
_SANDBOX: Final = """\
UMask=0077
LimitCORE=0
MemorySwapMax=0
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=yes
ReadWritePaths={state}
ReadOnlyPaths={config}
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
PrivateIPC=yes
DevicePolicy=closed
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
LockPersonality=yes
MemoryDenyWriteExecute=yes
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
KeyringMode=private
SystemCallArchitectures=native
SystemCallErrorNumber=EPERM
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
"""

_DIENST: Final = """\
# systemd: /etc/systemd/system/regresbrug.service
[Unit]
Description=Regresbrug
After=network-online.target time-sync.target
Wants=network-online.target

[Service]
ExecStart={program} serve --config {config}
Restart=on-failure
RestartSec=60
RestartPreventExitStatus=2 3 6 8
TimeoutStopSec=20
User=regresbrug
{sandbox}
[Install]
WantedBy=multi-user.target
"""

_BEURT: Final = """\
# systemd: /etc/systemd/system/regresbrug-beurt.service, in plaats van regresbrug.service
[Unit]
Description=Regresbrug, de beurten die open staan
After=network-online.target time-sync.target
Wants=network-online.target

[Service]
Type=oneshot
ExecStart={program} serve --once-due --config {config}
SuccessExitStatus=1
TimeoutStopSec=20
User=regresbrug
{sandbox}"""

_TIMER: Final = """\
# systemd: /etc/systemd/system/regresbrug-beurt.timer
[Unit]
Description=Regresbrug, elk kwartier

[Timer]
OnCalendar=*:0/15
Persistent=yes

[Install]
WantedBy=timers.target
"""


def units(config: Path) -> Mapping[str, str]:
    """Give the units by file name, for a config folder; the ledger stands beside that folder."""
    folder = config.resolve()
    words = {
        "program": Path(sys.prefix) / "bin" / "regresbrug",
        "config": folder,
        "sandbox": _SANDBOX.format(state=folder.parent, config=folder),
    }
    return {
        "regresbrug.service": _DIENST.format(**words),
        "regresbrug-beurt.service": _BEURT.format(**words),
        "regresbrug-beurt.timer": _TIMER,
    }
