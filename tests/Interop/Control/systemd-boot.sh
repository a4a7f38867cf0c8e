#!/bin/sh
# Boots systemd in a copy of this machine (see machine-copy.sh; it needs name spaces for processes, mounts, control groups and
# the network) and has it run one job: /exchange/job.sh. What the job prints is in /exchange/report.
set -eu
mount -t tmpfs -o mode=755 none /run
umount -R /sys 2> /dev/null || true
mount -t sysfs sysfs /sys
if ! mount -t cgroup2 cgroup2 /sys/fs/cgroup; then
    echo "no control groups" > /exchange/report
    exit 0
fi
# Nothing of the machine's own is started.
find /etc/systemd/system -name '*.wants' -type d -prune -exec rm -r {} +
cat > /etc/systemd/system/job.service << 'UNIT'
[Unit]
DefaultDependencies=no
SuccessAction=exit-force
FailureAction=exit-force
[Service]
Type=oneshot
ExecStart=/bin/sh /exchange/job.sh
StandardOutput=file:/exchange/report
StandardError=file:/exchange/errors
UNIT
export container=other
exec /lib/systemd/systemd --system --unit=job.service --log-target=console --show-status=no
