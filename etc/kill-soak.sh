#!/usr/bin/env bash
# Kills the real process with -9 at random moments, starts the same command again at another parallelism, and compares what the
# file sinks show in the end with an uninterrupted run: etc/kill-soak.sh [kills, default 5] [first seed, default after the ledger's]
# A round is one script, chosen by its seed among Nexmark queries and three of its own, with CSV or JSON files, checkpoints or epochs.
# (Golden scripts are over too soon to be killed from outside: QuerySimulationTest crashes them between any two steps.)
# It appends a line to build/soak/ledger: commit, seed, script, mode, kills, result. Exit status 0 when all are equal.
# Started again it goes on with the next seed. 500 kills take about 20 minutes on two quiet cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
wanted=${1:-5}
mkdir -p build/soak
ledger=build/soak/ledger
touch "$ledger"
seed=${2:-$(awk -F'\t' '{ split($2, s, " "); if (s[2] + 0 > m) m = s[2] + 0 } END { print m + 1 }' "$ledger")}
events=${SOAK_EVENTS:-3000000}
most=8 # kills of one round; then it may come to its end
work=build/soak/run-$$
trap 'rm -rf "$work"' EXIT
millrace=${MILLRACE:-./millrace} # another way to start it
commit=$(git rev-parse --short HEAD)

scripts=(windows-and-join chained-windows rejects q0 q1 q2 q3 q5 q7 q8 q11 q14 q20 q21 q22)
modes=(
  "csv checkpoint.interval=200ms"
  "json checkpoint.interval=100ms"
  "csv consistency=epoch"
  "json consistency=epoch"
)

# tables: the events, with views of auctions and bids.
tables() { sed '/^CREATE TABLE nexmark_q20/,$d' examples/nexmark/q20.sql; }

# lines: a file of rows of which every 300th cannot be read.
lines() {
  local file=build/soak/lines-$events.csv
  [[ -f $file ]] || awk -v n="$((events / 2))" 'BEGIN {
    for (i = 1; i <= n; i++) printf "%d,%s,name %d\n", i, i % 300 == 0 ? "many" : i * 7919 % 1009, i % 83 }' >"$file.part"
  [[ -f $file ]] || mv "$file.part" "$file"
  echo "$PWD/$file"
}

# script NAME FOLDER FORMAT: SQL that writes into files of FOLDER.
script() {
  case $1 in
    windows-and-join)
      tables
      cat <<SQL
CREATE TABLE counts (auction BIGINT, bids BIGINT, highest BIGINT, window_start TIMESTAMP(3))
  WITH ('connector' = 'filesystem', 'path' = '$2/counts', 'format' = '$3');
CREATE TABLE pairs (seller BIGINT, auction BIGINT, bidder BIGINT, price BIGINT)
  WITH ('connector' = 'filesystem', 'path' = '$2/pairs', 'format' = '$3');
