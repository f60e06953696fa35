import { useState, type FormEvent } from 'react';
import { lastDays, streakOf, toggle, useHabits, type Habit } from './habits';

export function App() {
  const [habits, setHabits] = useHabits();
  const days = lastDays(7);

  function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const name = String(new FormData(form).get('name')).trim();
    if (name === '') return;
    setHabits([...habits, { id: crypto.randomUUID(), name, done: [] }]);
    form.reset();
  }

  const change = (changed: Habit) => setHabits(habits.map((habit) => (habit.id === changed.id ? changed : habit)));
  const remove = (id: string) => setHabits(habits.filter((habit) => habit.id !== id));

  return (
    <main>
      <h1>Habits</h1>
      <p className="quiet">Small things, every day. Edit src/app.tsx and watch this page change.</p>
      <ul>
        {habits.map((habit) => (
          <HabitRow key={habit.id} habit={habit} days={days} onChange={change} onRemove={() => remove(habit.id)} />
        ))}
      </ul>
      <form onSubmit={add}>
        <input name="name" aria-label="New habit" placeholder="Walk outside" maxLength={60} />
        <button>Add</button>
      </form>
    </main>
  );
}

type HabitRowProps = {
  habit: Habit;
  days: Date[];
  onChange: (habit: Habit) => void;
  onRemove: () => void;
};

const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const fullDate = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });

function HabitRow({ habit, days, onChange, onRemove }: HabitRowProps) {
  const [asking, setAsking] = useState(false);
  const streak = streakOf(habit);
  return (
    <li>
      <div className="title">
        <strong>{habit.name}</strong>
        <span className="quiet">{streak === 0 ? 'Start today' : `${streak} ${streak === 1 ? 'day' : 'days'} in a row`}</span>
      </div>
      <div className="days">
        {days.map((day) => {
          const done = habit.done.includes(day.toDateString());
          return (
            <button
              key={day.toDateString()}
              aria-pressed={done}
              aria-label={`${habit.name}, ${fullDate.format(day)}`}
              onClick={() => onChange(toggle(habit, day))}
            >
              {weekday.format(day)}
            </button>
          );
        })}
      </div>
      <button className="plain" onClick={asking ? onRemove : () => setAsking(true)} onBlur={() => setAsking(false)}>
        {asking ? 'Remove for good?' : 'Remove'}
      </button>
    </li>
  );
}
