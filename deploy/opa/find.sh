# Finds the pinned OPA, or fetches it, or builds it. Sourced by the launcher; prints nothing but sentences on stderr.
#
# Order: SEALGATE_OPA; `opa` on the PATH of exactly this version; our cached copy, hashed again; the official release
# file; a build from source whose every dependency is pinned by go.sum. What fails its hash is never run.

OPA_VERSION=1.21.0

# SHA-256 of the official release files.
opa_release_pin() {
  case $1 in
    opa_linux_amd64_static) echo 5eef70644868bb04d0556bcc795ee42f2ab379e73f51d1bfa30f83e1305bc9b9 ;;
    opa_linux_arm64_static) echo 0ec34027c15b4d969c21d01ed570fe14fbebd508a08157043ab09f9a0dccbee6 ;;
    opa_darwin_amd64) echo 0ceb96979d259b3ee31711a6b316a592b8ffcfdd4209cc37600ed85a6cd4a55c ;;
    opa_darwin_arm64) echo f1e4da6467a2adb2846bb23eec6ea00d8c3a04786f9270bb11003d22dfd827a5 ;;
    opa_windows_amd64.exe) echo 1e0e9639673615fa3a6d4974b07e335e44827e377ce7c7bffbb1a6605a26479b ;;
  esac
}

opa_release_file() {
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) echo opa_linux_amd64_static ;;
    Linux-aarch64 | Linux-arm64) echo opa_linux_arm64_static ;;
    Darwin-x86_64) echo opa_darwin_amd64 ;;
    Darwin-arm64) echo opa_darwin_arm64 ;;
    MINGW*-x86_64 | MSYS*-x86_64) echo opa_windows_amd64.exe ;;
  esac
}

sha256_of() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -c1-64
}

opa_version_of() { "$1" version 2>/dev/null | sed -n 's/^Version: //p'; }

# keep FILE RECORD: FILE becomes the cached copy. The recorded hash goes first: a stop in between leaves a copy that
# fails its check, and the next start makes both again.
opa_keep() {
  chmod 0755 "$1" && printf '%s\n' "$(sha256_of "$1")" >"$1.sha256" &&
    mv -f "$1.sha256" "$opa_cached.sha256" && mv -f "$1" "$opa_cached"
}

opa_download() {
  local file pin partial=$opa_cached.download.$$
  file=$(opa_release_file) && pin=$(opa_release_pin "$file") && [ -n "$pin" ] || return 1
  local url=https://github.com/open-policy-agent/opa/releases/download/v$OPA_VERSION/$file
  if command -v curl >/dev/null 2>&1; then
    curl -fsSL --proto '=https' --connect-timeout 4 --max-time 180 -o "$partial" "$url" 2>/dev/null
  elif command -v wget >/dev/null 2>&1; then
    wget -q --connect-timeout=4 --read-timeout=20 --tries=1 -O "$partial" "$url" 2>/dev/null
  else
    return 1
  fi || { rm -f "$partial"; return 1; }
  if [ "$(sha256_of "$partial")" != "$pin" ]; then
    rm -f "$partial"
    say "The OPA $OPA_VERSION that was downloaded does not have the pinned SHA-256: it was thrown away, not run."
    return 1
  fi
  opa_keep "$partial"
}

opa_build() {
  local partial=$opa_cached.build.$$
  command -v go >/dev/null 2>&1 || return 1
  say "Building OPA $OPA_VERSION from source (once, one to five minutes) ..."
  (cd "$root/deploy/opa" &&
    env CGO_ENABLED=0 GOFLAGS=-mod=readonly GOWORK=off GOAMD64=v1 GOARM64=v8.0 GOEXPERIMENT= \
      go build -trimpath -buildvcs=false -ldflags '-s -w -buildid=' \
      -o "$partial" github.com/open-policy-agent/opa >&2) || { rm -f "$partial"; return 1; }
  opa_keep "$partial"
}

opa_cached_is_whole() {
  [ -x "$opa_cached" ] && [ -r "$opa_cached.sha256" ] && [ "$(sha256_of "$opa_cached")" = "$(cat "$opa_cached.sha256")" ]
}

# Sets SEALGATE_OPA, or ends with one sentence.
find_opa() {
  local found
  if [ -n "${SEALGATE_OPA:-}" ]; then
    found=$(opa_version_of "$SEALGATE_OPA")
    [ "$found" = "$OPA_VERSION" ] ||
      die "SEALGATE_OPA is $SEALGATE_OPA, which says version '${found:-none}': unset it, or let it name an OPA $OPA_VERSION."
    export SEALGATE_OPA
    return
  fi
  if found=$(command -v opa 2>/dev/null) && [ "$(opa_version_of "$found")" = "$OPA_VERSION" ]; then
    export SEALGATE_OPA=$found
    return
  fi
  opa_cached=${XDG_CACHE_HOME:-$HOME/.cache}/sealgate/opa/$OPA_VERSION/opa
  mkdir -p "${opa_cached%/*}" || die "The cache folder ${opa_cached%/*} cannot be made: set XDG_CACHE_HOME to a folder that can be written."
  opa_cached_is_whole || opa_download || opa_build ||
    die "OPA $OPA_VERSION is missing and could be neither downloaded nor built: install it from https://github.com/open-policy-agent/opa/releases/tag/v$OPA_VERSION and let SEALGATE_OPA name it, or install Go 1.26 or newer from https://go.dev/dl."
  [ "$(opa_version_of "$opa_cached")" = "$OPA_VERSION" ] ||
    die "The OPA in $opa_cached does not run here: remove that file and try again."
  export SEALGATE_OPA=$opa_cached
}
