#!/bin/bash
# A real Slurm on one Debian machine, for trying batch scripts: munge, slurmctld and N nodes with their slurmd,
# each node a host of its own (see hosts.sh beside this file). Needs root and no systemd; a job that works here
# meets the same Slurm, launcher and network errors as on a large cluster.
#
#   local_cluster.sh up [N]           start N nodes (default 4) and wait until all are idle; nothing if they are
#   local_cluster.sh run CMD...       run a command on the head node: sbatch, squeue, scancel, scontrol, srun ...
#   local_cluster.sh on NODE CMD...   run a command on a node
#   local_cluster.sh kill-node NODE   a power failure of that node
#   local_cluster.sh revive-node NODE switch it on again and wait until Slurm has it back
#   local_cluster.sh status           sinfo and squeue; status 0 if all nodes answer, 1 if some, 3 if it is down
#   local_cluster.sh down             end everything, jobs included, and remove the folder
#
#   CHORUS_CLUSTER_DIR     private folder, ${TMPDIR:-/tmp}/chorus-cluster by default
#   CHORUS_CLUSTER_PREFIX  begins the nodes' names: "chorus" gives chorus1 to chorusN, and chorus-head
#   CHORUS_CLUSTER_CPUS, CHORUS_CLUSTER_MEMORY  of each node: 4 and 8000 (MB), as far as Slurm knows
set -euo pipefail

me=$(readlink -f "${BASH_SOURCE[0]}")
dir=$(realpath -m "${CHORUS_CLUSTER_DIR:-${TMPDIR:-/tmp}/chorus-cluster}")
prefix=${CHORUS_CLUSTER_PREFIX:-chorus}
cpus=${CHORUS_CLUSTER_CPUS:-4}
memory=${CHORUS_CLUSTER_MEMORY:-8000}
head=$prefix-head
export SLURM_CONF=$dir/etc/slurm.conf

die() { echo "${me##*/}: error: $*" >&2; exit 1; }
hosts() { CHORUS_HOSTS_DIR=$dir CHORUS_HOSTS_PREFIX=$prefix "${me%/*}/hosts.sh" "$@" 8<&-; }

need() {
  local missing=() pair
  [[ $(id -u) == 0 ]] || die "Slurm's daemons and namespaces need root (you are $(id -un)): run it with sudo"
  for pair in munged:munge slurmctld:slurmctld slurmd:slurmd sbatch:slurm-client ip:iproute2; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  ((${#missing[@]} == 0)) ||
    die "missing packages: apt-get install --no-install-recommends ${missing[*]}"
  ((${#dir} <= 70)) || die "the folder's name is too long for a socket in it ($dir): set CHORUS_CLUSTER_DIR"
}

# What differs from a large cluster, and why:
# - times are short (a lost node is noticed in seconds, not minutes), so that tests are;
# - limits are by polling (OverMemoryKill) and nothing is bound to cores, since the nodes share one machine and
#   its cgroups are left alone;
# - cred_expire is also what a requeued job waits before it starts again: 2 minutes if not set.
write_config() { # N
  cat >"$SLURM_CONF" <<CONF
ClusterName=$prefix
SlurmctldHost=$head
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$dir/run/munge.sock,cred_expire=5
CredType=cred/munge
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool/%n
TmpFS=$dir/local
SlurmctldPidFile=$dir/run/slurmctld.pid
SlurmdPidFile=$dir/run/slurmd-%n.pid
SlurmctldLogFile=$dir/log/slurmctld.log
SlurmdLogFile=$dir/log/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=pmix
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=2,bf_interval=2
EnforcePartLimits=ALL
JobRequeue=1
ReturnToService=2
SlurmdParameters=config_overrides
SlurmctldTimeout=30
SlurmdTimeout=10
TCPTimeout=2
MessageTimeout=5
KillWait=5
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=2
JobAcctGatherParams=OverMemoryKill,UsePss
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc=$dir/log/jobcomp.txt
NodeName=${prefix}[1-$1] CPUs=$cpus RealMemory=$memory State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES DefaultTime=10 MaxTime=1-0 MaxNodes=$1 DefMemPerCPU=$((memory / cpus)) State=UP
CONF
  cat >"$dir/etc/cgroup.conf" <<CONF
CgroupPlugin=cgroup/v1
CgroupMountpoint=$dir/cgroup
CONF
}

nodes() { cat "$dir/hosts/list"; }
client() { hosts on "$head" "$@"; }

# Starts DAEMON on HOST unless it runs there.
start() { # HOST DAEMON OPTIONS...
  local host=$1 daemon=$2
  shift
  hosts on "$host" pidof "$daemon" >/dev/null || hosts on "$host" "$@" 2>>"$dir/log/start.log" ||
    die "$daemon did not start on $host: $(tail -qn 3 "$dir"/log/{start,"$daemon"*}.log 2>/dev/null)"
}

start_daemons() {
  local name
  start "$head" munged --key-file="$dir/etc/munge/munge.key" --socket="$dir/run/munge.sock" --force \
    --pid-file="$dir/run/munged.pid" --log-file="$dir/log/munged.log" --seed-file="$dir/run/munged.seed"
  start "$head" slurmctld
  for name in $(nodes); do start "$name" slurmd -N "$name"; done
}

wait_ready() { # until all nodes are idle, or busy with jobs
  local deadline=$((SECONDS + 60)) missing
  while :; do
    missing=$(comm -23 <(nodes | sort) <(client sinfo -h -N -r -t idle,mixed,alloc,completing -o %N 2>/dev/null | sort))
    [[ -n $missing ]] || return 0
    ((SECONDS < deadline)) || break
    sleep 0.1
  done
  # shellcheck disable=SC2086 # names on one line
  die "not ready in time:" $missing "$(tail -qn 2 "$dir"/log/slurm*.log 2>/dev/null)"
}

up() { # N
  need
  hosts .claim
  mkdir -p "$dir"/{run,log,state,spool,cgroup}
  exec 8<"$dir/run"
  flock -w 60 8 || die "another '$me up' is at work in $dir"
  hosts status >/dev/null || [[ $? == 1 ]] || {
    trap 'down >/dev/null 2>&1 || true' EXIT # half a cluster is of no use
    rm -rf "${dir:?}"/{state,spool,log}/*
  }
  hosts up "$1"
  mkdir -p "$dir/etc/munge"
  chmod 700 "$dir"/{state,etc/munge}
  [[ -s $dir/etc/munge/munge.key ]] || (umask 077 && head -c 1024 /dev/urandom >"$dir/etc/munge/munge.key")
  [[ -s $SLURM_CONF ]] || write_config "$1"
  start_daemons
  wait_ready
  trap - EXIT
}

down() { hosts down; } # ends the daemons, the jobs and all that they started, and removes the folder

status() {
  hosts status >/dev/null || [[ $? == 1 ]] || { echo "the cluster is down: $me up"; return 3; }
  client sinfo -N -o '%N %T %c %m'
  client squeue
  [[ -z $(client sinfo -h -N -t down,drain,no_respond,unknown -o %N) ]]
}

command=${1:-}
shift || true
case $command in
  up) up "${1:-4}" ;;
  down) down ;;
  status) status ;;
  run) hosts run "$@" ;;
  on) hosts on "$@" ;;
  kill-node) hosts kill "${1:?NODE}" ;;
  revive-node) hosts revive "${1:?NODE}"; start_daemons; wait_ready ;;
  *) sed -n '2,/^set -/{/^#/s/^# \{0,1\}//p}' "$me"; [[ $command == help ]] || exit 2 ;;
esac
