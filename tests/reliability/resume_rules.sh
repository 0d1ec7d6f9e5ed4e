#!/bin/bash
# What --resume does with whatever it finds: each case once, on 2 ranks.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
songs=${CHORUS_SONGS:-50000}
passed=0 total=0

# stopped FOLDER ARGUMENTS...: a job that has written two checkpoints at least, and was then stopped.
stopped() {
  launch 2 "$@" --checkpoint 0.01s
  while kill -0 "$pid" 2>/dev/null && [[ ! -e $1/checkpoint/000003.checkpoint ]]; do sleep 0.01; done
  kill -USR1 "$pid"
  finish 60
  [[ $status == 75 ]] || { complain "was not stopped: status $status"; exit 1; }
}

# expect STATUS TEXT WHAT: the job that has ended has this status and says this, on either stream.
expect() {
  total=$((total + 1))
  repeat=$3
  if [[ $status != "$1" ]]; then
    complain "status $status, and not $1"
  elif ! grep -q -- "$2" "$work/out" "$work/err"; then
    complain "does not say '$2'"
  elif [[ $1 == 2 && $(grep -c '^chorus: error: ' "$work/err") != 1 ]]; then
    complain "not one line"
  else
    passed=$((passed + 1))
  fi
}
newest() { echo "$1/checkpoint/$(cat "$1/checkpoint/last-good")"; }

make_catalogue
unbroken
stopped "$work/stopped"
again() { rm -rf "$work/case" && cp -r "$work/stopped" "$work/case"; }

run 2 "$work/fresh" --resume
expect 0 "no checkpoint in .*: starting afresh" "nothing there"
run 3 "$work/fresh" --resume
expect 0 "fingerprint $expected" "finished results"
run 2 "$work/fresh" --resume --seed 5
expect 2 "seed is '0' there and '5' here" "finished results of another seed"
cp "$work/fresh/model.h5" "$work/model.h5"
printf 'x' | dd of="$work/fresh/model.h5" bs=1 seek=3000 conv=notrunc status=none
run 2 "$work/fresh" --resume
expect 2 "model.h5" "finished results with a damaged model"
cp "$work/model.h5" "$work/fresh/model.h5"
sed -i '777s/,[0-9]*$/,99/' "$work/fresh/songs_clustered.csv"
run 2 "$work/fresh" --resume
expect 2 "not whole" "finished results with a changed label"
sed -i '777d' "$work/fresh/songs_clustered.csv"
run 2 "$work/fresh" --resume
expect 2 "songs_clustered.csv has .* bytes instead" "finished results with a line less"
rm "$work/fresh/songs_clustered.csv"
run 2 "$work/fresh" --resume
expect 2 "songs_clustered.csv is missing" "finished results without labels"

mkdir "$work/strange" && echo mine >"$work/strange/notes.txt"
run 2 "$work/strange" --resume
expect 2 "notes.txt" "a folder of other things"

mkdir -p "$work/foreign/checkpoint" && cp "$work/fresh/summary.json" "$work/foreign"
run 2 "$work/foreign" --resume
expect 2 "no manifest" "a summary alone, beside a folder that is called checkpoint"
mkdir -p "$work/begun/checkpoint" && cp "$work/fresh/summary.json" "$work/begun"
touch "$work/begun/checkpoint/begun-by-chorus"
run 2 "$work/begun" --resume
expect 0 "starting afresh" "a run that was killed before its first checkpoint"

again
run 2 "$work/case"
expect 2 "use --resume" "a checkpoint, without --resume"
again
run 2 "$work/case" --resume --seed 5
expect 2 "seed is '0' there and '5' here" "the checkpoint of another seed"
again
run 2 "$work/case" --resume --min energy=0.5
expect 2 "another run" "the checkpoint of other cleaning"
cp "$work/songs.csv" "$work/kept.csv"
sed -i '5s/,0\./,1./' "$work/songs.csv"
again
run 2 "$work/case" --resume
expect 2 "another run" "the checkpoint of another input"
mv "$work/kept.csv" "$work/songs.csv"

again
truncate -s 1000 "$(newest "$work/case")"
run 2 "$work/case" --resume
expect 0 "broken checkpoint.*the one before it is used" "a torn checkpoint"
total=$((total + 1))
if [[ $(fingerprint "$work/case") == "$expected" ]]; then passed=$((passed + 1)); else complain "another fingerprint"; fi
again
for one in "$work"/case/checkpoint/*.checkpoint; do truncate -s 1000 "$one"; done
run 2 "$work/case" --resume
expect 2 "no checkpoint can be used" "torn checkpoints alone"
again
run 2 "$work/case" --overwrite
expect 0 "fingerprint $expected" "a checkpoint, with --overwrite"
total=$((total + 1))
if [[ ! -e $work/case/checkpoint ]]; then passed=$((passed + 1)); else complain "checkpoints are left"; fi

stopped "$work/keeping" --keep-catalogue
run 3 "$work/keeping" --keep-catalogue --resume
expect 0 "catalogue kept in .* is used" "a kept catalogue"
total=$((total + 1))
if [[ $(fingerprint "$work/keeping") == "$expected" ]]; then passed=$((passed + 1)); else complain "another fingerprint"; fi

for wrong in "--checkpoint 5x" "--max-time -3" "--hang-timeout soon" "--resume --overwrite"; do
  # shellcheck disable=SC2086 # two words
  run 2 "$work/wrong" $wrong
  expect 2 "${wrong%% *}" "$wrong"
done
echo "$name: $passed of $total"
[[ $passed == "$total" ]]
