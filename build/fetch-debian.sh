#!/usr/bin/env bash
# Downloads Debian (or Ubuntu) packages and unpacks them into the user's cache, without root and without installing
# anything:
#
#     build/fetch-debian.sh ENTRY [--component NAME] PACKAGE...
#
# Prints the folder on stdout, as the only line there; everything else goes to stderr. The folder is complete or absent,
# and a second call for the same packages returns at once, without the network. It is
# ${XDG_CACHE_HOME:-$HOME/.cache}/lowrank/ENTRY.
#
# Exit codes: 1 the download failed, 2 wrong usage, 3 this machine has no apt or dpkg.
set -euo pipefail
umask 022

say() { printf '%s\n' "$*" >&2; }
die() { say "fetch-debian: $1"; exit "${2:-1}"; }

# --- arguments

usage='usage: build/fetch-debian.sh ENTRY [--component NAME] PACKAGE...'
[[ $# -ge 2 ]] || die "$usage" 2
entry=$1; shift
component=main
if [[ $1 == --component ]]; then
    [[ $# -ge 3 ]] || die "$usage" 2
    component=$2; shift 2
fi
[[ $entry =~ ^[a-z0-9][a-z0-9.-]*$ ]] || die "'$entry' cannot name a cache entry: small letters, digits, '.' and '-' only." 2
for package in "$@"; do
    [[ $package =~ ^[a-z0-9][a-z0-9+.-]+$ ]] || die "'$package' is no package name." 2
done

# --- what the machine must have

missing=()
for tool in apt-get apt-config dpkg flock gpgv; do
    command -v "$tool" >/dev/null || missing+=("$tool")
done
if ((${#missing[@]})); then
    say "fetch-debian: missing here: ${missing[*]}."
    say "The packages '$*' are fetched with Debian's own client, so this needs Debian or Ubuntu with"
    say "apt, dpkg, util-linux (flock) and gpgv: apt-get install apt dpkg util-linux gpgv"
    die "elsewhere, unpack the packages by other means and name the folder by hand (for MKL: set MKLROOT)." 3
fi

# shellcheck source=/dev/null
id=$(. /etc/os-release && printf '%s' "${ID:-}")
# shellcheck source=/dev/null
codenames=$(. /etc/os-release && printf '%s %s %s' "${VERSION_CODENAME:-}" "${UBUNTU_CODENAME:-}" "${DEBIAN_CODENAME:-}")
architecture=$(dpkg --print-architecture)

# Ubuntu knows the same packages under other components.
components=main
if [[ $component != main ]]; then
    components="main $component"
fi
if [[ $id == ubuntu || $codenames == *jammy* || $codenames == *noble* ]]; then
    components=${components/main/main universe}
    components=${components/non-free/multiverse}
fi

# --- already there?

cache=${XDG_CACHE_HOME:-${HOME:?set HOME or XDG_CACHE_HOME}/.cache}/lowrank
[[ $cache == /* ]] || die "XDG_CACHE_HOME must be an absolute path, not '$XDG_CACHE_HOME'." 2
folder=$cache/$entry
stamp=$folder/.packages
wanted="$id ${codenames%% *} $architecture: $(printf '%s\n' "$@" | sort -u | tr '\n' ' ')"

finish_if_there() {
    if [[ -f $stamp && $(<"$stamp") == "$wanted" ]]; then
        printf '%s\n' "$folder"
        exit 0
    fi
}
finish_if_there

# One fetch at a time: apt's private state is shared between the entries. Who waited may find the work done.
mkdir -p "$cache"
exec 9>"$cache/.lock"
if ! flock --nonblock 9; then
    say "Waiting for another fetch into $cache ..."
    flock 9
fi
finish_if_there

# --- a private apt: the machine's proxies, certificates, credentials and keys, but our own sources and state

rm -rf "$cache"/.unpack-* # what a killed run left; ours is the only one now
state=$cache/.apt
work=$(mktemp -d "$cache/.unpack-$entry.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$work/sources" "$work/debs" "$work/root"
: >"$state/status" # as if nothing were installed: what is on the machine must not change what is fetched

# Where apt keeps its sources may be configured, so ask.
source_list='' source_parts=''
eval "$(apt-config shell source_list Dir::Etc::sourcelist/f source_parts Dir::Etc::sourceparts/d)"

# A suite is Debian's own if it is a release by name or by role, with one of the archive's own suffixes. Other vendors'
# suites ("bookworm-pgdg", "nodistro") and other components ("stable" at Docker) stay out: they lack what we ask for.
export SUITES="$codenames stable oldstable oldoldstable testing unstable sid"
export COMPONENTS="$components"

shopt -s nullglob
count=0
for file in "$source_list" "$source_parts"/*.list; do
    [[ -r $file ]] || continue
    count=$((count + 1))
    # deb [options] uri suite component...
    awk '
        BEGIN { n = split(ENVIRON["SUITES"], s, " "); for (i = 1; i <= n; i++) known[s[i]] = 1 }
        { sub(/#.*/, "") }
        $1 != "deb" { next }
        {
            line = $0; sub(/^[ \t]*deb[ \t]+/, "", line); options = ""
            if (line ~ /^\[/) {
                options = line; sub(/\].*/, "", options); sub(/^\[[ \t]*/, "", options); sub(/^[^\]]*\][ \t]*/, "", line)
            }
            n = split(line, part, /[ \t]+/)
            if (part[1] ~ /^cdrom:/) next
            suite = part[2]; base = suite; sub(/(-updates|-security|-backports|-proposed-updates|\/updates)$/, "", base)
            if (!(base in known)) next
            main = 0; for (i = 3; i <= n; i++) if (part[i] == "main") main = 1
            if (!main) next
            print "deb [" options (options == "" ? "" : " ") "target=Packages] " part[1], suite, ENVIRON["COMPONENTS"]
        }' "$file" >"$work/sources/$count.list"
done
for file in "$source_parts"/*.sources; do
    [[ -r $file ]] || continue
    count=$((count + 1))
    # Stanzas of "Field: value", continued by indented lines; only two fields are changed, the rest is kept as it stands
    # (Signed-By may hold a whole key).
    awk '
        BEGIN { n = split(ENVIRON["SUITES"], s, " "); for (i = 1; i <= n; i++) known[s[i]] = 1 }
        function flush_stanza(   n, i, base, word, kept, ok) {
            ok = enabled && (" " value["types"] " ") ~ /[ \t]deb[ \t]/ && (" " value["components"] " ") ~ /[ \t]main[ \t]/ \
                && value["uris"] !~ /cdrom:/
            kept = ""
            n = split(value["suites"], word, /[ \t]+/)
            for (i = 1; i <= n; i++) {
                base = word[i]; sub(/(-updates|-security|-backports|-proposed-updates|\/updates)$/, "", base)
                if (base in known) kept = kept " " word[i]
            }
            if (ok && kept != "")
                printf "Types: deb\nSuites:%s\nComponents: %s\nTargets: Packages\n%s\n", kept, ENVIRON["COMPONENTS"], rest
            delete value; rest = ""; field = ""; enabled = 1
        }
        BEGIN { enabled = 1 }
        /^#/ { next }
        /^[ \t]*$/ { flush_stanza(); next }
        /^[ \t]/ { value[field] = value[field] " " $0; if (keep) rest = rest $0 "\n"; next }
        {
            field = tolower($0); sub(/[ \t]*:.*/, "", field)
            text = $0; sub(/^[^:]*:[ \t]*/, "", text); value[field] = text
            if (field == "enabled" && tolower(text) ~ /^(no|false|0|off|without|disable)/) enabled = 0
            keep = field !~ /^(types|suites|components|targets|enabled)$/
            if (keep) rest = rest $0 "\n"
        }
        END { flush_stanza() }' "$file" >"$work/sources/$count.sources"
done
find "$work/sources" -type f -empty -delete
[[ -n $(ls -A "$work/sources") ]] ||
    die "no Debian or Ubuntu archive is enabled in $source_list or $source_parts, so there is nowhere to fetch '$*' from."

# The file given with -c is read last, so that it can clear the hooks that the machine's own configuration may hold: they
# would touch the machine (clean the system's cache, call PackageKit).
cat >"$work/apt.conf" <<CONF
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Pre-Invoke;
#clear DPkg::Post-Invoke;
#clear APT::Architectures;
APT::Architectures { "$architecture"; };
APT::Sandbox::User "root"; // no change of user: _apt could not read a private cache; files are checked by signature
APT::Get::List-Cleanup "false"; // entries with other components share the lists
Acquire::Languages "none";
Acquire::GzipIndexes "true";
Acquire::Retries "5";
Acquire::http::Timeout "60";
Acquire::https::Timeout "60";
Dir::State "$state";
Dir::State::lists "$state/lists";
Dir::State::status "$state/status";
Dir::State::extended_states "$state/extended_states";
Dir::Cache "$state/cache";
Dir::Cache::archives "$state/cache/archives";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Dir::Log "$state/log";
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$work/sources";
CONF
private_apt() { apt-get -c "$work/apt.conf" "$@"; }

# apt is talkative; its words are shown only if it fails.
log=$work/apt.log
run() {
    if ! "$@" >"$log" 2>&1; then
        cat "$log" >&2
        return 1
    fi
}

# --- fetch, check and unpack

say "Reading the package lists ($components) ..."
run private_apt -q update || die "the package lists could not be read (see above)."
# An archive that cannot be reached is only a warning to apt; say so, for it explains a failure below.
grep -E '^(W|E|Err)' "$log" >&2 || true

size=$(cd "$work/debs" && private_apt download --print-uris "$@" 2>/dev/null | awk '{ sum += $3 } END { printf "%.1f", sum / 1e6 }') || size=0
say "Downloading $* ($size MB) ..."
(cd "$work/debs" && run private_apt -q download "$@") ||
    die "'$*' could not be downloaded from the components $components of this machine's archives (see above)."

say "Unpacking into $folder ..."
for deb in "$work/debs"/*.deb; do
    dpkg -x "$deb" "$work/root"
done
printf '%s\n' "$wanted" >"$work/root/.packages"

# Two renames: whoever reads the folder sees the old one, none, or the whole new one, never a part.
if [[ -e $folder ]]; then
    mv "$folder" "$work/old"
fi
mv "$work/root" "$folder"
printf '%s\n' "$folder"
