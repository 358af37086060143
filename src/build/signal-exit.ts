/**
 * Stands in for `signal-exit` when the executable is bundled.
 *
 * proper-lockfile calls it once at import (lib/lockfile.js, last statement) to remove locks at exit, for which the original
 * hooks every signal. Here the release is in a `finally`, and a killed process leaves a stale lock with or without it.
 * `module.exports`, because proper-lockfile requires the function itself.
 */
module.exports = function onExit(): () => void {
  return () => undefined;
};
