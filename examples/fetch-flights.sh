#!/bin/sh
# Fetches the three million flights that data/flights.csv is a sample of, through npm, into a folder (default: examples/data/whole).
set -eu

version=3.2.1
target=${1:-$(dirname "$0")/data/whole}

command -v npm >/dev/null || { echo "fetch-flights: npm is needed: install Node.js" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(cd "$work" && npm pack --silent "vega-datasets@$version" >/dev/null)
tar -xzf "$work/vega-datasets-$version.tgz" -C "$work" package/data/flights-3m.parquet package/data/airports.csv
mkdir -p "$target"
mv "$work/package/data/flights-3m.parquet" "$work/package/data/airports.csv" "$target/"
echo "$target/flights-3m.parquet: 3,000,000 flights, January to June 2001"
