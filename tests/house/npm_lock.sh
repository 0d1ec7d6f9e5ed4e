#!/usr/bin/env bash
# What npm brings is what the lock files say: a package with other bytes than its integrity hash, a lock file that does
# not fit, or a file with another hash fails the build step; what is there is used without npm; and where nothing can be
# fetched it is said. By a package made here, without a network.
set -euo pipefail
cd "$(dirname "$0")/../.."
for program in npm node cmake; do
  command -v "$program" >/dev/null || { echo "skipped: needs $program"; exit 77; }
done
root=$PWD work=$(mktemp -d "${TMPDIR:-/tmp}/chorus-npm-XXXXXX")
trap 'rm -rf "$work"' EXIT
export npm_config_cache=$work/cache npm_config_offline=true npm_config_update_notifier=false
fail() { echo "FAILED: $*"; cat "$work/said"; exit 1; }

mkdir -p "$work/made/package" "$work/lock"
echo '{"name": "song", "version": "1.2.3"}' >"$work/made/package/package.json"
echo 'sing()' >"$work/made/package/song.js"
tar -czf "$work/song.tgz" -C "$work/made" package
good=sha512-$(openssl dgst -sha512 -binary "$work/song.tgz" | base64 -w0)
sha256=$(sha256sum "$work/made/package/song.js" | cut -d' ' -f1)
lock() { # INTEGRITY
  echo "{\"private\": true, \"dependencies\": {\"song\": \"file:$work/song.tgz\"}}" >"$work/lock/package.json"
  cat >"$work/lock/package-lock.json" <<JSON
{"lockfileVersion": 3, "requires": true, "packages": {
  "": {"dependencies": {"song": "file:$work/song.tgz"}},
  "node_modules/song": {"version": "1.2.3", "resolved": "file:$work/song.tgz", "integrity": "$1"}}}
JSON
}
step() { # NPM SHA256
  cmake "-DNPM=$1" "-DLOCK=$work/lock" "-DFOLDER=$work/node" -DPACKAGE=song -DFILE=song.js "-DOUTPUT=$work/out.js" \
    "-DSHA256=$2" "-DWITHOUT=No singing" -P "$root/src/report/npm_ci.cmake" >"$work/said" 2>&1
}
none_left() { rm -rf "$work/node" "$work/out.js"; }

lock "$good"
step npm "$sha256" || fail "does not bring a good package"
cmp -s "$work/out.js" "$work/made/package/song.js" || fail "other bytes"
step "" "$sha256" || fail "what is there needs npm"
grep -q Fetching "$work/said" && fail "what is there is fetched again"

echo 'steal()' >"$work/node/node_modules/song/song.js" # changed after it came
step npm "$sha256" || fail "is not brought again"
cmp -s "$work/out.js" "$work/made/package/song.js" || fail "changed bytes are used"

none_left
step npm "${sha256//[0-9]/0}" && fail "a file with another hash passes"

none_left
lock "sha512-$(head -c 64 /dev/zero | base64 -w0)"
step npm "$sha256" && fail "a package with another integrity passes"
grep -q "is not what" "$work/said" || fail "does not say why"
[[ ! -e $work/out.js ]] || fail "something came of it"

none_left
lock "$good"
sed -i 's/"song": "file/"dance": "file/' "$work/lock/package.json"
step npm "$sha256" && fail "a lock file that does not fit passes"

none_left
lock "$good"
step "" "$sha256" || fail "without npm the build fails"
[[ -e $work/out.js && ! -s $work/out.js ]] || fail "without npm there is something"
grep -q "No singing" "$work/said" || fail "does not say what is missing"

cd "$root"
for file in src/report/npm/package-lock.json tests/report/page/npm/package-lock.json; do
  ! grep -nE 'resolved|https?:' "$file" || fail "$file names a registry"
  [[ $(grep -c '"integrity": "sha512-' "$file") == $(grep -c '"node_modules/' "$file") ]] || fail "$file lacks hashes"
done
echo "npm packages are what the lock files say"
