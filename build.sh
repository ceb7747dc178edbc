#!/usr/bin/env bash
# Bootstraps the build: checks what the machine must have, restores the build tool, and hands over to build.cake.
#
#     ./build.sh [target] [arguments for the program that the target runs]
set -euo pipefail

say() { printf '%s\n' "$*" >&2; }

usage() {
    cat <<'HELP'
./build.sh TARGET [arguments]

  demo      sets everything up and runs the main job on Fashion-MNIST; arguments go to the sample
  test      sets everything up and runs every test; arguments go to dotnet test (--filter X)
  sample    runs one of the samples: image-compression, fashion-components, text-search, kernel-regression
  training  trains a classifier with exact and with sampled products; arguments go to the sample
  bench     runs the benchmarks; arguments go to BenchmarkDotNet (--filter X)
  compare   runs the same work in LowRank and its peers (NumPy, SciPy, scikit-learn, MathNet); arguments go to the
            comparison (--filter X, --list, --runs N, --quick, --help)
  fuzz      feeds the tool's readers mutated files; arguments: files a format (100000), seed (1)
  honesty   tries what error estimates promise, and puts its table into docs/accuracy.md; arguments: seeds for each matrix
            (2000), a word of the methods' names
  mutate    breaks a folder of src/LowRank on purpose, a place at a time, and counts what its tests notice; arguments: the
            folder (Errors), folders of more tests than those of its name, then the arguments of dotnet-stryker
  api       renews the public-API files (PublicAPI.Unshipped.txt beside each project that ships) that the build checks
  readme    runs the demo and puts its table into README.md
  bench-readme  puts the latest results of the column-row benchmark into README.md
  build     builds the solution
  native    links the trimmed native library from Intel MKL
  pack      writes the NuGet packages to artifacts/packages
  clean     deletes artifacts/ (what was fetched stays in the user's cache)
  help      this text
HELP
}

target=${1:-help}
if (($#)); then shift; fi
case $target in
    demo | sample | training | test | bench | compare | fuzz | honesty | mutate | api | readme | bench-readme | build | native | pack | clean) ;;
    help | -h | --help) usage; exit 0 ;;
    *) say "build.sh: there is no target '$target'."; usage >&2; exit 2 ;;
esac

cd "$(dirname "${BASH_SOURCE[0]}")"

# --- what must be there: all that is missing is named at once

missing=()
need() { command -v "$1" >/dev/null || missing+=("$1: $2"); }

if ! { dotnet --list-sdks 2>/dev/null || true; } | grep -q '^10\.'; then
    missing+=(".NET SDK 10: https://dotnet.microsoft.com/download, or your distribution's package dotnet-sdk-10.0")
fi
need git "apt-get install git"
if [[ $target != clean && ! -e artifacts/native/linux-x64/liblowrank_mkl.so ]]; then
    need gcc "apt-get install gcc libc6-dev"
    need cmake "apt-get install cmake"
    command -v make >/dev/null || command -v ninja >/dev/null || missing+=("make: apt-get install make")
    # gcc may be installed without what it links against.
    if command -v gcc >/dev/null && [[ $(gcc -print-file-name=libm.so) != /* ]]; then
        missing+=("the C library's development files: apt-get install libc6-dev")
    fi
    if [[ -z ${MKLROOT:-} ]]; then
        for tool in apt-get dpkg; do
            need "$tool" "fetches Intel MKL on Debian and Ubuntu; elsewhere install MKL with its static libraries and set MKLROOT"
        done
    fi
fi
if ((${#missing[@]})); then
    say "build.sh: this machine lacks:"
    for line in "${missing[@]}"; do say "  $line"; done
    exit 3
fi

# --- the build tool, and over to it

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export CAKE_SETTINGS_ENABLESCRIPTCACHE=true # build.cake is compiled once, not each time
export CAKE_PATHS_TOOLS="$PWD/artifacts/cake/tools" CAKE_PATHS_CACHE="$PWD/artifacts/cake/cache"
export CAKE_PATHS_MODULES="$PWD/artifacts/cake/modules"

# A quarter of a second when there is nothing to do.
if ! output=$(dotnet tool restore 2>&1); then
    say "$output"
    say "build.sh: the build tool (.config/dotnet-tools.json) could not be restored."
    exit 1
fi

# One argument a line: Cake's own command line would read --filter and its like as its own.
LOWRANK_ARGUMENTS=$(printf '%s\n' "$@")
export LOWRANK_ARGUMENTS

summary=artifacts/test-results/summary.txt
rm -f "$summary"
status=0
dotnet cake build.cake --target="${target^}" --verbosity=minimal --no-report || status=$?
# The totals are the last line, whatever Cake had to say after them.
if [[ $target == test && -s $summary ]]; then
    cat "$summary"
fi
exit "$status"
