# Part of demo.sh: what runs in the background, and what is waited for.

# Starts a program in the background where `$1` says; its pid is in $pid, and what it prints in a file of $work.
begin() { # PLACE COMMAND...
  place=$1
  shift
  printf '   %s%s#%s %s &\n' "$faint" "$place" "$plain" "$*"
  log="$work/$place-$1.log"
  [ "$place" = host ] || set -- nsenter "--net=/run/netns/$place" "$@"
  "$@" > "$log" 2>&1 &
  pid=$!
  started="$started $pid"
}

# Waits for a condition, for 30 seconds at most.
wait_until() { # WHAT COMMAND...
  what=$1
  shift
  tries=0
  until "$@" >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || { tail -n 5 "$work"/*.log >&2; fail "waited in vain for $what"; }
    sleep 0.05
  done
}
