#!/bin/bash
# Several hosts on one machine, for trying what happens between computers without having any: each host is a
# set of Linux namespaces with its own hostname, address, processes, /dev/shm and scratch folder. They hang on
# a switch in a head host, whose process namespace contains theirs, so that nothing can outlive it.
#
#   hosts.sh up [N]          start N hosts (default 3) and the head; does nothing if they are up
#   hosts.sh run CMD...      run a command on the head; an mpirun there spreads its ranks over the hosts
#   hosts.sh on HOST CMD...  run a command on one host
#   hosts.sh kill HOST       a power failure: the host falls silent, then everything on it is gone
#   hosts.sh revive HOST     switch it on again
#   hosts.sh status          list the hosts; status 0 if all are up, 1 if some are, 3 if none
#   hosts.sh down            end everything
#
#   CHORUS_HOSTS_DIR     private folder, ${TMPDIR:-/tmp}/chorus-hosts by default; all that is written is in there,
#                        and `down` removes it. The hosts share the machine's file system, but for local/ in
#                        this folder, which each has to itself ($TMPDIR of commands that are run).
#   CHORUS_HOSTS_PREFIX  begins the hosts' names: "host" gives host1 to hostN, and host-head
#   CHORUS_HOSTS_SLOTS   ranks that mpirun places on each host by default, 2
set -euo pipefail

me=$(readlink -f "${BASH_SOURCE[0]}")
prefix=${CHORUS_HOSTS_PREFIX:-host}
slots=${CHORUS_HOSTS_SLOTS:-2}
dir=$(realpath -m "${CHORUS_HOSTS_DIR:-${TMPDIR:-/tmp}/chorus-hosts}")
export CHORUS_HOSTS_DIR=$dir CHORUS_HOSTS_PREFIX=$prefix CHORUS_HOSTS_SLOTS=$slots
head=$prefix-head
network=10.77.0 # seen only inside the namespaces: it cannot clash with the machine's own

die() { echo "${me##*/}: error: $*" >&2; exit 1; }

