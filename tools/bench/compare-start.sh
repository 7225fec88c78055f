#!/bin/sh
# Compares the wall time of a small run with that of the least a program in Java can do, in turns:
#
#   run      pacewire run tools/bench/ten-viewers.yaml, from the shell to the last byte of its results
#   bare     pacewire.bench.startup.BareStart: a JVM without any options that loads the same file and writes one PNG
#   shared   the same with its classes in an archive (AppCDS), as those of "run" are
#
# Prints the medians in milliseconds, by the wall clock and of CPU time, and the medians of the ratios within a round with the
# middle half of them: a machine that is fast in one minute and slow in the next is so for all programs of a round. On a busy one
# wall times say more about the other programs; there the CPU time is the figure to compare.
#
#   usage: tools/bench/compare-start.sh [ROUNDS]     (default: 11)
#   JAVA_HOME   the JDK to use; otherwise the one on the PATH
set -eu

rounds=${1:-11}
root=$(cd "$(dirname "$0")/../.." && pwd -P)
scenario=$root/tools/bench/ten-viewers.yaml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 3' HUP INT TERM

main() {
    # The first run may have to build, and to make its archive.
    run
    java=${JAVA_HOME:+$JAVA_HOME/bin/}java
    app=$root/.pacewire/app-$(cat "$root/.pacewire/current")
    # The class path of the bare program: the libraries it uses, and no other.
    classes=$(echo "$app"/lib/bench-*.jar "$app"/lib/jackson-*.jar "$app"/lib/snakeyaml-*.jar "$app"/lib/jfreechart-*.jar |
        tr ' ' ':')
    "$java" -XX:ArchiveClassesAtExit="$work/bare.jsa" -cp "$classes" pacewire.bench.startup.BareStart \
        "$scenario" "$work/bare.png" >/dev/null 2>&1
    round=0
    while [ "$round" -lt "$rounds" ]; do
        timed run
        timed bare
        timed shared
        round=$((round + 1))
    done
    echo "$("$java" -version 2>&1 | sed -n 1p), $rounds rounds in turns"
    for program in run bare shared; do
        report "$program"
    done
    echo "run to bare:   $(ratio run bare wall) wall, $(ratio run bare cpu) CPU"
    echo "run to shared: $(ratio run shared wall) wall, $(ratio run shared cpu) CPU"
}

run() {
    "$root/pacewire" run "$scenario" --out "$work/results" --quiet
}

bare() {
    "$java" -cp "$classes" pacewire.bench.startup.BareStart "$scenario" "$work/bare.png"
}

shared() {
    "$java" -XX:SharedArchiveFile="$work/bare.jsa" -cp "$classes" pacewire.bench.startup.BareStart \
        "$scenario" "$work/bare.png"
}

# Keeps the milliseconds that a program takes: by the wall clock, and on the cores.
timed() {
    times > "$work/before"
    from=$(date +%s%N)
    "$1" >/dev/null
    to=$(date +%s%N)
    times > "$work/after"
    echo "$(((to - from) / 1000000))" >> "$work/$1.wall"
    echo "$(($(children_ms after) - $(children_ms before)))" >> "$work/$1.cpu"
}

# The second line of "times" is that of the processes started, user and system: 0m1.230s 0m0.045s.
children_ms() {
    sed -n '2s/[ms]/ /gp' "$work/$1" | awk '{printf "%d", 1000 * (60 * ($1 + $3) + $2 + $4)}'
}

# The line in the middle of the sorted times.
median() {
    at "$(((rounds + 1) / 2))" "$work/$1"
}

# A line of the sorted numbers of a file.
at() {
    sort -n "$2" | sed -n "$1p"
}

report() {
    printf '%-8s wall %5s ms (%s to %s)   CPU %5s ms\n' "$1" "$(median "$1.wall")" \
        "$(sort -n "$work/$1.wall" | head -n 1)" "$(sort -n "$work/$1.wall" | tail -n 1)" "$(median "$1.cpu")"
}

# The median of the ratios of the rounds, and the middle half of them.
ratio() {
    paste "$work/$1.$3" "$work/$2.$3" | awk '{printf "%.2f\n", $1 / $2}' > "$work/ratios"
    quarter=$(((rounds + 3) / 4))
    printf '%s (%s to %s)' "$(median ratios)" "$(at "$quarter" "$work/ratios")" \
        "$(at "$((rounds + 1 - quarter))" "$work/ratios")"
}

main
