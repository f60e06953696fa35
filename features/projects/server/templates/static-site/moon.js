const MONTH = 29.530588853; // days from one new moon to the next
const NEW_MOON = Date.UTC(2000, 0, 6, 18, 14); // a new moon to count from
const DAY = 86_400_000;
const names = ['New moon', 'Waxing crescent', 'First quarter', 'Waxing gibbous', 'Full moon', 'Waning gibbous', 'Last quarter', 'Waning crescent'];

const offset = document.querySelector('#offset');
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });

/** How far the month has come: 0 is new, 0.5 is full. */
function phaseOf(time) {
  const months = (time - NEW_MOON) / DAY / MONTH;
  return months - Math.floor(months);
}

/** The lit part: half a circle at the edge, and half an ellipse where day and night meet. */
function litPath(phase) {
  const waxing = phase < 0.5;
  const bend = 100 * Math.cos(phase * 2 * Math.PI);
  const edge = waxing ? 1 : 0;
  const inner = (bend > 0) === waxing ? 0 : 1;
  return `M 0 -100 A 100 100 0 0 ${edge} 0 100 A ${Math.abs(bend)} 100 0 0 ${inner} 0 -100`;
}

function show() {
  const time = Date.now() + Number(offset.value) * DAY;
  const phase = phaseOf(time);
  const light = Math.round(((1 - Math.cos(phase * 2 * Math.PI)) / 2) * 100);
  document.querySelector('#lit').setAttribute('d', litPath(phase));
  document.querySelector('#phase').textContent = names[Math.round(phase * 8) % 8];
  document.querySelector('#details').textContent = `${light} % of its face is lit`;
  document.querySelector('#day').textContent = offset.value === '0' ? 'Today' : date.format(time);
}

offset.addEventListener('input', show);
show();
