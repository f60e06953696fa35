import { readFile, rename, writeFile } from 'node:fs/promises';
import express from 'express';

const FILE = 'entries.json';
const port = Number(process.env.PORT ?? 3000);

const entries = await readEntries();
const app = express();

app.use(express.static('public'));
app.use(express.json({ limit: '10kb' }));

app.get('/api/entries', (request, response) => {
  response.json(entries);
});

app.post('/api/entries', async (request, response) => {
  const name = String(request.body?.name ?? '').trim();
  const text = String(request.body?.text ?? '').trim();
  if (name === '' || text === '' || name.length > 60 || text.length > 280) {
    response.status(400).json({ error: 'A name (up to 60 characters) and a message (up to 280) are needed.' });
    return;
  }
  const entry = { name, text, at: new Date().toISOString() };
  entries.unshift(entry);
  await saveEntries();
  response.status(201).json(entry);
});

app.listen(port, '0.0.0.0', () => {
  console.log(`The guest book is open on port ${port}.`);
});

async function readEntries() {
  try {
    return JSON.parse(await readFile(FILE, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

// Written beside and renamed, so that a crash never leaves half a file.
async function saveEntries() {
  await writeFile(`${FILE}.part`, JSON.stringify(entries, null, 2));
  await rename(`${FILE}.part`, FILE);
}
