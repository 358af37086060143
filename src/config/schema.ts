/**
 * The part of JSON Schema that our schemas use, typed against the interface that a schema describes: a key that the
 * interface has and the schema lacks (or the other way round), or one of another type, does not compile.
 */
export type SchemaOf<T> = [T] extends [never]
  ? RefusedSchema
  : unknown extends T
    ? AnySchema
    : boolean extends T
      ? BooleanSchema
      : T extends string
        ? TextSchema
        : T extends number
          ? IntegerSchema | NumberSchema
          : T extends false
            ? FalseSchema
            : T extends readonly (infer Item)[]
              ? ListSchema<Item>
              : StructSchema<T>;

type StructSchema<T> = string extends keyof T ? DictionarySchema<T[keyof T]> : ObjectSchema<T>;

/** `description` completes "wanted ..." in a message. */
interface Described {
  readonly description: string;
}

/** A key that may hold anything: it is somebody else's. */
export type AnySchema = Readonly<Record<string, never>>;

/** A key that nobody can have; the description says why. */
export interface RefusedSchema extends Described {
  readonly not: AnySchema;
}

export interface BooleanSchema extends Described {
  readonly type: 'boolean';
}

export interface FalseSchema extends Described {
  readonly const: false;
}

/** Length is a matter of the pattern: ajv's length keywords need ajv when the program runs. */
export interface TextSchema extends Described {
  readonly type: 'string';
  readonly pattern?: string;
}

export interface IntegerSchema extends Described {
  readonly type: 'integer';
  readonly minimum: number;
  readonly maximum: number;
  /** A forbidden part in the middle. */
  readonly not?: { readonly type: 'integer'; readonly minimum: number; readonly maximum: number };
}

/** With a fraction. */
export interface NumberSchema extends Described {
  readonly type: 'number';
  readonly minimum: number;
  readonly maximum: number;
}

export interface ListSchema<Item> extends Described {
  readonly type: 'array';
  readonly items: SchemaOf<Item>;
  readonly minItems?: number;
}

/** An object of any keys. */
export interface DictionarySchema<Value> extends Described {
  readonly type: 'object';
  readonly nullable?: true;
  readonly additionalProperties: SchemaOf<Value>;
}

/** An object of the interface's keys; `title` is whose keys these are in "which is not a key of ...". */
export interface ObjectSchema<T> extends Described {
  readonly type: 'object';
  readonly title: string;
  readonly properties: { readonly [Key in keyof T]-?: SchemaOf<Exclude<T[Key], null | undefined>> };
  readonly required: readonly RequiredKey<T>[];
  readonly patternProperties?: Readonly<Record<string, AnySchema>>;
  readonly additionalProperties: boolean;
}

type RequiredKey<T> = { [Key in keyof T]-?: undefined extends T[Key] ? never : Key }[keyof T];

/** A JSON object of which nothing more is known. */
export type JsonObject = Readonly<Record<string, unknown>>;
