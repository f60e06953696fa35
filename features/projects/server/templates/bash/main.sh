#!/usr/bin/env bash
# Draws how large the files and folders here are.
#
# Usage: bash main.sh [folder]

set -euo pipefail

readonly WIDTH=40

# Repeats a character: repeat 3 '#' prints ###
repeat() {
  local count=$1 character=$2 line
  printf -v line '%*s' "$count" ''
  printf '%s' "${line// /$character}"
}

# Prints "<bytes> <name>" for everything in a folder, largest first.
sizes() {
  find "$1" -mindepth 1 -maxdepth 1 -exec du -sb {} + | sort -rn
}

draw() {
  local folder=$1 largest=0 size path length
  while read -r size path; do
    ((largest == 0)) && largest=$size
    length=$((largest > 0 ? size * WIDTH / largest : 0))
    printf '%10d bytes  %-20s %s\n' "$size" "$(basename "$path")" "$(repeat "$((length > 0 ? length : 1))" '█')"
  done < <(sizes "$folder")
}

main() {
  local folder=${1:-.}
  if [[ ! -d $folder ]]; then
    echo "There is no folder named $folder." >&2
    exit 1
  fi
  echo "What is in $(realpath "$folder"):"
  echo
  draw "$folder"
}

main "$@"