need() {
  local missing=() pair
  [[ $(id -u) == 0 ]] || die "namespaces need root (you are $(id -un)): run it with sudo, or in a root container"
  for pair in ip:iproute2 unshare:util-linux nsenter:util-linux mount:mount hostname:hostname flock:util-linux; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  ((${#missing[@]} == 0)) || die "missing packages: apt-get install ${missing[*]}"
  [[ $dir =~ ^[A-Za-z0-9_./+-]+$ ]] || die "blanks or odd characters in the folder's name ($dir): set CHORUS_HOSTS_DIR"
  unshare --fork --pid --net --uts --ipc --mount true 2>/dev/null ||
    die "this machine does not let root make namespaces: in a container, give it CAP_SYS_ADMIN (docker: --privileged)"
}

# The folder is ours if it was made, or was empty, when hosts were first started in it.
is_ours() { [[ -f $dir/.chorus-hosts && -O $dir/.chorus-hosts ]]; }

claim() {
  mkdir -p "$dir"
  is_ours || [[ -O $dir && -z $(ls -A "$dir") ]] || die "a folder that is not empty, or not yours ($dir): set CHORUS_HOSTS_DIR"
  : >"$dir/.chorus-hosts"
}

# A process is known by its id and its start time, since ids are used again.
start_time() { # PID
  local stat
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  read -r -a stat <<<"${stat##*) }"
  echo "${stat[19]}"
}

room_is_up() { # sets room_pid
  local started
  [[ -s $dir/room ]] && read -r room_pid started <"$dir/room" && [[ $(start_time "$room_pid") == "$started" ]]
}

in_namespaces() { # PID CMD...: runs CMD in the current folder
  local pid=$1
  shift
  # shellcheck disable=SC2016 # expanded by the inner shell
  nsenter --target "$pid" --pid --net --uts --ipc --mount -- sh -c 'cd "$1" && shift && exec "$@"' "$1" "$PWD" "$@"
}

in_room() {
  room_is_up || die "the hosts are not up: $me up"
  in_namespaces "$room_pid" "$@"
}

hosts() { cat "$dir/hosts/list"; }

# --- inside the head ----------------------------------------------------------------------------------------

# Becomes the first process of a host (or of the head): sets the host up, then only waits for orphans to reap.
become() { # NAME
  local pid
  trap '' TERM INT HUP
  read -r pid _ </proc/self/stat # still the /proc outside: the process id that others reach us by
  mount -t proc proc /proc
  mount -t tmpfs -o mode=1777 shm /dev/shm
  mount --bind "$dir/etc/hosts" /etc/hosts
  mount --bind "$dir/hosts/$1/local" "$dir/local"
  hostname "$1"
  ip link set lo up
  if [[ $1 == "$head" ]]; then
    ip link add switch type bridge
    ip addr add "$network.254/24" dev switch
    ip link set switch up
    echo "$pid $(start_time 1)" >"$dir/room.new" # start times are the same in every /proc
    for name in $(hosts); do start_host "$name"; done
    mv "$dir/room.new" "$dir/room"
  else
    echo "$pid" >"$dir/hosts/$1/pid"
  fi
  while :; do sleep 1000 & wait; done
}

start_host() { # NAME, in the head
  local name=$1 number=${1#"$prefix"} pid
  rm -f "$dir/hosts/$name/pid"
  ip link del "port$number" 2>/dev/null || true
  # shellcheck disable=SC2016 # expanded by the inner shell, which takes the host's name for its own
  setsid unshare --fork --pid --net --uts --ipc --mount \
    bash -c 'exec -a "$0" bash "$@"' "$name" "$me" .become "$name" </dev/null &
  for ((i = 0; i < 200; i++)); do
    [[ -s $dir/hosts/$name/pid ]] && break
    sleep 0.02
  done
  read -r pid <"$dir/hosts/$name/pid" || { echo "$name did not start"; return 1; }
  # Its card keeps its number over a power failure, or its neighbours would look for it in vain.
  ip link add "port$number" type veth peer name eth0 address "$(printf 02:00:00:00:00:%02x "$number")" netns "$pid"
  ip link set "port$number" master switch up
  nsenter --target "$pid" --net sh -c "ip addr add $network.$number/24 dev eth0 && ip link set eth0 up"
}

host_pid() { # NAME, in the head; fails if the host is not running
  local pid
  [[ -s $dir/hosts/$1/pid ]] && read -r pid <"$dir/hosts/$1/pid" && [[ -d /proc/$pid ]] && echo "$pid"
}

require_host() { grep -qxF -- "$1" "$dir/hosts/list" || die "no such host ($1): there are $(hosts | paste -sd' ')"; }

on_host() { # NAME CMD..., in the head
  local name=$1 pid
  shift
  [[ $name == "$head" ]] && exec "$@"
  require_host "$name"
  pid=$(host_pid "$name") || die "host $name is down: revive it first"
  in_namespaces "$pid" "$@"
}

kill_host() { # NAME, in the head
  local name=$1 pid
  require_host "$name"
  pid=$(host_pid "$name") || die "host $name is down already"
  ip link del "port${name#"$prefix"}" # first, so that no connection is closed in an orderly way
  kill -KILL "$pid"
  while [[ -d /proc/$pid ]]; do sleep 0.02; done
  rm -f "$dir/hosts/$name/pid"
}

# --- commands -----------------------------------------------------------------------------------------------

up() { # N
  local n=$1 number name
  [[ $n =~ ^[1-9][0-9]*$ && $n -le 250 ]] || die "the number of hosts must be 1 to 250, not '$n'"
  need
  claim
  exec 9<"$dir"
  flock -w 60 9 || die "another '$me up' or 'down' is at work in $dir"
  if room_is_up; then
    [[ $(hosts | wc -l) == "$n" ]] || die "$(hosts | wc -l) hosts are up: take them down first"
    for name in $(hosts); do in_room bash "$me" .alive "$name" || in_room bash "$me" .revive "$name" 9<&-; done
    return
  fi
  rm -rf "${dir:?}"/{etc,hosts,local,room,room.new,hosts.log}
  mkdir -p "$dir"/{etc,local,"hosts/$head/local"}
  { echo "127.0.0.1 localhost"; echo "$network.254 $head"; } >"$dir/etc/hosts"
  for ((number = 1; number <= n; number++)); do
    mkdir -p "$dir/hosts/$prefix$number/local"
    echo "$prefix$number" >>"$dir/hosts/list"
    echo "$network.$number $prefix$number" >>"$dir/etc/hosts"
    echo "$prefix$number slots=$slots" >>"$dir/etc/hostfile"
  done
  # shellcheck disable=SC2016 # expanded by the inner shell, which takes the host's name for its own
  setsid unshare --fork --pid --net --uts --ipc --mount \
    bash -c 'exec -a "$0" bash "$@"' "$head" "$me" .become "$head" </dev/null >"$dir/hosts.log" 2>&1 9<&- &
  local room=$!
  while [[ ! -s $dir/room ]]; do
    sleep 0.02
    kill -0 "$room" 2>/dev/null || die "the hosts did not start: $(tail -n 3 "$dir/hosts.log")"
  done
}

down() {
  need
  is_ours || return 0
  exec 9<"$dir"
  flock -w 60 9 || die "another '$me up' or 'down' is at work in $dir"
  if room_is_up; then
    kill -KILL "$room_pid" # the kernel ends every process in its namespace before this one is gone
    while room_is_up; do sleep 0.02; done
  fi
  rm -rf "${dir:?}"
}

status() {
  room_is_up || { echo "down"; return 3; }
  local name result=0
  for name in $(hosts); do
    if in_room bash "$me" .alive "$name"; then echo "$name up"; else echo "$name down"; result=1; fi
  done
  return $result
}

# OpenMPI reaches the other hosts through this script instead of ssh. Its ranks have fewer cores than it thinks.
mpi_environment() {
  export PATH=${me%/*}:$PATH TMPDIR=$dir/local
  export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
  export OMPI_MCA_plm_rsh_agent="hosts.sh .agent" OMPI_MCA_plm_rsh_no_tree_spawn=1
  export OMPI_MCA_orte_default_hostfile=$dir/etc/hostfile
  export OMPI_MCA_hwloc_base_binding_policy=none OMPI_MCA_mpi_yield_when_idle=1
}

command=${1:-}
shift || true
case $command in
  up) up "${1:-3}" ;;
  .claim) claim ;;
  down) down ;;
  status) status ;;
  run) mpi_environment; in_room "$@" ;;
  on) [[ $# -ge 2 ]] || die "on HOST CMD..."; in_room bash "$me" .on "$@" ;;
  kill) in_room bash "$me" .kill "${1:?HOST}" ;;
  revive) in_room bash "$me" .revive "${1:?HOST}" ;;
  .become) become "$1" ;;
  .on) on_host "$@" ;;
  .alive) host_pid "$1" >/dev/null ;;
  .kill) kill_host "$1" ;;
  .revive) require_host "$1"; host_pid "$1" >/dev/null || start_host "$1" >>"$dir/hosts.log" 2>&1 ;;
  .agent) # [OPTIONS] HOST CMD...: like ssh, the words of the command are joined and read by a shell
    while [[ $1 == -* ]]; do shift; done
    name=$1
    shift
    on_host "$name" sh -c "$*" ;;
  *) sed -n '2,/^set -/{/^#/s/^# \{0,1\}//p}' "$me"; [[ $command == help ]] || exit 2 ;;
esac
