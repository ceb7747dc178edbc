#!/usr/bin/env bash
# Prints the folder that holds Intel MKL's static archives, as the only line on stdout.
#
# MKLROOT, if set, names an installed MKL (oneAPI or any other); otherwise Debian's or Ubuntu's packages are unpacked into
# the user's cache. Headers are not needed: native/handshake.c declares what little it calls.
set -euo pipefail

say() { printf '%s\n' "$*" >&2; }
archives=(libmkl_intel_ilp64.a libmkl_gnu_thread.a libmkl_core.a)

# The first of the given folders that holds all three archives.
find_archives() {
    local folder archive
    for folder in "$@"; do
        for archive in "${archives[@]}"; do
            [[ -r $folder/$archive ]] || continue 2
        done
        printf '%s\n' "$folder"
        return 0
    done
    return 1
}

# Where the different installers put the archives, below their root.
places() { printf '%s\n' "$1/lib/intel64" "$1/lib" "$1/latest/lib" "$1/lib/x86_64-linux-gnu" "$1/usr/lib/x86_64-linux-gnu" "$1"; }

if [[ -n ${MKLROOT:-} ]]; then
    mapfile -t folders < <(places "${MKLROOT%/}")
    if ! find_archives "${folders[@]}"; then
        say "fetch-mkl: MKLROOT is $MKLROOT, but no folder there holds all of: ${archives[*]}. Looked at:"
        for folder in "${folders[@]}"; do
            found=()
            for archive in "${archives[@]}"; do
                if [[ -r $folder/$archive ]]; then found+=("$archive"); fi
            done
            say "  $folder: $([[ -d $folder ]] && echo "has ${found[*]:-none of them}" || echo "no such folder")"
        done
        say "Install MKL's static libraries there (oneAPI: the package intel-oneapi-mkl-devel), or unset MKLROOT to have"
        say "Debian's packages fetched."
        exit 1
    fi
    exit 0
fi

machine=$(uname -sm)
if [[ $machine != "Linux x86_64" ]]; then
    say "fetch-mkl: MKL is fetched for Linux on x86-64 only, and this is $machine. Set MKLROOT to an installed MKL."
    exit 3
fi

status=0
root=$("$(dirname "${BASH_SOURCE[0]}")/../build/fetch-debian.sh" mkl --component non-free \
    libmkl-computational-dev libmkl-interface-dev libmkl-threading-dev libmkl-dev) || status=$?
if ((status)); then
    say "fetch-mkl: Intel MKL's static libraries could not be fetched. Either make the above work, or install MKL 2020.4 or"
    say "newer with its static libraries yourself and set MKLROOT to its folder."
    exit "$status"
fi
mapfile -t folders < <(places "$root")
find_archives "${folders[@]}" || { say "fetch-mkl: $root lacks one of: ${archives[*]}; delete it and try again."; exit 1; }
