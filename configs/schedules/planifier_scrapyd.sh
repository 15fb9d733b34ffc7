#!/usr/bin/env bash
# Ask scrapyd for a crawl: planifier_scrapyd.sh SPIDER [name=value ...] [setting=NAME=value ...]
#
# Prints the job's id and exits 0 if scrapyd accepted it; else says why, in French, on stderr. What became
# of the crawl itself: `scrapy runs`. Login and password are read from a netrc file, so that no list of
# processes shows them: `machine 127.0.0.1 login ... password ...`, mode 600.
# Variables, with their defaults:
#   SCRAPYD_URL=http://127.0.0.1:6800   SCRAPYD_PROJECT=ftcrawler   SCRAPYD_NETRC=~/.netrc
#   SCRAPYD_DELAI=30 (seconds to wait for the answer)
set -u

url=${SCRAPYD_URL:-http://127.0.0.1:6800}
netrc=${SCRAPYD_NETRC:-${HOME:-}/.netrc}

fail() { printf 'ftcrawler, « %s » : %s\n' "$asked" "$1" >&2; exit "$2"; }

asked=$*
[ $# -gt 0 ] || { echo "Usage : planifier_scrapyd.sh SPIDER [nom=valeur ...]" >&2; exit 2; }
fields=(--data-urlencode "project=${SCRAPYD_PROJECT:-ftcrawler}" --data-urlencode "spider=$1")
shift
for field in "$@"; do
  # curl would read `@file`, and take a value without a name for itself.
  [[ $field =~ ^[A-Za-z_][A-Za-z0-9_]*= ]] || fail "« $field » n'est pas de la forme nom=valeur." 2
  fields+=(--data-urlencode "$field")
done
command -v curl > /dev/null || fail "curl n'est pas installé." 1
if [ -n "${SCRAPYD_NETRC:-}" ] && [ ! -r "$netrc" ]; then
  fail "$netrc (SCRAPYD_NETRC) est illisible." 1
fi
if [ -r "$netrc" ]; then fields+=(--netrc-file "$netrc"); fi

# --disable: no ~/.curlrc. A 401 has to be told from a scrapyd that is down: so no --fail.
answer=$(curl --disable --silent --show-error --connect-timeout 5 --max-time "${SCRAPYD_DELAI:-30}" \
  --write-out '\n%{http_code}' "${fields[@]}" "${url%/}/schedule.json" 2>&1) \
  || fail "scrapyd ne répond pas à $url. ${answer//$'\n'/ }" 3
status=${answer##*$'\n'}
body=${answer%$'\n'*}
case $status in
  200) ;;
  401) fail "scrapyd refuse le nom ou le mot de passe. Vérifiez $netrc." 1 ;;
  *) fail "ce qui répond à $url n'est pas scrapyd, ou est en panne (HTTP $status)." 3 ;;
esac
if [[ $body =~ \"status\":\ *\"ok\" && $body =~ \"jobid\":\ *\"([^\"]+)\" ]]; then
  echo "${BASH_REMATCH[1]}"
  exit 0
fi
[[ $body =~ \"message\":\ *\"([^\"]*)\" ]] || fail "ce qui répond à $url n'est pas scrapyd." 3
fail "scrapyd refuse la collecte : ${BASH_REMATCH[1]}" 1