EXECUTE STATEMENT SET BEGIN
INSERT INTO counts
SELECT auction, COUNT(*), MAX(price), window_start
FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(\`dateTime\`), INTERVAL '10' SECOND))
GROUP BY auction, window_start, window_end;
INSERT INTO pairs
SELECT A.seller, A.id, B.bidder, B.price FROM auction AS A JOIN bid AS B ON A.id = B.auction WHERE A.category = 10;
END;
SQL
      ;;
    chained-windows)
      tables
      cat <<SQL
CREATE TABLE best (bidder BIGINT, bids BIGINT, spent BIGINT, window_start TIMESTAMP(3))
  WITH ('connector' = 'filesystem', 'path' = '$2/best', 'format' = '$3');
INSERT INTO best
SELECT bidder, bids, spent, window_start FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY bids DESC, spent DESC, bidder) AS place
  FROM (SELECT bidder, COUNT(*) AS bids, SUM(price) AS spent, window_start, window_end
    FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(\`dateTime\`), INTERVAL '5' SECOND))
    GROUP BY bidder, window_start, window_end)) WHERE place <= 50;
SQL
      ;;
    rejects) # rows that cannot be read, and rows for which an expression fails: each is kept once
      cat <<SQL
CREATE TABLE bad (file STRING, line BIGINT, \`column\` STRING, reason STRING, \`raw\` STRING)
  WITH ('connector' = 'filesystem', 'path' = '$2/bad', 'format' = '$3');
CREATE TABLE lines (id BIGINT, amount INT, name STRING)
  WITH ('connector' = 'filesystem', 'path' = '$(lines)', 'format' = 'csv', 'on-error' = 'table:bad');
CREATE TABLE good (id BIGINT, share INT, name STRING)
  WITH ('connector' = 'filesystem', 'path' = '$2/good', 'format' = '$3');
INSERT INTO good SELECT id, 10000 / amount, name FROM lines;
SQL
      ;;
    *) sed "s#'connector' = 'blackhole'#'connector' = 'filesystem', 'path' = '$2/$1', 'format' = '$3'#" "examples/nexmark/$1.sql" ;;
  esac | sed "s/'events.num' = '[0-9]*'/'events.num' = '$events'/"
}

# sum FOLDER: what its visible files hold, whatever their order.
sum() { { find "$1" -type f -name 'part-*' -exec cat {} +; } | LC_ALL=C sort | md5sum | cut -d' ' -f1; }

# at_work: waits until the run has stored a checkpoint, or is over.
at_work() {
  touch "$work/started"
  for ((i = 0; i < 600; i++)); do
    [[ -n $(find "$work/checkpoints/checkpoints" -newer "$work/started" -type f 2>/dev/null | head -n 1) ]] && return
    kill -0 "$child" 2>/dev/null || return 0
    sleep 0.05
  done
}

fail() { echo "kill-soak: $1 (seed $seed, $name, $mode)" >&2; cat "$work/log" >&2; exit 1; }

kills=0
while ((kills < wanted)); do
  RANDOM=$((seed % 32768))
  name=${scripts[RANDOM % ${#scripts[@]}]}
  mode=${modes[RANDOM % ${#modes[@]}]}
  read -r format setting <<<"$mode"
  rm -rf "$work"
  mkdir -p "$work"

  whole=build/soak/whole-$commit-$name-$format-$events
  if [[ ! -f $whole ]]; then
    script "$name" "$work/whole" "$format" >"$work/whole.sql"
    "$millrace" run "$work/whole.sql" --parallelism 2 >"$work/log" 2>&1 || fail "the uninterrupted run failed"
    sum "$work/whole" >"$whole"
    rm -rf "$work/whole"
  fi

  script "$name" "$work/killed" "$format" >"$work/killed.sql"
  round=0
  parallelism=$((1 + RANDOM % 3))
  while true; do
    "$millrace" run "$work/killed.sql" --checkpoint-dir "$work/checkpoints" --set "$setting" \
      --parallelism "$parallelism" >"$work/log" 2>&1 &
    child=$!
    if ((round < most && kills + round < wanted)); then
      # Mostly once it is at work, whatever the machine is busy with; sometimes while it starts.
      ((RANDOM % 4 == 0)) || at_work
      sleep "$((RANDOM % 2)).$((RANDOM % 10))$((RANDOM % 10))"
      kill -9 "$child" 2>/dev/null && round=$((round + 1))
    fi
    status=0
    wait "$child" 2>/dev/null || status=$?
    ((status == 0)) && break
    ((status == 137)) || fail "ended with status $status"
    parallelism=$((parallelism % 3 + 1))
  done

  result=equal
  [[ $(sum "$work/killed") == "$(cat "$whole")" ]] || result=DIFFERENT
  hidden=$(find "$work/killed" -type f ! -name 'part-*' | wc -l)
  ((hidden == 0)) || result="$result, $hidden leftovers"
  printf '%s\tseed %s\t%s\t%s\t%s kills\t%s\n' "$commit" "$seed" "$name" "$mode" "$round" "$result" | tee -a "$ledger"
  [[ $result == equal ]] || { mv "$work" "build/soak/different-$seed"; exit 1; }
  kills=$((kills + round))
  seed=$((seed + 1))
done
