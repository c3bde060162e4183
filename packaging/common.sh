# shellcheck shell=bash
# What packaging/run and packaging/test share; sourced by bash from the top folder.
set -euo pipefail

build_packages=(
    g++ cmake ninja-build
    qt6-base-dev qt6-qpa-plugins qt6-wayland
    libeigen3-dev libboost-math-dev libsqlite3-dev libssl-dev libexpected-dev libcli11-dev rapidjson-dev libyaml-cpp-dev
)
# What the tests judge by: readers of PDF and SVG, a display, SciPy, SQLite's shell, a German locale, what a desktop installs.
test_packages=(
    poppler-utils librsvg2-bin xvfb xauth xdotool python3 python3-scipy sqlite3 locales
    appstream desktop-file-utils shared-mime-info man-db
)

say() { printf '== %s\n' "$*"; }

fail() {
    printf '%s: %s\n' "$0" "$*" >&2
    exit 1
}

# release_of FILE: "debian 12" and the like; empty when the file is not there.
release_of() (
    # shellcheck disable=SC1090
    . "$1" 2>/dev/null && printf '%s %s' "${ID:-}" "${VERSION_ID:-}"
)

# install_missing PACKAGE...
install_missing() {
    local missing=() package as_root=()
    [ "$(release_of /etc/os-release)" = "debian 12" ] ||
        fail "this script knows Debian 12 only; here, install what corresponds to its packages $* and build with: cmake --preset release && cmake --build --preset release"
    for package in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "the packages ${missing[*]} are missing and installing them needs root or sudo."
        as_root=(sudo)
    fi
    say "installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq || fail "apt-get update failed; is there a network?"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
        fail "apt-get could not install ${missing[*]}; its reason stands above."
}

# build PRESET [TARGET]: everything without a target.
build() {
    say "building build/$1${2:+: $2}"
    cmake --preset "$1" --log-level=WARNING >/dev/null || fail "configuring $1 failed; the reason stands above."
    cmake --build --preset "$1" ${2:+--target "$2"} || fail "building $1 failed; the reason stands above."
}
