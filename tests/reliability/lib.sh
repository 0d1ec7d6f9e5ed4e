# What the reliability scripts share; to be sourced. Each script takes the number of repeats and prints one line
# "NAME: N of M", with status 0 if N is M. CHORUS_BIN is the program (build/release/chorus), CHORUS_MPIRUN the launcher,
# CHORUS_SONGS the size of the catalogue, CHORUS_SEED what the random moments depend on.
# shellcheck shell=bash disable=SC2034 # what is set here is used there
set -u
chorus=${CHORUS_BIN:-$(dirname "$0")/../../build/release/chorus}
mpirun=${CHORUS_MPIRUN:-mpirun}
songs=${CHORUS_SONGS:-100000}
count=${1:-3}
RANDOM=${CHORUS_SEED:-$$}
name=$(basename "$0" .sh)
work=$(mktemp -d "${TMPDIR:-/tmp}/chorus-$name-XXXXXX")
passed=0
pid=
trap 'test -n "$pid" && kill -9 "$pid" 2>/dev/null; rm -rf "$work"' EXIT
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1
export OMPI_MCA_hwloc_base_binding_policy=none OMPI_MCA_mpi_yield_when_idle=1

# The job that is broken again and again: long enough to be hit, with all phases.
options=(-k "2:10" --restarts 10 --tolerance 0)

now() { date +%s%N; }
# seconds since $1 (of now), with milliseconds
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.3f", (b - a) / 1e9 }'; }
less() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a < b) }'; }
# a random number between 0 and $1
random_up_to() { awk -v m="$1" -v r="$RANDOM" 'BEGIN { printf "%.3f", m * r / 32768 }'; }

make_catalogue() {
  "$chorus" synth --songs "$songs" -o "$work/songs.csv" --quiet || exit 2
}

# launch RANKS FOLDER ARGUMENTS...: the job in the background; $pid is the launcher.
launch() {
  local ranks=$1 folder=$2
  shift 2
  : >"$work/out"
  "$mpirun" -n "$ranks" "$chorus" cluster "$work/songs.csv" -o "$folder" "${options[@]}" "$@" \
    >"$work/out" 2>"$work/err" &
  pid=$!
}

# finish SECONDS: waits for the launcher, at most so long; its status is in $status (124: it had to be killed).
finish() {
  local start
  start=$(now)
  while kill -0 "$pid" 2>/dev/null; do
    if less "$1" "$(since "$start")"; then
      mapfile -t left_over < <(ranks)
      processes "$pid" "${left_over[@]}"
      kill -9 "$pid" "${left_over[@]}"
      wait "$pid" 2>/dev/null
      pid=
      status=124
      return
    fi
    sleep 0.02
  done
  wait "$pid" 2>/dev/null
  status=$?
  pid=
}

run() {
  launch "$@"
  finish 600
}

# Waits until the job says its first word (what comes before is the launch), or has ended.
wait_for_start() {
  while kill -0 "$pid" 2>/dev/null && ! grep -q '^chorus' "$work/out"; do sleep 0.01; done
}

fingerprint() { sed -n 's/.*"fingerprint": *"\([0-9a-f]*\)".*/\1/p' "$1/summary.json" 2>/dev/null | head -1; }

# processes PIDS...: what they do, for a complaint.
processes() {
  local IFS=,
  ps -o pid,ppid,stat,wchan:20,etime,args -p "$*" >>"$work/err"
}

# left PIDS...: whether one of these ranks still runs 5 seconds from now. (One that has ended may wait to be reaped, and
# its number may be given to another process.)
left() {
  local one start program
  program=$(basename "$chorus")
  start=$(now)
  for one in "$@"; do
    while [[ $(cat "/proc/$one/comm" 2>/dev/null) == "${program:0:15}" ]] &&
      grep -q '^State:[[:space:]]*[^ZX]' "/proc/$one/status" 2>/dev/null; do
      if ! less "$(since "$start")" 5; then
        processes "$one"
        return 0
      fi
      sleep 0.05
    done
  done
  return 1
}

# The ranks of the job that runs.
ranks() { pgrep -P "$pid" 2>/dev/null; }

# The unbroken run: its fingerprint in $expected, the seconds that it worked in $seconds.
unbroken() {
  launch 2 "$work/unbroken"
  wait_for_start
  local start
  start=$(now)
  finish 600
  seconds=$(since "$start")
  expected=$(fingerprint "$work/unbroken")
  if [[ $status != 0 || -z $expected ]]; then
    cat "$work/err" >&2
    echo "$name: the unbroken run ended with status $status" >&2
    exit 2
  fi
}

# resume RANKS FOLDER: goes on, and fails unless it ends as the unbroken run and leaves no checkpoints.
resume() {
  run "$1" "$2" --resume --checkpoint 0.2s
  [[ $status == 0 ]] || { complain "resumed on $1 ranks: status $status"; return 1; }
  [[ $(fingerprint "$2") == "$expected" ]] || { complain "resumed on $1 ranks: another fingerprint"; return 1; }
  [[ ! -e $2/checkpoint ]] || { complain "checkpoints are left"; return 1; }
  cmp -s "$2/songs_clustered.csv" "$work/unbroken/songs_clustered.csv" || { complain "other labels"; return 1; }
  cmp -s "$2/model.h5" "$work/unbroken/model.h5" || { complain "another model"; return 1; }
}

complain() {
  echo "$name: repeat $repeat: $1" >&2
  sed 's/^/    /' "$work/err" >&2
}

# repeats COMMAND: runs it $count times with a folder of its own each time, and tells how often it succeeded. With the
# status $missed (the job was over before it was hit) it is run once more.
missed=3
repeats() {
  local misses=0
  for ((repeat = 1; repeat <= count; ++repeat)); do
    folder=$work/results-$repeat
    "$@"
    case $? in
      0) passed=$((passed + 1)) ;;
      "$missed")
        repeat=$((repeat - 1)) misses=$((misses + 1))
        # The machine may be faster now than it was in the unbroken run.
        seconds=$(awk -v s="${seconds:-1}" 'BEGIN { print s * 0.85 }')
        ;;
    esac
    rm -rf "$folder"
    ((misses <= 10 * count)) || break
  done
  echo "$name: $passed of $count"
  [[ $passed == "$count" ]]
}
