#!/bin/bash
# The cluster goes down, from the midst of a job too, and leaves no process, namespace, mount or file behind.
. "${BASH_SOURCE%/*}/support.sh"
require_cluster
namespaces() { find /proc/[0-9]*/ns -name "$1" -exec readlink {} + 2>/dev/null | sort -u; }
slurm sbatch --nodes=4 --output=/dev/null --wrap 'srun sleep 1000' >/dev/null
sleep 2
inside=$("$cluster" on chorus2 readlink /proc/self/ns/net /proc/self/ns/mnt /proc/self/ns/pid)

"$cluster" down || fail "down fails"
[[ ! -e $CHORUS_CLUSTER_DIR ]] || fail "the folder is still there"
! grep -F "$CHORUS_CLUSTER_DIR" /proc/mounts || fail "a mount is left"
for kind in net mnt pid; do
  ! namespaces "$kind" | grep -qxF "$inside" || fail "a namespace ($kind) is left"
done
for file in /proc/[0-9]*/cmdline; do
  ! tr '\0' ' ' 2>/dev/null <"$file" | grep -F "$CHORUS_CLUSTER_DIR/" | grep -v grep || fail "a process is left: $file"
done
"$cluster" down || fail "a second down fails"
"$cluster" status >/dev/null && fail "is still up"
exit 0
