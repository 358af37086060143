/**
 * Jest runs tests in a realm of their own, where the errors of `node:fs` are no `instanceof Error`. This makes them so.
 * Not needed where errors.ts tells an error by its shape.
 */
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: object, value: unknown): boolean {
    if (this !== Error) return Function.prototype[Symbol.hasInstance].call(this, value);
    return Object.prototype.toString.call(value) === '[object Error]';
  },
});

export {};
