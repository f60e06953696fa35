import { useRef, useState, type SubmitEvent } from 'react';
import type * as z from 'zod/v4/core';
import { parse } from './parse.ts';
import { problemToFields } from './server-errors.ts';
import { toProblem, type Problem } from '../client/problem.ts';

/** An object schema: what the form's fields become. */
export type FormSchema = z.$ZodType<Record<string, unknown>, Record<string, unknown>>;
export type FieldErrors<Values> = { readonly [Name in keyof Values]?: string };

export type FormOptions<Schema extends FormSchema> = {
  readonly schema: Schema;
  readonly initial: z.input<Schema>;
  /** Sends the parsed values. A rejection becomes field errors (by `errorFields` and issues in its data) or `problem`. */
  readonly submit: (values: z.output<Schema>) => Promise<unknown>;
  /** Which field a server's code is about: `{ name_taken: 'name' }`. */
  readonly errorFields?: Readonly<Record<string, keyof z.input<Schema> & string>>;
};

export type Form<Values> = {
  readonly values: Values;
  readonly errors: FieldErrors<Values>;
  /** A failure that belongs to no field. */
  readonly problem: Problem | undefined;
  readonly submitting: boolean;
  readonly dirty: boolean;
  readonly set: <Name extends keyof Values>(name: Name, value: Values[Name]) => void;
  readonly reset: (values?: Values) => void;
  /** For `<form onSubmit>`. */
  readonly onSubmit: (event?: SubmitEvent) => Promise<void>;
  /** Ties a text field to a value: `<TextField label="Name" {...form.field('name')} />`. */
  readonly field: <Name extends keyof Values & string>(
    name: Name,
  ) => {
    name: Name;
    value: Values[Name];
    error: string | undefined;
    onValueChange: (value: Values[Name]) => void;
    onBlur: () => void;
  };
};

/** Moves the focus to the first field that is wrong, so that a keyboard or screen reader lands where the work is. */
function focusFirst(form: HTMLFormElement | null, errors: Readonly<Record<string, unknown>>): void {
  const wrong = [...(form?.elements ?? [])].find((element) => (element.getAttribute('name') ?? '') in errors);
  if (wrong instanceof HTMLElement) wrong.focus();
}

/**
 * The state of a form over a schema. A field is checked when it is left and, once wrong, at every change;
 * all are checked before sending.
 */
export function useForm<Schema extends FormSchema>(options: FormOptions<Schema>): Form<z.input<Schema>> {
  type Values = z.input<Schema>;
  const [initial, setInitial] = useState<Values>(options.initial);
  const [values, setValues] = useState<Values>(options.initial);
  const [errors, setErrors] = useState<FieldErrors<Values>>({});
  const [problem, setProblem] = useState<Problem>();
  const [submitting, setSubmitting] = useState(false);
  // Two submits within one render would both see `submitting` false.
  const busy = useRef(false);

  function check(next: Values, name: keyof Values): void {
    const found = parse(options.schema, next).errors;
    const { [name]: _before, ...others } = errors;
    const message = found[name as string];
    setErrors((message === undefined ? others : { ...others, [name]: message }) as FieldErrors<Values>);
  }

  function set<Name extends keyof Values>(name: Name, value: Values[Name]): void {
    const next = { ...values, [name]: value };
    setValues(next);
    setProblem(undefined);
    if (errors[name] !== undefined) check(next, name);
  }

  function fail(error: unknown, element: HTMLFormElement | null): void {
    const failed = toProblem(error);
    const { fields, rest } = problemToFields(failed, Object.keys(options.initial), options.errorFields ?? {});
    setErrors(fields);
    setProblem(rest);
    requestAnimationFrame(() => focusFirst(element, fields));
  }

  async function onSubmit(event?: SubmitEvent): Promise<void> {
    event?.preventDefault();
    const element = event?.currentTarget instanceof HTMLFormElement ? event.currentTarget : null;
    if (busy.current) return;
    const parsed = parse(options.schema, values);
    setErrors(parsed.errors);
    setProblem(undefined);
    if (!parsed.ok) return focusFirst(element, parsed.errors);
    busy.current = true;
    setSubmitting(true);
    try {
      await options.submit(parsed.values);
    } catch (error) {
      fail(error, element);
    } finally {
      busy.current = false;
      setSubmitting(false);
    }
    return undefined;
  }

  return {
    values,
    errors,
    problem,
    submitting,
    dirty: JSON.stringify(values) !== JSON.stringify(initial),
    set,
    reset(next = initial) {
      setInitial(next);
      setValues(next);
      setErrors({});
      setProblem(undefined);
    },
    onSubmit,
    field: (name) => ({
      name,
      value: values[name],
      error: errors[name],
      onValueChange: (value) => set(name, value),
      // Leaving an empty field that nobody touched is not a mistake yet.
      onBlur: () => (values[name] === initial[name] ? undefined : check(values, name)),
    }),
  };
}
