// A jest setup file. On Bun an assertion's `stack`, which is all that jest prints, lacks the message: put it there.

const captureStackTrace = Error.captureStackTrace;

Error.captureStackTrace = (target: object, below?: Parameters<typeof captureStackTrace>[1]): void => {
  captureStackTrace(target, below);
  if (!(target instanceof Error) || typeof target.stack !== 'string' || target.stack.includes(target.message)) return;
  target.stack = `${target.name}: ${target.message}\n${target.stack}`;
};
