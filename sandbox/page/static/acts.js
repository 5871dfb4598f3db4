/** What the person does, and what is said when it is refused. */

import { request } from "./live.js";
import { toast } from "./toast.js";

/** Do something; a refusal is shown. The answer comes back either way. */
export async function act(name, given) {
  const answer = await request(name, given);
  if (!answer.ok) toast({ code: answer.error, text: answer.reason || "That did not work." });
  return answer;
}

/** Enter a line. What Slackbot says to a command in the conversation is not said in the corner as well. */
export function enter(text, given) {
  return (text.startsWith("/") ? request : act)("send", { ...given, text });
}
