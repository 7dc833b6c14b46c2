#!/usr/bin/env bash
# Simulates jobs whose process dies at chosen points, in one process by seed, until there were so many crashes:
# etc/simulate-soak.sh [crashes, default 10000]
# Each round of seeds appends a line per shape of job to build/soak/simulated: commit, seeds, shape, what happened, result.
# Started again on the same commit it goes on with the seeds after those; at once where there were enough crashes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
wanted=${1:-10000}
ledger=build/soak/simulated
mkdir -p build/soak/classes
touch "$ledger"
./millrace version >/dev/null # builds
java=$(head -n 1 build/dist/java 2>/dev/null || true)
[[ -x $java ]] || java=$(for home in "${JAVA_HOME:-/nowhere}" /usr/lib/jvm/* /opt/java/* ~/.sdkman/candidates/java/*; do
  grep -qsE '^JAVA_VERSION="(2[5-9]|[3-9][0-9])' "$home/release" && echo "$home/bin/java" && break
done)
find testing/src/main/java -name '*.java' >build/soak/sources
"${java}c" -nowarn -proc:none -d build/soak/classes -cp 'build/dist/lib/*' @build/soak/sources
commit=$(git rev-parse --short HEAD)
git diff --quiet HEAD || commit="$commit-changed"

# crashes and the next seed of this commit, from the ledger
sum() { awk -F'\t' -v c="$commit" '$1 == c { split($4, w, " "); n += w[1]; split($2, s, " "); if (s[4] >= m) m = s[4] } END { print n + 0, m + 1 }' "$ledger"; }

read -r crashes seed < <(sum)
while ((crashes < wanted)); do
  # Small batches, so that few rows fill queues and stop operators in their midst.
  "$java" -XX:+UseParallelGC -XX:+UseCompactObjectHeaders --add-modules jdk.incubator.vector -Dmillrace.batch.rows=8 \
    -cp 'build/soak/classes:build/dist/lib/*' io.millrace.testing.simulation.Simulations 20 "$seed" 2>build/soak/failure |
    while IFS= read -r line; do printf '%s\t%s\n' "$commit" "$line"; done >>"$ledger" ||
    { cat build/soak/failure >&2; echo "simulate-soak: failed with seeds from $seed" >&2; exit 1; }
  read -r crashes seed < <(sum)
  echo "$crashes crashes, all equal"
done
awk -F'\t' -v c="$commit" '$1 == c' "$ledger" | tail -n 12
echo "$commit: $crashes crashes, all equal"
