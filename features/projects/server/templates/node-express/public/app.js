const form = document.querySelector('#form');
const list = document.querySelector('#entries');
const empty = document.querySelector('#empty');
const problem = document.querySelector('#problem');
const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const response = await fetch('/api/entries', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(new FormData(form))),
  });
  const answer = await response.json();
  problem.hidden = response.ok;
  if (!response.ok) {
    problem.textContent = answer.error;
    return;
  }
  form.elements.text.value = '';
  list.prepend(renderEntry(answer));
  empty.hidden = true;
});

const entries = await (await fetch('/api/entries')).json();
list.append(...entries.map(renderEntry));
empty.hidden = entries.length > 0;

function renderEntry({ name, text, at }) {
  const item = document.createElement('li');
  const title = document.createElement('strong');
  const moment = document.createElement('time');
  const message = document.createElement('p');
  title.textContent = name;
  moment.textContent = time.format(new Date(at));
  moment.dateTime = at;
  message.textContent = text;
  item.append(title, moment, message);
  return item;
}
