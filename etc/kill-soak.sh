#!/usr/bin/env bash
# Kills the real process with -9 at random moments, starts the same command again at another parallelism, and compares what the
# file sink shows in the end with an uninterrupted run: etc/kill-soak.sh [kills, default 5] [seed, default the time]
# Each round that reaches its kills appends a line to build/soak/ledger: commit, seed, kills, result. Exit status 0 when equal.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
kills=${1:-5}
seed=${2:-$(date +%s)}
RANDOM=$((seed % 32768))
work=build/soak/run-$$
mkdir -p "$work"
trap 'rm -rf "$work"' EXIT

# script FOLDER: windows and a join of two streams over a million events, into files of FOLDER.
script() {
  cat examples/nexmark/tables.sql
  cat <<SQL
CREATE TABLE counts (auction BIGINT, bids BIGINT, highest BIGINT, window_start TIMESTAMP(3))
  WITH ('connector' = 'filesystem', 'path' = '$1/counts', 'format' = 'csv');
CREATE TABLE pairs (seller BIGINT, auction BIGINT, bidder BIGINT, price BIGINT)
  WITH ('connector' = 'filesystem', 'path' = '$1/pairs', 'format' = 'csv');
EXECUTE STATEMENT SET BEGIN
INSERT INTO counts
SELECT auction, COUNT(*), MAX(price), window_start
FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(\`dateTime\`), INTERVAL '10' SECOND))
GROUP BY auction, window_start, window_end;
INSERT INTO pairs
SELECT A.seller, A.id, B.bidder, B.price FROM auction AS A JOIN bid AS B ON A.id = B.auction WHERE A.category = 10;
END;
SQL
}

# sum FOLDER: one line that says what its visible files hold, whatever their order.
sum() { find "$1" -type f -name 'part-*' -exec cat {} + | sort | md5sum; }

script "$work/whole" | sed "s/'events.num' = '[0-9]*'/'events.num' = '6000000'/" >"$work/whole.sql"
sed "s#$work/whole#$work/killed#" "$work/whole.sql" >"$work/killed.sql"
./millrace run "$work/whole.sql" --parallelism 2 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
expected=$(sum "$work/whole")

done=0
parallelism=2
while true; do
  ./millrace run "$work/killed.sql" --checkpoint-dir "$work/checkpoints" --set checkpoint.interval=200ms \
    --parallelism "$parallelism" >"$work/log" 2>&1 &
  child=$!
  if ((done < kills)); then
    sleep "$((1 + RANDOM % 3)).$((RANDOM % 10))"
    kill -9 "$child" 2>/dev/null && done=$((done + 1))
  fi
  status=0
  wait "$child" 2>/dev/null || status=$?
  ((status == 0)) && break
  ((status == 137)) || { echo "kill-soak: ended with status $status (seed $seed)" >&2; cat "$work/log" >&2; exit 1; }
  parallelism=$((parallelism % 3 + 1))
done

result=equal
[[ $(sum "$work/killed") == "$expected" ]] || result=DIFFERENT
hidden=$(find "$work/killed" -type f ! -name 'part-*' | wc -l)
((hidden == 0)) || result="$result, $hidden leftovers"
printf '%s\tseed %s\t%s kills\t%s\n' "$(git rev-parse --short HEAD)" "$seed" "$done" "$result" | tee -a build/soak/ledger
[[ $result == equal ]]
