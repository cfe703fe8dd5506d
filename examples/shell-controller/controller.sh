#!/bin/sh
# A traffic controller as a program: keeps the weight in a file. Kind exec, command "controller.sh FILE"; the method comes as the last
# argument, the request on stdin, the answer goes to stdout. To move real traffic, replace the two lines that touch $file.
set -eu
file=$1 method=$2
request=$(cat)

# A whole number of the request: its JSON is one line, 64-bit numbers in quotes.
number() { printf '%s' "$request" | sed -n "s/.*\"$1\": *\"\{0,1\}\([0-9]*\).*/\1/p"; }

weight=0
[ ! -f "$file" ] || weight=$(cat "$file")
case $method in
describe)
  printf '{"name": "the weight in %s", "grainBasisPoints": 1, "readBack": true, "lateBound": "0s"}\n' "$file"
  ;;
get-weight)
  printf '{"weightBasisPoints": %d}\n' "$weight"
  ;;
set-weight)
  number weightBasisPoints >"$file.new" && mv "$file.new" "$file"
  printf '{"change": {"applied": {"effectiveBasisPoints": %d}}}\n' "$(cat "$file")"
  ;;
*)
  echo "no such method: $method" >&2
  exit 1
  ;;
esac
