/** The socket to the sandbox: pictures come in, acts go out, and it comes back by itself when the sandbox does. */

const PAUSES = [200, 500, 1000, 2000, 4000];
const AWAY = { ok: false, error: "not_running", reason: "The sandbox is not running, so nothing was sent." };

const waiting = new Map();
let socket = null;
let hooks = null;
let next = 1;
let failures = 0;

/** Connect, and stay connected. `hooks`: picture(parts), up(), down(). */
export function connect(given) {
  hooks = given;
  open();
}

/** Open a socket. */
function open() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  socket = new WebSocket(`${scheme}://${location.host}/page/live`);
  socket.onopen = () => { failures = 0; hooks.up(); };
  socket.onmessage = (event) => receive(JSON.parse(event.data));
  socket.onclose = lost;
}

/** A text of the server: the result of an act, or a picture. */
function receive(message) {
  if (message.picture) return hooks.picture(message.picture);
  const answer = waiting.get(message.id);
  waiting.delete(message.id);
  return answer?.(message);
}

/** The socket is gone: whoever waits is told, and it is opened again after a pause that grows. */
function lost() {
  for (const answer of waiting.values()) answer(AWAY);
  waiting.clear();
  hooks.down();
  setTimeout(open, PAUSES[Math.min(failures, PAUSES.length - 1)]);
  failures += 1;
}

/** Say who looks, and where to. */
export function look(view) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ look: view }));
}

/** Do something as the person who looks; the answer is {ok, error, reason, …} and never thrown. */
export function request(name, given = {}) {
  if (socket?.readyState !== WebSocket.OPEN) return Promise.resolve(AWAY);
  const id = next;
  next += 1;
  return new Promise((answer) => {
    waiting.set(id, answer);
    socket.send(JSON.stringify({ ...given, id, act: name }));
  });
}
