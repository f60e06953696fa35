/** A program for the sandbox, in plain Node: what previews must carry. The WebSocket echoes short messages. */
export const sampleApp = `
const http = require('node:http');
const { createHash } = require('node:crypto');
const port = Number(process.argv[2] || 3000);
const routes = {
  '/': (request, response) => response.setHeader('content-type', 'text/html').end('<h1>Hello from the sandbox</h1>'),
  '/headers': (request, response) => response.end(JSON.stringify({ url: request.url, headers: request.headers })),
  '/peer': (request, response) => response.end(request.socket.remoteAddress),
  '/echo': (request, response) => request.pipe(response),
  '/count': async (request, response) => {
    let bytes = 0;
    for await (const chunk of request) bytes += chunk.length;
    response.end(String(bytes));
  },
  '/large': (request, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    sent = 0;
    const piece = Buffer.alloc(1024 * 1024, 'a');
    const more = () => {
      while (sent++ < 64) if (!response.write(piece)) return response.once('drain', more);
      response.end();
    };
    more();
  },
  '/events': (request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: one\\n\\n');
    const timer = setInterval(() => response.write('data: more\\n\\n'), 20);
    response.on('close', () => { clearInterval(timer); closed += 1; });
  },
  '/sent': (request, response) => response.end(String(sent)),
  '/closed': (request, response) => response.end(String(closed)),
  '/hostile': (request, response) => {
    response.setHeader('set-cookie', ['a=1; Domain=apps.localhost; Path=/', '__Host-ecode-preview=stolen; Path=/; Secure', 'b=2; SameSite=Lax']);
    response.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains');
    response.setHeader('clear-site-data', '"*"');
    response.setHeader('x-frame-options', 'DENY');
    response.setHeader('content-security-policy', "default-src 'self'; frame-ancestors 'none'");
    response.setHeader('x-ecode-actor', 'me');
    response.end('ok');
  },
  '/break': (request, response) => { response.writeHead(200, { 'content-length': 1000 }); response.write('half'); setTimeout(() => response.destroy(), 20); },
  '/drop': (request, response) => request.socket.destroy(),
  '/exit': () => process.exit(3),
};
let closed = 0;
let sent = 0;
const server = http.createServer((request, response) => {
  const route = routes[request.url.split('?')[0]];
  if (route) return route(request, response);
  response.writeHead(404).end('no such page');
});
server.on('upgrade', (request, socket) => {
  const accept = createHash('sha1').update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
  socket.write('HTTP/1.1 101 Switching Protocols\\r\\nupgrade: websocket\\r\\nconnection: Upgrade\\r\\nsec-websocket-accept: ' + accept + '\\r\\nset-cookie: c=3; Domain=apps.localhost\\r\\n\\r\\n');
  socket.on('error', () => {});
  socket.on('data', (frame) => {
    const length = frame[1] & 127;
    if ((frame[0] & 15) === 8) return socket.end(Buffer.from([0x88, 0]));
    const payload = Buffer.from(frame.subarray(6, 6 + length).map((byte, at) => byte ^ frame[2 + (at % 4)]));
    socket.write(Buffer.concat([Buffer.from([0x81, length]), payload]));
  });
});
server.listen(port, process.argv[3], () => console.log('listening'));
`;
