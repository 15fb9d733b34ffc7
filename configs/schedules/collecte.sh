#!/usr/bin/env bash
# A night for cron: collecte.sh nightly [SPIDER] [-a name=value ...]; a crawl alone: collecte.sh SPIDER ...
#
# Silent if all is well. If not, it says in French what came of it, which cron sends by mail, and its exit
# code is that of `scrapy nightly`, or of `scrapy crawl` (docs/exit-codes.md). Code 4 gets one more try: the
# same command does what is missing only. Variables, with their defaults:
#   COLLECTE_PYTHON=<project>/.venv/bin/python   COLLECTE_JOURNAUX=<project>/data/journaux
#   COLLECTE_ATTENTE=300 (seconds before the second try)   COLLECTE_GARDE=30 (days that logs are kept)
set -u

project=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd) || exit 1
python=${COLLECTE_PYTHON:-$project/.venv/bin/python}
logs=${COLLECTE_JOURNAUX:-$project/data/journaux}

say() { printf 'ftcrawler, « scrapy %s » : %s\n' "$command" "$*"; }

[ $# -gt 0 ] || { echo "Usage : collecte.sh nightly|SPIDER [-a nom=valeur ...]" >&2; exit 2; }
[ "$1" = nightly ] || set -- crawl "$@"
command=$*
# Relative paths, and .env, are looked for from the project's folder.
cd "$project" || exit 1
[ -x "$python" ] || { say "$python n'existe pas. Lancez « make run », ou indiquez-le dans COLLECTE_PYTHON."; exit 1; }
name=$1
[ "$name" = nightly ] || name=$2
# Two crawls of one spider may begin in the same second.
log=$logs/collecte_$(date +%Y%m%d_%H%M%S)_${name}_$$.log
{ mkdir -p "$logs" && : > "$log"; } || { say "impossible d'écrire dans $logs, le dossier des journaux."; exit 1; }
said=$(mktemp) || exit 1
trap 'rm -f "$said"' EXIT

# A terminal sends Ctrl-C to the command as well; SIGTERM comes to this process alone.
child='' stopped='' signal=''
trap 'stopped=1 signal=1' INT
trap 'stopped=1 signal=1; [ -z "$child" ] || kill -TERM "$child" 2> /dev/null' TERM

# Leaves the exit code in `code`. A signal interrupts `wait`, not the command, which ends in its own time: so
# wait again.
run() {
  "$python" -m scrapy "$@" > "$said" 2>> "$log" &
  child=$!
  while signal=''; wait "$child" 2>> "$log"; code=$?; [ -n "$signal" ]; do :; done
  child=''
  cat "$said" >> "$log"
}

run "$@"
retried=''
if [ "$code" -eq 4 ] && [ -z "$stopped" ]; then
  say "incomplète (code 4), relancée dans ${COLLECTE_ATTENTE:-300} s" >> "$log"
  # By seconds, so that a signal is heard whenever it comes.
  for ((waited = 0; waited < ${COLLECTE_ATTENTE:-300}; waited++)); do
    [ -z "$stopped" ] || break
    sleep 1
  done
  if [ -z "$stopped" ]; then
    retried=', relancée une fois sans succès'
    run "$@"
  fi
fi
find "$logs" -name 'collecte_*.log' -mtime "+${COLLECTE_GARDE:-30}" -delete

case $code in
  0) exit 0 ;;
  1) say "REFUSÉE (code 1) : à corriger, à moins que la même commande ne soit déjà en cours." ;;
  2) say "MAL ÉCRITE (code 2) : corrigez la commande." ;;
  3) say "EN ÉCHEC (code 3) : corrigez la cause, ou relancez la même commande plus tard." ;;
  4) say "INCOMPLÈTE (code 4)$retried${stopped:+, arrêtée en route} : relancez la même commande aujourd'hui, elle ne fait que ce qui manque." ;;
  *) say "TUÉE, ou jamais partie (code $code) : relancez la même commande aujourd'hui, elle reprend où elle en était." ;;
esac
if [ -s "$said" ]; then cat "$said"; else tail -n 2 "$log"; fi
echo "Journal : $log"
exit "$code"
