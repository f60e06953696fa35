import { useEffect, useState } from 'react';

export type Habit = {
  id: string;
  name: string;
  /** Days on which it was done, as `Date.toDateString` writes them. */
  done: string[];
};

const KEY = 'habits';
const examples: Habit[] = [
  { id: 'read', name: 'Read ten pages', done: [daysAgo(1).toDateString(), daysAgo(2).toDateString()] },
  { id: 'water', name: 'Drink enough water', done: [] },
];

/** Habits, kept in this browser. */
export function useHabits() {
  const [habits, setHabits] = useState<Habit[]>(() => JSON.parse(localStorage.getItem(KEY) ?? 'null') ?? examples);
  useEffect(() => localStorage.setItem(KEY, JSON.stringify(habits)), [habits]);
  return [habits, setHabits] as const;
}

export function toggle(habit: Habit, day: Date): Habit {
  const key = day.toDateString();
  const done = habit.done.includes(key) ? habit.done.filter((other) => other !== key) : [...habit.done, key];
  return { ...habit, done };
}

/** How many days in a row it was done, up to today or, while today is open, yesterday. */
export function streakOf(habit: Habit): number {
  let days = habit.done.includes(daysAgo(0).toDateString()) ? 0 : 1;
  const first = days;
  while (habit.done.includes(daysAgo(days).toDateString())) days += 1;
  return days - first;
}

/** The last `count` days, today last. */
export function lastDays(count: number): Date[] {
  return Array.from({ length: count }, (_, index) => daysAgo(count - 1 - index));
}

function daysAgo(days: number): Date {
  const day = new Date();
  day.setDate(day.getDate() - days);
  return day;
}
